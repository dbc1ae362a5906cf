package sqlite

import (
	"path/filepath"
	"testing"

	"ketenkaart/store/storetest"
)

func TestOpenListsTheKindsOfContactPoints(t *testing.T) {
	path := filepath.Join(t.TempDir(), "register.db")
	before := opened(t, path)
	storetest.FillOldContactPoints(t, before)
	if err := before.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	withoutSigning(t, path)
	execAt(t, path, "DELETE FROM goose_db_version WHERE version_id >= 8")
	storetest.HasListedContactPoints(t, opened(t, path))
}
