package registry_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp/cmpopts"

	"ketenkaart/registry"
)

var errCut = errors.New("cut off")

// cutting is a store that is gone after so many Updates, as for a process that was killed behind a commit.
type cutting struct {
	registry.Store
	left *int
}

func (c cutting) Update(ctx context.Context, write func(context.Context, registry.Writer) error) error {
	if *c.left == 0 {
		return errCut
	}
	*c.left--
	return c.Store.Update(ctx, write)
}

// cutWorld has an empty store that is cut off after so many Updates as its number says, and takes three rows in one transaction.
func cutWorld(t *testing.T, left *int) *world {
	t.Helper()
	r, err := registry.New(cutting{openStore(t, t.TempDir()+"/x.db"), left}, newClock().now, smallGuide())
	if err != nil {
		t.Fatal(err)
	}
	r.SetMaxImport(3)
	return &world{Registry: r, t: t, ctx: registry.WithActor(t.Context(), registry.LocalActor())}
}

// largeRegister is the small one with things that refer to others behind them.
func largeRegister() registry.Dataset {
	data := smallRegister()
	data.Municipalities = append([]registry.Municipality{{Code: "GM0001", Name: "Oud", RegionCode: "VR01", Until: new(registry.Date("2020-01-01")), SuccessorCode: new("GM0080")}}, data.Municipalities...)
	data.Partners = append([]registry.Partner{{Key: "eenheid-noord", Name: "Eenheid Noord-Nederland", PartOfKey: new("politie")}}, data.Partners...)
	data.Collaborations = []registry.Collaboration{
		{RegionCode: "VR02", PartnerKey: "vitens", Profile: "KOPPEL", Period: span("2020-01-01", "2022-01-01"), EndReason: new("groter")},
		{RegionCode: "VR04", PartnerKey: "vitens", Profile: "KERN", Period: since("2021-01-01")},
		{RegionCode: "VR02", PartnerKey: "vitens", Profile: "KERN", Period: since("2022-01-01")},
	}
	data.Adoptions = []registry.Adoption{{RegionCode: "VR02", PartnerKey: "vitens", Period: since("2024-01-01")}}
	data.Agreements = []registry.Agreement{covenant("Convenant van vroeger", "2014-09", "VR02")}
	return data
}

// An import that is larger than a transaction goes on where it was cut off, after whichever batch that was, and is what one
// transaction would have made of it; until its end the register is marked, and takes nothing else.
func TestImportInBatchesGoesOnWhereItWasCutOff(t *testing.T) {
	want, left := bareWorld(t), 0
	does(want, want.Registry.Import, registry.ImportInput{Data: largeRegister()})
	w := cutWorld(t, &left)
	in, written := registry.ImportInput{Data: largeRegister(), Reason: new("eerste vulling")}, 0
	in.Written = func(rows int) { written += rows }
	all := does(w, w.PlanImport, in).Counts[registry.OutcomeNew]
	batches := 0
	for w.state().Revision == 0 || w.state().Incomplete != nil {
		left = 1
		_, err := w.Registry.Import(w.ctx, in)
		batches++
		if state := w.state(); state.Revision != batches || (state.Incomplete == nil) != (err == nil) || err != nil && !errors.Is(err, errCut) {
			t.Fatalf("after batch %d: %v, %+v", batches, err, state)
		}
		if err == nil {
			break
		}
		for _, other := range []registry.Dataset{smallRegister(), {Sectors: []registry.Sector{{Code: "zorg", Name: "Zorg"}}}} {
			for _, do := range []func(context.Context, registry.ImportInput) (registry.Plan, error){w.PlanImport, w.Registry.Import} {
				if _, err := do(w.ctx, registry.ImportInput{Data: other}); registry.ReasonOf(err) != "REGISTER_NOT_EMPTY" {
					t.Errorf("another import into part of a register: %v", err)
				}
			}
		}
	}
	// The first has the 14 rows of the lists that are short by rule.
	if batches != 7 || written != all {
		t.Errorf("it took %d batches, and told of %d rows of %d", batches, written, all)
	}
	wants(t, "the register", byName(w.snapshot()), byName(want.snapshot()), cmpopts.IgnoreTypes(registry.Stamp{}), cmpopts.IgnoreFields(registry.Collaboration{}, "UUID"),
		cmpopts.IgnoreFields(registry.Adoption{}, "UUID"), cmpopts.IgnoreFields(registry.Agreement{}, "UUID", "TextVersion"))
	for i, change := range w.feed() {
		if change.Revision != i+1 || change.Action != "importRegister" || *change.Reason != "eerste vulling" || len(change.Items) == 0 {
			t.Errorf("the feed has %+v", change)
		}
	}
	left = 10
	again := in
	again.Data.Partners = again.Data.Partners[:1]
	refuses(w, w.Registry.Import, again, invalid("TOO_LONG", facts{"field": "dataset", "most": 3}))
	refuses(w, w.Fill, largeRegister(), invalid("TOO_LONG", facts{"field": "dataset", "most": 3}))
}

// byName has things without keys by what they are between.
func byName(things map[string]registry.Node) map[string]registry.Node {
	named := map[string]registry.Node{}
	for id, thing := range things {
		switch thing := thing.(type) {
		case registry.Collaboration:
			id = "collaboration " + thing.RegionCode + thing.PartnerKey + string(thing.Since)
		case registry.Adoption:
			id = "adoption " + thing.PartnerKey
		case registry.Agreement:
			id = "agreement " + thing.Title
		}
		named[id] = thing
	}
	return named
}

// What any batch would refuse is refused before the first.
func TestImportInBatchesIsRefusedWhole(t *testing.T) {
	left := 10
	w := cutWorld(t, &left)
	data := largeRegister()
	data.Agreements[0].Title = " "
	_, err := w.Registry.Import(w.ctx, registry.ImportInput{Data: data})
	if registry.ReasonOf(err) != "DATASET_REJECTED" || w.state() != (registry.State{}) || left != 10 {
		t.Errorf("got %v, and the register is %+v", err, w.state())
	}
}

// Who changes the register between two batches is not overwritten.
func TestImportInBatchesStopsWhenTheRegisterChanges(t *testing.T) {
	left := 10
	w := cutWorld(t, &left)
	in := registry.ImportInput{Data: largeRegister()}
	in.Written = func(int) {
		if w.state().Revision == 1 {
			does(w, w.UpdateRegion, registry.RegionPatch{RegionID: "Region:VR01", Version: 1, ShortName: set("VRG")})
		}
	}
	if _, err := w.Registry.Import(w.ctx, in); registry.ReasonOf(err) != "VERSION_MISMATCH" || w.state().Revision != 2 {
		t.Errorf("got %v, and the register is %+v", err, w.state())
	}
}
