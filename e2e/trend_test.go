package e2e

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ketenkaart/e2e/world"
)

// figures are those of a trend on a day, or of the tables.
type figures struct {
	Collaborations, Partners, Regions, Adoptions int
}

// TestTrendsAreThoseOfTheTables: what is in force on the first day of each year.
func TestTrendsAreThoseOfTheTables(t *testing.T) {
	want := map[string]figures{}
	for year := 2018; year <= 2027; year++ {
		day := fmt.Sprintf("%d-01-01", year)
		partners, regions, f := map[string]bool{}, map[string]bool{}, figures{}
		for _, row := range rows(t, "collaborations") {
			if holds(row, day) {
				f.Collaborations++
				partners[row["partner"]], regions[row["region"]] = true, true
			}
		}
		for _, row := range rows(t, "adoptions") {
			if holds(row, day) {
				f.Adoptions++
			}
		}
		f.Partners, f.Regions = len(partners), len(regions)
		want[day] = f
	}
	for _, server := range world.Servers(t) {
		var answer struct {
			Data struct {
				Trend []struct {
					On string
					figures
				}
			}
		}
		text := server.Ask(t, `{ trend(from: "2018-01-01", until: "2027-01-01", step: YEAR) { on collaborations partners regions adoptions } }`, nil)
		if err := json.Unmarshal([]byte(text), &answer); err != nil || strings.Contains(text, `"errors"`) {
			t.Fatalf("%s: %s", server.Name, text)
		}
		got := map[string]figures{}
		for _, point := range answer.Data.Trend {
			got[point.On] = point.figures
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-tables +answer)\n%s", server.Name, diff)
		}
	}
}
