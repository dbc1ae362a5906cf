package storetest

import (
	"context"
	"errors"
	"flag"
	"testing"
	"time"

	"pgregory.net/rapid"

	"ketenkaart/registry"
)

// randomTime bounds what the test takes on a slow store; with -rapid.checks all are done, whatever they take.
const randomTime = 15 * time.Second

// testRandom does the same on a store and on the model, and compares what they answer.
func testRandom(t *testing.T, open func(t *testing.T) registry.Store) {
	checks, began, found := flag.Lookup("rapid.checks"), time.Now(), false
	compared := 0
	defer func() { t.Logf("compared %d registers", compared) }()
	rapid.Check(t, func(rt *rapid.T) {
		// What was found is looked at to the end, for it is made smaller by further checks.
		late := checks.Value.String() == checks.DefValue && time.Since(began) > randomTime
		if late && !found {
			return
		}
		compared++
		well := false
		defer func() { found = found || !well }()
		compareRounds(rt, t, open)
		well = !rt.Failed()
	})
}

func compareRounds(rt *rapid.T, t *testing.T, open func(t *testing.T) registry.Store) {
	store := open(t)
	defer closes(t, store)
	twin := &model{}
	put(rt, store, surroundings())
	twin.put(surroundings())
	for range rapid.IntRange(1, 4).Draw(rt, "rounds") {
		randomChange(rt, store, twin)
		compare(rt, store, twin)
		if rt.Failed() {
			return
		}
	}
}

// randomWork is what one Update does.
type randomWork struct {
	data             registry.Dataset
	edges, adoptions []string
	undo             bool
}

func (w randomWork) do(ctx context.Context, writer registry.Writer) error {
	if err := putAll(ctx, writer, w.data); err != nil {
		return err
	}
	if err := writer.RemoveCollaborations(ctx, w.edges); err != nil {
		return err
	}
	if err := writer.RemoveAdoptions(ctx, w.adoptions); err != nil {
		return err
	}
	if w.undo {
		return errUndo
	}
	return nil
}

func randomChange(rt *rapid.T, store registry.Store, twin *model) {
	work := drawWork(rt, twin)
	err := store.Update(rt.Context(), func(w registry.Writer) error { return work.do(rt.Context(), w) })
	if work.undo {
		if !errors.Is(err, errUndo) {
			rt.Errorf("Update returned %v, want the error of its callback", err)
		}
		return
	}
	if err != nil {
		rt.Fatalf("Update: %v", err)
	}
	twin.put(work.data)
	twin.removeEdges(work.edges)
	twin.removeAdoptions(work.adoptions)
}

