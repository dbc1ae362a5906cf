package registry

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"
)

// Subscription returns the changes that meet a filter, each once, in order of revision. It is for one goroutine.
type Subscription struct {
	feed   *feed
	guard  *guard
	recent *recent
	filter ChangeFilter
	// last is the revision up to which all was given.
	last int
	// past was read from the store and is yet to be given; it has all up to pastTo.
	past   []Change
	pastTo int
	// live says that it was once up to date, behindSince since when it is not any more.
	live        bool
	behindSince time.Time
	leave       func()
}

// Subscribe begins to follow the feed, after a revision or from now on; Close ends it. BAD_USER_INPUT when the filter or
// the revision is wrong, or has not come within two seconds; UNAVAILABLE when the store is away, or with TOO_MANY_SUBSCRIBERS.
func (r *Registry) Subscribe(ctx context.Context, filter *ChangeFilter, after *int) (*Subscription, error) {
	if err := filter.Check(); err != nil {
		return nil, err
	}
	if err := checkAfter(after); err != nil {
		return nil, err
	}
	revision, err := r.begunAfter(ctx, after)
	if err != nil {
		return nil, err
	}
	recent, err := r.feed.join(revision)
	if err != nil {
		return nil, err
	}
	s := &Subscription{feed: r.feed, guard: r.guard, recent: recent, last: revision, leave: sync.OnceFunc(r.feed.leave)}
	if after != nil {
		s.last = *after
	}
	s.live = s.last >= revision
	if filter != nil {
		s.filter = *filter
	}
	return s, nil
}

// begunAfter is the register's revision, which is the one that somebody goes on after, or later: whoever heard of one that is yet to
// come heard it of another register, such as that before a restore, and would not hear of what this one has since.
func (r *Registry) begunAfter(ctx context.Context, after *int) (int, error) {
	if after == nil {
		return r.Revision(ctx)
	}
	revision, err := r.revisions.reach(ctx, *after)
	if ReasonOf(err) == ReasonNoRevision {
		return revision, Invalid(ReasonInvalid, "afterRevision", "is %d, and the register is at revision %d: read it anew, and go on from there", *after, revision).with("revision", revision)
	}
	return revision, err
}

// Close gives back what the subscription holds.
func (s *Subscription) Close() { s.leave() }

// Revision is that up to which everything that meets the filter was given.
func (s *Subscription) Revision() int { return s.last }

// Next waits for the next change. After an error there is none: UNAVAILABLE with SUBSCRIBER_TOO_SLOW when they come
// faster than they are taken, or with the store's reason when it is away for long. Both have the fact afterRevision,
// from which another subscription goes on.
func (s *Subscription) Next(ctx context.Context) (Change, error) {
	change, _, err := s.next(ctx, nil)
	return change, err
}

// NextWithin is Next for whoever has something to say when nothing comes for a while: idle says that nothing did. The time ends
// the wait alone, and no read of the store, or one that takes longer would begin anew for ever.
func (s *Subscription) NextWithin(ctx context.Context, wait time.Duration) (change Change, idle bool, err error) {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	return s.next(ctx, timer.C)
}

// next gives the next change, or says that none had come when over told so.
func (s *Subscription) next(ctx context.Context, over <-chan time.Time) (change Change, idle bool, err error) {
	for {
		seen := s.recent.look(s.last)
		if err := s.keepPace(seen.behind); err != nil {
			return Change{}, false, err
		}
		switch {
		case len(s.past) > 0:
			return s.takePast(), false, nil
		case seen.err != nil:
			return Change{}, false, s.resumable(seen.err)
		case seen.behind:
			if err := s.readPast(ctx, seen.upTo); err != nil {
				return Change{}, false, s.resumable(err)
			}
		case seen.change != nil:
			filter, err := s.filterAt(ctx, seen.change.Revision)
			if err != nil {
				return Change{}, false, s.resumable(err)
			}
			s.last = seen.change.Revision
			if seen.change.meets(filter) {
				return s.given(ctx, *seen.change, filter.Without), false, nil
			}
		default:
			select {
			case <-seen.moved:
			case <-over:
				return Change{}, true, nil
			case <-ctx.Done():
				return Change{}, false, ctx.Err()
			}
		}
	}
}

