package registry_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ketenkaart/registry"
)

const noAgreement = "Agreement:019a0000-0000-7000-8000-000000000999"

// explore begins an agreement of Fryslân and IJsselland with Vitens.
func (w *world) explore() registry.Agreement {
	w.t.Helper()
	return does(w, w.ExploreAgreement, registry.ExploreAgreementInput{
		Title: "Convenant drinkwater", RegionCodes: []string{"VR04", "VR02"}, PartnerKeys: []string{"vitens"}, LedBy: "VR02",
	}).Agreement
}

// draft is that agreement as a text: commitments in three dimensions, the fourth not applicable.
func (w *world) draft() registry.Agreement {
	w.t.Helper()
	a := w.explore()
	a = does(w, w.DraftAgreement, step(a)).Agreement
	return does(w, w.SetCommitments, commitments(a)).Agreement
}

func commitments(a registry.Agreement) registry.SetCommitmentsInput {
	by := []string{"Region:VR02", "Partner:vitens"}
	return registry.SetCommitmentsInput{
		AgreementID: a.ID(), Version: a.Version,
		Commitments: []registry.CommitmentInput{
			{Dimension: "PROCES", Subject: "alarmering", Text: "Vitens belt de meldkamer", By: by, Due: new(registry.Date("2027-01-01"))},
			{Dimension: "MENS", Subject: "opleiden-en-oefenen", Text: "Een oefening per jaar", By: by[:1]},
			{Dimension: "TECHNIEK", Subject: "lcms-toegang", Text: "Vitens leest mee", By: by[1:]},
		},
		NotApplicable: []registry.NotApplicable{{Dimension: "ORGANISATIE", Reason: "staat in het crisisplan"}},
	}
}

// proposed is that text with a pair for each region, laid before the parties.
func (w *world) proposed() registry.Agreement {
	w.t.Helper()
	a := w.draft()
	a = does(w, w.UpdateAgreement, registry.AgreementPatch{AgreementID: a.ID(), Version: a.Version, FillPairs: set(registry.FillPairs{Profile: "KOPPEL"})}).Agreement
	return does(w, w.ProposeAgreement, step(a)).Agreement
}

// active is that agreement, approved by all.
func (w *world) active() registry.Agreement {
	w.t.Helper()
	a := w.proposed()
	for _, party := range a.Parties() {
		a = w.approve(a, party)
	}
	return a
}

// recorded is a covenant that was made elsewhere.
func (w *world) recorded() registry.Agreement {
	w.t.Helper()
	return does(w, w.RecordAgreement, registry.RecordAgreementInput{
		Title: "Convenant van vroeger", RegionCodes: []string{"VR02"}, PartnerKeys: []string{"vitens"},
		SignedOn: new(registry.PartialDate("2014-09")), Provenance: registry.Provenance{Source: "krant", Certainty: "VERIFIED"},
	}).Agreement
}

func (w *world) approve(a registry.Agreement, party string) registry.Agreement {
	w.t.Helper()
	return does(w, w.ApproveAgreement, approval(a, party)).Agreement
}

func step(a registry.Agreement) registry.AgreementStepInput {
	return registry.AgreementStepInput{AgreementID: a.ID(), Version: a.Version}
}

func reasoned(a registry.Agreement) registry.AgreementReasonInput {
	return registry.AgreementReasonInput{AgreementID: a.ID(), Version: a.Version, Reason: "reden"}
}

func approval(a registry.Agreement, party string) registry.ApproveAgreementInput {
	return registry.ApproveAgreementInput{AgreementID: a.ID(), TextVersion: a.TextVersion, Party: party}
}

// talked is of no text, so that it may change as long as anything may.
func talked(a registry.Agreement) registry.AgreementPatch {
	in := patch(a)
	in.Talks = set([]registry.Talk{{On: "2026-11", Goal: new("elkaar kennen")}})
	return in
}

func patch(a registry.Agreement) registry.AgreementPatch {
	return registry.AgreementPatch{AgreementID: a.ID(), Version: a.Version}
}

func (w *world) agreement(a registry.Agreement) registry.Agreement {
	w.t.Helper()
	return thing[registry.Agreement](w, a.ID())
}

