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
}

// PlanImport tells what Import would do now with each thing, and writes nothing. A plan with refused rows is no error. TOO_LONG
// when the dataset has more than 50,000 rows.
func (r *Registry) PlanImport(ctx context.Context, in ImportInput) (Plan, error) {
	if err := in.check(); err != nil {
		return Plan{}, err
	}
	return r.look(ctx, in.undertaking())
}

// Import has the register hold what the dataset tells: it adds what is new and changes what is told otherwise, in one Change, by
// the rules of the mutations; what the dataset does not tell of stays. When a rule refuses any of it, nothing is written,
// and everything that is refused is told at once, as BAD_USER_INPUT with DATASET_REJECTED and the facts of each. It
// returns what it did; with no Change when the register holds all of it already. What has no row ends only when that is asked
// (R14): BAD_USER_INPUT with REASON_REQUIRED, or for lists that cannot be meant.
func (r *Registry) Import(ctx context.Context, in ImportInput) (Plan, error) {
	if err := in.check(); err != nil {
		return Plan{}, err
	}
	return r.undertake(ctx, in.undertaking())
}

// Fill imports into an empty register, and gives the Change; CONFLICT with REGISTER_NOT_EMPTY when there was a change already.
func (r *Registry) Fill(ctx context.Context, data Dataset) (change Change, err error) {
	in := ImportInput{Data: data}
	if err := in.check(); err != nil {
		return change, err
	}
	fill := in.undertaking()
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

// check refuses what is too much for one transaction, and an ending that cannot be meant.
func (in ImportInput) check() error {
	if rows := in.Data.rows(); rows > maxImport {
		return tooManyRows(rows)
	}
	return in.Missing.check(in.Data)
}

func tooManyRows(rows int) error {
	return Invalid(ReasonTooLong, "dataset", "at most %d rows in one import, not %d", maxImport, rows).with("most", maxImport)
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
