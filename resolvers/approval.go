package resolvers

import (
	"context"

	"ketenkaart/graph"
	"ketenkaart/registry"
)

type approvalResolver struct{}

// Approval resolves the fields of an approval.
func (r *Resolver) Approval() graph.ApprovalResolver { return approvalResolver{} }

func (r mutationResolver) ApproveAgreement(ctx context.Context, input registry.ApproveAgreementInput) (*registry.AgreementPayload, error) {
	return nullable(r.registry.ApproveAgreement(ctx, input))
}

func (r mutationResolver) RefuseAgreement(ctx context.Context, input registry.RefuseAgreementInput) (*registry.AgreementPayload, error) {
	return nullable(r.registry.RefuseAgreement(ctx, input))
}

func (approvalResolver) Party(ctx context.Context, approval *registry.Approval) (registry.Organisation, error) {
	return organisation(ctx, approval.PartyID)
}

func (approvalResolver) OnBehalfOf(ctx context.Context, approval *registry.Approval) ([]registry.Organisation, error) {
	return organisations(ctx, approval.OnBehalfOf)
}
