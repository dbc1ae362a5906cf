package registry

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"ketenkaart/network"
)

// networkView is what a filter leaves of the network at a day. It may be read at once by many.
type networkView struct {
	kept *keptNetwork
	asOf Date
	// ever says that it is of all periods; asOf is then the day of the filter of partners alone.
	ever bool
	// nodes and edges are places in those of kept, in their order; ends are those of edges as places in nodes.
	nodes, edges []int32
	graph        *network.Graph
	meant        meantEdges
	// measured are the measures once they were asked for; measuring is held by who works them out, of all views one at a time.
	measured  *network.Measures
	measuring chan struct{}
}

// newNetworkView returns what the filter leaves of the kept network at a day. NOT_FOUND for what is around nothing.
func (r *Registry) newNetworkView(ctx context.Context, kept *keptNetwork, filter NetworkFilter, asOf Date) (*networkView, error) {
	if around := filter.Around; around != nil && !kept.has(around.ID, asOf) {
		return nil, NotFound(around.ID).At("filter.around.id")
	}
	return r.viewed(ctx, &networkView{kept: kept, asOf: asOf, measuring: r.networks.measuring}, filter)
}

// viewed reads which partners the filter means, and takes the rest from the kept network of the view.
func (r *Registry) viewed(ctx context.Context, v *networkView, filter NetworkFilter) (*networkView, error) {
	var partners map[string]bool
	if filter.Partners != nil {
		var err error
		if partners, err = r.partnersOf(ctx, *filter.Partners, v.asOf); err != nil {
			return nil, err
		}
	}
	v.take(v.withCentre(v.choose(filter, partners), filter), filter)
	if filter.Around != nil {
		v.take(v.around(*filter.Around), filter)
	}
	if filter.MinDegree != nil {
		v.take(v.withCentre(v.ofDegree(*filter.MinDegree), filter), filter)
	}
	return v, nil
}

// withCentre marks what the rest lies around too: it belongs to its surroundings, whatever else the filter means.
func (v *networkView) withCentre(chosen []bool, filter NetworkFilter) []bool {
	if filter.Around != nil {
		chosen[v.kept.numbers[filter.Around.ID]] = true
	}
	return chosen
}

// partnersOf reads the keys of the partners that a filter means.
func (r *Registry) partnersOf(ctx context.Context, filter PartnerFilter, asOf Date) (map[string]bool, error) {
	keys := map[string]bool{}
	query := PartnerQuery{Filter: filter, Order: PartnerOrder{Field: ByName, Direction: Ascending}, AsOf: asOf, With: With{Brief: true}}
	for page, err := range r.PartnerPages(ctx, query) {
		if err != nil {
			return nil, fmt.Errorf("read the partners of the network: %w", err)
		}
		for _, partner := range page {
			keys[partner.Key] = true
		}
	}
	return keys, nil
}

// has says whether the thing is a node of the network on the day.
func (k *keptNetwork) has(id string, asOf Date) bool {
	number, there := k.numbers[id]
	return there && k.nodes[number].exists(dayNumberOf(&asOf, noSince))
}

// choose marks the nodes of kept that the filter means, but for what is around one and for degrees.
func (v *networkView) choose(filter NetworkFilter, partners map[string]bool) []bool {
	day := dayNumberOf(&v.asOf, noSince)
	chosen := make([]bool, len(v.kept.nodes))
	for number, node := range v.kept.nodes {
		switch {
		case !slices.Contains(filter.nodeKinds(), node.kind) || !v.ever && !node.exists(day):
		case node.kind == RegionNode:
			chosen[number] = anyOf(filter.Regions, node.key())
		case node.kind == PartnerNode:
			chosen[number] = partners == nil || partners[node.key()]
		default:
			chosen[number] = true
		}
	}
	return chosen
}

