package registry_test

import (
	"strings"
	"testing"
	"time"

	"ketenkaart/registry"
)

func TestDateOfIsTheDayInAmsterdam(t *testing.T) {
	amsterdam, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	for moment, want := range map[string]registry.Date{
		// winter: midnight is 23:00 UTC
		"2026-01-15T22:59:59Z":      "2026-01-15",
		"2026-01-15T23:00:00Z":      "2026-01-16",
		"2025-12-31T22:59:59Z":      "2025-12-31",
		"2025-12-31T23:00:00Z":      "2026-01-01",
		"2026-01-15T23:59:59-05:00": "2026-01-16",
		// summer: midnight is 22:00 UTC
		"2026-07-15T21:59:59Z": "2026-07-15",
		"2026-07-15T22:00:00Z": "2026-07-16",
		// 29 March 2026 has 23 hours
		"2026-03-28T22:59:59Z": "2026-03-28",
		"2026-03-28T23:00:00Z": "2026-03-29",
		"2026-03-29T21:59:59Z": "2026-03-29",
		"2026-03-29T22:00:00Z": "2026-03-30",
		// 25 October 2026 has 25 hours, with 02:30 twice
		"2026-10-24T21:59:59Z": "2026-10-24",
		"2026-10-24T22:00:00Z": "2026-10-25",
		"2026-10-25T00:30:00Z": "2026-10-25",
		"2026-10-25T01:30:00Z": "2026-10-25",
		"2026-10-25T22:59:59Z": "2026-10-25",
		"2026-10-25T23:00:00Z": "2026-10-26",
		"2024-02-28T23:00:00Z": "2024-02-29",
	} {
		parsed, err := time.Parse(time.RFC3339, moment)
		if err != nil {
			t.Fatal(err)
		}
		if got := registry.DateOf(parsed, amsterdam); got != want {
			t.Errorf("%s is %s, want %s", moment, got, want)
		}
	}
}

func TestTodayFollowsTheClock(t *testing.T) {
	w := bareWorld(t)
	w.clock.set(t, "2026-11-23T22:59:59Z")
	if got := w.Today(); got != "2026-11-23" {
		t.Errorf("just before midnight it is %s", got)
	}
	w.clock.set(t, "2026-11-23T23:00:00Z")
	if got := w.Today(); got != "2026-11-24" {
		t.Errorf("at midnight it is %s", got)
	}
}

func TestParseDate(t *testing.T) {
	for _, good := range []string{"2019-03-06", "1000-01-01", "9998-12-31", "2024-02-29", "2000-02-29"} {
		if got, err := registry.ParseDate(good); err != nil || string(got) != good {
			t.Errorf("%q gives %q, %v", good, got, err)
		}
	}
	for _, bad := range []string{
		"", "2019", "2019-03", "2019-3-6", "06-03-2019", "2019-02-29", "1900-02-29", "2019-13-01", "2019-00-10", "2019-04-31", "0999-12-31",
		"9999-01-01", "2019-03-06T00:00:00Z", " 2019-03-06", "2019-03-06 ", "2019/03/06", "20190306", "+2019-03-06", "２０１９-03-06", "today",
		strings.Repeat("9", 100_000), "2019-03-06\x00",
	} {
		_, err := registry.ParseDate(bad)
		invalid("MALFORMED_DATE", nil).is(t, err)
		if err != nil && len(err.Error()) > 300 {
			t.Errorf("the message repeats %d characters of the input", len(err.Error()))
		}
	}
}

