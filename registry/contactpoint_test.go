package registry_test

import (
	"fmt"
	"strings"
	"testing"

	"ketenkaart/registry"
)

func TestR18ContactPointsOfEachThingThatHasThem(t *testing.T) {
	for _, about := range []func(*world) registry.Node{there("Region:VR02"), there("Partner:vitens"), aCollaboration, anAdoption} {
		w := newWorld(t)
		subject := about(w)
		version := w.state().Revision
		set := func(points ...registry.ContactPoint) registry.ContactPointsPayload {
			payload := does(w, w.SetContactPoints, registry.SetContactPointsInput{SubjectID: subject.ID(), Version: version, ContactPoints: points})
			version = payload.Change.Revision
			w.stored(payload.Subject)
			return payload
		}
		payload := set(
			registry.ContactPoint{Kind: "PIKET", Function: " Informatiemanager ", Email: new(" piket@example.org "), Phone: new("+31 (0)58-123 45 67"), Availability: new("24 uur per dag")},
			registry.ContactPoint{Kind: "ACCOUNTHOUDER", Function: "Accounthouder", Email: new(" ")},
		)
		told := w.told(payload.Change)
		want := `contactPoints: [] → [{"availability":"24 uur per dag","email":"piket@example.org","function":"Informatiemanager","kind":"PIKET","phone":"+31 (0)58-123 45 67"},{"function":"Accounthouder","kind":"ACCOUNTHOUDER"}]`
		if told.action != "setContactPoints" || told.subject != subject.ID() || len(told.items) != 1 || strings.Join(told.items[0].fields, "\n") != want {
			t.Errorf("%s: the change is %+v", subject.ID(), told)
		}
		if told := w.told(set().Change); len(told.items[0].fields) != 1 || !strings.HasSuffix(told.items[0].fields[0], " → []") {
			t.Errorf("%s: the change is %+v", subject.ID(), told)
		}
	}
}

func TestR18WhatHasNoContactPoints(t *testing.T) {
	w := newWorld(t)
	for _, id := range []string{"Sector:drinkwater", "Chain:ALG", "Municipality:GM0014", "Ministry:mnre1058"} {
		refuses(w, w.SetContactPoints, registry.SetContactPointsInput{SubjectID: id, Version: 1}, invalid("MALFORMED_ID", facts{"field": "subjectId", "rule": "R18"}))
	}
	refuses(w, w.SetContactPoints, registry.SetContactPointsInput{SubjectID: "Change:1", Version: 1}, invalid("MALFORMED_ID", facts{"field": "subjectId"}))
}

func TestR18ContactPointsAreRefused(t *testing.T) {
	w := newWorld(t)
	point := func(fill func(*registry.ContactPoint)) []registry.ContactPoint {
		p := registry.ContactPoint{Kind: "PIKET", Function: "Liaison"}
		fill(&p)
		return []registry.ContactPoint{p}
	}
	var many []registry.ContactPoint
	for n := range 201 {
		many = append(many, registry.ContactPoint{Kind: "PIKET", Function: fmt.Sprint(n)})
	}
	for name, test := range map[string]struct {
		points []registry.ContactPoint
		want   refusal
	}{
		"too many":             {many, invalid("TOO_LONG", facts{"field": "contactPoints", "most": 25})},
		"an address without @": {point(func(p *registry.ContactPoint) { p.Email = new("piket.example.org") }), invalid("INVALID", facts{"field": "contactPoints.email"})},
		"an address with two":  {point(func(p *registry.ContactPoint) { p.Email = new("a@b@example.org") }), invalid("INVALID", facts{"field": "contactPoints.email"})},
		"an over-long address": {point(func(p *registry.ContactPoint) { p.Email = new(strings.Repeat("a", 200) + "@example.org") }), invalid("TOO_LONG", facts{"field": "contactPoints.email", "most": 200})},
		"letters for a phone":  {point(func(p *registry.ContactPoint) { p.Phone = new("0800-CRISIS") }), invalid("INVALID", facts{"field": "contactPoints.phone"})},
		"an over-long phone":   {point(func(p *registry.ContactPoint) { p.Phone = new("012345678901234567890123456789") }), invalid("INVALID", facts{"field": "contactPoints.phone"})},
		"a strange word":       {point(func(p *registry.ContactPoint) { p.Availability = new("altijd\x00") }), invalid("INVALID", facts{"field": "contactPoints.availability"})},
	} {
		t.Run(name, func(t *testing.T) {
			refuses(w.in(t), w.SetContactPoints, registry.SetContactPointsInput{SubjectID: "Partner:vitens", Version: 1, ContactPoints: test.points}, test.want)
		})
	}
	does(w, w.SetContactPoints, registry.SetContactPointsInput{SubjectID: "Partner:vitens", Version: 1, ContactPoints: many[:25]})
}

