package exchange

import (
	"fmt"
	"slices"

	"ketenkaart/network"
	"ketenkaart/registry"
)

// drawFrame draws what stands around the network: the title and the mark above, the legend and the sources below.
func (p Picture) drawFrame(on canvas) {
	on.words(words{text: p.Title, at: spot{pictureMargin, 38}, size: 26, bold: true, colour: ink, anchor: atStart})
	on.words(words{text: p.Subtitle, at: spot{pictureMargin, 60}, size: 15, colour: faintInk, anchor: atStart})
	if p.Mark != "" {
		width := network.CaptionWidth(p.Mark)*15 + 24
		on.plate(plate{middle: spot{pictureWidth - pictureMargin - width/2, 32}, width: width, height: 30, radius: 3, fill: paper, edge: pen{markColour, 2, nil}})
		on.words(words{text: p.Mark, at: spot{pictureWidth - pictureMargin - width/2, 37}, size: 15, bold: true, colour: markColour, anchor: atMiddle})
	}
	p.drawLegend(on)
	on.words(words{text: p.Sources, at: spot{pictureMargin, p.height() - 14}, size: 12, colour: faintInk, anchor: atStart})
}

const (
	legendSize   = 13.0
	legendTop    = plotBottom + 18
	legendRow    = 20.0
	legendSample = 44.0
)

// legendEntry is a style that is in the picture, and how often; of its two styles one is there.
type legendEntry struct {
	name  string
	count int
	node  *nodeStyle
	edge  *edgeStyle
}

// legend has the styles that are in the picture, the most important first.
func (p Picture) legend() []legendEntry {
	nodes, edges := map[registry.NetworkNodeKind]int{}, map[styleKey]int{}
	for _, node := range p.Nodes {
		nodes[node.Kind]++
	}
	for _, edge := range p.Edges {
		edges[styleKey{edge.Kind, edge.Profile}]++
	}
	var entries []legendEntry
	for _, style := range nodeStyles() {
		if n := nodes[style.kind]; n > 0 {
			entries = append(entries, legendEntry{name: style.kind.Label(), count: n, node: &style})
		}
	}
	for _, style := range slices.Backward(edgeStyles()) {
		if n := edges[style.styleKey]; n > 0 {
			entries = append(entries, legendEntry{name: style.name(), count: n, edge: &style})
		}
	}
	return entries
}

// height of the whole picture: what the legend needs, with the sources below it.
func (p Picture) height() float64 {
	_, bottom := p.placeLegend()
	return max(usualHeight, bottom+32)
}

// placeLegend gives a place to each of the legend's entries, in as many rows as they need, and says where the last row is.
func (p Picture) placeLegend() (places []spot, bottom float64) {
	at := spot{pictureMargin, legendTop}
	for _, entry := range p.legend() {
		width := legendSample + network.CaptionWidth(entry.text())*legendSize + 14
		if at.x+width > pictureWidth-pictureMargin {
			at = spot{pictureMargin, at.y + legendRow}
		}
		places = append(places, at)
		at.x += width
	}
	return places, at.y
}

func (e legendEntry) text() string { return fmt.Sprintf("%s (%d)", e.name, e.count) }

// drawLegend draws an example of each style with what it is of.
func (p Picture) drawLegend(on canvas) {
	places, _ := p.placeLegend()
	for i, entry := range p.legend() {
		at := places[i]
		if style := entry.node; style != nil {
			on.plate(plate{middle: spot{at.x + 18, at.y}, width: 32, height: 14, radius: style.radius(14), fill: style.fill, edge: style.edge})
		} else {
			on.lines([]curve{straight(at, spot{at.x + 36, at.y})}, entry.edge.pen)
		}
		on.words(words{text: entry.text(), at: spot{at.x + legendSample, at.y + 4.5}, size: legendSize, colour: ink, anchor: atStart})
	}
}
