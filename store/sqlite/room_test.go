//go:build linux || darwin

package sqlite

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"ketenkaart/registry"
)

// full lets the files of this process grow no more, as on a disk that is full, until the function that it gives is called.
func full(t *testing.T, path string) (free func()) {
	t.Helper()
	var usual syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &usual); err != nil {
		t.Fatal(err)
	}
	log, err := os.Stat(path + "-wal")
	if err != nil {
		t.Fatal(err)
	}
	set := func(limit syscall.Rlimit) {
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
			t.Fatal(err)
		}
	}
	set(syscall.Rlimit{Cur: uint64(log.Size()), Max: usual.Max})
	return func() { set(usual) }
}

// TestFullDiskIsNoticed: nobody has to lose a change before the store says that it can write none.
func TestFullDiskIsNoticed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "register.db")
		s := opened(t, path)
		if err := s.Ping(t.Context()); err != nil {
			t.Fatal(err)
		}
		free := full(t, path)
		defer free()
		if err := s.Ping(t.Context()); err != nil {
			t.Errorf("it writes each time that somebody asks: %v", err)
		}
		time.Sleep(tryEvery)
		for range 2 {
			if err := s.Ping(t.Context()); registry.ReasonOf(err) != registry.ReasonStoreAway {
				t.Errorf("got %v", err)
			}
		}
		free()
		if err := s.Ping(t.Context()); err != nil {
			t.Errorf("when there is room again: %v", err)
		}
	})
}

// TestALockIsNoLackOfRoom: while another writes, nothing is known to be wrong.
func TestALockIsNoLackOfRoom(t *testing.T) {
	path := filepath.Join(t.TempDir(), "register.db")
	s, other := opened(t, path), opened(t, path)
	err := other.Update(t.Context(), func(ctx context.Context, _ registry.Writer) error { return s.Ping(ctx) })
	if err != nil {
		t.Error(err)
	}
}

// TestAChangeThatFoundNoRoom is remembered until one could be written; a file that cannot grow stands for the disk.
func TestAChangeThatFoundNoRoom(t *testing.T) {
	s := filled(t, 10, 1)
	if err := s.Ping(t.Context()); err != nil {
		t.Fatal(err)
	}
	pages := func(number int) {
		if _, err := s.connection.ExecContext(t.Context(), fmt.Sprintf("PRAGMA max_page_count = %d", number)); err != nil {
			t.Fatal(err)
		}
	}
	write := func() error {
		return s.Update(t.Context(), func(ctx context.Context, w registry.Writer) error {
			return w.Put(ctx, registry.BatchOf(registry.Sector{Code: "groot", Name: strings.Repeat("groot ", 100_000)}))
		})
	}
	pages(1)
	if err := write(); registry.ReasonOf(err) != registry.ReasonStoreAway {
		t.Fatalf("got %v", err)
	}
	err := s.Update(t.Context(), func(ctx context.Context, _ registry.Writer) error { return s.Ping(ctx) })
	if registry.ReasonOf(err) != registry.ReasonStoreAway {
		t.Errorf("it is not remembered: %v", err)
	}
	pages(1 << 20)
	if err := s.Ping(t.Context()); err != nil {
		t.Errorf("when there is room again: %v", err)
	}
	if err := write(); err != nil {
		t.Error(err)
	}
}
