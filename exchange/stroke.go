package exchange

import "math"

// stroke is a straight piece of line in pixels, with ends cut off square.
type stroke struct {
	from, to spot
	width    float64
}

// coverage has how much strokes of one pen cover of each pixel: where several do, the one that covers the most of it counts. A line
// is thin, so that to go by the pixels that it touches is far less than filling its outline, which package vector does by looking
// at all pixels around it.
type coverage struct {
	width, height int
	most          []uint8
	// touched are the places of pixels that are covered.
	touched []int32
}

func (c *coverage) add(s stroke) {
	dx, dy := s.to.x-s.from.x, s.to.y-s.from.y
	if math.Abs(dx) >= math.Abs(dy) {
		c.addFlat(s, side{c.width, 1}, side{c.height, c.width})
		return
	}
	c.addFlat(stroke{spot{s.from.y, s.from.x}, spot{s.to.y, s.to.x}, s.width}, side{c.height, c.width}, side{c.width, 1})
}

// side is how many pixels there are along a side of the image, and how far apart their places.
type side struct{ pixels, apart int }

// addFlat adds a stroke that is at least as wide as high.
func (c *coverage) addFlat(s stroke, wide, high side) {
	dx, dy := s.to.x-s.from.x, s.to.y-s.from.y
	length := math.Hypot(dx, dy)
	if length == 0 {
		return
	}
	dx, dy = dx/length, dy/length
	beside, most := s.width/2+0.5, min(s.width, 1)
	half := beside / math.Abs(dx)
	last := min(int(math.Ceil(max(s.from.x, s.to.x)+beside)), wide.pixels-1)
	for x := max(int(math.Floor(min(s.from.x, s.to.x)-beside)), 0); x <= last; x++ {
		right := float64(x) + 0.5 - s.from.x
		middle := s.from.y + right*dy/dx
		bottom := min(int(math.Ceil(middle+half)), high.pixels-1)
		for y := max(int(math.Floor(middle-half)), 0); y <= bottom; y++ {
			down := float64(y) + 0.5 - s.from.y
			along, across := right*dx+down*dy, math.Abs(right*dy-down*dx)
			if across >= beside || along <= -0.5 || along >= length+0.5 {
				continue
			}
			covered := min(beside-across, most)
			if along < 0.5 {
				covered *= along + 0.5
			}
			if length-along < 0.5 {
				covered *= length - along + 0.5
			}
			c.cover(x*wide.apart+y*high.apart, uint8(covered*255+0.5))
		}
	}
}

func (c *coverage) cover(at int, by uint8) {
	if c.most[at] == 0 {
		c.touched = append(c.touched, int32(at))
	}
	c.most[at] = max(c.most[at], by)
}
