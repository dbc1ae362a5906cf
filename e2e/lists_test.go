package e2e

import (
	"fmt"
	"maps"
	"strings"
	"sync"
	"testing"

	"ketenkaart/e2e/world"
	"ketenkaart/registry"
)

// askLists takes something of every list that hardly changes, and of what leads to them.
const askLists = `{
  regions(codes: ["VR08"]) { name inhabitants neighbours { region { name } } municipalities { name } }
  sectors { name }
  chains { code name ministries { name } }
  ministries { name }
  partner(key: "vitens") { sectors { name } chains { name } }
}`

// TestListsAreNeverOlderThanTheQuestion: two servers on one store, of which one writes between the questions to both; neither
// gives what a list was before.
func TestListsAreNeverOlderThanTheQuestion(t *testing.T) {
	for _, s := range world.Servers(t) {
		t.Run(s.Name, func(t *testing.T) {
			both, writer := []world.Server{s, s.Replica(t, 0)}, s.Another(t)
			for _, server := range both {
				server.Ask(t, askLists, nil) // both keep the lists now
			}
			for round := range 10 {
				inhabitants, name, code := 600_000+round, fmt.Sprintf("Water %d", round), fmt.Sprintf("NEW%02d", round)
				setInhabitants(t, writer, "VR08", inhabitants)
				told := both[round%2].Ask(t, `mutation($name: String!, $version: Int!, $code: String!) {
  updateSector(input: {sectorId: "Sector:water", version: $version, name: $name}) { sector { name version } }
  createChain(input: {code: $code, name: $code, kind: FUNCTIONEEL}) { chain { code } }
}`, map[string]any{"name": name, "version": current(t, s), "code": code})
				if strings.Contains(told, `"errors"`) || !strings.Contains(told, name) {
					t.Fatalf("change: %s", told)
				}
				var all sync.WaitGroup
				for n := range 8 {
					all.Go(func() {
						answer := both[n%2].Ask(t, askLists, nil)
						for _, wanted := range []string{fmt.Sprint(inhabitants), name, code} {
							if !strings.Contains(answer, wanted) {
								t.Errorf("round %d: server %d does not know %s", round, n%2, wanted)
							}
						}
					})
				}
				all.Wait()
			}
		})
	}
}

// TestListsCostOneLook: what hardly changes is read once, and then only the revision is asked, by one look however much of it an
// operation shows; a change of something else costs one look at the feed, and no list.
func TestListsCostOneLook(t *testing.T) {
	for _, s := range world.Servers(t) {
		t.Run(s.Name, func(t *testing.T) {
			first := s.Ask(t, askLists, nil)
			reads := func(document string) map[string]int {
				s.Reads.Reset()
				if got := s.Ask(t, document, nil); document == askLists && got != first {
					t.Errorf("%s\nand not as at first\n%s", got, first)
				}
				return s.Reads.Calls()
			}
			if got, want := reads(askLists), map[string]int{"Revision": 1, "Partners": 1}; !maps.Equal(got, want) {
				t.Errorf("again: %v", got)
			}
			if got, want := reads(`{ partners(first: 1) { nodes { name } } }`), map[string]int{"ListPartners": 1}; !maps.Equal(got, want) {
				t.Errorf("no list: %v", got)
			}
			unknown := `{ a: sector(code: "geen") { name } b: sector(code: "geen") { name } }`
			if got, want := reads(unknown), map[string]int{"Revision": 1, "Sectors": 1}; !maps.Equal(got, want) {
				t.Errorf("a code that is not in the list: %v", got)
			}
			ctx := registry.WithActor(t.Context(), registry.LocalActor())
			if _, err := s.Another(t).RegisterPartner(ctx, registry.RegisterPartnerInput{Name: "Nieuw"}); err != nil {
				t.Fatal(err)
			}
			if got, want := reads(askLists), map[string]int{"Revision": 1, "Partners": 1, "ListChanges": 1}; !maps.Equal(got, want) {
				t.Errorf("after a change of something else: %v", got)
			}
		})
	}
}
