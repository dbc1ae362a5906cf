package storetest

import (
	"context"
	"testing"

	"ketenkaart/registry"
)

func testAgreedPairs(t *testing.T, store registry.Store) {
	put(t, store, agreementSurroundings())
	many, few, none := agreement(1, "Veel", registry.Draft, []string{"VR01", "VR02", "VR10"}, []string{"a", "b", "c"}), bareAgreement(), bareAgreement()
	many.Pairs = []registry.AgreedPair{
		pair("VR10", "a", registry.Kern), pair("VR01", "c", registry.Koppel), pair("VR02", "b", registry.Standby), pair("VR01", "a", registry.Structureel),
		{RegionCode: "VR02", PartnerKey: "a", Profile: registry.Adhoc, Motivation: new("Op verzoek")},
	}
	few.Pairs, none.UUID = []registry.AgreedPair{pair("VR02", "b", registry.Kern)}, uuid(3)
	put(t, store, putAgreements(many, few, none))
	sorted := []registry.AgreedPair{many.Pairs[3], many.Pairs[1], many.Pairs[4], many.Pairs[2], many.Pairs[0]}

	t.Run("pages", func(t *testing.T) { testAgreedPairPages(t, store, sorted, few.Pairs) })
	t.Run("only some", func(t *testing.T) { testOnlySomePairs(t, store, sorted, few.Pairs) })
	t.Run("replaced", func(t *testing.T) { testAgreedPairsReplaced(t, store, many, sorted) })
}

func listPairs(t tester, store registry.Store, queries ...registry.AgreedPairQuery) []registry.List[registry.AgreedPair] {
	t.Helper()
	lists := get(t, store, func(ctx context.Context, r registry.Reader) ([]registry.List[registry.AgreedPair], error) {
		return r.ListAgreedPairs(ctx, queries)
	})
	if len(lists) != len(queries) {
		t.Fatalf("ListAgreedPairs: %d lists for %d queries", len(lists), len(queries))
	}
	return lists
}

func pairsOf(n int, page registry.Page) registry.AgreedPairQuery {
	return registry.AgreedPairQuery{AgreementUUID: uuid(n), Page: page}
}

func testAgreedPairPages(t *testing.T, store registry.Store, many, few []registry.AgreedPair) {
	for i, list := range listPairs(t, store, pairsOf(1, whole()), pairsOf(2, whole()), pairsOf(3, whole()), pairsOf(99, whole())) {
		wants(t, "in order of region, then partner", list.Items, [][]registry.AgreedPair{many, few, nil, nil}[i])
	}
	wants(t, "no query", len(listPairs(t, store)), 0)
	counts := get(t, store, func(ctx context.Context, r registry.Reader) ([]int, error) {
		return r.Count(ctx, registry.CountsOf([]registry.AgreedPairQuery{pairsOf(2, whole()), pairsOf(1, registry.Page{Limit: 1}), pairsOf(3, whole()), pairsOf(99, whole())}...))
	})
	wants(t, "counted", counts, []int{1, 5, 0, 0})
	name := func(p registry.AgreedPair) string { return p.RegionCode + " " + p.PartnerKey }
	walks(t, "the pairs", many, pairPlace, name, func(pages []registry.Page) ([]registry.List[registry.AgreedPair], error) {
		var queries []registry.AgreedPairQuery
		for _, page := range pages {
			queries = append(queries, pairsOf(1, page))
		}
		return listPairs(t, store, queries...), nil
	})
	between := registry.Page{Limit: 1, After: &registry.Key{Order: "PAIR", Text: "VR01", Tie: "b"}}
	wants(t, "after a pair that is not there", listPairs(t, store, pairsOf(1, between))[0].Items, many[1:2])
}

// testOnlySomePairs asks for pairs twice, for those of two agreements, and for those of none.
func testOnlySomePairs(t *testing.T, store registry.Store, many, few []registry.AgreedPair) {
	nowhere := registry.Pair{Region: "VR10", Partner: "c"}
	for what, c := range map[string]struct {
		only []registry.Pair
		want [][]registry.AgreedPair
	}{
		"one":         {[]registry.Pair{many[2].Pair()}, [][]registry.AgreedPair{{many[2]}, nil, nil}},
		"one of each": {[]registry.Pair{few[0].Pair(), many[0].Pair(), few[0].Pair()}, [][]registry.AgreedPair{{many[0], many[3]}, few, nil}},
		"nowhere":     {[]registry.Pair{nowhere}, [][]registry.AgreedPair{nil, nil, nil}},
		"no pair":     {[]registry.Pair{}, [][]registry.AgreedPair{nil, nil, nil}},
	} {
		of := agreementsByUUID(1, 2, 3)
		of.OnlyPairs = c.only
		found := get(t, store, readAgreements(of))
		wants(t, what, names(found, func(a registry.Agreement) []registry.AgreedPair { return a.Pairs }), c.want)
	}
}

// testAgreedPairsReplaced changes one, takes one out, adds one, and leaves the others; then all, and then none.
func testAgreedPairsReplaced(t *testing.T, store registry.Store, old registry.Agreement, sorted []registry.AgreedPair) {
	changed := pair("VR01", "a", registry.Kern)
	added := registry.AgreedPair{RegionCode: "VR10", PartnerKey: "b", Profile: registry.Koppel, Motivation: new("Ook")}
	silent := pair("VR02", "a", registry.Adhoc)
	for _, c := range []struct {
		what  string
		pairs []registry.AgreedPair
	}{
		{"as it was", sorted},
		{"some others", []registry.AgreedPair{changed, silent, sorted[3], sorted[4], added}},
		{"again", []registry.AgreedPair{changed, silent, sorted[3], sorted[4], added}},
		{"none", nil},
		{"none again", nil},
		{"and back", sorted},
	} {
		agreement := old
		agreement.Pairs = c.pairs
		put(t, store, putAgreements(agreement))
		wants(t, c.what+", by the page", listPairs(t, store, pairsOf(1, whole()))[0].Items, c.pairs)
		wants(t, c.what+", with the agreement", get(t, store, readAgreements(agreementsByUUID(1)))[0].Pairs, c.pairs)
		bare := get(t, store, readAgreements(registry.AgreementSelect{UUIDs: []string{uuid(1)}, WithoutPairs: true}))
		wants(t, c.what+", without them", len(bare[0].Pairs), 0)
		wants(t, c.what+", of another", len(listPairs(t, store, pairsOf(2, whole()))[0].Items), 1)
	}
}
