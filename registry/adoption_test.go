package registry_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"ketenkaart/registry"
)

const noAdoption = "Adoption:019a0000-0000-7000-8000-000000000001"

func TestR5AdoptPartner(t *testing.T) {
	w := newWorld(t)
	payload := does(w, w.AdoptPartner, registry.AdoptPartnerInput{
		RegionCode: "VR02", PartnerKey: "vitens", Since: "2024-01-01", RequestedOn: new(registry.PartialDate("2022-11")),
		Mandates:   []registry.Mandate{mandate("VR05", since("2024-01-01")), mandate("VR04", span("2024-01-01", "2025-01-01")), mandate("VR04", since("2026-01-01")), mandate("VR01", since("2024-01-01"))},
		Milestones: []registry.Milestone{{Step: " Verzoek ", On: new(registry.PartialDate("2022-11")), Note: new(" per brief ")}},
		Provenance: &registry.Provenance{Source: "bron", Certainty: "VERIFIED"},
	})
	adoption := payload.Adoption
	w.stored(adoption)
	if adoption.Version != 2 || !adoption.UpdatedAt.Equal(w.clock.now()) {
		t.Errorf("its stamp is %+v", adoption.Stamp)
	}
	w.wrote(payload.Change, change{revision: 2, action: "adoptPartner", subject: adoption.ID(), items: []item{{
		subject: adoption.ID(), regions: []string{"VR01", "VR02", "VR04", "VR05"}, partners: []string{"vitens"}, fields: []string{
			`contactPoints: null → []`,
			`mandates: null → [{"regionCode":"VR01","since":"2024-01-01"},{"regionCode":"VR04","since":"2024-01-01","until":"2025-01-01"},{"regionCode":"VR04","since":"2026-01-01"},{"regionCode":"VR05","since":"2024-01-01"}]`,
			`milestones: null → [{"note":"per brief","on":"2022-11","step":"Verzoek"}]`,
			`partnerKey: null → "vitens"`, `provenance: null → {"certainty":"VERIFIED","source":"bron"}`, `regionCode: null → "VR02"`,
			`requestedOn: null → "2022-11"`, `since: null → "2024-01-01"`,
		},
	}}})
}

