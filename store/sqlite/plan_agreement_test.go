package sqlite

import (
	"context"

	"ketenkaart/registry"
)

// readAgreements makes every read of agreements, each filter field alone, with one value and with two, in each order, of
// all and of a party.
func readAgreements(ctx context.Context, r registry.Reader) error {
	var queries []registry.AgreementQuery
	for _, filter := range agreementFilters() {
		for _, order := range []registry.AgreementOrder{
			{Field: registry.ByTitle}, {Field: registry.ByBeginning}, {Field: registry.ByEnd}, {Field: registry.ByUpdated},
			{Field: registry.BySigning, Direction: registry.Ascending}, {Field: registry.BySigning, Direction: registry.Descending},
		} {
			for _, party := range []string{"", "Region:VR01"} {
				for _, page := range pages() {
					queries = append(queries, registry.AgreementQuery{Party: party, Filter: filter, Order: order, Page: page, AsOf: "2025-06-01"})
				}
			}
		}
	}
	if _, err := r.ListAgreements(ctx, queries); err != nil {
		return err
	}
	if _, err := r.Count(ctx, registry.CountsOf(queries...)); err != nil {
		return err
	}
	for _, page := range pages() {
		if _, err := r.ListAgreedPairs(ctx, []registry.AgreedPairQuery{{AgreementUUID: "a", Page: page}}); err != nil {
			return err
		}
	}
	if _, err := r.Count(ctx, registry.CountsOf([]registry.AgreedPairQuery{{AgreementUUID: "a"}}...)); err != nil {
		return err
	}
	pair := registry.Pair{Region: "VR01", Partner: "partner-1"}
	for _, of := range []registry.AgreementSelect{
		{UUIDs: one()}, {UUIDs: two()}, {Commitments: one()}, {Commitments: two()}, {Pairs: []registry.Pair{pair}}, {Amending: one()}, {Amending: two()},
		{UUIDs: two(), OnlyPairs: []registry.Pair{pair}},
	} {
		if _, err := r.Agreements(ctx, of); err != nil {
			return err
		}
	}
	return nil
}

func agreementFilters() []registry.AgreementFilter {
	type filter = registry.AgreementFilter
	day := new(registry.Date("2020-01-01"))
	status := []registry.AgreementStatus{registry.Active, registry.Expired}
	return []filter{
		{}, {Tokens: []string{"wat"}}, {Tokens: []string{"wat", "zo"}}, {Regions: one()}, {Regions: two()}, {Partners: one()}, {Partners: two()}, {LedBy: one()}, {LedBy: two()}, {Status: status[:1]}, {Status: status},
		{InForce: new(true)}, {Sectors: one()}, {Sectors: two()}, {Chains: one()}, {Chains: two()}, {Profiles: registry.AllProfiles()},
		{EmptyDimensions: registry.AllDimensions()}, {EndsBefore: day}, {WaitingFor: one()}, {WaitingFor: two()}, {EvaluationDueBefore: day},
		{Reviewed: new(true)}, {Certainty: registry.AllCertainties()[:1]}, {Certainty: registry.AllCertainties()},
		{Regions: one(), Status: status, EndsBefore: day}, {Partners: two(), WaitingFor: two(), EvaluationDueBefore: day},
	}
}

// readAgreed makes the reads of what comes with agreements.
func readAgreed(ctx context.Context, r registry.Reader) error {
	for _, of := range []registry.PeerReviewSelect{{UUIDs: one()}, {UUIDs: two()}, {Agreements: one()}, {Agreements: two()}} {
		if _, err := r.PeerReviews(ctx, of); err != nil {
			return err
		}
	}
	for _, of := range []registry.EvaluationSelect{
		{UUIDs: one()}, {UUIDs: two()}, {Agreements: one()}, {Agreements: two()}, {Collaborations: one()}, {Collaborations: two()},
	} {
		if _, err := r.Evaluations(ctx, of); err != nil {
			return err
		}
	}
	for _, page := range pages() {
		if _, err := r.ListAgenda(ctx, []registry.AgendaQuery{{Party: "Region:VR01", Until: "2025-06-01", Page: page}}); err != nil {
			return err
		}
	}
	if _, err := r.Count(ctx, registry.CountsOf([]registry.AgendaQuery{{Party: "Region:VR01", Until: "2025-06-01"}}...)); err != nil {
		return err
	}
	_, err := r.Coverage(ctx, []registry.CoverageQuery{{Sector: "sector-01", AsOf: "2025-06-01"}, {Chain: "FUN01", AsOf: "2025-06-01"}})
	return err
}
