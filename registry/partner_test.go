package registry_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"ketenkaart/registry"
)

func TestRegisterPartner(t *testing.T) {
	w := newWorld(t)
	payload := does(w, w.RegisterPartner, registry.RegisterPartnerInput{
		Name: "  Wetterskip Fryslân ", ShortName: new(" WF "), Aliases: []string{" Wetterskip ", "Waterschap Friesland"},
		CoreTasks: tasks("DIENSTVERLENER BEHEERDER"), Capacities: []string{"pompen"}, InCareOf: []string{"zeedijken"},
		Ambition:    &registry.Ambition{Profile: new(registry.Profile("KERN")), Text: " samen ", StatedOn: new(registry.PartialDate("2021"))},
		SectorCodes: []string{"energie", "drinkwater"}, ChainCodes: []string{"BNK12", "BNK03"}, Classification: &registry.Provenance{Source: "eigen oordeel", Certainty: "INTERPRETATION"},
		PartOfKey: new("enexis"), WorkingAreas: []registry.WorkingArea{{RegionCode: "VR02", Municipalities: new(18)}, {RegionCode: "VR01", Provenance: &registry.Provenance{Source: "kaart", Certainty: "DERIVED"}}},
		Connections: []registry.FacilityLink{{Facility: " LCMS ", Since: new(registry.PartialDate("2014-09"))}},
		Identifiers: &registry.Identifiers{TOOI: new(registry.URL("https://identifier.overheid.nl/tooi/id/waterschap/ws0653")), KVK: new("01175778"), OIN: new("00000001817371072000")},
		Website:     new(registry.URL("https://www.wetterskipfryslan.nl")), Since: new(registry.Date("2004-01-01")), Provenance: &registry.Provenance{Source: "ROO", Certainty: "VERIFIED"},
	})
	partner := payload.Partner
	w.stored(partner)
	if partner.Key != "wetterskip-fryslan" || partner.Version != 2 || !partner.UpdatedAt.Equal(w.clock.now()) {
		t.Errorf("it is %+v", partner)
	}
	w.wrote(payload.Change, change{revision: 2, action: "registerPartner", subject: "Partner:wetterskip-fryslan", items: []item{{
		subject: "Partner:wetterskip-fryslan", partners: []string{"wetterskip-fryslan"}, fields: []string{
			`aliases: null → ["Wetterskip","Waterschap Friesland"]`, `ambition: null → {"profile":"KERN","statedOn":"2021","text":"samen"}`, `capacities: null → ["pompen"]`,
			`chainCodes: null → ["BNK03","BNK12"]`, `classification: null → {"certainty":"INTERPRETATION","source":"eigen oordeel"}`,
			`connections: null → [{"facility":"LCMS","since":"2014-09"}]`, `contactPoints: null → []`, `coreTasks: null → ["BEHEERDER","DIENSTVERLENER"]`,
			`identifiers: null → {"kvk":"01175778","oin":"00000001817371072000","tooi":"https://identifier.overheid.nl/tooi/id/waterschap/ws0653"}`,
			`inCareOf: null → ["zeedijken"]`, `key: null → "wetterskip-fryslan"`, `name: null → "Wetterskip Fryslân"`, `national: null → false`, `partOfKey: null → "enexis"`,
			`provenance: null → {"certainty":"VERIFIED","source":"ROO"}`, `sectorCodes: null → ["drinkwater","energie"]`, `shortName: null → "WF"`, `since: null → "2004-01-01"`,
			`website: null → "https://www.wetterskipfryslan.nl"`,
			`workingAreas: null → [{"provenance":{"certainty":"DERIVED","source":"kaart"},"regionCode":"VR01"},{"municipalities":18,"regionCode":"VR02"}]`,
		},
	}}})
}

func TestR1CoreTasksMayBeUnknown(t *testing.T) {
	w := newWorld(t)
	partner := does(w, w.RegisterPartner, registry.RegisterPartnerInput{Name: "Nieuw"}).Partner
	w.stored(partner)
	if partner.CoreTasks == nil || len(partner.CoreTasks) > 0 || partner.Key != "nieuw" {
		t.Errorf("it is %+v", partner)
	}
}

func TestR1KeyIsMadeFromTheName(t *testing.T) {
	w := newWorld(t)
	for name, key := range map[string]string{
		"Hulpdienst 112":         "hulpdienst-112",
		"'s-Hertogenbosch & Co.": "s-hertogenbosch-co",
		"Ørsted Straße":          "orsted-strasse",
		strings.Repeat("a", 200): strings.Repeat("a", 80),
		strings.Repeat("a", 79) + " " + strings.Repeat("b", 50): strings.Repeat("a", 79),
	} {
		if got := does(w, w.RegisterPartner, registry.RegisterPartnerInput{Name: name}).Partner.Key; got != key {
			t.Errorf("%q gives the key %q, want %q", name, got, key)
		}
	}
	refuses(w, w.RegisterPartner, registry.RegisterPartnerInput{Name: "中文"}, invalid("MALFORMED_CODE", facts{"field": "key"}))
	does(w, w.RegisterPartner, registry.RegisterPartnerInput{Name: "中文", Key: new("zhongwen")})
}

func TestR1KeysAndCodesAreUniqueForEver(t *testing.T) {
	w := newWorld(t)
	taken := func(id string) refusal { return conflict("KEY_TAKEN", facts{"id": id, "rule": "R1"}) }
	refuses(w, w.RegisterPartner, registry.RegisterPartnerInput{Name: "Vitens"}, taken("Partner:vitens"))
	refuses(w, w.RegisterPartner, registry.RegisterPartnerInput{Name: "Iets anders", Key: new("vitens")}, taken("Partner:vitens"))
	refuses(w, w.RegisterPartner, registry.RegisterPartnerInput{Name: "Opgeheven"}, taken("Partner:opgeheven"))
	refuses(w, w.CreateSector, registry.CreateSectorInput{Code: "drinkwater", Name: "Water"}, taken("Sector:drinkwater"))
	refuses(w, w.CreateChain, registry.CreateChainInput{Code: "ALG", Name: "Algemeen", Kind: "ALGEMEEN"}, taken("Chain:ALG"))
	does(w, w.RegisterPartner, registry.RegisterPartnerInput{Name: "Vitens", Key: new("vitens-2")})
}

