package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"
)

func TestMetricsHaveAListenerOfTheirOwn(t *testing.T) {
	server := start(t, t.TempDir(), "--example", "--metrics-listen", "127.0.0.1:0")
	found := regexp.MustCompile(`Metrics: +(\S+)`).FindStringSubmatch(server.announced)
	if found == nil {
		t.Fatalf("it announced %s", server.announced)
	}
	metrics := bodyOf(t, found[1], http.StatusOK)
	for _, line := range []string{
		`ketenkaart_operations_total{from="store",kind="query",operation="anonymous"} 1`, "ketenkaart_revision 1", "ketenkaart_store_up 1", `ketenkaart_store_call_seconds_count{method="State"}`, "ketenkaart_connections ",
		"ketenkaart_build_info{", "go_goroutines ", "process_resident_memory_bytes ",
	} {
		if !strings.Contains(metrics, "\n"+line) {
			t.Errorf("the metrics have no %s", line)
		}
	}
	if strings.Count(metrics, "\n") > 1000 {
		t.Errorf("the metrics have %d lines", strings.Count(metrics, "\n"))
	}
	bodyOf(t, strings.Replace(server.endpoint, "/graphql", "/metrics", 1), http.StatusNotFound)
	for _, path := range []string{"/livez", "/readyz", "/health/live", "/health/ready"} {
		bodyOf(t, strings.Replace(server.endpoint, "/graphql", path, 1), http.StatusOK)
	}
	if code := server.stop(t, os.Interrupt); code != 0 {
		t.Errorf("it ended with %d", code)
	}
}

func bodyOf(t *testing.T, url string, status int) string {
	t.Helper()
	response, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != status {
		t.Fatalf("%s: %s %s %v", url, response.Status, text, err)
	}
	return string(text)
}

func TestTracesGoWhereTheEnvironmentSays(t *testing.T) {
	sent := make(chan string, 10)
	collector := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body) // what is cut off has not what is looked for
		sent <- r.URL.Path + string(body)
	}))
	defer collector.Close()
	t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.URL)
	server := start(t, t.TempDir(), "--empty")
	if code := server.stop(t, os.Interrupt); code != 0 {
		t.Errorf("it ended with %d", code)
	}
	if got := <-sent; !strings.HasPrefix(got, "/v1/traces") || !strings.Contains(got, "store State") || !strings.Contains(got, "ketenkaart") {
		t.Errorf("it sent %q", got)
	}
}
