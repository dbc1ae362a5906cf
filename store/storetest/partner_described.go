package storetest

import (
	"context"
	"testing"

	"ketenkaart/registry"
)

// describedPartners are a to g, so called that the order of their names is that of their keys.
func describedPartners() registry.Dataset {
	data := registry.Dataset{
		Regions:  regions("VR01", "VR02", "VR03", "VR04"),
		Sectors:  []registry.Sector{sector("drinkwater", "Drinkwater"), sector("energie", "Energie")},
		Chains:   []registry.Chain{chain("ALG1", registry.Algemeen), chain("ALG2", registry.Algemeen), chain("FUN1", registry.Functioneel), chain("FUN2", registry.Functioneel)},
		Partners: []registry.Partner{partnerA(), partnerB(), partnerC(), partnerD()},
	}
	e, f, g := partner("e", "Partner E"), partner("f", "Partner F"), partner("g", "Partner G")
	e.CoreTasks, e.ChainCodes, e.Until = []registry.CoreTask{registry.Beheerder}, []string{"FUN1"}, new(registry.Date("2020-01-01"))
	f.CoreTasks, f.Since = []registry.CoreTask{registry.Hulpdienst}, new(registry.Date("2030-01-01"))
	g.CoreTasks, g.ChainCodes = []registry.CoreTask{registry.Hulpdienst}, []string{"FUN2", "ALG2"}
	data.Partners = append(data.Partners, e, f, g)
	data.Collaborations, data.Adoptions = describedEdges(), describedAdoptions()
	return data
}

func partnerA() registry.Partner {
	a := partner("a", "Partner A")
	a.CoreTasks, a.SectorCodes, a.ChainCodes = []registry.CoreTask{registry.Beheerder}, []string{"drinkwater"}, []string{"FUN1"}
	a.WorkingAreas = []registry.WorkingArea{{RegionCode: "VR01"}, {RegionCode: "VR02"}}
	a.Ambition, a.Provenance, a.Identifiers.KVK = fullAmbition(), provenance(registry.Verified), new("11111111")
	a.Connections = []registry.FacilityLink{{Facility: "LCMS"}}
	return a
}

func partnerB() registry.Partner {
	b := partner("b", "Partner B")
	b.CoreTasks, b.SectorCodes = []registry.CoreTask{registry.Hulpdienst, registry.Beheerder}, []string{"energie"}
	b.ChainCodes, b.National = []string{"ALG1", "FUN2"}, true
	b.Connections = []registry.FacilityLink{{Facility: "LCMS", Until: new(registry.PartialDate("2019"))}}
	b.Identifiers.OIN = new("00000000000000000002")
	return b
}

func partnerC() registry.Partner {
	c := partner("c", "Partner C")
	c.Aliases = []string{"Ánders"}
	c.CoreTasks, c.SectorCodes, c.ChainCodes = []registry.CoreTask{registry.Dienstverlener}, []string{"energie", "drinkwater"}, []string{"ALG1"}
	c.WorkingAreas = []registry.WorkingArea{{RegionCode: "VR03"}, {RegionCode: "VR04"}}
	c.Ambition, c.Provenance = &registry.Ambition{Profile: new(registry.Koppel), Text: "Koppelen"}, provenance(registry.Derived)
	c.Connections = []registry.FacilityLink{{Facility: "LCMS", Until: new(registry.PartialDate("2019-05"))}, {Facility: "CO-net", Since: new(registry.PartialDate("2020"))}}
	return c
}

func partnerD() registry.Partner {
	d := partner("d", "Partner D")
	d.Ambition, d.Provenance = &registry.Ambition{Text: "Nog te bepalen"}, provenance(registry.Illustration)
	d.Identifiers.TOOI = new(registry.URL("https://identifier.overheid.nl/tooi/id/d"))
	return d
}

func describedEdges() []registry.Collaboration {
	edges := []registry.Collaboration{
		edge(1, "VR01", "a", registry.Structureel, period("2020-01-01")),
		edge(2, "VR02", "a", registry.Kern, period("2021-01-01")),
		edge(3, "VR01", "b", registry.Koppel, period("2020-01-01", "2025-01-01")),
		edge(4, "VR01", "b", registry.Kern, period("2025-01-01")),
		edge(5, "VR02", "c", registry.Standby, period("2022-03-01")),
		edge(6, "VR03", "c", registry.Structureel, period("2026-01-01")),
		edge(7, "VR01", "e", registry.Kern, period("2015-01-01", "2020-01-01")),
		edge(8, "VR03", "g", registry.Adhoc, period("2024-06-01", "2025-01-02")),
		edge(9, "VR04", "g", registry.Koppel, period("2023-01-01")),
		edge(10, "VR03", "d", registry.Standby, period("2027-01-01")),
	}
	edges[0].Provenance = provenance(registry.Verified)
	edges[1].Incidental, edges[1].Provenance = true, provenance(registry.Derived)
	edges[9].Provenance = provenance(registry.Derived)
	edges[7].Incidental, edges[7].Provenance = true, provenance(registry.Illustration)
	return edges
}