// names are the names that mutations take, each a case of R1.
var names = []struct {
	field string
	give  func(w *world, name string) error
}{
	{"name", func(w *world, name string) error {
		return errorOf(w, w.RegisterPartner, registry.RegisterPartnerInput{Name: name})
	}},
	{"name", func(w *world, name string) error {
		return errorOf(w, w.RegisterPartner, registry.RegisterPartnerInput{Key: new("nieuw"), Name: name})
	}},
	{"name", func(w *world, name string) error {
		return errorOf(w, w.UpdatePartner, registry.PartnerPatch{PartnerID: "Partner:vitens", Version: 1, Name: set(name)})
	}},
	{"aliases", func(w *world, name string) error {
		return errorOf(w, w.UpdatePartner, registry.PartnerPatch{PartnerID: "Partner:vitens", Version: 1, Aliases: set([]string{"goed", name})})
	}},
	{"capacities", func(w *world, name string) error {
		return errorOf(w, w.UpdatePartner, registry.PartnerPatch{PartnerID: "Partner:vitens", Version: 1, Capacities: set([]string{name})})
	}},
	{"inCareOf", func(w *world, name string) error {
		return errorOf(w, w.UpdatePartner, registry.PartnerPatch{PartnerID: "Partner:vitens", Version: 1, InCareOf: set([]string{name})})
	}},
	{"connections.facility", func(w *world, name string) error {
		return errorOf(w, w.UpdatePartner, registry.PartnerPatch{PartnerID: "Partner:vitens", Version: 1, Connections: set([]registry.FacilityLink{{Facility: name}})})
	}},
	{"officialName", func(w *world, name string) error {
		return errorOf(w, w.UpdateRegion, registry.RegionPatch{RegionID: "Region:VR01", Version: 1, OfficialName: set(name)})
	}},
	{"aliases", func(w *world, name string) error {
		return errorOf(w, w.UpdateRegion, registry.RegionPatch{RegionID: "Region:VR01", Version: 1, Aliases: set([]string{name})})
	}},
	{"name", func(w *world, name string) error {
		return errorOf(w, w.CreateSector, registry.CreateSectorInput{Code: "zorg", Name: name})
	}},
	{"name", func(w *world, name string) error {
		return errorOf(w, w.UpdateSector, registry.SectorPatch{SectorID: "Sector:energie", Version: 1, Name: set(name)})
	}},
	{"name", func(w *world, name string) error {
		return errorOf(w, w.CreateChain, registry.CreateChainInput{Code: "BNK04", Name: name, Kind: "FUNCTIONEEL"})
	}},
	{"name", func(w *world, name string) error {
		return errorOf(w, w.UpdateChain, registry.ChainPatch{ChainID: "Chain:ALG", Version: 1, Name: set(name)})
	}},
	{"contactPoints.function", func(w *world, name string) error {
		return errorOf(w, w.SetContactPoints, registry.SetContactPointsInput{SubjectID: "Region:VR01", Version: 1, ContactPoints: []registry.ContactPoint{{Kind: "PIKET", Function: name}}})
	}},
}

func errorOf[In, Out any](w *world, mutate func(context.Context, In) (Out, error), in In) error {
	_, err := mutate(w.ctx, in)
	return err
}

func TestR1NamesAreTrimmedNotEmptyAndBounded(t *testing.T) {
	w := newWorld(t)
	for n, name := range names {
		t.Run(fmt.Sprint(n, " ", name.field), func(t *testing.T) {
			for text, want := range map[string]refusal{
				"":                       invalid("INVALID", facts{"field": name.field, "rule": "R1"}),
				" \t\n\u00a0":            invalid("INVALID", facts{"field": name.field, "rule": "R1"}),
				strings.Repeat("x", 201): invalid("TOO_LONG", facts{"field": name.field, "most": 200}),
				strings.Repeat("é", 201): invalid("TOO_LONG", facts{"field": name.field, "most": 200}),
				"Vi\x00tens":             invalid("INVALID", facts{"field": name.field}),
				"Vi\ntens":               invalid("INVALID", facts{"field": name.field}),
				"Vi\u0085tens":           invalid("INVALID", facts{"field": name.field}),
				"Vi\x7ftens":             invalid("INVALID", facts{"field": name.field}),
				"Vi\xfftens":             invalid("INVALID", facts{"field": name.field}),
			} {
				want.is(t, name.give(w, text))
			}
		})
	}
	if revision := w.state().Revision; revision != 1 {
		t.Errorf("the refused wrote up to revision %d", revision)
	}
	longest := " " + strings.Repeat("é", 200) + "\n"
	for n, name := range names[2:] {
		inside := newWorld(t)
		if err := name.give(inside, longest); err != nil {
			t.Errorf("%d, %s: 200 characters are refused: %v", n, name.field, err)
		}
	}
	partner := does(w, w.UpdatePartner, registry.PartnerPatch{PartnerID: "Partner:vitens", Version: 1, Name: set(longest), ShortName: set(" "), Aliases: set([]string{longest})}).Partner
	if partner.Name != strings.Repeat("é", 200) || partner.Aliases[0] != partner.Name || partner.ShortName != nil {
		t.Errorf("it became %+v", partner)
	}
}

