package e2e

import (
	"maps"
	"testing"

	"ketenkaart/e2e/world"
)

// TestDataQualityIsThatOfTheTables: how many partners, collaborations and agreements of the tables lack something.
func TestDataQualityIsThatOfTheTables(t *testing.T) {
	const day = "2026-11-23"
	want := map[string]int{"identifier": 0, "area": 0, "task": 0, "chain": 0, "contact": 0, "shared": 0, "recorded": 0}
	areas, shared, adopted := map[string]bool{}, map[string]int{}, map[string]bool{}
	for _, row := range rows(t, "working_areas") {
		areas[row["partner"]] = true
	}
	for _, row := range rows(t, "collaborations") {
		if holds(row, day) {
			shared[row["partner"]]++
		}
	}
	for _, row := range rows(t, "adoptions") {
		adopted[row["partner"]] = adopted[row["partner"]] || holds(row, day)
	}
	for _, row := range rows(t, "partners") {
		if !holds(row, day) {
			continue
		}
		for name, lacks := range map[string]bool{
			"identifier": row["tooi"]+row["kvk"]+row["oin"] == "", "area": row["national"] != "true" && !areas[row["key"]], "task": row["core_tasks"] == "",
			"chain": row["chains"] == "", "contact": true, "shared": shared[row["key"]] > 1 && !adopted[row["key"]],
		} {
			if lacks {
				want[name]++
			}
		}
	}
	for _, row := range rows(t, "agreements") {
		if row["until"] == "" || row["until"] > day {
			want["recorded"]++
		}
	}
	for _, server := range world.Servers(t) {
		got := counted(t, server, `{
			identifier: dataQuality(kinds: [IDENTIFIER_MISSING]) { totalCount }
			area: dataQuality(kinds: [AREA_UNKNOWN]) { totalCount }
			task: dataQuality(kinds: [NO_CORE_TASK]) { totalCount }
			chain: dataQuality(kinds: [NO_CHAIN]) { totalCount }
			contact: dataQuality(kinds: [NO_CONTACT]) { totalCount }
			shared: dataQuality(kinds: [SHARED_NOT_ADOPTED]) { totalCount }
			recorded: dataQuality(kinds: [RECORDED_NOT_CONFIRMED]) { totalCount }
		}`)
		if !maps.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", server.Name, got, want)
		}
	}
}
