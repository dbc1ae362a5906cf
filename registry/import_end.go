package registry

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// Ending has an import end what is in the register, and of which the data has no row.
type Ending struct {
	// Lists are those of the dataset that it is done for, such as "partners": MissingLists has them all.
	Lists []string
	// On is the first day on which it does not hold any more, and Reason why (R14).
	On     Date
	Reason string
}

// MissingLists are the lists of a dataset of which the things have an end.
func MissingLists() []string {
	return []string{"ministries", "municipalities", "partners", "collaborations", "adoptions", "agreements"}
}

// check cleans the reason, and refuses lists that have no ends, or of which the data tells nothing: all would end.
func (e *Ending) check(data Dataset) error {
	if e == nil {
		return nil
	}
	reason, err := cleanReason(e.Reason)
	problems := []error{err}
	e.Reason = reason
	told := map[string]int{
		"ministries": len(data.Ministries), "municipalities": len(data.Municipalities), "partners": len(data.Partners),
		"collaborations": len(data.Collaborations), "adoptions": len(data.Adoptions), "agreements": len(data.Agreements),
	}
	for _, list := range e.Lists {
		switch {
		case !slices.Contains(MissingLists(), list):
			problems = append(problems, Invalid(ReasonInvalid, "lists", "%q is none of %v", clip(list), MissingLists()).as(detailNotListed))
		case told[list] == 0:
			problems = append(problems, Invalid(ReasonEmptyList, "lists", "there is no row of %s: all of them would end", list))
		}
	}
	return errors.Join(problems...)
}

// endMissing ends what the data has no row of.
func (w *work) endMissing(ctx context.Context, pl *planning, e Ending) error {
	d := &pl.data
	steps := map[string]func() error{
		"ministries": func() error {
			return endEach(ctx, w, pl, KindMinistry, &d.Ministries, func(m *Ministry) { e.end(&m.Until, nil) })
		},
		"municipalities": func() error {
			return endEach(ctx, w, pl, KindMunicipality, &d.Municipalities, func(m *Municipality) { e.end(&m.Until, nil) })
		},
		"partners": func() error {
			return endEach(ctx, w, pl, KindPartner, &d.Partners, func(p *Partner) { e.end(&p.Until, &p.EndReason) })
		},
		"collaborations": func() error {
			return endEach(ctx, w, pl, KindCollaboration, &d.Collaborations, func(c *Collaboration) { e.end(&c.Until, &c.EndReason) })
		},
		"adoptions": func() error {
			return endEach(ctx, w, pl, KindAdoption, &d.Adoptions, func(a *Adoption) { e.end(&a.Until, &a.EndReason) })
		},
		"agreements": func() error {
			return endEach(ctx, w, pl, KindAgreement, &d.Agreements, func(a *Agreement) {
				// Only what an import records, it ends (R7).
				if a.Stage == Recorded && e.end(&a.Until, &a.EndReason) {
					a.Stage = Ended
				}
			})
		},
	}
	for _, list := range MissingLists() {
		if slices.Contains(e.Lists, list) {
			if err := steps[list](); err != nil {
				return err
			}
		}
	}
	return nil
}

// end sets an end, unless there is an earlier one, and says whether it did.
func (e Ending) end(until **Date, reason **string) bool {
	if *until != nil && **until <= e.On {
		return false
	}
	*until = &e.On
	if reason != nil {
		*reason = &e.Reason
	}
	return true
}

// endEach adds the things of a kind that the data has no row of, as they end; those that end nothing are as they were.
func endEach[T versioned](ctx context.Context, w *work, pl *planning, kind Kind, things *[]T, end func(*T)) error {
	told := map[string]bool{}
	for _, thing := range *things {
		told[thing.ID()] = true
	}
	return w.scanAll(ctx, kind, func(node Node) error {
		was, ok := node.(T)
		if !ok || told[was.ID()] {
			return nil
		}
		ended := was
		end(&ended)
		if same, err := alike(was, ended); err != nil || same {
			return err
		}
		pl.was[was.ID()], pl.gone[was.ID()] = was, true
		*things = append(*things, ended)
		if rows := pl.data.rows(); rows > maxImport {
			return fmt.Errorf("end what is missing: %w", tooManyRows(rows, maxImport))
		}
		return nil
	})
}
