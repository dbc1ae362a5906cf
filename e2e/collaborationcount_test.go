package e2e

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"ketenkaart/e2e/world"
)

// TestCollaborationsOfPartnersAreCounted: each partner has as many as the tables have on the day, also on days before and
// after it, and a page of partners is counted at once.
func TestCollaborationsOfPartnersAreCounted(t *testing.T) {
	for _, day := range []string{"2019-06-30", "2026-11-23", "2030-01-01"} {
		want := map[string]int{}
		for _, row := range rows(t, "collaborations") {
			if holds(row, day) {
				want[row["partner"]]++
			}
		}
		if len(want) == 0 {
			t.Fatalf("no partner collaborates on %s", day)
		}
		for _, server := range world.Servers(t) {
			seen := 0
			for after := "null"; after != ""; {
				page := countedPartners(t, server, day, after)
				for _, partner := range page.Nodes {
					if partner.CollaborationCount != want[partner.Key] {
						t.Errorf("%s, %s on %s: %d, want %d", server.Name, partner.Key, day, partner.CollaborationCount, want[partner.Key])
					}
					seen += partner.CollaborationCount
				}
				if after = ""; page.PageInfo.HasNextPage {
					after = fmt.Sprintf("%q", page.PageInfo.EndCursor)
				}
			}
			if seen == 0 {
				t.Errorf("%s on %s: none", server.Name, day)
			}
		}
	}
}

type countedPage struct {
	Nodes []struct {
		Key                string
		CollaborationCount int
	}
	PageInfo struct {
		HasNextPage bool
		EndCursor   string
	}
}

func countedPartners(t *testing.T, server world.Server, day, after string) countedPage {
	t.Helper()
	text := askPinned(t, server, `# reads: ListPartners CollaborationCounts
		{ partners(first: 100, asOf: "`+day+`", after: `+after+`) { nodes { key collaborationCount } pageInfo { hasNextPage endCursor } } }`)
	var answer struct {
		Data struct{ Partners countedPage }
	}
	if err := json.Unmarshal([]byte(text), &answer); err != nil || strings.Contains(text, `"errors"`) {
		t.Fatalf("%s: %.400s", server.Name, text)
	}
	return answer.Data.Partners
}
