package neo4j

import (
	"context"
	"fmt"
	"slices"

	"ketenkaart/registry"
	"ketenkaart/store/storetest"
)

// planAgreements is how many agreements the register has on which plans are looked at.
const planAgreements = 10_000

func planAgreed() storetest.Agreed {
	return storetest.GenerateAgreements(planPartners, planEdges, planAgreements)
}

func agreementPlans() []plan {
	return slices.Concat(agreementOrderPlans(), agreementFilterPlans(), agreementKeyPlans(), agreedPairPlans(), retrospectPlans(), agendaPlans())
}

// agreed makes a read of a query for agreements.
func agreed(change func(*registry.AgreementQuery)) func(context.Context, *reader) error {
	query := registry.AgreementQuery{
		Order: registry.AgreementOrder{Field: registry.ByUpdated, Direction: registry.Descending}, Page: registry.Page{Limit: 25}, AsOf: planDay,
	}
	change(&query)
	return func(ctx context.Context, r *reader) error {
		_, err := r.ListAgreements(ctx, []registry.AgreementQuery{query})
		return err
	}
}

// agreementOrderPlans walk each order in both directions from a cursor in the middle, of all and of one party.
func agreementOrderPlans() []plan {
	var all []plan
	middle := planAgreed().Agreements[planAgreements/2].UUID
	for field, after := range map[registry.AgreementOrderField]registry.Key{
		registry.ByTitle:     {Text: "afspraak 0005000 over samenwerking", Tie: middle},
		registry.ByBeginning: {Text: "2020-01-01", Tie: middle},
		registry.ByEnd:       {Text: "2025-01-01", Tie: middle},
		registry.BySigning:   {Text: "2020-01-01", Tie: middle},
		registry.ByUpdated:   {Number: planAgreements / 20, Tie: middle},
	} {
		for _, direction := range []registry.OrderDirection{registry.Ascending, registry.Descending} {
			for _, party := range []string{"", "Region:VR08", "Partner:p-0005000"} {
				all = append(all, plan{name: fmt.Sprintf("agreements %s %s of %q", field, direction, party), read: agreed(func(q *registry.AgreementQuery) {
					q.Party, q.Order = party, registry.AgreementOrder{Field: field, Direction: direction}
					q.Page.After = &after
				})})
			}
		}
	}
	return all
}

// agreementFilterPlans ask one field of the filter at a time, of all and of one region.
func agreementFilterPlans() []plan {
	var all []plan
	for name, change := range map[string]func(*registry.AgreementFilter){
		"a rare word":      func(f *registry.AgreementFilter) { f.Tokens = []string{"0005000"} },
		"regions":          func(f *registry.AgreementFilter) { f.Regions = []string{"VR08", "VR09"} },
		"partners":         func(f *registry.AgreementFilter) { f.Partners = []string{"p-0005000", "p-0005001"} },
		"led by":           func(f *registry.AgreementFilter) { f.LedBy = []string{"VR08"} },
		"status":           func(f *registry.AgreementFilter) { f.Status = []registry.AgreementStatus{registry.Expired} },
		"in force":         func(f *registry.AgreementFilter) { f.InForce = new(true) },
		"sectors":          func(f *registry.AgreementFilter) { f.Sectors = []string{"sector-03"} },
		"chains":           func(f *registry.AgreementFilter) { f.Chains = []string{"ALG00"} },
		"profiles":         func(f *registry.AgreementFilter) { f.Profiles = []registry.Profile{registry.Koppel} },
		"empty dimensions": func(f *registry.AgreementFilter) { f.EmptyDimensions = []registry.Dimension{registry.Proces} },
		"end":              func(f *registry.AgreementFilter) { f.EndsBefore = new(planDay) },
		"waiting for":      func(f *registry.AgreementFilter) { f.WaitingFor = []string{"Region:VR08"} },
		"evaluation due":   func(f *registry.AgreementFilter) { f.EvaluationDueBefore = new(registry.Date("2026-01-01")) },
		"reviewed":         func(f *registry.AgreementFilter) { f.Reviewed = new(true) },
		"certainty":        func(f *registry.AgreementFilter) { f.Certainty = []registry.Certainty{registry.Verified} },
	} {
		for _, party := range []string{"", "Region:VR08"} {
			all = append(all, plan{name: fmt.Sprintf("agreements of %q by %s", party, name), read: agreed(func(q *registry.AgreementQuery) {
				q.Party = party
				change(&q.Filter)
			})})
		}
	}
	return all
}

