package registry_test

import (
	"context"
	"testing"

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
