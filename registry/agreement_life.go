package registry

import (
	"cmp"
	"context"
	"fmt"
	"slices"
)

// The steps of an agreement's life (R7).
const (
	actionDraftAgreement    Action = "draftAgreement"
	actionProposeAgreement  Action = "proposeAgreement"
	actionApproveAgreement  Action = "approveAgreement"
	actionRefuseAgreement   Action = "refuseAgreement"
	actionWithdrawAgreement Action = "withdrawAgreement"
	actionAbandonAgreement  Action = "abandonAgreement"
	actionConfirmAgreement  Action = "confirmAgreement"
	actionAmendAgreement    Action = "amendAgreement"
	actionEndAgreement      Action = "endAgreement"
)

// allows refuses a step that the life does not allow from here, and names those that it does (R7); what is no step of
// it is always allowed.
func (a Agreement) allows(action Action) error {
	possible, step := []Action{}, false
	for _, row := range actions {
		if slices.Contains(row.from, a.Stage) {
			possible = append(possible, row.name)
		}
		step = step || row.name == action && row.from != nil
	}
	if !step || slices.Contains(possible, action) {
		return nil
	}
	return Conflict(ReasonStep, "%s is %s: %s is not possible from there", a.ID(), a.Stage, action).
		with("status", a.Stage).with("possible", possible).rule("R7")
}

// AgreementStepInput is a step that needs no more than the agreement.
type AgreementStepInput struct {
	AgreementID    string
	Version        int
	IdempotencyKey *string
}

// AgreementReasonInput is a step that takes a reason.
type AgreementReasonInput struct {
	AgreementID    string
	Version        int
	Reason         string
	IdempotencyKey *string
}

// EndAgreementInput is the end of an agreement.
type EndAgreementInput struct {
	AgreementID    string
	Version        int
	On             Date
	Reason         string
	IdempotencyKey *string
}

// ConfirmAgreementInput says that a recorded covenant is in force, and by what that is known.
type ConfirmAgreementInput struct {
	AgreementID string
	Version     int
	// Party is the id of one that it binds.
	Party          string
	Since          Date
	Evidence       string
	IdempotencyKey *string
}

// DraftAgreement takes an agreement from talking to writing (R7). NOT_FOUND; CONFLICT with VERSION_MISMATCH or
// STEP_NOT_POSSIBLE.
func (r *Registry) DraftAgreement(ctx context.Context, in AgreementStepInput) (AgreementPayload, error) {
	cmd := command{action: actionDraftAgreement, input: in, key: in.IdempotencyKey}
	return r.changeAgreement(ctx, cmd, in.AgreementID, in.Version, func(ctx context.Context, w *work, old Agreement) (Agreement, error) {
		draft := old
		draft.Stage = Draft
		return w.putAgreement(ctx, &old, draft)
	})
}

// ProposeAgreement lays the text before the parties (R8). BAD_USER_INPUT with PERIOD_INVERTED; NOT_FOUND; CONFLICT with
// VERSION_MISMATCH, STEP_NOT_POSSIBLE, DIMENSION_EMPTY, PARTNER_ENDED or PLANNED_COLLABORATION.
func (r *Registry) ProposeAgreement(ctx context.Context, in AgreementStepInput) (AgreementPayload, error) {
	cmd := command{action: actionProposeAgreement, input: in, key: in.IdempotencyKey}
	return r.changeAgreement(ctx, cmd, in.AgreementID, in.Version, func(ctx context.Context, w *work, old Agreement) (Agreement, error) {
		if err := alone(w.checkProposals(ctx, []attempt[Agreement]{{on: old}})); err != nil {
			return old, err
		}
		proposal := old
		proposal.Stage, proposal.ProposedOn, proposal.Approvals, proposal.Refusal = Proposed, &w.today, []Approval{}, nil
		return w.putAgreement(ctx, &old, proposal)
	})
}

// checkProposals refuses a text with an empty dimension, or that could not be activated (R8).
func (w *work) checkProposals(ctx context.Context, attempts []attempt[Agreement]) ([]error, error) {
	met, err := w.activationOf(ctx, subjectsOf(attempts))
	if err != nil {
		return nil, err
	}
	return refusalsOf(attempts, func(try attempt[Agreement]) error {
		return cmp.Or(try.on.checkDimensions(), met.check(try.on, w.activationDay(try.on)))
	}), nil
}

