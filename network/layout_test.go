package network_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"ketenkaart/network"
)

// sample is a network with what layouts are to know of its nodes.
type sample struct {
	edges  []network.Edge
	bodies []network.Body
	first  []bool
}

func (s sample) graph() *network.Graph { return network.New(len(s.bodies), s.edges) }

// registerLike is a network of places and of what is joined to one or more of them, most to near ones.
func registerLike(places, others int, seed uint64) sample {
	random, s := rand.New(rand.NewPCG(seed, 1)), sample{}
	for i := range places {
		at := network.Point{X: 0.3 + 0.4*random.Float64(), Y: 0.05 + 0.9*random.Float64()}
		s.add(fmt.Sprintf("Place:%d", i), fmt.Sprintf("Place number %d", i), &at)
	}
	for i := range others {
		s.add(fmt.Sprintf("Other:%d", i), fmt.Sprintf("Other %d", i), nil)
		home := random.IntN(places)
		for range random.IntN(2) * random.IntN(10) {
			s.join(random.IntN(places), places+i)
		}
		if random.IntN(9) > 0 {
			s.join(home, places+i)
			s.join((home+1)%places, places+i)
		}
	}
	return s
}

func (s *sample) add(id, caption string, place *network.Point) {
	s.bodies = append(s.bodies, network.Labelled(id, caption, place))
	s.first = append(s.first, place != nil)
}

func (s *sample) join(a, b int) {
	s.edges = append(s.edges, network.Edge{A: int32(a), B: int32(b), Weight: float64(1 + len(s.edges)%5)})
}

// without leaves out one edge in twenty.
func (s sample) without(round int) sample {
	var fewer []network.Edge
	for i, edge := range s.edges {
		if (i*7+round)%20 != 0 {
			fewer = append(fewer, edge)
		}
	}
	s.edges = fewer
	return s
}

type layout func(context.Context, sample) ([]network.Point, error)

func layouts() map[string]layout {
	return map[string]layout{
		"geographic": func(ctx context.Context, s sample) ([]network.Point, error) {
			return network.Geographic(ctx, s.graph(), s.bodies)
		},
		"stress": func(ctx context.Context, s sample) ([]network.Point, error) {
			return network.Stress(ctx, s.graph(), s.bodies)
		},
		"bipartite": func(ctx context.Context, s sample) ([]network.Point, error) {
			return network.Bipartite(ctx, s.graph(), s.bodies, s.first)
		},
		"circle": func(ctx context.Context, s sample) ([]network.Point, error) {
			return network.Circle(ctx, s.graph(), s.bodies)
		},
	}
}

