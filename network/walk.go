package network

// muchWays is when the numbers of ways of a level are made smaller, since they double at each step where there are two ways on.
const muchWays = 1e200

// walk goes all shortest ways from one node (Brandes), and is used for one node after another.
type walk struct {
	g *Graph
	// order has the nodes in order of distance, and begins where each distance begins in it, with a last entry for the end.
	order  []int32
	begins []int
	// distance is from the source; -1 is not met.
	distance []int32
	// ways is in how many ways one comes to each, times the factor of its distance.
	ways    []float64
	factors []float64
	// dependence is how many ends are reached through each, by the share of the ways that lead through it.
	dependence []float64
	// passed is what each of the distance at hand passes on to one way that leads to it; all others have 0.
	passed []float64
}

func newWalk(g *Graph) *walk {
	w := &walk{
		g: g, order: make([]int32, 0, g.nodes), distance: make([]int32, g.nodes), ways: make([]float64, g.nodes),
		dependence: make([]float64, g.nodes), passed: make([]float64, g.nodes),
	}
	for node := range w.distance {
		w.distance[node] = -1
	}
	return w
}

// from goes from a source until all of the so many nodes of its component are met, and then back.
func (w *walk) from(source int32, size int) {
	for _, node := range w.order {
		w.distance[node] = -1
	}
	w.order, w.begins, w.factors = append(w.order[:0], source), append(w.begins[:0], 0, 1), append(w.factors[:0], 1)
	w.distance[source], w.ways[source] = 0, 1
	// The neighbours of the last that are met need not be looked at: all of them are met.
	for len(w.order) < size {
		w.step()
		w.begins = append(w.begins, len(w.order))
		w.factors = append(w.factors, w.shrink())
	}
	w.back()
}

// deepest is the largest distance that was met.
func (w *walk) deepest() int { return len(w.begins) - 2 }

// at returns the nodes of a distance.
func (w *walk) at(distance int) []int32 { return w.order[w.begins[distance]:w.begins[distance+1]] }

// step goes from the nodes of the largest distance to those of one more.
func (w *walk) step() {
	next := int32(w.deepest() + 1)
	for _, node := range w.at(w.deepest()) {
		ways := w.ways[node]
		for _, neighbour := range w.g.Neighbours(node) {
			switch w.distance[neighbour] {
			case -1:
				w.distance[neighbour], w.ways[neighbour] = next, ways
				w.order = append(w.order, neighbour)
			case next:
				w.ways[neighbour] += ways
			}
		}
	}
}

// shrink makes the ways of the largest distance smaller when they are very many, and returns by what factor.
func (w *walk) shrink() float64 {
	most := 0.0
	for _, node := range w.at(w.deepest()) {
		most = max(most, w.ways[node])
	}
	if most < muchWays {
		return 1
	}
	for _, node := range w.at(w.deepest()) {
		// A node that so few ways lead to beside others keeps some, since all divide by theirs.
		w.ways[node] = max(w.ways[node]/muchWays, 1/muchWays)
	}
	return 1 / muchWays
}

// back works out, from the far end, how much depends on each node other than the source.
func (w *walk) back() {
	last := w.at(w.deepest())
	for _, node := range last {
		w.dependence[node] = 0
	}
	for distance := w.deepest() - 1; distance > 0; distance-- {
		factor := w.factors[distance+1]
		for _, node := range last {
			w.passed[node] = (1 + w.dependence[node]) * factor / w.ways[node]
		}
		level := w.at(distance)
		for _, node := range level {
			w.dependence[node] = w.ways[node] * gather(w.passed, w.g.Neighbours(node))
		}
		for _, node := range last {
			w.passed[node] = 0
		}
		last = level
	}
}

// gather adds up the values of some nodes.
func gather(values []float64, nodes []int32) float64 {
	// Four sums at a time need not wait for one another.
	var a, b, c, d float64
	for len(nodes) >= 4 {
		a += values[nodes[0]]
		b += values[nodes[1]]
		c += values[nodes[2]]
		d += values[nodes[3]]
		nodes = nodes[4:]
	}
	for _, node := range nodes {
		a += values[node]
	}
	return (a + b) + (c + d)
}
