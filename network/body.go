package network

import "math"

// Aspect is how much wider than high the picture is that layouts are made for: that of a screen of 1600 by 1000.
const Aspect = 1.6

// Point is a place in a picture, from 0 to 1: X to the right, Y down. A step in Y is shorter than one in X by Aspect.
type Point struct{ X, Y float64 }

// Body is what a layout knows of a node beside its neighbours.
type Body struct {
	// Seed is a number of its own, such as a hash of its id. It decides where chance would, so that a node lies the same
	// whichever others there are.
	Seed uint64
	// Width and Height of its mark with its label, in parts of the picture's. Its place is their middle.
	Width, Height float64
	// Place is where it lies, where that is known; GEOGRAPHIC leaves it there, the others begin there.
	Place *Point
}

// Seed of a node with that id (FNV-1a).
func Seed(id string) uint64 {
	hash := uint64(14695981039346656037)
	for i := range len(id) {
		hash = (hash ^ uint64(id[i])) * 1099511628211
	}
	// The last bits of an id would else hardly reach the first of its hash.
	hash ^= hash >> 33
	hash *= 0xff51afd7ed558ccd
	return hash ^ hash>>33
}

// direction is one of the node's own, of length 1.
func (b Body) direction() Point {
	sin, cos := math.Sincos(2 * math.Pi * float64(b.Seed>>11) / (1 << 53))
	return Point{cos, sin}
}

// corner is a place anywhere in the picture, the node's own.
func (b Body) corner() Point {
	return Point{float64(b.Seed>>40) / (1 << 24), float64(b.Seed&0xffffff) / (1 << 24)}
}

func (p Point) plus(q Point) Point          { return Point{p.X + q.X, p.Y + q.Y} }
func (p Point) minus(q Point) Point         { return Point{p.X - q.X, p.Y - q.Y} }
func (p Point) times(factor float64) Point  { return Point{p.X * factor, p.Y * factor} }
func (p Point) to(q Point, t float64) Point { return Point{p.X + (q.X-p.X)*t, p.Y + (q.Y-p.Y)*t} }
func middle() Point                         { return Point{0.5, 0.5} }

// Labelled returns the body of a node with that id, drawn as a plate with the caption of its name on it, in a picture that is
// a thousand points high.
func Labelled(id, name string, place *Point) Body {
	return Body{Seed: Seed(id), Width: PlateWidth(Caption(name)) / (1000 * Aspect), Height: PlateHeight / 1000, Place: place}
}

// The sizes of letters and of plates, in points.
const (
	LabelSize   = 13.0
	PlateHeight = 19.0
	plateMargin = 6.0
)

// PlateWidth is how wide the plate of a caption is, in points.
func PlateWidth(caption string) float64 {
	return max(CaptionWidth(caption)*LabelSize+2*plateMargin, PlateHeight)
}
