package api_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"ketenkaart/api"
	"ketenkaart/auth"
	"ketenkaart/registry"
)

// What is never to be seen by those who read logs and traces.
var secrets = []string{"geheim", "0612345678", "jan@example.nl", "piet@example.nl"}

func holdsNoSecret(t *testing.T, what, text string) {
	t.Helper()
	for _, secret := range secrets {
		if strings.Contains(text, secret) || strings.Contains(text, url.QueryEscape(secret)) {
			t.Errorf("%s holds %q: %s", what, secret, text)
		}
	}
}

// byProxy has a proxy of this machine say who somebody is.
func byProxy(config *api.Config) {
	config.SignIn = auth.SignIn{Proxy: &auth.Proxy{From: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, User: "X-Forwarded-User", Roles: "X-Forwarded-Groups", RoleNames: auth.DefaultClaims().RoleNames}, Anonymous: true}
	config.Proxies = api.Proxies{netip.MustParsePrefix("127.0.0.0/8")}
}

func TestTheLogHoldsNoTokensVariablesOrContactDetails(t *testing.T) {
	failing := func(context.Context) (string, error) { return "", errors.New("it broke") }
	for _, resolve := range []answers{fine, failing} {
		door := open(t, resolve, func(config *api.Config) { byProxy(config); config.SlowOperations = 1 })
		variables := map[string]any{"l": map[string]any{"name": "jan@example.nl", "id": "0612345678"}}
		door.ask(t, "query Zoek($l: Look) { look(input: $l) }", variables, "X-Forwarded-User", "piet@example.nl", "X-Forwarded-Groups", "reader", "X-Forwarded-For", "192.0.2.7", "Cookie", "session=geheim")
		door.ask(t, "query Zoek($l: Look!) { look(input: $l) }", map[string]any{"l": map[string]any{"colour": "geheim 0612345678"}})
		door.ask(t, `{ look(input: {name: "jan@example.nl", colour: 0612345678}) }`, nil, "Authorization", "Bearer geheim")
		send(t, http.MethodGet, door.URL+api.Path+"?query={ok}&variables="+url.QueryEscape(`{"a":"jan@example.nl"}`), "")
		door.Close()
		holdsNoSecret(t, "the log", door.log.text.String())
		lines := door.log.lines(t, "request")
		if took, isNumber := lines[0]["took_ms"].(float64); len(lines) != 4 || lines[0]["client"] != "192.0.2.7" || !isNumber || took <= 0 || lines[0]["actor"] != "sha256:da8f0ccbf91a43d9" {
			t.Errorf("logged %v", lines)
		}
		slow := door.log.lines(t, "slow operation")
		if len(slow) == 0 || slow[0]["operation"] != "query Zoek" || slow[0]["cost"] != 1.0 || slow[0]["store_calls"] != 0.0 || slow[0]["id"] != lines[0]["id"] {
			t.Errorf("logged of slow operations %v", slow)
		}
	}
}

func TestNoOperationIsSlowWhenNoneIsAskedFor(t *testing.T) {
	door := open(t, fine, nil)
	door.ask(t, "{ ok }", nil)
	door.Close()
	if slow := door.log.lines(t, "slow operation"); slow != nil {
		t.Errorf("logged %v", slow)
	}
}

func TestMetricsCountAndStayFew(t *testing.T) {
	taken := prometheus.NewRegistry()
	away := errors.New("away")
	var storeGone error
	door := open(t, fine, func(config *api.Config) {
		config.Metrics = taken
		config.Revision = func(context.Context) (int, error) { return 7, storeGone }
	})
	for range 5 {
		door.ask(t, "query Vaak { ok }", nil)
	}
	for n := range 300 {
		door.ask(t, fmt.Sprintf("query Naam%d { ok }", n), nil)
	}
	for n := range 150 {
		for range 3 {
			door.ask(t, fmt.Sprintf("query Telkens%d { ok }", n), nil)
		}
	}
	door.ask(t, "{ nothing }", nil)
	send(t, http.MethodGet, door.URL+"/nergens", "")
	if err := testutil.GatherAndCompare(taken, strings.NewReader(`
# HELP ketenkaart_errors_total Errors in answers of GraphQL, by code.
# TYPE ketenkaart_errors_total counter
ketenkaart_errors_total{code="GRAPHQL_VALIDATION_FAILED"} 1
# HELP ketenkaart_http_requests_total Requests by where they went and their status; streams when they ended.
# TYPE ketenkaart_http_requests_total counter
ketenkaart_http_requests_total{route="graphql",status="200"} 756
ketenkaart_http_requests_total{route="other",status="404"} 1
# HELP ketenkaart_revision The revision of the register.
# TYPE ketenkaart_revision gauge
ketenkaart_revision 7
# HELP ketenkaart_store_up Whether the store answers.
# TYPE ketenkaart_store_up gauge
ketenkaart_store_up 1
# HELP ketenkaart_subscriptions Subscriptions that are open.
# TYPE ketenkaart_subscriptions gauge
ketenkaart_subscriptions 0
`), "ketenkaart_errors_total", "ketenkaart_http_requests_total", "ketenkaart_revision", "ketenkaart_store_up", "ketenkaart_subscriptions"); err != nil {
		t.Error(err)
	}
	if names, err := testutil.GatherAndCount(taken, "ketenkaart_operations_total"); err != nil || names != 101 {
		t.Errorf("operations have %d names, want 100 and other; %v", names, err)
	}
	storeGone = away
	if err := testutil.GatherAndCompare(taken, strings.NewReader(`
# HELP ketenkaart_store_up Whether the store answers.
# TYPE ketenkaart_store_up gauge
ketenkaart_store_up 0
`), "ketenkaart_store_up", "ketenkaart_revision"); err != nil {
		t.Error(err)
	}
}