func (l layout) places(t *testing.T, s sample) []network.Point {
	t.Helper()
	at, err := l(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestEveryNodeLiesInThePictureEveryTimeTheSame(t *testing.T) {
	loop := sample{edges: []network.Edge{{A: 0, B: 0, Weight: 1}, {A: 0, B: 1, Weight: 2}, {A: 1, B: 0, Weight: 2}}, bodies: make([]network.Body, 2), first: make([]bool, 2)}
	outside := sample{bodies: []network.Body{{Place: &network.Point{X: -3, Y: math.NaN()}}, {Width: 4, Height: 4}}, first: []bool{true, false}}
	samples := map[string]sample{
		"nothing": {}, "one node": registerLike(1, 0, 1), "a register": registerLike(25, 164, 1), "no places": {bodies: make([]network.Body, 9), first: make([]bool, 9)},
		"a loop and two edges of one pair": loop, "what lies or is too large for the picture": outside, "as many as an answer holds": registerLike(100, 900, 2),
	}
	for name, lay := range layouts() {
		for of, s := range samples {
			at := lay.places(t, s)
			if len(at) != len(s.bodies) {
				t.Errorf("%s of %s has %d places for %d nodes", name, of, len(at), len(s.bodies))
			}
			for node, p := range at {
				if !(p.X >= 0 && p.X <= 1 && p.Y >= 0 && p.Y <= 1) {
					t.Errorf("%s of %s puts node %d at %v", name, of, node, p)
				}
			}
			if again := lay.places(t, s); !slices.Equal(at, again) {
				t.Errorf("%s of %s is another the second time", name, of)
			}
		}
	}
}

func TestPlatesDoNotOverlap(t *testing.T) {
	for _, name := range []string{"geographic", "stress"} {
		for seed := range uint64(5) {
			s := registerLike(25, 164, seed)
			at := layouts()[name].places(t, s)
			for i, a := range s.bodies {
				for j, b := range s.bodies[:i] {
					if math.Abs(at[i].X-at[j].X) < (a.Width+b.Width)/2 && math.Abs(at[i].Y-at[j].Y) < (a.Height+b.Height)/2 {
						t.Errorf("%s of sample %d has %d over %d", name, seed, i, j)
					}
				}
			}
		}
	}
}

func TestWhatHasAPlaceLiesThere(t *testing.T) {
	s := registerLike(25, 164, 3)
	at := layouts()["geographic"].places(t, s)
	far := make([]float64, 25)
	for i := range far {
		far[i] = apart(at[i], *s.bodies[i].Place)
	}
	slices.Sort(far)
	if far[12] > 0.001 || far[24] > 0.1 {
		t.Errorf("of 25 places, the median is %v off, the worst %v", far[12], far[24])
	}
}

func TestWhatIsJoinedToOnePlaceLiesNearIt(t *testing.T) {
	s := sample{}
	s.add("a", "a", &network.Point{X: 0.2, Y: 0.3})
	s.add("b", "b", &network.Point{X: 0.7, Y: 0.8})
	s.add("of a", "of a", nil)
	s.add("of of a", "of of a", nil)
	s.join(0, 2)
	s.join(2, 3)
	at := layouts()["geographic"].places(t, s)
	for _, node := range []int{2, 3} {
		if far := apart(at[node], at[0]); far > 0.12 {
			t.Errorf("node %d lies %v from what it belongs to", node, far)
		}
	}
}

func apart(a, b network.Point) float64 { return math.Hypot(a.X-b.X, a.Y-b.Y) }

func TestNodesKeepTheirPlaces(t *testing.T) {
	most := map[string]float64{"geographic": 0.02, "stress": 0.08, "bipartite": 0.06, "circle": 0.06}
	for name, lay := range layouts() {
		s := registerLike(25, 164, 4)
		before := lay.places(t, s)
		for round := range 4 {
			after := lay.places(t, s.without(round))
			moves := make([]float64, len(before))
			for node := range moves {
				moves[node] = apart(before[node], after[node])
			}
			slices.Sort(moves)
			if median := moves[len(moves)/2]; median > most[name] {
				t.Errorf("%s moves the median node by %v when one edge in twenty goes", name, median)
			}
		}
	}
}

func TestStressKeepsDistances(t *testing.T) {
	// A path of nodes without places: the steps between its ends show.
	s := sample{bodies: make([]network.Body, 12), first: make([]bool, 12)}
	for node := range s.bodies {
		s.bodies[node] = network.Labelled(fmt.Sprint(node), "x", nil)
		if node > 0 {
			s.join(node-1, node)
		}
	}
	at := layouts()["stress"].places(t, s)
	for node := 2; node < 12; node++ {
		if near, far := apart(at[0], at[1]), apart(at[0], at[node]); near >= far {
			t.Errorf("node %d, %d steps away, lies %v away, and the neighbour %v", node, node, far, near)
		}
	}
}

func TestColumnsHaveFewCrossings(t *testing.T) {
	for name, s := range map[string]sample{"two columns": registerLike(12, 20, 5), "three columns": registerLike(25, 164, 6)} {
		at := layouts()["bipartite"].places(t, s)
		naive := slices.Clone(at)
		// The same columns, in the order of their numbers.
		for _, x := range []float64{0.2, 0.25, 0.5, 0.75, 0.8} {
			var rows []float64
			for _, p := range at {
				if p.X == x {
					rows = append(rows, p.Y)
				}
			}
			slices.Sort(rows)
			next := 0
			for node := range naive {
				if naive[node].X == x {
					naive[node].Y = rows[next]
					next++
				}
			}
		}
		few, many := crossings(s, at), crossings(s, naive)
		t.Logf("%s: %d crossings, in the order of numbers %d", name, few, many)
		if few*3 > many*2 {
			t.Errorf("%s: %d crossings, and in the order of numbers %d", name, few, many)
		}
	}
}

// crossings counts the pairs of edges on one side that cross.
func crossings(s sample, at []network.Point) int {
	count := 0
	for i, e := range s.edges {
		for _, f := range s.edges[:i] {
			if at[e.B].X == at[f.B].X && (at[e.A].Y-at[f.A].Y)*(at[e.B].Y-at[f.B].Y) < 0 {
				count++
			}
		}
	}
	return count
}

func TestTheRingHasShortEdges(t *testing.T) {
	s := registerLike(25, 164, 7)
	at := layouts()["circle"].places(t, s)
	around, numbered := 0.0, 0.0
	order := make([]int, len(at))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return int(math.Copysign(1, angle(at[a])-angle(at[b]))) })
	slot := make([]int, len(at))
	for i, node := range order {
		slot[node] = i
	}
	for _, edge := range s.edges {
		along := func(a, b int) float64 { d := math.Abs(float64(a - b)); return min(d, float64(len(at))-d) }
		around += along(slot[edge.A], slot[edge.B])
		numbered += along(int(edge.A), int(edge.B))
	}
	if around > numbered*0.75 {
		t.Errorf("edges span %v places of the ring together, and in the order of numbers %v", around, numbered)
	}
}

func angle(p network.Point) float64 { return math.Atan2(p.Y-0.5, p.X-0.5) }

func TestLayoutsStopWithTheirContext(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	stop()
	for name, lay := range layouts() {
		if _, err := lay(ctx, registerLike(25, 164, 1)); !errors.Is(err, context.Canceled) {
			t.Errorf("%s goes on: %v", name, err)
		}
	}
}

func TestTheMapShowsNorthAbove(t *testing.T) {
	groningen, maastricht, outside := network.OnMap(53.22, 6.57), network.OnMap(50.85, 5.69), network.OnMap(12.2, -68.3)
	if groningen.Y > 0.2 || maastricht.Y < 0.9 || groningen.X <= maastricht.X {
		t.Errorf("Groningen lies at %v, Maastricht at %v", groningen, maastricht)
	}
	if outside != (network.Point{X: 0, Y: 1}) {
		t.Errorf("what lies outside of the map is at %v", outside)
	}
}

func TestLongNamesAreCutShort(t *testing.T) {
	if got := network.Caption("Veiligheidsregio Noord- en Oost-Gelderland"); got != "Veiligheidsregio Noord-…" {
		t.Errorf("the caption is %q", got)
	}
	if got := network.Caption("Noord- en Oost-Gelderland"); got != "Noord- en Oost-Gelderland" {
		t.Errorf("the caption is %q", got)
	}
}

func BenchmarkLayouts(b *testing.B) {
	s := registerLike(100, 900, 2)
	for name, lay := range layouts() {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := lay(b.Context(), s); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
