package registry_test

import (
	"strings"
	"testing"

	"ketenkaart/registry"
)

func TestSearch(t *testing.T) {
	w := newWorld(t)
	does(w, w.UpdateRegion, registry.RegionPatch{RegionID: "Region:VR02", Version: 1, ShortName: set("VRF"), Aliases: set([]string{"Friesland"})})
	does(w, w.RegisterPartner, registry.RegisterPartnerInput{Name: "Wetterskip Fryslân", ShortName: new("WF"), Aliases: []string{"Het Friese waterschap", "Ørsted & Cø", "VRF-partner"}})
	for _, test := range []struct {
		text string
		day  registry.Date
		want string
	}{
		{"fryslan", today, "Region:VR02 Partner:wetterskip-fryslan"},
		{"FRYSLÂN", today, "Region:VR02 Partner:wetterskip-fryslan"},
		{"frysl", today, "Region:VR02 Partner:wetterskip-fryslan"},
		{"vrf", today, "Region:VR02 Partner:wetterskip-fryslan"},
		{"friesland", today, "Region:VR02"},
		{"veiligheidsregio fry", today, "Region:VR02"},
		{"fry veiligh", today, "Region:VR02"},
		{"gron", today, "Municipality:GM0014 Region:VR01 Partner:waterbedrijf-groningen"},
		{"gm0080", today, "Municipality:GM0080"},
		{"drinkwater", today, "Chain:BNK12 Sector:drinkwater"},
		{"bnk1", today, "Chain:BNK12"},
		{"wf", today, "Partner:wetterskip-fryslan"},
		{"orsted", today, "Partner:wetterskip-fryslan"},
		{"vr04", today, "Region:VR04"},
		{"ijssel", today, "Region:VR04"},
		{"Ĳssel", today, "Region:VR04"},
		{"rode x kruis", today, ""},
		{"rode k", today, "Partner:rode-kruis"},
		{"ruis", today, ""},
		{"vitens fryslan", today, ""},
		{"opgeheven", today, ""},
		{"opgeheven", "2019-12-31", "Partner:opgeheven"},
		{"opgeheven", "2020-01-01", ""},
		{"opgeheven", "2009-12-31", ""},
		{"%_*\"' vitens", today, "Partner:vitens"},
		{"NOT vitens", today, ""},
		{"vitens OR enexis", today, ""},
	} {
		results, err := w.Search(w.ctx, test.text, 10, test.day, registry.With{})
		if err != nil {
			t.Errorf("%q: %v", test.text, err)
			continue
		}
		ids := []string{}
		for _, result := range results.Things {
			ids = append(ids, result.ID())
		}
		if got := strings.Join(ids, " "); got != test.want {
			t.Errorf("%q on %s: got %q, want %q", test.text, test.day, got, test.want)
		}
	}
}

func TestSearchFollowsWhatChanges(t *testing.T) {
	w := newWorld(t)
	does(w, w.UpdatePartner, registry.PartnerPatch{PartnerID: "Partner:vitens", Version: 1, Name: set("Drinkwaterbedrijf Oost")})
	for text, want := range map[string]int{"drinkwaterbedrijf": 1, "oost": 1, "vitens": 1} {
		if results, err := w.Search(w.ctx, text, 10, today, registry.With{}); err != nil || len(results.Things) != want {
			t.Errorf("%q finds %v, %v", text, results, err)
		}
	}
	does(w, w.UpdateSector, registry.SectorPatch{SectorID: "Sector:energie", Version: 1, Name: set("Stroom")})
	if results, err := w.Search(w.ctx, "stroom", 10, today, registry.With{}); err != nil || len(results.Things) != 1 || results.Things[0].ID() != "Sector:energie" {
		t.Errorf("the new name finds %v, %v", results, err)
	}
}

func TestSearchIsBounded(t *testing.T) {
	w := newWorld(t)
	results, err := w.Search(w.ctx, "veiligheidsregio", 2, today, registry.With{})
	if err != nil || len(results.Things) != 2 || results.Things[0].ID() != "Region:VR03" || results.Things[1].ID() != "Region:VR02" {
		t.Errorf("the first two are %v, %v", results, err)
	}
	for first, want := range map[int]refusal{
		0: invalid("PAGE_SIZE", facts{"field": "first", "most": 100}), 101: invalid("PAGE_SIZE", facts{"field": "first", "most": 100}), -5: invalid("PAGE_SIZE", facts{"field": "first", "most": 100}),
	} {
		_, err := w.Search(w.ctx, "vitens", first, today, registry.With{})
		want.is(t, err)
	}
	_, err = w.Search(w.ctx, "v", 10, today, registry.With{})
	invalid("SEARCH_TOO_SHORT", facts{"field": "text"}).is(t, err)
	if _, err := w.Search(w.ctx, "vitens", 100, today, registry.With{}); err != nil {
		t.Error(err)
	}
}
