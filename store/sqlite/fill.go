package sqlite

import (
	"context"
	"fmt"
)

// dropIndexes has the register do without the indexes that a fill would keep up row by row; what was dropped stays dropped.
func (w *writer) dropIndexes(ctx context.Context) error {
	if err := w.put(ctx, "KeepDroppedIndexes", &arguments{}); err != nil {
		return fmt.Errorf("keep how indexes are made: %w", err)
	}
	return w.run(ctx, "DropsOfIndexes")
}

// makeIndexes makes again what was dropped.
func (w *writer) makeIndexes(ctx context.Context) error {
	if err := w.run(ctx, "DroppedIndexes"); err != nil {
		return err
	}
	return w.put(ctx, "ForgetDroppedIndexes", &arguments{})
}

// run executes the statements that another one gives.
func (w *writer) run(ctx context.Context, name string) error {
	texts, err := collect(ctx, &w.reader, w.library.query(name), func(r *row) string { return r.text(0) })
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