func TestR6AnAgreementBindsRegionsAndPartnersAndOneRegionLeads(t *testing.T) {
	w := newWorld(t)
	a := w.explore()
	wants(t, "the regions in order", a.RegionCodes, []string{"VR02", "VR04"})
	if a.Stage != "EXPLORING" || *a.LedBy != "VR02" || len(a.Pairs) != 0 {
		t.Errorf("it begins as %+v", a)
	}
	good := registry.ExploreAgreementInput{Title: "x", RegionCodes: []string{"VR02"}, PartnerKeys: []string{"vitens"}, LedBy: "VR02"}
	for _, c := range []struct {
		what string
		edit func(*registry.ExploreAgreementInput)
		want refusal
	}{
		{"no region", func(in *registry.ExploreAgreementInput) { in.RegionCodes = nil }, invalid("PARTIES_MISSING", facts{"field": "regionCodes", "rule": "R6"})},
		{"no partner", func(in *registry.ExploreAgreementInput) { in.PartnerKeys = nil }, invalid("PARTIES_MISSING", facts{"field": "partnerKeys", "rule": "R6"})},
		{"a region twice", func(in *registry.ExploreAgreementInput) { in.RegionCodes = []string{"VR02", "VR02"} }, invalid("DUPLICATE", facts{"field": "regionCodes"})},
		{"an unknown region", func(in *registry.ExploreAgreementInput) { in.RegionCodes = []string{"VR02", "VR25"} }, notFoundIn("regionCodes", "Region:VR25")},
		{"an unknown partner", func(in *registry.ExploreAgreementInput) { in.PartnerKeys = []string{"niemand"} }, notFoundIn("partnerKeys", "Partner:niemand")},
		{"led by another", func(in *registry.ExploreAgreementInput) { in.LedBy = "VR01" }, invalid("NOT_A_PARTY", facts{"field": "ledBy", "rule": "R6"})},
		{"no title", func(in *registry.ExploreAgreementInput) { in.Title = " " }, invalid("INVALID", facts{"field": "title", "rule": "R1"})},
		{"a long talk", func(in *registry.ExploreAgreementInput) {
			in.Talks = []registry.Talk{{On: "2026", How: new(strings.Repeat("x", 4001))}}
		}, invalid("TOO_LONG", facts{"field": "talks.how", "most": 4000})},
	} {
		t.Run(c.what, func(t *testing.T) {
			in := good
			c.edit(&in)
			refuses(w.in(t), w.ExploreAgreement, in, c.want)
		})
	}
}

func TestR6PairsAndSignatoriesAreOfTheParties(t *testing.T) {
	w := newWorld(t)
	a := w.draft()
	for _, c := range []struct {
		what string
		edit func(*registry.AgreementPatch)
		want refusal
	}{
		{"a region that is no party", func(p *registry.AgreementPatch) {
			p.Pairs = set([]registry.AgreedPair{{RegionCode: "VR05", PartnerKey: "vitens", Profile: "KERN"}})
		}, invalid("NOT_A_PARTY", facts{"field": "pairs", "rule": "R6"})},
		{"a pair twice", func(p *registry.AgreementPatch) {
			p.Pairs = set([]registry.AgreedPair{{RegionCode: "VR02", PartnerKey: "vitens", Profile: "KERN"}, {RegionCode: "VR02", PartnerKey: "vitens", Profile: "KOPPEL"}})
		}, invalid("DUPLICATE", facts{"field": "pairs", "rule": "R6"})},
		{"pairs and fillPairs", func(p *registry.AgreementPatch) {
			p.Pairs, p.FillPairs = set([]registry.AgreedPair{}), set(registry.FillPairs{Profile: "KERN"})
		}, invalid("CONTRADICTION", facts{"field": "fillPairs"})},
		{"a profile that does not suit (R2)", func(p *registry.AgreementPatch) { p.FillPairs = set(registry.FillPairs{Profile: "STANDBY"}) },
			invalid("PROFILE_NOT_SUITABLE", facts{
				"field": "pairs", "rule": "R2", "regionCode": "VR02", "partnerKey": "vitens", "suitableProfiles": []string{"KOPPEL", "STRUCTUREEL", "KERN"},
				"why": "Past niet: dit profiel is voor een dienstverlener, en de partner is beheerder.",
			})},
		{"a signatory for nobody", func(p *registry.AgreementPatch) { p.Signatories = set([]registry.Signatory{{PartnerKey: "enexis"}}) },
			invalid("INVALID", facts{"field": "signatories.signsFor", "rule": "R6"})},
		{"a signatory for what is no party", func(p *registry.AgreementPatch) {
			p.Signatories = set([]registry.Signatory{{PartnerKey: "enexis", SignsFor: []string{"politie"}}})
		}, invalid("NOT_A_PARTY", facts{"field": "signatories.signsFor", "rule": "R6"})},
		{"a commitment of who is no party any more", func(p *registry.AgreementPatch) { p.RegionCodes, p.LedBy = set([]string{"VR04"}), set("VR04") },
			invalid("NOT_A_PARTY", facts{"field": "commitments.by", "rule": "R8", "parties": []string{"Region:VR04", "Partner:vitens"}})},
		{"an end before the beginning", func(p *registry.AgreementPatch) {
			p.Since, p.Until = set[registry.Date]("2027-01-01"), set[registry.Date]("2026-12-31")
		}, invalid("PERIOD_INVERTED", facts{"field": "until", "rule": "R6"})},
		{"a checksum that is none", func(p *registry.AgreementPatch) {
			p.Documents = set([]registry.AgreementDocument{{Title: "x", URL: "https://example.org", SHA256: new("abc")}})
		}, invalid("INVALID", facts{"field": "documents.sha256"})},
	} {
		t.Run(c.what, func(t *testing.T) {
			changed := patch(a)
			c.edit(&changed)
			refuses(w.in(t), w.UpdateAgreement, changed, c.want)
		})
	}
	with := patch(a)
	with.FillPairs = set(registry.FillPairs{Profile: "STANDBY", Motivation: new("op verzoek")})
	a = does(w, w.UpdateAgreement, with).Agreement
	wants(t, "the cross product", a.Pairs, []registry.AgreedPair{
		{RegionCode: "VR02", PartnerKey: "vitens", Profile: "STANDBY", Motivation: new("op verzoek")},
		{RegionCode: "VR04", PartnerKey: "vitens", Profile: "STANDBY", Motivation: new("op verzoek")},
	})
}

