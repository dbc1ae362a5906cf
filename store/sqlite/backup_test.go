package sqlite

import (
	"context"
	"path/filepath"
	"testing"

	"ketenkaart/registry"
)

// TestBackupOfOneMoment changes the register from another connection while it is backed up: the backup has none of that.
func TestBackupOfOneMoment(t *testing.T) {
	ctx, folder := t.Context(), t.TempDir()
	s := filled(t, 1_000, 5)
	other := opened(t, s.file.path)
	before, steps := state(t, s), 0
	err := s.Backup(ctx, filepath.Join(folder, "backup.db"), func(done, total int) {
		steps++
		if done <= 0 || done > total {
			t.Errorf("%d of %d pages", done, total)
		}
		if err := other.Update(ctx, func(ctx context.Context, w registry.Writer) error {
			return w.Put(ctx, registry.BatchOf(registry.Partner{Key: "later", Name: "Later"}))
		}); err != nil {
			t.Errorf("a change during the backup: %v", err)
		}
	})
	if err != nil || steps < 2 {
		t.Fatalf("the backup took %d steps, %v", steps, err)
	}
	backup, err := OpenBackup(ctx, filepath.Join(folder, "backup.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer backup.Close(ctx)
	if after, now := state(t, backup), state(t, s); after != before || now.Partners != before.Partners+1 {
		t.Errorf("the backup holds %+v, and the register %+v, which held %+v", after, now, before)
	}
}

// TestBackupStopsWhenAsked leaves the register as it was.
func TestBackupStopsWhenAsked(t *testing.T) {
	s := filled(t, 1_000, 5)
	ctx, stop := context.WithCancel(t.Context())
	if err := s.Backup(ctx, filepath.Join(t.TempDir(), "backup.db"), func(int, int) { stop() }); err == nil {
		t.Error("the backup went on")
	}
	if err := s.Ping(t.Context()); err != nil {
		t.Error(err)
	}
}
