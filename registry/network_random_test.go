package registry_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"ketenkaart/registry"
)

// TestQuestionsAgreeWithTheTables asks random registers at random dates, and works the answers out anew from the rows: the half of
// these that comes second is caught up with.
func TestQuestionsAgreeWithTheTables(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	for range 5 {
		w, rows := newWorld(t), randomRows(random)
		half := len(rows.Collaborations) / 2
		does(w, w.Import, registry.Dataset{Partners: rows.Partners, Collaborations: rows.Collaborations[:half]})
		w.cells(w.matrix("REGION", "PROFILE", registry.CountFilter{}, today))
		does(w, w.Import, registry.Dataset{Collaborations: rows.Collaborations[half:]})
		rows.Partners = append(rows.Partners, smallRegister().Partners...)
		for range 3 {
			on := onDay{rows: rows, day: randomDay(random)}
			on.compareMatrix(w)
			on.compareTrend(w)
			on.compareShared(w, random)
			on.compareGaps(w, regionNumber(random.IntN(5)))
			partner := rows.Partners[random.IntN(len(rows.Partners))]
			on.compareImpact(w, partner)
			on.comparePaths(w, "Partner:"+partner.Key, "Region:"+regionNumber(random.IntN(5)))
			if t.Failed() {
				t.Fatalf("on %s, of %+v", on.day, rows.Collaborations)
			}
		}
	}
}

// randomDay is one of 2015 to 2024.
func randomDay(random *rand.Rand) registry.Date {
	return registry.Date(fmt.Sprintf("%d-%02d-01", 2015+random.IntN(10), 1+random.IntN(12)))
}

// some chooses values, in their order.
func some[T any](random *rand.Rand, values []T) (chosen []T) {
	for _, value := range values {
		if random.IntN(3) == 0 {
			chosen = append(chosen, value)
		}
	}
	return chosen
}

// randomRows are of partners beside the small register's, and collaborations of all regions with them, one at a time each.
func randomRows(random *rand.Rand) (rows registry.Dataset) {
	for n := range 8 {
		p := registry.Partner{
			Key: word("p-")(n), Name: word("Partner ")(n), CoreTasks: some(random, registry.AllCoreTasks()),
			SectorCodes: some(random, []string{"drinkwater", "energie"}), ChainCodes: some(random, []string{"ALG", "BNK03", "BNK12"}),
			National: random.IntN(5) == 0,
		}
		if !p.National {
			p.WorkingAreas = areas(some(random, many(5, regionNumber))...)
		}
		rows.Partners = append(rows.Partners, p)
		for _, region := range some(random, many(5, regionNumber)) {
			first, next := randomDay(random), randomDay(random)
			for _, period := range periodsFrom(first, next) {
				profile := registry.AllProfiles()[random.IntN(5)]
				rows.Collaborations = append(rows.Collaborations, registry.Collaboration{
					RegionCode: region, PartnerKey: p.Key, Profile: profile, Period: period, Incidental: profile == registry.Adhoc, Motivation: new("op verzoek"),
				})
			}
		}
	}
	return rows
}

// periodsFrom are one up to the other day and one from it, or one alone.
func periodsFrom(first, next registry.Date) []registry.Period {
	if first < next {
		return []registry.Period{span(first, next), since(next)}
	}
	return []registry.Period{since(first)}
}

// onDay is the rows on a day.
type onDay struct {
	rows registry.Dataset
	day  registry.Date
}

func (o onDay) collaborations() (found []registry.Collaboration) {
	for _, c := range o.rows.Collaborations {
		if c.Since <= o.day && (c.Until == nil || o.day < *c.Until) {
			found = append(found, c)
		}
	}
	return found
}

// partners are those that exist, in order of key.
func (o onDay) partners() (found []registry.Partner) {
	for _, p := range o.rows.Partners {
		if (p.Since == nil || *p.Since <= o.day) && (p.Until == nil || o.day < *p.Until) {
			found = append(found, p)
		}
	}
	slices.SortFunc(found, func(a, b registry.Partner) int { return strings.Compare(a.Key, b.Key) })
	return found
}

func (o onDay) partner(key string) registry.Partner {
	return o.rows.Partners[slices.IndexFunc(o.rows.Partners, func(p registry.Partner) bool { return p.Key == key })]
}

func (o onDay) joined(region, partner string) bool {
	return slices.ContainsFunc(o.collaborations(), func(c registry.Collaboration) bool { return c.RegionCode == region && c.PartnerKey == partner })
}

// keysOf are those of the partners that meet a condition, in order of name.
func (o onDay) keysOf(meets func(registry.Partner) bool) string {
	found := slices.DeleteFunc(o.partners(), func(p registry.Partner) bool { return !meets(p) })
	slices.SortFunc(found, func(a, b registry.Partner) int { return strings.Compare(a.Name, b.Name) })
	keys := []string{}
	for _, p := range found {
		keys = append(keys, p.Key)
	}
	return strings.Join(keys, " ")
}

