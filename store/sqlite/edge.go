package sqlite

import (
	"context"
	"database/sql"

	"ketenkaart/registry"
)

// Edges returns the next collaborations as edges of the network, in order of UUID.
func (r *reader) Edges(ctx context.Context, asked registry.EdgeQuery) ([]registry.LightEdge, error) {
	q := r.library.query("NetworkEdges", sql.Named("after", asked.After), sql.Named("limit", int64(asked.Limit)))
	return collect(ctx, r, q, func(row *row) registry.LightEdge {
		return registry.LightEdge{
			UUID: row.text(0), RegionCode: row.text(1), PartnerKey: row.text(2), Profile: registry.Profile(row.text(3)), Incidental: row.flag(4),
			Period: row.period(5), Certainty: registry.Certainty(row.text(7)),
		}
	})
}
