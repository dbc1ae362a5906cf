package neo4j

import (
	"context"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"ketenkaart/registry"
)

// Watched is a Store that tells of each statement that its Views run, for whoever wants to see its plan.
type Watched struct {
	*Store
	Tell func(cypher string, params map[string]any)
}

// View is that of the Store, told.
func (w *Watched) View(ctx context.Context, read func(context.Context, registry.Reader) error) error {
	session := w.session(ctx, neo4j.AccessModeRead)
	defer w.end(ctx, session)
	untold := retrying(session)
	told := func(ctx context.Context, limit time.Duration, cypher string, params map[string]any) ([]*neo4j.Record, error) {
		w.Tell(cypher, params)
		return untold(ctx, limit, cypher, params)
	}
	return read(ctx, &reader{library: w.library, run: told, partners: &w.partners})
}
