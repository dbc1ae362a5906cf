package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"ketenkaart/registry"
)

// putAll writes a Dataset in an order in which every reference is met.
func putAll(ctx context.Context, w registry.Writer, data registry.Dataset) error {
	for _, step := range []struct {
		size int
		put  func() error
	}{
		{len(data.Ministries), func() error { return w.PutMinistries(ctx, data.Ministries) }},
		{len(data.Sectors), func() error { return w.PutSectors(ctx, data.Sectors) }},
		{len(data.Chains), func() error { return w.PutChains(ctx, data.Chains) }},
		{len(data.Regions), func() error { return w.PutRegions(ctx, data.Regions) }},
		{len(data.Neighbours), func() error { return w.PutNeighbours(ctx, data.Neighbours) }},
		{len(data.Municipalities), func() error { return w.PutMunicipalities(ctx, data.Municipalities) }},
		{len(data.Partners), func() error { return w.PutPartners(ctx, data.Partners) }},
		{len(data.Collaborations), func() error { return w.PutCollaborations(ctx, data.Collaborations) }},
		{len(data.Adoptions), func() error { return w.PutAdoptions(ctx, data.Adoptions) }},
	} {
		if step.size == 0 {
			continue
		}
		if err := step.put(); err != nil {
			return err
		}
	}
	return nil
}

func testUpdate(t *testing.T, store registry.Store) {
	put(t, store, registry.Dataset{Regions: regions("VR01", "VR02"), Partners: []registry.Partner{partner("vitens", "Vitens")}})
	t.Run("an error rolls all back", func(t *testing.T) { testRollBack(t, store) })
	t.Run("a panic rolls all back", func(t *testing.T) { testPanic(t, store) })
	t.Run("a writer reads what it wrote", func(t *testing.T) { testReadsOwnWrites(t, store) })
	t.Run("a view reads what is committed", func(t *testing.T) { testIsolation(t, store) })
	t.Run("cancelled", func(t *testing.T) { testCancelled(t, store) })
	t.Run("concurrent updates are one after another", func(t *testing.T) { testConcurrent(t, store) })
}

// newcomers touches every kind of thing that an Update can write.
func newcomers() registry.Dataset {
	return registry.Dataset{
		Ministries:     []registry.Ministry{{Code: "mnre9001", Abbreviation: "NEW", Name: "Nieuw", Stamp: stamp(2)}},
		Sectors:        []registry.Sector{{Code: "nieuw", Name: "Nieuw", Stamp: stamp(2)}},
		Chains:         []registry.Chain{{Code: "NIEUW", Name: "Nieuw", Kind: registry.Functioneel, Stamp: stamp(2)}},
		Regions:        regions("VR03"),
		Neighbours:     []registry.Neighbours{{A: "VR01", B: "VR02", Kind: registry.SharedBoundary}},
		Municipalities: []registry.Municipality{{Code: "GM9001", Name: "Nieuw", RegionCode: "VR01", Stamp: stamp(2)}},
		Partners:       []registry.Partner{partner("nieuw", "Nieuw"), partner("vitens", "Nieuwe naam")},
		Collaborations: []registry.Collaboration{edge(1, "VR01", "vitens", registry.Kern, period("2020-01-01"))},
		Adoptions:      []registry.Adoption{adoption(2, "VR01", "vitens", period("2020-01-01"))},
	}
}

func changeNumber(revision int) registry.Change {
	return registry.Change{Revision: revision, At: moment(revision), ActorID: "local", Action: "test", InputHash: "-"}
}

// wantsUntouched reads all that newcomers would have changed.
func wantsUntouched(t *testing.T, store registry.Store) {
	t.Helper()
	err := store.View(t.Context(), func(r registry.Reader) error {
		state, err := r.State(t.Context())
		wants(t, "State", state, registry.State{Partners: 1})
		return errors.Join(err, wantsNoNewcomers(t, r))
	})
	if err != nil {
		t.Errorf("View: %v", err)
	}
}

