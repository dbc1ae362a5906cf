package registry_test

import (
	"context"
	"fmt"
	"testing"

	"ketenkaart/registry"
	"ketenkaart/store/storetest"
)

func TestCanAnswersAsTheMutationWould(t *testing.T) {
	w := newWorld(t)
	draft := does(w, w.DraftAgreement, step(w.explore())).Agreement
	active := w.active()
	edge := w.edges("VR02", "vitens")[0]
	confirmable := w.recorded()
	several := patch(w.recorded())
	several.RegionCodes, several.LedBy = set([]string{"VR02", "VR04"}), null[string]()
	leaderless := does(w, w.UpdateAgreement, several).Agreement
	for _, c := range []struct {
		action         registry.Action
		subject, party *string
		rule           string
		reason         registry.Reason
		possible       bool
	}{
		{"proposeAgreement", new(draft.ID()), nil, "R8", "DIMENSION_EMPTY", true},
		{"approveAgreement", new(draft.ID()), nil, "R7", "STEP_NOT_POSSIBLE", false},
		{"draftAgreement", new(draft.ID()), nil, "R7", "STEP_NOT_POSSIBLE", false},
		{"setCommitments", new(draft.ID()), nil, "", "", true},
		{"amendAgreement", new(active.ID()), nil, "", "", true},
		{"completeCommitment", new(active.Commitments[0].ID()), nil, "", "", true},
		{"confirmAgreement", new(leaderless.ID()), nil, "R6", "INVALID", true},
		{"confirmAgreement", new(confirmable.ID()), new("Partner:enexis"), "R7", "NOT_A_PARTY", true},
		{"confirmAgreement", new(confirmable.ID()), new("Partner:vitens"), "", "", true},
		{"changeProfile", new(edge.ID()), nil, "R4", "PROFILE_BY_AGREEMENT", true},
		{"endPartner", new("Partner:vitens"), nil, "R14", "HAS_AGREEMENTS", true},
		{"endPartner", new("Partner:opgeheven"), nil, "R14", "ALREADY_ENDED", false},
		{"reopenPartner", new("Partner:opgeheven"), nil, "", "", true},
		{"reopenPartner", new("Partner:vitens"), nil, "R14", "NOTHING_TO_CHANGE", false},
		{"startCollaboration", new("Partner:opgeheven"), nil, "R3", "OUTSIDE_PERIOD", false},
		{"startCollaboration", new("Partner:vitens"), nil, "", "", true},
		{"startCollaboration", new("Region:VR01"), nil, "", "", true},
		{"adoptPartner", new("Partner:opgeheven"), nil, "R3", "OUTSIDE_PERIOD", false},
		{"adoptPartner", new("Partner:waterbedrijf-groningen"), nil, "R5", "PARTNER_NOT_SHARED", true},
		{"registerPartner", nil, nil, "", "", true},
	} {
		permission, err := w.Can(w.ctx, c.action, c.subject, c.party)
		if err != nil {
			t.Fatalf("%s: %v", c.action, err)
		}
		if c.reason == "" {
			wants(t, string(c.action), permission, registry.Permission{Action: c.action, Allowed: true, Possible: true})
			continue
		}
		if permission.Allowed || permission.Possible != c.possible || permission.Reason == nil || *permission.Rule != c.rule || *permission.Reason != c.reason || *permission.Why == "" || *permission.Remedy == "" {
			t.Errorf("%s of %s: %+v", c.action, *c.subject, permission)
		}
	}
	for _, bad := range []struct {
		action  registry.Action
		subject *string
		code    registry.Code
	}{{"dans", nil, "BAD_USER_INPUT"}, {"endPartner", nil, "BAD_USER_INPUT"}, {"endPartner", new("x"), "BAD_USER_INPUT"}, {"amendAgreement", new(noAgreement), "NOT_FOUND"}} {
		if _, err := w.Can(w.ctx, bad.action, bad.subject, nil); registry.CodeOf(err) != bad.code {
			t.Errorf("%s of %v: %v", bad.action, bad.subject, err)
		}
	}
}

