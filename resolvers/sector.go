package resolvers

import (
	"context"

	"ketenkaart/graph"
	"ketenkaart/registry"
)

type sectorResolver struct{ *Resolver }

// Sector resolves the fields of a sector.
func (r *Resolver) Sector() graph.SectorResolver { return sectorResolver{r} }

func (r queryResolver) Sector(ctx context.Context, code string, _ *registry.Date) (*registry.Sector, error) {
	if err := registry.CheckKey("code", registry.KindSector, code); err != nil {
		return nil, err
	}
	return orNull(load(ctx).sectors.Load(ctx, code))
}

func (r queryResolver) Sectors(ctx context.Context, _ *registry.Date) (sectors []registry.Sector, err error) {
	err = r.registry.View(ctx, func(ctx context.Context, reader registry.Reader) error {
		sectors, err = orEmpty(reader.Sectors(ctx, nil))
		return err
	})
	return sectors, err
}

func (r mutationResolver) CreateSector(ctx context.Context, input registry.CreateSectorInput) (*registry.SectorPayload, error) {
	return nullable(r.registry.CreateSector(ctx, input))
}

func (r mutationResolver) UpdateSector(ctx context.Context, input graph.UpdateSectorInput) (*registry.SectorPayload, error) {
	return nullable(r.registry.UpdateSector(ctx, registry.SectorPatch{
		SectorID: input.SectorID, Version: input.Version, Name: optional(input.Name), Ambition: optional(input.Ambition),
		IdempotencyKey: input.IdempotencyKey.Value(),
	}))
}

func (r sectorResolver) Partners(ctx context.Context, sector *registry.Sector, filter *registry.PartnerFilter, orderBy *registry.PartnerOrder, first *int, after *string, last *int, before *string) (registry.PartnerConnection, error) {
	within := orAll(filter)
	if within.Sectors != nil {
		return registry.PartnerConnection{}, registry.Invalid(registry.ReasonContradiction, "filter.sectors", "the list is of one sector already")
	}
	within.Sectors = []string{sector.Code}
	return partnersOf(ctx, &within, orderBy, pageArgs(first, after, last, before))
}
