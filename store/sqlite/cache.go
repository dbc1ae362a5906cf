package sqlite

import (
	"context"
	"database/sql"
	"maps"
	"strconv"
	"sync"
)

// cache keeps at hand the counts of long lists, which a client asks with each page, and gives them only while SQLite says that
// nobody, in any process, committed since.
type cache struct {
	mu sync.Mutex
	// connection is the cache's own, since SQLite tells each connection of the commits of the others.
	connection *sql.Conn
	reader     reader
	commits    int

	counts map[string]map[string]int
}

// mostCounts bounds the counts that lie in the cache.
const mostCounts = 1000

func newCache(ctx context.Context, l library, readers *sql.DB) (*cache, error) {
	connection, err := readers.Conn(ctx)
	if err != nil {
		return nil, err
	}
	return &cache{connection: connection, reader: reader{library: l, session: newStatements(connection.PrepareContext)}}, nil
}

// revision is the register's, whoever wrote it. All of a server stand behind one look at it, so it waits for no connection of the
// others, and is not watched, which would cost more than to read it.
func (s *cache) revision(ctx context.Context) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.number(ctx, "Revision")
}

// number reads one under the mutex, for a statement of one connection gives one answer at a time.
func (s *cache) number(ctx context.Context, statement string) (int, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	return first(context.WithoutCancel(ctx), &s.reader, s.reader.library.query(statement))
}

// refresh empties the cache when anybody committed, and gives the number by which SQLite tells commits apart.
func (s *cache) refresh(ctx context.Context) (int, error) {
	commits, err := s.number(ctx, "Commits")
	if err == nil && (commits != s.commits || s.counts == nil) {
		s.counts, s.commits = map[string]map[string]int{}, commits
	}
	return commits, err
}

// tally runs a statement that counts by value, unless its answer is in the cache.
func (r *reader) tally(ctx context.Context, q *query) (map[string]int, error) {
	if r.cache == nil {
		return r.count(ctx, q)
	}
	question := q.text.String() + q.values()
	commits, numbers, err := r.cache.counted(ctx, question)
	if numbers != nil || err != nil {
		return maps.Clone(numbers), err
	}
	if numbers, err = r.count(ctx, q); err == nil {
		r.cache.putCounted(question, commits, maps.Clone(numbers))
	}
	return numbers, err
}

func (r *reader) count(ctx context.Context, q *query) (map[string]int, error) {
	numbers := map[string]int{}
	err := r.session.rows(ctx, q.text.String(), q.args, func(row *row) error {
		numbers[row.text(0)] = row.number(1)
		return nil
	})
	return numbers, translated(err)
}

func (s *cache) counted(ctx context.Context, question string) (int, map[string]int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	commits, err := s.refresh(ctx)
	return commits, s.counts[question], err
}

// putCounted keeps an answer, unless somebody committed since it was asked and the cache knows.
func (s *cache) putCounted(question string, commits int, numbers map[string]int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if commits != s.commits {
		return
	}
	if len(s.counts) >= mostCounts {
		clear(s.counts)
	}
	s.counts[question] = numbers
}

// values writes the parameters of a statement, to tell its answers apart.
func (q *query) values() string {
	var text []byte
	for _, arg := range q.args {
		named, _ := arg.(sql.NamedArg)
		text = append(text, named.Name...)
		switch value := named.Value.(type) {
		case string:
			text = strconv.AppendQuote(text, value)
		case int64:
			text = strconv.AppendInt(text, value, 10)
		}
	}
	return string(text)
}
