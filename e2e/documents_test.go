// Package e2e sends the same GraphQL documents to both stores through the whole server, and compares what comes back.
package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ketenkaart/e2e/world"
)

// TestDocuments sends each document of testdata to both stores: the answers are the same, and each document costs the
// store reads that it names: at most one for each level of each root field.
func TestDocuments(t *testing.T) {
	all := world.Servers(t)
	for _, s := range all {
		s.Ask(t, askLists, nil) // what hardly changes is kept from then on
	}
	for _, path := range documents(t) {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".graphql"), func(t *testing.T) {
			document := read(t, path)
			answers := make([]string, len(all))
			for i, s := range all {
				answers[i] = askPinned(t, s, document)
				if strings.Contains(answers[i], `"errors"`) {
					t.Errorf("%s: %s", s.Name, answers[i])
				}
			}
			for _, answer := range answers[1:] {
				if diff := cmp.Diff(answers[0], answer); diff != "" {
					t.Errorf("the stores differ (-sqlite +neo4j):\n%s", diff)
				}
			}
		})
	}
}

func documents(t *testing.T) []string {
	t.Helper()
	paths, err := filepath.Glob("testdata/*.graphql")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no documents: %v", err)
	}
	return paths
}

func read(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// askPinned sends a document and holds the reads against those that it pins: none more of any. The first to ask of the
// network reads what is kept for all, so that only what is too much twice is too much.
func askPinned(t *testing.T, s world.Server, document string) string {
	t.Helper()
	most := pinned(t, document, s.Name)
	var answer, excess string
	for range 2 {
		s.Reads.Reset()
		answer = world.Anonymous(s.Ask(t, document, nil))
		if excess = beyond(s.Reads.Calls(), most); excess == "" {
			return answer
		}
	}
	t.Errorf("%s reads %s", s.Name, excess)
	return answer
}

// beyond names a method that was called more often than it may be; "" when there is none.
func beyond(calls, most map[string]int) string {
	for method, number := range calls {
		if number > most[method] {
			return fmt.Sprintf("%s %d times, not %d", method, number, most[method])
		}
	}
	return ""
}

var pin = regexp.MustCompile(`(?m)^# reads( sqlite| neo4j)?:(.*)$`)

// pinned gives how often each read may be made, from the document's comment, for the store or for both.
func pinned(t *testing.T, document, store string) map[string]int {
	t.Helper()
	lines := map[string][]string{}
	for _, match := range pin.FindAllStringSubmatch(document, -1) {
		lines[strings.TrimSpace(match[1])] = strings.Fields(match[2])
	}
	for _, name := range []string{store, ""} {
		if reads, there := lines[name]; there {
			counts := map[string]int{}
			for _, method := range reads {
				counts[method]++
			}
			return counts
		}
	}
	t.Fatal("the document pins no reads")
	return nil
}
