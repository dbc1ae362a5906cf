package e2e

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ketenkaart/e2e/world"
)

// TestPairsByThePage: pairs come in pages, in order of region and partner, however they were given, and the pages of many
// agreements are read at once.
func TestPairsByThePage(t *testing.T) {
	for _, server := range world.Servers(t) {
		for range 3 {
			makePairs(t, server, []string{"VR25", "VR02"}, []string{"vitens", "prorail"})
		}
		id := makePairs(t, server, []string{"VR10", "VR02", "VR01"}, []string{"vitens", "prorail"})
		seen := []string{}
		for after := "null"; after != ""; {
			page := readPairs(t, server, id, "first: 4, after: "+after)
			seen = append(seen, fmt.Sprint(page.Nodes, page.TotalCount))
			if after = ""; page.PageInfo.HasNextPage {
				after = fmt.Sprintf("%q", page.PageInfo.EndCursor)
			}
		}
		want := []string{"[{{VR01} {prorail}} {{VR01} {vitens}} {{VR02} {prorail}} {{VR02} {vitens}}] 6", "[{{VR10} {prorail}} {{VR10} {vitens}}] 6"}
		if diff := cmp.Diff(want, seen); diff != "" {
			t.Errorf("%s, the pages (-want +got):\n%s", server.Name, diff)
		}
		if last := readPairs(t, server, id, "last: 1"); fmt.Sprint(last.Nodes) != "[{{VR10} {vitens}}]" || !last.PageInfo.HasPreviousPage {
			t.Errorf("%s, the last: %v", server.Name, last)
		}
		if answer := server.Ask(t, `{ node(id: "`+id+`") { ... on Agreement { pairs(first: 101) { totalCount } } } }`, nil); !strings.Contains(answer, `"PAGE_SIZE"`) {
			t.Errorf("%s, a page that is too long: %s", server.Name, answer)
		}

		askPinned(t, server, `# reads: ListAgreements ListAgreedPairs CountAgreedPairs
			{ agreements(first: 100) { nodes { pairs { totalCount } } } }`)
		answer := askPinned(t, server, `# reads: ListAgreements ListAgreedPairs Revision Regions Partners
			{ agreements(first: 100) { nodes { pairs(first: 100) { nodes { profile region { code } partner { key } } } } } }`)
		if number := strings.Count(answer, `"KOPPEL"`); number != 18 {
			t.Errorf("%s: %d pairs of all agreements", server.Name, number)
		}
	}
}

// TestAsManyPairsAsThereCanBe: an agreement of all regions has a pair with each of 200 partners, and a page of them is read
// as any other.
func TestAsManyPairsAsThereCanBe(t *testing.T) {
	for _, server := range world.Servers(t) {
		regions, partners := []string{}, []string{}
		for n := range 25 {
			regions = append(regions, fmt.Sprintf("VR%02d", n+1))
		}
		for n := range 200 {
			partners = append(partners, fmt.Sprintf("proef-%03d", n))
			server.Ask(t, fmt.Sprintf(`mutation { registerPartner(input: {name: "Proef %03d", coreTasks: [BEHEERDER]}) { partner { key } } }`, n), nil)
		}
		id := makePairs(t, server, regions, partners)
		page := readPairs(t, server, id, "last: 2")
		if fmt.Sprint(page.Nodes) != "[{{VR25} {proef-198}} {{VR25} {proef-199}}]" || page.TotalCount != 5000 {
			t.Errorf("%s: %v", server.Name, page)
		}
	}
}

// makePairs explores an agreement and has it set a collaboration of each region with each partner.
func makePairs(t *testing.T, server world.Server, regions, partners []string) (id string) {
	t.Helper()
	var made struct {
		Data struct {
			ExploreAgreement, UpdateAgreement struct {
				Agreement struct {
					ID      string
					Version int
				}
			}
		}
	}
	send := func(document string, variables map[string]any) {
		t.Helper()
		answer := server.Ask(t, document, variables)
		if err := json.Unmarshal([]byte(answer), &made); err != nil || strings.Contains(answer, `"errors"`) {
			t.Fatalf("%s: %s", server.Name, answer)
		}
	}
	send(`mutation($regions: [String!]!, $partners: [String!]!, $first: String!) {
		exploreAgreement(input: {title: "Paren", regionCodes: $regions, partnerKeys: $partners, ledBy: $first}) { agreement { id version } }
	}`, map[string]any{"regions": regions, "partners": partners, "first": regions[0]})
	explored := made.Data.ExploreAgreement.Agreement
	send(`mutation($id: ID!, $version: Int!) {
		updateAgreement(input: {agreementId: $id, version: $version, fillPairs: {profile: KOPPEL, motivation: "Proef"}}) { agreement { id version } }
	}`, map[string]any{"id": explored.ID, "version": explored.Version})
	return explored.ID
}

type pairPage struct {
	Nodes []struct {
		Region  struct{ Code string }
		Partner struct{ Key string }
	}
	PageInfo struct {
		HasNextPage, HasPreviousPage bool
		EndCursor                    string
	}
	TotalCount int
}

// readPairs reads a page of the pairs of an agreement.
func readPairs(t *testing.T, server world.Server, id, arguments string) pairPage {
	t.Helper()
	answer := server.Ask(t, `{ agreement(id: "`+id+`") { pairs(`+arguments+`) {
		totalCount pageInfo { hasNextPage hasPreviousPage endCursor } nodes { region { code } partner { key } }
	} } }`, nil)
	var read struct {
		Data struct{ Agreement struct{ Pairs pairPage } }
	}
	if err := json.Unmarshal([]byte(answer), &read); err != nil || strings.Contains(answer, `"errors"`) {
		t.Fatalf("%s: %s", server.Name, answer)
	}
	return read.Data.Agreement.Pairs
}
