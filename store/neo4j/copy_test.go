package neo4j

import (
	"path/filepath"
	"testing"

	"ketenkaart/registry"
	"ketenkaart/store/sqlite"
	"ketenkaart/store/storetest"
)

func TestCopy(t *testing.T) {
	if server(t) == nil {
		return
	}
	file := func(t *testing.T) registry.Store {
		store, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "register.db"))
		if err != nil {
			t.Fatal(err)
		}
		return store
	}
	storetest.RunCopy(t, func(t *testing.T) registry.Store { return empty(t) }, file)
}
