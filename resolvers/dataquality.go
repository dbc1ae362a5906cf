package resolvers

import (
	"context"

	"ketenkaart/graph"
	"ketenkaart/registry"
)

type dataQualityIssueResolver struct{}

// DataQualityIssue resolves what needs a look.
func (r *Resolver) DataQualityIssue() graph.DataQualityIssueResolver {
	return dataQualityIssueResolver{}
}

func (r queryResolver) DataQuality(ctx context.Context, kinds []registry.DataQualityKind, regionCode *string, certainty []registry.Certainty, _ *registry.Date, first *int, after *string, last *int, before *string) (*registry.DataQualityConnection, error) {
	return nullable(r.registry.DataQuality(ctx, registry.DataQualityQuery{
		Kinds: kinds, RegionCode: regionCode, Certainty: certainty, Args: pageArgs(first, after, last, before), AsOf: load(ctx).asOf,
	}))
}

func (dataQualityIssueResolver) Subject(ctx context.Context, issue *registry.DataQualityIssue) (registry.Node, error) {
	return thing[registry.Node](ctx, issue.SubjectID)
}
