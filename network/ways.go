package network

import (
	"context"
	"math"
	"runtime"
	"sync/atomic"

	"golang.org/x/sync/errgroup"
)

const (
	// chunks is into how many parts the sources are divided. What each finds is added up in their order, so that rounding does
	// not depend on how many processors there are.
	chunks = 64
	// mostWalks bounds how many walks there are at once, each with a memory of some forty bytes a node.
	mostWalks = 16
	// certain is how many standard errors a side the 95 % interval is.
	certain = 1.959963984540054
)

// ways adds up what walks from the sources find.
type ways struct {
	g       *Graph
	parts   components
	sources sources
	// closeness is of the sources only.
	closeness []float64
	tally
	// merged is closed for each chunk when those before it are added up.
	merged []chan struct{}
	taken  atomic.Int64
}

// tally is a sum over sources.
type tally struct {
	dependence []float64
	// squares of dependence, and distances, are for sampling only.
	squares   []float64
	distances []int64
	deepest   int
}

// measureWays works out all that depends on shortest ways.
func (g *Graph) measureWays(ctx context.Context, parts components, found *Measures) error {
	s := g.sources(parts)
	w := &ways{g: g, parts: parts, sources: s, closeness: make([]float64, g.nodes), tally: newTally(g.nodes, s.sampled)}
	if err := w.walkAll(ctx); err != nil {
		return err
	}
	found.Betweenness, found.Closeness = w.betweenness(), w.closeness
	switch {
	case s.sampled:
		w.estimateCloseness()
		found.Figures.SampledSources, found.Figures.BetweennessError = &s.most, w.widest()
	case g.nodes > 0:
		found.Figures.Diameter = &w.deepest
	}
	return nil
}

func newTally(nodes int, sampled bool) tally {
	t := tally{dependence: make([]float64, nodes)}
	if sampled {
		t.squares, t.distances = make([]float64, nodes), make([]int64, nodes)
	}
	return t
}

// walkAll has the processors take chunks of sources in turn.
func (w *ways) walkAll(ctx context.Context) error {
	w.merged = make([]chan struct{}, chunks+1)
	for i := range w.merged {
		w.merged[i] = make(chan struct{})
	}
	close(w.merged[0])
	working, ctx := errgroup.WithContext(ctx)
	for range min(runtime.GOMAXPROCS(0), mostWalks) {
		working.Go(func() error { return w.walkChunks(ctx) })
	}
	return working.Wait()
}

func (w *ways) walkChunks(ctx context.Context) error {
	walk, sum := newWalk(w.g), newTally(w.g.nodes, w.sources.sampled)
	for chunk := int(w.taken.Add(1)) - 1; chunk < chunks; chunk = int(w.taken.Add(1)) - 1 {
		count := len(w.sources.nodes)
		for _, source := range w.sources.nodes[chunk*count/chunks : (chunk+1)*count/chunks] {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			part := w.parts.of[source]
			walk.from(source, w.parts.members[part], w.parts.neighbours[part])
			w.closeness[source] = w.closenessOf(walk.farness(), w.parts.sizes[part])
			sum.add(walk)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-w.merged[chunk]:
		}
		w.merge(sum)
		close(w.merged[chunk+1])
	}
	return nil
}

// farness is the sum of the distances to all that were met.
func (w *walk) farness() float64 {
	sum := 0
	for distance := range w.deepest() + 1 {
		sum += distance * len(w.at(distance))
	}
	return float64(sum)
}

// add counts what a walk found.
func (t *tally) add(w *walk) {
	t.deepest = max(t.deepest, w.deepest())
	for _, node := range w.members {
		t.dependence[node] += w.dependence[node]
	}
	if t.squares == nil {
		return
	}
	for _, node := range w.members {
		t.squares[node] += w.dependence[node] * w.dependence[node]
		t.distances[node] += int64(w.distance[node])
	}
}

// merge adds a sum to that of the chunks before it, and leaves it empty for the next.
func (w *ways) merge(sum tally) {
	w.deepest = max(w.deepest, sum.deepest)
	addTimes(w.dependence, 1, sum.dependence)
	clear(sum.dependence)
	addTimes(w.squares, 1, sum.squares)
	clear(sum.squares)
	for node, distance := range sum.distances {
		w.distances[node] += distance
	}
	clear(sum.distances)
}

// closenessOf a node that has this sum of distances to the others of its component.
func (w *ways) closenessOf(farness float64, size int) float64 {
	if size < 2 {
		return 0
	}
	reached := float64(size - 1)
	return reached / farness * (reached / float64(w.g.nodes-1))
}

// pairs is how many pairs of two others there are for each node, either way round.
func (w *ways) pairs() float64 {
	return max(1, float64(w.g.nodes-1)*float64(w.g.nodes-2))
}

func (w *ways) betweenness() []float64 {
	shares := make([]float64, w.g.nodes)
	for node, dependence := range w.dependence {
		shares[node] = dependence * w.sources.standFor(w.parts.sizes[w.parts.of[node]]) / w.pairs()
	}
	return shares
}

// estimateCloseness takes, for a node that is no source, the mean distance to the sources for that to all.
func (w *ways) estimateCloseness() {
	for node, distances := range w.distances {
		if size := w.parts.sizes[w.parts.of[node]]; w.closeness[node] == 0 && size > w.sources.most {
			w.closeness[node] = w.closenessOf(float64(distances)/float64(w.sources.most)*float64(size-1), size)
		}
	}
}

// widest is half of the widest 95 % interval of a node's betweenness, by how much the sources differ in what depends on it.
func (w *ways) widest() float64 {
	widest, count := 0.0, float64(w.sources.most)
	for node, dependence := range w.dependence {
		size := float64(w.parts.sizes[w.parts.of[node]])
		if size <= count {
			continue
		}
		mean := dependence / count
		variance := (w.squares[node] - count*mean*mean) / (count - 1) * (1 - count/size)
		widest = max(widest, certain*size*math.Sqrt(max(0, variance)/count)/w.pairs())
	}
	return widest
}
