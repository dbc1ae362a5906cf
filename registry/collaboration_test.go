package registry_test

import (
	"strings"
	"testing"

	"ketenkaart/registry"
)

const nowhere = "Collaboration:019a0000-0000-7000-8000-000000000001"

func TestStartCollaboration(t *testing.T) {
	w := newWorld(t)
	payload := does(w, w.StartCollaboration, registry.StartCollaborationInput{
		RegionCode: "VR02", PartnerKey: "vitens", Profile: "STRUCTUREEL", Incidental: true, Since: "2024-01-01", Until: new(registry.Date("2027-01-01")),
		Motivation: new("samen geoefend"), Provenance: &registry.Provenance{Source: " https://example.org ", Certainty: "VERIFIED"},
	})
	edge := payload.Collaboration
	w.stored(edge)
	if edge.Version != 2 || !edge.UpdatedAt.Equal(w.clock.now()) || edge.EndReason != nil {
		t.Errorf("it is %+v", edge)
	}
	w.wrote(payload.Change, change{revision: 2, action: "startCollaboration", subject: edge.ID(), items: []item{{
		subject: edge.ID(), regions: []string{"VR02"}, partners: []string{"vitens"}, fields: []string{
			`contactPoints: null → []`, `incidental: null → true`, `motivation: null → "samen geoefend"`, `partnerKey: null → "vitens"`,
			`profile: null → "STRUCTUREEL"`, `provenance: null → {"certainty":"VERIFIED","source":"https://example.org"}`,
			`regionCode: null → "VR02"`, `since: null → "2024-01-01"`, `until: null → "2027-01-01"`,
		},
	}}})
}

func TestStartCollaborationIsRefused(t *testing.T) {
	w := newWorld(t)
	for name, test := range map[string]struct {
		spoil func(*registry.StartCollaborationInput)
		want  refusal
	}{
		"a region that is not there":  {func(in *registry.StartCollaborationInput) { in.RegionCode = "VR25" }, notFoundIn("regionCode", "Region:VR25")},
		"a malformed region":          {func(in *registry.StartCollaborationInput) { in.RegionCode = "VR26" }, invalid("MALFORMED_CODE", facts{"field": "regionCode"})},
		"no region":                   {func(in *registry.StartCollaborationInput) { in.RegionCode = "" }, invalid("MALFORMED_CODE", facts{"field": "regionCode"})},
		"a partner that is not there": {func(in *registry.StartCollaborationInput) { in.PartnerKey = "niemand" }, notFoundIn("partnerKey", "Partner:niemand")},
		"a malformed partner":         {func(in *registry.StartCollaborationInput) { in.PartnerKey = "Vitens" }, invalid("MALFORMED_CODE", facts{"field": "partnerKey"})},
		"an inverted period":          {func(in *registry.StartCollaborationInput) { in.Until = new(registry.Date("2023-12-31")) }, invalid("PERIOD_INVERTED", facts{"field": "until"})},
		"an empty period":             {func(in *registry.StartCollaborationInput) { in.Until = new(registry.Date("2024-01-01")) }, invalid("PERIOD_INVERTED", facts{"field": "until"})},
		"an over-long motivation":     {func(in *registry.StartCollaborationInput) { in.Motivation = new(strings.Repeat("x", 4001)) }, invalid("TOO_LONG", facts{"field": "motivation", "most": 4000})},
		"a control character":         {func(in *registry.StartCollaborationInput) { in.Motivation = new("a\x07b") }, invalid("INVALID", facts{"field": "motivation"})},
		"no source": {func(in *registry.StartCollaborationInput) {
			in.Provenance = &registry.Provenance{Source: " ", Certainty: "VERIFIED"}
		}, invalid("INVALID", facts{"field": "provenance.source", "rule": "R17"})},
	} {
		t.Run(name, func(t *testing.T) {
			in := registry.StartCollaborationInput{RegionCode: "VR02", PartnerKey: "vitens", Profile: "KOPPEL", Since: "2024-01-01"}
			test.spoil(&in)
			refuses(w.in(t), w.StartCollaboration, in, test.want)
		})
	}
}