func describedAdoptions() []registry.Adoption {
	adoptions := []registry.Adoption{
		adoption(21, "VR03", "a", period("2022-01-01"), mandate("VR01", period("2022-01-01")), mandate("VR04", period("2022-01-01", "2024-01-01"))),
		adoption(22, "VR01", "b", period("2018-01-01", "2025-01-01")),
		adoption(23, "VR02", "b", period("2025-01-01")),
		adoption(24, "VR01", "c", period("2026-01-01")),
		adoption(25, "VR04", "d", period("2024-01-01"), mandate("VR02", period("2024-01-01"))),
		adoption(26, "VR01", "g", period("2025-02-01")),
	}
	adoptions[0].Provenance = provenance(registry.Verified)
	adoptions[4].Provenance = provenance(registry.Illustration)
	adoptions[5].Provenance = provenance(registry.Derived)
	return adoptions
}

// testDescribedPages walks filtered lists, since a filter and an order may ask for different indexes.
func testDescribedPages(t *testing.T, store registry.Store) {
	inRegion := registry.PartnerFilter{Collaboration: &registry.CollaborationFilter{Regions: []string{"VR02", "VR04", "VR01"}}}
	words := registry.PartnerFilter{Tokens: []string{"partner"}, NoCollaboration: &registry.CollaborationFilter{Regions: []string{"VR01"}}}
	for _, c := range []struct {
		what   string
		filter registry.PartnerFilter
		field  registry.PartnerOrderField
		up     []string
	}{
		{"edges by name", inRegion, registry.ByName, []string{"a", "b", "c", "g"}},
		{"words by collaborations", words, registry.ByCollaborations, []string{"d", "c", "g"}},
	} {
		for _, direction := range []registry.OrderDirection{registry.Ascending, registry.Descending} {
			t.Run(c.what+" "+string(direction), func(t *testing.T) {
				order := registry.PartnerOrder{Field: c.field, Direction: direction}
				walkPartners(t, store, order, c.filter, directed(c.up, direction), "2025-01-01")
			})
		}
	}
}

func testFacets(t *testing.T, store registry.Store) {
	joined := registry.PartnerFilter{Collaboration: &registry.CollaborationFilter{Regions: []string{"VR01", "VR02"}}}
	ended := registry.PartnerFilter{IncludeEnded: true}
	for _, c := range []struct {
		what   string
		facet  registry.Facet
		filter registry.PartnerFilter
		want   map[string]int
	}{
		{"core tasks", registry.FacetCoreTasks, registry.PartnerFilter{}, map[string]int{"BEHEERDER": 2, "HULPDIENST": 2, "DIENSTVERLENER": 1}},
		{"core tasks with ended ones", registry.FacetCoreTasks, ended, map[string]int{"BEHEERDER": 3, "HULPDIENST": 2, "DIENSTVERLENER": 1}},
		{"core tasks, filtered", registry.FacetCoreTasks, registry.PartnerFilter{Sectors: []string{"energie"}}, map[string]int{"BEHEERDER": 1, "HULPDIENST": 1, "DIENSTVERLENER": 1}},
		{"profiles", registry.FacetProfiles, registry.PartnerFilter{}, map[string]int{"STRUCTUREEL": 1, "KERN": 2, "STANDBY": 1, "ADHOC": 1, "KOPPEL": 1}},
		{"profiles of edges as described", registry.FacetProfiles, joined, map[string]int{"STRUCTUREEL": 1, "KERN": 2, "STANDBY": 1}},
		{"regions", registry.FacetRegions, registry.PartnerFilter{}, map[string]int{"VR01": 2, "VR02": 2, "VR03": 1, "VR04": 1}},
		{"regions of edges as described", registry.FacetRegions, joined, map[string]int{"VR01": 2, "VR02": 2}},
		{"regions of a profile", registry.FacetRegions, registry.PartnerFilter{Collaboration: &registry.CollaborationFilter{Profiles: []registry.Profile{registry.Kern}}}, map[string]int{"VR01": 1, "VR02": 1}},
		{"regions of collaborations that ended", registry.FacetRegions, registry.PartnerFilter{IncludeEnded: true, Collaboration: &registry.CollaborationFilter{Period: registry.PastPeriods}}, map[string]int{"VR01": 2}},
		{"sectors", registry.FacetSectors, registry.PartnerFilter{}, map[string]int{"drinkwater": 2, "energie": 2}},
		{"sectors, filtered", registry.FacetSectors, joined, map[string]int{"drinkwater": 2, "energie": 2}},
		{"chains", registry.FacetChains, registry.PartnerFilter{}, map[string]int{"FUN1": 1, "FUN2": 2, "ALG1": 2, "ALG2": 1}},
		{"chains with ended ones", registry.FacetChains, ended, map[string]int{"FUN1": 2, "FUN2": 2, "ALG1": 2, "ALG2": 1}},
		{"chains, filtered", registry.FacetChains, registry.PartnerFilter{ChainKind: new(registry.Functioneel)}, map[string]int{"FUN1": 1, "FUN2": 2, "ALG1": 1, "ALG2": 1}},
		{"of nobody", registry.FacetSectors, registry.PartnerFilter{Keys: []string{"geen"}}, nil},
	} {
		query := registry.PartnerQuery{Filter: c.filter, Order: byName(registry.Ascending), Page: registry.Page{Limit: 1}, AsOf: "2025-01-01"}
		got := get(t, store, func(ctx context.Context, r registry.Reader) (map[string]int, error) {
			return r.PartnerFacet(ctx, c.facet, query)
		})
		wants(t, c.what, got, c.want)
	}
}

