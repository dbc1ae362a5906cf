package resolvers

import (
	"context"

	"ketenkaart/graph"
	"ketenkaart/registry"
)

type commitmentResolver struct{ *Resolver }

// Commitment resolves the fields of a commitment.
func (r *Resolver) Commitment() graph.CommitmentResolver { return commitmentResolver{r} }

func (r mutationResolver) SetCommitments(ctx context.Context, input registry.SetCommitmentsInput) (*registry.AgreementPayload, error) {
	return nullable(r.registry.SetCommitments(ctx, input))
}

func (r mutationResolver) CompleteCommitment(ctx context.Context, input registry.CompleteCommitmentInput) (*registry.AgreementPayload, error) {
	return nullable(r.registry.CompleteCommitment(ctx, input))
}

// Subject returns the code alone when the guide no longer has it.
func (r commitmentResolver) Subject(_ context.Context, commitment *registry.Commitment) (registry.Subject, error) {
	for _, subject := range r.registry.Guide().Subjects {
		if subject.Code == commitment.Subject {
			return subject, nil
		}
	}
	return registry.Subject{Code: commitment.Subject, Name: commitment.Subject}, nil
}

func (commitmentResolver) By(ctx context.Context, commitment *registry.Commitment) ([]registry.Organisation, error) {
	return organisations(ctx, commitment.By)
}

func (commitmentResolver) Finding(ctx context.Context, commitment *registry.Commitment) (*registry.Finding, error) {
	if commitment.FindingKey == nil {
		return nil, nil
	}
	return loadNode[registry.Finding](ctx, registry.MakeID(registry.KindFinding, *commitment.FindingKey))
}
