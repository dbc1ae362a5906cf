package registry_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"ketenkaart/registry"
)

// mutation is one of the register's, ready to be sent in every way in which it can go well or wrong.
type mutation struct {
	action registry.Action
	// about makes the thing that the mutation names with its version; nil when it makes something new.
	about func(w *world) registry.Node
	send  func(ctx context.Context, w *world, how how) (registry.Node, registry.Change, error)
}

// how a mutation is sent: broken breaks a rule.
type how struct {
	id      string
	version int
	key     *string
	broken  bool
}

// either returns one of two values.
func either[T any](first bool, one, other T) T {
	if first {
		return one
	}
	return other
}

func aCollaboration(w *world) registry.Node {
	return w.start("VR02", "vitens", "KOPPEL", since("2020-01-01"))
}

func anAdoption(w *world) registry.Node { return w.adopt("VR02", "vitens", "2020-01-01") }

func anEndedPartner(w *world) registry.Node {
	vitens := w.nodes("Partner:vitens")["Partner:vitens"].(registry.Partner)
	return does(w, w.EndPartner, registry.EndPartnerInput{PartnerID: vitens.ID(), Version: vitens.Version, On: "2027-01-01", Reason: "fusie"}).Partner
}

func there(id string) func(*world) registry.Node {
	return func(w *world) registry.Node { return w.nodes(id)[id] }
}

