package api_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"ketenkaart/api"
	"ketenkaart/api/streamtest"
)

// usual has the limits of a server that says nothing of them.
func usual(config *api.Config) { config.Limits = api.Limits{} }

func many(count int, each func(n int) string) string {
	var text strings.Builder
	for n := range count {
		text.WriteString(each(n) + " ")
	}
	return text.String()
}

func TestLimits(t *testing.T) {
	door := open(t, fine, usual)
	for name, c := range map[string]struct{ fits, not, fact string }{
		"aliases":     {"{ find(first: 1) { " + many(100, func(n int) string { return fmt.Sprintf("a%d: name", n) }) + "} }", "{ find(first: 1) { " + many(101, func(n int) string { return fmt.Sprintf("a%d: name", n) }) + "} }", "aliases"},
		"directives":  {"{ ok " + many(25, func(int) string { return "... @include(if: true) @skip(if: false) { ok }" }) + "}", "{ ok " + many(26, func(int) string { return "... @include(if: true) @skip(if: false) { ok }" }) + "}", "directives"},
		"root fields": {"{ " + many(50, func(n int) string { return fmt.Sprintf("a%d: ok", n) }) + "}", "{ " + many(51, func(n int) string { return fmt.Sprintf("a%d: ok", n) }) + "}", "rootFields"},
		"repetitions": {"{ find(first: 1) { " + many(401, func(int) string { return "name" }) + "} }", "{ find(first: 1) { " + many(402, func(int) string { return "name" }) + "} }", "repeated"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := door.ask(t, c.fits, nil); got.reason() != "" {
				t.Errorf("what fits: %s", got.body)
			}
			if got := door.ask(t, c.not, nil); got.reason() != "TOO_COMPLEX" || got.Errors[0].Extensions[c.fact] == nil {
				t.Errorf("what does not: %s", got.body)
			}
		})
	}
}

func TestInProductionTheSchemaIsNotTold(t *testing.T) {
	door := open(t, fine, func(config *api.Config) { config.Production = true })
	for query, never := range map[string]string{
		"{ __schema { types { name } } }":        `"types"`,
		`{ __type(name: "Query") { name } }`:     `"Query"`,
		"{ okk }":                                "Did you mean",
		"{ things(firs: 1) { nodes { name } } }": "Did you mean",
		"{ look(colour: REDD) }":                 "Did you mean",
		"{ ok ... on Thin { name } }":            "Did you mean",
		"{ find { part } }":                      "Did you mean",
		"query($x: Lok) { look(input: $x) }":     "Did you mean",
		`{ look(input: {colou: RED}) }`:          "Did you mean",
	} {
		if got := door.ask(t, query, nil); len(got.Errors) == 0 || strings.Contains(got.body, never) {
			t.Errorf("%s: %s", query, got.body)
		}
	}
	if got := door.ask(t, "{ __typename ok }", nil); len(got.Errors) > 0 {
		t.Errorf("__typename: %s", got.body)
	}
}

func TestAClientHasItsShareOfAMinute(t *testing.T) {
	door := open(t, fine, func(config *api.Config) {
		config.Limits = api.Limits{RequestsPerMinute: 3, CostPerMinute: 10_000}
		config.Proxies = api.Proxies{loopback(t)}
	})
	from := func(address, query string) answer { return door.ask(t, query, nil, "X-Forwarded-For", address) }
	for n := range 3 {
		if got := from("203.0.113.7", "{ ok }"); got.status != http.StatusOK {
			t.Errorf("request %d: %d %s", n, got.status, got.body)
		}
	}
	if got := from("203.0.113.7", "{ ok }"); got.status != http.StatusTooManyRequests || got.reason() != "TOO_OFTEN" || got.header.Get("Retry-After") == "" {
		t.Errorf("one more: %d %s", got.status, got.body)
	}
	if got := from("198.51.100.9, 203.0.113.8", "{ ok }"); got.status != http.StatusOK {
		t.Errorf("another: %d %s", got.status, got.body)
	}
	if got := from("203.0.113.7, 198.51.100.10", "{ ok }"); got.status != http.StatusOK {
		t.Errorf("one that says it is the first: %d %s", got.status, got.body)
	}
	const dear = "{ things(first: 100) { nodes { words } } }"
	for n, status := range []int{http.StatusOK, http.StatusTooManyRequests} {
		if got := from("203.0.113.9", dear); got.status != status {
			t.Errorf("dear %d: %d %s", n, got.status, got.body)
		}
	}
	for range 10 {
		if got := door.ask(t, "{ ok }", nil); got.status != http.StatusOK {
			t.Fatalf("this machine: %d %s", got.status, got.body)
		}
	}
}

// TestAClientThatAsksTooOftenMayAskAgain: what is refused for its cost takes nothing of what the client may have running.
func TestAClientThatAsksTooOftenMayAskAgain(t *testing.T) {
	door := open(t, fine, func(config *api.Config) {
		config.Limits = api.Limits{CostPerMinute: 600_000}
		config.Proxies = api.Proxies{loopback(t)}
	})
	const dear = "{ things(first: 100) { nodes { more(first: 50) { nodes { words } } } } }"
	refused := 0
	for range 300 {
		if got := door.ask(t, dear, nil, "X-Forwarded-For", "203.0.113.7"); got.reason() == "TOO_OFTEN" {
			refused++
		}
	}
	if got := door.ask(t, "{ ok }", nil, "X-Forwarded-For", "203.0.113.7"); refused < 257 || got.reason() == "TOO_MANY_OPERATIONS" {
		t.Errorf("after %d refusals: %d %s", refused, got.status, got.body)
	}
}

// TestOperationsOfAWebSocketCountForWhoAsks: each counts as a request would, for the client that its first message names, and not for the address.
func TestOperationsOfAWebSocketCountForWhoAsks(t *testing.T) {
	door, sign := signing(t, newTicking(), fine, func(config *api.Config) {
		config.Limits = api.Limits{RequestsPerMinute: 3, CostPerMinute: 10_000}
		config.Proxies = api.Proxies{loopback(t)}
	})
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Header.Set("X-Forwarded-For", "203.0.113.7")
		door.Config.Handler.ServeHTTP(w, r)
	}))
	defer proxy.Close()
	for _, role := range []string{"reader", "analyst"} {
		s := streamtest.Greet(t, proxy.URL+api.Path, map[string]any{"Authorization": sign(role, time.Hour)})
		wantEvent(t, s, "connection_ack", "")
		for n := range 4 {
			s.Subscribe(t, strconv.Itoa(n), "{ ok }", nil)
			got := s.Next(t)
			if strings.Contains(got.Payload, "TOO_OFTEN") != (n == 3) {
				t.Errorf("%s, operation %d: %v", role, n, got)
			}
			if got.Type == "next" {
				s.Next(t) // complete
			}
		}
		s.Close()
	}
}
