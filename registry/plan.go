package registry

import (
	"context"
	"errors"
	"fmt"
)

// Outcome says what an import, or the revert of a change, does with a thing.
type Outcome string

// The outcomes.
const (
	OutcomeNew       Outcome = "NEW"
	OutcomeChanged   Outcome = "CHANGED"
	OutcomeEnded     Outcome = "ENDED"
	OutcomeRemoved   Outcome = "REMOVED"
	OutcomeUnchanged Outcome = "UNCHANGED"
	OutcomeRefused   Outcome = "REFUSED"
)

// PlanRow is what is done with one thing.
type PlanRow struct {
	Outcome Outcome
	// Name is by what people know the thing: its id, or what it is between.
	Name string
	// Place is where it was read; nil when it was not read from a file.
	Place *Place
	// Item has what changes of a thing that is there.
	Item ChangeItem
	// Problems are all that is wrong with it, of which it is refused.
	Problems []PlanProblem
}

// PlanProblem is why a thing is refused, and where that was read; Place is nil when it was not read from a file.
type PlanProblem struct {
	Place *Place
	*Error
}

// Plan is what an import or a revert does, thing by thing in order of the lists of a dataset.
type Plan struct {
	// Rows are all that are not unchanged.
	Rows []PlanRow
	// Counts says of how many things each outcome is.
	Counts map[Outcome]int
	// Change is what was written; nil when nothing was, since nothing had to be or it is a plan alone. Of several it is the last, and
	// FirstRevision that of the first.
	Change        *Change
	FirstRevision int
}

func (p *Plan) add(row PlanRow) {
	p.Counts[row.Outcome]++
	p.Rows = append(p.Rows, row)
}

// refuse keeps what is wrong with the thing of a list, and where that was read; what has no problem is not refused.
func (r *PlanRow) refuse(data Dataset, list string, which int, problems []*Error) {
	for _, problem := range problems {
		r.Outcome = OutcomeRefused
		r.Problems = append(r.Problems, PlanProblem{Place: data.place(list, which, problem.Field(), problem.Item), Error: problem})
	}
}

// tell keeps what differs of a thing.
func (r *PlanRow) tell(before, after Node) (err error) {
	r.Item.SubjectID = after.ID()
	r.Item.Before, r.Item.After, err = differences(before, after)
	return err
}

// refusal tells of everything that is refused at once, of what was to be done; nil when nothing is.
func (p Plan) refusal(code Code, reason Reason, what string) error {
	var messages []string
	var refused []error
	for _, row := range p.Rows {
		for _, problem := range row.Problems {
			err := fmt.Errorf("%s: %w", row.Name, problem.Error)
			if problem.Place != nil {
				err = fmt.Errorf("%s: %w", problem.Place, err)
			}
			refused, messages = append(refused, err), append(messages, err.Error())
		}
	}
	if refused == nil {
		return nil
	}
	return &Error{
		Code: code, Reason: reason, Message: fmt.Sprintf("%s is refused for %d reasons", what, len(refused)),
		Facts: map[string]any{"refused": messages}, Cause: errors.Join(refused...),
	}
}

// undertaking is a change of many things at once, which is looked at before it is done.
type undertaking struct {
	// change has what is known of it beforehand: the action, the reason and the subject.
	change Change
	// plan reads alone.
	plan func(context.Context, *work) (*planning, error)
	// refusal is the error of a plan of which something is refused; nil when nothing is.
	refusal func(Plan) error
}

// look plans, and writes nothing.
func (r *Registry) look(ctx context.Context, u undertaking) (Plan, error) {
	pl, _, err := r.planNow(ctx, u)
	if err != nil {
		return Plan{}, err
	}
	return pl.plan, nil
}

// planNow plans by what the register holds, and gives the revision that it has.
func (r *Registry) planNow(ctx context.Context, u undertaking) (pl *planning, revision int, err error) {
	if _, err := authorise(ctx, u.change.Action); err != nil {
		return nil, 0, err
	}
	err = r.store.View(ctx, func(ctx context.Context, reader Reader) error {
		if revision, err = reader.Revision(ctx); err != nil {
			return fmt.Errorf("read the revision: %w", err)
		}
		pl, err = u.plan(ctx, &work{Reader: reader, today: r.Today(), guide: r.guide, stamp: Stamp{Version: revision + 1}})
		return err
	})
	return pl, revision, err
}

// undertake plans anew in the transaction, and does what is planned when nothing is refused.
func (r *Registry) undertake(ctx context.Context, u undertaking) (plan Plan, err error) {
	actor, err := authorise(ctx, u.change.Action)
	if err != nil {
		return plan, err
	}
	err = r.update(ctx, func(ctx context.Context, writer Writer) error {
		w, err := r.begin(ctx, writer, actor)
		if err != nil {
			return err
		}
		pl, err := u.plan(ctx, w)
		if err != nil {
			return err
		}
		plan = pl.plan
		if err := u.refusal(plan); err != nil || len(plan.Rows) == 0 {
			return err
		}
		if err := w.putPlan(ctx, pl); err != nil {
			return fmt.Errorf("%s: %w", u.change.Action, err)
		}
		change := u.change
		change.Revision, change.At, change.ActorID, change.Items = w.stamp.Version, w.now, actor.ID, w.items
		plan.Change, plan.FirstRevision = &change, change.Revision
		return writer.AppendChange(ctx, change)
	})
	return plan, err
}
