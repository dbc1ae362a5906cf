package resolvers

import (
	"context"

	"ketenkaart/registry"
)

func (queryResolver) Viewer(ctx context.Context) (*registry.Viewer, error) {
	return registry.ViewerFrom(ctx), nil
}
