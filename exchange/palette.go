package exchange

import (
	"cmp"
	"encoding/binary"
	"image"
	"image/color"
	"iter"
	"math"
	"slices"
)

// shade is a colour with five bits for each of red, green and blue.
type shade uint16

func shadeOf(pixel []uint8) shade {
	return shade(pixel[0]>>3)<<10 | shade(pixel[1]>>3)<<5 | shade(pixel[2]>>3)
}

// shades is how many there are.
const shades = 1 << 15

// withPalette gives the picture in 256 shades, which makes a file of it three times smaller and faster written: those of pens,
// strong and faint, so that a kind of line of which there is little keeps its colour, and then those that the picture has most of.
// What has another shade is drawn in the nearest.
func withPalette(of *image.RGBA) *image.Paletted {
	palette, index := countShades(of).palette()
	picture := image.NewPaletted(of.Rect, palette)
	for from, until := range runs(of.Pix) {
		place := index[shadeOf(of.Pix[4*from:])]
		if place == 0 {
			continue // it is all of that already
		}
		for i := from; i < until; i++ {
			picture.Pix[i] = place
		}
	}
	return picture
}

// runs gives where pixels begin and end that are the same as the one before, for most are paper.
func runs(pixels []uint8) iter.Seq2[int, int] {
	return func(yield func(from, until int) bool) {
		for from := 0; from < len(pixels); {
			first, until := binary.LittleEndian.Uint32(pixels[from:]), from+4
			for both := uint64(first)<<32 | uint64(first); until+8 <= len(pixels) && binary.LittleEndian.Uint64(pixels[until:]) == both; {
				until += 8
			}
			if until < len(pixels) && binary.LittleEndian.Uint32(pixels[until:]) == first {
				until += 4
			}
			if !yield(from/4, until/4) {
				return
			}
			from = until
		}
	}
}

// shadeCounts has how often each shade is there, and the colour that most of its pixels have, if most have one.
type shadeCounts struct {
	counts, votes [shades]int32
	colours       [shades]color.RGBA
	used          []shade
}

func countShades(of *image.RGBA) *shadeCounts {
	var c shadeCounts
	for from, until := range runs(of.Pix) {
		c.add(of.Pix[4*from:], int32(until-from))
	}
	return &c
}

// add counts a pixel so many times.
func (c *shadeCounts) add(pixel []uint8, times int32) {
	s, colour := shadeOf(pixel), color.RGBA{pixel[0], pixel[1], pixel[2], 255}
	if c.counts[s] == 0 {
		c.used = append(c.used, s)
	}
	c.counts[s] += times
	// What most have is left when each vote for another takes one away (Boyer, Moore 1981).
	switch {
	case c.colours[s] == colour:
		c.votes[s] += times
	case c.votes[s] >= times:
		c.votes[s] -= times
	default:
		c.colours[s], c.votes[s] = colour, times-c.votes[s]
	}
}

// palette has the colours, and where in it each shade that is used stands.
func (c *shadeCounts) palette() (palette color.Palette, index [shades]uint8) {
	colours := penColours()
	for i, colour := range colours {
		index[shadeOf([]uint8{colour.R, colour.G, colour.B})] = uint8(i)
	}
	slices.SortFunc(c.used, func(a, b shade) int { return cmp.Or(cmp.Compare(c.counts[b], c.counts[a]), cmp.Compare(a, b)) })
	for _, s := range c.used {
		if index[s] > 0 {
			continue
		}
		if len(colours) < 256 {
			colours = append(colours, c.colours[s])
			index[s] = uint8(len(colours) - 1)
			continue
		}
		index[s] = uint8(nearest(colours, c.colours[s]))
	}
	for _, colour := range colours {
		palette = append(palette, colour)
	}
	return palette, index
}

// nearest is the place of the colour that differs the least from another, as color.Palette finds it, which asks each colour by an
// interface for what it is.
func nearest(colours []color.RGBA, to color.RGBA) (place int) {
	least := math.MaxInt
	for i, colour := range colours {
		red, green, blue := int(colour.R)-int(to.R), int(colour.G)-int(to.G), int(colour.B)-int(to.B)
		if differs := red*red + green*green + blue*blue; differs < least {
			place, least = i, differs
		}
	}
	return place
}

// penColours are paper, and the colours of pens as they cover all, two thirds and a third of a pixel of paper.
func penColours() []color.RGBA {
	colours := []color.RGBA{rgb(paper)}
	for _, style := range edgeStyles() {
		for _, covered := range []uint32{255, 170, 85} {
			pixel := []uint8{255, 255, 255}
			blendPixel(pixel, rgb(style.pen.colour), covered)
			colours = append(colours, color.RGBA{pixel[0], pixel[1], pixel[2], 255})
		}
	}
	return colours
}