// TestR9TheOrderOfPairsIsNoText: in another order the pairs are the same text, and alone nothing to change.
func TestR9TheOrderOfPairsIsNoText(t *testing.T) {
	w := newWorld(t)
	a := w.proposed()
	a = w.approve(a, "Partner:vitens")
	turned := patch(a)
	turned.Pairs = set([]registry.AgreedPair{a.Pairs[1], a.Pairs[0]})
	refuses(w, w.UpdateAgreement, turned, nothingToChange())
	turned.Talks = talked(a).Talks
	changed := does(w, w.UpdateAgreement, turned).Agreement
	if changed.Stage != registry.Proposed || changed.TextVersion != a.TextVersion || len(changed.Approvals) != 1 {
		t.Errorf("%s, text of revision %d, %d approvals", changed.Stage, changed.TextVersion, len(changed.Approvals))
	}
	wants(t, "the pairs in order", changed.Pairs, a.Pairs)
}

// steps are the mutations of an agreement's life, each sent as it would be right from its own stage.
func steps(w *world, a registry.Agreement) map[registry.Action]func() error {
	of := func(_ registry.AgreementPayload, err error) error { return err }
	return map[registry.Action]func() error{
		"updateAgreement":  func() error { return of(w.UpdateAgreement(w.ctx, talked(a))) },
		"draftAgreement":   func() error { return of(w.DraftAgreement(w.ctx, step(a))) },
		"setCommitments":   func() error { return of(w.SetCommitments(w.ctx, commitments(a))) },
		"proposeAgreement": func() error { return of(w.ProposeAgreement(w.ctx, step(a))) },
		"approveAgreement": func() error { return of(w.ApproveAgreement(w.ctx, approval(a, "Partner:vitens"))) },
		"refuseAgreement": func() error {
			return of(w.RefuseAgreement(w.ctx, registry.RefuseAgreementInput{AgreementID: a.ID(), TextVersion: a.TextVersion, Party: "Partner:vitens", Reason: "nee"}))
		},
		"withdrawAgreement": func() error { return of(w.WithdrawAgreement(w.ctx, reasoned(a))) },
		"abandonAgreement":  func() error { return of(w.AbandonAgreement(w.ctx, reasoned(a))) },
		"confirmAgreement": func() error {
			return of(w.ConfirmAgreement(w.ctx, registry.ConfirmAgreementInput{AgreementID: a.ID(), Version: a.Version, Party: "Partner:vitens", Since: "2020-01-01", Evidence: "brief"}))
		},
		"amendAgreement": func() error { return of(w.AmendAgreement(w.ctx, step(a))) },
		"endAgreement": func() error {
			return of(w.EndAgreement(w.ctx, registry.EndAgreementInput{AgreementID: a.ID(), Version: a.Version, On: "2030-01-01", Reason: "klaar"}))
		},
		"recordPeerReview": func() error {
			_, err := w.RecordPeerReview(w.ctx, review(a))
			return err
		},
	}
}

func TestR7EveryStepThatTheLifeDoesNotAllowIsRefusedWithThoseThatItDoes(t *testing.T) {
	stages := map[registry.AgreementStatus]struct {
		make     func(w *world) registry.Agreement
		possible []registry.Action
	}{
		"EXPLORING": {(*world).explore, []registry.Action{"updateAgreement", "draftAgreement", "abandonAgreement"}},
		"DRAFT":     {(*world).draft, []registry.Action{"updateAgreement", "setCommitments", "proposeAgreement", "abandonAgreement"}},
		"PROPOSED": {(*world).proposed, []registry.Action{
			"updateAgreement", "setCommitments", "approveAgreement", "refuseAgreement", "withdrawAgreement", "abandonAgreement", "recordPeerReview",
		}},
		"RECORDED": {(*world).recorded, []registry.Action{"updateAgreement", "setCommitments", "confirmAgreement", "endAgreement"}},
		"ACTIVE":   {(*world).active, []registry.Action{"updateAgreement", "amendAgreement", "endAgreement", "completeCommitment", "recordPeerReview"}},
		"ENDED": {func(w *world) registry.Agreement {
			return does(w, w.EndAgreement, registry.EndAgreementInput{AgreementID: w.recorded().ID(), Version: w.state().Revision, On: "2020-01-01", Reason: "vervangen"}).Agreement
		}, nil},
		"ABANDONED": {func(w *world) registry.Agreement { return does(w, w.AbandonAgreement, reasoned(w.explore())).Agreement }, nil},
	}
	for stage, c := range stages {
		t.Run(string(stage), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			made := c.make(w)
			if made.Stage != stage {
				t.Fatalf("it is %s", made.Stage)
			}
			before := w.state()
			for action, send := range steps(w, made) {
				if contains(c.possible, action) {
					t.Run(string(action), func(t *testing.T) {
						w := newWorld(t)
						if err := steps(w, c.make(w))[action](); err != nil {
							t.Errorf("it is refused: %v", err)
						}
					})
					continue
				}
				conflict("STEP_NOT_POSSIBLE", facts{"status": stage, "possible": orEmpty(c.possible), "rule": "R7"}).is(t, send())
			}
			if w.state() != before {
				t.Error("a refused step wrote something")
			}
		})
	}
}

