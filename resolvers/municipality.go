package resolvers

import (
	"context"

	"ketenkaart/graph"
	"ketenkaart/registry"
)

type municipalityResolver struct{}

// Municipality resolves the fields of a municipality.
func (r *Resolver) Municipality() graph.MunicipalityResolver { return municipalityResolver{} }

func (r queryResolver) Municipality(ctx context.Context, code string, _ *registry.Date) (*registry.Municipality, error) {
	if err := registry.CheckKey("code", registry.KindMunicipality, code); err != nil {
		return nil, err
	}
	return municipalityByCode(ctx, code)
}

func (municipalityResolver) Region(ctx context.Context, municipality *registry.Municipality) (registry.Region, error) {
	return load(ctx).regions.Load(ctx, municipality.RegionCode)
}

func (municipalityResolver) Successor(ctx context.Context, municipality *registry.Municipality) (*registry.Municipality, error) {
	if municipality.SuccessorCode == nil {
		return nil, nil
	}
	return municipalityByCode(ctx, *municipality.SuccessorCode)
}

func municipalityByCode(ctx context.Context, code string) (*registry.Municipality, error) {
	return loadNode[registry.Municipality](ctx, registry.MakeID(registry.KindMunicipality, code))
}
