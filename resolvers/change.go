package resolvers

import (
	"context"

	"ketenkaart/graph"
	"ketenkaart/registry"
)

type changeItemResolver struct{}

// ChangeItem resolves the fields of a thing that a change touched.
func (r *Resolver) ChangeItem() graph.ChangeItemResolver { return changeItemResolver{} }

func (r queryResolver) Changes(ctx context.Context, filter *registry.ChangeFilter, afterRevision *int, first *int, after *string, last *int, before *string) (registry.ChangeConnection, error) {
	return r.registry.Changes(ctx, filter, afterRevision, pageArgs(first, after, last, before))
}

func (changeItemResolver) Subject(ctx context.Context, item *registry.ChangeItem) (registry.Node, error) {
	return load(ctx).nodes.Load(ctx, item.SubjectID)
}
