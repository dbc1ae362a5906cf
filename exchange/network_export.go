package exchange

import (
	"bufio"
	"cmp"
	"context"
	"fmt"
	"io"
	"iter"

	"ketenkaart/network"
	"ketenkaart/registry"
)

// networks writes the network, or what a filter leaves of it.
type networks struct{ registry *registry.Registry }

// networkWriter writes the network in a format of its own.
type networkWriter interface {
	begin(registry.WholeNetwork) error
	node(networkNode) error
	// edges are all those of one kind between the same two nodes; they come behind all nodes.
	edges([]registry.NetworkEdge) error
	end() error
}

// networkNode is a node with what others than this program know of it by.
type networkNode struct {
	registry.NetworkNode
	name                       string
	coreTasks, sectors, chains []string
	// at is where it lies; nil when the network is too large to be drawn.
	at *network.Point
}

func (n networks) exports() []Export {
	export := Export{What: "network", Field: "network", Arguments: []string{"filter", "asOf"}, Form: []string{"layout"}, Rows: "edges"}
	graphML, gexf, json := export, export, export
	graphML.Format, graphML.MediaType = "graphml", "application/graphml+xml; charset=utf-8"
	graphML.Write = n.writing(n.registry.WholeNetwork, func(to *bufio.Writer) networkWriter { return &graphMLWriter{xmlWriter{to: to}} })
	gexf.Format, gexf.MediaType = "gexf", "application/gexf+xml; charset=utf-8"
	gexf.Write = n.writing(n.registry.NetworkOfAllPeriods, func(to *bufio.Writer) networkWriter { return &gexfWriter{xmlWriter: xmlWriter{to: to}} })
	json.Format, json.MediaType = "json", "application/json; charset=utf-8"
	json.Write = n.writing(n.registry.WholeNetwork, func(to *bufio.Writer) networkWriter { return &nodeLinkWriter{to: to} })
	export.Form = []string{"layout", "width"}
	svg, png := export, export
	svg.Format, svg.MediaType = "svg", "image/svg+xml; charset=utf-8"
	svg.Write = n.drawing(WriteSVG)
	png.Format, png.MediaType = "png", "image/png"
	png.Write = n.drawing(func(to io.Writer, picture Picture, width int) error {
		return WritePNG(to, picture, cmp.Or(width, UsualPictureWidth))
	})
	return []Export{graphML, gexf, json, svg, png}
}

const (
	// drawnNodes and drawnEdges are as many as can be told apart in a picture; the query shows as many when it is not told.
	drawnNodes = 1000
	drawnEdges = 5000
)

// drawing makes the Write of a picture.
func (n networks) drawing(draw func(to io.Writer, picture Picture, width int) error) func(context.Context, io.Writer, Asked) error {
	return func(ctx context.Context, to io.Writer, asked Asked) error {
		query := registry.NetworkQuery{Filter: networkFilter(asked), AsOf: asked.AsOf, MaxNodes: drawnNodes, MaxEdges: drawnEdges}
		shown, err := n.registry.Network(ctx, query)
		if err != nil {
			return err
		}
		picture, err := PictureOf(ctx, shown, asked.Form.layout())
		if err != nil {
			return err
		}
		if err := draw(to, picture, asked.Form.Width); err != nil {
			return err
		}
		if asked.Written != nil {
			asked.Written(len(shown.Edges))
		}
		return nil
	}
}

// reading reads the network that is meant.
type reading func(ctx context.Context, filter registry.NetworkFilter, asOf registry.Date) (registry.WholeNetwork, error)

// writing makes the Write of a format.
func (n networks) writing(read reading, format func(*bufio.Writer) networkWriter) func(context.Context, io.Writer, Asked) error {
	return func(ctx context.Context, to io.Writer, asked Asked) error {
		whole, err := read(ctx, networkFilter(asked), asked.AsOf)
		if err != nil {
			return err
		}
		buffer := bufio.NewWriterSize(to, 1<<15)
		out := format(buffer)
		if err := n.write(ctx, out, whole, asked); err != nil {
			return err
		}
		return buffer.Flush()
	}
}

func networkFilter(asked Asked) registry.NetworkFilter {
	return value(argument[*registry.NetworkFilter](asked, "filter"))
}

// write writes all nodes, and then all edges.
func (n networks) write(ctx context.Context, out networkWriter, whole registry.WholeNetwork, asked Asked) error {
	if err := out.begin(whole); err != nil {
		return err
	}
	positions, err := whole.Positions(ctx, asked.Form.layout())
	if err != nil {
		return err
	}
	written := 0
	for page := range chunks(whole.Nodes(), nodesAtOnce) {
		nodes, err := n.known(ctx, page)
		if err != nil {
			return err
		}
		for _, node := range nodes {
			if positions != nil {
				node.at = &positions[written]
			}
			written++
			if err := out.node(node); err != nil {
				return err
			}
		}
	}
	for page := range chunks(together(whole.Edges()), edgesAtOnce) {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		for _, edges := range page {
			if err := out.edges(edges); err != nil {
				return err
			}
		}
		if asked.Written != nil {
			asked.Written(len(page))
		}
	}
	return out.end()
}

