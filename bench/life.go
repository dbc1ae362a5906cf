package main

import (
	"context"
	"fmt"

	"ketenkaart/registry"
)

// life makes one mutation after another, as people do when a region gets to know a partner: the partner is registered,
// collaborates, agrees with two other regions along the four dimensions, and does what it said. Then comes the next.
type life struct {
	registry *registry.Registry
	lives    int
	step     int
	// What the mutations before this one made.
	partner       registry.Partner
	collaboration registry.Collaboration
	agreement     registry.Agreement
}

// next makes the next mutation.
func (l *life) next(ctx context.Context) error {
	steps := []func(context.Context) error{
		l.register, l.start, l.changeProfile, l.explore, l.draft, l.commit, l.update, l.propose,
		l.approveBy(0), l.approveBy(1), l.approveBy(2), l.complete, l.end,
	}
	if err := steps[l.step](registry.WithActor(ctx, registry.LocalActor())); err != nil {
		return fmt.Errorf("mutation %d of a life: %w", l.step+1, err)
	}
	if l.step++; l.step == len(steps) {
		l.lives, l.step = l.lives+1, 0
	}
	return nil
}

// region returns the code of one, another in each life.
func (l *life) region(n int) string { return fmt.Sprintf("VR%02d", (l.lives+n)%25+1) }

func (l *life) register(ctx context.Context) error {
	payload, err := l.registry.RegisterPartner(ctx, registry.RegisterPartnerInput{
		Name: fmt.Sprintf("Waterbedrijf %d", l.lives), CoreTasks: []registry.CoreTask{registry.Beheerder}, SectorCodes: []string{"drinkwater"},
		WorkingAreas: []registry.WorkingArea{{RegionCode: l.region(0)}, {RegionCode: l.region(1)}, {RegionCode: l.region(2)}},
	})
	l.partner = payload.Partner
	return err
}

func (l *life) start(ctx context.Context) error {
	return l.collaborates(l.registry.StartCollaboration(ctx, registry.StartCollaborationInput{
		RegionCode: l.region(2), PartnerKey: l.partner.Key, Profile: registry.Koppel, Since: "2024-01-01",
	}))
}

func (l *life) changeProfile(ctx context.Context) error {
	return l.collaborates(l.registry.ChangeProfile(ctx, registry.ChangeProfileInput{
		CollaborationID: l.collaboration.ID(), Version: l.collaboration.Version, On: "2025-01-01", Profile: registry.Structureel,
	}))
}

func (l *life) end(ctx context.Context) error {
	return l.collaborates(l.registry.EndCollaboration(ctx, registry.EndCollaborationInput{
		CollaborationID: l.collaboration.ID(), Version: l.collaboration.Version, On: "2026-01-01", Reason: "De regio's gaan samen verder",
	}))
}

func (l *life) collaborates(payload registry.CollaborationPayload, err error) error {
	l.collaboration = payload.Collaboration
	return err
}

func (l *life) explore(ctx context.Context) error {
	return l.agrees(l.registry.ExploreAgreement(ctx, registry.ExploreAgreementInput{
		Title: "Samenwerking met " + l.partner.Name, RegionCodes: []string{l.region(0), l.region(1)}, PartnerKeys: []string{l.partner.Key},
		LedBy: l.region(0), Talks: []registry.Talk{{On: "2026-09", Goal: new("Een gedeeld beeld binnen een uur")}},
	}))
}

func (l *life) draft(ctx context.Context) error {
	return l.agrees(l.registry.DraftAgreement(ctx, l.asItIs()))
}

func (l *life) propose(ctx context.Context) error {
	return l.agrees(l.registry.ProposeAgreement(ctx, l.asItIs()))
}

func (l *life) asItIs() registry.AgreementStepInput {
	return registry.AgreementStepInput{AgreementID: l.agreement.ID(), Version: l.agreement.Version}
}

func (l *life) commit(ctx context.Context) error {
	return l.agrees(l.registry.SetCommitments(ctx, registry.SetCommitmentsInput{
		AgreementID: l.agreement.ID(), Version: l.agreement.Version,
		Commitments: []registry.CommitmentInput{
			{Dimension: registry.Proces, Subject: "alarmering", Text: "De partner belt de meldkamer bij een storing", By: []string{l.partner.ID()}},
			{Dimension: registry.Organisatie, Subject: "liaison", Text: "Elke regio wijst een liaison aan", By: l.agreement.Parties()[:2]},
			{Dimension: registry.Mens, Subject: "opleiden-en-oefenen", Text: "Een keer per jaar oefenen we samen", By: l.agreement.Parties(), Due: new(registry.Date("2029-06-01"))},
		},
		NotApplicable: []registry.NotApplicable{{Dimension: registry.Techniek, Reason: "De partner leest mee via de regio"}},
	}))
}

func (l *life) update(ctx context.Context) error {
	return l.agrees(l.registry.UpdateAgreement(ctx, registry.AgreementPatch{
		AgreementID: l.agreement.ID(), Version: l.agreement.Version,
		FillPairs: registry.Optional[registry.FillPairs]{Set: true, Value: &registry.FillPairs{Profile: registry.Koppel}},
		Until:     registry.Optional[registry.Date]{Set: true, Value: new(registry.Date("2035-01-01"))},
	}))
}

// approveBy approves for one party; the last of the three makes the agreement active, and starts two collaborations.
func (l *life) approveBy(n int) func(context.Context) error {
	return func(ctx context.Context) error {
		return l.agrees(l.registry.ApproveAgreement(ctx, registry.ApproveAgreementInput{
			AgreementID: l.agreement.ID(), TextVersion: l.agreement.TextVersion, Party: l.agreement.Parties()[n],
		}))
	}
}

func (l *life) complete(ctx context.Context) error {
	return l.agrees(l.registry.CompleteCommitment(ctx, registry.CompleteCommitmentInput{
		CommitmentID: l.agreement.Commitments[0].ID(), Version: l.agreement.Version, DoneOn: new(l.registry.Today()),
	}))
}

func (l *life) agrees(payload registry.AgreementPayload, err error) error {
	l.agreement = payload.Agreement
	return err
}
