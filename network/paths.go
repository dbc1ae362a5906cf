package network

import (
	"container/heap"
	"context"
	"fmt"
	"slices"
)

// ShortestPaths returns the first paths between two nodes that meet no node twice: in order of length, and of the numbers of
// their nodes where that is equal. Each has both its ends, and at most maxLength edges; a node has one path to itself. However
// the network is, it is gone through at most first times maxLength times, as it is in all algorithms after Yen's. It stops soon
// after the context ends, with its error.
func (g *Graph) ShortestPaths(ctx context.Context, from, to int32, maxLength, first int) ([][]int32, error) {
	if from == to {
		return [][]int32{{from}}[:min(1, max(0, first))], nil
	}
	s := pathSearch{g: g, to: to, maxLength: maxLength, whole: newReach(g), around: newReach(g)}
	if err := s.whole.search(ctx, to, from, nil, maxLength); err != nil {
		return nil, fmt.Errorf("search paths: %w", err)
	}
	if s.whole.complete > 0 {
		s.push(detour{prefix: []int32{from}})
	}
	var found [][]int32
	for len(found) < first && len(s.waiting) > 0 {
		next := heap.Pop(&s.waiting).(detour)
		if next.path != nil {
			found = append(found, next.path)
			s.branch(next)
			continue
		}
		if err := s.solve(ctx, next); err != nil {
			return nil, fmt.Errorf("search paths: %w", err)
		}
	}
	return found, nil
}

// pathSearch looks for paths to a node: the shortest of all, then, for each that was found, the shortest that leave it at
// each of its nodes.
type pathSearch struct {
	g         *Graph
	to        int32
	maxLength int
	// whole has the distances to the end in the whole network, as far as its first node; around those around a prefix.
	whole, around *reach
	waiting       detours
}

// detour stands for all paths that begin with a prefix and go on to none of the banned nodes.
type detour struct {
	prefix, banned []int32
	// path is the first of them, and nil until it is searched; length is its number of edges, and not more than it until then.
	path   []int32
	length int
}

// branch divides the other paths that a detour stands for by where they leave the one that was found.
func (s *pathSearch) branch(d detour) {
	for i := len(d.prefix) - 1; i < len(d.path)-1; i++ {
		banned := []int32{d.path[i+1]}
		if i == len(d.prefix)-1 {
			banned = append(banned, d.banned...)
		}
		s.push(detour{prefix: d.path[:i+1], banned: banned})
	}
}

// push has a detour wait for its turn by the least that its length can be, unless that is too much.
func (s *pathSearch) push(d detour) {
	least := s.maxLength
	for _, next := range s.g.Neighbours(d.prefix[len(d.prefix)-1]) {
		if far := s.whole.least(next); far < least && d.allows(next) {
			least = far
		}
	}
	if d.length = len(d.prefix) + least; d.length <= s.maxLength {
		heap.Push(&s.waiting, d)
	}
}

// allows says whether the paths of a detour may go on to a node.
func (d detour) allows(next int32) bool {
	return !slices.Contains(d.banned, next) && !slices.Contains(d.prefix, next)
}

// solve finds the first path of a detour. The distances of the whole network show it when no node of the prefix lies in the
// way; else distances around the prefix do.
func (s *pathSearch) solve(ctx context.Context, d detour) error {
	rest := d.length - len(d.prefix)
	if rest < s.whole.complete && s.descend(&d, s.whole, rest, map[int32]bool{}) {
		heap.Push(&s.waiting, d)
		return nil
	}
	last := len(d.prefix) - 1
	s.around.block(d.prefix[:last])
	if err := s.around.search(ctx, s.to, d.prefix[last], d.banned, s.maxLength-last); err != nil {
		return err
	}
	if rest = s.around.complete - 1; rest >= 0 && s.descend(&d, s.around, rest, map[int32]bool{}) {
		d.length = len(d.prefix) + rest
		heap.Push(&s.waiting, d)
	}
	return nil
}

// descend completes the path of a detour, by the lowest nodes whose distances to the end fall to 0 from so many. It remembers
// the nodes from where none leads there without the prefix.
func (s *pathSearch) descend(d *detour, r *reach, rest int, dead map[int32]bool) bool {
	path := slices.Clone(d.prefix)
	var on func(rest int) bool
	on = func(rest int) bool {
		node := path[len(path)-1]
		if rest < 0 {
			return node == s.to
		}
		for _, next := range s.g.Neighbours(node) {
			if int(r.distance[next]) != rest || dead[next] || len(path) == len(d.prefix) && !d.allows(next) || slices.Contains(path, next) {
				continue
			}
			path = append(path, next)
			if on(rest - 1) {
				return true
			}
			path = path[:len(path)-1]
			dead[next] = true
		}
		return false
	}
	if !on(rest) {
		return false
	}
	d.path = path
	return true
}

// detours are ordered by length, those to be searched yet first, and then by their nodes.
type detours []detour

func (d detours) Len() int { return len(d) }

func (d detours) Less(a, b int) bool {
	if d[a].length != d[b].length {
		return d[a].length < d[b].length
	}
	return slices.Compare(d[a].path, d[b].path) < 0
}

func (d detours) Swap(a, b int) { d[a], d[b] = d[b], d[a] }

func (d *detours) Push(given any) { *d = append(*d, given.(detour)) }

func (d *detours) Pop() any {
	last := (*d)[len(*d)-1]
	*d = (*d)[:len(*d)-1]
	return last
}
