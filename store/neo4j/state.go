package neo4j

import (
	"context"
	"slices"

	"ketenkaart/registry"
)

// State implements registry.Reader.
func (r *reader) State(ctx context.Context) (registry.State, error) {
	records, err := r.rows(ctx, r.library.Text("State"), nil)
	if err != nil || len(records) == 0 {
		return registry.State{}, err
	}
	p := properties(records[0].AsMap())
	others, agreements := p.flag("otherIllustrations"), p.flag("illustratedAgreements")
	return registry.State{
		Revision: p.number("revision"), Illustrations: others || agreements, IllustratedByAgreements: agreements && !others,
		Partners: p.number("partners"), Collaborations: p.number("collaborations"), Agreements: p.number("agreements"),
		Incomplete: p.incomplete(),
	}, nil
}

// incomplete reads the three properties of a mark; what fills the register marks that there is one.
func (p properties) incomplete() *registry.Incomplete {
	by := p.text("incompleteBy")
	if by == "" {
		return nil
	}
	return &registry.Incomplete{By: by, Of: p.text("incompleteOf"), Next: p.text("incompleteNext")}
}

// PutCounts implements registry.BatchWriter.
func (w *writer) PutCounts(ctx context.Context, partners []string) error {
	statement := w.library.get("PutCounts", choices{"orders": w.library.Text("KeepCounts")})
	for some := range slices.Chunk(distinct(partners), w.most) {
		if _, err := w.rows(ctx, statement, map[string]any{"keys": some}); err != nil {
			return err
		}
	}
	return nil
}

// PutMarks implements registry.BatchWriter.
func (w *writer) PutMarks(ctx context.Context, marks []registry.Incomplete) error {
	mark, params := marks[len(marks)-1], map[string]any{"by": nil, "of": nil, "next": nil}
	if mark.By != "" {
		params = map[string]any{"by": mark.By, "of": mark.Of, "next": mark.Next}
	}
	_, err := w.rows(ctx, w.library.Text("PutMark"), params)
	w.filling = mark.By != ""
	return err
}

// Count implements registry.Reader.
func (r *reader) Count(ctx context.Context, queries []registry.CountQuery) ([]int, error) {
	return registry.CountLists(ctx, r, queries)
}

// Revision implements registry.Reader.
func (r *reader) Revision(ctx context.Context) (int, error) {
	records, err := r.rows(ctx, r.library.Text("Revision"), nil)
	if err != nil || len(records) == 0 {
		return 0, err
	}
	return properties(records[0].AsMap()).number("revision"), nil
}
