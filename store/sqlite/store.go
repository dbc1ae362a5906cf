// Package sqlite is the embedded store: one file. Writers of any number of processes come one after another.
//
// The planner has no statistics here, on purpose: nobody runs ANALYZE, so a statement has the plan that the tests saw,
// whatever the register holds.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"ketenkaart/registry"
)

// Store is a registry.Store in one file.
type Store struct {
	library library
	// readers and writer are pools of their own, so that a long read never keeps a writer waiting.
	readers, writer *sql.DB
	reading         *statements
	writing         *statements
	cache           *cache
	// connection is for changes, by the first in the line.
	connection *sql.Conn
	line       *registry.Line
	file       file
	room       *room
}

// View runs reads on connections of their own; each sees all that was committed before it began.
func (s *Store) View(ctx context.Context, read func(context.Context, registry.Reader) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return read(ctx, &reader{library: s.library, session: s.reading, cache: s.cache})
}

// Update runs one transaction, one after another.
func (s *Store) Update(ctx context.Context, write func(context.Context, registry.Writer) error) (err error) {
	waiting, leave, err := s.line.Enter(ctx)
	if err != nil {
		return err
	}
	defer func() { s.room.note(err); leave(err) }()
	if err := s.file.check(); err != nil {
		return err
	}
	if err := s.begin(waiting); err != nil {
		if errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil {
			return registry.Unavailable(registry.ReasonStoreAway, err)
		}
		return err
	}
	committed := false
	defer func() {
		if !committed {
			s.rollback(ctx)
		}
	}()
	t := &transaction{statements: s.writing}
	if err := write(ctx, &writer{reader: reader{library: s.library, session: t}, transaction: t}); err != nil {
		return err
	}
	if err := errors.Join(t.failed, ctx.Err()); err != nil {
		return translated(err)
	}
	// A commit that began is not cancelled halfway, so that its outcome is known.
	if _, err := s.connection.ExecContext(context.WithoutCancel(ctx), "COMMIT"); err != nil {
		return translated(err)
	}
	committed = true
	return nil
}

func (s *Store) begin(ctx context.Context) error {
	_, err := s.connection.ExecContext(ctx, "BEGIN IMMEDIATE")
	if err != nil {
		// A context that ended while BEGIN ran leaves it open whether it began or not.
		s.rollback(ctx)
	}
	return translated(err)
}

// rollback has no error to tell: without a transaction there is nothing to take back.
func (s *Store) rollback(ctx context.Context) {
	_, _ = s.connection.ExecContext(context.WithoutCancel(ctx), "ROLLBACK")
}

// Ping says whether the store answers, and whether it could write a change. UNAVAILABLE when it does not.
func (s *Store) Ping(ctx context.Context) error {
	if err := s.file.check(); err != nil {
		return err
	}
	if err := s.room.check(ctx); err != nil {
		return err
	}
	return s.answers(ctx)
}

// answers reads something small.
func (s *Store) answers(ctx context.Context) error {
	return translated(s.reading.rows(ctx, s.library.Text("Revision"), nil, func(*row) error { return nil }))
}

// Checkpoint writes the log back into the file, so that the file alone is the register.
func (s *Store) Checkpoint(ctx context.Context) (err error) {
	_, leave, err := s.line.Enter(ctx)
	if err != nil {
		return err
	}
	defer func() { leave(err) }()
	_, err = s.connection.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)")
	return translated(err)
}

// Close writes the log back into the file and lets it go.
func (s *Store) Close(ctx context.Context) error {
	_, leave, err := s.line.Enter(ctx)
	if err != nil {
		return err
	}
	defer leave(nil)
	errRead := errors.Join(s.cache.connection.Close(), s.readers.Close())
	_, errLog := s.connection.ExecContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)")
	errConnection := errors.Join(s.room.connection.Close(), s.connection.Close())
	if errors.Is(errConnection, sql.ErrConnDone) {
		return nil
	}
	if err := errors.Join(errRead, errLog, errConnection, s.writer.Close()); err != nil {
		return fmt.Errorf("close the store: %w", translated(err))
	}
	return nil
}

// reader reads in a View, or in an Update what it wrote so far.
type reader struct {
	library library
	session session
	// cache is nil in an Update, which reads what only it can see.
	cache *cache
}

// writer writes in an Update.
type writer struct {
	reader
	transaction *transaction
}