var mutations = []mutation{
	{"registerPartner", nil, func(ctx context.Context, w *world, h how) (registry.Node, registry.Change, error) {
		p, err := w.RegisterPartner(ctx, registry.RegisterPartnerInput{Name: either(h.broken, "", "Nieuw"), IdempotencyKey: h.key})
		return p.Partner, p.Change, err
	}},
	{"updatePartner", there("Partner:vitens"), func(ctx context.Context, w *world, h how) (registry.Node, registry.Change, error) {
		p, err := w.UpdatePartner(ctx, registry.PartnerPatch{PartnerID: h.id, Version: h.version, Name: either(h.broken, null[string](), set("Vitens NV")), IdempotencyKey: h.key})
		return p.Partner, p.Change, err
	}},
	{"endPartner", there("Partner:vitens"), func(ctx context.Context, w *world, h how) (registry.Node, registry.Change, error) {
		p, err := w.EndPartner(ctx, registry.EndPartnerInput{PartnerID: h.id, Version: h.version, On: "2030-01-01", Reason: either(h.broken, "", "weg"), IdempotencyKey: h.key})
		return p.Partner, p.Change, err
	}},
	{"reopenPartner", anEndedPartner, func(ctx context.Context, w *world, h how) (registry.Node, registry.Change, error) {
		p, err := w.ReopenPartner(ctx, registry.ReopenPartnerInput{PartnerID: h.id, Version: h.version, Reason: either(h.broken, "", "toch niet"), IdempotencyKey: h.key})
		return p.Partner, p.Change, err
	}},
	{"startCollaboration", nil, func(ctx context.Context, w *world, h how) (registry.Node, registry.Change, error) {
		p, err := w.StartCollaboration(ctx, registry.StartCollaborationInput{
			RegionCode: "VR01", PartnerKey: "enexis", Profile: "KERN", Since: "2020-01-01", Until: either(h.broken, new(registry.Date("2019-01-01")), nil), IdempotencyKey: h.key,
		})
		return p.Collaboration, p.Change, err
	}},
	{"startCollaborations", nil, func(ctx context.Context, w *world, h how) (registry.Node, registry.Change, error) {
		p, err := w.StartCollaborations(ctx, registry.StartCollaborationsInput{Collaborations: []registry.StartCollaborationInput{
			{RegionCode: "VR01", PartnerKey: "enexis", Profile: "KERN", Since: "2020-01-01", Until: either(h.broken, new(registry.Date("2019-01-01")), nil)},
		}, IdempotencyKey: h.key})
		if err != nil {
			return nil, p.Change, err
		}
		return p.Collaborations[0], p.Change, err
	}},
	{"changeProfile", aCollaboration, func(ctx context.Context, w *world, h how) (registry.Node, registry.Change, error) {
		p, err := w.ChangeProfile(ctx, registry.ChangeProfileInput{CollaborationID: h.id, Version: h.version, Profile: either[registry.Profile](h.broken, "KOPPEL", "KERN"), On: "2025-01-01", IdempotencyKey: h.key})
		return p.Collaboration, p.Change, err
	}},
	{"endCollaboration", aCollaboration, func(ctx context.Context, w *world, h how) (registry.Node, registry.Change, error) {
		p, err := w.EndCollaboration(ctx, registry.EndCollaborationInput{CollaborationID: h.id, Version: h.version, On: "2025-01-01", Reason: either(h.broken, " ", "klaar"), IdempotencyKey: h.key})
		return p.Collaboration, p.Change, err
	}},
	{"correctCollaboration", aCollaboration, func(ctx context.Context, w *world, h how) (registry.Node, registry.Change, error) {
		p, err := w.CorrectCollaboration(ctx, registry.CollaborationCorrection{CollaborationID: h.id, Version: h.version, Since: set[registry.Date]("2019-01-01"), Reason: either(h.broken, " ", "vergissing"), IdempotencyKey: h.key})
		return p.Collaboration, p.Change, err
	}},
	{"voidCollaboration", aCollaboration, func(ctx context.Context, w *world, h how) (registry.Node, registry.Change, error) {
		p, err := w.VoidCollaboration(ctx, registry.VoidCollaborationInput{CollaborationID: h.id, Version: h.version, Reason: either(h.broken, " ", "nooit geweest"), IdempotencyKey: h.key})
		return nil, p.Change, err
	}},
	{"adoptPartner", nil, func(ctx context.Context, w *world, h how) (registry.Node, registry.Change, error) {
		p, err := w.AdoptPartner(ctx, registry.AdoptPartnerInput{
			RegionCode: "VR01", PartnerKey: "enexis", Since: "2020-01-01", Mandates: []registry.Mandate{mandate(either(h.broken, "VR01", "VR03"), since("2020-01-01"))}, IdempotencyKey: h.key,
		})
		return p.Adoption, p.Change, err
	}},
	{"setMandates", anAdoption, func(ctx context.Context, w *world, h how) (registry.Node, registry.Change, error) {
		p, err := w.SetMandates(ctx, registry.SetMandatesInput{AdoptionID: h.id, Version: h.version, Mandates: []registry.Mandate{mandate(either(h.broken, "VR02", "VR03"), since("2020-01-01"))}, IdempotencyKey: h.key})
		return p.Adoption, p.Change, err
	}},
	{"setMilestones", anAdoption, func(ctx context.Context, w *world, h how) (registry.Node, registry.Change, error) {
		p, err := w.SetMilestones(ctx, registry.SetMilestonesInput{SubjectID: h.id, Version: h.version, Milestones: []registry.Milestone{{Step: either(h.broken, "", "Verzoek")}}, IdempotencyKey: h.key})
		return p.Subject, p.Change, err
	}},
	{"transferAdoption", anAdoption, func(ctx context.Context, w *world, h how) (registry.Node, registry.Change, error) {
		p, err := w.TransferAdoption(ctx, registry.TransferAdoptionInput{AdoptionID: h.id, Version: h.version, ToRegionCode: "VR04", On: "2025-01-01", Reason: either(h.broken, "", "ruil"), IdempotencyKey: h.key})
		return p.Adoption, p.Change, err
	}},
	{"endAdoption", anAdoption, func(ctx context.Context, w *world, h how) (registry.Node, registry.Change, error) {
		p, err := w.EndAdoption(ctx, registry.EndAdoptionInput{AdoptionID: h.id, Version: h.version, On: "2025-01-01", Reason: either(h.broken, "", "klaar"), IdempotencyKey: h.key})
		return p.Adoption, p.Change, err
	}},
	{"voidAdoption", anAdoption, func(ctx context.Context, w *world, h how) (registry.Node, registry.Change, error) {
		p, err := w.VoidAdoption(ctx, registry.VoidAdoptionInput{AdoptionID: h.id, Version: h.version, Reason: either(h.broken, "", "nooit geweest"), IdempotencyKey: h.key})
		return nil, p.Change, err
	}},
	{"updateRegion", there("Region:VR02"), func(ctx context.Context, w *world, h how) (registry.Node, registry.Change, error) {
		p, err := w.UpdateRegion(ctx, registry.RegionPatch{RegionID: h.id, Version: h.version, OfficialName: either(h.broken, null[string](), set("VR Fryslân")), IdempotencyKey: h.key})
		return p.Region, p.Change, err
	}},
	{"setContactPoints", there("Partner:vitens"), func(ctx context.Context, w *world, h how) (registry.Node, registry.Change, error) {
		p, err := w.SetContactPoints(ctx, registry.SetContactPointsInput{SubjectID: h.id, Version: h.version, ContactPoints: []registry.ContactPoint{{Kind: "PIKET", Function: either(h.broken, "", "Liaison")}}, IdempotencyKey: h.key})
		return p.Subject, p.Change, err
	}},
	{"createSector", nil, func(ctx context.Context, w *world, h how) (registry.Node, registry.Change, error) {
		p, err := w.CreateSector(ctx, registry.CreateSectorInput{Code: "zorg", Name: either(h.broken, "", "Zorg"), IdempotencyKey: h.key})
		return p.Sector, p.Change, err
	}},
	{"updateSector", there("Sector:energie"), func(ctx context.Context, w *world, h how) (registry.Node, registry.Change, error) {
		p, err := w.UpdateSector(ctx, registry.SectorPatch{SectorID: h.id, Version: h.version, Name: either(h.broken, null[string](), set("Energienetten")), IdempotencyKey: h.key})
		return p.Sector, p.Change, err
	}},
	{"createChain", nil, func(ctx context.Context, w *world, h how) (registry.Node, registry.Change, error) {
		p, err := w.CreateChain(ctx, registry.CreateChainInput{Code: "BNK04", Name: either(h.broken, "", "Zorg"), Kind: "FUNCTIONEEL", IdempotencyKey: h.key})
		return p.Chain, p.Change, err
	}},
	{"updateChain", there("Chain:BNK12"), func(ctx context.Context, w *world, h how) (registry.Node, registry.Change, error) {
		p, err := w.UpdateChain(ctx, registry.ChainPatch{ChainID: h.id, Version: h.version, Name: either(h.broken, null[string](), set("Drinkwaterketen")), IdempotencyKey: h.key})
		return p.Chain, p.Change, err
	}},
	{"exploreAgreement", nil, func(ctx context.Context, w *world, h how) (registry.Node, registry.Change, error) {
		p, err := w.ExploreAgreement(ctx, registry.ExploreAgreementInput{Title: either(h.broken, "", "Nieuw"), RegionCodes: []string{"VR01"}, PartnerKeys: []string{"enexis"}, LedBy: "VR01", IdempotencyKey: h.key})
		return p.Agreement, p.Change, err
	}},
	{"recordAgreement", nil, func(ctx context.Context, w *world, h how) (registry.Node, registry.Change, error) {
		p, err := w.RecordAgreement(ctx, registry.RecordAgreementInput{
			Title: "Oud", RegionCodes: []string{"VR01"}, PartnerKeys: []string{"enexis"}, Provenance: registry.Provenance{Source: either(h.broken, "", "krant"), Certainty: "VERIFIED"}, IdempotencyKey: h.key,
		})
		return p.Agreement, p.Change, err
	}},
	{"updateAgreement", anAgreement((*world).draft), func(ctx context.Context, w *world, h how) (registry.Node, registry.Change, error) {
		p, err := w.UpdateAgreement(ctx, registry.AgreementPatch{AgreementID: h.id, Version: h.version, Title: either(h.broken, null[string](), set("Anders")), IdempotencyKey: h.key})
		return p.Agreement, p.Change, err
	}},
	{"setCommitments", anAgreement((*world).draft), func(ctx context.Context, w *world, h how) (registry.Node, registry.Change, error) {
		p, err := w.SetCommitments(ctx, registry.SetCommitmentsInput{AgreementID: h.id, Version: h.version, NotApplicable: []registry.NotApplicable{{Dimension: "MENS", Reason: either(h.broken, "", "geen")}}, IdempotencyKey: h.key})
		return p.Agreement, p.Change, err
	}},
	{"withdrawAgreement", anAgreement((*world).proposed), func(ctx context.Context, w *world, h how) (registry.Node, registry.Change, error) {
		p, err := w.WithdrawAgreement(ctx, registry.AgreementReasonInput{AgreementID: h.id, Version: h.version, Reason: either(h.broken, " ", "nog niet"), IdempotencyKey: h.key})
		return p.Agreement, p.Change, err
	}},
	{"abandonAgreement", anAgreement((*world).explore), func(ctx context.Context, w *world, h how) (registry.Node, registry.Change, error) {
		p, err := w.AbandonAgreement(ctx, registry.AgreementReasonInput{AgreementID: h.id, Version: h.version, Reason: either(h.broken, " ", "toch niet"), IdempotencyKey: h.key})
		return p.Agreement, p.Change, err
	}},
	{"confirmAgreement", anAgreement((*world).recorded), func(ctx context.Context, w *world, h how) (registry.Node, registry.Change, error) {
		p, err := w.ConfirmAgreement(ctx, registry.ConfirmAgreementInput{AgreementID: h.id, Version: h.version, Party: "Partner:vitens", Since: "2015-01-01", Evidence: either(h.broken, " ", "brief"), IdempotencyKey: h.key})
		return p.Agreement, p.Change, err
	}},
	{"endAgreement", anAgreement((*world).active), func(ctx context.Context, w *world, h how) (registry.Node, registry.Change, error) {
		p, err := w.EndAgreement(ctx, registry.EndAgreementInput{AgreementID: h.id, Version: h.version, On: "2027-01-01", Reason: either(h.broken, " ", "klaar"), IdempotencyKey: h.key})
		return p.Agreement, p.Change, err
	}},
}

