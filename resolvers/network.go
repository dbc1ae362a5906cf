package resolvers

import (
	"context"

	"ketenkaart/graph"
	"ketenkaart/registry"
)

type (
	networkNodeResolver struct{}
	networkEdgeResolver struct{}
)

// NetworkNode resolves the fields of a node of a network.
func (r *Resolver) NetworkNode() graph.NetworkNodeResolver { return networkNodeResolver{} }

// NetworkEdge resolves the fields of an edge of a network.
func (r *Resolver) NetworkEdge() graph.NetworkEdgeResolver { return networkEdgeResolver{} }

func (r queryResolver) Network(ctx context.Context, filter *registry.NetworkFilter, _ *registry.Date, maxNodes, maxEdges int) (*registry.Network, error) {
	query := registry.NetworkQuery{AsOf: load(ctx).asOf, MaxNodes: maxNodes, MaxEdges: maxEdges}
	if filter != nil {
		query.Filter = *filter
	}
	return nullable(r.registry.Network(ctx, query))
}

func (networkNodeResolver) Key(ctx context.Context, node *registry.NetworkNode) (string, error) {
	return atDate(ctx, node.ThingID), nil
}

func (networkNodeResolver) Thing(ctx context.Context, node *registry.NetworkNode) (registry.Node, error) {
	return load(ctx).nodes.Load(ctx, node.ThingID)
}

func (networkEdgeResolver) Source(ctx context.Context, edge *registry.NetworkEdge) (string, error) {
	return atDate(ctx, edge.SourceID), nil
}

func (networkEdgeResolver) Target(ctx context.Context, edge *registry.NetworkEdge) (string, error) {
	return atDate(ctx, edge.TargetID), nil
}

func (networkEdgeResolver) Thing(ctx context.Context, edge *registry.NetworkEdge) (registry.Node, error) {
	if edge.ThingID == "" {
		return nil, nil
	}
	return load(ctx).nodes.Load(ctx, edge.ThingID)
}
