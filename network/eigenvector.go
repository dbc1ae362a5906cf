package network

import (
	"context"
	"math"
)

const (
	// basisSize is how many vectors are kept of those that the matrix makes of one, before the best of them begins anew.
	basisSize = 20
	// eigenTolerance is how far, relative to its eigenvalue, the matrix may move the vector that is found.
	eigenTolerance = 1e-13
	// roundOff is, of a number, about what its last bit is.
	roundOff = 4e-16
	// eigenWork bounds how many numbers are gone through in all, for a network that falls almost apart takes long; then the
	// vector is as close as it came.
	eigenWork = 400_000_000
)

// eigenvector works out the first eigenvector of the adjacency matrix by Lanczos, from a vector that treats all nodes alike;
// where components share the largest eigenvalue, each has its part, as it has when the matrix is applied again and again.
func (g *Graph) eigenvector(ctx context.Context) ([]float64, error) {
	vector := make([]float64, g.nodes)
	for node := range vector {
		vector[node] = 1 / math.Sqrt(float64(g.nodes))
	}
	if len(g.neighbours) == 0 {
		return vector, nil
	}
	l := lanczos{g: g, basis: make([][]float64, min(basisSize, g.nodes)), image: make([]float64, g.nodes)}
	for i := range l.basis {
		l.basis[i] = make([]float64, g.nodes)
	}
	step := len(g.neighbours) + g.nodes*len(l.basis)
	for rounds := max(5, eigenWork/step/len(l.basis)); rounds > 0; rounds-- {
		if done, err := l.improve(ctx, vector); err != nil {
			return nil, err
		} else if done {
			break
		}
	}
	for node, value := range vector {
		// What is less than the tolerance is what rounding left of nothing.
		if value < eigenTolerance {
			vector[node] = 0
		}
	}
	scale(vector, 1/norm(vector))
	return vector, nil
}

// lanczos finds the first eigenvector of an adjacency matrix among what it makes of a vector.
type lanczos struct {
	g     *Graph
	basis [][]float64
	image []float64
	// diagonal and beside are the matrix as the basis sees it: three diagonals.
	diagonal, beside []float64
}

// improve puts in vector what comes closest to the eigenvector; done is whether that is close enough.
func (l *lanczos) improve(ctx context.Context, vector []float64) (done bool, err error) {
	copy(l.basis[0], vector)
	l.diagonal, l.beside = l.diagonal[:0], l.beside[:0]
	var weights []float64
	for i, current := range l.basis {
		if ctx.Err() != nil {
			return false, ctx.Err()
		}
		length := l.extend(i, current)
		var value float64
		value, weights = firstOfThreeDiagonals(l.diagonal, l.beside)
		if done = length*weights[i] <= eigenTolerance*value; done || length <= eigenTolerance*value || i == len(l.basis)-1 {
			break
		}
		l.beside = append(l.beside, length)
		copy(l.basis[i+1], l.image)
		scale(l.basis[i+1], 1/length)
	}
	clear(vector)
	for i, weight := range weights {
		addTimes(vector, weight, l.basis[i])
	}
	scale(vector, 1/norm(vector))
	return done, nil
}

// extend leaves in image what the matrix makes of the newest vector and the basis does not have, and returns its length.
func (l *lanczos) extend(i int, current []float64) float64 {
	l.g.product(current, l.image)
	l.diagonal = append(l.diagonal, dot(current, l.image))
	before, length := norm(l.image), l.takeOff(i)
	if length < before/10 {
		// Rounding left something of the basis, which had almost all.
		length = l.takeOff(i)
	}
	return length
}

// takeOff takes off the image what the basis has of it, and returns the length of the rest.
func (l *lanczos) takeOff(i int) float64 {
	for _, had := range l.basis[:i+1] {
		addTimes(l.image, -dot(had, l.image), had)
	}
	return norm(l.image)
}

// firstOfThreeDiagonals returns the largest eigenvalue of a symmetric matrix that has only a diagonal and what is beside it,
// which is positive, and its eigenvector of length 1.
func firstOfThreeDiagonals(diagonal, beside []float64) (float64, []float64) {
	low, high := diagonal[0], diagonal[0]
	for i, value := range diagonal {
		reach := value
		if i > 0 {
			reach += beside[i-1]
		}
		if i < len(beside) {
			reach += beside[i]
		}
		low, high = max(low, value), max(high, reach)
	}
	for range 60 {
		if middle := (low + high) / 2; isAbove(middle, diagonal, beside) {
			high = middle
		} else {
			low = middle
		}
	}
	// Just above the eigenvalue, solving makes of any positive vector almost the eigenvector.
	shift := high + roundOff*high
	vector := make([]float64, len(diagonal))
	for i := range vector {
		vector[i] = 1
	}
	for range 3 {
		solveBelow(shift, diagonal, beside, vector)
		scale(vector, 1/norm(vector))
	}
	return high, vector
}

// isAbove says whether all eigenvalues are below a value: whether the pivots of value minus the matrix are positive.
func isAbove(value float64, diagonal, beside []float64) bool {
	pivot := value - diagonal[0]
	for i := 1; i < len(diagonal) && pivot > 0; i++ {
		pivot = value - diagonal[i] - beside[i-1]*beside[i-1]/pivot
	}
	return pivot > 0
}

// solveBelow solves (shift - matrix)·x = vector in place, where shift is above all eigenvalues.
func solveBelow(shift float64, diagonal, beside, vector []float64) {
	pivots := make([]float64, len(diagonal))
	pivots[0] = max(shift-diagonal[0], roundOff*shift)
	for i := 1; i < len(diagonal); i++ {
		factor := beside[i-1] / pivots[i-1]
		pivots[i] = max(shift-diagonal[i]-factor*beside[i-1], roundOff*shift)
		vector[i] += factor * vector[i-1]
	}
	last := len(diagonal) - 1
	vector[last] /= pivots[last]
	for i := last - 1; i >= 0; i-- {
		vector[i] = (vector[i] + beside[i]*vector[i+1]) / pivots[i]
	}
}
