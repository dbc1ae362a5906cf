package registry

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
)

const actionRevert Action = "revertChange"

// revertPage is how many items of a change are read at once.
const revertPage = 1000

// RevertInput is a change to take back.
type RevertInput struct {
	Revision int
	Reason   string
}

// PlanRevert tells what Revert of the change would do now with each thing, and writes nothing. A plan with refused rows is no
// error. NOT_FOUND.
func (r *Registry) PlanRevert(ctx context.Context, revision int) (Plan, error) {
	return r.look(ctx, r.revertOf(revision))
}

// Revert takes a change back as a whole, in one Change: what it changed is as it was, what it added is taken out of all reads, and
// what it took out is there again; the feed keeps all of it. It is refused, with all reasons at once, when later changes stand
// on it: CONFLICT with LATER_CHANGES, which names them; and when it added anything and more than 100,000 things changed since.
// REASON_REQUIRED; NOT_FOUND.
func (r *Registry) Revert(ctx context.Context, in RevertInput) (Plan, error) {
	reason, err := cleanReason(in.Reason)
	if err != nil {
		return Plan{}, err
	}
	undoing := r.revertOf(in.Revision)
	undoing.change.Reason = &reason
	return r.undertake(ctx, undoing)
}

// revert is the change that is taken back, and how many items later changes may have.
type revert struct{ revision, maxLater int }

func (r *Registry) revertOf(revision int) undertaking {
	id := Change{Revision: revision}.ID()
	return undertaking{
		change: Change{Action: actionRevert, SubjectID: id},
		plan: func(ctx context.Context, w *work) (*planning, error) {
			return w.planRevert(ctx, revert{revision, r.maxLater})
		},
		refusal: func(plan Plan) error {
			return plan.refusal(CodeConflict, ReasonLaterChanges, "the revert of "+id)
		},
	}
}

// planRevert has each thing that a change touched be as it was, and holds that against what the register is now. When anything
// changed since, no more is said than that.
func (w *work) planRevert(ctx context.Context, revert revert) (*planning, error) {
	revision := revert.revision
	if _, err := find[Change](ctx, w, "revision", Change{Revision: revision}.ID()); err != nil {
		return nil, err
	}
	items, err := w.itemsOf(ctx, revision)
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(items))
	for i, item := range items {
		ids[i] = item.SubjectID
	}
	pl := newPlanning(Dataset{})
	pl.checkAgreement = restoredAgreement
	if pl.was, err = Nodes(ctx, w, ids); err != nil {
		return nil, err
	}
	for _, item := range items {
		if err := pl.restore(item, revision); err != nil {
			return nil, err
		}
	}
	if pl.plan.Counts[OutcomeRefused] > 0 {
		return pl, nil
	}
	return pl, firstOf(
		func() error { return w.readBorders(ctx, pl) },
		func() error { return w.surround(ctx, pl) },
		func() error { return w.checkReferred(ctx, pl, revert) },
		func() error { return pl.hold(w.stamp.Version) },
	)
}

// itemsOf reads what a change touched, a page at a time.
func (w *work) itemsOf(ctx context.Context, revision int) (items []ChangeItem, err error) {
	query := ChangeItemQuery{Revision: revision, Page: Page{Limit: revertPage}}
	for {
		lists, err := w.ListChangeItems(ctx, []ChangeItemQuery{query})
		if err != nil {
			return nil, fmt.Errorf("read what change %d touched: %w", revision, err)
		}
		page := lists[0].Items
		if items = append(items, page...); len(page) < revertPage {
			return items, nil
		}
		after := itemKey(page[len(page)-1])
		query.Page.After = &after
	}
}

// restore has a thing be as it was before the change of the revision, unless it changed since.
func (pl *planning) restore(item ChangeItem, revision int) error {
	is, there := pl.was[item.SubjectID].(versioned)
	if err := checkUntouched(item, is, there, revision); err != nil {
		row := PlanRow{Name: item.SubjectID}
		row.refuse(Dataset{}, "", 0, []*Error{err})
		pl.plan.add(row)
		return nil
	}
	if len(item.Before) == 0 {
		pl.removed = append(pl.removed, is)
		return pl.part(item)
	}
	state, err := encode(pl.was[item.SubjectID])
	if err != nil {
		return err
	}
	if there {
		if state, err = before(state, item); err != nil {
			return fmt.Errorf("work out how %s was: %w", item.SubjectID, err)
		}
	} else {
		state = item.Before
	}
	if err := pl.addState(item, state, is); err != nil {
		return fmt.Errorf("read how %s was: %w", item.SubjectID, err)
	}
	return pl.part(item)
}

// checkUntouched refuses a thing that is not as the change left it.
func checkUntouched(item ChangeItem, is versioned, there bool, revision int) *Error {
	switch {
	case len(item.After) == 0 && there:
		return Conflict(ReasonLaterChanges, "%s is there again since revision %d", item.SubjectID, is.AtVersion()).with("id", item.SubjectID).with("version", is.AtVersion())
	case len(item.After) == 0:
		return nil
	case !there:
		return Conflict(ReasonLaterChanges, "%s is not in the register any more", item.SubjectID).with("id", item.SubjectID)
	case is.AtVersion() != revision:
		return Conflict(ReasonLaterChanges, "%s changed since: its version is %d", item.SubjectID, is.AtVersion()).with("id", item.SubjectID).with("version", is.AtVersion())
	}
	return nil
}

