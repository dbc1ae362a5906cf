package neo4j

import (
	"context"

	"ketenkaart/registry"
)

// State implements registry.Reader.
func (r *reader) State(ctx context.Context) (registry.State, error) {
	records, err := r.rows(ctx, r.library.Text("State"), nil)
	if err != nil || len(records) == 0 {
		return registry.State{}, err
	}
	p := properties(records[0].AsMap())
	return registry.State{
		Revision: p.number("revision"), Illustrations: p.flag("illustrations"),
		Partners: p.number("partners"), Collaborations: p.number("collaborations"), Agreements: p.number("agreements"),
	}, nil
}

// Revision implements registry.Reader.
func (r *reader) Revision(ctx context.Context) (int, error) {
	records, err := r.rows(ctx, r.library.Text("Revision"), nil)
	if err != nil || len(records) == 0 {
		return 0, err
	}
	return properties(records[0].AsMap()).number("revision"), nil
}
