package network

import (
	"context"
	"fmt"

	"golang.org/x/sync/errgroup"
)

// Measures tell of each node and edge how it lies in the network, by the definitions of networkx on the simple undirected
// graph: edges between the same two nodes are one, an edge from a node to itself is none, and weights count for Strength
// alone. Slices are by node, Bridge by the index of the edges that New was given.
type Measures struct {
	// Degree is the number of neighbours.
	Degree []int
	// Strength is the sum of the weights of the node's edges, in their unit.
	Strength []float64
	// Betweenness is the share, from 0 to 1, of the shortest ways between two others that lead through the node.
	Betweenness []float64
	// Closeness is, from 0 to 1, one divided by the mean distance to those that can be reached, times the share of all
	// others that can be (Wasserman and Faust).
	Closeness []float64
	// PageRank is the share, of 1 over all nodes, of a walk that goes on with 0.85 to any neighbour, and else begins anew
	// anywhere.
	PageRank []float64
	// Eigenvector is the node's part of the first eigenvector, of length 1, of the adjacency matrix: the sum of those of its
	// neighbours, but for a factor. It is 0 outside of the component that has the largest eigenvalue.
	Eigenvector []float64
	// Core is the largest k for which the node is in a part where each has at least k neighbours in that part.
	Core []int
	// Community is the number of its community by modularity (Leiden), from 0: the largest first, then by their lowest node.
	Community []int
	// Component is the number of its connected component, in the same order.
	Component []int
	// CutPoint says whether the component falls apart without the node.
	CutPoint []bool
	// Bridge says whether the component falls apart without the edge and those between the same two nodes.
	Bridge  []bool
	Figures Figures
}

// Figures tell of the network as a whole.
type Figures struct {
	// Density is the number of pairs that are joined divided by that of all pairs; 0 with fewer than two nodes.
	Density float64
	// MeanDegree is the mean number of neighbours.
	MeanDegree float64
	// Components is the number of connected components, and LargestComponent that of the nodes in the largest.
	Components, LargestComponent int
	// Diameter is the largest distance, in steps, between two nodes of one component; nil without nodes, and when distances
	// were sampled.
	Diameter *int
	// Clustering is the mean over all nodes of the share of pairs of neighbours that are joined themselves; that share is 0
	// with fewer than two neighbours.
	Clustering float64
	// Modularity is that of the communities: the share of edges within them minus what chance would give; 0 without edges.
	Modularity float64
	// Centralization is Freeman's of degree, from 0 (all alike) to 1 (a star); 0 with fewer than three nodes.
	Centralization float64
	// SampledSources is from how many nodes of each larger component Closeness was worked out; nil when it was from all, and
	// Betweenness is exact too.
	SampledSources *int
	// BetweennessError is, when that was worked out from pairs of nodes by chance, half the 95 % interval of the node for which
	// it is widest; else 0.
	BetweennessError float64
}

// Measure works out all measures, on all processors. The same network gives the same, bit for bit. It stops soon after the
// context ends, with its error.
func (g *Graph) Measure(ctx context.Context) (*Measures, error) {
	found := &Measures{}
	found.Degree, found.Strength = g.degrees()
	parts := g.components()
	found.Component = parts.of
	found.Figures = g.figures(found.Degree, parts)
	working, ctx := errgroup.WithContext(ctx)
	for _, work := range []func(context.Context) error{
		func(ctx context.Context) error { return g.measureWays(ctx, parts, found) },
		func(ctx context.Context) error { return g.measureCommunities(ctx, found) },
		func(ctx context.Context) (err error) { found.PageRank, err = g.pageRank(ctx); return err },
		func(ctx context.Context) (err error) { found.Eigenvector, err = g.eigenvector(ctx); return err },
		func(ctx context.Context) (err error) { found.Figures.Clustering, err = g.clustering(ctx); return err },
		func(context.Context) error { found.Core = g.cores(); return nil },
		func(context.Context) error { found.CutPoint, found.Bridge = g.cuts(); return nil },
	} {
		working.Go(func() error { return work(ctx) })
	}
	if err := working.Wait(); err != nil {
		return nil, fmt.Errorf("measure a network: %w", err)
	}
	return found, nil
}
