package network

import (
	"cmp"
	"context"
	"slices"
)

// sweeps is how often columns are put in the order of what they are joined to.
const sweeps = 12

// Bipartite lays out the nodes of the one kind in a column and the others in a column beside it, with few crossings of the
// edges between them: each in turn in the order of the middles of its nodes' neighbours, the best of some turns (Sugiyama,
// Tagawa, Toda 1981). Others that are too many for one column lie in two, on both sides. What is joined to nothing comes
// last. It stops with the context's error when that ends.
func Bipartite(ctx context.Context, g *Graph, bodies []Body, first []bool) ([]Point, error) {
	columns := columnsOf(g, bodies, first)
	best, fewest := columns.clone(), columns.crossings(g)
	for range sweeps {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		for _, side := range []int{1, 2, 0} {
			columns.sort(g, side)
		}
		if crossings := columns.crossings(g); crossings < fewest {
			best, fewest = columns.clone(), crossings
		}
	}
	at := make([]Point, g.nodes)
	across := [3]float64{0.25, 0.75, 0}
	if len(best[2]) > 0 {
		across = [3]float64{0.5, 0.8, 0.2}
	}
	for side, column := range best {
		for i, node := range column {
			at[node] = Point{across[side], (float64(i) + 0.5) / float64(len(column))}
		}
	}
	return at, nil
}

// columns are the nodes of the first kind, and the others beside them on the right and on the left, from above.
type columns [3][]int32

func (c columns) clone() columns {
	return columns{slices.Clone(c[0]), slices.Clone(c[1]), slices.Clone(c[2])}
}

// columnsOf has the nodes in columns by where they lie among their neighbours, from above.
func columnsOf(g *Graph, bodies []Body, first []bool) columns {
	var c columns
	height := 0.0
	for node := range int32(g.nodes) {
		if first[node] {
			c[0] = append(c[0], node)
			continue
		}
		c[1] = append(c[1], node)
		height += bodies[node].Height + between/2
	}
	if height > 1 {
		// By their seeds, for then one more or less changes the side of one other at most.
		slices.SortFunc(c[1], func(a, b int32) int {
			return cmp.Or(cmp.Compare(bodies[a].Seed, bodies[b].Seed), cmp.Compare(a, b))
		})
		half := (len(c[1]) + 1) / 2
		c[1], c[2] = c[1][:half:half], c[1][half:]
	}
	at := amongNeighbours(g, bodies)
	for _, column := range c {
		slices.SortFunc(column, func(a, b int32) int {
			return cmp.Or(cmp.Compare(lonely(g, a), lonely(g, b)), cmp.Compare(at[a].Y, at[b].Y), cmp.Compare(bodies[a].Seed, bodies[b].Seed), cmp.Compare(a, b))
		})
	}
	return c
}

// lonely is 1 for what is joined to nothing.
func lonely(g *Graph, node int32) int {
	if g.Degree(node) == 0 {
		return 1
	}
	return 0
}

// sort puts a column in the order of the middles of what its nodes are joined to on the other side of the edges.
func (c columns) sort(g *Graph, side int) {
	ranks, firsts := make([]float64, g.nodes), make([]bool, g.nodes)
	for other, column := range c {
		for i, node := range column {
			ranks[node], firsts[node] = (float64(i)+0.5)/float64(len(column)), other == 0
		}
	}
	middles := make([]float64, g.nodes)
	for _, node := range c[side] {
		sum, count := 0.0, 0.0
		for _, neighbour := range g.Neighbours(node) {
			if firsts[neighbour] != firsts[node] {
				sum, count = sum+ranks[neighbour], count+1
			}
		}
		middles[node] = ranks[node]
		if count > 0 {
			middles[node] = sum / count
		}
	}
	slices.SortStableFunc(c[side], func(a, b int32) int {
		return cmp.Or(cmp.Compare(lonely(g, a), lonely(g, b)), cmp.Compare(middles[a], middles[b]))
	})
}

// crossings counts how often edges between the columns cross.
func (c columns) crossings(g *Graph) int {
	return g.crossings(c[0], c[1]) + g.crossings(c[0], c[2])
}

// crossings counts how often edges between two columns cross, all edges between the same two nodes as one.
func (g *Graph) crossings(left, right []int32) int {
	// places are counted from 1; 0 is not on the right.
	places := make([]int, g.nodes)
	for i, node := range right {
		places[node] = i + 1
	}
	// Going down on the left, an edge crosses those before it that end lower.
	ended, crossings := ends{sums: make([]int, len(right)+1)}, 0
	for _, node := range left {
		for _, neighbour := range g.Neighbours(node) {
			if place := places[neighbour]; place > 0 {
				crossings += ended.above(place)
			}
		}
		for _, neighbour := range g.Neighbours(node) {
			if place := places[neighbour]; place > 0 {
				ended.add(place)
			}
		}
	}
	return crossings
}

// ends counts places, from 1, as a tree of sums (Fenwick).
type ends struct {
	sums  []int
	total int
}

func (t *ends) add(place int) {
	t.total++
	for ; place < len(t.sums); place += place & -place {
		t.sums[place]++
	}
}

// above is how many places were higher than this one.
func (t *ends) above(place int) int {
	upTo := 0
	for ; place > 0; place &= place - 1 {
		upTo += t.sums[place]
	}
	return t.total - upTo
}
