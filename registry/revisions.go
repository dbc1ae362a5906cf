package registry

import (
	"context"
	"sync"
	"time"
)

// revisionTime bounds one look at the register's revision.
const revisionTime = 5 * time.Second

// revisions reads the register's revision for all who ask at the same time, once. A read that was under way before somebody
// asked may be older than what they know of, so they share the next.
type revisions struct {
	read  func(context.Context) (int, error)
	mutex sync.Mutex
	// busy says that somebody reads; next is what those who came since wait for.
	busy bool
	next *sight
}

// sight is one read, for all who wait for it.
type sight struct {
	done     chan struct{}
	revision int
	err      error
}

func newRevisions(store Store) *revisions {
	return &revisions{read: func(ctx context.Context) (revision int, err error) {
		err = store.View(ctx, func(ctx context.Context, reader Reader) error {
			revision, err = reader.Revision(ctx)
			return err
		})
		return revision, err
	}}
}

// now returns the revision that the register had after it was asked.
func (r *revisions) now(ctx context.Context) (int, error) {
	r.mutex.Lock()
	if r.next == nil {
		r.next = &sight{done: make(chan struct{})}
	}
	mine := r.next
	if !r.busy {
		r.busy = true
		go r.run()
	}
	r.mutex.Unlock()
	select {
	case <-mine.done:
		return mine.revision, mine.err
	case <-ctx.Done():
		return 0, context.Cause(ctx)
	}
}

// run reads until nobody waits.
func (r *revisions) run() {
	for {
		r.mutex.Lock()
		current := r.next
		r.next, r.busy = nil, current != nil
		r.mutex.Unlock()
		if current == nil {
			return
		}
		ctx, cancel := context.WithTimeout(context.Background(), revisionTime)
		current.revision, current.err = r.read(ctx)
		cancel()
		close(current.done)
	}
}
