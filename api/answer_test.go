package api_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"ketenkaart/api"
	"ketenkaart/api/streamtest"
	"ketenkaart/graph"
)

// openGenerated starts a door to generated code without resolvers: what it can answer is about the schema.
func openGenerated(t *testing.T, change func(*api.Config)) *door {
	t.Helper()
	return open(t, fine, func(config *api.Config) {
		config.Schema = graph.NewExecutableSchema(graph.Config{})
		if change != nil {
			change(config)
		}
	})
}

// ofAllTypes asks the same many times of all that the schema has.
func ofAllTypes(field string) string {
	return "{ __schema { types { ...f } } a: __schema { types { ...f } } b: __schema { types { ...f } } } fragment f on __Type { fields { " + aliased(100, field) + " } }"
}

// An answer stops at its limits, also where nothing is read; what was not finished is null, with one error for each root field.
func TestAnAnswerThatIsTooLarge(t *testing.T) {
	door := openGenerated(t, nil)
	long := regexp.MustCompile(`a\d+: desc`).ReplaceAllString(ofAllTypes("description"), strings.Repeat("a", 100)+"${0}")
	got := door.ask(t, long, nil)
	if got.code() != "BAD_USER_INPUT" || got.reason() != "ANSWER_TOO_LARGE" || got.Errors[0].Extensions["unit"] != "bytes" || got.Errors[0].Extensions["limit"] == nil {
		t.Fatalf("got %d %.300s", got.status, got.body)
	}
	if string(got.Data) != "null" || len(got.Errors[0].Path) != 1 {
		t.Errorf("the error is at %v, and there is %.100s", got.Errors[0].Path, got.Data)
	}
}

// An answer of more fields than its price said stops too, and the root field before it stands.
func TestAnAnswerOfTooManyFields(t *testing.T) {
	door := open(t, func(ctx context.Context) (string, error) {
		return fmt.Sprintf(`{"small": %s, "large": %s}`, rootField(ctx, "small", 1), rootField(ctx, "large", 600_000)), nil
	}, nil)
	got := door.ask(t, "{ ok }", nil)
	if len(got.Errors) != 1 || got.reason() != "ANSWER_TOO_LARGE" || got.Errors[0].Extensions["unit"] != "fields" {
		t.Errorf("got %d %.300s", got.status, got.body)
	}
	if string(got.Data) != `{"small":"whole","large":null}` {
		t.Errorf("got %s", got.Data)
	}
}

// rootField makes a root field of many fields, as generated code does, and gives its JSON.
func rootField(ctx context.Context, name string, fields int) string {
	op, field := graphql.GetOperationContext(ctx), graphql.CollectedField{Field: &ast.Field{Alias: name}}
	made := op.RootResolverMiddleware(graphql.WithRootFieldContext(ctx, &graphql.RootFieldContext{Field: field}), func(ctx context.Context) graphql.Marshaler {
		for range fields {
			inner := graphql.WithFieldContext(ctx, &graphql.FieldContext{Field: field})
			_, _ = op.ResolverMiddleware(inner, func(context.Context) (any, error) { return "x", nil }) // what it gives is not looked at
		}
		return graphql.MarshalString("whole")
	})
	var text strings.Builder
	made.MarshalGQL(&text)
	return text.String()
}

// What resolves from memory ends with its time, as reads do.
func TestAnAnswerThatTakesTooLong(t *testing.T) {
	door := openGenerated(t, func(config *api.Config) { config.Timeout = time.Millisecond })
	if got := door.ask(t, ofAllTypes("name"), nil); got.code() != "UNAVAILABLE" || got.reason() != "TIMED_OUT" {
		t.Errorf("got %d %.300s", got.status, got.body)
	}
}

