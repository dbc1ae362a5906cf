package resolvers

import (
	"context"

	"ketenkaart/graph"
	"ketenkaart/registry"
)

type registryResolver struct{ *Resolver }

// Registry resolves the fields of the register as a whole.
func (r *Resolver) Registry() graph.RegistryResolver { return registryResolver{r} }

func (r queryResolver) Registry(ctx context.Context) (registry.State, error) {
	return r.registry.State(ctx)
}

func (r registryResolver) Version(context.Context, *registry.State) (string, error) {
	return r.version, nil
}

func (r queryResolver) Search(ctx context.Context, text string, first int, _ *registry.Date) ([]registry.Named, error) {
	found, err := r.registry.Search(ctx, text, first, load(ctx).asOf, withOfPartner(ctx))
	if err != nil {
		return nil, err
	}
	load(ctx).keep(found.With, found.Included)
	return found.Things, nil
}
