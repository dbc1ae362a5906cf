package resolvers

import (
	"context"

	"ketenkaart/registry"
)

func (r queryResolver) Track(context.Context) ([]registry.TrackStep, error) {
	return orEmpty(r.registry.Guide().Track, nil)
}

func (r queryResolver) Subjects(context.Context) ([]registry.Subject, error) {
	return orEmpty(r.registry.Guide().Subjects, nil)
}

func (r queryResolver) Frameworks(context.Context) ([]registry.Framework, error) {
	return orEmpty(r.registry.Guide().Frameworks, nil)
}
