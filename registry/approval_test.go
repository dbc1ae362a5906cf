package registry_test

import (
	"testing"

	"ketenkaart/registry"
)

func TestR9EveryPartyApprovesTheTextThatItRead(t *testing.T) {
	w := newWorld(t)
	a := w.proposed()
	wants(t, "waiting for", a.WaitingFor(), []string{"Region:VR02", "Region:VR04", "Partner:vitens"})
	a = w.approve(a, "Region:VR02")
	wants(t, "waiting for", a.WaitingFor(), []string{"Region:VR04", "Partner:vitens"})
	refuses(w, w.ApproveAgreement, approval(a, "Region:VR02"), conflict("ALREADY_APPROVED", facts{"waitingFor": a.WaitingFor(), "rule": "R9"}))
	refuses(w, w.ApproveAgreement, approval(a, "Region:VR05"), invalid("NOT_A_PARTY", facts{"field": "party", "parties": a.Parties(), "rule": "R9"}))
	stale := approval(a, "Region:VR04")
	stale.TextVersion--
	refuses(w, w.ApproveAgreement, stale, conflict("TEXT_CHANGED", facts{"id": a.ID(), "textVersion": a.TextVersion, "version": a.Version, "rule": "R9"}))
	a = w.approve(a, "Partner:vitens")
	if a.Stage != "PROPOSED" {
		t.Fatalf("it is %s before the last approval", a.Stage)
	}
	a = w.approve(a, "Region:VR04")
	if a.Stage != "ACTIVE" || *a.Since != today || *a.SignedOn != registry.PartialDate(today) || len(a.WaitingFor()) != 0 {
		t.Errorf("after the last approval it is %+v", a)
	}
}

func TestR9AnotherTextWithdrawsAllApprovals(t *testing.T) {
	w := newWorld(t)
	a := w.approve(w.proposed(), "Region:VR02")
	same := patch(a)
	same.Talks = set([]registry.Talk{{On: "2026-11", How: new("samen")}})
	same.Provenance = set(registry.Provenance{Source: "overleg", Certainty: "VERIFIED"})
	b := does(w, w.UpdateAgreement, same).Agreement
	if b.TextVersion != a.TextVersion || len(b.Approvals) != 1 || b.Stage != "PROPOSED" {
		t.Errorf("what is no text changed it: %+v", b)
	}
	other := patch(b)
	other.Summary = set("Ook dit")
	c := does(w, w.UpdateAgreement, other).Agreement
	if c.TextVersion != c.Version || len(c.Approvals) != 0 || c.Stage != "DRAFT" || c.ProposedOn != nil {
		t.Errorf("after another text it is %+v", c)
	}
	refuses(w, w.ApproveAgreement, approval(a, "Region:VR04"), conflict("TEXT_CHANGED", facts{"id": a.ID(), "textVersion": c.TextVersion, "version": c.Version, "rule": "R9"}))
}

func TestR9ASignatoryApprovesForThoseItSignsFor(t *testing.T) {
	w := newWorld(t)
	a := w.draft()
	signed := patch(a)
	signed.PartnerKeys = set([]string{"vitens", "waterbedrijf-groningen"})
	signed.Signatories = set([]registry.Signatory{{PartnerKey: "enexis", SignsFor: []string{"waterbedrijf-groningen"}}, {PartnerKey: "vitens", SignsFor: []string{"vitens"}}})
	a = does(w, w.UpdateAgreement, signed).Agreement
	a = does(w, w.ProposeAgreement, step(a)).Agreement
	a = w.approve(a, "Partner:enexis")
	wants(t, "the approval", a.Approvals, []registry.Approval{{PartyID: "Partner:enexis", On: today, OnBehalfOf: []string{"Partner:waterbedrijf-groningen"}}})
	wants(t, "waiting for", a.WaitingFor(), []string{"Region:VR02", "Region:VR04", "Partner:vitens"})
}

func TestR9TheAdoptieregioApprovesForThoseWhoseMandateItHas(t *testing.T) {
	w := newWorld(t)
	w.adopt("VR02", "vitens", "2020-01-01", mandate("VR04", since("2020-01-01")), mandate("VR05", span("2020-01-01", "2026-11-23")))
	a := w.draft()
	more := patch(a)
	more.RegionCodes = set([]string{"VR02", "VR04", "VR05"})
	a = does(w, w.UpdateAgreement, more).Agreement
	a = does(w, w.ProposeAgreement, step(a)).Agreement
	a = w.approve(a, "Region:VR02")
	wants(t, "on behalf of those whose mandate holds today", a.Approvals[0].OnBehalfOf, []string{"Region:VR04"})
	wants(t, "waiting for", a.WaitingFor(), []string{"Region:VR05", "Partner:vitens"})
}

func TestR9AMandateIsForEveryBoundPartner(t *testing.T) {
	w := newWorld(t)
	w.adopt("VR02", "vitens", "2020-01-01", mandate("VR04", since("2020-01-01")))
	a := w.draft()
	more := patch(a)
	more.PartnerKeys = set([]string{"vitens", "enexis"})
	a = does(w, w.UpdateAgreement, more).Agreement
	a = does(w, w.ProposeAgreement, step(a)).Agreement
	a = w.approve(a, "Region:VR02")
	wants(t, "on behalf of nobody, for enexis is not adopted", a.Approvals[0].OnBehalfOf, []string{})
}

