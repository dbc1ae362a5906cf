package network_test

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"ketenkaart/network"
)

// stored is a network with what networkx measured of it.
type stored struct {
	Nodes    int
	Edges    [][3]float64
	Measures network.Measures
}

func readStored(t *testing.T, path string) (*network.Graph, stored) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var s stored
	if err := json.Unmarshal(text, &s); err != nil {
		t.Fatalf("read %s: %v", path, err)
	}
	edges := make([]network.Edge, len(s.Edges))
	for i, edge := range s.Edges {
		edges[i] = network.Edge{A: int32(edge[0]), B: int32(edge[1]), Weight: edge[2]}
	}
	return network.New(s.Nodes, edges), s
}

// TestMeasuresAreThoseOfNetworkx compares with the results that testdata/networkx.py stored.
func TestMeasuresAreThoseOfNetworkx(t *testing.T) {
	paths, err := filepath.Glob("testdata/*.json")
	if err != nil || len(paths) != 4 {
		t.Fatalf("stored networks: %v, %v", paths, err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".json"), func(t *testing.T) {
			g, s := readStored(t, path)
			found, err := g.Measure(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if found.Figures.Modularity < s.Measures.Figures.Modularity-1e-9 {
				t.Errorf("modularity is %v, less than the %v of networkx", found.Figures.Modularity, s.Measures.Figures.Modularity)
			}
			s.Measures.Figures.Modularity, s.Measures.Community = found.Figures.Modularity, found.Community
			sameFields(t, reflect.ValueOf(*found), reflect.ValueOf(s.Measures))
		})
	}
}

// sameFields compares all fields, numbers to 1e-9.
func sameFields(t *testing.T, found, want reflect.Value) {
	t.Helper()
	for i := range found.NumField() {
		name := found.Type().Field(i).Name
		switch of := found.Field(i); of.Kind() {
		case reflect.Struct:
			sameFields(t, of, want.Field(i))
		case reflect.Slice:
			if of.Len() != want.Field(i).Len() {
				t.Fatalf("%s has %d values, not %d", name, of.Len(), want.Field(i).Len())
			}
			for at := range of.Len() {
				same(t, name, at, of.Index(at), want.Field(i).Index(at))
			}
		default:
			same(t, name, -1, of, want.Field(i))
		}
	}
}

func same(t *testing.T, name string, at int, found, want reflect.Value) {
	t.Helper()
	if found.Kind() == reflect.Float64 && math.Abs(found.Float()-want.Float()) <= 1e-9 {
		return
	}
	if !reflect.DeepEqual(found.Interface(), want.Interface()) {
		t.Errorf("%s of %d is %v, not %v", name, at, found, want)
	}
}

func TestMeasuresStopWithTheirContext(t *testing.T) {
	g, _ := readStored(t, "testdata/register.json")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if found, err := g.Measure(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("measures are %v, and the error %v", found, err)
	}
}

