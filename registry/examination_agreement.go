package registry

import (
	"context"
	"errors"
	"fmt"
)

// agreements holds agreements against what their step of life asks of them (R6 to R12).
func (e *examination) agreements(ctx context.Context, w *work, agreements []Agreement, met surroundings, past map[string]bool) error {
	if len(agreements) == 0 {
		return nil
	}
	amendments, err := w.openAmendments(ctx, agreements)
	if err != nil {
		return err
	}
	for _, before := range agreements {
		a := before
		e.refused(before, errors.Join(problemsBut(a.check(met), before.wasRight(past)), before.checkStage()))
		if before.TextVersion < 1 || before.TextVersion > before.Version {
			e.tell("R9", before, fmt.Sprintf("its text is of revision %d, and it of %d", before.TextVersion, before.Version))
		}
		if open := amendments[before.UUID]; open > 1 {
			e.tell("R11", before, fmt.Sprintf("it has %d amendments that are open, and may have one", open))
		}
		err := w.checkFindingsOf(ctx, before)
		if err != nil && len(Problems(err)) == 0 {
			return err
		}
		e.refused(before, err)
	}
	return nil
}

// wasRight says of which problems an agreement was right when it was written: a profile that suited a partner that was changed since, a
// day on which it both began and was superseded (R11).
func (a Agreement) wasRight(past map[string]bool) func(*Error) bool {
	return func(problem *Error) bool {
		switch problem.Reason {
		case ReasonNotSuitable:
			key, _ := problem.Facts["partnerKey"].(string)
			return past[key]
		case ReasonInverted:
			return a.Stage == Ended && a.Since != nil && a.Until != nil && *a.Since == *a.Until
		}
		return false
	}
}

// checkFindingsOf is checkFindings for what is stored: an amendment keeps the findings of what it amends.
func (w *work) checkFindingsOf(ctx context.Context, a Agreement) error {
	if a.Supersedes == nil {
		return w.checkFindings(ctx, Agreement{}, a)
	}
	amended, err := pairless{w}.Agreements(ctx, AgreementSelect{UUIDs: []string{*a.Supersedes}})
	if err != nil {
		return fmt.Errorf("read what it amends: %w", err)
	}
	if len(amended) == 0 {
		return nil // which references tells
	}
	return w.checkFindings(ctx, amended[0], a)
}

// openAmendments counts those that could still become active, by the agreement that they amend.
func (w *work) openAmendments(ctx context.Context, of []Agreement) (map[string]int, error) {
	uuids := make([]string, len(of))
	for i, a := range of {
		uuids[i] = a.UUID
	}
	found, err := pairless{w}.Agreements(ctx, AgreementSelect{Amending: uuids})
	if err != nil {
		return nil, fmt.Errorf("read the amendments: %w", err)
	}
	number := map[string]int{}
	for _, a := range found {
		if a.open() && a.Supersedes != nil {
			number[*a.Supersedes]++
		}
	}
	return number, nil
}

// checkStage refuses a step of life that is none, one without what it takes: commitments (R8), approvals (R9), a first
// day or a last one (R7).
func (a Agreement) checkStage() error {
	problems := []error{oneOf("status", a.Stage, []AgreementStatus{Exploring, Draft, Proposed, Recorded, Active, Ended, Abandoned})}
	if (a.Stage == Proposed || a.Stage == Active) && a.ProposedOn != nil {
		problems = append(problems, a.checkDimensions())
	}
	if a.Stage == Active && a.Since == nil {
		problems = append(problems, Conflict(ReasonInvalid, "%s is active, and has no first day", a.ID()).rule("R7"))
	}
	if a.Stage == Ended && a.Until == nil {
		problems = append(problems, Conflict(ReasonInvalid, "%s has ended, and has no last day", a.ID()).rule("R7"))
	}
	for _, id := range a.Parties() {
		if a.Stage == Active && a.ProposedOn != nil && !a.approved(id) {
			problems = append(problems, Conflict(ReasonInvalid, "%s is active, and %s has not approved it", a.ID(), id).rule("R9"))
		}
	}
	return errors.Join(problems...)
}
