// Package web has the pages for people: a small editor with questions, and GraphiQL when the program was built with it.
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
	"path"
	"strings"
	"time"
)

//go:embed page.html graphiql.html page.css ask.js page.js graphiql.js icon.svg examples/*.graphql
var files embed.FS

// assets is what `make graphiql` fetched before the program was built, if anything.
//
//go:embed all:graphiql
var assets embed.FS

// GraphiQL returns the files of GraphiQL that the program was built with, or nil.
func GraphiQL() fs.FS {
	within, err := fs.Sub(assets, "graphiql")
	if err != nil {
		return nil
	}
	if _, err := fs.Stat(within, graphiqlParts()[0]); err != nil {
		return nil
	}
	return within
}

// graphiqlParts are the files of GraphiQL.
func graphiqlParts() []string {
	return []string{"graphiql.min.js", "graphiql.min.css", "react.production.min.js", "react-dom.production.min.js"}
}

// Example is a question that the page offers.
type Example struct {
	Dutch   string `json:"dutch"`
	English string `json:"english"`
	Query   string `json:"query"`
}

// Settings are what the pages are told.
type Settings struct {
	// Endpoint is where they send their questions.
	Endpoint string `json:"endpoint"`
	// Sessions says that browsers can sign in and out.
	Sessions bool `json:"sessions"`
}

// shown is what a page is filled in with.
type shown struct {
	Settings
	GraphiQL bool      `json:"-"`
	Examples []Example `json:"examples"`
}

// Handler serves the editor at /, GraphiQL of the given files at /graphiql, and their parts under /web/. Without files, which
// is nil, GraphiQL's address leads to the editor.
func Handler(settings Settings, graphiql fs.FS) (http.Handler, error) {
	examples, err := Examples()
	if err != nil {
		return nil, err
	}
	filled, mux := shown{settings, graphiql != nil, examples}, http.NewServeMux()
	if err := addPage(mux, "/{$}", "page.html", filled); err != nil {
		return nil, err
	}
	if err := addParts(mux, "", files, "page.css", "ask.js", "page.js", "graphiql.js", "icon.svg"); err != nil {
		return nil, err
	}
	if graphiql == nil {
		mux.HandleFunc("GET /graphiql", func(w http.ResponseWriter, _ *http.Request) {
			// Of the address that the browser asked for, which a proxy may have below a path.
			w.Header().Set("Location", "./")
			w.WriteHeader(http.StatusSeeOther)
		})
		return mux, nil
	}
	if err := addPage(mux, "/graphiql", "graphiql.html", filled); err != nil {
		return nil, err
	}
	return mux, addParts(mux, "graphiql/", graphiql, graphiqlParts()...)
}

// addPage adds a page, which may load nothing but parts of this server. GraphiQL sets styles from its script, so styles may be
// inline.
func addPage(mux *http.ServeMux, path, name string, filled shown) error {
	page, err := template.ParseFS(files, name)
	if err != nil {
		return fmt.Errorf("read the page %s: %w", name, err)
	}
	var text bytes.Buffer
	if err := page.Execute(&text, filled); err != nil {
		return fmt.Errorf("fill in the page %s: %w", name, err)
	}
	mux.HandleFunc("GET "+path, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", policy)
		serve(w, r, "text/html; charset=utf-8", text.Bytes())
	})
	return nil
}

const policy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; img-src 'self' data:; " +
	"font-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// addParts adds files below /web/ and the folder.
func addParts(mux *http.ServeMux, folder string, from fs.FS, names ...string) error {
	for _, name := range names {
		content, err := fs.ReadFile(from, name)
		if err != nil {
			return fmt.Errorf("read the page's %s: %w", name, err)
		}
		mediaType := mediaTypes()[path.Ext(name)]
		mux.HandleFunc("GET /web/"+folder+name, func(w http.ResponseWriter, r *http.Request) { serve(w, r, mediaType, content) })
	}
	return nil
}

func mediaTypes() map[string]string {
	return map[string]string{".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
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

// serve answers with the content, or says that the browser has it already.
func serve(w http.ResponseWriter, r *http.Request, mediaType string, content []byte) {
	sum := sha256.Sum256(content)
	w.Header().Set("Content-Type", mediaType)
	w.Header().Set("Cache-Control", "no-cache")
	w.Header().Set("ETag", `"`+hex.EncodeToString(sum[:8])+`"`)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(content))
}
