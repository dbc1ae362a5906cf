package e2e

import (
	"encoding/json"
	"net/http"
	"strconv"
	"testing"

	"ketenkaart/e2e/world"
)

const leastHeader = "X-Ketenkaart-At-Least-Revision"

// renamed gives the sector a name, and the revision in which it has it.
func renamed(t *testing.T, s world.Server, name string) int {
	t.Helper()
	var told struct {
		Data struct {
			UpdateSector struct{ Change struct{ Revision int } }
		}
		Extensions struct{ Revision int }
	}
	body, err := json.Marshal(map[string]any{
		"query":     `mutation($name: String!, $version: Int!) { updateSector(input: {sectorId: "Sector:water", version: $version, name: $name}) { change { revision } } }`,
		"variables": map[string]any{"name": name, "version": current(t, s)}, "extensions": map[string]any{"revision": true},
	})
	if err != nil {
		t.Fatal(err)
	}
	answer := s.Post(t, body)
	if err := json.Unmarshal([]byte(answer), &told); err != nil || told.Data.UpdateSector.Change.Revision == 0 {
		t.Fatalf("%v: %s", err, answer)
	}
	if told.Extensions.Revision != told.Data.UpdateSector.Change.Revision {
		t.Errorf("the change is revision %d, and the answer says %d", told.Data.UpdateSector.Change.Revision, told.Extensions.Revision)
	}
	return told.Data.UpdateSector.Change.Revision
}

// TestAnAnswerOfAtLeastARevision is of another server on the same store, which keeps answers: a question for what is there is answered at once,
// one for what is about to be written waits for that.
func TestAnAnswerOfAtLeastARevision(t *testing.T) {
	const question, asExtension = `{ sector(code: "water") { name } }`, `{"query": "{ sector(code: \"water\") { name } }", "extensions": {"revision": true, "atLeastRevision": `
	for _, s := range world.Servers(t) {
		t.Run(s.Name, func(t *testing.T) {
			replica := s.Replica(t, keptBytes)
			revision := renamed(t, s, "Water 0")
			for _, name := range []string{"Water 1", "Water 2", "Water 3"} {
				answers := make(chan string, 2)
				go func() {
					_, _, body := asked(t, replica, question, leastHeader, strconv.Itoa(revision+1))
					answers <- body
				}()
				go func() {
					_, _, body := sent(t, http.MethodPost, replica.URL, asExtension+strconv.Itoa(revision+1)+`}}`, "Content-Type", "application/json")
					answers <- body
				}()
				revision = renamed(t, s, name)
				for range 2 {
					if got := <-answers; got != `{"data":{"sector":{"name":"`+name+`"}}}` && got != `{"data":{"sector":{"name":"`+name+`"}},"extensions":{"revision":`+strconv.Itoa(revision)+`}}` {
						t.Errorf("at least of revision %d: %s", revision, got)
					}
				}
			}
			if _, header, got := asked(t, replica, question, leastHeader, strconv.Itoa(revision)); got != `{"data":{"sector":{"name":"Water 3"}}}` || header.Get("X-Ketenkaart-Revision") != strconv.Itoa(revision) {
				t.Errorf("of what is kept: %s %v", got, header)
			}
		})
	}
}

// TestARevisionThatDoesNotCome is refused after a while, also when the answer is kept; a revision that is none at once.
func TestARevisionThatDoesNotCome(t *testing.T) {
	s := world.Embedded(t).Replica(t, keptBytes)
	const question = `{ sector(code: "water") { name } }`
	for range 3 {
		asked(t, s, question)
	}
	var refused struct {
		Errors []struct {
			Extensions struct {
				Code, Reason, Why string
				Revision          int
			}
		}
	}
	status, header, body := asked(t, s, question, leastHeader, "1000")
	if err := json.Unmarshal([]byte(body), &refused); err != nil || len(refused.Errors) != 1 || status != http.StatusServiceUnavailable || header.Get("Retry-After") == "" {
		t.Fatalf("%v: %d %v %s", err, status, header, body)
	}
	if got := refused.Errors[0].Extensions; got.Code != "UNAVAILABLE" || got.Reason != "REVISION_NOT_REACHED" || got.Revision != 1 || got.Why == "" {
		t.Errorf("got %s", body)
	}
	for _, wrong := range []string{"-1", "twee", "1.5", "99999999999999999999"} {
		if status, _, body := asked(t, s, question, leastHeader, wrong, "Accept", "application/graphql-response+json"); status != http.StatusBadRequest {
			t.Errorf("%s: %d %s", wrong, status, body)
		}
	}
	for _, wrong := range []string{`-1`, `[1]`, `true`, `1.5`} {
		status, _, body := sent(t, http.MethodPost, s.URL, `{"query": "{ __typename }", "extensions": {"atLeastRevision": `+wrong+`}}`, "Content-Type", "application/json", "Accept", "application/graphql-response+json")
		if status != http.StatusBadRequest {
			t.Errorf("%s: %d %s", wrong, status, body)
		}
	}
}
