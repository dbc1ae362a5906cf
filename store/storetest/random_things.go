package storetest

import (
	"fmt"
	"slices"
	"strings"

	"pgregory.net/rapid"

	"ketenkaart/registry"
)

// Everything is drawn from few values, so that things meet, tie and overlap often.

func regionCodes() []string { return []string{"VR01", "VR02", "VR03", "VR04"} }
func sectorCodes() []string { return []string{"s1", "s2", "s3"} }
func chainCodes() []string  { return []string{"A1", "F1", "F2"} }

func partnerKeys() []string {
	return []string{"p", "p-1", "p1", "p-2", "p2", "water", "water-2", "zo"}
}

func edgeIDs() []string     { return numbered(100, 40) }
func adoptionIDs() []string { return numbered(200, 12) }

func numbered(first, count int) []string {
	var ids []string
	for n := range count {
		ids = append(ids, uuid(first+n))
	}
	return ids
}

func days() []registry.Date {
	return []registry.Date{"2018-01-01", "2019-01-01", "2019-12-31", "2020-01-01", "2020-01-02", "2021-01-01", "2022-01-01"}
}

func drawDay(rt *rapid.T, label string) registry.Date {
	return rapid.SampledFrom(days()).Draw(rt, label)
}

// maybe draws a value, or nothing as often.
func maybe[T any](rt *rapid.T, label string, draw func(*rapid.T, string) T) *T {
	if !rapid.Bool().Draw(rt, label+"?") {
		return nil
	}
	return new(draw(rt, label))
}

// someOrNone draws a part of a list in any order.
func someOrNone[T any](rt *rapid.T, label string, all []T) []T {
	return rapid.Permutation(all).Draw(rt, label)[:rapid.IntRange(0, len(all)).Draw(rt, "how many "+label)]
}

func several[T any](rt *rapid.T, label string, most int, draw func(*rapid.T) T) []T {
	return rapid.SliceOfN(rapid.Custom(draw), 1, most).Draw(rt, label)
}

func drawFrom[T any](values ...T) func(*rapid.T, string) T {
	return func(rt *rapid.T, label string) T { return rapid.SampledFrom(values).Draw(rt, label) }
}

func words() []string {
	return []string{"wa", "wat", "water", "Waterschap", "Wáter", "vit", "Vitens", "o'water", "Çø", "ßtraat", "ĳssel", "2", "20", "112", "日本", "-", "Вода", "W.A."}
}

// drawName joins known words, or makes something up of letters that fold in their own way.
func drawName(rt *rapid.T, label string) string {
	if rapid.IntRange(0, 3).Draw(rt, label+" made up") == 0 {
		letters := []rune("aáAbcçoøßæĳœ1-. ’'日\uE000\uFFFC🚰")
		return rapid.StringOfN(rapid.SampledFrom(letters), 1, 8, -1).Draw(rt, label)
	}
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom(words()), 1, 3).Draw(rt, label), " ")
}

func drawCertainty(rt *rapid.T, label string) registry.Provenance {
	return *provenance(rapid.SampledFrom(registry.AllCertainties()).Draw(rt, label))
}

func drawPeriod(rt *rapid.T) registry.Period {
	since := rapid.IntRange(0, 4).Draw(rt, "since")
	drawn := registry.Period{Since: days()[since]}
	if rapid.IntRange(0, 2).Draw(rt, "ends") == 0 {
		drawn.Until = &days()[rapid.IntRange(since+1, len(days())-1).Draw(rt, "until")]
	}
	return drawn
}

// surroundings are what partners refer to.
func surroundings() registry.Dataset {
	return registry.Dataset{
		Regions: regions(regionCodes()...),
		Sectors: []registry.Sector{sector("s1", "Water"), sector("s2", "Vit"), sector("s3", "Ander")},
		Chains:  []registry.Chain{chain("A1", registry.Algemeen), chain("F1", registry.Functioneel), chain("F2", registry.Functioneel)},
		Municipalities: []registry.Municipality{
			municipality("GM0001", "Waterland", "VR01"), municipality("GM0002", "Ĳsselstein", "VR02"), municipality("GM0003", "Straat", "VR01"),
		},
	}
}

