package registry_test

import (
	"fmt"
	"strings"
	"testing"

	"ketenkaart/registry"
)

// counterpartWorld is drawn by hand:
//   - vitens works in VR02, VR04 and VR05. VR04 adopted it for 2024–2026, with mandates of VR05 until June 2025, of VR01
//     from June 2024 and of VR02 from 2026. It collaborates with VR04 since 2023, VR02 since March 2024, VR03 in 2025.
//   - politie is national, adopted by VR02 since 2025.
//   - enexis collaborates with VR01 and VR02 since 2024; nobody adopted it.
//   - rode-kruis collaborates with VR01 since 2024, with VR03 from 2030; nobody adopted it.
//   - waterbedrijf-groningen collaborates with VR01 alone.
//   - opgeheven was national until 2020, adopted by VR03 for 2012–2014.
func counterpartWorld(t *testing.T) *world {
	w := newWorld(t)
	end := func(adoption registry.Adoption, on registry.Date) {
		does(w, w.EndAdoption, registry.EndAdoptionInput{AdoptionID: adoption.ID(), Version: adoption.Version, On: on, Reason: "voorbij"})
	}
	w.start("VR04", "vitens", "KERN", since("2023-01-01"))
	w.start("VR02", "vitens", "KERN", since("2024-03-01"))
	w.start("VR03", "vitens", "KERN", span("2025-01-01", "2026-01-01"))
	end(w.adopt("VR04", "vitens", "2024-01-01", mandate("VR05", span("2024-01-01", "2025-06-01")), mandate("VR01", since("2024-06-01")), mandate("VR02", since("2026-01-01"))), "2027-01-01")
	w.adopt("VR02", "politie", "2025-01-01")
	w.start("VR01", "enexis", "KERN", since("2024-01-01"))
	w.start("VR02", "enexis", "KERN", since("2024-01-01"))
	w.start("VR01", "rode-kruis", "STANDBY", since("2024-01-01"))
	w.start("VR03", "rode-kruis", "STANDBY", since("2030-01-01"))
	w.start("VR01", "waterbedrijf-groningen", "KERN", since("2024-01-01"))
	end(does(w, w.AdoptPartner, registry.AdoptPartnerInput{RegionCode: "VR03", PartnerKey: "enexis", Since: "2012-01-01"}).Adoption, "2015-01-01")
	return w
}

func question(region string, list registry.CounterpartList, day registry.Date) registry.PartnerQuery {
	query, err := registry.CounterpartQueryOf(registry.Counterparts{RegionCode: region}, list, registry.PageArgs{}, day)
	if err != nil {
		panic(err)
	}
	return query
}

// ourAdoptionRegions reads as "vitens by VR04: MANDATE WORKING_AREA".
func (w *world) ourAdoptionRegions(queries ...registry.PartnerQuery) (told []string) {
	w.t.Helper()
	pages, err := w.OurAdoptionRegions(w.ctx, queries)
	if err != nil {
		w.t.Fatal(err)
	}
	for i, page := range pages {
		lines := []string{}
		for _, c := range page.Nodes() {
			if c.Adoption.PartnerKey != c.Partner.Key || !c.Adoption.Holds(queries[i].AsOf) {
				w.t.Errorf("%s comes with the adoption %+v", c.Partner.Key, c.Adoption)
			}
			if c.Collaboration != nil && (c.Collaboration.RegionCode != queries[i].Filter.Counterpart.Region || c.Collaboration.PartnerKey != c.Partner.Key || !c.Collaboration.Holds(queries[i].AsOf)) {
				w.t.Errorf("%s comes with the collaboration %+v", c.Partner.Key, c.Collaboration)
			}
			if collaborates := strings.Contains(fmt.Sprint(c.Basis), "COLLABORATION"); collaborates != (c.Collaboration != nil) {
				w.t.Errorf("%s: the basis is %v and the collaboration %v", c.Partner.Key, c.Basis, c.Collaboration)
			}
			lines = append(lines, fmt.Sprintf("%s by %s: %s", c.Partner.Key, c.Adoption.RegionCode, strings.Trim(fmt.Sprint(c.Basis), "[]")))
		}
		told = append(told, strings.Join(lines, "; "))
	}
	return told
}

