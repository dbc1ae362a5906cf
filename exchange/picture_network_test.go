package exchange_test

import (
	"bytes"
	"context"
	"encoding/xml"
	"fmt"
	"image/png"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"

	"ketenkaart/exchange"
	"ketenkaart/registry"
	"ketenkaart/store/sqlite"
)

// bundledRegistry has the bundled example.
func bundledRegistry(t *testing.T) *registry.Registry {
	t.Helper()
	store, err := sqlite.Open(t.Context(), t.TempDir()+"/x.db")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close(context.Background()) })
	reg, err := registry.New(store, time.Now, registry.Guide{})
	if err != nil {
		t.Fatal(err)
	}
	set, err := exchange.BundledExample()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := reg.Fill(registry.WithActor(t.Context(), registry.LocalActor()), set); err != nil {
		t.Fatal(err)
	}
	return reg
}

func networkAt(t *testing.T, reg *registry.Registry, filter registry.NetworkFilter, day registry.Date) registry.Network {
	t.Helper()
	n, err := reg.Network(t.Context(), registry.NetworkQuery{Filter: filter, AsOf: day, MaxNodes: 1000, MaxEdges: 5000})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func pictureOf(t *testing.T, n registry.Network, layout registry.NetworkLayout) exchange.Picture {
	t.Helper()
	p, err := exchange.PictureOf(t.Context(), n, layout)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestLabelsOfTheBundledNetworkDoNotOverlap measures all plates and labels of each layout.
func TestLabelsOfTheBundledNetworkDoNotOverlap(t *testing.T) {
	n := networkAt(t, bundledRegistry(t), registry.NetworkFilter{}, "2026-11-28")
	ruler := newRuler(t)
	for _, layout := range registry.AllNetworkLayouts() {
		_, root := svgOf(t, pictureOf(t, n, layout))
		var missing []string
		shown := map[string]int{}
		for _, label := range root.all("text") {
			shown[label.Text]++
		}
		for _, node := range n.Nodes {
			if shown[node.Label]--; shown[node.Label] < 0 {
				missing = append(missing, node.Label)
			}
		}
		if len(missing) > 0 {
			t.Errorf("%s leaves out %q", layout, missing)
		}
		boxes := ruler.boxes(t, root)
		for i, a := range boxes {
			if a.left() < 0 || a.right() > 1600 || a.top() < plotTop || a.bottom() > plotBottom {
				t.Errorf("%s: %s does not lie in the picture", layout, a.name)
			}
			for _, b := range boxes[:i] {
				if a.overlaps(b) {
					t.Errorf("%s: %s lies over %s", layout, a.name, b.name)
				}
			}
		}
	}
}

// The network lies between the title and the legend.
const plotTop, plotBottom = 62, 1066

// box is a rectangle, which may be turned, by its corners.
type box struct {
	name    string
	corners [4][2]float64
}

func (b box) extent(axis [2]float64) (least, most float64) {
	least, most = math.Inf(1), math.Inf(-1)
	for _, corner := range b.corners {
		x := corner[0]*axis[0] + corner[1]*axis[1]
		least, most = min(least, x), max(most, x)
	}
	return least, most
}

func (b box) left() float64   { least, _ := b.extent([2]float64{1, 0}); return least }
func (b box) right() float64  { _, most := b.extent([2]float64{1, 0}); return most }
func (b box) top() float64    { least, _ := b.extent([2]float64{0, 1}); return least }
func (b box) bottom() float64 { _, most := b.extent([2]float64{0, 1}); return most }

// overlaps says that no side of either has all of the other behind it.
func (b box) overlaps(other box) bool {
	for _, of := range []box{b, other} {
		for i, corner := range of.corners[:2] {
			next := of.corners[i+1]
			axis := [2]float64{next[1] - corner[1], corner[0] - next[0]}
			least, most := b.extent(axis)
			otherLeast, otherMost := other.extent(axis)
			if most <= otherLeast || otherMost <= least {
				return false
			}
		}
	}
	return true
}

// ruler measures text in letters of size 1000.
type ruler struct{ regular, bold font.Face }

func newRuler(t *testing.T) ruler {
	t.Helper()
	face := func(data []byte) font.Face {
		parsed, err := opentype.Parse(data)
		if err != nil {
			t.Fatal(err)
		}
		face, err := opentype.NewFace(parsed, &opentype.FaceOptions{Size: 1000, DPI: 72})
		if err != nil {
			t.Fatal(err)
		}
		return face
	}
	return ruler{face(goregular.TTF), face(gobold.TTF)}
}

func (r ruler) width(t *testing.T, label element) float64 {
	face := r.regular
	if label.attr("font-weight") == "bold" {
		face = r.bold
	}
	return float64(font.MeasureString(face, label.Text)) / 64 / 1000 * label.number(t, "font-size")
}

// boxes of the plates in the network, and of the labels that stand on none; one that stands on a plate has to fit on it.
func (r ruler) boxes(t *testing.T, root element) []box {
	t.Helper()
	var boxes []box
	inPlot := func(e element) bool { y := e.number(t, "y"); return y >= plotTop && y <= plotBottom }
	for _, plate := range root.all("rect") {
		if !inPlot(plate) {
			continue
		}
		x, y, width, height := plate.number(t, "x"), plate.number(t, "y"), plate.number(t, "width"), plate.number(t, "height")
		boxes = append(boxes, box{fmt.Sprintf("the plate at %v, %v", x, y), [4][2]float64{{x, y}, {x + width, y}, {x + width, y + height}, {x, y + height}}})
	}
	plates := boxes
	for _, label := range root.all("text") {
		if !inPlot(label) {
			continue
		}
		of := r.box(t, label)
		if label.attr("text-anchor") != "middle" {
			boxes = append(boxes, of)
			continue
		}
		if !slices.ContainsFunc(plates, func(p box) bool {
			return p.left() < of.left() && of.right() < p.right() && p.top() < of.top() && of.bottom() < p.bottom()
		}) {
			t.Errorf("%s does not fit on its plate", of.name)
		}
	}
	return boxes
}

// box of a label: as wide as its letters, from the top of a capital to the bottom of a g.
func (r ruler) box(t *testing.T, label element) box {
	x, y, size, width := label.number(t, "x"), label.number(t, "y"), label.number(t, "font-size"), r.width(t, label)
	start := map[string]float64{"": 0, "middle": -width / 2, "end": -width}[label.attr("text-anchor")]
	sin, cos := 0.0, 1.0
	if turned := label.attr("transform"); turned != "" {
		var angle, aroundX, aroundY float64
		if _, err := fmt.Sscanf(turned, "rotate(%f %f %f)", &angle, &aroundX, &aroundY); err != nil || aroundX != x || aroundY != y {
			t.Fatalf("%q is turned by %q: %v", label.Text, turned, err)
		}
		sin, cos = math.Sincos(angle * math.Pi / 180)
	}
	at := func(along, down float64) [2]float64 {
		return [2]float64{x + along*cos - down*sin, y + along*sin + down*cos}
	}
	return box{label.Text, [4][2]float64{at(start, -0.73*size), at(start+width, -0.73*size), at(start+width, 0.2*size), at(start, 0.2*size)}}
}

func TestAPictureTellsOfItsNetwork(t *testing.T) {
	reg := bundledRegistry(t)
	p := pictureOf(t, networkAt(t, reg, registry.NetworkFilter{}, "2026-11-28"), registry.LayoutGeographic)
	if want := "Op 28 november 2026: 189 organisaties, 415 verbindingen"; p.Subtitle != want {
		t.Errorf("the subtitle is %q, not %q", p.Subtitle, want)
	}
	if want := "ILLUSTRATIE: 414 van de 415 verbindingen zijn geen feit"; p.Mark != want {
		t.Errorf("the mark is %q, not %q", p.Mark, want)
	}
	for _, told := range []string{p.Subtitle, p.Mark, "Veiligheidsregio: 25", "Kernsamenwerking: 47", "De meeste verbindingen hebben Midden- en West-Brabant (22), Haaglanden (21), Brabant-Noord (21), "} {
		if !strings.Contains(p.Description, told) {
			t.Errorf("the description does not say %q: %s", told, p.Description)
		}
	}
	if !strings.Contains(p.Sources, "CBS") || len(p.Outlines) != 25 {
		t.Errorf("%d outlines come from %q", len(p.Outlines), p.Sources)
	}
	facts := registry.NetworkFilter{
		NodeKinds: registry.AllNetworkNodeKinds(), EdgeKinds: registry.AllNetworkEdgeKinds(), Certainty: []registry.Certainty{registry.Verified},
	}
	p = pictureOf(t, networkAt(t, reg, facts, "2019-03-05"), registry.LayoutStress)
	if p.Mark != "" || len(p.Outlines) != 0 || strings.Contains(p.Sources, "CBS") || !strings.HasPrefix(p.Subtitle, "Op 5 maart 2019: ") {
		t.Errorf("of facts, the picture says %q, %q, %q with %d outlines", p.Subtitle, p.Mark, p.Sources, len(p.Outlines))
	}
}

// TestEveryPictureCanBeDrawn draws what the filter leaves nothing of, and all kinds of nodes and edges, in each layout.
func TestEveryPictureCanBeDrawn(t *testing.T) {
	reg := bundledRegistry(t)
	for name, filter := range map[string]registry.NetworkFilter{
		"nothing":    {Regions: []string{"VR01"}, NodeKinds: []registry.NetworkNodeKind{registry.RegionNode}, MinDegree: new(1)},
		"one region": {Regions: []string{"VR01"}, NodeKinds: []registry.NetworkNodeKind{registry.RegionNode}},
		"everything": {NodeKinds: registry.AllNetworkNodeKinds(), EdgeKinds: registry.AllNetworkEdgeKinds()},
		"ministries": {NodeKinds: []registry.NetworkNodeKind{registry.MinistryNode, registry.ChainNode}, EdgeKinds: []registry.NetworkEdgeKind{registry.EdgeResponsible}},
	} {
		n := networkAt(t, reg, filter, "2026-11-28")
		for _, layout := range registry.AllNetworkLayouts() {
			p := pictureOf(t, n, layout)
			var svg, again bytes.Buffer
			if err := exchange.WriteSVG(&svg, p, 0); err != nil {
				t.Fatalf("%s, %s: %v", name, layout, err)
			}
			if err := exchange.WriteSVG(&again, pictureOf(t, n, layout), 0); err != nil || again.String() != svg.String() {
				t.Errorf("%s, %s: the second picture is another: %v", name, layout, err)
			}
			if err := xml.Unmarshal(svg.Bytes(), &element{}); err != nil || strings.Contains(svg.String(), "NaN") {
				t.Errorf("%s, %s: %v", name, layout, err)
			}
		}
		var pixels bytes.Buffer
		if err := exchange.WritePNG(&pixels, pictureOf(t, n, registry.LayoutCircle), exchange.LeastPictureWidth); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if _, err := png.Decode(&pixels); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
