package docs_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"ketenkaart/exchange"
	"ketenkaart/registry"
	"ketenkaart/store/sqlite"
)

// TestPicture draws the network of the example, which the pages show.
func TestPicture(t *testing.T) {
	const page = "docs/network.svg"
	store, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "x.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = store.Close(context.Background()) }()
	reg, err := registry.New(store, time.Now, registry.Guide{})
	if err != nil {
		t.Fatal(err)
	}
	example, err := exchange.BundledExample()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := reg.Fill(registry.WithActor(t.Context(), registry.LocalActor()), example); err != nil {
		t.Fatal(err)
	}
	n, err := reg.Network(t.Context(), registry.NetworkQuery{AsOf: "2026-11-28", MaxNodes: 1000, MaxEdges: 5000})
	if err != nil {
		t.Fatal(err)
	}
	picture, err := exchange.PictureOf(t.Context(), n, registry.LayoutGeographic)
	if err != nil {
		t.Fatal(err)
	}
	var drawn bytes.Buffer
	if err := exchange.WriteSVG(&drawn, picture); err != nil {
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