func TestR5AdoptPartnerIsRefused(t *testing.T) {
	w := newWorld(t)
	for name, test := range map[string]struct {
		spoil func(*registry.AdoptPartnerInput)
		want  refusal
	}{
		"a region that is not there":  {func(in *registry.AdoptPartnerInput) { in.RegionCode = "VR25" }, notFoundIn("regionCode", "Region:VR25")},
		"a malformed region":          {func(in *registry.AdoptPartnerInput) { in.RegionCode = "Fryslân" }, invalid("MALFORMED_CODE", facts{"field": "regionCode"})},
		"a partner that is not there": {func(in *registry.AdoptPartnerInput) { in.PartnerKey = "niemand" }, notFoundIn("partnerKey", "Partner:niemand")},
		"a malformed partner":         {func(in *registry.AdoptPartnerInput) { in.PartnerKey = "" }, invalid("MALFORMED_CODE", facts{"field": "partnerKey"})},
		"its own mandate": {
			func(in *registry.AdoptPartnerInput) {
				in.Mandates = []registry.Mandate{mandate("VR02", since("2024-01-01"))}
			},
			invalid("MANDATE_OF_ADOPTING_REGION", facts{"field": "mandates", "rule": "R5"}),
		},
		"a mandate of nobody": {func(in *registry.AdoptPartnerInput) {
			in.Mandates = []registry.Mandate{mandate("VR25", since("2024-01-01"))}
		}, notFoundIn("mandates.regionCode", "Region:VR25")},
		"a malformed mandate": {
			func(in *registry.AdoptPartnerInput) {
				in.Mandates = []registry.Mandate{mandate("GM0014", since("2024-01-01"))}
			},
			invalid("MALFORMED_CODE", facts{"field": "mandates.regionCode"}),
		},
		"an inverted mandate": {
			func(in *registry.AdoptPartnerInput) {
				in.Mandates = []registry.Mandate{mandate("VR04", span("2024-01-01", "2024-01-01"))}
			},
			invalid("PERIOD_INVERTED", facts{"field": "until"}),
		},
		"overlapping mandates": {
			func(in *registry.AdoptPartnerInput) {
				in.Mandates = []registry.Mandate{mandate("VR04", span("2025-01-01", "2026-01-01")), mandate("VR05", since("2024-01-01")), mandate("VR04", span("2024-01-01", "2025-01-02"))}
			},
			invalid("CONTRADICTION", facts{"field": "mandates", "rule": "R5"}),
		},
		"national, and mandates": {
			func(in *registry.AdoptPartnerInput) {
				in.National, in.Mandates = true, []registry.Mandate{mandate("VR04", since("2024-01-01"))}
			},
			invalid("CONTRADICTION", facts{"field": "mandates"}),
		},
		"a milestone without a step": {func(in *registry.AdoptPartnerInput) { in.Milestones = []registry.Milestone{{Step: ""}} }, invalid("INVALID", facts{"field": "milestones.step", "rule": "R1"})},
		"an over-long step": {
			func(in *registry.AdoptPartnerInput) {
				in.Milestones = []registry.Milestone{{Step: strings.Repeat("x", 201)}}
			},
			invalid("TOO_LONG", facts{"field": "milestones.step", "most": 200}),
		},
		"too many milestones": {
			func(in *registry.AdoptPartnerInput) {
				for n := range 201 {
					in.Milestones = append(in.Milestones, registry.Milestone{Step: fmt.Sprint("stap ", n)})
				}
			},
			invalid("TOO_LONG", facts{"field": "milestones", "most": 50}),
		},
		"too many mandates": {
			func(in *registry.AdoptPartnerInput) {
				for n := range 201 {
					in.Mandates = append(in.Mandates, mandate("VR04", span(registry.Date(fmt.Sprintf("%d-01-01", 1000+n)), registry.Date(fmt.Sprintf("%d-06-01", 1000+n)))))
				}
			},
			invalid("TOO_LONG", facts{"field": "mandates", "most": 100}),
		},
		"after the partner's end": {
			func(in *registry.AdoptPartnerInput) { in.PartnerKey = "opgeheven" },
			invalid("OUTSIDE_PERIOD", facts{"field": "since", "since": "2010-01-01", "until": "2020-01-01", "rule": "R3"}),
		},
	} {
		t.Run(name, func(t *testing.T) {
			in := registry.AdoptPartnerInput{RegionCode: "VR02", PartnerKey: "vitens", Since: "2024-01-01"}
			test.spoil(&in)
			refuses(w.in(t), w.AdoptPartner, in, test.want)
		})
	}
}

func TestR5NationalIsTheMandateOfAllOtherRegions(t *testing.T) {
	w := newWorld(t)
	adoption := does(w, w.AdoptPartner, registry.AdoptPartnerInput{RegionCode: "VR02", PartnerKey: "politie", Since: "2019-03-06", National: true}).Adoption
	from := since("2019-03-06")
	wants(t, "the mandates", adoption.Mandates, []registry.Mandate{mandate("VR01", from), mandate("VR03", from), mandate("VR04", from), mandate("VR05", from)})
	w.stored(adoption)
	refuses(w, w.AdoptPartner, registry.AdoptPartnerInput{RegionCode: "VR25", PartnerKey: "politie", Since: "2000-01-01", National: true}, notFoundIn("regionCode", "Region:VR25"))
}

