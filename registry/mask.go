package registry

import (
	"bytes"
	"encoding/json"
	"slices"
)

// shown masks each thing of a list, which is the reader's own.
func shown[T any](things []T, mask func(*T)) []T {
	for i := range things {
		mask(&things[i])
	}
	return things
}

func shownLists[T any](lists []List[T], mask func(*T)) []List[T] {
	for _, list := range lists {
		shown(list.Items, mask)
	}
	return lists
}

// contactPoints are nil, and never an empty list, for whoever may not see them (R18).
func (g guarded) contactPoints(points *[]ContactPoint) {
	if !g.contacts {
		*points = nil
	}
}

func (g guarded) region(r *Region)               { g.contactPoints(&r.ContactPoints) }
func (g guarded) partner(p *Partner)             { g.contactPoints(&p.ContactPoints) }
func (g guarded) collaboration(c *Collaboration) { g.contactPoints(&c.ContactPoints) }
func (g guarded) adoption(a *Adoption)           { g.contactPoints(&a.ContactPoints) }

// among says whether an id is in a sorted list.
func among(sorted []string, id string) bool {
	_, there := slices.BinarySearch(sorted, id)
	return there
}

// hides says whether the agreement is closed to the viewer.
func (g guarded) hides(a Agreement) bool {
	return g.limited && a.inTheMaking() && !g.rights.isOf(partyIDs(partiesOf(a)))
}

// narrowCount leaves what is hidden out of what is counted.
func (h hidden) narrowCount(query CountQuery) CountQuery {
	switch q := query.(type) {
	case AgreementQuery:
		q.Filter.Without = h.agreements
		return q
	case AgendaQuery:
		q.Without = h.agreements
		return q
	case ChangeQuery:
		q.Filter.Without = h.ids
		return q
	case ChangeItemQuery:
		q.Filter.Without = h.ids
		return q
	}
	return query
}

// change takes off who did it, what it was about and touched when that is hidden, and what its items tell of contact points.
func (g guarded) change(c *Change, hidden []string) {
	if !g.contacts {
		c.ActorID = ""
	}
	if among(hidden, c.SubjectID) {
		c.SubjectID = ""
	}
	c.Items = shown(slices.DeleteFunc(c.Items, func(i ChangeItem) bool { return among(hidden, i.SubjectID) }), g.changeItem)
}

func (g guarded) changeItem(i *ChangeItem) {
	if !g.contacts {
		i.Before, i.After = withoutContactPoints(i.Before), withoutContactPoints(i.After)
	}
}

// withoutContactPoints leaves them out of the state of a thing; what cannot be read is left out whole.
func withoutContactPoints(state json.RawMessage) json.RawMessage {
	if !bytes.Contains(state, []byte(`"contactPoints"`)) {
		return state
	}
	fields, err := fieldsOf(state)
	if err != nil {
		return nil
	}
	delete(fields, "contactPoints")
	// RawMessages that were read are JSON, so that they can be written.
	masked, _ := json.Marshal(fields)
	return masked
}

// thing masks one of any kind; nil when it is hidden.
func (g guarded) thing(node Node, h hidden) Node {
	switch thing := node.(type) {
	case Region:
		g.region(&thing)
		return thing
	case Partner:
		g.partner(&thing)
		return thing
	case Collaboration:
		g.collaboration(&thing)
		return thing
	case Adoption:
		g.adoption(&thing)
		return thing
	case Agreement:
		if g.hides(thing) {
			return nil
		}
	case PeerReview, InformalEvaluation:
		if among(h.ids, thing.ID()) {
			return nil
		}
	case Change:
		touched := len(thing.Items) > 0
		if g.change(&thing, h.ids); touched && len(thing.Items) == 0 {
			return nil
		}
		return thing
	}
	return node
}
