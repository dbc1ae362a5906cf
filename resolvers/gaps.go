package resolvers

import (
	"context"

	"ketenkaart/graph"
	"ketenkaart/registry"
)

type gapsResolver struct{ *Resolver }

// Gaps resolves the lists of what a region misses.
func (r *Resolver) Gaps() graph.GapsResolver { return gapsResolver{r} }

func (r queryResolver) Gaps(ctx context.Context, regionCode string, certainty []registry.Certainty, _ *registry.Date) (*registry.Gaps, error) {
	return nullable(r.registry.Gaps(ctx, regionCode, certainty, load(ctx).asOf))
}

func (gapsResolver) Region(ctx context.Context, of *registry.Gaps) (registry.Region, error) {
	return load(ctx).regions.Load(ctx, of.RegionCode)
}

func (gapsResolver) WithoutCollaboration(ctx context.Context, of *registry.Gaps, filter *registry.PartnerFilter, first *int, after *string, last *int, before *string) (page registry.PartnerConnection, err error) {
	query, err := of.WithoutCollaborationQuery(filter, pageArgs(first, after, last, before))
	if err != nil {
		return page, err
	}
	return partnerPage(ctx, query)
}

func (gapsResolver) AreaUnknown(ctx context.Context, of *registry.Gaps, filter *registry.PartnerFilter, first *int, after *string, last *int, before *string) (page registry.PartnerConnection, err error) {
	query, err := of.AreaUnknownQuery(filter, pageArgs(first, after, last, before))
	if err != nil {
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
