package resolvers

import (
	"context"

	"ketenkaart/registry"
)

func (r queryResolver) Can(ctx context.Context, action registry.Action, subject, party *string) (*registry.Permission, error) {
	return nullable(r.registry.Can(ctx, action, subject, party))
}
