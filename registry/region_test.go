package registry_test

import (
	"testing"

	"ketenkaart/registry"
)

func TestUpdateRegion(t *testing.T) {
	w := newWorld(t)
	payload := does(w, w.UpdateRegion, registry.RegionPatch{
		RegionID: "Region:VR02", Version: 1, OfficialName: set(" VR Fryslân "), ShortName: set("VRF"), Aliases: set([]string{" Friesland "}), VisitingAddress: set("Harlingertrekweg 58"),
		Website: set[registry.URL]("https://www.vrfryslan.nl"), Identifiers: set(registry.Identifiers{KVK: new("01175778")}), Inhabitants: set(665208), Provenance: set(registry.Provenance{Source: "ROO", Certainty: "VERIFIED"}),
	})
	w.stored(payload.Region)
	w.wrote(payload.Change, change{revision: 2, action: "updateRegion", subject: "Region:VR02", items: []item{{
		subject: "Region:VR02", regions: []string{"VR02"}, fields: []string{
			`aliases: [] → ["Friesland"]`, `identifiers: {} → {"kvk":"01175778"}`, `inhabitants: null → 665208`, `officialName: "Veiligheidsregio Fryslân" → "VR Fryslân"`,
			`provenance: null → {"certainty":"VERIFIED","source":"ROO"}`, `shortName: null → "VRF"`, `visitingAddress: null → "Harlingertrekweg 58"`, `website: null → "https://www.vrfryslan.nl"`,
		},
	}}})

	same := does(w, w.UpdateRegion, registry.RegionPatch{RegionID: "Region:VR02", Version: 2, Inhabitants: set(0)}).Region
	want := payload.Region
	want.Inhabitants, want.Stamp = new(0), same.Stamp
	wants(t, "what is absent stays", same, want)

	cleared := does(w, w.UpdateRegion, registry.RegionPatch{
		RegionID: "Region:VR02", Version: 3, ShortName: null[string](), Aliases: null[[]string](), VisitingAddress: null[string](), Website: null[registry.URL](),
		Identifiers: null[registry.Identifiers](), Inhabitants: null[int](), Provenance: null[registry.Provenance](),
	}).Region
	want = region("VR02", "Fryslân")
	want.OfficialName, want.Stamp = "VR Fryslân", cleared.Stamp
	wants(t, "what is null is cleared", cleared, want)
	w.stored(cleared)
}

func TestUpdateRegionIsRefused(t *testing.T) {
	w := newWorld(t)
	for name, test := range map[string]struct {
		patch registry.RegionPatch
		want  refusal
	}{
		"no official name":     {registry.RegionPatch{OfficialName: null[string]()}, invalid("INVALID", facts{"field": "officialName"})},
		"negative inhabitants": {registry.RegionPatch{Inhabitants: set(-1)}, invalid("INVALID", facts{"field": "inhabitants"})},
		"a wrong number":       {registry.RegionPatch{Identifiers: set(registry.Identifiers{KVK: new("KVK")})}, invalid("INVALID", facts{"field": "identifiers.kvk"})},
		"no source":            {registry.RegionPatch{Provenance: set(registry.Provenance{Certainty: "DERIVED"})}, invalid("INVALID", facts{"field": "provenance.source", "rule": "R17"})},
		"a strange address":    {registry.RegionPatch{VisitingAddress: set("a\x1bb")}, invalid("INVALID", facts{"field": "visitingAddress"})},
	} {
		t.Run(name, func(t *testing.T) {
			test.patch.RegionID, test.patch.Version = "Region:VR02", 1
			refuses(w.in(t), w.UpdateRegion, test.patch, test.want)
		})
	}
}
