package neo4j

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"ketenkaart/registry"
)

// batchSize bounds the things that one statement writes.
const batchSize = 2000

// put has the statement done for all rows, a batch at a time.
func (w *writer) put(ctx context.Context, name string, rows []map[string]any) error {
	for batch := range slices.Chunk(rows, w.most) {
		if _, err := w.rows(ctx, w.library.Text(name), map[string]any{"rows": batch}); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// heldPut is a Put of what refers to other things: its name, its text and its values.
type heldPut struct {
	name, text string
	params     map[string]any
}

// putReferring has the text of a Put done for all rows, a batch at a time, before anything else is done or the Update
// ends; NOT_FOUND then, when one of the references is not there.
func (w *writer) putReferring(ctx context.Context, name, text string, rows []map[string]any, needed registry.References) error {
	for batch := range slices.Chunk(rows, w.most) {
		if err := w.release(ctx, "", nil); err != nil {
			return err
		}
		w.held = &heldPut{name: name, text: text, params: map[string]any{
			"rows": batch, "regions": needed.Keys(registry.KindRegion), "municipalities": needed.Keys(registry.KindMunicipality),
			"partners": needed.Keys(registry.KindPartner), "sectors": needed.Keys(registry.KindSector), "chains": needed.Keys(registry.KindChain),
			"ministries": needed.Keys(registry.KindMinistry), "agreements": needed.Keys(registry.KindAgreement),
		}}
		needed = nil
	}
	return nil
}

// release has the held Put done, if there is one, and the clauses that go along with it. Its error is that of the whole
// Update, for it may come to a call that could do without an answer.
func (w *writer) release(ctx context.Context, clauses string, params map[string]any) error {
	held := w.held
	if held == nil {
		return w.failed
	}
	w.held = nil
	maps.Copy(held.params, params)
	statement := w.library.get("Referring", choices{"missing": w.library.Text("Missing"), "put": held.text, "clauses": clauses})
	records, err := w.rows(ctx, statement, held.params)
	for _, record := range records {
		if missing, _ := record.Values[0].(string); missing != "" {
			err = registry.NotFound(missing)
		}
	}
	if err != nil {
		w.failed = fmt.Errorf("%s: %w", held.name, err)
	}
	return w.failed
}

// withHeld has a statement that gives nothing done with the held Put, or alone when there is none.
func (w *writer) withHeld(ctx context.Context, statement string, params map[string]any) error {
	if w.held == nil {
		_, err := w.rows(ctx, statement, params)
		return err
	}
	return w.release(ctx, "CALL () {\n"+statement+"\n}", params)
}

// behindHeld lets a statement see what was put before it.
func (w *writer) behindHeld(do run) run {
	return func(ctx context.Context, limit time.Duration, cypher string, params map[string]any) ([]*neo4j.Record, error) {
		if err := w.release(ctx, "", nil); err != nil {
			return nil, err
		}
		return do(ctx, limit, cypher, params)
	}
}

// Put implements registry.Writer.
func (w *writer) Put(ctx context.Context, batch registry.Batch) error { return batch.WriteTo(ctx, w) }

// Remove implements registry.Writer.
func (w *writer) Remove(ctx context.Context, ids []string) error { return registry.Remove(ctx, w, ids) }
