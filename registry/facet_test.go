package registry_test

import (
	"fmt"
	"strings"
	"testing"

	"ketenkaart/registry"
)

func (w *world) counted(filter *registry.PartnerFilter, day registry.Date) registry.PartnerFacets {
	w.t.Helper()
	query, err := registry.PartnerQueryOf(filter, nil, registry.PageArgs{First: new(1)}, day)
	if err != nil {
		w.t.Fatal(err)
	}
	facets, err := w.PartnerFacets(w.ctx, query)
	if err != nil {
		w.t.Fatal(err)
	}
	return facets
}

// facets reads as "HULPDIENST 1, BEHEERDER 3, DIENSTVERLENER 1 | …", for core tasks, profiles, sectors and chains.
func (w *world) facets(filter *registry.PartnerFilter, day registry.Date) string {
	w.t.Helper()
	facets := w.counted(filter, day)
	var tasks, profiles, sectors, chains []string
	for _, f := range facets.CoreTasks {
		tasks = append(tasks, fmt.Sprint(f.CoreTask, " ", f.Count))
	}
	for _, f := range facets.Profiles {
		profiles = append(profiles, fmt.Sprint(f.Profile, " ", f.Count))
	}
	for _, f := range facets.Sectors {
		sectors = append(sectors, fmt.Sprint(f.Sector.Code, " ", f.Count))
	}
	for _, f := range facets.Chains {
		chains = append(chains, fmt.Sprint(f.Chain.Code, " ", f.Count))
	}
	return strings.Join([]string{strings.Join(tasks, ", "), strings.Join(profiles, ", "), strings.Join(sectors, ", "), strings.Join(chains, ", ")}, " | ")
}

func TestFacetsAreCountedWithoutTheirOwnFilter(t *testing.T) {
	w := newWorld(t)
	w.start("VR02", "vitens", "STRUCTUREEL", since("2024-01-01"))
	w.start("VR04", "vitens", "KERN", since("2025-01-01"))
	w.start("VR05", "vitens", "KERN", since("2025-01-01"))
	w.start("VR01", "enexis", "KERN", span("2020-01-01", "2025-01-01"))
	w.start("VR01", "politie", "KERN", since("2024-01-01"))
	functional := registry.Functioneel
	for _, test := range []struct {
		name   string
		filter *registry.PartnerFilter
		day    registry.Date
		want   string
	}{
		{"all", nil, today,
			"HULPDIENST 1, BEHEERDER 3, DIENSTVERLENER 1 | STANDBY 0, ADHOC 0, KOPPEL 0, STRUCTUREEL 1, KERN 2 | drinkwater 2, energie 1 | ALG 1, BNK03 0, BNK12 2"},
		{"in the past", nil, "2024-06-01",
			"HULPDIENST 1, BEHEERDER 3, DIENSTVERLENER 1 | STANDBY 0, ADHOC 0, KOPPEL 0, STRUCTUREEL 1, KERN 2 | drinkwater 2, energie 1 | ALG 1, BNK03 0, BNK12 2"},
		{"before all", nil, "2015-06-01",
			"HULPDIENST 1, BEHEERDER 4, DIENSTVERLENER 1 | STANDBY 0, ADHOC 0, KOPPEL 0, STRUCTUREEL 0, KERN 0 | drinkwater 2, energie 1 | ALG 1, BNK03 0, BNK12 2"},
		{"core tasks", &registry.PartnerFilter{CoreTasks: tasks("BEHEERDER")}, today,
			"HULPDIENST 1, BEHEERDER 3, DIENSTVERLENER 1 | STANDBY 0, ADHOC 0, KOPPEL 0, STRUCTUREEL 1, KERN 1 | drinkwater 2, energie 1 | ALG 0, BNK03 0, BNK12 2"},
		{"sectors", &registry.PartnerFilter{Sectors: []string{"drinkwater"}}, today,
			"HULPDIENST 0, BEHEERDER 2, DIENSTVERLENER 0 | STANDBY 0, ADHOC 0, KOPPEL 0, STRUCTUREEL 1, KERN 1 | drinkwater 2, energie 1 | ALG 0, BNK03 0, BNK12 2"},
		{"core tasks and sectors", &registry.PartnerFilter{CoreTasks: tasks("HULPDIENST"), Sectors: []string{"drinkwater"}}, today,
			"HULPDIENST 0, BEHEERDER 2, DIENSTVERLENER 0 | STANDBY 0, ADHOC 0, KOPPEL 0, STRUCTUREEL 0, KERN 0 | drinkwater 0, energie 0 | ALG 0, BNK03 0, BNK12 0"},
		{"chains", &registry.PartnerFilter{Chains: []string{"ALG"}}, today,
			"HULPDIENST 1, BEHEERDER 0, DIENSTVERLENER 0 | STANDBY 0, ADHOC 0, KOPPEL 0, STRUCTUREEL 0, KERN 1 | drinkwater 0, energie 0 | ALG 1, BNK03 0, BNK12 2"},
		{"a kind of chain", &registry.PartnerFilter{ChainKind: &functional}, today,
			"HULPDIENST 0, BEHEERDER 2, DIENSTVERLENER 0 | STANDBY 0, ADHOC 0, KOPPEL 0, STRUCTUREEL 1, KERN 1 | drinkwater 2, energie 0 | ALG 0, BNK03 0, BNK12 2"},
		{"profiles", &registry.PartnerFilter{Collaboration: &registry.CollaborationFilter{Profiles: profiles("STRUCTUREEL")}}, today,
			"HULPDIENST 0, BEHEERDER 1, DIENSTVERLENER 0 | STANDBY 0, ADHOC 0, KOPPEL 0, STRUCTUREEL 1, KERN 2 | drinkwater 1, energie 0 | ALG 0, BNK03 0, BNK12 1"},
		{"profiles in a region", &registry.PartnerFilter{Collaboration: &registry.CollaborationFilter{Profiles: profiles("KERN"), Regions: []string{"VR02", "VR04"}}}, today,
			"HULPDIENST 0, BEHEERDER 1, DIENSTVERLENER 0 | STANDBY 0, ADHOC 0, KOPPEL 0, STRUCTUREEL 1, KERN 1 | drinkwater 1, energie 0 | ALG 0, BNK03 0, BNK12 1"},
		{"nothing", &registry.PartnerFilter{Search: new("zz")}, today,
			"HULPDIENST 0, BEHEERDER 0, DIENSTVERLENER 0 | STANDBY 0, ADHOC 0, KOPPEL 0, STRUCTUREEL 0, KERN 0 | drinkwater 0, energie 0 | ALG 0, BNK03 0, BNK12 0"},
	} {
		if got := w.facets(test.filter, test.day); got != test.want {
			t.Errorf("%s:\n got %s\nwant %s", test.name, got, test.want)
		}
	}
}

