package network

import (
	"context"
	"math/rand/v2"
)

// partition has each node of a network in one community.
type partition struct {
	grouped
	of []int32
	// strength is that of each community, and empty has the numbers that have no node.
	strength []float64
	sizes    []int32
	empty    []int32
	// sums is what joins the node at hand to each community.
	sums *sums
}

func newPartition(g grouped, of []int32) *partition {
	p := &partition{grouped: g, of: of, strength: make([]float64, len(of)), sizes: make([]int32, len(of)), sums: newSums(len(of))}
	for node, community := range of {
		p.strength[community] += g.strengths[node]
		p.sizes[community]++
	}
	for community, size := range p.sizes {
		if size == 0 {
			p.empty = append(p.empty, int32(community))
		}
	}
	return p
}

// move has each node go to the community where modularity is highest, and each neighbour of one that went look again, until
// all are content. It returns how many neighbours it looked at.
func (p *partition) move(ctx context.Context, chance *rand.Rand) (looked int, err error) {
	queue := shuffled(len(p.of), chance)
	waits := make([]bool, len(queue))
	for node := range waits {
		waits[node] = true
	}
	for begin, turns := 0, 0; begin < len(queue); begin++ {
		if turns++; turns%stride == 0 && ctx.Err() != nil {
			return looked, ctx.Err()
		}
		node := queue[begin]
		waits[node] = false
		looked += int(p.starts[node+1] - p.starts[node])
		if !p.settle(node) {
			continue
		}
		for _, neighbour := range p.neighbours[p.starts[node]:p.starts[node+1]] {
			if !waits[neighbour] && p.of[neighbour] != p.of[node] {
				waits[neighbour] = true
				queue = append(queue, neighbour)
			}
		}
		// What was gone through is dropped when it is most of the queue.
		if begin > len(p.of) && begin > len(queue)/2 {
			queue, begin = append(queue[:0], queue[begin+1:]...), -1
		}
	}
	return looked, nil
}

// settle moves a node to the best community, or to an empty one when that is better than any; it says whether it moved.
func (p *partition) settle(node int32) bool {
	for i := p.starts[node]; i < p.starts[node+1]; i++ {
		p.sums.add(p.of[p.neighbours[i]], p.weights[i])
	}
	own, share := p.of[node], p.strengths[node]/p.total
	p.strength[own] -= p.strengths[node]
	best, most := own, p.sums.of[own]-share*p.strength[own]
	for _, community := range p.sums.met {
		if gain := p.sums.of[community] - share*p.strength[community]; gain > most+enoughGain {
			best, most = community, gain
		}
	}
	p.sums.clear()
	if most < -enoughGain && p.sizes[own] > 1 {
		best = p.empty[len(p.empty)-1]
	}
	p.strength[best] += p.strengths[node]
	if best == own {
		return false
	}
	p.put(node, best)
	return true
}

// put notes in which community a node is.
func (p *partition) put(node, community int32) {
	own := p.of[node]
	if p.sizes[community] == 0 {
		p.empty = p.empty[:len(p.empty)-1]
	}
	if p.sizes[own]--; p.sizes[own] == 0 {
		p.empty = append(p.empty, own)
	}
	p.sizes[community]++
	p.of[node] = community
}

// refine divides each community in parts that are well connected to the rest of it: each begins as one node, and a node that
// is alone yet joins the part of its community where modularity rises most.
func (p *partition) refine(chance *rand.Rand) []int32 {
	parts := newPartition(p.grouped, identity(len(p.of)))
	// joined is what joins each part to the rest of its community.
	joined := make([]float64, len(p.of))
	for node, community := range p.of {
		for i := p.starts[node]; i < p.starts[node+1]; i++ {
			if p.of[p.neighbours[i]] == community {
				joined[node] += p.weights[i]
			}
		}
	}
	for _, node := range shuffled(len(p.of), chance) {
		if parts.sizes[parts.of[node]] == 1 && p.wellJoined(joined[node], p.strengths[node], p.of[node]) {
			p.join(node, parts, joined)
		}
	}
	return parts.of
}

// wellJoined says whether a part is joined to the rest of its community by no fewer edges than chance would give.
func (p *partition) wellJoined(joined, strength float64, community int32) bool {
	return joined >= strength*(p.strength[community]-strength)/p.total
}

// join puts a node that is alone in the best part of its community, if any is better.
func (p *partition) join(node int32, parts *partition, joined []float64) {
	for i := p.starts[node]; i < p.starts[node+1]; i++ {
		if neighbour := p.neighbours[i]; p.of[neighbour] == p.of[node] {
			p.sums.add(parts.of[neighbour], p.weights[i])
		}
	}
	own, share := parts.of[node], p.strengths[node]/p.total
	best, most := own, enoughGain
	for _, part := range p.sums.met {
		gain := p.sums.of[part] - share*parts.strength[part]
		if gain > most && p.wellJoined(joined[part], parts.strength[part], p.of[node]) {
			best, most = part, gain
		}
	}
	if best != own {
		joined[best] += joined[own] - 2*p.sums.of[best]
		parts.strength[best] += p.strengths[node]
		parts.strength[own] = 0
		parts.sizes[best]++
		parts.sizes[own]--
		parts.of[node] = best
	}
	p.sums.clear()
}

// shuffled lists so many nodes in an order by chance.
func shuffled(count int, chance *rand.Rand) []int32 {
	nodes := identity(count)
	chance.Shuffle(count, func(a, b int) { nodes[a], nodes[b] = nodes[b], nodes[a] })
	return nodes
}
