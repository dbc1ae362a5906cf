package resolvers

import (
	"context"

	"ketenkaart/graph"
	"ketenkaart/registry"
)

type (
	regionResolver    struct{ *Resolver }
	neighbourResolver struct{}
)

// Region resolves the fields of a region.
func (r *Resolver) Region() graph.RegionResolver { return regionResolver{r} }

// Neighbour resolves the fields of a neighbour.
func (r *Resolver) Neighbour() graph.NeighbourResolver { return neighbourResolver{} }

func (r queryResolver) Region(ctx context.Context, code string, _ *registry.Date) (*registry.Region, error) {
	if err := registry.CheckKey("code", registry.KindRegion, code); err != nil {
		return nil, err
	}
	return orNull(load(ctx).regions.Load(ctx, code))
}

func (r queryResolver) Regions(ctx context.Context, codes []string, _ *registry.Date) (regions []registry.Region, err error) {
	if err := registry.CheckKeys("codes", registry.KindRegion, codes); err != nil {
		return nil, err
	}
	err = r.registry.View(ctx, func(ctx context.Context, reader registry.Reader) error {
		regions, err = reader.Regions(ctx, codes)
		return err
	})
	return regions, err
}

func (r mutationResolver) UpdateRegion(ctx context.Context, input graph.UpdateRegionInput) (*registry.RegionPayload, error) {
	return nullable(r.registry.UpdateRegion(ctx, registry.RegionPatch{
		RegionID: input.RegionID, Version: input.Version, OfficialName: optional(input.OfficialName),
		ShortName: optional(input.ShortName), Aliases: optionalList(input.Aliases),
		VisitingAddress: optional(input.VisitingAddress), Website: optional(input.Website),
		Identifiers: optional(input.Identifiers), Inhabitants: optional(input.Inhabitants),
		Provenance: optional(input.Provenance), IdempotencyKey: input.IdempotencyKey.Value(),
	}))
}

func (regionResolver) Municipalities(ctx context.Context, region *registry.Region) ([]registry.Municipality, error) {
	return orEmpty(load(ctx).municipalities.Load(ctx, region.Code))
}

func (regionResolver) Neighbours(ctx context.Context, region *registry.Region) ([]registry.Neighbour, error) {
	return orEmpty(load(ctx).neighbours.Load(ctx, region.Code))
}

func (regionResolver) Collaborations(ctx context.Context, region *registry.Region, filter *registry.CollaborationFilter, orderBy *registry.CollaborationOrder, first *int, after *string, last *int, before *string) (registry.CollaborationConnection, error) {
	return collaborationPage(ctx, region.Code, filter, orderBy, pageArgs(first, after, last, before))
}

func (regionResolver) Adoptions(ctx context.Context, region *registry.Region, certainty []registry.Certainty, period *registry.PeriodFilter, first *int, after *string, last *int, before *string) (registry.AdoptionConnection, error) {
	return adoptionPage(ctx, region.Code, certainty, period, pageArgs(first, after, last, before))
}

func (regionResolver) Agreements(ctx context.Context, region *registry.Region, filter *registry.AgreementFilter, first *int, after *string, last *int, before *string) (registry.AgreementConnection, error) {
	return agreementPage(ctx, region.ID(), filter, nil, pageArgs(first, after, last, before))
}

func (regionResolver) Counterparts(_ context.Context, region *registry.Region, certainty []registry.Certainty) (registry.Counterparts, error) {
	return registry.Counterparts{RegionCode: region.Code, Certainty: certainty}, nil
}

func (neighbourResolver) Region(ctx context.Context, neighbour *registry.Neighbour) (registry.Region, error) {
	return load(ctx).regions.Load(ctx, neighbour.RegionCode)
}
