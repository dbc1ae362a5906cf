package registry_test

import (
	"fmt"
	"strings"
	"testing"

	"ketenkaart/registry"
)

// The factsheet: standby suits a dienstverlener, ad hoc an incidental partner, the other three a hulpdienst or
// beheerder; with several kerntaken any of them suffices. One row for each combination of kerntaken, by hand.
var suitability = []struct {
	tasks []registry.CoreTask
	// lasting and incidental are the profiles that suit a lasting and an incidental relation.
	lasting, incidental []registry.Profile
	// standby and others tell why for STANDBY, and for KOPPEL, STRUCTUREEL and KERN.
	standby, others string
}{
	{
		tasks: nil, lasting: nil, incidental: profiles("ADHOC"),
		standby: "Past bij een dienstverlener; de kerntaken van de partner zijn niet bekend.",
		others:  "Past bij een hulpdienst of beheerder; de kerntaken van de partner zijn niet bekend.",
	}, {
		tasks: tasks("HULPDIENST"), lasting: profiles("KOPPEL STRUCTUREEL KERN"), incidental: profiles("ADHOC KOPPEL STRUCTUREEL KERN"),
		standby: "Past niet: dit profiel is voor een dienstverlener, en de partner is hulpdienst.",
		others:  "Past: de partner is hulpdienst.",
	}, {
		tasks: tasks("BEHEERDER"), lasting: profiles("KOPPEL STRUCTUREEL KERN"), incidental: profiles("ADHOC KOPPEL STRUCTUREEL KERN"),
		standby: "Past niet: dit profiel is voor een dienstverlener, en de partner is beheerder.",
		others:  "Past: de partner is beheerder.",
	}, {
		tasks: tasks("DIENSTVERLENER"), lasting: profiles("STANDBY"), incidental: profiles("STANDBY ADHOC"),
		standby: "Past: de partner is dienstverlener.",
		others:  "Past niet: dit profiel is voor een hulpdienst of beheerder, en de partner is dienstverlener.",
	}, {
		tasks: tasks("HULPDIENST BEHEERDER"), lasting: profiles("KOPPEL STRUCTUREEL KERN"), incidental: profiles("ADHOC KOPPEL STRUCTUREEL KERN"),
		standby: "Past niet: dit profiel is voor een dienstverlener, en de partner is hulpdienst en beheerder.",
		others:  "Past: de partner is hulpdienst en beheerder.",
	}, {
		tasks: tasks("HULPDIENST DIENSTVERLENER"), lasting: profiles("STANDBY KOPPEL STRUCTUREEL KERN"), incidental: profiles("STANDBY ADHOC KOPPEL STRUCTUREEL KERN"),
		standby: "Past: de partner is hulpdienst en dienstverlener.",
		others:  "Past: de partner is hulpdienst en dienstverlener.",
	}, {
		tasks: tasks("BEHEERDER DIENSTVERLENER"), lasting: profiles("STANDBY KOPPEL STRUCTUREEL KERN"), incidental: profiles("STANDBY ADHOC KOPPEL STRUCTUREEL KERN"),
		standby: "Past: de partner is beheerder en dienstverlener.",
		others:  "Past: de partner is beheerder en dienstverlener.",
	}, {
		tasks: tasks("HULPDIENST BEHEERDER DIENSTVERLENER"), lasting: profiles("STANDBY KOPPEL STRUCTUREEL KERN"), incidental: profiles("STANDBY ADHOC KOPPEL STRUCTUREEL KERN"),
		standby: "Past: de partner is hulpdienst en beheerder en dienstverlener.",
		others:  "Past: de partner is hulpdienst en beheerder en dienstverlener.",
	},
}

// theFive are the profiles in the factsheet's order, with what the partner has inside for each.
var theFive = []struct {
	profile       registry.Profile
	label, inside string
}{
	{"STANDBY", "Standby-samenwerking", "informatiemanager"},
	{"ADHOC", "Adhoc-samenwerking", "Tijdelijke steun"},
	{"KOPPEL", "Koppelsamenwerking", "Geen eigen netcentrisch informatieproces"},
	{"STRUCTUREEL", "Structurele samenwerking", "netcentrische informatiesectie met een operationeel leider"},
	{"KERN", "Kernsamenwerking", "volledige netcentrische informatieproces"},
}

const (
	adhocSuits    = "Past: de samenwerking is incidenteel."
	adhocSuitsNot = "Past niet: dit profiel is voor een incidentele samenwerking, die kort duurt."
)

func profiles(names string) (list []registry.Profile) {
	for _, name := range strings.Fields(names) {
		list = append(list, registry.Profile(name))
	}
	return list
}

func tasks(names string) (list []registry.CoreTask) {
	for _, name := range strings.Fields(names) {
		list = append(list, registry.CoreTask(name))
	}
	return list
}

func has(list []registry.Profile, profile registry.Profile) bool {
	for _, other := range list {
		if other == profile {
			return true
		}
	}
	return false
}

func TestR2AdviceForEachCombinationOfCoreTasks(t *testing.T) {
	for _, row := range suitability {
		for _, incidental := range []bool{false, true} {
			suit, adhoc := row.lasting, adhocSuitsNot
			if incidental {
				suit, adhoc = row.incidental, adhocSuits
			}
			why := map[registry.Profile]string{"STANDBY": row.standby, "ADHOC": adhoc, "KOPPEL": row.others, "STRUCTUREEL": row.others, "KERN": row.others}
			advice := registry.Advise(row.tasks, incidental, nil)
			if len(advice) != 5 {
				t.Fatalf("%v: %d profiles", row.tasks, len(advice))
			}
			for i, five := range theFive {
				got := advice[i]
				if got.Profile != five.profile || got.Label != five.label || !strings.Contains(got.InsidePartner, five.inside) || got.IsAmbition {
					t.Errorf("%v: the advice in place %d is %+v", row.tasks, i, got)
				}
				if got.Suits != has(suit, five.profile) || got.Reason != why[five.profile] {
					t.Errorf("%v, incidental %t: %s suits is %t, for %q", row.tasks, incidental, five.profile, got.Suits, got.Reason)
				}
			}
		}
	}
}

