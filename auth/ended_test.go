package auth

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"ketenkaart/registry"
)

// slow is a store that says which sessions were ended when the test has it do so.
type slow struct {
	registry.SessionStore
	asked   chan struct{}
	answers chan error
}

func (s slow) EndedSessions(context.Context) ([]registry.EndedSession, error) {
	s.asked <- struct{}{}
	return nil, <-s.answers
}

func (s slow) EndSession(context.Context, registry.EndedSession, time.Time) error { return nil }

// TestWhoWaitsForEndedSessions: many share one look at a store that does not answer, each waits no longer than it likes, and a failure
// is one of the store.
func TestWhoWaitsForEndedSessions(t *testing.T) {
	store := slow{asked: make(chan struct{}, 100), answers: make(chan error)}
	e := &ended{store: store, now: time.Now}
	ctx, leave := context.WithCancelCause(t.Context())
	left := errors.New("left")
	var waiting sync.WaitGroup
	for range 5 {
		waiting.Go(func() {
			if _, err := e.holds(ctx, kept{}); !errors.Is(err, left) {
				t.Errorf("who left got %v", err)
			}
		})
	}
	<-store.asked
	leave(left)
	waiting.Wait()
	got := make(chan error)
	go func() {
		_, err := e.holds(t.Context(), kept{})
		got <- err
	}()
	store.answers <- errors.New("no answer")
	if err := <-got; registry.ReasonOf(err) != registry.ReasonStoreAway {
		t.Errorf("who stayed got %v", err)
	}
	if _, err := e.holds(t.Context(), kept{}); registry.ReasonOf(err) != registry.ReasonStoreAway {
		t.Errorf("who came then got %v", err)
	}
	if asked := len(store.asked); asked > 0 {
		t.Errorf("the store was asked %d times more", asked)
	}
}

// TestASessionEndsAtOnce: a look that began before a sign-out is not believed after it.
func TestASessionEndsAtOnce(t *testing.T) {
	store := slow{asked: make(chan struct{}, 100), answers: make(chan error, 1)}
	e := &ended{store: store, now: time.Now}
	begun := make(chan struct{})
	go func() {
		defer close(begun)
		if _, err := e.holds(t.Context(), kept{}); err != nil {
			t.Error(err)
		}
	}()
	<-store.asked
	if err := e.end(t.Context(), kept{}); err != nil {
		t.Fatal(err)
	}
	store.answers <- nil
	<-begun
	store.answers <- nil
	if _, err := e.holds(t.Context(), kept{}); err != nil {
		t.Error(err)
	}
	if asked := len(store.asked); asked != 1 {
		t.Errorf("after the sign-out the store was asked %d times", asked)
	}
}
