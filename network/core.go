package network

// cores takes away the node with the fewest neighbours left, again and again: how many it has then is its core, when that is
// not less than the one before (Batagelj and Zaveršnik).
func (g *Graph) cores() []int {
	left, order, places, begins := g.byDegree()
	core := make([]int, g.nodes)
	for i := range order {
		node := order[i]
		core[node] = left[node]
		for _, neighbour := range g.Neighbours(node) {
			if left[neighbour] <= left[node] {
				continue
			}
			// The neighbour moves to the bucket before its own, by changing places with the first of its own.
			first := begins[left[neighbour]]
			other := order[first]
			order[first], order[places[neighbour]] = neighbour, other
			places[other], places[neighbour] = places[neighbour], first
			begins[left[neighbour]]++
			left[neighbour]--
		}
	}
	return core
}

// byDegree returns the degrees, the nodes in their order, the place of each node in that, and where each degree begins.
func (g *Graph) byDegree() (degrees []int, order, places, begins []int32) {
	most := 0
	degrees = make([]int, g.nodes)
	for node := range degrees {
		degrees[node] = g.Degree(int32(node))
		most = max(most, degrees[node])
	}
	begins = make([]int32, most+2)
	for _, degree := range degrees {
		begins[degree+1]++
	}
	for degree := range most + 1 {
		begins[degree+1] += begins[degree]
	}
	order, places = make([]int32, g.nodes), make([]int32, g.nodes)
	next := append([]int32(nil), begins...)
	for node, degree := range degrees {
		places[node] = next[degree]
		order[next[degree]] = int32(node)
		next[degree]++
	}
	return degrees, order, places, begins
}
