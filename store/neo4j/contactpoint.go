package neo4j

import (
	"context"
	"fmt"

	"ketenkaart/registry"
)

// listContactPoints gives the contact points of a store of an older schema kinds of the closed list.
func (s *Store) listContactPoints(ctx context.Context, do run) error {
	for _, of := range [][2]string{{"ContactPointsOfNodes", "SetContactPointsOfNodes"}, {"ContactPointsOfEdges", "SetContactPointsOfEdges"}} {
		records, err := do(ctx, writeTime, s.library.Text(of[0]), nil)
		if err != nil {
			return fmt.Errorf("read contact points: %w", err)
		}
		rows := make([]map[string]any, 0, len(records))
		for _, record := range records {
			kept := properties(record.AsMap())
			points, err := things[registry.ContactPoint](kept, "contactPoints")
			if err != nil {
				return err
			}
			texts, err := jsonTexts(registry.ListedContactPoints(points))
			if err != nil {
				return err
			}
			rows = append(rows, map[string]any{"id": kept["id"], "contactPoints": texts})
		}
		if _, err := do(ctx, writeTime, s.library.Text(of[1]), map[string]any{"rows": rows}); err != nil {
			return fmt.Errorf("list the kinds of contact points: %w", err)
		}
	}
	return nil
}
