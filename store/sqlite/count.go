package sqlite

import (
	"context"
	"slices"

	"ketenkaart/registry"
)

// countedTogether is how many partners countAll reads the collaborations of at once.
const countedTogether = 1_000

// never is when a count ends that nothing changes.
const never = "9999-12-31"

// countEdges keeps what the orders COLLABORATIONS and LATEST_COLLABORATION go by, unless the register is being filled.
func (w *writer) countEdges(ctx context.Context, partners []string) error {
	if len(partners) == 0 {
		return nil
	}
	filling, err := first(ctx, &w.reader, w.library.query("Filling"))
	if err != nil || filling == 1 {
		return err
	}
	return w.countAll(ctx, partners)
}

// PutCounts counts for partners of a register that is being filled.
func (w *writer) PutCounts(ctx context.Context, partners []string) error {
	if err := w.makeIndex(ctx, ofPartner); err != nil {
		return err
	}
	return w.countAll(ctx, partners)
}

// countAll counts again for partners, a part of them at a time, so that the memory for it is bounded.
func (w *writer) countAll(ctx context.Context, partners []string) error {
	for some := range slices.Chunk(partners, countedTogether) {
		if err := w.countAgain(ctx, some); err != nil {
			return err
		}
	}
	return nil
}

// countAgain counts here, not in SQL, which takes twice as long for it.
func (w *writer) countAgain(ctx context.Context, partners []string) error {
	keys := jsonArg("keys", partners)
	periods := map[string][]registry.Period{}
	q := w.library.query("PeriodsOfPartners", keys)
	if err := w.session.rows(ctx, q.text.String(), q.args, func(r *row) error {
		periods[r.text(0)] = append(periods[r.text(0)], r.period(1))
		return nil
	}); err != nil {
		return translated(err)
	}
	if err := w.put(ctx, "ClearCounts", &arguments{list: []any{keys}}); err != nil {
		return err
	}
	var rows []*arguments
	for _, partner := range partners {
		rows = append(rows, countsOf(partner, periods[partner])...)
	}
	return w.add(ctx, "AddCounts", "NewCount", rows)
}

// countsOf tells how many of the periods hold, and when the latest of those began: it stays the same from a day on which one
// begins or ends until the next such day.
func countsOf(partner string, periods []registry.Period) (rows []*arguments) {
	days := []registry.Date{""}
	for _, period := range periods {
		days = append(days, period.Since)
		if period.Until != nil {
			days = append(days, *period.Until)
		}
	}
	slices.Sort(days)
	days = append(slices.Compact(days), never)
	for i, since := range days[:len(days)-1] {
		inForce, latest := int64(0), registry.Date("")
		for _, period := range periods {
			if period.Since <= since && (period.Until == nil || since < *period.Until) {
				inForce, latest = inForce+1, max(latest, period.Since)
			}
		}
		rows = append(rows, &arguments{list: []any{partner, string(since), string(days[i+1]), inForce, string(latest)}, placed: true})
	}
	return rows
}