// take leaves the chosen nodes, and the edges of the filter between them.
func (v *networkView) take(chosen []bool, filter NetworkFilter) {
	v.nodes, v.edges = nil, nil
	place := make([]int32, len(chosen))
	for number := range chosen {
		place[number] = int32(len(v.nodes))
		if chosen[number] {
			v.nodes = append(v.nodes, int32(number))
		}
	}
	v.meant = filter.meantEdges()
	day := dayNumberOf(&v.asOf, noSince)
	var ends []network.Edge
	for i := range v.kept.edges {
		edge := &v.kept.edges[i]
		if chosen[edge.source] && chosen[edge.target] && (v.ever || edge.holds(day)) && v.meant.has(edge) {
			v.edges = append(v.edges, int32(i))
			ends = append(ends, network.Edge{A: place[edge.source], B: place[edge.target], Weight: edge.weight()})
		}
	}
	v.graph = network.New(len(v.nodes), ends)
}

// meantEdges are those that a filter means, by what they are: for each kind, profile and certainty, whether it does.
type meantEdges struct{ kinds, profiles, certainties []bool }

func (f NetworkFilter) meantEdges() meantEdges {
	meant := meantEdges{places(AllNetworkEdgeKinds(), f.edgeKinds()), places(AllProfiles(), f.Profiles), places(AllCertainties(), f.Certainty)}
	meant.profiles[0] = true // what has no profile is not narrowed by one
	return meant
}

func (m meantEdges) has(edge *keptEdge) bool {
	return m.kinds[edge.kind] && m.profiles[edge.profile] && m.certainties[edge.certainty]
}

// around marks the nodes within so many steps of one.
func (v *networkView) around(around AroundInput) []bool {
	chosen := make([]bool, len(v.kept.nodes))
	start, _ := v.placeOf(around.ID)
	chosen[v.nodes[start]] = true
	frontier := []int32{start}
	for range around.Steps {
		var next []int32
		for _, node := range frontier {
			for _, neighbour := range v.graph.Neighbours(node) {
				if number := v.nodes[neighbour]; !chosen[number] {
					chosen[number] = true
					next = append(next, neighbour)
				}
			}
		}
		frontier = next
	}
	return chosen
}

// placeOf is the place of a thing in the view.
func (v *networkView) placeOf(id string) (int32, bool) {
	number, there := v.kept.numbers[id]
	if !there {
		return 0, false
	}
	place, found := slices.BinarySearch(v.nodes, number)
	return int32(place), found
}

// ofDegree marks the nodes with so many neighbours at least.
func (v *networkView) ofDegree(least int) []bool {
	chosen := make([]bool, len(v.kept.nodes))
	for place, number := range v.nodes {
		chosen[number] = v.graph.Degree(int32(place)) >= least
	}
	return chosen
}

// strongest returns the places of at most so many nodes, those with the most neighbours first chosen, in order.
func (v *networkView) strongest(most int) []int32 {
	all := make([]int32, len(v.nodes))
	for place := range all {
		all[place] = int32(place)
	}
	if len(all) <= most {
		return all
	}
	slices.SortStableFunc(all, func(a, b int32) int { return cmp.Compare(v.graph.Degree(b), v.graph.Degree(a)) })
	shown := all[:most]
	slices.Sort(shown)
	return shown
}

// between returns the places of at most so many edges between the nodes, the heaviest first chosen, in order.
func (v *networkView) between(nodes []int32, most int) []int32 {
	shown := make([]bool, len(v.kept.nodes))
	for _, place := range nodes {
		shown[v.nodes[place]] = true
	}
	var found []int32
	for place, i := range v.edges {
		if edge := v.kept.edges[i]; shown[edge.source] && shown[edge.target] {
			found = append(found, int32(place))
		}
	}
	if len(found) > most {
		slices.SortStableFunc(found, func(a, b int32) int {
			return cmp.Compare(v.kept.edges[v.edges[b]].weight(), v.kept.edges[v.edges[a]].weight())
		})
		found = found[:most]
		slices.Sort(found)
	}
	return found
}
