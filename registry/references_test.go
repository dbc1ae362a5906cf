package registry_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ketenkaart/registry"
)

// told writes references as kind and keys.
func told(refers registry.References) []string {
	texts := []string{}
	for _, kind := range refers.Kinds() {
		if keys := refers.Keys(kind); len(keys) > 0 {
			texts = append(texts, fmt.Sprint(kind, keys))
		}
	}
	return texts
}

func TestWhatThingsReferTo(t *testing.T) {
	on := registry.Date("2020-01-01")
	for what, c := range map[string]struct {
		got  registry.References
		want []string
	}{
		"nothing":    {registry.RefersTo([]registry.Partner{}), []string{}},
		"neighbours": {registry.RefersTo([]registry.Neighbours{{A: "VR02", B: "VR01"}}), []string{"Region[VR01 VR02]"}},
		"a municipality and its successor of the same call": {
			registry.RefersTo([]registry.Municipality{{Code: "GM1", RegionCode: "VR01", SuccessorCode: new("GM2")}, {Code: "GM2", RegionCode: "VR02", SuccessorCode: new("GM3")}}),
			[]string{"Municipality[GM3]", "Region[VR01 VR02]"},
		},
		"a chain": {registry.RefersTo([]registry.Chain{{Code: "BNK12", Ministries: []registry.ChainMinistry{{MinistryCode: "mnre1034"}}}}), []string{"Ministry[mnre1034]"}},
		"partners, one the whole of another": {
			registry.RefersTo([]registry.Partner{
				{Key: "deel", PartOfKey: new("geheel"), SectorCodes: []string{"water"}, ChainCodes: []string{"BNK12"}, WorkingAreas: []registry.WorkingArea{{RegionCode: "VR03"}}},
				{Key: "geheel", PartOfKey: new("elders"), SectorCodes: []string{"water"}},
			}),
			[]string{"Chain[BNK12]", "Partner[elders]", "Region[VR03]", "Sector[water]"},
		},
		"a collaboration": {registry.RefersTo([]registry.Collaboration{{UUID: "1", RegionCode: "VR01", PartnerKey: "a"}}), []string{"Partner[a]", "Region[VR01]"}},
		"an adoption with mandates": {
			registry.RefersTo([]registry.Adoption{{UUID: "1", RegionCode: "VR01", PartnerKey: "a", Mandates: []registry.Mandate{{RegionCode: "VR05", Period: registry.Period{Since: on}}}}}),
			[]string{"Partner[a]", "Region[VR01 VR05]"},
		},
		"an agreement, with whom it names that is no party": {
			registry.RefersTo([]registry.Agreement{{
				UUID: "1", RegionCodes: []string{"VR01"}, PartnerKeys: []string{"a"}, LedBy: new("VR02"), ChainCodes: []string{"BNK12"}, Supersedes: new("0"),
				Signatories: []registry.Signatory{{PartnerKey: "tekent", SignsFor: []string{"voor"}}},
				Pairs:       []registry.AgreedPair{{RegionCode: "VR03", PartnerKey: "paar"}},
			}}),
			[]string{"Agreement[0]", "Chain[BNK12]", "Partner[a paar tekent voor]", "Region[VR01 VR02 VR03]"},
		},
		"a peer review": {registry.RefersTo([]registry.PeerReview{{AgreementUUID: "1", RegionCodes: []string{"VR01"}, PartnerKeys: []string{"a"}}}), []string{"Agreement[1]", "Partner[a]", "Region[VR01]"}},
		"an evaluation": {registry.RefersTo([]registry.InformalEvaluation{{AgreementUUID: new("1"), RegionCodes: []string{"VR01"}, PartnerKeys: []string{"a"}}}), []string{"Agreement[1]", "Partner[a]", "Region[VR01]"}},
	} {
		if diff := cmp.Diff(c.want, told(c.got)); diff != "" {
			t.Errorf("%s: %s", what, diff)
		}
	}
}
