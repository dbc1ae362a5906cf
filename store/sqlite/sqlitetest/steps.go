// Package sqlitetest counts what SQLite does for the statements of a store, for tests and benchmarks.
package sqlitetest

import (
	"fmt"
	"reflect"
	"sync"
	"unsafe"

	"modernc.org/libc"
	driver "modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// Steps counts the steps of SQLite's virtual machine in the statements that a store runs, and keeps the statements for their
// plans. SQLite itself tells of them, so that the store need not know.
type Steps struct {
	// told is kept here because SQLite, which calls it, is nothing that the garbage collector sees.
	told       func(tls *libc.TLS, event uint32, unused, statement, nanoseconds uintptr) int32
	mu         sync.Mutex
	steps      int
	statements []string
}

// Hook has each connection that is opened from now on tell of the statements that it ends.
func (s *Steps) Hook() {
	s.told = s.ended
	driver.RegisterConnectionHook(func(connection driver.ExecQuerierContext, _ string) error {
		handle := reflect.ValueOf(connection).Elem().FieldByName("db")
		if !handle.IsValid() {
			return fmt.Errorf("the SQLite driver keeps its handle elsewhere than in version 1.62")
		}
		tls := libc.NewTLS()
		if code := sqlite3.Xsqlite3_trace_v2(tls, uintptr(handle.Uint()), sqlite3.SQLITE_TRACE_PROFILE, s.address(), 0); code != sqlite3.SQLITE_OK {
			return fmt.Errorf("SQLite does not tell of its statements: code %d", code)
		}
		return nil
	})
}

// ended is called by SQLite when a statement has given its last row.
func (s *Steps) ended(tls *libc.TLS, _ uint32, _, statement, _ uintptr) int32 {
	steps := sqlite3.Xsqlite3_stmt_status(tls, statement, sqlite3.SQLITE_STMTSTATUS_VM_STEP, 1)
	text := sqlite3.Xsqlite3_expanded_sql(tls, statement)
	defer sqlite3.Xsqlite3_free(tls, text)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.steps += int(steps)
	s.statements = append(s.statements, libc.GoString(text))
	return 0
}

// address is how translated C calls a Go function: by what the function's value points to.
func (s *Steps) address() uintptr { return *(*uintptr)(unsafe.Pointer(&s.told)) }

// Reset forgets what was counted.
func (s *Steps) Reset() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.steps, s.statements = 0, nil
}

// Counted gives the steps since the last Reset, and the statements with their values.
func (s *Steps) Counted() (steps int, statements []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.steps, s.statements
}
