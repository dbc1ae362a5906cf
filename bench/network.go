package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime/debug"
	"runtime/metrics"
	"time"

	"ketenkaart/exchange"
	"ketenkaart/network"
)

const (
	// bundledTarget is what igraph takes for a network of that size, and millionTarget what people wait for.
	bundledTarget = 17 * time.Millisecond
	millionTarget = 3 * time.Second
	// millionMemory is in the million bytes that people call MB.
	millionMemory = 500
	measureRounds = 5
)

// plain is a network as numbers, of which both sides make their own.
type plain struct {
	name  string
	nodes int
	edges []network.Edge
}

// measureNetworks measures all measures of the bundled register, of a dense network beside igraph, and of a million edges.
func measureNetworks(ctx context.Context) error {
	register, err := registerNetwork()
	if err != nil {
		return err
	}
	if err := besideIgraph(ctx, register, denseNetwork(2_000, 200_000)); err != nil {
		return err
	}
	for _, of := range []plain{registerOf(25, 100_000, 10), growingNetwork(100_000, 10)} {
		if err := measureMillion(ctx, of); err != nil {
			return err
		}
		if err := findPaths(ctx, of); err != nil {
			return err
		}
	}
	fmt.Println()
	return nil
}

// besideIgraph has us and igraph take turns.
func besideIgraph(ctx context.Context, register, dense plain) error {
	return withIgraph(ctx, func(p *igraph) error {
		for _, of := range []struct {
			plain
			target time.Duration
		}{{register, bundledTarget}, {dense, 0}} {
			ours, theirs, err := measureTurns(ctx, of.plain, p)
			if err != nil {
				return fmt.Errorf("%s: %w", of.name, err)
			}
			fmt.Printf("  %s, %d nodes and %d edges: %v", of.name, of.nodes, len(of.edges), ours.Round(10*time.Microsecond))
			if of.target > 0 {
				fmt.Printf(", target %v: %s", of.target, verdict(ours <= of.target))
			}
			if p != nil {
				fmt.Printf("; igraph %v, ratio %.2f, target 1.00: %s", theirs.Round(10*time.Microsecond), ours.Seconds()/theirs.Seconds(), verdict(ours <= theirs))
			}
			fmt.Println()
		}
		return nil
	})
}

// measureTurns gives the median time of us and of igraph, which is 0 when there is none.
func measureTurns(ctx context.Context, of plain, p *igraph) (ours, theirs time.Duration, err error) {
	var our, their []time.Duration
	for range measureRounds {
		began := time.Now()
		if _, err := network.New(of.nodes, of.edges).Measure(ctx); err != nil {
			return 0, 0, err
		}
		our = append(our, time.Since(began))
		if p == nil {
			continue
		}
		took, err := p.measure(of)
		if err != nil {
			return 0, 0, err
		}
		their = append(their, took)
	}
	if p != nil {
		theirs = median(their)
	}
	return median(our), theirs, nil
}

// measureMillion tells the time, the processor's time, the most memory and the error of the measures of a large network.
func measureMillion(ctx context.Context, of plain) error {
	g := network.New(of.nodes, of.edges)
	debug.FreeOSMemory()
	most := watchMemory()
	began, used := time.Now(), processorTime()
	found, err := g.Measure(ctx)
	took, used, memory := time.Since(began), processorTime()-used, most()
	if err != nil {
		return fmt.Errorf("%s: %w", of.name, err)
	}
	if found.Figures.SampledSources == nil {
		return errors.New("a million edges were not sampled")
	}
	highest := 0.0
	for _, value := range found.Betweenness {
		highest = max(highest, value)
	}
	fmt.Printf("  %s, %d nodes and %d edges: %v, target %v: %s; %v of processor time; %.0f MB at most, target %d: %s\n",
		of.name, of.nodes, len(of.edges), took.Round(time.Millisecond), millionTarget, verdict(took <= millionTarget), used.Round(time.Millisecond),
		memory, millionMemory, verdict(memory <= millionMemory))
	fmt.Printf("    closeness from %d sources; betweenness up to %.4f, with an error of at most %.4f in 95 of 100 cases\n",
		*found.Figures.SampledSources, highest, found.Figures.BetweennessError)
	return nil
}

