package registry

import (
	"context"
	"fmt"
	"math"
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

// AllNetworkLayouts lists them.
func AllNetworkLayouts() []NetworkLayout {
	return []NetworkLayout{LayoutGeographic, LayoutStress, LayoutBipartite, LayoutCircle}
}

// networkPicture is the nodes of a network that are shown, and where they lie.
type networkPicture struct {
	view *networkView
	// nodes are places in the view, in order.
	nodes []int32

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
	for i, at := range found {
		found[i] = network.Point{X: rounded(at.X), Y: rounded(at.Y)}
	}
	p.positions[layout] = found
	return found, nil
}

// rounded leaves what can be seen: a hundredth of a point.
func rounded(x float64) float64 { return math.Round(x*1e5) / 1e5 }

func (p *networkPicture) layOut(ctx context.Context, layout NetworkLayout) ([]network.Point, error) {
	bodies, first := make([]network.Body, len(p.nodes)), make([]bool, len(p.nodes))
	for i := range p.nodes {
		node := p.node(i)
		var at *network.Point
		if node.location != nil {
			at = new(network.OnMap(node.location.Latitude, node.location.Longitude))
		}
		bodies[i], first[i] = network.Labelled(node.id, node.label, at), node.kind == p.node(0).kind
	}
	switch graph := p.graph(); layout {
	case LayoutStress:
		return network.Stress(ctx, graph, bodies)
	case LayoutBipartite:
		return network.Bipartite(ctx, graph, bodies, first)
	case LayoutCircle:
		return network.Circle(ctx, graph, bodies)
	default:
		return network.Geographic(ctx, graph, bodies)
	}
}

// node is the one that is shown there.
func (p *networkPicture) node(shown int) keptNode {
	return p.view.kept.nodes[p.view.nodes[p.nodes[shown]]]
}

// maxLayoutEdges bounds by how many edges nodes are laid out.
const maxLayoutEdges = 5 * maxNetworkEdges

// graph joins what is shown by the edges of any period that the filter means, the first of them if they are too many. What
// joined two nodes, or will, counts as what does now, so that nodes keep their places when the date moves.
func (p *networkPicture) graph() *network.Graph {
	// Nodes of the kept network that are shown, counted from 1 in their order; 0 is not shown.
	shown := make([]int32, len(p.view.kept.nodes))
	for i, place := range p.nodes {
		shown[p.view.nodes[place]] = int32(i + 1)
	}
	var edges []network.Edge
	for _, edge := range p.view.kept.edges {
		a, b := shown[edge.source], shown[edge.target]
		if a == 0 || b == 0 || !p.view.meant.has(&edge) {
			continue
		}
		if len(edges) == maxLayoutEdges {
			break
		}
		edges = append(edges, network.Edge{A: a - 1, B: b - 1, Weight: edge.weight()})
	}
	return network.New(len(p.nodes), edges)
}
