package storetest

import (
	"context"
	"slices"
	"testing"

	"ketenkaart/registry"
)

// testGenerated reads a register that is larger than one page of anything.
func testGenerated(t *testing.T, store registry.Store) {
	data := Generate(150, 5)
	Fill(t, store, data)
	agreed := GenerateAgreements(150, 5, 240)
	FillAgreed(t, store, agreed)
	twin := &model{data: data}
	twin.agree(agreed)
	t.Run("State", func(t *testing.T) {
		wants(t, "State", get(t, store, readState), registry.State{Revision: 1, Partners: 150, Collaborations: 750, Agreements: 240})
	})
	t.Run("partners, page after page", func(t *testing.T) { testThroughPartners(t, store, twin) })
	t.Run("collaborations, page after page", func(t *testing.T) { testThroughEdges(t, store, twin) })
	t.Run("agreements, page after page", func(t *testing.T) { testThroughAgreements(t, store, twin) })
	t.Run("agenda, page after page", func(t *testing.T) { testThroughAgenda(t, store, twin) })
	t.Run("coverage", func(t *testing.T) { testThroughCoverage(t, store, twin) })
	t.Run("selects of many", func(t *testing.T) { testManyKeys(t, store, twin) })
	t.Run("selects of many agreements", func(t *testing.T) { testManyAgreed(t, store, twin) })
	t.Run("search", func(t *testing.T) {
		for _, tokens := range [][]string{{"partner"}, {"water", "00000"}, {"gemeente", "vr0"}} {
			query := registry.SearchQuery{Tokens: tokens, Limit: 40, AsOf: "2025-06-01"}
			wants(t, tokens[0], get(t, store, search(query.AsOf, query.Limit, tokens...)), twin.search(query))
		}
	})
}

// through reads a list from one end to the other, by cursors of what it read; in the list's order.
func through[T any](t tester, page registry.Page, place func(T) registry.Key, ask func(registry.Page) registry.List[T]) []T {
	t.Helper()
	var all []T
	for range 100 {
		list := ask(page)
		if page.Backward {
			all = append(slices.Clone(list.Items), all...)
		} else {
			all = append(all, list.Items...)
		}
		if !list.More || len(list.Items) == 0 {
			return all
		}
		if page.Backward {
			page.Before = new(place(list.Items[0]))
		} else {
			page.After = new(place(list.Items[len(list.Items)-1]))
		}
	}
	t.Errorf("the list has no end")
	return all
}

func testThroughPartners(t *testing.T, store registry.Store, twin *model) {
	structural := &registry.CollaborationFilter{Profiles: []registry.Profile{registry.Structureel}}
	var keys []string
	for _, p := range twin.data.Partners[20:140] {
		keys = append(keys, p.Key)
	}
	for _, c := range []struct {
		what   string
		filter registry.PartnerFilter
		field  registry.PartnerOrderField
	}{
		{"all", registry.PartnerFilter{}, registry.ByName},
		{"the mission's question", registry.PartnerFilter{CoreTasks: []registry.CoreTask{registry.Beheerder}, ChainKind: new(registry.Functioneel), Collaboration: structural}, registry.ByName},
		{"of many keys", registry.PartnerFilter{Keys: keys, IncludeEnded: true}, registry.ByLatestCollaboration},
		{"words", registry.PartnerFilter{Tokens: []string{"part", "water"}}, registry.ByName},
		{"where nobody is", registry.PartnerFilter{WorksIn: []string{"VR25"}, NoCollaboration: &registry.CollaborationFilter{Regions: []string{"VR25"}}}, registry.ByCollaborations},
	} {
		for _, page := range []registry.Page{{Limit: 7}, {Limit: 25, Backward: true}} {
			order := registry.PartnerOrder{Field: c.field, Direction: registry.Ascending}
			if page.Backward {
				order.Direction = registry.Descending
			}
			query := registry.PartnerQuery{Filter: c.filter, Order: order, Page: registry.Page{Limit: len(twin.data.Partners)}, AsOf: "2025-06-01"}
			want := names(twin.listPartners(query).Items, partnerKey)
			got := through(t, page, func(p registry.Partner) registry.Key { return partnerPlace(order, p) },
				func(page registry.Page) registry.List[registry.Partner] {
					query.Page = page
					return listPartners(t, store, query)[0].List
				})
			wants(t, c.what, names(got, partnerKey), want)
			counts := get(t, store, func(ctx context.Context, r registry.Reader) ([]int, error) {
				return r.Count(ctx, registry.CountsOf([]registry.PartnerQuery{query}...))
			})
			wants(t, c.what+", counted", counts, []int{len(want)})
		}
	}
}

func testThroughEdges(t *testing.T, store registry.Store, twin *model) {
	for _, c := range []struct {
		what  string
		query registry.CollaborationQuery
	}{
		{"all by since", registry.CollaborationQuery{Order: registry.CollaborationOrder{Field: registry.BySince}}},
		{"all by partner", registry.CollaborationQuery{Order: registry.CollaborationOrder{Field: registry.ByPartner}}},
		{"of a region by partner", registry.CollaborationQuery{Region: "VR08", Order: registry.CollaborationOrder{Field: registry.ByPartner}}},
	} {
		for _, page := range []registry.Page{{Limit: 90, Backward: true}, {Limit: 100}} {
			c.query.Order.Direction, c.query.AsOf = registry.Ascending, "2023-12-31"
			if page.Backward {
				c.query.Order.Direction = registry.Descending
			}
			c.query.Page = registry.Page{Limit: len(twin.data.Collaborations)}
			want := names(twin.listEdges(c.query).Items, edgeID)
			got := through(t, page, func(e registry.Collaboration) registry.Key { return edgePlace(c.query.Order, e) },
				func(page registry.Page) registry.List[registry.Collaboration] {
					c.query.Page = page
					return listEdges(t, store, c.query)[0]
				})
			wants(t, c.what, names(got, edgeID), want)
		}
	}
}

func testManyKeys(t *testing.T, store registry.Store, twin *model) {
	keys := names(twin.data.Partners, partnerKey)
	partners := get(t, store, readPartners(keys...))
	wants(t, "partners", partners, twin.selectPartners(registry.PartnerSelect{Keys: keys}))
	wants(t, "parts", names(get(t, store, readParts(keys...)), partnerKey), names(twin.selectPartners(registry.PartnerSelect{PartOf: keys}), partnerKey))
	of := registry.CollaborationSelect{Partners: keys}
	wants(t, "collaborations", get(t, store, readEdges(of)), twin.selectEdges(of))
	var pairs []registry.Pair
	for _, c := range twin.data.Collaborations {
		pairs = append(pairs, c.Pair())
	}
	wants(t, "of pairs", names(get(t, store, readEdges(registry.CollaborationSelect{Pairs: pairs})), edgeID), names(twin.selectEdges(of), edgeID))
	adopted := registry.AdoptionSelect{Partners: keys}
	wants(t, "adoptions", get(t, store, readAdoptions(adopted)), twin.selectAdoptions(adopted))
	codes := names(twin.data.Regions, regionCode)
	wants(t, "municipalities", len(get(t, store, readMunicipalities(registry.MunicipalitySelect{Regions: codes}))), len(twin.data.Municipalities))
}