// drawWork draws what one Update does; the model says what is there.
func drawWork(rt *rapid.T, twin *model) randomWork {
	work := randomWork{undo: rapid.IntRange(0, 9).Draw(rt, "undo") == 9}
	keys := rapid.Permutation(partnerKeys()).Draw(rt, "partners put")[:rapid.IntRange(1, len(partnerKeys())).Draw(rt, "how many partners put")]
	after := &model{}
	after.put(twin.data)
	for _, key := range keys {
		work.data.Partners = append(work.data.Partners, drawPartner(rt, key))
	}
	after.put(work.data)
	there := names(after.data.Partners, partnerKey)
	for i := range work.data.Partners {
		work.data.Partners[i].PartOfKey = drawWhole(rt, work.data.Partners[i].Key, there)
	}
	drawAround(rt, &work.data)
	if len(there) > 0 {
		drawPutEdges(rt, &work.data, after, there)
		drawPutAdoptions(rt, &work.data, after, there)
		work.agreed = drawAgreed(rt, after, there)
	}
	work.edges = someOrNone(rt, "collaborations removed", edgeIDs()[:3])
	work.adoptions = someOrNone(rt, "adoptions removed", adoptionIDs()[:1])
	return work
}

// drawWhole draws a partner that sorts before the part, so that there is no circle.
func drawWhole(rt *rapid.T, part string, there []string) *string {
	wholes := slices.DeleteFunc(slices.Clone(there), func(key string) bool { return key >= part })
	if len(wholes) == 0 {
		return nil
	}
	return maybe(rt, "part of", drawFrom(wholes...))
}

// drawAround puts some of the surroundings under other names, and chains of another kind.
func drawAround(rt *rapid.T, data *registry.Dataset) {
	all := surroundings()
	for _, r := range someOrNone(rt, "regions put", all.Regions[:2]) {
		r.Name, r.Aliases = drawName(rt, "region name"), []string{drawName(rt, "region alias")}
		data.Regions = append(data.Regions, r)
	}
	for _, s := range someOrNone(rt, "sectors put", all.Sectors[:1]) {
		s.Name = drawName(rt, "sector name")
		data.Sectors = append(data.Sectors, s)
	}
	for _, c := range someOrNone(rt, "chains put", all.Chains[2:]) {
		c.Name, c.Kind = drawName(rt, "chain name"), rapid.SampledFrom([]registry.ChainKind{registry.Algemeen, registry.Functioneel}).Draw(rt, "kind")
		data.Chains = append(data.Chains, c)
	}
	for _, m := range someOrNone(rt, "municipalities put", all.Municipalities[:1]) {
		m.Name, m.RegionCode = drawName(rt, "municipality name"), rapid.SampledFrom(regionCodes()).Draw(rt, "region of a municipality")
		m.Aliases = rapid.SliceOfN(rapid.Custom(func(rt *rapid.T) string { return drawName(rt, "alias") }), 0, 2).Draw(rt, "aliases of a municipality")
		if rapid.Bool().Draw(rt, "bounded municipality") {
			own := drawPeriod(rt)
			m.Since, m.Until = &own.Since, own.Until
		}
		if m.Until != nil {
			m.SuccessorCode = maybe(rt, "successor", func(*rapid.T, string) string { return "GM0002" })
		}
		data.Municipalities = append(data.Municipalities, m)
	}
}