// fieldsAfter makes fields, of which the first lasts until the context has ended, and counts those that come after it.
func fieldsAfter(ctx context.Context, began chan<- struct{}) (after int) {
	op, field := graphql.GetOperationContext(ctx), &graphql.FieldContext{Field: graphql.CollectedField{Field: &ast.Field{Alias: "x"}}}
	make := func(resolve func()) {
		_, _ = op.ResolverMiddleware(graphql.WithFieldContext(ctx, field), func(context.Context) (any, error) { // what it gives is not looked at
			resolve()
			return "x", nil
		})
	}
	make(func() { began <- struct{}{}; <-ctx.Done() })
	for range 1000 {
		make(func() { after++ })
	}
	return after
}

func TestNothingIsMadeForAClientThatLeft(t *testing.T) {
	began, made := make(chan struct{}), make(chan int)
	watched := func(ctx context.Context) (string, error) { made <- fieldsAfter(ctx, began); return fine(ctx) }
	event := func(context.Context) graphql.ResponseHandler { return once(watched) }
	door := open(t, fine, func(config *api.Config) {
		config.Schema.(*graphql.ExecutableSchemaMock).ExecFunc = answering(event, watched)
	})
	for name, begin := range map[string]func() (leave func()){
		"POST": func() func() {
			ctx, cancel := context.WithCancel(t.Context())
			request, err := http.NewRequestWithContext(ctx, http.MethodPost, door.URL+api.Path, strings.NewReader(`{"query":"{ ok }"}`))
			if err != nil {
				t.Fatal(err)
			}
			request.Header.Set("Content-Type", "application/json")
			go func() {
				if response, err := http.DefaultClient.Do(request); err == nil {
					response.Body.Close()
				}
			}()
			return cancel
		},
		"query over WebSocket":        func() func() { return streamtest.OverWebSocket(t, door.URL+api.Path, "{ ok }", nil).Close },
		"subscription over WebSocket": func() func() { return streamtest.OverWebSocket(t, door.URL+api.Path, ticks, nil).Close },
	} {
		leave := begin()
		<-began
		leave()
		if after := <-made; after != 0 {
			t.Errorf("%s: %d fields were made", name, after)
		}
	}
}

// An event has as much time as a question.
func TestAnEventThatTakesTooLong(t *testing.T) {
	each(t, func(t *testing.T, subscribe func(testing.TB, string, string, map[string]any) streamtest.Stream) {
		event := func(context.Context) graphql.ResponseHandler {
			return once(func(ctx context.Context) (string, error) {
				for made := true; made; {
					made = false
					field := &graphql.FieldContext{Field: graphql.CollectedField{Field: &ast.Field{}}}
					_, _ = graphql.GetOperationContext(ctx).ResolverMiddleware(graphql.WithFieldContext(ctx, field), func(context.Context) (any, error) {
						made = true
						return nil, nil
					})
				}
				return fine(ctx)
			})
		}
		door := open(t, fine, func(config *api.Config) {
			config.Timeout = time.Millisecond
			config.Schema.(*graphql.ExecutableSchemaMock).ExecFunc = answering(event, fine)
		})
		if got := subscribe(t, door.URL+api.Path, ticks, nil).Next(t); got.Type != "next" || !strings.Contains(got.Payload, `"reason":"TIMED_OUT"`) {
			t.Errorf("got %.300v", got)
		}
	})
}

// Whoever asks is told what a document cost.
func TestCostIsTold(t *testing.T) {
	door := openGenerated(t, nil)
	const query = `{ __type(name: "Region") { name kind } __typename }`
	var told struct {
		Extensions struct {
			Cost *struct{ Estimate, Limit, Fields, Bytes int }
		}
	}
	got := door.ask(t, query, nil, "GraphQL-Cost", "report")
	if err := json.Unmarshal([]byte(got.body), &told); err != nil || told.Extensions.Cost == nil {
		t.Fatalf("got %v %s", err, got.body)
	}
	if cost := *told.Extensions.Cost; cost.Estimate != 4 || cost.Fields != 3 || cost.Limit != 500_000 || cost.Bytes < len(`"__type":{"name":"Region","kind":"OBJECT"}`)-10 {
		t.Errorf("got %+v", cost)
	}
	if got := door.ask(t, query, nil); strings.Contains(got.body, "extensions") {
		t.Errorf("told though nobody asked: %s", got.body)
	}
}