// keepPace refuses a subscriber that was up to date, and has been behind what is kept for too long. One that still
// reads the past may take its time.
func (s *Subscription) keepPace(behind bool) error {
	switch {
	case !behind:
		s.live, s.behindSince = true, time.Time{}
	case !s.live:
	case s.behindSince.IsZero():
		s.behindSince = time.Now()
	case time.Since(s.behindSince) > s.feed.grace:
		return s.resumable(&Error{
			Code: CodeUnavailable, Reason: ReasonTooSlow,
			Message: "the changes come faster than you take them: subscribe again after the last revision that you have",
		})
	}
	return nil
}

// readPast reads a page from the store. It ends at what the reader saw: several ranges make up a filtered page, each
// read at its own moment, and a later one could tell of a change while an earlier one missed the one before it.
func (s *Subscription) readPast(ctx context.Context, upTo int) error {
	after, before := changeKey(Change{Revision: s.last}), changeKey(Change{Revision: upTo + 1})
	page := Page{Limit: DefaultPageSize, After: &after, Before: &before}
	filter, err := s.filterAt(ctx, upTo)
	if err != nil {
		return err
	}
	list, err := s.feed.readPast(ctx, ChangeQuery{Filter: filter, Page: page})
	if err != nil {
		return err
	}
	s.past, s.pastTo = list.Items, upTo
	for i, change := range s.past {
		s.past[i] = s.given(ctx, change, filter.Without)
	}
	switch {
	case list.More:
		s.pastTo = list.Items[len(list.Items)-1].Revision
	case len(list.Items) == 0:
		s.last = upTo
	}
	return nil
}

func (s *Subscription) takePast() Change {
	change := s.past[0]
	s.past[0], s.past = Change{}, s.past[1:]
	s.last = change.Revision
	if len(s.past) == 0 {
		s.last, s.past = s.pastTo, nil
	}
	return change
}

// given is a change as whoever subscribed may see it; what others see too is left as it is.
func (s *Subscription) given(ctx context.Context, change Change, hidden []string) Change {
	change.Asked = s.filter
	if viewer := s.guard.over(ctx, nil); viewer.limited || !viewer.contacts {
		change.Items = slices.Clone(change.Items)
		viewer.change(&change, hidden)
	}
	return change
}

// ItemsAsked returns the first things that a change of a subscription touched and that meet its filter, without their states,
// and whether there are more. UNAVAILABLE when the store is away.
func (r *Registry) ItemsAsked(ctx context.Context, change Change, most int) (items []ChangeItem, more bool, err error) {
	if change.Items == nil { // of the past, which comes without
		lists, err := r.ListChangeItems(ctx, []ChangeItemQuery{{Revision: change.Revision, Filter: change.Asked, Page: Page{Limit: most}}})
		if err != nil {
			return nil, false, err
		}
		return lists[0].Items, lists[0].More, nil
	}
	for _, item := range change.Items {
		if !item.meets(change.Asked) {
			continue
		}
		if len(items) == most {
			return items, true, nil
		}
		items = append(items, item)
	}
	return items, false, nil
}

// filterAt is the filter without what is hidden from whoever subscribed, at a revision of the feed or later.
func (s *Subscription) filterAt(ctx context.Context, revision int) (ChangeFilter, error) {
	filter, seen := s.filter, !s.guard.over(ctx, nil).limited
	for !seen {
		err := s.feed.store.View(ctx, func(ctx context.Context, reader Reader) error {
			return s.guard.over(ctx, reader).withoutAt(ctx, revision, func(h hidden) { filter.Without, seen = h.ids, true })
		})
		if err != nil || seen {
			return filter, err
		}
		select { // another replica of the store was asked, which is yet to have the change
		case <-ctx.Done():
			return filter, ctx.Err()
		case <-time.After(s.feed.every):
		}
	}
	return filter, nil
}

// resumable adds from where to go on; whoever left needs to know nothing.
func (s *Subscription) resumable(err error) error {
	if known, ok := errors.AsType[*Error](err); ok {
		return known.with("afterRevision", s.last)
	}
	return err
}

// meets says whether any item is as the filter describes; a filter that asks nothing of things takes changes without items too.
func (c *Change) meets(f ChangeFilter) bool {
	all := f.Subjects == nil && f.Regions == nil && f.Partners == nil && f.Kinds == nil
	return all && (f.Without == nil || len(c.Items) == 0) || slices.ContainsFunc(c.Items, func(item ChangeItem) bool { return item.meets(f) })
}