func drawPartner(rt *rapid.T, key string) registry.Partner {
	p := partner(key, drawName(rt, "name"))
	p.ShortName = maybe(rt, "short name", drawName)
	p.Aliases = rapid.SliceOfN(rapid.Custom(func(rt *rapid.T) string { return drawName(rt, "alias") }), 0, 2).Draw(rt, "aliases")
	p.CoreTasks = someOrNone(rt, "core tasks", registry.AllCoreTasks())
	p.SectorCodes, p.ChainCodes = someOrNone(rt, "sectors", sectorCodes()), someOrNone(rt, "chains", chainCodes())
	p.Provenance = maybe(rt, "provenance", drawCertainty)
	if ambition := maybe(rt, "ambition", drawFrom(registry.AllProfiles()...)); ambition != nil || rapid.Bool().Draw(rt, "ambition in words") {
		p.Ambition = &registry.Ambition{Profile: ambition, Text: "Samen"}
	}
	p.National = rapid.IntRange(0, 3).Draw(rt, "national") == 0
	if !p.National {
		for _, code := range someOrNone(rt, "working areas", regionCodes()) {
			p.WorkingAreas = append(p.WorkingAreas, registry.WorkingArea{RegionCode: code, Municipalities: maybe(rt, "municipalities", drawFrom(0, 3))})
		}
	}
	for range rapid.IntRange(0, 2).Draw(rt, "connections") {
		p.Connections = append(p.Connections, registry.FacilityLink{
			Facility: "LCMS", Since: maybe(rt, "connected since", drawFrom[registry.PartialDate]("2018-12", "2019-12-31", "2020", "2030")),
			Until: maybe(rt, "connected until", drawFrom[registry.PartialDate]("2021", "2020-01-02", "2020-02", "2031")),
		})
	}
	p.Identifiers.KVK, p.Identifiers.OIN = maybe(rt, "KVK", drawFrom("1", "2")), maybe(rt, "OIN", drawFrom("2", "3"))
	if rapid.IntRange(0, 2).Draw(rt, "own period") == 0 {
		own := drawPeriod(rt)
		p.Since, p.Until = &own.Since, own.Until
	}
	return p
}

// drawPutEdges keeps the periods of a pair apart (R3), since an order by pair and since would tie otherwise.
func drawPutEdges(rt *rapid.T, data *registry.Dataset, after *model, partners []string) {
	for _, id := range someOrNone(rt, "collaborations put", edgeIDs()) {
		c := registry.Collaboration{
			UUID: id, RegionCode: rapid.SampledFrom(regionCodes()).Draw(rt, "region"), PartnerKey: rapid.SampledFrom(partners).Draw(rt, "partner"),
			Profile: rapid.SampledFrom(registry.AllProfiles()).Draw(rt, "profile"), Incidental: rapid.Bool().Draw(rt, "incidental"),
			Period: drawPeriod(rt), Provenance: maybe(rt, "provenance", drawCertainty), Stamp: stamp(2),
		}
		clash := slices.ContainsFunc(after.data.Collaborations, func(other registry.Collaboration) bool {
			return other.UUID != c.UUID && other.Pair() == c.Pair() && other.Overlaps(c.Period)
		})
		if !clash {
			after.put(registry.Dataset{Collaborations: []registry.Collaboration{c}})
			data.Collaborations = append(data.Collaborations, c)
		}
	}
}

// drawPutAdoptions keeps the adoptions of a partner apart (R5).
func drawPutAdoptions(rt *rapid.T, data *registry.Dataset, after *model, partners []string) {
	for _, id := range someOrNone(rt, "adoptions put", adoptionIDs()) {
		a := registry.Adoption{
			UUID: id, RegionCode: rapid.SampledFrom(regionCodes()).Draw(rt, "region"), PartnerKey: rapid.SampledFrom(partners).Draw(rt, "partner"),
			Period: drawPeriod(rt), Provenance: maybe(rt, "provenance", drawCertainty), Stamp: stamp(2),
		}
		for _, code := range regionCodes() {
			if given := maybe(rt, "mandate", func(rt *rapid.T, _ string) registry.Period { return drawPeriod(rt) }); given != nil && code != a.RegionCode {
				a.Mandates = append(a.Mandates, mandate(code, *given))
			}
		}
		clash := slices.ContainsFunc(after.data.Adoptions, func(other registry.Adoption) bool {
			return other.UUID != a.UUID && other.PartnerKey == a.PartnerKey && other.Overlaps(a.Period)
		})
		if !clash {
			after.put(registry.Dataset{Adoptions: []registry.Adoption{a}})
			data.Adoptions = append(data.Adoptions, a)
		}
	}
}

func tellPartners(what string, query registry.PartnerQuery) string {
	return fmt.Sprintf("%s by %s %s at %s, %s", what, query.Order.Field, query.Order.Direction, query.AsOf, tell(query.Page))
}
