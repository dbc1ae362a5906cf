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
// Such a shade is the colour that most of its pixels have, if most have one. What has another shade is drawn in the nearest.
func withPalette(of *image.RGBA) *image.Paletted {
	var counts, votes [shades]int32
	var colours [shades]color.RGBA
	var used []shade
	for i := 0; i < len(of.Pix); i += 4 {
		s, colour := shadeOf(of.Pix[i:]), color.RGBA{of.Pix[i], of.Pix[i+1], of.Pix[i+2], 255}
		if counts[s] == 0 {
			used = append(used, s)
		}
		counts[s]++
		// What most have is left when each vote for another takes one away (Boyer, Moore 1981).
		switch {
		case colours[s] == colour:
			votes[s]++
		case votes[s] > 0:
			votes[s]--
		default:
			colours[s], votes[s] = colour, 1
		}
	}
	slices.SortFunc(used, func(a, b shade) int { return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b)) })
	palette := penColours()
	var index [shades]uint8
	for i, colour := range palette {
		r, g, b, _ := colour.RGBA()
		index[shadeOf([]uint8{uint8(r >> 8), uint8(g >> 8), uint8(b >> 8)})] = uint8(i)
	}
	for _, s := range used {
		if index[s] > 0 {
			continue
		}
		if len(palette) < 256 {
			palette = append(palette, colours[s])
			index[s] = uint8(len(palette) - 1)
			continue
		}
		index[s] = uint8(palette.Index(colours[s]))
	}
	picture := image.NewPaletted(of.Rect, palette)
	for i := range picture.Pix {
		picture.Pix[i] = index[shadeOf(of.Pix[4*i:])]
	}
	return picture
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