// before gives the state that a thing had, by the one that it has and what differs of it.
func before(state json.RawMessage, item ChangeItem) (json.RawMessage, error) {
	fields, err := fieldsOf(state)
	if err != nil {
		return nil, err
	}
	was, err := fieldsOf(item.Before)
	if err != nil {
		return nil, err
	}
	is, err := fieldsOf(item.After)
	if err != nil {
		return nil, err
	}
	for _, name := range unionOfKeys(was, is) {
		switch {
		case was[name] == nil:
			delete(fields, name)
		case is[name] == nil:
			fields[name] = was[name]
		default:
			if fields[name], err = itemsBefore(fields[name], was[name], is[name]); err != nil {
				return nil, err
			}
		}
	}
	return json.Marshal(fields)
}

// itemsBefore is before for a field. Of two lists of objects the feed tells only what differs (differingItems): those that are
// gone stand in the places of those that came.
func itemsBefore(field, was, is json.RawMessage) (json.RawMessage, error) {
	gone, came, now := objectsOf(was), objectsOf(is), objectsOf(field)
	if gone == nil || came == nil || now == nil {
		return was, nil
	}
	items := []json.RawMessage{}
	for _, item := range now {
		i := slices.IndexFunc(came, func(other json.RawMessage) bool { return bytes.Equal(compactJSON(other), compactJSON(item)) })
		switch {
		case i < 0:
			items = append(items, item)
		default:
			came = slices.Delete(came, i, i+1)
			if len(gone) > 0 {
				items, gone = append(items, gone[0]), gone[1:]
			}
		}
	}
	return json.Marshal(append(items, gone...))
}

// compactJSON writes JSON with its fields in order, as stores may keep it otherwise.
func compactJSON(raw json.RawMessage) []byte {
	var value any
	if json.Unmarshal(raw, &value) != nil {
		return raw
	}
	compact, err := json.Marshal(value)
	if err != nil {
		return raw
	}
	return compact
}

// addState adds a thing by its state; is has its present version, and is nil when it is not there.
func (pl *planning) addState(item ChangeItem, state json.RawMessage, is versioned) error {
	stamp, d := Stamp{}, &pl.data
	if is != nil {
		stamp.Version = is.AtVersion()
	}
	_, key := splitID(item.SubjectID)
	switch item.Kind {
	case KindMinistry:
		return addDecoded(&d.Ministries, state, func(m *Ministry) { m.Stamp = stamp })
	case KindSector:
		return addDecoded(&d.Sectors, state, func(s *Sector) { s.Stamp = stamp })
	case KindChain:
		return addDecoded(&d.Chains, state, func(c *Chain) { c.Stamp = stamp })
	case KindRegion:
		return addDecoded(&d.Regions, state, func(r *Region) { r.Stamp = stamp })
	case KindMunicipality:
		return addDecoded(&d.Municipalities, state, func(m *Municipality) { m.Stamp = stamp })
	case KindPartner:
		return addDecoded(&d.Partners, state, func(p *Partner) { p.Stamp = stamp })
	case KindCollaboration:
		return addDecoded(&d.Collaborations, state, func(c *Collaboration) { c.UUID, c.Stamp = key, stamp })
	case KindAdoption:
		return addDecoded(&d.Adoptions, state, func(a *Adoption) { a.UUID, a.Stamp = key, stamp })
	case KindAgreement:
		return addDecoded(&d.Agreements, state, func(a *Agreement) { a.UUID, a.Stamp = key, stamp })
	case KindEvaluation:
		return addDecoded(&pl.evaluations, state, func(e *InformalEvaluation) { e.UUID, e.Stamp = key, stamp })
	}
	return fmt.Errorf("a change of a thing of kind %s is never taken back", item.Kind)
}

func addDecoded[T any](to *[]T, state json.RawMessage, complete func(*T)) error {
	var thing T
	if err := json.Unmarshal(state, &thing); err != nil {
		return err
	}
	complete(&thing)
	*to = append(*to, thing)
	return nil
}

// part finds the pairs of neighbours that were, and those that were not.
func (pl *planning) part(item ChangeItem) error {
	if item.Kind != KindRegion {
		return nil
	}
	var was, is struct {
		Neighbours []Neighbour `json:"neighbours"`
	}
	for state, into := range map[*json.RawMessage]any{&item.Before: &was, &item.After: &is} {
		if len(*state) > 0 {
			if err := json.Unmarshal(*state, into); err != nil {
				return fmt.Errorf("read the neighbours of %s: %w", item.SubjectID, err)
			}
		}
	}
	_, code := splitID(item.SubjectID)
	for _, neighbour := range was.Neighbours {
		if code < neighbour.RegionCode {
			pl.data.Neighbours = append(pl.data.Neighbours, neighbour.with(code))
		}
	}
	for _, neighbour := range is.Neighbours {
		again := slices.ContainsFunc(was.Neighbours, func(n Neighbour) bool { return n.RegionCode == neighbour.RegionCode })
		if !again && code < neighbour.RegionCode {
			pl.parted = append(pl.parted, neighbour.with(code))
		}
	}
	return nil
}

// with is the pair that the neighbour makes with a region.
func (n Neighbour) with(code string) Neighbours {
	return Neighbours{A: code, B: n.RegionCode, Kind: n.Kind, Provenance: n.Provenance}
}

// restoredAgreement holds an agreement as it was against the rules: it is no edit, and keeps the revision of its text.
func restoredAgreement(a, _ *Agreement, met surroundings, _ int) error { return a.check(met) }
