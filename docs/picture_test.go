package docs_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"ketenkaart/e2e/world"
	"ketenkaart/exchange"
	"ketenkaart/registry"
)

// TestPicture draws the network of the example, which the pages show.
func TestPicture(t *testing.T) {
	const page = "docs/network.svg"
	reg := world.Embedded(t).Another(t)
	n, err := reg.Network(t.Context(), registry.NetworkQuery{AsOf: "2026-11-28", MaxNodes: 1000, MaxEdges: 5000})
	if err != nil {
		t.Fatal(err)
	}
	picture, err := exchange.PictureOf(t.Context(), n, registry.LayoutGeographic)
	if err != nil {
		t.Fatal(err)
	}
	var drawn bytes.Buffer
	if err := exchange.WriteSVG(&drawn, picture, 0); err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(filepath.Join(root, page), drawn.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if drawn.String() != read(t, page) {
		t.Errorf("%s is not what is drawn; `go test ./docs -run TestPicture -update` draws it anew", page)
	}
}