func contains(actions []registry.Action, action registry.Action) bool {
	for _, each := range actions {
		if each == action {
			return true
		}
	}
	return false
}

func orEmpty(actions []registry.Action) []registry.Action {
	return append([]registry.Action{}, actions...)
}

func TestR7AStepIsWrittenIntoTheFeed(t *testing.T) {
	w := newWorld(t)
	a := w.proposed()
	payload := does(w, w.WithdrawAgreement, reasoned(a))
	w.wrote(payload.Change, change{
		revision: 7, action: "withdrawAgreement", reason: "reden", subject: a.ID(),
		items: []item{{subject: a.ID(), regions: []string{"VR02", "VR04"}, partners: []string{"vitens"}, fields: []string{
			`proposedOn: "2026-11-23" → null`, `status: "PROPOSED" → "DRAFT"`,
		}}},
	})
	w.stored(payload.Agreement)
}

func TestR7ARefusalIsKeptUntilTheNextProposal(t *testing.T) {
	w := newWorld(t)
	a := w.approve(w.proposed(), "Region:VR02")
	refused := does(w, w.RefuseAgreement, registry.RefuseAgreementInput{AgreementID: a.ID(), TextVersion: a.TextVersion, Party: "Partner:vitens", Reason: "te vaag"}).Agreement
	wants(t, "the refusal", refused.Refusal, &registry.Refusal{PartyID: "Partner:vitens", On: today, Reason: "te vaag"})
	if refused.Stage != "DRAFT" || len(refused.Approvals) != 0 {
		t.Errorf("it is %s with %d approvals", refused.Stage, len(refused.Approvals))
	}
	again := does(w, w.ProposeAgreement, step(refused)).Agreement
	if again.Refusal != nil {
		t.Errorf("the refusal is kept: %+v", again.Refusal)
	}
}

func TestR7ARecordedCovenantBecomesActiveWhenAPartyConfirmsIt(t *testing.T) {
	w := newWorld(t)
	a := w.recorded()
	if *a.LedBy != "VR02" {
		t.Errorf("the only region does not lead: %v", a.LedBy)
	}
	confirm := registry.ConfirmAgreementInput{AgreementID: a.ID(), Version: a.Version, Party: "Region:VR02", Since: "2014-10-01", Evidence: "besluit 12"}
	nobody, silent := confirm, confirm
	nobody.Party, silent.Evidence = "Region:VR05", "  "
	refuses(w, w.ConfirmAgreement, nobody, invalid("NOT_A_PARTY", facts{"field": "party", "rule": "R7", "parties": a.Parties()}))
	refuses(w, w.ConfirmAgreement, silent, invalid("EVIDENCE_REQUIRED", facts{"field": "evidence", "rule": "R7"}))
	active := does(w, w.ConfirmAgreement, confirm).Agreement
	if active.Stage != "ACTIVE" || *active.Since != "2014-10-01" || *active.SignedOn != "2014-09" {
		t.Errorf("it is %+v", active)
	}
	if !active.InForce("2014-10-01") || active.InForce("2014-09-30") {
		t.Error("it is not in force from its first day on")
	}
	refuses(w, w.RecordAgreement, registry.RecordAgreementInput{
		Title: "x", RegionCodes: []string{"VR02"}, PartnerKeys: []string{"vitens"}, Provenance: registry.Provenance{Source: " ", Certainty: "VERIFIED"},
	}, invalid("INVALID", facts{"field": "provenance.source", "rule": "R17"}))
}

func TestR7ExpiredIsActivePastItsEnd(t *testing.T) {
	a := registry.Agreement{Stage: "ACTIVE", Since: new(registry.Date("2020-01-01")), Until: new(registry.Date("2021-01-01"))}
	for day, want := range map[registry.Date]struct {
		status  registry.AgreementStatus
		inForce bool
	}{
		"2019-12-31": {"ACTIVE", false}, "2020-01-01": {"ACTIVE", true}, "2020-12-31": {"ACTIVE", true}, "2021-01-01": {"EXPIRED", false},
	} {
		if a.Status(day) != want.status || a.InForce(day) != want.inForce {
			t.Errorf("on %s it is %s, in force %v", day, a.Status(day), a.InForce(day))
		}
	}
}

