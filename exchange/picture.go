package exchange

import (
	"fmt"
	"math"

	"ketenkaart/network"
	"ketenkaart/registry"
)

// Picture is a network as it is drawn: with the proportions of an A4 on its side, unless the legend is long; a title above,
// the legend and the sources below.
type Picture struct {
	// Title says what it shows, Subtitle on which date and how much of it, Description the same at length for who cannot see.
	Title, Subtitle, Description string
	// Mark says that it shows what is no fact; empty when all of it is one.
	Mark string
	// Sources are named below.
	Sources string
	Layout  registry.NetworkLayout
	Nodes   []PictureNode
	Edges   []PictureEdge
	// Outlines lie behind the nodes.
	Outlines []Outline
	// pitch is how near its dots stand to each other.
	pitch float64
}

// PictureNode is a node with its place in the picture, whose label has at most network.MaxCaption characters.
type PictureNode struct {
	Kind  registry.NetworkNodeKind
	Label string
	At    network.Point
}

// PictureEdge joins two nodes by their place in the list.
type PictureEdge struct {
	Kind registry.NetworkEdgeKind
	// Profile is that of a collaboration; "" of all else.
	Profile        registry.Profile
	Source, Target int
}

// The widths of a picture in pixels. The usual one is for a screen; the widest prints an A4 with 274 dots an inch.
const (
	LeastPictureWidth = 400
	UsualPictureWidth = 1600
	MostPictureWidth  = 3200
)

// The sizes of a picture, in its own points: the network in the middle is as big as layouts take it to be.
const (
	pictureWidth  = 1600.0
	usualHeight   = 1132.0
	plotTop       = 64.0
	plotHeight    = pictureWidth / network.Aspect
	plotBottom    = plotTop + plotHeight
	pictureMargin = 24.0
)

// spot is a place in the picture's points.
type spot struct{ x, y float64 }

func spotOf(at network.Point) spot {
	return spot{at.X * pictureWidth, plotTop + at.Y*plotHeight}
}

// canvas is what a picture is drawn on. Colours are written #RRGGBB; an empty one is none.
type canvas interface {
	// area fills rings, and draws their boundary.
	area(rings [][]spot, fill string, boundary pen)
	// lines draws curves with one pen.
	lines(curves []curve, with pen)
	// plate is a rounded rectangle.
	plate(plate)
	words(words)
}

// pen draws a line; dashes are lengths of what is drawn and what is not, by turns.
type pen struct {
	colour string
	width  float64
	dashes []float64
}

// curve is a cubic Bézier curve; a straight line when both controls are its ends.
type curve struct{ from, control1, control2, to spot }

func straight(from, to spot) curve { return curve{from, from, to, to} }

func (c curve) isStraight() bool { return c.control1 == c.from && c.control2 == c.to }

type plate struct {
	middle                spot
	width, height, radius float64
	fill                  string
	edge                  pen
}

// words are one line of text; at is on the line that letters stand on.
type words struct {
	text   string
	at     spot
	size   float64
	bold   bool
	colour string
	anchor anchor
	// turn is in degrees, clockwise around at.
	turn float64
}

type anchor string

const (
	atStart  anchor = "start"
	atMiddle anchor = "middle"
	atEnd    anchor = "end"
)

// draw puts the whole picture on a canvas.
func (p Picture) draw(on canvas) error {
	p.pitch = p.closest()
	on.plate(plate{middle: spot{pictureWidth / 2, p.height() / 2}, width: pictureWidth, height: p.height(), fill: paper})
	var land [][]spot
	for _, outline := range p.Outlines {
		land = append(land, outline.rings()...)
	}
	if len(land) > 0 {
		on.area(land, landColour, pen{colour: boundaryColour, width: 1})
	}
	curves, err := p.curves()
	if err != nil {
		return err
	}
	for _, style := range edgeStyles() {
		if of := curves[style.styleKey]; len(of) > 0 {
			on.lines(of, style.pen)
		}
	}
	for _, node := range p.Nodes {
		style, err := nodeStyleOf(node.Kind)
		if err != nil {
			return err
		}
		p.drawNode(on, node, style)
	}
	p.drawFrame(on)
	return nil
}

// curves has those of the edges by the style that they are drawn in.
func (p Picture) curves() (map[styleKey][]curve, error) {
	between, seen := map[[2]int]int{}, map[[2]int]int{}
	for _, edge := range p.Edges {
		if top := len(p.Nodes); edge.Source < 0 || edge.Target < 0 || edge.Source >= top || edge.Target >= top {
			return nil, fmt.Errorf("draw an edge between %d and %d of %d nodes", edge.Source, edge.Target, top)
		}
		between[edge.pair()]++
	}
	curves := map[styleKey][]curve{}
	for _, edge := range p.Edges {
		key := styleKey{edge.Kind, edge.Profile}
		if !knownEdgeStyle(key) {
			return nil, fmt.Errorf("draw an edge of the kind %s %s, which has no style", edge.Kind, edge.Profile)
		}
		pair := edge.pair()
		aside := (float64(seen[pair]) - float64(between[pair]-1)/2) * besideEdges
		seen[pair]++
		curves[key] = append(curves[key], p.curve(spotOf(p.Nodes[pair[0]].At), spotOf(p.Nodes[pair[1]].At), aside))
	}
	return curves, nil
}

