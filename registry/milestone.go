package registry

import (
	"context"
	"errors"
)

// Milestone is a step of history, dated as precisely as known (R19).
type Milestone struct {
	Step string       `json:"step"`
	On   *PartialDate `json:"on,omitempty"`
	Note *string      `json:"note,omitempty"`
}

const actionSetMilestones Action = "setMilestones"

// SetMilestonesInput replaces the milestones of an adoption or an agreement.
type SetMilestonesInput struct {
	SubjectID      string
	Version        int
	Milestones     []Milestone
	IdempotencyKey *string
}

// MilestonesPayload is the thing as it is now, and what the mutation did.
type MilestonesPayload struct {
	Subject Node
	Change  Change
}

// SetMilestones replaces the milestones of a thing, which are no text (R11). BAD_USER_INPUT, NOT_FOUND, VERSION_MISMATCH.
func (r *Registry) SetMilestones(ctx context.Context, in SetMilestonesInput) (MilestonesPayload, error) {
	cmd := command{action: actionSetMilestones, input: in, key: in.IdempotencyKey}
	subject, change, err := mutate(ctx, r, cmd, func(ctx context.Context, w *work) (versioned, error) {
		old, err := findVersion[versioned](ctx, w, "subjectId", in.SubjectID, in.Version)
		if err != nil {
			return old, err
		}
		milestones := in.Milestones
		if err := cleanMilestones(&milestones); err != nil {
			return old, err
		}
		return w.setMilestones(ctx, old, milestones)
	})
	return MilestonesPayload{Subject: subject, Change: change}, err
}

func (w *work) setMilestones(ctx context.Context, thing versioned, milestones []Milestone) (versioned, error) {
	switch old := thing.(type) {
	case Adoption:
		next := old
		next.Milestones = milestones
		return w.putAdoption(ctx, &old, next)
	case Agreement:
		next := old
		next.Milestones = milestones
		return w.putAgreement(ctx, &old, next)
	}
	return thing, Invalid(ReasonMalformedID, "subjectId", "%s has no milestones", thing.ID()).rule("R19")
}

func cleanMilestones(milestones *[]Milestone) error {
	return cleanItems("milestones", milestones, maxMilestones, func(m *Milestone) error {
		return errors.Join(cleanName("milestones.step", &m.Step), cleanOptionalText("milestones.note", &m.Note))
	}, func(m Milestone) [2]string { return [2]string{m.Step, text(m.On)} })
}
