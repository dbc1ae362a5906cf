package network

// cuts finds the nodes and edges without which a component falls apart. Edges that a walk in depth takes make a tree; below
// a cut, no other edge leads back to above it (Tarjan).
func (g *Graph) cuts() (points, bridges []bool) {
	w := depthWalk{
		g: g, point: make([]bool, g.nodes), above: make([]int32, g.nodes), bridged: make([]bool, g.nodes),
		met: make([]int32, g.nodes), back: make([]int32, g.nodes), next: append([]int32(nil), g.starts[:g.nodes]...),
	}
	for node := range g.nodes {
		if w.met[node] == 0 {
			w.from(int32(node))
		}
	}
	bridges = make([]bool, len(g.edges))
	for i, edge := range g.edges {
		bridges[i] = edge.A != edge.B && (w.bridged[edge.A] && w.above[edge.A] == edge.B || w.bridged[edge.B] && w.above[edge.B] == edge.A)
	}
	return w.point, bridges
}

// depthWalk goes through a network in depth.
type depthWalk struct {
	g     *Graph
	clock int32
	// above has the node by which each was met, met when (from 1), and back the earliest that it or one below leads back to.
	above, met, back []int32
	// next has the neighbour to look at next.
	next []int32
	// bridged says of a node whether the edge to the one above is a bridge.
	point, bridged []bool
}

// from walks through the component of a node; the node itself is a cut point when the walk left it more than once.
func (w *depthWalk) from(root int32) {
	w.meet(root, root)
	below := 0
	for node := root; ; {
		if w.next[node] < w.g.starts[node+1] {
			neighbour := w.g.neighbours[w.next[node]]
			w.next[node]++
			switch {
			case w.met[neighbour] == 0:
				w.meet(neighbour, node)
				node = neighbour
			case neighbour != w.above[node]:
				w.back[node] = min(w.back[node], w.met[neighbour])
			}
			continue
		}
		if node == root {
			break
		}
		above := w.above[node]
		if above == root {
			below++
		}
		w.leave(node, above, root)
		node = above
	}
	w.point[root] = below > 1
}

func (w *depthWalk) meet(node, above int32) {
	w.clock++
	w.above[node], w.met[node], w.back[node] = above, w.clock, w.clock
}

// leave goes back to the node above, with what is known of the one below.
func (w *depthWalk) leave(node, above, root int32) {
	w.back[above] = min(w.back[above], w.back[node])
	w.bridged[node] = w.back[node] > w.met[above]
	if above != root && w.back[node] >= w.met[above] {
		w.point[above] = true
	}
}