// weAdopted reads as "vitens: VR01 mandated, VR02 collaborates".
func (w *world) weAdopted(queries ...registry.PartnerQuery) (told []string) {
	w.t.Helper()
	pages, err := w.PartnersWeAdopted(w.ctx, queries)
	if err != nil {
		w.t.Fatal(err)
	}
	for i, page := range pages {
		lines := []string{}
		for _, adopted := range page.Nodes() {
			if adopted.Adoption.RegionCode != queries[i].Filter.Counterpart.Region || adopted.Adoption.PartnerKey != adopted.Partner.Key || !adopted.Adoption.Holds(queries[i].AsOf) {
				w.t.Errorf("%s comes with the adoption %+v", adopted.Partner.Key, adopted.Adoption)
			}
			parts := []string{}
			for _, c := range adopted.Counterparts {
				part := c.RegionCode + either(c.Mandated, " mandated", "")
				if c.Collaboration != nil {
					part += " collaborates"
					if c.Collaboration.RegionCode != c.RegionCode || c.Collaboration.PartnerKey != adopted.Partner.Key || !c.Collaboration.Holds(queries[i].AsOf) {
						w.t.Errorf("%s comes with the collaboration %+v", c.RegionCode, c.Collaboration)
					}
				}
				parts = append(parts, part)
			}
			lines = append(lines, strings.TrimSpace(adopted.Partner.Key+": "+strings.Join(parts, ", ")))
		}
		told = append(told, strings.Join(lines, "; "))
	}
	return told
}

// sharedNotAdopted reads as the keys of the partners.
func (w *world) sharedNotAdopted(queries ...registry.PartnerQuery) (told []string) {
	w.t.Helper()
	pages, err := w.ListPartners(w.ctx, queries)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, page := range pages {
		told = append(told, strings.Join(keysOf(page.Items), " "))
	}
	return told
}

// counterpartCase is a region at a date with the answer by hand.
type counterpartCase struct {
	region string
	day    registry.Date
	want   string
}

// answers asks each case alone, and then all of one date at once.
func answers(t *testing.T, list registry.CounterpartList, cases []counterpartCase, ask func(...registry.PartnerQuery) []string) {
	t.Helper()
	byDay := map[registry.Date][]counterpartCase{}
	for _, c := range cases {
		if got := ask(question(c.region, list, c.day)); got[0] != c.want {
			t.Errorf("%s on %s: got %q, want %q", c.region, c.day, got[0], c.want)
		}
		byDay[c.day] = append(byDay[c.day], c)
	}
	for day, together := range byDay {
		var queries []registry.PartnerQuery
		for _, c := range together {
			queries = append(queries, question(c.region, list, c.day))
		}
		for i, got := range ask(queries...) {
			if got != together[i].want {
				t.Errorf("%s on %s, asked with others: got %q, want %q", together[i].region, day, got, together[i].want)
			}
		}
	}
}

func TestOurAdoptionRegions(t *testing.T) {
	w := counterpartWorld(t)
	answers(t, registry.OurAdoptionRegions, []counterpartCase{
		// today: VR02 has all three bases, and the mandate of VR05 is over
		{"VR01", today, "politie by VR02: WORKING_AREA; vitens by VR04: MANDATE"},
		{"VR02", today, "vitens by VR04: MANDATE WORKING_AREA COLLABORATION"},
		{"VR03", today, "politie by VR02: WORKING_AREA"},
		{"VR04", today, "politie by VR02: WORKING_AREA"},
		{"VR05", today, "politie by VR02: WORKING_AREA; vitens by VR04: WORKING_AREA"},
		// in the past
		{"VR01", "2024-02-01", ""},
		{"VR02", "2024-02-01", "vitens by VR04: WORKING_AREA"},
		{"VR05", "2024-02-01", "vitens by VR04: MANDATE WORKING_AREA"},
		{"VR01", "2024-05-31", ""},
		{"VR01", "2024-06-01", "vitens by VR04: MANDATE"},
		{"VR03", "2024-12-31", ""},
		{"VR03", "2025-12-31", "politie by VR02: WORKING_AREA; vitens by VR04: COLLABORATION"},
		{"VR03", "2026-01-01", "politie by VR02: WORKING_AREA"},
		{"VR05", "2025-05-31", "politie by VR02: WORKING_AREA; vitens by VR04: MANDATE WORKING_AREA"},
		{"VR05", "2025-06-01", "politie by VR02: WORKING_AREA; vitens by VR04: WORKING_AREA"},
		{"VR02", "2023-12-31", ""},
		{"VR01", "2013-01-01", "enexis by VR03: WORKING_AREA"},
		{"VR02", "2013-01-01", ""},
		{"VR03", "2013-01-01", ""},
		// in the future, when the adoption of vitens has ended
		{"VR02", "2026-12-31", "vitens by VR04: MANDATE WORKING_AREA COLLABORATION"},
		{"VR02", "2027-01-01", ""},
		{"VR05", "2040-01-01", "politie by VR02: WORKING_AREA"},
	}, w.ourAdoptionRegions)
}

func TestPartnersWeAdopted(t *testing.T) {
	w := counterpartWorld(t)
	answers(t, registry.PartnersWeAdopted, []counterpartCase{
		{"VR01", today, ""},
		{"VR02", today, "politie:"},
		{"VR03", today, ""},
		{"VR04", today, "vitens: VR01 mandated, VR02 mandated collaborates"},
		{"VR04", "2023-12-31", ""},
		{"VR04", "2024-01-01", "vitens: VR05 mandated"},
		{"VR04", "2025-03-01", "vitens: VR01 mandated, VR02 collaborates, VR03 collaborates, VR05 mandated"},
		{"VR04", "2025-12-31", "vitens: VR01 mandated, VR02 collaborates, VR03 collaborates"},
		{"VR03", "2013-01-01", "enexis:"},
		{"VR03", "2015-01-01", ""},
		{"VR04", "2026-12-31", "vitens: VR01 mandated, VR02 mandated collaborates"},
		{"VR04", "2027-01-01", ""},
		{"VR02", "2040-01-01", "politie:"},
	}, w.weAdopted)
}

