package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ketenkaart/e2e/world"
)

const keptBytes = 1 << 20

// asked posts a document with headers, and gives status, headers and body.
func asked(t *testing.T, s world.Server, document string, headers ...string) (int, http.Header, string) {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": document})
	if err != nil {
		t.Fatal(err)
	}
	return sent(t, http.MethodPost, s.URL, string(body), append([]string{"Content-Type", "application/json"}, headers...)...)
}

func sent(t *testing.T, method, address, body string, headers ...string) (int, http.Header, string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(body))
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
	defer func() { _ = response.Body.Close() }()
	var read bytes.Buffer
	if _, err := read.ReadFrom(response.Body); err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, response.Header, read.String()
}

// TestAKeptAnswerIsNeverOlderThanItsQuestion: whoever changed the register reads the change, by any replica; two of them keep
// answers, and a third changes the register while many ask.
func TestAKeptAnswerIsNeverOlderThanItsQuestion(t *testing.T) {
	for _, s := range world.Servers(t) {
		t.Run(s.Name, func(t *testing.T) {
			replicas := []world.Server{s.Replica(t, keptBytes), s.Replica(t, keptBytes)}
			const question = `{ sector(code: "water") { name } }`
			for round := range 25 {
				name := fmt.Sprintf("Water %d", round)
				told := s.Ask(t, `mutation($name: String!, $version: Int!) { updateSector(input: {sectorId: "Sector:water", version: $version, name: $name}) { sector { version } } }`,
					map[string]any{"name": name, "version": current(t, s)})
				if !strings.Contains(told, `"version"`) || strings.Contains(told, "errors") {
					t.Fatalf("change: %s", told)
				}
				var all sync.WaitGroup
				for n := range 8 {
					all.Go(func() {
						if _, _, body := asked(t, replicas[n%2], question); !strings.Contains(body, `"`+name+`"`) {
							t.Errorf("after %q was written, a replica answers %s", name, body)
						}
					})
				}
				all.Wait()
			}
		})
	}
}

// current is the version of the sector.
func current(t *testing.T, s world.Server) int {
	t.Helper()
	var read struct {
		Data struct{ Sector struct{ Version int } }
	}
	if err := json.Unmarshal([]byte(s.Ask(t, `{ sector(code: "water") { version } }`, nil)), &read); err != nil {
		t.Fatal(err)
	}
	return read.Data.Sector.Version
}

// TestAKeptAnswerCostsOneRead: the third time that something is asked, the store is asked for its revision alone.
func TestAKeptAnswerCostsOneRead(t *testing.T) {
	for _, each := range world.Servers(t) {
		t.Run(each.Name, func(t *testing.T) {
			s := each.Replica(t, keptBytes)
			const question = `{ partners(first: 25) { nodes { name collaborations { region { name } } } } }`
			_, _, first := asked(t, s, question)
			_, second, _ := asked(t, s, question)
			s.Reads.Reset()
			_, third, again := asked(t, s, question)
			if diff := cmp.Diff(map[string]int{"Revision": 1}, s.Reads.Calls()); diff != "" {
				t.Errorf("reads (-want +got):\n%s", diff)
			}
			if again != first || second.Get("X-Ketenkaart-Revision") != "1" || third.Get("X-Ketenkaart-Revision") != "1" {
				t.Errorf("%v %v\n%s\n%s", second, third, first, again)
			}
		})
	}
}

// TestETags: a GET of the same revision is answered with 304, and of the next whole.
func TestETags(t *testing.T) {
	s := world.Embedded(t).Replica(t, keptBytes)
	address := s.URL + "?query=%7Bsector(code:%22water%22)%7Bname%7D%7D"
	sent(t, http.MethodGet, address, "")
	sent(t, http.MethodGet, address, "")
	status, header, body := sent(t, http.MethodGet, address, "")
	tag := header.Get("ETag")
	if status != http.StatusOK || tag == "" || header.Get("Cache-Control") != "private, no-cache" || body == "" {
		t.Fatalf("got %d %v %s", status, header, body)
	}
	if status, _, body := sent(t, http.MethodGet, address, "", "If-None-Match", `"x", `+tag); status != http.StatusNotModified || body != "" {
		t.Errorf("with its tag: %d %s", status, body)
	}
	if status, _, _ := sent(t, http.MethodGet, address, "", "If-None-Match", tag, "Accept", "application/graphql-response+json"); status != http.StatusOK {
		t.Errorf("of another type: %d", status)
	}
	s.Ask(t, `mutation { createSector(input: {code: "nieuw", name: "Nieuw"}) { sector { code } } }`, nil)
	if status, header, _ := sent(t, http.MethodGet, address, "", "If-None-Match", tag); status != http.StatusOK || header.Get("ETag") == tag {
		t.Errorf("after a change: %d %v", status, header)
	}
}
