package registry_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"ketenkaart/registry"
	"ketenkaart/store/storetest"
)

// crowd is a world in which mutations wait behind one that is under way.
type crowd struct {
	*world
	store *storetest.Gate
	// tick is called whenever a mutation begins.
	tick func()
}

func newCrowd(t *testing.T, settings registry.GroupSettings) *crowd {
	t.Helper()
	c := &crowd{
		store: &storetest.Gate{Store: openStore(t, t.TempDir()+"/x.db")},
		tick:  func() {},
	}
	clock := newClock()
	r, err := registry.New(c.store, func() time.Time { c.tick(); return clock.now() }, smallGuide())
	if err != nil {
		t.Fatal(err)
	}
	r.SetGroup(settings)
	c.world = &world{Registry: r, t: t, ctx: registry.WithActor(t.Context(), registry.LocalActor()), clock: clock}
	return c
}

// atOnce has attempts wait, in their order, behind the first; then lets them go, and gives how each ended.
func (c *crowd) atOnce(attempts ...storetest.Attempt) []error { return c.store.AtOnce(attempts...) }

// sector is an attempt to create one, whose payload goes to the place.
func (c *crowd) sector(code string, payload *registry.SectorPayload) storetest.Attempt {
	return storetest.Attempt{Ctx: c.ctx, Do: func(ctx context.Context) (err error) {
		created, err := c.CreateSector(ctx, registry.CreateSectorInput{Code: code, Name: strings.ToUpper(code)})
		if payload != nil {
			*payload = created
		}
		return err
	}}
}

// sectors are attempts to create as many.
func (c *crowd) sectors(many int) (attempts []storetest.Attempt) {
	for n := range many {
		attempts = append(attempts, c.sector(fmt.Sprintf("s%02d", n), nil))
	}
	return attempts
}

func (c *crowd) wantsUpdates(want int64) {
	c.t.Helper()
	if got := c.store.Updates.Load(); got != want {
		c.t.Errorf("there were %d transactions, not %d", got, want)
	}
}

// wantsFeed reads what was done, in order of revision.
func (c *crowd) wantsFeed(want ...string) {
	c.t.Helper()
	feed, err := c.Changes(c.ctx, nil, nil, registry.PageArgs{First: new(100)})
	if err != nil {
		c.t.Fatal(err)
	}
	var got []string
	for i, edge := range feed.Edges() {
		if edge.Node.Revision != i+1 {
			c.t.Errorf("place %d of the feed is revision %d", i+1, edge.Node.Revision)
		}
		got = append(got, edge.Node.SubjectID)
	}
	if !slices.Equal(got, want) {
		c.t.Errorf("the feed tells of %q, not %q", got, want)
	}
}

func (c *crowd) allDone(ends []error) {
	c.t.Helper()
	for i, err := range ends {
		if err != nil {
			c.t.Errorf("mutation %d: %v", i, err)
		}
	}
}

func TestR16MutationsThatWaitShareATransaction(t *testing.T) {
	c := newCrowd(t, registry.GroupSettings{})
	payloads := make([]registry.SectorPayload, 10)
	var attempts []storetest.Attempt
	for i := range payloads {
		next := c.sector(fmt.Sprintf("s%d", i), &payloads[i])
		next.Ctx = registry.WithActor(t.Context(), registry.Actor{ID: fmt.Sprintf("actor %d", i), Rights: registry.LocalActor().Rights})
		attempts = append(attempts, next)
	}
	c.allDone(c.atOnce(attempts...))
	c.wantsUpdates(2)
	for i, payload := range payloads {
		change := payload.Change
		if change.Revision != i+1 || payload.Sector.Version != i+1 || change.ActorID != fmt.Sprintf("actor %d", i) || len(change.Items) != 1 {
			t.Errorf("mutation %d gave %+v", i, change)
		}
	}
	c.wantsFeed("Sector:s0", "Sector:s1", "Sector:s2", "Sector:s3", "Sector:s4", "Sector:s5", "Sector:s6", "Sector:s7", "Sector:s8", "Sector:s9")
}

func TestAMutationAloneWaitsForNobody(t *testing.T) {
	c := newCrowd(t, registry.GroupSettings{})
	for _, a := range c.sectors(3) {
		if err := a.Do(a.Ctx); err != nil {
			t.Error(err)
		}
	}
	c.wantsUpdates(3)
}

