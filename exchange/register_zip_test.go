package exchange_test

import (
	"archive/zip"
	"bytes"
	"cmp"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"ketenkaart/exchange"
	"ketenkaart/registry"
	"ketenkaart/store/sqlite"
)

// exported imports a dataset into an empty store, and gives the whole register back as its zip.
func exported(t *testing.T, dataset registry.Dataset) []byte {
	t.Helper()
	store, err := sqlite.Open(t.Context(), t.TempDir()+"/x.db")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = store.Close(t.Context()) }()
	guide, err := exchange.BundledGuide()
	if err != nil {
		t.Fatal(err)
	}
	reg, err := registry.New(store, time.Now, guide)
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
	return written.Bytes()
}

// unpacked reads the zip of a register.
func unpacked(t *testing.T, written []byte) registry.Dataset {
	t.Helper()
	folder, err := zip.NewReader(bytes.NewReader(written), int64(len(written)))
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
	tellOfAll(dataset)
	written := exported(t, dataset)
	got := unpacked(t, written)
	if diff := gocmp.Diff(inOrder(dataset), inOrder(got), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("(-went in +came out)\n%.4000s", diff)
	}
	if again := exported(t, unpacked(t, written)); !bytes.Equal(again, written) {
		t.Error("a register that is filled with it gives another")
	}
}

// tellOfAll adds what the bundled register has nothing of.
func tellOfAll(dataset registry.Dataset) {
	source := &registry.Provenance{Source: "a test", Certainty: registry.Illustration, Note: new("made up")}
	dataset.Partners[1].Ambition = &registry.Ambition{Profile: new(registry.Structureel), Text: "Alles delen; altijd", StatedOn: new(registry.PartialDate("2024-05")), Provenance: source}
	dataset.Sectors[0].Ambition = &registry.Ambition{Text: "Eén beeld"}
	first, second := &dataset.Agreements[0], &dataset.Agreements[1]
	first.Until, first.EndReason = new(registry.Date("2025-01-01")), new("Opgezegd")
	first.ChainCodes = []string{dataset.Chains[0].Code, dataset.Chains[2].Code}
	first.Signatories = []registry.Signatory{{PartnerKey: dataset.Partners[3].Key, SignsFor: first.PartnerKeys}}
	second.Until = new(registry.Date("2030-01-01"))
	second.Documents = []registry.AgreementDocument{
		{Title: "Het convenant", URL: "https://example.nl/convenant.pdf", SHA256: new(strings.Repeat("0a", 32))},
		{Title: "De bijlage", URL: "https://example.nl/bijlage.pdf"},
	}
	region, partner := second.RegionCodes[0], second.PartnerKeys[0]
	second.Pairs = []registry.AgreedPair{{RegionCode: region, PartnerKey: partner, Profile: registry.Koppel, Motivation: new("op maat; altijd")}}
	second.Commitments = []registry.Commitment{
		{Dimension: registry.Techniek, Subject: "lcms-toegang", Text: "=Koppelt zijn systeem", By: []string{"Partner:" + partner, "Region:" + region}, Due: new(registry.Date("2027-01-01"))},
		{Dimension: registry.Proces, Subject: "alarmering", Text: "Alarmeert", By: []string{"Region:" + region}},
	}
	second.NotApplicable = []registry.NotApplicable{{Dimension: registry.Mens, Reason: "Is geregeld"}}
}