func TestAdviceMarksTheAmbition(t *testing.T) {
	for _, ambition := range profiles("STANDBY ADHOC KOPPEL STRUCTUREEL KERN") {
		for _, advice := range registry.Advise(tasks("BEHEERDER"), false, &ambition) {
			if advice.IsAmbition != (advice.Profile == ambition) {
				t.Errorf("with the ambition %s, %s is the ambition: %t", ambition, advice.Profile, advice.IsAmbition)
			}
		}
	}
}

func TestR2UnsuitableProfileNeedsAMotivation(t *testing.T) {
	w := newWorld(t)
	for n, row := range suitability {
		key := fmt.Sprintf("partner-%d", n)
		does(w, w.RegisterPartner, registry.RegisterPartnerInput{Key: &key, Name: key, CoreTasks: row.tasks})
		for _, incidental := range []bool{false, true} {
			suit, adhoc := row.lasting, adhocSuitsNot
			if incidental {
				suit, adhoc = row.incidental, adhocSuits
			}
			for i, five := range theFive {
				in := registry.StartCollaborationInput{RegionCode: "VR01", PartnerKey: key, Profile: five.profile, Incidental: incidental}
				in.Since = registry.Date(fmt.Sprintf("20%d%d-01-01", i, map[bool]int{false: 0, true: 1}[incidental]))
				in.Until = new(registry.Date(string(in.Since[:4]) + "-02-01"))
				if !has(suit, five.profile) {
					why := map[registry.Profile]string{"STANDBY": row.standby, "ADHOC": adhoc}[five.profile]
					if why == "" {
						why = row.others
					}
					suitable := append([]registry.Profile{}, suit...)
					refuses(w, w.StartCollaboration, in, invalid("PROFILE_NOT_SUITABLE", facts{"field": "profile", "suitableProfiles": suitable, "why": why, "rule": "R2"}))
					in.Motivation = new("Afgesproken in het convenant.")
				}
				w.stored(does(w, w.StartCollaboration, in).Collaboration)
			}
		}
	}
}

func TestR2BlankMotivationIsNone(t *testing.T) {
	w := newWorld(t)
	in := registry.StartCollaborationInput{RegionCode: "VR01", PartnerKey: "rode-kruis", Profile: "KERN", Since: "2024-01-01", Motivation: new(" \n\t")}
	refuses(w, w.StartCollaboration, in, invalid("PROFILE_NOT_SUITABLE", facts{
		"field": "profile", "suitableProfiles": []string{"STANDBY"}, "rule": "R2",
		"why": "Past niet: dit profiel is voor een hulpdienst of beheerder, en de partner is dienstverlener.",
	}))
}

func TestR2MotivationIsAlwaysAllowedAndKept(t *testing.T) {
	w := newWorld(t)
	in := registry.StartCollaborationInput{RegionCode: "VR02", PartnerKey: "vitens", Profile: "KERN", Since: "2024-01-01", Motivation: new("  Samen geoefend.\nElk jaar weer. ")}
	edge := does(w, w.StartCollaboration, in).Collaboration
	if edge.Motivation == nil || *edge.Motivation != "Samen geoefend.\nElk jaar weer." {
		t.Errorf("the motivation became %v", edge.Motivation)
	}
	w.stored(edge)
}

func TestR2HoldsForChangeAndCorrection(t *testing.T) {
	w := newWorld(t)
	edge := w.start("VR02", "vitens", "KOPPEL", since("2024-01-01"))
	unsuitable := invalid("PROFILE_NOT_SUITABLE", facts{
		"field": "profile", "suitableProfiles": []string{"KOPPEL", "STRUCTUREEL", "KERN"}, "rule": "R2",
		"why": "Past niet: dit profiel is voor een dienstverlener, en de partner is beheerder.",
	})
	refuses(w, w.ChangeProfile, registry.ChangeProfileInput{CollaborationID: edge.ID(), Version: edge.Version, Profile: "STANDBY", On: "2025-01-01"}, unsuitable)
	refuses(w, w.CorrectCollaboration, registry.CollaborationCorrection{CollaborationID: edge.ID(), Version: edge.Version, Profile: set[registry.Profile]("STANDBY"), Reason: "vergissing"}, unsuitable)
	next := does(w, w.ChangeProfile, registry.ChangeProfileInput{CollaborationID: edge.ID(), Version: edge.Version, Profile: "STANDBY", On: "2025-01-01", Motivation: new("op verzoek")}).Collaboration
	refuses(w, w.CorrectCollaboration, registry.CollaborationCorrection{CollaborationID: next.ID(), Version: next.Version, Motivation: null[string](), Reason: "weg ermee"}, unsuitable)
}

func TestR2IncidentalDecidesAdhoc(t *testing.T) {
	w := newWorld(t)
	edge := does(w, w.StartCollaboration, registry.StartCollaborationInput{RegionCode: "VR02", PartnerKey: "raadsel", Profile: "ADHOC", Incidental: true, Since: "2024-01-01"}).Collaboration
	refuses(w, w.CorrectCollaboration, registry.CollaborationCorrection{CollaborationID: edge.ID(), Version: edge.Version, Incidental: set(false), Reason: "duurt toch lang"},
		invalid("PROFILE_NOT_SUITABLE", facts{"field": "profile", "suitableProfiles": []string{}, "why": adhocSuitsNot, "rule": "R2"}))
}
