package sqlite

import (
	"cmp"
	"database/sql"

	"ketenkaart/registry"
)

// walk is the way through an ordered list, by the names of its fragments: things and by make PartnersFromName,
// PartnersToName, PartnersUpByName and PartnersDownByName.
type walk struct {
	things, by string
	// down says that the list is descending.
	down bool
	// numeric says that the keys hold their value as Number.
	numeric bool
	// from and to are places outside of which nothing of the list lies; an index takes one bound a side, so a page's
	// keys and these are made one.
	from, to *registry.Key
}

// page adds all that makes a statement a page.
func (w walk) page(q *query, page registry.Page) {
	w.bounds(q, page)
	w.order(q, page)
}

// bounds has the walk begin and end where the page does.
func (w walk) bounds(q *query, page registry.Page) {
	lower, upper := page.After, page.Before
	if w.down {
		lower, upper = upper, lower
	}
	lower, upper = inner(lower, w.from, 1), inner(upper, w.to, -1)
	// Without a key the list begins below all there is: the bound makes the planner use the index of the order.
	if lower == nil {
		lower = &registry.Key{}
	}
	q.add(w.things+"From"+w.by, sql.Named("lower", w.value(lower)), sql.Named("lowerTie", lower.Tie))
	if upper != nil {
		q.add(w.things+"To"+w.by, sql.Named("upper", w.value(upper)), sql.Named("upperTie", upper.Tie))
	}
}

// order also adds the limit: one more than asked, which tells whether there are more.
func (w walk) order(q *query, page registry.Page) {
	q.size = min(page.Limit+1, registry.DefaultPageSize+1)
	limit := sql.Named("limit", int64(page.Limit)+1)
	if w.down == page.Backward {
		q.add(w.things+"UpBy"+w.by, limit)
	} else {
		q.add(w.things+"DownBy"+w.by, limit)
	}
}

func (w walk) value(key *registry.Key) any {
	if w.numeric {
		return int64(key.Number)
	}
	return key.Text
}

// inner returns the higher of two places when side is 1, the lower when it is -1; nil is no bound.
func inner(a, b *registry.Key, side int) *registry.Key {
	if a == nil || b != nil && side*cmp.Or(cmp.Compare(b.Text, a.Text), cmp.Compare(b.Tie, a.Tie)) > 0 {
		return b
	}
	return a
}

// days bounds a walk by since to what began from the one day, and before the other, and to the periods that are meant.
func (w walk) days(period registry.PeriodFilter, from, before *registry.Date, asOf registry.Date) walk {
	if from != nil {
		w.from = &registry.Key{Text: string(*from)}
	}
	// No UUID comes after a tilde, so all of the day itself lies before it.
	day := &registry.Key{Text: string(asOf), Tie: "~"}
	switch period.OrCurrent() {
	case registry.AllPeriods:
	case registry.PlannedPeriods:
		w.from = inner(w.from, day, 1)
	default:
		w.to = day
	}
	if before != nil {
		w.to = inner(w.to, &registry.Key{Text: string(*before)}, -1)
	}
	return w
}
