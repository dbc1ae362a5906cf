package sqlite

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"ketenkaart/registry"
	"ketenkaart/store/storetest"
)

func TestPing(t *testing.T) {
	s := opened(t, filepath.Join(t.TempDir(), "register.db"))
	if err := s.Ping(t.Context()); err != nil {
		t.Error(err)
	}
}

// TestSwallowedError: a callback that goes on after a failed write cannot commit half of it.
func TestSwallowedError(t *testing.T) {
	s := filled(t, 1, 1)
	err := s.Update(t.Context(), func(ctx context.Context, w registry.Writer) error {
		lost := registry.Partner{Key: "lost", Name: "Lost", SectorCodes: []string{"none"}}
		if err := w.Put(t.Context(), registry.BatchOf(lost)); registry.CodeOf(err) != registry.CodeNotFound {
			t.Errorf("PutPartners: %v", err)
		}
		return nil
	})
	if registry.CodeOf(err) != registry.CodeNotFound {
		t.Errorf("Update: %v", err)
	}
	if got := state(t, s).Partners; got != 1 {
		t.Errorf("%d partners, want 1", got)
	}
}

func TestRevisionTwice(t *testing.T) {
	s := filled(t, 1, 1)
	err := s.Update(t.Context(), func(ctx context.Context, w registry.Writer) error {
		return w.AppendChange(t.Context(), registry.Change{Revision: state(t, s).Revision, Action: "test"})
	})
	if registry.ReasonOf(err) != registry.ReasonKeyTaken {
		t.Errorf("got %v", err)
	}
}

