package exchange_test

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"ketenkaart/data"
	"ketenkaart/registry"
)

// bundled opens one of the folders that are built into the program.
func bundled(t *testing.T, open func() (fs.FS, error)) fs.FS {
	t.Helper()
	folder, err := open()
	if err != nil {
		t.Fatal(err)
	}
	return folder
}

func TestTheBundledRegister(t *testing.T) {
	dataset := mustRead(t, bundled(t, data.Register))
	areas, connections := 0, 0
	for _, partner := range dataset.Partners {
		areas += len(partner.WorkingAreas)
		connections += len(partner.Connections)
	}
	regions, partners, milestones := 0, 0, 0
	for _, agreement := range dataset.Agreements {
		regions += len(agreement.RegionCodes)
		partners += len(agreement.PartnerKeys)
		milestones += len(agreement.Milestones)
	}
	for _, count := range []struct {
		of        string
		got, want int
	}{
		{"regions", len(dataset.Regions), 25},
		{"municipalities", len(dataset.Municipalities), 342},
		{"neighbours", len(dataset.Neighbours), 53},
		{"chains", len(dataset.Chains), 28},
		{"ministries", len(dataset.Ministries), 26},
		{"sectors", len(dataset.Sectors), 26},
		{"partners", len(dataset.Partners), 164},
		{"working areas", areas, 305},
		{"connections", connections, 12},
		{"collaborations", len(dataset.Collaborations), 2},
		{"adoptions", len(dataset.Adoptions), 1},
		{"mandates", len(dataset.Adoptions[0].Mandates), 24},
		{"milestones", len(dataset.Adoptions[0].Milestones), 4},
		{"agreements", len(dataset.Agreements), 27},
		{"regions that are party to one", regions, 55},
		{"partners that are party to one", partners, 46},
		{"milestones of agreements", milestones, 13},
	} {
		if count.got != count.want {
			t.Errorf("%d %s, not %d", count.got, count.of, count.want)
		}
	}
}

func TestTheBundledRegisterHoldsNoIllustration(t *testing.T) {
	dataset := mustRead(t, bundled(t, data.Register))
	for _, edge := range dataset.Collaborations {
		if edge.Provenance.Certainty == registry.Illustration {
			t.Errorf("%v is illustrated", edge.Pair())
		}
	}
	for _, partner := range dataset.Partners {
		if partner.Provenance.Certainty == registry.Illustration || partner.Classification.Certainty != registry.Interpretation {
			t.Errorf("%s is marked %s and %s", partner.Key, partner.Provenance.Certainty, partner.Classification.Certainty)
		}
	}
}

// A caption has place for 25 characters, and whoever is not everywhere works somewhere that is known.
func TestPartnersHaveACaptionAndAPlace(t *testing.T) {
	for _, partner := range mustRead(t, bundled(t, data.Register)).Partners {
		if partner.ShortName == nil || utf8.RuneCountInString(*partner.ShortName) > 25 {
			t.Errorf("%s has the short name %v", partner.Key, known(partner.ShortName))
		}
		if !partner.National && len(partner.WorkingAreas) == 0 {
			t.Errorf("%s works nowhere", partner.Key)
		}
	}
}

// The areas of regions are those of their outlines: 35,100 km² together. Those of municipalities are not known.
func TestAreas(t *testing.T) {
	dataset, sum := mustRead(t, bundled(t, data.Register)), 0.0
	for _, region := range dataset.Regions {
		sum += *region.AreaKm2
	}
	if sum < 35000 || sum > 35200 {
		t.Errorf("the regions are %.0f km² together", sum)
	}
	for _, municipality := range dataset.Municipalities {
		if municipality.AreaKm2 != nil {
			t.Errorf("%s is %.2f km²", municipality.Name, *municipality.AreaKm2)
		}
	}
}

// The one change of municipalities that is known of: Wijdemeren goes up in Hilversum, as planned.
func TestTheMergerToCome(t *testing.T) {
	var ending []string
	for _, m := range mustRead(t, bundled(t, data.Register)).Municipalities {
		if m.Since != nil || m.Until != nil || m.SuccessorCode != nil {
			ending = append(ending, fmt.Sprint(m.Name, " ", known(m.Since), " ", known(m.Until), " ", known(m.SuccessorCode), " ", m.Provenance.Certainty))
		}
	}
	if want := []string{"Wijdemeren - 2027-01-01 GM0402 VERIFIED"}; !slices.Equal(ending, want) {
		t.Errorf("%v, not %v", ending, want)
	}
}

// No two municipalities share a name or an alias, so that a client may find the one that is meant.
func TestMunicipalitiesByAlias(t *testing.T) {
	by, aliases := map[string]string{}, 0
	for _, m := range mustRead(t, bundled(t, data.Register)).Municipalities {
		for _, name := range append([]string{m.Name}, m.Aliases...) {
			if other, taken := by[name]; taken {
				t.Errorf("%s and %s are both called %s", m.Code, other, name)
			}
			by[name] = m.Code
		}
		if len(m.Aliases) > 0 {
			aliases++
		}
	}
	if aliases != 12 || by["'s-Gravenhage"] != "GM0518" || by["Den Bosch"] != "GM0796" || by["Laren (NH.)"] != "GM0417" {
		t.Errorf("%d have aliases; 's-Gravenhage is %s, Den Bosch %s, Laren (NH.) %s", aliases, by["'s-Gravenhage"], by["Den Bosch"], by["Laren (NH.)"])
	}
}

// Abbreviations are not unique: two regions carry VRF, and a search has to find both.
func TestTwoRegionsAreCalledVRF(t *testing.T) {
	var found []string
	for _, region := range mustRead(t, bundled(t, data.Register)).Regions {
		if slices.Contains(strings.Fields(region.SearchText()), "vrf") {
			found = append(found, region.Code)
		}
	}
	if !slices.Equal(found, []string{"VR02", "VR25"}) {
		t.Errorf("VRF finds %v", found)
	}
}