func worksIn(p registry.Partner, region string) bool {
	return p.National || slices.ContainsFunc(p.WorkingAreas, func(a registry.WorkingArea) bool { return a.RegionCode == region })
}

func areaUnknown(p registry.Partner) bool { return !p.National && len(p.WorkingAreas) == 0 }

func (o onDay) compareMatrix(w *world) {
	want := []string{}
	for _, region := range many(5, regionNumber) {
		for _, chain := range []string{"ALG", "BNK03", "BNK12", ""} {
			number := 0
			for _, c := range o.collaborations() {
				chains := o.partner(c.PartnerKey).ChainCodes
				if c.RegionCode == region && (slices.Contains(chains, chain) || chain == "" && len(chains) == 0) {
					number++
				}
			}
			if number > 0 {
				want = append(want, fmt.Sprintf("%s %s %d/%d", region, chain, number, number))
			}
		}
	}
	wants(w.t, "matrix", w.cells(w.matrix("REGION", "CHAIN", registry.CountFilter{}, o.day)), strings.Join(want, "; "))
}

func (o onDay) compareTrend(w *world) {
	want := []string{}
	for _, day := range []registry.Date{o.day, registry.Date(fmt.Sprintf("%d%s", yearOf(o.day)+1, o.day[4:]))} {
		partners, regions := map[string]bool{}, map[string]bool{}
		all := onDay{o.rows, day}.collaborations()
		for _, c := range all {
			partners[c.PartnerKey], regions[c.RegionCode] = true, true
		}
		want = append(want, fmt.Sprintf("%s %d of %d and %d, adopted 0", day, len(all), len(partners), len(regions)))
	}
	until := registry.Date(fmt.Sprintf("%d-12-31", yearOf(o.day)+1))
	wants(w.t, "trend", w.trend(registry.TrendQuery{From: o.day, Until: until, Step: "YEAR"}), want)
}

func yearOf(day registry.Date) int { return day.Time().Year() }

func (o onDay) compareShared(w *world, random *rand.Rand) {
	regions := append(some(random, many(4, regionNumber)), "VR05")
	least := 1 + random.IntN(len(regions))
	page, err := w.SharedPartners(w.ctx, registry.SharedPartners{Regions: regions, AtLeast: &least}, nil, registry.PageArgs{First: new(100)}, o.day)
	if err != nil {
		w.t.Fatal(err)
	}
	got := []string{}
	for _, shared := range page.Nodes() {
		got = append(got, shared.Partner.Key)
	}
	wants(w.t, fmt.Sprintf("shared by %d of %v", least, regions), strings.Join(got, " "), o.keysOf(func(p registry.Partner) bool {
		return len(slices.DeleteFunc(slices.Clone(regions), func(region string) bool { return !o.joined(region, p.Key) })) >= least
	}))
}

func (o onDay) compareGaps(w *world, region string) {
	gaps, told := w.gaps(region, o.day), []string{}
	lacks := o.keysOf(func(p registry.Partner) bool { return !o.joined(region, p.Key) && worksIn(p, region) })
	unknown := o.keysOf(func(p registry.Partner) bool { return !o.joined(region, p.Key) && areaUnknown(p) })
	narrowed := func(query registry.PartnerQuery, err error) string {
		if err == nil {
			query, err = w.Narrowed(w.ctx, gaps, query)
		}
		return w.listed(query, err)
	}
	wants(w.t, "without collaboration", w.listed(gaps.WithoutCollaborationQuery(nil, registry.PageArgs{})), lacks)
	wants(w.t, "without collaboration, by the network", narrowed(gaps.WithoutCollaborationQuery(nil, registry.PageArgs{})), lacks)
	wants(w.t, "area unknown", w.listed(gaps.AreaUnknownQuery(nil, registry.PageArgs{})), unknown)
	wants(w.t, "area unknown, by the network", narrowed(gaps.AreaUnknownQuery(nil, registry.PageArgs{})), unknown)
	for _, chain := range []string{"ALG", "BNK03", "BNK12"} {
		candidates, unknown, covered := 0, 0, false
		for _, p := range o.partners() {
			if slices.Contains(p.ChainCodes, chain) {
				covered = covered || o.joined(region, p.Key)
				candidates += numberOf(worksIn(p, region))
				unknown += numberOf(areaUnknown(p))
			}
		}
		if !covered {
			told = append(told, fmt.Sprintf("%s %d (%d)", chain, candidates, unknown))
		}
	}
	wants(w.t, "chains", w.gapChains(gaps), strings.Join(told, ", "))
}

func numberOf(so bool) int {
	if so {
		return 1
	}
	return 0
}