func TestRegisterPartnerIsRefused(t *testing.T) {
	w := newWorld(t)
	for name, test := range map[string]struct {
		spoil func(*registry.RegisterPartnerInput)
		want  refusal
	}{
		"a malformed key":            {func(in *registry.RegisterPartnerInput) { in.Key = new("Nieuw Bedrijf") }, invalid("MALFORMED_CODE", facts{"field": "key"})},
		"an over-long key":           {func(in *registry.RegisterPartnerInput) { in.Key = new(strings.Repeat("a", 81)) }, invalid("MALFORMED_CODE", facts{"field": "key"})},
		"an empty key":               {func(in *registry.RegisterPartnerInput) { in.Key = new("") }, invalid("MALFORMED_CODE", facts{"field": "key"})},
		"a sector that is not there": {func(in *registry.RegisterPartnerInput) { in.SectorCodes = []string{"drinkwater", "zorg"} }, notFoundIn("sectorCodes", "Sector:zorg")},
		"a malformed sector":         {func(in *registry.RegisterPartnerInput) { in.SectorCodes = []string{"Zorg"} }, invalid("MALFORMED_CODE", facts{"field": "sectorCodes"})},
		"a sector twice":             {func(in *registry.RegisterPartnerInput) { in.SectorCodes = []string{"energie", "energie"} }, invalid("DUPLICATE", facts{"field": "sectorCodes"})},
		"too many sectors":           {func(in *registry.RegisterPartnerInput) { in.SectorCodes = strings.Fields(strings.Repeat("a ", 201)) }, invalid("TOO_LONG", facts{"field": "sectorCodes", "most": 25})},
		"a chain that is not there":  {func(in *registry.RegisterPartnerInput) { in.ChainCodes = []string{"BNK99"} }, notFoundIn("chainCodes", "Chain:BNK99")},
		"a malformed chain":          {func(in *registry.RegisterPartnerInput) { in.ChainCodes = []string{"bnk12"} }, invalid("MALFORMED_CODE", facts{"field": "chainCodes"})},
		"a whole that is not there":  {func(in *registry.RegisterPartnerInput) { in.PartOfKey = new("niemand") }, notFoundIn("partOfKey", "Partner:niemand")},
		"a malformed whole":          {func(in *registry.RegisterPartnerInput) { in.PartOfKey = new("Niemand!") }, invalid("MALFORMED_CODE", facts{"field": "partOfKey"})},
		"part of itself":             {func(in *registry.RegisterPartnerInput) { in.PartOfKey = new("nieuw") }, invalid("PART_OF_CIRCLE", facts{"field": "partOfKey"})},
		"an area that is not there":  {func(in *registry.RegisterPartnerInput) { in.WorkingAreas = areas("VR25") }, notFoundIn("workingAreas.regionCode", "Region:VR25")},
		"a malformed area":           {func(in *registry.RegisterPartnerInput) { in.WorkingAreas = areas("GM0014") }, invalid("MALFORMED_CODE", facts{"field": "workingAreas.regionCode"})},
		"a chain twice":              {func(in *registry.RegisterPartnerInput) { in.ChainCodes = []string{"BNK12", "BNK12"} }, invalid("DUPLICATE", facts{"field": "chainCodes"})},
		"a task twice":               {func(in *registry.RegisterPartnerInput) { in.CoreTasks = tasks("BEHEERDER BEHEERDER") }, invalid("DUPLICATE", facts{"field": "coreTasks"})},
		"a task that is none":        {func(in *registry.RegisterPartnerInput) { in.CoreTasks = tasks("beheerder") }, invalid("INVALID", facts{"field": "coreTasks"})},
		"an alias twice":             {func(in *registry.RegisterPartnerInput) { in.Aliases = []string{"Water", " Wa\u00adter "} }, invalid("DUPLICATE", facts{"field": "aliases"})},
		"a capacity twice":           {func(in *registry.RegisterPartnerInput) { in.Capacities = []string{"pompen", "pompen"} }, invalid("DUPLICATE", facts{"field": "capacities"})},
		"a charge twice":             {func(in *registry.RegisterPartnerInput) { in.InCareOf = []string{"dijken", "dijken"} }, invalid("DUPLICATE", facts{"field": "inCareOf"})},
		"an area twice":              {func(in *registry.RegisterPartnerInput) { in.WorkingAreas = areas("VR01", "VR02", "VR01") }, invalid("DUPLICATE", facts{"field": "workingAreas"})},
		"national with areas":        {func(in *registry.RegisterPartnerInput) { in.National, in.WorkingAreas = true, areas("VR01") }, invalid("CONTRADICTION", facts{"field": "workingAreas"})},
		"no municipalities": {func(in *registry.RegisterPartnerInput) {
			in.WorkingAreas = []registry.WorkingArea{{RegionCode: "VR01", Municipalities: new(0)}}
		}, invalid("INVALID", facts{"field": "workingAreas.municipalities"})},
		"too many municipalities": {func(in *registry.RegisterPartnerInput) {
			in.WorkingAreas = []registry.WorkingArea{{RegionCode: "VR01", Municipalities: new(401)}}
		}, invalid("INVALID", facts{"field": "workingAreas.municipalities"})},
		"an area without a source": {func(in *registry.RegisterPartnerInput) {
			in.WorkingAreas = []registry.WorkingArea{{RegionCode: "VR01", Provenance: &registry.Provenance{Certainty: "DERIVED"}}}
		}, invalid("INVALID", facts{"field": "workingAreas.provenance.source", "rule": "R17"})},
		"a short KVK":      {func(in *registry.RegisterPartnerInput) { in.Identifiers = &registry.Identifiers{KVK: new("1234567")} }, invalid("INVALID", facts{"field": "identifiers.kvk"})},
		"a KVK of letters": {func(in *registry.RegisterPartnerInput) { in.Identifiers = &registry.Identifiers{KVK: new("1234567a")} }, invalid("INVALID", facts{"field": "identifiers.kvk"})},
		"a short OIN": {func(in *registry.RegisterPartnerInput) {
			in.Identifiers = &registry.Identifiers{OIN: new("0000000181737107200")}
		}, invalid("INVALID", facts{"field": "identifiers.oin"})},
		"a TOOI of elsewhere": {func(in *registry.RegisterPartnerInput) {
			in.Identifiers = &registry.Identifiers{TOOI: new(registry.URL("https://example.org/so0460"))}
		}, invalid("INVALID", facts{"field": "identifiers.tooi"})},
		"an ambition without a text": {func(in *registry.RegisterPartnerInput) { in.Ambition = &registry.Ambition{Text: " "} }, invalid("INVALID", facts{"field": "ambition.text"})},
		"an over-long ambition": {func(in *registry.RegisterPartnerInput) {
			in.Ambition = &registry.Ambition{Text: strings.Repeat("x", 4001)}
		}, invalid("TOO_LONG", facts{"field": "ambition.text", "most": 4000})},
		"an over-long short name": {func(in *registry.RegisterPartnerInput) { in.ShortName = new(strings.Repeat("x", 201)) }, invalid("TOO_LONG", facts{"field": "shortName", "most": 200})},
		"too many aliases":        {func(in *registry.RegisterPartnerInput) { in.Aliases = strings.Fields(strings.Repeat("a ", 201)) }, invalid("TOO_LONG", facts{"field": "aliases", "most": 50})},
		"too many connections":    {func(in *registry.RegisterPartnerInput) { in.Connections = manyConnections(201) }, invalid("TOO_LONG", facts{"field": "connections", "most": 25})},
		"an over-long source": {func(in *registry.RegisterPartnerInput) {
			in.Provenance = &registry.Provenance{Source: strings.Repeat("x", 1001), Certainty: "DERIVED"}
		}, invalid("TOO_LONG", facts{"field": "provenance.source", "most": 1000})},
		"an over-long note": {func(in *registry.RegisterPartnerInput) {
			in.Classification = &registry.Provenance{Source: "s", Certainty: "DERIVED", Note: new(strings.Repeat("x", 4001))}
		}, invalid("TOO_LONG", facts{"field": "classification.note", "most": 4000})},
		"a control character in note": {func(in *registry.RegisterPartnerInput) {
			in.Provenance = &registry.Provenance{Source: "s", Certainty: "DERIVED", Note: new("\x1b[31m")}
		}, invalid("INVALID", facts{"field": "provenance.note"})},
	} {
		t.Run(name, func(t *testing.T) {
			in := registry.RegisterPartnerInput{Name: "Nieuw"}
			test.spoil(&in)
			refuses(w.in(t), w.RegisterPartner, in, test.want)
		})
	}
}

func manyConnections(n int) []registry.FacilityLink {
	var connections []registry.FacilityLink
	for i := range n {
		connections = append(connections, registry.FacilityLink{Facility: fmt.Sprint("facility ", i)})
	}
	return connections
}

// full is a partner with all its facts.
func full(w *world) registry.Partner {
	w.t.Helper()
	return does(w, w.RegisterPartner, registry.RegisterPartnerInput{
		Key: new("vol"), Name: "Vol", ShortName: new("V"), Aliases: []string{"Volle"}, CoreTasks: tasks("BEHEERDER"), Capacities: []string{"c"}, InCareOf: []string{"i"},
		Ambition: &registry.Ambition{Text: "t"}, SectorCodes: []string{"energie"}, ChainCodes: []string{"ALG"}, Classification: &registry.Provenance{Source: "k", Certainty: "DERIVED"},
		PartOfKey: new("enexis"), WorkingAreas: areas("VR01"), Connections: []registry.FacilityLink{{Facility: "LCMS"}}, Identifiers: &registry.Identifiers{KVK: new("12345678")},
		Website: new(registry.URL("https://vol.example")), Since: new(registry.Date("2000-01-01")), Provenance: &registry.Provenance{Source: "p", Certainty: "DERIVED"},
	}).Partner
}

func TestUpdatePartnerLeavesWhatIsAbsent(t *testing.T) {
	w := newWorld(t)
	before := full(w)
	payload := does(w, w.UpdatePartner, registry.PartnerPatch{PartnerID: "Partner:vol", Version: 2, Name: set("Voller")})
	want := before
	want.Name, want.Stamp = "Voller", registry.Stamp{Version: 3, UpdatedAt: w.clock.now()}
	wants(t, "the partner", payload.Partner, want)
	w.stored(payload.Partner)
	w.wrote(payload.Change, change{revision: 3, action: "updatePartner", subject: "Partner:vol", items: []item{{
		subject: "Partner:vol", partners: []string{"vol"}, fields: []string{`name: "Vol" → "Voller"`},
	}}})
}