func TestR5OneAdoptieregioAtAnyDate(t *testing.T) {
	w := newWorld(t)
	first := w.adopt("VR02", "vitens", "2020-01-01")
	first = does(w, w.EndAdoption, registry.EndAdoptionInput{AdoptionID: first.ID(), Version: first.Version, On: "2022-01-01", Reason: "klaar"}).Adoption
	refuses(w, w.AdoptPartner, registry.AdoptPartnerInput{RegionCode: "VR04", PartnerKey: "vitens", Since: "2021-12-31"}, conflict("PERIOD_OVERLAPS",
		facts{"id": first.ID(), "regionCode": "VR02", "since": "2020-01-01", "until": "2022-01-01", "rule": "R5"}))
	refuses(w, w.AdoptPartner, registry.AdoptPartnerInput{RegionCode: "VR02", PartnerKey: "vitens", Since: "2000-01-01"}, conflict("PERIOD_OVERLAPS",
		facts{"id": first.ID(), "regionCode": "VR02", "since": "2020-01-01", "until": "2022-01-01", "rule": "R5"}))
	second := w.adopt("VR04", "vitens", "2022-01-01")
	refuses(w, w.AdoptPartner, registry.AdoptPartnerInput{RegionCode: "VR05", PartnerKey: "vitens", Since: "2040-01-01"}, conflict("PERIOD_OVERLAPS",
		facts{"id": second.ID(), "regionCode": "VR04", "since": "2022-01-01", "until": nil, "rule": "R5"}))
	w.adopt("VR04", "enexis", "2022-01-01")
	for day, want := range map[registry.Date]string{"2019-12-31": "", "2020-01-01": first.ID(), "2021-12-31": first.ID(), "2022-01-01": second.ID(), "2050-01-01": second.ID()} {
		if got := w.adoptionOf("vitens", day); got != want {
			t.Errorf("on %s it is adopted by %q, want %q", day, got, want)
		}
	}
}