// TestARefusalTakesNothingOfOthers: before anything was written it costs nothing; after that, a transaction for those before it, one
// for itself, and one for those behind it.
func TestARefusalTakesNothingOfOthers(t *testing.T) {
	for what, refused := range map[string]struct {
		attempt func(c *crowd) storetest.Attempt
		reason  registry.Reason
		updates int64
	}{
		"before anything is written": {func(c *crowd) storetest.Attempt { return c.sector("a", nil) }, registry.ReasonKeyTaken, 2},
		"after a write, since nothing changed": {func(c *crowd) storetest.Attempt {
			return storetest.Attempt{Ctx: c.ctx, Do: func(ctx context.Context) error {
				_, err := c.UpdateSector(ctx, registry.SectorPatch{SectorID: "Sector:a", Version: 1, Name: set("A")})
				return err
			}}
		}, registry.ReasonNothingToChange, 5},
		"a version that is no more": {func(c *crowd) storetest.Attempt {
			return storetest.Attempt{Ctx: c.ctx, Do: func(ctx context.Context) error {
				_, err := c.UpdateSector(ctx, registry.SectorPatch{SectorID: "Sector:a", Version: 7, Name: set("B")})
				return err
			}}
		}, registry.ReasonVersion, 2},
	} {
		t.Run(what, func(t *testing.T) {
			c := newCrowd(t, registry.GroupSettings{})
			ends := c.atOnce(c.sector("a", nil), c.sector("b", nil), c.sector("c", nil), refused.attempt(c), c.sector("d", nil), c.sector("e", nil))
			if registry.ReasonOf(ends[3]) != refused.reason {
				t.Errorf("it ended with %v", ends[3])
			}
			c.allDone(slices.Delete(ends, 3, 4))
			c.wantsFeed("Sector:a", "Sector:b", "Sector:c", "Sector:d", "Sector:e")
			c.wantsUpdates(refused.updates)
		})
	}
}

func TestAPanicHarmsNoOtherMutation(t *testing.T) {
	c := newCrowd(t, registry.GroupSettings{})
	began := 0
	c.tick = func() {
		if began++; began == 3 {
			panic("the clock stopped")
		}
	}
	ends := c.atOnce(c.sectors(5)...)
	if ends[2] == nil || !strings.Contains(ends[2].Error(), "panic: the clock stopped") {
		t.Errorf("the third ended with %v", ends[2])
	}
	c.allDone(slices.Delete(ends, 2, 3))
	c.wantsFeed("Sector:s00", "Sector:s01", "Sector:s03", "Sector:s04")
}

// TestAClientThatLeftBeforeItsTurnIsDropped: the third while it waits, the fourth when the second begins.
func TestAClientThatLeftBeforeItsTurnIsDropped(t *testing.T) {
	c := newCrowd(t, registry.GroupSettings{})
	third, leaveThird := context.WithCancel(c.ctx)
	fourth, leaveFourth := context.WithCancel(c.ctx)
	began := 0
	c.tick = func() {
		if began++; began == 2 {
			leaveFourth()
		}
	}
	attempts := c.sectors(5)
	attempts[2].Ctx, attempts[3].Ctx = third, fourth
	do := attempts[4].Do
	attempts[4].Do = func(ctx context.Context) error { leaveThird(); return do(ctx) }
	ends := c.atOnce(attempts...)
	if !errors.Is(ends[2], context.Canceled) || !errors.Is(ends[3], context.Canceled) {
		t.Errorf("they ended with %v and %v", ends[2], ends[3])
	}
	c.allDone(slices.Delete(ends, 2, 4))
	c.wantsFeed("Sector:s00", "Sector:s01", "Sector:s04")
}

func TestWhatSharesATransactionIsBounded(t *testing.T) {
	for what, bound := range map[string]struct {
		settings registry.GroupSettings
		updates  int64
	}{
		"in number": {registry.GroupSettings{Most: 4}, 1 + 3},
		"in time":   {registry.GroupSettings{Time: time.Nanosecond}, 1 + 9},
		"usually":   {registry.GroupSettings{}, 2},
	} {
		t.Run(what, func(t *testing.T) {
			c := newCrowd(t, bound.settings)
			c.allDone(c.atOnce(c.sectors(10)...))
			c.wantsUpdates(bound.updates)
			c.wantsFeed("Sector:s00", "Sector:s01", "Sector:s02", "Sector:s03", "Sector:s04", "Sector:s05", "Sector:s06", "Sector:s07", "Sector:s08", "Sector:s09")
		})
	}
}

func TestWaitingForATransactionIsBounded(t *testing.T) {
	c := newCrowd(t, registry.GroupSettings{Longest: 2})
	ends := c.atOnce(c.sectors(5)...)
	for _, err := range ends[3:] {
		if registry.ReasonOf(err) != registry.ReasonStoreAway {
			t.Errorf("one too many ended with %v", err)
		}
	}
	c.allDone(ends[:3])

	c = newCrowd(t, registry.GroupSettings{Patience: time.Millisecond})
	late := make(chan error, 1)
	c.store.Ends = func(update int64, do func() error) error {
		if update == 1 {
			dan := c.sector("dan", nil)
			late <- dan.Do(dan.Ctx)
		}
		return do()
	}
	c.allDone(c.atOnce(c.sector("eerst", nil)))
	if err := <-late; registry.ReasonOf(err) != registry.ReasonStoreAway {
		t.Errorf("one that waited too long ended with %v", err)
	}
	c.wantsFeed("Sector:eerst")
}

