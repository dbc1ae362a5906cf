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

// Label is the Dutch name of the kind.
func (k NetworkEdgeKind) Label() string { return dutch("NetworkEdgeKind", string(k)).Label }
