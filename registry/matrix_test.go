package registry_test

import (
	"fmt"
	"strings"
	"testing"

	"ketenkaart/registry"
)

func (w *world) matrix(rows, columns registry.MatrixAxis, filter registry.CountFilter, day registry.Date) registry.Matrix {
	w.t.Helper()
	m, err := w.Matrix(w.ctx, registry.MatrixQuery{Rows: rows, Columns: columns, Filter: filter, AsOf: day})
	if err != nil {
		w.t.Fatal(err)
	}
	return m
}

// cells read as "VR01 KERN 2/1": two collaborations with one partner.
func (w *world) cells(m registry.Matrix) string {
	w.t.Helper()
	cells, err := m.Cells(5000)
	if err != nil || len(cells) != m.CellCount() {
		w.t.Fatalf("%d of %d cells, %v", len(cells), m.CellCount(), err)
	}
	told := []string{}
	for _, c := range cells {
		told = append(told, fmt.Sprintf("%s %s %d/%d", c.Row, c.Column, c.Collaborations, c.Partners))
	}
	return strings.Join(told, "; ")
}

func headers(list []registry.MatrixHeader) string {
	told := []string{}
	for _, h := range list {
		told = append(told, fmt.Sprintf("%s %d/%d", h.Key, h.Collaborations, h.Partners))
	}
	return strings.Join(told, "; ")
}

// The collaborations of the world of the counterparts, counted by hand.
func TestMatrix(t *testing.T) {
	w := counterpartWorld(t)
	for _, c := range []struct {
		rows, columns registry.MatrixAxis
		filter        registry.CountFilter
		day           registry.Date
		want          string
	}{
		{"REGION", "PROFILE", registry.CountFilter{}, today, "VR01 STANDBY 1/1; VR01 KERN 2/2; VR02 KERN 2/2; VR04 KERN 1/1"},
		{"PROFILE", "REGION", registry.CountFilter{}, today, "STANDBY VR01 1/1; KERN VR01 2/2; KERN VR02 2/2; KERN VR04 1/1"},
		{"SECTOR", "CORE_TASK", registry.CountFilter{}, today, "drinkwater BEHEERDER 3/2; energie BEHEERDER 2/1;  DIENSTVERLENER 1/1"},
		{"CHAIN", "REGION", registry.CountFilter{}, today, "BNK12 VR01 1/1; BNK12 VR02 1/1; BNK12 VR04 1/1;  VR01 2/2;  VR02 1/1"},
		{"CERTAINTY", "CORE_TASK", registry.CountFilter{}, today, " BEHEERDER 5/3;  DIENSTVERLENER 1/1"},
		{"REGION", "PROFILE", registry.CountFilter{}, "2025-12-31", "VR01 STANDBY 1/1; VR01 KERN 2/2; VR02 KERN 2/2; VR03 KERN 1/1; VR04 KERN 1/1"},
		{"REGION", "PROFILE", registry.CountFilter{}, "2029-12-31", "VR01 STANDBY 1/1; VR01 KERN 2/2; VR02 KERN 2/2; VR04 KERN 1/1"},
		{"REGION", "PROFILE", registry.CountFilter{}, "2030-01-01", "VR01 STANDBY 1/1; VR01 KERN 2/2; VR02 KERN 2/2; VR03 STANDBY 1/1; VR04 KERN 1/1"},
		{"REGION", "PROFILE", registry.CountFilter{Regions: []string{"VR01"}}, today, "VR01 STANDBY 1/1; VR01 KERN 2/2"},
		{"REGION", "PROFILE", registry.CountFilter{Partners: []string{"vitens"}}, today, "VR02 KERN 1/1; VR04 KERN 1/1"},
		{"REGION", "PROFILE", registry.CountFilter{CoreTasks: []registry.CoreTask{"DIENSTVERLENER"}}, today, "VR01 STANDBY 1/1"},
		{"REGION", "PROFILE", registry.CountFilter{Sectors: []string{"energie"}}, today, "VR01 KERN 1/1; VR02 KERN 1/1"},
		{"REGION", "PROFILE", registry.CountFilter{Chains: []string{"BNK12"}}, today, "VR01 KERN 1/1; VR02 KERN 1/1; VR04 KERN 1/1"},
		{"REGION", "SECTOR", registry.CountFilter{Profiles: []registry.Profile{"STANDBY"}}, today, "VR01  1/1"},
		{"REGION", "SECTOR", registry.CountFilter{Certainty: []registry.Certainty{"VERIFIED"}}, today, ""},
	} {
		if got := w.cells(w.matrix(c.rows, c.columns, c.filter, c.day)); got != c.want {
			t.Errorf("%s by %s of %+v on %s:\ngot  %q\nwant %q", c.rows, c.columns, c.filter, c.day, got, c.want)
		}
	}
}