// besideEdges is how far edges of the same two nodes lie apart.
const besideEdges = 4

func (e PictureEdge) pair() [2]int { return [2]int{min(e.Source, e.Target), max(e.Source, e.Target)} }

// curve joins two spots as the layout does, moved aside.
func (p Picture) curve(from, to spot, aside float64) curve {
	dx, dy := to.x-from.x, to.y-from.y
	length := math.Max(math.Hypot(dx, dy), 1e-9)
	from.x, from.y = from.x-dy/length*aside, from.y+dx/length*aside
	to.x, to.y = to.x-dy/length*aside, to.y+dx/length*aside
	switch p.Layout {
	case registry.LayoutBipartite:
		half := (to.x - from.x) / 2
		return curve{from, spot{from.x + half, from.y}, spot{to.x - half, to.y}, to}
	case registry.LayoutCircle:
		// The farther apart, the nearer to the middle, so that short edges stay near the ring.
		deep := math.Min(0.2+length/plotHeight*0.7, 0.8)
		return curve{from, toward(from, plotMiddle(), deep), toward(to, plotMiddle(), deep), to}
	default:
		return straight(from, to)
	}
}

func plotMiddle() spot { return spotOf(network.Point{X: 0.5, Y: 0.5}) }

func toward(from, to spot, part float64) spot {
	return spot{from.x + (to.x-from.x)*part, from.y + (to.y-from.y)*part}
}

// drawNode draws a plate with the label on it; where nodes stand close, a dot with the label beside it.
func (p Picture) drawNode(on canvas, node PictureNode, style nodeStyle) {
	at := spotOf(node.At)
	label := words{text: node.Label, bold: style.bold, colour: ink}
	switch {
	case p.Layout == registry.LayoutCircle:
		label = outside(label, at, p.pitch)
	case p.Layout == registry.LayoutBipartite && node.Kind != registry.RegionNode:
		label = beside(label, at, p.pitch)
	default:
		on.plate(plate{middle: at, width: network.PlateWidth(node.Label), height: network.PlateHeight, radius: style.radius(network.PlateHeight), fill: style.fill, edge: style.edge})
		on.words(words{text: node.Label, at: spot{at.x, at.y + network.LabelSize*0.36}, size: network.LabelSize, bold: style.bold, colour: style.ink, anchor: atMiddle})
		return
	}
	on.plate(plate{middle: at, width: dotSize, height: dotSize, radius: style.radius(dotSize), fill: style.fill, edge: style.edge})
	if label.size >= smallestLabel {
		on.words(label)
	}
}

// Printed on an A4, the letters of labels are 7 points high; where nodes stand close, they are smaller, and where they would be
// smaller than smallestLabel, left out.
const (
	smallestLabel = 7.0
	dotSize       = 8.0
)

// beside is a label on the side of a dot that has no edges.
func beside(label words, at spot, pitch float64) words {
	label.size = math.Min(network.LabelSize, pitch*0.95)
	label.at, label.anchor = spot{at.x + dotSize, at.y + label.size*0.36}, atStart
	if at.x < pictureWidth/2 {
		label.at.x, label.anchor = at.x-dotSize, atEnd
	}
	return label
}

// outside is a label that points away from the ring, never upside down.
func outside(label words, at spot, pitch float64) words {
	middle := plotMiddle()
	// The way out of an ellipse, whose axes are as those of the ring.
	angle := math.Atan2((at.y-middle.y)*network.RingProportion, (at.x-middle.x)/network.RingProportion)
	sin, cos := math.Sincos(angle)
	label.size = math.Min(network.LabelSize, pitch*0.85)
	label.anchor, label.turn = atStart, angle*180/math.Pi
	// What stands on the line is moved down by a third of its height, to be in the middle of it.
	down := label.size * 0.34
	if math.Abs(label.turn) > 90 {
		label.turn, label.anchor, down = label.turn-180, atEnd, -down
	}
	label.at = spot{at.x + dotSize*cos - down*sin, at.y + dotSize*sin + down*cos}
	return label
}

// closest is how near the dots of a picture stand to each other: on a ring to the next, else to the next above or below.
func (p Picture) closest() float64 {
	pitch := math.Inf(1)
	for i, node := range p.Nodes {
		for _, other := range p.Nodes[:i] {
			a, b := spotOf(node.At), spotOf(other.At)
			if p.Layout == registry.LayoutCircle || a.x == b.x {
				pitch = math.Min(pitch, math.Hypot(a.x-b.x, a.y-b.y))
			}
		}
	}
	return pitch
}