func TestTheOneRealAdoption(t *testing.T) {
	adoption := mustRead(t, bundled(t, data.Register)).Adoptions[0]
	if adoption.PartnerKey != "kustwacht-nederland" || adoption.RegionCode != "VR02" || *adoption.RequestedOn != "2016-11" || adoption.Since != "2019-03-06" {
		t.Errorf("the adoption is %+v", adoption)
	}
	if adoption.Milestones[2].On != nil || *adoption.Milestones[1].On != "2018-07-12" {
		t.Errorf("the milestones are %+v", adoption.Milestones)
	}
}

// The agreements that name a region and a partner, by hand from what their sources say: regions, partners, the date of
// signing as it is known, and the leading region where there is only one.
func TestTheRealAgreements(t *testing.T) {
	all := make([]string, 25)
	for i := range all {
		all[i] = fmt.Sprintf("VR%02d", i+1)
	}
	want := []string{
		"[VR02] [kustwacht-nederland] 2019-03-06 VR02",
		"[VR14] [waternet] 2017-11-30 VR14",
		"[VR16] [omgevingsdienst-midden-holland omgevingsdienst-west-holland] 2016-12-21 VR16",
		"[VR18] [evides oasen] 2012-04-18 VR18",
		"[VR18] [netbeheer-nederland politie] 2012-04-18 VR18",
		"[VR18] [prorail] 2014-09 VR18",
		"[VR19] [politie-zeeland-west-brabant prorail] - VR19",
		"[" + strings.Join(all, " ") + "] [politie prorail] 2020-01-24 -",
		"[VR06] [rijkswaterstaat-oost-nederland waterschap-rijn-en-ijssel waterschap-rivierenland waterschap-vallei-en-veluwe] 2014-05-08 VR06",
		"[VR14 VR25] [rijkswaterstaat-midden-nederland rijkswaterstaat-west-nederland-noord waterschap-amstel-gooi-en-vecht waterschap-zuiderzeeland] - -",
		"[VR01] [waterbedrijf-groningen] 2010 VR01",
		"[VR01] [enexis-netbeheer gasunie tennet-tso] 2012 VR01",
		"[VR01] [nederlandse-aardolie-maatschappij] 2012 VR01",
		"[VR01 VR02 VR10] [koninklijke-nederlandse-redding-maatschappij kustwacht-nederland rijkswaterstaat] 2004 -",
		"[VR09] [ghor-utrecht] 2019-03 VR09",
		"[VR05] [rode-kruis] 2014-12-15 VR05",
		"[VR19] [rode-kruis] - VR19",
		"[VR19] [omroep-zeeland] 2021-10 VR19",
		"[VR25] [omroep-flevoland] 2013-06-03 VR25",
		"[VR02] [provincie-fryslan] 2023-06-22 VR02",
		"[VR14] [rijkswaterstaat-west-nederland-noord waterschap-amstel-gooi-en-vecht] 2015-02 VR14",
		"[VR21 VR22] [openbaar-ministerie politie-oost-brabant] - -",
		"[VR25] [rijkswaterstaat-midden-nederland waterschap-zuiderzeeland] - VR25",
		"[VR16] [rijkswaterstaat-west-nederland-zuid] - VR16",
		"[VR19] [ministerie-van-defensie] 2024-04-23 VR19",
		"[VR14] [ministerie-van-defensie politie-midden-nederland] 2014-12-17 VR14",
		"[VR16] [ministerie-van-defensie] - VR16",
	}
	var got []string
	for _, agreement := range mustRead(t, bundled(t, data.Register)).Agreements {
		got = append(got, fmt.Sprint(agreement.RegionCodes, " ", agreement.PartnerKeys, " ", known(agreement.SignedOn), " ", known(agreement.LedBy)))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// known writes a value, and a dash for one that is not known.
func known[T ~string](value *T) string {
	if value == nil {
		return "-"
	}
	return string(*value)
}

// What an agreement says along the dimensions, which profiles it sets and whether it is in force is not public.
func TestTheRealAgreementsSayNothingThatIsNotKnown(t *testing.T) {
	for _, agreement := range mustRead(t, bundled(t, data.Register)).Agreements {
		certainty := registry.Verified
		if agreement.Title == "Convenant met Defensie" { // of which only the announcement was found
			certainty = registry.Interpretation
		}
		if agreement.Stage != registry.Recorded || agreement.Provenance.Certainty != certainty {
			t.Errorf("%s is %s and %s", agreement.Title, agreement.Stage, agreement.Provenance.Certainty)
		}
		if agreement.Since != nil || agreement.Until != nil || len(agreement.Commitments)+len(agreement.Pairs)+len(agreement.Signatories)+len(agreement.Approvals) > 0 {
			t.Errorf("%s says more: %+v", agreement.Title, agreement)
		}
	}
}

func TestTheHistoryOfAnAgreement(t *testing.T) {
	register := mustRead(t, bundled(t, data.Register))
	if diff := cmp.Diff(register.Adoptions[0].Milestones, register.Agreements[0].Milestones); diff != "" {
		t.Errorf("the agreement with the Kustwacht has another history than its adoption: %s", diff)
	}
	for place, want := range map[int][]string{1: {"2015", "2017-11-30"}, 3: {"2009-05", "2012-04-18"}, 7: {"2020-01-24"}, 13: {}, 18: {"1997", "2013-06-03"}} {
		got := []string{}
		for _, milestone := range register.Agreements[place].Milestones {
			got = append(got, known(milestone.On))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s has the history %v, not %v", register.Agreements[place].Title, got, want)
		}
	}
}