func wantsNoNewcomers(t *testing.T, r registry.Reader) error {
	t.Helper()
	ctx := t.Context()
	all, err1 := r.Regions(ctx, nil)
	wants(t, "Regions", names(all, regionCode), []string{"VR01", "VR02"})
	beside, err2 := r.Neighbours(ctx, []string{"VR01"})
	wants(t, "Neighbours", beside["VR01"], nil)
	partners, err3 := r.Partners(ctx, registry.PartnerSelect{Keys: []string{"nieuw", "vitens"}})
	wants(t, "Partners", partners, []registry.Partner{partner("vitens", "Vitens")})
	edges, err4 := r.Collaborations(ctx, registry.CollaborationSelect{Partners: []string{"vitens"}})
	wants(t, "Collaborations", edges, nil)
	adoptions, err5 := r.Adoptions(ctx, registry.AdoptionSelect{Partners: []string{"vitens"}})
	wants(t, "Adoptions", adoptions, nil)
	found, err6 := r.Search(ctx, registry.SearchQuery{Tokens: []string{"nieuw"}, Limit: 10, AsOf: "2025-01-01"})
	wants(t, "Search", found, nil)
	feed, err7 := r.ListChanges(ctx, registry.ChangeQuery{Page: registry.Page{Limit: 10}})
	wants(t, "ListChanges", feed.Items, nil)
	chains, err8 := r.Chains(ctx, nil)
	wants(t, "Chains", chains, nil)
	sectors, err9 := r.Sectors(ctx, nil)
	wants(t, "Sectors", sectors, nil)
	ministries, err10 := r.Ministries(ctx, nil)
	wants(t, "Ministries", ministries, nil)
	return errors.Join(err1, err2, err3, err4, err5, err6, err7, err8, err9, err10)
}

func testRollBack(t *testing.T, store registry.Store) {
	sorry := errors.New("the callback says no")
	err := store.Update(t.Context(), func(w registry.Writer) error {
		if err := putAll(t.Context(), w, newcomers()); err != nil {
			return err
		}
		if err := w.AppendChange(t.Context(), changeNumber(1)); err != nil {
			return err
		}
		return sorry
	})
	if !errors.Is(err, sorry) {
		t.Errorf("Update returned %v, want the error of its callback", err)
	}
	wantsUntouched(t, store)
	t.Run("of a View", func(t *testing.T) {
		if err := store.View(t.Context(), func(registry.Reader) error { return sorry }); !errors.Is(err, sorry) {
			t.Errorf("View returned %v, want the error of its callback", err)
		}
	})
}

func testPanic(t *testing.T, store registry.Store) {
	panicked := func() (cause any) {
		defer func() { cause = recover() }()
		_ = store.Update(t.Context(), func(w registry.Writer) error {
			if err := putAll(t.Context(), w, newcomers()); err != nil {
				return err
			}
			panic("a fault in a rule")
		})
		return nil
	}()
	if panicked != "a fault in a rule" {
		t.Errorf("Update ended in %v, want the panic of its callback", panicked)
	}
	wantsUntouched(t, store)
	panicked = func() (cause any) {
		defer func() { cause = recover() }()
		_ = store.View(t.Context(), func(registry.Reader) error { panic("a fault in a read") })
		return nil
	}()
	if panicked != "a fault in a read" {
		t.Errorf("View ended in %v, want the panic of its callback", panicked)
	}
	wantsUntouched(t, store)
}

// errUndo takes back what a test wrote, so that the next one finds the store as it was.
var errUndo = errors.New("undo")

// undone runs an Update that is always rolled back.
func undone(t *testing.T, store registry.Store, do func(context.Context, registry.Writer) error) {
	t.Helper()
	var failure error
	err := store.Update(t.Context(), func(w registry.Writer) error {
		failure = do(t.Context(), w)
		return errUndo
	})
	if failure != nil || !errors.Is(err, errUndo) {
		t.Errorf("Update: %v, %v", failure, err)
	}
}

