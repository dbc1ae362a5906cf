package storetest

import (
	"context"
	"strconv"
	"testing"

	"ketenkaart/registry"
)

func testCollaborations(t *testing.T, store registry.Store) {
	put(t, store, registry.Dataset{
		Regions:  regions("VR01", "VR02", "VR03", "VR10"),
		Partners: []registry.Partner{partner("a", "Zeta"), partner("b", "Alfa"), partner("b-1", "Beta"), partner("b1", "Gamma")},
	})
	t.Run("read what was put", func(t *testing.T) { testEdgeFields(t, store) })
	t.Run("selects", func(t *testing.T) { testEdgeSelects(t, store) })
	t.Run("filters", func(t *testing.T) { testEdgeFilters(t, store) })
	t.Run("orders and pages", func(t *testing.T) { testEdgeOrders(t, store) })
	t.Run("days", func(t *testing.T) { testEdgeDays(t, store) })
	t.Run("not found", func(t *testing.T) { testEdgeReferences(t, store) })
	t.Run("several queries", func(t *testing.T) { testEdgeBatch(t, store) })
	t.Run("removed", func(t *testing.T) { testEdgeRemoved(t, store) })
}

func fullEdge() registry.Collaboration {
	full := edge(1, "VR10", "a", registry.Structureel, period("2019-03-06", "2019-03-07"))
	full.Incidental, full.EndReason, full.Motivation = true, new("afgerond"), new("Op verzoek van de regio.\nTijdelijk.")
	full.ContactPoints, full.Provenance, full.Stamp = fullContactPoints(), provenance(registry.Verified), stamp(8)
	return full
}

func readEdges(of registry.CollaborationSelect) func(context.Context, registry.Reader) ([]registry.Collaboration, error) {
	return func(ctx context.Context, r registry.Reader) ([]registry.Collaboration, error) {
		return r.Collaborations(ctx, of)
	}
}

func byUUID(ns ...int) registry.CollaborationSelect {
	of := registry.CollaborationSelect{UUIDs: []string{}}
	for _, n := range ns {
		of.UUIDs = append(of.UUIDs, uuid(n))
	}
	return of
}

func testEdgeFields(t *testing.T, store registry.Store) {
	full := fullEdge()
	var all []registry.Collaboration
	for i, profile := range registry.AllProfiles() {
		year := registry.Date(strconv.Itoa(2010 + i))
		all = append(all, edge(2+i, "VR10", "b", profile, period(year+"-02-28", year+"-03-01")))
	}
	put(t, store, registry.Dataset{Collaborations: append(all, full)})
	wants(t, "as put", get(t, store, readEdges(byUUID(6, 5, 4, 3, 2, 1, 2, 99))), append([]registry.Collaboration{full}, all...))

	bare := edge(1, "VR10", "a", registry.Kern, period("1000-01-01", "9998-12-31"))
	put(t, store, registry.Dataset{Collaborations: []registry.Collaboration{bare}})
	wants(t, "replaced, with another profile", get(t, store, readEdges(byUUID(1))), []registry.Collaboration{bare})
	put(t, store, registry.Dataset{Collaborations: []registry.Collaboration{full}})
	wants(t, "replaced again", get(t, store, readEdges(byUUID(1))), []registry.Collaboration{full})

	moved := edge(1, "VR02", "b-1", registry.Standby, period("2018-01-01"))
	put(t, store, registry.Dataset{Collaborations: []registry.Collaboration{moved}})
	wants(t, "at its new ends", get(t, store, readEdges(registry.CollaborationSelect{Pairs: []registry.Pair{moved.Pair()}})), []registry.Collaboration{moved})
	wants(t, "at its old ends", get(t, store, readEdges(registry.CollaborationSelect{Pairs: []registry.Pair{full.Pair()}})), nil)
	write(t, store, removeEdges(uuid(1), uuid(2), uuid(3), uuid(4), uuid(5), uuid(6)))

	put(t, store, registry.Dataset{Collaborations: []registry.Collaboration{moved}, Partners: []registry.Partner{partner("b-1", "Beta")}, Regions: regions("VR02")})
	put(t, store, registry.Dataset{Partners: []registry.Partner{partner("b-1", "Beta")}, Regions: regions("VR02")})
	wants(t, "after its ends were replaced", get(t, store, readEdges(byUUID(1))), []registry.Collaboration{moved})
	write(t, store, removeEdges(uuid(1)))
}

