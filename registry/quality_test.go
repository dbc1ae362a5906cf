package registry_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"ketenkaart/registry"
)

func review(a registry.Agreement) registry.RecordPeerReviewInput {
	return registry.RecordPeerReviewInput{
		AgreementID: a.ID(), Version: a.Version, On: "2026-11-20", FrameworkCode: "rnc-2023",
		Reviewers: []registry.Reviewer{
			{Function: "informatiemanager", Discipline: "brandweer", OrganisationID: new("Region:VR05")}, {Function: "adviseur", Discipline: "GHOR"},
		},
		Findings: []registry.FindingInput{{Dimension: "MENS", Text: "Oefen vaker"}}, Outcome: new("voldoet-deels"),
	}
}

func TestR12APeerReviewIsByTwoDisciplinesOfAFinishedText(t *testing.T) {
	w := newWorld(t)
	a := w.proposed()
	for _, c := range []struct {
		what string
		edit func(*registry.RecordPeerReviewInput)
		want refusal
	}{
		{"one discipline", func(in *registry.RecordPeerReviewInput) { in.Reviewers[1].Discipline = "Brandweer " }, invalid("DISCIPLINES_TOO_FEW", facts{"field": "reviewers", "rule": "R12"})},
		{"an unknown framework", func(in *registry.RecordPeerReviewInput) { in.FrameworkCode = "x" }, invalid("UNKNOWN_WORD", facts{"field": "frameworkCode", "rule": "R12", "frameworks": []string{"rnc-2023"}})},
		{"an unknown outcome", func(in *registry.RecordPeerReviewInput) { in.Outcome = new("top") }, invalid("UNKNOWN_WORD", facts{"field": "outcome", "rule": "R12", "outcomes": []string{"voldoet", "voldoet-deels"}})},
		{"an unknown criterion", func(in *registry.RecordPeerReviewInput) { in.Findings[0].CriterionCode = new("x") }, invalid("UNKNOWN_WORD", facts{"field": "findings.criterionCode", "rule": "R12"})},
		{"tomorrow", func(in *registry.RecordPeerReviewInput) { in.On = "2026-11-24" }, invalid("OUTSIDE_PERIOD", facts{"field": "on", "rule": "R12"})},
		{"an unknown organisation", func(in *registry.RecordPeerReviewInput) { in.Reviewers[0].OrganisationID = new("Partner:niemand") }, notFoundIn("reviewers.organisation", "Partner:niemand")},
		{"a finding without words", func(in *registry.RecordPeerReviewInput) { in.Findings[0].Text = " " }, invalid("INVALID", facts{"field": "findings.text"})},
	} {
		t.Run(c.what, func(t *testing.T) {
			in := review(a)
			c.edit(&in)
			refuses(w.in(t), w.RecordPeerReview, in, c.want)
		})
	}
	recorded := does(w, w.RecordPeerReview, review(a)).Review
	w.stored(recorded)
	if reviewed := w.agreement(a); *reviewed.ReviewedOn != "2026-11-20" || reviewed.Stage != "PROPOSED" || reviewed.TextVersion != a.TextVersion {
		t.Errorf("the agreement is %+v", reviewed)
	}
}

func TestR12AFindingBecomesACommitmentInADraft(t *testing.T) {
	w := newWorld(t)
	a := w.active()
	finding := does(w, w.RecordPeerReview, review(a)).Review.Findings[0]
	draft := does(w, w.AmendAgreement, step(w.agreement(a))).Agreement
	in := commitments(draft)
	in.Commitments[1].FindingID = new(finding.ID())
	draft = does(w, w.SetCommitments, in).Agreement
	if *draft.Commitments[1].FindingKey != finding.Key {
		t.Errorf("the commitment comes from %v", draft.Commitments[1].FindingKey)
	}
}

