package network

import (
	"context"
	"math"
)

const (
	// damping is the chance that the walk goes on to a neighbour.
	damping = 0.85
	// rankTolerance is how far, relative to where it began, what is left to solve may be from nothing.
	rankTolerance = 1e-13
	rankSteps     = 200
)

// pageRank solves (1 - damping·A/degree)·rank = constant by conjugate gradients, for which it is written with the square
// roots of the degrees on either side. A node without neighbours begins anew anywhere, as the walk does elsewhere.
func (g *Graph) pageRank(ctx context.Context) ([]float64, error) {
	roots := make([]float64, g.nodes)
	for node := range roots {
		roots[node] = math.Sqrt(math.Max(1, float64(g.Degree(int32(node)))))
	}
	ranks, err := g.solveRanks(ctx, roots)
	if err != nil {
		return nil, err
	}
	sum := 0.0
	for node := range ranks {
		ranks[node] *= roots[node]
		sum += ranks[node]
	}
	if sum > 0 {
		scale(ranks, 1/sum)
	}
	return ranks, nil
}

// solveRanks returns the ranks divided by the roots, but for a factor.
func (g *Graph) solveRanks(ctx context.Context, roots []float64) ([]float64, error) {
	solution, rest := make([]float64, g.nodes), make([]float64, g.nodes)
	for node, root := range roots {
		rest[node] = 1 / root
	}
	direction := append([]float64(nil), rest...)
	image, scratch := make([]float64, g.nodes), make([]float64, g.nodes)
	left := dot(rest, rest)
	for enough, step := left*rankTolerance*rankTolerance, 0; left > enough && step < rankSteps; step++ {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		g.walkOn(direction, roots, scratch, image)
		length := left / dot(direction, image)
		addTimes(solution, length, direction)
		addTimes(rest, -length, image)
		before := left
		left = dot(rest, rest)
		for node, value := range rest {
			direction[node] = value + left/before*direction[node]
		}
	}
	return solution, nil
}

// walkOn puts in image the direction minus what a step of the walk leaves of it.
func (g *Graph) walkOn(direction, roots, scratch, image []float64) {
	for node, root := range roots {
		scratch[node] = direction[node] / root
	}
	g.product(scratch, image)
	for node, root := range roots {
		image[node] = direction[node] - damping*image[node]/root
	}
}
