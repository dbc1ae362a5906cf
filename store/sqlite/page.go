package sqlite

import (
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
}

// page adds the bounds of a page, its order and its limit: one more than asked, which tells whether there are more.
func (w walk) page(q *query, page registry.Page) {
	lower, upper := page.After, page.Before
	if w.down {
		lower, upper = upper, lower
	}
	// Without a key the list begins below all there is: the bound makes the planner use the index of the order.
	if lower == nil {
		lower = &registry.Key{}
	}
	q.add(w.things+"From"+w.by, sql.Named("lower", w.value(lower)), sql.Named("lowerTie", lower.Tie))
	if upper != nil {
		q.add(w.things+"To"+w.by, sql.Named("upper", w.value(upper)), sql.Named("upperTie", upper.Tie))
	}
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