func testReadsOwnWrites(t *testing.T, store registry.Store) {
	undone(t, store, func(ctx context.Context, w registry.Writer) error {
		none, err := w.Revision(ctx)
		wants(t, "Revision of an empty feed", none, 0)
		if err := errors.Join(err, putAll(ctx, w, newcomers()), w.AppendChange(ctx, changeNumber(1))); err != nil {
			return err
		}
		state, err1 := w.State(ctx)
		wants(t, "State", state, registry.State{Revision: 1, Partners: 2, Collaborations: 1})
		revision, err6 := w.Revision(ctx)
		wants(t, "Revision", revision, 1)
		partners, err2 := w.Partners(ctx, registry.PartnerSelect{Keys: []string{"nieuw", "vitens"}})
		wants(t, "Partners", names(partners, func(p registry.Partner) string { return p.Name }), []string{"Nieuw", "Nieuwe naam"})
		lists, err3 := w.ListPartners(ctx, []registry.PartnerQuery{{
			Filter: registry.PartnerFilter{Collaboration: &registry.CollaborationFilter{Regions: []string{"VR01"}}},
			Order:  byName(registry.Ascending), Page: registry.Page{Limit: 10}, AsOf: "2025-01-01",
		}})
		if len(lists) == 1 {
			wants(t, "ListPartners", names(lists[0].Items, partnerKey), []string{"vitens"})
		}
		found, err4 := w.Search(ctx, registry.SearchQuery{Tokens: []string{"nieuwe"}, Limit: 10, AsOf: "2025-01-01"})
		wants(t, "Search", found, []string{"Partner:vitens"})
		feed, err5 := w.ListChanges(ctx, registry.ChangeQuery{Page: registry.Page{Limit: 10}})
		wants(t, "ListChanges", feed.Items, []registry.Change{changeNumber(1)})
		return errors.Join(err1, err2, err3, err4, err5, err6)
	})
	wantsUntouched(t, store)
}

func testIsolation(t *testing.T, store registry.Store) {
	undone(t, store, func(ctx context.Context, w registry.Writer) error {
		if err := putAll(ctx, w, newcomers()); err != nil {
			return err
		}
		wantsUntouched(t, store)
		return nil
	})
}

func testCancelled(t *testing.T, store registry.Store) {
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	err := store.View(cancelled, func(r registry.Reader) error {
		_, err := r.State(cancelled)
		return err
	})
	if err == nil {
		t.Error("View with a cancelled context returned no error")
	}
	err = store.Update(cancelled, func(w registry.Writer) error { return putAll(cancelled, w, newcomers()) })
	if err == nil {
		t.Error("Update with a cancelled context returned no error")
	}
	halfway, cancel := context.WithCancel(t.Context())
	err = store.Update(halfway, func(w registry.Writer) error {
		if err := putAll(halfway, w, newcomers()); err != nil {
			return err
		}
		cancel()
		_, err := w.State(halfway)
		return err
	})
	if err == nil {
		t.Error("a read in a transaction that was cancelled returned no error")
	}
	wantsUntouched(t, store)
}

func testConcurrent(t *testing.T, store registry.Store) {
	const writers, each = 8, 5
	var running sync.WaitGroup
	for range writers {
		running.Go(func() {
			for range each {
				if err := store.Update(t.Context(), appendNext(t.Context())); err != nil {
					t.Errorf("Update: %v", err)
				}
			}
		})
	}
	running.Wait()
	feed := get(t, store, func(ctx context.Context, r registry.Reader) (registry.List[registry.Change], error) {
		return r.ListChanges(ctx, registry.ChangeQuery{Page: registry.Page{Limit: 100}})
	})
	var want []registry.Change
	for n := range writers * each {
		want = append(want, changeNumber(n+1))
	}
	wants(t, "the feed", feed.Items, want)
	state := get(t, store, readState)
	wants(t, "State", state, registry.State{Revision: writers * each, Partners: 1})
}

// appendNext reads the revision and writes the next, which loses an update wherever two of them could overlap.
func appendNext(ctx context.Context) func(registry.Writer) error {
	return func(w registry.Writer) error {
		revision, err := w.Revision(ctx)
		if err != nil {
			return err
		}
		state, err := w.State(ctx)
		if err != nil || state.Revision != revision {
			return fmt.Errorf("revision %d, of the State %d, error %w", revision, state.Revision, err)
		}
		return w.AppendChange(ctx, changeNumber(revision+1))
	}
}