// A partner of several regions is one partner of its column, and of each row.
func TestHeadersOfAMatrix(t *testing.T) {
	w := counterpartWorld(t)
	m := w.matrix("REGION", "PROFILE", registry.CountFilter{}, today)
	wants(t, "the rows", headers(m.Rows), "VR01 3/3; VR02 2/2; VR03 0/0; VR04 1/1; VR05 0/0")
	wants(t, "the columns", headers(m.Columns), "STANDBY 1/1; ADHOC 0/0; KOPPEL 0/0; STRUCTUREEL 0/0; KERN 5/3")
	wants(t, "the label of a region", m.Rows[0].Label, "Groningen")
	wants(t, "the label of a profile", m.Columns[4].Label, "Kernsamenwerking")
	m = w.matrix("SECTOR", "CHAIN", registry.CountFilter{}, today)
	wants(t, "the sectors", headers(m.Rows), "drinkwater 3/2; energie 2/1;  1/1")
	wants(t, "the label of none", m.Rows[2].Label, "Niet bekend")
}

// A partner in two chains counts in both, and once in all.
func TestMatrixOfSeveralValues(t *testing.T) {
	w := counterpartWorld(t)
	does(w, w.UpdatePartner, registry.PartnerPatch{PartnerID: "Partner:vitens", Version: 1, ChainCodes: set([]string{"BNK03", "BNK12"}), CoreTasks: set([]registry.CoreTask{"BEHEERDER", "HULPDIENST"})})
	m := w.matrix("CORE_TASK", "CHAIN", registry.CountFilter{Partners: []string{"vitens"}}, today)
	wants(t, "the cells", w.cells(m), "HULPDIENST BNK03 2/1; HULPDIENST BNK12 2/1; BEHEERDER BNK03 2/1; BEHEERDER BNK12 2/1")
	wants(t, "the rows", headers(m.Rows), "HULPDIENST 2/1; BEHEERDER 2/1; DIENSTVERLENER 0/0")
}

func TestRefusedMatrices(t *testing.T) {
	w := newWorld(t)
	for _, c := range []struct {
		query registry.MatrixQuery
		want  refusal
	}{
		{registry.MatrixQuery{Rows: "REGION", Columns: "REGION"}, invalid("CONTRADICTION", facts{"field": "columns"})},
		{registry.MatrixQuery{Rows: "REGION", Columns: "CHAIN", Filter: registry.CountFilter{Regions: []string{}}}, invalid("EMPTY_LIST", facts{"field": "filter.regions"})},
		{registry.MatrixQuery{Rows: "REGION", Columns: "CHAIN", Filter: registry.CountFilter{Sectors: []string{"Geen Code"}}}, invalid("MALFORMED_CODE", facts{"field": "filter.sectors"})},
	} {
		c.query.AsOf = today
		_, err := w.Matrix(w.ctx, c.query)
		c.want.is(t, err)
	}
	for _, first := range []int{0, 5001} {
		_, err := w.matrix("REGION", "CHAIN", registry.CountFilter{}, today).Cells(first)
		invalid("INVALID", facts{"field": "first", "most": 5000}).is(t, err)
	}
}
