package registry

import "slices"

// CountFilter describes the collaborations that are counted, by what is known of them and of their ends whatever the date: all
// given fields hold together, a list is any-of.
type CountFilter struct {
	Regions   []string
	Partners  []string
	CoreTasks []CoreTask
	Sectors   []string
	Chains    []string
	// Profiles narrows collaborations alone; the others narrow adoptions and agreements too.
	Profiles  []Profile
	Certainty []Certainty
}

// check refuses what a filter cannot mean; BAD_USER_INPUT.
func (f CountFilter) check() error {
	for _, err := range []error{
		CheckKeys("filter.regions", KindRegion, f.Regions), CheckKeys("filter.partners", KindPartner, f.Partners),
		checkList("filter.coreTasks", f.CoreTasks), CheckKeys("filter.sectors", KindSector, f.Sectors), CheckKeys("filter.chains", KindChain, f.Chains),
		checkList("filter.profiles", f.Profiles), checkList("filter.certainty", f.Certainty),
	} {
		if err != nil {
			return err
		}
	}
	return nil
}

// countedNetwork is the part of the network that a CountFilter describes, at any date.
type countedNetwork struct {
	*keptNetwork
	// ends are the regions and partners of the filter, by the numbers of their nodes.
	ends []bool
	// profiles and certainties are those of the filter, by their places.
	profiles, certainties []bool
}

// counted takes the part of the network that a filter describes.
func (k *keptNetwork) counted(filter CountFilter) countedNetwork {
	c := countedNetwork{
		keptNetwork: k, ends: make([]bool, len(k.nodes)),
		profiles: places(AllProfiles(), filter.Profiles), certainties: places(AllCertainties(), filter.Certainty),
	}
	for number := range k.nodes {
		node := &k.nodes[number]
		switch {
		case node.kind == RegionNode:
			c.ends[number] = anyOf(filter.Regions, node.key())
		case node.partner != nil:
			c.ends[number] = filter.means(node)
		}
	}
	return c
}

// means says whether a partner is as described.
func (f CountFilter) means(node *keptNode) bool {
	return (f.Partners == nil || anyOf(f.Partners, node.key())) && shares(f.CoreTasks, node.partner.coreTasks) && shares(f.Sectors, node.partner.sectors) && shares(f.Chains, node.partner.chains)
}

// shares says whether any of the values is wanted; nil wants all, and none too.
func shares[T comparable](wanted, values []T) bool {
	return wanted == nil || countCommon(wanted, values) > 0
}

// has says whether an edge is of the part, but for its profile.
func (c countedNetwork) has(edge *keptEdge) bool {
	return c.ends[edge.source] && c.ends[edge.target] && c.certainties[edge.certainty]
}

// counts says whether a collaboration is of the part.
func (c countedNetwork) counts(edge *countedEdge) bool {
	return c.profiles[edge.profile] && c.ends[edge.source] && c.ends[edge.target] && c.certainties[edge.certainty]
}

// edgesOf returns those of a kind, in order of source, then target, then since.
func (k *keptNetwork) edgesOf(kind NetworkEdgeKind) []keptEdge {
	return k.edgesWithin(keptEdge{kind: ordinal(AllNetworkEdgeKinds(), kind)}, keptEdge{kind: ordinal(AllNetworkEdgeKinds(), kind) + 1})
}

// edgesFrom returns those of a kind from one node, in order of target, then since.
func (k *keptNetwork) edgesFrom(kind NetworkEdgeKind, source int32) []keptEdge {
	of := ordinal(AllNetworkEdgeKinds(), kind)
	return k.edgesWithin(keptEdge{kind: of, source: source}, keptEdge{kind: of, source: source + 1})
}

// edgesWithin returns the edges from one place in their order up to another.
func (k *keptNetwork) edgesWithin(from, to keptEdge) []keptEdge {
	first, _ := slices.BinarySearchFunc(k.edges, from, compareEdges)
	last, _ := slices.BinarySearchFunc(k.edges, to, compareEdges)
	return k.edges[first:last]
}
