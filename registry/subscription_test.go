package registry_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"ketenkaart/registry"
	"ketenkaart/store/storetest"
)

// twoWorlds are two processes on one store.
func twoWorlds(t *testing.T) (one, other *world) {
	t.Helper()
	path := t.TempDir() + "/x.db"
	one, other = worldAt(t, path), worldAt(t, path)
	if _, err := one.Import(one.ctx, smallRegister()); err != nil {
		t.Fatal(err)
	}
	return one, other
}

// subscribe follows the feed until the test ends.
func (w *world) subscribe(filter *registry.ChangeFilter, after *int) *registry.Subscription {
	w.t.Helper()
	s, err := w.Subscribe(w.ctx, filter, after)
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(s.Close)
	return s
}

// soon bounds a wait that a test expects to end at once.
func (w *world) soon() context.Context {
	ctx, cancel := context.WithTimeout(w.ctx, time.Minute)
	w.t.Cleanup(cancel)
	return ctx
}

// next returns the revision of the next change.
func (w *world) next(s *registry.Subscription) int {
	w.t.Helper()
	change, err := s.Next(w.soon())
	if err != nil {
		w.t.Fatal(err)
	}
	return change.Revision
}

// ends says that the subscription ends for a reason, and tells the last revision that it gave; from is where it began.
func (w *world) ends(s *registry.Subscription, reason registry.Reason, from int) {
	w.t.Helper()
	for {
		change, err := s.Next(w.soon())
		if err == nil {
			from = change.Revision
			continue
		}
		known, _ := errors.AsType[*registry.Error](err)
		if known == nil || known.Code != registry.CodeUnavailable || known.Reason != reason || known.Facts["afterRevision"] != from {
			w.t.Errorf("after revision %d: %v %+v", from, err, known)
		}
		return
	}
}

// sector makes a change, and gives its revision.
func (w *world) sector(code string) int {
	w.t.Helper()
	payload, err := w.CreateSector(w.ctx, registry.CreateSectorInput{Code: code, Name: "Sector"})
	if err != nil {
		w.t.Error(err)
	}
	return payload.Change.Revision
}

// TestSubscriptionsMissNothing has two processes write at random, while subscribers with filters follow both, break off
// at random, and go on after the last revision that they have.
func TestSubscriptionsMissNothing(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	one, other := twoWorlds(t)
	for _, w := range []*world{one, other} {
		w.SetFeed(registry.FeedSettings{Keeps: 5, Grace: time.Minute})
	}
	filters := []*registry.ChangeFilter{
		nil,
		{Regions: []string{"VR01", "VR02", "VR05"}},
		{Kinds: []registry.Kind{registry.KindCollaboration, registry.KindRegion}},
		{Subjects: []string{"Sector:one-3", "Sector:other-3", "Sector:other-20", "Region:VR05"}},
		{Regions: []string{"VR03", "VR05"}, Kinds: []registry.Kind{registry.KindRegion}},
	}
	followers := make([]*follower, 0, 2*len(filters))
	var all sync.WaitGroup
	for i := range cap(followers) {
		f := &follower{world: []*world{one, other}[i%2], filter: filters[i/2], random: rand.New(rand.NewPCG(seed, uint64(i)))}
		followers = append(followers, f)
		all.Go(f.follow)
	}
	var writing sync.WaitGroup
	writing.Go(func() { one.scribble("one", rand.New(rand.NewPCG(seed, 100))) })
	writing.Go(func() { other.scribble("other", rand.New(rand.NewPCG(seed, 101))) })
	writing.Wait()
	does(one, one.UpdateRegion, registry.RegionPatch{RegionID: lastSubject, Version: 1, Inhabitants: set(1)})
	all.Wait()
	for i, f := range followers {
		if want := strings.TrimPrefix(one.revisionsOf(f.filter), "1 "); strings.Join(f.got, " ") != want {
			t.Errorf("seed %d, follower %d of %+v:\ngot  %s\nwant %s", seed, i, f.filter, strings.Join(f.got, " "), want)
		}
	}
}

// lastSubject is touched by the last change of all, and by no other.
const lastSubject = "Region:VR05"