func TestUpdatePartnerClearsWhatIsNull(t *testing.T) {
	w := newWorld(t)
	full(w)
	payload := does(w, w.UpdatePartner, registry.PartnerPatch{
		PartnerID: "Partner:vol", Version: 2, ShortName: null[string](), Aliases: null[[]string](), CoreTasks: null[[]registry.CoreTask](), Capacities: null[[]string](), InCareOf: null[[]string](),
		Ambition: null[registry.Ambition](), SectorCodes: null[[]string](), ChainCodes: null[[]string](), Classification: null[registry.Provenance](), PartOfKey: null[string](),
		WorkingAreas: null[[]registry.WorkingArea](), Connections: null[[]registry.FacilityLink](), Identifiers: null[registry.Identifiers](), Website: null[registry.URL](), Since: null[registry.Date](),
		Provenance: null[registry.Provenance](),
	})
	wants(t, "the partner", payload.Partner, registry.Partner{Key: "vol", Name: "Vol", Stamp: registry.Stamp{Version: 3, UpdatedAt: w.clock.now()}})
	w.stored(payload.Partner)
	w.wrote(payload.Change, change{revision: 3, action: "updatePartner", subject: "Partner:vol", items: []item{{
		subject: "Partner:vol", partners: []string{"vol"}, fields: []string{
			`aliases: ["Volle"] → []`, `ambition: {"text":"t"} → null`, `capacities: ["c"] → []`, `chainCodes: ["ALG"] → []`, `classification: {"certainty":"DERIVED","source":"k"} → null`,
			`connections: [{"facility":"LCMS"}] → []`, `coreTasks: ["BEHEERDER"] → []`, `identifiers: {"kvk":"12345678"} → {}`, `inCareOf: ["i"] → []`, `partOfKey: "enexis" → null`,
			`provenance: {"certainty":"DERIVED","source":"p"} → null`, `sectorCodes: ["energie"] → []`, `shortName: "V" → null`, `since: "2000-01-01" → null`,
			`website: "https://vol.example" → null`, `workingAreas: [{"regionCode":"VR01"}] → []`,
		},
	}}})
}

func TestUpdatePartnerSetsAll(t *testing.T) {
	w := newWorld(t)
	partner := does(w, w.UpdatePartner, registry.PartnerPatch{
		PartnerID: "Partner:raadsel", Version: 1, Name: set("Opgelost"), ShortName: set("O"), Aliases: set([]string{"Antwoord"}), CoreTasks: set(tasks("DIENSTVERLENER HULPDIENST")), Capacities: set([]string{"c"}),
		InCareOf: set([]string{"i"}), Ambition: set(registry.Ambition{Text: "t"}), SectorCodes: set([]string{"energie"}), ChainCodes: set([]string{"BNK12", "ALG"}),
		Classification: set(registry.Provenance{Source: "k", Certainty: "DERIVED"}), PartOfKey: set("politie"), National: set(true), Connections: set([]registry.FacilityLink{{Facility: "LCMS"}}),
		Identifiers: set(registry.Identifiers{KVK: new("12345678")}), Website: set[registry.URL]("https://opgelost.example"), Since: set[registry.Date]("2000-01-01"),
		Provenance: set(registry.Provenance{Source: "p", Certainty: "VERIFIED"}),
	}).Partner
	wants(t, "the partner", partner, registry.Partner{
		Key: "raadsel", Name: "Opgelost", ShortName: new("O"), Aliases: []string{"Antwoord"}, CoreTasks: tasks("HULPDIENST DIENSTVERLENER"), Capacities: []string{"c"}, InCareOf: []string{"i"},
		Ambition: &registry.Ambition{Text: "t"}, SectorCodes: []string{"energie"}, ChainCodes: []string{"ALG", "BNK12"}, Classification: &registry.Provenance{Source: "k", Certainty: "DERIVED"},
		PartOfKey: new("politie"), National: true, Connections: []registry.FacilityLink{{Facility: "LCMS"}}, Identifiers: registry.Identifiers{KVK: new("12345678")},
		Website: new(registry.URL("https://opgelost.example")), Since: new(registry.Date("2000-01-01")), Provenance: &registry.Provenance{Source: "p", Certainty: "VERIFIED"},
		Stamp: registry.Stamp{Version: 2, UpdatedAt: w.clock.now()},
	})
	w.stored(partner)
}

func TestUpdatePartnerIsRefused(t *testing.T) {
	w := newWorld(t)
	does(w, w.UpdatePartner, registry.PartnerPatch{PartnerID: "Partner:rode-kruis", Version: 1, PartOfKey: set("raadsel")})
	does(w, w.UpdatePartner, registry.PartnerPatch{PartnerID: "Partner:raadsel", Version: 1, PartOfKey: set("vitens")})
	for name, test := range map[string]struct {
		patch registry.PartnerPatch
		want  refusal
	}{
		"no name":                    {registry.PartnerPatch{Name: null[string]()}, invalid("INVALID", facts{"field": "name"})},
		"not national nor not":       {registry.PartnerPatch{National: null[bool]()}, invalid("INVALID", facts{"field": "national"})},
		"national with its areas":    {registry.PartnerPatch{National: set(true)}, invalid("CONTRADICTION", facts{"field": "workingAreas"})},
		"a sector that is not there": {registry.PartnerPatch{SectorCodes: set([]string{"zorg"})}, notFoundIn("sectorCodes", "Sector:zorg")},
		"a part of itself":           {registry.PartnerPatch{PartOfKey: set("vitens")}, invalid("PART_OF_CIRCLE", facts{"field": "partOfKey"})},
		"a part of its part":         {registry.PartnerPatch{PartOfKey: set("raadsel")}, invalid("PART_OF_CIRCLE", facts{"field": "partOfKey"})},
		"a part of its part's part":  {registry.PartnerPatch{PartOfKey: set("rode-kruis")}, invalid("PART_OF_CIRCLE", facts{"field": "partOfKey"})},
		"a whole that is not there":  {registry.PartnerPatch{PartOfKey: set("niemand")}, notFoundIn("partOfKey", "Partner:niemand")},
		"a wrong number":             {registry.PartnerPatch{Identifiers: set(registry.Identifiers{OIN: new("1")})}, invalid("INVALID", facts{"field": "identifiers.oin"})},
	} {
		t.Run(name, func(t *testing.T) {
			test.patch.PartnerID, test.patch.Version = "Partner:vitens", 1
			refuses(w.in(t), w.UpdatePartner, test.patch, test.want)
		})
	}
	does(w, w.UpdatePartner, registry.PartnerPatch{PartnerID: "Partner:vitens", Version: 1, National: set(true), WorkingAreas: null[[]registry.WorkingArea]()})
}

func TestPartnersOwnPeriodIsNotInverted(t *testing.T) {
	w := newWorld(t)
	for _, day := range []registry.Date{"2020-01-01", "2024-01-01"} {
		refuses(w, w.UpdatePartner, registry.PartnerPatch{PartnerID: "Partner:opgeheven", Version: 1, Since: set(day)}, invalid("PERIOD_INVERTED", facts{"field": "since"}))
	}
	does(w, w.UpdatePartner, registry.PartnerPatch{PartnerID: "Partner:opgeheven", Version: 1, Since: set[registry.Date]("2019-12-31")})
}

func TestR14EndPartner(t *testing.T) {
	w := newWorld(t)
	payload := does(w, w.EndPartner, registry.EndPartnerInput{PartnerID: "Partner:vitens", Version: 1, On: "2027-01-01", Reason: " gefuseerd "})
	w.stored(payload.Partner)
	if got := payload.Partner; *got.Until != "2027-01-01" || *got.EndReason != "gefuseerd" || got.Version != 2 || !got.Exists("2026-12-31") || got.Exists("2027-01-01") {
		t.Errorf("it ended as %+v", got)
	}
	w.wrote(payload.Change, change{revision: 2, action: "endPartner", reason: "gefuseerd", subject: "Partner:vitens", items: []item{{
		subject: "Partner:vitens", partners: []string{"vitens"}, fields: []string{`endReason: null → "gefuseerd"`, `until: null → "2027-01-01"`},
	}}})
	sooner := does(w, w.EndPartner, registry.EndPartnerInput{PartnerID: "Partner:vitens", Version: 2, On: "2026-06-01", Reason: "eerder gefuseerd"}).Partner
	if *sooner.Until != "2026-06-01" || *sooner.EndReason != "eerder gefuseerd" {
		t.Errorf("it ended as %+v", sooner)
	}
	for _, day := range []registry.Date{"2026-06-01", "2030-01-01"} {
		refuses(w, w.EndPartner, registry.EndPartnerInput{PartnerID: "Partner:vitens", Version: 3, On: day, Reason: "later"},
			conflict("ALREADY_ENDED", facts{"until": "2026-06-01", "rule": "R14"}))
	}
}