// findPaths tells how long the five shortest paths between two take, at most.
func findPaths(ctx context.Context, of plain) error {
	g := network.New(of.nodes, of.edges)
	chance := rand.New(rand.NewPCG(3, 3))
	var times []time.Duration
	for range 200 {
		from, to := chance.Int32N(int32(of.nodes)), chance.Int32N(int32(of.nodes))
		began := time.Now()
		if _, err := g.ShortestPaths(ctx, from, to, 6, 5); err != nil {
			return err
		}
		times = append(times, time.Since(began))
	}
	slowest := time.Duration(0)
	for _, took := range times {
		slowest = max(slowest, took)
	}
	fmt.Printf("    five shortest paths: median %v, at most %v\n", median(times).Round(10*time.Microsecond), slowest.Round(10*time.Microsecond))
	return nil
}

// watchMemory looks at what the process holds until it is asked for the most that this was, in MB.
func watchMemory() (most func() float64) {
	stop, answer := make(chan struct{}), make(chan float64)
	go func() {
		highest := 0.0
		for {
			highest = max(highest, heldMemory())
			select {
			case <-stop:
				answer <- highest
				return
			case <-time.After(2 * time.Millisecond):
			}
		}
	}()
	return func() float64 { close(stop); return <-answer }
}

func heldMemory() float64 {
	held := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	metrics.Read(held)
	return float64(held[0].Value.Uint64()-held[1].Value.Uint64()) / 1e6
}

// registerNetwork is the bundled register with the example: regions and partners, with collaborations and adoptions.
func registerNetwork() (plain, error) {
	all, err := exchange.BundledExample()
	if err != nil {
		return plain{}, err
	}
	numbers, of := map[string]int32{}, plain{name: "the bundled register"}
	number := func(id string) int32 {
		if _, there := numbers[id]; !there {
			numbers[id] = int32(len(numbers))
		}
		return numbers[id]
	}
	for _, region := range all.Regions {
		number(region.Code)
	}
	for _, partner := range all.Partners {
		number(partner.Key)
	}
	for _, edge := range all.Collaborations {
		of.edges = append(of.edges, network.Edge{A: number(edge.RegionCode), B: number(edge.PartnerKey), Weight: 1})
	}
	for _, edge := range all.Adoptions {
		of.edges = append(of.edges, network.Edge{A: number(edge.RegionCode), B: number(edge.PartnerKey), Weight: 1})
	}
	of.nodes = len(numbers)
	return of, nil
}

// denseNetwork joins so many pairs by chance.
func denseNetwork(nodes, edges int) plain {
	chance, met := rand.New(rand.NewPCG(1, 1)), map[[2]int32]bool{}
	of := plain{name: "a network by chance", nodes: nodes}
	for len(of.edges) < edges {
		a, b := chance.Int32N(int32(nodes)), chance.Int32N(int32(nodes))
		if pair := [2]int32{min(a, b), max(a, b)}; a != b && !met[pair] {
			met[pair] = true
			of.edges = append(of.edges, network.Edge{A: a, B: b, Weight: 1})
		}
	}
	return of
}

// registerOf has partners that each collaborate with so many regions.
func registerOf(regions, partners, each int) plain {
	chance, of := rand.New(rand.NewPCG(2, 2)), plain{name: "a register", nodes: regions + partners}
	for partner := range partners {
		for _, region := range chance.Perm(regions)[:each] {
			of.edges = append(of.edges, network.Edge{A: int32(region), B: int32(regions + partner), Weight: 1})
		}
	}
	return of
}

// growingNetwork joins each node to so many of those before it, rather to those that have many neighbours.
func growingNetwork(nodes, each int) plain {
	chance, of := rand.New(rand.NewPCG(4, 4)), plain{name: "a growing network", nodes: nodes}
	ends := make([]int32, each)
	for i := range ends {
		ends[i] = int32(i)
	}
	for node := int32(each); node < int32(nodes); node++ {
		for range each {
			of.edges = append(of.edges, network.Edge{A: node, B: ends[chance.IntN(len(ends))], Weight: 1})
		}
		for _, edge := range of.edges[len(of.edges)-each:] {
			ends = append(ends, edge.A, edge.B)
		}
	}
	return of
}
