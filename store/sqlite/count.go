package sqlite

import (
	"context"
	"database/sql"
	"slices"

	"ketenkaart/registry"
)

// countedTogether is how many partners countAll reads the collaborations of at once.
const countedTogether = 1_000

// never is when a count ends that nothing changes.
const never = "9999-12-31"

// countEdges keeps what the orders COLLABORATIONS and LATEST_COLLABORATION go by. While a register is being filled it waits
// for countAll, for the collaborations of one partner come in many batches.
func (w *writer) countEdges(ctx context.Context, partners []string) error {
	if len(partners) == 0 {
		return nil
	}
	filling, err := first(ctx, &w.reader, w.library.query("Filling"))
	if err != nil || filling == 1 {
		return err
	}
	return w.countAgain(ctx, partners)
}

// countAll counts for all partners, a part of them at a time, so that the memory for it is bounded.
func (w *writer) countAll(ctx context.Context) error {
	for after := ""; ; {
		q := w.library.query("PartnersBehind", sql.Named("after", after), sql.Named("limit", int64(countedTogether)))
		partners, err := collect(ctx, &w.reader, q, func(r *row) string { return r.text(0) })
		if err != nil || len(partners) == 0 {
			return err
		}
		if err := w.countAgain(ctx, partners); err != nil {
			return err
		}
		after = partners[len(partners)-1]
	}
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
	for _, partner := range partners {
		if err := w.putCounts(ctx, partner, periods[partner]); err != nil {
			return err
		}
	}
	return nil
}

// putCounts writes how many of the periods hold, and when the latest of those began: it stays the same from a day on which one
// begins or ends until the next such day.
func (w *writer) putCounts(ctx context.Context, partner string, periods []registry.Period) error {
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
		a := &arguments{list: make([]any, 0, 5)}
		a.set("partnerKey", partner)
		a.set("since", string(since))
		a.set("until", string(days[i+1]))
		a.set("inForce", inForce)
		a.set("latestSince", string(latest))
		if err := w.put(ctx, "PutCount", a); err != nil {
			return err
		}
	}
	return nil
}
