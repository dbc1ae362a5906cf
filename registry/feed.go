package registry

import (
	"context"
	"slices"
	"sync"
	"time"
)

// How the feed is followed, unless a test sets it otherwise.
const (
	// feedEvery is how often the store is asked for what other processes changed; this one's own changes wake at once.
	feedEvery = 500 * time.Millisecond
	// feedKeeps and feedWeight bound the recent changes that all subscribers share, in number and in bytes.
	feedKeeps  = 1_000
	feedWeight = 4 << 20
	// feedGrace is how long a subscriber may be further behind than what is kept.
	feedGrace = 10 * time.Second
	// feedPatience is how long the store may be away before subscribers hear so.
	feedPatience = 30 * time.Second
	// feedSubscribers bounds what one process takes on, feedPast how many of them read the past at the same time.
	feedSubscribers = 1_000
	feedPast        = 4
)

// feed follows the store's feed for all subscribers of this process. While there are any, one reader asks the store
// for what is new; subscribers take it from the recent changes, each at its own pace, so that none waits for another.
type feed struct {
	store                  Store
	every, grace, patience time.Duration
	keeps, most            int
	// past holds a token for each subscriber that reads the past now.
	past chan struct{}

	mutex       sync.Mutex
	subscribers int
	// recent and stop are those of the reader; nil while nobody subscribes.
	recent *recent
	stop   context.CancelFunc
}

func newFeed(store Store) *feed {
	return &feed{
		store: store, every: feedEvery, grace: feedGrace, patience: feedPatience, keeps: feedKeeps, most: feedSubscribers,
		past: make(chan struct{}, feedPast),
	}
}

// update is the store's, and wakes the reader of the feed.
func (r *Registry) update(ctx context.Context, write func(context.Context, Writer) error) error {
	err := r.store.Update(ctx, write)
	if err == nil {
		r.feed.wake()
	}
	return err
}

func (f *feed) wake() {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	if f.recent == nil {
		return
	}
	select {
	case f.recent.wake <- struct{}{}:
	default: // it was woken already, and has yet to look
	}
}

// join counts a subscriber; the first starts the reader, after the revision.
func (f *feed) join(revision int) (*recent, error) {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	if f.subscribers == f.most {
		return nil, &Error{Code: CodeUnavailable, Reason: ReasonSubscribers, Message: "this server has as many subscribers as it can serve: try again later"}
	}
	if f.subscribers == 0 {
		// The reader outlives the subscriber that started it.
		var ctx context.Context
		ctx, f.stop = context.WithCancel(context.Background())
		f.recent = newRecent(revision, f.keeps)
		go f.follow(ctx, f.recent)
	}
	f.subscribers++
	return f.recent, nil
}

// leave takes off a subscriber; the last stops the reader.
func (f *feed) leave() {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	if f.subscribers--; f.subscribers == 0 {
		f.stop()
		f.recent, f.stop = nil, nil
	}
}

// follow is the reader.
func (f *feed) follow(ctx context.Context, to *recent) {
	defer close(to.ended)
	tick := time.NewTicker(f.every)
	defer tick.Stop()
	for {
		f.readNew(ctx, to)
		select {
		case <-ctx.Done():
			return
		case <-to.wake:
		case <-tick.C:
		}
	}
}

// readNew reads all that is new. The whole feed is read upwards, so that nothing can be committed before what was seen.
func (f *feed) readNew(ctx context.Context, to *recent) {
	for more := true; more; {
		after := changeKey(Change{Revision: to.revision()})
		list, err := f.read(ctx, ChangeQuery{Page: Page{Limit: MaxPageSize, After: &after}, Items: true})
		if ctx.Err() != nil {
			return
		}
		to.add(list.Items, err)
		more = err == nil && list.More
	}
}

// read returns a page of the feed. While the store is away it tries again, until the patience ends: UNAVAILABLE.
func (f *feed) read(ctx context.Context, query ChangeQuery) (List[Change], error) {
	began := time.Now()
	for {
		var lists []List[Change]
		err := f.store.View(ctx, func(ctx context.Context, reader Reader) (err error) {
			lists, err = reader.ListChanges(ctx, []ChangeQuery{query})
			return err
		})
		if err == nil {
			return lists[0], nil
		}
		if CodeOf(err) != CodeUnavailable || time.Since(began) > f.patience {
			return List[Change]{}, err
		}
		select {
		case <-ctx.Done():
			return List[Change]{}, ctx.Err()
		case <-time.After(f.every):
		}
	}
}

// readPast is read for a subscriber that is behind; only some may do so at once, so that the store has time for others.
func (f *feed) readPast(ctx context.Context, query ChangeQuery) (List[Change], error) {
	select {
	case f.past <- struct{}{}:
		defer func() { <-f.past }()
	case <-ctx.Done():
		return List[Change]{}, ctx.Err()
	}
	return f.read(ctx, query)
}

// recent are the latest changes: all of those after one revision, up to another.
type recent struct {
	keeps int
	// wake has the reader look at once; ended is closed when there is no reader any more.
	wake, ended chan struct{}

	mutex       sync.Mutex
	changes     []*Change
	weight      int
	after, upTo int
	// err is why the reader could not read.
	err error
	// moved is closed when there is anything new to see.
	moved chan struct{}
}

func newRecent(revision, keeps int) *recent {
	return &recent{
		keeps: keeps, after: revision, upTo: revision,
		wake: make(chan struct{}, 1), ended: make(chan struct{}), moved: make(chan struct{}),
	}
}

func (r *recent) revision() int {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	return r.upTo
}

// add adds what the reader read, lets the oldest go, and tells all subscribers at once.
func (r *recent) add(changes []Change, err error) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	quiet := len(changes) == 0 && err == nil && r.err == nil
	r.err = err
	for _, change := range changes {
		r.changes = append(r.changes, &change)
		r.weight += change.weight()
		r.upTo = change.Revision
	}
	// The newest stays, however large, so that subscribers share it.
	for len(r.changes) > 1 && (len(r.changes) > r.keeps || r.weight > feedWeight) {
		oldest := r.changes[0]
		r.after, r.weight = oldest.Revision, r.weight-oldest.weight()
		r.changes[0], r.changes = nil, r.changes[1:]
	}
	if !quiet {
		close(r.moved)
		r.moved = make(chan struct{})
	}
}

// weight is about how many bytes the change takes.
func (c Change) weight() int {
	weight := 256
	for _, item := range c.Items {
		weight += 256 + 8*(len(item.Regions)+len(item.Partners))
	}
	return weight
}

// glance is what there is for a subscriber after its revision.
type glance struct {
	// behind says that not all changes after its revision are among the recent ones.
	behind bool
	// change is the next one; nil when there is none yet.
	change *Change
	// upTo is the revision of the latest change that was seen.
	upTo  int
	err   error
	moved <-chan struct{}
}

func (r *recent) look(after int) glance {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	seen := glance{behind: after < r.after, upTo: r.upTo, err: r.err, moved: r.moved}
	place, _ := slices.BinarySearchFunc(r.changes, after+1, func(c *Change, revision int) int { return c.Revision - revision })
	if !seen.behind && place < len(r.changes) {
		seen.change = r.changes[place]
	}
	return seen
}
