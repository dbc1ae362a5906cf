package storetest

import (
	"context"
	"testing"

	"ketenkaart/registry"
)

func testRegions(t *testing.T, store registry.Store) {
	t.Run("read what was put", func(t *testing.T) { testRegionFields(t, store) })
	t.Run("by code or all", func(t *testing.T) { testRegionLists(t, store) })
	t.Run("neighbours both ways", func(t *testing.T) { testNeighbours(t, store) })
	t.Run("municipalities", func(t *testing.T) { testMunicipalities(t, store) })
	t.Run("a municipality moves", func(t *testing.T) { testMunicipalityMoves(t, store) })
	t.Run("a merger of municipalities", func(t *testing.T) { testMerger(t, store) })
	t.Run("not found", func(t *testing.T) { testRegionReferences(t, store) })
}

func fullRegion() registry.Region {
	return registry.Region{
		Code: "VR09", Name: "Utrecht", OfficialName: "Veiligheidsregio Utrecht", ShortName: new("VRU"),
		Aliases: []string{"Utrecht, provincie", "'t Sticht"}, Province: "Utrecht", VisitingAddress: new("Archimedeslaan 6"),
		Location: registry.GeoPoint{Latitude: 52.0907374, Longitude: -5.1214201}, Inhabitants: new(1387643), AreaKm2: new(1449.12),
		Identifiers: fullIdentifiers("vr09"), Website: new(registry.URL("https://www.vru.nl/")),
		ContactPoints: fullContactPoints(),
		Provenance:    &registry.Provenance{Source: "CBS", Certainty: registry.Verified, Note: new("een noot")},
		Stamp:         stamp(3),
	}
}

func fullIdentifiers(name string) registry.Identifiers {
	return registry.Identifiers{
		TOOI: new(registry.URL("https://identifier.overheid.nl/tooi/id/" + name)), KVK: new("12345678"), OIN: new("00000001234567890000"),
	}
}

func fullContactPoints() []registry.ContactPoint {
	return []registry.ContactPoint{
		{Kind: "PIKET", Function: "Informatiemanager", Email: new("piket@example.org"), Phone: new("+31 30 1234567"), Availability: new("24/7")},
		{Kind: "ACCOUNTHOUDER", Function: "Adviseur \"netcentrisch\""},
	}
}

func readRegions(codes []string) func(context.Context, registry.Reader) ([]registry.Region, error) {
	return func(ctx context.Context, r registry.Reader) ([]registry.Region, error) { return r.Regions(ctx, codes) }
}

func testRegionFields(t *testing.T, store registry.Store) {
	full, bare := fullRegion(), region("VR10")
	zero := region("VR11")
	zero.Inhabitants, zero.AreaKm2, zero.Location = new(0), new(0.0), registry.GeoPoint{}
	put(t, store, registry.Dataset{Regions: []registry.Region{full, bare, zero}})
	codes := []string{"VR09", "VR10", "VR11"}
	wants(t, "as put", get(t, store, readRegions(codes)), []registry.Region{full, bare, zero})

	full.Code, bare.Code = bare.Code, full.Code
	put(t, store, registry.Dataset{Regions: []registry.Region{full, bare}})
	wants(t, "as replaced", get(t, store, readRegions(codes)), []registry.Region{bare, full, zero})
}

func testRegionLists(t *testing.T, store registry.Store) {
	put(t, store, registry.Dataset{Regions: regions("VR21", "VR03", "VR20", "VR09", "VR10", "VR11")})
	for _, c := range []struct {
		what string
		ask  []string
		want []string
	}{
		{"all", nil, []string{"VR03", "VR09", "VR10", "VR11", "VR20", "VR21"}},
		{"none", []string{}, nil},
		{"some, one twice, one not there", []string{"VR21", "VR03", "VR21", "VR25"}, []string{"VR03", "VR21"}},
	} {
		wants(t, c.what, names(get(t, store, readRegions(c.ask)), regionCode), c.want)
	}
}

func readNeighbours(codes ...string) func(context.Context, registry.Reader) (map[string][]registry.Neighbour, error) {
	return func(ctx context.Context, r registry.Reader) (map[string][]registry.Neighbour, error) {
		return r.Neighbours(ctx, codes)
	}
}

