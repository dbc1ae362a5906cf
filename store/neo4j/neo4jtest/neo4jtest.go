// Package neo4jtest gives tests an empty register on a real Neo4j.
package neo4jtest

import (
	"context"
	"fmt"
	"os"
	"testing"

	driver "github.com/neo4j/neo4j-go-driver/v5/neo4j"

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
	if err := erase(t.Context(), config); err != nil {
		t.Fatalf("erase: %v", err)
	}
	store, err := neo4j.Open(t.Context(), config)
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	t.Cleanup(func() {
		if err := store.Close(context.WithoutCancel(t.Context())); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return store, true
}

// erase takes everything out, in batches and relationships first, for a big register is too much for one transaction,
// and so are the relationships of some nodes; indexes stay.
func erase(ctx context.Context, config neo4j.Config) error {
	connection, err := driver.NewDriverWithContext(config.URI, driver.BasicAuth(config.Username, config.Password, ""))
	if err != nil {
		return err
	}
	defer func() { _ = connection.Close(ctx) }()
	session := connection.NewSession(ctx, driver.SessionConfig{})
	defer func() { _ = session.Close(ctx) }()
	for _, cypher := range []string{
		"MATCH ()-[e]->() CALL (e) { DELETE e } IN TRANSACTIONS OF 5000 ROWS",
		"MATCH (n) WHERE NOT n:Registry CALL (n) { DELETE n } IN TRANSACTIONS OF 5000 ROWS",
		"MATCH (g:Registry) SET g.revision = 0",
	} {
		result, err := session.Run(ctx, cypher, nil)
		if err != nil {
			return err
		}
		if _, err := result.Consume(ctx); err != nil {
			return err
		}
	}
	return nil
}
