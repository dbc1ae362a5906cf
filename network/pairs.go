package network

import (
	"context"
	"iter"
	"math"
	"math/rand/v2"
	"sync"
)

const (
	// pairsWork bounds how many neighbours are looked at for pairs of one component, and mostPairs how many pairs there are.
	pairsWork = 50_000_000
	mostPairs = 400_000
	// certain is how many standard errors a side the 95 % interval is.
	certain = 1.959963984540054
)

// pairs counts through which nodes of a component the shortest ways between pairs by chance lead: of each pair one way, with
// equal chance for each.
type pairs struct {
	g          *Graph
	members    []int32
	neighbours int
	// adding guards what follows: how often each node was passed, and how many pairs there were.
	adding sync.Mutex
	passed []int32
	count  int
}

// samplePairs puts in shares the betweenness of the nodes of a component, and returns half of the widest 95 % interval.
func (w *ways) samplePairs(ctx context.Context, part int, shares []float64) (float64, error) {
	p := &pairs{g: w.g, members: w.parts.members[part], neighbours: w.parts.neighbours[part], passed: make([]int32, w.g.nodes)}
	if err := inChunks(ctx, p.sampleChunks); err != nil {
		return 0, err
	}
	size, widest := float64(len(p.members)), 0.0
	ofAll := size * (size - 1) / w.pairs()
	for _, node := range p.members {
		share := float64(p.passed[node]) / float64(p.count)
		shares[node] = share * ofAll
		widest = max(widest, certain*math.Sqrt(share*(1-share)/float64(p.count))*ofAll)
	}
	return widest, nil
}

// sampleChunks does, in each chunk, as much work as is its part, with a chance of its own.
func (p *pairs) sampleChunks(ctx context.Context, numbers iter.Seq[int]) error {
	m := meeting{there: newWalk(p.g), back: newWalk(p.g)}
	var passed []int32
	for chunk := range numbers {
		m.chance = rand.New(rand.NewPCG(seed, uint64(chunk)))
		count := 0
		for looked := 0; looked < pairsWork/chunks && count < mostPairs/chunks; count++ {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			from, to := m.chance.IntN(len(p.members)), m.chance.IntN(len(p.members)-1)
			if to >= from {
				to++
			}
			passed = m.between(p.members, p.neighbours, p.members[from], p.members[to], passed)
			looked += m.looked()
		}
		p.add(passed, count)
		passed = passed[:0]
	}
	return nil
}

// add counts the nodes that were passed, each as often as it is there.
func (p *pairs) add(passed []int32, count int) {
	p.adding.Lock()
	defer p.adding.Unlock()
	p.count += count
	for _, node := range passed {
		p.passed[node]++
	}
}

// meeting walks from both ends of a pair until they meet.
type meeting struct {
	there, back *walk
	chance      *rand.Rand
}

// between adds the nodes of a shortest way between two, other than those themselves, to passed.
func (m *meeting) between(members []int32, neighbours int, from, to int32, passed []int32) []int32 {
	m.there.begin(from, members, neighbours)
	m.back.begin(to, members, neighbours)
	for {
		near, other := m.there, m.back
		if other.levels[other.deepest()].neighbours < near.levels[near.deepest()].neighbours {
			near, other = other, near
		}
		near.step()
		if at, met := m.meet(near.at(near.deepest()), other); met {
			if at != from && at != to {
				passed = append(passed, at)
			}
			return m.there.wayBack(at, m.chance, m.back.wayBack(at, m.chance, passed))
		}
	}
}

// meet chooses one of the nodes that the other side has met too, by how many ways lead through each.
func (m *meeting) meet(level []int32, other *walk) (chosen int32, met bool) {
	sum := 0.0
	for _, node := range level {
		if other.distance[node] == notMet {
			continue
		}
		ways := m.there.ways[node] * m.back.ways[node]
		if sum += ways; m.chance.Float64()*sum < ways {
			chosen, met = node, true
		}
	}
	return chosen, met
}

// wayBack adds the nodes of a way back from a node to the source, other than those themselves, to passed.
func (w *walk) wayBack(node int32, chance *rand.Rand, passed []int32) []int32 {
	for distance := w.distance[node] - 1; distance > 0; distance-- {
		sum, chosen := 0.0, node
		for _, neighbour := range w.g.Neighbours(node) {
			if w.distance[neighbour] != distance {
				continue
			}
			ways := w.ways[neighbour]
			if sum += ways; chance.Float64()*sum < ways {
				chosen = neighbour
			}
		}
		node, passed = chosen, append(passed, chosen)
	}
	return passed
}

// looked is how many nodes and neighbours of nodes were looked at.
func (m *meeting) looked() int {
	sum := 0
	for _, w := range []*walk{m.there, m.back} {
		sum += len(w.order)
		for _, level := range w.levels[:w.deepest()] {
			sum += level.neighbours
		}
	}
	return sum
}
