package sqlite

import (
	"context"
	"time"

	"ketenkaart/registry"
)

// EndedSessions implements registry.SessionStore.
func (s *Store) EndedSessions(ctx context.Context) ([]registry.EndedSession, error) {
	r := &reader{library: s.library, session: s.reading}
	return collect(ctx, r, s.library.query("EndedSessions"), func(row *row) registry.EndedSession {
		return registry.EndedSession{Name: row.text(0), At: row.moment(1), Until: row.moment(2)}
	})
}

// EndSession implements registry.SessionStore.
func (s *Store) EndSession(ctx context.Context, ended registry.EndedSession, now time.Time) error {
	return s.Update(ctx, func(ctx context.Context, given registry.Writer) error {
		w, over, put := given.(*writer), &arguments{}, &arguments{}
		over.set("now", momentText(now))
		if err := w.put(ctx, "ForgetEndedSessions", over); err != nil {
			return err
		}
		put.set("name", ended.Name)
		put.set("at", momentText(ended.At))
		put.set("until", momentText(ended.Until))
		return w.put(ctx, "PutEndedSession", put)
	})
}
