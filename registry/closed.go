package registry

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	lru "github.com/hashicorp/golang-lru/v2"
)

// Closed is what an operator closes to whoever is no party to it (R21).
type Closed struct {
	// Agreements are those in the making: neither in force nor on record, now or before.
	Agreements bool
}

// SetClosed closes what it says; before anything is read.
func (r *Registry) SetClosed(closed Closed) { r.guard.closed = closed }

// inTheMaking are the stages of agreements that never were in force or on record.
func inTheMaking() []AgreementStatus { return []AgreementStatus{Exploring, Draft, Proposed, Abandoned} }

// inTheMaking says whether the agreement was never in force or on record.
func (a Agreement) inTheMaking() bool { return slices.Contains(inTheMaking(), a.Stage) }

// seesAll says whether nothing is closed to who has the rights.
func (r Rights) seesAll() bool { return r.has(RoleAnalyst, RoleRegistrar) }

// isOf says whether who has the rights speaks for any of the parties, by id.
func (r Rights) isOf(parties []string) bool { return slices.ContainsFunc(parties, r.speaksFor) }

// closedThings are the agreements in the making at a revision, and what is under them.
type closedThings struct {
	revision int
	// agreements by UUID.
	agreements map[string]closedAgreement
	// under has, by id, the UUID of the agreement that a peer review or an evaluation is of.
	under map[string]string
	// found is what is hidden from those who asked of this revision, by their rights: each read asks it.
	found *lru.Cache[string, hidden]
}

// knownViewers bounds for how many different rights it is remembered what is hidden.
const knownViewers = 64

func newClosedThings(revision int, agreements map[string]closedAgreement, under map[string]string) (*closedThings, error) {
	found, err := lru.New[string, hidden](knownViewers)
	return &closedThings{revision: revision, agreements: agreements, under: under, found: found}, err
}

// closedAgreement has whose it is, by ids of parties.
type closedAgreement struct {
	parties []string
	// gone says that a revert took it out; the feed tells of it still.
	gone bool
}

func closedOf(a Agreement) closedAgreement {
	return closedAgreement{parties: partyIDs(partiesOf(a))}
}

// hidden are the UUIDs of agreements that one viewer may not see, the ids of those and of what is under them, and how many of the
// agreements are there; nil when there are none.
type hidden struct {
	agreements, ids []string
	there           int
}

// from returns what is hidden from who has the rights.
func (c *closedThings) from(rights Rights) hidden {
	key := fmt.Sprintf("%q", rights)
	if h, known := c.found.Get(key); known {
		return h
	}
	h := c.find(rights)
	c.found.Add(key, h)
	return h
}

func (c *closedThings) find(rights Rights) (h hidden) {
	for uuid, agreement := range c.agreements {
		if rights.isOf(agreement.parties) {
			continue
		}
		h.agreements, h.ids = append(h.agreements, uuid), append(h.ids, MakeID(KindAgreement, uuid))
		if !agreement.gone {
			h.there++
		}
	}
	for id, agreement := range c.under {
		if closed, there := c.agreements[agreement]; there && !rights.isOf(closed.parties) {
			h.ids = append(h.ids, id)
		}
	}
	slices.Sort(h.agreements) // so that the same viewer asks the same statement
	slices.Sort(h.ids)
	return h
}

// closings keeps what is closed at the last revision that anybody asked for.
type closings struct{ byRevision[closedThings] }

func newClosings() closings { return closings{newByRevision[closedThings]()} }

// at returns what is closed at the revision or later.
func (c *closings) at(ctx context.Context, reader Reader, revision int) (*closedThings, error) {
	return c.byRevision.at(ctx, revision, func(old *closedThings, _ int) (*closedThings, error) {
		kept, err := catchUpClosed(ctx, reader, old, revision)
		if err != nil {
			return nil, fmt.Errorf("read what is closed: %w", err)
		}
		return kept, nil
	})
}

// catchUpClosed reads again what changed since, by the feed; or all when it is not known what did.
func catchUpClosed(ctx context.Context, reader Reader, old *closedThings, revision int) (*closedThings, error) {
	if old == nil {
		return readClosed(ctx, reader, revision)
	}
	touched, err := touchedSince(ctx, old.revision, revision, closedKinds(), func(ctx context.Context, query ChangeQuery) (List[Change], error) {
		return only(reader.ListChanges(ctx, []ChangeQuery{query}))
	})
	if err != nil {
		return nil, err
	}
	next, err := newClosedThings(revision, maps.Clone(old.agreements), maps.Clone(old.under))
	if err != nil {
		return nil, err
	}
	known := touched != nil
	for ids := range slices.Chunk(slices.Sorted(maps.Keys(touched)), readAtOnce) {
		sure, err := next.take(ctx, reader, ids)
		if err != nil {
			return nil, err
		}
		known = known && sure
	}
	if !known {
		return readClosed(ctx, reader, revision)
	}
	return next, nil
}