const (
	// nodesAtOnce is how many things are read for their nodes at once.
	nodesAtOnce = 1000
	// edgesAtOnce is after how many edges it is looked whether anybody waits for them still.
	edgesAtOnce = 1000
)

// known reads what the things of the nodes are called and sorted by.
func (n networks) known(ctx context.Context, nodes []registry.NetworkNode) (known []networkNode, err error) {
	ids := make([]string, len(nodes))
	for i, node := range nodes {
		ids[i] = node.ThingID
	}
	err = n.registry.View(ctx, func(ctx context.Context, reader registry.Reader) error {
		things, err := registry.Nodes(ctx, reader, ids)
		for _, node := range nodes {
			known = append(known, describe(node, things[node.ThingID]))
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read the things of the network: %w", err)
	}
	return known, nil
}

// describe tells of the thing of a node; one that is gone meanwhile keeps its label.
func describe(node registry.NetworkNode, thing registry.Node) networkNode {
	described := networkNode{NetworkNode: node, name: node.Label}
	switch thing := thing.(type) {
	case registry.Region:
		described.name = thing.OfficialName
	case registry.Partner:
		described.name, described.coreTasks = thing.Name, texts(thing.CoreTasks).([]string)
		described.sectors, described.chains = thing.SectorCodes, thing.ChainCodes
	case registry.Sector:
		described.name = thing.Name
	case registry.Chain:
		described.name = thing.Name
	case registry.Ministry:
		described.name = thing.Name
	}
	return described
}

// chunks gathers so many at a time.
func chunks[T any](all iter.Seq[T], size int) iter.Seq[[]T] {
	return func(yield func([]T) bool) {
		var chunk []T
		for each := range all {
			if chunk = append(chunk, each); len(chunk) == size {
				if !yield(chunk) {
					return
				}
				chunk = nil
			}
		}
		if len(chunk) > 0 {
			yield(chunk)
		}
	}
}

// together gathers the edges of one kind between the same two nodes, which stand together.
func together(edges iter.Seq[registry.NetworkEdge]) iter.Seq[[]registry.NetworkEdge] {
	return func(yield func([]registry.NetworkEdge) bool) {
		var same []registry.NetworkEdge
		for edge := range edges {
			if len(same) > 0 && (same[0].Kind != edge.Kind || same[0].SourceID != edge.SourceID || same[0].TargetID != edge.TargetID) {
				if !yield(same) {
					return
				}
				same = nil
			}
			same = append(same, edge)
		}
		if len(same) > 0 {
			yield(same)
		}
	}
}

// attribute is one of a node or an edge: its name, its type in GraphML and GEXF, and its value, nil when there is none.
type attribute[T any] struct {
	name, kind string
	of         func(T) any
}

func nodeAttributes() []attribute[networkNode] {
	return []attribute[networkNode]{
		{"kind", "string", func(n networkNode) any { return string(n.Kind) }},
		{"name", "string", func(n networkNode) any { return n.name }},
		{"core_tasks", "string", func(n networkNode) any { return n.coreTasks }},
		{"sectors", "string", func(n networkNode) any { return n.sectors }},
		{"chains", "string", func(n networkNode) any { return n.chains }},
		{"degree", "int", func(n networkNode) any { return n.Degree() }},
	}
}

func edgeAttributes() []attribute[registry.NetworkEdge] {
	type e = registry.NetworkEdge
	return []attribute[e]{
		{"kind", "string", func(e e) any { return string(e.Kind) }},
		{"profile", "string", func(e e) any { return known(e.Profile) }},
		{"since", "string", func(e e) any { return known(e.Since) }},
		{"until", "string", func(e e) any { return known(e.Until) }},
		{"certainty", "string", func(e e) any { return known(e.Certainty) }},
		{"weight", "double", func(e e) any { return e.Weight }},
		{"thing", "string", func(e e) any { return text(e.ThingID) }},
	}
}

// isEmpty says whether there is no value to write.
func isEmpty(value any) bool {
	list, isList := value.([]string)
	return value == nil || isList && len(list) == 0
}

// describedNetwork says what the file holds, for who finds it without its address.
func describedNetwork(whole registry.WholeNetwork) string {
	return fmt.Sprintf("Netwerk van de netcentrische crisisbeheersing uit Ketenkaart, op %s (revisie %d)", whole.AsOf, whole.Revision)
}
