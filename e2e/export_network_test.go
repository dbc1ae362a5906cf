package e2e

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"image/png"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"ketenkaart/e2e/world"
	"ketenkaart/registry"
)

// readNetwork is what is found in an export of the network, or in an answer of the API.
type readNetwork struct {
	Directed bool
	Nodes    map[string]map[string]any
	Edges    [][3]any
	// Components and Density are networkx's.
	Components int
	Density    float64
}

// told gives an edge on a line: its ends, and the named attributes.
func told(edge [3]any, names ...string) string {
	ends := []string{fmt.Sprint(edge[0]), fmt.Sprint(edge[1])}
	slices.Sort(ends) // the network is undirected
	attributes, _ := edge[2].(map[string]any)
	for _, name := range names {
		value := attributes[name]
		if value == nil {
			value = ""
		}
		ends = append(ends, fmt.Sprint(value))
	}
	return strings.Join(ends, " ")
}

func (r readNetwork) told(names ...string) []string {
	lines := []string{}
	for _, edge := range r.Edges {
		lines = append(lines, told(edge, names...))
	}
	slices.Sort(lines)
	return lines
}

// askedNetwork is the network as the API answers it, at a date and by a filter as JSON.
func askedNetwork(t *testing.T, server world.Server, asOf, filter string) (network readNetwork, figures struct {
	Components int
	Density    float64
}) {
	t.Helper()
	var given any
	if err := json.Unmarshal([]byte(filter), &given); err != nil {
		t.Fatal(err)
	}
	answer := server.Ask(t, `query ($asOf: Date, $filter: NetworkFilter) { network(asOf: $asOf, filter: $filter) {
		nodes { id: key kind label metrics { degree } } edges { source target kind profile since until certainty weight } figures { components density } } }`,
		map[string]any{"asOf": asOf, "filter": given})
	var got struct {
		Data struct {
			Network struct {
				Nodes []struct {
					ID, Kind, Label string
					Metrics         struct{ Degree int }
				}
				Edges   []map[string]any
				Figures struct {
					Components int
					Density    float64
				}
			}
		}
	}
	if err := json.Unmarshal([]byte(answer), &got); err != nil || len(got.Data.Network.Nodes) == 0 {
		t.Fatalf("%v: %.1000s", err, answer)
	}
	bare := func(id string) string { before, _, _ := strings.Cut(id, "@"); return before }
	network.Nodes = map[string]map[string]any{}
	for _, node := range got.Data.Network.Nodes {
		network.Nodes[bare(node.ID)] = map[string]any{"kind": node.Kind, "label": node.Label, "degree": float64(node.Metrics.Degree)}
	}
	for _, edge := range got.Data.Network.Edges {
		network.Edges = append(network.Edges, [3]any{bare(edge["source"].(string)), bare(edge["target"].(string)), edge})
	}
	return network, got.Data.Network.Figures
}

func sameNodes(t *testing.T, name string, got, want readNetwork) {
	t.Helper()
	if !slices.Equal(slices.Sorted(maps.Keys(got.Nodes)), slices.Sorted(maps.Keys(want.Nodes))) {
		t.Fatalf("%s: got the nodes %v", name, slices.Sorted(maps.Keys(got.Nodes)))
	}
	for id, node := range want.Nodes {
		for attribute, value := range node {
			if got.Nodes[id][attribute] != value {
				t.Errorf("%s: %s of %s is %v, not %v", name, attribute, id, got.Nodes[id][attribute], value)
			}
		}
	}
}

const everyEdge = `{"edgeKinds":["COLLABORATION","ADOPTION","MANDATE","AGREEMENT","WORKING_AREA","NEIGHBOUR","PART_OF","IN_SECTOR","IN_CHAIN","RESPONSIBLE"],"nodeKinds":["REGION","PARTNER","SECTOR","CHAIN","MINISTRY"]}`

