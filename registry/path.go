package registry

import (
	"context"
	"fmt"
	"slices"
)

// maxPaths bounds how many ways are given.
const maxPaths = 25

// PathQuery asks for the shortest ways from one thing to another.
type PathQuery struct {
	// From and To are ids.
	From, To  string
	Via       []NetworkEdgeKind
	Certainty []Certainty
	// MaxLength is the most edges of a way, 1 to 6; First the most ways, 1 to 25.
	MaxLength, First int
	AsOf             Date
}

// NetworkPath is a way from one node of the network to another.
type NetworkPath struct {
	Nodes []NetworkNode
	// Edges are one fewer than Nodes.
	Edges []NetworkEdge
}

// Length is how many edges it has.
func (p NetworkPath) Length() int { return len(p.Edges) }

func (q *PathQuery) check() error {
	for _, err := range []error{checkNetworkID("from", q.From), checkNetworkID("to", q.To), checkList("via", q.Via), checkList("certainty", q.Certainty)} {
		if err != nil {
			return err
		}
	}
	if q.From == q.To {
		return Invalid(ReasonContradiction, "to", "is the same as from: a way leads to another thing")
	}
	if err := CheckCount("maxLength", q.MaxLength, maxSteps); err != nil {
		return err
	}
	return CheckCount("first", q.First, maxPaths)
}

// Paths returns the ways that a query asks for, in order of length, then of the ids of their nodes; none when there is no way.
// BAD_USER_INPUT; NOT_FOUND for an end that is not there on the day.
func (r *Registry) Paths(ctx context.Context, query PathQuery) ([]NetworkPath, error) {
	if err := query.check(); err != nil {
		return nil, err
	}
	view, err := r.networkAt(ctx, NetworkFilter{NodeKinds: AllNetworkNodeKinds(), EdgeKinds: query.Via, Certainty: query.Certainty}, query.AsOf)
	if err != nil {
		return nil, err
	}
	from, there := view.placeOf(query.From)
	if !there {
		return nil, NotFound(query.From).At("from")
	}
	to, there := view.placeOf(query.To)
	if !there {
		return nil, NotFound(query.To).At("to")
	}
	ways, err := view.graph.ShortestPaths(ctx, from, to, query.MaxLength, query.First)
	if err != nil {
		return nil, fmt.Errorf("look for ways from %s to %s: %w", query.From, query.To, err)
	}
	paths := make([]NetworkPath, len(ways))
	for i, way := range ways {
		paths[i] = view.path(way)
	}
	return paths, nil
}

// path writes out a way of nodes, with the heaviest edge between each two.
func (v *networkView) path(way []int32) (path NetworkPath) {
	for i, place := range way {
		path.Nodes = append(path.Nodes, v.node(place))
		if i > 0 {
			path.Edges = append(path.Edges, v.edge(v.heaviest(v.nodes[way[i-1]], v.nodes[place])))
		}
	}
	return path
}

// heaviest is the place of the heaviest edge between two neighbours, whichever way it leads.
func (v *networkView) heaviest(a, b int32) (heaviest int32) {
	most := 0.0
	for kind := range AllNetworkEdgeKinds() {
		for _, ends := range [][2]int32{{a, b}, {b, a}} {
			for _, place := range v.joining(uint8(kind+1), ends[0], ends[1]) {
				if weight := v.kept.edges[v.edges[place]].weight(); weight > most {
					most, heaviest = weight, place
				}
			}
		}
	}
	return heaviest
}

// joining returns the places of the edges of a kind that lead from one node to another, by their numbers.
func (v *networkView) joining(kind uint8, source, target int32) (places []int32) {
	wanted := keptEdge{kind: kind, source: source, target: target}
	for place := v.first(wanted); place < len(v.edges) && v.kept.edges[v.edges[place]].joins(wanted); place++ {
		places = append(places, int32(place))
	}
	return places
}

// first is the place of the first edge that is not before another.
func (v *networkView) first(wanted keptEdge) int {
	place, _ := slices.BinarySearchFunc(v.edges, wanted, func(i int32, wanted keptEdge) int { return compareEdges(v.kept.edges[i], wanted) })
	return place
}
