package registry

import (
	"cmp"
	"context"
	"slices"

	"ketenkaart/network"
)

const (
	// maxCommunities bounds how many communities are given, maxLeaders how many nodes of each are named.
	maxCommunities = MaxPageSize
	maxLeaders     = 3
)

// NodeMetrics tell how a node lies in what the filter leaves of the network, shown or not; network.Measures defines each.
type NodeMetrics struct {
	Degree                                                  int
	Strength, Betweenness, Closeness, PageRank, Eigenvector float64
	Core, Community, Component                              int
	CutPoint                                                bool
}

// Community is a part of the network whose nodes have more to do with each other than with others.
type Community struct {
	Number, Size int
	// Leaders are its nodes with the most neighbours.
	Leaders []NetworkNode
}

// measures returns those of the view, which are worked out once.
func (v *networkView) measures(ctx context.Context) (*network.Measures, error) {
	select {
	case v.measuring <- struct{}{}:
		defer func() { <-v.measuring }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	if v.measured == nil {
		measured, err := v.graph.Measure(ctx)
		if err != nil {
			return nil, err
		}
		v.measured = measured
	}
	return v.measured, nil
}

// Figures tell of the whole of what the filter leaves.
func (n Network) Figures(ctx context.Context) (network.Figures, error) {
	m, err := n.view.measures(ctx)
	if err != nil {
		return network.Figures{}, err
	}
	return m.Figures, nil
}

// Communities returns the first so many, the largest first; BAD_USER_INPUT.
func (n Network) Communities(ctx context.Context, first int) ([]Community, error) {
	if err := CheckCount("first", first, maxCommunities); err != nil {
		return nil, err
	}
	m, err := n.view.measures(ctx)
	if err != nil {
		return nil, err
	}
	var members [][]int32
	for place, number := range m.Community {
		for number >= len(members) {
			members = append(members, nil)
		}
		members[number] = append(members[number], int32(place))
	}
	communities := make([]Community, min(first, len(members)))
	for number := range communities {
		communities[number] = n.community(number, members[number])
	}
	return communities, nil
}

func (n Network) community(number int, members []int32) Community {
	community := Community{Number: number, Size: len(members)}
	degree := n.view.graph.Degree
	slices.SortStableFunc(members, func(a, b int32) int { return cmp.Compare(degree(b), degree(a)) })
	for _, place := range members[:min(len(members), maxLeaders)] {
		leader := n.view.node(place)
		leader.picture = n.picture
		community.Leaders = append(community.Leaders, leader)
	}
	return community
}

// Metrics tell how the node lies in the network.
func (n NetworkNode) Metrics(ctx context.Context) (NodeMetrics, error) {
	m, err := n.view.measures(ctx)
	if err != nil {
		return NodeMetrics{}, err
	}
	return NodeMetrics{
		Degree: m.Degree[n.place], Strength: m.Strength[n.place], Betweenness: m.Betweenness[n.place], Closeness: m.Closeness[n.place],
		PageRank: m.PageRank[n.place], Eigenvector: m.Eigenvector[n.place], Core: m.Core[n.place], Community: m.Community[n.place],
		Component: m.Component[n.place], CutPoint: m.CutPoint[n.place],
	}, nil
}

// Bridge says whether the network falls apart without the edge and those between the same two nodes.
func (e NetworkEdge) Bridge(ctx context.Context) (bool, error) {
	m, err := e.view.measures(ctx)
	if err != nil {
		return false, err
	}
	return m.Bridge[e.place], nil
}
