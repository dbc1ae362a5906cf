package sqlite

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ketenkaart/registry"
)

// TestSchemaOfCopy copies a register, and goes on with a fill that was cut off: both have the schema of an empty register after.
func TestSchemaOfCopy(t *testing.T) {
	from, whole := filled(t, 20, 3), schemaOf(t, opened(t, filepath.Join(t.TempDir(), "empty.db")))
	path := filepath.Join(t.TempDir(), "register.db")
	to := opened(t, path)
	mark(t, to, registry.FilledByImport)
	if dropped := schemaOf(t, to); len(dropped) > len(whole)-5 || dropped["collaboration_of_partner"] == "" {
		t.Errorf("while it is filled it has %d of %d parts", len(dropped), len(whole))
	}
	if err := to.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	cut := opened(t, path)
	mark(t, cut, registry.FilledByImport)
	mark(t, cut, "")
	if diff := cmp.Diff(whole, schemaOf(t, cut)); diff != "" {
		t.Errorf("after a fill that was cut off (-want +got):\n%s", diff)
	}
	if _, err := registry.Copy(t.Context(), from, cut, nil); err != nil {
		t.Fatalf("Copy: %v", err)
	}
	if diff := cmp.Diff(whole, schemaOf(t, cut)); diff != "" {
		t.Errorf("after a copy (-want +got):\n%s", diff)
	}
}

func mark(t *testing.T, s *Store, by string) {
	t.Helper()
	err := s.Update(t.Context(), func(ctx context.Context, w registry.Writer) error {
		return w.Put(ctx, registry.Batch{Mark: &registry.Incomplete{By: by}})
	})
	if err != nil {
		t.Fatalf("mark as %q: %v", by, err)
	}
}

// schemaOf gives the statement that made each table, index and trigger, by its name.
func schemaOf(t *testing.T, s *Store) map[string]string {
	t.Helper()
	made := map[string]string{}
	err := s.reading.rows(t.Context(), "SELECT name, coalesce(sql, '') FROM sqlite_schema", nil, func(r *row) error {
		made[r.text(0)] = r.text(1)
		return nil
	})
	if err != nil {
		t.Fatalf("read the schema: %v", err)
	}
	return made
}
