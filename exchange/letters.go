package exchange

import (
	"fmt"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// letters has the outlines of letters, for pictures that hold no text.
type letters struct {
	regular, bold *sfnt.Font
	buffer        sfnt.Buffer
	known         map[letterKey]letter
	// err is the first that there was.
	err error
}

type letterKey struct {
	bold   bool
	letter rune
}

// letter has its outlines and how far the next letter stands from it, all of a letter of size 1.
type letter struct {
	outlines [][]spot
	advance  float64
}

func newLetters() (*letters, error) {
	regular, err := sfnt.Parse(goregular.TTF)
	if err != nil {
		return nil, fmt.Errorf("read the letters: %w", err)
	}
	bold, err := sfnt.Parse(gobold.TTF)
	if err != nil {
		return nil, fmt.Errorf("read the bold letters: %w", err)
	}
	return &letters{regular: regular, bold: bold, known: map[letterKey]letter{}}, nil
}

// outlines of a line of text that starts at 0, 0, and how wide it is.
func (l *letters) outlines(w words) (outlines [][]spot, width float64) {
	for _, r := range w.text {
		each := l.letter(letterKey{w.bold, r})
		for _, outline := range each.outlines {
			moved := make([]spot, len(outline))
			for i, at := range outline {
				moved[i] = spot{width + at.x*w.size, at.y * w.size}
			}
			outlines = append(outlines, moved)
		}
		width += each.advance * w.size
	}
	return outlines, width
}

func (l *letters) letter(key letterKey) letter {
	if known, ok := l.known[key]; ok {
		return known
	}
	read, err := l.read(key)
	if err != nil && l.err == nil {
		l.err = fmt.Errorf("read the letter %q: %w", key.letter, err)
	}
	l.known[key] = read
	return read
}

func (l *letters) read(key letterKey) (letter, error) {
	from := l.regular
	if key.bold {
		from = l.bold
	}
	// So large, nothing is lost by rounding.
	const size = 1024
	index, err := from.GlyphIndex(&l.buffer, key.letter)
	if err != nil {
		return letter{}, err
	}
	advance, err := from.GlyphAdvance(&l.buffer, index, fixed.I(size), font.HintingNone)
	if err != nil {
		return letter{}, err
	}
	segments, err := from.LoadGlyph(&l.buffer, index, fixed.I(size), nil)
	if err != nil {
		return letter{}, err
	}
	scaled := func(at fixed.Point26_6) spot { return spot{float64(at.X) / 64 / size, float64(at.Y) / 64 / size} }
	read := letter{advance: float64(advance) / 64 / size}
	for _, segment := range segments {
		last := len(read.outlines) - 1
		switch segment.Op {
		case sfnt.SegmentOpMoveTo:
			read.outlines = append(read.outlines, []spot{scaled(segment.Args[0])})
		case sfnt.SegmentOpLineTo:
			read.outlines[last] = append(read.outlines[last], scaled(segment.Args[0]))
		case sfnt.SegmentOpQuadTo:
			read.outlines[last] = appendArc(read.outlines[last], scaled(segment.Args[0]), scaled(segment.Args[1]))
		case sfnt.SegmentOpCubeTo:
			return letter{}, fmt.Errorf("it has cubic curves, and letters of TrueType have none")
		}
	}
	return read, nil
}

// appendArc adds places along a quadratic curve from where the outline ends.
func appendArc(outline []spot, control, to spot) []spot {
	from := outline[len(outline)-1]
	for _, t := range []float64{0.25, 0.5, 0.75, 1} {
		outline = append(outline, toward(toward(from, control, t), toward(control, to, t), t))
	}
	return outline
}
