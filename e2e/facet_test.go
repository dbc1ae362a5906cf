package e2e

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"ketenkaart/e2e/world"
)

// TestFacetsOfRegionsAndAdoption: partners by the region of a collaboration and by whether they are adopted, of all and of
// those that one region adopted, are as many as the tables have.
func TestFacetsOfRegionsAndAdoption(t *testing.T) {
	const day, region = "2026-11-23", "VR21"
	adopted, ours := map[string]bool{}, map[string]bool{}
	for _, row := range rows(t, "adoptions") {
		if holds(row, day) {
			adopted[row["partner"]] = true
			ours[row["partner"]] = ours[row["partner"]] || row["region"] == region
		}
	}
	partners := map[string]bool{}
	for _, row := range rows(t, "partners") {
		partners[row["key"]] = row["until"] == "" || row["until"] > day
	}
	of := func(among func(partner string) bool) string {
		pairs := map[string]map[string]bool{}
		for n := range 25 {
			pairs[fmt.Sprintf("VR%02d", n+1)] = map[string]bool{}
		}
		for _, row := range rows(t, "collaborations") {
			if holds(row, day) && partners[row["partner"]] && among(row["partner"]) {
				pairs[row["region"]][row["partner"]] = true
			}
		}
		text := ""
		for _, code := range slices.Sorted(maps.Keys(pairs)) {
			text += fmt.Sprintf("%s %d, ", code, len(pairs[code]))
		}
		counts := map[bool]int{}
		for partner, there := range partners {
			if there && among(partner) {
				counts[adopted[partner]]++
			}
		}
		return fmt.Sprintf("%sadopted %d, not %d", text, counts[true], counts[false])
	}
	for _, server := range world.Servers(t) {
		all := facetsOf(t, server, "{ list: partners(first: 1) { "+facetsAsked+" } }")
		if want := of(func(string) bool { return true }); all != want {
			t.Errorf("%s, all:\n got %s\nwant %s", server.Name, all, want)
		}
		mine := facetsOf(t, server, `{ list: region(code: "`+region+`") { counterparts { partnersWeAdopted(first: 1) { `+facetsAsked+` } } } }`)
		if want := of(func(partner string) bool { return ours[partner] }); mine != want || !strings.Contains(want, region+" 1") {
			t.Errorf("%s, of %s:\n got %s\nwant %s", server.Name, region, mine, want)
		}
	}
}

const facetsAsked = `facets { regions { region { code } count } adopted { adopted count } }`

// facetsOf asks for the facets of one list, wherever it lies.
func facetsOf(t *testing.T, server world.Server, document string) string {
	t.Helper()
	answer := server.Ask(t, document, nil)
	_, object, found := strings.Cut(answer, `"facets": `)
	if !found || strings.Contains(answer, `"errors"`) {
		t.Fatalf("%s: %s", server.Name, answer)
	}
	var facets struct {
		Regions []struct {
			Region struct{ Code string }
			Count  int
		}
		Adopted []struct {
			Adopted bool
			Count   int
		}
	}
	if err := json.NewDecoder(strings.NewReader(object)).Decode(&facets); err != nil {
		t.Fatal(err)
	}
	text := ""
	for _, f := range facets.Regions {
		text += fmt.Sprintf("%s %d, ", f.Region.Code, f.Count)
	}
	return fmt.Sprintf("%sadopted %d, not %d", text, facets.Adopted[0].Count, facets.Adopted[1].Count)
}
