package api_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"ketenkaart/api"
	"ketenkaart/registry"
)

func TestErrorsAsAClientSeesThem(t *testing.T) {
	const secret = "password=hunter2"
	tests := []struct {
		name         string
		err          error
		code, reason string
		message      string
		logged       string
	}{
		{"refused by the registry", registry.Invalid(registry.ReasonPageSize, "first", "a page holds 1 to 100"), "BAD_USER_INPUT", "PAGE_SIZE", "first: a page holds 1 to 100", ""},
		{"refused and wrapped", fmt.Errorf("%s: %w", secret, registry.NotFound("Partner:x")), "NOT_FOUND", "NOT_FOUND", "Partner:x is not in the register", ""},
		{"conflict", registry.Conflict(registry.ReasonVersion, "version 3 is not 4"), "CONFLICT", "VERSION_MISMATCH", "version 3 is not 4", ""},
		{"store away", registry.Unavailable(registry.ReasonStoreAway, errors.New(secret)), "UNAVAILABLE", "STORE_AWAY", "the store cannot be reached now, try again later", "unavailable"},
		{"outcome unknown", registry.Unavailable(registry.ReasonOutcomeUnknown, context.Canceled), "UNAVAILABLE", "OUTCOME_UNKNOWN", "the connection was lost during the commit: try again with the same idempotencyKey", "unavailable"},
		{"anything else", errors.New(secret), "INTERNAL_SERVER_ERROR", "INTERNAL", "internal error", "internal error"},
		{"internal by its own word", &registry.Error{Code: registry.CodeInternal, Message: secret}, "INTERNAL_SERVER_ERROR", "INTERNAL", "internal error", "internal error"},
		{"deadline of a store", fmt.Errorf("read %s: %w", secret, context.DeadlineExceeded), "UNAVAILABLE", "TIMED_OUT", "this took too long: ask for less, or try again later", "unavailable"},
		{"cancelled", context.Canceled, "UNAVAILABLE", "CANCELLED", "the request was cancelled", "cancelled"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			door := open(t, func(context.Context) (string, error) { return "", test.err }, nil)
			got := door.ask(t, "{ ok }", nil, "X-Request-Id", "mine-1")
			door.Close()
			if got.status != http.StatusOK || got.code() != test.code || got.reason() != test.reason || got.Errors[0].Message != test.message {
				t.Errorf("got %d %s", got.status, got.body)
			}
			if strings.Contains(got.body, secret) {
				t.Errorf("the answer gives the cause away: %s", got.body)
			}
			if test.logged == "" {
				return
			}
			lines := door.log.lines(t, test.logged)
			if len(lines) != 1 || lines[0]["id"] != "mine-1" || lines[0]["error"] == nil {
				t.Errorf("want one log line %q with the request and the error, got %v", test.logged, lines)
			}
		})
	}
}

func TestFactsOfAnErrorStandBesideItsCode(t *testing.T) {
	door := open(t, func(context.Context) (string, error) {
		known := registry.Invalid(registry.ReasonNotSuitable, "profile", "KERN does not suit")
		known.Facts["suitableProfiles"] = []string{"STANDBY"}
		known.Facts["code"] = "a fact of that name changes no code"
		return "", known
	}, nil)
	got := door.ask(t, "{ ok }", nil)
	facts := got.Errors[0].Extensions
	if got.code() != "BAD_USER_INPUT" || facts["field"] != "profile" || fmt.Sprint(facts["suitableProfiles"]) != "[STANDBY]" {
		t.Errorf("got %s", got.body)
	}
}