func TestWhoIsSignedOutMayDoNothingThoughItIsPossible(t *testing.T) {
	w := newWorld(t)
	for subject, possible := range map[string]bool{"Partner:vitens": true, "Partner:opgeheven": false} {
		told, err := w.Can(t.Context(), "endPartner", &subject, nil)
		if err != nil || told.Allowed || told.Possible != possible || *told.Reason != "SIGN_IN_REQUIRED" {
			t.Errorf("%s: %+v, %v", subject, told, err)
		}
	}
}

func TestCanIsHeldAgainstTheKindOfItsSubject(t *testing.T) {
	w := newWorld(t)
	for action, subject := range map[registry.Action]string{
		"proposeAgreement": "Partner:vitens", "endPartner": "Region:VR01", "setMilestones": "Partner:vitens", "completeCommitment": "Partner:vitens", "registerPartner": "Partner:vitens",
	} {
		if _, err := w.Can(w.ctx, action, &subject, nil); registry.ReasonOf(err) != "MALFORMED_ID" {
			t.Errorf("%s of %s: %v", action, subject, err)
		}
	}
	planned := w.start("VR04", "vitens", "KOPPEL", since("2027-06-01"))
	a := w.proposed()
	for _, party := range []string{"Region:VR02", "Region:VR04"} {
		a = w.approve(a, party)
	}
	does(w, w.ChangeProfile, registry.ChangeProfileInput{CollaborationID: planned.ID(), Version: planned.Version, Profile: "KERN", On: "2027-07-01"})
	last, err := w.Can(w.ctx, "approveAgreement", new(a.ID()), new("Partner:vitens"))
	if err != nil || last.Allowed || *last.Reason != "PLANNED_COLLABORATION" {
		t.Errorf("the last approval: %+v, %v", last, err)
	}
}

func TestCanTellsOfTheLastApprovalWhoeverGivesIt(t *testing.T) {
	w := newWorld(t)
	w.adopt("VR02", "vitens", "2020-01-01", mandate("VR04", since("2020-01-01")))
	planned := w.start("VR04", "vitens", "KOPPEL", since("2027-06-01"))
	a := w.approve(w.proposed(), "Partner:vitens")
	does(w, w.ChangeProfile, registry.ChangeProfileInput{CollaborationID: planned.ID(), Version: planned.Version, Profile: "KERN", On: "2027-07-01"})
	if _, err := w.ApproveAgreement(w.ctx, approval(a, "Region:VR02")); registry.ReasonOf(err) != "PLANNED_COLLABORATION" {
		t.Fatal(err)
	}
	last, err := w.Can(w.ctx, "approveAgreement", new(a.ID()), new("Region:VR02"))
	if err != nil || last.Allowed || *last.Reason != "PLANNED_COLLABORATION" {
		t.Errorf("the approval that counts for both regions: %+v, %v", last, err)
	}
}

func TestCanTellsOfAWholeThatEnded(t *testing.T) {
	w := newWorld(t)
	part := does(w, w.RegisterPartner, registry.RegisterPartnerInput{Name: "Deel", PartOfKey: new("vitens")}).Partner
	for _, key := range []string{part.Key, "vitens"} {
		partner := w.partner(key)
		part = does(w, w.EndPartner, registry.EndPartnerInput{PartnerID: partner.ID(), Version: partner.Version, On: "2026-01-01", Reason: "op"}).Partner
	}
	part = w.partner("deel")
	if _, err := w.ReopenPartner(w.ctx, registry.ReopenPartnerInput{PartnerID: part.ID(), Version: part.Version, Reason: "toch niet"}); registry.ReasonOf(err) != "ALREADY_ENDED" {
		t.Fatal(err)
	}
	told, err := w.Can(w.ctx, "reopenPartner", new(part.ID()), nil)
	if err != nil || told.Allowed || !told.Possible || *told.Reason != "ALREADY_ENDED" {
		t.Errorf("%+v, %v", told, err)
	}
}

