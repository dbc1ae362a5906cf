package neo4j

import (
	"context"
	"fmt"
	"strings"
)

// unhidden are the labels of what is the store's own, as stores of an older schema call it.
func unhidden() []string {
	return []string{"Change", "ChangeItem", "Touch", "EvaluatedCollaboration", "CollaborationCount"}
}

// unhiddenProperties are such properties; those with a label or a type are the store's own there alone.
func unhiddenProperties() []string {
	return strings.Fields(`
		sortName searchText nameOrder sinceOrder partnerOrder titleOrder untilOrder signedUpOrder signedDownOrder updatedOrder
		pairOrder agendaOrder pairsHash coversInForce coversSince HAS_PARTY.party AGENDA.party SETS.agreement
		Commitment.place UNDER.place WORKS_IN.place CONNECTED_TO.place
`)
}

// hide gives what is the store's own, in a store of an older schema, names that begin with `_`.
func (s *Store) hide(ctx context.Context, do run) error {
	params := map[string]any{"labels": unhidden(), "properties": unhiddenProperties()}
	if err := s.dropUnhidden(ctx, do, params); err != nil {
		return fmt.Errorf("drop the indexes of an older schema: %w", err)
	}
	for _, name := range []string{"HideLabels", "HideTypes", "ForgetCounts", "HidePropertiesOfNodes", "HidePropertiesOfEdges"} {
		if _, err := do(ctx, writeTime, s.library.Text(name), params); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// dropUnhidden makes room for indexes of the same names on the new properties.
func (s *Store) dropUnhidden(ctx context.Context, do run, params map[string]any) error {
	records, err := do(ctx, readTime, s.library.Text("UnhiddenIndexes"), params)
	if err != nil {
		return err
	}
	for _, record := range records {
		name := "DropIndex"
		if constrained, _ := record.Values[1].(bool); constrained {
			name = "DropConstraint"
		}
		if _, err := do(ctx, writeTime, s.library.Text(name), map[string]any{"name": record.Values[0]}); err != nil {
			return err
		}
	}
	return nil
}