func TestR9TheLeadingRegionRecordsAPartnersApprovalWithEvidence(t *testing.T) {
	w := newWorld(t)
	a := w.proposed()
	in := approval(a, "Partner:vitens")
	in.Evidence = new(" brief van 3 november ")
	a = does(w, w.ApproveAgreement, in).Agreement
	if *a.Approvals[0].Evidence != "brief van 3 november" {
		t.Errorf("the evidence is %q", *a.Approvals[0].Evidence)
	}
	in = approval(a, "Region:VR04")
	in.Evidence = new("mail")
	refuses(w, w.ApproveAgreement, in, invalid("CONTRADICTION", facts{"field": "evidence", "rule": "R9"}))
}

func TestR10ActivationSetsThePairs(t *testing.T) {
	w := newWorld(t)
	w.start("VR02", "vitens", "KERN", since("2020-01-01"))
	w.start("VR04", "vitens", "KOPPEL", since("2027-06-01"))
	a := w.active()
	changed := w.edges("VR02", "vitens")
	if len(changed) != 2 || *changed[0].Until != today || changed[1].Profile != "KOPPEL" || changed[1].Since != today || changed[1].Provenance.Source != a.ID() {
		t.Errorf("of another profile became %+v", changed)
	}
	started := w.edges("VR04", "vitens")
	if len(started) != 2 || started[0].Since != today || *started[0].Until != "2027-06-01" {
		t.Errorf("before a planned one of the same profile came %+v", started)
	}
	items := w.feed()[len(w.feed())-1].Items
	if len(items) != 4 {
		t.Errorf("the last approval touched %d things: two collaborations of one pair, one of the other, and the agreement", len(items))
	}
}

func TestR10TheSameProfileIsLeftAlone(t *testing.T) {
	w := newWorld(t)
	edge := w.start("VR02", "vitens", "KOPPEL", since("2020-01-01"))
	w.active()
	wants(t, "the collaboration", w.edges("VR02", "vitens"), []registry.Collaboration{edge})
}

func TestR10ACollaborationThatBeginsThatDayIsChangedWhole(t *testing.T) {
	w := newWorld(t)
	w.start("VR02", "vitens", "KERN", since(today))
	w.active()
	if edges := w.edges("VR02", "vitens"); len(edges) != 1 || edges[0].Profile != "KOPPEL" || edges[0].Since != today {
		t.Errorf("the collaborations are %+v", edges)
	}
}

func TestR10APlannedCollaborationOfAnotherProfileRefuses(t *testing.T) {
	w := newWorld(t)
	planned := w.start("VR04", "vitens", "KERN", since("2027-06-01"))
	a := w.draft()
	filled := patch(a)
	filled.FillPairs = set(registry.FillPairs{Profile: "KOPPEL"})
	a = does(w, w.UpdateAgreement, filled).Agreement
	refuses(w, w.ProposeAgreement, step(a), conflict("PLANNED_COLLABORATION", facts{
		"field": "pairs", "regionCode": "VR04", "partnerKey": "vitens", "id": planned.ID(), "since": "2027-06-01", "rule": "R10",
	}))
}

func TestR10APartnerThatEndsByThenRefuses(t *testing.T) {
	w := newWorld(t)
	a := w.draft()
	later := patch(a)
	later.Since = set[registry.Date]("2028-01-01")
	a = does(w, w.UpdateAgreement, later).Agreement
	vitens := w.partner("vitens")
	does(w, w.EndPartner, registry.EndPartnerInput{PartnerID: vitens.ID(), Version: vitens.Version, On: "2027-01-01", Reason: "fusie"})
	refuses(w, w.ProposeAgreement, step(a), conflict("PARTNER_ENDED", facts{"partnerKey": "vitens", "until": "2027-01-01", "rule": "R10"}))
}

func TestR8AnAgreementThatEndsBeforeItTakesEffectIsNotProposed(t *testing.T) {
	w := newWorld(t)
	a := w.draft()
	short := patch(a)
	short.Since, short.Until = set[registry.Date]("2026-01-01"), set(today)
	a = does(w, w.UpdateAgreement, short).Agreement
	refuses(w, w.ProposeAgreement, step(a), invalid("PERIOD_INVERTED", facts{"field": "until", "rule": "R8"}))
}

func TestR4AProfileOfAnActiveAgreementChangesOnlyThroughIt(t *testing.T) {
	w := newWorld(t)
	a := w.active()
	edge := w.edges("VR02", "vitens")[0]
	agreed := conflict("PROFILE_BY_AGREEMENT", facts{"id": a.ID(), "profile": "KOPPEL", "rule": "R4"})
	refuses(w, w.ChangeProfile, registry.ChangeProfileInput{CollaborationID: edge.ID(), Version: edge.Version, Profile: "KERN", On: "2027-01-01"}, agreed)
	refuses(w, w.CorrectCollaboration, registry.CollaborationCorrection{CollaborationID: edge.ID(), Version: edge.Version, Profile: set[registry.Profile]("KERN"), Reason: "fout"}, agreed)
	does(w, w.EndCollaboration, registry.EndCollaborationInput{CollaborationID: edge.ID(), Version: edge.Version, On: "2027-01-01", Reason: "pauze"})
	again := registry.StartCollaborationInput{RegionCode: "VR02", PartnerKey: "vitens", Profile: "KERN", Since: "2027-02-01"}
	refuses(w, w.StartCollaboration, again, agreed)
	again.Profile = "KOPPEL"
	does(w, w.StartCollaboration, again)
}
