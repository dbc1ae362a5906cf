package resolvers

import (
	"context"
	"slices"

	"ketenkaart/graph"
	"ketenkaart/registry"
)

type (
	agreementResolver           struct{ *Resolver }
	agreementConnectionResolver struct{}
	signatoryResolver           struct{}
	refusalResolver             struct{}
)

// Agreement resolves the fields of an agreement.
func (r *Resolver) Agreement() graph.AgreementResolver { return agreementResolver{r} }

// AgreementConnection resolves what is counted only when asked.
func (r *Resolver) AgreementConnection() graph.AgreementConnectionResolver {
	return agreementConnectionResolver{}
}

// Signatory resolves the fields of a signatory.
func (r *Resolver) Signatory() graph.SignatoryResolver { return signatoryResolver{} }

// Refusal resolves the fields of a refusal.
func (r *Resolver) Refusal() graph.RefusalResolver { return refusalResolver{} }

func (r queryResolver) Agreement(ctx context.Context, id string, _ *registry.Date) (*registry.Agreement, error) {
	node, err := r.Node(ctx, id)
	if node == nil || err != nil {
		return nil, err
	}
	agreement, ok := node.(registry.Agreement)
	if !ok {
		return nil, registry.Invalid(registry.ReasonMalformedID, "id", "%s is not an agreement", id)
	}
	return &agreement, nil
}

func (queryResolver) Agreements(ctx context.Context, filter *registry.AgreementFilter, orderBy *registry.AgreementOrder, _ *registry.Date, first *int, after *string, last *int, before *string) (*registry.AgreementConnection, error) {
	return nullable(agreementPage(ctx, "", filter, orderBy, pageArgs(first, after, last, before)))
}

// agreementPage loads a page of those that bind a party, or with "" of all.
func agreementPage(ctx context.Context, party string, filter *registry.AgreementFilter, order *registry.AgreementOrder, args registry.PageArgs) (registry.AgreementConnection, error) {
	query, err := registry.AgreementQueryOf(party, filter, order, args, load(ctx).asOf)
	if err != nil {
		return registry.AgreementConnection{}, err
	}
	if page := query.Page; filter == nil && order == nil && page == (registry.Page{Limit: page.Limit}) && party != "" {
		return load(ctx).agreementsOf.Load(ctx, firstAgreements{party, page.Limit})
	}
	return load(ctx).agreementPages.Load(ctx, &query)
}

func (r mutationResolver) ExploreAgreement(ctx context.Context, input registry.ExploreAgreementInput) (*registry.AgreementPayload, error) {
	return nullable(r.registry.ExploreAgreement(ctx, input))
}

func (r mutationResolver) DraftAgreement(ctx context.Context, input registry.AgreementStepInput) (*registry.AgreementPayload, error) {
	return nullable(r.registry.DraftAgreement(ctx, input))
}

func (r mutationResolver) UpdateAgreement(ctx context.Context, input graph.UpdateAgreementInput) (*registry.AgreementPayload, error) {
	return nullable(r.registry.UpdateAgreement(ctx, registry.AgreementPatch{
		AgreementID: input.AgreementID, Version: input.Version, Title: optional(input.Title), Summary: optional(input.Summary),
		RegionCodes: optionalList(input.RegionCodes), PartnerKeys: optionalList(input.PartnerKeys), LedBy: optional(input.LedBy),
		Signatories: optionalList(input.Signatories), Pairs: optionalList(input.Pairs), FillPairs: optional(input.FillPairs),
		ChainCodes: optionalList(input.ChainCodes), SignedOn: optional(input.SignedOn), Since: optional(input.Since),
		Until: optional(input.Until), Documents: optionalList(input.Documents), Talks: optionalList(input.Talks),
		Provenance: optional(input.Provenance), IdempotencyKey: input.IdempotencyKey.Value(),
	}))
}

func (r mutationResolver) ProposeAgreement(ctx context.Context, input registry.AgreementStepInput) (*registry.AgreementPayload, error) {
	return nullable(r.registry.ProposeAgreement(ctx, input))
}

func (r mutationResolver) WithdrawAgreement(ctx context.Context, input registry.AgreementReasonInput) (*registry.AgreementPayload, error) {
	return nullable(r.registry.WithdrawAgreement(ctx, input))
}

func (r mutationResolver) AbandonAgreement(ctx context.Context, input registry.AgreementReasonInput) (*registry.AgreementPayload, error) {
	return nullable(r.registry.AbandonAgreement(ctx, input))
}

func (r mutationResolver) RecordAgreement(ctx context.Context, input registry.RecordAgreementInput) (*registry.AgreementPayload, error) {
	return nullable(r.registry.RecordAgreement(ctx, input))
}