func TestR14EndPartnerIsRefused(t *testing.T) {
	w := newWorld(t)
	does(w, w.UpdatePartner, registry.PartnerPatch{PartnerID: "Partner:enexis", Version: 1, Since: set[registry.Date]("2009-01-01")})
	for name, test := range map[string]struct {
		in   registry.EndPartnerInput
		want refusal
	}{
		"without a reason":       {registry.EndPartnerInput{PartnerID: "Partner:enexis", Version: 2, On: "2020-01-01", Reason: "\n"}, invalid("REASON_REQUIRED", facts{"field": "reason", "rule": "R14"})},
		"with an over-long one":  {registry.EndPartnerInput{PartnerID: "Partner:enexis", Version: 2, On: "2020-01-01", Reason: strings.Repeat("x", 4001)}, invalid("TOO_LONG", facts{"field": "reason", "most": 4000})},
		"with a strange one":     {registry.EndPartnerInput{PartnerID: "Partner:enexis", Version: 2, On: "2020-01-01", Reason: "a\x00"}, invalid("INVALID", facts{"field": "reason"})},
		"on its first day":       {registry.EndPartnerInput{PartnerID: "Partner:enexis", Version: 2, On: "2009-01-01", Reason: "x"}, invalid("OUTSIDE_PERIOD", facts{"field": "on", "rule": "R14"})},
		"before its first day":   {registry.EndPartnerInput{PartnerID: "Partner:enexis", Version: 2, On: "2000-01-01", Reason: "x"}, invalid("OUTSIDE_PERIOD", facts{"field": "on", "rule": "R14"})},
		"when it ended already":  {registry.EndPartnerInput{PartnerID: "Partner:opgeheven", Version: 1, On: "2020-01-01", Reason: "x"}, conflict("ALREADY_ENDED", facts{"until": "2020-01-01", "rule": "R14"})},
		"when it is not there":   {registry.EndPartnerInput{PartnerID: "Partner:niemand", Version: 1, On: "2020-01-01", Reason: "x"}, notFoundIn("partnerId", "Partner:niemand")},
		"in a version not there": {registry.EndPartnerInput{PartnerID: "Partner:enexis", Version: 1, On: "2020-01-01", Reason: "x"}, stale("Partner:enexis", 2)},
	} {
		t.Run(name, func(t *testing.T) { refuses(w.in(t), w.EndPartner, test.in, test.want) })
	}
}

func TestR14PartnerWithOpenEdgesEndsOnlyTogetherWithThem(t *testing.T) {
	w := newWorld(t)
	past := w.start("VR01", "vitens", "KERN", span("2010-01-01", "2020-01-01"))
	closing := w.start("VR02", "vitens", "KERN", span("2020-01-01", "2030-01-01"))
	open := w.start("VR04", "vitens", "KERN", since("2020-01-01"))
	planned := w.start("VR05", "vitens", "KERN", since("2027-01-01"))
	later := w.start("VR03", "vitens", "KERN", since("2028-01-01"))
	adoption := w.adopt("VR02", "vitens", "2020-01-01")
	adoption = does(w, w.EndAdoption, registry.EndAdoptionInput{AdoptionID: adoption.ID(), Version: adoption.Version, On: "2028-01-01", Reason: "oud"}).Adoption
	plannedAdoption := w.adopt("VR04", "vitens", "2028-01-01")
	other := w.start("VR01", "enexis", "KERN", since("2020-01-01"))

	in := registry.EndPartnerInput{PartnerID: "Partner:vitens", Version: 1, On: "2027-01-01", Reason: "gefuseerd"}
	refuses(w, w.EndPartner, in, conflict("HAS_OPEN_EDGES", facts{
		"collaborations": []string{closing.ID(), later.ID(), open.ID(), planned.ID()}, "adoptions": []string{adoption.ID(), plannedAdoption.ID()}, "rule": "R14",
	}))
	in.EndEdges = true
	payload := does(w, w.EndPartner, in)
	w.stored(past)
	w.stored(other)
	for _, id := range []string{closing.ID(), open.ID()} {
		if edge := thing[registry.Collaboration](w, id); *edge.Until != "2027-01-01" || *edge.EndReason != "gefuseerd" || edge.Version != 11 {
			t.Errorf("%s ended as %+v", id, edge)
		}
	}
	if ended := thing[registry.Adoption](w, adoption.ID()); *ended.Until != "2027-01-01" || *ended.EndReason != "gefuseerd" || ended.Version != 11 {
		t.Errorf("%s ended as %+v", ended.ID(), ended)
	}
	w.gone(planned.ID())
	w.gone(later.ID())
	w.gone(plannedAdoption.ID())
	voided := func(edge registry.Collaboration, since string) item {
		return item{subject: edge.ID(), regions: []string{edge.RegionCode}, partners: []string{"vitens"}, fields: []string{
			`contactPoints: [] → null`, `incidental: false → null`, `partnerKey: "vitens" → null`, `profile: "KERN" → null`, fmt.Sprintf(`regionCode: %q → null`, edge.RegionCode), fmt.Sprintf(`since: %q → null`, since),
		}}
	}
	w.wrote(payload.Change, change{revision: 11, action: "endPartner", reason: "gefuseerd", subject: "Partner:vitens", items: []item{
		{subject: closing.ID(), regions: []string{"VR02"}, partners: []string{"vitens"}, fields: []string{`endReason: null → "gefuseerd"`, `until: "2030-01-01" → "2027-01-01"`}},
		voided(later, "2028-01-01"),
		{subject: open.ID(), regions: []string{"VR04"}, partners: []string{"vitens"}, fields: []string{`endReason: null → "gefuseerd"`, `until: null → "2027-01-01"`}},
		voided(planned, "2027-01-01"),
		{subject: adoption.ID(), regions: []string{"VR02"}, partners: []string{"vitens"}, fields: []string{`endReason: "oud" → "gefuseerd"`, `until: "2028-01-01" → "2027-01-01"`}},
		{subject: plannedAdoption.ID(), regions: []string{"VR04"}, partners: []string{"vitens"}, fields: []string{
			`contactPoints: [] → null`, `mandates: [] → null`, `milestones: [] → null`, `partnerKey: "vitens" → null`, `regionCode: "VR04" → null`, `since: "2028-01-01" → null`,
		}},
		{subject: "Partner:vitens", partners: []string{"vitens"}, fields: []string{`endReason: null → "gefuseerd"`, `until: null → "2027-01-01"`}},
	}})
}

func TestR14PartnerThatIsOnlyAdoptedEndsTogetherWithItsAdoption(t *testing.T) {
	w := newWorld(t)
	adoption := w.adopt("VR02", "vitens", "2020-01-01")
	in := registry.EndPartnerInput{PartnerID: "Partner:vitens", Version: 1, On: "2027-01-01", Reason: "weg"}
	refuses(w, w.EndPartner, in, conflict("HAS_OPEN_EDGES", facts{"collaborations": []string{}, "adoptions": []string{adoption.ID()}, "rule": "R14"}))
	in.EndEdges = true
	does(w, w.EndPartner, in)
	if ended := thing[registry.Adoption](w, adoption.ID()); *ended.Until != "2027-01-01" || *ended.EndReason != "weg" {
		t.Errorf("it ended as %+v", ended)
	}
}

