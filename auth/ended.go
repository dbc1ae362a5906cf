package auth

import (
	"context"
	"errors"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"

	"ketenkaart/registry"
)

const (
	// endedFresh is for how long it is believed which sessions were ended, after which another server's sign-out is heard of; and for
	// how long a store that did not say so is not asked again.
	endedFresh = 2 * time.Second
	// endedTime bounds one look at the store.
	endedTime = 5 * time.Second
)

// ended knows which sessions were ended before their time.
type ended struct {
	store registry.SessionStore
	now   func() time.Time
	// looks are the looks at the store, one for all who wait.
	looks singleflight.Group

	mutex sync.Mutex
	last  endedLook
	// ends is how many sessions this server ended: a look that began before the last of them does not know of it.
	ends int
}

// endedLook is what a look at the store gave, by name, or why it gave nothing; at is when it began.
type endedLook struct {
	at     time.Time
	byName map[string]time.Time
	err    error
}

// holds says whether a session was ended, by itself or with all of its actor's. UNAVAILABLE when the store does not say so.
func (e *ended) holds(ctx context.Context, session kept) (bool, error) {
	last, err := e.latest(ctx)
	if err != nil {
		return false, err
	}
	for _, name := range []string{registry.SessionName(session.ID), registry.ActorSessions(session.Actor.ID)} {
		if at, there := last.byName[name]; there && !session.Began.After(at) {
			return true, nil
		}
	}
	return false, nil
}

// latest gives the last look while it is believed, and else a new one, as long as the caller waits for it.
func (e *ended) latest(ctx context.Context) (endedLook, error) {
	e.mutex.Lock()
	last := e.last
	e.mutex.Unlock()
	if time.Since(last.at) <= endedFresh {
		return last, last.err
	}
	made := e.looks.DoChan("", func() (any, error) { return e.look(context.WithoutCancel(ctx)), nil })
	select {
	case result := <-made:
		last, _ = result.Val.(endedLook)
		return last, last.err
	case <-ctx.Done():
		return endedLook{}, context.Cause(ctx)
	}
}

// look reads what was ended, and keeps it unless this server ended more meanwhile.
func (e *ended) look(ctx context.Context) endedLook {
	ctx, cancel := context.WithTimeout(ctx, endedTime)
	defer cancel()
	e.mutex.Lock()
	ends := e.ends
	e.mutex.Unlock()
	found := endedLook{at: time.Now()}
	all, err := e.store.EndedSessions(ctx)
	if _, told := errors.AsType[*registry.Error](err); err != nil && !told {
		err = registry.Unavailable(registry.ReasonStoreAway, err)
	}
	found.err, found.byName = err, make(map[string]time.Time, len(all))
	for _, each := range all {
		found.byName[each.Name] = each.At
	}
	e.mutex.Lock()
	defer e.mutex.Unlock()
	if ends == e.ends {
		e.last = found
	}
	return found
}

// end ends a session on all servers, and on this one at once.
func (e *ended) end(ctx context.Context, session kept) error {
	now := e.now()
	if err := e.store.EndSession(ctx, registry.EndedSession{Name: registry.SessionName(session.ID), At: now, Until: session.Until}, now); err != nil {
		return err
	}
	e.mutex.Lock()
	defer e.mutex.Unlock()
	e.last = endedLook{}
	e.ends++
	e.looks.Forget("")
	return nil
}
