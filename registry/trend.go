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
type span struct{ first, last int32 }

// sweep turns periods into points: it counts what begins and ends at each, so that a million edges are looked at once.
type sweep struct {
	// changes are by how many more there are at a point than at the one before.
	changes []int
}

func newSweep(points int) sweep { return sweep{changes: make([]int, points+1)} }

// spanOf returns the points that lie in the period of an edge.
func spanOf(days []dayNumber, edge *keptEdge) span {
	first, _ := slices.BinarySearch(days, edge.since)
	last, _ := slices.BinarySearch(days, edge.until)
	return span{int32(first), int32(last)}
}

// add counts what holds at the points of a span.
func (s sweep) add(at span) {
	s.changes[at.first]++
	s.changes[at.last]--
}

// addUnion counts once what holds at any of the spans.
func (s sweep) addUnion(spans []span) {
	slices.SortFunc(spans, func(a, b span) int { return cmp.Compare(a.first, b.first) })
	end := int32(0)
	for _, at := range spans {
		if at.last > end {
			s.add(span{max(at.first, end), at.last})
			end = at.last
		}
	}
}

// tell calls use with how many there are at each point.
func (s sweep) tell(points []TrendPoint, use func(point *TrendPoint, number int)) {
	number := 0
	for i := range points {
		number += s.changes[i]
		use(&points[i], number)
	}
}

// trend returns the figures at each of the days, which are in order.
func (c countedNetwork) trend(days []Date) []TrendPoint {
	numbers, points := make([]dayNumber, len(days)), make([]TrendPoint, len(days))
	for i, day := range days {
		numbers[i] = dayNumberOf(&day, noSince)
		points[i] = TrendPoint{On: day, ByProfile: []ProfileCount{}, ByCoreTask: []CoreTaskCount{}}
	}
	c.collaborationSweeps(numbers).tell(points)
	adoptions, agreements := newSweep(len(days)), newSweep(len(days))
	for _, edge := range c.edgesOf(EdgeAdoption) {
		if c.has(&edge) {
			adoptions.add(spanOf(numbers, &edge))
		}
	}
	for _, edge := range c.agreements() {
		agreements.add(spanOf(numbers, &edge))
	}
	adoptions.tell(points, func(p *TrendPoint, number int) { p.Adoptions = number })
	agreements.tell(points, func(p *TrendPoint, number int) { p.AgreementsInForce = number })
	return points
}

// collaborationSweeps are those of collaborations, and of what they are counted by.
type collaborationSweeps struct {
	all, partners sweep
	// profiles and tasks are by place in AllProfiles and AllCoreTasks, counted from 1; regions by number.
	profiles, tasks, regions []sweep
}

// collaborationSweeps goes over the collaborations once, in order of partner.
func (c countedNetwork) collaborationSweeps(points []dayNumber) collaborationSweeps {
	s := collaborationSweeps{
		all: newSweep(len(points)), partners: newSweep(len(points)),
		profiles: newSweeps(len(AllProfiles())+1, len(points)), tasks: newSweeps(len(AllCoreTasks())+1, len(points)),
		regions: newSweeps(c.regionCount(), len(points)),
	}
	index := c.countIndex()
	first, partner := index.firstPoints(points), int32(-1)
	var spans []span
	var tasks []sweep
	for i := range index.edges {
		edge := &index.edges[i]
		at := span{first[edge.since], first[edge.until]}
		if at.first == at.last || !c.counts(edge) {
			continue
		}
		if edge.target != partner {
			s.partners.addUnion(spans)
			spans, partner, tasks = spans[:0], edge.target, s.tasksOf(c.nodes[edge.target].partner, tasks[:0])
		}
		spans = append(spans, at)
		s.all.add(at)
		s.profiles[edge.profile].add(at)
		s.regions[edge.source].add(at)
		for _, task := range tasks {
			task.add(at)
		}
	}
	s.partners.addUnion(spans)
	return s
}

func newSweeps(number, points int) []sweep {
	sweeps := make([]sweep, number)
	for i := range sweeps {
		sweeps[i] = newSweep(points)
	}
	return sweeps
}

// tasksOf appends the sweeps of the kerntaken of a partner.
func (s collaborationSweeps) tasksOf(partner *keptPartner, tasks []sweep) []sweep {
	for _, task := range partner.coreTasks {
		tasks = append(tasks, s.tasks[ordinal(AllCoreTasks(), task)])
	}
	return tasks
}

func (s collaborationSweeps) tell(points []TrendPoint) {
	s.all.tell(points, func(p *TrendPoint, number int) { p.Collaborations = number })
	s.partners.tell(points, func(p *TrendPoint, number int) { p.Partners = number })
	for _, region := range s.regions {
		region.tell(points, func(p *TrendPoint, number int) { p.Regions += min(number, 1) })
	}
	for i, profile := range AllProfiles() {
		s.profiles[i+1].tell(points, func(p *TrendPoint, number int) {
			p.ByProfile = append(p.ByProfile, ProfileCount{Profile: profile, Count: number})
		})
	}
	for i, task := range AllCoreTasks() {
		s.tasks[i+1].tell(points, func(p *TrendPoint, number int) {
			p.ByCoreTask = append(p.ByCoreTask, CoreTaskCount{CoreTask: task, Count: number})
		})
	}
}

// agreements returns an edge of each agreement of the part that is or was in force.
func (c countedNetwork) agreements() []keptEdge {
	found, seen := []keptEdge{}, map[[16]byte]bool{}
	for _, edge := range c.edgesOf(EdgeAgreement) {
		if c.has(&edge) && !edge.onRecord && !seen[edge.thing] {
			seen[edge.thing] = true
			found = append(found, edge)
		}
	}
	return found
}
