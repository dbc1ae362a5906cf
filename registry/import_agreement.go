package registry

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// titled is by what an agreement is known again: its title, and when it was signed as precisely as known.
type titled struct{ title, signed string }

func (a Agreement) titled() titled { return titled{title: plain(a.Title), signed: text(a.SignedOn)} }

// recogniseAgreements knows them by title and day of signing: the oldest first, of those that share both.
func (w *work) recogniseAgreements(ctx context.Context, pl *planning) error {
	titles := []string{}
	for _, a := range pl.data.Agreements {
		titles = append(titles, SortName(plain(a.Title)))
	}
	uuids, err := w.agreementsTitled(ctx, sortedOnce(titles))
	if err != nil || len(uuids) == 0 {
		return err
	}
	found, err := w.Agreements(ctx, AgreementSelect{UUIDs: uuids})
	if err != nil {
		return fmt.Errorf("read the agreements that are there: %w", err)
	}
	recognisedBy(pl, pl.data.Agreements, found, Agreement.titled, Agreement.over)
	return nil
}

// agreementsTitled returns the UUIDs of those with the sort names of titles, by walks along the order of titles.
func (w *work) agreementsTitled(ctx context.Context, titles []string) (uuids []string, err error) {
	order := AgreementOrder{Field: ByTitle, Direction: Ascending}
	queries := make([]AgreementQuery, len(titles))
	for i, title := range titles {
		queries[i] = AgreementQuery{Order: order, AsOf: w.today, Page: Page{Limit: DefaultPageSize, After: &Key{Order: order.name(), Text: title}}}
	}
	for len(queries) > 0 {
		lists, err := w.ListAgreements(ctx, queries)
		if err != nil {
			return nil, fmt.Errorf("read the agreements by title: %w", err)
		}
		further := []AgreementQuery{}
		for i, list := range lists {
			title := queries[i].Page.After.Text
			same := slices.DeleteFunc(list.Items, func(a Agreement) bool { return SortName(a.Title) != title })
			for _, a := range same {
				uuids = append(uuids, a.UUID)
			}
			if len(same) == DefaultPageSize {
				next := queries[i]
				after := order.key(same[len(same)-1])
				next.Page.After = &after
				further = append(further, next)
			}
		}
		queries = further
	}
	return uuids, nil
}

// checkImported holds an agreement against the rules; before is nil when it is new. What it is told otherwise is an edit of it.
func (a *Agreement) checkImported(before *Agreement, met surroundings, revision int) error {
	if before == nil {
		a.TextVersion = revision
		return a.check(met)
	}
	return errors.Join(before.allows(actionUpdateAgreement), a.checkEdit(*before, met, revision))
}
