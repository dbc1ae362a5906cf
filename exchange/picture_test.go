package exchange_test

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"image/png"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"ketenkaart/exchange"
	"ketenkaart/network"
	"ketenkaart/registry"
)

// element is one of an SVG.
type element struct {
	XMLName xml.Name
	Attrs   []xml.Attr `xml:",any,attr"`
	Text    string     `xml:",chardata"`
	Inside  []element  `xml:",any"`
}

func (e element) attr(name string) string {
	for _, a := range e.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func (e element) number(t *testing.T, name string) float64 {
	t.Helper()
	x, err := strconv.ParseFloat(e.attr(name), 64)
	if err != nil {
		t.Fatalf("%s of %v: %v", name, e, err)
	}
	return x
}

// all elements of a name, in their order.
func (e element) all(name string) []element {
	var found []element
	for _, each := range e.Inside {
		if each.XMLName.Local == name {
			found = append(found, each)
		}
		found = append(found, each.all(name)...)
	}
	return found
}

func svgOf(t *testing.T, p exchange.Picture) (text string, root element) {
	t.Helper()
	var b bytes.Buffer
	if err := exchange.WriteSVG(&b, p, 0); err != nil {
		t.Fatal(err)
	}
	if err := xml.Unmarshal(b.Bytes(), &root); err != nil {
		t.Fatal(err)
	}
	return b.String(), root
}

// everything is a picture with each kind of node and of edge.
func everything() exchange.Picture {
	p := exchange.Picture{Title: "Alles & <meer>", Subtitle: "Op 1 mei 2026", Description: "Alles wat er is, en \"meer\".", Mark: "ILLUSTRATIE", Sources: "Bron: een toets"}
	for i, kind := range registry.AllNetworkNodeKinds() {
		p.Nodes = append(p.Nodes, exchange.PictureNode{Kind: kind, Label: string(kind) + " ë<&>", At: network.Point{X: 0.1 + 0.2*float64(i), Y: 0.5}})
	}
	for _, profile := range registry.AllProfiles() {
		p.Edges = append(p.Edges, exchange.PictureEdge{Kind: registry.EdgeCollaboration, Profile: profile, Source: 0, Target: 1})
	}
	for i, kind := range registry.AllNetworkEdgeKinds()[1:] {
		p.Edges = append(p.Edges, exchange.PictureEdge{Kind: kind, Source: i % 5, Target: (i + 2) % 5})
	}
	return p
}

func TestAPictureSaysWhatItShows(t *testing.T) {
	text, root := svgOf(t, everything())
	if root.attr("role") != "img" || root.attr("lang") != "nl" {
		t.Errorf("the root is %v", root.Attrs)
	}
	titled := map[string]string{root.all("title")[0].attr("id"): root.all("title")[0].Text, root.all("desc")[0].attr("id"): root.all("desc")[0].Text}
	var read []string
	for _, id := range strings.Fields(root.attr("aria-labelledby")) {
		read = append(read, titled[id])
	}
	if want := []string{"Alles & <meer>", "Alles wat er is, en \"meer\"."}; !slices.Equal(read, want) {
		t.Errorf("a screen reader reads %q", read)
	}
	for _, words := range []string{"Op 1 mei 2026", "ILLUSTRATIE", "Bron: een toets", "REGION ë&lt;&amp;&gt;", "Veiligheidsregio (1)", "Ministerie (1)", "Kernsamenwerking (1)", "Standby-samenwerking (1)", "Adoptie (1)", "Mandaat (1)"} {
		if !strings.Contains(text, ">"+words+"<") {
			t.Errorf("nothing says %q", words)
		}
	}
}

// TestLinesDifferInGrey holds each two kinds of edges to another width or other dashes, and all to enough contrast.
func TestLinesDifferInGrey(t *testing.T) {
	_, root := svgOf(t, everything())
	seen := map[string]string{}
	for _, group := range root.all("g") {
		colour, form := group.attr("stroke"), group.attr("stroke-width")+" "+group.attr("stroke-dasharray")
		if before, there := seen[form]; there && before != colour {
			t.Errorf("%s and %s are both drawn as %q", colour, before, form)
		}
		seen[form] = colour
		if c := contrast(t, colour, "#FFFFFF"); c < 3 {
			t.Errorf("lines of %s have a contrast of %.1f to paper", colour, c)
		}
	}
	if len(seen) != 14 {
		t.Errorf("%d kinds of edges are drawn, not 14", len(seen))
	}
	for _, label := range root.all("text") {
		background := "#FFFFFF"
		for _, plate := range root.all("rect") {
			if plate.attr("x") != "0" && math.Abs(plate.number(t, "x")+plate.number(t, "width")/2-label.number(t, "x")) < 0.2 && math.Abs(plate.number(t, "y")-label.number(t, "y")) < 20 {
				background = plate.attr("fill")
			}
		}
		if c := contrast(t, label.attr("fill"), background); c < 4.5 {
			t.Errorf("%q has a contrast of %.1f", label.Text, c)
		}
		if size := label.number(t, "font-size"); size < 12 {
			t.Errorf("%q has letters of %v", label.Text, size)
		}
	}
}

// contrast of two colours by WCAG 2.1.
func contrast(t *testing.T, a, b string) float64 {
	t.Helper()
	light := func(colour string) float64 {
		var rgb [3]int
		if _, err := fmt.Sscanf(colour, "#%02X%02X%02X", &rgb[0], &rgb[1], &rgb[2]); err != nil {
			t.Fatalf("the colour %q: %v", colour, err)
		}
		sum := 0.0
		for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
			c := float64(rgb[i]) / 255
			if c <= 0.04045 {
				sum += weight * c / 12.92
			} else {
				sum += weight * math.Pow((c+0.055)/1.055, 2.4)
			}
		}
		return sum
	}
	x, y := light(a), light(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func TestAPNGShowsTheSame(t *testing.T) {
	p := everything()
	p.Outlines = []exchange.Outline{{RegionCode: "VR01", Rings: [][]network.Point{{{X: 0.4, Y: 0.1}, {X: 0.6, Y: 0.1}, {X: 0.6, Y: 0.3}, {X: 0.4, Y: 0.3}}}}}
	for _, width := range []int{exchange.LeastPictureWidth, exchange.UsualPictureWidth, exchange.MostPictureWidth} {
		var b bytes.Buffer
		if err := exchange.WritePNG(&b, p, width); err != nil {
			t.Fatal(err)
		}
		img, err := png.Decode(&b)
		if err != nil {
			t.Fatal(err)
		}
		if img.Bounds().Dx() != width {
			t.Errorf("the PNG is %d wide, not %d", img.Bounds().Dx(), width)
		}
		// The left end of the region's plate, land, and paper, as the SVG has them.
		scale := float64(width) / 1600
		_, root := svgOf(t, p)
		plate := root.all("rect")[1]
		for _, at := range []struct {
			x, y float64
			want string
		}{
			{plate.number(t, "x") + 4, plate.number(t, "y") + 9, plate.attr("fill")},
			{800, 264, root.all("path")[0].attr("fill")},
			{20, 600, "#FFFFFF"},
		} {
			r, g, blue, _ := img.At(int(at.x*scale), int(at.y*scale)).RGBA()
			if got := fmt.Sprintf("#%02X%02X%02X", r>>8, g>>8, blue>>8); got != at.want {
				t.Errorf("%d wide: at %v, %v is %s, not %s", width, at.x, at.y, got, at.want)
			}
		}
	}
}

func TestWhatCannotBeDrawnIsRefused(t *testing.T) {
	for name, spoil := range map[string]func(*exchange.Picture){
		"a node of no kind":     func(p *exchange.Picture) { p.Nodes[0].Kind = "TREE" },
		"an edge of no kind":    func(p *exchange.Picture) { p.Edges[0].Kind = "" },
		"an edge to nowhere":    func(p *exchange.Picture) { p.Edges[0].Target = 5 },
		"an edge from nowhere":  func(p *exchange.Picture) { p.Edges[0].Source = -1 },
		"an unknown profile":    func(p *exchange.Picture) { p.Edges[0].Profile = "VRIENDEN" },
		"a profile of no edges": func(p *exchange.Picture) { p.Edges[5].Profile = "KERN" },
	} {
		p := everything()
		spoil(&p)
		if err := exchange.WriteSVG(io.Discard, p, 0); err == nil {
			t.Errorf("%s is drawn as SVG", name)
		}
		if err := exchange.WritePNG(io.Discard, p, exchange.UsualPictureWidth); err == nil {
			t.Errorf("%s is drawn as PNG", name)
		}
	}
	for _, width := range []int{-1, exchange.LeastPictureWidth - 1, exchange.MostPictureWidth + 1} {
		if err := exchange.WritePNG(io.Discard, everything(), width); err == nil {
			t.Errorf("a PNG %d wide is drawn", width)
		}
	}
}

func TestOutlinesAreThoseOfTheRegions(t *testing.T) {
	outlines, err := exchange.BundledOutlines()
	if err != nil {
		t.Fatal(err)
	}
	register, err := exchange.BundledRegister()
	if err != nil {
		t.Fatal(err)
	}
	if len(outlines) != len(register.Regions) {
		t.Fatalf("%d outlines of %d regions", len(outlines), len(register.Regions))
	}
	for i, region := range register.Regions {
		if outlines[i].RegionCode != region.Code {
			t.Errorf("outline %d is of %s, not %s", i, outlines[i].RegionCode, region.Code)
		}
		if !inside(outlines[i].Rings[0], network.OnMap(region.Location.Latitude, region.Location.Longitude)) {
			t.Errorf("%s does not lie in its outline", region.Name)
		}
	}
}

// inside counts how often a line to the left of a place crosses the ring.
func inside(ring []network.Point, at network.Point) bool {
	in := false
	for i, a := range ring {
		b := ring[(i+1)%len(ring)]
		if (a.Y > at.Y) != (b.Y > at.Y) && at.X > a.X+(b.X-a.X)*(at.Y-a.Y)/(b.Y-a.Y) {
			in = !in
		}
	}
	return in
}