// collect reads a list of records.
func collect[T any](ctx context.Context, r *reader, q *query, record func(*row) T) ([]T, error) {
	found := make([]T, 0, q.size)
	err := r.session.rows(ctx, q.text.String(), q.args, func(row *row) error {
		found = append(found, record(row))
		return nil
	})
	return found, translated(err)
}

// fetch reads the few records that a caller named: to watch the context meanwhile would cost more than to read them.
func fetch[T any](ctx context.Context, r *reader, q *query, record func(*row) T) ([]T, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return collect(context.WithoutCancel(ctx), r, q, record)
}

// first reads one number, which each count gives.
func first(ctx context.Context, r *reader, q *query) (int, error) {
	numbers, err := collect(ctx, r, q, func(row *row) int { return row.number(0) })
	if err != nil || len(numbers) == 0 {
		return 0, err
	}
	return numbers[0], nil
}

// State tells of the register as a whole.
func (r *reader) State(ctx context.Context) (registry.State, error) {
	states, err := collect(ctx, r, r.library.query("State"), func(row *row) registry.State {
		others, agreements := row.flag(1), row.flag(2)
		return registry.State{
			Revision: row.number(0), Illustrations: others || agreements, IllustratedByAgreements: agreements && !others,
			Partners: row.number(3), Collaborations: row.number(4), Agreements: row.number(5), Incomplete: thingOf[registry.Incomplete](row, 6),
		}
	})
	if err != nil || len(states) == 0 {
		return registry.State{}, err
	}
	return states[0], nil
}

// put writes one row.
func (w *writer) put(ctx context.Context, statement string, args *arguments) error {
	if args.err != nil {
		return args.err
	}
	return translated(w.transaction.exec(ctx, w.library.Text(statement), args.list))
}

// addedTogether is how many rows one statement adds: each statement costs as much as some rows do.
const addedTogether = 50

// add writes new rows of parameters that go by their place: the statement of the name, with the fragment of the row for each.
func (w *writer) add(ctx context.Context, statement, row string, rows []*arguments) error {
	for ; len(rows) >= addedTogether; rows = rows[addedTogether:] {
		if err := w.addTogether(ctx, statement, row, rows[:addedTogether]); err != nil {
			return err
		}
	}
	for i := range rows {
		if err := w.addTogether(ctx, statement, row, rows[i:i+1]); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) addTogether(ctx context.Context, statement, row string, rows []*arguments) error {
	var values []any
	for _, args := range rows {
		if args.err != nil {
			return args.err
		}
		values = append(values, args.list...)
	}
	text := w.library.Text(statement) + strings.Repeat(w.library.Text(row)+",", len(rows)-1) + w.library.Text(row)
	return translated(w.transaction.exec(ctx, text, values))
}

// lookUp says which of the references is not there; that ends the transaction.
func (w *writer) lookUp(ctx context.Context, refers registry.References) error {
	for _, kind := range refers.Kinds() {
		keys := refers.Keys(kind)
		if len(keys) == 0 {
			continue
		}
		ids, err := collect(ctx, &w.reader, w.library.query("Missing"+string(kind), jsonArg("codes", keys)), func(row *row) string { return row.text(0) })
		if err != nil {
			return err
		}
		if len(ids) > 0 {
			w.transaction.failed = registry.NotFound(ids[0])
			return w.transaction.failed
		}
	}
	return nil
}

// Put adds or replaces all of the batch.
func (w *writer) Put(ctx context.Context, batch registry.Batch) error { return batch.WriteTo(ctx, w) }

// Remove takes things out of all reads.
func (w *writer) Remove(ctx context.Context, ids []string) error { return registry.Remove(ctx, w, ids) }

// PutMarks keeps the last mark, or none when that is the end, at which the indexes are made that waited for it.
func (w *writer) PutMarks(ctx context.Context, marks []registry.Incomplete) error {
	a := &arguments{}
	if mark := marks[len(marks)-1]; mark.By != "" {
		filling, err := first(ctx, &w.reader, w.library.query("Filling"))
		if err != nil {
			return translated(err)
		}
		a.json("mark", mark)
		if err := w.put(ctx, "PutMark", a); err != nil || filling == 1 {
			return err
		}
		return w.dropIndexes(ctx, mark.By)
	}
	a.set("mark", nil)
	if err := w.put(ctx, "PutMark", a); err != nil {
		return err
	}
	return w.makeIndexes(ctx)
}

// Count counts the whole list of each query.
func (r *reader) Count(ctx context.Context, queries []registry.CountQuery) ([]int, error) {
	return registry.CountLists(ctx, r, queries)
}
