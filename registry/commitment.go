package registry

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
)

// Dimension is one of the four along which an agreement is made (factsheet).
type Dimension string

// The dimensions.
const (
	Proces      Dimension = "PROCES"
	Organisatie Dimension = "ORGANISATIE"
	Mens        Dimension = "MENS"
	Techniek    Dimension = "TECHNIEK"
)

// AllDimensions lists the dimensions in the factsheet's order.
func AllDimensions() []Dimension { return []Dimension{Proces, Organisatie, Mens, Techniek} }

// Commitment is what parties of an agreement will do, in one dimension.
type Commitment struct {
	// UUID is a UUIDv7, the key in its id.
	UUID      string    `json:"id"`
	Dimension Dimension `json:"dimension"`
	// Subject is the code of one of the guide's.
	Subject string `json:"subject"`
	Text    string `json:"text"`
	// By are the ids of the parties that do it.
	By     []string `json:"by"`
	Due    *Date    `json:"due,omitempty"`
	DoneOn *Date    `json:"doneOn,omitempty"`
	// FindingKey is that of the finding of a peer review that it came from (R12).
	FindingKey *string `json:"findingId,omitempty"`
}

// ID gives Commitment:0190….
func (c Commitment) ID() string { return MakeID(KindCommitment, c.UUID) }

// IsNode marks a Node.
func (Commitment) IsNode() {}

// IsActionable marks an Actionable.
func (Commitment) IsActionable() {}

// keptCommitments gives those that a dataset tells of, nil being what was; the same one as before keeps its id.
func keptCommitments(told, before []Commitment) []Commitment {
	next, left := slices.Clone(kept(told, before)), slices.Clone(before)
	for i, c := range next {
		same := func(was Commitment) bool {
			return was.Dimension == c.Dimension && was.Subject == c.Subject && was.Text == c.Text
		}
		if was := slices.IndexFunc(left, same); was >= 0 {
			next[i].UUID, next[i].DoneOn, next[i].FindingKey = left[was].UUID, left[was].DoneOn, left[was].FindingKey
			left = slices.Delete(left, was, was+1)
		}
	}
	return next
}

// NotApplicable declares that nothing need be agreed in a dimension, and why (R8).
type NotApplicable struct {
	Dimension Dimension `json:"dimension"`
	Reason    string    `json:"reason"`
}

// DimensionState is how far an agreement is in a dimension.
type DimensionState struct {
	Dimension Dimension
	// Question is the guide's.
	Question    string
	Commitments []Commitment
	// NotApplicable is the reason why nothing need be agreed.
	NotApplicable *string
	// Complete says that there is a commitment or such a reason.
	Complete bool
}

// Dimensions returns the four states of an agreement, in the factsheet's order.
func (r *Registry) Dimensions(a Agreement) []DimensionState {
	states := make([]DimensionState, 0, len(AllDimensions()))
	for _, dimension := range AllDimensions() {
		state := DimensionState{Dimension: dimension, Question: r.guide.question(dimension), Commitments: []Commitment{}, Complete: a.covers(dimension)}
		for _, commitment := range a.Commitments {
			if commitment.Dimension == dimension {
				state.Commitments = append(state.Commitments, commitment)
			}
		}
		for _, declared := range a.NotApplicable {
			if declared.Dimension == dimension {
				state.NotApplicable = &declared.Reason
			}
		}
		states = append(states, state)
	}
	return states
}

// The actions on commitments.
const (
	actionSetCommitments     Action = "setCommitments"
	actionCompleteCommitment Action = "completeCommitment"
)

// CommitmentInput is a commitment of a text; with an id it is one that is there already.
type CommitmentInput struct {
	ID        *string
	Dimension Dimension
	Subject   string
	Text      string
	By        []string
	Due       *Date
	FindingID *string
}

// SetCommitmentsInput replaces the commitments of an agreement, and what is declared not applicable.
type SetCommitmentsInput struct {
	AgreementID    string
	Version        int
	Commitments    []CommitmentInput
	NotApplicable  []NotApplicable
	IdempotencyKey *string
}

