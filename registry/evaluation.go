package registry

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
)

// InformalEvaluation is a talk in which the parties go through their collaborations, with or without an agreement (R13).
type InformalEvaluation struct {
	// UUID is a UUIDv7, the key in its id.
	UUID               string   `json:"-"`
	CollaborationUUIDs []string `json:"collaborations"`
	AgreementUUID      *string  `json:"agreement,omitempty"`
	// RegionCodes and PartnerKeys are the ends of the collaborations, and the parties of the agreement.
	RegionCodes  []string      `json:"regionCodes"`
	PartnerKeys  []string      `json:"partnerKeys"`
	On           Date          `json:"on"`
	Participants []Participant `json:"participants"`
	Good         *string       `json:"good,omitempty"`
	Better       *string       `json:"better,omitempty"`
	NextOn       *Date         `json:"nextOn,omitempty"`
	// FollowedOn is the day of the next evaluation of the same, when that has been.
	FollowedOn *Date `json:"followedOn,omitempty"`
	Stamp
}

// Participant is a function of a party, never a named person.
type Participant struct {
	Function string `json:"function"`
	// OrganisationID is that of a party.
	OrganisationID string `json:"organisation"`
}

// ID gives InformalEvaluation:0190….
func (e InformalEvaluation) ID() string { return MakeID(KindEvaluation, e.UUID) }

// IsNode marks a Node.
func (InformalEvaluation) IsNode() {}

const actionRecordEvaluation Action = "recordEvaluation"

// RecordEvaluationInput is an evaluation of collaborations.
type RecordEvaluationInput struct {
	CollaborationIDs []string
	AgreementID      *string
	On               Date
	Participants     []Participant
	Good             *string
	Better           *string
	NextOn           *Date
	IdempotencyKey   *string
}

// EvaluationPayload is the evaluation, and what the mutation did.
type EvaluationPayload struct {
	Evaluation InformalEvaluation
	Change     Change
}

// RecordEvaluation takes up an evaluation, and meets what earlier ones of the same said was next (R13). BAD_USER_INPUT
// with NOT_A_PARTY, OUTSIDE_PERIOD, PERIOD_INVERTED or MALFORMED_ID; NOT_FOUND.
func (r *Registry) RecordEvaluation(ctx context.Context, in RecordEvaluationInput) (EvaluationPayload, error) {
	cmd := command{action: actionRecordEvaluation, input: in, key: in.IdempotencyKey}
	evaluation, change, err := mutate(ctx, r, cmd, func(ctx context.Context, w *work) (InformalEvaluation, error) {
		evaluation, pairs, err := w.evaluationOf(ctx, in)
		if err != nil {
			return evaluation, err
		}
		if err := w.followUp(ctx, evaluation, pairs); err != nil {
			return evaluation, err
		}
		return w.putEvaluation(ctx, nil, evaluation)
	})
	return EvaluationPayload{Evaluation: evaluation, Change: change}, err
}

// evaluationOf checks what is given and makes an evaluation of it (R13).
func (w *work) evaluationOf(ctx context.Context, in RecordEvaluationInput) (e InformalEvaluation, pairs []Pair, err error) {
	e = InformalEvaluation{UUID: newUUID(), On: in.On, NextOn: in.NextOn, Good: in.Good, Better: in.Better, Participants: in.Participants}
	own := e.check(w.today)
	pairs, err = w.evaluated(ctx, &e, in.CollaborationIDs)
	if err != nil {
		return e, nil, joined(own, err)
	}
	if err := w.evaluatedAgreement(ctx, &e, in.AgreementID, pairs); err != nil {
		return e, nil, joined(own, err)
	}
	return e, pairs, errors.Join(own, e.checkParticipants())
}

// joined returns what was refused before and is refused now; what is no refusal comes alone.
func joined(before, now error) error {
	if code := CodeOf(now); code == CodeInternal || code == CodeUnavailable {
		return now
	}
	return errors.Join(before, now)
}

// check cleans the evaluation's own facts and gives all that is wrong with them.
func (e *InformalEvaluation) check(today Date) error {
	problems := []error{}
	if e.On > today {
		problems = append(problems, Invalid(ReasonOutside, "on", "%s is yet to come", e.On).rule("R13"))
	}
	if e.NextOn != nil && *e.NextOn <= e.On {
		problems = append(problems, Invalid(ReasonInverted, "nextOn", "%s is not after the evaluation (%s)", *e.NextOn, e.On).rule("R13"))
	}
	return errors.Join(append(problems, cleanOptionalText("good", &e.Good), cleanOptionalText("better", &e.Better))...)
}

