package resolvers

import (
	"context"

	"ketenkaart/registry"
)

func (r queryResolver) Can(ctx context.Context, action string, subject, party *string) (*registry.Permission, error) {
	return nullable(r.registry.Can(ctx, registry.Action(action), subject, party))
}
