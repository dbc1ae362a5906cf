package registry_test

import (
	"testing"

	"ketenkaart/registry"
)

// hamlet is a municipality of Groningen that exists for a period, after which another has its area.
func hamlet(code string, since, until registry.Date, successor string) registry.Municipality {
	m := registry.Municipality{Code: code, Name: "Gemeente " + code, RegionCode: "VR01"}
	if since != "" {
		m.Since = &since
	}
	if until != "" {
		m.Until = &until
	}
	if successor != "" {
		m.SuccessorCode = &successor
	}
	return m
}

func TestR20AMergerIsHeldBeforeItsDay(t *testing.T) {
	w := newWorld(t)
	if _, err := w.Import(w.ctx, registry.Dataset{Municipalities: []registry.Municipality{
		hamlet("GM1001", "1990-01-01", "2021-01-01", "GM1002"), hamlet("GM1002", "2021-01-01", "2030-01-01", "GM0014"),
	}}); err != nil {
		t.Fatal(err)
	}
	for day, want := range map[registry.Date][]string{
		"1989-12-31": {}, "1990-01-01": {"GM1001"}, "2020-12-31": {"GM1001"}, "2021-01-01": {"GM1002"}, "2029-12-31": {"GM1002"}, "2030-01-01": {},
	} {
		results, err := w.Search(w.ctx, "gemeente", 10, day, registry.With{})
		if err != nil {
			t.Fatal(err)
		}
		found := []string{}
		for _, result := range results.Things {
			found = append(found, result.(registry.Municipality).Code)
		}
		wants(t, "municipalities on "+string(day), found, want)
	}
}

func TestR20AMunicipalityIsFoundByItsAliases(t *testing.T) {
	w := newWorld(t)
	den := hamlet("GM0518", "", "", "")
	den.Name, den.Aliases = "Den Haag", []string{" 's-Gravenhage", "'s-Gravenhage (gemeente)"}
	if _, err := w.Import(w.ctx, registry.Dataset{Municipalities: []registry.Municipality{den}}); err != nil {
		t.Fatal(err)
	}
	results, err := w.Search(w.ctx, "gravenhage gem", 10, today, registry.With{})
	if err != nil || len(results.Things) != 1 || results.Things[0].ID() != "Municipality:GM0518" {
		t.Errorf("found %v, %v", results, err)
	}
}

func TestR20WhatSucceedsIsThereOnTheDay(t *testing.T) {
	for name, test := range map[string]struct {
		things []registry.Municipality
		want   []string
	}{
		"inverted": {
			[]registry.Municipality{hamlet("GM1001", "2021-01-01", "2021-01-01", "")},
			[]string{"Municipality:GM1001: until: 2021-01-01 is not after since (2021-01-01)"},
		},
		"a successor of what does not end": {
			[]registry.Municipality{hamlet("GM1001", "", "", "GM0014")},
			[]string{"Municipality:GM1001: successorCode: only a municipality that ends has a successor: give until too"},
		},
		"not there": {
			[]registry.Municipality{hamlet("GM1001", "", "2021-01-01", "GM9999"), hamlet("GM1002", "", "2021-01-01", "Groningen")},
			[]string{
				"Municipality:GM1001: Municipality:GM9999 is not in the register",
				`Municipality:GM1002: successorCode: "Groningen" is not the code of a Municipality, such as GM0268`,
			},
		},
		"itself, at once or after a step": {
			[]registry.Municipality{hamlet("GM1001", "", "2021-01-01", "GM1001"), hamlet("GM1002", "", "2021-01-01", "GM1003"), hamlet("GM1003", "", "2022-01-01", "GM1002")},
			[]string{
				"Municipality:GM1001: successorCode: Municipality:GM1001 does not exist on 2021-01-01, when it would take over",
				"Municipality:GM1003: successorCode: Municipality:GM1002 does not exist on 2022-01-01, when it would take over",
			},
		},
		"one that begins later, or has ended": {
			[]registry.Municipality{
				hamlet("GM1001", "", "2020-12-31", "GM1003"), hamlet("GM1002", "", "2025-01-01", "GM1003"), hamlet("GM1003", "2021-01-01", "2025-01-01", ""),
			},
			[]string{
				"Municipality:GM1001: successorCode: Municipality:GM1003 does not exist on 2020-12-31, when it would take over",
				"Municipality:GM1002: successorCode: Municipality:GM1003 does not exist on 2025-01-01, when it would take over",
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			refusesDataset(newWorld(t), registry.Dataset{Municipalities: test.things}, test.want...)
		})
	}
}
