package network

import (
	"cmp"
	"slices"
)

// components are the connected parts of a network, numbered by size, the largest first, and then by their lowest node.
type components struct {
	// of has the number of each node's component.
	of []int
	// sizes has how many nodes each has.
	sizes []int
	// members lists the nodes of each in order, and neighbours has how many those have.
	members    [][]int32
	neighbours []int
}

// components finds them by walking from each node that was not met before.
func (g *Graph) components() components {
	of := make([]int, g.nodes)
	for node := range of {
		of[node] = -1
	}
	count, met := 0, make([]int32, 0, g.nodes)
	for node := range g.nodes {
		if of[node] >= 0 {
			continue
		}
		of[node], met = count, append(met[:0], int32(node))
		for i := 0; i < len(met); i++ {
			for _, neighbour := range g.Neighbours(met[i]) {
				if of[neighbour] < 0 {
					of[neighbour] = count
					met = append(met, neighbour)
				}
			}
		}
		count++
	}
	found := components{of: of, sizes: numberBySize(of, count)}
	found.list(g)
	return found
}

// numberBySize numbers groups anew, the largest first and then by their lowest node, and returns their sizes.
func numberBySize(of []int, count int) []int {
	sizes, lowest := make([]int, count), make([]int, count)
	for node, group := range of {
		if sizes[group] == 0 {
			lowest[group] = node
		}
		sizes[group]++
	}
	order := make([]int, count)
	for group := range order {
		order[group] = group
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(sizes[b], sizes[a]), cmp.Compare(lowest[a], lowest[b]))
	})
	number, sorted := make([]int, count), make([]int, count)
	for i, group := range order {
		number[group], sorted[i] = i, sizes[group]
	}
	for node, group := range of {
		of[node] = number[group]
	}
	return sorted
}

// list fills the lists of members.
func (c *components) list(g *Graph) {
	all, from := make([]int32, len(c.of)), 0
	c.members, c.neighbours = make([][]int32, len(c.sizes)), make([]int, len(c.sizes))
	for number, size := range c.sizes {
		c.members[number] = all[from : from : from+size]
		from += size
	}
	for node, number := range c.of {
		c.members[number] = append(c.members[number], int32(node))
		c.neighbours[number] += g.Degree(int32(node))
	}
}