func testNeighbours(t *testing.T, store registry.Store) {
	verified := provenance(registry.Verified)
	verified.Note = new("gedeelde grens")
	put(t, store, registry.Dataset{
		Regions: regions("VR03", "VR09", "VR10", "VR20"),
		Neighbours: []registry.Neighbours{
			{A: "VR09", B: "VR20", Kind: registry.OpenWater},
			{A: "VR09", B: "VR10", Kind: registry.SharedBoundary, Provenance: verified},
			{A: "VR03", B: "VR09", Kind: registry.SharedBoundary},
		},
	})
	got := get(t, store, readNeighbours("VR20", "VR09", "VR09", "VR11", "VR25"))
	wants(t, "of a middle", got["VR09"], []registry.Neighbour{
		{RegionCode: "VR03", Kind: registry.SharedBoundary},
		{RegionCode: "VR10", Kind: registry.SharedBoundary, Provenance: verified},
		{RegionCode: "VR20", Kind: registry.OpenWater},
	})
	wants(t, "of an end", got["VR20"], []registry.Neighbour{{RegionCode: "VR09", Kind: registry.OpenWater}})
	wants(t, "of an island", got["VR11"], nil)
	wants(t, "of what is not there", got["VR25"], nil)

	put(t, store, registry.Dataset{Neighbours: []registry.Neighbours{{A: "VR09", B: "VR20", Kind: registry.SharedBoundary, Provenance: verified}}})
	got = get(t, store, readNeighbours("VR20", "VR09"))
	wants(t, "replaced, from B", got["VR20"], []registry.Neighbour{{RegionCode: "VR09", Kind: registry.SharedBoundary, Provenance: verified}})
	wants(t, "replaced, how many from A", len(got["VR09"]), 3)

	put(t, store, registry.Dataset{Regions: regions("VR09")})
	wants(t, "after the region was replaced", len(get(t, store, readNeighbours("VR09"))["VR09"]), 3)
}

func municipality(code, name, region string) registry.Municipality {
	return registry.Municipality{Code: code, Name: name, Aliases: []string{}, RegionCode: region, Stamp: stamp(1)}
}

func readMunicipalities(of registry.MunicipalitySelect) func(context.Context, registry.Reader) ([]registry.Municipality, error) {
	return func(ctx context.Context, r registry.Reader) ([]registry.Municipality, error) {
		return r.Municipalities(ctx, of)
	}
}

func testMunicipalities(t *testing.T, store registry.Store) {
	full := registry.Municipality{
		Code: "GM0268", Name: "Nijmegen", Aliases: []string{"Nimwegen", "Noviomagus \"stad\""}, RegionCode: "VR08", Inhabitants: new(187011),
		AreaKm2: new(57.63), TOOI: new(registry.URL("https://identifier.overheid.nl/tooi/id/gemeente/gm0268")),
		Since: new(registry.Date("1230-08-31")), Until: new(registry.Date("2100-01-01")), SuccessorCode: new("GM1945"),
		Provenance: provenance(registry.Interpretation), Stamp: stamp(4),
	}
	put(t, store, registry.Dataset{
		Regions: regions("VR07", "VR08"),
		Municipalities: []registry.Municipality{
			full, municipality("GM0221", "Doesburg", "VR07"), municipality("GM0202", "Arnhem", "VR07"),
			municipality("GM1945", "berg en Dal", "VR08"), municipality("GM0244", "Bérg en dal", "VR08"),
		},
	})
	for _, c := range []struct {
		what string
		ask  registry.MunicipalitySelect
		want []string
	}{
		{"of a region", registry.MunicipalitySelect{Regions: []string{"VR08"}}, []string{"GM0244", "GM1945", "GM0268"}},
		{"of regions", registry.MunicipalitySelect{Regions: []string{"VR08", "VR07", "VR25", "VR08"}}, []string{"GM0202", "GM0244", "GM1945", "GM0221", "GM0268"}},
		{"by code", registry.MunicipalitySelect{Codes: []string{"GM0268", "GM0202", "GM0268", "GM9999"}}, []string{"GM0202", "GM0268"}},
		{"none", registry.MunicipalitySelect{Codes: []string{}}, nil},
	} {
		wants(t, c.what, names(get(t, store, readMunicipalities(c.ask)), municipalityCode), c.want)
	}
	bare := municipality("GM0202", "Arnhem", "VR07")
	ask := registry.MunicipalitySelect{Codes: []string{"GM0202", "GM0268"}}
	wants(t, "as put", get(t, store, readMunicipalities(ask)), []registry.Municipality{bare, full})
}

