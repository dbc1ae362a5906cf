package network

// grouped is a network of which each node stands for one or more of the network that it was made of.
type grouped struct {
	starts, neighbours []int32
	// weights is how many edges there are between a node and its neighbour.
	weights []float64
	// strengths is the sum of the degrees of those that a node stands for, and total that of all, at least 1.
	strengths []float64
	total     float64
}

// join makes a node of each group.
func (g grouped) join(of []int32, count int) grouped {
	joined := grouped{starts: make([]int32, count+1), strengths: make([]float64, count), total: g.total}
	members, begins := listed(of, count)
	sums := newSums(count)
	for group := range int32(count) {
		for _, node := range members[begins[group]:begins[group+1]] {
			joined.strengths[group] += g.strengths[node]
			for i := g.starts[node]; i < g.starts[node+1]; i++ {
				if other := of[g.neighbours[i]]; other != group {
					sums.add(other, g.weights[i])
				}
			}
		}
		for _, other := range sums.met {
			joined.neighbours = append(joined.neighbours, other)
			joined.weights = append(joined.weights, sums.of[other])
		}
		sums.clear()
		joined.starts[group+1] = int32(len(joined.neighbours))
	}
	return joined
}

// listed lists the nodes group by group, and where each group begins.
func listed(of []int32, count int) (nodes, begins []int32) {
	begins = make([]int32, count+1)
	for _, group := range of {
		begins[group+1]++
	}
	for group := range count {
		begins[group+1] += begins[group]
	}
	nodes, next := make([]int32, len(of)), append([]int32(nil), begins...)
	for node, group := range of {
		nodes[next[group]] = int32(node)
		next[group]++
	}
	return nodes, begins
}

// modularity of communities: the share of edges within them, minus what it would be by chance with the same degrees.
func (g grouped) modularity(of []int32) float64 {
	inside, strengths := 0.0, make([]float64, len(of))
	for node, community := range of {
		strengths[community] += g.strengths[node]
		for i := g.starts[node]; i < g.starts[node+1]; i++ {
			if of[g.neighbours[i]] == community {
				inside += g.weights[i]
			}
		}
	}
	chance := 0.0
	for _, strength := range strengths {
		chance += strength / g.total * (strength / g.total)
	}
	return inside/g.total - chance
}

// sums adds up by number, and knows which numbers it met.
type sums struct {
	of  []float64
	met []int32
}

func newSums(count int) *sums { return &sums{of: make([]float64, count)} }

func (s *sums) add(number int32, value float64) {
	if s.of[number] == 0 {
		s.met = append(s.met, number)
	}
	s.of[number] += value
}

func (s *sums) clear() {
	for _, number := range s.met {
		s.of[number] = 0
	}
	s.met = s.met[:0]
}