func TestPanicIsLoggedWithItsStackAndShownAsInternal(t *testing.T) {
	door := open(t, func(context.Context) (string, error) { panic("secret") }, nil)
	got := door.ask(t, "{ ok }", nil)
	door.Close()
	if got.code() != "INTERNAL_SERVER_ERROR" || got.extension("requestId") != got.header.Get("X-Request-Id") || strings.Contains(got.body, "secret") {
		t.Errorf("got %s", got.body)
	}
	lines := door.log.lines(t, "internal error")
	if len(lines) != 1 || lines[0]["error"] != "panic: secret" || !strings.Contains(fmt.Sprint(lines[0]["stack"]), "errors_test.go") {
		t.Errorf("logged %v", lines)
	}
}

func TestPanicOutsideOfGraphQL(t *testing.T) {
	door := open(t, fine, func(config *api.Config) {
		config.Pages = http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("secret") })
	})
	got := send(t, http.MethodGet, door.URL+"/", "")
	door.Close()
	if got.status != http.StatusInternalServerError || got.code() != "INTERNAL_SERVER_ERROR" || strings.Contains(got.body, "secret") {
		t.Errorf("got %d %s", got.status, got.body)
	}
	if lines := door.log.lines(t, "panic"); len(lines) != 1 {
		t.Errorf("logged %v", lines)
	}
}

func TestDocumentsThatGraphQLRefuses(t *testing.T) {
	door := open(t, fine, nil)
	for query, code := range map[string]string{
		"{ ok":                      "GRAPHQL_PARSE_FAILED",
		"{ nok }":                   "GRAPHQL_VALIDATION_FAILED",
		strings.Repeat("{ok}", 700): "GRAPHQL_PARSE_FAILED",
	} {
		got := door.ask(t, query, nil)
		if got.status != http.StatusOK || got.code() != code || got.reason() != "INVALID_DOCUMENT" {
			t.Errorf("%.40q: got %d %s", query, got.status, got.body)
		}
	}
}

// GraphQL's own types refuse what does not fit them before a resolver is asked; the field has no arguments then.
func TestAnArgumentThatDoesNotFitItsType(t *testing.T) {
	argument := ast.FieldDefinition{Arguments: ast.ArgumentDefinitionList{{Name: "first"}}}
	field := func(args map[string]any) *graphql.FieldContext {
		return &graphql.FieldContext{Args: args, Field: graphql.CollectedField{Field: &ast.Field{Alias: "things", Definition: &argument}}}
	}
	resolve := func(of *graphql.FieldContext) answers {
		return func(ctx context.Context) (string, error) {
			graphql.AddError(graphql.WithFieldContext(ctx, of), errors.New("5 is no such thing"))
			return "null", nil
		}
	}
	got := open(t, resolve(field(nil)), nil).ask(t, "{ ok }", nil)
	if got.code() != "BAD_USER_INPUT" || got.reason() != "INVALID" || got.Errors[0].Message != "things: 5 is no such thing" {
		t.Errorf("got %s", got.body)
	}
	got = open(t, resolve(field(map[string]any{})), nil).ask(t, "{ ok }", nil)
	if got.code() != "INTERNAL_SERVER_ERROR" {
		t.Errorf("a resolver's own failure: got %s", got.body)
	}
}

func TestARequestThatTakesTooLong(t *testing.T) {
	for name, failure := range map[string]func(context.Context) error{
		"the context's own error": context.Context.Err,
		"a store that gave up":    func(ctx context.Context) error { return registry.Unavailable(registry.ReasonStoreAway, ctx.Err()) },
		"an engine's error":       func(context.Context) error { return errors.New("interrupted") },
	} {
		door := open(t, func(ctx context.Context) (string, error) {
			if _, has := ctx.Deadline(); has {
				t.Error("the context has a deadline, which costs the Neo4j driver a goroutine for every read")
			}
			<-ctx.Done()
			return "", failure(ctx)
		}, func(config *api.Config) { config.Timeout = 10 * time.Millisecond })
		got := door.ask(t, "{ ok }", nil)
		if got.code() != "UNAVAILABLE" || got.reason() != "TIMED_OUT" {
			t.Errorf("%s: got %s", name, got.body)
		}
	}
}
