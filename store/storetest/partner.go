package storetest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"ketenkaart/registry"
)

func testPartners(t *testing.T, store registry.Store) {
	t.Run("read what was put", func(t *testing.T) { testPartnerFields(t, store) })
	t.Run("as long as the registry allows", func(t *testing.T) { testLongest(t, store) })
	t.Run("parts and whole", func(t *testing.T) { testParts(t, store) })
	t.Run("not found", func(t *testing.T) { testPartnerReferences(t, store) })
	t.Run("orders and pages", func(t *testing.T) { testPartnerOrders(t, store) })
	t.Run("names of any characters", func(t *testing.T) { testNamesOfAnyCharacters(t, store) })
	t.Run("a cursor outlives its item", func(t *testing.T) { testPartnerCursorBetween(t, store) })
	t.Run("counted for each day", func(t *testing.T) { testCountedPerDay(t, store) })
	t.Run("several queries", func(t *testing.T) { testPartnerBatch(t, store) })
}

// partnerSurroundings is what fullPartner refers to.
func partnerSurroundings() registry.Dataset {
	return registry.Dataset{
		Regions:  regions("VR01", "VR02", "VR03"),
		Sectors:  []registry.Sector{sector("drinkwater", "Drinkwater"), sector("energie", "Energie")},
		Chains:   []registry.Chain{chain("ALGEMEEN", registry.Algemeen), chain("BNK12", registry.Functioneel)},
		Partners: []registry.Partner{partner("vewin", "Vewin")},
	}
}

// fullPartner has something in every field, and lists that are in no alphabetical order.
func fullPartner() registry.Partner {
	counted := registry.WorkingArea{RegionCode: "VR03", Municipalities: new(0), Provenance: provenance(registry.Derived)}
	ended := registry.FacilityLink{
		Facility: "LCMS", Since: new(registry.PartialDate("2014")), Until: new(registry.PartialDate("2019-03-06")), Provenance: provenance(registry.Verified),
	}
	return registry.Partner{
		Key: "vitens", Name: "Vitens N.V. – “water”", ShortName: new("Vitens"), Aliases: []string{"Nuon Water", "Hydron"},
		CoreTasks: []registry.CoreTask{registry.Dienstverlener, registry.Beheerder}, Capacities: []string{"noodwater", "laboratorium"},
		InCareOf: []string{"zuivering\n\t'\\\"$x", "leidingnet 🚰"}, Ambition: fullAmbition(),
		SectorCodes: []string{"energie", "drinkwater"}, ChainCodes: []string{"BNK12", "ALGEMEEN"},
		Classification: provenance(registry.Interpretation), PartOfKey: new("vewin"),
		WorkingAreas:  []registry.WorkingArea{counted, {RegionCode: "VR01"}},
		Connections:   []registry.FacilityLink{ended, {Facility: "LCMS", Since: new(registry.PartialDate("2020-01"))}, {Facility: "CO-net"}},
		Identifiers:   fullIdentifiers("vitens"),
		Website:       new(registry.URL("https://www.vitens.nl/?a=b&c=d")),
		ContactPoints: fullContactPoints(), Since: new(registry.Date("1999-12-31")), Until: new(registry.Date("2031-01-01")),
		EndReason: new("fusie"), Provenance: provenance(registry.CommonKnowledge), Stamp: stamp(7),
	}
}

func readPartners(keys ...string) func(context.Context, registry.Reader) ([]registry.Partner, error) {
	return func(ctx context.Context, r registry.Reader) ([]registry.Partner, error) {
		return r.Partners(ctx, registry.PartnerSelect{Keys: keys})
	}
}

func readParts(wholes ...string) func(context.Context, registry.Reader) ([]registry.Partner, error) {
	return func(ctx context.Context, r registry.Reader) ([]registry.Partner, error) {
		return r.Partners(ctx, registry.PartnerSelect{PartOf: wholes})
	}
}

