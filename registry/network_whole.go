package registry

import (
	"context"
	"iter"

	"ketenkaart/network"
)

// WholeNetwork is all that a filter leaves of the network, however much that is: nodes and edges are made one at a time.
type WholeNetwork struct {
	// AsOf is the day that it is of, or when it is of all periods, that of its filter of partners.
	AsOf     Date
	Revision int
	// NodeCount and EdgeCount are how many there are.
	NodeCount, EdgeCount int

	view *networkView
}

// WholeNetwork returns all that a filter leaves at a day. BAD_USER_INPUT; NOT_FOUND for what is around nothing.
func (r *Registry) WholeNetwork(ctx context.Context, filter NetworkFilter, asOf Date) (WholeNetwork, error) {
	if err := filter.check(); err != nil {
		return WholeNetwork{}, err
	}
	view, err := r.networkAt(ctx, filter, asOf)
	if err != nil {
		return WholeNetwork{}, err
	}
	return view.whole(), nil
}

// NetworkOfAllPeriods returns all that a filter leaves, whenever it held; the partners are those of which the filter holds on the
// day. BAD_USER_INPUT; NOT_FOUND for what is around nothing.
func (r *Registry) NetworkOfAllPeriods(ctx context.Context, filter NetworkFilter, asOf Date) (WholeNetwork, error) {
	if err := filter.check(); err != nil {
		return WholeNetwork{}, err
	}
	kept, err := r.keptAt(ctx)
	if err != nil {
		return WholeNetwork{}, err
	}
	if around := filter.Around; around != nil {
		if _, there := kept.numbers[around.ID]; !there {
			return WholeNetwork{}, NotFound(around.ID).At("filter.around.id")
		}
	}
	view, err := r.viewed(ctx, &networkView{kept: kept, asOf: asOf, ever: true, measuring: r.networks.measuring}, filter)
	if err != nil {
		return WholeNetwork{}, err
	}
	return view.whole(), nil
}

func (v *networkView) whole() WholeNetwork {
	return WholeNetwork{AsOf: v.asOf, Revision: v.kept.revision, NodeCount: len(v.nodes), EdgeCount: len(v.edges), view: v}
}

// Nodes are in order of kind, then id.
func (n WholeNetwork) Nodes() iter.Seq[NetworkNode] {
	return func(yield func(NetworkNode) bool) {
		for place := range n.view.nodes {
			if !yield(n.view.node(int32(place))) {
				return
			}
		}
	}
}

// Edges are in order of kind, then of the ids of their ends, then since: those of the same two nodes stand together.
func (n WholeNetwork) Edges() iter.Seq[NetworkEdge] {
	return func(yield func(NetworkEdge) bool) {
		for place := range n.view.edges {
			if !yield(n.view.edge(int32(place))) {
				return
			}
		}
	}
}

// Positions returns where the nodes lie, in their order, from 0 to 1: x to the right, y down; nil when there are more nodes or
// edges than a Network shows at most, for then no picture can be read.
func (n WholeNetwork) Positions(ctx context.Context, layout NetworkLayout) ([]network.Point, error) {
	if n.NodeCount > maxNetworkNodes || n.EdgeCount > maxNetworkEdges {
		return nil, nil
	}
	return n.view.show(maxNetworkNodes, maxNetworkEdges).Positions(ctx, layout)
}

// Degree is how many neighbours the node has in what its network's filter leaves.
func (n NetworkNode) Degree() int { return n.view.graph.Degree(n.place) }

// Existence bounds the thing's own existence; nil is not known, or open.
func (n NetworkNode) Existence() (since, until *Date) {
	node := n.view.kept.nodes[n.view.nodes[n.place]]
	return node.since.date(), node.until.date()
}
