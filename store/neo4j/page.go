package neo4j

import (
	"fmt"
	"strings"

	"ketenkaart/registry"
	"ketenkaart/store/named"
)

// A list is ordered by one property that holds the value that orders and then the tie breaker: one range of one index
// is a page, however many things have the same value. The separator is less than any character of either.

func placeOf(value, tie string) string { return value + "\t" + tie }

func textPlace(key registry.Key) string { return placeOf(key.Text, key.Tie) }

// numberPlace has as many digits as KeepCounts gives.
func numberPlace(key registry.Key) string { return placeOf(fmt.Sprintf("%09d", key.Number), key.Tie) }

// walk is a page as a walk along an index: between two places, up or down.
type walk struct {
	low, high *registry.Key
	down      bool
	// size is what the page holds; the walk goes one item further, to know whether there is more.
	size int
}

// walkOf turns a page of a list in the direction into a walk.
func walkOf(page registry.Page, direction registry.OrderDirection) walk {
	w := walk{low: page.After, high: page.Before, size: page.Limit}
	if direction == registry.Descending {
		w.low, w.high = page.Before, page.After
	}
	w.down = (direction == registry.Descending) != page.Backward
	return w
}

// last is beyond any character.
const last = "\U0010FFFF"

// setEnds adds the ends of the walk to the parameters; without an end it goes to that of the list, which lies between
// least and most.
func (w walk) setEnds(params map[string]any, place func(registry.Key) string, least, most string) {
	if w.low != nil {
		least = max(least, place(*w.low))
	}
	if w.high != nil {
		most = min(most, place(*w.high))
	}
	params["size"], params["limit"], params["low"], params["high"] = w.size, w.size+1, least, most
}

// sinceBounds are the ends of a list in order of since that holds the periods that are meant.
func sinceBounds(period registry.PeriodFilter, asOf registry.Date, from, before *registry.Date) (least, most string) {
	day := placeOf(string(asOf), last)
	switch period.OrCurrent() {
	case registry.AllPeriods:
		most = last
	case registry.PlannedPeriods:
		least, most = day, last
	default:
		most = day
	}
	if from != nil {
		least = max(least, placeOf(string(*from), ""))
	}
	if before != nil {
		most = min(most, placeOf(string(*before), ""))
	}
	return least, most
}

// addPeriod adds which periods are meant, of what the prefix names.
func addPeriod(where *conditions, prefix string, period registry.PeriodFilter) {
	if name := named.OfPeriods(prefix, period); name != "" {
		where.add(name, nil)
	}
}

// direct returns a statement, which is written upward, the direction of the walk.
func (w walk) direct(statement string) string {
	if !w.down {
		return statement
	}
	return strings.ReplaceAll(statement, " ASC", " DESC")
}