// TestTheNetworkIsExportedAsTheAPIHasIt: nodes and edges of the same filter and date are those of the query.
func TestTheNetworkIsExportedAsTheAPIHasIt(t *testing.T) {
	for _, server := range world.Servers(t) {
		for filter, asOf := range map[string]string{`{}`: "2026-11-23", everyEdge: "2026-11-23", `{"regions":["VR08"],"partners":{"coreTasks":["BEHEERDER"]},"profiles":["KOPPEL"]}`: "2022-05-01"} {
			want, _ := askedNetwork(t, server, asOf, filter)
			var export struct {
				Nodes []map[string]any
				Edges []map[string]any
			}
			body := server.Get(t, exportAddress("network.json", "filter", filter, "asOf", asOf))
			if err := json.Unmarshal([]byte(body), &export); err != nil {
				t.Fatal(err)
			}
			got := readNetwork{Nodes: map[string]map[string]any{}}
			for _, node := range export.Nodes {
				got.Nodes[node["id"].(string)] = node
			}
			keys := map[any]bool{}
			for _, edge := range export.Edges {
				got.Edges = append(got.Edges, [3]any{edge["source"], edge["target"], edge})
				keys[edge["key"]] = true
			}
			names := []string{"kind", "profile", "since", "until", "certainty", "weight"}
			// The API may show at most 5,000 edges when it is not asked for more.
			if sameNodes(t, server.Name, got, want); len(want.Edges) < 5000 && !slices.Equal(got.told(names...), want.told(names...)) || len(keys) != len(export.Edges) {
				t.Errorf("%s, %s: got %d edges with %d keys, and want %d", server.Name, filter, len(got.Edges), len(keys), len(want.Edges))
			}
		}
	}
}

// TestNetworkxReadsTheNetwork in each of its formats, and works out the same as the API.
func TestNetworkxReadsTheNetwork(t *testing.T) {
	python, there := python(t)
	if !there {
		return
	}
	server := world.Embedded(t)
	const asOf = "2026-11-23"
	want, figures := askedNetwork(t, server, asOf, `{}`)
	var graphML, nodeLink, gexf readNetwork
	get := func(name string) string { return server.Get(t, exportAddress(name, "asOf", asOf)) }
	readBack(t, python, toRead{"graphml", get("network.graphml"), nil, &graphML}, toRead{"json", get("network.json"), nil, &nodeLink}, toRead{"gexf", get("network.gexf"), nil, &gexf})
	for name, got := range map[string]readNetwork{"graphml": graphML, "json": nodeLink} {
		sameNodes(t, name, got, want)
		names := []string{"kind", "profile", "since", "until", "certainty", "weight"}
		if !slices.Equal(got.told(names...), want.told(names...)) || got.Directed {
			t.Errorf("%s: got %d edges, and want %d", name, len(got.Edges), len(want.Edges))
		}
		if difference := got.Density - figures.Density; got.Components != figures.Components || difference > 1e-9 || difference < -1e-9 {
			t.Errorf("%s: networkx has %d components and a density of %v, and the API %v", name, got.Components, got.Density, figures)
		}
	}
	checkPeriods(t, gexf)
}

// checkPeriods holds the spells of a GEXF, and the profiles in them, against the data: of all periods, up to the last day of each.
func checkPeriods(t *testing.T, gexf readNetwork) {
	t.Helper()
	want := map[string][]string{}
	for _, row := range rows(t, "collaborations") {
		last := "None"
		if row["until"] != "" {
			until, err := time.Parse(time.DateOnly, row["until"])
			if err != nil {
				t.Fatal(err)
			}
			last = until.AddDate(0, 0, -1).Format(time.DateOnly)
		}
		pair := "Partner:" + row["partner"] + " Region:" + row["region"]
		want[pair] = append(want[pair], row["profile"]+" "+row["since"]+" "+last)
	}
	got := map[string][]string{}
	for _, edge := range gexf.Edges {
		attributes := edge[2].(map[string]any)
		if attributes["kind"].([]any)[0].([]any)[0] != "COLLABORATION" {
			continue
		}
		pair := told(edge)
		for i, each := range attributes["profile"].([]any) {
			profile, spell := each.([]any), attributes["spells"].([]any)[i].([]any)
			if profile[1] != spell[0] || profile[2] != spell[1] {
				t.Errorf("%s has %v at another time than it is there (%v)", pair, profile, spell)
			}
			got[pair] = append(got[pair], fmt.Sprintf("%s %s %s", profile...))
		}
	}
	changed := 0
	for pair, periods := range want {
		slices.Sort(periods)
		slices.Sort(got[pair])
		if !slices.Equal(got[pair], periods) {
			t.Errorf("%s: got %v, and want %v", pair, got[pair], periods)
		}
		changed += len(periods) - 1
	}
	if len(got) != len(want) || changed == 0 {
		t.Errorf("got %d pairs, and want %d; %d have more periods", len(got), len(want), changed)
	}
}

