package registry

import (
	"context"
	"errors"
	"fmt"
)

const actionImport Action = "importRegister"

// maxImport is how many rows go into one transaction.
const maxImport = 50_000

// ImportInput is what to import into the register as it is.
type ImportInput struct {
	Data Dataset
	// Reason is why, for the Change; nil is none said.
	Reason *string
}

// ImportOutcome says what an import does with a thing.
type ImportOutcome string

// The outcomes.
const (
	ImportNew       ImportOutcome = "NEW"
	ImportChanged   ImportOutcome = "CHANGED"
	ImportEnded     ImportOutcome = "ENDED"
	ImportUnchanged ImportOutcome = "UNCHANGED"
	ImportRefused   ImportOutcome = "REFUSED"
)

// ImportRow is what an import does with one thing.
type ImportRow struct {
	Outcome ImportOutcome
	// Name is by what an import tells of the thing: its id, or what it is between.
	Name string
	// Place is where it was read; nil when it was not read from a file.
	Place *Place
	// Item has what changes of a thing that is there.
	Item ChangeItem
	// Problems are all that is wrong with it, of which it is refused.
	Problems []ImportProblem
}

// ImportProblem is why a thing is refused, and where that was read; Place is nil when it was not read from a file.
type ImportProblem struct {
	Place *Place
	*Error
}

// ImportPlan is what an import does, thing by thing in order of the lists of a dataset.
type ImportPlan struct {
	// Rows are all that are not unchanged.
	Rows []ImportRow
	// Counts says of how many things each outcome is.
	Counts map[ImportOutcome]int
	// Change is what was written; nil when nothing was, since nothing had to or it is a plan alone.
	Change *Change
}

// PlanImport tells what Import would do now with each thing, and writes nothing. A plan with refused rows is no error. TOO_LONG
// when the dataset has more than 50,000 rows.
func (r *Registry) PlanImport(ctx context.Context, in ImportInput) (plan ImportPlan, err error) {
	if _, err := in.authorise(ctx); err != nil {
		return plan, err
	}
	err = r.store.View(ctx, func(ctx context.Context, reader Reader) error {
		revision, err := reader.Revision(ctx)
		if err != nil {
			return fmt.Errorf("read the revision: %w", err)
		}
		w := &work{Reader: reader, today: r.Today(), guide: r.guide, stamp: Stamp{Version: revision + 1}}
		im, err := w.planImport(ctx, in.Data)
		if err == nil {
			plan = im.plan
		}
		return err
	})
	return plan, err
}

// Import has the register hold what the dataset tells: it adds what is new and changes what is told otherwise, in one Change, by
// the rules of the mutations; what the dataset does not tell of stays. When a rule refuses any of it, nothing is written,
// and everything that is refused is told at once, as BAD_USER_INPUT with DATASET_REJECTED and the facts of each. It
// returns what it did; with no Change when the register holds all of it already.
func (r *Registry) Import(ctx context.Context, in ImportInput) (ImportPlan, error) {
	return r.carryImport(ctx, in, func(Stamp) error { return nil })
}

// Fill imports into an empty register, and gives the Change; CONFLICT with REGISTER_NOT_EMPTY when there was a change already.
func (r *Registry) Fill(ctx context.Context, data Dataset) (change Change, err error) {
	plan, err := r.carryImport(ctx, ImportInput{Data: data}, func(next Stamp) error {
		if next.Version > 1 {
			return Conflict(ReasonNotEmpty, "the register is not empty: its revision is %d", next.Version-1)
		}
		return nil
	})
	if plan.Change != nil {
		change = *plan.Change
	}
	return change, err
}

// authorise refuses who may not import, and what is too much for one transaction.
func (in ImportInput) authorise(ctx context.Context) (Actor, error) {
	actor, err := authorise(ctx, actionImport)
	if err != nil {
		return actor, err
	}
	if rows := in.Data.rows(); rows > maxImport {
		return actor, Invalid(ReasonTooLong, "dataset", "at most %d rows in one import, not %d", maxImport, rows).with("most", maxImport)
	}
	return actor, nil
}

func (r *Registry) carryImport(ctx context.Context, in ImportInput, allowed func(next Stamp) error) (plan ImportPlan, err error) {
	actor, err := in.authorise(ctx)
	if err != nil {
		return plan, err
	}
	err = r.update(ctx, func(ctx context.Context, writer Writer) error {
		w, err := r.begin(ctx, writer)
		if err != nil {
			return err
		}
		if err := allowed(w.stamp); err != nil {
			return err
		}
		im, err := w.planImport(ctx, in.Data)
		if err != nil {
			return err
		}
		if err := im.plan.refusal(); err != nil {
			return err
		}
		if plan = im.plan; len(plan.Rows) == 0 {
			return nil
		}
		if err := w.putImport(ctx, im); err != nil {
			return fmt.Errorf("import: %w", err)
		}
		plan.Change = &Change{Revision: w.stamp.Version, At: w.now, ActorID: actor.ID, Action: actionImport, Reason: in.Reason, Items: w.items}
		return writer.AppendChange(ctx, *plan.Change)
	})
	return plan, err
}

// refusal tells of everything that is refused at once; nil when nothing is.
func (p ImportPlan) refusal() error {
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
		Code: CodeBadInput, Reason: ReasonDatasetRejected, Message: fmt.Sprintf("the import is refused for %d reasons", len(refused)),
		Facts: map[string]any{"refused": messages}, Cause: errors.Join(refused...),
	}
}
