package resolvers

import (
	"context"

	"ketenkaart/graph"
	"ketenkaart/registry"
)

type (
	peerReviewResolver struct{ *Resolver }
	findingResolver    struct{ *Resolver }
	reviewerResolver   struct{}
)

// PeerReview resolves the fields of a peer review.
func (r *Resolver) PeerReview() graph.PeerReviewResolver { return peerReviewResolver{r} }

// Finding resolves the fields of a finding.
func (r *Resolver) Finding() graph.FindingResolver { return findingResolver{r} }

// Reviewer resolves the fields of a reviewer.
func (r *Resolver) Reviewer() graph.ReviewerResolver { return reviewerResolver{} }

func (r mutationResolver) RecordPeerReview(ctx context.Context, input registry.RecordPeerReviewInput) (*registry.PeerReviewPayload, error) {
	return nullable(r.registry.RecordPeerReview(ctx, input))
}

func (peerReviewResolver) Agreement(ctx context.Context, review *registry.PeerReview) (registry.Agreement, error) {
	return load(ctx).agreements.Load(ctx, review.AgreementUUID)
}

// Framework returns the code alone when the guide no longer has it.
func (r peerReviewResolver) Framework(_ context.Context, review *registry.PeerReview) (registry.Framework, error) {
	framework, known := r.registry.Guide().Framework(review.FrameworkCode)
	if !known {
		framework = registry.Framework{Code: review.FrameworkCode, Title: review.FrameworkCode, Criteria: []registry.Criterion{}, Outcomes: []string{}}
	}
	return framework, nil
}

func (r findingResolver) Criterion(_ context.Context, finding *registry.Finding) (*registry.Criterion, error) {
	if finding.CriterionCode == nil {
		return nil, nil
	}
	for _, framework := range r.registry.Guide().Frameworks {
		if criterion, known := framework.Criterion(*finding.CriterionCode); known {
			return &criterion, nil
		}
	}
	return &registry.Criterion{Code: *finding.CriterionCode}, nil
}

func (reviewerResolver) Organisation(ctx context.Context, reviewer *registry.Reviewer) (registry.Organisation, error) {
	if reviewer.OrganisationID == nil {
		return nil, nil
	}
	return organisation(ctx, *reviewer.OrganisationID)
}
