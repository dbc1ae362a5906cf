package neo4j

import (
	"context"
	"slices"

	"ketenkaart/registry"
)

// RemoveAgreements implements registry.Remover.
func (w *writer) RemoveAgreements(ctx context.Context, uuids []string) error {
	return w.remove(ctx, "RemoveAgreements", uuids)
}

// RemovePartners implements registry.Remover.
func (w *writer) RemovePartners(ctx context.Context, keys []string) error {
	return w.remove(ctx, "RemovePartners", keys)
}

// RemoveMunicipalities implements registry.Remover.
func (w *writer) RemoveMunicipalities(ctx context.Context, codes []string) error {
	return w.remove(ctx, "RemoveMunicipalities", codes)
}

// RemoveNeighbours implements registry.Remover.
func (w *writer) RemoveNeighbours(ctx context.Context, pairs []registry.Neighbours) error {
	rows := make([]any, len(pairs))
	for i, pair := range pairs {
		rows[i] = map[string]any{"a": pair.A, "b": pair.B}
	}
	_, err := w.rows(ctx, w.library.Text("RemoveNeighbours"), map[string]any{"pairs": rows})
	return err
}

// RemoveChains implements registry.Remover.
func (w *writer) RemoveChains(ctx context.Context, codes []string) error {
	return w.remove(ctx, "RemoveChains", codes)
}

// RemoveSectors implements registry.Remover.
func (w *writer) RemoveSectors(ctx context.Context, codes []string) error {
	return w.remove(ctx, "RemoveSectors", codes)
}

// RemoveMinistries implements registry.Remover.
func (w *writer) RemoveMinistries(ctx context.Context, codes []string) error {
	return w.remove(ctx, "RemoveMinistries", codes)
}

// remove runs a statement for keys, a batch at a time.
func (w *writer) remove(ctx context.Context, statement string, keys []string) error {
	for batch := range slices.Chunk(distinct(keys), batchSize) {
		if _, err := w.rows(ctx, w.library.Text(statement), map[string]any{"keys": batch}); err != nil {
			return err
		}
	}
	return nil
}
