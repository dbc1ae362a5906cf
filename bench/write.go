package main

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"ketenkaart/registry"
)

// The targets of mutations one after another, a second.
const (
	sqliteWriteTarget = 300
	neo4jWriteTarget  = 100
)

// warmLives is how many lives go before the first round: a statement is planned when it is first seen, which takes Neo4j
// longer than it takes to run, and its Java compiles what is used often.
const warmLives = 200

// bareCypher takes the lock that a mutation takes, and writes one node.
const bareCypher = `MATCH (g:Registry {id: 'registry'}) SET g.locked = true REMOVE g.locked CREATE (:Bare)`

// writeOnSQLite compares mutations with the least that is as durable.
func writeOnSQLite(ctx context.Context, r rounds) error {
	store, _, done, err := openSQLite(ctx)
	if err != nil {
		return err
	}
	defer done()
	return inFolder(func(folder string) error {
		bare, err := openBare(ctx, filepath.Join(folder, "bare.db"))
		if err != nil {
			return err
		}
		defer bare.Close()
		reg, err := importBundled(ctx, store)
		if err != nil {
			return err
		}
		if err := compareWrites(ctx, r, reg, side{"one row, committed by database/sql", []asker{func(ctx context.Context) error {
			_, err := bare.ExecContext(ctx, "INSERT INTO bare DEFAULT VALUES")
			return err
		}}}, sqliteWriteTarget); err != nil {
			return err
		}
		return edgesOnSQLite(ctx, r, reg, bare)
	})
}

// openBare opens a file with a table of numbers, and with the options that the store gives its writer.
func openBare(ctx context.Context, path string) (*sql.DB, error) {
	db, err := sql.Open("sqlite", "file:"+path+"?_txlock=immediate&_pragma=journal_mode(wal)&_pragma=busy_timeout(5000)&_pragma=synchronous(full)"+
		"&_pragma=foreign_keys(1)&_pragma=cache_size(-8000)&_pragma=temp_store(memory)&_pragma=trusted_schema(0)&_pragma=journal_size_limit(67108864)")
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	if _, err := db.ExecContext(ctx, "CREATE TABLE bare (n INTEGER PRIMARY KEY) STRICT"); err != nil {
		return nil, errClosing(err, db)
	}
	return db, nil
}

// writeOnNeo4j compares mutations with the least that takes its turn as they do.
func writeOnNeo4j(ctx context.Context, r rounds, given database) (err error) {
	store, done, err := openNeo4j(ctx, given)
	if err != nil {
		return err
	}
	defer ending(done, &err)
	driver, err := connect(given)
	if err != nil {
		return err
	}
	defer func() { _ = driver.Close(ctx) }()
	reg, err := importBundled(ctx, store)
	if err != nil {
		return err
	}
	if err := compareWrites(ctx, r, reg, side{"one node under the same lock, by the driver", []asker{func(ctx context.Context) error {
		return writeBy(ctx, driver, bareCypher, nil)
	}}}, neo4jWriteTarget); err != nil {
		return err
	}
	return edgesOnNeo4j(ctx, r, reg, driver)
}

func writeBy(ctx context.Context, driver neo4j.DriverWithContext, cypher string, params map[string]any) error {
	session := driver.NewSession(ctx, neo4j.SessionConfig{})
	defer func() { _ = session.Close(ctx) }()
	_, err := session.ExecuteWrite(ctx, func(tx neo4j.ManagedTransaction) (any, error) {
		result, err := tx.Run(ctx, cypher, params)
		if err != nil {
			return nil, err
		}
		return result.Consume(ctx)
	})
	return err
}

// compareWrites has people's mutations of the bundled register take turns with the limit.
func compareWrites(ctx context.Context, r rounds, reg *registry.Registry, limit side, target float64) error {
	people := &life{registry: reg}
	for people.lives < warmLives {
		if err := people.next(ctx); err != nil {
			return err
		}
	}
	found, err := takeTurns(ctx, r, side{"mutations, one after another", []asker{people.next}}, limit)
	if err != nil {
		return err
	}
	found.report(0)
	rates := found.ours.rates()
	fmt.Printf("  %.0f mutations a second (%.0f to %.0f), target %.0f: %s\n\n",
		median(rates), slices.Min(rates), slices.Max(rates), target, verdict(median(rates) >= target))
	return nil
}
