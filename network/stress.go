package network

import (
	"cmp"
	"context"
	"math"
	"slices"
)

const (
	// Nodes keep their distance to so many others, which stand for all (pivots), and to their neighbours; to at least the
	// fewest and at most mostSteps in all.
	mostPivots, fewestPivots, mostSteps = 200, 60, 80_000
	// stressTurns is how often each node is moved, unless that would be more than mostWishes.
	stressTurns = 40
	mostWishes  = 2_000_000
)

// Stress lays out a network so that nodes lie the farther apart the more steps there are between them: the least stress
// that is found by moving each node in turn to where its distances want it (Gansner, Koren, North 2004; for large networks
// with pivots, Ortmann, Klimenta, Brandes 2017). It begins at the places that nodes have, and never turns the picture
// around. None lies over another. It stops with the context's error when that ends.
func Stress(ctx context.Context, g *Graph, bodies []Body) ([]Point, error) {
	at := amongNeighbours(g, bodies)
	for node, body := range bodies {
		at[node] = at[node].to(body.corner(), 0.1)
	}
	steps, err := g.pivotSteps(ctx, bodies)
	if err != nil {
		return nil, err
	}
	for range min(stressTurns, mostWishes/(g.nodes*len(steps)+len(g.neighbours)+1)) {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		g.settle(at, steps)
	}
	g.frame(at, bodies)
	return spread(ctx, bodies, at)
}

// pivot is a node with the steps from it to each other.
type pivot struct {
	node  int32
	steps []int32
}

// pivotSteps counts the steps from each pivot to all nodes. Which nodes are pivots is decided by their seeds, so that one more
// or less changes few.
func (g *Graph) pivotSteps(ctx context.Context, bodies []Body) ([]pivot, error) {
	var pivots []pivot
	for node := range int32(g.nodes) {
		if g.Degree(node) > 0 {
			pivots = append(pivots, pivot{node: node})
		}
	}
	slices.SortFunc(pivots, func(a, b pivot) int {
		return cmp.Or(cmp.Compare(bodies[a.node].Seed, bodies[b.node].Seed), cmp.Compare(a.node, b.node))
	})
	pivots = pivots[:min(len(pivots), max(fewestPivots, min(mostPivots, mostSteps/max(g.nodes, 1))))]
	for i := range pivots {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		pivots[i].steps = g.stepsFrom(pivots[i].node)
	}
	return pivots, nil
}

// farAway is the number of steps between what no way joins, in a picture.
const farAway = 6

// stepsFrom counts the steps from a node to each other.
func (g *Graph) stepsFrom(node int32) []int32 {
	steps := slices.Repeat([]int32{farAway}, g.nodes)
	steps[node] = 0
	seen := make([]bool, g.nodes)
	seen[node] = true
	for queue := []int32{node}; len(queue) > 0; queue = queue[1:] {
		for _, neighbour := range g.Neighbours(queue[0]) {
			if !seen[neighbour] {
				seen[neighbour] = true
				steps[neighbour] = steps[queue[0]] + 1
				queue = append(queue, neighbour)
			}
		}
	}
	return steps
}

// step is how far apart neighbours want to lie.
const step = 0.16

// settle moves each node in turn to where its distances to the pivots and its neighbours want it.
func (g *Graph) settle(at []Point, pivots []pivot) {
	for node := range int32(g.nodes) {
		if g.Degree(node) == 0 {
			continue
		}
		var wish wishes
		for _, p := range pivots {
			if p.node != node {
				wish.add(at[node], at[p.node], float64(p.steps[node]))
			}
		}
		for _, neighbour := range g.Neighbours(node) {
			wish.add(at[node], at[neighbour], 1)
		}
		at[node] = Point{wish.x / wish.weight, wish.y / wish.weight}
	}
}

// wishes is the sum of where others want a node, each by its weight.
type wishes struct{ x, y, weight float64 }

// add where another wants a node that lies here to be: in the same direction, so many steps away.
func (w *wishes) add(here, other Point, steps float64) {
	dx, dy := here.X-other.X, here.Y-other.Y
	far := step * steps / math.Sqrt(dx*dx+dy*dy+1e-18)
	weight := 1 / (steps * steps)
	w.x += (other.X + dx*far) * weight
	w.y += (other.Y + dy*far) * weight
	w.weight += weight
}

// frame stretches what is laid out over the picture; what is joined to nothing lies along the lower edge.
func (g *Graph) frame(at []Point, bodies []Body) {
	var x, y []float64
	for node := range int32(g.nodes) {
		if g.Degree(node) > 0 {
			x, y = append(x, at[node].X), append(y, at[node].Y)
		}
	}
	if len(x) == 0 {
		x, y = []float64{0}, []float64{0}
	}
	left, right, top, bottom := slices.Min(x), slices.Max(x), slices.Min(y), slices.Max(y)
	for node := range at {
		if g.Degree(int32(node)) == 0 {
			at[node] = besideAll(bodies[node])
			continue
		}
		at[node] = Point{0.03 + 0.94*part(at[node].X, left, right), 0.03 + 0.9*part(at[node].Y, top, bottom)}
	}
}

// part says where between two bounds something lies; in their middle when they are the same.
func part(x, from, until float64) float64 {
	if until-from < 1e-9 {
		return 0.5
	}
	return (x - from) / (until - from)
}
