package e2e

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"ketenkaart/e2e/world"
)

// TestWhatIsHandedOutIsTakenBack: every id of a page, today's and of another day, answers to nodes, and every key to its filter.
func TestWhatIsHandedOutIsTakenBack(t *testing.T) {
	ids := regexp.MustCompile(`"id": "([^"]+)"`)
	keys := regexp.MustCompile(`"key": "([^"]+)"`)
	for _, s := range world.Servers(t) {
		t.Run(s.Name, func(t *testing.T) {
			page := s.Ask(t, `{
				partners(first: 20) { nodes { id key } }
				past: partners(first: 20, asOf: "2019-03-05") { nodes { id } }
				collaborations(first: 10) { nodes { id } }
				agreements(first: 10) { nodes { id } }
				changes(first: 1) { nodes { id } }
				regions { id } sectors { id } chains { id }
			}`, nil)
			given := unique(ids.FindAllStringSubmatch(page, -1))
			if len(given) < 60 {
				t.Fatalf("only %d ids came: %s", len(given), page)
			}
			for start := 0; start < len(given); start += 50 {
				some := given[start:min(start+50, len(given))]
				var answer struct {
					Data   struct{ Nodes []*struct{ ID string } }
					Errors []any
				}
				text := s.Ask(t, `query($ids: [ID!]!) { nodes(ids: $ids) { id } }`, map[string]any{"ids": some})
				if err := json.Unmarshal([]byte(text), &answer); err != nil || len(answer.Errors) > 0 {
					t.Fatalf("%v: %s", err, text)
				}
				for i, node := range answer.Data.Nodes {
					if node == nil || node.ID != some[i] {
						t.Errorf("%s is not taken back: %v", some[i], node)
					}
				}
			}
			back := s.Ask(t, `query($keys: [String!]) { partners(first: 100, filter: {keys: $keys}) { totalCount } }`, map[string]any{"keys": unique(keys.FindAllStringSubmatch(page, -1))})
			if !strings.Contains(back, `"totalCount": 20`) {
				t.Errorf("the keys give %s", back)
			}
		})
	}
}

func unique(found [][]string) (values []string) {
	seen := map[string]bool{}
	for _, each := range found {
		if !seen[each[1]] {
			seen[each[1]] = true
			values = append(values, each[1])
		}
	}
	return values
}
