package registry

import "context"

const actionImport Action = "importRegister"

// maxImport is how many rows go into one transaction.
const maxImport = 50_000

// ImportInput is what to import into the register as it is.
type ImportInput struct {
	Data Dataset
	// Reason is why, for the Change; nil is none said.
	Reason *string
	// Missing ends what the data has no row of; nil leaves it alone.
	Missing *Ending
	// Written hears how many rows were written, whenever some were of an import that goes in batches; nil hears nothing.
	Written func(rows int)
}

// PlanImport tells what Import would do now with each thing, and writes nothing. A plan with refused rows is no error. TOO_LONG
// when the dataset has more than 50,000 rows and the register is in use.
func (r *Registry) PlanImport(ctx context.Context, in ImportInput) (Plan, error) {
	if _, err := r.fillingOf(ctx, in); err != nil {
		return Plan{}, err
	}
	return r.look(ctx, in.undertaking())
}

// Import has the register hold what the dataset tells: it adds what is new and changes what is told otherwise, in one Change, by
// the rules of the mutations; what the dataset does not tell of stays. When a rule refuses any of it, nothing is written,
// and everything that is refused is told at once, as BAD_USER_INPUT with DATASET_REJECTED and the facts of each. It
// returns what it did; with no Change when the register holds all of it already. What has no row ends only when that is asked
// (R14): BAD_USER_INPUT with REASON_REQUIRED, or for lists that cannot be meant.
//
// More than 50,000 rows go only into an empty register, in batches of as many, each with a Change, of which the plan has the last
// and the revision of the first. Until the last batch the State is Incomplete; an import that was cut off goes on when it is done
// again, with the same dataset.
func (r *Registry) Import(ctx context.Context, in ImportInput) (Plan, error) {
	filling, err := r.fillingOf(ctx, in)
	switch {
	case err != nil:
		return Plan{}, err
	case filling != nil:
		return filling.write(ctx)
	}
	return r.undertake(ctx, in.undertaking())
}

// Fill imports into an empty register, and gives the Change; CONFLICT with REGISTER_NOT_EMPTY when there was a change already.
func (r *Registry) Fill(ctx context.Context, data Dataset) (change Change, err error) {
	if rows := data.rows(); rows > r.maxImport {
		return change, tooManyRows(rows, r.maxImport)
	}
	fill := ImportInput{Data: data}.undertaking()
	fill.plan = func(ctx context.Context, w *work) (*planning, error) {
		if w.stamp.Version > 1 {
			return nil, Conflict(ReasonNotEmpty, "the register is not empty: its revision is %d", w.stamp.Version-1)
		}
		return w.planImport(ctx, data, nil)
	}
	plan, err := r.undertake(ctx, fill)
	if plan.Change != nil {
		change = *plan.Change
	}
	return change, err
}

func tooManyRows(rows, most int) error {
	return Invalid(ReasonTooLong, "dataset", "at most %d rows at once, not %d: more go into an empty register alone, by an import", most, rows).with("most", most)
}

func (in ImportInput) undertaking() undertaking {
	return undertaking{
		change: Change{Action: actionImport, Reason: in.Reason},
		plan:   func(ctx context.Context, w *work) (*planning, error) { return w.planImport(ctx, in.Data, in.Missing) },
		refusal: func(plan Plan) error {
			return plan.refusal(CodeBadInput, ReasonDatasetRejected, "the import")
		},
	}
}
