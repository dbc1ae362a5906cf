package sqlite

import (
	"context"
	"database/sql"
	"fmt"

	"ketenkaart/registry"
)

// ofPartner is the index by which the collaborations of partners are counted.
const ofPartner = "collaboration_of_partner"

// dropIndexes has the register do without the indexes that a fill would keep up row by row. A copy reads nothing by partner before it
// counts.
func (w *writer) dropIndexes(ctx context.Context, by string) error {
	kept := ofPartner
	if by == registry.FilledByCopy {
		kept = ""
	}
	if err := w.put(ctx, "KeepDroppedIndexes", &arguments{list: []any{sql.Named("kept", kept)}}); err != nil {
		return fmt.Errorf("keep how indexes are made: %w", err)
	}
	return w.run(ctx, "DropsOfIndexes")
}

// makeIndex makes one again, if it was dropped.
func (w *writer) makeIndex(ctx context.Context, name string) error {
	if err := w.run(ctx, "DroppedIndex", sql.Named("name", name)); err != nil {
		return err
	}
	return w.put(ctx, "ForgetDroppedIndex", &arguments{list: []any{sql.Named("name", name)}})
}

// makeIndexes makes again what was dropped.
func (w *writer) makeIndexes(ctx context.Context) error {
	if err := w.run(ctx, "DroppedIndexes"); err != nil {
		return err
	}
	return w.put(ctx, "ForgetDroppedIndexes", &arguments{})
}

// run executes the statements that another one gives.
func (w *writer) run(ctx context.Context, name string, args ...any) error {
	texts, err := collect(ctx, &w.reader, w.library.query(name, args...), func(r *row) string { return r.text(0) })
	if err != nil {
		return err
	}
	for _, text := range texts {
		if err := w.transaction.exec(ctx, text, nil); err != nil {
			return fmt.Errorf("%s: %w", text, translated(err))
		}
	}
	return nil
}