// fewEdges are 11 to 17: periods before, around and after 2020, for three partners.
func fewEdges() []registry.Collaboration {
	edges := []registry.Collaboration{
		edge(11, "VR02", "a", registry.Koppel, period("2018-01-01", "2020-01-01")),
		edge(12, "VR02", "a", registry.Kern, period("2020-01-01")),
		edge(13, "VR01", "a", registry.Kern, period("2020-01-02")),
		edge(14, "VR10", "b", registry.Structureel, period("2019-01-01", "2020-01-02")),
		edge(15, "VR02", "b", registry.Standby, period("2019-01-01")),
		edge(16, "VR02", "b-1", registry.Adhoc, period("2017-01-01")),
		edge(17, "VR02", "b1", registry.Adhoc, period("2019-01-01")),
	}
	edges[2].Provenance = provenance(registry.Verified)
	edges[3].Provenance = provenance(registry.Illustration)
	edges[5].Incidental, edges[5].Provenance = true, provenance(registry.Verified)
	return edges
}

func numbers(edges []registry.Collaboration) []int {
	return names(edges, func(c registry.Collaboration) int { return number(c.UUID) })
}

func testEdgeSelects(t *testing.T, store registry.Store) {
	put(t, store, registry.Dataset{Collaborations: fewEdges()})
	day := new(registry.Date("2020-01-01"))
	pairs := []registry.Pair{{Region: "VR02", Partner: "b"}, {Region: "VR02", Partner: "a"}, {Region: "VR03", Partner: "a"}, {Region: "VR25", Partner: "geen"}, {Region: "VR02", Partner: "a"}}
	partners := []string{"b-1", "a", "b", "a", "geen"}
	kern := &registry.CollaborationFilter{Profiles: []registry.Profile{registry.Kern}}
	for _, c := range []struct {
		what string
		of   registry.CollaborationSelect
		want []int
	}{
		{"by id, in order of partner, region, since", byUUID(17, 16, 15, 14, 13, 12, 11, 12, 99), []int{13, 11, 12, 15, 14, 16, 17}},
		{"no id", byUUID(), nil},
		{"by id at a date", registry.CollaborationSelect{UUIDs: byUUID(11, 12, 13, 14).UUIDs, AsOf: day}, []int{12, 14}},
		{"by id, filtered", registry.CollaborationSelect{UUIDs: byUUID(11, 12, 13, 14).UUIDs, Filter: kern}, []int{13, 12}},
		{"of pairs", registry.CollaborationSelect{Pairs: pairs}, []int{11, 12, 15}},
		{"of no pair", registry.CollaborationSelect{Pairs: []registry.Pair{}}, nil},
		{"of pairs at a date", registry.CollaborationSelect{Pairs: pairs, AsOf: day}, []int{12, 15}},
		{"of pairs, filtered", registry.CollaborationSelect{Pairs: pairs, Filter: kern}, []int{12}},
		{"of partners", registry.CollaborationSelect{Partners: partners}, []int{13, 11, 12, 15, 14, 16}},
		{"of no partner", registry.CollaborationSelect{Partners: []string{}}, nil},
		{"of partners at a date", registry.CollaborationSelect{Partners: partners, AsOf: day}, []int{12, 15, 14, 16}},
		{"of partners, filtered at a date", registry.CollaborationSelect{Partners: partners, AsOf: day, Filter: kern}, []int{12}},
	} {
		wants(t, c.what, numbers(get(t, store, readEdges(c.of))), c.want)
	}
}

// edgeFilters are filters with the numbers of fewEdges, of all periods, that they meet.
func edgeFilters() []edgeFilterCase {
	type filter = registry.CollaborationFilter
	return []edgeFilterCase{
		{"nothing said", filter{}, []int{13, 11, 12, 15, 14, 16, 17}},
		{"regions", filter{Regions: []string{"VR10", "VR01", "VR25"}}, []int{13, 14}},
		{"partners", filter{Partners: []string{"b", "b1", "geen"}}, []int{15, 14, 17}},
		{"profiles", filter{Profiles: []registry.Profile{registry.Kern, registry.Adhoc}}, []int{13, 12, 16, 17}},
		{"incidental", filter{Incidental: new(true)}, []int{16}},
		{"not incidental", filter{Incidental: new(false)}, []int{13, 11, 12, 15, 14, 17}},
		{"since from", filter{SinceFrom: new(registry.Date("2020-01-01"))}, []int{13, 12}},
		{"since before", filter{SinceBefore: new(registry.Date("2019-01-01"))}, []int{11, 16}},
		{"since between", filter{SinceFrom: new(registry.Date("2018-01-01")), SinceBefore: new(registry.Date("2020-01-01"))}, []int{11, 15, 14, 17}},
		{"certainty", filter{Certainty: []registry.Certainty{registry.Verified, registry.Derived}}, []int{13, 16}},
		{"region and profile", filter{Regions: []string{"VR02"}, Profiles: []registry.Profile{registry.Kern}}, []int{12}},
		{"profile and certainty", filter{Profiles: []registry.Profile{registry.Adhoc}, Certainty: []registry.Certainty{registry.Verified}}, []int{16}},
		{"partner, incidental, certainty", filter{Partners: []string{"b-1"}, Incidental: new(true), Certainty: []registry.Certainty{registry.Derived}}, nil},
	}
}

