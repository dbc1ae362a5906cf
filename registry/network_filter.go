package registry

import "slices"

// The bounds of a NetworkFilter and of what a Network shows.
const (
	maxSteps        = 6
	maxNetworkNodes = 5_000
	maxNetworkEdges = 20_000
)

// NetworkFilter describes a part of the network: all given fields hold together, a list is any-of.
type NetworkFilter struct {
	// NodeKinds are regions and partners when absent.
	NodeKinds []NetworkNodeKind
	// EdgeKinds are collaborations and adoptions when absent.
	EdgeKinds []NetworkEdgeKind
	// Regions and Partners narrow the nodes of those kinds.
	Regions  []string
	Partners *PartnerFilter
	// Profiles narrows collaborations.
	Profiles []Profile
	// Certainty narrows edges of all kinds.
	Certainty []Certainty
	// Around leaves one thing, whatever the rest means, and what lies within so many steps of it.
	Around *AroundInput
	// MinDegree leaves out nodes with fewer neighbours in what the rest of the filter leaves, but for the one of Around.
	MinDegree *int
}

// AroundInput is the surroundings of a node.
type AroundInput struct {
	ID string
	// Steps is 1 to 6.
	Steps int
}

// check refuses what the filter cannot mean; BAD_USER_INPUT.
func (f *NetworkFilter) check() error {
	if f.Partners != nil {
		// A search sets its tokens in the filter, which is the client's own.
		own := *f.Partners
		f.Partners = &own
		if err := f.Partners.check("filter.partners"); err != nil {
			return err
		}
	}
	for _, err := range []error{
		checkList("filter.nodeKinds", f.NodeKinds), checkList("filter.edgeKinds", f.EdgeKinds),
		CheckKeys("filter.regions", KindRegion, f.Regions),
		checkList("filter.profiles", f.Profiles), checkList("filter.certainty", f.Certainty), f.Around.check(),
	} {
		if err != nil {
			return err
		}
	}
	if f.MinDegree != nil && *f.MinDegree < 0 {
		return Invalid(ReasonInvalid, "filter.minDegree", "is a number of neighbours: 0 or more")
	}
	return nil
}

func (a *AroundInput) check() error {
	if a == nil {
		return nil
	}
	if err := CheckCount("filter.around.steps", a.Steps, maxSteps); err != nil {
		return err
	}
	return checkNetworkID("filter.around.id", a.ID)
}

// checkNetworkID refuses the id of what is no node of the network.
func checkNetworkID(field, id string) error {
	kind, _, err := ParseID(field, id)
	if err != nil {
		return err
	}
	if !slices.Contains([]Kind{KindRegion, KindPartner, KindSector, KindChain, KindMinistry}, kind) {
		return Invalid(ReasonMalformedID, field, "%s is not of a node of the network: that is a region, partner, sector, chain or ministry", id)
	}
	return nil
}

func (f NetworkFilter) nodeKinds() []NetworkNodeKind {
	if f.NodeKinds == nil {
		return []NetworkNodeKind{RegionNode, PartnerNode}
	}
	return f.NodeKinds
}

func (f NetworkFilter) edgeKinds() []NetworkEdgeKind {
	if f.EdgeKinds == nil {
		return []NetworkEdgeKind{EdgeCollaboration, EdgeAdoption}
	}
	return f.EdgeKinds
}

// places marks the places of the values in all, counted from 1; with nil values, all and 0.
func places[T comparable](all, values []T) []bool {
	marked := make([]bool, len(all)+1)
	marked[0] = values == nil
	for i, value := range all {
		marked[i+1] = values == nil || slices.Contains(values, value)
	}
	return marked
}