// everyStage has a thing of each kind to which something is done, of agreements and partners one of each stage, and
// returns their ids.
func (w *world) everyStage() []string {
	w.t.Helper()
	edge := w.start("VR01", "enexis", "KOPPEL", since("2020-01-01"))
	adoption := w.adopt("VR02", "vitens", "2020-01-01", mandate("VR04", since("2020-01-01")))
	does(w, w.RegisterPartner, registry.RegisterPartnerInput{Name: "Deel", PartOfKey: new("enexis")})
	does(w, w.RegisterPartner, registry.RegisterPartnerInput{Name: "Later", Since: new(registry.Date("2030-01-01")), National: true})
	active := w.active()
	amended := does(w, w.AmendAgreement, step(active)).Agreement
	proposed := w.approve(w.proposed(), "Region:VR02")
	other := w.draft()
	other = does(w, w.UpdateAgreement, registry.AgreementPatch{AgreementID: other.ID(), Version: other.Version, FillPairs: set(registry.FillPairs{Profile: "KERN"})}).Agreement
	abandoned := does(w, w.AbandonAgreement, reasoned(w.draft())).Agreement
	ids := []string{
		edge.ID(), w.edges("VR02", "vitens")[0].ID(), adoption.ID(), active.ID(), amended.ID(), proposed.ID(), other.ID(), abandoned.ID(),
		w.explore().ID(), w.draft().ID(), w.recorded().ID(), active.Commitments[0].ID(), other.Commitments[0].ID(),
		"Region:VR01", "Region:VR02", "Sector:drinkwater", "Chain:BNK12", "Municipality:GM0014", noAgreement,
	}
	for _, key := range []string{"vitens", "enexis", "waterbedrijf-groningen", "politie", "opgeheven", "raadsel", "deel", "later"} {
		ids = append(ids, "Partner:"+key)
	}
	return ids
}

// TestActionsAreWhatCanSaysOfEach: asked of all at once, the answer is the same as asked one by one, and nothing is left out.
func TestActionsAreWhatCanSaysOfEach(t *testing.T) {
	w := newWorld(t)
	_, err := w.Can(w.ctx, "importRegister", nil, nil)
	all := registry.Problems(err)[0].Facts["actions"].([]registry.Action)
	queries := []registry.ActionsQuery{}
	for _, id := range w.everyStage() {
		for _, party := range []string{"", "Region:VR02", "Region:VR04", "Partner:vitens"} {
			queries = append(queries, registry.ActionsQuery{Subject: id, Party: party})
		}
	}
	for _, ctx := range []context.Context{w.ctx, t.Context()} {
		told, err := w.Actions(ctx, queries)
		if err != nil {
			t.Fatal(err)
		}
		reasons := map[registry.Reason]bool{}
		for _, query := range queries {
			want := []registry.Permission{}
			for _, action := range all {
				party := &query.Party
				if query.Party == "" {
					party = nil
				}
				permission, err := w.Can(ctx, action, &query.Subject, party)
				if err == nil {
					want = append(want, permission)
				} else if reason := registry.ReasonOf(err); reason != "MALFORMED_ID" && reason != "NOT_FOUND" {
					t.Fatal(err)
				}
			}
			wants(t, query.Subject+" by "+query.Party, told[query], want)
			for _, permission := range want {
				if !permission.Allowed {
					reasons[*permission.Reason] = true
				}
			}
		}
		if ctx == w.ctx && len(reasons) < 10 {
			t.Errorf("few refusals were compared: %v", reasons)
		}
	}
}

// TestActionsReadOnceForAll: the reads do not grow with the things that are asked of.
func TestActionsReadOnceForAll(t *testing.T) {
	path := t.TempDir() + "/x.db"
	w := worldAt(t, path)
	does(w, w.Import, smallRegister())
	reads := storetest.Counting(openStore(t, path))
	counted, err := registry.New(reads, w.clock.now, smallGuide())
	if err != nil {
		t.Fatal(err)
	}
	ask := func(ids []string) map[string]int {
		reads.Reset()
		queries := make([]registry.ActionsQuery, len(ids))
		for i, id := range ids {
			queries[i] = registry.ActionsQuery{Subject: id, Party: "Partner:vitens"}
		}
		if _, err := counted.Actions(w.ctx, queries); err != nil {
			t.Fatal(err)
		}
		return reads.Calls()
	}
	ids := w.everyStage()
	once := ask(ids)
	for i := range 5 {
		partner := does(w, w.RegisterPartner, registry.RegisterPartnerInput{Name: fmt.Sprint("Partner ", i), CoreTasks: []registry.CoreTask{registry.Beheerder}, WorkingAreas: areas("VR01", "VR02")}).Partner
		edge := w.start("VR01", partner.Key, "KOPPEL", since("2020-01-01"))
		adoption := w.adopt("VR01", partner.Key, "2020-01-01")
		ids = append(ids, partner.ID(), edge.ID(), adoption.ID(), w.draft().ID(), w.proposed().ID(), w.recorded().ID())
	}
	wants(t, "reads", ask(ids), once)
}

