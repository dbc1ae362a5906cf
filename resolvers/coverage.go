package resolvers

import (
	"context"

	"ketenkaart/graph"
	"ketenkaart/registry"
)

type regionCoverageResolver struct{}

// RegionCoverage resolves the fields of a region's coverage.
func (r *Resolver) RegionCoverage() graph.RegionCoverageResolver { return regionCoverageResolver{} }

func (r queryResolver) Coverage(ctx context.Context, sectorCode, chainCode *string, _ *registry.Date) (*registry.Coverage, error) {
	return nullable(r.registry.Coverage(ctx, sectorCode, chainCode, load(ctx).asOf))
}

func (regionCoverageResolver) Region(ctx context.Context, of *registry.RegionCoverage) (registry.Region, error) {
	return load(ctx).regions.Load(ctx, of.RegionCode)
}

func (regionCoverageResolver) Agreements(ctx context.Context, of *registry.RegionCoverage) ([]registry.Agreement, error) {
	return loadEach(ctx, load(ctx).agreements, of.AgreementUUIDs)
}
