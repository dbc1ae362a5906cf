package registry

import (
	"maps"
	"slices"
)

// countIndex has the collaborations in the order and the size in which to count them is one short walk: a million of them are 20 MB.
type countIndex struct {
	// days are those on which any begins or ends, each once, in order.
	days []dayNumber
	// edges are in order of partner, then region, then since.
	edges []countedEdge
}

// countedEdge is what counting asks of a collaboration.
type countedEdge struct {
	// source and target are the numbers of its region and its partner.
	source, target int32
	// since and until are places in the days of the index.
	since, until int32
	// profile and certainty are places, counted from 1, as in keptEdge.
	profile, certainty uint8
}

// newCountIndex puts the collaborations in order of partner by counting, for they are in order of region.
func (k *keptNetwork) newCountIndex() *countIndex {
	all := k.edgesOf(EdgeCollaboration)
	index := &countIndex{edges: make([]countedEdge, len(all))}
	places, next := map[dayNumber]int32{}, make([]int32, len(k.nodes)+1)
	for i := range all {
		places[all[i].since], places[all[i].until] = 0, 0
		next[all[i].target+1]++
	}
	index.days = slices.Sorted(maps.Keys(places))
	for place, day := range index.days {
		places[day] = int32(place)
	}
	for node := range k.nodes {
		next[node+1] += next[node]
	}
	for i := range all {
		edge := &all[i]
		index.edges[next[edge.target]] = countedEdge{
			source: edge.source, target: edge.target, since: places[edge.since], until: places[edge.until],
			profile: edge.profile, certainty: edge.certainty,
		}
		next[edge.target]++
	}
	return index
}

// passed is how many of the days are not after another.
func (x *countIndex) passed(day dayNumber) int32 {
	number, _ := slices.BinarySearch(x.days, day+1)
	return int32(number)
}

// firstPoints gives, for each day of the index, the place of the first of the points that is not before it.
func (x *countIndex) firstPoints(points []dayNumber) []int32 {
	first := make([]int32, len(x.days))
	for place, day := range x.days {
		point, _ := slices.BinarySearch(points, day)
		first[place] = int32(point)
	}
	return first
}