func TestR14PartnerWhoseEdgesEndedEndsAlone(t *testing.T) {
	w := newWorld(t)
	w.start("VR01", "vitens", "KERN", span("2010-01-01", "2020-01-01"))
	does(w, w.EndPartner, registry.EndPartnerInput{PartnerID: "Partner:vitens", Version: 1, On: "2020-01-01", Reason: "weg"})
}

func TestR14PartnerWithPartsDoesNotEnd(t *testing.T) {
	w := newWorld(t)
	does(w, w.UpdatePartner, registry.PartnerPatch{PartnerID: "Partner:raadsel", Version: 1, PartOfKey: set("vitens")})
	does(w, w.UpdatePartner, registry.PartnerPatch{PartnerID: "Partner:enexis", Version: 1, PartOfKey: set("vitens")})
	does(w, w.UpdatePartner, registry.PartnerPatch{PartnerID: "Partner:opgeheven", Version: 1, PartOfKey: set("vitens")})
	in := registry.EndPartnerInput{PartnerID: "Partner:vitens", Version: 1, On: "2027-01-01", Reason: "weg", EndEdges: true}
	refuses(w, w.EndPartner, in, conflict("HAS_PARTS", facts{"parts": []string{"Partner:enexis", "Partner:raadsel"}, "rule": "R14"}))
	does(w, w.EndPartner, registry.EndPartnerInput{PartnerID: "Partner:raadsel", Version: 2, On: "2027-01-01", Reason: "weg"})
	refuses(w, w.EndPartner, in, conflict("HAS_PARTS", facts{"parts": []string{"Partner:enexis"}, "rule": "R14"}))
	does(w, w.UpdatePartner, registry.PartnerPatch{PartnerID: "Partner:enexis", Version: 3, PartOfKey: null[string]()})
	in.On = "2026-12-31"
	refuses(w, w.EndPartner, in, conflict("HAS_PARTS", facts{"parts": []string{"Partner:raadsel"}, "rule": "R14"}))
	in.On = "2027-01-01"
	does(w, w.EndPartner, in)
}

func TestPartnersAreFilteredAtADate(t *testing.T) {
	w := newWorld(t)
	does(w, w.StartCollaboration, registry.StartCollaborationInput{
		RegionCode: "VR02", PartnerKey: "vitens", Profile: "STRUCTUREEL", Since: "2024-01-01", Provenance: &registry.Provenance{Source: "regel a", Certainty: "ILLUSTRATION"},
	})
	w.start("VR04", "enexis", "KERN", since("2024-01-01"))
	w.adopt("VR04", "vitens", "2025-01-01")
	does(w, w.UpdatePartner, registry.PartnerPatch{
		PartnerID: "Partner:raadsel", Version: 1, Ambition: set(registry.Ambition{Profile: new(registry.Profile("KERN")), Text: "meedoen"}), Connections: set([]registry.FacilityLink{{Facility: "LCMS"}}),
		Identifiers: set(registry.Identifiers{KVK: new("12345678")}), Provenance: set(registry.Provenance{Source: "regel b", Certainty: "ILLUSTRATION"}), Aliases: set([]string{"Sfinx"}),
	})
	functional, general := registry.Functioneel, registry.Algemeen
	for _, test := range []struct {
		name   string
		filter registry.PartnerFilter
		day    registry.Date
		want   string
	}{
		{"all", registry.PartnerFilter{}, today, "enexis politie raadsel rode-kruis vitens waterbedrijf-groningen"},
		{"ended ones too", registry.PartnerFilter{IncludeEnded: true}, today, "enexis opgeheven politie raadsel rode-kruis vitens waterbedrijf-groningen"},
		{"when it was there", registry.PartnerFilter{Keys: []string{"opgeheven", "vitens"}}, "2019-12-31", "opgeheven vitens"},
		{"before it was there", registry.PartnerFilter{Keys: []string{"opgeheven", "vitens"}}, "2009-12-31", "vitens"},
		{"core tasks are any-of", registry.PartnerFilter{CoreTasks: tasks("HULPDIENST DIENSTVERLENER")}, today, "politie rode-kruis"},
		{"sectors", registry.PartnerFilter{Sectors: []string{"drinkwater"}}, today, "vitens waterbedrijf-groningen"},
		{"functional chains", registry.PartnerFilter{ChainKind: &functional}, today, "vitens waterbedrijf-groningen"},
		{"general chains", registry.PartnerFilter{ChainKind: &general}, today, "politie"},
		{"chain and kind are of the same chain", registry.PartnerFilter{Chains: []string{"BNK12"}, ChainKind: &general}, today, ""},
		{"works in, national too", registry.PartnerFilter{WorksIn: []string{"VR01"}}, today, "enexis politie waterbedrijf-groningen"},
		{"white spots", registry.PartnerFilter{WorksIn: []string{"VR02"}, NoCollaboration: &registry.CollaborationFilter{Regions: []string{"VR02"}}}, today, "politie"},
		{"white spots before", registry.PartnerFilter{WorksIn: []string{"VR02"}, NoCollaboration: &registry.CollaborationFilter{Regions: []string{"VR02"}}}, "2023-12-31", "politie vitens"},
		{"the mission's question", registry.PartnerFilter{CoreTasks: tasks("BEHEERDER"), ChainKind: &functional, Collaboration: &registry.CollaborationFilter{Profiles: profiles("STRUCTUREEL")}}, today, "vitens"},
		{"one edge meets all", registry.PartnerFilter{Collaboration: &registry.CollaborationFilter{Profiles: profiles("STRUCTUREEL"), Regions: []string{"VR04"}}}, today, ""},
		{"adopted", registry.PartnerFilter{Adopted: new(true)}, today, "vitens"},
		{"not yet adopted", registry.PartnerFilter{Adopted: new(true)}, "2024-12-31", ""},
		{"not adopted", registry.PartnerFilter{Adopted: new(false), Sectors: []string{"drinkwater"}}, today, "waterbedrijf-groningen"},
		{"adopted by", registry.PartnerFilter{AdoptedBy: []string{"VR04"}}, today, "vitens"},
		{"adopted by another", registry.PartnerFilter{AdoptedBy: []string{"VR02", "VR05"}}, today, ""},
		{"ambition", registry.PartnerFilter{Ambitions: profiles("KERN KOPPEL")}, today, "raadsel"},
		{"connected", registry.PartnerFilter{Connected: new(true)}, today, "raadsel"},
		{"not connected", registry.PartnerFilter{Connected: new(false), CoreTasks: tasks("BEHEERDER")}, today, "enexis vitens waterbedrijf-groningen"},
		{"identifier", registry.PartnerFilter{Identifiers: []string{"12345678"}}, today, "raadsel"},
		{"search by alias", registry.PartnerFilter{Search: new("sfin")}, today, "raadsel"},
		{"search by two words", registry.PartnerFilter{Search: new("kruis ROD")}, today, "rode-kruis"},
	} {
		t.Run(test.name, func(t *testing.T) {
			query, err := registry.PartnerQueryOf(&test.filter, nil, registry.PageArgs{}, test.day)
			if err != nil {
				t.Fatal(err)
			}
			pages, err := w.ListPartners(w.ctx, []registry.PartnerQuery{query})
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(keysOf(pages[0].Items), " "); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
			if count, err := one(w.CountPartners(w.ctx, []registry.PartnerQuery{query})); err != nil || count != len(strings.Fields(test.want)) {
				t.Errorf("it counts %d, %v", count, err)
			}
		})
	}
}

