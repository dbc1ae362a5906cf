package registry_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"ketenkaart/registry"
)

func TestImportIsOneChange(t *testing.T) {
	w := bareWorld(t)
	change, err := w.Import(w.ctx, smallRegister())
	if err != nil {
		t.Fatal(err)
	}
	if change.Revision != 1 || change.Action != "importRegister" || change.SubjectID != "" || change.Reason != nil || change.ActorID != "local" || !change.At.Equal(w.clock.now()) {
		t.Errorf("the change is %+v", change)
	}
	feed := w.feed()
	if len(feed) != 1 {
		t.Fatalf("the feed holds %d changes", len(feed))
	}
	wants(t, "the feed", feed[0], change)
	kinds := map[registry.Kind]int{}
	for _, item := range change.Items {
		kinds[item.Kind]++
		if len(item.Before) > 0 || len(item.After) == 0 {
			t.Errorf("%s was there before", item.SubjectID)
		}
		thing, ok := w.nodes(item.SubjectID)[item.SubjectID].(interface{ AtVersion() int })
		if !ok || thing.AtVersion() != 1 {
			t.Errorf("%s is stored as %+v", item.SubjectID, thing)
		}
	}
	wants(t, "the items", kinds, map[registry.Kind]int{"Ministry": 3, "Sector": 2, "Chain": 3, "Region": 5, "Municipality": 2, "Partner": 7})
	wants(t, "the register", w.state(), registry.State{Revision: 1, Partners: 7})
	if told := w.told(change); !slices.Equal(told.items[13].regions, []string{"VR01"}) || told.items[13].subject != "Municipality:GM0014" {
		t.Errorf("the municipality is told as %+v", told.items[13])
	}
	wants(t, "an imported partner", w.partner("vitens"), registry.Partner{
		Key: "vitens", Name: "Vitens", CoreTasks: tasks("BEHEERDER"), SectorCodes: []string{"drinkwater"}, ChainCodes: []string{"BNK12"}, WorkingAreas: areas("VR02", "VR04", "VR05"),
		Stamp: registry.Stamp{Version: 1, UpdatedAt: w.clock.now()},
	})
	var beside map[string][]registry.Neighbour
	err = w.View(w.ctx, func(ctx context.Context, reader registry.Reader) (err error) {
		beside, err = reader.Neighbours(ctx, []string{"VR01", "VR02"})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	wants(t, "the neighbours", beside, map[string][]registry.Neighbour{"VR01": {{RegionCode: "VR02", Kind: "SHARED_BOUNDARY"}}, "VR02": {{RegionCode: "VR01", Kind: "SHARED_BOUNDARY"}}})
}

func TestImportAddsToWhatIsThere(t *testing.T) {
	w := newWorld(t)
	data := registry.Dataset{
		Partners: []registry.Partner{
			// a part may come before its whole
			{Key: "deel", Name: " Deel ", PartOfKey: new("geheel")}, {Key: "deeltje", Name: "Deeltje", PartOfKey: new("deel")}, {Key: "geheel", Name: "Geheel", PartOfKey: new("vitens"), WorkingAreas: areas("VR03", "VR01")},
		},
		Collaborations: []registry.Collaboration{
			{RegionCode: "VR02", PartnerKey: "vitens", Profile: "KERN", Period: span("2020-01-01", "2021-01-01"), EndReason: new(" over ")},
			{RegionCode: "VR02", PartnerKey: "vitens", Profile: "KOPPEL", Period: since("2021-01-01"), Provenance: &registry.Provenance{Source: "regel", Certainty: "ILLUSTRATION"}},
			{RegionCode: "VR02", PartnerKey: "geheel", Profile: "KERN", Motivation: new("oud"), Period: since("2021-01-01"), ContactPoints: []registry.ContactPoint{{Kind: "PIKET", Function: " Liaison "}}},
		},
		Adoptions: []registry.Adoption{
			{RegionCode: "VR03", PartnerKey: "geheel", Period: since("2021-01-01"), Mandates: []registry.Mandate{mandate("VR01", since("2021-01-01"))}},
			{RegionCode: "VR04", PartnerKey: "vitens", Period: span("2020-01-01", "2021-01-01"), EndReason: new(" klaar ")}, {RegionCode: "VR02", PartnerKey: "vitens", Period: since("2021-01-01")},
		},
	}
	change, err := w.Import(w.ctx, data)
	if err != nil {
		t.Fatal(err)
	}
	if change.Revision != 2 || len(change.Items) != 9 {
		t.Errorf("the change %d has %d items", change.Revision, len(change.Items))
	}
	if data.Partners[0].Name != " Deel " || data.Collaborations[0].UUID != "" || data.Partners[0].Version != 0 {
		t.Error("the import changed what it was given")
	}
	wants(t, "the register", w.state(), registry.State{Revision: 2, Illustrations: true, Partners: 10, Collaborations: 3})
	for _, item := range change.Items {
		switch thing := w.nodes(item.SubjectID)[item.SubjectID].(type) {
		case registry.Partner:
			if strings.TrimSpace(thing.Name) != thing.Name {
				t.Errorf("%s is called %q", thing.Key, thing.Name)
			}
		case registry.Collaboration:
			if thing.EndReason != nil && *thing.EndReason != "over" || len(thing.ContactPoints) > 0 && thing.ContactPoints[0].Function != "Liaison" {
				t.Errorf("%s is %+v", thing.ID(), thing)
			}
		case registry.Adoption:
			if thing.EndReason != nil && *thing.EndReason != "klaar" {
				t.Errorf("%s is %+v", thing.ID(), thing)
			}
		default:
			t.Errorf("%s is %v", item.SubjectID, thing)
		}
	}
}

func TestImportIsRefusedWithAllReasonsAtOnce(t *testing.T) {
	w := newWorld(t)
	overlong := strings.Repeat("x", 201)
	edge := func(region, partner string, profile registry.Profile, period registry.Period) registry.Collaboration {
		return registry.Collaboration{RegionCode: region, PartnerKey: partner, Profile: profile, Period: period}
	}
	w.start("VR01", "vitens", "KERN", since("2024-01-01"))
	for name, test := range map[string]struct {
		data registry.Dataset
		// want are words of each reason, in order.
		want []string
	}{
		"ministries":     {registry.Dataset{Ministries: []registry.Ministry{{Code: "mnre1", Name: ""}, {Code: "X", Name: "X"}}}, []string{"name: is empty", "not the code of a Ministry"}},
		"sectors":        {registry.Dataset{Sectors: []registry.Sector{{Code: "Z", Name: "Z"}, {Code: "goed", Name: "Goed"}, {Code: "z", Name: overlong}, {Code: "y", Name: "Y", Ambition: &registry.Ambition{}}}}, []string{"not the code of a Sector", "name: at most 200", "ambition.text: is empty"}},
		"chains":         {registry.Dataset{Chains: []registry.Chain{{Code: "z", Name: "Z", Kind: "ALGEMEEN"}, {Code: "ZZ", Name: "Z", Kind: "ALGEMEEN", Ministries: []registry.ChainMinistry{{MinistryCode: "mnre9999"}}}, {Code: "YY", Name: "Y", Kind: "ALGEMEEN", Provenance: &registry.Provenance{Certainty: "DERIVED"}}}}, []string{"not the code of a Chain", "Ministry:mnre9999 is not in the register", "provenance.source: is empty"}},
		"regions":        {registry.Dataset{Regions: []registry.Region{region("VR26", "Z"), region("VR06", ""), {Code: "VR07", Name: "G", OfficialName: "G", ContactPoints: []registry.ContactPoint{{Kind: "PIKET"}}}}}, []string{"not the code of a Region", "name: is empty", "contactPoints.function: is empty"}},
		"municipalities": {registry.Dataset{Municipalities: []registry.Municipality{{Code: "GM1", Name: "Z", RegionCode: "VR01"}, {Code: "GM0001", RegionCode: "VR01"}}}, []string{"not the code of a Municipality", "name: is empty"}},
		"partners": {registry.Dataset{Partners: []registry.Partner{
			{Key: "Fout", Name: "Fout"}, {Key: "leeg", Name: " "}, {Key: "goed", Name: "Goed"}, {Key: "nummer", Name: "N", Identifiers: registry.Identifiers{KVK: new("1")}},
			{Key: "omgekeerd", Name: "O", Since: new(registry.Date("2020-01-01")), Until: new(registry.Date("2020-01-01"))}, {Key: "persoon", Name: "P", ContactPoints: []registry.ContactPoint{{Function: "F"}}},
			{Key: "lang", Name: "L", EndReason: new(strings.Repeat("x", 4001))}, {Key: "overal", Name: "O", National: true, WorkingAreas: areas("VR01")},
		}}, []string{"not the code of a Partner", "name: is empty", "identifiers.kvk", "is not before until", "endReason: say why", `contactPoints.kind: "" is not one of`, "endReason: at most 4000", "endReason: there is no end", "leave workingAreas empty"}},
		"collaborations": {registry.Dataset{Collaborations: []registry.Collaboration{
			edge("VR01", "vitens", "KERN", since("2025-01-01")), edge("VR02", "enexis", "KERN", since("2025-01-01")), edge("VR02", "enexis", "KOPPEL", since("2024-01-01")),
			edge("VR01", "niemand", "KERN", since("2025-01-01")), edge("VR01", "rode-kruis", "KERN", since("2025-01-01")), edge("VR01", "politie", "KERN", span("2025-01-01", "2024-01-01")),
			edge("VR01", "opgeheven", "KERN", since("2015-01-01")),
		}}, []string{"VR01 and vitens have a collaboration", "VR02 and enexis have a collaboration", "Partner:niemand is not in the register", "KERN does not suit", "2024-01-01 is not after since", "not within that of Partner:opgeheven"}},
		"adoptions": {registry.Dataset{Adoptions: []registry.Adoption{
			{RegionCode: "VR02", PartnerKey: "vitens", Period: since("2024-01-01")}, {RegionCode: "VR04", PartnerKey: "vitens", Period: since("2025-01-01")}, {RegionCode: "VR01", PartnerKey: "raadsel", Period: since("2025-01-01")},
			{RegionCode: "VR01", PartnerKey: "politie", Period: since("2025-01-01"), Mandates: []registry.Mandate{mandate("VR01", since("2025-01-01"))}}, {RegionCode: "VR25", PartnerKey: "politie", Period: since("2025-01-01")},
			{RegionCode: "VR01", PartnerKey: "politie", Period: since("2025-01-01"), ContactPoints: []registry.ContactPoint{{Function: "F"}}},
		}}, []string{"vitens is adopted by VR02", "raadsel works in or collaborates with 0 region", "VR01 is the adoptieregio", "Region:VR25 is not in the register", `contactPoints.kind: "" is not one of`}},
	} {
		t.Run(name, func(t *testing.T) {
			before := w.state()
			_, err := w.Import(w.ctx, test.data)
			e, ok := errors.AsType[*registry.Error](err)
			if !ok || e.Code != "BAD_USER_INPUT" || e.Reason != "DATASET_REJECTED" {
				t.Fatalf("got %v", err)
			}
			refused, _ := e.Facts["refused"].([]string)
			if len(refused) != len(test.want) {
				t.Errorf("it is refused for %q, want %q", refused, test.want)
			}
			for i, reason := range refused {
				if i < len(test.want) && !strings.Contains(reason, test.want[i]) {
					t.Errorf("reason %d is %q, want %q", i, reason, test.want[i])
				}
			}
			if after := w.state(); after != before {
				t.Errorf("a refused import changed the register from %+v to %+v", before, after)
			}
		})
	}
	if feed := w.feed(); len(feed) != 2 {
		t.Errorf("the feed holds %d changes", len(feed))
	}
}

func TestImportRefusesCirclesOfParts(t *testing.T) {
	w := newWorld(t)
	partner := func(key, whole string) registry.Partner {
		return registry.Partner{Key: key, Name: key, PartOfKey: &whole}
	}
	_, err := w.Import(w.ctx, registry.Dataset{Partners: []registry.Partner{
		partner("goed", "vitens"), partner("a", "b"), partner("b", "c"), partner("c", "a"), partner("zelf", "zelf"), partner("onder-a", "a"),
	}})
	e, ok := errors.AsType[*registry.Error](err)
	if !ok || e.Reason != "DATASET_REJECTED" {
		t.Fatalf("got %v", err)
	}
	refused, _ := e.Facts["refused"].([]string)
	slices.Sort(refused)
	var want []string
	for _, key := range []string{"a", "b", "c", "zelf"} {
		want = append(want, fmt.Sprintf("Partner:%s: partOfKey: %s would be a part of itself", key, key))
	}
	wants(t, "the reasons", refused, want)
	wants(t, "the register", w.state(), registry.State{Revision: 1, Partners: 7})
}

// refusesDataset imports what has to be refused whole, for all of the reasons that are named, and in their order.
func refusesDataset(w *world, data registry.Dataset, want ...string) {
	w.t.Helper()
	before := w.state()
	_, err := w.Import(w.ctx, data)
	e, ok := errors.AsType[*registry.Error](err)
	if !ok || e.Code != registry.CodeBadInput || e.Reason != registry.ReasonDatasetRejected {
		w.t.Fatalf("got %v", err)
	}
	wants(w.t, "the reasons", e.Facts["refused"], any(want))
	if after := w.state(); after != before {
		w.t.Errorf("a refused import changed the register from %+v to %+v", before, after)
	}
}

func TestR1ImportRefusesAKeyThatItHasTwice(t *testing.T) {
	w := newWorld(t)
	const taken = "%s: %[1]s is in the register already, and keys stay taken when what has them ended"
	refusesDataset(w, registry.Dataset{
		Regions:        []registry.Region{region("VR01", "Groningen"), region("VR01", "Groningen")},
		Municipalities: []registry.Municipality{{Code: "GM0014", Name: "Groningen", RegionCode: "VR01"}, {Code: "GM0014", Name: "Groningen", RegionCode: "VR02"}},
		Partners: []registry.Partner{
			{Key: "nieuw", Name: "Nieuw"}, {Key: "vitens", Name: "Vitens"}, {Key: "vitens", Name: "Vitens"}, {Key: "nieuw", Name: "Anders"},
		},
	}, fmt.Sprintf(taken, "Region:VR01"), fmt.Sprintf(taken, "Municipality:GM0014"), fmt.Sprintf(taken, "Partner:vitens"), fmt.Sprintf(taken, "Partner:nieuw"))
}

// All that is named and not there is told at once, whatever kind of thing names it.
func TestImportRefusesWhatIsNotThere(t *testing.T) {
	refusesDataset(newWorld(t), registry.Dataset{
		Neighbours:     []registry.Neighbours{{A: "VR25", B: "VR01", Kind: "OPEN_WATER"}, {A: "VR03", B: "VR03", Kind: "OPEN_WATER"}},
		Municipalities: []registry.Municipality{{Code: "GM9999", Name: "Nieuw", RegionCode: "VR25"}},
		Partners: []registry.Partner{
			{Key: "nieuw", Name: "Nieuw", SectorCodes: []string{"zorg"}, ChainCodes: []string{"BNK99"}, WorkingAreas: areas("VR25"), PartOfKey: new("niemand")},
		},
		Collaborations: []registry.Collaboration{{RegionCode: "VR25", PartnerKey: "vitens", Profile: "KERN", Period: since("2024-01-01")}},
		Agreements: []registry.Agreement{{
			Title: "Convenant", RegionCodes: []string{"VR25"}, PartnerKeys: []string{"niemand"}, ChainCodes: []string{"BNK99"},
			Provenance: &registry.Provenance{Source: "krant", Certainty: "VERIFIED"},
		}},
	},
		"neighbours VR25 and VR01: Region:VR25 is not in the register", "neighbours VR03 and VR03: regionB: a region is not its own neighbour",
		"Municipality:GM9999: Region:VR25 is not in the register", "Partner:nieuw: Sector:zorg is not in the register", "Partner:nieuw: Chain:BNK99 is not in the register",
		"Partner:nieuw: Region:VR25 is not in the register", "Partner:nieuw: Partner:niemand is not in the register",
		"collaboration of VR25 and vitens: Region:VR25 is not in the register", "agreement Convenant: Region:VR25 is not in the register",
		"agreement Convenant: Partner:niemand is not in the register", "agreement Convenant: Chain:BNK99 is not in the register",
	)
}

func TestR4ImportRefusesAProfileThatAnAgreementSetsOtherwise(t *testing.T) {
	w := newWorld(t)
	a, edge := w.active(), w.edges("VR02", "vitens")[0]
	does(w, w.VoidCollaboration, registry.VoidCollaborationInput{CollaborationID: edge.ID(), Version: edge.Version, Reason: "proef"})
	imported := func(profile registry.Profile) registry.Dataset {
		return registry.Dataset{Collaborations: []registry.Collaboration{{RegionCode: "VR02", PartnerKey: "vitens", Profile: profile, Period: since(today)}}}
	}
	refusesDataset(w, imported("KERN"), fmt.Sprintf("collaboration of VR02 and vitens: %s sets the profile KOPPEL for VR02 and vitens: amend it", a.ID()))
	does(w, w.Import, imported("KOPPEL"))
}

func TestR14ImportRefusesAPartThatOutlivesItsWhole(t *testing.T) {
	w := newWorld(t)
	part := func(key, whole string, until *registry.Date) registry.Partner {
		p := registry.Partner{Key: key, Name: key, PartOfKey: &whole, Until: until}
		if until != nil {
			p.EndReason = new("gefuseerd")
		}
		return p
	}
	refusesDataset(w, registry.Dataset{Partners: []registry.Partner{
		part("open", "opgeheven", nil), part("later", "opgeheven", new(registry.Date("2020-01-02"))), part("tegelijk", "opgeheven", new(registry.Date("2020-01-01"))),
		part("deel", "geheel", nil), {Key: "geheel", Name: "Geheel", Until: new(registry.Date("2021-01-01")), EndReason: new("klaar")},
	}},
		"Partner:open: Partner:opgeheven ends on 2020-01-01, before its part", "Partner:later: Partner:opgeheven ends on 2020-01-01, before its part",
		"Partner:deel: Partner:geheel ends on 2021-01-01, before its part")
}

func TestR14ImportTakesAReasonWithAnEndAndNoneWithoutOne(t *testing.T) {
	refusesDataset(newWorld(t), registry.Dataset{
		Partners: []registry.Partner{{Key: "weg", Name: "Weg", Until: new(registry.Date("2021-01-01"))}, {Key: "er", Name: "Er", EndReason: new("zomaar")}},
		Collaborations: []registry.Collaboration{
			{RegionCode: "VR01", PartnerKey: "vitens", Profile: "KERN", Period: since("2024-01-01"), EndReason: new("zomaar")},
		},
		Adoptions: []registry.Adoption{{RegionCode: "VR02", PartnerKey: "vitens", Period: since("2024-01-01"), EndReason: new("zomaar")}},
	}, "Partner:weg: endReason: say why it ended", "Partner:er: endReason: there is no end that it is the reason of",
		"collaboration of VR01 and vitens: endReason: there is no end that it is the reason of", "adoption of vitens: endReason: there is no end that it is the reason of")
}

// What a mutation refuses in a list, an import does too.
func TestImportRefusesDoublesInLists(t *testing.T) {
	piket := registry.ContactPoint{Kind: "PIKET", Function: "Liaison"}
	refusesDataset(newWorld(t), registry.Dataset{
		Neighbours: []registry.Neighbours{{A: "VR03", B: "VR04", Kind: "OPEN_WATER"}, {A: "VR04", B: "VR03", Kind: "SHARED_BOUNDARY"}},
		Chains:     []registry.Chain{{Code: "ZZ", Name: "Z", Kind: "ALGEMEEN", Ministries: []registry.ChainMinistry{{MinistryCode: "mnre1130"}, {MinistryCode: "mnre1130"}}}},
		Partners: []registry.Partner{
			{Key: "codes", Name: "C", SectorCodes: []string{"energie", "energie"}, ChainCodes: []string{"ALG", "ALG"}},
			{Key: "gebieden", Name: "G", WorkingAreas: areas("VR01", "VR01")},
			{Key: "aansluitingen", Name: "A", Connections: []registry.FacilityLink{{Facility: "LCMS"}, {Facility: " LCMS"}}, ContactPoints: []registry.ContactPoint{piket, piket}},
		},
		Adoptions: []registry.Adoption{{RegionCode: "VR02", PartnerKey: "vitens", Period: since("2024-01-01"), Milestones: []registry.Milestone{{Step: "vraag"}, {Step: "vraag"}}}},
	},
		"Chain:ZZ: ministries: the same stands there twice", "neighbours VR04 and VR03: Neighbours:VR03-VR04 is in the register already, and keys stay taken when what has them ended",
		"Partner:codes: sectorCodes: the same stands there twice", "Partner:codes: chainCodes: the same stands there twice",
		"Partner:gebieden: workingAreas: the same stands there twice", "Partner:aansluitingen: connections: the same stands there twice",
		"Partner:aansluitingen: contactPoints: the same stands there twice", "adoption of vitens: milestones: the same stands there twice")
}

func TestAnImportIntoARegisterInUseHasAtMost50000Rows(t *testing.T) {
	w := newWorld(t)
	refuses(w, w.Import, registry.Dataset{Partners: make([]registry.Partner, 49_000), Sectors: make([]registry.Sector, 1_001)}, invalid("TOO_LONG", facts{"field": "dataset", "most": 50000}))
}

// rejectedFor says that an import was refused for one reason.
func rejectedFor(t *testing.T, err error, want string) {
	t.Helper()
	e, ok := errors.AsType[*registry.Error](err)
	if !ok || e.Reason != "DATASET_REJECTED" {
		t.Errorf("got %v, want %s", err, want)
		return
	}
	if refused, _ := e.Facts["refused"].([]string); len(refused) != 1 || refused[0] != want {
		t.Errorf("it is refused for %q, want %q", refused, want)
	}
}
