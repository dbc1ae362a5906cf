package neo4j

import (
	"context"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"ketenkaart/registry"
)

// EndedSessions implements registry.SessionStore.
func (s *Store) EndedSessions(ctx context.Context) ([]registry.EndedSession, error) {
	session := s.session(ctx, neo4j.AccessModeRead)
	defer s.end(ctx, session)
	records, err := retrying(session)(ctx, readTime, s.library.Text("EndedSessions"), nil)
	if err != nil {
		return nil, err
	}
	ended := make([]registry.EndedSession, len(records))
	for i, record := range records {
		p := properties(record.AsMap())
		ended[i] = registry.EndedSession{Name: p.text("name"), At: p.moment("at"), Until: p.moment("until")}
	}
	return ended, nil
}

// EndSession implements registry.SessionStore.
func (s *Store) EndSession(ctx context.Context, ended registry.EndedSession, now time.Time) error {
	return s.Update(ctx, func(ctx context.Context, given registry.Writer) error {
		w := given.(*writer)
		if _, err := w.rows(ctx, s.library.Text("ForgetEndedSessions"), map[string]any{"now": now.UTC()}); err != nil {
			return err
		}
		_, err := w.rows(ctx, s.library.Text("PutEndedSession"), map[string]any{"name": ended.Name, "at": ended.At.UTC(), "until": ended.Until.UTC()})
		return err
	})
}