func TestSharedNotAdopted(t *testing.T) {
	w := counterpartWorld(t)
	answers(t, registry.SharedNotAdopted, []counterpartCase{
		{"VR01", today, "enexis"},
		{"VR02", today, "enexis"},
		{"VR03", today, ""},
		{"VR04", today, ""},
		{"VR01", "2023-12-31", ""},
		{"VR01", "2024-01-01", "enexis"},
		// when vitens is adopted no more, it is shared by VR02 and VR04
		{"VR02", "2027-01-01", "enexis vitens"},
		{"VR04", "2027-01-01", "vitens"},
		{"VR05", "2027-01-01", ""},
		{"VR01", "2029-12-31", "enexis"},
		{"VR01", "2030-01-01", "enexis rode-kruis"},
		{"VR03", "2030-01-01", "rode-kruis"},
	}, w.sharedNotAdopted)
}

func TestCounterpartsAtSeveralDatesAtOnce(t *testing.T) {
	w := counterpartWorld(t)
	got := w.ourAdoptionRegions(question("VR01", registry.OurAdoptionRegions, "2013-01-01"), question("VR02", registry.OurAdoptionRegions, "2024-02-01"), question("VR02", registry.OurAdoptionRegions, today))
	wants(t, "our adoption regions", got, []string{"enexis by VR03: WORKING_AREA", "vitens by VR04: WORKING_AREA", "vitens by VR04: MANDATE WORKING_AREA COLLABORATION"})
	got = w.weAdopted(question("VR04", registry.PartnersWeAdopted, "2024-01-01"), question("VR04", registry.PartnersWeAdopted, "2025-03-01"))
	wants(t, "partners we adopted", got, []string{"vitens: VR05 mandated", "vitens: VR01 mandated, VR02 collaborates, VR03 collaborates, VR05 mandated"})
}

func TestCounterpartsOfAPartnerThatEnded(t *testing.T) {
	w := newWorld(t)
	// an adoption cannot outlive its partner, so it is ended in the dataset
	if _, err := w.Import(w.ctx, registry.Dataset{Adoptions: []registry.Adoption{{RegionCode: "VR03", PartnerKey: "opgeheven", Period: span("2012-01-01", "2015-01-01")}}}); err != nil {
		t.Fatal(err)
	}
	answers(t, registry.OurAdoptionRegions, []counterpartCase{
		{"VR01", "2013-01-01", "opgeheven by VR03: WORKING_AREA"}, {"VR01", "2015-01-01", ""}, {"VR01", today, ""}, {"VR03", "2013-01-01", ""},
	}, w.ourAdoptionRegions)
}

func TestCounterpartsArePaged(t *testing.T) {
	w := counterpartWorld(t)
	ask := func(args registry.PageArgs) registry.CounterpartConnection {
		t.Helper()
		query, err := registry.PartnerQueryOf(nil, nil, args, today)
		if err != nil {
			t.Fatal(err)
		}
		query.Filter.Counterpart = &registry.CounterpartFilter{Region: "VR01", List: registry.OurAdoptionRegions}
		pages, err := w.OurAdoptionRegions(w.ctx, []registry.PartnerQuery{query})
		if err != nil {
			t.Fatal(err)
		}
		return pages[0]
	}
	first := ask(registry.PageArgs{First: new(1)})
	if info := first.PageInfo(); first.Nodes()[0].Partner.Key != "politie" || !info.HasNextPage || info.HasPreviousPage || first.Edges()[0].Cursor != *info.EndCursor {
		t.Errorf("the first page is %+v, %+v", first.Nodes(), info)
	}
	second := ask(registry.PageArgs{First: new(1), After: first.PageInfo().EndCursor})
	if info := second.PageInfo(); second.Nodes()[0].Partner.Key != "vitens" || info.HasNextPage || !info.HasPreviousPage {
		t.Errorf("the second page is %+v, %+v", second.Nodes(), info)
	}
	last := ask(registry.PageArgs{Last: new(1)})
	if info := last.PageInfo(); last.Nodes()[0].Partner.Key != "vitens" || info.HasNextPage || !info.HasPreviousPage {
		t.Errorf("the last page is %+v, %+v", last.Nodes(), info)
	}
	_, err := registry.CounterpartQueryOf(registry.Counterparts{RegionCode: "VR01"}, registry.PartnersWeAdopted, registry.PageArgs{First: new(0)}, today)
	invalid("PAGE_SIZE", facts{"field": "first", "most": 100}).is(t, err)
}
