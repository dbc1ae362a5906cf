package registry_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"ketenkaart/registry"
)

// planned is a row of a plan on one line: its outcome, its name, and what changes or is wrong.
func (w *world) planned(plan registry.Plan) []string {
	w.t.Helper()
	lines := []string{}
	for _, row := range plan.Rows {
		line := fmt.Sprintf("%s %s", row.Outcome, row.Name)
		for _, field := range w.fields(row.Item) {
			line += " | " + field
		}
		for _, problem := range row.Problems {
			line += " ! " + problem.Message
		}
		lines = append(lines, line)
	}
	return lines
}

// imports plans, then imports, and compares both with what has to be done; a second time there is nothing to do.
func imports(w *world, data registry.Dataset, want ...string) registry.Change {
	w.t.Helper()
	in := registry.ImportInput{Data: data, Reason: new("jaarlijks")}
	before := w.state()
	plan := does(w, w.PlanImport, in)
	wants(w.t, "the plan", w.planned(plan), want)
	if after := w.state(); after != before || plan.Change != nil {
		w.t.Errorf("a plan changed the register from %+v to %+v", before, after)
	}
	done := does(w, w.Registry.Import, in)
	wants(w.t, "what was done", w.planned(done), want)
	wants(w.t, "the counts", done.Counts, plan.Counts)
	if done.Change == nil || done.Change.Revision != before.Revision+1 || *done.Change.Reason != "jaarlijks" {
		w.t.Fatalf("the change is %+v", done.Change)
	}
	again := does(w, w.Registry.Import, in)
	if again.Change != nil || len(again.Rows) > 0 || again.Counts[registry.OutcomeUnchanged] == 0 {
		w.t.Errorf("a second time it does %q", w.planned(again))
	}
	if after := w.state(); after.Revision != before.Revision+1 {
		w.t.Errorf("the revision is %d after %d", after.Revision, before.Revision)
	}
	return *done.Change
}

func TestImportAgainChangesNothing(t *testing.T) {
	w := newWorld(t)
	again := does(w, w.Registry.Import, registry.ImportInput{Data: smallRegister()})
	wants(t, "the counts", again.Counts, map[registry.Outcome]int{registry.OutcomeUnchanged: 23})
	if again.Change != nil || w.state().Revision != 1 {
		t.Errorf("it changed something: %q", w.planned(again))
	}
}

func TestImportChangesWhatIsToldOtherwise(t *testing.T) {
	w := newWorld(t)
	does(w, w.UpdatePartner, registry.PartnerPatch{PartnerID: "Partner:vitens", Version: 1, Ambition: set(registry.Ambition{Text: "Samen"})})
	does(w, w.SetContactPoints, registry.SetContactPointsInput{SubjectID: "Partner:vitens", Version: 2, ContactPoints: []registry.ContactPoint{{Kind: "PIKET", Function: "Liaison"}}})
	change := imports(w, registry.Dataset{
		Sectors: []registry.Sector{{Code: "drinkwater", Name: "Drinkwater"}, {Code: "zorg", Name: "Zorg"}},
		Partners: []registry.Partner{
			{Key: "vitens", Name: "Vitens N.V.", CoreTasks: []registry.CoreTask{registry.Beheerder}, SectorCodes: []string{"drinkwater", "zorg"}, Provenance: &registry.Provenance{Source: "ROO", Certainty: "VERIFIED"}},
			{Key: "politie", Name: " Politie", National: true},
			{Key: "ggd", Name: "GGD", SectorCodes: []string{"zorg"}, WorkingAreas: areas("VR05", "VR01")},
		},
	},
		`NEW Sector:zorg`,
		`CHANGED Partner:vitens | name: "Vitens" → "Vitens N.V." | provenance: null → {"certainty":"VERIFIED","source":"ROO"} | sectorCodes: ["drinkwater"] → ["drinkwater","zorg"]`,
		`NEW Partner:ggd`,
	)
	w.wrote(change, changeOf(w, change))
	vitens := w.partner("vitens")
	if vitens.Version != change.Revision || vitens.Ambition == nil || len(vitens.ContactPoints) != 1 || len(vitens.WorkingAreas) != 3 || vitens.ChainCodes[0] != "BNK12" {
		t.Errorf("what no dataset told is lost: %+v", vitens)
	}
	if politie := w.partner("politie"); politie.Version != 1 {
		t.Errorf("what stayed has version %d", politie.Version)
	}
	if change.SubjectID != "" || len(change.Items) != 3 {
		t.Errorf("the change is %+v", change)
	}
}

