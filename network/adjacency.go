package network

import "slices"

// fill lists the neighbours of each node in order, with edges between the same two nodes made one. The starts have room
// for each edge, and are moved together as far as edges fall away.
func (g *Graph) fill() {
	room := g.starts[g.nodes]
	neighbours, weights := make([]int32, room), make([]float64, room)
	next := slices.Clone(g.starts[:g.nodes])
	put := func(node, neighbour int32, weight float64) {
		neighbours[next[node]], weights[next[node]] = neighbour, weight
		next[node]++
	}
	// Going over the half edges once by their far end leaves each node's neighbours in order.
	for _, half := range g.halvesByEnd() {
		put(half.A, half.B, half.Weight)
	}
	kept := int32(0)
	for node := range g.nodes {
		from, until := g.starts[node], next[node]
		g.starts[node] = kept
		for i := from; i < until; i++ {
			if kept > g.starts[node] && neighbours[kept-1] == neighbours[i] {
				weights[kept-1] += weights[i]
				continue
			}
			neighbours[kept], weights[kept] = neighbours[i], weights[i]
			kept++
		}
	}
	g.starts[g.nodes] = kept
	g.neighbours, g.weights = neighbours[:kept], weights[:kept]
}

// halvesByEnd gives each edge both ways, in order of the end that it leads to.
func (g *Graph) halvesByEnd() []Edge {
	next := slices.Clone(g.starts)
	halves := make([]Edge, g.starts[g.nodes])
	for _, edge := range g.edges {
		if edge.A == edge.B {
			continue
		}
		halves[next[edge.B]] = edge
		next[edge.B]++
		halves[next[edge.A]] = Edge{A: edge.B, B: edge.A, Weight: edge.Weight}
		next[edge.A]++
	}
	return halves
}
