package e2e

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ketenkaart/e2e/world"
)

// TestMatricesAreThoseOfTheTables: the collaborations in force of each region by profile, and their partners.
func TestMatricesAreThoseOfTheTables(t *testing.T) {
	const day = "2024-01-01"
	collaborations, partners := map[string]int{}, map[string]map[string]bool{}
	for _, row := range rows(t, "collaborations") {
		if holds(row, day) {
			cell := row["region"] + " " + row["profile"]
			if partners[cell] == nil {
				partners[cell] = map[string]bool{}
			}
			collaborations[cell]++
			partners[cell][row["partner"]] = true
		}
	}
	want := []string{}
	for cell, number := range collaborations {
		want = append(want, fmt.Sprintf("%s %d/%d", cell, number, len(partners[cell])))
	}
	slices.Sort(want)
	for _, server := range world.Servers(t) {
		var answer struct {
			Data struct {
				Matrix struct {
					CellCount int
					Cells     []struct {
						Row, Column              string
						Collaborations, Partners int
					}
				}
			}
		}
		text := server.Ask(t, `{ matrix(rows: REGION, columns: PROFILE, asOf: "`+day+`") { cellCount cells { row column collaborations partners } } }`, nil)
		if err := json.Unmarshal([]byte(text), &answer); err != nil || strings.Contains(text, `"errors"`) {
			t.Fatalf("%s: %s", server.Name, text)
		}
		got := []string{}
		for _, cell := range answer.Data.Matrix.Cells {
			got = append(got, fmt.Sprintf("%s %s %d/%d", cell.Row, cell.Column, cell.Collaborations, cell.Partners))
		}
		slices.Sort(got)
		if diff := cmp.Diff(want, got); diff != "" || answer.Data.Matrix.CellCount != len(want) {
			t.Errorf("%s: %d cells (-tables +answer)\n%s", server.Name, answer.Data.Matrix.CellCount, diff)
		}
	}
}
