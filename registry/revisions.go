package registry

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
	"sync"
	"time"
)

const (
	// revisionTime bounds one look at the register's revision.
	revisionTime = 5 * time.Second
	// revisionWait bounds the wait for one, and revisionEvery is how often is looked meanwhile, for all who wait at once.
	revisionWait  = 2 * time.Second
	revisionEvery = 50 * time.Millisecond
)

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
		runtime.Gosched() // whoever is about to ask shares the look
		r.mutex.Lock()
		current := r.next
		r.next, r.busy = nil, current != nil
		r.mutex.Unlock()
		if current == nil {
			return
		}
		r.look(current)
	}
}

// look reads for all who wait. A panic is their error, for nobody else would catch it here.
func (r *revisions) look(current *sight) {
	ctx, cancel := context.WithTimeout(context.Background(), revisionTime)
	defer cancel()
	defer close(current.done)
	defer func() {
		if value := recover(); value != nil {
			current.err = fmt.Errorf("read the register's revision: panic: %v\n\n%s", value, debug.Stack())
		}
	}()
	current.revision, current.err = r.read(ctx)
}

// reach waits until the register has a revision, and gives the one that it has then.
func (r *revisions) reach(ctx context.Context, least int) (int, error) {
	until := time.NewTimer(revisionWait)
	defer until.Stop()
	for {
		revision, err := r.now(ctx)
		if err != nil || revision >= least {
			return revision, err
		}
		select {
		case <-time.After(revisionEvery):
		case <-until.C:
			return revision, &Error{
				Code: CodeUnavailable, Reason: ReasonNoRevision, Facts: map[string]any{"revision": revision},
				Message: fmt.Sprintf("the register is at revision %d, and revision %d has not come: ask again, or for an earlier one", revision, least),
			}
		case <-ctx.Done():
			return revision, context.Cause(ctx)
		}
	}
}