// TestGEXFHasTheFormOfItsSchema: elements and attributes as the schema of GEXF 1.3 (gexf.net) has them, in the places where it has them.
func TestGEXFHasTheFormOfItsSchema(t *testing.T) {
	may := map[string]struct{ inside, attributes []string }{
		"gexf":       {[]string{"meta", "graph"}, []string{"version", "xmlns", "viz"}},
		"meta":       {[]string{"creator", "keywords", "description"}, []string{"lastmodifieddate"}},
		"graph":      {[]string{"attributes", "nodes", "edges"}, []string{"defaultedgetype", "mode", "timeformat", "timerepresentation"}},
		"attributes": {[]string{"attribute"}, []string{"class", "mode"}},
		"attribute":  {nil, []string{"id", "title", "type"}},
		"nodes":      {[]string{"node"}, []string{"count"}},
		"edges":      {[]string{"edge"}, []string{"count"}},
		"node":       {[]string{"attvalues", "spells", "color", "position", "size"}, []string{"id", "label", "start", "end"}},
		"edge":       {[]string{"attvalues", "spells", "color", "thickness"}, []string{"id", "source", "target", "weight", "kind"}},
		"attvalues":  {[]string{"attvalue"}, nil},
		"attvalue":   {nil, []string{"for", "value", "start", "end"}},
		"spells":     {[]string{"spell"}, nil},
		"spell":      {nil, []string{"start", "end"}},
		"color":      {nil, []string{"r", "g", "b"}}, "position": {nil, []string{"x", "y", "z"}}, "size": {nil, []string{"value"}}, "thickness": {nil, []string{"value"}},
		"creator": {}, "description": {},
	}
	server := world.Embedded(t)
	decoder := xml.NewDecoder(strings.NewReader(server.Get(t, exportAddress("network.gexf", "filter", everyEdge))))
	path, counted := []string{}, map[string]int{}
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			name := token.Name.Local
			if len(path) > 0 && !slices.Contains(may[path[len(path)-1]].inside, name) {
				t.Fatalf("%s stands in %v", name, path)
			}
			if namespace := "http://gexf.net/1.3"; token.Name.Space != namespace && !slices.Contains([]string{"color", "position", "size", "thickness"}, name) || token.Name.Space != namespace && token.Name.Space != namespace+"/viz" {
				t.Fatalf("%s is of %s", name, token.Name.Space)
			}
			for _, attribute := range token.Attr {
				if !slices.Contains(may[name].attributes, attribute.Name.Local) {
					t.Fatalf("%s has the attribute %s", name, attribute.Name.Local)
				}
			}
			counted[name]++
			path = append(path, name)
		case xml.EndElement:
			path = path[:len(path)-1]
		}
	}
	if counted["node"] < 200 || counted["edge"] < 1000 || counted["position"] != counted["node"] || counted["graph"] != 1 {
		t.Errorf("found %v", counted)
	}
}