func TestR3PairHasOneCollaborationAtAnyDate(t *testing.T) {
	w := newWorld(t)
	year := w.start("VR02", "vitens", "KOPPEL", span("2024-01-01", "2025-01-01"))
	open := w.start("VR02", "vitens", "STRUCTUREEL", since("2026-01-01"))
	overlaps := func(with registry.Collaboration) *refusal {
		want := conflict("PERIOD_OVERLAPS", facts{"id": with.ID(), "since": with.Since, "until": with.Until, "rule": "R3"})
		return &want
	}
	for _, test := range []struct {
		name   string
		period registry.Period
		want   *refusal
	}{
		{"touching before", span("2023-01-01", "2024-01-01"), nil},
		{"one day into the first", span("2023-01-01", "2024-01-02"), overlaps(year)},
		{"the same period", span("2024-01-01", "2025-01-01"), overlaps(year)},
		{"inside the first", span("2024-03-01", "2024-04-01"), overlaps(year)},
		{"around the first", span("2023-01-01", "2025-06-01"), overlaps(year)},
		{"the last day of the first", span("2024-12-31", "2025-06-01"), overlaps(year)},
		{"filling the gap", span("2025-01-01", "2026-01-01"), nil},
		{"from the gap into the second", span("2025-06-01", "2026-01-02"), overlaps(open)},
		{"open from the gap", since("2025-06-01"), overlaps(open)},
		{"in the future, inside the open one", span("2035-01-01", "2036-01-01"), overlaps(open)},
		{"open in the future", since("2050-01-01"), overlaps(open)},
		{"open from before", since("2000-01-01"), overlaps(year)},
		{"in the distant past", span("1953-02-01", "1954-01-01"), nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			in := registry.StartCollaborationInput{RegionCode: "VR02", PartnerKey: "vitens", Profile: "KERN", Since: test.period.Since, Until: test.period.Until}
			if test.want != nil {
				refuses(w.in(t), w.StartCollaboration, in, *test.want)
				return
			}
			started := does(w.in(t), w.StartCollaboration, in).Collaboration
			does(w.in(t), w.VoidCollaboration, registry.VoidCollaborationInput{CollaborationID: started.ID(), Version: started.Version, Reason: "proef"})
		})
	}
}

func TestR3OtherPairsAreFree(t *testing.T) {
	w := newWorld(t)
	w.start("VR02", "vitens", "KOPPEL", since("2024-01-01"))
	w.start("VR04", "vitens", "KOPPEL", since("2024-01-01"))
	w.start("VR02", "enexis", "KOPPEL", since("2024-01-01"))
	if state := w.state(); state.Collaborations != 3 {
		t.Errorf("there are %d collaborations", state.Collaborations)
	}
}

func TestR3PastAndFutureAreAllowed(t *testing.T) {
	w := newWorld(t)
	past := w.start("VR02", "vitens", "KOPPEL", span("1953-02-01", "1953-03-01"))
	future := w.start("VR02", "vitens", "KERN", since("2040-01-01"))
	for day, want := range map[registry.Date]string{"1953-01-31": "", "1953-02-01": past.ID(), "1953-02-28": past.ID(), "1953-03-01": "", today: "", "2039-12-31": "", "2040-01-01": future.ID(), "9998-12-31": future.ID()} {
		if got := strings.Join(w.edgesOf("VR02", day), " "); got != want {
			t.Errorf("on %s the region has %q, want %q", day, got, want)
		}
	}
}

// edgesOf returns the ids of the region's collaborations at a day.
func (w *world) edgesOf(region string, day registry.Date) []string {
	w.t.Helper()
	query, err := registry.CollaborationQueryOf(region, nil, nil, registry.PageArgs{}, day)
	if err != nil {
		w.t.Fatal(err)
	}
	pages, err := w.ListCollaborations(w.ctx, []registry.CollaborationQuery{query})
	if err != nil {
		w.t.Fatal(err)
	}
	count, err := one(w.CountCollaborations(w.ctx, []registry.CollaborationQuery{query}))
	if err != nil || count != len(pages[0].Items) {
		w.t.Errorf("it counts %d, lists %d, %v", count, len(pages[0].Items), err)
	}
	ids := []string{}
	for _, edge := range pages[0].Items {
		ids = append(ids, edge.ID())
	}
	return ids
}

func TestR3WithinThePartnersOwnPeriod(t *testing.T) {
	w := newWorld(t)
	outside := invalid("OUTSIDE_PERIOD", facts{"field": "since", "since": "2010-01-01", "until": "2020-01-01", "rule": "R3"})
	for name, period := range map[string]registry.Period{
		"a day too early": span("2009-12-31", "2020-01-01"), "a day too late": span("2010-01-01", "2020-01-02"), "open": since("2012-01-01"),
		"before it": span("2000-01-01", "2001-01-01"), "after it": span("2020-01-01", "2021-01-01"),
	} {
		t.Run(name, func(t *testing.T) {
			refuses(w.in(t), w.StartCollaboration, registry.StartCollaborationInput{RegionCode: "VR01", PartnerKey: "opgeheven", Profile: "KERN", Since: period.Since, Until: period.Until}, outside)
		})
	}
	edge := w.start("VR01", "opgeheven", "KERN", span("2010-01-01", "2020-01-01"))
	for name, correction := range map[string]registry.CollaborationCorrection{
		"longer": {Until: set[registry.Date]("2020-01-02")}, "open": {Until: null[registry.Date]()}, "earlier": {Since: set[registry.Date]("2009-12-31")},
	} {
		t.Run("corrected to "+name, func(t *testing.T) {
			correction.CollaborationID, correction.Version, correction.Reason = edge.ID(), edge.Version, "vergissing"
			refuses(w.in(t), w.CorrectCollaboration, correction, outside)
		})
	}
}