func evaluation(edges ...registry.Collaboration) registry.RecordEvaluationInput {
	in := registry.RecordEvaluationInput{
		On: "2026-11-01", Participants: []registry.Participant{{Function: "accounthouder", OrganisationID: "Partner:vitens"}},
		Good: new("snel contact"), NextOn: new(registry.Date("2027-11-01")),
	}
	for _, edge := range edges {
		in.CollaborationIDs = append(in.CollaborationIDs, edge.ID())
	}
	return in
}

func TestR13AnEvaluationIsOfCollaborationsByFunctionsOfTheirEnds(t *testing.T) {
	w := newWorld(t)
	edge := w.start("VR02", "vitens", "KOPPEL", since("2020-01-01"))
	recorded := does(w, w.RecordEvaluation, evaluation(edge)).Evaluation
	w.stored(recorded)
	wants(t, "its parties", append(recorded.RegionCodes, recorded.PartnerKeys...), []string{"VR02", "vitens"})
	a := w.recorded()
	for _, c := range []struct {
		what string
		edit func(*registry.RecordEvaluationInput)
		want refusal
	}{
		{"of nothing", func(in *registry.RecordEvaluationInput) { in.CollaborationIDs = nil }, invalid("INVALID", facts{"field": "collaborationIds", "rule": "R13"})},
		{"of what is not there", func(in *registry.RecordEvaluationInput) { in.CollaborationIDs = []string{nowhere} }, notFound(nowhere)},
		{"of a partner", func(in *registry.RecordEvaluationInput) { in.CollaborationIDs = []string{"Partner:vitens"} }, invalid("MALFORMED_ID", facts{"field": "collaborationIds"})},
		{"by nobody", func(in *registry.RecordEvaluationInput) { in.Participants = nil }, invalid("INVALID", facts{"field": "participants", "rule": "R13"})},
		{"by others", func(in *registry.RecordEvaluationInput) { in.Participants[0].OrganisationID = "Region:VR05" }, invalid("NOT_A_PARTY", facts{"field": "participants.organisation", "rule": "R13", "parties": []string{"Region:VR02", "Partner:vitens"}})},
		{"tomorrow", func(in *registry.RecordEvaluationInput) { in.On = "2026-11-24" }, invalid("OUTSIDE_PERIOD", facts{"field": "on", "rule": "R13"})},
		{"next before this", func(in *registry.RecordEvaluationInput) { in.NextOn = new(registry.Date("2026-11-01")) }, invalid("PERIOD_INVERTED", facts{"field": "nextOn", "rule": "R13"})},
	} {
		t.Run(c.what, func(t *testing.T) {
			in := evaluation(edge)
			c.edit(&in)
			refuses(w.in(t), w.RecordEvaluation, in, c.want)
		})
	}
	other := evaluation(w.start("VR04", "vitens", "KOPPEL", since("2020-01-01")))
	other.AgreementID = new(a.ID())
	refuses(w, w.RecordEvaluation, other, invalid("NOT_A_PARTY", facts{"field": "collaborationIds", "agreementId": a.ID(), "rule": "R13"}))
}

func TestR13TheNextEvaluationMeetsTheDateOfTheLast(t *testing.T) {
	w := newWorld(t)
	here, there := w.start("VR02", "vitens", "KOPPEL", since("2020-01-01")), w.start("VR04", "vitens", "KOPPEL", since("2020-01-01"))
	first := does(w, w.RecordEvaluation, evaluation(here)).Evaluation
	both := does(w, w.RecordEvaluation, evaluation(here, there)).Evaluation
	if followed := thing[registry.InformalEvaluation](w, first.ID()); followed.FollowedOn == nil || *followed.FollowedOn != "2026-11-01" {
		t.Errorf("the first is followed on %v", followed.FollowedOn)
	}
	does(w, w.RecordEvaluation, evaluation(there))
	if open := thing[registry.InformalEvaluation](w, both.ID()); open.FollowedOn != nil {
		t.Error("an evaluation of one of two meets the date of both")
	}
}

