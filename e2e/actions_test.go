package e2e

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ketenkaart/e2e/world"
	"ketenkaart/registry"
)

// TestActionsSayWhatCanSays asks both of things of each kind, of the example and made.
func TestActionsSayWhatCanSays(t *testing.T) {
	for _, s := range world.Servers(t) {
		ids := oneOfEachKind(t, s)
		for _, kind := range []string{"Region", "Partner", "Sector", "Chain", "Collaboration", "Adoption", "Agreement", "Commitment"} {
			var asked struct {
				Data struct {
					Node struct{ Actions []map[string]any }
				}
			}
			answer := s.Ask(t, `query ($id: ID!) { node(id: $id) { ... on Actionable { actions(party: "Region:VR08") { action allowed possible rule reason why remedy } } } }`, map[string]any{"id": ids[kind]})
			if err := json.Unmarshal([]byte(answer), &asked); err != nil || len(asked.Data.Node.Actions) != registry.Bounds()[kind+".actions"] {
				t.Fatalf("%s: %s: %v %s", s.Name, kind, err, answer)
			}
			document := "query ($id: ID!) {"
			for i, permission := range asked.Data.Node.Actions {
				document += fmt.Sprintf(` a%d: can(action: %s, subject: $id, party: "Region:VR08") { action allowed possible rule reason why remedy }`, i, permission["action"])
			}
			var single struct{ Data map[string]map[string]any }
			answer = s.Ask(t, document+" }", map[string]any{"id": ids[kind]})
			if err := json.Unmarshal([]byte(answer), &single); err != nil {
				t.Fatal(err)
			}
			for i, permission := range asked.Data.Node.Actions {
				if diff := cmp.Diff(single.Data[fmt.Sprint("a", i)], permission); diff != "" {
					t.Errorf("%s, %s (-can +actions):\n%s", s.Name, ids[kind], diff)
				}
			}
		}
	}
}

// TestAPageOfActionsReadsAsOften: a page of 100 agreements reads the store as often as one of 10.
func TestAPageOfActionsReadsAsOften(t *testing.T) {
	for _, s := range world.Servers(t) {
		reg, ctx := s.Another(t), registry.WithActor(t.Context(), registry.LocalActor())
		for i := range 100 {
			a := done(t, ctx, reg.ExploreAgreement, registry.ExploreAgreementInput{Title: fmt.Sprintf("Nieuw %02d", i), RegionCodes: []string{"VR08"}, PartnerKeys: []string{"vitens"}, LedBy: "VR08"}).Agreement
			done(t, ctx, reg.DraftAgreement, registry.AgreementStepInput{AgreementID: a.ID(), Version: a.Version})
		}
		ask := func(first int) map[string]int {
			s.Reads.Reset()
			answer := s.Ask(t, `query ($first: Int!) { agreements(filter: {status: [DRAFT]}, first: $first) { nodes { actions(party: "Region:VR08") { action allowed possible reason why remedy } } } }`, map[string]any{"first": first})
			if strings.Count(answer, `"DIMENSION_EMPTY"`) != first {
				t.Fatalf("%s: %.400s", s.Name, answer)
			}
			return s.Reads.Calls()
		}
		// As in askPinned: only what is too much three times is too much.
		excess := ""
		for range 3 {
			if excess = beyond(ask(100), ask(10)); excess == "" {
				break
			}
		}
		if excess != "" {
			t.Errorf("%s reads %s", s.Name, excess)
		}
	}
}

// TestActionsOfAPartyThatIsNone: a party that is no id is refused where it is asked, and fails nothing else.
func TestActionsOfAPartyThatIsNone(t *testing.T) {
	for _, s := range world.Servers(t) {
		answer := s.Ask(t, `{ good: sector(code: "drinkwater") { actions { action } } bad: sector(code: "drinkwater") { actions(party: "Vitens!") { action } } }`, nil)
		if !strings.Contains(answer, `"updateSector"`) || !strings.Contains(answer, `"MALFORMED_ID"`) || !strings.Contains(answer, `"bad": null`) {
			t.Errorf("%s: %s", s.Name, answer)
		}
	}
}