func anAgreement(make func(*world) registry.Agreement) func(*world) registry.Node {
	return func(w *world) registry.Node { return make(w) }
}

// forEach runs a test on each mutation, in a world of its own where what it is about is there; right is how to send
// it well.
func forEach(t *testing.T, test func(w *world, m mutation, right how)) {
	for _, m := range mutations {
		t.Run(string(m.action), func(t *testing.T) {
			t.Parallel()
			w, right := newWorld(t), how{}
			if m.about != nil {
				thing := m.about(w)
				right.id, right.version = thing.ID(), thing.(interface{ AtVersion() int }).AtVersion()
			}
			test(w, m, right)
		})
	}
}

// answer is what a mutation gave.
type answer struct {
	thing  registry.Node
	change registry.Change
}

// sends sends a mutation well.
func (m mutation) sends(w *world, h how) answer {
	w.t.Helper()
	thing, change, err := m.send(w.ctx, w, h)
	if err != nil {
		w.t.Fatalf("%s is refused: %v", m.action, err)
	}
	return answer{thing, change}
}

// refuses sends a mutation that has to be refused, and to write nothing.
func (m mutation) refuses(ctx context.Context, w *world, h how, want refusal) {
	w.t.Helper()
	refusesAs(w, ctx, func(ctx context.Context, h how) (answer, error) {
		_, _, err := m.send(ctx, w, h)
		return answer{}, err
	}, h, want)
}