// CompleteCommitmentInput says when a commitment was done; without a day it is not done after all.
type CompleteCommitmentInput struct {
	CommitmentID string
	// Version is that of the agreement.
	Version        int
	DoneOn         *Date
	IdempotencyKey *string
}

// SetCommitments replaces the commitments of an agreement that is being made (R8, R9). BAD_USER_INPUT with UNKNOWN_SUBJECT,
// NOT_A_PARTY, CONTRADICTION or MALFORMED_ID; NOT_FOUND; CONFLICT with VERSION_MISMATCH or STEP_NOT_POSSIBLE.
func (r *Registry) SetCommitments(ctx context.Context, in SetCommitmentsInput) (AgreementPayload, error) {
	cmd := command{action: actionSetCommitments, input: in, key: in.IdempotencyKey}
	return r.changeAgreement(ctx, cmd, in.AgreementID, in.Version, func(ctx context.Context, w *work, old Agreement) (Agreement, error) {
		a := old
		a.NotApplicable = in.NotApplicable
		a.Commitments = make([]Commitment, 0, len(in.Commitments))
		for _, given := range in.Commitments {
			commitment, err := given.of(old)
			if err != nil {
				return old, err
			}
			a.Commitments = append(a.Commitments, commitment)
		}
		if err := w.checkFindings(ctx, old, a); err != nil {
			return old, err
		}
		return w.editAgreement(ctx, old, a)
	})
}

// of returns the commitment; one that is there already keeps its id and the day on which it was done.
func (in CommitmentInput) of(a Agreement) (Commitment, error) {
	commitment := Commitment{
		UUID: newUUID(), Dimension: in.Dimension, Subject: in.Subject, Text: in.Text, By: in.By, Due: in.Due,
	}
	if in.FindingID != nil {
		kind, key, err := ParseID("commitments.findingId", *in.FindingID)
		if err != nil {
			return commitment, err
		}
		if kind != KindFinding {
			return commitment, Invalid(ReasonMalformedID, "commitments.findingId", "%s is not a finding", *in.FindingID).rule("R12")
		}
		commitment.FindingKey = &key
	}
	if in.ID == nil {
		return commitment, nil
	}
	i := slices.IndexFunc(a.Commitments, func(c Commitment) bool { return c.ID() == *in.ID })
	if i < 0 {
		return commitment, Invalid(ReasonMalformedID, "commitments.id", "%q is no commitment of %s", clip(*in.ID), a.ID())
	}
	commitment.UUID, commitment.DoneOn = a.Commitments[i].UUID, a.Commitments[i].DoneOn
	return commitment, nil
}

// checkCommitments trims and bounds commitments, and refuses what is no subject, no party, or both agreed and declared
// not applicable (R8).
func (a *Agreement) checkCommitments(guide Guide) error {
	err := cleanItems("commitments", &a.Commitments, maxCommitments, func(c *Commitment) error { return c.check(*a, guide) }, func(c Commitment) string { return c.UUID })
	return errors.Join(err, cleanItems("notApplicable", &a.NotApplicable, len(AllDimensions()), func(given *NotApplicable) error {
		problems := []error{cleanRequired("notApplicable.reason", &given.Reason)}
		if slices.ContainsFunc(a.Commitments, func(c Commitment) bool { return c.Dimension == given.Dimension }) {
			problems = append(problems, Invalid(ReasonContradiction, "notApplicable", "%s has commitments", given.Dimension).rule("R8"))
		}
		return errors.Join(problems...)
	}, func(given NotApplicable) Dimension { return given.Dimension }))
}