func TestDateIsAScalar(t *testing.T) {
	var text strings.Builder
	registry.Date("2019-03-06").MarshalGQL(&text)
	if text.String() != `"2019-03-06"` {
		t.Errorf("it is written as %s", text.String())
	}
	var day registry.Date
	if err := day.UnmarshalGQL("2019-03-06"); err != nil || day != "2019-03-06" {
		t.Errorf("it is read as %q, %v", day, err)
	}
	for _, bad := range []any{20190306, nil, true, "2019-02-30", []any{"2019-03-06"}} {
		invalid("MALFORMED_DATE", nil).is(t, day.UnmarshalGQL(bad))
	}
	if got := registry.Date("2019-03-06").Time(); !got.Equal(time.Date(2019, 3, 6, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("its midnight is %s", got)
	}
}

func TestR19PartialDateIsAsPreciseAsIsKnown(t *testing.T) {
	for _, good := range []string{"2014", "2014-09", "2014-09-14", "1000", "1953-02-01", "2024-02-29"} {
		got, err := registry.ParsePartialDate(good)
		if err != nil || string(got) != good {
			t.Errorf("%q gives %q, %v", good, got, err)
		}
		var text strings.Builder
		got.MarshalGQL(&text)
		if text.String() != `"`+good+`"` {
			t.Errorf("%q is written as %s", good, text.String())
		}
	}
	for _, bad := range []any{"", "14", "201", "20140", "2014-9", "2014-13", "2014-09-31", "2014-09-", "2014Q3", "0999", "09-2014", " 2014", 2014, nil} {
		var date registry.PartialDate
		invalid("MALFORMED_DATE", nil).is(t, date.UnmarshalGQL(bad))
	}
}

func TestR19PartialDatesAreKeptAsGiven(t *testing.T) {
	w := newWorld(t)
	adoption := does(w, w.AdoptPartner, registry.AdoptPartnerInput{
		RegionCode: "VR02", PartnerKey: "vitens", Since: "2019-03-06", RequestedOn: new(registry.PartialDate("2016-11")),
		Milestones: []registry.Milestone{
			{Step: "Gevraagd", On: new(registry.PartialDate("2016"))},
			{Step: "Besproken", On: new(registry.PartialDate("2017-04"))},
			{Step: "Getekend", On: new(registry.PartialDate("2019-03-06")), Note: new("in Leeuwarden")},
			{Step: "Geëvalueerd"},
		},
	}).Adoption
	w.stored(adoption)
	if *adoption.RequestedOn != "2016-11" || *adoption.Milestones[0].On != "2016" || *adoption.Milestones[1].On != "2017-04" ||
		*adoption.Milestones[2].On != "2019-03-06" || adoption.Milestones[3].On != nil {
		t.Errorf("the dates became %+v", adoption)
	}
	partner := does(w, w.UpdatePartner, registry.PartnerPatch{PartnerID: "Partner:vitens", Version: 1, Connections: set([]registry.FacilityLink{
		{Facility: "LCMS", Since: new(registry.PartialDate("2014-09"))}, {Facility: "LVCb", Since: new(registry.PartialDate("2014")), Until: new(registry.PartialDate("2015"))},
	})}).Partner
	w.stored(partner)
	if *partner.Connections[0].Since != "2014-09" || *partner.Connections[1].Since != "2014" || *partner.Connections[1].Until != "2015" {
		t.Errorf("the connections became %+v", partner.Connections)
	}
}

func FuzzParseDate(f *testing.F) {
	for _, seed := range []string{"2019-03-06", "2024-02-29", "0000-00-00", "", "9998-12-31", "2019-3-6"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		day, err := registry.ParseDate(text)
		if err != nil {
			invalid("MALFORMED_DATE", nil).is(t, err)
			return
		}
		if string(day) != text || len(text) != len("2019-03-06") || day.Time().Format(time.DateOnly) != text {
			t.Errorf("%q gives %q, the day %s", text, day, day.Time())
		}
		if partial, err := registry.ParsePartialDate(text); err != nil || string(partial) != text {
			t.Errorf("%q is a day but gives the partial date %q, %v", text, partial, err)
		}
	})
}

func FuzzParsePartialDate(f *testing.F) {
	for _, seed := range []string{"2019", "2019-03", "2019-03-06", "2024-02-29", "2023-02-29", "0000", "19", "", "2019-", "+2019"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		partial, err := registry.ParsePartialDate(text)
		if err != nil {
			invalid("MALFORMED_DATE", nil).is(t, err)
			return
		}
		layout := time.DateOnly[:min(len(text), len(time.DateOnly))]
		day, err := time.Parse(layout, text)
		if err != nil || day.Format(layout) != text || string(partial) != text {
			t.Errorf("%q gives %q, which is no year, month or day: %v", text, partial, err)
		}
	})
}
