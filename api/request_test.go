package api_test

import (
	"compress/gzip"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"ketenkaart/api"
)

func TestRequestIDs(t *testing.T) {
	door := open(t, fine, nil)
	given := door.ask(t, "query Naam { ok }", nil, "X-Request-Id", "abc-1.2_3")
	made := door.ask(t, "{ ok }", nil)
	again := door.ask(t, "{ ok }", nil)
	long := door.ask(t, "{ ok }", nil, "X-Request-Id", strings.Repeat("a", 65))
	odd := door.ask(t, "{ ok }", nil, "X-Request-Id", `a" level=ERROR`)
	door.Close()
	if id := given.header.Get("X-Request-Id"); id != "abc-1.2_3" {
		t.Errorf("the given id came back as %q", id)
	}
	seen := map[string]bool{}
	for _, got := range []answer{made, again, long, odd} {
		id := got.header.Get("X-Request-Id")
		if len(id) < 16 || len(id) > 64 || seen[id] || strings.Contains(id, " ") {
			t.Errorf("made the id %q", id)
		}
		seen[id] = true
	}
	lines := door.log.lines(t, "request")
	if len(lines) != 5 || lines[0]["id"] != "abc-1.2_3" || lines[0]["operation"] != "query Naam" || lines[0]["status"] != 200.0 {
		t.Errorf("logged %v", lines)
	}
}

func TestHeadersThatKeepBrowsersSafe(t *testing.T) {
	door := open(t, fine, nil)
	got := door.ask(t, "{ ok }", nil)
	for name, value := range map[string]string{
		"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "X-Frame-Options": "DENY",
		"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'", "Content-Type": "application/json; charset=utf-8",
	} {
		if got.header.Get(name) != value {
			t.Errorf("%s is %q, want %q", name, got.header.Get(name), value)
		}
	}
}

func TestHealth(t *testing.T) {
	var away error
	door := open(t, fine, func(config *api.Config) { config.Ping = func(context.Context) error { return away } })
	address := strings.TrimPrefix(door.URL, "http://")
	if got := send(t, "GET", door.URL+"/health/ready", ""); got.status != 200 {
		t.Errorf("ready: got %d %s", got.status, got.body)
	}
	if err := api.CheckReady(t.Context(), "http", address, ""); err != nil {
		t.Errorf("check: %v", err)
	}
	away = errors.New("bolt://secret.internal: connection refused")
	got := send(t, "GET", door.URL+"/health/ready", "")
	if got.status != http.StatusServiceUnavailable || strings.Contains(got.body, "secret") {
		t.Errorf("away: got %d %s", got.status, got.body)
	}
	if err := api.CheckReady(t.Context(), "http", address, ""); err == nil || !strings.Contains(err.Error(), "503") {
		t.Errorf("check while away: %v", err)
	}
	if got := send(t, "GET", door.URL+"/health/live", ""); got.status != 200 {
		t.Errorf("live: got %d", got.status)
	}
	away = nil
	if got := send(t, "GET", door.URL+"/health/ready", ""); got.status != 200 {
		t.Errorf("back: got %d", got.status)
	}
	door.Close()
	if err := api.CheckReady(t.Context(), "http", address, ""); err == nil {
		t.Error("a server that is gone is ready")
	}
}

func TestTheSchemaAsText(t *testing.T) {
	door := open(t, fine, nil)
	got := send(t, "GET", door.URL+"/schema.graphqls", "")
	schema, err := gqlparser.LoadSchema(&ast.Source{Input: got.body})
	if err != nil || schema.Types["ThingConnection"] == nil {
		t.Errorf("got %v of %.200s", err, got.body)
	}
}

func TestLargeAnswersArePackedForWhoCanUnpack(t *testing.T) {
	large := `{"ok":"` + strings.Repeat("keten ", 1000) + `"}`
	door := open(t, func(context.Context) (string, error) { return large, nil }, nil)
	request, err := http.NewRequestWithContext(t.Context(), "POST", door.URL+api.Path, strings.NewReader(`{"query":"{ok}"}`))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept-Encoding", "gzip")
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.Header.Get("Content-Encoding") != "gzip" {
		t.Fatalf("not packed: %v", response.Header)
	}
	unpacked, err := gzip.NewReader(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(unpacked)
	if err != nil || string(text) != `{"data":`+large+`}` {
		t.Errorf("unpacked %v %.100s", err, text)
	}
}