// scribble writes this and that.
func (w *world) scribble(name string, random *rand.Rand) {
	versions := map[string]int{"VR01": 1, "VR02": 1, "VR03": 1, "VR04": 1}
	for n := range 40 {
		switch region := fmt.Sprint("VR0", 1+random.IntN(4)); random.IntN(3) {
		case 0:
			w.sector(fmt.Sprintf("%s-%d", name, n))
		case 1:
			// Another process may have changed the region since: then it stays.
			payload, err := w.UpdateRegion(w.ctx, registry.RegionPatch{RegionID: "Region:" + region, Version: versions[region], Inhabitants: set(n)})
			if known, ok := errors.AsType[*registry.Error](err); ok {
				versions[region], _ = known.Facts["version"].(int)
			} else if err == nil {
				versions[region] = payload.Region.Version
			}
		case 2:
			// A pair has one collaboration at a time: a second one is refused.
			_, _ = w.StartCollaboration(w.ctx, registry.StartCollaborationInput{RegionCode: region, PartnerKey: []string{"vitens", "enexis", "politie"}[random.IntN(3)], Profile: registry.Kern, Since: "2026-01-01"})
		}
	}
}

// revisionsOf returns all revisions that meet a filter, as the feed tells.
func (w *world) revisionsOf(filter *registry.ChangeFilter) string {
	w.t.Helper()
	var found []string
	after := 0
	for {
		page, err := w.Changes(w.ctx, filter, &after, registry.PageArgs{First: new(100)})
		if err != nil {
			w.t.Fatal(err)
		}
		for _, change := range page.Nodes() {
			found = append(found, fmt.Sprint(change.Revision))
			after = change.Revision
		}
		if !page.PageInfo().HasNextPage {
			return strings.Join(found, " ")
		}
	}
}

// follower subscribes again and again, and notes what comes.
type follower struct {
	*world
	filter *registry.ChangeFilter
	random *rand.Rand
	got    []string
}

func (f *follower) follow() {
	after, ended := 1, false
	for !ended {
		s, err := f.Subscribe(f.ctx, f.filter, &after)
		if err != nil {
			f.t.Error(err)
			return
		}
		for range 1 + f.random.IntN(12) {
			change, err := s.Next(f.soon())
			if err != nil {
				f.t.Error(err)
				s.Close()
				return
			}
			f.got, after = append(f.got, fmt.Sprint(change.Revision)), change.Revision
			if ended = change.SubjectID == lastSubject; ended {
				break
			}
		}
		s.Close()
	}
}

func TestSubscriptionBeginsNow(t *testing.T) {
	w := feedWorld(t)
	s := w.subscribe(nil, nil)
	want := w.sector("zorg")
	if got := w.next(s); got != want {
		t.Errorf("got revision %d, want %d", got, want)
	}
}

func TestSubscriptionTellsOfAnotherProcess(t *testing.T) {
	one, other := twoWorlds(t)
	s := one.subscribe(nil, nil)
	want := other.sector("zorg")
	if got := one.next(s); got != want {
		t.Errorf("got revision %d, want %d", got, want)
	}
}

func TestSubscriptionNarrowsWhatAChangeShows(t *testing.T) {
	w := feedWorld(t)
	filter := &registry.ChangeFilter{Kinds: []registry.Kind{registry.KindPartner}}
	s := w.subscribe(filter, new(1))
	past, err := s.Next(w.soon())
	if err != nil {
		t.Fatal(err)
	}
	w.start("VR04", "vitens", "KERN", since("2020-01-01"))
	does(w, w.EndPartner, registry.EndPartnerInput{PartnerID: "Partner:vitens", Version: 1, On: "2027-06-01", Reason: "weg", EndEdges: true})
	live, err := s.Next(w.soon())
	if err != nil {
		t.Fatal(err)
	}
	for revision, change := range map[int]registry.Change{8: past, 10: live} {
		items, number := w.items(change)
		if change.Revision != revision || number != 1 || items[0].Kind != registry.KindPartner {
			t.Errorf("revision %d, of %d: %d items, %+v", change.Revision, revision, number, items)
		}
	}
}

func TestSubscriptionRefuses(t *testing.T) {
	w := newWorld(t)
	w.SetFeed(registry.FeedSettings{Most: 2})
	_, err := w.Subscribe(w.ctx, &registry.ChangeFilter{Regions: []string{}}, nil)
	invalid("EMPTY_LIST", facts{"field": "filter.regions"}).is(t, err)
	_, err = w.Subscribe(w.ctx, nil, new(-1))
	invalid("INVALID", facts{"field": "afterRevision"}).is(t, err)
	_, err = w.Subscribe(w.ctx, nil, new(1000))
	invalid("INVALID", facts{"field": "afterRevision", "revision": 1}).is(t, err)
	first := w.subscribe(nil, nil)
	w.subscribe(nil, nil)
	_, err = w.Subscribe(w.ctx, nil, nil)
	if registry.CodeOf(err) != registry.CodeUnavailable || registry.ReasonOf(err) != registry.ReasonSubscribers {
		t.Errorf("one too many: %v", err)
	}
	first.Close()
	first.Close()
	w.subscribe(nil, nil)
}

