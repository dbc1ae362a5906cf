package network

import (
	"context"
	"math/rand/v2"
	"slices"
)

const (
	// communityTries is how often communities are looked for, each time from another order of the nodes; the best is kept.
	communityTries = 5
	// communityWork is after how many neighbours that were looked at no further try begins, and no try is improved.
	communityWork = 20_000_000
	// enoughGain is the least by which modularity has to rise, so that rounding does not go round in circles.
	enoughGain = 1e-12
)

// measureCommunities looks for the communities with the highest modularity (Leiden), several times while that takes little.
func (g *Graph) measureCommunities(ctx context.Context, found *Measures) error {
	l := newLeiden(g)
	best, highest := l.alone(), 0.0
	for try := 0; try < communityTries && (try == 0 || l.looked < communityWork); try++ {
		of, modularity, err := l.try(ctx, uint64(try))
		if err != nil {
			return err
		}
		if try == 0 || modularity > highest+enoughGain {
			best, highest = of, modularity
		}
	}
	found.Community, found.Figures.Modularity = make([]int, g.nodes), highest
	numbers, count := numbered(best)
	for node, number := range numbers {
		found.Community[node] = int(number)
	}
	numberBySize(found.Community, count)
	return nil
}

// leiden finds communities.
type leiden struct {
	whole  grouped
	chance *rand.Rand
	// looked counts the neighbours that were looked at.
	looked int
}

func newLeiden(g *Graph) *leiden {
	whole := grouped{starts: g.starts, neighbours: g.neighbours, weights: make([]float64, len(g.neighbours)), strengths: make([]float64, g.nodes)}
	for i := range whole.weights {
		whole.weights[i] = 1
	}
	for node := range whole.strengths {
		whole.strengths[node] = float64(g.Degree(int32(node)))
	}
	whole.total = max(1, float64(len(g.neighbours)))
	return &leiden{whole: whole}
}

// alone puts each node in a community of its own.
func (l *leiden) alone() []int32 { return identity(len(l.whole.strengths)) }

func identity(count int) []int32 {
	of := make([]int32, count)
	for i := range of {
		of[i] = int32(i)
	}
	return of
}

// try looks for communities in another order of the nodes, again from those that it found as long as that makes them better.
func (l *leiden) try(ctx context.Context, number uint64) ([]int32, float64, error) {
	l.chance = rand.New(rand.NewPCG(seed, number))
	of, modularity := l.alone(), -1.0
	for {
		better, err := l.improve(ctx, slices.Clone(of))
		if err != nil {
			return nil, 0, err
		}
		reached := l.whole.modularity(better)
		if reached <= modularity+enoughGain {
			return of, modularity, nil
		}
		of, modularity = better, reached
		if l.looked > communityWork {
			return of, modularity, nil
		}
	}
}

// improve moves nodes to better communities, makes one node of each well connected part of a community, and does the same
// with those, until nothing moves any more.
func (l *leiden) improve(ctx context.Context, of []int32) ([]int32, error) {
	at, place := l.whole, l.alone()
	for {
		p := newPartition(at, of)
		looked, err := p.move(ctx, l.chance)
		l.looked += looked
		if err != nil {
			return nil, err
		}
		parts := p.refine(l.chance)
		parts, count := numbered(parts)
		if count == len(p.of) {
			return through(place, p.of), nil
		}
		communities, _ := numbered(p.of)
		of = make([]int32, count)
		for node, part := range parts {
			of[part] = communities[node]
		}
		place, at = through(place, parts), at.join(parts, count)
	}
}

// through follows each place to where the places there lead.
func through(places, next []int32) []int32 {
	led := make([]int32, len(places))
	for i, place := range places {
		led[i] = next[place]
	}
	return led
}

// numbered numbers groups by their first node, from 0, and counts them; the numbers given are below that of the nodes.
func numbered(of []int32) ([]int32, int) {
	number, numbers, count := make([]int32, len(of)), make([]int32, len(of)), int32(0)
	for i, group := range of {
		if number[group] == 0 {
			count++
			number[group] = count
		}
		numbers[i] = number[group] - 1
	}
	return numbers, int(count)
}