// compare asks both the same random questions.
func compare(rt *rapid.T, store registry.Store, twin *model) {
	ask := []func(*rapid.T, *model) question{
		askPartners, askPartnerCounts, askEdges, askAdoptions, askSearch, askSearch, askFacet, askPartnerSelect, askEdgeSelect, askAdoptionSelect,
	}
	var questions []question
	for _, draw := range ask {
		questions = append(questions, draw(rt, twin))
	}
	err := store.View(rt.Context(), func(r registry.Reader) error {
		for _, q := range questions {
			if err := q(rt, r); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		rt.Errorf("View: %v", err)
	}
}

// question reads something and compares it with what the model holds.
type question func(t tester, r registry.Reader) error

func askPartners(rt *rapid.T, twin *model) question {
	queries := several(rt, "partner queries", 4, func(rt *rapid.T) registry.PartnerQuery { return drawPartnerQuery(rt, twin) })
	return func(t tester, r registry.Reader) error {
		lists, err := r.ListPartners(t.Context(), queries)
		for i, list := range lists {
			wants(t, tellPartners("ListPartners", queries[i]), list.List, twin.listPartners(queries[i]))
			err = errors.Join(err, wantsAlong(t, r, queries[i], queries[i].With, list))
		}
		wants(t, "lists of ListPartners", len(lists), len(queries))
		return err
	}
}

func askPartnerCounts(rt *rapid.T, twin *model) question {
	queries := several(rt, "partner counts", 2, func(rt *rapid.T) registry.PartnerQuery { return drawPartnerQuery(rt, twin) })
	return func(t tester, r registry.Reader) error {
		counts, err := r.CountPartners(t.Context(), queries)
		for i, count := range counts {
			query := queries[i]
			query.Page = whole()
			wants(t, tellPartners("CountPartners", query), count, len(twin.listPartners(query).Items))
		}
		wants(t, "counts of CountPartners", len(counts), len(queries))
		return err
	}
}

func askEdges(rt *rapid.T, twin *model) question {
	queries := several(rt, "collaboration queries", 3, func(rt *rapid.T) registry.CollaborationQuery { return drawEdgeQuery(rt, twin) })
	return func(t tester, r registry.Reader) error {
		lists, err := r.ListCollaborations(t.Context(), queries)
		for i, list := range lists {
			wants(t, "ListCollaborations "+tell(queries[i].Page), list, twin.listEdges(queries[i]))
		}
		counts, err2 := r.CountCollaborations(t.Context(), queries)
		for i, count := range counts {
			query := queries[i]
			query.Page = whole()
			wants(t, "CountCollaborations", count, len(twin.listEdges(query).Items))
		}
		wants(t, "lists and counts of collaborations", []int{len(lists), len(counts)}, []int{len(queries), len(queries)})
		return errors.Join(err, err2)
	}
}

func askAdoptions(rt *rapid.T, twin *model) question {
	queries := several(rt, "adoption queries", 3, func(rt *rapid.T) registry.AdoptionQuery { return drawAdoptionQuery(rt, twin) })
	return func(t tester, r registry.Reader) error {
		lists, err := r.ListAdoptions(t.Context(), queries)
		for i, list := range lists {
			wants(t, "ListAdoptions "+tell(queries[i].Page), list, twin.listAdoptions(queries[i]))
		}
		counts, err2 := r.CountAdoptions(t.Context(), queries)
		for i, count := range counts {
			query := queries[i]
			query.Page = whole()
			wants(t, "CountAdoptions", count, len(twin.listAdoptions(query).Items))
		}
		wants(t, "lists and counts of adoptions", []int{len(lists), len(counts)}, []int{len(queries), len(queries)})
		return errors.Join(err, err2)
	}
}

func askSearch(rt *rapid.T, twin *model) question {
	query := registry.SearchQuery{Tokens: drawTokens(rt), Limit: rapid.SampledFrom([]int{1, 3, 50}).Draw(rt, "limit"), AsOf: drawDay(rt, "search as of")}
	return func(t tester, r registry.Reader) error {
		found, err := r.Search(t.Context(), query)
		wants(t, "Search", found, twin.search(query))
		return err
	}
}

func askFacet(rt *rapid.T, twin *model) question {
	facet := rapid.SampledFrom([]registry.Facet{registry.FacetCoreTasks, registry.FacetProfiles, registry.FacetSectors, registry.FacetChains}).Draw(rt, "facet")
	query := drawPartnerQuery(rt, twin)
	return func(t tester, r registry.Reader) error {
		counts, err := r.PartnerFacet(t.Context(), facet, query)
		whole := query
		whole.Page = registry.Page{}
		wants(t, tellPartners("PartnerFacet", query), counts, twin.facet(facet, whole))
		return err
	}
}

func askPartnerSelect(rt *rapid.T, twin *model) question {
	of := registry.PartnerSelect{Keys: someOrNone(rt, "keys", partnerKeys())}
	if rapid.Bool().Draw(rt, "of wholes") {
		of = registry.PartnerSelect{PartOf: of.Keys}
	}
	return func(t tester, r registry.Reader) error {
		partners, err := r.Partners(t.Context(), of)
		wants(t, "Partners", partners, twin.selectPartners(of))
		return err
	}
}

func askEdgeSelect(rt *rapid.T, twin *model) question {
	of := drawEdgeSelect(rt)
	return func(t tester, r registry.Reader) error {
		edges, err := r.Collaborations(t.Context(), of)
		wants(t, "Collaborations", edges, twin.selectEdges(of))
		return err
	}
}

func askAdoptionSelect(rt *rapid.T, twin *model) question {
	of := registry.AdoptionSelect{AsOf: maybe(rt, "select as of", drawDay)}
	if rapid.Bool().Draw(rt, "by id") {
		of.UUIDs = someOrNone(rt, "ids", adoptionIDs())
	} else {
		of.Partners = someOrNone(rt, "partners", partnerKeys())
	}
	return func(t tester, r registry.Reader) error {
		adoptions, err := r.Adoptions(t.Context(), of)
		wants(t, "Adoptions", adoptions, twin.selectAdoptions(of))
		return err
	}
}