func (r mutationResolver) ConfirmAgreement(ctx context.Context, input registry.ConfirmAgreementInput) (*registry.AgreementPayload, error) {
	return nullable(r.registry.ConfirmAgreement(ctx, input))
}

func (r mutationResolver) AmendAgreement(ctx context.Context, input registry.AgreementStepInput) (*registry.AgreementPayload, error) {
	return nullable(r.registry.AmendAgreement(ctx, input))
}

func (r mutationResolver) EndAgreement(ctx context.Context, input registry.EndAgreementInput) (*registry.AgreementPayload, error) {
	return nullable(r.registry.EndAgreement(ctx, input))
}

func (agreementResolver) Status(ctx context.Context, a *registry.Agreement) (registry.AgreementStatus, error) {
	return a.Status(load(ctx).asOf), nil
}

func (agreementResolver) InForce(ctx context.Context, a *registry.Agreement) (bool, error) {
	return a.InForce(load(ctx).asOf), nil
}

func (agreementResolver) Regions(ctx context.Context, a *registry.Agreement) ([]registry.Region, error) {
	return loadEach(ctx, load(ctx).regions, a.RegionCodes)
}

func (agreementResolver) Partners(ctx context.Context, a *registry.Agreement) ([]registry.Partner, error) {
	return loadEach(ctx, load(ctx).partners, a.PartnerKeys)
}

func (agreementResolver) LedBy(ctx context.Context, a *registry.Agreement) (*registry.Region, error) {
	if a.LedBy == nil {
		return nil, nil
	}
	region, err := load(ctx).regions.Load(ctx, *a.LedBy)
	return &region, err
}

func (agreementResolver) Chains(ctx context.Context, a *registry.Agreement) ([]registry.Chain, error) {
	return loadEach(ctx, load(ctx).chains, a.ChainCodes)
}

func (r agreementResolver) Dimensions(_ context.Context, a *registry.Agreement) ([]registry.DimensionState, error) {
	return r.registry.Dimensions(*a), nil
}

func (agreementResolver) WaitingFor(ctx context.Context, a *registry.Agreement) ([]registry.Organisation, error) {
	return organisations(ctx, a.WaitingFor())
}

func (agreementResolver) Supersedes(ctx context.Context, a *registry.Agreement) (*registry.Agreement, error) {
	return maybeAgreement(ctx, a.Supersedes)
}

func maybeAgreement(ctx context.Context, uuid *string) (*registry.Agreement, error) {
	if uuid == nil {
		return nil, nil
	}
	agreement, err := load(ctx).agreements.Load(ctx, *uuid)
	return &agreement, err
}

// SupersededBy returns the last amendment, for ids grow with time.
func (agreementResolver) SupersededBy(ctx context.Context, a *registry.Agreement) (*registry.Agreement, error) {
	amendments, err := load(ctx).amendments.Load(ctx, a.UUID)
	for _, amendment := range slices.Backward(amendments) {
		if amendment.Stage != registry.Abandoned {
			return &amendment, err
		}
	}
	return nil, err
}

func (agreementResolver) Reviews(ctx context.Context, a *registry.Agreement) ([]registry.PeerReview, error) {
	return orEmpty(load(ctx).reviews.Load(ctx, a.UUID))
}

func (agreementResolver) Evaluations(ctx context.Context, a *registry.Agreement) ([]registry.InformalEvaluation, error) {
	return orEmpty(load(ctx).evaluations.Load(ctx, a.UUID))
}

func (agreementResolver) Timeline(ctx context.Context, a *registry.Agreement, first *int, after *string, last *int, before *string) (registry.ChangeConnection, error) {
	return timeline(ctx, a.ID(), pageArgs(first, after, last, before))
}

func (agreementResolver) Pairs(ctx context.Context, a *registry.Agreement, first *int, after *string, last *int, before *string) (registry.AgreedPairConnection, error) {
	query, err := a.PairQuery(pageArgs(first, after, last, before))
	if err != nil {
		return registry.AgreedPairConnection{}, err
	}
	return load(ctx).pairPages.Load(ctx, &query)
}

func (agreementConnectionResolver) TotalCount(ctx context.Context, page *registry.AgreementConnection) (*int, error) {
	return nullable(load(ctx).agreementCounts.Load(ctx, &page.Query))
}

func (signatoryResolver) Partner(ctx context.Context, signatory *registry.Signatory) (registry.Partner, error) {
	return load(ctx).partners.Load(ctx, signatory.PartnerKey)
}

func (signatoryResolver) SignsFor(ctx context.Context, signatory *registry.Signatory) ([]registry.Partner, error) {
	return loadEach(ctx, load(ctx).partners, signatory.SignsFor)
}

func (refusalResolver) Party(ctx context.Context, refusal *registry.Refusal) (registry.Organisation, error) {
	return organisation(ctx, refusal.PartyID)
}
