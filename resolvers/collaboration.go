package resolvers

import (
	"context"
	"slices"

	"ketenkaart/graph"
	"ketenkaart/registry"
)

type (
	collaborationResolver           struct{ *Resolver }
	collaborationConnectionResolver struct{ *Resolver }
)

// Collaboration resolves the fields of a collaboration.
func (r *Resolver) Collaboration() graph.CollaborationResolver { return collaborationResolver{r} }

// CollaborationConnection resolves what is counted only when asked.
func (r *Resolver) CollaborationConnection() graph.CollaborationConnectionResolver {
	return collaborationConnectionResolver{r}
}

func (r queryResolver) Collaborations(ctx context.Context, filter *registry.CollaborationFilter, orderBy *registry.CollaborationOrder, _ *registry.Date, first *int, after *string, last *int, before *string) (*registry.CollaborationConnection, error) {
	return nullable(collaborationPage(ctx, "", filter, orderBy, pageArgs(first, after, last, before)))
}

// collaborationPage loads a page of those of a region, or with "" of all.
func collaborationPage(ctx context.Context, region string, filter *registry.CollaborationFilter, order *registry.CollaborationOrder, args registry.PageArgs) (registry.CollaborationConnection, error) {
	query, err := registry.CollaborationQueryOf(region, filter, order, args, load(ctx).asOf)
	if err != nil {
		return registry.CollaborationConnection{}, err
	}
	query.With = withOfCollaborations(ctx)
	page, err := load(ctx).collaborationPages.Load(ctx, &query)
	if err == nil {
		load(ctx).keepPartners(page)
	}
	return page, err
}

func (r mutationResolver) StartCollaboration(ctx context.Context, input registry.StartCollaborationInput) (*registry.CollaborationPayload, error) {
	return nullable(r.registry.StartCollaboration(ctx, input))
}

func (r mutationResolver) StartCollaborations(ctx context.Context, input registry.StartCollaborationsInput) (*registry.CollaborationsPayload, error) {
	return nullable(r.registry.StartCollaborations(ctx, input))
}

func (r mutationResolver) ChangeProfile(ctx context.Context, input registry.ChangeProfileInput) (*registry.CollaborationPayload, error) {
	return nullable(r.registry.ChangeProfile(ctx, input))
}

func (r mutationResolver) EndCollaboration(ctx context.Context, input registry.EndCollaborationInput) (*registry.CollaborationPayload, error) {
	return nullable(r.registry.EndCollaboration(ctx, input))
}

func (r mutationResolver) CorrectCollaboration(ctx context.Context, input graph.CorrectCollaborationInput) (*registry.CollaborationPayload, error) {
	return nullable(r.registry.CorrectCollaboration(ctx, registry.CollaborationCorrection{
		CollaborationID: input.CollaborationID, Version: input.Version, Since: optional(input.Since), Until: optional(input.Until),
		Profile: optional(input.Profile), Incidental: optional(input.Incidental), Motivation: optional(input.Motivation),
		Provenance: optional(input.Provenance), Reason: input.Reason, IdempotencyKey: input.IdempotencyKey.Value(),
	}))
}

func (r mutationResolver) VoidCollaboration(ctx context.Context, input registry.VoidCollaborationInput) (*registry.VoidPayload, error) {
	return nullable(r.registry.VoidCollaboration(ctx, input))
}

func (collaborationResolver) Region(ctx context.Context, c *registry.Collaboration) (registry.Region, error) {
	return load(ctx).regions.Load(ctx, c.RegionCode)
}

func (collaborationResolver) Partner(ctx context.Context, c *registry.Collaboration) (registry.Partner, error) {
	return load(ctx).partners.Load(ctx, c.PartnerKey)
}

func (r collaborationResolver) Suits(ctx context.Context, c *registry.Collaboration) (bool, error) {
	partner, err := r.Partner(ctx, c)
	return c.Profile.Suits(partner.CoreTasks, c.Incidental), err
}

func (collaborationResolver) Previous(ctx context.Context, c *registry.Collaboration) (*registry.Collaboration, error) {
	return beside(ctx, c, -1)
}

func (collaborationResolver) Next(ctx context.Context, c *registry.Collaboration) (*registry.Collaboration, error) {
	return beside(ctx, c, +1)
}

// beside returns the collaboration of the same pair that is so many places further in the order of since.
func beside(ctx context.Context, c *registry.Collaboration, places int) (*registry.Collaboration, error) {
	history, err := load(ctx).histories.Load(ctx, c.Pair())
	i := slices.IndexFunc(history, func(other registry.Collaboration) bool { return other.UUID == c.UUID }) + places
	if err != nil || i < 0 || i >= len(history) {
		return nil, err
	}
	return &history[i], nil
}

func (collaborationResolver) Agreements(ctx context.Context, c *registry.Collaboration, first *int, after *string, last *int, before *string) (registry.AgreementConnection, error) {
	both := &registry.AgreementFilter{Partners: []string{c.PartnerKey}}
	return agreementPage(ctx, registry.MakeID(registry.KindRegion, c.RegionCode), both, nil, pageArgs(first, after, last, before))
}

func (collaborationResolver) Evaluations(ctx context.Context, c *registry.Collaboration) ([]registry.InformalEvaluation, error) {
	return orEmpty(load(ctx).evaluationsOf.Load(ctx, c.UUID))
}

func (collaborationResolver) Timeline(ctx context.Context, c *registry.Collaboration, first *int, after *string, last *int, before *string) (registry.ChangeConnection, error) {
	return timeline(ctx, c.ID(), pageArgs(first, after, last, before))
}

func (collaborationConnectionResolver) TotalCount(ctx context.Context, page *registry.CollaborationConnection) (*int, error) {
	if page.Total != nil {
		return page.Total, nil
	}
	return nullable(load(ctx).collaborationCounts.Load(ctx, &page.Query))
}

type collaborationPayloadResolver struct{}

// CollaborationPayload resolves what a mutation of a collaboration gives.
func (r *Resolver) CollaborationPayload() graph.CollaborationPayloadResolver {
	return collaborationPayloadResolver{}
}

// Collaboration is null when the mutation was sent again after a void.
func (collaborationPayloadResolver) Collaboration(_ context.Context, payload *registry.CollaborationPayload) (*registry.Collaboration, error) {
	if payload.Collaboration.UUID == "" {
		return nil, nil
	}
	return &payload.Collaboration, nil
}