// evaluated reads the collaborations, whose ends become the evaluation's parties.
func (w *work) evaluated(ctx context.Context, e *InformalEvaluation, ids []string) ([]Pair, error) {
	if len(ids) == 0 {
		return nil, Invalid(ReasonInvalid, "collaborationIds", "an evaluation is of one collaboration or more").as(detailEvaluated).rule("R13")
	}
	if err := checkLength("collaborationIds", ids, maxEvaluated); err != nil {
		return nil, err
	}
	for _, id := range ids {
		kind, uuid, err := ParseID("collaborationIds", id)
		if err != nil {
			return nil, err
		}
		if kind != KindCollaboration {
			return nil, Invalid(ReasonMalformedID, "collaborationIds", "%s is not a collaboration", id)
		}
		if slices.Contains(e.CollaborationUUIDs, uuid) {
			return nil, duplicate("collaborationIds")
		}
		e.CollaborationUUIDs = append(e.CollaborationUUIDs, uuid)
	}
	slices.Sort(e.CollaborationUUIDs)
	found, err := w.Collaborations(ctx, CollaborationSelect{UUIDs: e.CollaborationUUIDs})
	if err != nil {
		return nil, fmt.Errorf("read what is evaluated: %w", err)
	}
	there, pairs := map[string]bool{}, []Pair{}
	for _, c := range found {
		there[c.UUID] = true
		pairs = append(pairs, c.Pair())
		e.RegionCodes, e.PartnerKeys = append(e.RegionCodes, c.RegionCode), append(e.PartnerKeys, c.PartnerKey)
	}
	for _, uuid := range e.CollaborationUUIDs {
		if !there[uuid] {
			return nil, NotFound(MakeID(KindCollaboration, uuid))
		}
	}
	e.settleParties()
	return pairs, nil
}

func (e *InformalEvaluation) settleParties() {
	slices.Sort(e.RegionCodes)
	slices.Sort(e.PartnerKeys)
	e.RegionCodes, e.PartnerKeys = slices.Compact(e.RegionCodes), slices.Compact(e.PartnerKeys)
}

// evaluatedAgreement refuses an agreement that does not bind what is evaluated, and adds its parties.
func (w *work) evaluatedAgreement(ctx context.Context, e *InformalEvaluation, id *string, pairs []Pair) error {
	if id == nil {
		return nil
	}
	a, err := find[Agreement](ctx, w, "agreementId", *id)
	if err != nil {
		return err
	}
	for _, pair := range pairs {
		if !a.Binds(pair) {
			return notParty("collaborationIds", pair.Region+" and "+pair.Partner).with("agreementId", a.ID()).rule("R13")
		}
	}
	e.AgreementUUID = &a.UUID
	e.RegionCodes, e.PartnerKeys = append(e.RegionCodes, a.RegionCodes...), append(e.PartnerKeys, a.PartnerKeys...)
	e.settleParties()
	return nil
}

// checkParticipants refuses an evaluation by nobody, and functions of what is no party (R13).
func (e *InformalEvaluation) checkParticipants() error {
	if len(e.Participants) == 0 {
		return Invalid(ReasonInvalid, "participants", "name the functions of the parties that took part").as(detailParticipants).rule("R13")
	}
	parties := partyIDs(e.RegionCodes, e.PartnerKeys)
	return cleanItems("participants", &e.Participants, maxParticipants, func(p *Participant) error {
		err := cleanName("participants.function", &p.Function)
		if !slices.Contains(parties, p.OrganisationID) {
			err = errors.Join(err, Invalid(ReasonNotParty, "participants.organisation", "%s is no party of what is evaluated", clip(p.OrganisationID)).
				with("parties", parties).rule("R13"))
		}
		return err
	}, func(p Participant) Participant { return p })
}

