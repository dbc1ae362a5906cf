package registry_test

import (
	"strings"
	"testing"

	"ketenkaart/registry"
)

func TestR15SameKeyAndInputGivesTheFirstChange(t *testing.T) {
	forEach(t, func(w *world, m mutation, right how) {
		right.key = new("een sleutel")
		first := m.sends(w, right)
		before := w.state()
		w.clock.set(w.t, "2026-12-01T09:00:00Z")
		again := m.sends(w, right)
		again.change.Items, _ = w.items(again.change) // which are read apart
		wants(w.t, "the change", again.change, first.change)
		if first.thing != nil {
			w.stored(first.thing)
			w.stored(again.thing)
		}
		if after := w.state(); after != before {
			w.t.Errorf("the repetition wrote: %+v became %+v", before, after)
		}
		if key := again.change.IdempotencyKey; key == nil || *key != "een sleutel" {
			w.t.Errorf("the change keeps the key %v", key)
		}
	})
}

func TestR15OtherInputWithAUsedKeyIsRefused(t *testing.T) {
	forEach(t, func(w *world, m mutation, right how) {
		right.key = new("een sleutel")
		revision := m.sends(w, right).change.Revision
		reused := conflict("IDEMPOTENCY_KEY_REUSED", facts{"revision": revision, "rule": "R15"})
		other := right
		other.broken = true
		m.refuses(w.ctx, w, other, reused)
		refuses(w, w.CreateSector, registry.CreateSectorInput{Code: "anders", Name: "Anders", IdempotencyKey: right.key}, reused)
	})
}

func TestR15AbsentAndNullAreOtherInput(t *testing.T) {
	w := newWorld(t)
	patch := registry.PartnerPatch{PartnerID: "Partner:vitens", Version: 1, Name: set("Vitens NV"), IdempotencyKey: new("k")}
	does(w, w.UpdatePartner, patch)
	patch.ShortName = null[string]()
	refuses(w, w.UpdatePartner, patch, conflict("IDEMPOTENCY_KEY_REUSED", facts{"revision": 2, "rule": "R15"}))
}

func TestR15RepetitionGivesTheThingsAsTheyAreNow(t *testing.T) {
	w := newWorld(t)
	patch := registry.PartnerPatch{PartnerID: "Partner:vitens", Version: 1, Name: set("Een"), IdempotencyKey: new("k")}
	first := does(w, w.UpdatePartner, patch)
	does(w, w.UpdatePartner, registry.PartnerPatch{PartnerID: "Partner:vitens", Version: 2, Name: set("Twee")})
	again := does(w, w.UpdatePartner, patch)
	if again.Partner.Name != "Twee" || again.Partner.Version != 3 || again.Change.Revision != first.Change.Revision {
		t.Errorf("the repetition gives %q at version %d, and change %d", again.Partner.Name, again.Partner.Version, again.Change.Revision)
	}
}