func testPartnerFields(t *testing.T, store registry.Store) {
	put(t, store, partnerSurroundings())
	full, bare, national := fullPartner(), partner("anwb", "ANWB"), partner("knmi", "KNMI")
	national.National, national.CoreTasks = true, []registry.CoreTask{registry.Hulpdienst}
	put(t, store, registry.Dataset{Partners: []registry.Partner{full, bare, national}})
	got := get(t, store, readPartners("vitens", "anwb", "vitens", "geen", "knmi"))
	wants(t, "as put", got, []registry.Partner{bare, national, full})
	wants(t, "none", get(t, store, readPartners()), nil)
	if len(got) == 3 {
		wants(t, "the moment, in UTC", got[2].UpdatedAt.String(), full.UpdatedAt.String())
	}

	full.Key, bare.Key = bare.Key, full.Key
	put(t, store, registry.Dataset{Partners: []registry.Partner{full, bare}})
	wants(t, "as replaced", get(t, store, readPartners("anwb", "vitens")), []registry.Partner{bare, full})
	wants(t, "parts of the whole, from above", get(t, store, readParts("vewin")), []registry.Partner{full})
}

// testLongest has names and texts at the bounds that the registry checks, for an index may have bounds of its own.
func testLongest(t *testing.T, store registry.Store) {
	long := partner(strings.Repeat("k", 80), strings.Repeat("é", 200))
	long.ShortName, long.EndReason = new(strings.Repeat("日", 200)), new(strings.Repeat("é", 4000))
	for n := range 200 {
		long.Aliases = append(long.Aliases, fmt.Sprintf("%03d%s", n, strings.Repeat("w", 197)))
	}
	long.Website = new(registry.URL("https://example.org/" + strings.Repeat("x", 1980)))
	long.Identifiers.TOOI = long.Website
	long.Ambition = &registry.Ambition{Text: strings.Repeat("é", 4000)}
	put(t, store, registry.Dataset{Partners: []registry.Partner{long}})
	wants(t, "as put", get(t, store, readPartners(long.Key)), []registry.Partner{long})
	wants(t, "found", get(t, store, search("2025-01-01", 10, long.Aliases[199])), []string{long.ID()})
	query := registry.PartnerQuery{
		Filter: registry.PartnerFilter{Identifiers: long.Identifiers.List()}, Order: byName(registry.Ascending), Page: whole(), AsOf: "2025-01-01",
	}
	wants(t, "by its identifier", names(listPartners(t, store, query)[0].Items, partnerKey), []string{long.Key})
}

func testParts(t *testing.T, store registry.Store) {
	part := func(key, name string, whole *string) registry.Partner {
		p := partner(key, name)
		p.PartOfKey = whole
		return p
	}
	ended := part("rws-oost", "Rijkswaterstaat Oost", new("rws"))
	ended.Until = new(registry.Date("2001-01-01"))
	put(t, store, registry.Dataset{Partners: []registry.Partner{
		part("rws-noord", "Rijkswaterstaat Noord", new("rws")), ended, part("rws", "Rijkswaterstaat", new("ienw")),
		part("ienw", "Infrastructuur en Waterstaat", nil), part("cn-b", "Centrale", new("rws-oost")), part("cn-a", "centrale", new("rws")),
	}})
	for _, c := range []struct {
		what, whole string
		want        []string
	}{
		{"a whole in the middle", "rws", []string{"cn-a", "rws-noord", "rws-oost"}},
		{"the top", "ienw", []string{"rws"}},
		{"a leaf", "cn-a", nil},
		{"what is not there", "geen", nil},
	} {
		wants(t, c.what, names(get(t, store, readParts(c.whole)), partnerKey), c.want)
	}
	wants(t, "of several", names(get(t, store, readParts("rws", "rws-oost", "rws")), partnerKey), []string{"cn-a", "cn-b", "rws-noord", "rws-oost"})

	put(t, store, registry.Dataset{Partners: []registry.Partner{part("rws-noord", "Rijkswaterstaat Noord", new("ienw")), part("cn-a", "centrale", nil)}})
	wants(t, "moved away", names(get(t, store, readParts("rws")), partnerKey), []string{"rws-oost"})
	wants(t, "moved here", names(get(t, store, readParts("ienw")), partnerKey), []string{"rws", "rws-noord"})

	put(t, store, registry.Dataset{Partners: []registry.Partner{part("rws", "Rijkswaterstaat", nil)}})
	wants(t, "after the whole was replaced", names(get(t, store, readParts("rws")), partnerKey), []string{"rws-oost"})
}

