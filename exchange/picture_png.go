package exchange

import (
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io"
	"math"
	"strconv"

	"golang.org/x/image/vector"
)

// WritePNG writes the picture as PNG, so many pixels wide. A width below LeastPictureWidth or above MostPictureWidth is an error.
func WritePNG(w io.Writer, p Picture, width int) error {
	if width < LeastPictureWidth || width > MostPictureWidth {
		return fmt.Errorf("a PNG is %d to %d pixels wide, not %d", LeastPictureWidth, MostPictureWidth, width)
	}
	letters, err := newLetters()
	if err != nil {
		return err
	}
	scale := float64(width) / pictureWidth
	on := newPNGCanvas(width, int(p.height()*scale), scale, letters)
	// Paper first, all of it at once, is faster than as the plate that it is for other canvases.
	draw.Draw(on.image, on.image.Rect, image.NewUniform(rgb(paper)), image.Point{}, draw.Src)
	if err := p.draw(on); err != nil {
		return err
	}
	if err := on.letters.err; err != nil {
		return err
	}
	encoder := png.Encoder{CompressionLevel: png.BestSpeed}
	if err := encoder.Encode(w, withPalette(on.image)); err != nil {
		return fmt.Errorf("write the picture: %w", err)
	}
	return nil
}

// pngCanvas is an image, on which shapes are filled one after another.
type pngCanvas struct {
	image *image.RGBA
	// scale is how many pixels a point of the picture is wide.
	scale      float64
	rasterizer vector.Rasterizer
	letters    *letters
	// covered is the room of masks.
	covered []uint8
	// lined is covered by strokes of one pen, while these are drawn.
	lined coverage
}

func newPNGCanvas(width, height int, scale float64, letters *letters) *pngCanvas {
	return &pngCanvas{
		image: image.NewRGBA(image.Rect(0, 0, width, height)), letters: letters, scale: scale,
		lined: coverage{width: width, height: height, most: make([]uint8, width*height)},
	}
}

// fill fills what the outlines enclose; those that overlap have to go the same way around.
func (c *pngCanvas) fill(colour string, outlines [][]spot) {
	left, right, top, bottom := math.Inf(1), math.Inf(-1), math.Inf(1), math.Inf(-1)
	for _, outline := range outlines {
		for _, at := range outline {
			left, right, top, bottom = min(left, at.x), max(right, at.x), min(top, at.y), max(bottom, at.y)
		}
	}
	box := image.Rect(int(math.Floor(left*c.scale)), int(math.Floor(top*c.scale)), int(math.Ceil(right*c.scale)), int(math.Ceil(bottom*c.scale))).Intersect(c.image.Rect)
	if box.Empty() {
		return
	}
	c.rasterizer.Reset(box.Dx(), box.Dy())
	for _, outline := range outlines {
		for i, at := range outline {
			x, y := float32(at.x*c.scale)-float32(box.Min.X), float32(at.y*c.scale)-float32(box.Min.Y)
			if i == 0 {
				c.rasterizer.MoveTo(x, y)
			} else {
				c.rasterizer.LineTo(x, y)
			}
		}
		c.rasterizer.ClosePath()
	}
	if need := box.Dx() * box.Dy(); len(c.covered) < need {
		c.covered = make([]uint8, need)
	}
	mask := &image.Alpha{Pix: c.covered, Stride: box.Dx(), Rect: box}
	c.rasterizer.DrawOp = draw.Src
	c.rasterizer.Draw(mask, box, image.Opaque, image.Point{})
	c.blend(mask, rgb(colour))
}

// blend lays a colour over the image as far as the mask covers it. Most of a mask covers nothing, which is what package
// image/draw has no short way for.
func (c *pngCanvas) blend(mask *image.Alpha, colour color.RGBA) {
	for y := mask.Rect.Min.Y; y < mask.Rect.Max.Y; y++ {
		row := mask.Pix[(y-mask.Rect.Min.Y)*mask.Stride:][:mask.Rect.Dx()]
		pixels := c.image.Pix[c.image.PixOffset(mask.Rect.Min.X, y):]
		for x := 0; x < len(row); x++ {
			if x+8 <= len(row) && binary.LittleEndian.Uint64(row[x:]) == 0 {
				x += 7
				continue
			}
			if covered := uint32(row[x]); covered > 0 {
				blendPixel(pixels[4*x:4*x+3], colour, covered)
			}
		}
	}
}

// between is the one value for 0 and the other for 255.
func between(from, to uint8, covered uint32) uint8 {
	return uint8((uint32(from)*(255-covered) + uint32(to)*covered + 127) / 255)
}

// rgb reads a colour written as #RRGGBB.
func rgb(colour string) color.RGBA {
	// The colours are those of the styles, which are all well written; a test draws each.
	value, _ := strconv.ParseUint(colour[1:], 16, 32)
	return color.RGBA{R: uint8(value >> 16), G: uint8(value >> 8), B: uint8(value), A: 255}
}

