package registry_test

import (
	"fmt"
	"strings"
	"testing"

	"ketenkaart/registry"
)

func (w *world) gaps(region string, day registry.Date, certainty ...registry.Certainty) registry.Gaps {
	w.t.Helper()
	gaps, err := w.Gaps(w.ctx, region, certainty, day)
	if err != nil {
		w.t.Fatal(err)
	}
	return gaps
}

// listed reads the keys of the partners of a query that has to be possible.
func (w *world) listed(query registry.PartnerQuery, err error) string {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
	return w.sharedNotAdopted(query)[0]
}

// The gaps of regions in the world of the counterparts.
func TestPartnersThatAreGaps(t *testing.T) {
	w := counterpartWorld(t)
	for _, c := range []struct {
		region                                        string
		day                                           registry.Date
		withoutCollaboration, areaUnknown, notAdopted string
	}{
		{"VR01", today, "politie", "raadsel", "enexis"},
		{"VR02", today, "politie", "raadsel rode-kruis", "enexis"},
		{"VR05", today, "politie vitens", "raadsel rode-kruis", ""},
		{"VR02", "2024-02-29", "politie vitens", "raadsel rode-kruis", "enexis"},
		{"VR02", "2024-03-01", "politie", "raadsel rode-kruis", "enexis"},
		{"VR03", "2029-12-31", "enexis politie", "raadsel rode-kruis", ""},
		{"VR03", "2030-01-01", "enexis politie", "raadsel", "rode-kruis"},
		{"VR05", "2019-12-31", "opgeheven politie vitens", "raadsel rode-kruis", ""},
		{"VR05", "2020-01-01", "politie vitens", "raadsel rode-kruis", ""},
	} {
		gaps := w.gaps(c.region, c.day)
		if got := w.listed(gaps.WithoutCollaborationQuery(nil, registry.PageArgs{})); got != c.withoutCollaboration {
			t.Errorf("%s on %s: without collaboration %q, want %q", c.region, c.day, got, c.withoutCollaboration)
		}
		if got := w.listed(gaps.AreaUnknownQuery(nil, registry.PageArgs{})); got != c.areaUnknown {
			t.Errorf("%s on %s: area unknown %q, want %q", c.region, c.day, got, c.areaUnknown)
		}
		if got := w.listed(gaps.NotAdoptedQuery(registry.PageArgs{})); got != c.notAdopted {
			t.Errorf("%s on %s: not adopted %q, want %q", c.region, c.day, got, c.notAdopted)
		}
	}
}

