package e2e

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"ketenkaart/e2e/world"
)

// TestSharedPartnersAreThoseOfTheTables: with which partners each of three regions collaborates, or two of them do.
func TestSharedPartnersAreThoseOfTheTables(t *testing.T) {
	const day = "2026-11-23"
	regions := []string{"VR06", "VR07", "VR08"}
	of := map[string][]string{}
	for _, row := range rows(t, "collaborations") {
		if holds(row, day) && slices.Contains(regions, row["region"]) {
			of[row["partner"]] = append(of[row["partner"]], row["region"])
		}
	}
	want := map[string][]string{}
	for partner, shared := range of {
		for least := range shared {
			want[strings.Repeat("+", least+1)] = append(want[strings.Repeat("+", least+1)], partner)
		}
	}
	for _, server := range world.Servers(t) {
		for _, least := range []int{2, 3} {
			got := sharedKeys(t, server, map[string]any{"regions": regions, "least": least})
			expected := want[strings.Repeat("+", least)]
			slices.Sort(expected)
			slices.Sort(got)
			if len(got) == 0 || !slices.Equal(got, expected) {
				t.Errorf("%s, %d at least: got %v, want %v", server.Name, least, got, expected)
			}
		}
	}
}

func sharedKeys(t *testing.T, server world.Server, variables map[string]any) (keys []string) {
	t.Helper()
	var answer struct {
		Data struct {
			SharedPartners struct {
				TotalCount int
				Nodes      []struct{ Partner struct{ Key string } }
			}
		}
	}
	text := server.Ask(t, `query($regions: [String!]!, $least: Int) { sharedPartners(regions: $regions, atLeast: $least, first: 100) { totalCount nodes { partner { key } } } }`, variables)
	if err := json.Unmarshal([]byte(text), &answer); err != nil || strings.Contains(text, `"errors"`) {
		t.Fatalf("%s: %s", server.Name, text)
	}
	for _, node := range answer.Data.SharedPartners.Nodes {
		keys = append(keys, node.Partner.Key)
	}
	if answer.Data.SharedPartners.TotalCount != len(keys) {
		t.Errorf("%s: %d of %d", server.Name, len(keys), answer.Data.SharedPartners.TotalCount)
	}
	return keys
}
