package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"ketenkaart/api"
)

// door is a server whose schema answers with whatever a test wants, so that the door is tested by itself.
type door struct {
	*httptest.Server
	log *log
}

// answers stands for all resolvers: it gives the data, an error, or panics.
type answers func(ctx context.Context) (data string, err error)

func fine(context.Context) (string, error) { return `{"ok":"yes"}`, nil }

const schemaText = `
directive @cost(weight: String!) on FIELD_DEFINITION
directive @listSize(assumedSize: Int, slicingArguments: [String!], sizedFields: [String!], requireOneSlicingArgument: Boolean = true) on FIELD_DEFINITION
type Query {
  ok: String!
  things(first: Int, last: Int, after: String): ThingConnection! @listSize(assumedSize: 25, slicingArguments: ["first", "last"], sizedFields: ["nodes", "edges"])
  all: [Thing!]! @listSize(assumedSize: 25)
  nodes(ids: [ID!]!): [Thing]! @listSize(assumedSize: 100, slicingArguments: ["ids"])
  look(input: Look, colour: Colour! = RED, on: Date, any: Anything): String
  find(first: Int! = 10): [Thing!]! @listSize(assumedSize: 10, slicingArguments: ["first"])
}
type Mutation { change: String! }
type Subscription { ticks: Int! thing: Thing! }
type Thing {
  name: String!
  words: [String!]! @listSize(assumedSize: 50)
  parts: [Thing!]! @listSize(assumedSize: 25)
  part: Thing
  more(first: Int): ThingConnection! @listSize(assumedSize: 25, slicingArguments: ["first"], sizedFields: ["nodes", "edges"])
}
type ThingConnection { nodes: [Thing!]! edges: [ThingEdge!]! totalCount: Int @cost(weight: "1000") facets: Facets @cost(weight: "4000") }
type ThingEdge { node: Thing! }
scalar Date

scalar Anything
enum Colour { RED GREEN }
input Look { colour: Colour! = RED, colours: [Colour!], count: Int, counts: [Int!], name: String, id: ID, on: Date, bare: Boolean, deep: Look }
type Facets { names: [Thing!]! @listSize(assumedSize: 25) }`

// open starts a door; change may alter its configuration.
func open(t testing.TB, resolve answers, change func(*api.Config)) *door {
	t.Helper()
	schema := gqlparser.MustLoadSchema(&ast.Source{Input: schemaText})
	written := &log{}
	config := api.Config{
		Schema: &graphql.ExecutableSchemaMock{
			SchemaFunc: func() *ast.Schema { return schema },
			ExecFunc:   func(context.Context) graphql.ResponseHandler { return once(resolve) },
		},
		Ping: func(context.Context) error { return nil },
		// Wide where one limit would hide another; TestLimits has the usual ones.
		Limits: api.Limits{Aliases: 10_000, RootFields: 10_000, Directives: 10_000, Repeated: 10_000},
		Log:    slog.New(slog.NewJSONHandler(written, &slog.HandlerOptions{Level: slog.LevelDebug})),
	}
	if change != nil {
		change(&config)
	}
	handler, err := api.New(config)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return &door{Server: server, log: written}
}

// once answers once, as generated code does: errors and panics go by the operation's presenter and recover.
func once(resolve answers) graphql.ResponseHandler {
	done := false
	return func(ctx context.Context) (response *graphql.Response) {
		if done {
			return nil
		}
		done = true
		defer func() {
			if value := recover(); value != nil {
				graphql.AddError(ctx, graphql.Recover(ctx, value))
				response = &graphql.Response{Data: json.RawMessage("null")}
			}
		}()
		data, err := resolve(ctx)
		if err != nil {
			graphql.AddError(ctx, err)
			data = "null"
		}
		return &graphql.Response{Data: json.RawMessage(data)}
	}
}

// log collects log lines; requests write it from their own goroutines.
type log struct {
	mutex sync.Mutex
	text  bytes.Buffer
}

func (l *log) Write(line []byte) (int, error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return l.text.Write(line)
}

// lines returns the log lines with a message. Close the server first: a line may be written after the answer is sent.
func (l *log) lines(t *testing.T, message string) (found []map[string]any) {
	t.Helper()
	l.mutex.Lock()
	defer l.mutex.Unlock()
	for line := range strings.Lines(l.text.String()) {
		var entry map[string]any
		if err := json.Unmarshal([]byte(line), &entry); err != nil {
			t.Fatalf("the log line %q: %v", line, err)
		}
		if entry["msg"] == message {
			found = append(found, entry)
		}
	}
	return found
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   string
	Data   json.RawMessage
	Errors []struct {
		Message    string
		Path       []any
		Extensions map[string]any
	}
}

func (a answer) code() string   { return a.extension("code") }
func (a answer) reason() string { return a.extension("reason") }

func (a answer) extension(name string) string {
	if len(a.Errors) == 0 {
		return ""
	}
	word, _ := a.Errors[0].Extensions[name].(string)
	return word
}

// send sends any request; headers are pairs of name and value.
func send(t testing.TB, method, url, body string, headers ...string) answer {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
		if headers[i] == "Host" {
			request.Host = headers[i+1]
		}
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	found := answer{status: response.StatusCode, header: response.Header, body: string(text)}
	if strings.HasPrefix(response.Header.Get("Content-Type"), "application/") {
		if err := json.Unmarshal(text, &found); err != nil && len(text) > 0 {
			t.Fatalf("%d %q is no JSON: %v", response.StatusCode, text, err)
		}
	}
	return found
}

// ask posts a query as a client does.
func (d *door) ask(t *testing.T, query string, variables map[string]any, headers ...string) answer {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		t.Fatal(err)
	}
	return send(t, http.MethodPost, d.URL+api.Path, string(body), append([]string{"Content-Type", "application/json"}, headers...)...)
}
