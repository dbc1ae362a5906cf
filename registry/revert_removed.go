package registry

import (
	"context"
	"fmt"
	"slices"
)

// scanPage is how many things are read at once of those that may refer to what is taken out.
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
func (w *work) checkReferred(ctx context.Context, pl *planning) error {
	referrers, err := w.referrers(ctx, pl)
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

// referringKinds are the kinds of things that refer to others, each with those of which it may.
var referringKinds = map[Kind][]Kind{
	KindMunicipality:  {KindRegion, KindMunicipality},
	KindChain:         {KindMinistry},
	KindPartner:       {KindSector, KindChain, KindPartner, KindRegion},
	KindCollaboration: {KindRegion, KindPartner},
	KindAdoption:      {KindRegion, KindPartner},
	KindAgreement:     {KindRegion, KindPartner, KindChain, KindAgreement},
	KindPeerReview:    {KindRegion, KindPartner, KindAgreement},
	KindEvaluation:    {KindRegion, KindPartner, KindAgreement, KindCollaboration},
}

// maxReferrers is how many things that refer to one are named.
const maxReferrers = 10

// referrers returns the ids of what refers to things that are taken out, by the ids of those. What is restored or taken out
// itself does not: it was before they were. All things of a kind are looked at, a page at a time, for no store keeps who refers to what.
func (w *work) referrers(ctx context.Context, pl *planning) (map[string][]string, error) {
	removed, kindsOf := pl.removedIDs(), map[Kind]bool{}
	for id := range removed {
		kind, _ := splitID(id)
		kindsOf[kind] = true
	}
	found := map[string][]string{}
	for kind, to := range referringKinds {
		if !slices.ContainsFunc(to, func(kind Kind) bool { return kindsOf[kind] }) {
			continue
		}
		err := w.scanAll(ctx, kind, func(thing Node) error {
			if _, touched := pl.was[thing.ID()]; touched {
				return nil
			}
			for _, id := range referredBy(thing) {
				if removed[id] && len(found[id]) < maxReferrers {
					found[id] = append(found[id], thing.ID())
				}
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return found, nil
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
	query := ScanQuery{Kind: kind, Limit: scanPage}
	for {
		page, err := w.Scan(ctx, query)
		if err != nil {
			return fmt.Errorf("read all things of kind %s: %w", kind, err)
		}
		if len(page) == 0 {
			return nil
		}
		for _, thing := range page {
			if err := see(thing); err != nil {
				return err
			}
		}
		_, query.After = splitID(page[len(page)-1].ID())
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
