package main

import (
	"context"
	"database/sql"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"unsafe"

	"modernc.org/libc"
	driver "modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"ketenkaart/registry"
)

// vmSteps counts the steps of SQLite's virtual machine in the statements that a store runs, and keeps the statements
// for their plans. SQLite itself tells of them, so that the store need not know.
type vmSteps struct {
	// told is kept here because SQLite, which calls it, is nothing that the garbage collector sees.
	told       func(tls *libc.TLS, event uint32, unused, statement, nanoseconds uintptr) int32
	mu         sync.Mutex
	steps      int
	statements []string
}

// hook has each connection that is opened from now on tell of the statements that it ends.
func (v *vmSteps) hook() {
	v.told = v.ended
	driver.RegisterConnectionHook(func(connection driver.ExecQuerierContext, _ string) error {
		handle := reflect.ValueOf(connection).Elem().FieldByName("db")
		if !handle.IsValid() {
			return fmt.Errorf("the SQLite driver keeps its handle elsewhere than in version 1.62")
		}
		tls := libc.NewTLS()
		if code := sqlite3.Xsqlite3_trace_v2(tls, uintptr(handle.Uint()), sqlite3.SQLITE_TRACE_PROFILE, v.address(), 0); code != sqlite3.SQLITE_OK {
			return fmt.Errorf("SQLite does not tell of its statements: code %d", code)
		}
		return nil
	})
}

// ended is called by SQLite when a statement has given its last row.
func (v *vmSteps) ended(tls *libc.TLS, _ uint32, _, statement, _ uintptr) int32 {
	steps := sqlite3.Xsqlite3_stmt_status(tls, statement, sqlite3.SQLITE_STMTSTATUS_VM_STEP, 1)
	text := sqlite3.Xsqlite3_expanded_sql(tls, statement)
	defer sqlite3.Xsqlite3_free(tls, text)
	v.mu.Lock()
	defer v.mu.Unlock()
	v.steps += int(steps)
	v.statements = append(v.statements, libc.GoString(text))
	return 0
}

// address is how translated C calls a Go function: by what the function's value points to.
func (v *vmSteps) address() uintptr { return *(*uintptr)(unsafe.Pointer(&v.told)) }

// sqliteMeter measures on SQLite.
type sqliteMeter struct {
	*vmSteps
	plans *sql.DB
}

func (m sqliteMeter) reset() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.steps, m.statements = 0, nil
}

func (m sqliteMeter) measured(ctx context.Context) (int, string, error) {
	m.mu.Lock()
	steps, statements := m.steps, m.statements
	m.mu.Unlock()
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
	steps := &vmSteps{}
	steps.hook()
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
