package exchange

import (
	"fmt"
	"math"
	"strconv"
	"time"

	"ketenkaart/registry"
)

// gexfWriter writes GEXF 1.3, dynamic: the edges of one kind between two nodes are one edge, which is there in their periods, with
// the profile of each. Days in it are the first and the last on which something holds.
type gexfWriter struct {
	xmlWriter
	nodesEnded bool
}

const (
	// gexfWidth is how wide the network is laid out, in the units of Gephi.
	gexfWidth = 2000
	// gexfHeight keeps the proportions of the map.
	gexfHeight = gexfWidth / 1.6
)

func (w *gexfWriter) begin(whole registry.WholeNetwork) error {
	w.raw(`<?xml version="1.0" encoding="UTF-8"?>` + "\n")
	w.open("gexf", "xmlns", "http://gexf.net/1.3", "xmlns:viz", "http://gexf.net/1.3/viz", "version", "1.3")
	w.open("meta", "lastmodifieddate", string(whole.AsOf))
	w.raw("<creator>Ketenkaart</creator><description>")
	w.text(describedNetwork(whole))
	w.raw("</description></meta>\n")
	w.open("graph", "defaultedgetype", "undirected", "mode", "dynamic", "timeformat", "date", "timerepresentation", "interval")
	w.attributes("node", "static", nodeColumns())
	// All in one, for Gephi Lite reads no more of edges than the last.
	w.attributes("edge", "dynamic", []gexfColumn{{"kind", "string"}, {"certainty", "string"}, {"profile", "string"}, {"weight", "double"}})
	w.open("nodes", "count", strconv.Itoa(whole.NodeCount))
	w.raw("\n")
	return nil
}

// gexfColumn is an attribute with its type in GEXF.
type gexfColumn struct{ name, kind string }

func nodeColumns() []gexfColumn {
	var columns []gexfColumn
	for _, each := range nodeAttributes() {
		kind := each.kind
		if kind == "int" {
			kind = "integer"
		}
		columns = append(columns, gexfColumn{each.name, kind})
	}
	return columns
}

func (w *gexfWriter) attributes(class, mode string, columns []gexfColumn) {
	w.open("attributes", "class", class, "mode", mode)
	for _, column := range columns {
		w.empty("attribute", "id", column.name, "title", column.name, "type", column.kind)
	}
	w.close("attributes")
}

func (w *gexfWriter) value(name string, value any, period ...string) {
	if !isEmpty(value) {
		w.empty("attvalue", append([]string{"for", name, "value", written(value)}, period...)...)
	}
}

// period are the attributes of when something holds: until its last day, for GEXF has no first day on which it does not.
func period(since, until *registry.Date) []string {
	var bounds []string
	if since != nil {
		bounds = append(bounds, "start", string(*since))
	}
	if until != nil {
		bounds = append(bounds, "end", until.Time().AddDate(0, 0, -1).Format(time.DateOnly))
	}
	return bounds
}

func (w *gexfWriter) node(node networkNode) error {
	since, until := node.Existence()
	w.open("node", append([]string{"id", node.ThingID, "label", node.Label}, period(since, until)...)...)
	w.open("attvalues")
	for _, each := range nodeAttributes() {
		w.value(each.name, each.of(node))
	}
	w.raw("</attvalues>")
	style, err := nodeStyleOf(node.Kind)
	if err != nil {
		return err
	}
	colour := style.fill
	if colour == paper {
		colour = style.edge.colour // white would not be seen
	}
	w.colour(colour)
	if node.at != nil {
		w.empty("viz:position", "x", written(node.at.X*gexfWidth), "y", written(-node.at.Y*gexfHeight), "z", "0")
	}
	w.empty("viz:size", "value", written(math.Round(8+4*math.Sqrt(float64(node.Degree())))))
	w.close("node")
	return nil
}

// colour takes one such as #2B2F5B.
func (w *gexfWriter) colour(of string) {
	var r, g, b int
	if _, err := fmt.Sscanf(of, "#%02X%02X%02X", &r, &g, &b); err == nil {
		w.empty("viz:color", "r", strconv.Itoa(r), "g", strconv.Itoa(g), "b", strconv.Itoa(b))
	}
}

func (w *gexfWriter) edges(edges []registry.NetworkEdge) error {
	w.endNodes()
	first, last := edges[0], edges[len(edges)-1]
	w.open("edge", "id", fmt.Sprintf("%s %s %s", first.Kind, first.SourceID, first.TargetID), "source", first.SourceID, "target", first.TargetID,
		"kind", string(first.Kind), "weight", written(last.Weight))
	w.open("attvalues")
	for _, edge := range edges {
		bounds := period(edge.Since, edge.Until)
		w.value("kind", string(edge.Kind), bounds...)
		w.value("certainty", known(edge.Certainty), bounds...)
		w.value("profile", known(edge.Profile), bounds...)
		w.value("weight", edge.Weight, bounds...)
	}
	w.raw("</attvalues>")
	w.spells(edges)
	for _, style := range edgeStyles() {
		if style.kind == last.Kind && style.profile == value(last.Profile) {
			w.colour(style.pen.colour)
			w.empty("viz:thickness", "value", written(style.pen.width))
		}
	}
	w.close("edge")
	return nil
}

// spells are when the edge is there; always, when one of its periods has no bounds.
func (w *gexfWriter) spells(edges []registry.NetworkEdge) {
	for _, edge := range edges {
		if edge.Since == nil && edge.Until == nil {
			return
		}
	}
	w.open("spells")
	for _, edge := range edges {
		w.empty("spell", period(edge.Since, edge.Until)...)
	}
	w.raw("</spells>")
}

func (w *gexfWriter) endNodes() {
	if !w.nodesEnded {
		w.nodesEnded = true
		w.raw("</nodes>\n<edges>\n")
	}
}

func (w *gexfWriter) end() error {
	w.endNodes()
	w.raw("</edges></graph></gexf>\n")
	return nil
}
