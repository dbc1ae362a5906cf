package neo4j

import (
	"context"
	"fmt"
	"os"
	"testing"

	driver "github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"ketenkaart/registry"
	"ketenkaart/store/storetest"
)

func TestStore(t *testing.T) {
	if server(t) == nil {
		return
	}
	storetest.Run(t, func(t *testing.T) registry.Store { return empty(t) })
}

// server returns the address of the Neo4j to test on; without one nothing is tested, which CI does not accept.
func server(t testing.TB) *Config {
	t.Helper()
	uri := os.Getenv("NEO4J_URI")
	if uri != "" {
		return &Config{URI: uri, Username: os.Getenv("NEO4J_USERNAME"), Password: os.Getenv("NEO4J_PASSWORD")}
	}
	if os.Getenv("CI") == "true" {
		t.Fatal("NEO4J_URI is not set")
	}
	fmt.Fprintf(os.Stderr, "\n### NOT TESTED: %s needs a Neo4j; scripts/with-neo4j starts one and sets NEO4J_URI ###\n\n", t.Name())
	return nil
}

// empty opens the store and takes everything out of it.
func empty(t testing.TB) *Store {
	t.Helper()
	store, err := Open(t.Context(), *server(t))
	if err != nil {
		t.Fatalf("Open: %v", err)
	}
	erase(t, store)
	return store
}

// erase leaves the schema and an empty register. It deletes in batches, and relationships first, for a big register is
// too much for one transaction, and so are the relationships of some nodes.
func erase(t testing.TB, store *Store) {
	t.Helper()
	for _, cypher := range []string{
		"MATCH ()-[e]->() CALL (e) { DELETE e } IN TRANSACTIONS OF 5000 ROWS",
		"MATCH (n) WHERE NOT n:Registry CALL (n) { DELETE n } IN TRANSACTIONS OF 5000 ROWS",
		"MATCH (g:Registry) SET g = {id: g.id, schema: g.schema, revision: 0}",
	} {
		raw(t, store, cypher, nil)
	}
}

// raw runs a statement of the test's own, outside the store.
func raw(t testing.TB, store *Store, cypher string, params map[string]any) []map[string]any {
	t.Helper()
	ctx := context.WithoutCancel(t.Context())
	session := store.session(ctx, driver.AccessModeWrite)
	defer store.end(ctx, session)
	result, err := session.Run(ctx, cypher, params)
	if err != nil {
		t.Fatalf("%s: %v", cypher, err)
	}
	records, err := result.Collect(ctx)
	if err != nil {
		t.Fatalf("%s: %v", cypher, err)
	}
	rows := []map[string]any{}
	for _, record := range records {
		rows = append(rows, record.AsMap())
	}
	return rows
}

func closes(t testing.TB, store *Store) {
	t.Helper()
	if err := store.Close(context.WithoutCancel(t.Context())); err != nil {
		t.Errorf("Close: %v", err)
	}
}
