package auth

import (
	"context"
	"sync"
	"time"

	"ketenkaart/registry"
)

const (
	// endedFresh is for how long it is believed which sessions were ended, after which another server's sign-out is heard of.
	endedFresh = 2 * time.Second
	// endedTime bounds one look at the store.
	endedTime = 5 * time.Second
)

// ended knows which sessions were ended before their time.
type ended struct {
	store registry.SessionStore
	now   func() time.Time
	mutex sync.Mutex
	// at is when what was ended was read, by name.
	at     time.Time
	byName map[string]time.Time
}

// holds says whether a session was ended, by itself or with all of its actor's.
func (e *ended) holds(ctx context.Context, session kept) (bool, error) {
	e.mutex.Lock()
	defer e.mutex.Unlock()
	if e.at.IsZero() || time.Since(e.at) > endedFresh {
		if err := e.look(ctx); err != nil {
			return false, err
		}
	}
	for _, name := range []string{registry.SessionName(session.ID), registry.ActorSessions(session.Actor.ID)} {
		if at, there := e.byName[name]; there && !session.Began.After(at) {
			return true, nil
		}
	}
	return false, nil
}

// look reads what was ended.
func (e *ended) look(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, endedTime)
	defer cancel()
	at := time.Now()
	all, err := e.store.EndedSessions(ctx)
	if err != nil {
		return err
	}
	e.at, e.byName = at, make(map[string]time.Time, len(all))
	for _, each := range all {
		e.byName[each.Name] = each.At
	}
	return nil
}

// end ends a session on all servers, and on this one at once.
func (e *ended) end(ctx context.Context, session kept) error {
	now := e.now()
	if err := e.store.EndSession(ctx, registry.EndedSession{Name: registry.SessionName(session.ID), At: now, Until: session.Until}, now); err != nil {
		return err
	}
	e.mutex.Lock()
	defer e.mutex.Unlock()
	e.at = time.Time{}
	return nil
}