func TestAnswersFromTheCacheAreCounted(t *testing.T) {
	taken := prometheus.NewRegistry()
	door := open(t, fine, func(config *api.Config) {
		config.AnswerCache, config.Today = 1<<20, func() registry.Date { return "2026-11-23" }
		config.Revision = func(context.Context) (int, error) { return 1, nil }
		config.Metrics = taken
	})
	for range 4 {
		door.ask(t, "query Vaak { ok }", nil)
	}
	if err := testutil.GatherAndCompare(taken, strings.NewReader(`
# HELP ketenkaart_answer_cache_total Questions that the cache of answers was asked for.
# TYPE ketenkaart_answer_cache_total counter
ketenkaart_answer_cache_total{result="hit"} 2
ketenkaart_answer_cache_total{result="miss"} 2
# HELP ketenkaart_operations_total Operations that were answered, and events of subscriptions, by name and where the answer came from.
# TYPE ketenkaart_operations_total counter
ketenkaart_operations_total{from="cache",kind="query",operation="Vaak"} 2
ketenkaart_operations_total{from="store",kind="query",operation="other"} 2
`), "ketenkaart_answer_cache_total", "ketenkaart_operations_total"); err != nil {
		t.Error(err)
	}
}

func TestTracesFollowTheClientAndHoldNoSecrets(t *testing.T) {
	spans := tracetest.NewInMemoryExporter()
	traces := sdktrace.NewTracerProvider(sdktrace.WithSyncer(spans))
	door := open(t, fine, func(config *api.Config) { byProxy(config); config.Traces = traces })
	const parent = "4bf92f3577b34da6a3ce929d0e0e4736"
	door.ask(t, "query Zoek($l: Look) { look(input: $l) }", map[string]any{"l": map[string]any{"name": "jan@example.nl"}},
		"traceparent", "00-"+parent+"-00f067aa0ba902b7-01", "X-Forwarded-User", "piet@example.nl", "X-Forwarded-Groups", "reader", "Cookie", "session=geheim")
	send(t, http.MethodGet, door.URL+api.Path+"?query={ok}&variables="+url.QueryEscape(`{"a":"0612345678"}`), "")
	send(t, http.MethodGet, door.URL+"/readyz", "")
	door.Close()
	var told []string
	for _, span := range spans.GetSpans() {
		holdsNoSecret(t, "the span "+span.Name, fmt.Sprint(span.Name, span.Attributes, span.Events, span.Status))
		told = append(told, fmt.Sprint(span.Name, " ", span.SpanContext.TraceID().String() == parent, " ", span.Parent.IsValid()))
	}
	want := "query Zoek true true, POST graphql true true, query false true, GET graphql false false"
	if got := strings.Join(told, ", "); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestConnectionsAreCounted(t *testing.T) {
	taken := prometheus.NewRegistry()
	count := func() float64 {
		families, err := taken.Gather()
		if err != nil || len(families) != 1 {
			t.Fatal(families, err)
		}
		return families[0].Metric[0].Gauge.GetValue()
	}
	bare, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer bare.Close()
	listener, err := api.CountConnections(bare, taken)
	if err != nil {
		t.Fatal(err)
	}
	client, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", bare.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	accepted, err := listener.Accept()
	if err != nil || count() != 1 {
		t.Fatal(count(), err)
	}
	for range 2 {
		_ = accepted.Close()
	}
	_ = client.Close()
	if count() != 0 {
		t.Errorf("%v connections are open", count())
	}
}
