package exchange

import (
	"cmp"
	"image"
	"image/color"
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
	for i := range picture.Pix {
		picture.Pix[i] = index[shadeOf(of.Pix[4*i:])]
	}
	return picture
}

// shadeCounts has how often each shade is there, and the colour that most of its pixels have, if most have one.
type shadeCounts struct {
	counts, votes [shades]int32
	colours       [shades]color.RGBA
	used          []shade
}

func countShades(of *image.RGBA) *shadeCounts {
	var c shadeCounts
	from := 0
	for i := 4; i <= len(of.Pix); i += 4 {
		// Pixels that are the same as the one before are counted together, for most are paper.
		if i == len(of.Pix) || [4]uint8(of.Pix[i:]) != [4]uint8(of.Pix[from:]) {
			c.add(of.Pix[from:], int32((i-from)/4))
			from = i
		}
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
	palette = penColours()
	for i, colour := range palette {
		r, g, b, _ := colour.RGBA()
		index[shadeOf([]uint8{uint8(r >> 8), uint8(g >> 8), uint8(b >> 8)})] = uint8(i)
	}
	slices.SortFunc(c.used, func(a, b shade) int { return cmp.Or(cmp.Compare(c.counts[b], c.counts[a]), cmp.Compare(a, b)) })
	for _, s := range c.used {
		if index[s] > 0 {
			continue
		}
		if len(palette) < 256 {
			palette = append(palette, c.colours[s])
			index[s] = uint8(len(palette) - 1)
			continue
		}
		index[s] = uint8(palette.Index(c.colours[s]))
	}
	return palette, index
}

// penColours are paper, and the colours of pens as they cover all, two thirds and a third of a pixel of paper.
func penColours() color.Palette {
	colours := color.Palette{rgb(paper)}
	for _, style := range edgeStyles() {
		for _, covered := range []uint32{255, 170, 85} {
			pixel := []uint8{255, 255, 255}
			blendPixel(pixel, rgb(style.pen.colour), covered)
			colours = append(colours, color.RGBA{pixel[0], pixel[1], pixel[2], 255})
		}
	}
	return colours
}
