package resolvers

import (
	"context"

	"ketenkaart/registry"
)

func (r queryResolver) Trend(ctx context.Context, from, until registry.Date, step registry.TrendStep, filter *registry.CountFilter) ([]registry.TrendPoint, error) {
	return r.registry.Trend(ctx, registry.TrendQuery{From: from, Until: until, Step: step, Filter: orEverything(filter)})
}
