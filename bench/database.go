package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"ketenkaart/registry"
	neo4jstore "ketenkaart/store/neo4j"
)

// database is the Neo4j to measure on.
type database = neo4jstore.Config

func databaseFromEnvironment() (database, bool) {
	given := database{URI: os.Getenv("NEO4J_URI"), Username: os.Getenv("NEO4J_USERNAME"), Password: os.Getenv("NEO4J_PASSWORD")}
	return given, given.URI != ""
}

// openNeo4j opens an empty store, which done empties again. A register that is there already is left alone.
func openNeo4j(ctx context.Context, given database) (store *neo4jstore.Store, done func() error, err error) {
	if store, err = neo4jstore.Open(ctx, given); err != nil {
		return nil, nil, err
	}
	state, err := stateOf(ctx, store)
	if err == nil && (state.Revision > 0 || state.Partners > 0) {
		err = errors.New("the Neo4j at NEO4J_URI holds a register, and measuring needs an empty one")
	}
	if err != nil {
		_ = store.Close(ctx) // the first error tells more
		return nil, nil, err
	}
	return store, func() error {
		ctx := context.WithoutCancel(ctx)
		return errors.Join(erase(ctx, given), store.Close(ctx))
	}, nil
}

func stateOf(ctx context.Context, store registry.Store) (state registry.State, err error) {
	err = store.View(ctx, func(ctx context.Context, r registry.Reader) error {
		state, err = r.State(ctx)
		return err
	})
	return state, err
}

// ending ends what was opened; its error is told when there is none before it.
func ending(done func() error, err *error) {
	if problem := done(); *err == nil {
		*err = problem
	}
}

// erase takes the register out, in batches, for a big one is too much for one transaction.
func erase(ctx context.Context, given database) error {
	driver, err := connect(given)
	if err != nil {
		return err
	}
	defer func() { _ = driver.Close(ctx) }()
	for _, cypher := range []string{
		"MATCH ()-[e]->() CALL (e) { DELETE e } IN TRANSACTIONS OF 20000 ROWS",
		"MATCH (n) WHERE NOT n:Registry CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 20000 ROWS",
		"MATCH (g:Registry) SET g.revision = 0",
	} {
		if err := run(ctx, driver, cypher); err != nil {
			return fmt.Errorf("empty the Neo4j: %w", err)
		}
	}
	return nil
}

func run(ctx context.Context, driver neo4j.DriverWithContext, cypher string) error {
	session := driver.NewSession(ctx, neo4j.SessionConfig{})
	defer func() { _ = session.Close(ctx) }()
	result, err := session.Run(ctx, cypher, nil)
	if err != nil {
		return err
	}
	_, err = result.Consume(ctx)
	return err
}
