package registry

import (
	"cmp"
	"context"
	"slices"
	"time"
)

// TrendStep is how far the points of a trend are apart.
type TrendStep string

// The steps.
const (
	StepDay     TrendStep = "DAY"
	StepMonth   TrendStep = "MONTH"
	StepQuarter TrendStep = "QUARTER"
	StepYear    TrendStep = "YEAR"
)

// maxTrend is how many points a trend has at most.
const maxTrend = 400

// TrendQuery asks for the figures of the network from a day up to and with another.
type TrendQuery struct {
	From, Until Date
	Step        TrendStep
	Filter      CountFilter
}

// TrendPoint is the figures of the network on a day.
type TrendPoint struct {
	On Date
	// Collaborations are those in force; Partners and Regions are how many have one.
	Collaborations, Partners, Regions int
	// ByProfile has all five; ByCoreTask all three, of which a partner can have several.
	ByProfile  []ProfileCount
	ByCoreTask []CoreTaskCount
	// Adoptions are those in force, AgreementsInForce the agreements.
	Adoptions, AgreementsInForce int
}

// Trend returns the figures of the network day by day, or in longer steps. BAD_USER_INPUT with PERIOD_INVERTED, TOO_LONG and others.
func (r *Registry) Trend(ctx context.Context, query TrendQuery) ([]TrendPoint, error) {
	days, err := query.days()
	if err != nil {
		return nil, err
	}
	if err := query.Filter.check(); err != nil {
		return nil, err
	}
	kept, err := r.keptAt(ctx)
	if err != nil {
		return nil, err
	}
	return kept.counted(query.Filter).trend(days), nil
}

// days are those of the points: the first day, and each that is a whole number of steps behind it; of the last of a month, the last of
// a shorter one.
func (q TrendQuery) days() ([]Date, error) {
	if q.Until < q.From {
		return nil, Invalid(ReasonInverted, "until", "%s is before from (%s)", q.Until, q.From)
	}
	days := []Date{}
	for day := q.From; day <= q.Until; day = q.Step.after(q.From, len(days)) {
		if len(days) == maxTrend {
			return nil, Invalid(ReasonTooLong, "until", "a trend has at most %d points: take a longer step, or a shorter time", maxTrend).with("most", maxTrend)
		}
		days = append(days, day)
	}
	return days, nil
}

// after is the day that is so many steps behind another.
func (s TrendStep) after(day Date, steps int) Date {
	from := day.Time()
	if s == StepDay {
		return Date(from.AddDate(0, 0, steps).Format(time.DateOnly))
	}
	months := map[TrendStep]int{StepMonth: 1, StepQuarter: 3, StepYear: 12}[s] * steps
	first := time.Date(from.Year(), from.Month()+time.Month(months), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1)
	return Date(first.AddDate(0, 0, min(from.Day(), last.Day())-1).Format(time.DateOnly))
}

// span is the points at which something holds: from the first up to the last, which is not in it.
type span struct{ first, last int }

// sweep turns periods into points: it counts what begins and ends at each, so that a million edges are looked at once.
type sweep struct {
	days []dayNumber
	// changes are by how many more there are at a point than at the one before.
	changes []int
}

func newSweep(days []dayNumber) *sweep { return &sweep{days: days, changes: make([]int, len(days)+1)} }

// span returns the points that lie in a period.
func (s *sweep) span(edge keptEdge) span {
	first, _ := slices.BinarySearch(s.days, edge.since)
	last, _ := slices.BinarySearch(s.days, edge.until)
	return span{first, last}
}

// add counts what holds at the points of a span.
func (s *sweep) add(at span) {
	s.changes[at.first]++
	s.changes[at.last]--
}

// counts returns how many there are at each point.
func (s *sweep) counts() []int {
	counts, number := make([]int, len(s.days)), 0
	for i := range counts {
		number += s.changes[i]
		counts[i] = number
	}
	return counts
}

// addUnion counts once what holds at any of the spans, and empties them.
func (s *sweep) addUnion(spans *[]span) {
	slices.SortFunc(*spans, func(a, b span) int { return a.first - b.first })
	end := 0
	for _, at := range *spans {
		if at.last > end {
			s.add(span{max(at.first, end), at.last})
			end = at.last
		}
	}
	*spans = (*spans)[:0]
}

// trend returns the figures at each of the days, which are in order.
func (c countedNetwork) trend(days []Date) []TrendPoint {
	numbers := make([]dayNumber, len(days))
	points := make([]TrendPoint, len(days))
	for i, day := range days {
		numbers[i] = dayNumberOf(&day, noSince)
		points[i] = TrendPoint{On: day, ByProfile: []ProfileCount{}, ByCoreTask: []CoreTaskCount{}}
	}
	collaborations := c.collaborations(numbers[0], numbers[len(numbers)-1])
	told := func(s *sweep, tell func(point *TrendPoint, number int)) {
		for i, number := range s.counts() {
			tell(&points[i], number)
		}
	}
	told(all(numbers, collaborations, anyEdge), func(p *TrendPoint, number int) { p.Collaborations = number })
	for i, profile := range AllProfiles() {
		ofProfile := func(edge keptEdge) bool { return int(edge.profile) == i+1 }
		told(all(numbers, collaborations, ofProfile), func(p *TrendPoint, number int) {
			p.ByProfile = append(p.ByProfile, ProfileCount{Profile: profile, Count: number})
		})
	}
	for _, task := range AllCoreTasks() {
		ofTask := func(edge keptEdge) bool { return slices.Contains(c.nodes[edge.target].partner.coreTasks, task) }
		told(all(numbers, collaborations, ofTask), func(p *TrendPoint, number int) {
			p.ByCoreTask = append(p.ByCoreTask, CoreTaskCount{CoreTask: task, Count: number})
		})
	}
	told(ends(numbers, collaborations, func(edge keptEdge) int32 { return edge.target }), func(p *TrendPoint, number int) { p.Partners = number })
	slices.SortStableFunc(collaborations, func(a, b keptEdge) int { return cmp.Compare(a.source, b.source) })
	told(ends(numbers, collaborations, func(edge keptEdge) int32 { return edge.source }), func(p *TrendPoint, number int) { p.Regions = number })
	told(all(numbers, c.edgesOf(EdgeAdoption), c.has), func(p *TrendPoint, number int) { p.Adoptions = number })
	told(all(numbers, c.agreements(), anyEdge), func(p *TrendPoint, number int) { p.AgreementsInForce = number })
	return points
}

func anyEdge(keptEdge) bool { return true }

// all counts each edge that is meant.
func all(days []dayNumber, edges []keptEdge, meant func(keptEdge) bool) *sweep {
	s := newSweep(days)
	for _, edge := range edges {
		if meant(edge) {
			s.add(s.span(edge))
		}
	}
	return s
}

// ends counts each end of edges, which are in its order, once.
func ends(days []dayNumber, edges []keptEdge, end func(keptEdge) int32) *sweep {
	s, spans := newSweep(days), []span{}
	for i, edge := range edges {
		if i > 0 && end(edges[i-1]) != end(edge) {
			s.addUnion(&spans)
		}
		spans = append(spans, s.span(edge))
	}
	s.addUnion(&spans)
	return s
}

// agreements returns an edge of each agreement of the part that is or was in force.
func (c countedNetwork) agreements() []keptEdge {
	found, seen := []keptEdge{}, map[[16]byte]bool{}
	for _, edge := range c.edgesOf(EdgeAgreement) {
		if c.has(edge) && !edge.onRecord && !seen[edge.thing] {
			seen[edge.thing] = true
			found = append(found, edge)
		}
	}
	return found
}
