package sqlite

import (
	"context"
	"database/sql"

	"ketenkaart/registry"
	"ketenkaart/store/named"
)

// Edges returns the next edges of a kind, in order of what holds them, then of what they lead to.
func (r *reader) Edges(ctx context.Context, asked registry.EdgeQuery) ([]registry.LightEdge, error) {
	if err := registry.CheckEdgeKind(asked.Kind); err != nil {
		return nil, err
	}
	holder, part := asked.Place()
	q := r.library.query(named.OfEdges(asked.Kind), sql.Named("holder", holder), sql.Named("part", part))
	if asked.At != nil && asked.Kind.Dated() {
		q.add("HoldsOnDay", dateArg("asOf", *asked.At))
	}
	q.add("InOrderOfHolder", sql.Named("limit", int64(asked.Limit)))
	maker := registry.NewEdgeMaker(asked.Kind)
	return collect(ctx, r, q, func(row *row) registry.LightEdge {
		return maker.Make(registry.EdgeParts{
			Incidental: asked.Kind == registry.EdgeCollaboration && row.flag(8), Holder: row.text(0), Part: row.text(1), Source: row.text(2), Target: row.text(3), Profile: registry.Profile(row.text(4)),
			Since: registry.PartialDate(row.text(5)), Until: registry.PartialDate(row.text(6)), Certainty: registry.Certainty(row.text(7)),
		})
	})
}
