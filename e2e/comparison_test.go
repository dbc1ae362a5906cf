package e2e

import (
	"encoding/json"
	"strings"
	"testing"

	"ketenkaart/e2e/world"
)

// TestComparisonsAreThoseOfTheTables: with whom each region collaborates on one of two days alone.
func TestComparisonsAreThoseOfTheTables(t *testing.T) {
	const before, after = "2022-01-01", "2026-11-23"
	on := map[string]map[string]string{before: {}, after: {}}
	for day, profiles := range on {
		for _, row := range rows(t, "collaborations") {
			if holds(row, day) {
				profiles[row["region"]+" "+row["partner"]] = row["profile"]
			}
		}
	}
	started, ended, changed := 0, 0, 0
	for pair, profile := range on[after] {
		switch earlier := on[before][pair]; {
		case earlier == "":
			started++
		case earlier != profile:
			changed++
		}
	}
	for pair := range on[before] {
		if on[after][pair] == "" {
			ended++
		}
	}
	for _, server := range world.Servers(t) {
		var answer struct {
			Data struct {
				Comparison struct{ Started, Ended, ProfilesChanged struct{ Count int } }
			}
		}
		text := server.Ask(t, `{ comparison(before: "`+before+`", after: "`+after+`") { started { count } ended { count } profilesChanged { count } } }`, nil)
		if err := json.Unmarshal([]byte(text), &answer); err != nil || strings.Contains(text, `"errors"`) {
			t.Fatalf("%s: %s", server.Name, text)
		}
		c := answer.Data.Comparison
		if got, want := [3]int{c.Started.Count, c.Ended.Count, c.ProfilesChanged.Count}, [3]int{started, ended, changed}; got != want || started == 0 {
			t.Errorf("%s: started, ended and changed %v, want %v", server.Name, got, want)
		}
	}
}

// TestAComparisonReadsEachSideAtItsDate: what came has the later date in its ids, what went the earlier, with all below.
func TestAComparisonReadsEachSideAtItsDate(t *testing.T) {
	server := world.Embedded(t)
	ended := server.Ask(t, `mutation { endPartner(input: {partnerId: "waternet", version: 1, on: "2025-01-01", reason: "x", endEdges: true}) { partner { id } } }`, nil)
	if strings.Contains(ended, `"errors"`) {
		t.Fatal(ended)
	}
	answer := respond(t, server, `{ comparison(before: "2024-06-01", after: "2025-06-01") {
		started { nodes { id partner { id sectors { id } } } }
		ended { nodes { id partner { id } } }
		partnersWent { nodes { id sectors { id } } }
		adopted { nodes { id } }
	} }`)
	var comparison map[string]json.RawMessage
	if err := json.Unmarshal(answer.Data["comparison"], &comparison); err != nil {
		t.Fatalf("%v %v", err, answer.Errors)
	}
	for field, date := range map[string]string{"started": "2025-06-01", "ended": "2024-06-01", "partnersWent": "2024-06-01"} {
		ids := idsIn(t, comparison[field])
		if len(ids) == 0 {
			t.Errorf("%s is empty", field)
		}
		for _, id := range ids {
			if !strings.HasSuffix(id, "@"+date) {
				t.Errorf("%s has the id %s", field, id)
			}
		}
	}
}
