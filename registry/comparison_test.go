package registry_test

import (
	"fmt"
	"strings"
	"testing"

	"ketenkaart/registry"
)

func (w *world) compare(before, after registry.Date, filter registry.CountFilter) registry.Comparison {
	w.t.Helper()
	comparison, err := w.Comparison(w.ctx, before, after, filter)
	if err != nil {
		w.t.Fatal(err)
	}
	return comparison
}

// compared reads things as "VR01 enexis": the ends of collaborations and adoptions, the keys of partners.
func (w *world) compared(compared registry.Compared) string {
	w.t.Helper()
	told := []string{}
	for _, id := range compared.IDs {
		switch thing := w.nodes(id)[id].(type) {
		case registry.Collaboration:
			told = append(told, thing.RegionCode+" "+thing.PartnerKey)
		case registry.Adoption:
			told = append(told, thing.RegionCode+" "+thing.PartnerKey)
		case registry.Partner:
			told = append(told, thing.Key)
		}
	}
	if compared.Count != len(told) {
		w.t.Errorf("%d of %d", len(told), compared.Count)
	}
	return strings.Join(told, ", ")
}

// What came and went in the world of the counterparts, by hand.
func TestComparison(t *testing.T) {
	w := counterpartWorld(t)
	for _, c := range []struct {
		before, after                                                       registry.Date
		filter                                                              registry.CountFilter
		started, ended, adopted, adoptionsEnded, partnersCame, partnersWent string
	}{
		{before: "2023-06-01", after: "2026-06-01", started: "VR01 enexis, VR01 rode-kruis, VR01 waterbedrijf-groningen, VR02 enexis, VR02 vitens", adopted: "VR02 politie, VR04 vitens"},
		{before: "2025-12-31", after: "2026-01-01", ended: "VR03 vitens"},
		{before: "2026-01-01", after: "2029-12-31", adoptionsEnded: "VR04 vitens"},
		{before: "2029-12-31", after: "2030-01-01", started: "VR03 rode-kruis"},
		{before: "2024-12-31", after: "2026-06-01", adopted: "VR02 politie"},
		{before: "2019-12-31", after: "2020-01-01", partnersWent: "opgeheven"},
		{before: "2009-12-31", after: "2010-01-01", partnersCame: "opgeheven"},
		{before: "2009-12-31", after: "2020-01-01"},
		{before: "2023-06-01", after: "2026-06-01", filter: registry.CountFilter{Regions: []string{"VR01"}}, started: "VR01 enexis, VR01 rode-kruis, VR01 waterbedrijf-groningen"},
		{before: "2023-06-01", after: "2026-06-01", filter: registry.CountFilter{Profiles: []registry.Profile{"STANDBY"}}, started: "VR01 rode-kruis", adopted: "VR02 politie, VR04 vitens"},
		{before: "2023-06-01", after: "2026-06-01", filter: registry.CountFilter{CoreTasks: []registry.CoreTask{"HULPDIENST"}}, adopted: "VR02 politie"},
		{before: "2009-12-31", after: "2010-01-01", filter: registry.CountFilter{CoreTasks: []registry.CoreTask{"HULPDIENST"}}},
		{before: "2023-06-01", after: "2026-06-01", filter: registry.CountFilter{Certainty: []registry.Certainty{"VERIFIED"}}},
	} {
		got := w.compare(c.before, c.after, c.filter)
		told := fmt.Sprintf("started %s; ended %s; adopted %s; adoptions ended %s; came %s; went %s",
			w.compared(got.Started), w.compared(got.Ended), w.compared(got.Adopted), w.compared(got.AdoptionsEnded), w.compared(got.PartnersCame), w.compared(got.PartnersWent))
		want := fmt.Sprintf("started %s; ended %s; adopted %s; adoptions ended %s; came %s; went %s",
			c.started, c.ended, c.adopted, c.adoptionsEnded, c.partnersCame, c.partnersWent)
		if told != want || got.ProfilesChanged.Count != 0 {
			t.Errorf("%s to %s with %+v:\ngot  %s\nwant %s", c.before, c.after, c.filter, told, want)
		}
	}
}

// Another profile is a change, and neither an end nor a start, also when one of the two is asked for; what came back is none.
func TestComparisonOfProfiles(t *testing.T) {
	w := newWorld(t)
	first := w.start("VR02", "vitens", "KOPPEL", since("2024-01-01"))
	second := does(w, w.ChangeProfile, registry.ChangeProfileInput{CollaborationID: first.ID(), Version: first.Version, Profile: "KERN", On: "2025-01-01"}).Collaboration
	does(w, w.ChangeProfile, registry.ChangeProfileInput{CollaborationID: second.ID(), Version: second.Version, Profile: "KOPPEL", On: "2026-01-01"})
	changed := registry.ProfilesCompared{Count: 1, Nodes: []registry.ProfileChange{{BeforeID: first.ID(), AfterID: second.ID()}}}
	for _, c := range []struct {
		before, after registry.Date
		profiles      []registry.Profile
		want          registry.ProfilesCompared
	}{
		{"2024-06-01", "2025-06-01", nil, changed},
		{"2024-06-01", "2025-06-01", []registry.Profile{"KERN"}, changed},
		{"2024-06-01", "2025-06-01", []registry.Profile{"KOPPEL"}, changed},
		{"2024-06-01", "2025-06-01", []registry.Profile{"STANDBY"}, registry.ProfilesCompared{}},
		{"2024-06-01", "2026-06-01", nil, registry.ProfilesCompared{}},
	} {
		got := w.compare(c.before, c.after, registry.CountFilter{Profiles: c.profiles})
		wants(t, fmt.Sprint(c), got.ProfilesChanged, c.want)
		if got.Started.Count+got.Ended.Count > 0 {
			t.Errorf("%v: %+v", c, got)
		}
	}
}

// A list has its first hundred, and tells how many there are.
func TestComparisonIsBounded(t *testing.T) {
	w := newWorld(t)
	partners, collaborations := []registry.Partner{}, []registry.Collaboration{}
	for n := range 101 {
		key := word("partner-")(n)
		partners = append(partners, registry.Partner{Key: key, Name: key, CoreTasks: []registry.CoreTask{"BEHEERDER"}})
		collaborations = append(collaborations, registry.Collaboration{RegionCode: "VR01", PartnerKey: key, Profile: "KERN", Period: since("2024-01-01")})
	}
	does(w, w.Import, registry.Dataset{Partners: partners, Collaborations: collaborations})
	if got := w.compare("2023-01-01", "2025-01-01", registry.CountFilter{}).Started; got.Count != 101 || len(got.IDs) != 100 {
		t.Errorf("%d of %d", len(got.IDs), got.Count)
	}
}

func TestRefusedComparisons(t *testing.T) {
	w := newWorld(t)
	for _, after := range []registry.Date{"2024-12-31", "2025-01-01"} {
		_, err := w.Comparison(w.ctx, "2025-01-01", after, registry.CountFilter{})
		invalid("PERIOD_INVERTED", facts{"field": "after"}).is(t, err)
	}
	_, err := w.Comparison(w.ctx, "2025-01-01", today, registry.CountFilter{Partners: []string{"Geen Sleutel"}})
	invalid("MALFORMED_CODE", facts{"field": "filter.partners"}).is(t, err)
}
