package registry

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
)

// Permission says whether an action is allowed now, and if not by which rule, why, and what would allow it.
type Permission struct {
	Action  Action
	Allowed bool
	// Possible says whether the subject is at a point of its life at which the action can be taken at all, whoever asks.
	Possible bool
	// Rule is the number of the rule, Reason the stable word of the refusal; Why and Remedy are for people, in Dutch.
	Rule        *string
	Reason      *Reason
	Why, Remedy *string
}

// Actionable is whatever has something done to it.
type Actionable interface {
	Node
	IsActionable()
}

// Can answers before a mutation what its rules would say of its subject as it is now: the same checks, without a writer.
// What depends on the rest of the input, such as a day or a text, only the mutation can tell. BAD_USER_INPUT with
// UNKNOWN_ACTION, or without the subject that the action has; NOT_FOUND.
func (r *Registry) Can(ctx context.Context, action Action, subject, party *string) (permission Permission, err error) {
	row, err := action.row()
	if err != nil {
		return permission, err
	}
	if err := row.checkSubject(subject); err != nil {
		return permission, err
	}
	if party != nil {
		if err := CheckParty(*party); err != nil {
			return permission, err
		}
	}
	err = r.guard.view(ctx, func(ctx context.Context, reader Reader) error {
		w := &work{Reader: reader, today: r.Today(), guide: r.guide}
		try := attempt[Node]{by: party}
		if subject != nil {
			subjects, err := w.subjects(ctx, []string{*subject})
			if err != nil {
				return err
			}
			if try.on = subjects[*subject]; try.on == nil {
				return NotFound(*subject).At("subject")
			}
		}
		permissions, err := w.permissions(ctx, row, []attempt[Node]{try})
		if err == nil {
			permission = permissions[0]
		}
		return err
	})
	return permission, err
}

// CheckParty refuses an id that is neither a region's nor a partner's; BAD_USER_INPUT, MALFORMED_ID.
func CheckParty(id string) error { return checkParties("party", []string{id}) }

// ActionsQuery asks what may be done to a thing, by id, and by a party, by id; "" is nobody in particular.
type ActionsQuery struct{ Subject, Party string }

func (q ActionsQuery) party() *string {
	if q.Party == "" {
		return nil
	}
	return &q.Party
}

// Actions gives, for each query, what Can would of each action that is done to its subject, or that it is about, in the
// order of the mutations; an empty list for what is not there.
func (r *Registry) Actions(ctx context.Context, queries []ActionsQuery) (given map[ActionsQuery][]Permission, err error) {
	err = r.guard.view(ctx, func(ctx context.Context, reader Reader) error {
		w := &work{Reader: reader, today: r.Today(), guide: r.guide}
		given, err = w.actions(ctx, queries)
		return err
	})
	return given, err
}

func (w *work) actions(ctx context.Context, queries []ActionsQuery) (map[ActionsQuery][]Permission, error) {
	given, ids := make(map[ActionsQuery][]Permission, len(queries)), make([]string, len(queries))
	for i, query := range queries {
		given[query], ids[i] = []Permission{}, query.Subject
	}
	subjects, err := w.subjects(ctx, ids)
	if err != nil {
		return nil, err
	}
	for _, action := range actions {
		attempts, of := []attempt[Node]{}, []ActionsQuery{}
		for _, query := range queries {
			if subject, there := subjects[query.Subject]; there && action.isOn(query.Subject) {
				attempts, of = append(attempts, attempt[Node]{subject, query.party()}), append(of, query)
			}
		}
		permissions, err := w.permissions(ctx, action, attempts)
		if err != nil {
			return nil, err
		}
		for i, query := range of {
			given[query] = append(given[query], permissions[i])
		}
	}
	return given, nil
}

// permissions holds an action against who asks, the life of each subject, and the rules.
func (w *work) permissions(ctx context.Context, action actionRow, attempts []attempt[Node]) ([]Permission, error) {
	permissions, refusals := make([]Permission, len(attempts)), make([]error, len(attempts))
	actor, denied := authorise(ctx, action.name)
	places := make([]int, len(attempts))
	for i, try := range attempts {
		life := action.checkLife(try.on, w.today)
		may := denied
		if may == nil {
			may = actor.mayBegin(action.name, try.on, try.by)
		}
		permissions[i].Possible, refusals[i], places[i] = life == nil, cmp.Or(may, life), i
	}
	open := func(i int) (attempt[Node], bool) { return attempts[i], action.check != nil && refusals[i] == nil }
	found, err := checkSome(places, open, func(some []attempt[Node]) ([]error, error) { return action.check(ctx, w, some) })
	if err != nil {
		return nil, err
	}
	for i, refusal := range found {
		permissions[i].Action = action.name
		if err := permissions[i].explain(cmp.Or(refusals[i], refusal)); err != nil {
			return nil, err
		}
	}
	return permissions, nil
}

// explain tells of a refusal, nil of none; what is no refusal stays an error.
func (p *Permission) explain(refused error) error {
	if p.Allowed = refused == nil; p.Allowed {
		return nil
	}
	refusal, ok := errors.AsType[*Error](refused)
	if !ok || refusal.Code == CodeUnavailable || refusal.Code == CodeInternal || refusal.Code == CodeNotFound || refusal.Reason == ReasonMalformedID {
		return refused
	}
	why, remedy := refusal.Explanation()
	p.Reason, p.Why, p.Remedy = &refusal.Reason, &why, &remedy
	if rule, ok := refusal.Facts["rule"].(string); ok {
		p.Rule = &rule
	}
	return nil
}

// isOn says whether the action is done to the kind of thing that the id names, or is about it.
func (row actionRow) isOn(id string) bool {
	kind, _ := splitID(id)
	return slices.Contains(row.on, kind)
}

// checkSubject refuses what the action is not done to; it may have none when it adds something.
func (row actionRow) checkSubject(subject *string) error {
	if subject == nil {
		if row.adds {
			return nil
		}
		return Invalid(ReasonInvalid, "subject", "%s is done to something: give its id", row.name).as(detailSubject)
	}
	kind, _, err := ParseID("subject", *subject)
	if err == nil && !row.isOn(*subject) {
		return Invalid(ReasonMalformedID, "subject", "%s is not done to a %s", row.name, kind).with("kinds", append([]Kind{}, row.on...))
	}
	return err
}

// subjects reads the things that actions would be done to, by the ids that were given; of a commitment, the agreement
// that holds it. Agreements come without their pairs, which few checks look at.
func (w *work) subjects(ctx context.Context, ids []string) (map[string]Node, error) {
	reader := pairless{w.Reader}
	subjects, err := Nodes(ctx, reader, ids)
	if err != nil {
		return nil, err
	}
	commitments := []string{}
	for _, thing := range subjects {
		if commitment, ok := thing.(Commitment); ok {
			commitments = append(commitments, commitment.UUID)
		}
	}
	if len(commitments) == 0 {
		return subjects, nil
	}
	agreements, err := reader.Agreements(ctx, AgreementSelect{Commitments: commitments})
	if err != nil {
		return nil, fmt.Errorf("read the agreements of commitments: %w", err)
	}
	for _, agreement := range agreements {
		for _, commitment := range agreement.Commitments {
			if _, asked := subjects[commitment.ID()]; asked {
				subjects[commitment.ID()] = agreement
			}
		}
	}
	return subjects, nil
}