// TestAStoreThatIsAwayEndsThoseWhoShare: those behind them have their own patience, for a store is away when it is busy too.
func TestAStoreThatIsAwayEndsThoseWhoShare(t *testing.T) {
	c := newCrowd(t, registry.GroupSettings{Most: 3})
	c.store.Ends = func(update int64, do func() error) error {
		if update == 2 {
			return registry.Unavailable(registry.ReasonStoreAway, nil)
		}
		return do()
	}
	ends := c.atOnce(c.sectors(7)...)
	for i, err := range ends[1:4] {
		if registry.ReasonOf(err) != registry.ReasonStoreAway {
			t.Errorf("mutation %d ended with %v", i+1, err)
		}
	}
	c.allDone(slices.Delete(ends, 1, 4))
	c.wantsUpdates(3)
	c.wantsFeed("Sector:s00", "Sector:s04", "Sector:s05", "Sector:s06")
}

// TestAStoreThatPanicsLeavesNobodyWaiting: it is the end of those who share, and of no other.
func TestAStoreThatPanicsLeavesNobodyWaiting(t *testing.T) {
	c := newCrowd(t, registry.GroupSettings{Most: 3})
	c.store.Ends = func(update int64, do func() error) error {
		if update == 2 {
			panic("the store fell over")
		}
		return do()
	}
	ends := c.atOnce(c.sectors(7)...)
	for i, err := range ends[1:4] {
		if err == nil || !strings.Contains(err.Error(), "the store fell over") {
			t.Errorf("mutation %d ended with %v", i+1, err)
		}
	}
	c.allDone(slices.Delete(ends, 1, 4))
	c.wantsFeed("Sector:s00", "Sector:s04", "Sector:s05", "Sector:s06")
}

// TestAMutationWhoseTimeEndsInItsTurnIsNotDone, for its client is told that it was not.
func TestAMutationWhoseTimeEndsInItsTurnIsNotDone(t *testing.T) {
	c := newCrowd(t, registry.GroupSettings{})
	third, end := context.WithCancel(c.ctx)
	began := 0
	c.tick = func() {
		if began++; began == 3 {
			end()
		}
	}
	attempts := c.sectors(5)
	attempts[2].Ctx = third
	ends := c.atOnce(attempts...)
	if !errors.Is(ends[2], context.Canceled) {
		t.Errorf("it ended with %v", ends[2])
	}
	c.allDone(slices.Delete(ends, 2, 3))
	c.wantsFeed("Sector:s00", "Sector:s01", "Sector:s03", "Sector:s04")
}

// TestAnUnknownOutcomeIsOfAllThatShareIt: they may be done, and are not done again.
func TestAnUnknownOutcomeIsOfAllThatShareIt(t *testing.T) {
	c := newCrowd(t, registry.GroupSettings{Most: 3})
	c.store.Ends = func(update int64, do func() error) error {
		err := do()
		if update == 2 {
			return registry.Unavailable(registry.ReasonOutcomeUnknown, err)
		}
		return err
	}
	ends := c.atOnce(c.sectors(6)...)
	for _, err := range ends[1:4] {
		if registry.ReasonOf(err) != registry.ReasonOutcomeUnknown {
			t.Errorf("one ended with %v", err)
		}
	}
	c.allDone(slices.Delete(ends, 1, 4))
	c.wantsFeed("Sector:s00", "Sector:s01", "Sector:s02", "Sector:s03", "Sector:s04", "Sector:s05")
}

// TestAFailureOfTheStoreIsNotOfAll: what a transaction cannot do for all, it may for each.
func TestAFailureOfTheStoreIsNotOfAll(t *testing.T) {
	c := newCrowd(t, registry.GroupSettings{})
	c.store.Ends = func(update int64, do func() error) error {
		if update == 2 {
			return errors.New("it does not fit")
		}
		return do()
	}
	c.allDone(c.atOnce(c.sectors(4)...))
	c.wantsUpdates(1 + 1 + 3)
	c.wantsFeed("Sector:s00", "Sector:s01", "Sector:s02", "Sector:s03")
}

func TestR15AKeyIsUsedOnceInOneTransaction(t *testing.T) {
	c := newCrowd(t, registry.GroupSettings{})
	payloads := make([]registry.SectorPayload, 3)
	keyed := func(name string, payload *registry.SectorPayload) storetest.Attempt {
		return storetest.Attempt{Ctx: c.ctx, Do: func(ctx context.Context) (err error) {
			*payload, err = c.CreateSector(ctx, registry.CreateSectorInput{Code: "een", Name: name, IdempotencyKey: new("sleutel")})
			return err
		}}
	}
	ends := c.atOnce(c.sector("eerst", nil), keyed("Een", &payloads[0]), keyed("Een", &payloads[1]), keyed("Anders", &payloads[2]))
	c.allDone(ends[:3])
	if payloads[1].Change.Revision != 2 || payloads[1].Sector.Version != 2 || payloads[0].Change.Revision != 2 {
		t.Errorf("the key gave %+v and %+v", payloads[0], payloads[1])
	}
	if registry.ReasonOf(ends[3]) != registry.ReasonKeyReused {
		t.Errorf("another input ended with %v", ends[3])
	}
	c.wantsUpdates(2)
	c.wantsFeed("Sector:eerst", "Sector:een")
}
