package registry_test

import (
	"strings"
	"testing"

	"ketenkaart/registry"
)

// asShared asks for the shared partners as one argument, for the helpers that check refusals.
type asShared struct {
	of     registry.SharedPartners
	filter *registry.PartnerFilter
	args   registry.PageArgs
}

func (w *world) shared(of registry.SharedPartners, day registry.Date) string {
	w.t.Helper()
	page, err := w.SharedPartners(w.ctx, of, nil, registry.PageArgs{}, day)
	if err != nil {
		w.t.Fatal(err)
	}
	keys := []string{}
	for _, shared := range page.Nodes() {
		keys = append(keys, shared.Partner.Key)
	}
	return strings.Join(keys, " ")
}

// What regions have in common in the world of the counterparts.
func TestSharedPartners(t *testing.T) {
	w := counterpartWorld(t)
	of := func(regions ...string) registry.SharedPartners { return registry.SharedPartners{Regions: regions} }
	some := func(atLeast int, regions ...string) registry.SharedPartners {
		return registry.SharedPartners{Regions: regions, AtLeast: &atLeast}
	}
	for _, c := range []struct {
		what string
		of   registry.SharedPartners
		day  registry.Date
		want string
	}{
		{"two", of("VR01", "VR02"), today, "enexis"},
		{"one", of("VR01"), today, "enexis rode-kruis waterbedrijf-groningen"},
		{"three, all", of("VR01", "VR02", "VR04"), today, ""},
		{"three, two at least", some(2, "VR01", "VR02", "VR04"), today, "enexis vitens"},
		{"three, one at least", some(1, "VR01", "VR02", "VR04"), today, "enexis rode-kruis vitens waterbedrijf-groningen"},
		{"on the last day of one", of("VR02", "VR03", "VR04"), "2025-12-31", "vitens"},
		{"on the day on which it ended", of("VR02", "VR03", "VR04"), "2026-01-01", ""},
		{"the day before what is planned", of("VR01", "VR03"), "2029-12-31", ""},
		{"when it begins", of("VR01", "VR03"), "2030-01-01", "rode-kruis"},
		{"by a profile", registry.SharedPartners{Regions: []string{"VR01"}, Profiles: []registry.Profile{"STANDBY"}}, today, "rode-kruis"},
		{"by a profile of none", registry.SharedPartners{Regions: []string{"VR01", "VR02"}, Profiles: []registry.Profile{"STANDBY"}}, today, ""},
	} {
		if got := w.shared(c.of, c.day); got != c.want {
			t.Errorf("%s on %s: got %q, want %q", c.what, c.day, got, c.want)
		}
	}
}

// The facts alone: one of two collaborations is made up.
func TestSharedPartnersByCertainty(t *testing.T) {
	w := newWorld(t)
	for region, certainty := range map[string]registry.Certainty{"VR02": registry.Verified, "VR04": registry.Illustration} {
		does(w, w.StartCollaboration, registry.StartCollaborationInput{
			RegionCode: region, PartnerKey: "vitens", Profile: "KERN", Since: "2020-01-01", Provenance: &registry.Provenance{Source: "x", Certainty: certainty},
		})
	}
	both := registry.SharedPartners{Regions: []string{"VR02", "VR04"}}
	if got := w.shared(both, today); got != "vitens" {
		t.Errorf("of any certainty: %q", got)
	}
	both.Certainty = []registry.Certainty{registry.Verified, registry.Derived}
	if got := w.shared(both, today); got != "" {
		t.Errorf("by facts: %q", got)
	}
}

func TestSharedPartnersByThePage(t *testing.T) {
	w := counterpartWorld(t)
	args, keys := registry.PageArgs{First: new(1)}, []string{}
	for {
		page, err := w.SharedPartners(w.ctx, registry.SharedPartners{Regions: []string{"VR01"}}, nil, args, today)
		if err != nil {
			t.Fatal(err)
		}
		keys = append(keys, page.Nodes()[0].Partner.Key)
		if args.After = page.PageInfo().EndCursor; !page.PageInfo().HasNextPage {
			break
		}
	}
	wants(t, "the partners of all pages", keys, []string{"enexis", "rode-kruis", "waterbedrijf-groningen"})
}

func TestRefusedQuestionsOfSharedPartners(t *testing.T) {
	w := newWorld(t)
	for what, c := range map[string]struct {
		ask  asShared
		want refusal
	}{
		"of no region":          {asShared{of: registry.SharedPartners{Regions: []string{}}}, invalid("EMPTY_LIST", facts{"field": "regions"})},
		"of what is none":       {asShared{of: registry.SharedPartners{Regions: []string{"VR99"}}}, invalid("MALFORMED_CODE", facts{"field": "regions"})},
		"of one that is absent": {asShared{of: registry.SharedPartners{Regions: []string{"VR01", "VR20"}}}, notFoundIn("regions", "Region:VR20")},
		"of one twice":          {asShared{of: registry.SharedPartners{Regions: []string{"VR01", "VR01"}}}, invalid("DUPLICATE", facts{"field": "regions"})},
		"of none at least":      {asShared{of: registry.SharedPartners{Regions: []string{"VR01"}, AtLeast: new(0)}}, invalid("INVALID", facts{"field": "atLeast", "most": 1})},
		"of more than there are": {
			asShared{of: registry.SharedPartners{Regions: []string{"VR01", "VR02"}, AtLeast: new(3)}}, invalid("INVALID", facts{"field": "atLeast", "most": 2}),
		},
		"of no profile":   {asShared{of: registry.SharedPartners{Regions: []string{"VR01"}, Profiles: []registry.Profile{}}}, invalid("EMPTY_LIST", facts{"field": "profiles"})},
		"of no certainty": {asShared{of: registry.SharedPartners{Regions: []string{"VR01"}, Certainty: []registry.Certainty{}}}, invalid("EMPTY_LIST", facts{"field": "certainty"})},
		"with an empty filter": {
			asShared{of: registry.SharedPartners{Regions: []string{"VR01"}}, filter: &registry.PartnerFilter{Sectors: []string{}}}, invalid("EMPTY_LIST", facts{"field": "filter.sectors"}),
		},
		"too many": {asShared{of: registry.SharedPartners{Regions: []string{"VR01"}}, args: registry.PageArgs{First: new(101)}}, invalid("PAGE_SIZE", facts{"field": "first", "most": 100})},
	} {
		t.Run(what, func(t *testing.T) {
			_, err := w.SharedPartners(w.ctx, c.ask.of, c.ask.filter, c.ask.args, today)
			c.want.is(t, err)
		})
	}
}