func TestR18OnlySignedInUsersMaySeeContacts(t *testing.T) {
	w := newWorld(t)
	if !registry.MaySeeContacts(w.ctx) || registry.MaySeeContacts(t.Context()) {
		t.Error("a signed-in user may see contact points, and nobody else")
	}
}

func TestR18FeedHidesContactsAndActorsFromWhoIsNotSignedIn(t *testing.T) {
	w := newWorld(t)
	edge := w.start("VR02", "vitens", "KERN", since("2024-01-01"))
	does(w, w.SetContactPoints, registry.SetContactPointsInput{SubjectID: edge.ID(), Version: edge.Version, ContactPoints: []registry.ContactPoint{{Kind: "PIKET", Function: "Liaison", Email: new("geheim@example.org")}}})
	next := does(w, w.ChangeProfile, registry.ChangeProfileInput{CollaborationID: edge.ID(), Version: 3, Profile: "KOPPEL", On: "2025-01-01"}).Collaboration
	does(w, w.VoidCollaboration, registry.VoidCollaborationInput{CollaborationID: next.ID(), Version: next.Version, Reason: "proef"})
	stranger := *w
	stranger.ctx = t.Context()
	masked := stranger.feed()
	shown := 0
	for i, change := range w.feed() {
		if actor := change.Actor(); actor == nil || *actor != "local" {
			t.Errorf("a signed-in user sees change %d by %v", change.Revision, actor)
		}
		if actor := masked[i].Actor(); actor != nil {
			t.Errorf("whoever is not signed in sees change %d by %s", change.Revision, *actor)
		}
		for place, item := range change.Items {
			all, public := w.fields(item), w.fields(masked[i].Items[place])
			hidden := 0
			for _, field := range all {
				if strings.HasPrefix(field, "contactPoints:") {
					hidden++
				}
				if strings.Contains(field, "geheim") {
					shown++
				}
			}
			if len(public) != len(all)-hidden || strings.Contains(strings.Join(public, "\n"), "contactPoints") || strings.Contains(strings.Join(public, "\n"), "geheim") {
				t.Errorf("change %d shows %v to whoever is not signed in", change.Revision, public)
			}
		}
	}
	if shown != 3 {
		t.Errorf("the address is in %d items of the feed, want 3: set, carried to the next, voided", shown)
	}
}

func TestR18KindsOfContactPointsAreAClosedList(t *testing.T) {
	w := newWorld(t)
	for _, kind := range []registry.ContactPointKind{"", "piket", "PIKET ", "MELDKAMER"} {
		refuses(w, w.SetContactPoints, registry.SetContactPointsInput{SubjectID: "Partner:vitens", Version: 1, ContactPoints: []registry.ContactPoint{{Kind: kind, Function: "Liaison"}}},
			invalid("INVALID", facts{"field": "contactPoints.kind"}))
	}
	var all []registry.ContactPoint
	for _, kind := range registry.AllContactPointKinds() {
		all = append(all, registry.ContactPoint{Kind: kind, Function: "Liaison"})
	}
	does(w, w.SetContactPoints, registry.SetContactPointsInput{SubjectID: "Partner:vitens", Version: 1, ContactPoints: all})
}

func TestFreeTextsBecomeKindsOfContactPoints(t *testing.T) {
	long := strings.Repeat("é", 200)
	got := registry.ListedContactPoints([]registry.ContactPoint{
		{Kind: "piket", Function: "Liaison"}, {Kind: "Piket", Function: "Liaison"}, {Kind: "netcentrisch coördinator", Function: "Coördinator"},
		{Kind: "NETCENTRISCH_COORDINATOR", Function: "Ander"}, {Kind: "Adviseur crisisbeheersing", Function: "Adviseur", Email: new("a@b.nl")},
		{Kind: "meldkamer", Function: "Calamiteitencoördinator"}, {Kind: "anders", Function: "meldkamer: Calamiteitencoördinator"},
		{Kind: registry.ContactPointKind(long), Function: "weg"},
	})
	wants(t, "the contact points", got, []registry.ContactPoint{
		{Kind: "PIKET", Function: "Liaison"}, {Kind: "NETCENTRISCH_COORDINATOR", Function: "Coördinator"}, {Kind: "NETCENTRISCH_COORDINATOR", Function: "Ander"},
		{Kind: "ADVISEUR_CRISISBEHEERSING", Function: "Adviseur", Email: new("a@b.nl")}, {Kind: "ANDERS", Function: "meldkamer: Calamiteitencoördinator"},
		{Kind: "ANDERS", Function: long},
	})
	wants(t, "the contact points once more", registry.ListedContactPoints(got), got)
}