func agreementKeyPlans() []plan {
	var all []plan
	agreed := planAgreed().Agreements[300]
	for name, of := range map[string]registry.AgreementSelect{
		"by id":          {UUIDs: []string{agreed.UUID}},
		"of commitments": {Commitments: []string{agreed.Commitments[0].UUID, agreed.Commitments[1].UUID}},
		"of pairs":       {Pairs: []registry.Pair{agreed.Pairs[0].Pair()}},
		"with a pair":    {UUIDs: []string{agreed.UUID}, OnlyPairs: []registry.Pair{agreed.Pairs[0].Pair()}},
		"amending":       {Amending: []string{agreed.UUID}},
	} {
		all = append(all, plan{name: "agreements " + name, read: func(ctx context.Context, r *reader) error {
			_, err := r.Agreements(ctx, of)
			return err
		}})
	}
	return all
}

// agreedPairPlans read pages of pairs of several agreements, and count them.
func agreedPairPlans() []plan {
	var all []plan
	queries := []registry.AgreedPairQuery{}
	for _, agreement := range planAgreed().Agreements[300:400] {
		queries = append(queries, registry.AgreedPairQuery{AgreementUUID: agreement.UUID})
	}
	for _, backward := range []bool{false, true} {
		all = append(all, plan{name: fmt.Sprintf("agreed pairs backward %t", backward), read: func(ctx context.Context, r *reader) error {
			for i := range queries {
				queries[i].Page = registry.Page{Limit: 25, Backward: backward, After: &registry.Key{Text: "VR01", Tie: "p"}}
			}
			_, err := r.ListAgreedPairs(ctx, queries)
			return err
		}})
	}
	return append(all, plan{name: "count agreed pairs", read: func(ctx context.Context, r *reader) error {
		_, err := r.Count(ctx, registry.CountsOf(queries...))
		return err
	}})
}

// retrospectPlans read peer reviews and evaluations.
func retrospectPlans() []plan {
	var all []plan
	agreed := planAgreed()
	review, evaluation := agreed.Reviews[100], agreed.Evaluations[100]
	for name, of := range map[string]registry.PeerReviewSelect{
		"by id": {UUIDs: []string{review.UUID}}, "of agreements": {Agreements: []string{review.AgreementUUID}},
	} {
		all = append(all, plan{name: "peer reviews " + name, read: func(ctx context.Context, r *reader) error {
			_, err := r.PeerReviews(ctx, of)
			return err
		}})
	}
	for name, of := range map[string]registry.EvaluationSelect{
		"by id": {UUIDs: []string{evaluation.UUID}}, "of agreements": {Agreements: []string{review.AgreementUUID}},
		"of collaborations": {Collaborations: evaluation.CollaborationUUIDs},
	} {
		all = append(all, plan{name: "evaluations " + name, read: func(ctx context.Context, r *reader) error {
			_, err := r.Evaluations(ctx, of)
			return err
		}})
	}
	return all
}

// agendaPlans read a page in the middle of an agenda, and the coverage, which tells of all agreements of a sector or chain.
func agendaPlans() []plan {
	var all []plan
	for _, backward := range []bool{false, true} {
		for _, party := range []string{"Region:VR08", "Partner:p-0005000"} {
			query := registry.AgendaQuery{Party: party, Until: "2026-01-01", Page: registry.Page{Limit: 25, Backward: backward, After: &registry.Key{Text: "2024-01-01"}}}
			all = append(all, plan{name: fmt.Sprintf("agenda of %s backward %t", party, backward), read: func(ctx context.Context, r *reader) error {
				_, err := r.ListAgenda(ctx, []registry.AgendaQuery{query})
				return err
			}})
		}
	}
	for name, query := range map[string]registry.CoverageQuery{"a sector": {Sector: "sector-03", AsOf: planDay}, "a chain": {Chain: "FUN05", AsOf: planDay}} {
		all = append(all, plan{name: "coverage of " + name, costly: true, read: func(ctx context.Context, r *reader) error {
			_, err := r.Coverage(ctx, []registry.CoverageQuery{query})
			return err
		}})
	}
	return append(all, plan{name: "count agreements", costly: true, read: func(ctx context.Context, r *reader) error {
		_, err := r.Count(ctx, registry.CountsOf([]registry.AgreementQuery{{AsOf: planDay}, {Party: "Region:VR08", AsOf: planDay, Filter: registry.AgreementFilter{InForce: new(true)}}}...))
		return err
	}})
}
