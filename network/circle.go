package network

import (
	"cmp"
	"context"
	"math"
	"slices"
)

// Circle lays out the nodes on a ring, evenly, in an order with short edges: by the direction in which a node lies, that of
// its place or of its neighbours' together, and then changed between neighbours on the ring while that makes the edges
// shorter. It stops with the context's error when that ends.
func Circle(ctx context.Context, g *Graph, bodies []Body) ([]Point, error) {
	order := ringOrder(g, bodies)
	slot := make([]int, g.nodes)
	for i, node := range order {
		slot[node] = i
	}
	for range sweeps {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if !g.changePlaces(order, slot) {
			break
		}
	}
	at := make([]Point, g.nodes)
	for i, place := range ring(len(order)) {
		at[order[i]] = place
	}
	return at, nil
}

// The ring leaves room for labels outside of it, across and above.
const ringWidth, ringHeight = 0.74, 0.62

// RingProportion is how much wider than high the ring is in a picture of the proportions of Aspect.
const RingProportion = ringWidth * Aspect / ringHeight

// ring has so many places on the ring, from above to the right, equally far apart in a picture of its proportions.
func ring(places int) []Point {
	const pieces = 3600
	along := [pieces + 1]float64{}
	on := func(piece int) Point {
		sin, cos := math.Sincos(2 * math.Pi * (float64(piece)/pieces - 0.25))
		return Point{0.5 + ringWidth/2*cos, 0.5 + ringHeight/2*sin}
	}
	for piece := range pieces {
		a, b := on(piece), on(piece+1)
		along[piece+1] = along[piece] + math.Hypot((a.X-b.X)*Aspect, a.Y-b.Y)
	}
	found, piece := make([]Point, places), 0
	for i := range found {
		far := along[pieces] * float64(i) / float64(places)
		for along[piece+1] < far {
			piece++
		}
		found[i] = on(piece).to(on(piece+1), (far-along[piece])/(along[piece+1]-along[piece]))
	}
	return found
}

// ringOrder has the nodes by the direction in which they lie, from above and then to the right.
func ringOrder(g *Graph, bodies []Body) []int32 {
	at := amongNeighbours(g, bodies)
	angles, order := make([]float64, g.nodes), make([]int32, g.nodes)
	for node, body := range bodies {
		order[node] = int32(node)
		way := at[node].minus(middle()).plus(body.direction().times(0.01))
		angles[node] = math.Mod(math.Atan2(way.Y, way.X)+2.5*math.Pi, 2*math.Pi)
	}
	slices.SortFunc(order, func(a, b int32) int {
		return cmp.Or(cmp.Compare(lonely(g, a), lonely(g, b)), cmp.Compare(angles[a], angles[b]), cmp.Compare(bodies[a].Seed, bodies[b].Seed), cmp.Compare(a, b))
	})
	return order
}

// changePlaces lets each two neighbours on the ring change places if that makes their edges shorter, and says whether any did.
func (g *Graph) changePlaces(order []int32, slot []int) bool {
	changed := false
	for i := range order {
		j := (i + 1) % len(order)
		a, b := order[i], order[j]
		now := g.reach(a, i, slot) + g.reach(b, j, slot)
		slot[a], slot[b] = j, i
		if g.reach(a, j, slot)+g.reach(b, i, slot) < now {
			order[i], order[j], changed = b, a, true
			continue
		}
		slot[a], slot[b] = i, j
	}
	return changed
}

// reach is how far, along the ring, a node at a slot lies from its neighbours together.
func (g *Graph) reach(node int32, at int, slot []int) int {
	sum := 0
	for _, neighbour := range g.Neighbours(node) {
		along := max(at-slot[neighbour], slot[neighbour]-at)
		sum += min(along, g.nodes-along)
	}
	return sum
}
