package registry

import (
	"context"
	"fmt"
	"slices"
	"strconv"
)

// scanPage is how many things of a kind, or items of changes, are read at once.
const scanPage = 1000

// leaveOut has nothing be held against what is taken out.
func (pl *planning) leaveOut() {
	removed := pl.removedIDs()
	for id := range removed {
		pl.met.there[id], pl.met.taken[id] = false, false
	}
	for pair, edges := range pl.met.ofPair {
		pl.met.ofPair[pair] = without(edges, removed)
	}
	for partner, edges := range pl.met.ofPartner {
		pl.met.ofPartner[partner] = without(edges, removed)
	}
	for partner, adoptions := range pl.met.adoptions {
		pl.met.adoptions[partner] = without(adoptions, removed)
	}
}

func (pl *planning) removedIDs() map[string]bool {
	ids := make(map[string]bool, len(pl.removed))
	for _, thing := range pl.removed {
		ids[thing.ID()] = true
	}
	return ids
}

func without[T Node](things []T, removed map[string]bool) []T {
	return slices.DeleteFunc(things, func(thing T) bool { return removed[thing.ID()] })
}

// checkReferred plans what is taken out, and refuses it of what other things refer to, which it names.
func (w *work) checkReferred(ctx context.Context, pl *planning, revert revert) error {
	referrers, err := w.referrers(ctx, pl, revert)
	if err != nil {
		return err
	}
	for _, thing := range pl.removed {
		row := PlanRow{Name: thing.ID(), Outcome: OutcomeRemoved}
		if named, ok := thing.(interface{ name() string }); ok {
			row.Name = named.name()
		}
		if kind, _ := splitID(thing.ID()); !slices.Contains(removable(), kind) {
			row.refuse(Dataset{}, "", 0, []*Error{Conflict(ReasonLaterChanges, "%s cannot be taken out: end it, or change it back", thing.ID()).with("id", thing.ID())})
		}
		if by := referrers[thing.ID()]; len(by) > 0 {
			row.refuse(Dataset{}, "", 0, []*Error{Conflict(ReasonLaterChanges, "%s is referred to since, by %v", thing.ID(), by).with("id", thing.ID()).with("by", by)})
		}
		pl.plan.add(row)
	}
	return nil
}

// maxReferrers is how many things that refer to one are named.
const maxReferrers = 10

// maxLater is how many items later changes have at most, for a revert that takes things out.
const maxLater = 100_000

// referrers returns the ids of what refers to things that are taken out, by the ids of those. Only what changed since they were
// added can: so the later changes are read, and not the register. What is restored or taken out itself does not.
func (w *work) referrers(ctx context.Context, pl *planning, revert revert) (map[string][]string, error) {
	found, removed, seen := map[string][]string{}, pl.removedIDs(), map[string]bool{}
	if len(removed) == 0 {
		return found, nil
	}
	items := 0
	err := w.scanPages(ctx, ScanQuery{Kind: KindChange, After: strconv.Itoa(revert.revision), Limit: scanPage}, func(page []Node) error {
		var ids []string
		for _, change := range page {
			for _, item := range change.(Change).Items {
				if _, touched := pl.was[item.SubjectID]; !touched && !seen[item.SubjectID] {
					ids, seen[item.SubjectID] = append(ids, item.SubjectID), true
				}
				items++
			}
		}
		if items > revert.maxLater {
			return Conflict(ReasonLaterChanges, "more than %d things changed since: take back what came later first", revert.maxLater).with("most", revert.maxLater)
		}
		return w.addReferrers(ctx, ids, removed, found)
	})
	return found, err
}

// addReferrers adds which of the things refer to what is removed.
func (w *work) addReferrers(ctx context.Context, ids []string, removed map[string]bool, found map[string][]string) error {
	things, err := Nodes(ctx, w, ids)
	if err != nil {
		return fmt.Errorf("read what changed since: %w", err)
	}
	for _, by := range ids {
		thing, there := things[by]
		if !there {
			continue
		}
		for _, id := range referredBy(thing) {
			if removed[id] && len(found[id]) < maxReferrers {
				found[id] = append(found[id], by)
			}
		}
	}
	return nil
}

// referredBy returns the ids of what a thing refers to.
func referredBy(thing Node) (ids []string) {
	refs := References{}
	if r, ok := thing.(referring); ok {
		r.refer(refs)
	}
	if e, ok := thing.(InformalEvaluation); ok {
		refs.add(KindCollaboration, e.CollaborationUUIDs...)
	}
	for kind, keys := range refs {
		for key := range keys {
			ids = append(ids, MakeID(kind, key))
		}
	}
	return ids
}

// scanAll goes by all things of a kind, a page at a time, until one is not taken.
func (w *work) scanAll(ctx context.Context, kind Kind, see func(Node) error) error {
	return w.scanPages(ctx, ScanQuery{Kind: kind, Limit: scanPage}, func(page []Node) error {
		for _, thing := range page {
			if err := see(thing); err != nil {
				return err
			}
		}
		return nil
	})
}

// scanPages goes by the pages of a Scan, until one is not taken.
func (w *work) scanPages(ctx context.Context, query ScanQuery, see func([]Node) error) error {
	for {
		page, err := w.Scan(ctx, query)
		if err != nil {
			return fmt.Errorf("read things of kind %s: %w", query.Kind, err)
		}
		if len(page) == 0 {
			return nil
		}
		if err := see(page); err != nil {
			return err
		}
		query.After = scanKey(page[len(page)-1])
	}
}

// removeAll takes things out of all reads, and records that they were there; of pairs of neighbours their regions tell.
func (w *work) removeAll(ctx context.Context, things []versioned, pairs []Neighbours) error {
	ids := make([]string, len(things))
	for i, thing := range things {
		ids[i] = thing.ID()
	}
	for _, pair := range pairs {
		ids = append(ids, pair.id())
	}
	if err := w.writer.Remove(ctx, ids); err != nil {
		return fmt.Errorf("take out what was added: %w", err)
	}
	for _, thing := range things {
		if err := w.record(thing, nil); err != nil {
			return err
		}
	}
	return nil
}