func TestR15RepetitionOfWhatWasVoidedSinceGivesTheFirstChange(t *testing.T) {
	w := newWorld(t)
	start := registry.StartCollaborationInput{RegionCode: "VR02", PartnerKey: "vitens", Profile: "KERN", Since: "2024-01-01", IdempotencyKey: new("start")}
	started := does(w, w.StartCollaboration, start)
	points := registry.SetContactPointsInput{
		SubjectID: started.Collaboration.ID(), Version: started.Collaboration.Version,
		ContactPoints: []registry.ContactPoint{{Kind: "PIKET", Function: "Liaison"}}, IdempotencyKey: new("points"),
	}
	reached := does(w, w.SetContactPoints, points)
	does(w, w.VoidCollaboration, registry.VoidCollaborationInput{CollaborationID: points.SubjectID, Version: reached.Change.Revision, Reason: "vergissing"})
	again, reachedAgain := does(w, w.StartCollaboration, start), does(w, w.SetContactPoints, points)
	if again.Change.Revision != started.Change.Revision || again.Collaboration.UUID != "" {
		t.Errorf("the repeated start gives %s and change %d", again.Collaboration.ID(), again.Change.Revision)
	}
	if reachedAgain.Change.Revision != reached.Change.Revision || reachedAgain.Subject != nil {
		t.Errorf("the repeated contact points give %v and change %d", reachedAgain.Subject, reachedAgain.Change.Revision)
	}

	adopt := registry.AdoptPartnerInput{RegionCode: "VR02", PartnerKey: "vitens", Since: "2024-01-01", IdempotencyKey: new("adopt")}
	adopted := does(w, w.AdoptPartner, adopt)
	does(w, w.VoidAdoption, registry.VoidAdoptionInput{AdoptionID: adopted.Adoption.ID(), Version: adopted.Adoption.Version, Reason: "vergissing"})
	if again := does(w, w.AdoptPartner, adopt); again.Change.Revision != adopted.Change.Revision || again.Adoption.UUID != "" {
		t.Errorf("the repeated adoption gives %s and change %d", again.Adoption.ID(), again.Change.Revision)
	}
}

func TestR15KeyIsUniqueForItsActor(t *testing.T) {
	w := newWorld(t)
	sector := func(code string) registry.CreateSectorInput {
		return registry.CreateSectorInput{Code: code, Name: code, IdempotencyKey: new("k")}
	}
	first := does(w, w.CreateSector, sector("zorg")).Change
	other := registry.WithActor(t.Context(), registry.Actor{ID: "someone-else", Rights: registry.LocalActor().Rights})
	payload, err := w.CreateSector(other, sector("vervoer"))
	if err != nil || payload.Change.ActorID != "someone-else" || payload.Change.Revision != 3 {
		t.Fatalf("another actor with the same key: %+v, %v", payload.Change, err)
	}
	if again := does(w, w.CreateSector, sector("zorg")).Change; again.Revision != first.Revision {
		t.Errorf("the repetition gives change %d", again.Revision)
	}
	refusesAs(w, other, w.CreateSector, sector("zorg"), conflict("IDEMPOTENCY_KEY_REUSED", facts{"revision": 3, "rule": "R15"}))
}

func TestR15RefusalsAreNotRemembered(t *testing.T) {
	forEach(t, func(w *world, m mutation, right how) {
		right.key = new("k")
		wrong := right
		wrong.broken = true
		if _, _, err := m.send(w.ctx, w, wrong); err == nil {
			w.t.Fatal("the broken mutation is taken")
		}
		m.sends(w, right)
	})
}

func TestR15KeyHas1To200Characters(t *testing.T) {
	w := newWorld(t)
	for key, want := range map[string]refusal{
		"":                       invalid("INVALID", facts{"field": "idempotencyKey", "rule": "R15"}),
		strings.Repeat("k", 201): invalid("TOO_LONG", facts{"field": "idempotencyKey", "most": 200}),
		strings.Repeat(" ", 201): invalid("TOO_LONG", facts{"field": "idempotencyKey", "most": 200}),
		"a\x00b":                 invalid("INVALID", facts{"field": "idempotencyKey"}),
		"a\nb":                   invalid("INVALID", facts{"field": "idempotencyKey"}),
		"a\xffb":                 invalid("INVALID", facts{"field": "idempotencyKey"}),
	} {
		refuses(w, w.CreateSector, registry.CreateSectorInput{Code: "zorg", Name: "Zorg", IdempotencyKey: &key}, want)
	}
	for n, key := range []string{"k", strings.Repeat("é", 200), " k", "k "} {
		code := "sector-" + string(rune('a'+n))
		payload := does(w, w.CreateSector, registry.CreateSectorInput{Code: code, Name: code, IdempotencyKey: &key})
		if *payload.Change.IdempotencyKey != key {
			t.Errorf("the key %q is kept as %q", key, *payload.Change.IdempotencyKey)
		}
	}
}
