package exchange

import (
	"fmt"

	"ketenkaart/network"
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
	on.words(words{text: p.Sources, at: spot{pictureMargin, pictureHeight - 14}, size: 12, colour: faintInk, anchor: atStart})
}

const (
	legendSize   = 13.0
	legendTop    = plotBottom + 18
	legendRow    = 20.0
	legendSample = 44.0
)

// drawLegend tells of each style that is in the picture what it is of, and how often, in as many rows as it needs.
func (p Picture) drawLegend(on canvas) {
	at := spot{pictureMargin, legendTop}
	entry := func(text string, sample func(spot)) {
		width := legendSample + network.CaptionWidth(text)*legendSize + 18
		if at.x+width > pictureWidth-pictureMargin {
			at = spot{pictureMargin, at.y + legendRow}
		}
		sample(at)
		on.words(words{text: text, at: spot{at.x + legendSample, at.y + 4.5}, size: legendSize, colour: ink, anchor: atStart})
		at.x += width
	}
	nodes := map[string]int{}
	for _, node := range p.Nodes {
		nodes[node.Kind]++
	}
	for _, style := range nodeStyles() {
		if n := nodes[style.kind]; n > 0 {
			entry(fmt.Sprintf("%s (%d)", style.name, n), func(at spot) {
				on.plate(plate{middle: spot{at.x + 18, at.y}, width: 32, height: 14, radius: style.radius(14), fill: style.fill, edge: style.edge})
			})
		}
	}
	edges := map[styleKey]int{}
	for _, edge := range p.Edges {
		edges[styleKey{edge.Kind, edge.Profile}]++
	}
	styles := edgeStyles()
	for i := len(styles) - 1; i >= 0; i-- {
		if n := edges[styles[i].key()]; n > 0 {
			entry(fmt.Sprintf("%s (%d)", styles[i].name, n), func(at spot) {
				on.lines([]curve{straight(at, spot{at.x + 36, at.y})}, styles[i].pen)
			})
		}
	}
}
