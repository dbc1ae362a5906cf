package network

import (
	"cmp"
	"context"
	"math"
	"slices"
)

const (
	// The picture is cut into cells, in which a body is there or not; so close are places found.
	cellColumns = 448
	cellRows    = int(cellColumns / Aspect)
	// Between bodies stays so much of the picture's height free.
	between = 0.008
	// Places are tried so far apart at first, and then by so much of the way already gone, until the whole picture is tried.
	finest, coarser, mostTries = 0.0045, 0.1, 3000
	// fullest is how much of the picture bodies take at most; more of them are taken as smaller than they are.
	fullest = 0.4
	// emptiest is how much they take at least, when they can get more room than they need.
	emptiest = 0.2
)

// spread moves bodies away from where they want to lie as little as needed for none to lie over another. Those with a place
// of their own come first, the others in order of their seeds, so that one more or less moves few.
func spread(ctx context.Context, bodies []Body, wanted []Point) ([]Point, error) {
	wider, higher := rooms(bodies)
	order := make([]int, len(bodies))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(bodies[a].late(), bodies[b].late()), cmp.Compare(bodies[a].Seed, bodies[b].Seed), cmp.Compare(a, b))
	})
	var taken cells
	found := make([]Point, len(bodies))
	for n, i := range order {
		if n%64 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		room := Point{bodies[i].Width * wider, bodies[i].Height * higher}
		found[i] = taken.nearest(wanted[i], room, bodies[i].direction())
		taken.take(found[i], room)
	}
	return found, nil
}

// late is 0 for what has a place of its own.
func (b Body) late() int {
	if b.Place != nil {
		return 0
	}
	return 1
}

// rooms says how many times their own width and height bodies get: less than once when they would fill the picture, and more
// when they leave most of it free, for edges to be seen between them. It changes by steps, so that nodes keep their places
// when a few come or go.
func rooms(bodies []Body) (wider, higher float64) {
	area := 0.0
	for _, body := range bodies {
		area += (body.Width + between/Aspect) * (body.Height + between)
	}
	if area > fullest {
		shrink := math.Sqrt(fullest / area)
		return shrink, shrink
	}
	for _, step := range []float64{4, 3, 2} {
		if area*step*math.Sqrt(step) < emptiest {
			return math.Sqrt(step), step
		}
	}
	return 1, 1
}

// cells of the picture, row by row, a bit each.
type cells [cellRows][cellColumns / 64]uint64

// nearest returns the free place that is nearest to what is wanted, in turns around it that begin in the direction; where
// there is none, the wanted one.
func (c *cells) nearest(wanted, room, direction Point) Point {
	inside := Point{within(wanted.X, room.X), within(wanted.Y, room.Y)}
	// By the golden angle the tries lie evenly, each a little farther than the one before.
	const turn = 2.399963229728653
	sin, cos := math.Sincos(turn)
	away := 0.0
	for range mostTries {
		at := Point{inside.X + direction.X*away, inside.Y + direction.Y*away*Aspect}
		direction = Point{direction.X*cos - direction.Y*sin, direction.X*sin + direction.Y*cos}
		between := max(finest, away*coarser)
		away += between * between / (2 * max(away, between/2))
		if at.X == within(at.X, room.X) && at.Y == within(at.Y, room.Y) && c.free(at, room) {
			return at
		}
	}
	return inside
}

// within keeps a body of that size inside the picture.
func within(at, size float64) float64 {
	half := min(size/2+between/2, 0.5)
	return min(max(at, half), 1-half)
}

// free says that no body lies there.
func (c *cells) free(at, room Point) bool {
	left, right, top, bottom := bounds(at, room)
	for row := top; row <= bottom; row++ {
		for word := left / 64; word <= right/64; word++ {
			if c[row][word]&mask(word, left, right) != 0 {
				return false
			}
		}
	}
	return true
}

// take says that a body lies there.
func (c *cells) take(at, room Point) {
	left, right, top, bottom := bounds(at, room)
	for row := top; row <= bottom; row++ {
		for word := left / 64; word <= right/64; word++ {
			c[row][word] |= mask(word, left, right)
		}
	}
}

// mask has the bits of a word between two columns.
func mask(word, left, right int) uint64 {
	bits := ^uint64(0)
	if word == left/64 {
		bits &= ^uint64(0) << (left % 64)
	}
	if word == right/64 {
		bits &= ^uint64(0) >> (63 - right%64)
	}
	return bits
}

// bounds are the first and last columns and rows of the cells that a body touches, with what stays free beside it.
func bounds(at, room Point) (left, right, top, bottom int) {
	left, right = span(at.X, room.X+between/Aspect, cellColumns)
	top, bottom = span(at.Y, room.Y+between, cellRows)
	return left, right, top, bottom
}

// span gives the first and the last cell of so many that something at a middle touches.
func span(at, size float64, cells int) (first, last int) {
	clamp := func(x float64) int { return min(max(int(math.Floor(x*float64(cells))), 0), cells-1) }
	return clamp(at - size/2), clamp(at + size/2)
}