// TestModularityIsThatOfTheCommunities works it out anew, and looks at the order of the numbers.
func TestModularityIsThatOfTheCommunities(t *testing.T) {
	g, s := readStored(t, "testdata/islands.json")
	found, err := g.Measure(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	inside, degrees, sizes, edges := 0.0, map[int]float64{}, map[int]int{}, 0.0
	for node, community := range found.Community {
		sizes[community]++
		degrees[community] += float64(found.Degree[node])
		for _, neighbour := range g.Neighbours(int32(node)) {
			edges += 0.5
			if found.Community[neighbour] == community {
				inside += 0.5
			}
		}
	}
	want := inside / edges
	for community := range len(sizes) {
		want -= math.Pow(degrees[community]/(2*edges), 2)
		if sizes[community] == 0 || community > 0 && sizes[community] > sizes[community-1] {
			t.Errorf("community %d of %d has %d nodes, and the one before %d", community, len(sizes), sizes[community], sizes[community-1])
		}
	}
	if math.Abs(found.Figures.Modularity-want) > 1e-9 || len(found.Community) != s.Nodes {
		t.Errorf("modularity is %v, and that of the communities %v", found.Figures.Modularity, want)
	}
}

// TestMeasuresAreTheSameOnAnyNumberOfProcessors compares bit for bit, of a network in which distances are sampled too.
func TestMeasuresAreTheSameOnAnyNumberOfProcessors(t *testing.T) {
	stored, _ := readStored(t, "testdata/scalefree.json")
	for _, g := range []*network.Graph{stored, wheelOfStars()} {
		defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
		alone, err := g.Measure(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		runtime.GOMAXPROCS(4)
		together, err := g.Measure(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(alone, together) {
			t.Errorf("the measures of %d nodes are others on four processors than on one", len(alone.Degree))
		}
	}
}

const (
	hubs   = 20
	leaves = 800
)

// wheelOfStars has one node in the middle, hubs around it, and leaves around each of those.
func wheelOfStars() *network.Graph {
	var edges []network.Edge
	for hub := range int32(hubs) {
		edges = append(edges, network.Edge{A: 0, B: 1 + hub, Weight: 1})
		for leaf := range int32(leaves) {
			edges = append(edges, network.Edge{A: 1 + hub, B: 1 + hubs + hub*leaves + leaf, Weight: 1})
		}
	}
	return network.New(1+hubs+hubs*leaves, edges)
}

// TestSamplingKeepsToItsError compares with what can be counted by hand: all ways from one star to another lead through both
// hubs and the middle.
func TestSamplingKeepsToItsError(t *testing.T) {
	found, err := wheelOfStars().Measure(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	figures := found.Figures
	if figures.SampledSources == nil || figures.Diameter != nil || figures.BetweennessError <= 0 || figures.BetweennessError > 0.1 {
		t.Fatalf("the figures are %+v", figures)
	}
	const nodes, star = 1 + hubs + hubs*leaves, 1 + leaves
	pairs := float64(nodes-1) * float64(nodes-2)
	middle := float64(hubs*(hubs-1)*star*star) / pairs
	hub := float64(2*leaves*(nodes-1-leaves)+leaves*(leaves-1)) / pairs
	for node, want := range map[int]float64{0: middle, 1: hub, hubs: hub, nodes - 1: 0} {
		if off := math.Abs(found.Betweenness[node] - want); off > 1.5*figures.BetweennessError {
			t.Errorf("betweenness of %d is %v, not %v, with an error of %v", node, found.Betweenness[node], want, figures.BetweennessError)
		}
	}
	closeness := float64(nodes-1) / float64(hubs+2*hubs*leaves)
	if off := math.Abs(found.Closeness[0]/closeness - 1); off > 0.02 {
		t.Errorf("closeness of the middle is %v, not %v", found.Closeness[0], closeness)
	}
}

// TestSamplingTakesEachWayAsOften has three ways between two stars, of which two lead through the same node. Stars that are
// almost alike have both ends meet halfway, others at one of the two.
func TestSamplingTakesEachWayAsOften(t *testing.T) {
	for _, stars := range [][2]int{{8_001, 8_000}, {9_500, 6_500}} {
		g := threeWays(stars[0], stars[1])
		found, err := g.Measure(t.Context())
		if err != nil || found.Figures.SampledSources == nil {
			t.Fatalf("the figures are %+v, %v", found, err)
		}
		left, right := float64(stars[0]), float64(stars[1])
		pairs := (left + right + 6) * (left + right + 5)
		third := 2 * (left + 1) * (right + 1) / 3 / pairs
		for node, want := range []float64{third, 2 * third, third, third, third, (2*left*(right+6) + left*(left-1)) / pairs} {
			// What the few between the stars have of one another does not count.
			if off := math.Abs(found.Betweenness[node] - want); off > 1.5*found.Figures.BetweennessError+0.0005 {
				t.Errorf("betweenness of %d between %v is %v, not %v, with an error of %v", node, stars, found.Betweenness[node], want, found.Figures.BetweennessError)
			}
		}
	}
}

// threeWays joins two stars by 5-0-2-6, 5-1-3-6 and 5-1-4-6.
func threeWays(left, right int) *network.Graph {
	edges := []network.Edge{{A: 5, B: 0}, {A: 0, B: 2}, {A: 2, B: 6}, {A: 5, B: 1}, {A: 1, B: 3}, {A: 1, B: 4}, {A: 3, B: 6}, {A: 4, B: 6}}
	for leaf := range int32(left + right) {
		middle := int32(5)
		if leaf >= int32(left) {
			middle = 6
		}
		edges = append(edges, network.Edge{A: middle, B: 7 + leaf})
	}
	return network.New(7+left+right, edges)
}

func TestMeasuresOfAlmostNothing(t *testing.T) {
	for nodes := range 4 {
		found, err := network.New(nodes, nil).Measure(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		text, err := json.Marshal(found) // which refuses what is no number
		if err != nil || found.Figures.Components != nodes || (found.Figures.Diameter == nil) != (nodes == 0) {
			t.Errorf("the measures of %d nodes are %s, %v", nodes, text, err)
		}
	}
}

// TestVeryManyWays has two ways on at each of very many steps, so that their number is beyond that of any machine.
func TestVeryManyWays(t *testing.T) {
	const diamonds = 1_100
	var edges []network.Edge
	for i := range int32(diamonds) {
		for _, way := range []int32{1, 2} {
			edges = append(edges, network.Edge{A: 3 * i, B: 3*i + way, Weight: 1}, network.Edge{A: 3*i + way, B: 3*i + 3, Weight: 1})
		}
	}
	found, err := network.New(3*diamonds+1, edges).Measure(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	// Half of the nodes lie on either side, and half of the ways between the two nodes within a diamond on either side of it
	// lead through it.
	const before = 3 * diamonds / 2
	want := float64(2*before*before+2) / (3 * diamonds * (3*diamonds - 1))
	if got := found.Betweenness[before]; !(math.Abs(got-want) <= 1e-9) {
		t.Errorf("betweenness halfway is %v, not %v", got, want)
	}
}
