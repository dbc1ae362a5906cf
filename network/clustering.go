package network

import "context"

// clustering counts the triangles of each node. Each edge leads from the end with fewer neighbours to the other, so that no
// node has many to go through.
func (g *Graph) clustering(ctx context.Context) (float64, error) {
	_, _, places, _ := g.byDegree()
	starts, ahead := g.ahead(places)
	triangles, marked := make([]int64, g.nodes), make([]int32, g.nodes)
	for node := range int32(g.nodes) {
		if node%stride == 0 && ctx.Err() != nil {
			return 0, ctx.Err()
		}
		mine := ahead[starts[node]:starts[node+1]]
		for _, second := range mine {
			marked[second] = node + 1
		}
		for _, second := range mine {
			for _, third := range ahead[starts[second]:starts[second+1]] {
				if marked[third] == node+1 {
					triangles[node]++
					triangles[second]++
					triangles[third]++
				}
			}
		}
	}
	return g.meanClustering(triangles), nil
}

// ahead lists of each node the neighbours that come later in an order.
func (g *Graph) ahead(places []int32) (starts, ahead []int32) {
	starts, ahead = make([]int32, g.nodes+1), make([]int32, 0, len(g.neighbours)/2)
	for node := range int32(g.nodes) {
		for _, neighbour := range g.Neighbours(node) {
			if places[neighbour] > places[node] {
				ahead = append(ahead, neighbour)
			}
		}
		starts[node+1] = int32(len(ahead))
	}
	return starts, ahead
}

func (g *Graph) meanClustering(triangles []int64) float64 {
	if g.nodes == 0 {
		return 0
	}
	sum := 0.0
	for node, count := range triangles {
		if degree := float64(g.Degree(int32(node))); degree > 1 {
			sum += 2 * float64(count) / (degree * (degree - 1))
		}
	}
	return sum / float64(g.nodes)
}