type edgeFilterCase struct {
	what   string
	filter registry.CollaborationFilter
	want   []int
}

func testEdgeFilters(t *testing.T, store registry.Store) {
	put(t, store, registry.Dataset{Collaborations: fewEdges()})
	for _, c := range edgeFilters() {
		of := byUUID(11, 12, 13, 14, 15, 16, 17)
		of.Filter = &c.filter
		wants(t, c.what, numbers(get(t, store, readEdges(of))), c.want)
	}
}

func listEdges(t tester, store registry.Store, queries ...registry.CollaborationQuery) []registry.List[registry.Collaboration] {
	t.Helper()
	lists := make([]registry.List[registry.Collaboration], len(queries))
	for i, list := range listEdgesAlong(t, store, queries...) {
		lists[i] = list.List
	}
	return lists
}

// listEdgesAlong returns the pages with what came along.
func listEdgesAlong(t tester, store registry.Store, queries ...registry.CollaborationQuery) []registry.CollaborationList {
	t.Helper()
	lists := get(t, store, func(ctx context.Context, r registry.Reader) ([]registry.CollaborationList, error) {
		return r.ListCollaborations(ctx, queries)
	})
	if len(lists) != len(queries) {
		t.Fatalf("ListCollaborations: %d lists for %d queries", len(lists), len(queries))
	}
	return lists
}

func testEdgeOrders(t *testing.T, store registry.Store) {
	put(t, store, registry.Dataset{Collaborations: fewEdges()})
	twoProfiles := registry.CollaborationFilter{Profiles: []registry.Profile{registry.Kern, registry.Adhoc, registry.Kern}}
	for _, c := range []struct {
		what  string
		query registry.CollaborationQuery
		up    []int
	}{
		{"of two profiles by since", registry.CollaborationQuery{Filter: twoProfiles, Order: registry.CollaborationOrder{Field: registry.BySince}}, []int{16, 17, 12}},
		{"of a region and two profiles by since", registry.CollaborationQuery{Region: "VR02", Filter: twoProfiles, Order: registry.CollaborationOrder{Field: registry.BySince}}, []int{16, 17, 12}},
		{"all by since", registry.CollaborationQuery{Order: registry.CollaborationOrder{Field: registry.BySince}}, []int{16, 14, 15, 17, 12}},
		{"all by partner", registry.CollaborationQuery{Order: registry.CollaborationOrder{Field: registry.ByPartner}}, []int{12, 14, 15, 16, 17}},
		{"of a region by since", registry.CollaborationQuery{Region: "VR02", Order: registry.CollaborationOrder{Field: registry.BySince}}, []int{16, 15, 17, 12}},
		{"of a region by partner", registry.CollaborationQuery{Region: "VR02", Order: registry.CollaborationOrder{Field: registry.ByPartner}}, []int{12, 15, 16, 17}},
	} {
		for _, direction := range []registry.OrderDirection{registry.Ascending, registry.Descending} {
			t.Run(c.what+" "+string(direction), func(t *testing.T) {
				c.query.Order.Direction, c.query.AsOf = direction, "2020-01-01"
				walkEdges(t, store, c.query, directed(c.up, direction))
			})
		}
	}
}

func walkEdges(t *testing.T, store registry.Store, query registry.CollaborationQuery, want []int) {
	t.Helper()
	query.Page = whole()
	list := listEdges(t, store, query)[0]
	wants(t, "the whole list", numbers(list.Items), want)
	wants(t, "more than the whole list", list.More, false)
	walks(t, "pages", list.Items, func(c registry.Collaboration) registry.Key { return edgePlace(query.Order, c) }, edgeName,
		func(pages []registry.Page) ([]registry.List[registry.Collaboration], error) {
			var queries []registry.CollaborationQuery
			for _, query.Page = range pages {
				queries = append(queries, query)
			}
			return listEdges(t, store, queries...), nil
		})
}