// adoptionOf returns the id of the partner's adoption at a day, "" when there is none.
func (w *world) adoptionOf(partner string, day registry.Date) (id string) {
	w.t.Helper()
	err := w.View(w.ctx, func(ctx context.Context, reader registry.Reader) error {
		adoptions, err := reader.Adoptions(ctx, registry.AdoptionSelect{Partners: []string{partner}, AsOf: &day})
		if len(adoptions) > 1 {
			w.t.Errorf("on %s %s has %d adoptions", day, partner, len(adoptions))
		}
		for _, adoption := range adoptions {
			id = adoption.ID()
		}
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return id
}

func TestR5OnlyASharedPartnerIsAdopted(t *testing.T) {
	w := newWorld(t)
	adopt := func(partner string, day registry.Date) registry.AdoptPartnerInput {
		return registry.AdoptPartnerInput{RegionCode: "VR01", PartnerKey: partner, Since: day}
	}
	notShared := invalid("PARTNER_NOT_SHARED", facts{"field": "partnerKey", "rule": "R5"})
	refuses(w, w.AdoptPartner, adopt("raadsel", "2024-01-01"), notShared)
	refuses(w, w.AdoptPartner, adopt("waterbedrijf-groningen", "2024-01-01"), notShared)

	own := w.start("VR01", "waterbedrijf-groningen", "KERN", since("2020-01-01"))
	refuses(w, w.AdoptPartner, adopt("waterbedrijf-groningen", "2024-01-01"), notShared)
	other := w.start("VR03", "waterbedrijf-groningen", "KERN", span("2024-01-01", "2025-01-01"))
	refuses(w, w.AdoptPartner, adopt("waterbedrijf-groningen", "2023-12-31"), notShared)
	refuses(w, w.AdoptPartner, adopt("waterbedrijf-groningen", "2025-01-01"), notShared)
	adoption := does(w, w.AdoptPartner, adopt("waterbedrijf-groningen", "2024-12-31")).Adoption
	does(w, w.VoidAdoption, registry.VoidAdoptionInput{AdoptionID: adoption.ID(), Version: adoption.Version, Reason: "proef"})
	does(w, w.VoidCollaboration, registry.VoidCollaborationInput{CollaborationID: other.ID(), Version: other.Version, Reason: "proef"})
	refuses(w, w.AdoptPartner, adopt("waterbedrijf-groningen", "2024-12-31"), notShared)
	w.stored(own)

	does(w, w.StartCollaboration, registry.StartCollaborationInput{RegionCode: "VR03", PartnerKey: "rode-kruis", Profile: "STANDBY", Since: "2024-01-01"})
	refuses(w, w.AdoptPartner, adopt("rode-kruis", "2024-06-01"), notShared)
	does(w, w.StartCollaboration, registry.StartCollaborationInput{RegionCode: "VR04", PartnerKey: "rode-kruis", Profile: "STANDBY", Since: "2024-01-01"})
	does(w, w.AdoptPartner, adopt("rode-kruis", "2024-06-01"))
	does(w, w.AdoptPartner, adopt("politie", "2024-01-01"))
	does(w, w.AdoptPartner, adopt("enexis", "1990-01-01"))
}

func TestR5SetMandates(t *testing.T) {
	w := newWorld(t)
	adoption := w.adopt("VR02", "vitens", "2024-01-01", mandate("VR04", since("2024-01-01")))
	payload := does(w, w.SetMandates, registry.SetMandatesInput{AdoptionID: adoption.ID(), Version: adoption.Version, Mandates: []registry.Mandate{
		mandate("VR03", since("2025-01-01")), mandate("VR01", span("2024-01-01", "2025-01-01")), mandate("VR01", since("2025-01-01")),
	}})
	w.stored(payload.Adoption)
	w.wrote(payload.Change, change{revision: 3, action: "setMandates", subject: adoption.ID(), items: []item{{
		subject: adoption.ID(), regions: []string{"VR01", "VR02", "VR03", "VR04"}, partners: []string{"vitens"}, fields: []string{
			`mandates: [{"regionCode":"VR04","since":"2024-01-01"}] → [{"regionCode":"VR01","since":"2024-01-01","until":"2025-01-01"},{"regionCode":"VR01","since":"2025-01-01"},{"regionCode":"VR03","since":"2025-01-01"}]`,
		},
	}}})
	set := func(mandates ...registry.Mandate) registry.SetMandatesInput {
		return registry.SetMandatesInput{AdoptionID: adoption.ID(), Version: 3, Mandates: mandates}
	}
	refuses(w, w.SetMandates, set(mandate("VR02", since("2024-01-01"))), invalid("MANDATE_OF_ADOPTING_REGION", facts{"field": "mandates", "rule": "R5"}))
	refuses(w, w.SetMandates, set(mandate("VR04", since("2024-01-01")), mandate("VR04", since("2025-01-01"))), invalid("CONTRADICTION", facts{"field": "mandates", "rule": "R5"}))
	refuses(w, w.SetMandates, set(mandate("VR24", since("2024-01-01"))), notFoundIn("mandates.regionCode", "Region:VR24"))
	none := does(w, w.SetMandates, set()).Adoption
	w.stored(none)
	if none.Mandates == nil || len(none.Mandates) > 0 {
		t.Errorf("the mandates are %v", none.Mandates)
	}
}

func TestSetMilestones(t *testing.T) {
	w := newWorld(t)
	adoption := w.adopt("VR02", "vitens", "2024-01-01")
	payload := does(w, w.SetMilestones, registry.SetMilestonesInput{SubjectID: adoption.ID(), Version: adoption.Version, Milestones: []registry.Milestone{
		{Step: "Verzoek", On: new(registry.PartialDate("2016-11"))}, {Step: "Convenant", On: new(registry.PartialDate("2019-03-06")), Note: new(" ")},
	}})
	w.stored(payload.Subject)
	w.wrote(payload.Change, change{revision: 3, action: "setMilestones", subject: adoption.ID(), items: []item{{
		subject: adoption.ID(), regions: []string{"VR02"}, partners: []string{"vitens"},
		fields: []string{`milestones: [] → [{"on":"2016-11","step":"Verzoek"},{"on":"2019-03-06","step":"Convenant"}]`},
	}}})
	refuses(w, w.SetMilestones, registry.SetMilestonesInput{SubjectID: adoption.ID(), Version: 3, Milestones: []registry.Milestone{{Step: " \t"}}}, invalid("INVALID", facts{"field": "milestones.step", "rule": "R1"}))
	refuses(w, w.SetMilestones, registry.SetMilestonesInput{SubjectID: adoption.ID(), Version: 3, Milestones: []registry.Milestone{{Step: "x", Note: new(strings.Repeat("x", 4001))}}}, invalid("TOO_LONG", facts{"field": "milestones.note", "most": 4000}))
	refuses(w, w.SetMilestones, registry.SetMilestonesInput{SubjectID: "Partner:vitens", Version: 1}, invalid("MALFORMED_ID", facts{"field": "subjectId", "rule": "R19"}))
}

func TestR5TransferClosesAndOpensOnOneDay(t *testing.T) {
	w := newWorld(t)
	adoption := does(w, w.AdoptPartner, registry.AdoptPartnerInput{
		RegionCode: "VR02", PartnerKey: "vitens", Since: "2024-01-01", RequestedOn: new(registry.PartialDate("2023")), Mandates: []registry.Mandate{mandate("VR04", since("2024-01-01"))},
		Milestones: []registry.Milestone{{Step: "Verzoek"}}, Provenance: &registry.Provenance{Source: "bron", Certainty: "DERIVED"},
	}).Adoption
	adoption = does(w, w.EndAdoption, registry.EndAdoptionInput{AdoptionID: adoption.ID(), Version: adoption.Version, On: "2030-01-01", Reason: "afspraak loopt af"}).Adoption
	payload := does(w, w.TransferAdoption, registry.TransferAdoptionInput{
		AdoptionID: adoption.ID(), Version: adoption.Version, ToRegionCode: "VR04", On: "2026-01-01", Mandates: []registry.Mandate{mandate("VR02", since("2026-01-01"))}, Reason: " andere accounthouder ", Provenance: &registry.Provenance{Source: "nieuwe bron", Certainty: "VERIFIED"},
	})
	next, old := payload.Adoption, thing[registry.Adoption](w, adoption.ID())
	w.stored(next)
	stamp := registry.Stamp{Version: 4, UpdatedAt: w.clock.now()}
	wantOld := adoption
	wantOld.Until, wantOld.EndReason, wantOld.Stamp = new(registry.Date("2026-01-01")), new("andere accounthouder"), stamp
	wants(t, "the old", old, wantOld)
	wants(t, "the next", next, registry.Adoption{
		UUID: next.UUID, RegionCode: "VR04", PartnerKey: "vitens", Period: span("2026-01-01", "2030-01-01"), EndReason: new("afspraak loopt af"),
		Mandates: []registry.Mandate{mandate("VR02", since("2026-01-01"))}, Provenance: &registry.Provenance{Source: "nieuwe bron", Certainty: "VERIFIED"}, Stamp: stamp,
	})
	w.wrote(payload.Change, change{revision: 4, action: "transferAdoption", reason: "andere accounthouder", subject: next.ID(), items: []item{
		{subject: old.ID(), regions: []string{"VR02", "VR04"}, partners: []string{"vitens"}, fields: []string{
			`endReason: "afspraak loopt af" → "andere accounthouder"`, `until: "2030-01-01" → "2026-01-01"`,
		}},
		{subject: next.ID(), regions: []string{"VR02", "VR04"}, partners: []string{"vitens"}, fields: []string{
			`contactPoints: null → []`, `endReason: null → "afspraak loopt af"`, `mandates: null → [{"regionCode":"VR02","since":"2026-01-01"}]`, `milestones: null → []`,
			`partnerKey: null → "vitens"`, `provenance: null → {"certainty":"VERIFIED","source":"nieuwe bron"}`, `regionCode: null → "VR04"`, `since: null → "2026-01-01"`, `until: null → "2030-01-01"`,
		}},
	}})
	for day, want := range map[registry.Date]string{"2023-12-31": "", "2025-12-31": old.ID(), "2026-01-01": next.ID(), "2029-12-31": next.ID(), "2030-01-01": ""} {
		if got := w.adoptionOf("vitens", day); got != want {
			t.Errorf("on %s it is adopted by %q, want %q", day, got, want)
		}
	}
}

func TestR5TransferIsRefused(t *testing.T) {
	w := newWorld(t)
	adoption := w.adopt("VR02", "vitens", "2024-01-01")
	outside := invalid("OUTSIDE_PERIOD", facts{"field": "on", "since": "2024-01-01", "until": nil, "rule": "R4"})
	for name, test := range map[string]struct {
		spoil func(*registry.TransferAdoptionInput)
		want  refusal
	}{
		"to the same region":    {func(in *registry.TransferAdoptionInput) { in.ToRegionCode = "VR02" }, invalid("CONTRADICTION", facts{"field": "toRegionCode", "rule": "R5"})},
		"to a region not there": {func(in *registry.TransferAdoptionInput) { in.ToRegionCode = "VR25" }, notFoundIn("toRegionCode", "Region:VR25")},
		"to no region":          {func(in *registry.TransferAdoptionInput) { in.ToRegionCode = "Twente" }, invalid("MALFORMED_CODE", facts{"field": "toRegionCode"})},
		"on its first day":      {func(in *registry.TransferAdoptionInput) { in.On = "2024-01-01" }, outside},
		"before it":             {func(in *registry.TransferAdoptionInput) { in.On = "2020-01-01" }, outside},
		"with the mandate of itself": {func(in *registry.TransferAdoptionInput) {
			in.Mandates = []registry.Mandate{mandate("VR04", since("2026-01-01"))}
		}, invalid("MANDATE_OF_ADOPTING_REGION", facts{"field": "mandates", "rule": "R5"})},
		"without a reason": {func(in *registry.TransferAdoptionInput) { in.Reason = "" }, invalid("REASON_REQUIRED", facts{"field": "reason", "rule": "R14"})},
		"not there":        {func(in *registry.TransferAdoptionInput) { in.AdoptionID = noAdoption }, notFoundIn("adoptionId", noAdoption)},
		"a collaboration":  {func(in *registry.TransferAdoptionInput) { in.AdoptionID = nowhere }, notFoundIn("adoptionId", nowhere)},
		"a stale version":  {func(in *registry.TransferAdoptionInput) { in.Version = 3 }, stale(adoption.ID(), 2)},
	} {
		t.Run(name, func(t *testing.T) {
			in := registry.TransferAdoptionInput{AdoptionID: adoption.ID(), Version: adoption.Version, ToRegionCode: "VR04", On: "2026-01-01", Reason: "ruil"}
			test.spoil(&in)
			refuses(w.in(t), w.TransferAdoption, in, test.want)
		})
	}
	w.stored(adoption)
}

func TestR14EndOfAnAdoptionHasAReason(t *testing.T) {
	w := newWorld(t)
	adoption := w.adopt("VR02", "vitens", "2024-01-01", mandate("VR04", since("2024-01-01")))
	payload := does(w, w.EndAdoption, registry.EndAdoptionInput{AdoptionID: adoption.ID(), Version: adoption.Version, On: "2026-01-01", Reason: " niet meer nodig "})
	w.stored(payload.Adoption)
	if *payload.Adoption.EndReason != "niet meer nodig" || *payload.Adoption.Until != "2026-01-01" || len(payload.Adoption.Mandates) != 1 {
		t.Errorf("it ended as %+v", payload.Adoption)
	}
	w.wrote(payload.Change, change{revision: 3, action: "endAdoption", reason: "niet meer nodig", subject: adoption.ID(), items: []item{{
		subject: adoption.ID(), regions: []string{"VR02", "VR04"}, partners: []string{"vitens"}, fields: []string{`endReason: null → "niet meer nodig"`, `until: null → "2026-01-01"`},
	}}})
	end := func(on registry.Date) registry.EndAdoptionInput {
		return registry.EndAdoptionInput{AdoptionID: adoption.ID(), Version: 3, On: on, Reason: "nog eens"}
	}
	outside := invalid("OUTSIDE_PERIOD", facts{"field": "on", "since": "2024-01-01", "until": "2026-01-01", "rule": "R4"})
	for _, day := range []registry.Date{"2023-01-01", "2024-01-01", "2026-01-01", "2026-01-02"} {
		refuses(w, w.EndAdoption, end(day), outside)
	}
	does(w, w.EndAdoption, end("2025-12-31"))
}

func TestR4VoidAdoptionIsGoneAndKeptInTheFeed(t *testing.T) {
	w := newWorld(t)
	adoption := w.adopt("VR02", "vitens", "2024-01-01", mandate("VR04", since("2024-01-01")))
	payload := does(w, w.VoidAdoption, registry.VoidAdoptionInput{AdoptionID: adoption.ID(), Version: adoption.Version, Reason: "nooit gevraagd"})
	w.wrote(payload.Change, change{revision: 3, action: "voidAdoption", reason: "nooit gevraagd", subject: adoption.ID(), items: []item{{
		subject: adoption.ID(), regions: []string{"VR02", "VR04"}, partners: []string{"vitens"}, fields: []string{
			`contactPoints: [] → null`, `mandates: [{"regionCode":"VR04","since":"2024-01-01"}] → null`, `milestones: [] → null`,
			`partnerKey: "vitens" → null`, `regionCode: "VR02" → null`, `since: "2024-01-01" → null`,
		},
	}}})
	w.gone(adoption.ID())
	if got := w.adoptionOf("vitens", today); got != "" {
		t.Errorf("it is still adopted by %s", got)
	}
	refuses(w, w.VoidAdoption, registry.VoidAdoptionInput{AdoptionID: adoption.ID(), Version: 2, Reason: "nog eens"}, notFoundIn("adoptionId", adoption.ID()))
	w.adopt("VR04", "vitens", "2024-01-01")
}

func TestAdoptionsOfARegionAtADate(t *testing.T) {
	w := newWorld(t)
	enexis := w.adopt("VR02", "enexis", "2022-01-01")
	vitens := w.adopt("VR02", "vitens", "2020-01-01")
	politie := w.adopt("VR04", "politie", "2021-01-01")
	for _, test := range []struct {
		region string
		day    registry.Date
		want   []string
	}{
		{"", today, []string{vitens.ID(), politie.ID(), enexis.ID()}}, {"VR02", today, []string{vitens.ID(), enexis.ID()}}, {"VR04", today, []string{politie.ID()}},
		{"VR02", "2021-12-31", []string{vitens.ID()}}, {"VR01", today, nil}, {"", "2019-12-31", nil},
	} {
		query, err := registry.AdoptionQueryOf(test.region, nil, "", registry.PageArgs{}, test.day)
		if err != nil {
			t.Fatal(err)
		}
		pages, err := w.ListAdoptions(w.ctx, []registry.AdoptionQuery{query})
		if err != nil {
			t.Fatal(err)
		}
		ids := []string{}
		for _, adoption := range pages[0].Items {
			ids = append(ids, adoption.ID())
		}
		wants(t, "the adoptions of "+test.region+" on "+string(test.day), ids, test.want)
		if count, err := one(w.CountAdoptions(w.ctx, []registry.AdoptionQuery{query})); err != nil || count != len(test.want) {
			t.Errorf("it counts %d, %v", count, err)
		}
	}
}

func TestR5TransferMayBeNational(t *testing.T) {
	w := newWorld(t)
	adoption := does(w, w.AdoptPartner, registry.AdoptPartnerInput{RegionCode: "VR02", PartnerKey: "politie", Since: "2019-03-06", National: true}).Adoption
	in := registry.TransferAdoptionInput{AdoptionID: adoption.ID(), Version: adoption.Version, ToRegionCode: "VR04", On: "2025-01-01", National: true, Reason: "ruil"}
	both := in
	both.Mandates = []registry.Mandate{mandate("VR01", since("2025-01-01"))}
	refuses(w, w.TransferAdoption, both, invalid("CONTRADICTION", facts{"field": "mandates"}))
	next := does(w, w.TransferAdoption, in).Adoption
	from := since("2025-01-01")
	wants(t, "the mandates", next.Mandates, []registry.Mandate{mandate("VR01", from), mandate("VR02", from), mandate("VR03", from), mandate("VR05", from)})
	w.stored(next)
}
