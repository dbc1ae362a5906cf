package sqlite_test

import (
	"path/filepath"
	"testing"

	"ketenkaart/registry"
	"ketenkaart/store/sqlite"
	"ketenkaart/store/storetest"
)

func TestConformance(t *testing.T) {
	storetest.Run(t, func(t *testing.T) registry.Store { return open(t, filepath.Join(t.TempDir(), "register.db")) })
}

func open(t testing.TB, path string) *sqlite.Store {
	t.Helper()
	store, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatalf("Open: %v", err)
	}
	return store
}
