package main

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"ketenkaart/registry"
	"ketenkaart/store/sqlite/sqlitetest"
)

// sqliteMeter measures on SQLite.
type sqliteMeter struct {
	steps *sqlitetest.Steps
	plans *sql.DB
}

func (m sqliteMeter) reset() { m.steps.Reset() }

func (m sqliteMeter) measured(ctx context.Context) (int, string, error) {
	steps, statements := m.steps.Counted()
	plans := make([]string, len(statements))
	for i, statement := range statements {
		var err error
		if plans[i], err = m.plan(ctx, statement); err != nil {
			return 0, "", err
		}
	}
	return steps, inOrder(plans), nil
}

func (m sqliteMeter) plan(ctx context.Context, statement string) (string, error) {
	rows, err := m.plans.QueryContext(ctx, "EXPLAIN QUERY PLAN "+statement)
	if err != nil {
		return "", fmt.Errorf("%w in %s", err, statement)
	}
	defer rows.Close()
	var plan strings.Builder
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			return "", err
		}
		fmt.Fprintln(&plan, detail)
	}
	return plan.String(), rows.Err()
}

// costOnSQLite compares a small and a large register in files of their own.
func costOnSQLite(ctx context.Context, of sizes) error {
	steps := &sqlitetest.Steps{}
	steps.Hook()
	return compareCost(ctx, of, "VM steps", func(ctx context.Context) (registry.Store, meter, func() error, error) {
		store, path, done, err := openSQLite(ctx)
		if err != nil {
			return nil, nil, nil, err
		}
		plans, err := sql.Open("sqlite", "file:"+path)
		if err != nil {
			done()
			return nil, nil, nil, err
		}
		return store, sqliteMeter{steps, plans}, func() error { done(); return plans.Close() }, nil
	})
}