func testPartnerReferences(t *testing.T, store registry.Store) {
	lost := func(refer func(*registry.Partner)) registry.Dataset {
		p := partner("lost", "Lost")
		refer(&p)
		return registry.Dataset{Partners: []registry.Partner{p}}
	}
	refuses(t, store, "sector", "Sector:geen", lost(func(p *registry.Partner) { p.SectorCodes = []string{"drinkwater", "geen"} }))
	refuses(t, store, "chain", "Chain:GEEN", lost(func(p *registry.Partner) { p.ChainCodes = []string{"GEEN", "BNK12"} }))
	refuses(t, store, "whole", "Partner:geen", lost(func(p *registry.Partner) { p.PartOfKey = new("geen") }))
	refuses(t, store, "working area", "Region:VR25", lost(func(p *registry.Partner) {
		p.WorkingAreas = []registry.WorkingArea{{RegionCode: "VR01"}, {RegionCode: "VR25"}}
	}))
	wants(t, "partners", get(t, store, readPartners("lost")), nil)
}

func listPartners(t tester, store registry.Store, queries ...registry.PartnerQuery) []registry.PartnerList {
	t.Helper()
	lists := get(t, store, func(ctx context.Context, r registry.Reader) ([]registry.PartnerList, error) {
		return r.ListPartners(ctx, queries)
	})
	if len(lists) != len(queries) {
		t.Fatalf("ListPartners: %d lists for %d queries", len(lists), len(queries))
	}
	return lists
}

// orderedPartners are known by the sector "orde"; two names fold to the same sort name, one has no letter to fold.
func orderedPartners() registry.Dataset {
	data := registry.Dataset{
		Regions: regions("VR01", "VR02", "VR03"),
		Sectors: []registry.Sector{sector("orde", "Orde")},
	}
	for _, p := range []registry.Partner{
		partner("o-9", "Écluse"), partner("o1", "ecluse"), partner("o-1", "Eclusé"), partner("o-a", "日本"),
		partner("o-b", "Eclusepark"), partner("o-c", "112 Alarm"), partner("o-d", "ECL use"),
	} {
		p.SectorCodes = []string{"orde"}
		data.Partners = append(data.Partners, p)
	}
	data.Collaborations = []registry.Collaboration{
		edge(101, "VR01", "o-9", registry.Kern, period("2020-01-01")),
		edge(102, "VR02", "o-9", registry.Kern, period("2024-05-01")),
		edge(103, "VR03", "o-9", registry.Kern, period("2021-01-01", "2022-01-01")),
		edge(104, "VR01", "o-b", registry.Koppel, period("2024-05-01")),
		edge(105, "VR02", "o-b", registry.Koppel, period("2019-05-01")),
		edge(106, "VR01", "o1", registry.Koppel, period("2025-01-01", "2025-02-01")),
		edge(107, "VR01", "o-d", registry.Koppel, period("2018-01-01")),
	}
	return data
}

func testPartnerOrders(t *testing.T, store registry.Store) {
	put(t, store, orderedPartners())
	for _, c := range []struct {
		field registry.PartnerOrderField
		up    []string
	}{
		{registry.ByName, []string{"o-c", "o-d", "o-1", "o-9", "o1", "o-b", "o-a"}},
		{registry.ByCollaborations, []string{"o-1", "o-a", "o-c", "o1", "o-d", "o-9", "o-b"}},
		{registry.ByLatestCollaboration, []string{"o-1", "o-a", "o-c", "o1", "o-d", "o-9", "o-b"}},
	} {
		for _, order := range []registry.PartnerOrder{{Field: c.field, Direction: registry.Ascending}, {Field: c.field, Direction: registry.Descending}} {
			t.Run(string(order.Field)+" "+string(order.Direction), func(t *testing.T) {
				walkPartners(t, store, order, registry.PartnerFilter{Sectors: []string{"orde"}}, directed(c.up, order.Direction), "2025-06-01")
			})
		}
	}
}

// testNamesOfAnyCharacters has names without a letter, of which UTF-16 puts those from U+10000 before those from U+E000.
func testNamesOfAnyCharacters(t *testing.T, store registry.Store) {
	data := registry.Dataset{Sectors: []registry.Sector{sector("teken", "Teken")}}
	want := []string{"c1", "c2", "c3", "c4", "c5"}
	for i, name := range []string{"→", "\uE000", "\uFFFC", "\U0001F6B0", "\U000F0000"} {
		p := partner(want[i], name)
		p.SectorCodes = []string{"teken"}
		data.Partners = append(data.Partners, p)
	}
	put(t, store, data)
	for _, direction := range []registry.OrderDirection{registry.Ascending, registry.Descending} {
		walkPartners(t, store, byName(direction), registry.PartnerFilter{Sectors: []string{"teken"}}, directed(want, direction), "2025-01-01")
	}
}