func TestR17IllustrationsCanBeFilteredOutAndAreTold(t *testing.T) {
	w := newWorld(t)
	if w.state().Illustrations {
		t.Error("an unmarked register tells of illustrations")
	}
	sure := []registry.Certainty{"VERIFIED", "DERIVED", "COMMON_KNOWLEDGE", "INTERPRETATION"}
	edge := does(w, w.StartCollaboration, registry.StartCollaborationInput{
		RegionCode: "VR02", PartnerKey: "vitens", Profile: "KERN", Since: "2024-01-01", Provenance: &registry.Provenance{Source: "regel a", Certainty: "ILLUSTRATION"},
	}).Collaboration
	if !w.state().Illustrations {
		t.Error("the register does not tell of an illustration")
	}
	query, err := registry.PartnerQueryOf(&registry.PartnerFilter{Collaboration: &registry.CollaborationFilter{Certainty: sure}}, nil, registry.PageArgs{}, today)
	if err != nil {
		t.Fatal(err)
	}
	if count, err := one(w.CountPartners(w.ctx, []registry.PartnerQuery{query})); err != nil || count != 0 {
		t.Errorf("without illustrations there are %d partners, %v", count, err)
	}
	does(w, w.VoidCollaboration, registry.VoidCollaborationInput{CollaborationID: edge.ID(), Version: edge.Version, Reason: "opgeruimd"})
	if w.state().Illustrations {
		t.Error("the register tells of an illustration that is gone")
	}
}

func TestPartnerFilterIsRefused(t *testing.T) {
	for name, test := range map[string]struct {
		filter registry.PartnerFilter
		want   refusal
	}{
		"no keys":                        {registry.PartnerFilter{Keys: []string{}}, invalid("EMPTY_LIST", facts{"field": "filter.keys"})},
		"a key twice":                    {registry.PartnerFilter{Keys: []string{"vitens", "enexis", "vitens"}}, invalid("DUPLICATE", facts{"field": "filter.keys"})},
		"a task twice":                   {registry.PartnerFilter{CoreTasks: tasks("BEHEERDER BEHEERDER")}, invalid("DUPLICATE", facts{"field": "filter.coreTasks"})},
		"no identifiers":                 {registry.PartnerFilter{Identifiers: []string{}}, invalid("EMPTY_LIST", facts{"field": "filter.identifiers"})},
		"no core tasks":                  {registry.PartnerFilter{CoreTasks: []registry.CoreTask{}}, invalid("EMPTY_LIST", facts{"field": "filter.coreTasks"})},
		"no sectors":                     {registry.PartnerFilter{Sectors: []string{}}, invalid("EMPTY_LIST", facts{"field": "filter.sectors"})},
		"no chains":                      {registry.PartnerFilter{Chains: []string{}}, invalid("EMPTY_LIST", facts{"field": "filter.chains"})},
		"no areas":                       {registry.PartnerFilter{WorksIn: []string{}}, invalid("EMPTY_LIST", facts{"field": "filter.worksIn"})},
		"no ambitions":                   {registry.PartnerFilter{Ambitions: []registry.Profile{}}, invalid("EMPTY_LIST", facts{"field": "filter.ambitions"})},
		"adopted by none":                {registry.PartnerFilter{AdoptedBy: []string{}}, invalid("EMPTY_LIST", facts{"field": "filter.adoptedBy"})},
		"no certainty":                   {registry.PartnerFilter{Certainty: []registry.Certainty{}}, invalid("EMPTY_LIST", facts{"field": "filter.certainty"})},
		"too many keys":                  {registry.PartnerFilter{Keys: strings.Fields(strings.Repeat("a ", 201))}, invalid("TOO_LONG", facts{"field": "filter.keys", "most": 200})},
		"a malformed key":                {registry.PartnerFilter{Keys: []string{"A"}}, invalid("MALFORMED_CODE", facts{"field": "filter.keys"})},
		"a malformed sector":             {registry.PartnerFilter{Sectors: []string{"A"}}, invalid("MALFORMED_CODE", facts{"field": "filter.sectors"})},
		"a malformed chain":              {registry.PartnerFilter{Chains: []string{"a"}}, invalid("MALFORMED_CODE", facts{"field": "filter.chains"})},
		"a malformed region":             {registry.PartnerFilter{WorksIn: []string{"VR26"}}, invalid("MALFORMED_CODE", facts{"field": "filter.worksIn"})},
		"a malformed adopter":            {registry.PartnerFilter{AdoptedBy: []string{"vr01"}}, invalid("MALFORMED_CODE", facts{"field": "filter.adoptedBy"})},
		"an over-long identifier":        {registry.PartnerFilter{Identifiers: []string{strings.Repeat("1", 201)}}, invalid("TOO_LONG", facts{"field": "filter.identifiers", "most": 200})},
		"a control character":            {registry.PartnerFilter{Identifiers: []string{"1\x00"}}, invalid("INVALID", facts{"field": "filter.identifiers"})},
		"adopted by, and by nobody":      {registry.PartnerFilter{Adopted: new(false), AdoptedBy: []string{"VR01"}}, invalid("CONTRADICTION", facts{"field": "filter.adoptedBy"})},
		"a search too short":             {registry.PartnerFilter{Search: new("v")}, invalid("SEARCH_TOO_SHORT", facts{"field": "filter.search"})},
		"an empty edge list":             {registry.PartnerFilter{Collaboration: &registry.CollaborationFilter{Regions: []string{}}}, invalid("EMPTY_LIST", facts{"field": "filter.collaboration.regions"})},
		"an empty list of no edge":       {registry.PartnerFilter{NoCollaboration: &registry.CollaborationFilter{Profiles: []registry.Profile{}}}, invalid("EMPTY_LIST", facts{"field": "filter.noCollaboration.profiles"})},
		"a malformed region of the edge": {registry.PartnerFilter{Collaboration: &registry.CollaborationFilter{Regions: []string{"x"}}}, invalid("MALFORMED_CODE", facts{"field": "filter.collaboration.regions"})},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := registry.PartnerQueryOf(&test.filter, nil, registry.PageArgs{}, today)
			test.want.is(t, err)
		})
	}
}

// TestPeriodsRelativeToTheDate has one collaboration that ended, one in force that ends, and one that is planned.
func TestPeriodsRelativeToTheDate(t *testing.T) {
	w := newWorld(t)
	past := w.start("VR01", "vitens", "KERN", span("2020-01-01", "2021-01-01"))
	current := w.start("VR02", "vitens", "KERN", span("2021-01-01", "2027-06-01"))
	planned := w.start("VR03", "vitens", "KERN", since("2027-01-01"))
	all := []string{past.ID(), current.ID(), planned.ID()}
	for _, test := range []struct {
		period registry.PeriodFilter
		day    registry.Date
		want   []string
	}{
		{"", today, all[1:2]}, {"CURRENT", today, all[1:2]}, {"PAST", today, all[:1]}, {"PLANNED", today, all[2:]}, {"ALL", today, all},
		{"PAST", "2020-12-31", nil}, {"PLANNED", "2020-12-31", all[1:]}, {"CURRENT", "2021-01-01", all[1:2]}, {"PAST", "2021-01-01", all[:1]},
		{"PAST", "2027-06-01", all[:2]}, {"PLANNED", "2027-01-01", nil}, {"CURRENT", "2027-01-01", all[1:]},
	} {
		filter := registry.CollaborationFilter{Partners: []string{"vitens"}, Period: test.period}
		query, err := registry.CollaborationQueryOf("", &filter, nil, registry.PageArgs{}, test.day)
		if err != nil {
			t.Fatal(err)
		}
		pages, err := w.ListCollaborations(w.ctx, []registry.CollaborationQuery{query})
		if err != nil {
			t.Fatal(err)
		}
		ids := []string{}
		for _, c := range pages[0].Items {
			ids = append(ids, c.ID())
		}
		wants(t, string(test.period+" on "+registry.PeriodFilter(test.day)), ids, test.want)
		partners, err := registry.PartnerQueryOf(&registry.PartnerFilter{Keys: []string{"vitens"}, Collaboration: &filter}, nil, registry.PageArgs{}, test.day)
		if err != nil {
			t.Fatal(err)
		}
		if count, err := one(w.CountPartners(w.ctx, []registry.PartnerQuery{partners})); err != nil || (count == 1) != (len(test.want) > 0) {
			t.Errorf("%s on %s: %d partners, %v", test.period, test.day, count, err)
		}
	}
}