// agenda returns what stands on an agenda until the end of 2030, as lines.
func (w *world) agenda(organisation string) []string {
	w.t.Helper()
	page, err := w.Agenda(w.ctx, organisation, "2030-12-31", registry.PageArgs{})
	if err != nil {
		w.t.Fatal(err)
	}
	lines := []string{}
	for _, entry := range page.Items {
		lines = append(lines, string(entry.On)+" "+string(entry.Kind))
	}
	return lines
}

func TestTheAgendaIsWhatIsDueOrWaiting(t *testing.T) {
	w := newWorld(t)
	a := w.proposed()
	wants(t, "of a proposal", w.agenda("Partner:vitens"), []string{"2026-11-23 APPROVAL_WAITING", "2026-11-23 REVIEW_MISSING"})
	for _, party := range a.Parties() {
		a = w.approve(a, party)
	}
	wants(t, "when it is active", w.agenda("Region:VR02"), []string{"2026-11-23 REVIEW_MISSING", "2027-01-01 COMMITMENT_DUE"})
	does(w, w.RecordPeerReview, review(a))
	does(w, w.RecordEvaluation, evaluation(w.edges("VR02", "vitens")[0]))
	wants(t, "after a review and an evaluation", w.agenda("Region:VR02"), []string{"2027-01-01 COMMITMENT_DUE", "2027-11-01 EVALUATION_DUE"})
	a = w.agreement(a)
	does(w, w.CompleteCommitment, registry.CompleteCommitmentInput{CommitmentID: a.Commitments[0].ID(), Version: a.Version, DoneOn: new(today)})
	wants(t, "when it is done", w.agenda("Region:VR02"), []string{"2027-11-01 EVALUATION_DUE"})
	wants(t, "of another", w.agenda("Region:VR05"), []string{})
	for _, none := range []string{"Agreement:niets", "VR02", ""} {
		_, err := w.Agenda(w.ctx, none, today, registry.PageArgs{})
		invalid("MALFORMED_ID", facts{"field": "organisation", "id": none}).is(t, err)
	}
	_, err := w.Agenda(w.ctx, a.ID(), today, registry.PageArgs{})
	invalid("MALFORMED_ID", facts{"field": "organisation"}).is(t, err)
	_, err = w.Agenda(w.ctx, "Partner:niemand", today, registry.PageArgs{})
	notFoundIn("organisation", "Partner:niemand").is(t, err)
}

func TestCoverageTellsOfEachRegion(t *testing.T) {
	w := newWorld(t)
	w.recorded()
	told := func(asOf registry.Date) (registry.Coverage, map[string]registry.CoverageState) {
		coverage, err := w.Coverage(w.ctx, new("drinkwater"), nil, asOf)
		if err != nil {
			t.Fatal(err)
		}
		states := map[string]registry.CoverageState{}
		for _, region := range coverage.Regions {
			states[region.RegionCode] = region.State
		}
		return coverage, states
	}
	before, _ := told("2014-08-31")
	wants(t, "before it was signed", []int{before.InForce, before.OnRecord, before.NoneKnown}, []int{0, 0, 5})
	recorded, states := told("2014-09-30")
	wants(t, "on record", []int{recorded.InForce, recorded.OnRecord, recorded.NoneKnown}, []int{0, 1, 4})
	if states["VR02"] != "ON_RECORD" || *recorded.Regions[1].Since != "2014-09" {
		t.Errorf("Fryslân is %+v", recorded.Regions[1])
	}
	w.active()
	now, states := told(today)
	wants(t, "in force", []int{now.InForce, now.OnRecord, now.NoneKnown}, []int{2, 0, 3})
	if states["VR02"] != "IN_FORCE" || states["VR04"] != "IN_FORCE" || states["VR01"] != "NONE_KNOWN" || now.Regions[1].AgreementCount != 1 {
		t.Errorf("the states are %v", states)
	}
	_, err := w.Coverage(w.ctx, nil, new("NIETS"), today)
	notFoundIn("chainCode", "Chain:NIETS").is(t, err)
}

