package neo4j

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

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

// held is what waits to be written in one statement: Puts of one kind, of what refers to other things, and Changes. A transaction of many
// mutations then writes them together.
type held struct {
	// name and text are of the Puts; "" when there are Changes alone.
	name, text string
	rows       []map[string]any
	// keys are those of the rows.
	keys    map[string]bool
	needed  registry.References
	changes []map[string]any
	// parts is how many items and touches the Changes have.
	parts int
}

// putReferring has the text of a Put done for all rows, a batch at a time, before anything else is done or the Update
// ends; NOT_FOUND then, when one of the references is not there. The lock comes first: what takes it lets go of what is held.
func (w *writer) putReferring(ctx context.Context, name, text string, rows []map[string]any, needed registry.References) error {
	if err := w.lock(); err != nil {
		return err
	}
	for batch := range slices.Chunk(rows, w.most) {
		if !w.held.takes(text, batch, needed, w.most) {
			if err := w.release(ctx); err != nil {
				return err
			}
			w.held = held{name: name, text: text, keys: map[string]bool{}, needed: registry.References{}}
		}
		w.held.put(batch, needed)
		needed = nil
	}
	return nil
}

// takes says whether rows go along with those that wait: of the same Put, and neither of the same things nor of what refers to them.
func (h held) takes(text string, rows []map[string]any, needed registry.References, most int) bool {
	if h.text != text || len(h.rows)+len(rows) > most || slices.ContainsFunc(rows, func(row map[string]any) bool { return h.keys[keyOfRow(row)] }) {
		return false
	}
	for _, kind := range needed.Kinds() {
		if slices.ContainsFunc(needed.Keys(kind), func(key string) bool { return h.keys[key] }) {
			return false
		}
	}
	return true
}

func (h *held) put(rows []map[string]any, needed registry.References) {
	h.rows = append(h.rows, rows...)
	for _, row := range rows {
		h.keys[keyOfRow(row)] = true
	}
	h.needed.Join(needed)
}

// keyOfRow is by what a thing is known, "" for what has no such key.
func keyOfRow(row map[string]any) string {
	given, _ := row["properties"].(map[string]any)
	for _, name := range []string{"id", "key", "code"} {
		if key, ok := given[name].(string); ok {
			return key
		}
	}
	return ""
}

// release has done what is held. Its error is that of the whole Update, for it may come to a call that could do without an answer.
func (w *writer) release(ctx context.Context) error {
	h := w.held
	w.held = held{}
	if w.failed != nil || h.text == "" && h.changes == nil {
		return w.failed
	}
	if err := w.do(ctx, h); err != nil {
		w.failed = fmt.Errorf("%s: %w", cmp.Or(h.name, "AppendChanges"), err)
	}
	return w.failed
}

func (w *writer) do(ctx context.Context, h held) error {
	params := map[string]any{"changes": h.changes}
	if h.changes != nil {
		params["revision"] = w.revision
	}
	if h.text == "" {
		_, err := w.rows(ctx, w.library.Text("AppendChanges"), params)
		return err
	}
	chosen := choices{"missing": w.library.Text("Missing"), "put": h.text, "clauses": ""}
	if h.changes != nil {
		chosen["clauses"] = "CALL () {\n" + w.library.Text("AppendChanges") + "\n}"
	}
	maps.Copy(params, map[string]any{
		"rows": h.rows, "regions": h.needed.Keys(registry.KindRegion), "municipalities": h.needed.Keys(registry.KindMunicipality),
		"partners": h.needed.Keys(registry.KindPartner), "sectors": h.needed.Keys(registry.KindSector), "chains": h.needed.Keys(registry.KindChain),
		"ministries": h.needed.Keys(registry.KindMinistry), "agreements": h.needed.Keys(registry.KindAgreement),
	})
	records, err := w.rows(ctx, w.library.get("Referring", chosen), params)
	for _, record := range records {
		if missing, _ := record.Values[0].(string); missing != "" {
			return registry.NotFound(missing)
		}
	}
	return err
}

// Put implements registry.Writer.
func (w *writer) Put(ctx context.Context, batch registry.Batch) error {
	w.forget(batch)
	return batch.WriteTo(ctx, w)
}

// Remove implements registry.Writer.
func (w *writer) Remove(ctx context.Context, ids []string) error {
	w.expected = newExpected()
	return registry.Remove(ctx, w, ids)
}
