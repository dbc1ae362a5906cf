// Package docs holds what the README and the pages of this folder say against what the program does.
package docs_test

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ketenkaart/api/streamtest"
	"ketenkaart/e2e/world"
)

var update = flag.Bool("update", false, "write the answers into the pages anew")

// TestQuestions asks every GraphQL document of the pages on both stores, in their order, as a reader would, and compares
// with the JSON that follows. Pages that change the register come last, for a reader of another page begins with the example. On Neo4j, a Cypher question has to give the rows of the document that follows it.
func TestQuestions(t *testing.T) {
	for _, server := range world.Servers(t) {
		t.Run(server.Name, func(t *testing.T) {
			for _, page := range mutatingLast(t) {
				all, told := blocks(t, page), map[string]any{}
				for i, b := range all {
					if b.language == "graphql" {
						ask(t, server, b, following(all, i, "json"), told)
					}
				}
				if server.Name == "neo4j" {
					askCypher(t, server, all)
				}
			}
			if server.Name == "neo4j" {
				checkStyles(t)
				checkModel(t)
			}
		})
	}
}

// mutatingLast returns the pages, those with a mutation last.
func mutatingLast(t *testing.T) []string {
	t.Helper()
	mutates := func(page string) bool {
		return slices.ContainsFunc(blocks(t, page), func(b block) bool {
			return b.language == "graphql" && strings.HasPrefix(b.text, "mutation")
		})
	}
	all := pages(t)
	return slices.Concat(slices.DeleteFunc(slices.Clone(all), mutates), slices.DeleteFunc(all, func(page string) bool { return !mutates(page) }))
}

// following returns the next block when it is of the language.
func following(all []block, i int, language string) *block {
	if i+1 < len(all) && all[i+1].language == language {
		return &all[i+1]
	}
	return nil
}

// answer gives that of a query or mutation, or the first event of a subscription.
func answer(t *testing.T, server world.Server, document string, variables map[string]any) string {
	t.Helper()
	if !strings.HasPrefix(document, "subscription") {
		return server.Ask(t, document, variables)
	}
	stream := streamtest.OverSSE(t, server.URL, document, variables)
	defer stream.Close()
	return stream.Next(t).Payload
}

// ask sends the document and compares; a document without an answer on the page has to be free of errors.
func ask(t *testing.T, server world.Server, document block, shown *block, told map[string]any) {
	t.Helper()
	raw := answer(t, server, document.text, variables(document, told))
	remember(parse(t, raw), told)
	if shown == nil {
		if answer, ok := parse(t, raw).(object); !ok || answer.get("errors") != nil {
			t.Errorf("%s: %s", document, raw)
		}
		return
	}
	page := parse(t, shown.text)
	if *update && server.Name == "sqlite" {
		t.Cleanup(func() { rewrite(t, *shown, write(shorten(parse(t, raw), page), "")) })
		return
	}
	page = parse(t, world.Anonymous(shown.text))
	answer := shorten(parse(t, world.Anonymous(raw)), page)
	if diff := cmp.Diff(write(page, ""), write(answer, "")); diff != "" {
		t.Errorf("%s is not what %s answers (-page +answer); go test ./docs -update writes it anew:\n%s", shown, server.Name, diff)
	}
}

// TestTypeScript holds the code of the pages against the example, which is compiled and run: it stands there, word for word.
func TestTypeScript(t *testing.T) {
	var example strings.Builder
	files, err := filepath.Glob(filepath.Join(root, "examples/frontend/src/*.ts"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no example: %v", err)
	}
	for _, path := range files {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		example.Write(text)
	}
	for _, b := range blocksOf(t, "ts") {
		if !strings.Contains(example.String(), b.text) {
			t.Errorf("%s does not stand in the example", b)
		}
	}
}
