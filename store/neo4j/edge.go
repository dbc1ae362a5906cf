package neo4j

import (
	"context"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"ketenkaart/registry"
)

// Edges implements registry.Reader.
func (r *reader) Edges(ctx context.Context, asked registry.EdgeQuery) ([]registry.LightEdge, error) {
	params := map[string]any{"after": asked.After, "share": shareOf(asked.Limit)}
	records, err := r.rows(ctx, eachProfile(r.library.Text("NetworkEdges"), nil), params)
	edges := make([]registry.LightEdge, 0, len(records))
	for _, record := range records {
		edges = append(edges, edgeOf(record.Values))
	}
	return ofShares(edges, asked.Limit, func(e registry.LightEdge) (registry.Profile, string) { return e.Profile, e.UUID }), err
}

func edgeOf(values []any) (e registry.LightEdge) {
	e.UUID, _ = values[0].(string)
	e.RegionCode, _ = values[1].(string)
	e.PartnerKey, _ = values[2].(string)
	kind, _ := values[3].(string)
	e.Profile = profileOf(kind)
	e.Incidental, _ = values[4].(bool)
	since, _ := values[5].(neo4j.Date)
	e.Since = dateOf(since)
	if until, ended := values[6].(neo4j.Date); ended {
		e.Until = new(dateOf(until))
	}
	certainty, _ := values[7].(string)
	e.Certainty = registry.Certainty(certainty)
	return e
}
