package registry_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"ketenkaart/registry"
)

// regionsSeen are two regions as a reader gives them by their codes and each at hand, where it is.
func regionsSeen(t *testing.T, w *world, ctx context.Context) (read, atHand []registry.Region) {
	t.Helper()
	ctx = w.WithLists(ctx)
	err := w.View(ctx, func(ctx context.Context, reader registry.Reader) (err error) {
		read, err = reader.Regions(ctx, []string{"VR02", "VR01", "VR02"})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, code := range []string{"VR01", "VR02", "VR25"} {
		if region, there := w.RegionAtHand(ctx, code); there {
			atHand = append(atHand, region)
		}
	}
	return read, atHand
}

func TestR18KeptRegionsAreMaskedForEachViewer(t *testing.T) {
	w := newWorld(t)
	does(w, w.SetContactPoints, registry.SetContactPointsInput{
		SubjectID: "Region:VR02", Version: 1, ContactPoints: []registry.ContactPoint{{Kind: "PIKET", Function: "Liaison"}},
	})
	for _, viewer := range []struct {
		ctx   context.Context
		shown int
	}{{t.Context(), 0}, {w.ctx, 1}, {t.Context(), 0}} {
		read, atHand := regionsSeen(t, w, viewer.ctx)
		wants(t, "at hand", atHand, read)
		if len(read) != 2 || read[0].Code != "VR01" || len(read[1].ContactPoints) != viewer.shown {
			t.Errorf("wanted VR01, and VR02 with %d contact points: %v", viewer.shown, read)
		}
	}
}

// TestKeptListsOfOneOperation: what an operation saw of a list stays; what is new since is read.
func TestKeptListsOfOneOperation(t *testing.T) {
	w := newWorld(t)
	ctx := w.WithLists(t.Context())
	sectors := func(ctx context.Context, codes ...string) (names []string) {
		err := w.View(ctx, func(ctx context.Context, reader registry.Reader) error {
			found, err := reader.Sectors(ctx, codes)
			for _, sector := range found {
				names = append(names, sector.Name)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return names
	}
	wants(t, "at first", sectors(ctx), []string{"Drinkwater", "Energie"})
	does(w, w.CreateSector, registry.CreateSectorInput{Code: "zorg", Name: "Zorg"})
	wants(t, "the whole list, in the same operation", sectors(ctx), []string{"Drinkwater", "Energie"})
	wants(t, "what is new, in the same operation", sectors(ctx, "zorg", "drinkwater", "geen"), []string{"Drinkwater", "Zorg"})
	wants(t, "in the next", sectors(w.WithLists(t.Context())), []string{"Drinkwater", "Energie", "Zorg"})
	wants(t, "without lists", sectors(t.Context()), []string{"Drinkwater", "Energie", "Zorg"})
}

// TestKeptListsGiveWhatAReaderGives: municipalities by code, by region and at a day, and neighbours.
func TestKeptListsGiveWhatAReaderGives(t *testing.T) {
	w := newWorld(t)
	day := registry.Date("2026-11-23")
	for name, of := range map[string]registry.MunicipalitySelect{
		"by code": {Codes: []string{"GM0080", "GM9999"}}, "none": {Codes: []string{}}, "by region": {Regions: []string{"VR02", "VR03"}, AsOf: &day},
	} {
		var given [2][]registry.Municipality
		for i, ctx := range []context.Context{t.Context(), w.WithLists(t.Context())} {
			err := w.View(ctx, func(ctx context.Context, reader registry.Reader) (err error) {
				given[i], err = reader.Municipalities(ctx, of)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		wants(t, name, given[1], given[0])
	}
	var given [2]map[string][]registry.Neighbour
	for i, ctx := range []context.Context{t.Context(), w.WithLists(t.Context())} {
		err := w.View(ctx, func(ctx context.Context, reader registry.Reader) (err error) {
			given[i], err = reader.Neighbours(ctx, []string{"VR01", "VR02", "VR03"})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	wants(t, "neighbours", given[1], given[0])
}

// turning is a store of which a test may say how it reads.
type turning struct {
	registry.Store
	view func(context.Context, func(context.Context, registry.Reader) error) error
}

func (s *turning) View(ctx context.Context, read func(context.Context, registry.Reader) error) error {
	if s.view != nil {
		return s.view(ctx, read)
	}
	return s.Store.View(ctx, read)
}

// turningWorld is empty.
func turningWorld(t *testing.T) (*world, *turning) {
	t.Helper()
	store := &turning{Store: openStore(t, t.TempDir()+"/x.db")}
	clock := newClock()
	r, err := registry.New(store, clock.now, smallGuide())
	if err != nil {
		t.Fatal(err)
	}
	return &world{Registry: r, t: t, ctx: registry.WithActor(t.Context(), registry.LocalActor()), clock: clock}, store
}

// sectorCodes are those that an operation of its own sees in the lists.
func sectorCodes(ctx context.Context, w *world) (codes string, err error) {
	err = w.View(w.WithLists(ctx), func(ctx context.Context, reader registry.Reader) error {
		found, err := reader.Sectors(ctx, nil)
		for _, sector := range found {
			codes += sector.Code + " "
		}
		return err
	})
	return codes, err
}

// TestKeptListsOfAStoreInThePlaceOfAnother: of an earlier revision, as after a restore.
func TestKeptListsOfAStoreInThePlaceOfAnother(t *testing.T) {
	w, store := turningWorld(t)
	for _, code := range []string{"water", "zorg"} {
		does(w, w.CreateSector, registry.CreateSectorInput{Code: code, Name: code})
	}
	before, err := sectorCodes(t.Context(), w)
	if err != nil || before != "water zorg " {
		t.Fatalf("%q %v", before, err)
	}
	other, otherStore := turningWorld(t)
	does(other, other.CreateSector, registry.CreateSectorInput{Code: "energie", Name: "Energie"})
	store.view = otherStore.View
	if after, err := sectorCodes(t.Context(), w); err != nil || after != "energie " {
		t.Errorf("%q %v", after, err)
	}
}

// slowSectors reads sectors when it may; begun tells that it wants to.
type slowSectors struct {
	registry.Reader
	begun, may chan struct{}
}

func (r slowSectors) Sectors(ctx context.Context, codes []string) ([]registry.Sector, error) {
	r.begun <- struct{}{}
	<-r.may
	return r.Reader.Sectors(ctx, codes)
}

// TestKeptListThatIsBeingRead: who waits for another to read a list waits no longer than its context lasts.
func TestKeptListThatIsBeingRead(t *testing.T) {
	w, store := turningWorld(t)
	slow := slowSectors{begun: make(chan struct{}), may: make(chan struct{})}
	store.view = func(ctx context.Context, read func(context.Context, registry.Reader) error) error {
		return store.Store.View(ctx, func(ctx context.Context, reader registry.Reader) error {
			return read(ctx, slowSectors{reader, slow.begun, slow.may})
		})
	}
	done := make(chan error)
	go func() {
		_, err := sectorCodes(t.Context(), w)
		done <- err
	}()
	<-slow.begun
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := sectorCodes(ctx, w); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("wanted that its time was over: %v", err)
	}
	close(slow.may)
	if err := <-done; err != nil {
		t.Error(err)
	}
}

// TestRevisionOfAStoreThatPanics: it is an error of who asked, and of nobody after them.
func TestRevisionOfAStoreThatPanics(t *testing.T) {
	w, store := turningWorld(t)
	store.view = func(context.Context, func(context.Context, registry.Reader) error) error { panic("out of its mind") }
	if _, err := w.Revision(t.Context()); err == nil || !strings.Contains(err.Error(), "out of its mind") {
		t.Errorf("wanted the panic as an error: %v", err)
	}
	store.view = nil
	if revision, err := w.Revision(t.Context()); err != nil || revision != 0 {
		t.Errorf("revision %d: %v", revision, err)
	}
}

// failingSectors counts who wants to read them.
type failingSectors struct {
	registry.Reader
	asked *int
}

func (r failingSectors) Sectors(context.Context, []string) ([]registry.Sector, error) {
	*r.asked++
	return nil, errors.New("away")
}

// TestKeptListThatCannotBeRead: a store that fails is not asked again by each who needs a list in the same operation.
func TestKeptListThatCannotBeRead(t *testing.T) {
	for name, revision := range map[string]bool{"the revision": true, "the list": false} {
		t.Run(name, func(t *testing.T) {
			w, store := turningWorld(t)
			asked := 0
			store.view = func(ctx context.Context, read func(context.Context, registry.Reader) error) error {
				return store.Store.View(ctx, func(ctx context.Context, reader registry.Reader) error {
					if revision {
						reader = failingRevision{reader, &asked}
					}
					return read(ctx, failingSectors{reader, &asked})
				})
			}
			ctx := w.WithLists(t.Context())
			for range 3 {
				err := w.View(ctx, func(ctx context.Context, reader registry.Reader) error {
					_, err := reader.Sectors(ctx, []string{"water"})
					return err
				})
				if err == nil || !strings.Contains(err.Error(), "away") {
					t.Errorf("wanted that it is away: %v", err)
				}
			}
			if asked != 1 {
				t.Errorf("the store was asked %d times", asked)
			}
		})
	}
}

type failingRevision struct {
	registry.Reader
	asked *int
}

func (r failingRevision) Revision(context.Context) (int, error) {
	*r.asked++
	return 0, errors.New("away")
}