func TestR8AProposalHasNoEmptyDimension(t *testing.T) {
	w := newWorld(t)
	a := does(w, w.DraftAgreement, step(w.explore())).Agreement
	refuses(w, w.ProposeAgreement, step(a), conflict("DIMENSION_EMPTY", facts{"dimensions": registry.AllDimensions(), "rule": "R8"}))
	in := commitments(a)
	in.NotApplicable = nil
	a = does(w, w.SetCommitments, in).Agreement
	refuses(w, w.ProposeAgreement, step(a), conflict("DIMENSION_EMPTY", facts{"dimensions": []string{"ORGANISATIE"}, "rule": "R8"}))
	states := w.Dimensions(a)
	wants(t, "complete", []bool{states[0].Complete, states[1].Complete, states[2].Complete, states[3].Complete}, []bool{true, false, true, true})
	if states[1].Question == "" || states[1].Dimension != "ORGANISATIE" {
		t.Errorf("the second dimension is %+v", states[1])
	}
}

func TestR8Commitments(t *testing.T) {
	w := newWorld(t)
	a := w.draft()
	one := func(edit func(*registry.CommitmentInput)) registry.SetCommitmentsInput {
		in := commitments(a)
		in.Commitments, in.NotApplicable = in.Commitments[:1], nil
		edit(&in.Commitments[0])
		return in
	}
	parties := a.Parties()
	for _, c := range []struct {
		what string
		in   registry.SetCommitmentsInput
		want refusal
	}{
		{"an unknown subject", one(func(c *registry.CommitmentInput) { c.Subject = "koffie" }), invalid("UNKNOWN_SUBJECT", facts{
			"field": "commitments.subject", "rule": "R8", "subjects": []string{"alarmering", "informatie-uitwisseling", "opleiden-en-oefenen", "lcms-toegang"},
		})},
		{"no text", one(func(c *registry.CommitmentInput) { c.Text = " " }), invalid("INVALID", facts{"field": "commitments.text"})},
		{"by nobody", one(func(c *registry.CommitmentInput) { c.By = nil }), invalid("INVALID", facts{"field": "commitments.by", "rule": "R8"})},
		{"by who is no party", one(func(c *registry.CommitmentInput) { c.By = []string{"Region:VR05"} }), invalid("NOT_A_PARTY", facts{"field": "commitments.by", "rule": "R8", "parties": parties})},
		{"of another agreement", one(func(c *registry.CommitmentInput) { c.ID = new("Commitment:019a0000-0000-7000-8000-000000000999") }), invalid("MALFORMED_ID", facts{"field": "commitments.id"})},
		{"from no finding", one(func(c *registry.CommitmentInput) { c.FindingID = new("Finding:019a0000-0000-7000-8000-000000000999.1") }), invalid("MALFORMED_ID", facts{"field": "commitments.findingId", "rule": "R12"})},
		{"from what is no finding", one(func(c *registry.CommitmentInput) { c.FindingID = new("Partner:vitens") }), invalid("MALFORMED_ID", facts{"field": "commitments.findingId", "rule": "R12"})},
	} {
		t.Run(c.what, func(t *testing.T) { refuses(w.in(t), w.SetCommitments, c.in, c.want) })
	}
	both := commitments(a)
	both.NotApplicable = append(both.NotApplicable, registry.NotApplicable{Dimension: "PROCES", Reason: "x"})
	refuses(w, w.SetCommitments, both, invalid("CONTRADICTION", facts{"field": "notApplicable", "rule": "R8"}))
	kept := commitments(a)
	kept.Commitments[0].ID = new(a.Commitments[0].ID())
	again := does(w, w.SetCommitments, kept).Agreement
	if again.Commitments[0].UUID != a.Commitments[0].UUID || again.Commitments[1].UUID == a.Commitments[1].UUID {
		t.Error("the id that was given is not kept, or another is")
	}
	if again.TextVersion != a.TextVersion {
		t.Errorf("the same commitments with new ids are another text: %d, not %d", again.TextVersion, a.TextVersion)
	}
}

func TestR11TheTextOfAnActiveAgreementIsImmutable(t *testing.T) {
	w := newWorld(t)
	a := w.active()
	changed := patch(a)
	changed.Title = set("Anders")
	refuses(w, w.UpdateAgreement, changed, conflict("TEXT_IMMUTABLE", facts{"rule": "R11"}))
	talked := patch(a)
	talked.Talks = set([]registry.Talk{{On: "2026-11", Goal: new("elkaar kennen")}})
	a = does(w, w.UpdateAgreement, talked).Agreement
	a = does(w, w.SetMilestones, registry.SetMilestonesInput{SubjectID: a.ID(), Version: a.Version, Milestones: []registry.Milestone{{Step: "ondertekend", On: new(registry.PartialDate("2026"))}}}).Subject.(registry.Agreement)
	done := registry.CompleteCommitmentInput{CommitmentID: a.Commitments[0].ID(), Version: a.Version, DoneOn: new(registry.Date("2026-11-20"))}
	a = does(w, w.CompleteCommitment, done).Agreement
	if *a.Commitments[0].DoneOn != "2026-11-20" || a.Commitments[1].DoneOn != nil {
		t.Errorf("done are %+v", a.Commitments)
	}
	late := done
	late.Version, late.DoneOn = a.Version, new(registry.Date("2026-11-24"))
	refuses(w, w.CompleteCommitment, late, invalid("OUTSIDE_PERIOD", facts{"field": "doneOn", "rule": "R11"}))
	late.CommitmentID = "Commitment:019a0000-0000-7000-8000-000000000999"
	refuses(w, w.CompleteCommitment, late, notFound(late.CommitmentID))
}

