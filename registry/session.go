package registry

import (
	"context"
	"fmt"
	"time"
)

// SessionStore keeps which sessions of browsers were ended before their time, for all servers on it. It is beside the contract of a
// Store, as a DeliveryStore is.
type SessionStore interface {
	// EndedSessions returns what was ended, and is not let go yet.
	EndedSessions(ctx context.Context) ([]EndedSession, error)
	// EndSession keeps that something ended, as the latest of its name, and lets go of all that are over at the moment.
	EndSession(ctx context.Context, ended EndedSession, now time.Time) error
}

// EndedSession is a session, or all of somebody, that were ended.
type EndedSession struct {
	// Name is that of SessionName or ActorSessions.
	Name string
	// At is when: sessions that began later go on. At Until the last that it ended would have ended by itself.
	At, Until time.Time
}

// SessionName names one session.
func SessionName(id string) string { return "session " + id }

// ActorSessions names all sessions of an actor.
func ActorSessions(actorID string) string { return "actor " + actorID }

// CopyEndedSessions has the sessions that were ended be so in another store.
func CopyEndedSessions(ctx context.Context, from, to SessionStore, now time.Time) error {
	ended, err := from.EndedSessions(ctx)
	if err != nil {
		return fmt.Errorf("read which sessions were ended: %w", err)
	}
	for _, each := range ended {
		if err := to.EndSession(ctx, each, now); err != nil {
			return fmt.Errorf("keep which sessions were ended: %w", err)
		}
	}
	return nil
}
