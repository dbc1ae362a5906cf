package network

// muchWays is when the numbers of ways of a level are made smaller, since they double at each step where there are two ways on.
const muchWays = 1e150

// walk goes all shortest ways from one node (Brandes), and is used for one node after another.
type walk struct {
	g *Graph
	// members are the nodes of the component, and left is how many neighbours those have that are not met yet.
	members []int32
	left    int
	// order has the nodes in order of distance.
	order  []int32
	levels []level
	// distance is from the source; -1 is not met.
	distance []int32
	// ways is in how many ways one comes to each, times the factor of its distance.
	ways []float64
	// dependence is how many ends are reached through each, by the share of the ways that lead through it.
	dependence []float64
	// lit is a value of those at the distance at hand; all others have 0. sums has what is added up of such values.
	lit, sums []float64
}

// level is what is met at one distance.
type level struct {
	// from and until are where its nodes are in the order.
	from, until int
	// neighbours is how many those have.
	neighbours int
	factor     float64
}

func newWalk(g *Graph) *walk {
	w := &walk{
		g: g, order: make([]int32, 0, g.nodes), distance: make([]int32, g.nodes), ways: make([]float64, g.nodes),
		dependence: make([]float64, g.nodes), lit: make([]float64, g.nodes), sums: make([]float64, g.nodes),
	}
	for node := range w.distance {
		w.distance[node] = notMet
	}
	return w
}

// from goes from a source until all of its component, with so many neighbours, are met.
func (w *walk) from(source int32, members []int32, neighbours int) {
	w.begin(source, members, neighbours)
	// The neighbours of the last that are met need not be looked at: all of them are met.
	for len(w.order) < len(members) {
		w.step()
	}
}

// begin puts the walk at a source.
func (w *walk) begin(source int32, members []int32, neighbours int) {
	for _, node := range w.order {
		w.distance[node], w.sums[node] = notMet, 0
	}
	w.members, w.left = members, neighbours
	w.order, w.levels = append(w.order[:0], source), w.levels[:0]
	w.distance[source], w.ways[source], w.dependence[source] = 0, 1, 0
	w.endLevel(0)
}

// deepest is the largest distance that was met.
func (w *walk) deepest() int { return len(w.levels) - 1 }

// at returns the nodes of a distance.
func (w *walk) at(distance int) []int32 {
	return w.order[w.levels[distance].from:w.levels[distance].until]
}

// step goes from the nodes of the largest distance to those of one more: by looking at the neighbours of the former, or of
// those that are not met, whichever are fewer.
func (w *walk) step() {
	from := len(w.order)
	if w.levels[w.deepest()].neighbours <= w.left+len(w.members) {
		w.stepForth()
	} else {
		w.stepByRest()
	}
	w.endLevel(from)
}

func (w *walk) stepForth() {
	next := int32(w.deepest() + 1)
	for _, node := range w.at(w.deepest()) {
		ways := w.ways[node]
		for _, neighbour := range w.g.Neighbours(node) {
			switch w.distance[neighbour] {
			case notMet:
				w.distance[neighbour], w.ways[neighbour] = next, ways
				w.order = append(w.order, neighbour)
			case next:
				w.ways[neighbour] += ways
			}
		}
	}
}

func (w *walk) stepByRest() {
	level := w.at(w.deepest())
	for _, node := range level {
		w.lit[node] = w.ways[node]
	}
	for _, node := range w.members {
		if w.distance[node] != notMet {
			continue
		}
		if ways := gather(w.lit, w.g.Neighbours(node)); ways > 0 {
			w.ways[node] = ways
			w.order = append(w.order, node)
		}
	}
	for _, node := range level {
		w.lit[node] = 0
	}
	for _, node := range w.order[w.levels[w.deepest()].until:] {
		w.distance[node] = int32(w.deepest() + 1)
	}
}

// endLevel ends the level that began at a place in the order. It makes the ways of a level smaller when they are very many.
func (w *walk) endLevel(from int) {
	ended := level{from: from, until: len(w.order), factor: 1}
	most := 0.0
	for _, node := range w.order[from:] {
		ended.neighbours += w.g.Degree(node)
		most = max(most, w.ways[node])
	}
	if most > muchWays {
		ended.factor = 1 / muchWays
		for _, node := range w.order[from:] {
			// A node that few ways lead to beside others keeps some, since all divide by theirs.
			w.ways[node] = max(w.ways[node]/muchWays, 1/muchWays)
		}
	}
	w.left -= ended.neighbours
	w.levels = append(w.levels, ended)
}

// back works out, from the far end, how much depends on each node other than the source. Each takes it from its neighbours at
// one step more, or those give it to theirs, whichever have fewer neighbours.
func (w *walk) back() {
	for _, node := range w.at(w.deepest()) {
		w.dependence[node] = 0
	}
	for distance := w.deepest() - 1; distance > 0; distance-- {
		if w.levels[distance].neighbours <= w.levels[distance+1].neighbours {
			w.take(w.at(distance), w.at(distance+1), w.levels[distance+1].factor)
		} else {
			w.give(w.at(distance), w.at(distance+1), w.levels[distance+1].factor)
		}
	}
}

func (w *walk) take(near, far []int32, factor float64) {
	for _, node := range far {
		w.lit[node] = (1 + w.dependence[node]) * factor / w.ways[node]
	}
	for _, node := range near {
		w.dependence[node] = w.ways[node] * gather(w.lit, w.g.Neighbours(node))
	}
	for _, node := range far {
		w.lit[node] = 0
	}
}

// give adds to the sums of all neighbours; only those of nearer ones are ever read.
func (w *walk) give(near, far []int32, factor float64) {
	for _, node := range far {
		passed := (1 + w.dependence[node]) * factor / w.ways[node]
		for _, neighbour := range w.g.Neighbours(node) {
			w.sums[neighbour] += passed
		}
	}
	for _, node := range near {
		w.dependence[node] = w.ways[node] * w.sums[node]
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