// followUp meets the next date of earlier evaluations: of the same agreement or the one that it amends, or of no more than
// these pairs, whatever their profiles were then.
func (w *work) followUp(ctx context.Context, e InformalEvaluation, pairs []Pair) error {
	history, err := w.Collaborations(ctx, CollaborationSelect{Pairs: pairs})
	if err != nil {
		return fmt.Errorf("read the history of what is evaluated: %w", err)
	}
	covered := map[string]bool{}
	for _, c := range history {
		covered[c.UUID] = true
	}
	agreements, err := w.evaluatedBefore(ctx, e)
	if err != nil {
		return err
	}
	earlier, err := w.Evaluations(ctx, EvaluationSelect{Collaborations: slices.Sorted(maps.Keys(covered))})
	if err != nil {
		return fmt.Errorf("read the earlier evaluations: %w", err)
	}
	ofAgreements, err := w.Evaluations(ctx, EvaluationSelect{Agreements: agreements})
	if err != nil {
		return fmt.Errorf("read the earlier evaluations of the agreement: %w", err)
	}
	if err := checkEvaluations(e, earlier, ofAgreements); err != nil {
		return err
	}
	for _, old := range append(earlier, ofAgreements...) {
		_, done := w.seen[old.ID()]
		if old.NextOn == nil || old.FollowedOn != nil || old.On > e.On || done {
			continue
		}
		same := old.AgreementUUID != nil && slices.Contains(agreements, *old.AgreementUUID)
		if !same {
			if same, err = w.covers(ctx, covered, old); err != nil {
				return err
			}
		}
		if !same {
			continue
		}
		followed := old
		followed.FollowedOn = &e.On
		if _, err := w.putEvaluation(ctx, &old, followed); err != nil {
			return err
		}
	}
	return nil
}

// checkEvaluations refuses one more of what has as many as a list holds.
func checkEvaluations(e InformalEvaluation, earlier, ofAgreements []InformalEvaluation) error {
	times := map[string]int{}
	for _, old := range earlier {
		for _, uuid := range old.CollaborationUUIDs {
			times[uuid]++
		}
	}
	for _, uuid := range e.CollaborationUUIDs {
		if err := checkNumber("collaborationIds", times[uuid]+1, maxEvaluations); err != nil {
			return err
		}
	}
	ofSame := 1
	for _, old := range ofAgreements {
		if same(old.AgreementUUID, e.AgreementUUID) {
			ofSame++
		}
	}
	return checkNumber("agreementId", ofSame, maxEvaluations)
}

// forgetEvaluations lets nothing be due any more that was said of no more than a collaboration that is voided.
func (w *work) forgetEvaluations(ctx context.Context, c Collaboration) error {
	evaluations, err := w.Evaluations(ctx, EvaluationSelect{Collaborations: []string{c.UUID}})
	if err != nil {
		return fmt.Errorf("read the evaluations of %s: %w", c.ID(), err)
	}
	for _, old := range evaluations {
		if old.NextOn == nil || old.FollowedOn != nil {
			continue
		}
		alone, err := w.covers(ctx, map[string]bool{c.UUID: true}, old)
		if err != nil {
			return err
		}
		if !alone {
			continue
		}
		forgotten := old
		forgotten.FollowedOn = &w.today
		if _, err := w.putEvaluation(ctx, &old, forgotten); err != nil {
			return err
		}
	}
	return nil
}

// evaluatedBefore returns the UUIDs of the agreement and of the one that it amends.
func (w *work) evaluatedBefore(ctx context.Context, e InformalEvaluation) ([]string, error) {
	if e.AgreementUUID == nil {
		return []string{}, nil
	}
	a, err := find[Agreement](ctx, w, "agreementId", MakeID(KindAgreement, *e.AgreementUUID))
	if err != nil || a.Supersedes == nil {
		return []string{*e.AgreementUUID}, err
	}
	return []string{*e.AgreementUUID, *a.Supersedes}, nil
}

// covers says whether all that an earlier evaluation was of is covered now, or was voided since.
func (w *work) covers(ctx context.Context, covered map[string]bool, old InformalEvaluation) (bool, error) {
	rest := slices.DeleteFunc(slices.Clone(old.CollaborationUUIDs), func(uuid string) bool { return covered[uuid] })
	left, err := w.Collaborations(ctx, CollaborationSelect{UUIDs: rest})
	if err != nil {
		return false, fmt.Errorf("read what %s was of: %w", old.ID(), err)
	}
	return len(left) == 0, nil
}

func (w *work) putEvaluation(ctx context.Context, before *InformalEvaluation, e InformalEvaluation) (InformalEvaluation, error) {
	e.Stamp = w.stamp
	if err := w.writer.Put(ctx, BatchOf(e)); err != nil {
		return e, fmt.Errorf("write %s: %w", e.ID(), err)
	}
	return e, recordOf(w, before, e)
}
