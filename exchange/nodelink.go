package exchange

import (
	"bufio"
	"fmt"

	"ketenkaart/registry"
)

// nodeLinkWriter writes JSON as networkx does its node-link form: a network with several edges between two nodes, each with a key.
type nodeLinkWriter struct {
	to   *bufio.Writer
	line []byte
	// among says that something stands before in the same list.
	among      bool
	nodesEnded bool
}

func (w *nodeLinkWriter) begin(whole registry.WholeNetwork) error {
	return w.put(`{"directed":false,"multigraph":true,"graph":`, []member{
		{"description", describedNetwork(whole)}, {"as_of", string(whole.AsOf)}, {"revision", whole.Revision},
	}, `,"nodes":[`+"\n")
}

// member is one of a JSON object.
type member struct {
	name  string
	value any
}

// put writes an object between two pieces of markup.
func (w *nodeLinkWriter) put(before string, object []member, after string) error {
	w.line = append(w.line[:0], before...)
	w.line = append(w.line, '{')
	for i, each := range object {
		if i > 0 {
			w.line = append(w.line, ',')
		}
		w.line = append(append(append(w.line, '"'), each.name...), '"', ':')
		var err error
		if w.line, err = appendJSON(w.line, each.value); err != nil {
			return fmt.Errorf("write %s: %w", each.name, err)
		}
	}
	w.line = append(append(w.line, '}'), after...)
	_, err := w.to.Write(w.line)
	return err
}

// item writes an object of a list.
func (w *nodeLinkWriter) item(object []member) error {
	before := ""
	if w.among {
		before = ",\n"
	}
	w.among = true
	return w.put(before, object, "")
}

func (w *nodeLinkWriter) node(node networkNode) error {
	object := []member{{"id", node.ThingID}, {"label", node.Label}}
	for _, each := range nodeAttributes() {
		value := each.of(node)
		if list, isList := value.([]string); isList && list == nil {
			value = []string{}
		}
		object = append(object, member{each.name, value})
	}
	if node.at != nil {
		object = append(object, member{"x", node.at.X}, member{"y", node.at.Y})
	}
	return w.item(object)
}

func (w *nodeLinkWriter) edges(edges []registry.NetworkEdge) error {
	w.endNodes()
	for _, edge := range edges {
		object := []member{{"source", edge.SourceID}, {"target", edge.TargetID}, {"key", edge.Key}}
		for _, each := range edgeAttributes() {
			object = append(object, member{each.name, each.of(edge)})
		}
		if err := w.item(object); err != nil {
			return err
		}
	}
	return nil
}

func (w *nodeLinkWriter) endNodes() {
	if !w.nodesEnded {
		w.nodesEnded, w.among = true, false
		_, _ = w.to.WriteString("\n],\"edges\":[\n") // its error is that of Flush
	}
}

func (w *nodeLinkWriter) end() error {
	w.endNodes()
	_, err := w.to.WriteString("\n]}\n")
	return err
}
