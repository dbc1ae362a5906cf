package registry

import (
	"context"
	"fmt"
	"strings"

	"ketenkaart/network"
)

// NetworkNodeKind is what a node of the network stands for.
type NetworkNodeKind string

// The kinds of nodes.
const (
	RegionNode   NetworkNodeKind = "REGION"
	PartnerNode  NetworkNodeKind = "PARTNER"
	SectorNode   NetworkNodeKind = "SECTOR"
	ChainNode    NetworkNodeKind = "CHAIN"
	MinistryNode NetworkNodeKind = "MINISTRY"
)

// AllNetworkNodeKinds lists the kinds of nodes in the order in which answers have them.
func AllNetworkNodeKinds() []NetworkNodeKind {
	return []NetworkNodeKind{RegionNode, PartnerNode, SectorNode, ChainNode, MinistryNode}
}

// Label is the Dutch name of the kind.
func (k NetworkNodeKind) Label() string { return dutch("NetworkNodeKind", string(k)).Label }

// NetworkQuery asks for the part of the network that a filter leaves at a day.
type NetworkQuery struct {
	Filter NetworkFilter
	AsOf   Date
	// MaxNodes and MaxEdges bound what is shown of it.
	MaxNodes, MaxEdges int
}

// Network is nodes and edges at a date, each once, every edge with both its ends.
type Network struct {
	AsOf Date
	// Revision is that of the register which it shows.
	Revision int
	// Nodes are in order of kind, then id; Edges in order of kind, then of the ids of their ends, then since.
	Nodes []NetworkNode
	Edges []NetworkEdge
	// NodeCount and EdgeCount are how many the filter leaves; Truncated says that more than are shown.
	NodeCount, EdgeCount int
	Truncated            bool

	view    *networkView
	picture *networkPicture
}

// NetworkNode is a thing as a node of the network.
type NetworkNode struct {
	// ThingID is the id of what the node stands for.
	ThingID string
	Kind    NetworkNodeKind
	// Label is short, for a caption.
	Label string

	view *networkView
	// place is that in the view.
	place int32
	// picture is that of the network; nil when it is of none.
	picture *networkPicture
}

// NetworkEdge joins two nodes of the network at a date.
type NetworkEdge struct {
	// Key tells the edge from all others of the network.
	Key  string
	Kind NetworkEdgeKind
	// SourceID and TargetID are the ids of the things at its ends.
	SourceID, TargetID string
	// Profile is that of a collaboration; nil of all else.
	Profile *Profile
	// Since and Until bound it; nil is not known to the day, or open.
	Since, Until *Date
	// Certainty is how sure it is; nil when its thing has no provenance.
	Certainty *Certainty
	// Weight is 5 for KERN to 1 for STANDBY, and 1 for what is no collaboration.
	Weight float64
	// ThingID is the id of the collaboration, adoption or agreement; "" of all else.
	ThingID string

	view *networkView
	// place is that in the view.
	place int32
}

// Network returns the part of the network that a query asks for. BAD_USER_INPUT; NOT_FOUND for what is around nothing.
func (r *Registry) Network(ctx context.Context, query NetworkQuery) (n Network, err error) {
	if err := query.check(); err != nil {
		return n, err
	}
	view, err := r.networkAt(ctx, query.Filter, query.AsOf)
	if err != nil {
		return n, err
	}
	return view.show(query.MaxNodes, query.MaxEdges), nil
}

func (q *NetworkQuery) check() error {
	if err := CheckCount("maxNodes", q.MaxNodes, maxNetworkNodes); err != nil {
		return err
	}
	if err := CheckCount("maxEdges", q.MaxEdges, maxNetworkEdges); err != nil {
		return err
	}
	return q.Filter.check()
}

// show makes the answer of a view.
func (v *networkView) show(maxNodes, maxEdges int) Network {
	nodes := v.strongest(maxNodes)
	edges := v.between(nodes, maxEdges)
	n := Network{
		AsOf: v.asOf, Revision: v.kept.revision, NodeCount: len(v.nodes), EdgeCount: len(v.edges),
		Truncated: len(nodes) < len(v.nodes) || len(edges) < len(v.edges),
		Nodes:     make([]NetworkNode, len(nodes)), Edges: make([]NetworkEdge, len(edges)), view: v,
		picture: &networkPicture{view: v, nodes: nodes, positions: map[NetworkLayout][]network.Point{}},
	}
	for i, place := range nodes {
		n.Nodes[i] = v.node(place)
		n.Nodes[i].picture = n.picture
	}
	for i, place := range edges {
		n.Edges[i] = v.edge(place)
	}
	return n
}

// node is the one at a place of the view.
func (v *networkView) node(place int32) NetworkNode {
	node := v.kept.nodes[v.nodes[place]]
	return NetworkNode{ThingID: node.id, Kind: node.kind, Label: node.label, view: v, place: place}
}

// edge is the one at a place of the view.
func (v *networkView) edge(place int32) NetworkEdge {
	edge := v.kept.networkEdge(v.kept.edges[v.edges[place]])
	edge.view, edge.place = v, place
	return edge
}

// networkEdge writes out an edge.
func (k *keptNetwork) networkEdge(e keptEdge) NetworkEdge {
	edge := NetworkEdge{
		Kind: AllNetworkEdgeKinds()[e.kind-1], SourceID: k.nodes[e.source].id, TargetID: k.nodes[e.target].id,
		Until: e.until.date(), Weight: e.weight(),
	}
	if !e.vague {
		edge.Since = e.since.date()
	}
	if e.profile > 0 {
		edge.Profile = &AllProfiles()[e.profile-1]
	}
	if e.certainty > 0 {
		edge.Certainty = &AllCertainties()[e.certainty-1]
	}
	if kind := thingKind(edge.Kind); kind != "" {
		edge.ThingID = MakeID(kind, e.uuid())
	}
	edge.Key = edge.key()
	return edge
}

// key is made of what tells edges of a kind apart: a collaboration and an adoption are one edge each; a mandate may come back.
func (e NetworkEdge) key() string {
	switch e.Kind {
	case EdgeCollaboration, EdgeAdoption:
		return e.ThingID
	case EdgeMandate:
		return fmt.Sprintf("%s %s %s %s", e.Kind, e.SourceID, e.ThingID, text(e.Since))
	}
	return strings.TrimSpace(fmt.Sprintf("%s %s %s %s", e.Kind, e.SourceID, e.TargetID, e.ThingID))
}