func TestPartnersAreOrderedByCollaborations(t *testing.T) {
	w := newWorld(t)
	w.start("VR01", "vitens", "KERN", since("2020-01-01"))
	w.start("VR02", "vitens", "KERN", since("2021-01-01"))
	w.start("VR01", "enexis", "KERN", since("2022-01-01"))
	voided := w.start("VR03", "enexis", "KERN", since("2025-01-01"))
	w.start("VR04", "enexis", "KERN", span("2024-01-01", "2025-01-01"))
	does(w, w.VoidCollaboration, registry.VoidCollaborationInput{CollaborationID: voided.ID(), Version: voided.Version, Reason: "proef"})
	for _, test := range []struct {
		order registry.PartnerOrder
		want  string
	}{
		{registry.PartnerOrder{Field: "NAME", Direction: "ASC"}, "enexis politie raadsel rode-kruis vitens waterbedrijf-groningen"},
		{registry.PartnerOrder{Field: "NAME", Direction: "DESC"}, "waterbedrijf-groningen vitens rode-kruis raadsel politie enexis"},
		{registry.PartnerOrder{Field: "COLLABORATIONS", Direction: "DESC"}, "vitens enexis waterbedrijf-groningen rode-kruis raadsel politie"},
		{registry.PartnerOrder{Field: "COLLABORATIONS", Direction: "ASC"}, "politie raadsel rode-kruis waterbedrijf-groningen enexis vitens"},
		{registry.PartnerOrder{Field: "LATEST_COLLABORATION", Direction: "DESC"}, "enexis vitens waterbedrijf-groningen rode-kruis raadsel politie"},
	} {
		query, err := registry.PartnerQueryOf(nil, &test.order, registry.PageArgs{}, today)
		if err != nil {
			t.Fatal(err)
		}
		pages, err := w.ListPartners(w.ctx, []registry.PartnerQuery{query})
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(keysOf(pages[0].Items), " "); got != test.want {
			t.Errorf("%+v: got %q, want %q", test.order, got, test.want)
		}
	}
}

func TestR14WholeDoesNotEndBeforeItsPart(t *testing.T) {
	w := newWorld(t)
	before := conflict("ALREADY_ENDED", facts{"field": "partOfKey", "until": "2020-01-01", "rule": "R14"})
	refuses(w, w.UpdatePartner, registry.PartnerPatch{PartnerID: "Partner:raadsel", Version: 1, PartOfKey: set("opgeheven")}, before)
	refuses(w, w.RegisterPartner, registry.RegisterPartnerInput{Name: "Nieuw", PartOfKey: new("opgeheven")}, before)
	does(w, w.EndPartner, registry.EndPartnerInput{PartnerID: "Partner:raadsel", Version: 1, On: "2020-01-02", Reason: "weg"})
	refuses(w, w.UpdatePartner, registry.PartnerPatch{PartnerID: "Partner:raadsel", Version: 2, PartOfKey: set("opgeheven")}, before)
	does(w, w.EndPartner, registry.EndPartnerInput{PartnerID: "Partner:raadsel", Version: 2, On: "2020-01-01", Reason: "weg"})
	does(w, w.UpdatePartner, registry.PartnerPatch{PartnerID: "Partner:raadsel", Version: 3, PartOfKey: set("opgeheven")})
}

func TestR14ReopenedPartnerHasNoEnd(t *testing.T) {
	w := newWorld(t)
	ended := anEndedPartner(w).(registry.Partner)
	open := does(w, w.ReopenPartner, registry.ReopenPartnerInput{PartnerID: ended.ID(), Version: ended.Version, Reason: "toch niet"})
	if open.Partner.Until != nil || open.Partner.EndReason != nil {
		t.Errorf("it ends on %v for %v", open.Partner.Until, open.Partner.EndReason)
	}
	w.wrote(open.Change, change{revision: 3, action: "reopenPartner", reason: "toch niet", subject: ended.ID(), items: []item{
		{subject: ended.ID(), partners: []string{"vitens"}, fields: []string{`endReason: "fusie" → null`, `until: "2027-01-01" → null`}},
	}})
	refuses(w, w.ReopenPartner, registry.ReopenPartnerInput{PartnerID: ended.ID(), Version: open.Partner.Version, Reason: "nog eens"}, invalid("NOTHING_TO_CHANGE", facts{"field": "partnerId", "rule": "R14"}))
}

// As precisely as both days are known, by whichever way the partner comes in (R19).
func TestR19AConnectionDoesNotEndBeforeItBegins(t *testing.T) {
	w := newWorld(t)
	for name, test := range map[string]struct {
		since, until registry.PartialDate
		refused      bool
	}{
		"a year before":             {"2024", "2023", true},
		"the same day":              {"2024-05-01", "2024-05-01", true},
		"the first day of its year": {"2024", "2024-01-01", true},
		"the month before":          {"2024-05", "2024-04", true},
		"the same year":             {"2024", "2024", false},
		"the same month":            {"2024-05", "2024-05", false},
		"the year of a day":         {"2024-05-01", "2024", false},
		"the day after":             {"2024-05-01", "2024-05-02", false},
	} {
		t.Run(name, func(t *testing.T) {
			w := w.in(t)
			links := []registry.FacilityLink{{Facility: "LCMS", Since: &test.since, Until: &test.until}}
			in := registry.RegisterPartnerInput{Name: name, Connections: links}
			if !test.refused {
				does(w, w.RegisterPartner, in)
				return
			}
			refuses(w, w.RegisterPartner, in, invalid("PERIOD_INVERTED", facts{"field": "connections.until", "rule": "R19"}))
			refusesDataset(w, registry.Dataset{Partners: []registry.Partner{{Key: "x", Name: "X", Connections: links}}},
				fmt.Sprintf("Partner:x: connections.until: %s is not after since (%s)", test.until, test.since))
		})
	}
}

// The first problem is what the error is, as it would be alone; the others come with it.
func TestAllProblemsOfAnInputAreNamedAtOnce(t *testing.T) {
	w := newWorld(t)
	_, err := w.RegisterPartner(w.ctx, registry.RegisterPartnerInput{
		Name: " ", Key: new("A B"), Website: new(registry.URL("x")), SectorCodes: []string{"energie", "zorg"}, WorkingAreas: areas("VR01", "VR99"),
		Aliases: []string{"goed", ""}, PartOfKey: new("opgeheven"), Identifiers: &registry.Identifiers{KVK: new("1"), OIN: new("2")},
	})
	invalid("INVALID", facts{"field": "name", "rule": "R1"}).is(t, err)
	told := []string{}
	for _, problem := range registry.Problems(err) {
		item := ""
		if problem.Item != nil {
			item = fmt.Sprint(*problem.Item)
		}
		told = append(told, fmt.Sprintf("%s %s %s", problem.Field(), item, problem.Reason))
	}
	wants(t, "the problems", told, []string{
		"name  INVALID", "key  MALFORMED_CODE", "aliases 1 INVALID", "sectorCodes 1 NOT_FOUND", "workingAreas.regionCode 1 MALFORMED_CODE", "website  INVALID",
		"identifiers.kvk  INVALID", "identifiers.oin  INVALID", "partOfKey  ALREADY_ENDED",
	})
}
