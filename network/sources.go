package network

import (
	"math/rand/v2"
	"slices"
)

const (
	// exactWork bounds nodes times nodes and edges: as long as it allows, ways are gone from all nodes.
	exactWork = 450_000_000
	// sampledWork bounds sources times edges and nodes, when ways are gone from some; a node takes as long as four edges.
	sampledWork = 100_000_000
	// fewestSources are taken of a component however large the network.
	fewestSources = 32
	// seed makes each choice by chance the same each time.
	seed = 2026
)

// sources are the nodes from which shortest ways are gone.
type sources struct {
	nodes []int32
	// most is how many there are of one component; of a larger one they are chosen by chance.
	most int
	// sampled is whether there is a larger one.
	sampled bool
}

// mostSources is from how many nodes of a component ways are gone, by the work that is allowed for.
func (g *Graph) mostSources() int {
	edges := len(g.neighbours) / 2
	if g.nodes*(g.nodes+edges) <= exactWork {
		return g.nodes
	}
	return max(fewestSources, sampledWork/(edges+4*g.nodes))
}

// sources chooses all nodes of each component, or as many by chance as are allowed.
func (g *Graph) sources(parts components) sources {
	chosen := sources{most: g.mostSources()}
	chance := rand.New(rand.NewPCG(seed, seed))
	for _, members := range parts.members {
		if len(members) > chosen.most {
			chosen.sampled = true
			members = someOf(slices.Clone(members), chosen.most, chance)
		}
		chosen.nodes = append(chosen.nodes, members...)
	}
	return chosen
}

// someOf moves so many by chance to the front, and returns them.
func someOf(nodes []int32, count int, chance *rand.Rand) []int32 {
	for i := range count {
		other := i + chance.IntN(len(nodes)-i)
		nodes[i], nodes[other] = nodes[other], nodes[i]
	}
	return nodes[:count]
}