// TestRevisionWaitsForNobody: while others have all connections, the look at the revision has its own.
func TestRevisionWaitsForNobody(t *testing.T) {
	s := filled(t, 1, 1)
	for range mostReaders - 1 { // the cache has one of its own
		taken, err := s.readers.Conn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = taken.Close() }()
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	err := s.View(ctx, func(ctx context.Context, r registry.Reader) error {
		revision, err := r.Revision(ctx)
		if revision == 0 {
			t.Error("the register has no revision")
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// TestRevisionsAtOnce: who look at the revision at the same time all see it.
func TestRevisionsAtOnce(t *testing.T) {
	s := filled(t, 1, 1)
	want := state(t, s).Revision
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 500 {
				err := s.View(t.Context(), func(ctx context.Context, r registry.Reader) error {
					got, err := r.Revision(ctx)
					if err == nil && got != want {
						err = fmt.Errorf("revision %d, want %d", got, want)
					}
					return err
				})
				if err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	group.Wait()
}

// TestLocked: while another process writes, an Update waits as long as it may, and then says UNAVAILABLE.
func TestLocked(t *testing.T) {
	path := filepath.Join(t.TempDir(), "register.db")
	s, other := opened(t, path), opened(t, path)
	if _, err := s.connection.ExecContext(t.Context(), "PRAGMA busy_timeout = 20"); err != nil {
		t.Fatal(err)
	}
	nothing := func(context.Context, registry.Writer) error { return nil }
	err := other.Update(t.Context(), func(context.Context, registry.Writer) error {
		if err := s.Update(t.Context(), nothing); registry.ReasonOf(err) != registry.ReasonStoreAway {
			t.Errorf("while the other writes: %v", err)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	if err := s.Update(t.Context(), nothing); err != nil {
		t.Errorf("after the other wrote: %v", err)
	}
}

// TestWaitingForTurn: who waits for the writer stops waiting when nobody wants the answer any more.
func TestWaitingForTurn(t *testing.T) {
	s := opened(t, filepath.Join(t.TempDir(), "register.db"))
	err := s.Update(t.Context(), func(context.Context, registry.Writer) error {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
		defer cancel()
		if err := s.Update(ctx, func(context.Context, registry.Writer) error { return nil }); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("the second Update: %v", err)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

// TestLongRead: a count that takes long ends with its context.
func TestLongRead(t *testing.T) {
	s := filled(t, 300, 1)
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Millisecond)
	defer cancel()
	start := time.Now()
	endless := "SELECT count(*) FROM partner, partner, partner"
	err := s.reading.rows(ctx, endless, nil, func(*row) error { return nil })
	if !errors.Is(translated(err), context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
	if took := time.Since(start); took > time.Minute {
		t.Errorf("took %v", took)
	}
	if err := s.Ping(t.Context()); err != nil {
		t.Errorf("the next read: %v", err)
	}
}

// TestCache: a count that lies at hand is never older than the last commit, whoever made it.
func TestCache(t *testing.T) {
	path := filepath.Join(t.TempDir(), "register.db")
	s, other := opened(t, path), opened(t, path)
	storetest.Fill(t, s, storetest.Generate(1, 1))
	for round, writer := range []*Store{s, other, s, other} {
		partner := registry.Partner{Key: fmt.Sprintf("nieuw-%d", round), Name: fmt.Sprintf("Nieuw %d", round)}
		err := writer.Update(t.Context(), func(ctx context.Context, w registry.Writer) error {
			return w.Put(ctx, registry.BatchOf(partner))
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, reader := range []*Store{s, other} {
			if got := partnerCount(t, reader); got != round+2 {
				t.Errorf("round %d: %d partners", round, got)
			}
		}
	}
}

// partnerCount counts them twice, the second time at hand.
func partnerCount(t *testing.T, s *Store) (count int) {
	t.Helper()
	for range 2 {
		err := s.View(t.Context(), func(ctx context.Context, r registry.Reader) error {
			counts, err := r.Count(ctx, registry.CountsOf(registry.PartnerQuery{AsOf: "2026-11-23"}))
			if err == nil {
				count = counts[0]
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return count
}

// TestStatementsAreBounded: many different statements, from several goroutines, close one another and still answer.
func TestStatementsAreBounded(t *testing.T) {
	s := opened(t, filepath.Join(t.TempDir(), "register.db"))
	done := make(chan error)
	for range 4 {
		go func() {
			for n := range 2 * mostStatements {
				text := fmt.Sprintf("SELECT %d", n)
				err := s.reading.rows(t.Context(), text, nil, func(r *row) error {
					if r.number(0) != n {
						return fmt.Errorf("%s gave %d", text, r.number(0))
					}
					return nil
				})
				if err != nil {
					done <- err
					return
				}
			}
			done <- nil
		}()
	}
	for range 4 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	if held := len(s.reading.byText); held > mostStatements {
		t.Errorf("%d statements are held", held)
	}
}

// TestFirstOpensAtOnce: servers that start at the same moment on a file that is not there all come up.
func TestFirstOpensAtOnce(t *testing.T) {
	for range 5 {
		path := filepath.Join(t.TempDir(), "register.db")
		opened := make(chan error)
		for range 4 {
			go func() {
				s, err := Open(t.Context(), path)
				if err == nil {
					err = s.Close(context.WithoutCancel(t.Context()))
				}
				opened <- err
			}()
		}
		for range 4 {
			if err := <-opened; err != nil {
				t.Error(err)
			}
		}
	}
}

// TestRemovedFile: what would be written to a file that has no name any more is refused.
func TestRemovedFile(t *testing.T) {
	nothing := func(context.Context, registry.Writer) error { return nil }
	for name, remove := range map[string]func(path string) error{
		"removed": os.Remove,
		"replaced": func(path string) error {
			return errors.Join(os.Rename(path, path+".old"), os.WriteFile(path, nil, 0o600))
		},
	} {
		path := filepath.Join(t.TempDir(), "register.db")
		s := opened(t, path)
		if err := errors.Join(s.Update(t.Context(), nothing), s.Ping(t.Context())); err != nil {
			t.Fatal(err)
		}
		if err := remove(path); err != nil {
			t.Fatal(err)
		}
		for what, err := range map[string]error{"Update": s.Update(t.Context(), nothing), "Ping": s.Ping(t.Context())} {
			if registry.ReasonOf(err) != registry.ReasonStoreAway {
				t.Errorf("%s: %s: got %v", name, what, err)
			}
		}
	}
}

// TestCheckpoint: the file alone holds the register, so that it can be copied.
func TestCheckpoint(t *testing.T) {
	folder := t.TempDir()
	path, copied := filepath.Join(folder, "register.db"), filepath.Join(folder, "copied.db")
	s := opened(t, path)
	err := s.Update(t.Context(), func(ctx context.Context, w registry.Writer) error {
		return w.Put(ctx, registry.BatchOf(registry.Sector{Code: "drinkwater", Name: "Drinkwater"}))
	})
	if err := errors.Join(err, s.Checkpoint(t.Context())); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err := errors.Join(err, os.WriteFile(copied, data, 0o600)); err != nil {
		t.Fatal(err)
	}
	var sectors []registry.Sector
	err = opened(t, copied).View(t.Context(), func(ctx context.Context, r registry.Reader) (err error) {
		sectors, err = r.Sectors(ctx, nil)
		return err
	})
	if err != nil || len(sectors) != 1 {
		t.Errorf("the copy has %v, %v", sectors, err)
	}
}