func TestR16EveryMutationWritesExactlyOneChange(t *testing.T) {
	forEach(t, func(w *world, m mutation, right how) {
		before := w.feed()
		w.clock.set(w.t, "2026-11-24T09:30:15Z")
		got := m.sends(w, right)
		after := w.feed()
		if len(after) != len(before)+1 {
			w.t.Fatalf("it wrote %d changes", len(after)-len(before))
		}
		change := after[len(before)]
		wants(w.t, "the change in the feed", change, got.change)
		if change.Action != m.action || change.Revision != before[len(before)-1].Revision+1 || change.Revision != w.state().Revision || !change.At.Equal(w.clock.now()) || change.ActorID != "local" {
			w.t.Errorf("it wrote %+v", change)
		}
		about := change.SubjectID
		if m.action == "startCollaborations" { // it is about several things, which are its items
			about = change.Items[0].SubjectID
		}
		if len(change.Items) == 0 || about == "" {
			w.t.Errorf("the change touches %d things, about %q", len(change.Items), about)
		}
		if got.thing == nil {
			return
		}
		w.stored(got.thing)
		if got.thing.ID() != about || got.thing.(interface{ AtVersion() int }).AtVersion() != change.Revision {
			w.t.Errorf("%s has version %d, and the change is about %s", got.thing.ID(), got.thing.(interface{ AtVersion() int }).AtVersion(), about)
		}
	})
}

func TestR15EveryMutationNeedsAnActor(t *testing.T) {
	forEach(t, func(w *world, m mutation, right how) {
		want := refusal{"UNAUTHENTICATED", "SIGN_IN_REQUIRED", facts{"action": m.action}}
		m.refuses(w.t.Context(), w, right, want)
	})
	w := bareWorld(t)
	refusesAs(w, t.Context(), w.Import, smallRegister(), refusal{"UNAUTHENTICATED", "SIGN_IN_REQUIRED", facts{"action": "importRegister"}})
}

