package registry_test

import (
	"testing"

	"ketenkaart/registry"
)

func TestPeriodIsHalfOpen(t *testing.T) {
	period := span("2024-01-01", "2025-01-01")
	for day, holds := range map[registry.Date]bool{"2023-12-31": false, "2024-01-01": true, "2024-12-31": true, "2025-01-01": false} {
		if period.Holds(day) != holds {
			t.Errorf("2024 holds on %s: %t", day, !holds)
		}
	}
	open := since("2024-01-01")
	for day, holds := range map[registry.Date]bool{"2023-12-31": false, "2024-01-01": true, "9998-12-31": true} {
		if open.Holds(day) != holds {
			t.Errorf("from 2024 on holds on %s: %t", day, !holds)
		}
	}
}

func TestPeriodsOverlapWhenTheyShareADay(t *testing.T) {
	year := span("2024-01-01", "2025-01-01")
	for _, test := range []struct {
		name  string
		other registry.Period
		want  bool
	}{
		{"the same", year, true},
		{"touching before", span("2023-01-01", "2024-01-01"), false},
		{"one day into it", span("2023-01-01", "2024-01-02"), true},
		{"touching after", span("2025-01-01", "2026-01-01"), false},
		{"its last day", span("2024-12-31", "2026-01-01"), true},
		{"open, touching after", since("2025-01-01"), false},
		{"open, inside", since("2024-06-01"), true},
		{"open, before", since("2020-01-01"), true},
		{"around it", span("2023-01-01", "2026-01-01"), true},
		{"inside it", span("2024-03-01", "2024-03-02"), true},
		{"long before", span("2000-01-01", "2001-01-01"), false},
	} {
		if year.Overlaps(test.other) != test.want || test.other.Overlaps(year) != test.want {
			t.Errorf("%s: want %t both ways", test.name, test.want)
		}
	}
	if !since("2024-01-01").Overlaps(since("2030-01-01")) {
		t.Error("two periods without an end overlap")
	}
}