// changeOf is the change as the feed has it.
func changeOf(w *world, c registry.Change) change {
	w.t.Helper()
	feed := w.feed()
	return w.told(feed[slices.IndexFunc(feed, func(each registry.Change) bool { return each.Revision == c.Revision })])
}

func TestR4ImportEndsAProfileAndBeginsTheNext(t *testing.T) {
	w := newWorld(t)
	first := w.start("VR02", "vitens", "KOPPEL", since("2024-01-01"))
	edge := func(profile registry.Profile, period registry.Period, reason *string) registry.Collaboration {
		return registry.Collaboration{RegionCode: "VR02", PartnerKey: "vitens", Profile: profile, Period: period, EndReason: reason}
	}
	change := imports(w, registry.Dataset{Collaborations: []registry.Collaboration{
		edge("KERN", since("2026-01-01"), nil), edge("KOPPEL", span("2024-01-01", "2026-01-01"), new("groter")),
	}},
		`NEW collaboration of VR02 and vitens`, `CHANGED collaboration of VR02 and vitens | endReason: null → "groter" | until: null → "2026-01-01"`)
	edges := w.edges("VR02", "vitens")
	if len(edges) != 2 || edges[0].UUID != first.UUID || *edges[0].Until != "2026-01-01" || edges[1].Profile != "KERN" || edges[0].Version != change.Revision {
		t.Errorf("the collaborations are %+v", edges)
	}
	for name, test := range map[string]struct {
		edge registry.Collaboration
		want string
	}{
		"an end without a reason": {edge("KERN", span("2026-01-01", "2026-06-01"), nil), "endReason: say why it ended"},
		"an overlap":              {edge("KOPPEL", span("2024-01-01", "2026-02-01"), new("x")), "VR02 and vitens have a collaboration in that period already"},
		"another first day":       {edge("KERN", since("2025-12-01"), nil), "VR02 and vitens have a collaboration in that period already"},
		"what does not suit":      {edge("STANDBY", since("2026-01-01"), nil), "profile"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := w.Import(w.ctx, registry.Dataset{Collaborations: []registry.Collaboration{test.edge}})
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestR5ImportChangesAnAdoption(t *testing.T) {
	w := newWorld(t)
	w.adopt("VR02", "vitens", "2024-01-01", mandate("VR04", since("2024-01-01")))
	adoption := func(region string, period registry.Period, reason *string, mandates ...registry.Mandate) registry.Adoption {
		return registry.Adoption{RegionCode: region, PartnerKey: "vitens", Period: period, EndReason: reason, Mandates: mandates}
	}
	imports(w, registry.Dataset{Adoptions: []registry.Adoption{
		adoption("VR02", span("2024-01-01", "2026-01-01"), new("overgedragen")), adoption("VR05", since("2026-01-01"), nil, mandate("VR04", since("2026-01-01"))),
	}}, `CHANGED adoption of vitens | endReason: null → "overgedragen" | until: null → "2026-01-01"`, `NEW adoption of vitens`)
	refusesDataset(w, registry.Dataset{Adoptions: []registry.Adoption{adoption("VR02", span("2024-01-01", "2026-02-01"), new("later"))}},
		fmt.Sprintf("adoption of vitens: vitens is adopted by VR05 in that period already: %s", adoptionsOf(w, "vitens")[1].ID()))
	refusesDataset(w, registry.Dataset{Adoptions: []registry.Adoption{adoption("VR05", span("2026-01-01", "2026-02-01"), nil)}},
		"adoption of vitens: endReason: say why it ended")
}

func adoptionsOf(w *world, partner string) (found []registry.Adoption) {
	w.t.Helper()
	err := w.View(w.ctx, func(ctx context.Context, reader registry.Reader) (err error) {
		found, err = reader.Adoptions(ctx, registry.AdoptionSelect{Partners: []string{partner}})
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return found
}

func TestR20ImportMergesMunicipalities(t *testing.T) {
	w := newWorld(t)
	imports(w, registry.Dataset{Municipalities: []registry.Municipality{
		{Code: "GM0014", Name: "Groningen", RegionCode: "VR01", Until: new(registry.Date("2027-01-01")), SuccessorCode: new("GM9001")},
		{Code: "GM0080", Name: "Leeuwarden", RegionCode: "VR01"},
		{Code: "GM9001", Name: "Groot-Groningen", RegionCode: "VR01", Since: new(registry.Date("2027-01-01"))},
	}},
		`CHANGED Municipality:GM0014 | successorCode: null → "GM9001" | until: null → "2027-01-01"`,
		`CHANGED Municipality:GM0080 | regionCode: "VR02" → "VR01"`, `NEW Municipality:GM9001`)
	refusesDataset(w, registry.Dataset{Municipalities: []registry.Municipality{{Code: "GM9001", Name: "Groot-Groningen", RegionCode: "VR01", Since: new(registry.Date("2027-07-01"))}}},
		"Municipality:GM9001: since: Municipality:GM9001 takes over from Municipality:GM0014 on 2027-01-01, and would not exist then")
}

// A pair of neighbours has no id: the feed tells of both regions, which get a version with it.
func TestR16ImportTellsOfNeighboursByTheirRegions(t *testing.T) {
	w := newWorld(t)
	change := imports(w, registry.Dataset{
		Regions:    []registry.Region{region("VR02", "Friesland")},
		Neighbours: []registry.Neighbours{{A: "VR02", B: "VR01", Kind: registry.OpenWater}, {A: "VR01", B: "VR03", Kind: registry.SharedBoundary}},
	},
		`CHANGED Region:VR02 | name: "Fryslân" → "Friesland" | officialName: "Veiligheidsregio Fryslân" → "Veiligheidsregio Friesland"`,
		`CHANGED neighbours VR02 and VR01 | neighbours: [{"kind":"SHARED_BOUNDARY","regionCode":"VR02"}] → [{"kind":"OPEN_WATER","regionCode":"VR02"}]`,
		`NEW neighbours VR01 and VR03`)
	w.wrote(change, yearly(2, []item{
		{subject: "Region:VR02", regions: []string{"VR02"}, fields: []string{
			`name: "Fryslân" → "Friesland"`, `neighbours: [{"kind":"SHARED_BOUNDARY","regionCode":"VR01"}] → [{"kind":"OPEN_WATER","regionCode":"VR01"}]`,
			`officialName: "Veiligheidsregio Fryslân" → "Veiligheidsregio Friesland"`,
		}},
		{subject: "Region:VR01", regions: []string{"VR01"}, fields: []string{
			`neighbours: [{"kind":"SHARED_BOUNDARY","regionCode":"VR02"}] → [{"kind":"OPEN_WATER","regionCode":"VR02"},{"kind":"SHARED_BOUNDARY","regionCode":"VR03"}]`,
		}},
		{subject: "Region:VR03", regions: []string{"VR03"}, fields: []string{`neighbours: null → [{"kind":"SHARED_BOUNDARY","regionCode":"VR01"}]`}},
	}))
	for _, code := range []string{"VR01", "VR02", "VR03"} {
		if region := thing[registry.Region](w, "Region:"+code); region.Version != 2 {
			t.Errorf("%s has version %d", code, region.Version)
		}
	}
}

func yearly(revision int, items []item) change {
	return change{revision: revision, action: "importRegister", reason: "jaarlijks", items: items}
}

func TestR14ImportEndsAPartnerOnlyWithAllThatHangsOnIt(t *testing.T) {
	w := newWorld(t)
	does(w, w.Import, registry.Dataset{Partners: []registry.Partner{{Key: "deel", Name: "Deel", PartOfKey: new("vitens")}}})
	edge := w.start("VR04", "vitens", "KERN", since("2024-01-01"))
	ended := registry.Partner{Key: "vitens", Name: "Vitens", CoreTasks: []registry.CoreTask{registry.Beheerder}, Until: new(registry.Date("2026-11-01")), EndReason: new("gefuseerd")}
	refusesDataset(w, registry.Dataset{Partners: []registry.Partner{ended}},
		fmt.Sprintf("Partner:vitens: since: %s lies outside the period of Partner:vitens", edge.ID()), "Partner:vitens: Partner:vitens has parts: end them, or make them parts of another, first")
	part := registry.Partner{Key: "deel", Name: "Deel", PartOfKey: new("politie")}
	closed := registry.Collaboration{RegionCode: "VR04", PartnerKey: "vitens", Profile: "KERN", Period: span("2024-01-01", "2026-11-01"), EndReason: new("gefuseerd")}
	imports(w, registry.Dataset{Partners: []registry.Partner{ended, part}, Collaborations: []registry.Collaboration{closed}},
		`CHANGED Partner:vitens | endReason: null → "gefuseerd" | until: null → "2026-11-01"`, `CHANGED Partner:deel | partOfKey: "vitens" → "politie"`,
		`CHANGED collaboration of VR04 and vitens | endReason: null → "gefuseerd" | until: null → "2026-11-01"`)
	if got := w.edges("VR04", "vitens"); len(got) != 1 || got[0].UUID != edge.UUID {
		t.Errorf("the collaborations are %+v", got)
	}
}

func TestR14ImportDoesNotEndAPartnerThatAnAgreementBinds(t *testing.T) {
	w := newWorld(t)
	a := w.active()
	_, err := w.Import(w.ctx, registry.Dataset{Partners: []registry.Partner{{Key: "vitens", Name: "Vitens", Until: new(registry.Date("2027-01-01")), EndReason: new("gefuseerd")}}})
	if err == nil || !strings.Contains(err.Error(), "is bound by agreements that hold beyond 2027-01-01") || a.Stage != "ACTIVE" {
		t.Errorf("got %v", err)
	}
}

func covenant(title, signed string, regions ...string) registry.Agreement {
	return registry.Agreement{
		Title: title, SignedOn: new(registry.PartialDate(signed)), RegionCodes: regions, PartnerKeys: []string{"vitens"},
		Provenance: &registry.Provenance{Source: "krant", Certainty: "VERIFIED"},
	}
}

func led(a registry.Agreement, by string) registry.Agreement {
	a.LedBy = &by
	return a
}

// An agreement is known again by its title and day of signing; two that share both by their order.
func TestImportKnowsAgreementsAgain(t *testing.T) {
	w := newWorld(t)
	old := w.recorded()
	change := imports(w, registry.Dataset{Agreements: []registry.Agreement{
		led(covenant(" Convenant van vroeger", "2014-09", "VR02", "VR04"), "VR02"), covenant("Convenant van vroeger", "2015", "VR02"),
		covenant("Convenant van vroeger", "2015", "VR05"), covenant("Convenant Van Vroeger", "2014-09", "VR02"),
	}},
		fmt.Sprintf(`CHANGED agreement  Convenant van vroeger | regionCodes: ["VR02"] → ["VR02","VR04"] | textVersion: %d → %d`, old.TextVersion, old.Version+1),
		`NEW agreement Convenant van vroeger`, `NEW agreement Convenant van vroeger`, `NEW agreement Convenant Van Vroeger`)
	if now := w.agreement(old); now.Stage != "RECORDED" || now.TextVersion != change.Revision {
		t.Errorf("it is %+v", now)
	}
}

func TestR11ImportLeavesTheTextOfAnActiveAgreementAlone(t *testing.T) {
	w := newWorld(t)
	a := w.active()
	told := registry.Agreement{
		Title: a.Title, Summary: a.Summary, LedBy: a.LedBy, SignedOn: a.SignedOn, Provenance: a.Provenance, Milestones: []registry.Milestone{{Step: "begin"}},
	}
	imports(w, registry.Dataset{Agreements: []registry.Agreement{told}}, fmt.Sprintf(`CHANGED agreement %s | milestones: [] → [{"step":"begin"}]`, a.Title))
	told.Summary = new("anders")
	refusesDataset(w, registry.Dataset{Agreements: []registry.Agreement{told}},
		fmt.Sprintf("agreement %s: %s is active, and its text does not change: amend it", a.Title, a.ID()))
}

// A commitment that is told again is the one that was there; without a list of them all stay, and of an empty one none.
func TestImportOfCommitmentsKeepsThoseThatStay(t *testing.T) {
	w := newWorld(t)
	told := covenant("Convenant van vroeger", "2014-09", "VR02")
	by := []string{"Region:VR02"}
	told.Commitments = []registry.Commitment{
		{Dimension: registry.Proces, Subject: "alarmering", Text: "Belt", By: by}, {Dimension: registry.Mens, Subject: "opleiden-en-oefenen", Text: "Oefent", By: by},
	}
	now := func() registry.Agreement {
		does(w, w.Registry.Import, registry.ImportInput{Data: registry.Dataset{Agreements: []registry.Agreement{told}}})
		for _, thing := range w.snapshot() {
			if a, is := thing.(registry.Agreement); is && a.Title == told.Title {
				return a
			}
		}
		return registry.Agreement{}
	}
	first := now().Commitments
	told.Commitments = []registry.Commitment{{Dimension: registry.Proces, Subject: "alarmering", Text: "Mailt", By: by}, told.Commitments[1]}
	second := now().Commitments
	if len(second) != 2 || second[0].UUID == first[0].UUID || second[0].Text != "Mailt" || second[1].UUID != first[1].UUID {
		t.Errorf("they were %+v, and are %+v", first, second)
	}
	told.Commitments = nil
	wants(t, "commitments that are not told of", now().Commitments, second)
	told.Commitments = []registry.Commitment{}
	wants(t, "no commitments", now().Commitments, []registry.Commitment{})
}

func TestFillIsOfAnEmptyRegister(t *testing.T) {
	w := newWorld(t)
	refuses(w, w.Fill, registry.Dataset{Sectors: []registry.Sector{{Code: "zorg", Name: "Zorg"}}}, conflict("REGISTER_NOT_EMPTY", nil))
}

// What is not told otherwise is not held against rules that it met when it was written.
func TestImportOfWhatStaysIsNotRefusedForWhatChangedSince(t *testing.T) {
	w := newWorld(t)
	w.start("VR02", "vitens", "KOPPEL", since("2024-01-01"))
	vitens := w.partner("vitens")
	does(w, w.UpdatePartner, registry.PartnerPatch{PartnerID: "Partner:vitens", Version: vitens.Version, CoreTasks: set([]registry.CoreTask{registry.Dienstverlener})})
	again := does(w, w.Registry.Import, registry.ImportInput{Data: registry.Dataset{
		Collaborations: []registry.Collaboration{{RegionCode: "VR02", PartnerKey: "vitens", Profile: "KOPPEL", Period: since("2024-01-01")}},
	}})
	if again.Counts[registry.OutcomeUnchanged] != 1 || again.Change != nil {
		t.Errorf("it is %q", w.planned(again))
	}
}

// What has no row stays, but of lists that are named it ends.
func TestR14ImportEndsWhatHasNoRowOnlyWhenAsked(t *testing.T) {
	w := newWorld(t)
	edge := w.start("VR04", "vitens", "KERN", since("2024-01-01"))
	w.start("VR05", "vitens", "KERN", span("2020-01-01", "2021-01-01"))
	told := registry.Dataset{
		Collaborations: []registry.Collaboration{{RegionCode: "VR01", PartnerKey: "enexis", Profile: "KERN", Period: since("2024-01-01")}},
		Partners:       smallRegister().Partners[:6],
	}
	told.Partners = slices.Delete(slices.Clone(told.Partners), 4, 5)
	ending := &registry.Ending{Lists: []string{"partners", "collaborations"}, On: "2026-12-01", Reason: " opgeheven "}
	done := does(w, w.Registry.Import, registry.ImportInput{Data: told, Missing: ending})
	wants(t, "what was done", w.planned(done), []string{
		`ENDED Partner:rode-kruis | endReason: null → "opgeheven" | until: null → "2026-12-01"`, `NEW collaboration of VR01 and enexis`,
		`ENDED collaboration of VR04 and vitens | endReason: null → "opgeheven" | until: null → "2026-12-01"`,
	})
	if now := w.edges("VR04", "vitens")[0]; now.UUID != edge.UUID || *now.Until != "2026-12-01" {
		t.Errorf("it is %+v", now)
	}
	again := does(w, w.Registry.Import, registry.ImportInput{Data: told, Missing: ending})
	if again.Change != nil {
		t.Errorf("a second time it does %q", w.planned(again))
	}
	for _, wrong := range []struct {
		ending registry.Ending
		want   refusal
	}{
		{registry.Ending{Lists: []string{"partners"}, On: "2026-12-01"}, invalid("REASON_REQUIRED", facts{"field": "reason", "rule": "R14"})},
		{registry.Ending{Lists: []string{"regions"}, On: "2026-12-01", Reason: "x"}, invalid("INVALID", facts{"field": "lists"})},
		{registry.Ending{Lists: []string{"adoptions"}, On: "2026-12-01", Reason: "x"}, invalid("EMPTY_LIST", facts{"field": "lists"})},
	} {
		refuses(w, w.Registry.Import, registry.ImportInput{Data: told, Missing: &wrong.ending}, wrong.want)
	}
}
