package sqlite

import (
	"context"
	"database/sql"
	"slices"
	"sync"

	"ketenkaart/registry"
)

// shelf keeps the short lists at hand: nearly every operation asks for regions, sectors or chains, which change a few
// times a year. What is on the shelf is given only while SQLite says that nobody, in any process, committed since.
// Its things are shared, so whoever reads them leaves them as they are.
type shelf struct {
	mu sync.Mutex
	// connection is the shelf's own, since SQLite tells each connection of the commits of the others.
	connection *sql.Conn
	reader     reader
	commits    int

	regions    shelved[registry.Region]
	sectors    shelved[registry.Sector]
	chains     shelved[registry.Chain]
	ministries shelved[registry.Ministry]
}

// shelved is one list in its order, with the place of each code; a nil place is an empty shelf.
type shelved[T any] struct {
	list  []T
	place map[string]int
}

func newShelf(ctx context.Context, l library, readers *sql.DB) (*shelf, error) {
	connection, err := readers.Conn(ctx)
	if err != nil {
		return nil, err
	}
	return &shelf{connection: connection, reader: reader{library: l, session: newStatements(connection.PrepareContext)}}, nil
}

// refresh empties the shelf when anybody committed.
func (s *shelf) refresh(ctx context.Context) error {
	commits, err := first(ctx, &s.reader, s.reader.library.query("Commits"))
	if err != nil {
		return err
	}
	if commits != s.commits {
		s.regions, s.sectors, s.chains, s.ministries = shelved[registry.Region]{}, shelved[registry.Sector]{}, shelved[registry.Chain]{}, shelved[registry.Ministry]{}
		s.commits = commits
	}
	return nil
}

// fromShelf gives the things with the codes, nil codes are all; read fills the shelf when it is empty.
func fromShelf[T any](ctx context.Context, s *shelf, kept *shelved[T], codes []string, code func(T) string, read func(*reader) ([]T, error)) ([]T, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.refresh(context.WithoutCancel(ctx)); err != nil {
		return nil, err
	}
	if kept.place == nil {
		list, err := read(&s.reader)
		if err != nil {
			return nil, err
		}
		*kept = shelved[T]{list: list, place: make(map[string]int, len(list))}
		for i, thing := range list {
			kept.place[code(thing)] = i
		}
	}
	return kept.pick(codes), nil
}

func (s *shelved[T]) pick(codes []string) []T {
	if codes == nil {
		return slices.Clone(s.list)
	}
	places := make([]int, 0, len(codes))
	for _, code := range codes {
		if place, ok := s.place[code]; ok {
			places = append(places, place)
		}
	}
	slices.Sort(places)
	picked := make([]T, 0, len(places))
	for i, place := range places {
		if i == 0 || place != places[i-1] {
			picked = append(picked, s.list[place])
		}
	}
	return picked
}
