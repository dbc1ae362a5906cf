package resolvers

import (
	"context"

	"ketenkaart/registry"
)

func (r queryResolver) Labels(_ context.Context, language registry.Language) ([]registry.Label, error) {
	return r.registry.Labels(language), nil
}
