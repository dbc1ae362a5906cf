package web_test

import (
	"encoding/json"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"ketenkaart/web"
)

// built are files of GraphiQL as the program may be built with.
func built() fstest.MapFS {
	files := fstest.MapFS{}
	for _, name := range []string{"graphiql.min.js", "graphiql.min.css", "react.production.min.js", "react-dom.production.min.js"} {
		files[name] = &fstest.MapFile{Data: []byte("/* " + name + " */")}
	}
	return files
}

func serve(t *testing.T, settings web.Settings, graphiql fs.FS) *httptest.Server {
	t.Helper()
	handler, err := web.Handler(settings, graphiql)
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

func TestPagesAndTheirParts(t *testing.T) {
	server := serve(t, web.Settings{Endpoint: "/graphql"}, built())
	for path, mediaType := range map[string]string{
		"/": "text/html; charset=utf-8", "/graphiql": "text/html; charset=utf-8", "/web/page.css": "text/css; charset=utf-8",
		"/web/ask.js": "text/javascript; charset=utf-8", "/web/page.js": "text/javascript; charset=utf-8", "/web/graphiql.js": "text/javascript; charset=utf-8",
		"/web/icon.svg": "image/svg+xml", "/web/graphiql/graphiql.min.js": "text/javascript; charset=utf-8", "/web/graphiql/graphiql.min.css": "text/css; charset=utf-8",
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
	for _, path := range []string{"/nergens", "/web/", "/web/web.go", "/web/../web.go", "/web/graphiql/.gitignore"} {
		if response, _ := get(t, server.URL+path); response.StatusCode != http.StatusNotFound {
			t.Errorf("%s: got %s", path, response.Status)
		}
	}
}

// A program that was built without GraphiQL has the editor in its place, and names it nowhere.
func TestWithoutGraphiQL(t *testing.T) {
	server := serve(t, web.Settings{Endpoint: "/kaart/graphql"}, nil)
	_, page := get(t, server.URL+"/")
	if response, text := get(t, server.URL+"/graphiql"); response.Request.URL.Path != "/" || text != page {
		t.Errorf("it leads to %s", response.Request.URL)
	}
	if strings.Contains(page, "graphiql") {
		t.Errorf("the page offers what is not there:\n%s", page)
	}
}

var (
	settingsOf = regexp.MustCompile(`(?s)type="application/json">(.*?)</script>`)
	addressIn  = regexp.MustCompile(` (?:src|href)="([^"]*)"`)
	forbidden  = regexp.MustCompile(`https?://[^\s"')]+|<script>|<style|\son\w+="|\sstyle="`)
)

// The pages load nothing from elsewhere and run nothing that is written in them, wherever a proxy has the server.
func TestPagesNeedNothingFromElsewhere(t *testing.T) {
	server := serve(t, web.Settings{Endpoint: "/kaart/graphql", Sessions: true}, built())
	for _, path := range []string{"/", "/graphiql"} {
		response, page := get(t, server.URL+path)
		policy := response.Header.Get("Content-Security-Policy")
		if strings.Contains(policy, "http") || strings.Contains(strings.Split(policy, "style-src")[0], "unsafe") {
			t.Errorf("%s: the policy is %s", path, policy)
		}
		var settings struct {
			web.Settings
			Examples []web.Example
		}
		data := settingsOf.FindStringSubmatch(page)
		if len(data) == 0 || json.Unmarshal([]byte(data[1]), &settings) != nil || settings.Endpoint != "/kaart/graphql" || !settings.Sessions || len(settings.Examples) != 5 {
			t.Errorf("%s: the settings are %q", path, data)
		}
		all := strings.ReplaceAll(page, data[0], "")
		for _, address := range addressIn.FindAllStringSubmatch(page, -1) {
			if strings.HasPrefix(address[1], "/") || strings.Contains(address[1], ":") {
				t.Errorf("%s: %s is not of the folder that the page is in", path, address[1])
			}
			if strings.HasPrefix(address[1], "web/") {
				response, text := get(t, server.URL+"/"+address[1])
				if response.StatusCode != http.StatusOK {
					t.Errorf("%s: there is no %s", path, address[1])
				}
				if !strings.HasSuffix(address[1], ".svg") { // it names its language, by an address
					all += text
				}
			}
		}
		if found := forbidden.FindAllString(all, -1); len(found) > 0 {
			t.Errorf("%s names %v, which its policy forbids", path, found)
		}
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
