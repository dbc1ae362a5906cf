package registry

import (
	"context"
	"sync"
)

// byRevision keeps one thing that is of the register at a revision, for all who ask for it at that revision or an earlier one.
type byRevision[T any] struct {
	// making is held while it is read or caught up with: by one at a time.
	making   chan struct{}
	mutex    sync.Mutex
	kept     *T
	revision int
}

func newByRevision[T any]() byRevision[T] { return byRevision[T]{making: make(chan struct{}, 1)} }

// at returns what is kept when it is of the revision or a later one; otherwise what next makes of it, nil when nothing is kept, and of its
// revision.
func (k *byRevision[T]) at(ctx context.Context, revision int, next func(old *T, of int) (*T, error)) (*T, error) {
	if kept, of := k.current(); kept != nil && of >= revision {
		return kept, nil
	}
	select {
	case k.making <- struct{}{}:
		defer func() { <-k.making }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	kept, of := k.current()
	if kept != nil && of >= revision {
		return kept, nil
	}
	made, err := next(kept, of)
	if err != nil {
		return nil, err
	}
	k.mutex.Lock()
	defer k.mutex.Unlock()
	k.kept, k.revision = made, revision
	return made, nil
}

func (k *byRevision[T]) current() (*T, int) {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	return k.kept, k.revision
}

// forget drops what is kept of a revision that the register no longer has.
func (k *byRevision[T]) forget(of int) {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	if k.revision == of {
		k.kept, k.revision = nil, 0
	}
}
