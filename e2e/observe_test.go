package e2e

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"ketenkaart/api"
	"ketenkaart/events"
	"ketenkaart/observe"
	"ketenkaart/registry"
	"ketenkaart/server"
	"ketenkaart/store/observed"
	"ketenkaart/store/sqlite"
)

// observedServer is a whole server on an empty store, with all that it shows of itself.
func observedServer(t *testing.T) (url string, taken *prometheus.Registry, spans *tracetest.InMemoryExporter) {
	t.Helper()
	store, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "ketenkaart.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close(context.WithoutCancel(t.Context())) })
	taken, spans = prometheus.NewRegistry(), tracetest.NewInMemoryExporter()
	taken.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	traces := sdktrace.NewTracerProvider(sdktrace.WithSyncer(spans))
	watch, err := observe.StoreCalls(taken, traces.Tracer("test"))
	if err != nil {
		t.Fatal(err)
	}
	reg, err := registry.New(observed.Store(store, watch), time.Now, registry.Guide{})
	if err != nil {
		t.Fatal(err)
	}
	handler, err := server.New(reg, "test", api.Config{Ping: store.Ping, Log: slog.New(slog.DiscardHandler), Local: true, Metrics: taken, Traces: traces})
	if err != nil {
		t.Fatal(err)
	}
	served := httptest.NewServer(handler)
	t.Cleanup(served.Close)
	return served.URL, taken, spans
}

func TestATraceGoesFromTheClientToTheStore(t *testing.T) {
	url, _, spans := observedServer(t)
	request, err := http.NewRequest(http.MethodPost, url+api.Path, strings.NewReader(`{"query":"query Hoeveel { partners { totalCount } }"}`))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if body, err := io.ReadAll(response.Body); err != nil || !strings.Contains(string(body), `"totalCount":0`) {
		t.Fatal(string(body), err)
	}
	above := map[string]tracetest.SpanStub{}
	var call tracetest.SpanStub
	for _, span := range spans.GetSpans() {
		above[span.SpanContext.SpanID().String()] = span
		if strings.HasPrefix(span.Name, "store ") {
			call = span
		}
	}
	var chain []string
	id := call.SpanContext.SpanID().String()
	for span, there := above[id]; there; span, there = above[id] {
		chain, id = append(chain, strings.Fields(span.Name)[0]), span.Parent.SpanID().String()
	}
	if got := strings.Join(append(chain, id), " < "); got != "store < query < POST < 00f067aa0ba902b7" {
		t.Errorf("the store's call lies under %s", got)
	}
}

// TestAlertsAndDashboard holds what they ask of Prometheus against the metrics that there are.
func TestAlertsAndDashboard(t *testing.T) {
	_, taken, _ := observedServer(t)
	listener, err := api.CountConnections(nil, taken)
	if err != nil || listener == nil {
		t.Fatal(err)
	}
	if _, err := events.NewSender(events.Maker{}, nil, nil, events.UsualPace(), nil, taken); err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{"up": true, "ketenkaart_build_info": true}
	descriptions := make(chan *prometheus.Desc, 1000)
	taken.Describe(descriptions)
	close(descriptions)
	for each := range descriptions {
		name := regexp.MustCompile(`fqName: "(\w+)"`).FindStringSubmatch(each.String())[1]
		for _, suffix := range []string{"", "_bucket", "_count", "_sum"} {
			known[name+suffix] = true
		}
	}
	families, err := taken.Gather() // the collector of Go describes nothing before
	if err != nil {
		t.Fatal(err)
	}
	for _, family := range families {
		known[family.GetName()] = true
	}
	asked := 0
	for _, expression := range append(alerts(t), dashboard(t)...) {
		for _, name := range regexp.MustCompile(`\b(?:ketenkaart|go|process)_\w+|\bup\b`).FindAllString(expression, -1) {
			if asked++; !known[name] {
				t.Errorf("%s: there is no metric %s", expression, name)
			}
		}
	}
	if asked < 30 {
		t.Errorf("only %d metrics are asked for", asked)
	}
}

// alerts are the expressions of the rules; each says what is the matter, and docs/operations.md what to do.
func alerts(t *testing.T) (expressions []string) {
	t.Helper()
	var rules struct {
		Groups []struct {
			Name  string
			Rules []struct {
				Alert, Expr, For    string
				Labels, Annotations map[string]string
			}
		}
	}
	if err := yaml.UnmarshalWithOptions([]byte(read(t, "../deploy/prometheus/alerts.yml")), &rules, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	operations := read(t, "../docs/operations.md")
	for _, group := range rules.Groups {
		for _, rule := range group.Rules {
			expressions = append(expressions, rule.Expr)
			if rule.Annotations["summary"] == "" || rule.Labels["severity"] == "" {
				t.Errorf("%s says too little", rule.Alert)
			}
			if _, err := time.ParseDuration(rule.For); rule.For != "" && err != nil {
				t.Errorf("%s: %v", rule.Alert, err)
			}
			if !strings.Contains(operations, "| `"+rule.Alert+"` |") {
				t.Errorf("docs/operations.md does not say what to do about %s", rule.Alert)
			}
		}
	}
	return expressions
}

func dashboard(t *testing.T) (expressions []string) {
	t.Helper()
	var board struct {
		Panels []struct {
			Title   string
			Targets []struct{ Expr string }
		}
	}
	if err := json.Unmarshal([]byte(read(t, "../deploy/grafana/ketenkaart.json")), &board); err != nil {
		t.Fatal(err)
	}
	for _, panel := range board.Panels {
		if panel.Title == "" || len(panel.Targets) == 0 {
			t.Errorf("a panel shows nothing: %+v", panel)
		}
		for _, target := range panel.Targets {
			expressions = append(expressions, target.Expr)
		}
	}
	return expressions
}
