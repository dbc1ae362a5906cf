package neo4j

import (
	"cmp"
	"context"
	"slices"

	"ketenkaart/registry"
)

// PeerReviews implements registry.Reader.
func (r *reader) PeerReviews(ctx context.Context, of registry.PeerReviewSelect) ([]registry.PeerReview, error) {
	name, ids := "PeerReviewsByID", of.UUIDs
	if of.Agreements != nil {
		name, ids = "PeerReviewsOfAgreements", of.Agreements
	}
	records, err := r.rows(ctx, r.library.Text(name), map[string]any{"ids": ids})
	if err != nil {
		return nil, err
	}
	reviews := make([]registry.PeerReview, 0, len(records))
	for _, record := range records {
		review, err := peerReviewOf(propertiesOf(record.Values[0]))
		if err != nil {
			return nil, err
		}
		reviews = append(reviews, review)
	}
	slices.SortFunc(reviews, func(a, b registry.PeerReview) int {
		return cmp.Or(cmp.Compare(a.On, b.On), cmp.Compare(a.UUID, b.UUID))
	})
	return reviews, nil
}

func peerReviewOf(p properties) (registry.PeerReview, error) {
	review := registry.PeerReview{
		UUID: p.text("id"), AgreementUUID: p.text("agreement"),
		RegionCodes: texts[string](p, "regions"), PartnerKeys: texts[string](p, "partners"), On: p.date("on"),
		FrameworkCode: p.text("framework"), Outcome: optional[string](p, "outcome"), Stamp: p.stamp(),
	}
	var err error
	if review.Reviewers, err = things[registry.Reviewer](p, "reviewers"); err != nil {
		return review, err
	}
	review.Findings, err = things[registry.Finding](p, "findings")
	return review, err
}

// PutPeerReviews implements registry.BatchWriter.
func (w *writer) PutPeerReviews(ctx context.Context, reviews []registry.PeerReview) error {
	rows := make([]map[string]any, 0, len(reviews))
	for _, v := range reviews {
		row, err := peerReviewRow(v)
		if err != nil {
			return err
		}
		rows = append(rows, row)
	}
	return w.putReferring(ctx, "PutPeerReviews", w.library.Text("PutPeerReviews"), rows, registry.RefersTo(reviews))
}

func peerReviewRow(v registry.PeerReview) (map[string]any, error) {
	row := map[string]any{
		"id": v.UUID, "agreement": v.AgreementUUID, "on": date(v.On), "framework": v.FrameworkCode, "outcome": v.Outcome,
	}
	setList(row, "regions", distinct(v.RegionCodes))
	setList(row, "partners", distinct(v.PartnerKeys))
	setStamp(row, v.Stamp)
	if err := setThings(row, "reviewers", v.Reviewers); err != nil {
		return nil, err
	}
	return row, setThings(row, "findings", v.Findings)
}
