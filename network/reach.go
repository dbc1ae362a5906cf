package network

import (
	"context"
	"slices"
)

const (
	notMet  = -1
	blocked = -2
)

// reach is how far the nodes of a network are from one, and is used again and again.
type reach struct {
	g *Graph
	// distance of each node that was met; else notMet or blocked.
	distance []int32
	// touched has the nodes with a distance, in its order.
	touched, blocks []int32
	// complete is the distance up to which, itself not included, all nodes were met. It is 0 when the end was not.
	complete int
}

func newReach(g *Graph) *reach {
	r := &reach{g: g, distance: make([]int32, g.nodes)}
	for node := range r.distance {
		r.distance[node] = notMet
	}
	return r
}

// block has the next search leave out some nodes.
func (r *reach) block(nodes []int32) {
	r.clear()
	r.blocks = append(r.blocks[:0], nodes...)
	for _, node := range nodes {
		r.distance[node] = blocked
	}
}

func (r *reach) clear() {
	for _, node := range slices.Concat(r.touched, r.blocks) {
		r.distance[node] = notMet
	}
	r.touched, r.blocks = r.touched[:0], r.blocks[:0]
}

// search goes from a node until it meets the end, not by way of the nodes banned before it, in at most so many steps.
func (r *reach) search(ctx context.Context, from, end int32, banned []int32, most int) error {
	r.distance[from], r.complete = 0, 0
	r.touched = append(r.touched, from)
	for i := 0; i < len(r.touched); i++ {
		if i%stride == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		node := r.touched[i]
		next := r.distance[node] + 1
		if int(next) > most {
			return nil
		}
		for _, neighbour := range r.g.Neighbours(node) {
			if r.distance[neighbour] != notMet || neighbour == end && slices.Contains(banned, node) {
				continue
			}
			r.distance[neighbour] = next
			r.touched = append(r.touched, neighbour)
			if neighbour == end {
				r.complete = int(next)
				return nil
			}
		}
	}
	return nil
}

// least is a distance that a node has at least.
func (r *reach) least(node int32) int {
	if distance := r.distance[node]; distance >= 0 {
		return int(distance)
	}
	return r.complete
}
