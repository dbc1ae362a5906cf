package exchange

import "math"

// stroke is a straight piece of line in pixels, with ends cut off square.
type stroke struct {
	from, to spot
	width    float64
}

// visit goes by the pixels that the stroke touches, with how much of each it covers. A line is thin, so that this is far less
// than filling its outline, which package vector does by looking at all pixels around it.
func (s stroke) visit(see func(x, y int, covered float64)) {
	dx, dy := s.to.x-s.from.x, s.to.y-s.from.y
	if math.Abs(dx) >= math.Abs(dy) {
		s.flat(see)
		return
	}
	turned := stroke{spot{s.from.y, s.from.x}, spot{s.to.y, s.to.x}, s.width}
	turned.flat(func(y, x int, covered float64) { see(x, y, covered) })
}

// flat is visit for a stroke that is at least as wide as high.
func (s stroke) flat(see func(x, y int, covered float64)) {
	dx, dy := s.to.x-s.from.x, s.to.y-s.from.y
	length := math.Hypot(dx, dy)
	if length == 0 {
		return
	}
	dx, dy = dx/length, dy/length
	beside := s.width/2 + 0.5
	half := beside / math.Abs(dx)
	last := int(math.Ceil(max(s.from.x, s.to.x) + beside))
	for x := int(math.Floor(min(s.from.x, s.to.x) - beside)); x <= last; x++ {
		right := float64(x) + 0.5 - s.from.x
		middle := s.from.y + right*dy/dx
		bottom := int(math.Ceil(middle + half))
		for y := int(math.Floor(middle - half)); y <= bottom; y++ {
			down := float64(y) + 0.5 - s.from.y
			along, across := right*dx+down*dy, math.Abs(right*dy-down*dx)
			covered := min(beside-across, s.width, 1) * min(along+0.5, 1) * min(length-along+0.5, 1)
			if covered > 0 && along > -0.5 && along < length+0.5 {
				see(x, y, covered)
			}
		}
	}
}