func TestR3PartnersFirstDayIsNotAfterItsEdges(t *testing.T) {
	w := newWorld(t)
	w.start("VR02", "vitens", "KERN", span("2015-01-01", "2016-01-01"))
	patch := registry.PartnerPatch{PartnerID: "Partner:vitens", Version: 1, Since: set[registry.Date]("2015-01-02")}
	refuses(w, w.UpdatePartner, patch, invalid("OUTSIDE_PERIOD", facts{"field": "since", "since": "2015-01-02", "until": nil, "rule": "R3"}))
	patch.Since = set[registry.Date]("2015-01-01")
	does(w, w.UpdatePartner, patch)
	w.adopt("VR02", "enexis", "2015-01-01")
	patch = registry.PartnerPatch{PartnerID: "Partner:enexis", Version: 1, Since: set[registry.Date]("2015-01-02")}
	refuses(w, w.UpdatePartner, patch, invalid("OUTSIDE_PERIOD", facts{"field": "since", "since": "2015-01-02", "until": nil, "rule": "R3"}))
}

func TestR4ChangeProfileClosesAndOpensOnOneDay(t *testing.T) {
	w := newWorld(t)
	edge := does(w, w.StartCollaboration, registry.StartCollaborationInput{
		RegionCode: "VR02", PartnerKey: "vitens", Profile: "KOPPEL", Since: "2024-01-01", Motivation: new("oud"), Provenance: &registry.Provenance{Source: "bron", Certainty: "DERIVED"},
	}).Collaboration
	edge = does(w, w.EndCollaboration, registry.EndCollaborationInput{CollaborationID: edge.ID(), Version: edge.Version, On: "2028-01-01", Reason: "convenant loopt af"}).Collaboration
	edge = does(w, w.SetContactPoints, registry.SetContactPointsInput{SubjectID: edge.ID(), Version: edge.Version, ContactPoints: []registry.ContactPoint{{Kind: "PIKET", Function: "Informatiemanager"}}}).Subject.(registry.Collaboration)

	payload := does(w, w.ChangeProfile, registry.ChangeProfileInput{CollaborationID: edge.ID(), Version: edge.Version, Profile: "KERN", On: "2027-01-01", Motivation: new("nieuw"), Provenance: &registry.Provenance{Source: "nieuwe bron", Certainty: "VERIFIED"}})
	next, old := payload.Collaboration, thing[registry.Collaboration](w, edge.ID())
	w.stored(next)
	wantNext, wantOld := edge, edge
	wantNext.UUID, wantNext.Profile, wantNext.Period, wantNext.Motivation = next.UUID, "KERN", span("2027-01-01", "2028-01-01"), new("nieuw")
	wantNext.Provenance = &registry.Provenance{Source: "nieuwe bron", Certainty: "VERIFIED"}
	wantOld.Period, wantOld.EndReason = span("2024-01-01", "2027-01-01"), old.EndReason
	wantNext.Stamp = registry.Stamp{Version: 5, UpdatedAt: w.clock.now()}
	wantOld.Stamp = wantNext.Stamp
	wants(t, "the next", next, wantNext)
	wants(t, "the old", old, wantOld)
	if next.ID() == edge.ID() || old.EndReason == nil || !strings.Contains(*old.EndReason, "KERN") {
		t.Errorf("%s ended for %v, and next is %s", old.ID(), old.EndReason, next.ID())
	}
	w.wrote(payload.Change, change{revision: 5, action: "changeProfile", subject: next.ID(), items: []item{
		{subject: edge.ID(), regions: []string{"VR02"}, partners: []string{"vitens"}, fields: []string{
			`endReason: "convenant loopt af" → "profiel gewijzigd in KERN"`, `until: "2028-01-01" → "2027-01-01"`,
		}},
		{subject: next.ID(), regions: []string{"VR02"}, partners: []string{"vitens"}, fields: []string{
			`contactPoints: null → [{"function":"Informatiemanager","kind":"PIKET"}]`, `endReason: null → "convenant loopt af"`, `incidental: null → false`,
			`motivation: null → "nieuw"`, `partnerKey: null → "vitens"`, `profile: null → "KERN"`, `provenance: null → {"certainty":"VERIFIED","source":"nieuwe bron"}`,
			`regionCode: null → "VR02"`, `since: null → "2027-01-01"`, `until: null → "2028-01-01"`,
		}},
	}})
	for day, want := range map[registry.Date]string{"2023-12-31": "", "2026-12-31": old.ID(), "2027-01-01": next.ID(), "2027-12-31": next.ID(), "2028-01-01": ""} {
		if got := strings.Join(w.edgesOf("VR02", day), " "); got != want {
			t.Errorf("on %s the pair has %q, want %q", day, got, want)
		}
	}
}

