package storetest

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"ketenkaart/registry"
)

// testIncluded asks the same queries with and without hints: the pages are the same, and what came along is what
// separate reads give.
func testIncluded(t *testing.T, store registry.Store) {
	kern := &registry.CollaborationFilter{Profiles: []registry.Profile{registry.Kern, registry.Structureel}}
	hints := []registry.With{
		{Adoption: true},
		{Collaborations: &registry.WithCollaborations{Filter: kern}},
		{Adoption: true, Collaborations: &registry.WithCollaborations{}},
		{Parts: true, PartOf: true, Agreements: 2},
		{Total: true, Brief: true},
		{Total: true, Brief: true, Adoption: true, Collaborations: &registry.WithCollaborations{}},
	}
	for _, bare := range alongQueries() {
		queries := []registry.PartnerQuery{bare}
		for _, hint := range hints {
			hinted := bare
			hinted.With = hint
			queries = append(queries, hinted)
		}
		lists := listPartners(t, store, queries...)
		for i, hint := range hints {
			wants(t, "the page", briefly(hint, lists[i+1].List), briefly(hint, lists[0].List))
			query := queries[i+1]
			err := store.View(t.Context(), func(ctx context.Context, r registry.Reader) error {
				return wantsIncluded(t, r, query, hint, lists[i+1])
			})
			if err != nil {
				t.Errorf("View: %v", err)
			}
		}
	}
}

func alongQueries() []registry.PartnerQuery {
	all := registry.PartnerQuery{Order: byName(registry.Ascending), Page: whole(), AsOf: "2025-01-01"}
	early, paged, nobody := all, all, all
	early.AsOf, early.Filter.IncludeEnded = "2019-06-01", true
	paged.Order = registry.PartnerOrder{Field: registry.ByLatestCollaboration, Direction: registry.Descending}
	paged.Page, paged.Filter.Collaboration = registry.Page{Limit: 2, Backward: true}, &registry.CollaborationFilter{Regions: []string{"VR01", "VR04"}}
	nobody.Filter.Keys = []string{"geen"}
	return []registry.PartnerQuery{all, early, paged, nobody}
}

// wantsIncluded compares what came along with what the reader gives; a nil map did not come.
func wantsIncluded(t tester, r registry.Reader, query registry.PartnerQuery, hint registry.With, list registry.PartnerList) error {
	t.Helper()
	return errors.Join(
		wantsTotal(t, r, query, list), wantsAdoptions(t, r, query, list), wantsEdges(t, r, query, hint, list),
		wantsParts(t, r, list), wantsWholes(t, r, list), wantsAgreements(t, r, query, hint, list),
	)
}

func wantsParts(t tester, r registry.Reader, list registry.PartnerList) error {
	t.Helper()
	if list.Included.Parts == nil {
		return nil
	}
	keys, want := names(list.Items, partnerKey), map[string][]registry.Partner{}
	for _, key := range keys {
		want[key] = nil
	}
	parts, err := r.Partners(t.Context(), registry.PartnerSelect{PartOf: keys})
	for _, part := range parts {
		want[*part.PartOfKey] = append(want[*part.PartOfKey], part)
	}
	wants(t, "parts along", list.Included.Parts, want)
	return err
}

func wantsWholes(t tester, r registry.Reader, list registry.PartnerList) error {
	t.Helper()
	if list.Included.Wholes == nil {
		return nil
	}
	partners, err := r.Partners(t.Context(), registry.PartnerSelect{Keys: names(list.Items, partnerKey)})
	if err != nil {
		return err
	}
	keys, want := []string{}, map[string]registry.Partner{}
	for _, partner := range partners {
		if partner.PartOfKey != nil {
			keys = append(keys, *partner.PartOfKey)
		}
	}
	wholes, err := r.Partners(t.Context(), registry.PartnerSelect{Keys: keys})
	for _, whole := range wholes {
		want[whole.Key] = whole
	}
	wants(t, "wholes along", list.Included.Wholes, want)
	return err
}

func wantsAgreements(t tester, r registry.Reader, query registry.PartnerQuery, hint registry.With, list registry.PartnerList) error {
	t.Helper()
	if list.Included.Agreements == nil {
		return nil
	}
	keys, want := names(list.Items, partnerKey), map[string]registry.List[registry.Agreement]{}
	var queries []registry.AgreementQuery
	for _, key := range keys {
		queries = append(queries, registry.AgreementQueryOfParty("Partner:"+key, hint.Agreements, query.AsOf))
	}
	agreements, err := r.ListAgreements(t.Context(), queries)
	for i, of := range agreements {
		want[keys[i]] = of
	}
	wants(t, "agreements along", list.Included.Agreements, want)
	return err
}

// briefly returns what a store has to tell of the partners of a page by the hint.
func briefly(hint registry.With, list registry.List[registry.Partner]) registry.List[registry.Partner] {
	if hint.Brief {
		list.Items = slices.Clone(list.Items)
		for i, p := range list.Items {
			list.Items[i] = p.Brief()
		}
	}
	return list
}

func wantsTotal(t tester, r registry.Reader, query registry.PartnerQuery, list registry.PartnerList) error {
	t.Helper()
	if list.Included.Total == nil {
		return nil
	}
	counts, err := r.Count(t.Context(), registry.CountsOf([]registry.PartnerQuery{query}...))
	wants(t, "the total along", []int{*list.Included.Total}, counts)
	return err
}

func wantsAdoptions(t tester, r registry.Reader, query registry.PartnerQuery, list registry.PartnerList) error {
	t.Helper()
	if list.Included.Adoptions == nil {
		return nil
	}
	keys := names(list.Items, partnerKey)
	adoptions, err := r.Adoptions(t.Context(), registry.AdoptionSelect{Partners: keys, AsOf: &query.AsOf})
	want := map[string]*registry.Adoption{}
	for _, key := range keys {
		want[key] = nil
	}
	for _, a := range adoptions {
		want[a.PartnerKey] = &a
	}
	wants(t, "adoptions along", list.Included.Adoptions, want)
	return err
}