// testDescribedAnew changes what filters look at, and is the last of its group.
func testDescribedAnew(t *testing.T, store registry.Store) {
	a, c := partnerA(), partnerC()
	a.CoreTasks, a.SectorCodes, a.ChainCodes, a.WorkingAreas, a.Connections = nil, []string{"energie"}, []string{"ALG2"}, nil, nil
	a.Ambition, a.Identifiers.KVK, a.Provenance = nil, new("22222222"), nil
	c.Connections, c.Until = nil, new(registry.Date("2024-01-01"))
	general := chain("FUN2", registry.Algemeen)
	koppel := edge(1, "VR01", "a", registry.Koppel, period("2020-01-01"))
	moved := adoption(21, "VR01", "a", period("2022-01-01"), mandate("VR02", period("2022-01-01")))
	put(t, store, registry.Dataset{
		Partners: []registry.Partner{a, c}, Chains: []registry.Chain{general},
		Collaborations: []registry.Collaboration{koppel}, Adoptions: []registry.Adoption{moved},
	})
	write(t, store, removeEdges(uuid(9)))
	testDescriptions(t, store, []description{
		{"core task", partnerFilter{CoreTasks: []registry.CoreTask{registry.Beheerder}}, "", []string{"b"}},
		{"old sector", partnerFilter{Sectors: []string{"drinkwater"}}, "", nil},
		{"new sector", partnerFilter{Sectors: []string{"energie"}}, "", []string{"a", "b"}},
		{"chain of another kind", partnerFilter{ChainKind: new(registry.Functioneel)}, "", nil},
		{"working area", partnerFilter{WorksIn: []string{"VR01", "VR03"}}, "", []string{"b"}},
		{"connected", partnerFilter{Connected: new(true)}, "", nil},
		{"ambition", partnerFilter{Ambitions: registry.AllProfiles()}, "", nil},
		{"identifiers", partnerFilter{Identifiers: []string{"11111111", "22222222"}}, "", []string{"a"}},
		{"old identifier", partnerFilter{Identifiers: []string{"11111111"}}, "", nil},
		{"certainty", partnerFilter{Certainty: registry.AllCertainties()}, "", []string{"d"}},
		{"old profile", partnerFilter{Collaboration: &registry.CollaborationFilter{Profiles: []registry.Profile{registry.Structureel}}}, "", nil},
		{"new profile", partnerFilter{Collaboration: &registry.CollaborationFilter{Profiles: []registry.Profile{registry.Koppel}}}, "", []string{"a"}},
		{"removed edge", partnerFilter{Collaboration: &registry.CollaborationFilter{Regions: []string{"VR04"}}}, "", nil},
		{"old adopter", partnerFilter{AdoptedBy: []string{"VR03"}}, "", nil},
		{"new adopter", partnerFilter{AdoptedBy: []string{"VR01"}}, "", []string{"a"}},
		{"old mandate", partnerFilter{Counterpart: &registry.CounterpartFilter{Region: "VR04", List: registry.OurAdoptionRegions}}, "2023-06-01", []string{"b"}},
		{"new mandate", partnerFilter{Counterpart: &registry.CounterpartFilter{Region: "VR02", List: registry.OurAdoptionRegions}}, "", []string{"a", "d"}},
	})
}