func TestR11AnAmendmentSupersedesOnTheDayThatItTakesEffect(t *testing.T) {
	w := newWorld(t)
	old := w.active()
	draft := does(w, w.AmendAgreement, step(old)).Agreement
	if draft.Stage != "DRAFT" || *draft.Supersedes != old.UUID || draft.Since != nil || len(draft.Approvals) != 0 || draft.Commitments[0].UUID == old.Commitments[0].UUID {
		t.Errorf("the amendment is %+v", draft)
	}
	refuses(w, w.AmendAgreement, step(old), conflict("AMENDMENT_OPEN", facts{"id": draft.ID(), "rule": "R11"}))
	later := patch(draft)
	later.Since, later.FillPairs = set[registry.Date]("2027-03-01"), set(registry.FillPairs{Profile: "STRUCTUREEL"})
	draft = does(w, w.UpdateAgreement, later).Agreement
	draft = does(w, w.ProposeAgreement, step(draft)).Agreement
	for _, party := range draft.Parties() {
		draft = w.approve(draft, party)
	}
	old = w.agreement(old)
	if old.Stage != "ENDED" || *old.Until != "2027-03-01" || !old.InForce("2027-02-28") || old.InForce("2027-03-01") || !draft.InForce("2027-03-01") {
		t.Errorf("the old is %s until %v", old.Stage, old.Until)
	}
	edges := w.edges("VR02", "vitens")
	if len(edges) != 2 || edges[0].Profile != "KOPPEL" || *edges[0].Until != "2027-03-01" || edges[1].Profile != "STRUCTUREEL" || edges[1].Since != "2027-03-01" {
		t.Errorf("the collaborations are %+v", edges)
	}
	refuses(w, w.AmendAgreement, step(old), conflict("STEP_NOT_POSSIBLE", facts{"status": "ENDED", "possible": []string{}, "rule": "R7"}))
}

func TestR11AnAbandonedAmendmentMakesRoomForAnother(t *testing.T) {
	w := newWorld(t)
	old := w.active()
	first := does(w, w.AmendAgreement, step(old)).Agreement
	does(w, w.AbandonAgreement, reasoned(first))
	does(w, w.AmendAgreement, step(old))
}

