package registry_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp/cmpopts"

	"ketenkaart/registry"
)

// snapshot is all that the register holds, without versions, by id.
func (w *world) snapshot() map[string]registry.Node {
	w.t.Helper()
	all := map[string]registry.Node{}
	err := w.View(w.ctx, func(ctx context.Context, reader registry.Reader) error {
		for _, kind := range []registry.Kind{"Ministry", "Sector", "Chain", "Region", "Municipality", "Partner", "Collaboration", "Adoption", "Agreement", "PeerReview", "InformalEvaluation"} {
			page, err := reader.Scan(ctx, registry.ScanQuery{Kind: kind, Limit: 1000})
			if err != nil {
				return err
			}
			for _, thing := range page {
				all[thing.ID()] = thing
			}
		}
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return all
}

// reverts takes a change back, and looks whether all is as it was, and the feed tells of it.
func reverts(w *world, before map[string]registry.Node, revision int, want ...string) registry.Change {
	w.t.Helper()
	plan := does(w, w.PlanRevert, revision)
	wants(w.t, "the plan", w.planned(plan), want)
	done := does(w, w.Revert, registry.RevertInput{Revision: revision, Reason: " vergissing "})
	wants(w.t, "what was done", w.planned(done), want)
	if done.Change == nil || done.Change.Action != "revertChange" || *done.Change.Reason != "vergissing" || done.Change.SubjectID != fmt.Sprintf("Change:%d", revision) {
		w.t.Fatalf("the change is %+v", done.Change)
	}
	wants(w.t, "the register", w.snapshot(), before, cmpopts.IgnoreTypes(registry.Stamp{}))
	if told := changeOf(w, *done.Change); len(told.items) < len(want) {
		w.t.Errorf("the feed tells of %+v", told)
	}
	for id, thing := range w.snapshot() {
		touched := slices.ContainsFunc(done.Change.Items, func(item registry.ChangeItem) bool { return item.SubjectID == id })
		if version := thing.(interface{ AtVersion() int }).AtVersion(); touched != (version == done.Change.Revision) {
			w.t.Errorf("%s has version %d", id, version)
		}
	}
	return *done.Change
}

func TestRevertRestoresWhatAnImportChanged(t *testing.T) {
	w := newWorld(t)
	w.start("VR02", "vitens", "KOPPEL", since("2024-01-01"))
	w.adopt("VR02", "vitens", "2024-01-01", mandate("VR04", since("2024-01-01")), mandate("VR05", since("2024-01-01")))
	w.recorded()
	before := w.snapshot()
	change := does(w, w.Import, registry.Dataset{
		Regions:        []registry.Region{region("VR02", "Friesland")},
		Municipalities: []registry.Municipality{{Code: "GM0014", Name: "Groningen", RegionCode: "VR02"}},
		Partners:       []registry.Partner{{Key: "vitens", Name: "Vitens N.V.", SectorCodes: []string{"energie"}, WorkingAreas: areas("VR01", "VR02", "VR05")}},
		Collaborations: []registry.Collaboration{
			{RegionCode: "VR02", PartnerKey: "vitens", Profile: "KOPPEL", Period: span("2024-01-01", "2026-01-01"), EndReason: new("groter"), Motivation: new("zo")},
			{RegionCode: "VR02", PartnerKey: "vitens", Profile: "KERN", Motivation: new("zo"), Period: since("2026-01-01")},
		},
		Adoptions:  []registry.Adoption{{RegionCode: "VR02", PartnerKey: "vitens", Period: since("2024-01-01"), Mandates: []registry.Mandate{mandate("VR01", since("2024-01-01")), mandate("VR05", since("2025-01-01"))}}},
		Agreements: []registry.Agreement{led(covenant("Convenant van vroeger", "2014-09", "VR02", "VR05"), "VR05")},
	})
	undone := reverts(w, before, change.Revision,
		`REMOVED collaboration of VR02 and vitens`,
		`CHANGED Region:VR02 | name: "Friesland" → "Fryslân" | officialName: "Veiligheidsregio Friesland" → "Veiligheidsregio Fryslân"`,
		`CHANGED Municipality:GM0014 | regionCode: "VR02" → "VR01"`,
		`CHANGED Partner:vitens | name: "Vitens N.V." → "Vitens" | sectorCodes: ["energie"] → ["drinkwater"] | workingAreas: [{"regionCode":"VR01"}] → [{"regionCode":"VR04"}]`,
		`CHANGED collaboration of VR02 and vitens | endReason: "groter" → null | motivation: "zo" → null | until: "2026-01-01" → null`,
		`CHANGED adoption of vitens | mandates: [{"regionCode":"VR01","since":"2024-01-01"},{"regionCode":"VR05","since":"2025-01-01"}] → [{"regionCode":"VR04","since":"2024-01-01"},{"regionCode":"VR05","since":"2024-01-01"}]`,
		fmt.Sprintf(`CHANGED agreement Convenant van vroeger | ledBy: "VR05" → "VR02" | regionCodes: ["VR02","VR05"] → ["VR02"] | textVersion: %d → %d`, change.Revision, change.Revision-1),
	)
	// What took back can be taken back itself.
	redone := does(w, w.Revert, registry.RevertInput{Revision: undone.Revision, Reason: "toch wel"})
	if len(w.edges("VR02", "vitens")) != 2 || w.partner("vitens").Name != "Vitens N.V." || redone.Counts[registry.OutcomeNew] != 1 {
		t.Errorf("it did %q", w.planned(redone))
	}
}

// What an import added is taken out whole, and its keys are free again.
func TestRevertTakesOutWhatAnImportAdded(t *testing.T) {
	w := newWorld(t)
	before, beside := w.snapshot(), w.beside()
	added := registry.Dataset{
		Ministries:     []registry.Ministry{{Code: "mnre9", Name: "Nieuw"}},
		Sectors:        []registry.Sector{{Code: "zorg", Name: "Zorg"}},
		Chains:         []registry.Chain{{Code: "ZZ", Name: "Zorg", Kind: registry.Functioneel, Ministries: []registry.ChainMinistry{{MinistryCode: "mnre9"}}}},
		Neighbours:     []registry.Neighbours{{A: "VR03", B: "VR01", Kind: registry.SharedBoundary}, {A: "VR01", B: "VR02", Kind: registry.OpenWater}},
		Municipalities: []registry.Municipality{{Code: "GM9001", Name: "Nieuw", RegionCode: "VR01"}},
		Partners:       []registry.Partner{{Key: "ggd", Name: "GGD", SectorCodes: []string{"zorg"}, ChainCodes: []string{"ZZ"}, WorkingAreas: areas("VR01", "VR02"), CoreTasks: []registry.CoreTask{registry.Beheerder}}},
		Collaborations: []registry.Collaboration{{RegionCode: "VR02", PartnerKey: "ggd", Profile: "KERN", Period: since("2024-01-01")}},
		Adoptions:      []registry.Adoption{{RegionCode: "VR02", PartnerKey: "ggd", Period: since("2024-01-01")}},
		Agreements:     []registry.Agreement{led(covenant("Convenant", "2014", "VR02"), "VR02")},
	}
	change := does(w, w.Import, added)
	plan := does(w, w.PlanRevert, change.Revision)
	wants(t, "the counts", plan.Counts, map[registry.Outcome]int{registry.OutcomeRemoved: 9, registry.OutcomeChanged: 1, registry.OutcomeUnchanged: 3})
	reverts(w, before, change.Revision, w.planned(plan)...)
	wants(t, "the neighbours", w.beside(), beside)
	change = does(w, w.Import, added)
	does(w, w.UpdatePartner, registry.PartnerPatch{PartnerID: "Partner:vitens", Version: 1, SectorCodes: set([]string{"zorg"})})
	_, err := w.Revert(w.ctx, registry.RevertInput{Revision: change.Revision, Reason: "x"})
	if registry.ReasonOf(err) != "LATER_CHANGES" || !strings.Contains(err.Error(), "Sector:zorg is referred to since, by [Partner:vitens]") {
		t.Errorf("got %v", err)
	}
}

// The one exception of R1 (ADR 32): the feed tells of both things that had the key.
func TestR1AKeyThatARevertTookOutMayBeGivenAgain(t *testing.T) {
	w := newWorld(t)
	added := does(w, w.Import, registry.Dataset{Partners: []registry.Partner{{Key: "ggd", Name: "GDD"}}})
	undone := does(w, w.Revert, registry.RevertInput{Revision: added.Revision, Reason: "verkeerd bestand"})
	again := does(w, w.RegisterPartner, registry.RegisterPartnerInput{Key: new("ggd"), Name: "GGD"})
	refuses(w, w.RegisterPartner, registry.RegisterPartnerInput{Key: new("ggd"), Name: "GGD"}, conflict("KEY_TAKEN", facts{"id": "Partner:ggd", "rule": "R1"}))
	var revisions []int
	for _, change := range w.feed() {
		if slices.ContainsFunc(change.Items, func(item registry.ChangeItem) bool { return item.SubjectID == "Partner:ggd" }) {
			revisions = append(revisions, change.Revision)
		}
	}
	wants(t, "the revisions", revisions, []int{added.Revision, undone.Change.Revision, again.Change.Revision})
}

func (w *world) beside() (found map[string][]registry.Neighbour) {
	w.t.Helper()
	err := w.View(w.ctx, func(ctx context.Context, reader registry.Reader) (err error) {
		found, err = reader.Neighbours(ctx, []string{"VR01", "VR02", "VR03"})
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return found
}

func TestRevertOfMutations(t *testing.T) {
	for name, do := range map[string]func(w *world, before *map[string]registry.Node) (revision int, want []string){
		"a collaboration that was voided": func(w *world, before *map[string]registry.Node) (int, []string) {
			edge := w.edges("VR02", "vitens")[0]
			voided := does(w, w.VoidCollaboration, registry.VoidCollaborationInput{CollaborationID: edge.ID(), Version: edge.Version, Reason: "weg"})
			return voided.Change.Revision, []string{"NEW collaboration of VR02 and vitens"}
		},
		"another profile": func(w *world, before *map[string]registry.Node) (int, []string) {
			edge := w.edges("VR02", "vitens")[0]
			changed := does(w, w.ChangeProfile, registry.ChangeProfileInput{CollaborationID: edge.ID(), Version: edge.Version, Profile: "KERN", On: "2025-01-01"})
			return changed.Change.Revision, []string{
				"REMOVED collaboration of VR02 and vitens", `CHANGED collaboration of VR02 and vitens | endReason: "profiel gewijzigd in KERN" → null | until: "2025-01-01" → null`,
			}
		},
		"commitments": func(w *world, before *map[string]registry.Node) (int, []string) {
			a := w.draft()
			in := commitments(a)
			in.Commitments = in.Commitments[:1]
			in.Commitments[0].ID, in.Commitments[0].Text = new(a.Commitments[0].ID()), "Anders"
			*before = w.snapshot()
			return does(w, w.SetCommitments, in).Change.Revision, nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.start("VR02", "vitens", "KOPPEL", since("2024-01-01"))
			before := w.snapshot()
			revision, want := do(w, &before)
			if want == nil {
				want = w.planned(does(w, w.PlanRevert, revision))
			}
			reverts(w, before, revision, want...)
		})
	}
}

func TestRevertIsRefusedWhereLaterChangesStandOnIt(t *testing.T) {
	w := newWorld(t)
	change := does(w, w.Import, registry.Dataset{
		Partners:       []registry.Partner{{Key: "vitens", Name: "Vitens N.V."}, {Key: "politie", Name: "Politie Nederland", National: true}},
		Collaborations: []registry.Collaboration{{RegionCode: "VR02", PartnerKey: "enexis", Profile: "KERN", Period: since("2024-01-01")}},
	})
	does(w, w.UpdatePartner, registry.PartnerPatch{PartnerID: "Partner:vitens", Version: 2, Name: set("Vitens B.V.")})
	edge := w.edges("VR02", "enexis")[0]
	does(w, w.VoidCollaboration, registry.VoidCollaborationInput{CollaborationID: edge.ID(), Version: edge.Version, Reason: "weg"})
	plan := does(w, w.PlanRevert, change.Revision)
	want := []string{"REFUSED Partner:vitens ! Partner:vitens changed since: its version is 3", fmt.Sprintf("REFUSED %s ! %[1]s is not in the register any more", edge.ID())}
	wants(t, "the plan", w.planned(plan), want)
	refuses(w, w.Revert, registry.RevertInput{Revision: change.Revision, Reason: "x"}, conflict("LATER_CHANGES", facts{"refused": []string{
		"Partner:vitens: Partner:vitens changed since: its version is 3", fmt.Sprintf("%s: %[1]s is not in the register any more", edge.ID()),
	}}))
	refuses(w, w.Revert, registry.RevertInput{Revision: change.Revision, Reason: " "}, invalid("REASON_REQUIRED", facts{"field": "reason", "rule": "R14"}))
	refuses(w, w.Revert, registry.RevertInput{Revision: 9, Reason: "x"}, notFoundIn("revision", "Change:9"))
}

// What stands beside what comes back is held against it, as if it came by a mutation.
func TestR3RevertDoesNotBringBackWhatOverlapsWithWhatCameSince(t *testing.T) {
	w := newWorld(t)
	edge := w.start("VR02", "vitens", "KOPPEL", since("2024-01-01"))
	voided := does(w, w.VoidCollaboration, registry.VoidCollaborationInput{CollaborationID: edge.ID(), Version: edge.Version, Reason: "weg"})
	w.start("VR02", "vitens", "KERN", since("2025-01-01"))
	_, err := w.Revert(w.ctx, registry.RevertInput{Revision: voided.Change.Revision, Reason: "x"})
	if registry.ReasonOf(err) != "LATER_CHANGES" || !strings.Contains(err.Error(), "VR02 and vitens have a collaboration in that period already") {
		t.Errorf("got %v", err)
	}
}

// What was evaluated since stays.
func TestRevertKeepsWhatIsReferredTo(t *testing.T) {
	w := newWorld(t)
	edge := w.start("VR02", "vitens", "KOPPEL", since("2024-01-01"))
	evaluated := does(w, w.RecordEvaluation, registry.RecordEvaluationInput{
		CollaborationIDs: []string{edge.ID()}, On: "2026-11-01", Participants: []registry.Participant{{Function: "adviseur", OrganisationID: "Region:VR02"}, {Function: "liaison", OrganisationID: "Partner:vitens"}}, Good: new("alles"),
	}).Evaluation
	_, err := w.Revert(w.ctx, registry.RevertInput{Revision: edge.Version, Reason: "x"})
	if registry.ReasonOf(err) != "LATER_CHANGES" || !strings.Contains(err.Error(), fmt.Sprintf("%s is referred to since, by [%s]", edge.ID(), evaluated.ID())) {
		t.Errorf("got %v", err)
	}
}

// counting is a store that counts the things that its readers scan.
type counting struct {
	registry.Store
	scanned map[registry.Kind]int
}

type countingReader struct {
	registry.Reader
	scanned map[registry.Kind]int
}

func (s counting) View(ctx context.Context, read func(context.Context, registry.Reader) error) error {
	return s.Store.View(ctx, func(ctx context.Context, r registry.Reader) error { return read(ctx, countingReader{r, s.scanned}) })
}

func (r countingReader) Scan(ctx context.Context, query registry.ScanQuery) ([]registry.Node, error) {
	page, err := r.Reader.Scan(ctx, query)
	r.scanned[query.Kind] += len(page)
	return page, err
}

// What refers to what is taken out is looked for among what changed since, however much the register holds; and that is bounded.
func TestRevertReadsLaterChangesAlone(t *testing.T) {
	store := counting{openStore(t, t.TempDir()+"/x.db"), map[registry.Kind]int{}}
	r, err := registry.New(store, newClock().now, smallGuide())
	if err != nil {
		t.Fatal(err)
	}
	w := &world{Registry: r, t: t, ctx: registry.WithActor(t.Context(), registry.LocalActor())}
	does(w, w.Import, smallRegister())
	for i := range 20 {
		does(w, w.Import, registry.Dataset{Collaborations: []registry.Collaboration{{RegionCode: "VR02", PartnerKey: "vitens", Profile: "KERN", Period: span(registry.Date(fmt.Sprintf("19%d-01-01", 50+i)), registry.Date(fmt.Sprintf("19%d-02-01", 50+i))), EndReason: new("x")}}})
	}
	added := does(w, w.Import, registry.Dataset{Partners: []registry.Partner{{Key: "ggd", Name: "GGD", National: true, CoreTasks: []registry.CoreTask{registry.Beheerder}}}})
	does(w, w.Import, registry.Dataset{Sectors: []registry.Sector{{Code: "zorg", Name: "Zorg"}, {Code: "spoor", Name: "Spoor"}}})
	edge := w.start("VR02", "ggd", "KERN", since("2024-01-01"))
	clear(store.scanned)
	plan := does(w, w.PlanRevert, added.Revision)
	wants(t, "the plan", w.planned(plan), []string{fmt.Sprintf("REFUSED Partner:ggd ! Partner:ggd is referred to since, by [%s]", edge.ID())})
	wants(t, "what was scanned", store.scanned, map[registry.Kind]int{"Change": 2})
	w.SetMaxLater(3)
	does(w, w.PlanRevert, added.Revision)
	w.SetMaxLater(2)
	refuses(w, w.PlanRevert, added.Revision, conflict("LATER_CHANGES", facts{"most": 2}))
}
