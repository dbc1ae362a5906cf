package api_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"ketenkaart/api"
	"ketenkaart/registry"
)

func TestRequestsThatAreNoGraphQL(t *testing.T) {
	asJSON := []string{"Content-Type", "application/json"}
	tests := []struct {
		name, method, query, body string
		headers                   []string
		status                    int
		reason                    string
	}{
		{"a form", "POST", "", "query={ok}", []string{"Content-Type", "application/x-www-form-urlencoded"}, 415, "CONTENT_TYPE"},
		{"plain text", "POST", "", `{"query":"{ok}"}`, []string{"Content-Type", "text/plain"}, 415, "CONTENT_TYPE"},
		{"no type", "POST", "", `{"query":"{ok}"}`, nil, 415, "CONTENT_TYPE"},
		{"no JSON", "POST", "", `{"query":`, asJSON, 400, "MALFORMED_REQUEST"},
		{"nothing", "POST", "", ``, asJSON, 400, "MALFORMED_REQUEST"},
		{"a list", "POST", "", `[{"query":"{ok}"}]`, asJSON, 400, "MALFORMED_REQUEST"},
		{"a number for a query", "POST", "", `{"query":7}`, asJSON, 400, "MALFORMED_REQUEST"},
		{"too large", "POST", "", `{"query":"` + strings.Repeat("x", 1<<20) + `"}`, asJSON, 413, "REQUEST_TOO_LARGE"},
		{"another method", "PUT", "", `{"query":"{ok}"}`, asJSON, 405, "METHOD"},
		{"a mutation by GET", "GET", "mutation { change }", "", nil, 405, "MUTATION_BY_GET"},
	}
	door := open(t, fine, nil)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			address := door.URL + api.Path
			if test.query != "" {
				address += "?" + url.Values{"query": {test.query}}.Encode()
			}
			got := send(t, test.method, address, test.body, test.headers...)
			if got.status != test.status || got.code() != "BAD_USER_INPUT" || got.reason() != test.reason {
				t.Errorf("got %d %.300s", got.status, got.body)
			}
			if test.body != "" && strings.Contains(got.body, test.body) {
				t.Error("the answer repeats the request")
			}
		})
	}
}

func TestRequestsThatAre(t *testing.T) {
	door := open(t, fine, nil)
	tests := map[string]answer{
		"GET":           send(t, "GET", door.URL+api.Path+"?query=%7Bok%7D", ""),
		"POST":          door.ask(t, "{ ok }", nil),
		"with charset":  send(t, "POST", door.URL+api.Path, `{"query":"{ok}"}`, "Content-Type", "application/json; charset=utf-8"),
		"a mutation":    door.ask(t, "mutation { change }", nil),
		"response+json": door.ask(t, "{ ok }", nil, "Accept", "application/graphql-response+json"),
	}
	for name, got := range tests {
		if got.status != http.StatusOK || string(got.Data) != `{"ok":"yes"}` {
			t.Errorf("%s: got %d %s", name, got.status, got.body)
		}
	}
	stream := door.ask(t, "{ ok }", nil, "Accept", "text/event-stream")
	if !strings.Contains(stream.body, "event: next\ndata: {\"data\":{\"ok\":\"yes\"}}") {
		t.Errorf("as an event stream: %q", stream.body)
	}
}

func TestAPersonWhoOpensTheEndpointGetsThePage(t *testing.T) {
	door := open(t, fine, nil)
	got := send(t, "GET", door.URL+api.Path, "", "Accept", "text/html,*/*;q=0.8")
	if got.status != http.StatusSeeOther || got.header.Get("Location") != "/" {
		t.Errorf("got %d to %q", got.status, got.header.Get("Location"))
	}
}

