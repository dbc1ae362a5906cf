package network_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"ketenkaart/network"
)

// TestShortestPathsAreTheFirstOfAll compares with all paths, sorted, in small networks by chance.
func TestShortestPathsAreTheFirstOfAll(t *testing.T) {
	chance := rand.New(rand.NewPCG(1, 1))
	for number := range 400 {
		nodes := 2 + chance.IntN(9)
		var edges []network.Edge
		for range chance.IntN(3 * nodes) {
			edges = append(edges, network.Edge{A: int32(chance.IntN(nodes)), B: int32(chance.IntN(nodes)), Weight: 1})
		}
		g := network.New(nodes, edges)
		from, to := int32(chance.IntN(nodes)), int32(chance.IntN(nodes))
		maxLength, first := 1+chance.IntN(7), 1+chance.IntN(12)
		want := allPaths(g, []int32{from}, to, maxLength)
		slices.SortFunc(want, func(a, b []int32) int { return cmp.Or(cmp.Compare(len(a), len(b)), slices.Compare(a, b)) })
		want = want[:min(first, len(want))]
		found, err := g.ShortestPaths(t.Context(), from, to, maxLength, first)
		if err != nil {
			t.Fatal(err)
		}
		if fmt.Sprint(found) != fmt.Sprint(want) {
			t.Fatalf("network %d: the first %d paths from %d to %d of at most %d in %v are %v, not %v", number, first, from, to, maxLength, edges, found, want)
		}
	}
}

func allPaths(g *network.Graph, path []int32, to int32, maxLength int) (found [][]int32) {
	last := path[len(path)-1]
	if last == to {
		return [][]int32{slices.Clone(path)}
	}
	if maxLength == 0 {
		return nil
	}
	for _, next := range g.Neighbours(last) {
		if !slices.Contains(path, next) {
			found = append(found, allPaths(g, append(path, next), to, maxLength-1)...)
		}
	}
	return found
}

// TestShortestPathsDoNotTryAllWays asks for another way where there are very many that come to nothing: two partners of one
// region, among fifty thousand that share it with others.
func TestShortestPathsDoNotTryAllWays(t *testing.T) {
	const others = 50_000
	edges := []network.Edge{{A: 0, B: 1, Weight: 1}, {A: 1, B: 2, Weight: 1}}
	for other := range int32(others) {
		edges = append(edges, network.Edge{A: 1, B: 4 + other, Weight: 1}, network.Edge{A: 3, B: 4 + other, Weight: 1})
	}
	found, err := network.New(4+others, edges).ShortestPaths(t.Context(), 0, 2, 12, 5)
	if err != nil || fmt.Sprint(found) != "[[0 1 2]]" {
		t.Errorf("paths are %v, %v", found, err)
	}
}

func TestShortestPathsStopWithTheirContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	g := network.New(2, []network.Edge{{A: 0, B: 1, Weight: 1}})
	if found, err := g.ShortestPaths(ctx, 0, 1, 1, 1); !errors.Is(err, context.Canceled) {
		t.Errorf("paths are %v, and the error %v", found, err)
	}
}
