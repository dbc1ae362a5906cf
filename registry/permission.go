package registry

import (
	"cmp"
	"context"
	"errors"
	"slices"
)

// Permission says whether an action is allowed now, and if not by which rule, why, and what would allow it.
type Permission struct {
	Allowed bool
	// Rule is the number of the rule, Reason the stable word of the refusal; Why and Remedy are for people, in Dutch.
	Rule        *string
	Reason      *Reason
	Why, Remedy *string
}

// Can answers before a mutation what its rules would say of its subject as it is now: the same checks, without a writer.
// What depends on the rest of the input, such as a day or a text, only the mutation can tell. BAD_USER_INPUT with
// UNKNOWN_ACTION, or without the subject that the action has; NOT_FOUND.
func (r *Registry) Can(ctx context.Context, action Action, subject, party *string) (Permission, error) {
	row, err := action.row()
	if err != nil {
		return Permission{}, err
	}
	if _, err := authorise(ctx, action); err != nil {
		return refusedBy(err)
	}
	var permission Permission
	err = r.store.View(ctx, func(ctx context.Context, reader Reader) error {
		w := &work{Reader: reader, today: r.Today(), guide: r.guide}
		thing, err := w.subjectOf(ctx, row, subject)
		if err != nil {
			return err
		}
		permission, err = refusedBy(w.checkAction(ctx, row, thing, party))
		return err
	})
	return permission, err
}

// refusedBy makes a permission of what a check says; what is no refusal stays an error.
func refusedBy(err error) (Permission, error) {
	if err == nil {
		return Permission{Allowed: true}, nil
	}
	refusal, ok := errors.AsType[*Error](err)
	if !ok || refusal.Code == CodeUnavailable || refusal.Code == CodeInternal || refusal.Code == CodeNotFound || refusal.Reason == ReasonMalformedID {
		return Permission{}, err
	}
	why, remedy := refusal.Explanation()
	permission := Permission{Reason: &refusal.Reason, Why: &why, Remedy: &remedy}
	if rule, ok := refusal.Facts["rule"].(string); ok {
		permission.Rule = &rule
	}
	return permission, nil
}

// subjectOf reads the thing that an action would be done to; nil when it adds one and none is named.
func (w *work) subjectOf(ctx context.Context, action actionRow, subject *string) (Node, error) {
	if subject == nil && action.adds {
		return nil, nil
	}
	if subject == nil {
		return nil, Invalid(ReasonInvalid, "subject", "%s is done to something: give its id", action.name).as(detailSubject)
	}
	kind, _, err := ParseID("subject", *subject)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(action.on, kind) {
		return nil, Invalid(ReasonMalformedID, "subject", "%s is not done to a %s", action.name, kind).with("kinds", append([]Kind{}, action.on...))
	}
	if kind == KindCommitment {
		return w.agreementOf(ctx, *subject)
	}
	return find[Node](ctx, w, "subject", *subject)
}

// checkAction holds an action against the life of an agreement, and against the rules of its subject.
func (w *work) checkAction(ctx context.Context, action actionRow, subject Node, party *string) error {
	if agreement, ok := subject.(Agreement); ok {
		if err := agreement.allows(action.name); err != nil {
			return err
		}
	}
	if action.check == nil {
		return nil
	}
	return action.check(ctx, w, subject, party)
}

// checkApproval also holds the last approval that is waited for against what it would activate.
func (w *work) checkApproval(ctx context.Context, a Agreement, party *string) error {
	if party == nil {
		return nil
	}
	if err := a.checkApprover(*party); err != nil {
		return err
	}
	if waiting := a.WaitingFor(); len(waiting) == 1 && waiting[0] == *party {
		return w.checkActivation(ctx, a)
	}
	return nil
}

// checkRefusal refuses the no of who has nothing to sign.
func (w *work) checkRefusal(_ context.Context, a Agreement, party *string) error {
	if party == nil {
		return nil
	}
	return a.checkSigner(*party)
}

// checkEndableNow refuses the end of a partner today.
func (w *work) checkEndableNow(ctx context.Context, partner Partner) error {
	return w.checkEndable(ctx, partner, w.today)
}

// checkExists refuses a collaboration with a partner from today on, when that is not in its period (R3).
func (w *work) checkExists(_ context.Context, partner Partner) error {
	return partner.contains(Period{Since: w.today, Until: partner.Until})
}

// checkAdoptable refuses the adoption of a partner from today on by any region (R5).
func (w *work) checkAdoptable(ctx context.Context, partner Partner) error {
	planned := Adoption{PartnerKey: partner.Key, Period: Period{Since: w.today}}
	met, err := w.around(ctx, Dataset{Adoptions: []Adoption{planned}})
	if err != nil {
		return err
	}
	return cmp.Or(checkShared(partner, met.ofPartner[partner.Key], w.today), planned.checkOnly(met.adoptions[partner.Key]))
}
