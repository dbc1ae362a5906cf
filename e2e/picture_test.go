package e2e

import (
	"bytes"
	"image"
	"image/png"
	"os/exec"
	"testing"

	"ketenkaart/e2e/world"
	"ketenkaart/exchange"
	"ketenkaart/registry"
)

// TestCairoDrawsTheSamePicture has CairoSVG draw an SVG, and compares with the PNG of the same picture, but for the letters, which are
// of other fonts.
func TestCairoDrawsTheSamePicture(t *testing.T) {
	python, there := python(t)
	if !there {
		return
	}
	reg := world.Embedded(t).Another(t)
	n, err := reg.Network(t.Context(), registry.NetworkQuery{AsOf: "2026-11-28", MaxNodes: 1000, MaxEdges: 5000})
	if err != nil {
		t.Fatal(err)
	}
	for _, layout := range registry.AllNetworkLayouts() {
		picture, err := exchange.PictureOf(t.Context(), n, layout)
		if err != nil {
			t.Fatal(err)
		}
		var svg, pixels bytes.Buffer
		if err := exchange.WriteSVG(&svg, picture, 0); err != nil {
			t.Fatal(err)
		}
		if err := exchange.WritePNG(&pixels, picture, exchange.UsualPictureWidth); err != nil {
			t.Fatal(err)
		}
		ours, theirs := pixelsOf(t, &pixels), pixelsOf(t, drawnByCairo(t, python, &svg))
		if ours.Bounds() != theirs.Bounds() {
			t.Fatalf("%s is %v as PNG and %v by CairoSVG", layout, ours.Bounds(), theirs.Bounds())
		}
		if other := unlike(ours, theirs); other > 0.02 {
			t.Errorf("%s: %.1f %% of the blocks of the PNG are unlike those of CairoSVG", layout, 100*other)
		}
	}
}

func drawnByCairo(t *testing.T, python string, svg *bytes.Buffer) *bytes.Buffer {
	t.Helper()
	command := exec.CommandContext(t.Context(), python, "-c", "import sys, cairosvg; sys.stdout.buffer.write(cairosvg.svg2png(sys.stdin.buffer.read(), output_width=1600, background_color='white'))")
	var drawn, complaints bytes.Buffer
	command.Stdin, command.Stdout, command.Stderr = svg, &drawn, &complaints
	if err := command.Run(); err != nil {
		t.Fatalf("%v\n%s", err, complaints.String())
	}
	return &drawn
}

func pixelsOf(t *testing.T, from *bytes.Buffer) image.Image {
	t.Helper()
	picture, err := png.Decode(from)
	if err != nil {
		t.Fatal(err)
	}
	return picture
}

// unlike is how many of the blocks of 8 by 8 pixels have another light in the one picture than in the other.
func unlike(a, b image.Image) float64 {
	const side = 8
	blocks, other := 0, 0
	for y := 0; y+side <= a.Bounds().Dy(); y += side {
		for x := 0; x+side <= a.Bounds().Dx(); x += side {
			blocks++
			difference := light(a, x, y, side) - light(b, x, y, side)
			if difference > 0.15 || difference < -0.15 {
				other++
			}
		}
	}
	return float64(other) / float64(blocks)
}

// light of a block is from 0 to 1.
func light(of image.Image, left, top, side int) float64 {
	sum := 0.0
	for y := range side {
		for x := range side {
			r, g, b, _ := of.At(left+x, top+y).RGBA()
			sum += float64(r+g+b) / 3 / 0xffff
		}
	}
	return sum / float64(side*side)
}
