package sqlite_test

import (
	"path/filepath"
	"testing"

	"ketenkaart/registry"
	"ketenkaart/store/storetest"
)

func TestCopy(t *testing.T) {
	file := func(t *testing.T) registry.Store { return open(t, filepath.Join(t.TempDir(), "register.db")) }
	storetest.RunCopy(t, file, file)
}
