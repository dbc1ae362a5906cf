package e2e

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"strings"
	"testing"

	"ketenkaart/e2e/world"
)

// counted asks for numbers, and gives them by the names under which they were asked.
func counted(t *testing.T, server world.Server, document string) map[string]int {
	t.Helper()
	var answer struct {
		Data map[string]struct{ TotalCount *int }
	}
	text := server.Ask(t, document, nil)
	if err := json.Unmarshal([]byte(text), &answer); err != nil || strings.Contains(text, `"errors"`) {
		t.Fatalf("%s: %s", server.Name, text)
	}
	numbers := map[string]int{}
	for name, list := range answer.Data {
		numbers[name] = *list.TotalCount
	}
	return numbers
}

// wantsCounts compares numbers.
func wantsCounts(t *testing.T, what string, got, want map[string]int) {
	t.Helper()
	if !maps.Equal(got, want) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

// rows reads a table of the bundled register, and of the example if it has that one, by the names of its columns.
func rows(t *testing.T, table string) []map[string]string {
	t.Helper()
	all := []map[string]string{}
	for _, folder := range []string{"register", "example"} {
		file, err := os.Open("../data/" + folder + "/" + table + ".csv")
		if folder == "example" && errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = file.Close() }()
		lines, err := csv.NewReader(file).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range lines[1:] {
			row := map[string]string{}
			for i, name := range lines[0] {
				row[name] = line[i]
			}
			all = append(all, row)
		}
	}
	return all
}

// holds says whether the period of a row holds on a day.
func holds(row map[string]string, day string) bool {
	return row["since"] <= day && (row["until"] == "" || row["until"] > day)
}

// TestAdoptedPartnersAreCounted: as many as the tables have, whatever the page holds.
func TestAdoptedPartnersAreCounted(t *testing.T) {
	want := map[string]int{}
	for n := range 25 {
		want[fmt.Sprintf("VR%02d", n+1)] = 0
	}
	for _, row := range rows(t, "adoptions") {
		if holds(row, "2026-11-23") {
			want[row["region"]]++
		}
	}
	for _, server := range world.Servers(t) {
		got := map[string]int{}
		for code, list := range counterpartsOf(t, server) {
			got[code] = list.PartnersWeAdopted.TotalCount
			for what, page := range map[string]counterpartPage{"ourAdoptionRegions": list.OurAdoptionRegions, "partnersWeAdopted": list.PartnersWeAdopted, "sharedNotAdopted": list.SharedNotAdopted} {
				if !page.PageInfo.HasNextPage && page.TotalCount != len(page.Nodes) {
					t.Errorf("%s, %s of %s: %d of %d", server.Name, what, code, len(page.Nodes), page.TotalCount)
				}
			}
		}
		wantsCounts(t, server.Name, got, want)
	}
}

type counterpartPage struct {
	TotalCount int
	Nodes      []struct{ Typename string }
	PageInfo   struct{ HasNextPage bool }
}

type counterpartLists struct{ OurAdoptionRegions, PartnersWeAdopted, SharedNotAdopted counterpartPage }

// counterpartsOf gives the lists of each region.
func counterpartsOf(t *testing.T, server world.Server) map[string]counterpartLists {
	t.Helper()
	const page = `(first: 100) { totalCount nodes { __typename } pageInfo { hasNextPage } }`
	var answer struct {
		Data struct {
			Regions []struct {
				Code         string
				Counterparts counterpartLists
			}
		}
	}
	text := server.Ask(t, `{ regions { code counterparts { ourAdoptionRegions`+page+` partnersWeAdopted`+page+` sharedNotAdopted`+page+` } } }`, nil)
	if err := json.Unmarshal([]byte(text), &answer); err != nil || strings.Contains(text, `"errors"`) {
		t.Fatalf("%s: %.400s", server.Name, text)
	}
	lists := map[string]counterpartLists{}
	for _, region := range answer.Data.Regions {
		lists[region.Code] = region.Counterparts
	}
	return lists
}

// TestChangesAreCounted: the import and what is made here, after a revision and by what it touched.
func TestChangesAreCounted(t *testing.T) {
	for _, server := range world.Servers(t) {
		for _, code := range []string{"een", "twee", "drie"} {
			server.Ask(t, `mutation { createSector(input: {code: "`+code+`", name: "Sector `+code+`"}) { sector { code } } }`, nil)
		}
		wantsCounts(t, server.Name, counted(t, server, `{
			all: changes { totalCount }
			page: changes(first: 1) { totalCount }
			later: changes(first: 2, afterRevision: 2) { totalCount }
			sectors: changes(filter: {kinds: [Sector]}) { totalCount }
			one: changes(filter: {subjects: ["Sector:twee"]}) { totalCount }
			two: changes(filter: {subjects: ["Sector:twee", "Sector:drie"]}, afterRevision: 1) { totalCount }
			region: changes(filter: {regions: ["VR08"]}) { totalCount }
			none: changes(filter: {kinds: [Sector], regions: ["VR08"]}) { totalCount }
		}`), map[string]int{"all": 4, "page": 4, "later": 2, "sectors": 4, "one": 1, "two": 2, "region": 1, "none": 0})
	}
}

// TestAgendasAreCounted: two evaluations that say when the next is due.
func TestAgendasAreCounted(t *testing.T) {
	for _, server := range world.Servers(t) {
		var found struct {
			Data struct {
				Region struct {
					Collaborations struct {
						Nodes []struct{ ID string }
					}
				}
			}
		}
		if err := json.Unmarshal([]byte(server.Ask(t, `{ region(code: "VR08") { collaborations(first: 2) { nodes { id } } } }`, nil)), &found); err != nil {
			t.Fatal(err)
		}
		for n, collaboration := range found.Data.Region.Collaborations.Nodes {
			answer := server.Ask(t, fmt.Sprintf(`mutation { recordEvaluation(input: {collaborationIds: [%q], on: "2026-11-01", nextOn: "2027-0%d-01",
				participants: [{function: "accounthouder", organisation: "Region:VR08"}], good: "Alles"}) { evaluation { id } } }`, collaboration.ID, n+1), nil)
			if strings.Contains(answer, `"errors"`) {
				t.Fatalf("%s: %s", server.Name, answer)
			}
		}
		wantsCounts(t, server.Name, counted(t, server, `{
			both: agenda(organisation: "VR08", until: "2027-02-01", first: 1) { totalCount }
			one: agenda(organisation: "VR08", until: "2027-01-31") { totalCount }
			none: agenda(organisation: "VR08", until: "2026-12-31") { totalCount }
			other: agenda(organisation: "VR09", until: "2027-12-31") { totalCount }
		}`), map[string]int{"both": 2, "one": 1, "none": 0, "other": 0})
	}
}