func TestSlowSubscriberIsCutOff(t *testing.T) {
	w := newWorld(t)
	w.SetFeed(registry.FeedSettings{Keeps: 3, Grace: time.Nanosecond})
	slow, quick, late := w.subscribe(nil, nil), w.subscribe(nil, nil), w.subscribe(nil, new(0))
	for n := range 10 {
		want := w.sector(fmt.Sprint("sector-", n))
		if got := w.next(quick); got != want {
			t.Fatalf("the quick one got revision %d, want %d", got, want)
		}
	}
	w.ends(slow, registry.ReasonTooSlow, 1)
	for n := range 10 {
		if got := w.next(late); got != n+1 {
			t.Fatalf("one that reads the past got revision %d, want %d", got, n+1)
		}
	}
}

func TestReaderEndsWithTheLastSubscriber(t *testing.T) {
	w := newWorld(t)
	one, other := w.subscribe(nil, nil), w.subscribe(nil, nil)
	ctx, cancel := context.WithCancel(w.ctx)
	ended := make(chan error, 1)
	go func() {
		_, err := one.Next(ctx)
		one.Close()
		ended <- err
	}()
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	w.sector("zorg")
	w.next(other)
	other.Close()
	select {
	case <-other.ReaderEnded():
	case <-w.soon().Done():
		t.Error("there is no subscriber any more, and the reader goes on")
	}
	again := w.subscribe(nil, new(1))
	if got := w.next(again); got != 2 {
		t.Errorf("a later subscriber got revision %d", got)
	}
}

// away is a store that cannot be read for a while.
type away struct {
	registry.Store
	gone  atomic.Bool
	asked chan struct{}
}

func (a *away) View(ctx context.Context, read func(context.Context, registry.Reader) error) error {
	if a.gone.Load() {
		select {
		case a.asked <- struct{}{}:
		default:
		}
		return registry.Unavailable(registry.ReasonStoreAway, nil)
	}
	return a.Store.View(ctx, read)
}

// awayWorld is a world whose store can go away.
func awayWorld(t *testing.T) (*world, *away) {
	t.Helper()
	path := t.TempDir() + "/x.db"
	w := worldAt(t, path)
	store := &away{Store: openStore(t, path), asked: make(chan struct{}, 1)}
	reg, err := registry.New(store, w.clock.now, smallGuide())
	if err != nil {
		t.Fatal(err)
	}
	w.Registry = reg
	return w, store
}

func TestSubscriptionOutlastsAStoreThatIsAwayShortly(t *testing.T) {
	w, store := awayWorld(t)
	s := w.subscribe(nil, nil)
	store.gone.Store(true)
	want := w.sector("zorg")
	<-store.asked
	store.gone.Store(false)
	if got := w.next(s); got != want {
		t.Errorf("got revision %d, want %d", got, want)
	}
}

func TestSubscriptionEndsWhenTheStoreStaysAway(t *testing.T) {
	w, store := awayWorld(t)
	w.SetFeed(registry.FeedSettings{Patience: time.Nanosecond})
	w.sector("zorg")
	subscriptions := []*registry.Subscription{w.subscribe(nil, nil), w.subscribe(nil, new(0))}
	store.gone.Store(true)
	w.sector("vervoer")
	for i, s := range subscriptions {
		w.ends(s, registry.ReasonStoreAway, 1-i)
	}
}

func TestRecentChangesAreShared(t *testing.T) {
	w := newWorld(t)
	one, other := w.subscribe(nil, nil), w.subscribe(nil, nil)
	w.sector("zorg")
	a, err := one.Next(w.soon())
	b, otherErr := other.Next(w.soon())
	if err := errors.Join(err, otherErr); err != nil {
		t.Fatal(err)
	}
	if &a.Items[0] != &b.Items[0] {
		t.Error("each subscriber has a copy")
	}
}

func TestASubscriberHasNothingCounted(t *testing.T) {
	reads := storetest.Counting(openStore(t, t.TempDir()+"/x.db"))
	r, err := registry.New(reads, time.Now, smallGuide())
	if err != nil {
		t.Fatal(err)
	}
	s, err := r.Subscribe(t.Context(), nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	s.Close()
	calls := reads.Calls()
	delete(calls, "ListChanges") // what the reader of the feed does, in its own time
	if len(calls) != 1 || calls["Revision"] != 1 {
		t.Errorf("a subscriber asks of the store %v", calls)
	}
}