// testEdgeDays reads around the ends of periods: the first day counts, the last does not.
func testEdgeDays(t *testing.T, store registry.Store) {
	put(t, store, registry.Dataset{Collaborations: fewEdges()})
	for _, c := range []struct {
		day  registry.Date
		want []int
	}{
		{"2016-12-31", nil},
		{"2017-01-01", []int{16}},
		{"2019-12-31", []int{16, 11, 14, 15, 17}},
		{"2020-01-01", []int{16, 14, 15, 17, 12}},
		{"2020-01-02", []int{16, 15, 17, 12, 13}},
		{"9998-12-31", []int{16, 15, 17, 12, 13}},
	} {
		query := registry.CollaborationQuery{Order: registry.CollaborationOrder{Field: registry.BySince, Direction: registry.Ascending}, Page: whole(), AsOf: c.day}
		wants(t, "list on "+string(c.day), numbers(listEdges(t, store, query)[0].Items), c.want)
		counts := get(t, store, countEdges(query))
		wants(t, "count on "+string(c.day), counts, []int{len(c.want)})
	}
}

func countEdges(queries ...registry.CollaborationQuery) func(context.Context, registry.Reader) ([]int, error) {
	return func(ctx context.Context, r registry.Reader) ([]int, error) {
		return r.Count(ctx, registry.CountsOf(queries...))
	}
}

func testEdgeReferences(t *testing.T, store registry.Store) {
	of := func(regionCode, partnerKey string) registry.Dataset {
		return registry.Dataset{Collaborations: []registry.Collaboration{
			edge(31, "VR01", "b", registry.Kern, period("2001-01-01", "2002-01-01")), edge(32, regionCode, partnerKey, registry.Kern, period("2001-01-01", "2002-01-01")),
		}}
	}
	refuses(t, store, "region", "Region:VR25", of("VR25", "a"))
	refuses(t, store, "partner", "Partner:geen", of("VR01", "geen"))
	wants(t, "neither was written", get(t, store, readEdges(byUUID(31, 32))), nil)
}

func testEdgeBatch(t *testing.T, store registry.Store) {
	put(t, store, registry.Dataset{Collaborations: fewEdges()})
	var queries []registry.CollaborationQuery
	for _, regionCode := range []string{"VR02", "", "VR03", "VR02"} {
		queries = append(queries, registry.CollaborationQuery{
			Region: regionCode, Filter: registry.CollaborationFilter{Profiles: []registry.Profile{registry.Adhoc, registry.Structureel, registry.Standby}},
			Order: registry.CollaborationOrder{Field: registry.ByPartner, Direction: registry.Descending}, Page: registry.Page{Limit: 2}, AsOf: "2019-06-01",
		})
	}
	queries[3].Order.Direction, queries[3].Filter.Regions = registry.Ascending, []string{"VR02", "VR01"}
	lists := listEdges(t, store, queries...)
	for i, want := range [][]int{{17, 16}, {17, 16}, nil, {15, 16}} {
		wants(t, "list", numbers(lists[i].Items), want)
		wants(t, "more", lists[i].More, want != nil)
	}
	wants(t, "counts", get(t, store, countEdges(queries...)), []int{3, 4, 0, 3})
	wants(t, "no query", len(listEdges(t, store)), 0)
}

func testEdgeRemoved(t *testing.T, store registry.Store) {
	put(t, store, registry.Dataset{Collaborations: fewEdges()})
	write(t, store, removeEdges(uuid(12), uuid(14), uuid(12)))
	wants(t, "by id", numbers(get(t, store, readEdges(byUUID(12, 14, 15)))), []int{15})
	wants(t, "of a pair", numbers(get(t, store, readEdges(registry.CollaborationSelect{Pairs: []registry.Pair{{Region: "VR02", Partner: "a"}}}))), []int{11})
	wants(t, "of a partner", numbers(get(t, store, readEdges(registry.CollaborationSelect{Partners: []string{"a", "b"}}))), []int{13, 11, 15})
	query := registry.CollaborationQuery{Order: registry.CollaborationOrder{Field: registry.BySince, Direction: registry.Ascending}, Page: whole(), AsOf: "2020-01-01"}
	wants(t, "list", numbers(listEdges(t, store, query)[0].Items), []int{16, 15, 17})
	wants(t, "count", get(t, store, countEdges(query)), []int{3})
	partners := registry.PartnerQuery{
		Filter: registry.PartnerFilter{Collaboration: &registry.CollaborationFilter{}}, Order: byName(registry.Ascending), Page: whole(), AsOf: "2020-01-01",
	}
	wants(t, "partners", names(listPartners(t, store, partners)[0].Items, partnerKey), []string{"b", "b-1", "b1"})
	wants(t, "State", get(t, store, readState).Collaborations, 5)
}
