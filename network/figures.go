package network

// degrees counts each node's neighbours, and adds up the weights of its edges.
func (g *Graph) degrees() ([]int, []float64) {
	degrees, strengths := make([]int, g.nodes), make([]float64, g.nodes)
	for node := range g.nodes {
		degrees[node] = g.Degree(int32(node))
		for i := g.starts[node]; i < g.starts[node+1]; i++ {
			strengths[node] += g.weights[i]
		}
	}
	return degrees, strengths
}

// figures are those that follow from degrees and components.
func (g *Graph) figures(degrees []int, parts components) Figures {
	found := Figures{Components: len(parts.sizes), Centralization: centralization(degrees)}
	if g.nodes == 0 {
		return found
	}
	found.LargestComponent = parts.sizes[0]
	found.MeanDegree = float64(len(g.neighbours)) / float64(g.nodes)
	if g.nodes > 1 {
		found.Density = found.MeanDegree / float64(g.nodes-1)
	}
	return found
}

// centralization compares how far the degrees lie below the largest with how far they do in a star of as many nodes.
func centralization(degrees []int) float64 {
	nodes := len(degrees)
	if nodes < 3 {
		return 0
	}
	most, sum := 0, 0
	for _, degree := range degrees {
		most, sum = max(most, degree), sum+degree
	}
	return float64(most*nodes-sum) / (float64(nodes-1) * float64(nodes-2))
}
