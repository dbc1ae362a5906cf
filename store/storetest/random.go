package storetest

import (
	"context"
	"errors"
	"flag"
	"slices"
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
	for range rapid.IntRange(1, 3).Draw(rt, "rounds") {
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
	agreed           Agreed
	edges, adoptions []string
	undo             bool
}

func (w randomWork) do(ctx context.Context, writer registry.Writer) error {
	if err := putAll(ctx, writer, w.data); err != nil {
		return err
	}
	if err := w.agreed.put(ctx, writer); err != nil {
		return err
	}
	removed := append(idsOf(registry.KindCollaboration, w.edges), idsOf(registry.KindAdoption, w.adoptions)...)
	if err := writer.Remove(ctx, removed); err != nil {
		return err
	}
	if w.undo {
		return undo{}
	}
	return nil
}

func randomChange(rt *rapid.T, store registry.Store, twin *model) {
	work := drawWork(rt, twin)
	err := store.Update(rt.Context(), func(ctx context.Context, w registry.Writer) error { return work.do(rt.Context(), w) })
	if work.undo {
		if !errors.Is(err, undo{}) {
			rt.Errorf("Update returned %v, want the error of its callback", err)
		}
		return
	}
	if err != nil {
		rt.Fatalf("Update: %v", err)
	}
	twin.put(work.data)
	twin.agree(work.agreed)
	twin.removeEdges(work.edges)
	twin.removeAdoptions(work.adoptions)
}

// compare asks both the same random questions, each in a View of its own.
func compare(rt *rapid.T, store registry.Store, twin *model) {
	if rapid.IntRange(0, 3).Draw(rt, "read in an Update") == 0 {
		store = inUpdate{store}
	}
	for _, draw := range []func(*rapid.T, *model) question{
		askPartners, askPartnerCounts, askEdges, askAdoptions, askSearch, askSearch, askFacet, askPartnerSelect, askEdgeSelect, askAdoptionSelect, askCodes,
		askAgreements, askAgreementSelect, askAgreedPairs, askLookedBack, askAgenda, askCoverage,
	} {
		ask := draw(rt, twin)
		if err := store.View(rt.Context(), func(ctx context.Context, r registry.Reader) error { return ask(rt, r) }); err != nil {
			rt.Errorf("View: %v", err)
		}
	}
}

// question reads something and compares it with what the model holds.
type question func(t tester, r registry.Reader) error

// atDays asks the same of several days, since a store that has planned a query answers it again for little.
func atDays(query registry.PartnerQuery) []registry.PartnerQuery {
	var queries []registry.PartnerQuery
	for _, query.AsOf = range append(days()[3:6], query.AsOf) {
		queries = append(queries, query)
	}
	return queries
}

func askPartners(rt *rapid.T, twin *model) question {
	var queries []registry.PartnerQuery
	for range 3 {
		queries = append(queries, atDays(drawPartnerQuery(rt, twin))...)
	}
	return func(t tester, r registry.Reader) error {
		lists, err := r.ListPartners(t.Context(), queries)
		for i, list := range lists {
			wants(t, tellPartners("ListPartners", queries[i]), briefly(queries[i].With, list.List), briefly(queries[i].With, twin.listPartners(queries[i])))
		}
		wants(t, "lists of ListPartners", len(lists), len(queries))
		if err != nil || len(lists) == 0 {
			return err
		}
		return wantsIncluded(t, r, queries[0], queries[0].With, lists[0])
	}
}

func askPartnerCounts(rt *rapid.T, twin *model) question {
	queries := atDays(drawPartnerQuery(rt, twin))
	return func(t tester, r registry.Reader) error {
		counts, err := r.Count(t.Context(), registry.CountsOf(queries...))
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
			wants(t, "ListCollaborations "+tell(queries[i].Page), list.List, twin.listEdges(queries[i]))
			err = errors.Join(err, wantsPartnersOf(t, r, queries[i], list))
		}
		counts, err2 := r.Count(t.Context(), registry.CountsOf(queries...))
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
		counts, err2 := r.Count(t.Context(), registry.CountsOf(queries...))
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
	query.Without, query.With = anyOf(rt, "agreements left out", agreementIDs()...), drawWith(rt)
	return func(t tester, r registry.Reader) error {
		found, err := r.Search(t.Context(), query)
		wants(t, "Search", found.IDs, twin.search(query))
		return errors.Join(err, wantsPartnersFound(t, r, query, found))
	}
}

func askFacet(rt *rapid.T, twin *model) question {
	facet := rapid.SampledFrom([]registry.Facet{registry.FacetCoreTasks, registry.FacetProfiles, registry.FacetSectors, registry.FacetChains, registry.FacetRegions}).Draw(rt, "facet")
	query := drawPartnerQuery(rt, twin)
	return func(t tester, r registry.Reader) error {
		counts, err := r.PartnerFacet(t.Context(), facet, query)
		wants(t, tellPartners("PartnerFacet", query), counts, twin.facet(facet, query))
		return err
	}
}

func askPartnerSelect(rt *rapid.T, twin *model) question {
	of := registry.PartnerSelect{Keys: someOrNone(rt, "keys", partnerKeys())}
	if rapid.Bool().Draw(rt, "of wholes") {
		of = registry.PartnerSelect{PartOf: of.Keys}
	}
	day := drawDay(rt, "counted on")
	return func(t tester, r registry.Reader) error {
		partners, err := r.Partners(t.Context(), of)
		wants(t, "Partners", partners, twin.selectPartners(of))
		keys := names(partners, partnerKey)
		counts, err2 := r.CollaborationCounts(t.Context(), keys, day)
		wants(t, "CollaborationCounts", counts, twin.countsOf(keys, day))
		return errors.Join(err, err2)
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

// askCodes reads the things of few codes, which a store may keep in memory.
func askCodes(rt *rapid.T, twin *model) question {
	codes := someOrNone(rt, "codes", append(append(regionCodes(), sectorCodes()...), chainCodes()...))
	day := drawDay(rt, "day of municipalities")
	if rapid.Bool().Draw(rt, "all codes") {
		codes = nil
	}
	return func(t tester, r registry.Reader) error {
		ctx := t.Context()
		answers(t, "Regions", pick(twin.data.Regions, codes, regionCode, regionCode))(r.Regions(ctx, codes))
		answers(t, "Chains", pick(twin.data.Chains, codes, chainCode, chainCode))(r.Chains(ctx, codes))
		answers(t, "Sectors", pick(twin.data.Sectors, codes, sectorCode, sectorSort))(r.Sectors(ctx, codes))
		existing := slices.DeleteFunc(slices.Clone(twin.data.Municipalities), func(m registry.Municipality) bool { return !m.Exists(day) })
		of := registry.MunicipalitySelect{Regions: regionCodes(), AsOf: &day}
		answers(t, "Municipalities", pick(existing, nil, municipalityCode, municipalitySort))(r.Municipalities(ctx, of))
		return nil
	}
}
