// Package network measures and lays out networks of numbered nodes. It knows no store and no register: what a node or an
// edge stands for is its caller's.
package network

// Edge joins two nodes, whichever way; its weight is positive.
type Edge struct {
	A, B   int32
	Weight float64
}

// Graph is an undirected network. Edges between the same two nodes are one to all that counts neighbours or steps, with
// the sum of their weights.
type Graph struct {
	nodes int
	// edges are as they were given.
	edges []Edge
	// starts has, for each node, where its neighbours begin in neighbours and weights, and a last entry for their end.
	starts     []int32
	neighbours []int32
	weights    []float64
}

// New returns the network of so many nodes; ends of edges are from 0 up to them. An edge from a node to itself is left out
// of all but the edges.
func New(nodes int, edges []Edge) *Graph {
	g := &Graph{nodes: nodes, edges: edges, starts: make([]int32, nodes+1)}
	for _, edge := range edges {
		if edge.A != edge.B {
			g.starts[edge.A+1]++
			g.starts[edge.B+1]++
		}
	}
	for node := range nodes {
		g.starts[node+1] += g.starts[node]
	}
	g.fill()
	return g
}

// Neighbours of a node, each once, in order of their numbers.
func (g *Graph) Neighbours(node int32) []int32 {
	return g.neighbours[g.starts[node]:g.starts[node+1]]
}

// Degree is how many neighbours the node has.
func (g *Graph) Degree(node int32) int { return int(g.starts[node+1] - g.starts[node]) }