// edges returns the collaborations of a pair at any date.
func (w *world) edges(region, partner string) (edges []registry.Collaboration) {
	w.t.Helper()
	err := w.View(w.ctx, func(ctx context.Context, r registry.Reader) (err error) {
		edges, err = r.Collaborations(ctx, registry.CollaborationSelect{Pairs: []registry.Pair{{Region: region, Partner: partner}}})
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return edges
}

func TestR14EndingAnAgreementChangesNoCollaboration(t *testing.T) {
	w := newWorld(t)
	a := w.active()
	end := registry.EndAgreementInput{AgreementID: a.ID(), Version: a.Version, On: "2027-06-01", Reason: "niet meer nodig"}
	early := end
	early.On = "2026-11-22"
	refuses(w, w.EndAgreement, early, invalid("OUTSIDE_PERIOD", facts{"field": "on", "rule": "R14", "since": today, "until": nil}))
	silent := end
	silent.Reason = ""
	refuses(w, w.EndAgreement, silent, invalid("REASON_REQUIRED", facts{"field": "reason", "rule": "R14"}))
	ended := does(w, w.EndAgreement, end).Agreement
	if ended.Stage != "ENDED" || *ended.EndReason != "niet meer nodig" || !ended.InForce("2027-05-31") || ended.InForce("2027-06-01") {
		t.Errorf("it is %+v", ended)
	}
	if edges := w.edges("VR02", "vitens"); len(edges) != 1 || edges[0].Until != nil {
		t.Errorf("the collaborations are %+v", edges)
	}
}

func TestR14APartnerOfAnAgreementInForceDoesNotEnd(t *testing.T) {
	w := newWorld(t)
	a := w.active()
	vitens := w.partner("vitens")
	end := registry.EndPartnerInput{PartnerID: vitens.ID(), Version: vitens.Version, On: "2027-06-01", Reason: "fusie", EndEdges: true}
	refuses(w, w.EndPartner, end, conflict("HAS_AGREEMENTS", facts{"agreements": []string{a.ID()}, "rule": "R14"}))
	does(w, w.EndAgreement, registry.EndAgreementInput{AgreementID: a.ID(), Version: a.Version, On: "2027-06-01", Reason: "fusie"})
	does(w, w.EndPartner, end)
}

func TestR15OfTwoWhoEditOneDraftOneWins(t *testing.T) {
	w := newWorld(t)
	a := w.draft()
	first, second := patch(a), patch(a)
	first.Title, second.Summary = set("Van de een"), set("Van de ander")
	won := does(w, w.UpdateAgreement, first).Agreement
	refuses(w, w.UpdateAgreement, second, stale(a.ID(), won.Version))
	second.Version = won.Version
	both := does(w, w.UpdateAgreement, second).Agreement
	if both.Title != "Van de een" || *both.Summary != "Van de ander" {
		t.Errorf("something is lost: %+v", both)
	}
}

func TestAgreementsAreListedByTheirFilters(t *testing.T) {
	w := newWorld(t)
	active, recorded := w.active(), w.recorded()
	list := func(party string, filter registry.AgreementFilter) []string {
		query, err := registry.AgreementQueryOf(party, &filter, &registry.AgreementOrder{Field: "TITLE", Direction: "ASC"}, registry.PageArgs{}, today)
		if err != nil {
			t.Fatal(err)
		}
		pages, err := w.ListAgreements(w.ctx, []registry.AgreementQuery{query})
		if err != nil {
			t.Fatal(err)
		}
		ids := []string{}
		for _, a := range pages[0].Items {
			ids = append(ids, a.ID())
		}
		return ids
	}
	for _, c := range []struct {
		party  string
		filter registry.AgreementFilter
		want   []string
	}{
		{"", registry.AgreementFilter{}, []string{active.ID(), recorded.ID()}},
		{"Region:VR04", registry.AgreementFilter{}, []string{active.ID()}},
		{"", registry.AgreementFilter{InForce: new(true)}, []string{active.ID()}},
		{"", registry.AgreementFilter{EmptyDimensions: []registry.Dimension{"MENS"}}, []string{recorded.ID()}},
		{"", registry.AgreementFilter{Search: new("Vítens vroeg fryslan")}, []string{recorded.ID()}},
		{"Region:VR04", registry.AgreementFilter{Search: new("vit"), InForce: new(true)}, []string{active.ID()}},
		{"Partner:vitens", registry.AgreementFilter{Sectors: []string{"drinkwater"}, Status: []registry.AgreementStatus{"RECORDED"}}, []string{recorded.ID()}},
	} {
		if diff := cmp.Diff(c.want, list(c.party, c.filter)); diff != "" {
			t.Errorf("%s %+v: %s", c.party, c.filter, diff)
		}
	}
}

func TestR6FillPairsIsBoundedBeforeItIsMultiplied(t *testing.T) {
	w := newWorld(t)
	a := w.draft()
	many := patch(a)
	many.PartnerKeys, many.FillPairs = set(make([]string, 201)), set(registry.FillPairs{Profile: "KOPPEL"})
	refuses(w, w.UpdateAgreement, many, invalid("TOO_LONG", facts{"field": "partnerKeys", "most": 200}))
	signed := patch(a)
	signed.Signatories = set([]registry.Signatory{{PartnerKey: "enexis", SignsFor: make([]string, 201)}})
	refuses(w, w.UpdateAgreement, signed, invalid("TOO_LONG", facts{"field": "signatories.signsFor", "most": 200}))
}

func TestR7ARecordedCovenantIsInForceOnlyWhenConfirmed(t *testing.T) {
	w := newWorld(t)
	a := w.recorded()
	begun, unsourced := patch(a), patch(a)
	begun.Since, unsourced.Provenance = set[registry.Date]("2010-01-01"), null[registry.Provenance]()
	refuses(w, w.UpdateAgreement, begun, invalid("CONTRADICTION", facts{"field": "since", "rule": "R7"}))
	refuses(w, w.UpdateAgreement, unsourced, invalid("INVALID", facts{"field": "provenance", "rule": "R7"}))
	refuses(w, w.EndAgreement, registry.EndAgreementInput{AgreementID: a.ID(), Version: a.Version, On: "1999-01-01", Reason: "x"},
		invalid("OUTSIDE_PERIOD", facts{"field": "on", "rule": "R14", "since": nil, "until": nil}))
	later := registry.ConfirmAgreementInput{AgreementID: a.ID(), Version: a.Version, Party: "Region:VR02", Since: "2026-11-24", Evidence: "x"}
	refuses(w, w.ConfirmAgreement, later, invalid("OUTSIDE_PERIOD", facts{"field": "since", "rule": "R7"}))
}

func TestR19ConfirmingInventsNoDayOfSigning(t *testing.T) {
	w := newWorld(t)
	a := does(w, w.RecordAgreement, registry.RecordAgreementInput{
		Title: "Ongedateerd", RegionCodes: []string{"VR02", "VR04"}, PartnerKeys: []string{"vitens"}, Provenance: registry.Provenance{Source: "krant", Certainty: "VERIFIED"},
	}).Agreement
	confirm := registry.ConfirmAgreementInput{AgreementID: a.ID(), Version: a.Version, Party: "Region:VR02", Since: "2015-01-01", Evidence: "brief"}
	refuses(w, w.ConfirmAgreement, confirm, invalid("INVALID", facts{"field": "ledBy", "rule": "R6"}))
	led := patch(a)
	led.LedBy = set("VR04")
	confirm.Version = does(w, w.UpdateAgreement, led).Agreement.Version
	if active := does(w, w.ConfirmAgreement, confirm).Agreement; active.SignedOn != nil {
		t.Errorf("it was signed on %s", *active.SignedOn)
	}
}

func TestR11OtherFactsChangeThoughKerntakenDid(t *testing.T) {
	w := newWorld(t)
	a := w.active()
	does(w, w.UpdatePartner, registry.PartnerPatch{PartnerID: "Partner:vitens", Version: w.partner("vitens").Version, CoreTasks: set([]registry.CoreTask{"DIENSTVERLENER"})})
	talked := patch(a)
	talked.Talks = set([]registry.Talk{{On: "2026"}})
	a = does(w, w.UpdateAgreement, talked).Agreement
	draft := does(w, w.AmendAgreement, step(a)).Agreement
	refuses(w, w.ProposeAgreement, step(draft), invalid("PROFILE_NOT_SUITABLE", facts{
		"field": "pairs", "rule": "R2", "regionCode": "VR02", "partnerKey": "vitens", "suitableProfiles": []string{"STANDBY"},
		"why": "Past niet: dit profiel is voor een hulpdienst of beheerder, en de partner is dienstverlener.",
	}))
}

func TestR4TwoAgreementsSetNoTwoProfiles(t *testing.T) {
	w := newWorld(t)
	first := w.active()
	second := w.draft()
	other := patch(second)
	other.FillPairs = set(registry.FillPairs{Profile: "KERN"})
	second = does(w, w.UpdateAgreement, other).Agreement
	refuses(w, w.ProposeAgreement, step(second), conflict("PROFILE_BY_AGREEMENT", facts{
		"field": "pairs", "regionCode": "VR02", "partnerKey": "vitens", "id": first.ID(), "profile": "KOPPEL", "rule": "R4",
	}))
	ended := does(w, w.EndAgreement, registry.EndAgreementInput{AgreementID: first.ID(), Version: first.Version, On: "2027-06-01", Reason: "klaar"}).Agreement
	edge := w.edges("VR02", "vitens")[0]
	change := registry.ChangeProfileInput{CollaborationID: edge.ID(), Version: edge.Version, Profile: "KERN", On: "2027-01-01"}
	refuses(w, w.ChangeProfile, change, conflict("PROFILE_BY_AGREEMENT", facts{"id": ended.ID(), "profile": "KOPPEL", "rule": "R4"}))
	change.On = "2027-06-01"
	does(w, w.ChangeProfile, change)
	vitens := w.partner("vitens")
	refuses(w, w.EndPartner, registry.EndPartnerInput{PartnerID: vitens.ID(), Version: vitens.Version, On: "2027-03-01", Reason: "x", EndEdges: true},
		conflict("HAS_AGREEMENTS", facts{"agreements": []string{ended.ID()}, "rule": "R14"}))
}

func TestR4ACorrectionDoesNotReachIntoAnAgreement(t *testing.T) {
	w := newWorld(t)
	old := w.start("VR02", "vitens", "KERN", span("2020-01-01", "2021-01-01"))
	a := w.active()
	edge := w.edges("VR02", "vitens")[1]
	does(w, w.VoidCollaboration, registry.VoidCollaborationInput{CollaborationID: edge.ID(), Version: edge.Version, Reason: "vergissing"})
	refuses(w, w.CorrectCollaboration, registry.CollaborationCorrection{CollaborationID: old.ID(), Version: old.Version, Until: null[registry.Date](), Reason: "liep door"},
		conflict("PROFILE_BY_AGREEMENT", facts{"id": a.ID(), "profile": "KOPPEL", "rule": "R4"}))
}

// TestR7ImportEndsWhatWasMadeElsewhere: a recorded agreement that is told to have ended, and one that ended is left as it is by who
// does not know.
func TestR7ImportEndsWhatWasMadeElsewhere(t *testing.T) {
	w := newWorld(t)
	old := w.recorded()
	told := led(covenant(old.Title, "2014-09", "VR02"), "VR02")
	ended := told
	ended.Until, ended.EndReason = new(registry.Date("2025-01-01")), new("Opgezegd")
	imports(w, registry.Dataset{Agreements: []registry.Agreement{ended}}, fmt.Sprintf(
		`CHANGED agreement Convenant van vroeger | endReason: null → "Opgezegd" | status: "RECORDED" → "ENDED" | textVersion: %d → %d | until: null → "2025-01-01"`, old.TextVersion, old.Version+1))
	wants(t, "who does not know", w.planned(does(w, w.PlanImport, registry.ImportInput{Data: registry.Dataset{Agreements: []registry.Agreement{told}}})), []string{})
	if now := w.agreement(old); now.Stage != "ENDED" || *now.Until != "2025-01-01" || *now.EndReason != "Opgezegd" {
		t.Errorf("it is %+v", now)
	}
}