// testMerger has one municipality go up in another, which began later than a third ended, and then takes it back.
func testMerger(t *testing.T, store registry.Store) {
	hilversum, wijdemeren := municipality("GM0402", "Hilversum", "VR14"), municipality("GM1696", "Wijdemeren", "VR14")
	wijdemeren.Since, wijdemeren.Until, wijdemeren.SuccessorCode = new(registry.Date("2002-01-01")), new(registry.Date("2027-01-01")), new("GM0402")
	gone := municipality("GM0425", "Nederhorst den Berg", "VR14")
	gone.Until, gone.SuccessorCode = new(registry.Date("2002-01-01")), new("GM1696")
	put(t, store, registry.Dataset{Regions: regions("VR14"), Municipalities: []registry.Municipality{gone, wijdemeren, hilversum}})
	at := func(day registry.Date) registry.MunicipalitySelect {
		return registry.MunicipalitySelect{Regions: []string{"VR14"}, AsOf: &day}
	}
	for _, c := range []struct {
		what string
		ask  registry.MunicipalitySelect
		want []string
	}{
		{"before the first merger", at("2001-12-31"), []string{"GM0402", "GM0425"}},
		{"on its day", at("2002-01-01"), []string{"GM0402", "GM1696"}},
		{"before the second", at("2026-12-31"), []string{"GM0402", "GM1696"}},
		{"on its day", at("2027-01-01"), []string{"GM0402"}},
		{"at any date", registry.MunicipalitySelect{Regions: []string{"VR14"}}, []string{"GM0402", "GM0425", "GM1696"}},
		{"by code, on a day", registry.MunicipalitySelect{Codes: []string{"GM0425", "GM1696"}, AsOf: new(registry.Date("2010-01-01"))}, []string{"GM1696"}},
	} {
		wants(t, c.what, names(get(t, store, readMunicipalities(c.ask)), municipalityCode), c.want)
	}
	wants(t, "as put", get(t, store, readMunicipalities(registry.MunicipalitySelect{Codes: []string{"GM1696"}})), []registry.Municipality{wijdemeren})

	wijdemeren.Until, wijdemeren.SuccessorCode = nil, nil
	put(t, store, registry.Dataset{Municipalities: []registry.Municipality{wijdemeren}})
	wants(t, "taken back", get(t, store, readMunicipalities(registry.MunicipalitySelect{Codes: []string{"GM1696"}})), []registry.Municipality{wijdemeren})
	wants(t, "after it was taken back", names(get(t, store, readMunicipalities(at("2027-01-01"))), municipalityCode), []string{"GM0402", "GM1696"})

	wijdemeren.Until, wijdemeren.SuccessorCode = new(registry.Date("2027-01-01")), new("GM9999")
	refuses(t, store, "a successor that is not there", "Municipality:GM9999", registry.Dataset{Municipalities: []registry.Municipality{wijdemeren}})
}

func testMunicipalityMoves(t *testing.T, store registry.Store) {
	put(t, store, registry.Dataset{
		Regions:        regions("VR13", "VR14"),
		Municipalities: []registry.Municipality{municipality("GM0457", "Weesp", "VR14")},
	})
	moved := registry.Municipality{Code: "GM0457", Name: "Weesp, stadsgebied", Aliases: []string{}, RegionCode: "VR13", Inhabitants: new(21005), Stamp: stamp(9)}
	put(t, store, registry.Dataset{Municipalities: []registry.Municipality{moved}})
	wants(t, "of the new region", get(t, store, readMunicipalities(registry.MunicipalitySelect{Regions: []string{"VR13"}})), []registry.Municipality{moved})
	wants(t, "of the old region", get(t, store, readMunicipalities(registry.MunicipalitySelect{Regions: []string{"VR14"}})), nil)
}

func testRegionReferences(t *testing.T, store registry.Store) {
	put(t, store, registry.Dataset{Regions: regions("VR01")})
	for _, c := range []struct {
		what, missing string
		data          registry.Dataset
	}{
		{"the region of a municipality", "Region:VR25", registry.Dataset{Municipalities: []registry.Municipality{municipality("GM0001", "X", "VR25")}}},
		{"the one neighbour", "Region:VR24", registry.Dataset{Neighbours: []registry.Neighbours{{A: "VR24", B: "VR01", Kind: registry.OpenWater}}}},
		{"the other neighbour", "Region:VR25", registry.Dataset{Neighbours: []registry.Neighbours{{A: "VR01", B: "VR25", Kind: registry.OpenWater}}}},
	} {
		refuses(t, store, c.what, c.missing, c.data)
	}
	wants(t, "municipalities", get(t, store, readMunicipalities(registry.MunicipalitySelect{Codes: []string{"GM0001"}})), nil)
	wants(t, "neighbours", get(t, store, readNeighbours("VR01"))["VR01"], nil)
}