func TestR4ChangeProfileInThePastAndInTheFuture(t *testing.T) {
	w := newWorld(t)
	edge := w.start("VR02", "vitens", "KOPPEL", since("2000-01-01"))
	second := does(w, w.ChangeProfile, registry.ChangeProfileInput{CollaborationID: edge.ID(), Version: edge.Version, Profile: "STRUCTUREEL", On: "2000-01-02"}).Collaboration
	third := does(w, w.ChangeProfile, registry.ChangeProfileInput{CollaborationID: second.ID(), Version: second.Version, Profile: "KERN", On: "2050-01-01"}).Collaboration
	if third.Until != nil || third.EndReason != nil {
		t.Errorf("an open collaboration stays open: %+v", third)
	}
	for day, want := range map[registry.Date]string{"2000-01-01": edge.ID(), "2000-01-02": second.ID(), today: second.ID(), "2050-01-01": third.ID()} {
		if got := strings.Join(w.edgesOf("VR02", day), " "); got != want {
			t.Errorf("on %s the pair has %q, want %q", day, got, want)
		}
	}
}

func TestR4ChangeProfileIsRefused(t *testing.T) {
	w := newWorld(t)
	edge := w.start("VR02", "vitens", "KOPPEL", span("2024-01-01", "2025-01-01"))
	outside := invalid("OUTSIDE_PERIOD", facts{"field": "on", "since": "2024-01-01", "until": "2025-01-01", "rule": "R4"})
	for name, test := range map[string]struct {
		spoil func(*registry.ChangeProfileInput)
		want  refusal
	}{
		"before the period":       {func(in *registry.ChangeProfileInput) { in.On = "2023-12-31" }, outside},
		"on its first day":        {func(in *registry.ChangeProfileInput) { in.On = "2024-01-01" }, outside},
		"on its end":              {func(in *registry.ChangeProfileInput) { in.On = "2025-01-01" }, outside},
		"after its end":           {func(in *registry.ChangeProfileInput) { in.On = "2030-01-01" }, outside},
		"the same profile":        {func(in *registry.ChangeProfileInput) { in.Profile = "KOPPEL" }, invalid("PROFILE_UNCHANGED", facts{"field": "profile", "rule": "R4"})},
		"not there":               {func(in *registry.ChangeProfileInput) { in.CollaborationID = nowhere }, notFoundIn("collaborationId", nowhere)},
		"no id":                   {func(in *registry.ChangeProfileInput) { in.CollaborationID = "x" }, invalid("MALFORMED_ID", facts{"field": "collaborationId", "id": "x"})},
		"the id of a partner":     {func(in *registry.ChangeProfileInput) { in.CollaborationID = "Partner:vitens" }, invalid("MALFORMED_ID", facts{"field": "collaborationId"})},
		"a stale version":         {func(in *registry.ChangeProfileInput) { in.Version = 1 }, stale(edge.ID(), 2)},
		"an over-long motivation": {func(in *registry.ChangeProfileInput) { in.Motivation = new(strings.Repeat("é", 4001)) }, invalid("TOO_LONG", facts{"field": "motivation", "most": 4000})},
	} {
		t.Run(name, func(t *testing.T) {
			in := registry.ChangeProfileInput{CollaborationID: edge.ID(), Version: edge.Version, Profile: "KERN", On: "2024-06-01"}
			test.spoil(&in)
			refuses(w.in(t), w.ChangeProfile, in, test.want)
		})
	}
	w.stored(edge)
}

