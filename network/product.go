package network

import (
	"math"
	"runtime"
	"sync"
)

// stride is how many nodes are gone through between two looks at whether the context ended.
const stride = 1 << 10

// product puts in result the sum of the values of each node's neighbours, on all processors.
func (g *Graph) product(values, result []float64) {
	// A part is worth a processor from some hundred thousand neighbours on.
	parts := min(runtime.GOMAXPROCS(0), len(g.neighbours)>>17+1)
	if parts == 1 {
		g.productOf(0, g.nodes, values, result)
		return
	}
	var working sync.WaitGroup
	from := 0
	for part := range parts {
		until := g.nodeAt((part + 1) * len(g.neighbours) / parts)
		if part == parts-1 {
			until = g.nodes
		}
		begin := from
		working.Go(func() { g.productOf(begin, until, values, result) })
		from = until
	}
	working.Wait()
}

// nodeAt finds the first node whose neighbours begin at the place or later.
func (g *Graph) nodeAt(place int) int {
	low, high := 0, g.nodes
	for low < high {
		if middle := (low + high) / 2; int(g.starts[middle]) < place {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low
}

func (g *Graph) productOf(from, until int, values, result []float64) {
	for node := from; node < until; node++ {
		result[node] = gather(values, g.Neighbours(int32(node)))
	}
}

// dot is the inner product of two vectors.
func dot(a, b []float64) float64 {
	sum := 0.0
	for i, value := range a {
		sum += value * b[i]
	}
	return sum
}

// addTimes adds b so many times to a.
func addTimes(a []float64, factor float64, b []float64) {
	for i, value := range b {
		a[i] += factor * value
	}
}

func scale(a []float64, factor float64) {
	for i := range a {
		a[i] *= factor
	}
}

func norm(a []float64) float64 { return math.Sqrt(dot(a, a)) }
