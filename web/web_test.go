package web_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"ketenkaart/web"
)

func serve(t *testing.T) *httptest.Server {
	t.Helper()
	handler, err := web.Handler("/graphql")
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server
}

func get(t *testing.T, address string, headers ...string) (*http.Response, string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response, string(text)
}

func TestPageAndItsParts(t *testing.T) {
	server := serve(t)
	for path, mediaType := range map[string]string{
		"/": "text/html; charset=utf-8", "/web/page.css": "text/css; charset=utf-8",
		"/web/page.js": "text/javascript; charset=utf-8", "/web/icon.svg": "image/svg+xml",
	} {
		response, text := get(t, server.URL+path)
		if response.StatusCode != http.StatusOK || response.Header.Get("Content-Type") != mediaType || text == "" {
			t.Errorf("%s: got %s %s", path, response.Status, response.Header.Get("Content-Type"))
		}
		again, _ := get(t, server.URL+path, "If-None-Match", response.Header.Get("ETag"))
		if again.StatusCode != http.StatusNotModified {
			t.Errorf("%s again: got %s", path, again.Status)
		}
	}
	for _, path := range []string{"/nergens", "/web/", "/web/web.go", "/web/../web.go"} {
		if response, _ := get(t, server.URL+path); response.StatusCode != http.StatusNotFound {
			t.Errorf("%s: got %s", path, response.Status)
		}
	}
}

// What the page may load is what it is told to load, each with the hash of what it should be.
func TestPageLoadsOnlyWhatItsPolicyAllows(t *testing.T) {
	server := serve(t)
	response, page := get(t, server.URL+"/")
	policy := response.Header.Get("Content-Security-Policy")
	_, data, _ := strings.Cut(page, `type="application/json">`)
	data, _, _ = strings.Cut(data, "</script>")
	var settings struct {
		Endpoint        string
		Scripts, Styles []struct{ URL, Integrity string }
		Examples        []web.Example
	}
	if err := json.Unmarshal([]byte(data), &settings); err != nil {
		t.Fatalf("the settings %.200s: %v", data, err)
	}
	if settings.Endpoint != "/graphql" || len(settings.Scripts) != 3 || len(settings.Styles) != 1 || len(settings.Examples) != 5 {
		t.Errorf("the settings are %+v", settings)
	}
	for _, part := range append(settings.Scripts, settings.Styles...) {
		if !strings.Contains(policy, part.URL) || !regexp.MustCompile(`^sha256-.{43}=$`).MatchString(part.Integrity) {
			t.Errorf("%+v does not go with the policy %s", part, policy)
		}
	}
	withoutSettings := strings.Replace(page, data, "", 1)
	for _, part := range []string{"/web/page.css", "/web/page.js"} {
		_, text := get(t, server.URL+part)
		withoutSettings += text
	}
	if found := regexp.MustCompile(`https?://[^\s"')]+|<script>|<style|\son\w+=`).FindAllString(withoutSettings, -1); len(found) > 0 {
		t.Errorf("the page names %v, which its policy forbids", found)
	}
}

func TestExamplesFitTheSchema(t *testing.T) {
	text, err := os.ReadFile("../schema.graphqls")
	if err != nil {
		t.Fatal(err)
	}
	schema, err := gqlparser.LoadSchema(&ast.Source{Name: "schema.graphqls", Input: string(text)})
	if err != nil {
		t.Fatal(err)
	}
	examples, err := web.Examples()
	if err != nil {
		t.Fatal(err)
	}
	for _, example := range examples {
		if _, errs := gqlparser.LoadQueryWithRules(schema, example.Query, rules.NewDefaultRules()); errs != nil {
			t.Errorf("%s: %v", example.English, errs)
		}
		if example.Dutch == "" || example.English == "" {
			t.Errorf("an example without a name: %+v", example)
		}
	}
}