func closedKinds() []Kind { return []Kind{KindAgreement, KindPeerReview, KindEvaluation} }

// take reads things again that were touched; false when one is gone of which nothing is known.
func (c *closedThings) take(ctx context.Context, reader Reader, ids []string) (known bool, err error) {
	things, err := Nodes(ctx, pairless{reader}, ids)
	if err != nil {
		return false, err
	}
	closed := []string{}
	for _, id := range ids {
		switch thing := things[id].(type) {
		case Agreement:
			delete(c.agreements, thing.UUID)
			if thing.inTheMaking() {
				c.agreements[thing.UUID] = closedOf(thing)
				closed = append(closed, thing.UUID)
			}
		case PeerReview:
			c.under[id] = thing.AgreementUUID
		case InformalEvaluation:
			if thing.AgreementUUID != nil {
				c.under[id] = *thing.AgreementUUID
			}
		default:
			_, uuid := splitID(id)
			was, there := c.agreements[uuid]
			if !there {
				return false, nil
			}
			was.gone = true
			c.agreements[uuid] = was
		}
	}
	return true, c.readUnder(ctx, reader, closed)
}

// readUnder reads the peer reviews and evaluations of agreements.
func (c *closedThings) readUnder(ctx context.Context, reader Reader, agreements []string) error {
	if len(agreements) == 0 {
		return nil
	}
	reviews, err := reader.PeerReviews(ctx, PeerReviewSelect{Agreements: agreements})
	if err != nil {
		return err
	}
	for _, review := range reviews {
		c.under[review.ID()] = review.AgreementUUID
	}
	evaluations, err := reader.Evaluations(ctx, EvaluationSelect{Agreements: agreements})
	for _, evaluation := range evaluations {
		c.under[evaluation.ID()] = *evaluation.AgreementUUID
	}
	return err
}

// readClosed reads all agreements in the making, those that a revert took out too.
func readClosed(ctx context.Context, reader Reader, revision int) (*closedThings, error) {
	c, err := newClosedThings(revision, map[string]closedAgreement{}, map[string]string{})
	if err != nil {
		return nil, err
	}
	query := AgreementQuery{Filter: AgreementFilter{Status: inTheMaking()}, Order: AgreementOrder{Field: ByTitle, Direction: Ascending}, AsOf: earliestDay, Page: Page{Limit: readAtOnce}}
	for more := true; more; {
		list, err := only(reader.ListAgreements(ctx, []AgreementQuery{query}))
		if err != nil {
			return nil, err
		}
		uuids := make([]string, len(list.Items))
		for i, agreement := range list.Items {
			c.agreements[agreement.UUID], uuids[i] = closedOf(agreement), agreement.UUID
		}
		if err := c.readUnder(ctx, reader, uuids); err != nil {
			return nil, err
		}
		if more = list.More; more {
			after := query.Order.key(list.Items[len(list.Items)-1])
			query.Page.After = &after
		}
	}
	return c, c.readGone(ctx, reader)
}

// earliestDay is a day on which it does not matter which agreements expired.
const earliestDay Date = "0001-01-01"

// readGone finds the agreements in the making that reverts took out.
func (c *closedThings) readGone(ctx context.Context, reader Reader) error {
	query := ChangeQuery{Filter: ChangeFilter{Kinds: []Kind{KindAgreement}}, Page: Page{Limit: pageOfAll}}
	for more := true; more; {
		list, err := only(reader.ListChanges(ctx, []ChangeQuery{query}))
		if err != nil {
			return err
		}
		for _, change := range list.Items {
			after := changeKey(change)
			query.Page.After = &after
			if change.Action != actionRevert {
				continue
			}
			if err := c.readReverted(ctx, reader, change.Revision); err != nil {
				return err
			}
		}
		more = list.More
	}
	return nil
}

// readReverted looks which agreements a revert took out, that are not there again.
func (c *closedThings) readReverted(ctx context.Context, reader Reader, revision int) error {
	items, err := (&work{Reader: reader}).itemsOf(ctx, revision)
	if err != nil {
		return err
	}
	gone := map[string]closedAgreement{}
	for _, item := range items {
		var was Agreement
		if item.Kind != KindAgreement || len(item.After) != 0 {
			continue
		}
		if err := json.Unmarshal(item.Before, &was); err != nil {
			return fmt.Errorf("read the state before of %s: %w", item.SubjectID, err)
		}
		if _, uuid := splitID(item.SubjectID); was.inTheMaking() {
			was.UUID = uuid
			gone[uuid] = closedAgreement{parties: partyIDs(partiesOf(was)), gone: true}
		}
	}
	if len(gone) == 0 {
		return nil
	}
	there, err := reader.Agreements(ctx, AgreementSelect{UUIDs: slices.Sorted(maps.Keys(gone)), WithoutPairs: true})
	for _, agreement := range there {
		delete(gone, agreement.UUID)
	}
	maps.Copy(c.agreements, gone)
	return err
}
