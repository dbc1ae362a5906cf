package resolvers

import (
	"context"

	"ketenkaart/registry"
)

func (r mutationResolver) SetMilestones(ctx context.Context, input registry.SetMilestonesInput) (*registry.MilestonesPayload, error) {
	return nullable(r.registry.SetMilestones(ctx, input))
}