func TestWithoutOriginsOnlyTheOwnPagesMayAsk(t *testing.T) {
	door := open(t, fine, nil)
	own := door.ask(t, "{ ok }", nil, "Origin", door.URL)
	if own.status != http.StatusOK {
		t.Errorf("an own page got %d %s", own.status, own.body)
	}
	foreign := door.ask(t, "{ ok }", nil, "Origin", "https://elsewhere.example")
	if foreign.status != http.StatusForbidden || foreign.reason() != "ORIGIN" || foreign.header.Get("Access-Control-Allow-Origin") != "" {
		t.Errorf("a foreign page got %d %s", foreign.status, foreign.body)
	}
	preflight := send(t, "OPTIONS", door.URL+api.Path, "", "Origin", "https://elsewhere.example", "Access-Control-Request-Method", "POST")
	if preflight.header.Get("Access-Control-Allow-Origin") != "" {
		t.Errorf("a foreign page may ask, by its preflight: %v", preflight.header)
	}
}

func TestNoPageOfAnotherSiteHasAnOperationCarried(t *testing.T) {
	const trusted = "https://kaart.example.nl"
	door := open(t, fine, func(config *api.Config) { config.Origins = []string{trusted} })
	for name, test := range map[string]struct {
		headers []string
		status  int
	}{
		"a picture on another site":        {[]string{"Sec-Fetch-Site", "cross-site", "Accept", "image/*"}, 403},
		"a link on another site":           {[]string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Accept", "text/html"}, 403},
		"a site beside it":                 {[]string{"Sec-Fetch-Site", "same-site"}, 403},
		"a script of another origin":       {[]string{"Origin", "https://elsewhere.example"}, 403},
		"a picture, by an old browser":     {[]string{"Referer", "https://elsewhere.example/page"}, 403},
		"an own page":                      {[]string{"Sec-Fetch-Site", "same-origin"}, 200},
		"an own page, by an old browser":   {[]string{"Referer", door.URL + "/"}, 200},
		"an address typed by a person":     {[]string{"Sec-Fetch-Site", "none", "Accept", "text/html, */*;q=0.8"}, 200},
		"a script of a trusted origin":     {[]string{"Origin", trusted, "Sec-Fetch-Site", "cross-site"}, 200},
		"a program, which tells no origin": {nil, 200},
	} {
		got := send(t, "GET", door.URL+api.Path+"?query=%7Bok%7D", "", test.headers...)
		if got.status != test.status || test.status == 403 && (got.code() != "FORBIDDEN" || got.reason() != "ORIGIN") {
			t.Errorf("%s: got %d %s", name, got.status, got.body)
		}
	}
	event := door.ask(t, "{ ok }", nil, "Accept", "text/event-stream", "Sec-Fetch-Site", "cross-site")
	if event.status != http.StatusForbidden {
		t.Errorf("an event stream for another site: got %d", event.status)
	}
	page := send(t, "GET", door.URL+api.Path, "", "Accept", "text/html", "Sec-Fetch-Site", "cross-site")
	if page.status != http.StatusSeeOther {
		t.Errorf("a link to the endpoint, without an operation: got %d", page.status)
	}
}

func TestAStreamIsForClientsThatPreferOne(t *testing.T) {
	door := open(t, fine, nil)
	for accept, stream := range map[string]bool{
		"text/event-stream":                                                                       true,
		"text/event-stream, multipart/mixed":                                                      true,
		"text/event-stream, application/json":                                                     true,
		"text/event-stream;q=0.9, application/json;q=0.5, */*;q=0.1":                              true,
		"application/json;q=0.5, text/event-stream;q=0.9":                                         true,
		"application/graphql-response+json, application/json, text/event-stream, multipart/mixed": false,
		"application/json, text/event-stream;q=0.9":                                               false,
		"text/event-stream;q=0.9, application/json":                                               false,
		"text/event-stream;q=0":                                                                   false,
		"*/*":                                                                                     false,
		"text/html, application/xhtml+xml, */*;q=0.8":                                             false,
	} {
		got := door.ask(t, "{ ok }", nil, "Accept", accept)
		status := http.StatusOK
		if accept == "text/event-stream;q=0" {
			status = http.StatusNotAcceptable
		}
		if is := got.header.Get("Content-Type") == "text/event-stream"; got.status != status || is != stream {
			t.Errorf("%s: got %d %s", accept, got.status, got.header.Get("Content-Type"))
		}
	}
}

func TestATrustedOriginMayAsk(t *testing.T) {
	const origin = "https://kaart.example.nl"
	door := open(t, fine, func(config *api.Config) { config.Origins = []string{origin} })
	preflight := send(t, "OPTIONS", door.URL+api.Path, "", "Origin", origin,
		"Access-Control-Request-Method", "POST", "Access-Control-Request-Headers", "authorization,content-type,last-event-id,x-ketenkaart-at-least-revision")
	if preflight.header.Get("Access-Control-Allow-Origin") != origin || preflight.status != http.StatusNoContent {
		t.Errorf("preflight: %d %v", preflight.status, preflight.header)
	}
	got := door.ask(t, "{ ok }", nil, "Origin", origin, "Sec-Fetch-Site", "cross-site")
	if got.status != http.StatusOK || got.header.Get("Access-Control-Allow-Origin") != origin || got.header.Get("Access-Control-Expose-Headers") != "X-Ketenkaart-Revision, Etag, Retry-After, X-Request-Id" {
		t.Errorf("got %d %s %v", got.status, got.body, got.header)
	}
	other := door.ask(t, "{ ok }", nil, "Origin", "https://elsewhere.example")
	if other.status != http.StatusForbidden {
		t.Errorf("another origin got %d", other.status)
	}
}

func TestOriginsThatAreNone(t *testing.T) {
	for _, origin := range []string{"*", "kaart.example.nl", "https://kaart.example.nl/", "https://kaart.example.nl/pad", ""} {
		_, err := api.New(api.Config{Origins: []string{origin}})
		if registry.CodeOf(err) != registry.CodeBadInput {
			t.Errorf("%q: got %v", origin, err)
		}
	}
}

func TestALocalServerAnswersToNoOtherName(t *testing.T) {
	door := open(t, fine, func(config *api.Config) {
		config.Local, config.Origins = true, []string{"https://kaart.example.nl"}
	})
	for host, status := range map[string]int{
		"127.0.0.1:8080": 200, "localhost:8080": 200, "LOCALHOST": 200, "[::1]:8080": 200, "kaart.localhost": 200,
		"kaart.example.nl": 200, "elsewhere.example": 421, "elsewhere.example:8080": 421, "10.0.0.1": 421, "localhost.elsewhere.example": 421,
	} {
		if got := door.ask(t, "{ ok }", nil, "Host", host); got.status != status {
			t.Errorf("%s: got %d %s", host, got.status, got.body)
		}
	}
	open := open(t, fine, nil)
	if got := open.ask(t, "{ ok }", nil, "Host", "elsewhere.example"); got.status != 200 {
		t.Errorf("a server for others: got %d", got.status)
	}
}

func TestEveryRequestActsAsTheLocalUser(t *testing.T) {
	door := open(t, func(ctx context.Context) (string, error) {
		if actor, ok := registry.ActorFrom(ctx); !ok || actor.ID != registry.LocalActor().ID {
			t.Errorf("acts as %v, %v", actor, ok)
		}
		return fine(ctx)
	}, nil)
	door.ask(t, "{ ok }", nil)
}

// The addresses in the page are of the folder that it is in, so that of the folder has its slash.
func TestBelowAPath(t *testing.T) {
	door := open(t, fine, func(c *api.Config) {
		c.BasePath = "/kaart"
		c.Pages = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = w.Write([]byte(r.URL.Path)) })
	})
	if got := send(t, http.MethodGet, door.URL+"/kaart", ""); got.status != http.StatusPermanentRedirect || got.header.Get("Location") != "/kaart/" {
		t.Errorf("without a slash: %d %s", got.status, got.header.Get("Location"))
	}
	for path, want := range map[string]string{"/kaart/": "/", "/kaart/graphiql": "/graphiql"} {
		if got := send(t, http.MethodGet, door.URL+path, ""); got.status != http.StatusOK || got.body != want {
			t.Errorf("%s: %d %s, want %s", path, got.status, got.body, want)
		}
	}
}
