package storetest

import (
	"testing"

	"ketenkaart/registry"
)

// testThroughAgreements reads lists from one end to the other, in every order.
func testThroughAgreements(t *testing.T, store registry.Store, twin *model) {
	for _, c := range []struct {
		what  string
		query registry.AgreementQuery
	}{
		{"all", registry.AgreementQuery{}},
		{"of a region", registry.AgreementQuery{Party: "Region:VR08"}},
		{"of a partner", registry.AgreementQuery{Party: "Partner:" + generatedKey(33)}},
		{"in force, of a sector", registry.AgreementQuery{Filter: registry.AgreementFilter{InForce: new(true), Sectors: []string{generatedSector(3)}}}},
		{"proposed, of chains", registry.AgreementQuery{Filter: registry.AgreementFilter{
			Status: []registry.AgreementStatus{registry.Proposed, registry.Expired}, Chains: []string{generatedFunctional(0), generatedGeneral(1)},
		}}},
		{"due", registry.AgreementQuery{Filter: registry.AgreementFilter{EvaluationDueBefore: new(registry.Date("2026-01-01"))}}},
	} {
		for _, field := range []registry.AgreementOrderField{registry.ByTitle, registry.ByBeginning, registry.ByEnd, registry.ByUpdated} {
			for _, page := range []registry.Page{{Limit: 19}, {Limit: 40, Backward: true}} {
				c.query.Order, c.query.AsOf = registry.AgreementOrder{Field: field, Direction: registry.Ascending}, "2025-06-01"
				if page.Backward {
					c.query.Order.Direction = registry.Descending
				}
				c.query.Page = registry.Page{Limit: len(twin.data.Agreements)}
				want := names(twin.listAgreements(c.query).Items, agreementUUID)
				got := through(t, page, func(a registry.Agreement) registry.Key { return agreementPlace(c.query.Order, a) },
					func(page registry.Page) registry.List[registry.Agreement] {
						c.query.Page = page
						return listAgreements(t, store, c.query)[0]
					})
				wants(t, c.what+" by "+string(field), names(got, agreementUUID), want)
				wants(t, c.what+", counted", get(t, store, countAgreements(c.query)), []int{len(want)})
			}
		}
	}
}

func testThroughAgenda(t *testing.T, store registry.Store, twin *model) {
	for _, party := range []string{"Region:VR01", "Region:VR08", "Partner:" + generatedKey(33)} {
		for _, page := range []registry.Page{{Limit: 7}, {Limit: 30, Backward: true}} {
			query := registry.AgendaQuery{Party: party, Until: "2025-12-31", Page: registry.Page{Limit: 1000}}
			want := names(twin.agenda(query).Items, agendaTie)
			got := through(t, page, agendaPlace, func(page registry.Page) registry.List[registry.AgendaEntry] {
				query.Page = page
				return listAgenda(t, store, query)[0]
			})
			wants(t, party, names(got, agendaTie), want)
			wants(t, party+", counted", get(t, store, countAgenda(query)), []int{len(want)})
		}
	}
}

func agendaTie(e registry.AgendaEntry) string { return string(e.On) + " " + e.Tie() }

func testThroughCoverage(t *testing.T, store registry.Store, twin *model) {
	var queries []registry.CoverageQuery
	var want [][]registry.Covering
	for _, day := range []registry.Date{"2014-12-31", "2018-06-01", "2023-12-31", "2025-06-01"} {
		for _, query := range []registry.CoverageQuery{{Sector: generatedSector(0)}, {Chain: generatedFunctional(1)}, {Chain: generatedGeneral(0)}} {
			query.AsOf = day
			queries, want = append(queries, query), append(want, twin.coverage(query))
		}
	}
	wants(t, "coverage", get(t, store, coverage(queries...)), want)
}

func testManyAgreed(t *testing.T, store registry.Store, twin *model) {
	ids := names(twin.data.Agreements, agreementUUID)
	for _, of := range []registry.AgreementSelect{{UUIDs: ids}, {Amending: ids}, {Commitments: manyCommitments(twin)}, {Pairs: manyPairs(twin)}, {UUIDs: ids, OnlyPairs: manyPairs(twin)}} {
		wants(t, "agreements", get(t, store, readAgreements(of)), twin.selectAgreements(of))
	}
	reviews := registry.PeerReviewSelect{Agreements: ids}
	wants(t, "reviews", get(t, store, readReviews(reviews)), twin.selectReviews(reviews))
	for _, of := range []registry.EvaluationSelect{
		{Agreements: ids}, {UUIDs: names(twin.evaluations, evaluationUUID)}, {Collaborations: names(twin.data.Collaborations, edgeID)},
	} {
		wants(t, "evaluations", get(t, store, readEvaluations(of)), twin.selectEvaluations(of))
	}
}

func manyCommitments(twin *model) []string {
	var ids []string
	for _, a := range twin.data.Agreements {
		ids = append(ids, names(a.Commitments, func(c registry.Commitment) string { return c.UUID })...)
	}
	return ids
}

func manyPairs(twin *model) []registry.Pair {
	return names(twin.data.Collaborations, registry.Collaboration.Pair)
}
