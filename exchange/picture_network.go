package exchange

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"ketenkaart/network"
	"ketenkaart/registry"
)

// PictureOf lays out what is shown of a network for a picture.
func PictureOf(ctx context.Context, n registry.Network, layout registry.NetworkLayout) (Picture, error) {
	p := Picture{Title: "Netwerk van veiligheidsregio’s en crisispartners", Layout: layout}
	p.Sources = fmt.Sprintf("Bron: het register, revisie %d.", n.Revision)
	positions, err := n.Positions(ctx, layout)
	if err != nil {
		return p, err
	}
	numbers := map[string]int{}
	for i, node := range n.Nodes {
		numbers[node.ThingID] = i
		p.Nodes = append(p.Nodes, PictureNode{Kind: node.Kind, Label: network.Caption(node.Label), At: positions[i]})
	}
	for _, edge := range n.Edges {
		drawn := PictureEdge{Kind: edge.Kind, Source: numbers[edge.SourceID], Target: numbers[edge.TargetID]}
		if edge.Profile != nil {
			drawn.Profile = *edge.Profile
		}
		p.Edges = append(p.Edges, drawn)
	}
	if layout == registry.LayoutGeographic {
		if p.Outlines, err = BundledOutlines(); err != nil {
			return p, err
		}
		p.Sources += " " + OutlineSource + "."
	}
	p.Subtitle = subtitle(n)
	p.Mark = mark(n)
	p.Description = p.describe()
	return p, nil
}

// subtitle says of which day the picture is, and how much of the network it shows.
func subtitle(n registry.Network) string {
	what := "organisaties"
	for _, node := range n.Nodes {
		if node.Kind == registry.SectorNode || node.Kind == registry.ChainNode {
			what = "organisaties, sectoren en ketens"
		}
	}
	s := fmt.Sprintf("Op %s: %d %s, %d verbindingen", inWords(n.AsOf), n.NodeCount, what, n.EdgeCount)
	if n.Truncated {
		s += fmt.Sprintf(", waarvan getekend %d en %d", len(n.Nodes), len(n.Edges))
	}
	return s
}

// mark says how many edges are no facts; "" when all are.
func mark(n registry.Network) string {
	illustrated := 0
	for _, edge := range n.Edges {
		if edge.Certainty != nil && *edge.Certainty == registry.Illustration {
			illustrated++
		}
	}
	switch illustrated {
	case 0:
		return ""
	case len(n.Edges):
		return "ILLUSTRATIE: geen van de verbindingen is een feit"
	default:
		return fmt.Sprintf("ILLUSTRATIE: %d van de %d verbindingen zijn geen feit", illustrated, len(n.Edges))
	}
}

// inWords writes a date as it is read in Dutch.
func inWords(date registry.Date) string {
	months := strings.Fields("januari februari maart april mei juni juli augustus september oktober november december")
	day := date.Time()
	return fmt.Sprintf("%d %s %d", day.Day(), months[day.Month()-1], day.Year())
}

// describe tells at length what the picture shows.
func (p Picture) describe() string {
	told := []string{p.Subtitle}
	if p.Mark != "" {
		told = append(told, p.Mark)
	}
	for _, entry := range p.legend() {
		told = append(told, fmt.Sprintf("%s: %d", entry.name, entry.count))
	}
	if most := p.mostJoined(); len(most) > 0 {
		told = append(told, "De meeste verbindingen hebben "+strings.Join(most, ", "))
	}
	return strings.Join(told, ". ") + "."
}

// mostNamed bounds how many nodes a description names.
const mostNamed = 5

// mostJoined names the nodes with the most edges, with their number.
func (p Picture) mostJoined() []string {
	edges, order := make([]int, len(p.Nodes)), make([]int, len(p.Nodes))
	for i := range order {
		order[i] = i
	}
	for _, edge := range p.Edges {
		edges[edge.Source]++
		edges[edge.Target]++
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(edges[b], edges[a]) })
	var named []string
	for _, i := range order[:min(mostNamed, len(order))] {
		if edges[i] > 0 {
			named = append(named, fmt.Sprintf("%s (%d)", p.Nodes[i].Label, edges[i]))
		}
	}
	return named
}