func (a Agreement) checkDimensions() error {
	if empty := a.EmptyDimensions(); len(empty) > 0 {
		return Conflict(ReasonDimensionEmpty, "%s has no commitment in %v: make one, or declare the dimension not applicable", a.ID(), empty).
			with("dimensions", empty).rule("R8")
	}
	return nil
}

// WithdrawAgreement takes a proposal back to a draft (R7). BAD_USER_INPUT with REASON_REQUIRED; NOT_FOUND; CONFLICT with
// VERSION_MISMATCH or STEP_NOT_POSSIBLE.
func (r *Registry) WithdrawAgreement(ctx context.Context, in AgreementReasonInput) (AgreementPayload, error) {
	return r.reasonedStep(ctx, actionWithdrawAgreement, in, func(a *Agreement, _ string) { a.backToDraft() })
}

// AbandonAgreement gives up what was not agreed (R7). Its codes are those of WithdrawAgreement.
func (r *Registry) AbandonAgreement(ctx context.Context, in AgreementReasonInput) (AgreementPayload, error) {
	return r.reasonedStep(ctx, actionAbandonAgreement, in, func(a *Agreement, reason string) {
		a.Stage, a.EndReason, a.Approvals = Abandoned, &reason, []Approval{}
	})
}

func (r *Registry) reasonedStep(ctx context.Context, action Action, in AgreementReasonInput, take func(*Agreement, string)) (AgreementPayload, error) {
	cmd := command{action: action, input: in, key: in.IdempotencyKey}
	return r.changeAgreement(ctx, cmd, in.AgreementID, in.Version, func(ctx context.Context, w *work, old Agreement) (Agreement, error) {
		reason, err := w.because(in.Reason)
		if err != nil {
			return old, err
		}
		next := old
		take(&next, reason)
		return w.putAgreement(ctx, &old, next)
	})
}

func (a *Agreement) backToDraft() {
	a.Stage, a.ProposedOn, a.Approvals = Draft, nil, []Approval{}
}

// ConfirmAgreement makes a recorded covenant active, by a party that says it is in force (R7). BAD_USER_INPUT with
// NOT_A_PARTY, EVIDENCE_REQUIRED or PERIOD_INVERTED; NOT_FOUND; CONFLICT as ProposeAgreement.
func (r *Registry) ConfirmAgreement(ctx context.Context, in ConfirmAgreementInput) (AgreementPayload, error) {
	cmd := command{action: actionConfirmAgreement, input: in, key: in.IdempotencyKey}
	return r.changeAgreement(ctx, cmd, in.AgreementID, in.Version, func(ctx context.Context, w *work, old Agreement) (Agreement, error) {
		if err := old.checkConfirmer(&in.Party); err != nil {
			return old, err
		}
		if err := w.actor.mayAnswer(cmd.action, old, in.Party); err != nil {
			return old, err
		}
		evidence := &in.Evidence
		if err := cleanOptionalText("evidence", &evidence); err != nil {
			return old, err
		}
		if evidence == nil {
			return old, Invalid(ReasonEvidence, "evidence", "say by what it is known that it is in force").rule("R7")
		}
		if in.Since > w.today {
			return old, Invalid(ReasonOutside, "since", "%s is yet to come: confirm what is in force", in.Since).rule("R7")
		}
		confirmed := old
		confirmed.Since = &in.Since
		confirmed.Approvals = append(slices.Clone(old.Approvals), Approval{PartyID: in.Party, On: w.today, OnBehalfOf: []string{}, Evidence: evidence})
		if err := w.activate(ctx, &confirmed); err != nil {
			return old, err
		}
		return w.putAgreement(ctx, &old, confirmed)
	})
}

// checkConfirmations refuses who is no party, an agreement without a leader, and what could not become active (R6, R7).
func (w *work) checkConfirmations(ctx context.Context, attempts []attempt[Agreement]) ([]error, error) {
	met, err := w.activationOf(ctx, subjectsOf(attempts))
	if err != nil {
		return nil, err
	}
	return refusalsOf(attempts, func(try attempt[Agreement]) error {
		confirmed := try.on
		confirmed.Since = &w.today
		return cmp.Or(try.on.checkConfirmer(try.by), met.check(confirmed, w.today))
	}), nil
}

