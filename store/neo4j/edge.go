package neo4j

import (
	"context"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"ketenkaart/registry"
	"ketenkaart/store/named"
)

// Edges implements registry.Reader.
func (r *reader) Edges(ctx context.Context, asked registry.EdgeQuery) ([]registry.LightEdge, error) {
	if err := registry.CheckEdgeKind(asked.Kind); err != nil {
		return nil, err
	}
	holder, part := asked.Place()
	params := map[string]any{"holder": holder, "part": part, "limit": asked.Limit, "share": shareOf(asked.Limit)}
	chosen := choices{}
	if asked.At != nil && asked.Kind.Dated() {
		params["asOf"], chosen["at"] = date(*asked.At), r.library.Text("HoldsOnDay")
		if asked.Kind == registry.EdgeAgreement {
			chosen["at"] = r.library.Text("CoversOnDay")
		}
	}
	statement := r.library.get(named.OfEdges(asked.Kind), chosen)
	if asked.Kind == registry.EdgeCollaboration {
		statement = eachProfile(statement, nil)
	}
	records, err := r.rows(ctx, statement, params)
	if err != nil {
		return nil, err
	}
	edges := edgesOfRecords(asked.Kind, records)
	if asked.Kind == registry.EdgeCollaboration {
		edges = ofShares(edges, asked.Limit, func(e registry.LightEdge) (registry.Profile, string) { return e.Profile, e.ID })
	}
	return edges, nil
}

func edgesOfRecords(kind registry.NetworkEdgeKind, records []*neo4j.Record) []registry.LightEdge {
	maker := registry.NewEdgeMaker(kind)
	edges := make([]registry.LightEdge, 0, len(records))
	for _, record := range records {
		v := record.Values
		parts := registry.EdgeParts{
			Holder: textOf(v[0]), Part: textOf(v[1]), Source: textOf(v[2]), Target: textOf(v[3]),
			Since: dayOf(v[4]), Until: dayOf(v[5]), Certainty: registry.Certainty(textOf(v[6])),
		}
		if kind == registry.EdgeCollaboration {
			parts.Profile = profileOf(textOf(v[7]))
			parts.Incidental, _ = v[8].(bool)
		}
		edges = append(edges, maker.Make(parts))
	}
	return edges
}

func textOf(value any) string {
	text, _ := value.(string)
	return text
}

// dayOf reads a date, or what is known of one; "" is neither.
func dayOf(value any) registry.PartialDate {
	day, ok := value.(neo4j.Date)
	if !ok {
		return registry.PartialDate(textOf(value))
	}
	return registry.PartialDate(dateOf(day))
}
