package exchange

import (
	"fmt"

	"ketenkaart/registry"
)

// The colours of paper, text and map. Edges have those of docs/browser/ketenkaart.grass, dark enough for paper.
const (
	paper          = "#FFFFFF"
	ink            = "#14181F"
	faintInk       = "#4A5260"
	landColour     = "#EEF1F0"
	boundaryColour = "#B9C2C6"
	markColour     = "#9B1C1C"
)

// styleKey is a kind of edge, with the profile of a collaboration.
type styleKey struct {
	kind    registry.NetworkEdgeKind
	profile registry.Profile
}

// edgeStyle is how edges of a kind are drawn. Width and dashes tell them apart in print without colours.
type edgeStyle struct {
	styleKey
	pen pen
}

// name is what the legend calls it.
func (k styleKey) name() string {
	if k.profile != "" {
		return k.profile.Label()
	}
	return k.kind.Label()
}

// edgeStyles are in the order in which they are drawn, the most important last, on top.
func edgeStyles() []edgeStyle {
	return []edgeStyle{
		{styleKey{registry.EdgeWorkingArea, ""}, pen{"#7B838E", 1, []float64{1, 3}}},
		{styleKey{registry.EdgeNeighbour, ""}, pen{"#5C6370", 1.2, nil}},
		{styleKey{registry.EdgeResponsible, ""}, pen{"#6B4A1F", 1.2, []float64{3, 3}}},
		{styleKey{registry.EdgeInChain, ""}, pen{"#1B7A65", 1.2, []float64{3, 2}}},
		{styleKey{registry.EdgeInSector, ""}, pen{"#7D4F9E", 1.2, []float64{2, 2}}},
		{styleKey{registry.EdgePartOf, ""}, pen{"#5C6370", 1.4, []float64{5, 3}}},
		{styleKey{registry.EdgeAgreement, ""}, pen{"#A3376A", 1.4, []float64{10, 3}}},
		{styleKey{registry.EdgeMandate, ""}, pen{"#6F66A8", 1.3, []float64{7, 3, 1.5, 3}}},
		{styleKey{registry.EdgeCollaboration, registry.Standby}, pen{"#9A6700", 1.1, []float64{2, 3}}},
		{styleKey{registry.EdgeCollaboration, registry.Adhoc}, pen{"#A8458A", 1.6, []float64{4, 4}}},
		{styleKey{registry.EdgeCollaboration, registry.Koppel}, pen{"#00805C", 1.6, []float64{9, 4}}},
		{styleKey{registry.EdgeCollaboration, registry.Structureel}, pen{"#0072B2", 1.3, nil}},
		{styleKey{registry.EdgeCollaboration, registry.Kern}, pen{"#D55E00", 2.8, nil}},
		{styleKey{registry.EdgeAdoption, ""}, pen{"#3B2F7F", 2, []float64{12, 3, 2, 3}}},
	}
}

func knownEdgeStyle(key styleKey) bool {
	for _, style := range edgeStyles() {
		if style.styleKey == key {
			return true
		}
	}
	return false
}

// nodeStyle is how nodes of a kind are drawn.
type nodeStyle struct {
	kind registry.NetworkNodeKind
	fill string
	edge pen
	ink  string
	bold bool
	// round plates have half circles at their ends; the others small corners.
	round bool
}

func (s nodeStyle) radius(height float64) float64 {
	if s.round {
		return height / 2
	}
	return 2
}

func nodeStyles() []nodeStyle {
	return []nodeStyle{
		{registry.RegionNode, "#2B2F5B", pen{"#12142E", 1, nil}, paper, true, false},
		{registry.PartnerNode, "#FFFFFF", pen{"#3D4654", 1, nil}, ink, false, true},
		{registry.SectorNode, "#E6D3F0", pen{"#7D4F9E", 1, nil}, ink, false, false},
		{registry.ChainNode, "#BFE5DC", pen{"#1B7A65", 1, nil}, ink, false, false},
		{registry.MinistryNode, "#6B4A1F", pen{"#3D2A10", 1, nil}, paper, false, false},
	}
}

func nodeStyleOf(kind registry.NetworkNodeKind) (nodeStyle, error) {
	for _, style := range nodeStyles() {
		if style.kind == kind {
			return style, nil
		}
	}
	return nodeStyle{}, fmt.Errorf("draw a node of the kind %s, which has no style", kind)
}