func TestR4EndingNeverLengthens(t *testing.T) {
	w := newWorld(t)
	edge := w.start("VR02", "vitens", "KOPPEL", since("2024-01-01"))
	end := func(on registry.Date) registry.EndCollaborationInput {
		return registry.EndCollaborationInput{CollaborationID: edge.ID(), Version: edge.Version, On: on, Reason: "klaar"}
	}
	refuses(w, w.EndCollaboration, end("2024-01-01"), invalid("OUTSIDE_PERIOD", facts{"field": "on", "since": "2024-01-01", "until": nil, "rule": "R4"}))
	refuses(w, w.EndCollaboration, end("2000-01-01"), invalid("OUTSIDE_PERIOD", facts{"field": "on", "since": "2024-01-01", "until": nil, "rule": "R4"}))
	edge = does(w, w.EndCollaboration, end("2030-01-01")).Collaboration
	outside := invalid("OUTSIDE_PERIOD", facts{"field": "on", "since": "2024-01-01", "until": "2030-01-01", "rule": "R4"})
	refuses(w, w.EndCollaboration, end("2030-01-01"), outside)
	refuses(w, w.EndCollaboration, end("2030-01-02"), outside)
	edge = does(w, w.EndCollaboration, end("2029-12-31")).Collaboration
	edge = does(w, w.EndCollaboration, end("2024-01-02")).Collaboration
	if *edge.Until != "2024-01-02" {
		t.Errorf("it ends on %s", *edge.Until)
	}
}

func TestR14EndOfACollaborationHasAReason(t *testing.T) {
	w := newWorld(t)
	edge := w.start("VR02", "vitens", "KOPPEL", since("2024-01-01"))
	payload := does(w, w.EndCollaboration, registry.EndCollaborationInput{CollaborationID: edge.ID(), Version: edge.Version, On: "2025-01-01", Reason: "  gefuseerd\nper januari "})
	w.stored(payload.Collaboration)
	if got := payload.Collaboration; got.EndReason == nil || *got.EndReason != "gefuseerd\nper januari" || *got.Until != "2025-01-01" || got.Version != 3 {
		t.Errorf("it ended as %+v", got)
	}
	w.wrote(payload.Change, change{revision: 3, action: "endCollaboration", reason: "gefuseerd\nper januari", subject: edge.ID(), items: []item{{
		subject: edge.ID(), regions: []string{"VR02"}, partners: []string{"vitens"},
		fields: []string{`endReason: null → "gefuseerd\nper januari"`, `until: null → "2025-01-01"`},
	}}})
}

func TestR4CorrectionMendsAnError(t *testing.T) {
	w := newWorld(t)
	edge := w.start("VR02", "vitens", "KOPPEL", span("2024-01-01", "2025-01-01"))
	payload := does(w, w.CorrectCollaboration, registry.CollaborationCorrection{
		CollaborationID: edge.ID(), Version: edge.Version, Reason: " verkeerd overgenomen ",
		Since: set[registry.Date]("2023-06-01"), Until: set[registry.Date]("2029-01-01"), Profile: set[registry.Profile]("ADHOC"), Incidental: set(true),
		Motivation: set(" hoogwater "), Provenance: set(registry.Provenance{Source: "https://example.org", Certainty: "VERIFIED", Note: new("blz. 3")}),
	})
	w.stored(payload.Collaboration)
	want := edge
	want.Period, want.Profile, want.Incidental, want.Motivation = span("2023-06-01", "2029-01-01"), "ADHOC", true, new("hoogwater")
	want.Provenance = &registry.Provenance{Source: "https://example.org", Certainty: "VERIFIED", Note: new("blz. 3")}
	want.Stamp = registry.Stamp{Version: 3, UpdatedAt: w.clock.now()}
	wants(t, "the corrected", payload.Collaboration, want)
	w.wrote(payload.Change, change{revision: 3, action: "correctCollaboration", reason: "verkeerd overgenomen", subject: edge.ID(), items: []item{{
		subject: edge.ID(), regions: []string{"VR02"}, partners: []string{"vitens"}, fields: []string{
			`incidental: false → true`, `motivation: null → "hoogwater"`, `profile: "KOPPEL" → "ADHOC"`,
			`provenance: null → {"certainty":"VERIFIED","note":"blz. 3","source":"https://example.org"}`,
			`since: "2024-01-01" → "2023-06-01"`, `until: "2025-01-01" → "2029-01-01"`,
		},
	}}})
}

