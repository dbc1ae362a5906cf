package neo4j

import (
	"context"
	"fmt"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"ketenkaart/registry"
)

// schemaVersion grows with every change of schema.cypher or of what the properties mean.
const schemaVersion = 12

// prepare makes the constraints and indexes when the store's schema is older, and refuses one that is newer. It has Neo4j plan
// what takes the lock.
func (s *Store) prepare(ctx context.Context, names []string) error {
	session := s.session(ctx, neo4j.AccessModeWrite)
	defer s.end(ctx, session)
	do := retrying(session)
	found, err := s.schemaFound(ctx, do)
	if err != nil {
		return err
	}
	if found < schemaVersion {
		if err := s.makeCurrent(ctx, session, names); err != nil {
			return err
		}
	}
	// Who writes first waits for the lock as long as any other, which is no time to make the plan of what takes it.
	for _, statement := range []string{s.library.Text("Lock"), expectText(s.library)} {
		if _, err := do(ctx, writeTime, keepPlan+"EXPLAIN "+statement, expectParameters(nil, nil, []map[string]any{})); err != nil {
			return fmt.Errorf("plan what takes the lock: %w", err)
		}
	}
	return nil
}

// makeCurrent makes the schema, and brings what an older one has to it.
func (s *Store) makeCurrent(ctx context.Context, session neo4j.SessionWithContext, names []string) error {
	do := retrying(session)
	if err := s.hide(ctx, do); err != nil {
		return fmt.Errorf("make the schema: %w", err)
	}
	if err := s.makeSchema(ctx, session, names); err != nil {
		return fmt.Errorf("make the schema: %w", err)
	}
	if err := s.listContactPoints(ctx, do); err != nil {
		return fmt.Errorf("make the schema: %w", err)
	}
	if err := s.movePairs(ctx, do); err != nil {
		return err
	}
	if err := s.captionAll(ctx, do); err != nil {
		return err
	}
	count := s.library.get("CountCollaborationsOfAll", choices{"orders": s.library.Text("KeepCounts")})
	for _, statement := range []string{s.library.Text("CompleteAgreements"), s.library.Text("PlaceRegions"), s.library.Text("AwaitIndexes"), count, s.library.Text("SetSchema")} {
		if _, err := do(ctx, writeTime, statement, map[string]any{"schema": schemaVersion}); err != nil {
			return fmt.Errorf("make the schema: %w", err)
		}
	}
	return nil
}

// checkPrepared refuses a store that prepare would change.
func (s *Store) checkPrepared(ctx context.Context, _ []string) error {
	session := s.session(ctx, neo4j.AccessModeRead)
	defer s.end(ctx, session)
	found, err := s.schemaFound(ctx, retrying(session))
	switch {
	case err != nil || found == schemaVersion:
		return err
	case found == 0:
		return registry.Invalid(registry.ReasonInvalid, "store", "the Neo4j holds no register")
	}
	return registry.Invalid(registry.ReasonInvalid, "store", "the store is of an earlier version of Ketenkaart (schema %d, this one has %d): ketenkaart load with its address as --store brings it up to date", found, schemaVersion)
}

// schemaFound gives 0 for a database that holds no register, and refuses a schema that is newer. It takes the time of a write, for a
// Neo4j that has just been started may be slow at its first statement.
func (s *Store) schemaFound(ctx context.Context, do run) (int, error) {
	records, err := do(ctx, writeTime, s.library.Text("Schema"), nil)
	if err != nil {
		return 0, fmt.Errorf("read the schema: %w", err)
	}
	if len(records) == 0 {
		return 0, nil
	}
	found, _ := records[0].Values[0].(int64)
	if found > schemaVersion {
		return 0, registry.Conflict(registry.ReasonSchemaNewer, "the store has schema %d and this program knows %d: use a newer version of it", found, schemaVersion)
	}
	return int(found), nil
}

// makeSchema runs all statements in one transaction, which Neo4j does many times faster than one by one.
func (s *Store) makeSchema(ctx context.Context, session neo4j.SessionWithContext, names []string) error {
	_, err := session.ExecuteWrite(ctx, func(tx neo4j.ManagedTransaction) (any, error) {
		for _, name := range names {
			result, err := tx.Run(ctx, s.library.Text(name), nil)
			if err != nil {
				return nil, err
			}
			if _, err := result.Consume(ctx); err != nil {
				return nil, err
			}
		}
		return nil, nil
	}, neo4j.WithTxTimeout(writeTime))
	return translate(err)
}
