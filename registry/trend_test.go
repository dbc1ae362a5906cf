package registry_test

import (
	"fmt"
	"strings"
	"testing"

	"ketenkaart/registry"
)

// trend reads as "2024-01-01 5 of 4 and 3, adopted 1": collaborations of so many partners and regions.
func (w *world) trend(query registry.TrendQuery) (told []string) {
	w.t.Helper()
	points, err := w.Trend(w.ctx, query)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, p := range points {
		told = append(told, fmt.Sprintf("%s %d of %d and %d, adopted %d", p.On, p.Collaborations, p.Partners, p.Regions, p.Adoptions))
	}
	return told
}

// The figures of the world of the counterparts, counted by hand.
func TestTrend(t *testing.T) {
	w := counterpartWorld(t)
	wants(t, "by year", w.trend(registry.TrendQuery{From: "2022-01-01", Until: "2031-01-01", Step: "YEAR"}), []string{
		"2022-01-01 0 of 0 and 0, adopted 0", "2023-01-01 1 of 1 and 1, adopted 0", "2024-01-01 5 of 4 and 3, adopted 1",
		"2025-01-01 7 of 4 and 4, adopted 2", "2026-01-01 6 of 4 and 3, adopted 2", "2027-01-01 6 of 4 and 3, adopted 1",
		"2028-01-01 6 of 4 and 3, adopted 1", "2029-01-01 6 of 4 and 3, adopted 1", "2030-01-01 7 of 4 and 4, adopted 1", "2031-01-01 7 of 4 and 4, adopted 1",
	})
	wants(t, "by day, where one ends", w.trend(registry.TrendQuery{From: "2025-12-30", Until: "2026-01-01", Step: "DAY"}), []string{
		"2025-12-30 7 of 4 and 4, adopted 2", "2025-12-31 7 of 4 and 4, adopted 2", "2026-01-01 6 of 4 and 3, adopted 2",
	})
	wants(t, "of one region", w.trend(registry.TrendQuery{From: "2024-02-29", Until: "2024-03-01", Step: "DAY", Filter: registry.CountFilter{Regions: []string{"VR02"}}}), []string{
		"2024-02-29 1 of 1 and 1, adopted 0", "2024-03-01 2 of 2 and 1, adopted 0",
	})
	wants(t, "of dienstverleners", w.trend(registry.TrendQuery{From: "2024-01-01", Until: "2030-01-01", Step: "YEAR", Filter: registry.CountFilter{CoreTasks: []registry.CoreTask{"DIENSTVERLENER"}}})[6], "2030-01-01 2 of 1 and 2, adopted 0")
}

func TestTrendByProfileAndCoreTask(t *testing.T) {
	w := counterpartWorld(t)
	points, err := w.Trend(w.ctx, registry.TrendQuery{From: today, Until: today, Step: "MONTH"})
	if err != nil || len(points) != 1 {
		t.Fatalf("%d points, %v", len(points), err)
	}
	wants(t, "by profile", points[0].ByProfile, []registry.ProfileCount{{Profile: "STANDBY", Count: 1}, {Profile: "ADHOC"}, {Profile: "KOPPEL"}, {Profile: "STRUCTUREEL"}, {Profile: "KERN", Count: 5}})
	wants(t, "by kerntaak", points[0].ByCoreTask, []registry.CoreTaskCount{{CoreTask: "HULPDIENST"}, {CoreTask: "BEHEERDER", Count: 5}, {CoreTask: "DIENSTVERLENER", Count: 1}})
}

// An agreement of two regions and two partners is one, from the day on which it is in force and not on record.
func TestTrendOfAgreements(t *testing.T) {
	w := newWorld(t)
	agreement := w.convenant("VR01", "VR02")
	does(w, w.ConfirmAgreement, registry.ConfirmAgreementInput{AgreementID: agreement.ID(), Version: agreement.Version, Party: "Region:VR01", Since: "2025-06-01", Evidence: "brief"})
	w.convenant("VR03")
	points, err := w.Trend(w.ctx, registry.TrendQuery{From: "2025-05-31", Until: "2025-06-01", Step: "DAY"})
	if err != nil {
		t.Fatal(err)
	}
	wants(t, "in force", []int{points[0].AgreementsInForce, points[1].AgreementsInForce}, []int{0, 1})
}

// convenant records an agreement of regions with vitens and politie, signed in 2020.
func (w *world) convenant(regions ...string) registry.Agreement {
	w.t.Helper()
	return does(w, w.RecordAgreement, registry.RecordAgreementInput{
		Title: "Convenant", RegionCodes: regions, PartnerKeys: []string{"politie", "vitens"}, SignedOn: new(registry.PartialDate("2020")), LedBy: &regions[0],
		Provenance: registry.Provenance{Source: "x", Certainty: registry.Verified},
	}).Agreement
}

// The last day of a month leads to that of a shorter one, and back.
func TestDaysOfATrend(t *testing.T) {
	w := newWorld(t)
	days := func(from, until registry.Date, step registry.TrendStep) string {
		points, err := w.Trend(w.ctx, registry.TrendQuery{From: from, Until: until, Step: step})
		if err != nil {
			t.Fatal(err)
		}
		told := []string{}
		for _, p := range points {
			told = append(told, string(p.On))
		}
		return strings.Join(told, " ")
	}
	wants(t, "months", days("2024-01-31", "2024-04-30", "MONTH"), "2024-01-31 2024-02-29 2024-03-31 2024-04-30")
	wants(t, "quarters", days("2023-11-30", "2024-08-01", "QUARTER"), "2023-11-30 2024-02-29 2024-05-30")
	wants(t, "years", days("2024-02-29", "2028-02-29", "YEAR"), "2024-02-29 2025-02-28 2026-02-28 2027-02-28 2028-02-29")
	wants(t, "days", days("2024-12-31", "2025-01-01", "DAY"), "2024-12-31 2025-01-01")
}

func TestRefusedTrends(t *testing.T) {
	w := newWorld(t)
	for _, c := range []struct {
		query registry.TrendQuery
		want  refusal
	}{
		{registry.TrendQuery{From: "2025-01-02", Until: "2025-01-01", Step: "DAY"}, invalid("PERIOD_INVERTED", facts{"field": "until"})},
		{registry.TrendQuery{From: "2025-01-01", Until: "2026-02-05", Step: "DAY"}, invalid("TOO_LONG", facts{"field": "until", "most": 400})},
		{registry.TrendQuery{From: "1000-01-01", Until: "9998-12-31", Step: "MONTH"}, invalid("TOO_LONG", facts{"field": "until", "most": 400})},
		{registry.TrendQuery{From: "2025-01-01", Until: "2026-01-01", Step: "YEAR", Filter: registry.CountFilter{Profiles: []registry.Profile{}}}, invalid("EMPTY_LIST", facts{"field": "filter.profiles"})},
	} {
		_, err := w.Trend(w.ctx, c.query)
		c.want.is(t, err)
	}
	points, err := w.Trend(w.ctx, registry.TrendQuery{From: "2025-01-01", Until: "2026-02-04", Step: "DAY"})
	if err != nil || len(points) != 400 {
		t.Errorf("%d points, %v", len(points), err)
	}
}
