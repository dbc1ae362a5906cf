package storetest

import (
	"context"
	"testing"

	"ketenkaart/registry"
)

func testChains(t *testing.T, store registry.Store) {
	t.Run("ministries", func(t *testing.T) { testMinistries(t, store) })
	t.Run("chains", func(t *testing.T) { testChainFields(t, store) })
	t.Run("sectors", func(t *testing.T) { testSectors(t, store) })
	t.Run("not found", func(t *testing.T) {
		unknown := chain("KETEN", registry.Algemeen)
		unknown.Ministries = []registry.ChainMinistry{{MinistryCode: "mnre0000"}}
		refuses(t, store, "the ministry of a chain", "Ministry:mnre0000", registry.Dataset{Chains: []registry.Chain{unknown}})
		wants(t, "chains", get(t, store, readChains([]string{"KETEN"})), nil)
	})
}

func chain(code string, kind registry.ChainKind) registry.Chain {
	return registry.Chain{Code: code, Name: "Keten " + code, Kind: kind, Stamp: stamp(1)}
}

func sector(code, name string) registry.Sector {
	return registry.Sector{Code: code, Name: name, Stamp: stamp(1)}
}

func ministry(code string) registry.Ministry {
	return registry.Ministry{Code: code, Abbreviation: "MIN", Name: "Ministerie " + code, Stamp: stamp(1)}
}

func readChains(codes []string) func(context.Context, registry.Reader) ([]registry.Chain, error) {
	return func(ctx context.Context, r registry.Reader) ([]registry.Chain, error) { return r.Chains(ctx, codes) }
}

func readSectors(codes []string) func(context.Context, registry.Reader) ([]registry.Sector, error) {
	return func(ctx context.Context, r registry.Reader) ([]registry.Sector, error) { return r.Sectors(ctx, codes) }
}

func readMinistries(codes []string) func(context.Context, registry.Reader) ([]registry.Ministry, error) {
	return func(ctx context.Context, r registry.Reader) ([]registry.Ministry, error) {
		return r.Ministries(ctx, codes)
	}
}

func testMinistries(t *testing.T, store registry.Store) {
	full := registry.Ministry{
		Code: "mnre1130", Abbreviation: "IenW", Name: "Infrastructuur en Waterstaat",
		TOOI:  new(registry.URL("https://identifier.overheid.nl/tooi/id/ministerie/mnre1130")),
		Until: new(registry.Date("2024-07-02")), Provenance: provenance(registry.Verified), Stamp: stamp(2),
	}
	put(t, store, registry.Dataset{Ministries: []registry.Ministry{full, ministry("mnre1034"), ministry("mnre1150")}})
	wants(t, "all", get(t, store, readMinistries(nil)), []registry.Ministry{ministry("mnre1034"), full, ministry("mnre1150")})
	wants(t, "some", get(t, store, readMinistries([]string{"mnre1150", "mnre1034", "mnre1150", "mnre0000"})), []registry.Ministry{ministry("mnre1034"), ministry("mnre1150")})
	wants(t, "none", get(t, store, readMinistries([]string{})), nil)

	put(t, store, registry.Dataset{Ministries: []registry.Ministry{ministry("mnre1130")}})
	wants(t, "replaced", get(t, store, readMinistries([]string{"mnre1130"})), []registry.Ministry{ministry("mnre1130")})
}

func testChainFields(t *testing.T, store registry.Store) {
	put(t, store, registry.Dataset{Ministries: []registry.Ministry{ministry("mnre1034"), ministry("mnre1130")}})
	full := registry.Chain{
		Code: "BNK12", Name: "Drinkwater", Kind: registry.Functioneel,
		Ministries: []registry.ChainMinistry{
			{MinistryCode: "mnre1130", Since: new(registry.Date("2010-10-14")), Until: new(registry.Date("2024-07-02")), Provenance: provenance(registry.Interpretation)},
			{MinistryCode: "mnre1034"},
			{MinistryCode: "mnre1130", Since: new(registry.Date("2026-02-23"))},
		},
		Provenance: provenance(registry.Verified), Stamp: stamp(2),
	}
	general := chain("ALGEMEEN", registry.Algemeen)
	put(t, store, registry.Dataset{Chains: []registry.Chain{full, general, chain("BNK02", registry.Functioneel)}})
	wants(t, "all", get(t, store, readChains(nil)), []registry.Chain{general, chain("BNK02", registry.Functioneel), full})
	wants(t, "some", get(t, store, readChains([]string{"BNK12", "ALGEMEEN", "BNK12", "BNK99"})), []registry.Chain{general, full})
	wants(t, "none", get(t, store, readChains([]string{})), nil)

	full.Name, full.Kind, full.Ministries, full.Provenance = "Water", registry.Algemeen, full.Ministries[1:], nil
	put(t, store, registry.Dataset{Chains: []registry.Chain{full}})
	wants(t, "replaced", get(t, store, readChains([]string{"BNK12"})), []registry.Chain{full})

	put(t, store, registry.Dataset{Ministries: []registry.Ministry{ministry("mnre1034")}})
	wants(t, "after its ministry was replaced", get(t, store, readChains([]string{"BNK12"})), []registry.Chain{full})
}

func fullAmbition() *registry.Ambition {
	return &registry.Ambition{
		Profile: new(registry.Structureel), Text: "Een gedeeld beeld.\nBinnen een uur.", StatedOn: new(registry.PartialDate("2014-09")),
		Provenance: provenance(registry.Derived),
	}
}

func testSectors(t *testing.T, store registry.Store) {
	full := registry.Sector{Code: "drinkwater", Name: "Drinkwater", Ambition: fullAmbition(), Stamp: stamp(2)}
	words := registry.Sector{Code: "zorg", Name: "Gezondheid", Ambition: &registry.Ambition{Text: "Nog te bepalen"}, Stamp: stamp(2)}
	put(t, store, registry.Dataset{Sectors: []registry.Sector{
		words, full, sector("energie-b", "Énergie"), sector("energie-a", "energie"), sector("a-overig", "Waterschappen"),
	}})
	wants(t, "all", names(get(t, store, readSectors(nil)), sectorCode), []string{"drinkwater", "energie-a", "energie-b", "zorg", "a-overig"})
	wants(t, "some", get(t, store, readSectors([]string{"zorg", "drinkwater", "zorg", "geen"})), []registry.Sector{full, words})
	wants(t, "none", get(t, store, readSectors([]string{})), nil)

	full.Name, full.Ambition = "Zuiver water", nil
	put(t, store, registry.Dataset{Sectors: []registry.Sector{full}})
	wants(t, "replaced", get(t, store, readSectors([]string{"zorg", "drinkwater"})), []registry.Sector{words, full})
}
