package resolvers

import (
	"context"

	"ketenkaart/graph"
	"ketenkaart/registry"
)

type (
	sharedPartnerResolver           struct{}
	sharedPartnerConnectionResolver struct{ *Resolver }
)

// SharedPartner resolves the fields of a partner that regions have in common.
func (r *Resolver) SharedPartner() graph.SharedPartnerResolver { return sharedPartnerResolver{} }

// SharedPartnerConnection resolves what is counted only when asked.
func (r *Resolver) SharedPartnerConnection() graph.SharedPartnerConnectionResolver {
	return sharedPartnerConnectionResolver{r}
}

func (r queryResolver) SharedPartners(ctx context.Context, regions []string, atLeast *int, filter *registry.PartnerFilter, profiles []registry.Profile, certainty []registry.Certainty, _ *registry.Date, first *int, after *string, last *int, before *string) (*registry.SharedPartnerConnection, error) {
	of := registry.SharedPartners{Regions: regions, AtLeast: atLeast, Profiles: profiles, Certainty: certainty}
	return nullable(r.registry.SharedPartners(ctx, of, filter, pageArgs(first, after, last, before), load(ctx).asOf))
}

func (sharedPartnerResolver) Collaborations(ctx context.Context, shared *registry.SharedPartner) ([]registry.Collaboration, error) {
	loaders := load(ctx)
	return orEmpty(loaders.collaborations.Load(ctx, collaborationsOf{shared.Partner.Key, loaders.filters.one(&shared.With)}))
}

func (sharedPartnerResolver) Adoption(ctx context.Context, shared *registry.SharedPartner) (*registry.Adoption, error) {
	return load(ctx).adoptions.Load(ctx, shared.Partner.Key)
}

func (sharedPartnerConnectionResolver) TotalCount(ctx context.Context, page *registry.SharedPartnerConnection) (*int, error) {
	return nullable(load(ctx).partnerCounts.Load(ctx, &page.Query))
}

func (r sharedPartnerConnectionResolver) Facets(ctx context.Context, page *registry.SharedPartnerConnection) (*registry.PartnerFacets, error) {
	return nullable(r.registry.PartnerFacets(ctx, page.Query))
}
