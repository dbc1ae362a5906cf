package sqlite

import (
	"cmp"
	"context"
	"slices"

	"ketenkaart/registry"
)

// PeerReviews by id or of agreements, in order of day, then UUID.
func (r *reader) PeerReviews(ctx context.Context, of registry.PeerReviewSelect) ([]registry.PeerReview, error) {
	q := r.library.query("PeerReviews")
	if of.UUIDs != nil {
		addList(q, "PeerReviewsByUUID", "uuids", of.UUIDs)
	} else {
		addList(q, "PeerReviewsOfAgreements", "agreements", of.Agreements)
	}
	found, err := fetch(ctx, r, q, peerReviewOf)
	slices.SortFunc(found, func(a, b registry.PeerReview) int {
		return cmp.Or(cmp.Compare(a.On, b.On), cmp.Compare(a.UUID, b.UUID))
	})
	return found, err
}

func peerReviewOf(r *row) registry.PeerReview {
	return registry.PeerReview{
		UUID: r.text(0), AgreementUUID: r.text(1), RegionCodes: listOf(r, 2, word[string]), PartnerKeys: listOf(r, 3, word[string]),
		On: registry.Date(r.text(4)), Reviewers: thingsOf[registry.Reviewer](r, 5), FrameworkCode: r.text(6), Findings: thingsOf[registry.Finding](r, 7),
		Outcome: optional[string](r, 8), Stamp: r.stamp(9),
	}
}

// PutPeerReviews adds or replaces peer reviews.
func (w *writer) PutPeerReviews(ctx context.Context, reviews []registry.PeerReview) error {
	if err := w.lookUp(ctx, registry.RefersTo(reviews)); err != nil {
		return err
	}
	for _, review := range reviews {
		if err := w.put(ctx, "PutPeerReview", peerReviewArguments(review)); err != nil {
			return err
		}
	}
	return nil
}

func peerReviewArguments(review registry.PeerReview) *arguments {
	a := &arguments{}
	a.set("uuid", review.UUID)
	a.set("agreementUUID", review.AgreementUUID)
	setList(a, "regionCodes", slices.Sorted(slices.Values(review.RegionCodes)))
	setList(a, "partnerKeys", slices.Sorted(slices.Values(review.PartnerKeys)))
	a.set("onDay", string(review.On))
	setList(a, "reviewers", review.Reviewers)
	a.set("frameworkCode", review.FrameworkCode)
	setList(a, "findings", review.Findings)
	setOptional(a, "outcome", review.Outcome)
	a.stamp(review.Stamp)
	return a
}