func TestR4CorrectionLeavesWhatIsAbsentAndClearsWhatIsNull(t *testing.T) {
	w := newWorld(t)
	edge := does(w, w.StartCollaboration, registry.StartCollaborationInput{
		RegionCode: "VR02", PartnerKey: "vitens", Profile: "KOPPEL", Since: "2024-01-01", Motivation: new("m"), Provenance: &registry.Provenance{Source: "s", Certainty: "DERIVED"},
	}).Collaboration
	edge = does(w, w.EndCollaboration, registry.EndCollaborationInput{CollaborationID: edge.ID(), Version: edge.Version, On: "2025-01-01", Reason: "klaar"}).Collaboration

	same := does(w, w.CorrectCollaboration, registry.CollaborationCorrection{CollaborationID: edge.ID(), Version: edge.Version, Since: set[registry.Date]("2023-01-01"), Reason: "eerder"}).Collaboration
	want := edge
	want.Since, want.Stamp = "2023-01-01", same.Stamp
	wants(t, "what is absent stays", same, want)

	open := does(w, w.CorrectCollaboration, registry.CollaborationCorrection{
		CollaborationID: edge.ID(), Version: same.Version, Reason: "loopt door", Until: null[registry.Date](), Motivation: null[string](), Provenance: null[registry.Provenance](),
	}).Collaboration
	w.stored(open)
	want.Until, want.EndReason, want.Motivation, want.Provenance, want.Stamp = nil, nil, nil, nil, open.Stamp
	wants(t, "what is null is cleared", open, want)
}

func TestR4CorrectionIsRefused(t *testing.T) {
	w := newWorld(t)
	later := w.start("VR02", "vitens", "KERN", span("2026-01-01", "2027-01-01"))
	edge := w.start("VR02", "vitens", "KOPPEL", span("2024-01-01", "2025-01-01"))
	overlap := conflict("PERIOD_OVERLAPS", facts{"id": later.ID(), "since": "2026-01-01", "until": "2027-01-01", "rule": "R3"})
	for name, test := range map[string]struct {
		spoil func(*registry.CollaborationCorrection)
		want  refusal
	}{
		"into the next":       {func(in *registry.CollaborationCorrection) { in.Until = set[registry.Date]("2026-01-02") }, overlap},
		"open over the next":  {func(in *registry.CollaborationCorrection) { in.Until = null[registry.Date]() }, overlap},
		"inverted":            {func(in *registry.CollaborationCorrection) { in.Until = set[registry.Date]("2024-01-01") }, invalid("PERIOD_INVERTED", facts{"field": "until"})},
		"since after until":   {func(in *registry.CollaborationCorrection) { in.Since = set[registry.Date]("2025-06-01") }, invalid("PERIOD_INVERTED", facts{"field": "until"})},
		"no since":            {func(in *registry.CollaborationCorrection) { in.Since = null[registry.Date]() }, invalid("INVALID", facts{"field": "since"})},
		"no profile":          {func(in *registry.CollaborationCorrection) { in.Profile = null[registry.Profile]() }, invalid("INVALID", facts{"field": "profile"})},
		"no incidental":       {func(in *registry.CollaborationCorrection) { in.Incidental = null[bool]() }, invalid("INVALID", facts{"field": "incidental"})},
		"no reason":           {func(in *registry.CollaborationCorrection) { in.Reason = " " }, invalid("REASON_REQUIRED", facts{"field": "reason", "rule": "R14"})},
		"nothing to change":   {func(in *registry.CollaborationCorrection) { in.Incidental = registry.Optional[bool]{} }, nothingToChange()},
		"changed to the same": {func(in *registry.CollaborationCorrection) { in.Incidental = set(false) }, nothingToChange()},
		"not there":           {func(in *registry.CollaborationCorrection) { in.CollaborationID = nowhere }, notFoundIn("collaborationId", nowhere)},
		"a stale version":     {func(in *registry.CollaborationCorrection) { in.Version = 2 }, stale(edge.ID(), 3)},
	} {
		t.Run(name, func(t *testing.T) {
			in := registry.CollaborationCorrection{CollaborationID: edge.ID(), Version: edge.Version, Incidental: set(true), Reason: "vergissing"}
			test.spoil(&in)
			refuses(w.in(t), w.CorrectCollaboration, in, test.want)
		})
	}
	w.stored(edge)
	touching := registry.CollaborationCorrection{CollaborationID: edge.ID(), Version: edge.Version, Until: set[registry.Date]("2026-01-01"), Reason: "tot aan de volgende"}
	does(w, w.CorrectCollaboration, touching)
}

