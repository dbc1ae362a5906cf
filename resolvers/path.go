package resolvers

import (
	"context"

	"ketenkaart/registry"
)

func (r queryResolver) Paths(ctx context.Context, from, to string, via []registry.NetworkEdgeKind, certainty []registry.Certainty, maxLength, first int, _ *registry.Date) ([]registry.NetworkPath, error) {
	return r.registry.Paths(ctx, registry.PathQuery{
		From: from, To: to, Via: via, Certainty: certainty, MaxLength: maxLength, First: first, AsOf: load(ctx).asOf,
	})
}