func TestFacetsLeaveTheQueryAsItIs(t *testing.T) {
	w := newWorld(t)
	filter := registry.PartnerFilter{CoreTasks: tasks("BEHEERDER"), Collaboration: &registry.CollaborationFilter{Profiles: profiles("KERN")}}
	w.facets(&filter, today)
	if len(filter.CoreTasks) != 1 || len(filter.Collaboration.Profiles) != 1 {
		t.Errorf("the filter became %+v, %+v", filter, filter.Collaboration)
	}
}

// TestFacetsOfRegionsAndAdoption: each is counted without its own filter, and with all others.
func TestFacetsOfRegionsAndAdoption(t *testing.T) {
	w := newWorld(t)
	w.start("VR02", "vitens", "STRUCTUREEL", since("2024-01-01"))
	w.start("VR04", "vitens", "KERN", since("2025-01-01"))
	w.start("VR05", "vitens", "KERN", since("2025-01-01"))
	w.start("VR01", "enexis", "KERN", span("2020-01-01", "2025-01-01"))
	w.start("VR01", "politie", "KERN", since("2024-01-01"))
	w.adopt("VR02", "vitens", "2024-01-01")
	w.adopt("VR01", "enexis", "2025-01-01")
	for _, c := range []struct {
		name   string
		filter registry.PartnerFilter
		day    registry.Date
		want   string
	}{
		{"all", registry.PartnerFilter{}, today, "VR01 1, VR02 1, VR03 0, VR04 1, VR05 1 | true 2, false 4"},
		{"in the past", registry.PartnerFilter{}, "2024-06-01", "VR01 2, VR02 1, VR03 0, VR04 0, VR05 0 | true 1, false 5"},
		{"a region", registry.PartnerFilter{Collaboration: &registry.CollaborationFilter{Regions: []string{"VR02"}}}, today,
			"VR01 1, VR02 1, VR03 0, VR04 1, VR05 1 | true 1, false 0"},
		{"a profile in a region", registry.PartnerFilter{Collaboration: &registry.CollaborationFilter{Profiles: profiles("KERN"), Regions: []string{"VR02"}}}, today,
			"VR01 1, VR02 0, VR03 0, VR04 1, VR05 1 | true 0, false 0"},
		{"adopted", registry.PartnerFilter{Adopted: new(true)}, today, "VR01 0, VR02 1, VR03 0, VR04 1, VR05 1 | true 2, false 4"},
		{"not adopted", registry.PartnerFilter{Adopted: new(false)}, today, "VR01 1, VR02 0, VR03 0, VR04 0, VR05 0 | true 2, false 4"},
		{"adopted by a region", registry.PartnerFilter{AdoptedBy: []string{"VR01"}, Sectors: []string{"energie"}}, today,
			"VR01 0, VR02 0, VR03 0, VR04 0, VR05 0 | true 1, false 0"},
		{"a core task", registry.PartnerFilter{AdoptedBy: []string{"VR02"}, CoreTasks: tasks("HULPDIENST")}, today,
			"VR01 0, VR02 0, VR03 0, VR04 0, VR05 0 | true 0, false 1"},
	} {
		if got := w.facetsOfRegions(&c.filter, c.day); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}

// facetsOfRegions reads as "VR01 1, VR02 0 | true 1, false 2".
func (w *world) facetsOfRegions(filter *registry.PartnerFilter, day registry.Date) string {
	w.t.Helper()
	facets := w.counted(filter, day)
	var regions, adopted []string
	for _, f := range facets.Regions {
		regions = append(regions, fmt.Sprint(f.Region.Code, " ", f.Count))
	}
	for _, f := range facets.Adopted {
		adopted = append(adopted, fmt.Sprint(f.Adopted, " ", f.Count))
	}
	return strings.Join(regions, ", ") + " | " + strings.Join(adopted, ", ")
}