// TestNodesLieWhereTheLayoutHasThem: in each layout, and in each format, they lie where the API says.
func TestNodesLieWhereTheLayoutHasThem(t *testing.T) {
	server := world.Embedded(t)
	for _, layout := range registry.AllNetworkLayouts() {
		answer := server.Ask(t, `query ($layout: NetworkLayout!) { network(asOf: "2026-11-23") { nodes { id: key position(layout: $layout) { x y } } } }`, map[string]any{"layout": layout})
		var got struct {
			Data struct {
				Network struct {
					Nodes []struct {
						ID       string
						Position struct{ X, Y float64 }
					}
				}
			}
		}
		if err := json.Unmarshal([]byte(answer), &got); err != nil || len(got.Data.Network.Nodes) == 0 {
			t.Fatalf("%v: %.1000s", err, answer)
		}
		exported := func(name string) string {
			return server.Get(t, exportAddress(name, "asOf", "2026-11-23", "layout", string(layout)))
		}
		graphML, nodeLink, gexf := exported("network.graphml"), exported("network.json"), exported("network.gexf")
		for _, node := range got.Data.Network.Nodes {
			id, _, _ := strings.Cut(node.ID, "@")
			at := node.Position
			for format, lies := range map[string]struct{ text, there string }{
				"GraphML": {graphML, fmt.Sprintf(`<data key="n_x">%v</data><data key="n_y">%v</data></node>`, at.X, at.Y)},
				"JSON":    {nodeLink, fmt.Sprintf(`"x":%v,"y":%v}`, at.X, at.Y)},
				"GEXF":    {gexf, fmt.Sprintf(`<viz:position x="%v" y="%v" z="0"/>`, at.X*2000, -at.Y*1250)},
			} {
				_, from, _ := strings.Cut(lies.text, `"`+id+`"`)
				if line, _, _ := strings.Cut(from, "\n"); !strings.Contains(line, lies.there) {
					t.Fatalf("%s of %s: %s lies not at %s in %.500s", layout, format, id, lies.there, line)
				}
			}
		}
	}
}

// TestTheNetworkIsDrawn: as SVG, which a rasteriser of others draws, and as PNG; each with the filter and date of the query.
func TestTheNetworkIsDrawn(t *testing.T) {
	server := world.Embedded(t)
	parameters := []string{"asOf", "2024-01-01", "filter", `{"regions":["VR08"]}`}
	drawn, err := png.Decode(strings.NewReader(server.Get(t, exportAddress("network.png", parameters...))))
	if err != nil || drawn.Bounds().Dx() != 1600 {
		t.Errorf("the PNG: %v", err)
	}
	svg := server.Get(t, exportAddress("network.svg", parameters...))
	for _, words := range []string{`role="img"`, ">Gelderland-Zuid<", "1 januari 2024", "ILLUSTRATIE"} {
		if !strings.Contains(svg, words) {
			t.Errorf("the SVG has no %s", words)
		}
	}
	if strings.Contains(svg, ">Fryslân<") {
		t.Error("the SVG shows what the filter leaves out")
	}
	parameters = append(parameters, "layout", "BIPARTITE", "width", "900")
	drawn, err = png.Decode(strings.NewReader(server.Get(t, exportAddress("network.png", parameters...))))
	if err != nil || drawn.Bounds().Dx() != 900 {
		t.Errorf("the PNG of a width: %v", err)
	}
	if columns := server.Get(t, exportAddress("network.svg", parameters...)); !strings.Contains(columns, ` width="900"`) || strings.Contains(columns, "Kadaster") || !strings.Contains(svg, "Kadaster") {
		t.Error("the SVG of a layout and a width is another")
	}
	python, there := python(t)
	if !there {
		return
	}
	var picture struct{ Width, Height, Colours int }
	readBack(t, python, toRead{"svg", svg, nil, &picture})
	if picture.Width != 800 || picture.Height < 500 || picture.Colours < 20 {
		t.Errorf("CairoSVG draws %v", picture)
	}
}

// TestTheNetworkIsExportedAtTheDateOfAnID: an id that was read at another date names that date, as in the query; two that differ are
// refused.
func TestTheNetworkIsExportedAtTheDateOfAnID(t *testing.T) {
	server := world.Embedded(t)
	around := `{"around":{"id":"Region:VR08@2022-05-01"}}`
	dated := server.Get(t, exportAddress("network.json", "filter", around))
	if said := server.Get(t, exportAddress("network.json", "filter", `{"around":{"id":"Region:VR08"}}`, "asOf", "2022-05-01")); dated != said {
		t.Errorf("at the date of the id it is\n%.300s\nand at asOf\n%.300s", dated, said)
	}
	if now := server.Get(t, exportAddress("network.json", "filter", around, "asOf", "2026-11-23")); dated == now {
		t.Errorf("asOf does not decide: %.300s", now)
	}
	status, refused := server.Try(t, exportAddress("network.json", "filter", `{"around":{"id":"Region:VR08@2022-05-01"},"regions":["Region:VR08@2023-05-01"]}`))
	if status != http.StatusBadRequest || !strings.Contains(refused, "CONTRADICTION") {
		t.Errorf("two dates: %d %.300s", status, refused)
	}
}
