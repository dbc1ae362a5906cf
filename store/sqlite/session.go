package sqlite

import (
	"container/list"
	"context"
	"database/sql"
	"sync"
)

// session runs statements: on any reading connection, or on the one that writes, inside its transaction.
type session interface {
	rows(ctx context.Context, text string, args []any, each func(*row) error) error
}

// mostStatements bounds what the filters' many combinations keep prepared on each connection.
const mostStatements = 256

// statements keeps prepared statements by their text, and closes the one that was not used for the longest time.
type statements struct {
	prepare func(ctx context.Context, text string) (*sql.Stmt, error)

	mu     sync.Mutex
	byText map[string]*list.Element
	recent *list.List
}

// prepared is a statement with how many are using it now.
type prepared struct {
	*sql.Stmt
	text  string
	users int
}

func newStatements(prepare func(context.Context, string) (*sql.Stmt, error)) *statements {
	return &statements{prepare: prepare, byText: map[string]*list.Element{}, recent: list.New()}
}

// take returns the statement, to be given back by release.
func (s *statements) take(ctx context.Context, text string) (*prepared, error) {
	if found := s.find(text); found != nil {
		return found, nil
	}
	stmt, err := s.prepare(ctx, text)
	if err != nil {
		return nil, err
	}
	return s.keep(&prepared{Stmt: stmt, text: text, users: 1}), nil
}

func (s *statements) find(text string) *prepared {
	s.mu.Lock()
	defer s.mu.Unlock()
	place, ok := s.byText[text]
	if !ok {
		return nil
	}
	s.recent.MoveToFront(place)
	found := place.Value.(*prepared)
	found.users++
	return found
}

// keep adds a statement, unless another goroutine was first: then the newcomer is closed when it was used.
func (s *statements) keep(newcomer *prepared) *prepared {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, ok := s.byText[newcomer.text]; ok {
		return newcomer
	}
	s.byText[newcomer.text] = s.recent.PushFront(newcomer)
	for place := s.recent.Back(); place != nil && len(s.byText) > mostStatements; place = place.Prev() {
		if oldest := place.Value.(*prepared); oldest.users == 0 {
			delete(s.byText, oldest.text)
			s.recent.Remove(place)
			_ = oldest.Close()
			break
		}
	}
	return newcomer
}

func (s *statements) release(used *prepared) {
	s.mu.Lock()
	used.users--
	place, ok := s.byText[used.text]
	stray := !ok || place.Value.(*prepared) != used
	s.mu.Unlock()
	if stray {
		_ = used.Close()
	}
}

// rows runs a statement and gives each row to the reader of a record.
func (s *statements) rows(ctx context.Context, text string, args []any, each func(*row) error) error {
	stmt, err := s.take(ctx, text)
	if err != nil {
		return err
	}
	defer s.release(stmt)
	rows, err := stmt.QueryContext(ctx, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	return scan(rows, each)
}

func (s *statements) exec(ctx context.Context, text string, args []any) error {
	stmt, err := s.take(ctx, text)
	if err != nil {
		return err
	}
	defer s.release(stmt)
	_, err = stmt.ExecContext(ctx, args...)
	return err
}

// transaction is the session of an Update. Its first failed write is its end: what follows is refused, since SQLite
// may have rolled back already, and then would commit each statement by itself.
type transaction struct {
	statements *statements
	failed     error
}

func (t *transaction) rows(ctx context.Context, text string, args []any, each func(*row) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return t.statements.rows(context.WithoutCancel(ctx), text, args, each)
}

func (t *transaction) exec(ctx context.Context, text string, args []any) error {
	if t.failed == nil {
		t.failed = ctx.Err()
	}
	if t.failed == nil {
		t.failed = t.statements.exec(context.WithoutCancel(ctx), text, args)
	}
	return t.failed
}
