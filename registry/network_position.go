package registry

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"ketenkaart/network"
)

// NetworkLayout is a way to put nodes in a picture.
type NetworkLayout string

// The layouts.
const (
	LayoutGeographic NetworkLayout = "GEOGRAPHIC"
	LayoutStress     NetworkLayout = "STRESS"
	LayoutBipartite  NetworkLayout = "BIPARTITE"
	LayoutCircle     NetworkLayout = "CIRCLE"
)

// networkPicture is the nodes and edges of a network that are shown, and where they lie.
type networkPicture struct {
	view *networkView
	// nodes are places in the view, in order.
	nodes []int32
	edges []int32

	mutex     sync.Mutex
	positions map[NetworkLayout][]network.Point
}

// Positions returns where the nodes of the network lie, in their order, from 0 to 1: x to the right, y down.
func (n Network) Positions(ctx context.Context, layout NetworkLayout) ([]network.Point, error) {
	return n.picture.lay(ctx, layout)
}

// Position returns where the node lies; nil for one that no network shows, such as that of a path.
func (n NetworkNode) Position(ctx context.Context, layout NetworkLayout) (*network.Point, error) {
	if n.picture == nil {
		return nil, nil
	}
	shown, there := slices.BinarySearch(n.picture.nodes, n.place)
	if !there {
		return nil, nil
	}
	positions, err := n.picture.lay(ctx, layout)
	if err != nil {
		return nil, err
	}
	return &positions[shown], nil
}

// lay works out a layout once.
func (p *networkPicture) lay(ctx context.Context, layout NetworkLayout) ([]network.Point, error) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if known, there := p.positions[layout]; there {
		return known, nil
	}
	found, err := p.layOut(ctx, layout)
	if err != nil {
		return nil, fmt.Errorf("lay out the network: %w", err)
	}
	p.positions[layout] = found
	return found, nil
}

func (p *networkPicture) layOut(ctx context.Context, layout NetworkLayout) ([]network.Point, error) {
	kept := p.view.kept
	bodies, regions := make([]network.Body, len(p.nodes)), make([]bool, len(p.nodes))
	for i, place := range p.nodes {
		node := kept.nodes[p.view.nodes[place]]
		var at *network.Point
		if node.location != nil {
			at = new(network.OnMap(node.location.Latitude, node.location.Longitude))
		}
		bodies[i], regions[i] = network.Labelled(node.id, node.label, at), node.kind == RegionNode
	}
	switch graph := p.graph(); layout {
	case LayoutStress:
		return network.Stress(ctx, graph, bodies)
	case LayoutBipartite:
		return network.Bipartite(ctx, graph, bodies, regions)
	case LayoutCircle:
		return network.Circle(ctx, graph, bodies)
	default:
		return network.Geographic(ctx, graph, bodies)
	}
}

// graph is that of what is shown.
func (p *networkPicture) graph() *network.Graph {
	edges := make([]network.Edge, len(p.edges))
	for i, place := range p.edges {
		edge := p.view.kept.edges[p.view.edges[place]]
		edges[i] = network.Edge{A: p.shown(edge.source), B: p.shown(edge.target), Weight: edge.weight()}
	}
	return network.New(len(p.nodes), edges)
}

// shown is where a node of the kept network stands among those that are shown.
func (p *networkPicture) shown(number int32) int32 {
	place, _ := slices.BinarySearch(p.view.nodes, number)
	shown, _ := slices.BinarySearch(p.nodes, int32(place))
	return int32(shown)
}
