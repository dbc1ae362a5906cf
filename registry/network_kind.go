package registry

// NetworkEdgeKind is what joins two nodes of the network.
type NetworkEdgeKind string

// The kinds of edges.
const (
	EdgeCollaboration NetworkEdgeKind = "COLLABORATION"
	EdgeAdoption      NetworkEdgeKind = "ADOPTION"
	EdgeMandate       NetworkEdgeKind = "MANDATE"
	EdgeAgreement     NetworkEdgeKind = "AGREEMENT"
	EdgeWorkingArea   NetworkEdgeKind = "WORKING_AREA"
	EdgeNeighbour     NetworkEdgeKind = "NEIGHBOUR"
	EdgePartOf        NetworkEdgeKind = "PART_OF"
	EdgeInSector      NetworkEdgeKind = "IN_SECTOR"
	EdgeInChain       NetworkEdgeKind = "IN_CHAIN"
	EdgeResponsible   NetworkEdgeKind = "RESPONSIBLE"
)

// AllNetworkEdgeKinds lists them, those with a period of their own first.
func AllNetworkEdgeKinds() []NetworkEdgeKind {
	return []NetworkEdgeKind{
		EdgeCollaboration, EdgeAdoption, EdgeMandate, EdgeAgreement, EdgeWorkingArea, EdgeNeighbour, EdgePartOf, EdgeInSector, EdgeInChain, EdgeResponsible,
	}
}

// Ends gives the kinds of things that an edge leads from and to.
func (k NetworkEdgeKind) Ends() (source, target Kind) {
	switch k {
	case EdgeWorkingArea:
		return KindPartner, KindRegion
	case EdgeNeighbour:
		return KindRegion, KindRegion
	case EdgePartOf:
		return KindPartner, KindPartner
	case EdgeInSector:
		return KindPartner, KindSector
	case EdgeInChain:
		return KindPartner, KindChain
	case EdgeResponsible:
		return KindMinistry, KindChain
	default:
		return KindRegion, KindPartner
	}
}

// Dated says whether such an edge has a period; the others are as they are now.
func (k NetworkEdgeKind) Dated() bool {
	switch k {
	case EdgeCollaboration, EdgeAdoption, EdgeMandate, EdgeAgreement, EdgeResponsible:
		return true
	}
	return false
}

// Label is the Dutch name of the kind.
func (k NetworkEdgeKind) Label() string { return dutch("NetworkEdgeKind", string(k)).Label }
