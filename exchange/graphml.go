package exchange

import "ketenkaart/registry"

// graphMLWriter writes GraphML: an undirected network, each edge with an id of its own, since there may be several between two
// nodes.
type graphMLWriter struct{ xmlWriter }

func (w *graphMLWriter) begin(whole registry.WholeNetwork) error {
	w.raw(`<?xml version="1.0" encoding="UTF-8"?>` + "\n")
	w.open("graphml", "xmlns", "http://graphml.graphdrawing.org/xmlns")
	w.raw("\n")
	key := func(id, of, name, kind string) {
		w.empty("key", "id", id, "for", of, "attr.name", name, "attr.type", kind)
		w.raw("\n")
	}
	key("g_description", "graph", "description", "string")
	key("g_as_of", "graph", "as_of", "string")
	key("g_revision", "graph", "revision", "int")
	key("n_label", "node", "label", "string")
	for _, each := range nodeAttributes() {
		key("n_"+each.name, "node", each.name, each.kind)
	}
	key("n_x", "node", "x", "double")
	key("n_y", "node", "y", "double")
	for _, each := range edgeAttributes() {
		key("e_"+each.name, "edge", each.name, each.kind)
	}
	w.open("graph", "id", "network", "edgedefault", "undirected")
	w.data("g_description", describedNetwork(whole))
	w.data("g_as_of", string(whole.AsOf))
	w.data("g_revision", whole.Revision)
	w.raw("\n")
	return nil
}

func (w *graphMLWriter) data(key string, value any) {
	if isEmpty(value) {
		return
	}
	w.open("data", "key", key)
	w.text(written(value))
	w.raw("</data>")
}

func (w *graphMLWriter) node(node networkNode) error {
	w.open("node", "id", node.ThingID)
	w.data("n_label", node.Label)
	for _, each := range nodeAttributes() {
		w.data("n_"+each.name, each.of(node))
	}
	if node.at != nil {
		w.data("n_x", node.at.X)
		w.data("n_y", node.at.Y)
	}
	w.close("node")
	return nil
}

func (w *graphMLWriter) edges(edges []registry.NetworkEdge) error {
	for _, edge := range edges {
		w.open("edge", "id", edge.Key, "source", edge.SourceID, "target", edge.TargetID)
		for _, each := range edgeAttributes() {
			w.data("e_"+each.name, each.of(edge))
		}
		w.close("edge")
	}
	return nil
}

func (w *graphMLWriter) end() error {
	w.raw("</graph></graphml>\n")
	return nil
}
