package resolvers

import (
	"context"

	"ketenkaart/graph"
	"ketenkaart/registry"
)

type (
	gapsResolver     struct{ *Resolver }
	chainGapResolver struct{}
)

// Gaps resolves the lists of what a region misses.
func (r *Resolver) Gaps() graph.GapsResolver { return gapsResolver{r} }

// ChainGap resolves the fields of a chain that a region misses.
func (r *Resolver) ChainGap() graph.ChainGapResolver { return chainGapResolver{} }

func (r queryResolver) Gaps(ctx context.Context, regionCode string, certainty []registry.Certainty, _ *registry.Date) (*registry.Gaps, error) {
	return nullable(r.registry.Gaps(ctx, regionCode, certainty, load(ctx).asOf))
}

func (gapsResolver) Region(ctx context.Context, of *registry.Gaps) (registry.Region, error) {
	return load(ctx).regions.Load(ctx, of.RegionCode)
}

func (r gapsResolver) WithoutCollaboration(ctx context.Context, of *registry.Gaps, filter *registry.PartnerFilter, first *int, after *string, last *int, before *string) (page registry.PartnerConnection, err error) {
	query, err := of.WithoutCollaborationQuery(filter, pageArgs(first, after, last, before))
	if err != nil {
		return page, err
	}
	if query, err = r.registry.Narrowed(ctx, *of, query); err != nil {
		return page, err
	}
	return partnerPage(ctx, query)
}

func (r gapsResolver) AreaUnknown(ctx context.Context, of *registry.Gaps, filter *registry.PartnerFilter, first *int, after *string, last *int, before *string) (page registry.PartnerConnection, err error) {
	query, err := of.AreaUnknownQuery(filter, pageArgs(first, after, last, before))
	if err != nil {
		return page, err
	}
	if query, err = r.registry.Narrowed(ctx, *of, query); err != nil {
		return page, err
	}
	return partnerPage(ctx, query)
}

func (gapsResolver) NotAdopted(ctx context.Context, of *registry.Gaps, first *int, after *string, last *int, before *string) (page registry.PartnerConnection, err error) {
	query, err := of.NotAdoptedQuery(pageArgs(first, after, last, before))
	if err != nil {
		return page, err
	}
	return partnerPage(ctx, query)
}

func (r gapsResolver) Chains(ctx context.Context, of *registry.Gaps) ([]registry.ChainGap, error) {
	return r.registry.ChainGaps(ctx, *of)
}

func (chainGapResolver) Chain(ctx context.Context, gap *registry.ChainGap) (registry.Chain, error) {
	return load(ctx).chains.Load(ctx, gap.ChainCode)
}

func (r gapsResolver) BelowAmbition(ctx context.Context, of *registry.Gaps, first *int, after *string, last *int, before *string) (registry.CollaborationConnection, error) {
	return r.registry.GapCollaborations(ctx, *of, registry.BelowAmbition, pageArgs(first, after, last, before))
}

func (r gapsResolver) NotSuitable(ctx context.Context, of *registry.Gaps, first *int, after *string, last *int, before *string) (registry.CollaborationConnection, error) {
	return r.registry.GapCollaborations(ctx, *of, registry.NotSuitable, pageArgs(first, after, last, before))
}

func (r gapsResolver) WithoutAgreement(ctx context.Context, of *registry.Gaps, first *int, after *string, last *int, before *string) (registry.CollaborationConnection, error) {
	return r.registry.GapCollaborations(ctx, *of, registry.WithoutAgreement, pageArgs(first, after, last, before))
}