func TestR4VoidIsGoneFromAllReadsAndKeptInTheFeed(t *testing.T) {
	w := newWorld(t)
	edge := w.start("VR02", "vitens", "KOPPEL", since("2024-01-01"))
	payload := does(w, w.VoidCollaboration, registry.VoidCollaborationInput{CollaborationID: edge.ID(), Version: edge.Version, Reason: " nooit geweest "})
	if payload.VoidedID() != edge.ID() {
		t.Errorf("voided is %s, want %s", payload.VoidedID(), edge.ID())
	}
	w.wrote(payload.Change, change{revision: 3, action: "voidCollaboration", reason: "nooit geweest", subject: edge.ID(), items: []item{{
		subject: edge.ID(), regions: []string{"VR02"}, partners: []string{"vitens"}, fields: []string{
			`contactPoints: [] → null`, `incidental: false → null`, `partnerKey: "vitens" → null`, `profile: "KOPPEL" → null`, `regionCode: "VR02" → null`, `since: "2024-01-01" → null`,
		},
	}}})
	w.gone(edge.ID())
	for _, day := range []registry.Date{"2024-01-01", today, "2050-01-01"} {
		if ids := w.edgesOf("VR02", day); len(ids) > 0 {
			t.Errorf("on %s there is still %v", day, ids)
		}
	}
	if state := w.state(); state.Collaborations != 0 {
		t.Errorf("the register counts %d collaborations", state.Collaborations)
	}
	feed, err := w.Changes(w.ctx, &registry.ChangeFilter{Subjects: []string{edge.ID()}}, nil, registry.PageArgs{})
	if err != nil || len(feed.Items) != 2 {
		t.Errorf("the feed holds %d changes of it, %v", len(feed.Items), err)
	}
	refuses(w, w.VoidCollaboration, registry.VoidCollaborationInput{CollaborationID: edge.ID(), Version: edge.Version, Reason: "nog eens"}, notFoundIn("collaborationId", edge.ID()))
	w.start("VR02", "vitens", "KERN", since("2024-01-01"))
}

func TestCollaborationsAreFilteredAndOrdered(t *testing.T) {
	w := newWorld(t)
	first := w.start("VR02", "vitens", "KOPPEL", since("2020-01-01"))
	second := w.start("VR02", "enexis", "KERN", since("2021-01-01"))
	third := does(w, w.StartCollaboration, registry.StartCollaborationInput{
		RegionCode: "VR04", PartnerKey: "rode-kruis", Profile: "STANDBY", Incidental: true, Since: "2022-01-01", Provenance: &registry.Provenance{Source: "regel a", Certainty: "ILLUSTRATION"},
	}).Collaboration
	for _, test := range []struct {
		name   string
		region string
		filter *registry.CollaborationFilter
		order  *registry.CollaborationOrder
		want   []registry.Collaboration
	}{
		{"all", "", nil, nil, []registry.Collaboration{first, second, third}},
		{"latest first", "", nil, &registry.CollaborationOrder{Field: "SINCE", Direction: "DESC"}, []registry.Collaboration{third, second, first}},
		{"of a region, by partner", "VR02", nil, &registry.CollaborationOrder{Field: "PARTNER", Direction: "ASC"}, []registry.Collaboration{second, first}},
		{"profiles", "", &registry.CollaborationFilter{Profiles: profiles("KERN STANDBY")}, nil, []registry.Collaboration{second, third}},
		{"incidental", "", &registry.CollaborationFilter{Incidental: new(true)}, nil, []registry.Collaboration{third}},
		{"not incidental", "", &registry.CollaborationFilter{Incidental: new(false)}, nil, []registry.Collaboration{first, second}},
		{"began in 2021", "", &registry.CollaborationFilter{SinceFrom: new(registry.Date("2021-01-01")), SinceBefore: new(registry.Date("2022-01-01"))}, nil, []registry.Collaboration{second}},
		{"without illustrations", "", &registry.CollaborationFilter{Certainty: []registry.Certainty{"VERIFIED", "DERIVED", "COMMON_KNOWLEDGE", "INTERPRETATION"}}, nil, nil},
		{"illustrations", "", &registry.CollaborationFilter{Certainty: []registry.Certainty{"ILLUSTRATION"}}, nil, []registry.Collaboration{third}},
		{"all fields together", "", &registry.CollaborationFilter{Regions: []string{"VR02"}, Partners: []string{"vitens"}, Profiles: profiles("KERN")}, nil, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			query, err := registry.CollaborationQueryOf(test.region, test.filter, test.order, registry.PageArgs{}, today)
			if err != nil {
				t.Fatal(err)
			}
			pages, err := w.ListCollaborations(w.ctx, []registry.CollaborationQuery{query})
			if err != nil {
				t.Fatal(err)
			}
			wants(t, "the list", pages[0].Items, test.want)
			for _, edge := range []registry.Collaboration{first, second, third} {
				meets := false
				for _, wanted := range test.want {
					meets = meets || wanted.ID() == edge.ID()
				}
				if test.region == "" && test.filter.Meets(edge) != meets {
					t.Errorf("%s meets the filter: %t", edge.ID(), !meets)
				}
			}
		})
	}
}