// checkConfirmer refuses who is no party, when that is said, and an agreement of which nobody knows who leads.
func (a Agreement) checkConfirmer(party *string) error {
	if party != nil && !slices.Contains(a.Parties(), *party) {
		return Invalid(ReasonNotParty, "party", "%s is no party of %s", clip(*party), a.ID()).with("parties", a.Parties()).rule("R7")
	}
	if a.LedBy == nil {
		return Invalid(ReasonInvalid, "ledBy", "say first which of the regions leads").as(detailLeader).rule("R6")
	}
	return nil
}

// EndAgreement ends one on a day inside its period; it changes no collaboration (R10, R14). BAD_USER_INPUT with
// OUTSIDE_PERIOD or REASON_REQUIRED; NOT_FOUND; CONFLICT with VERSION_MISMATCH or STEP_NOT_POSSIBLE.
func (r *Registry) EndAgreement(ctx context.Context, in EndAgreementInput) (AgreementPayload, error) {
	cmd := command{action: actionEndAgreement, input: in, key: in.IdempotencyKey}
	return r.changeAgreement(ctx, cmd, in.AgreementID, in.Version, func(ctx context.Context, w *work, old Agreement) (Agreement, error) {
		reason, err := w.because(in.Reason)
		if err != nil {
			return old, err
		}
		// One that has expired ends on the day that it did, which lengthens nothing; on its first day it never was in force.
		early, late := old.Since != nil && in.On < *old.Since, old.Until != nil && in.On > *old.Until
		unsigned := old.SignedOn != nil && old.Since == nil && string(in.On) < string(*old.SignedOn)
		if early || late || unsigned {
			return old, Invalid(ReasonOutside, "on", "%s is not inside the period of %s", in.On, old.ID()).
				with("since", old.Since).with("until", old.Until).rule("R14")
		}
		ended := old
		ended.Stage, ended.Until, ended.EndReason = Ended, &in.On, &reason
		return w.putAgreement(ctx, &old, ended)
	})
}

// AmendAgreement makes a draft of the text of an active agreement, which supersedes it when it becomes active itself
// (R11). It gives the draft. NOT_FOUND; CONFLICT with VERSION_MISMATCH, STEP_NOT_POSSIBLE or AMENDMENT_OPEN.
func (r *Registry) AmendAgreement(ctx context.Context, in AgreementStepInput) (AgreementPayload, error) {
	cmd := command{action: actionAmendAgreement, input: in, key: in.IdempotencyKey}
	return r.changeAgreement(ctx, cmd, in.AgreementID, in.Version, func(ctx context.Context, w *work, old Agreement) (Agreement, error) {
		if err := alone(w.checkAmendments(ctx, []Agreement{old})); err != nil {
			return old, err
		}
		return w.putNewAgreement(ctx, old.amendment())
	})
}

// checkAmendments refuses a second open amendment (R11).
func (w *work) checkAmendments(ctx context.Context, agreements []Agreement) ([]error, error) {
	uuids := make([]string, len(agreements))
	for i, a := range agreements {
		uuids[i] = a.UUID
	}
	amendments, err := w.Agreements(ctx, AgreementSelect{Amending: uuids})
	if err != nil {
		return nil, fmt.Errorf("read the amendments of agreements: %w", err)
	}
	open := map[string]Agreement{}
	for _, amendment := range amendments {
		if amendment.open() {
			open[*amendment.Supersedes] = amendment
		}
	}
	return refusalsOf(agreements, func(a Agreement) error {
		if amendment, there := open[a.UUID]; there && !w.sees(ctx, amendment) {
			return Conflict(ReasonAmendmentOpen, "%s has an amendment that is open", a.ID()).rule("R11")
		} else if there {
			return Conflict(ReasonAmendmentOpen, "%s has an amendment that is open: %s", a.ID(), amendment.ID()).with("id", amendment.ID()).rule("R11")
		}
		return nil
	}), nil
}

// amendment is the text of the agreement as a draft, with commitments of its own; it begins when it becomes active.
func (a Agreement) amendment() Agreement {
	draft := a.text()
	draft.Talks, draft.Milestones, draft.Approvals = []Talk{}, []Milestone{}, []Approval{}
	draft.Stage, draft.Supersedes, draft.LedBy, draft.Provenance, draft.Since = Draft, &a.UUID, a.LedBy, a.Provenance, nil
	draft.Commitments = slices.Clone(a.Commitments)
	for i := range draft.Commitments {
		draft.Commitments[i].UUID = newUUID()
	}
	return draft
}
