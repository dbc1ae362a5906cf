package exchange

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
)

// WriteSVG writes the picture as SVG, which is shown so many pixels wide, and with 0 as wide as there is room. Text stays text, in
// a font of the reader.
func WriteSVG(w io.Writer, p Picture, width int) error {
	var on svgCanvas
	on.text(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 `, pictureWidth, ` `, p.height(), `"`)
	if width > 0 {
		on.text(` width="`, width, `"`)
	}
	on.text(` role="img" aria-labelledby="netwerk-titel netwerk-beschrijving" lang="nl" font-family="Go, Verdana, 'DejaVu Sans', Arial, sans-serif">` + "\n")
	on.text(`<title id="netwerk-titel">`, escaped(p.Title), `</title>`+"\n"+`<desc id="netwerk-beschrijving">`, escaped(p.Description), `</desc>`+"\n")
	if err := p.draw(&on); err != nil {
		return err
	}
	on.text("</svg>\n")
	if _, err := w.Write(on.Bytes()); err != nil {
		return fmt.Errorf("write the picture: %w", err)
	}
	return nil
}

// svgCanvas is the text of an SVG.
type svgCanvas struct{ bytes.Buffer }

// text adds words and numbers; of these one decimal is kept, a tenth of a point.
func (c *svgCanvas) text(parts ...any) {
	for _, part := range parts {
		switch part := part.(type) {
		case float64:
			c.number(part)
		case spot:
			c.number(part.x)
			c.WriteByte(' ')
			c.number(part.y)
		default:
			fmt.Fprint(c, part)
		}
	}
}

func (c *svgCanvas) number(x float64) {
	written := strconv.AppendFloat(c.AvailableBuffer(), x, 'f', 1, 64)
	written = bytes.TrimSuffix(written, []byte(".0"))
	if string(written) == "-0" {
		written = written[1:]
	}
	c.Write(written)
}

func escaped(text string) string {
	var b bytes.Buffer
	// A buffer takes all that is written to it.
	_ = xml.EscapeText(&b, []byte(text))
	return b.String()
}

func (c *svgCanvas) area(rings [][]spot, fill string, boundary pen) {
	c.text(`<path fill="`, fill, `"`)
	c.pen(boundary)
	c.text(` stroke-linejoin="round" d="`)
	for _, ring := range rings {
		step := "M"
		for _, at := range ring {
			c.text(step, at)
			step = "L"
		}
		c.text("Z")
	}
	c.text(`"/>` + "\n")
}

func (c *svgCanvas) pen(p pen) {
	if p.colour == "" {
		return
	}
	c.text(` stroke="`, p.colour, `"`)
	if p.width != 1 {
		c.text(` stroke-width="`, p.width, `"`)
	}
	if len(p.dashes) > 0 {
		c.text(` stroke-dasharray="`)
		for _, dash := range p.dashes {
			c.text(dash, ` `)
		}
		c.Truncate(c.Len() - 1)
		c.text(`"`)
	}
}

func (c *svgCanvas) lines(curves []curve, with pen) {
	c.text(`<g fill="none"`)
	c.pen(with)
	c.text(">\n")
	for _, each := range curves {
		c.text(`<path d="M`, each.from)
		if each.isStraight() {
			c.text("L", each.to)
		} else {
			c.text("C", each.control1, " ", each.control2, " ", each.to)
		}
		c.text(`"/>` + "\n")
	}
	c.text("</g>\n")
}

func (c *svgCanvas) plate(p plate) {
	c.text(`<rect x="`, p.middle.x-p.width/2, `" y="`, p.middle.y-p.height/2, `" width="`, p.width, `" height="`, p.height, `"`)
	if p.radius > 0 {
		c.text(` rx="`, p.radius, `"`)
	}
	c.text(` fill="`, p.fill, `"`)
	c.pen(p.edge)
	c.text("/>\n")
}

func (c *svgCanvas) words(w words) {
	if w.text == "" {
		return
	}
	c.text(`<text x="`, w.at.x, `" y="`, w.at.y, `" font-size="`, w.size, `"`)
	if w.bold {
		c.text(` font-weight="bold"`)
	}
	if w.anchor != atStart {
		c.text(` text-anchor="`, string(w.anchor), `"`)
	}
	if w.turn != 0 {
		c.text(` transform="rotate(`, w.turn, ` `, w.at, `)"`)
	}
	c.text(` fill="`, w.colour, `">`, escaped(w.text), "</text>\n")
}
