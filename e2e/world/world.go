// Package world gives tests the whole server on each store, filled with the bundled register and the example.
package world

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"ketenkaart/api"
	"ketenkaart/exchange"
	"ketenkaart/registry"
	"ketenkaart/server"
	"ketenkaart/store/neo4j"
	"ketenkaart/store/neo4j/neo4jtest"
	"ketenkaart/store/sqlite"
	"ketenkaart/store/storetest"
)

// today is when every test with a server happens.
func today() time.Time { return time.Date(2026, 11, 23, 11, 0, 0, 0, time.UTC) }

// Server is the whole server on one store, with a counter of the store's reads between.
type Server struct {
	// Name is sqlite or neo4j.
	Name string
	// URL is where it takes GraphQL documents.
	URL   string
	Reads *storetest.Counter
	// another opens the store anew.
	another func(t testing.TB) registry.Store
}

// Servers returns one on each store; on Neo4j only when there is one.
func Servers(t *testing.T) []Server {
	t.Helper()
	all := []Server{Embedded(t)}
	if store, there := neo4jtest.Filled(t, func(store registry.Store) { fill(t, store) }); there {
		all = append(all, serve(t, "neo4j", store, openNeo4j))
	}
	return all
}

func openNeo4j(t testing.TB) registry.Store {
	t.Helper()
	config, _ := neo4jtest.Config(t)
	store, err := neo4j.Open(t.Context(), config)
	if err != nil {
		t.Fatalf("open Neo4j: %v", err)
	}
	return store
}

// Embedded returns the one on SQLite.
func Embedded(t testing.TB) Server {
	t.Helper()
	path := filepath.Join(t.TempDir(), "ketenkaart.db")
	open := func(t testing.TB) registry.Store {
		t.Helper()
		store, err := sqlite.Open(t.Context(), path)
		if err != nil {
			t.Fatalf("open SQLite: %v", err)
		}
		return store
	}
	store := closed(t, open(t))
	fill(t, store)
	return serve(t, "sqlite", store, open)
}

// closed has the store closed when the test ends.
func closed(t testing.TB, store registry.Store) registry.Store {
	t.Helper()
	t.Cleanup(func() {
		if err := store.Close(context.WithoutCancel(t.Context())); err != nil {
			t.Errorf("close the store: %v", err)
		}
	})
	return store
}

// Another returns a registry on the same store that knows nothing of the server's, as another process would have.
func (s Server) Another(t *testing.T) *registry.Registry {
	t.Helper()
	return over(t, s.Opened(t))
}

// over returns a registry on a store.
func over(t testing.TB, store registry.Store) *registry.Registry {
	t.Helper()
	reg, err := registry.New(store, today, guide(t))
	if err != nil {
		t.Fatal(err)
	}
	return reg
}

// fill imports the bundled register with the example.
func fill(t testing.TB, store registry.Store) {
	t.Helper()
	ctx := registry.WithActor(t.Context(), registry.LocalActor())
	if _, err := over(t, store).Fill(ctx, bundled(t)); err != nil {
		t.Fatalf("fill: %v", err)
	}
}

// Replica is another whole server on the same store, as another process would be, that keeps as many bytes of answers.
func (s Server) Replica(t *testing.T, answerCache int) Server {
	t.Helper()
	return s.Changed(t, func(config *api.Config, _ *registry.Registry) { config.AnswerCache = answerCache })
}

// Changed is another whole server on the same store, of another config or with another registry.
func (s Server) Changed(t *testing.T, change func(*api.Config, *registry.Registry)) Server {
	t.Helper()
	reads := storetest.Counting(s.Opened(t))
	return Server{Name: s.Name, URL: open(t, over(t, reads), change), Reads: reads, another: s.another}
}

// Opened is the same store, opened as by another process.
func (s Server) Opened(t *testing.T) registry.Store {
	t.Helper()
	return closed(t, s.another(t))
}

// open serves a registry, and gives where it takes documents.
func open(t testing.TB, reg *registry.Registry, change func(*api.Config, *registry.Registry)) string {
	t.Helper()
	config := api.Config{
		Ping:  func(context.Context) error { return nil },
		Log:   slog.New(slog.NewTextHandler(io.Discard, nil)),
		Local: true,
		// Wide, so that what is bounded behind them is reached.
		Limits: api.Limits{Aliases: 1000, RootFields: 100, Repeated: 1000},
	}
	change(&config, reg)
	door, err := server.New(reg, "test", config)
	if err != nil {
		t.Fatal(err)
	}
	listener := httptest.NewServer(door)
	t.Cleanup(listener.Close)
	return listener.URL + api.Path
}

func serve(t testing.TB, name string, store registry.Store, another func(testing.TB) registry.Store) Server {
	t.Helper()
	reads := storetest.Counting(store)
	return Server{Name: name, URL: open(t, over(t, reads), func(*api.Config, *registry.Registry) {}), Reads: reads, another: another}
}

// bundled is the register with the example.
func bundled(t testing.TB) registry.Dataset {
	t.Helper()
	dataset, err := exchange.BundledExample()
	if err != nil {
		t.Fatal(err)
	}
	return dataset
}

// guide is the bundled one.
func guide(t testing.TB) registry.Guide {
	t.Helper()
	bundled, err := exchange.BundledGuide()
	if err != nil {
		t.Fatal(err)
	}
	return bundled
}

// Ask sends a document and gives the response as indented JSON.
func (s Server) Ask(t *testing.T, document string, variables map[string]any) string {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": document, "variables": variables})
	if err != nil {
		t.Fatal(err)
	}
	return s.Post(t, body)
}

// Post sends the body of a request and gives the response as indented JSON.
func (s Server) Post(t *testing.T, body []byte) string {
	t.Helper()
	response, err := http.Post(s.URL, "application/json", bytes.NewReader(body))
	if err != nil {
		t.Fatalf("%s: %v", s.Name, err)
	}
	defer func() { _ = response.Body.Close() }()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatalf("%s: %v", s.Name, err)
	}
	var indented bytes.Buffer
	if err := json.Indent(&indented, answer, "", "  "); err != nil {
		t.Fatalf("%s answers no JSON: %s", s.Name, answer)
	}
	return indented.String()
}

// Get asks for a page of the server by its path, and gives the body when the status is 200; otherwise the test fails.
func (s Server) Get(t *testing.T, path string) string {
	t.Helper()
	status, body := s.Try(t, path)
	if status != http.StatusOK {
		t.Fatalf("%s, %s: %d %s", s.Name, path, status, body)
	}
	return body
}

// Try asks for a page of the server by its path, whatever comes of it.
func (s Server) Try(t *testing.T, path string) (status int, body string) {
	t.Helper()
	response, err := http.Get(strings.TrimSuffix(s.URL, api.Path) + path)
	if err != nil {
		t.Fatalf("%s: %v", s.Name, err)
	}
	defer func() { _ = response.Body.Close() }()
	read, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatalf("%s, %s: %v", s.Name, path, err)
	}
	return response.StatusCode, string(read)
}

var uuid = regexp.MustCompile(`[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}`)

// Anonymous numbers the UUIDs in order of appearance, for each store has its own.
func Anonymous(answer string) string {
	numbers := map[string]string{}
	return uuid.ReplaceAllStringFunc(answer, func(id string) string {
		if numbers[id] == "" {
			numbers[id] = "uuid-" + strconv.Itoa(len(numbers)+1)
		}
		return numbers[id]
	})
}
