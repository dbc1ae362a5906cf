package network

import (
	"context"
	"math"
	"slices"
)

// Geographic lays out a network of which some nodes have a place. These lie there, as far as they leave each other room; the others lie among the neighbours
// that they are joined to, the stronger the nearer, so that none lies over another: one that is joined to near places lies
// between them, and one that is joined to places far apart lies around them all, on its neighbours' side. It stops with
// the context's error when that ends.
func Geographic(ctx context.Context, g *Graph, bodies []Body) ([]Point, error) {
	wanted := amongNeighbours(g, bodies)
	for node, body := range bodies {
		switch {
		case body.Place != nil:
		case g.Degree(int32(node)) == 0:
			wanted[node] = besideAll(body)
		default:
			wanted[node] = g.outward(int32(node), body, wanted)
		}
	}
	return spread(ctx, bodies, wanted)
}

// amongNeighbours puts each node without a place in the middle of its neighbours, by the weights of what joins them; those
// of the neighbours that have none themselves where they were a turn before. What no way joins to a place lies in the
// middle of the picture.
func amongNeighbours(g *Graph, bodies []Body) []Point {
	at, known := make([]Point, len(bodies)), make([]bool, len(bodies))
	for node, body := range bodies {
		at[node] = middle()
		if body.Place != nil {
			at[node], known[node] = Point{clamp(body.Place.X), clamp(body.Place.Y)}, true
		}
	}
	// Seven turns bring a place to all that lie within seven steps of it.
	for range 7 {
		before, knew := slices.Clone(at), slices.Clone(known)
		for node, body := range bodies {
			if body.Place == nil {
				at[node], known[node] = g.mean(int32(node), before, knew)
			}
		}
	}
	return at
}

// mean place of a node's neighbours of which it is known, and whether there are any.
func (g *Graph) mean(node int32, at []Point, known []bool) (Point, bool) {
	var sum Point
	total := 0.0
	for i := g.starts[node]; i < g.starts[node+1]; i++ {
		if neighbour := g.neighbours[i]; known[neighbour] {
			sum = sum.plus(at[neighbour].times(g.weights[i]))
			total += g.weights[i]
		}
	}
	if total == 0 {
		return at[node], false
	}
	return sum.times(1 / total), true
}

// outward moves a node whose neighbours lie far apart from their middle to the rim, for in the middle there is no room for
// all of those.
func (g *Graph) outward(node int32, body Body, at []Point) Point {
	mean, apart := at[node], 0.0
	neighbours := g.Neighbours(node)
	for _, neighbour := range neighbours {
		apart += math.Pow(at[neighbour].X-mean.X, 2) + math.Pow((at[neighbour].Y-mean.Y)/Aspect, 2)
	}
	apart = math.Sqrt(apart / float64(len(neighbours)))
	// Its own direction decides when its neighbours are on all sides.
	way := mean.minus(middle()).plus(body.direction().times(0.02))
	rim := middle().plus(way.times(0.43 / max(math.Hypot(way.X, way.Y), 1e-9)))
	return mean.to(rim, smooth((apart-0.06)/0.08))
}

// besideAll is where a node lies that is joined to none: along the lower edge.
func besideAll(body Body) Point { return Point{body.corner().X, 0.97} }

// smooth goes from 0 to 1 as x does.
func smooth(x float64) float64 {
	x = clamp(x)
	return x * x * (3 - 2*x)
}

func clamp(x float64) float64 {
	if !(x > 0) {
		return 0
	}
	return min(x, 1)
}
