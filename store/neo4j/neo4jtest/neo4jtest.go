// Package neo4jtest gives tests a register on a real Neo4j.
package neo4jtest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"testing"

	driver "github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"ketenkaart/registry"
	"ketenkaart/store/neo4j"
)

// Config returns the Neo4j that NEO4J_URI names; false when there is none, which CI does not accept.
func Config(t testing.TB) (neo4j.Config, bool) {
	t.Helper()
	config := neo4j.Config{URI: os.Getenv("NEO4J_URI"), Username: os.Getenv("NEO4J_USERNAME"), Password: os.Getenv("NEO4J_PASSWORD")}
	if config.URI != "" {
		return config, true
	}
	if os.Getenv("CI") == "true" {
		t.Fatal("NEO4J_URI is not set, and CI tests on a real Neo4j")
	}
	fmt.Fprintf(os.Stderr, "\n### NOT TESTED: %s needs a Neo4j; scripts/with-neo4j starts one and sets NEO4J_URI ###\n\n", t.Name())
	return config, false
}

// Open returns an empty register, closed when the test ends; false when there is no Neo4j.
func Open(t testing.TB) (*neo4j.Store, bool) {
	t.Helper()
	config, there := Config(t)
	if !there {
		return nil, false
	}
	filled = 0
	if err := erase(t.Context(), config); err != nil {
		t.Fatalf("erase: %v", err)
	}
	return open(t, config), true
}

// filled is the revision that Filled left last, for as long as this process did not erase it since.
var filled int

// Filled returns the register that fill makes of an empty one, closed when the test ends; false when there is no Neo4j.
// When it has the revision that it was last filled with, it is not filled anew, for that takes seconds. All tests of a
// process that use it fill it alike.
func Filled(t testing.TB, fill func(registry.Store)) (*neo4j.Store, bool) {
	t.Helper()
	config, there := Config(t)
	if !there {
		return nil, false
	}
	if filled > 0 {
		store := open(t, config)
		if revision(t, store) == filled {
			return store, true
		}
	}
	store, _ := Open(t)
	fill(store)
	filled = revision(t, store)
	return store, true
}

// revision returns that of the register.
func revision(t testing.TB, store *neo4j.Store) (revision int) {
	t.Helper()
	err := store.View(t.Context(), func(ctx context.Context, r registry.Reader) (err error) {
		revision, err = r.Revision(ctx)
		return err
	})
	if err != nil {
		t.Fatalf("revision: %v", err)
	}
	return revision
}

// open opens a store until the test ends.
func open(t testing.TB, config neo4j.Config) *neo4j.Store {
	t.Helper()
	store, err := neo4j.Open(t.Context(), config)
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	t.Cleanup(func() {
		if err := store.Close(context.WithoutCancel(t.Context())); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return store
}

// Bare returns a Neo4j in which no register ever was, not even its schema; false when there is no Neo4j.
func Bare(t testing.TB) (neo4j.Config, bool) {
	t.Helper()
	config, there := Config(t)
	if !there {
		return config, false
	}
	filled = 0
	if err := errors.Join(erase(t.Context(), config), strip(t.Context(), config)); err != nil {
		t.Fatalf("erase: %v", err)
	}
	return config, true
}

// erase takes everything out, in batches and relationships first, for a big register is too much for one transaction,
// and so are the relationships of some nodes; indexes stay.
func erase(ctx context.Context, config neo4j.Config) error {
	return run(ctx, config, func(do func(cypher string) ([]*driver.Record, error)) error {
		for _, cypher := range []string{
			"MATCH ()-[e]->() CALL (e) { DELETE e } IN TRANSACTIONS OF 5000 ROWS",
			"MATCH (n) WHERE NOT n:Registry CALL (n) { DELETE n } IN TRANSACTIONS OF 5000 ROWS",
			"MATCH (g:Registry) SET g = {id: g.id, schema: g.schema, revision: 0}",
		} {
			if _, err := do(cypher); err != nil {
				return err
			}
		}
		return nil
	})
}

// strip takes the schema out of an empty register, and the node that says which it is.
func strip(ctx context.Context, config neo4j.Config) error {
	return run(ctx, config, func(do func(cypher string) ([]*driver.Record, error)) error {
		drops := []string{"MATCH (g:Registry) DELETE g"}
		for _, list := range []string{
			"SHOW CONSTRAINTS YIELD name RETURN 'DROP CONSTRAINT ' + name",
			"SHOW INDEXES YIELD name, type, owningConstraint WHERE type <> 'LOOKUP' AND owningConstraint IS NULL RETURN 'DROP INDEX ' + name",
		} {
			found, err := do(list)
			if err != nil {
				return err
			}
			for _, each := range found {
				drop, _ := each.Values[0].(string)
				drops = append(drops, drop)
			}
		}
		for _, drop := range drops {
			if _, err := do(drop); err != nil {
				return err
			}
		}
		return nil
	})
}

// run has statements done on a connection of its own.
func run(ctx context.Context, config neo4j.Config, use func(do func(cypher string) ([]*driver.Record, error)) error) error {
	connection, err := driver.NewDriverWithContext(config.URI, driver.BasicAuth(config.Username, config.Password, ""))
	if err != nil {
		return err
	}
	defer func() { _ = connection.Close(ctx) }()
	session := connection.NewSession(ctx, driver.SessionConfig{})
	defer func() { _ = session.Close(ctx) }()
	return use(func(cypher string) ([]*driver.Record, error) {
		result, err := session.Run(ctx, cypher, nil)
		if err != nil {
			return nil, err
		}
		return result.Collect(ctx)
	})
}