// TestActionsHoldFewPairsAtOnce: agreements with thousands of pairs are looked at one after another.
func TestActionsHoldFewPairsAtOnce(t *testing.T) {
	path := t.TempDir() + "/x.db"
	w := worldAt(t, path)
	register, keys := smallRegister(), []string{}
	for i := range 200 {
		key := fmt.Sprintf("partner-%d", i)
		keys = append(keys, key)
		register.Partners = append(register.Partners, registry.Partner{Key: key, Name: key, CoreTasks: []registry.CoreTask{registry.Beheerder}})
	}
	does(w, w.Import, register)
	queries := []registry.ActionsQuery{}
	for range 6 {
		a := does(w, w.ExploreAgreement, registry.ExploreAgreementInput{Title: "Groot", RegionCodes: []string{"VR01", "VR02", "VR03", "VR04", "VR05"}, PartnerKeys: keys, LedBy: "VR02"}).Agreement
		a = does(w, w.UpdateAgreement, registry.AgreementPatch{AgreementID: a.ID(), Version: a.Version, FillPairs: set(registry.FillPairs{Profile: "KOPPEL"})}).Agreement
		a = does(w, w.DraftAgreement, step(a)).Agreement
		queries = append(queries, registry.ActionsQuery{Subject: a.ID()})
	}
	most := &mostPairs{Store: openStore(t, path)}
	measured, err := registry.New(most, w.clock.now, smallGuide())
	if err != nil {
		t.Fatal(err)
	}
	told, err := measured.Actions(w.ctx, queries)
	if err != nil || len(told) != 6 {
		t.Fatal(told, err)
	}
	if most.pairs != 5_000 {
		t.Errorf("it reads agreements with %d pairs at once, not those of five agreements", most.pairs)
	}
}

// TestActionsReadNoOtherPairs than that of the collaboration, and none of a proposal when no party is named.
func TestActionsReadNoOtherPairs(t *testing.T) {
	path := t.TempDir() + "/x.db"
	w := worldAt(t, path)
	does(w, w.Import, smallRegister())
	if pairs := w.pairs(w.active()); len(pairs) < 2 {
		t.Fatalf("the agreement has but the pairs %v", pairs)
	}
	for subject, want := range map[string]int{w.edges("VR02", "vitens")[0].ID(): 1, w.proposed().ID(): 0} {
		most := &mostPairs{Store: openStore(t, path)}
		measured, err := registry.New(most, w.clock.now, smallGuide())
		if err != nil {
			t.Fatal(err)
		}
		if told, err := measured.Actions(w.ctx, []registry.ActionsQuery{{Subject: subject}}); err != nil || len(told) != 1 {
			t.Fatal(told, err)
		}
		if most.pairs != want {
			t.Errorf("of %s it reads %d pairs, not %d", subject, most.pairs, want)
		}
	}
}

// mostPairs is a store that knows with how many pairs it gave agreements at once.
type mostPairs struct {
	registry.Store
	pairs int
}

func (m *mostPairs) View(ctx context.Context, read func(context.Context, registry.Reader) error) error {
	return m.Store.View(ctx, func(ctx context.Context, reader registry.Reader) error { return read(ctx, mostPairsReader{reader, m}) })
}

type mostPairsReader struct {
	registry.Reader
	of *mostPairs
}

func (r mostPairsReader) Agreements(ctx context.Context, of registry.AgreementSelect) ([]registry.Agreement, error) {
	agreements, err := r.Reader.Agreements(ctx, of)
	pairs := 0
	for _, agreement := range agreements {
		pairs += len(agreement.Pairs)
	}
	r.of.pairs = max(r.of.pairs, pairs)
	return agreements, err
}
