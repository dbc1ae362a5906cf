package storetest

import (
	"context"
	"errors"
	"slices"
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
	return errors.Join(wantsTotal(t, r, query, list), wantsAdoptions(t, r, query, list), wantsEdges(t, r, query, hint, list))
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