func (c *pngCanvas) area(rings [][]spot, fill string, boundary pen) {
	c.fill(fill, rings)
	var strokes []stroke
	for _, ring := range rings {
		strokes = append(strokes, c.strokes(append(ring, ring[0]), boundary)...)
	}
	c.draw(strokes, boundary)
}

func (c *pngCanvas) lines(curves []curve, with pen) {
	var strokes []stroke
	for _, each := range curves {
		strokes = append(strokes, c.strokes(each.flat(), with)...)
	}
	c.draw(strokes, with)
}

// draw draws strokes with one pen.
func (c *pngCanvas) draw(strokes []stroke, with pen) {
	c.lined.touched = c.lined.touched[:0]
	for _, each := range strokes {
		c.lined.add(each)
	}
	colour := rgb(with.colour)
	for _, at := range c.lined.touched {
		blendPixel(c.image.Pix[4*at:], colour, uint32(c.lined.most[at]))
		c.lined.most[at] = 0
	}
}

func blendPixel(pixel []uint8, colour color.RGBA, covered uint32) {
	if covered == 255 {
		pixel[0], pixel[1], pixel[2] = colour.R, colour.G, colour.B
		return
	}
	pixel[0] = between(pixel[0], colour.R, covered)
	pixel[1] = between(pixel[1], colour.G, covered)
	pixel[2] = between(pixel[2], colour.B, covered)
}

// flat has places along the curve, close enough to look like it.
func (c curve) flat() []spot {
	if c.isStraight() {
		return []spot{c.from, c.to}
	}
	pieces := 12 + int(math.Hypot(c.to.x-c.from.x, c.to.y-c.from.y)/16)
	path := make([]spot, pieces+1)
	for i := range path {
		t := float64(i) / float64(pieces)
		a, b, d, e := (1-t)*(1-t)*(1-t), 3*(1-t)*(1-t)*t, 3*(1-t)*t*t, t*t*t
		path[i] = spot{
			a*c.from.x + b*c.control1.x + d*c.control2.x + e*c.to.x,
			a*c.from.y + b*c.control1.y + d*c.control2.y + e*c.to.y,
		}
	}
	return path
}

// strokes has what the pen draws along a path, a dash or a piece each.
func (c *pngCanvas) strokes(path []spot, with pen) []stroke {
	var strokes []stroke
	dash, left := 0, math.Inf(1)
	if len(with.dashes) > 0 {
		left = with.dashes[0]
	}
	for i := range path[1:] {
		from, to := path[i], path[i+1]
		length := math.Hypot(to.x-from.x, to.y-from.y)
		for gone := 0.0; gone < length; {
			piece := min(left, length-gone)
			if dash%2 == 0 {
				strokes = append(strokes, c.stroke(toward(from, to, gone/length), toward(from, to, (gone+piece)/length), with))
			}
			gone, left = gone+piece, left-piece
			if left <= 0 {
				dash++
				left = with.dashes[dash%len(with.dashes)]
			}
		}
	}
	return strokes
}

func (c *pngCanvas) stroke(from, to spot, with pen) stroke {
	return stroke{spot{from.x * c.scale, from.y * c.scale}, spot{to.x * c.scale, to.y * c.scale}, with.width * c.scale}
}

func (c *pngCanvas) plate(p plate) {
	if p.fill == paper && p.edge.colour == "" {
		return
	}
	if p.edge.colour != "" {
		c.fill(p.edge.colour, [][]spot{p.rounded(p.edge.width / 2)})
		c.fill(p.fill, [][]spot{p.rounded(-p.edge.width / 2)})
		return
	}
	c.fill(p.fill, [][]spot{p.rounded(0)})
}

// rounded is the outline of a plate that is so much larger on each side.
func (p plate) rounded(larger float64) []spot {
	width, height := p.width/2+larger, p.height/2+larger
	radius := max(min(p.radius+larger, width, height), 0)
	var outline []spot
	for _, corner := range []struct{ x, y, from float64 }{{1, -1, -90}, {1, 1, 0}, {-1, 1, 90}, {-1, -1, 180}} {
		for _, turn := range []float64{0, 15, 30, 45, 60, 75, 90} {
			sin, cos := math.Sincos((corner.from + turn) * math.Pi / 180)
			outline = append(outline, spot{p.middle.x + corner.x*(width-radius) + radius*cos, p.middle.y + corner.y*(height-radius) + radius*sin})
		}
	}
	return outline
}

func (c *pngCanvas) words(w words) {
	sin, cos := math.Sincos(w.turn * math.Pi / 180)
	outlines, width := c.letters.outlines(w)
	start := 0.0
	switch w.anchor {
	case atMiddle:
		start = -width / 2
	case atEnd:
		start = -width
	}
	for _, outline := range outlines {
		for i, at := range outline {
			x, y := at.x+start, at.y
			outline[i] = spot{w.at.x + x*cos - y*sin, w.at.y + x*sin + y*cos}
		}
	}
	c.fill(w.colour, outlines)
}