func wantsEdges(t tester, r registry.Reader, query registry.PartnerQuery, hint registry.With, list registry.PartnerList) error {
	t.Helper()
	if list.Included.Collaborations == nil {
		return nil
	}
	if hint.Collaborations == nil {
		t.Errorf("collaborations came along, with no filter to know them by")
		return nil
	}
	keys := names(list.Items, partnerKey)
	edges, err := r.Collaborations(t.Context(), registry.CollaborationSelect{Partners: keys, AsOf: &query.AsOf, Filter: hint.Collaborations.Filter})
	want := map[string][]registry.Collaboration{}
	for _, key := range keys {
		want[key] = nil
	}
	for _, c := range edges {
		want[c.PartnerKey] = append(want[c.PartnerKey], c)
	}
	wants(t, "collaborations along", briefEdges(hint, list.Included.Collaborations), briefEdges(hint, want))
	return err
}

func briefEdges(hint registry.With, edges map[string][]registry.Collaboration) map[string][]registry.Collaboration {
	if !hint.Brief {
		return edges
	}
	brief := map[string][]registry.Collaboration{}
	for partner, of := range edges {
		brief[partner] = nil
		for _, c := range of {
			brief[partner] = append(brief[partner], c.Brief())
		}
	}
	return brief
}

// wantsPartnersOf compares the partners that came along with a page of collaborations.
func wantsPartnersOf(t tester, r registry.Reader, query registry.CollaborationQuery, list registry.CollaborationList) error {
	t.Helper()
	if list.Partners == nil {
		return nil
	}
	if query.With.Partner == nil {
		t.Errorf("partners came along that nobody asked for")
		return nil
	}
	return wantsPartners(t, r, query.AsOf, *query.With.Partner, names(list.Items, func(c registry.Collaboration) string { return c.PartnerKey }), list.Partners, list.Included)
}

// wantsPartnersFound compares the partners that came along with what a search found.
func wantsPartnersFound(t tester, r registry.Reader, query registry.SearchQuery, list registry.SearchList) error {
	t.Helper()
	if list.Partners == nil {
		return nil
	}
	keys := []string{}
	for _, id := range list.IDs {
		if key, is := strings.CutPrefix(id, "Partner:"); is {
			keys = append(keys, key)
		}
	}
	return wantsPartners(t, r, query.AsOf, query.With, keys, list.Partners, list.Included)
}

// wantsPartners compares partners that came along, and what came along with them, with what the reader gives. More may come along than
// those with the keys.
func wantsPartners(t tester, r registry.Reader, asOf registry.Date, hint registry.With, keys []string, came map[string]registry.Partner, included registry.Included) error {
	t.Helper()
	for _, key := range keys {
		if _, there := came[key]; !there {
			t.Errorf("partners came along without %s", key)
		}
	}
	around := registry.PartnerList{Included: included}
	around.Items = slices.SortedFunc(maps.Values(came), func(a, b registry.Partner) int {
		return cmp.Or(cmp.Compare(registry.SortName(a.Name), registry.SortName(b.Name)), cmp.Compare(a.Key, b.Key))
	})
	partners, err := r.Partners(t.Context(), registry.PartnerSelect{Keys: names(around.Items, partnerKey)})
	wants(t, "partners along", briefly(hint, around.List), briefly(hint, registry.List[registry.Partner]{Items: partners}))
	return errors.Join(err, wantsIncluded(t, r, registry.PartnerQuery{AsOf: asOf}, hint, around))
}

// testTogether asks many queries at once that differ in values alone, and others between them: each is answered as it is alone.
func testTogether(t *testing.T, store registry.Store) {
	hint := &registry.With{Adoption: true, Collaborations: &registry.WithCollaborations{Filter: &registry.CollaborationFilter{Profiles: []registry.Profile{registry.Kern}}}}
	var edges []registry.CollaborationQuery
	var partners []registry.PartnerQuery
	for i, region := range []string{"VR01", "VR02", "VR03", "VR04", "VR25", "VR01"} {
		order := []registry.CollaborationOrderField{registry.BySince, registry.ByPartner}[i%2]
		edge := registry.CollaborationQuery{
			Region: region, Order: registry.CollaborationOrder{Field: order, Direction: registry.Ascending}, Page: registry.Page{Limit: 2 + i/4}, AsOf: "2025-01-01",
			With: registry.CollaborationWith{Partner: hint},
		}
		edges = append(edges, edge)
		edge.Filter.Profiles, edge.With = []registry.Profile{registry.Structureel, registry.Kern}, registry.CollaborationWith{}
		edges = append(edges, edge)
	}
	for _, key := range []string{"a-1", "b-1", "geen"} {
		query := registry.PartnerQuery{Order: byName(registry.Ascending), Page: whole(), AsOf: "2019-06-01", AnyDay: true, With: *hint}
		query.Filter.Keys = []string{key}
		partners = append(partners, query)
	}
	for i, list := range listEdgesAlong(t, store, edges...) {
		wants(t, "one of several pages of collaborations", list.List, listEdges(t, store, edges[i])[0])
		err := store.View(t.Context(), func(ctx context.Context, r registry.Reader) error { return wantsPartnersOf(t, r, edges[i], list) })
		if err != nil {
			t.Errorf("View: %v", err)
		}
	}
	for i, list := range listPartners(t, store, partners...) {
		wants(t, "one of several pages of partners", list, listPartners(t, store, partners[i])[0])
	}
}
