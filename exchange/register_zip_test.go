package exchange_test

import (
	"archive/zip"
	"bytes"
	"cmp"
	"slices"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"ketenkaart/exchange"
	"ketenkaart/registry"
	"ketenkaart/store/sqlite"
)

// exported imports a dataset into an empty store, and gives the whole register back as what its zip holds.
func exported(t *testing.T, dataset registry.Dataset) registry.Dataset {
	t.Helper()
	store, err := sqlite.Open(t.Context(), t.TempDir()+"/x.db")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = store.Close(t.Context()) }()
	reg, err := registry.New(store, time.Now, registry.Guide{})
	if err != nil {
		t.Fatal(err)
	}
	ctx := registry.WithActor(t.Context(), registry.LocalActor())
	if _, err := reg.Fill(ctx, dataset); err != nil {
		t.Fatal(err)
	}
	exports := exchange.Exports(reg)
	whole := exports[slices.IndexFunc(exports, func(e exchange.Export) bool { return e.Name() == "register.zip" })]
	var written bytes.Buffer
	if err := whole.Write(ctx, &written, exchange.Asked{}); err != nil {
		t.Fatal(err)
	}
	folder, err := zip.NewReader(bytes.NewReader(written.Bytes()), int64(written.Len()))
	if err != nil {
		t.Fatal(err)
	}
	return mustRead(t, folder)
}

// inOrder puts the lists of a dataset in one order, for a register has them by id, and its kerntaken, sectors and chains by theirs.
func inOrder(dataset registry.Dataset) registry.Dataset {
	dataset.Origins = nil
	byID(dataset.Ministries)
	byID(dataset.Sectors)
	byID(dataset.Chains)
	byID(dataset.Regions)
	byID(dataset.Municipalities)
	byID(dataset.Partners)
	slices.SortFunc(dataset.Neighbours, func(a, b registry.Neighbours) int { return cmp.Or(cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B)) })
	slices.SortFunc(dataset.Collaborations, func(a, b registry.Collaboration) int {
		return cmp.Or(cmp.Compare(a.RegionCode, b.RegionCode), cmp.Compare(a.PartnerKey, b.PartnerKey), cmp.Compare(a.Since, b.Since))
	})
	slices.SortFunc(dataset.Adoptions, func(a, b registry.Adoption) int {
		return cmp.Or(cmp.Compare(a.PartnerKey, b.PartnerKey), cmp.Compare(a.Since, b.Since))
	})
	slices.SortFunc(dataset.Agreements, func(a, b registry.Agreement) int { return cmp.Compare(a.Title, b.Title) })
	for i := range dataset.Partners {
		slices.Sort(dataset.Partners[i].CoreTasks)
		slices.Sort(dataset.Partners[i].SectorCodes)
		slices.Sort(dataset.Partners[i].ChainCodes)
		slices.SortFunc(dataset.Partners[i].WorkingAreas, func(a, b registry.WorkingArea) int { return cmp.Compare(a.RegionCode, b.RegionCode) })
	}
	for i := range dataset.Adoptions {
		slices.SortFunc(dataset.Adoptions[i].Mandates, func(a, b registry.Mandate) int {
			return cmp.Or(cmp.Compare(a.RegionCode, b.RegionCode), cmp.Compare(a.Since, b.Since))
		})
	}
	for i := range dataset.Agreements {
		if a := &dataset.Agreements[i]; a.LedBy == nil && len(a.RegionCodes) == 1 {
			a.LedBy = &a.RegionCodes[0] // the only region leads, which the register adds
		}
	}
	return dataset
}

func byID[T registry.Node](things []T) {
	slices.SortFunc(things, func(a, b T) int { return cmp.Compare(a.ID(), b.ID()) })
}

// TestTheZipIsTheRegister: the bundled register and example go in and come out, all of them and nothing else; and so does
// what a spreadsheet would take for a formula.
func TestTheZipIsTheRegister(t *testing.T) {
	dataset, err := exchange.BundledExample()
	if err != nil {
		t.Fatal(err)
	}
	dataset.Partners[0].Name, dataset.Partners[0].Aliases = "=1+1", []string{"'+31", "@a"}
	got := exported(t, dataset)
	if diff := gocmp.Diff(inOrder(dataset), inOrder(got), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("(-went in +came out)\n%.4000s", diff)
	}
	if again := exported(t, got); gocmp.Diff(inOrder(got), inOrder(again), cmpopts.EquateEmpty()) != "" {
		t.Error("the second time it is another")
	}
}
