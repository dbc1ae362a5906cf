package resolvers

import (
	"context"

	"ketenkaart/graph"
	"ketenkaart/registry"
)

type (
	changeResolver     struct{}
	changeItemResolver struct{}

	changeConnectionResolver     struct{}
	changeItemConnectionResolver struct{}
)

// Change resolves the fields of a change.
func (r *Resolver) Change() graph.ChangeResolver { return changeResolver{} }

// ChangeConnection resolves what is counted only when asked.
func (r *Resolver) ChangeConnection() graph.ChangeConnectionResolver {
	return changeConnectionResolver{}
}

// ChangeItemConnection resolves what is counted only when asked.
func (r *Resolver) ChangeItemConnection() graph.ChangeItemConnectionResolver {
	return changeItemConnectionResolver{}
}

// ChangeItem resolves the fields of a thing that a change touched.
func (r *Resolver) ChangeItem() graph.ChangeItemResolver { return changeItemResolver{} }

func (r queryResolver) Changes(ctx context.Context, filter *registry.ChangeFilter, afterRevision *int, first *int, after *string, last *int, before *string) (*registry.ChangeConnection, error) {
	return nullable(changePage(ctx, filter, afterRevision, pageArgs(first, after, last, before)))
}

// changePage loads a page of the feed.
func changePage(ctx context.Context, filter *registry.ChangeFilter, afterRevision *int, args registry.PageArgs) (registry.ChangeConnection, error) {
	query, err := registry.ChangeQueryOf(filter, afterRevision, args)
	if err != nil {
		return registry.ChangeConnection{}, err
	}
	return load(ctx).changePages.Load(ctx, &query)
}

// timeline loads a page of the changes that touched a thing.
func timeline(ctx context.Context, id string, args registry.PageArgs) (registry.ChangeConnection, error) {
	return changePage(ctx, &registry.ChangeFilter{Subjects: []string{id}}, nil, args)
}

func (changeConnectionResolver) TotalCount(ctx context.Context, page *registry.ChangeConnection) (*int, error) {
	return nullable(load(ctx).changeCounts.Load(ctx, &page.Query))
}

func (changeResolver) Items(ctx context.Context, change *registry.Change, first *int, after *string, last *int, before *string) (registry.ChangeItemConnection, error) {
	query, err := change.ItemQuery(pageArgs(first, after, last, before))
	if err != nil {
		return registry.ChangeItemConnection{}, err
	}
	return load(ctx).changeItems.Load(ctx, &query)
}

func (changeItemConnectionResolver) TotalCount(ctx context.Context, page *registry.ChangeItemConnection) (int, error) {
	return load(ctx).changeItemCounts.Load(ctx, &page.Query)
}

func (changeItemResolver) Subject(ctx context.Context, item *registry.ChangeItem) (registry.Node, error) {
	return load(ctx).nodes.Load(ctx, item.SubjectID)
}
