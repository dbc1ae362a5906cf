package exchange

import (
	"image/color"
	"testing"

	"pgregory.net/rapid"
)

// TestNearestIsAsThatOfAPalette: the colour that is found is the one that package image/color finds.
func TestNearestIsAsThatOfAPalette(t *testing.T) {
	colour := rapid.Custom(func(t *rapid.T) color.RGBA {
		return color.RGBA{rapid.Uint8().Draw(t, "red"), rapid.Uint8().Draw(t, "green"), rapid.Uint8().Draw(t, "blue"), 255}
	})
	rapid.Check(t, func(t *rapid.T) {
		colours, to := rapid.SliceOfN(colour, 1, 20).Draw(t, "colours"), colour.Draw(t, "to")
		var palette color.Palette
		for _, each := range colours {
			palette = append(palette, each)
		}
		if got, want := nearest(colours, to), palette.Index(to); got != want {
			t.Errorf("%v is nearest to %v, not to %v", to, colours[want], colours[got])
		}
	})
}