// directed turns a list that is written in ascending order, ties and all.
func directed[T any](up []T, direction registry.OrderDirection) []T {
	list := append([]T{}, up...)
	if direction == registry.Descending {
		slices.Reverse(list)
	}
	return list
}

func walkPartners(t *testing.T, store registry.Store, order registry.PartnerOrder, filter registry.PartnerFilter, want []string, day registry.Date) {
	t.Helper()
	query := registry.PartnerQuery{Filter: filter, Order: order, Page: whole(), AsOf: day}
	list := listPartners(t, store, query)[0]
	wants(t, "the whole list", names(list.Items, partnerKey), want)
	wants(t, "more than the whole list", list.More, false)
	walks(t, "pages", list.Items, func(p registry.Partner) registry.Key { return partnerPlace(order, p) }, partnerKey,
		func(pages []registry.Page) ([]registry.List[registry.Partner], error) {
			var queries []registry.PartnerQuery
			for _, query.Page = range pages {
				queries = append(queries, query)
			}
			var lists []registry.List[registry.Partner]
			for _, list := range listPartners(t, store, queries...) {
				lists = append(lists, list.List)
			}
			return lists, nil
		})
}

func testPartnerCursorBetween(t *testing.T, store registry.Store) {
	put(t, store, orderedPartners())
	gone := registry.Key{Order: "NAME.ASC", Text: "ecluse", Tie: "o-5"}
	for _, c := range []struct {
		page registry.Page
		want []string
		more bool
	}{
		{registry.Page{Limit: 2, After: &gone}, []string{"o-9", "o1"}, true},
		{registry.Page{Limit: 2, Before: &gone, Backward: true}, []string{"o-d", "o-1"}, true},
		{registry.Page{Limit: 2, After: &gone, Before: &gone}, nil, false},
		{registry.Page{Limit: 1, After: &gone, Backward: true}, []string{"o-a"}, true},
	} {
		query := registry.PartnerQuery{Filter: registry.PartnerFilter{Sectors: []string{"orde"}}, Order: byName(registry.Ascending), Page: c.page, AsOf: "2025-06-01"}
		list := listPartners(t, store, query)[0]
		wants(t, tell(c.page), names(list.Items, partnerKey), c.want)
		wants(t, tell(c.page)+", more", list.More, c.more)
	}
}

// testCountedPerDay follows what two partners are ordered by through puts, replacements and removals: on each day it is
// what holds on that day, whatever was written when.
func testCountedPerDay(t *testing.T, store registry.Store) {
	put(t, store, registry.Dataset{
		Regions: regions("VR01", "VR02", "VR03"), Partners: []registry.Partner{partner("k", "K"), partner("other", "Other")},
	})
	moved := edge(202, "VR02", "other", registry.Kern, period("2020-06-01"))
	type counts map[registry.Date]registry.CollaborationCount
	for _, step := range []struct {
		what string
		do   func(context.Context, registry.Writer) error
		want counts
	}{
		{"nothing put", putEdges(), counts{"2025-01-01": {}}},
		{"one put", putEdges(edge(201, "VR01", "k", registry.Kern, period("2020-01-01"))), counts{"2019-12-31": {}, "2020-01-01": counted(1, "2020-01-01")}},
		{"the same put again", putEdges(edge(201, "VR01", "k", registry.Kern, period("2020-01-01"))), counts{"2025-01-01": counted(1, "2020-01-01")}},
		{"two put, one planned, one ended", putEdges(edge(202, "VR02", "k", registry.Kern, period("2030-01-01")), edge(203, "VR03", "k", registry.Adhoc, period("2021-01-01", "2022-01-01"))), counts{
			"2020-12-31": counted(1, "2020-01-01"), "2021-01-01": counted(2, "2021-01-01"), "2021-12-31": counted(2, "2021-01-01"), "2022-01-01": counted(1, "2020-01-01"),
			"2029-12-31": counted(1, "2020-01-01"), "2030-01-01": counted(2, "2030-01-01"), "9998-12-31": counted(2, "2030-01-01"),
		}},
		{"the planned one ends", putEdges(edge(202, "VR02", "k", registry.Kern, period("2030-01-01", "2031-01-01"))), counts{"2030-12-31": counted(2, "2030-01-01"), "2031-01-01": counted(1, "2020-01-01")}},
		{"the planned one begins sooner", putEdges(edge(202, "VR02", "k", registry.Kern, period("2020-06-01"))), counts{"2020-05-31": counted(1, "2020-01-01"), "2021-06-01": counted(3, "2021-01-01"), "2025-01-01": counted(2, "2020-06-01")}},
		{"the partner is put with other numbers", putRenamed, counts{"2025-01-01": counted(2, "2020-06-01")}},
		{"one removed", removeEdges(uuid(203)), counts{"2021-06-01": counted(2, "2020-06-01")}},
		{"one moved to another partner", putEdges(moved), counts{"2025-01-01": counted(1, "2020-01-01")}},
		{"the last removed", removeEdges(uuid(201)), counts{"2020-01-01": {}, "2025-01-01": {}}},
	} {
		write(t, store, step.do)
		for day, want := range step.want {
			wants(t, step.what+", "+string(day), countedOn(t, store, "k", day), want)
		}
	}
	wants(t, "the other", countedOn(t, store, "other", "2025-01-01"), registry.CollaborationCount{InForce: 1, LatestSince: "2020-06-01"})
}

