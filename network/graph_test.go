package network_test

import (
	"slices"
	"testing"

	"ketenkaart/network"
)

func TestNeighboursComeOnceInOrder(t *testing.T) {
	g := network.New(4, []network.Edge{{A: 2, B: 0, Weight: 1}, {A: 1, B: 0, Weight: 1}, {A: 0, B: 1, Weight: 3}, {A: 3, B: 3, Weight: 1}})
	for node, want := range [][]int32{{1, 2}, {0}, {0}, {}} {
		if got := g.Neighbours(int32(node)); !slices.Equal(got, want) {
			t.Errorf("the neighbours of %d are %v, not %v", node, got, want)
		}
		if got := g.Degree(int32(node)); got != len(want) {
			t.Errorf("the degree of %d is %d, not %d", node, got, len(want))
		}
	}
}
