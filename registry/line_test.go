package registry_test

import (
	"context"
	"errors"
	"testing"
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

func TestALineFailsWithItsFirst(t *testing.T) {
	line := registry.NewLine(time.Minute)
	_, leave := enter(t, line)
	failed := make(chan error)
	for range 10 {
		entering, entered := make(chan struct{}), make(chan error, 1)
		go func() {
			close(entering)
			_, leave, err := line.Enter(t.Context())
			if err == nil {
				leave(nil)
			}
			entered <- err
		}()
		<-entering
		go func() { failed <- <-entered }()
	}
	// Whoever had not come yet when the first left was let in, and is none of those that it leaves behind.
	leave(registry.Unavailable(registry.ReasonStoreAway, nil))
	for range 10 {
		if err := <-failed; err != nil && registry.ReasonOf(err) != registry.ReasonStoreAway {
			t.Errorf("got %v", err)
		}
	}
	_, leave = enter(t, line)
	leave(nil)
}

func TestALineIsWaitedInAsLongAsThereIsPatience(t *testing.T) {
	line := registry.NewLine(10 * time.Millisecond)
	waiting, leave := enter(t, line)
	defer leave(nil)
	if _, _, err := line.Enter(t.Context()); registry.ReasonOf(err) != registry.ReasonStoreAway {
		t.Errorf("got %v", err)
	}
	<-waiting.Done()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := registry.NewLine(time.Minute).Enter(ctx); err != nil && !errors.Is(err, context.Canceled) {
		t.Errorf("who has left got %v", err)
	}
}