func TestR13AnEvaluationFollowsAlsoAfterTheProfileChangedOrTheCollaborationWasVoided(t *testing.T) {
	w := newWorld(t)
	edge := w.start("VR02", "vitens", "KOPPEL", since("2020-01-01"))
	first := does(w, w.RecordEvaluation, evaluation(edge)).Evaluation
	next := does(w, w.ChangeProfile, registry.ChangeProfileInput{CollaborationID: edge.ID(), Version: edge.Version, Profile: "KERN", On: "2025-01-01"}).Collaboration
	second := does(w, w.RecordEvaluation, evaluation(next)).Evaluation
	if followed := thing[registry.InformalEvaluation](w, first.ID()); followed.FollowedOn == nil {
		t.Error("the evaluation of the pair before its profile changed stays due")
	}
	does(w, w.VoidCollaboration, registry.VoidCollaborationInput{CollaborationID: next.ID(), Version: next.Version, Reason: "vergissing"})
	if followed := thing[registry.InformalEvaluation](w, second.ID()); followed.FollowedOn == nil {
		t.Error("the evaluation of a collaboration that never was stays due")
	}
}

func TestR12AnAmendmentOfAnAmendmentKeepsTheFindingsOfItsCommitments(t *testing.T) {
	w := newWorld(t)
	a := w.active()
	finding := does(w, w.RecordPeerReview, review(a)).Review.Findings[0].ID()
	b := does(w, w.AmendAgreement, step(w.agreement(a))).Agreement
	in := commitments(b)
	in.Commitments[1].FindingID = &finding
	b = does(w, w.SetCommitments, in).Agreement
	b = does(w, w.ProposeAgreement, step(b)).Agreement
	for _, party := range b.Parties() {
		b = w.approve(b, party)
	}
	c := does(w, w.AmendAgreement, step(b)).Agreement
	in = commitments(c)
	in.Commitments[1].FindingID = &finding
	does(w, w.SetCommitments, in)
}

func TestR9ASignatoryThatIsNoPartyHasItOnItsAgenda(t *testing.T) {
	w := newWorld(t)
	a := w.draft()
	signed := patch(a)
	signed.Signatories = set([]registry.Signatory{{PartnerKey: "enexis", SignsFor: []string{"vitens"}}})
	a = does(w, w.UpdateAgreement, signed).Agreement
	a = does(w, w.ProposeAgreement, step(a)).Agreement
	wants(t, "waiting", w.agenda("Partner:enexis"), []string{"2026-11-23 APPROVAL_WAITING"})
	w.approve(a, "Partner:enexis")
	wants(t, "signed", w.agenda("Partner:enexis"), []string{})
}

func TestCoverIsFromAFirstDay(t *testing.T) {
	day, signed := registry.Date("2020-01-01"), registry.PartialDate("2014-11")
	for what, c := range map[string]struct {
		agreement registry.Agreement
		want      *registry.Cover
	}{
		"in force":                         {registry.Agreement{Stage: "ACTIVE", Since: &day, SignedOn: &signed}, &registry.Cover{InForce: true, Since: "2020-01-01"}},
		"ended after it was in force":      {registry.Agreement{Stage: "ENDED", Since: &day, Until: new(registry.Date("2020-01-02"))}, &registry.Cover{InForce: true, Since: "2020-01-01"}},
		"on record since a month":          {registry.Agreement{Stage: "RECORDED", SignedOn: &signed}, &registry.Cover{Since: "2014-11"}},
		"on record, since when is unknown": {registry.Agreement{Stage: "RECORDED"}, &registry.Cover{}},
		"ended without a first day":        {registry.Agreement{Stage: "ENDED", SignedOn: &signed, Until: &day}, &registry.Cover{Since: "2014-11"}},
		"ended before it began":            {registry.Agreement{Stage: "ENDED", Since: &day, Until: &day}, nil},
		"not active yet":                   {registry.Agreement{Stage: "PROPOSED", Since: &day}, nil},
	} {
		if diff := cmp.Diff(c.want, c.agreement.Cover()); diff != "" {
			t.Errorf("%s: %s", what, diff)
		}
	}
}