func counted(inForce int, latest registry.Date) registry.CollaborationCount {
	return registry.CollaborationCount{InForce: inForce, LatestSince: latest}
}

// countedOn returns what a list by collaborations says of one partner, whose place among all is asked too.
func countedOn(t *testing.T, store registry.Store, key string, day registry.Date) registry.CollaborationCount {
	t.Helper()
	query := registry.PartnerQuery{Order: registry.PartnerOrder{Field: registry.ByCollaborations, Direction: registry.Ascending}, Page: whole(), AsOf: day}
	named := query
	named.Filter.Keys = []string{key}
	lists := listPartners(t, store, query, named)
	place := slices.IndexFunc(lists[0].Items, func(p registry.Partner) bool { return p.Key == key })
	if place < 0 || len(lists[1].Items) != 1 {
		t.Fatalf("%s: at %d of all, and %d by its key", day, place, len(lists[1].Items))
	}
	wants(t, "by its key", lists[1].Items[0], lists[0].Items[place])
	counts := get(t, store, func(ctx context.Context, r registry.Reader) (map[string]registry.CollaborationCount, error) {
		return r.CollaborationCounts(ctx, []string{key, "geen", key}, day)
	})
	wants(t, "alone", counts, map[string]registry.CollaborationCount{key: lists[0].Items[place].Counted})
	return lists[0].Items[place].Counted
}

func putEdges(edges ...registry.Collaboration) func(context.Context, registry.Writer) error {
	return func(ctx context.Context, w registry.Writer) error { return w.Put(ctx, registry.BatchOf(edges...)) }
}

func removeEdges(uuids ...string) func(context.Context, registry.Writer) error {
	return func(ctx context.Context, w registry.Writer) error {
		return w.Remove(ctx, idsOf(registry.KindCollaboration, uuids))
	}
}

func putRenamed(ctx context.Context, w registry.Writer) error {
	renamed := partner("k", "Renamed")
	renamed.Counted = registry.CollaborationCount{InForce: 17, LatestSince: "1999-01-01"}
	return w.Put(ctx, registry.BatchOf(renamed))
}

func testPartnerBatch(t *testing.T, store registry.Store) {
	put(t, store, orderedPartners())
	query := func(limit int, regionCode string) registry.PartnerQuery {
		return registry.PartnerQuery{
			Filter: registry.PartnerFilter{Sectors: []string{"orde"}, Collaboration: &registry.CollaborationFilter{Regions: []string{regionCode}}},
			Order:  byName(registry.Ascending), Page: registry.Page{Limit: limit}, AsOf: "2024-12-31",
		}
	}
	queries := []registry.PartnerQuery{query(1, "VR01"), query(9, "VR25"), query(9, "VR02"), query(9, "VR01"), query(1, "VR01")}
	lists := listPartners(t, store, queries...)
	for i, want := range [][]string{{"o-d"}, nil, {"o-9", "o-b"}, {"o-d", "o-9", "o-b"}, {"o-d"}} {
		wants(t, "list", names(lists[i].Items, partnerKey), want)
	}
	counts := get(t, store, func(ctx context.Context, r registry.Reader) ([]int, error) {
		return r.Count(ctx, registry.CountsOf(queries...))
	})
	wants(t, "counts", counts, []int{3, 0, 2, 3, 3})
	wants(t, "no query", len(listPartners(t, store)), 0)
}
