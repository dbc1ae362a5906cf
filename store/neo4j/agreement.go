package neo4j

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"ketenkaart/registry"
)

// Agreements implements registry.Reader.
func (r *reader) Agreements(ctx context.Context, of registry.AgreementSelect) ([]registry.Agreement, error) {
	name, params := "AgreementsByID", map[string]any{}
	switch {
	case of.Commitments != nil:
		name, params["ids"] = "AgreementsOfCommitments", of.Commitments
	case of.Pairs != nil:
		name, params["pairs"] = "AgreementsOfPairs", pairRows(of.Pairs)
	case of.Amending != nil:
		name, params["ids"] = "AgreementsAmending", of.Amending
	default:
		params["ids"] = of.UUIDs
	}
	chosen := choices{}
	if !of.WithoutPairs && of.OnlyPairs == nil {
		chosen["pairs"] = r.library.Text("AgreedPairsOfAgreement")
	}
	records, err := r.rows(ctx, r.library.get(name, chosen), params)
	if err != nil {
		return nil, err
	}
	agreements, err := agreementsOf(records)
	slices.SortFunc(agreements, func(a, b registry.Agreement) int { return cmp.Compare(a.UUID, b.UUID) })
	if err != nil || of.WithoutPairs || of.OnlyPairs == nil {
		return agreements, err
	}
	return agreements, r.addPairs(ctx, agreements, of.OnlyPairs)
}

func agreementsOf(records []*neo4j.Record) ([]registry.Agreement, error) {
	agreements := make([]registry.Agreement, 0, len(records))
	for _, record := range records {
		agreement, err := agreementOf(record.Values)
		if err != nil {
			return nil, err
		}
		agreements = append(agreements, agreement)
	}
	return agreements, nil
}

// agreementOf reads the properties of an agreement and the lists of those of its commitments and pairs.
func agreementOf(values []any) (registry.Agreement, error) {
	p := propertiesOf(values[0])
	commitments, _ := values[1].([]any)
	pairs, _ := values[2].([]any)
	agreement := registry.Agreement{
		UUID: p.text("id"), Title: p.text("title"), Summary: optional[string](p, "summary"),
		Stage:       registry.AgreementStatus(p.text("status")),
		RegionCodes: texts[string](p, "regions"), PartnerKeys: texts[string](p, "partners"),
		LedBy: optional[string](p, "ledBy"), ChainCodes: texts[string](p, "chains"),
		SignedOn: optional[registry.PartialDate](p, "signedOn"),
		Since:    p.optionalDate("since"), Until: p.optionalDate("until"), EndReason: optional[string](p, "endReason"),
		Commitments: commitmentsOf(commitments), Pairs: agreedPairsOf(pairs),
		ProposedOn: p.optionalDate("proposedOn"), Refusal: p.refusal(),
		Supersedes: optional[string](p, "supersedes"), ReviewedOn: p.optionalDate("reviewedOn"),
		Provenance: p.ownProvenance(), TextVersion: p.number("textVersion"), Stamp: p.stamp(),
	}
	return agreement, readAgreementLists(p, &agreement)
}

// readAgreementLists reads the lists of small objects.
func readAgreementLists(p properties, a *registry.Agreement) error {
	return errors.Join(
		readThings(p, "signatories", &a.Signatories), readThings(p, "talks", &a.Talks),
		readThings(p, "documents", &a.Documents), readThings(p, "notApplicable", &a.NotApplicable),
		readThings(p, "milestones", &a.Milestones), readThings(p, "approvals", &a.Approvals),
	)
}

// refusal reads the properties of one; its reason marks that there is one.
func (p properties) refusal() *registry.Refusal {
	reason, ok := p["refusalReason"].(string)
	if !ok {
		return nil
	}
	return &registry.Refusal{PartyID: p.text("refusedBy"), On: p.date("refusedOn"), Reason: reason, Evidence: optional[string](p, "refusalEvidence")}
}

func commitmentsOf(values []any) []registry.Commitment {
	commitments := make([]registry.Commitment, 0, len(values))
	for _, value := range values {
		p := propertiesOf(value)
		commitments = append(commitments, registry.Commitment{
			UUID: p.text("id"), Dimension: registry.Dimension(p.text("dimension")), Subject: p.text("subject"),
			Text: p.text("text"), By: texts[string](p, "by"), Due: p.optionalDate("due"), DoneOn: p.optionalDate("doneOn"),
			FindingKey: optional[string](p, "finding"),
		})
	}
	return commitments
}

// ListAgreements implements registry.Reader.
func (r *reader) ListAgreements(ctx context.Context, queries []registry.AgreementQuery) ([]registry.List[registry.Agreement], error) {
	lists := make([]registry.List[registry.Agreement], 0, len(queries))
	for _, query := range queries {
		list, err := r.listAgreements(ctx, query)
		if err != nil {
			return nil, err
		}
		lists = append(lists, list)
	}
	return lists, nil
}

func (r *reader) listAgreements(ctx context.Context, query registry.AgreementQuery) (registry.List[registry.Agreement], error) {
	property, place := agreementOrder(query.Order)
	walk := walkOf(query.Page, query.Order.Direction)
	where := r.agreementConditions(query)
	most := last
	if query.Order.Field == registry.ByEnd && query.Filter.EndsBefore != nil {
		most = placeOf(string(*query.Filter.EndsBefore), "")
	}
	walk.setEnds(where.params, place, "", most)
	name := "ListAgreements"
	if parties := partiesOf(query); parties != nil {
		name, where.params["parties"] = "ListAgreementsOf", parties
	}
	statement := strings.ReplaceAll(walk.direct(r.library.get(name, r.agreementsFrom(query, where))), "_titleOrder", property)
	records, err := r.rows(ctx, statement, where.params)
	if err != nil {
		return registry.List[registry.Agreement]{}, err
	}
	agreements, err := agreementsOf(records)
	return registry.Trim(agreements, query.Page), err
}

// CountAgreements implements registry.Reader.
func (r *reader) CountAgreements(ctx context.Context, queries []registry.AgreementQuery) ([]int, error) {
	counts := make([]int, 0, len(queries))
	for _, query := range queries {
		where := r.agreementConditions(query)
		name := "CountAgreements"
		if parties := partiesOf(query); parties != nil {
			name, where.params["parties"] = "CountAgreementsOf", parties
		}
		count, err := r.count(ctx, r.library.get(name, r.agreementsFrom(query, where)), where.params)
		if err != nil {
			return nil, err
		}
		counts = append(counts, count)
	}
	return counts, nil
}