func TestR15StaleVersionIsRefusedWithTheCurrentOne(t *testing.T) {
	forEach(t, func(w *world, m mutation, right how) {
		if m.about == nil {
			return
		}
		for _, read := range []int{right.version - 1, right.version + 1, 0, -1, 1 << 40} {
			wrong := right
			wrong.version = read
			m.refuses(w.ctx, w, wrong, stale(right.id, right.version))
		}
		m.sends(w, right)
	})
}

func TestR15EachMutationOfAThingMakesANewVersion(t *testing.T) {
	w := newWorld(t)
	patch := registry.PartnerPatch{PartnerID: "Partner:vitens", Version: 1, Name: set("Een")}
	does(w, w.UpdatePartner, patch)
	refuses(w, w.UpdatePartner, patch, stale("Partner:vitens", 2))
	does(w, w.UpdateSector, registry.SectorPatch{SectorID: "Sector:energie", Version: 1, Name: set("Ander")})
	patch.Version, patch.Name = 2, set("Twee")
	if version := does(w, w.UpdatePartner, patch).Partner.Version; version != 4 {
		t.Errorf("the version is %d, want the revision 4", version)
	}
	w.start("VR02", "vitens", "KERN", since("2020-01-01"))
	patch.Version, patch.Name = 4, set("Drie")
	does(w, w.UpdatePartner, patch)
}

func nothingToChange() refusal {
	return invalid("NOTHING_TO_CHANGE", facts{"field": "input", "rule": "R15"})
}

// One rule for all: what would leave everything as it is, is refused, and makes no new version.
func TestR15WhatChangesNothingIsRefused(t *testing.T) {
	w := newWorld(t)
	a := w.active()
	adoption := w.adopt("VR02", "vitens", "2024-01-01", mandate("VR04", since("2024-01-01")))
	region, politie := thing[registry.Region](w, "Region:VR01"), w.partner("politie")
	refuses(w, w.UpdatePartner, registry.PartnerPatch{PartnerID: politie.ID(), Version: politie.Version}, nothingToChange())
	refuses(w, w.UpdatePartner, registry.PartnerPatch{PartnerID: politie.ID(), Version: politie.Version, Name: set(" Politie ")}, nothingToChange())
	refuses(w, w.UpdateRegion, registry.RegionPatch{RegionID: region.ID(), Version: region.Version, Aliases: set([]string{})}, nothingToChange())
	refuses(w, w.UpdateSector, registry.SectorPatch{SectorID: "Sector:energie", Version: 1, Name: set("Energie")}, nothingToChange())
	refuses(w, w.UpdateChain, registry.ChainPatch{ChainID: "Chain:BNK03", Version: 1, Ministries: set([]string{"mnre1130"})}, nothingToChange())
	refuses(w, w.SetMandates, registry.SetMandatesInput{AdoptionID: adoption.ID(), Version: adoption.Version, Mandates: adoption.Mandates}, nothingToChange())
	refuses(w, w.SetMilestones, registry.SetMilestonesInput{SubjectID: a.ID(), Version: a.Version}, nothingToChange())
	refuses(w, w.SetContactPoints, registry.SetContactPointsInput{SubjectID: region.ID(), Version: region.Version}, nothingToChange())
	refuses(w, w.UpdateAgreement, patch(a), nothingToChange())
	pairless := w.recorded()
	refuses(w, w.UpdateAgreement, patch(pairless), nothingToChange())
	refuses(w, w.SetMilestones, registry.SetMilestonesInput{SubjectID: pairless.ID(), Version: pairless.Version}, nothingToChange())
	refuses(w, w.CompleteCommitment, registry.CompleteCommitmentInput{CommitmentID: a.Commitments[0].ID(), Version: a.Version}, nothingToChange())
}

func TestThingsThatAreNotThereAreNotFound(t *testing.T) {
	missing := map[string]string{
		"Partner": "Partner:niemand", "Collaboration": nowhere, "Adoption": noAdoption, "Region": "Region:VR25", "Sector": "Sector:niets", "Chain": "Chain:NIETS",
		"Agreement": noAgreement,
	}
	forEach(t, func(w *world, m mutation, right how) {
		if m.about == nil {
			return
		}
		kind, _, _ := strings.Cut(right.id, ":")
		wrong := right
		field := strings.ToLower(kind[:1]) + kind[1:] + "Id"
		if m.action == "setContactPoints" || m.action == "setMilestones" {
			field = "subjectId"
		}
		wrong.id = missing[kind]
		m.refuses(w.ctx, w, wrong, notFoundIn(field, wrong.id))
		for _, bad := range []string{"", "x", kind, kind + ":", right.id + "!", strings.ToLower(right.id), strings.Repeat("x", 1000), "Partner:\x00"} {
			wrong.id = bad
			m.refuses(w.ctx, w, wrong, invalid("MALFORMED_ID", facts{"field": field, "id": clipped(bad)}))
		}
		wrong.id, wrong.version = "Ministry:mnre1130", 1
		switch m.action {
		case "setContactPoints":
			m.refuses(w.ctx, w, wrong, invalid("MALFORMED_ID", facts{"field": "subjectId", "rule": "R18"}))
		case "setMilestones":
			m.refuses(w.ctx, w, wrong, invalid("MALFORMED_ID", facts{"field": "subjectId", "rule": "R19"}))
		default:
			m.refuses(w.ctx, w, wrong, invalid("MALFORMED_ID", facts{"field": field}))
		}
	})
}

