package network

import (
	"context"
	"iter"
	"runtime"
	"sync/atomic"

	"golang.org/x/sync/errgroup"
)

const (
	// chunks is into how many parts work is divided. What each finds is added up in their order, so that rounding does not
	// depend on how many processors there are.
	chunks = 64
	// mostWalks bounds how many walks there are at once, each with a memory of some forty bytes a node.
	mostWalks = 16
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
}

// tally is a sum over sources: of dependence in components of which all are sources, of distances in the others.
type tally struct {
	dependence []float64
	distances  []int64
	deepest    int
}

// measureWays works out all that depends on shortest ways.
func (g *Graph) measureWays(ctx context.Context, parts components, found *Measures) error {
	w := &ways{g: g, parts: parts, sources: g.sources(parts), closeness: make([]float64, g.nodes), tally: newTally(g.nodes)}
	if err := w.walkAll(ctx); err != nil {
		return err
	}
	found.Betweenness, found.Closeness = w.betweenness(), w.closeness
	if !w.sources.sampled {
		if g.nodes > 0 {
			found.Figures.Diameter = &w.deepest
		}
		return nil
	}
	found.Figures.SampledSources = &w.sources.most
	w.estimateCloseness()
	for part, size := range parts.sizes {
		if size <= w.sources.most {
			break
		}
		wide, err := w.samplePairs(ctx, part, found.Betweenness)
		if err != nil {
			return err
		}
		found.Figures.BetweennessError = max(found.Figures.BetweennessError, wide)
	}
	return nil
}

func newTally(nodes int) tally {
	return tally{dependence: make([]float64, nodes), distances: make([]int64, nodes)}
}

// walkAll walks from all sources.
func (w *ways) walkAll(ctx context.Context) error {
	w.merged = make([]chan struct{}, chunks+1)
	for i := range w.merged {
		w.merged[i] = make(chan struct{})
	}
	close(w.merged[0])
	return inChunks(ctx, w.walkChunks)
}

// inChunks has the processors take the numbers of chunks in turn.
func inChunks(ctx context.Context, work func(ctx context.Context, numbers iter.Seq[int]) error) error {
	var taken atomic.Int64
	numbers := func(yield func(int) bool) {
		for number := int(taken.Add(1)) - 1; number < chunks && yield(number); {
			number = int(taken.Add(1)) - 1
		}
	}
	working, ctx := errgroup.WithContext(ctx)
	for range min(runtime.GOMAXPROCS(0), mostWalks) {
		working.Go(func() error { return work(ctx, numbers) })
	}
	return working.Wait()
}

func (w *ways) walkChunks(ctx context.Context, numbers iter.Seq[int]) error {
	walk, sum := newWalk(w.g), newTally(w.g.nodes)
	for chunk := range numbers {
		count := len(w.sources.nodes)
		for _, source := range w.sources.nodes[chunk*count/chunks : (chunk+1)*count/chunks] {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			part := w.parts.of[source]
			walk.from(source, w.parts.members[part], w.parts.neighbours[part])
			w.closeness[source] = w.closenessOf(walk.farness(), w.parts.sizes[part])
			sum.add(walk, w.parts.sizes[part] > w.sources.most)
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

// add counts what a walk found, of a component in which sources are all or some.
func (t *tally) add(w *walk, some bool) {
	t.deepest = max(t.deepest, w.deepest())
	if some {
		for _, node := range w.members {
			t.distances[node] += int64(w.distance[node])
		}
		return
	}
	w.back()
	for _, node := range w.members {
		t.dependence[node] += w.dependence[node]
	}
}

// merge adds a sum to that of the chunks before it, and leaves it empty for the next.
func (w *ways) merge(sum tally) {
	w.deepest = max(w.deepest, sum.deepest)
	addTimes(w.dependence, 1, sum.dependence)
	clear(sum.dependence)
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
		shares[node] = dependence / w.pairs()
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