// compareImpact compares the regions with those that remain, and who could take the place.
func (o onDay) compareImpact(w *world, lost registry.Partner) {
	impact, err := w.Impact(w.ctx, lost.Key, nil, o.day)
	if !slices.ContainsFunc(o.partners(), func(p registry.Partner) bool { return p.Key == lost.Key }) {
		if registry.CodeOf(err) != registry.CodeNotFound {
			w.t.Errorf("%s is not there: %v", lost.Key, err)
		}
		return
	}
	substitutes, refused := impact.Substitutes(100)
	if err != nil || refused != nil {
		w.t.Fatal(err, refused)
	}
	got := []string{}
	for _, region := range impact.Regions {
		got = append(got, fmt.Sprintf("%s %d %v", region.RegionCode, region.RemainingCount, region.RemainingKeys))
	}
	for _, s := range substitutes {
		got = append(got, fmt.Sprintf("%s %v %v %v %v %v", s.PartnerKey, s.RegionCodes, s.CollaboratesWithCodes, s.AreaUnknown, s.SharedCoreTasks, s.SharedChainCodes))
	}
	wants(w.t, "impact of "+lost.Key, got, o.impactOf(lost))
}

func (o onDay) impactOf(lost registry.Partner) (told []string) {
	told = []string{}
	type substitute struct {
		works, collaborates, shared int
		key, told                   string
	}
	var found []substitute
	touched := slices.DeleteFunc(many(5, regionNumber), func(region string) bool { return !o.joined(region, lost.Key) })
	kin := slices.DeleteFunc(o.partners(), func(p registry.Partner) bool {
		return p.Key == lost.Key || len(both(lost.ChainCodes, p.ChainCodes)) == 0 || len(both(lost.CoreTasks, p.CoreTasks)) == 0
	})
	for _, region := range touched {
		keys := []string{}
		for _, p := range kin {
			if o.joined(region, p.Key) {
				keys = append(keys, p.Key)
			}
		}
		told = append(told, fmt.Sprintf("%s %d %v", region, len(keys), keys))
	}
	for _, p := range kin {
		collaborates := slices.DeleteFunc(slices.Clone(touched), func(region string) bool { return !o.joined(region, p.Key) })
		works := slices.DeleteFunc(slices.Clone(touched), func(region string) bool { return !o.joined(region, p.Key) && !worksIn(p, region) })
		tasks, chains := both(lost.CoreTasks, p.CoreTasks), both(lost.ChainCodes, p.ChainCodes)
		found = append(found, substitute{len(works), len(collaborates), len(tasks) + len(chains), p.Key,
			fmt.Sprintf("%s %v %v %v %v %v", p.Key, works, collaborates, areaUnknown(p), tasks, chains)})
	}
	slices.SortStableFunc(found, func(a, b substitute) int { // kin are in order of key
		return slices.Compare([]int{b.works, b.collaborates, b.shared}, []int{a.works, a.collaborates, a.shared})
	})
	for _, s := range found {
		told = append(told, s.told)
	}
	return told
}

func both[T comparable](a, b []T) []T {
	return slices.DeleteFunc(slices.Clone(a), func(value T) bool { return !slices.Contains(b, value) })
}

// comparePaths compares the ways with all that there are.
func (o onDay) comparePaths(w *world, from, to string) {
	const most, first = 5, 25
	paths, err := w.Paths(w.ctx, registry.PathQuery{From: from, To: to, Via: []registry.NetworkEdgeKind{"COLLABORATION"}, MaxLength: most, First: first, AsOf: o.day})
	if registry.CodeOf(err) == registry.CodeNotFound { // compareImpact knows whether it is there
		return
	}
	if err != nil {
		w.t.Fatal(err)
	}
	got := []string{}
	for _, path := range paths {
		way := []string{}
		for _, node := range path.Nodes {
			way = append(way, node.ThingID)
		}
		got = append(got, strings.Join(way, " "))
	}
	ways := o.ways([]string{from}, to, most)
	slices.SortFunc(ways, compareWays)
	want := []string{}
	for _, way := range ways[:min(first, len(ways))] {
		want = append(want, strings.Join(way, " "))
	}
	wants(w.t, "ways from "+from+" to "+to, got, want)
}

// compareWays puts the short ones first, then those with a region before a partner.
func compareWays(a, b []string) int {
	if len(a) != len(b) {
		return len(a) - len(b)
	}
	return slices.CompareFunc(a, b, func(x, y string) int {
		if x[0] != y[0] {
			return strings.Compare(y, x)
		}
		return strings.Compare(x, y)
	})
}

// ways goes on from the end of one way to all that it is joined to.
func (o onDay) ways(way []string, to string, most int) (found [][]string) {
	at := way[len(way)-1]
	if at == to {
		return [][]string{way}
	}
	if len(way) > most {
		return nil
	}
	for _, c := range o.collaborations() {
		for _, ends := range [][2]string{{"Region:" + c.RegionCode, "Partner:" + c.PartnerKey}, {"Partner:" + c.PartnerKey, "Region:" + c.RegionCode}} {
			if ends[0] == at && !slices.Contains(way, ends[1]) {
				found = append(found, o.ways(append(slices.Clone(way), ends[1]), to, most)...)
			}
		}
	}
	return found
}