// What is made up covers no gap, when facts are asked for.
func TestGapsByCertainty(t *testing.T) {
	w := counterpartWorld(t)
	got := w.listed(w.gaps("VR01", today, registry.Verified).WithoutCollaborationQuery(nil, registry.PageArgs{}))
	if want := "enexis politie waterbedrijf-groningen"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestGapsByAFilter(t *testing.T) {
	w := counterpartWorld(t)
	keeper := &registry.PartnerFilter{CoreTasks: []registry.CoreTask{registry.Beheerder}}
	if got := w.listed(w.gaps("VR05", today).WithoutCollaborationQuery(keeper, registry.PageArgs{})); got != "vitens" {
		t.Errorf("beheerders: %q", got)
	}
	for field, filter := range map[string]registry.PartnerFilter{
		"filter.worksIn":         {WorksIn: []string{"VR02"}},
		"filter.areaUnknown":     {AreaUnknown: new(false)},
		"filter.noCollaboration": {NoCollaboration: &registry.CollaborationFilter{}},
	} {
		_, err := w.gaps("VR05", today).AreaUnknownQuery(&filter, registry.PageArgs{})
		invalid("CONTRADICTION", facts{"field": field}).is(t, err)
	}
}

func TestRefusedQuestionsOfGaps(t *testing.T) {
	w := newWorld(t)
	for code, want := range map[string]refusal{
		"VR20": notFoundIn("regionCode", "Region:VR20"), "VR99": invalid("MALFORMED_CODE", facts{"field": "regionCode"}),
		strings.Repeat("V", 100): invalid("MALFORMED_CODE", facts{"field": "regionCode"}),
	} {
		_, err := w.Gaps(w.ctx, code, nil, today)
		want.is(t, err)
	}
	_, err := w.Gaps(w.ctx, "VR01", []registry.Certainty{}, today)
	invalid("EMPTY_LIST", facts{"field": "certainty"}).is(t, err)
}

// gapChains reads as "ALG 1 (2)": one partner could be asked, and of two it is not known.
func (w *world) gapChains(gaps registry.Gaps) string {
	w.t.Helper()
	chains, err := w.ChainGaps(w.ctx, gaps)
	if err != nil {
		w.t.Fatal(err)
	}
	told := []string{}
	for _, gap := range chains {
		told = append(told, fmt.Sprintf("%s %d (%d)", gap.ChainCode, gap.Candidates, gap.AreaUnknown))
	}
	return strings.Join(told, ", ")
}

func TestChainsThatAreGaps(t *testing.T) {
	w := counterpartWorld(t)
	does(w, w.UpdatePartner, registry.PartnerPatch{PartnerID: "Partner:rode-kruis", Version: 1, ChainCodes: set([]string{"ALG"})})
	for _, c := range []struct {
		region string
		day    registry.Date
		want   string
	}{
		{"VR01", today, "BNK03 0 (0)"},
		{"VR02", today, "ALG 1 (1), BNK03 0 (0)"},
		{"VR05", today, "ALG 1 (1), BNK03 0 (0), BNK12 1 (0)"},
		{"VR02", "2024-02-29", "ALG 1 (1), BNK03 0 (0), BNK12 1 (0)"},
		{"VR02", "2024-03-01", "ALG 1 (1), BNK03 0 (0)"},
		{"VR03", "2029-12-31", "ALG 1 (1), BNK03 0 (0), BNK12 0 (0)"},
		{"VR03", "2030-01-01", "BNK03 0 (0), BNK12 0 (0)"},
	} {
		if got := w.gapChains(w.gaps(c.region, c.day)); got != c.want {
			t.Errorf("%s on %s: got %q, want %q", c.region, c.day, got, c.want)
		}
	}
	if got := w.gapChains(w.gaps("VR01", today, registry.Verified)); got != "ALG 1 (1), BNK03 0 (0), BNK12 1 (0)" {
		t.Errorf("by facts: %q", got)
	}
}

// gapsOf reads the partners of a list, by pages of one, either way.
func (w *world) gapsOf(gaps registry.Gaps, list registry.GapList) string {
	w.t.Helper()
	keys, args := []string{}, registry.PageArgs{First: new(1)}
	for more := true; more; {
		page, err := w.GapCollaborations(w.ctx, gaps, list, args)
		if err != nil {
			w.t.Fatal(err)
		}
		for _, c := range page.Nodes() {
			keys = append(keys, c.PartnerKey)
		}
		args.After, more = page.PageInfo().EndCursor, page.PageInfo().HasNextPage
		if !more && *page.Total != len(keys) {
			w.t.Errorf("%d of %d", len(keys), *page.Total)
		}
	}
	return strings.Join(keys, " ")
}

func TestCollaborationsThatAreGaps(t *testing.T) {
	w := qualityWorld(t)
	agreement := w.convenant("VR05")
	does(w, w.ConfirmAgreement, registry.ConfirmAgreementInput{AgreementID: agreement.ID(), Version: agreement.Version, Party: "Region:VR05", Since: "2025-06-01", Evidence: "brief"})
	w.convenant("VR02")
	for _, c := range []struct {
		region                                       string
		day                                          registry.Date
		belowAmbition, notSuitable, withoutAgreement string
	}{
		{"VR05", today, "vitens", "politie", ""},
		{"VR05", "2025-05-31", "vitens", "politie", "politie vitens"},
		{"VR05", "2024-06-30", "", "politie", "politie"},
		{"VR04", today, "", "", "politie vitens"},
		{"VR02", today, "", "", "enexis vitens"},
	} {
		gaps := w.gaps(c.region, c.day)
		got := [3]string{w.gapsOf(gaps, registry.BelowAmbition), w.gapsOf(gaps, registry.NotSuitable), w.gapsOf(gaps, registry.WithoutAgreement)}
		wants(t, c.region+" on "+string(c.day), got, [3]string{c.belowAmbition, c.notSuitable, c.withoutAgreement})
	}
	_, err := w.GapCollaborations(w.ctx, w.gaps("VR05", today), registry.NotSuitable, registry.PageArgs{First: new(0)})
	invalid("PAGE_SIZE", facts{"field": "first", "most": 100}).is(t, err)
}