func TestR15OrderOfChecks(t *testing.T) {
	reused := func(revision int) refusal {
		return conflict("IDEMPOTENCY_KEY_REUSED", facts{"revision": revision, "rule": "R15"})
	}
	forEach(t, func(w *world, m mutation, right how) {
		// a rule refuses at last
		wrong := right
		wrong.broken = true
		if _, _, err := m.send(w.ctx, w, wrong); registry.CodeOf(err) != "BAD_USER_INPUT" {
			w.t.Fatalf("the broken mutation gives %v", err)
		}
		// before that, the version
		if m.about != nil {
			wrong.version++
			m.refuses(w.ctx, w, wrong, stale(right.id, right.version))
		}
		// before that, the key: malformed, or used
		wrong.key = new("")
		m.refuses(w.ctx, w, wrong, invalid("INVALID", facts{"field": "idempotencyKey", "rule": "R15"}))
		used := does(w, w.CreateSector, registry.CreateSectorInput{Code: "sleutel", Name: "Sleutel", IdempotencyKey: new("sleutel")}).Change.Revision
		wrong.key = new("sleutel")
		m.refuses(w.ctx, w, wrong, reused(used))
		// before all, the actor
		for _, key := range []*string{nil, new(""), new("sleutel")} {
			wrong.key = key
			m.refuses(w.t.Context(), w, wrong, refusal{"UNAUTHENTICATED", "SIGN_IN_REQUIRED", facts{"action": m.action}})
		}
	})
}

// race sends a mutation from several sides at once, and gives the answers and the errors.
func (m mutation) race(w *world, h how, sides int) ([]answer, []error) {
	answers, errs := make([]answer, sides), make([]error, sides)
	var all sync.WaitGroup
	for i := range sides {
		all.Go(func() { answers[i].thing, answers[i].change, errs[i] = m.send(w.ctx, w, h) })
	}
	all.Wait()
	return answers, errs
}

func TestR15OfConcurrentMutationsOfOneThingExactlyOneWins(t *testing.T) {
	forEach(t, func(w *world, m mutation, right how) {
		before := w.state().Revision
		_, errs := m.race(w, right, 8)
		won := 0
		for _, err := range errs {
			e, refused := errors.AsType[*registry.Error](err)
			switch {
			case err == nil:
				won++
			case !refused:
				w.t.Errorf("one is answered with %v", err)
			case m.about == nil && (e.Reason == "KEY_TAKEN" || e.Reason == "PERIOD_OVERLAPS"):
			case e.Code == "NOT_FOUND" && strings.HasPrefix(string(m.action), "void"):
			default:
				stale(right.id, before+1).is(w.t, err)
			}
		}
		// Agreements have no key of their own: each that is sent is another.
		if m.action == "exploreAgreement" || m.action == "recordAgreement" {
			return
		}
		if after := w.state().Revision; won != 1 || after != before+1 {
			w.t.Errorf("%d won, and the revision went from %d to %d", won, before, after)
		}
	})
}

func TestR15ConcurrentMutationsWithOneKeyGiveOneChange(t *testing.T) {
	forEach(t, func(w *world, m mutation, right how) {
		before := w.state().Revision
		right.key = new("sleutel")
		answers, errs := m.race(w, right, 8)
		for i, err := range errs {
			if err != nil {
				w.t.Errorf("one is refused: %v", err)
				continue
			}
			answers[i].change.Items, _ = w.items(answers[i].change) // the repetitions come without
			wants(w.t, "the change", answers[i].change, answers[0].change)
		}
		if after := w.state().Revision; after != before+1 {
			w.t.Errorf("the revision went from %d to %d", before, after)
		}
	})
}