func TestCollaborationFilterIsRefused(t *testing.T) {
	for name, test := range map[string]struct {
		filter registry.CollaborationFilter
		want   refusal
	}{
		"no regions":           {registry.CollaborationFilter{Regions: []string{}}, invalid("EMPTY_LIST", facts{"field": "filter.regions"})},
		"no partners":          {registry.CollaborationFilter{Partners: []string{}}, invalid("EMPTY_LIST", facts{"field": "filter.partners"})},
		"no profiles":          {registry.CollaborationFilter{Profiles: []registry.Profile{}}, invalid("EMPTY_LIST", facts{"field": "filter.profiles"})},
		"no certainty":         {registry.CollaborationFilter{Certainty: []registry.Certainty{}}, invalid("EMPTY_LIST", facts{"field": "filter.certainty"})},
		"a malformed region":   {registry.CollaborationFilter{Regions: []string{"VR02", "VR99"}}, invalid("MALFORMED_CODE", facts{"field": "filter.regions"})},
		"a malformed partner":  {registry.CollaborationFilter{Partners: []string{"V"}}, invalid("MALFORMED_CODE", facts{"field": "filter.partners"})},
		"too many partners":    {registry.CollaborationFilter{Partners: strings.Fields(strings.Repeat("a ", 201))}, invalid("TOO_LONG", facts{"field": "filter.partners", "most": 200})},
		"no day between these": {registry.CollaborationFilter{SinceFrom: new(registry.Date("2024-01-01")), SinceBefore: new(registry.Date("2024-01-01"))}, invalid("CONTRADICTION", facts{"field": "filter.sinceBefore"})},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := registry.CollaborationQueryOf("", &test.filter, nil, registry.PageArgs{}, today)
			test.want.is(t, err)
		})
	}
}

func TestR2CorrectedProfileNeedsAMotivationOfItsOwn(t *testing.T) {
	w := newWorld(t)
	edge := does(w, w.StartCollaboration, registry.StartCollaborationInput{RegionCode: "VR04", PartnerKey: "vitens", Profile: "STANDBY", Since: "2024-01-01", Motivation: new("op verzoek")}).Collaboration
	correction := registry.CollaborationCorrection{CollaborationID: edge.ID(), Version: edge.Version, Profile: set[registry.Profile]("ADHOC"), Reason: "verkeerd"}
	if _, err := w.CorrectCollaboration(w.ctx, correction); registry.ReasonOf(err) != "PROFILE_NOT_SUITABLE" {
		t.Errorf("the motivation of the old profile speaks for the new one: %v", err)
	}
	correction.Profile = set[registry.Profile]("KERN")
	if mended := does(w, w.CorrectCollaboration, correction).Collaboration; mended.Motivation != nil {
		t.Errorf("the motivation %q stands beside a profile that it was not for", *mended.Motivation)
	}
}

func TestR14CorrectedEndHasTheCorrectionAsItsReason(t *testing.T) {
	w := newWorld(t)
	edge := w.start("VR04", "vitens", "KERN", since("2024-01-01"))
	ended := does(w, w.CorrectCollaboration, registry.CollaborationCorrection{CollaborationID: edge.ID(), Version: edge.Version, Until: set[registry.Date]("2025-01-01"), Reason: "einde vergeten"}).Collaboration
	if ended.EndReason == nil || *ended.EndReason != "einde vergeten" {
		t.Errorf("it ended for %v", ended.EndReason)
	}
}

func TestR4ChangeProfileSaysAnewWhatBelongsToTheRelation(t *testing.T) {
	w := newWorld(t)
	edge := does(w, w.StartCollaboration, registry.StartCollaborationInput{
		RegionCode: "VR02", PartnerKey: "vitens", Profile: "ADHOC", Incidental: true, Since: "2024-01-01", Motivation: new("hoogwater"), Provenance: &registry.Provenance{Source: "regel a", Certainty: "ILLUSTRATION"},
	}).Collaboration
	lasting := does(w, w.ChangeProfile, registry.ChangeProfileInput{CollaborationID: edge.ID(), Version: edge.Version, Profile: "KOPPEL", On: "2025-01-01"}).Collaboration
	if lasting.Incidental || lasting.Motivation != nil || lasting.Provenance != nil {
		t.Errorf("the next is %+v", lasting)
	}
	w.stored(lasting)
	again := registry.ChangeProfileInput{CollaborationID: lasting.ID(), Version: lasting.Version, Profile: "ADHOC", On: "2026-01-01"}
	refuses(w, w.ChangeProfile, again, invalid("PROFILE_NOT_SUITABLE", facts{
		"field": "profile", "suitableProfiles": []string{"KOPPEL", "STRUCTUREEL", "KERN"}, "why": adhocSuitsNot, "rule": "R2",
	}))
	again.Incidental = true
	if short := does(w, w.ChangeProfile, again).Collaboration; !short.Incidental {
		t.Errorf("the next is %+v", short)
	}
}