func (c *Commitment) check(a Agreement, guide Guide) error {
	problems := []error{}
	if codes := guide.subjectCodes(); !slices.Contains(codes, c.Subject) {
		problems = append(problems, Invalid(ReasonUnknownSubject, "commitments.subject", "%q is none of the subjects", clip(c.Subject)).with("subjects", codes).rule("R8"))
	}
	problems = append(problems, cleanRequired("commitments.text", &c.Text))
	if len(c.By) == 0 {
		problems = append(problems, Invalid(ReasonInvalid, "commitments.by", "name the parties that do it").as(detailBy).rule("R8"))
	}
	err := cleanItems("commitments.by", &c.By, maxParties, func(id *string) error {
		if !slices.Contains(a.Parties(), *id) {
			return Invalid(ReasonNotParty, "commitments.by", "%s is no party", clip(*id)).with("parties", a.Parties()).rule("R8")
		}
		return nil
	}, itself)
	return errors.Join(append(problems, err)...)
}

// checkFindings refuses a commitment that comes from a finding that no review of the agreement, or of the one that it
// amends, holds, unless it held it before (R12).
func (w *work) checkFindings(ctx context.Context, old, a Agreement) error {
	of := []string{a.UUID}
	if a.Supersedes != nil {
		of = append(of, *a.Supersedes)
	}
	known := map[string]bool{}
	for _, c := range old.Commitments {
		if c.FindingKey != nil {
			known[*c.FindingKey] = true
		}
	}
	if slices.ContainsFunc(a.Commitments, func(c Commitment) bool { return c.FindingKey != nil }) {
		reviews, err := w.PeerReviews(ctx, PeerReviewSelect{Agreements: of})
		if err != nil {
			return fmt.Errorf("read the reviews of %s: %w", a.ID(), err)
		}
		for _, review := range reviews {
			for _, finding := range review.Findings {
				known[finding.Key] = true
			}
		}
	}
	for _, c := range a.Commitments {
		if c.FindingKey != nil && !known[*c.FindingKey] {
			return Invalid(ReasonMalformedID, "commitments.findingId", "%q is no finding of a review of this agreement, or of the one that it amends", clip(*c.FindingKey)).rule("R12")
		}
	}
	return nil
}

// CompleteCommitment says when a commitment of an active agreement was done, which is no text (R11). BAD_USER_INPUT with
// OUTSIDE_PERIOD for a day to come; NOT_FOUND; CONFLICT with VERSION_MISMATCH or STEP_NOT_POSSIBLE.
func (r *Registry) CompleteCommitment(ctx context.Context, in CompleteCommitmentInput) (AgreementPayload, error) {
	cmd := command{action: actionCompleteCommitment, input: in, key: in.IdempotencyKey}
	agreement, change, err := mutate(ctx, r, cmd, func(ctx context.Context, w *work) (Agreement, error) {
		old, err := w.agreementOf(ctx, in.CommitmentID)
		if err != nil {
			return old, err
		}
		if err := cmp.Or(checkVersion(old.ID(), old.Version, in.Version), old.allows(cmd.action)); err != nil {
			return old, err
		}
		if in.DoneOn != nil && *in.DoneOn > w.today {
			return old, Invalid(ReasonOutside, "doneOn", "%s is yet to come", *in.DoneOn).rule("R11")
		}
		done := old
		done.Commitments = slices.Clone(old.Commitments)
		for i := range done.Commitments {
			if done.Commitments[i].ID() == in.CommitmentID {
				done.Commitments[i].DoneOn = in.DoneOn
			}
		}
		return w.putAgreement(ctx, &old, done)
	})
	return AgreementPayload{Agreement: agreement, Change: change}, err
}

// agreementOf reads the agreement that holds a commitment.
func (w *work) agreementOf(ctx context.Context, commitmentID string) (Agreement, error) {
	kind, uuid, err := ParseID("commitmentId", commitmentID)
	if err != nil {
		return Agreement{}, err
	}
	if kind != KindCommitment {
		return Agreement{}, Invalid(ReasonMalformedID, "commitmentId", "%s is not a commitment", commitmentID)
	}
	agreements, err := w.Agreements(ctx, AgreementSelect{Commitments: []string{uuid}})
	if err != nil {
		return Agreement{}, fmt.Errorf("read the agreement of %s: %w", commitmentID, err)
	}
	if len(agreements) == 0 || !w.sees(ctx, agreements[0]) {
		return Agreement{}, NotFound(commitmentID)
	}
	return agreements[0], nil
}
