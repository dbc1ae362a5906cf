// Package web has the pages for people: GraphiQL with example questions, and a small editor of our own in its place
// when GraphiQL cannot be fetched.
package web

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"strings"
	"time"
)

//go:embed page.html page.css page.js icon.svg examples/*.graphql
var files embed.FS

// part is a file of GraphiQL that the browser fetches, and refuses when it is not the one that was meant.
type part struct {
	URL       string `json:"url"`
	Integrity string `json:"integrity"`
}

// graphiql returns the files of GraphiQL, the scripts in the order in which they have to run.
func graphiql() (scripts, styles []part) {
	scripts = []part{
		{"https://cdn.jsdelivr.net/npm/react@18.2.0/umd/react.production.min.js", "sha256-S0lp+k7zWUMk2ixteM6HZvu8L9Eh//OVrt+ZfbCpmgY="},
		{"https://cdn.jsdelivr.net/npm/react-dom@18.2.0/umd/react-dom.production.min.js", "sha256-IXWO0ITNDjfnNXIu5POVfqlgYoop36bDzhodR6LW5Pc="},
		{"https://cdn.jsdelivr.net/npm/graphiql@4.1.2/graphiql.min.js", "sha256-hnImuor1znlJkD/FOTL3jayfS/xsyNoP04abi8bFJWs="},
	}
	styles = []part{
		{"https://cdn.jsdelivr.net/npm/graphiql@4.1.2/graphiql.min.css", "sha256-MEh+B2NdMSpj9kexQNN3QKc8UzMrCXW/Sx/phcpuyIU="},
	}
	return scripts, styles
}

// Example is a question that the page offers.
type Example struct {
	Dutch   string `json:"dutch"`
	English string `json:"english"`
	Query   string `json:"query"`
}

// settings are what the page's script is told.
type settings struct {
	Endpoint string    `json:"endpoint"`
	Scripts  []part    `json:"scripts"`
	Styles   []part    `json:"styles"`
	Examples []Example `json:"examples"`
}

// Handler serves the page at / and its parts under /web/; endpoint is where the page sends its questions.
func Handler(endpoint string) (http.Handler, error) {
	page, err := render(endpoint)
	if err != nil {
		return nil, err
	}
	mux, allowed := http.NewServeMux(), policy()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", allowed)
		serve(w, r, "text/html; charset=utf-8", page)
	})
	for name, mediaType := range map[string]string{
		"page.css": "text/css; charset=utf-8", "page.js": "text/javascript; charset=utf-8", "icon.svg": "image/svg+xml",
	} {
		content, err := files.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("read the page's %s: %w", name, err)
		}
		mux.HandleFunc("GET /web/"+name, func(w http.ResponseWriter, r *http.Request) { serve(w, r, mediaType, content) })
	}
	return mux, nil
}

func render(endpoint string) ([]byte, error) {
	examples, err := Examples()
	if err != nil {
		return nil, err
	}
	page, err := template.ParseFS(files, "page.html")
	if err != nil {
		return nil, fmt.Errorf("read the page: %w", err)
	}
	scripts, styles := graphiql()
	var text bytes.Buffer
	if err := page.Execute(&text, settings{endpoint, scripts, styles, examples}); err != nil {
		return nil, fmt.Errorf("fill in the page: %w", err)
	}
	return text.Bytes(), nil
}

// Examples are the page's questions: each a file whose first line names it in Dutch and in English.
func Examples() ([]Example, error) {
	names, err := fs.Glob(files, "examples/*.graphql")
	if err != nil {
		return nil, fmt.Errorf("list the examples: %w", err)
	}
	var examples []Example
	for _, name := range names {
		text, err := files.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("read an example: %w", err)
		}
		title, query, _ := strings.Cut(string(text), "\n")
		dutch, english, named := strings.Cut(strings.TrimPrefix(title, "# "), " | ")
		if !named {
			return nil, fmt.Errorf("%s: the first line should be # Dutch | English", name)
		}
		examples = append(examples, Example{Dutch: dutch, English: english, Query: strings.TrimSpace(query)})
	}
	return examples, nil
}

// policy lets the page run its own script and GraphiQL's files, and talk to this server alone. GraphiQL sets styles
// from its script, so styles may be inline.
func policy() string {
	scripts, styles := graphiql()
	return "default-src 'none'; script-src 'self'" + addresses(scripts) + "; style-src 'self' 'unsafe-inline'" + addresses(styles) +
		"; connect-src 'self'; img-src 'self' data:; font-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
}

func addresses(parts []part) (all string) {
	for _, each := range parts {
		all += " " + each.URL
	}
	return all
}

// serve answers with the content, or says that the browser has it already.
func serve(w http.ResponseWriter, r *http.Request, mediaType string, content []byte) {
	sum := sha256.Sum256(content)
	w.Header().Set("Content-Type", mediaType)
	w.Header().Set("Cache-Control", "no-cache")
	w.Header().Set("ETag", `"`+hex.EncodeToString(sum[:8])+`"`)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(content))
}
