package registry_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"ketenkaart/registry"
)

func enter(t *testing.T, line *registry.Line) (context.Context, func(error)) {
	t.Helper()
	waiting, leave, err := line.Enter(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return waiting, leave
}

// TestALineFailsWithItsFirst: all ten wait when the first leaves, and none of them has a turn of its own.
func TestALineFailsWithItsFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		line := registry.NewLine(time.Minute)
		_, leave := enter(t, line)
		waited := queue(t, line, 10)
		leave(registry.Unavailable(registry.ReasonStoreAway, nil))
		for range 10 {
			if err := <-waited; registry.ReasonOf(err) != registry.ReasonStoreAway {
				t.Errorf("got %v", err)
			}
		}
		_, leave = enter(t, line)
		leave(nil)
	})
}

// TestALineGoesOn: after a first that failed for another reason, or did not fail, each behind it has its turn.
func TestALineGoesOn(t *testing.T) {
	for _, end := range []error{nil, registry.NotFound("Partner:weg"), context.Canceled} {
		synctest.Test(t, func(t *testing.T) {
			line := registry.NewLine(time.Minute)
			_, leave := enter(t, line)
			waited := queue(t, line, 10)
			leave(end)
			for range 10 {
				if err := <-waited; err != nil {
					t.Errorf("after %v: got %v", end, err)
				}
			}
		})
	}
}

// queue has so many wait in a line, and tells how each of them came out of it.
func queue(t *testing.T, line *registry.Line, many int) <-chan error {
	t.Helper()
	waited := make(chan error, many)
	for range many {
		go func() {
			_, leave, err := line.Enter(t.Context())
			if err == nil {
				leave(nil)
			}
			waited <- err
		}()
	}
	synctest.Wait()
	if len(waited) > 0 {
		t.Fatalf("%d did not wait", len(waited))
	}
	return waited
}

func TestALineIsWaitedInAsLongAsThereIsPatience(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		line := registry.NewLine(time.Minute)
		began := time.Now()
		waiting, leave := enter(t, line)
		defer leave(nil)
		if _, _, err := line.Enter(t.Context()); registry.ReasonOf(err) != registry.ReasonStoreAway {
			t.Errorf("got %v", err)
		}
		if waited := time.Since(began); waited != time.Minute {
			t.Errorf("waited %s", waited)
		}
		<-waiting.Done()
	})
}

func TestWhoLeavesALineIsNotKeptInIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		line := registry.NewLine(time.Minute)
		_, leave := enter(t, line)
		defer leave(nil)
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		if _, _, err := line.Enter(ctx); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
	})
}
