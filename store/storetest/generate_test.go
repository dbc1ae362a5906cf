package storetest

import (
	"testing"

	"ketenkaart/registry"
)

// firstPage counts the partners of the first page of the question that the register is made for, and their edges.
func firstPage(data registry.Dataset) (partners, edges, rows int) {
	twin := &model{data: registry.Dataset{Chains: data.Chains}}
	filter := registry.PartnerFilter{CoreTasks: []registry.CoreTask{registry.Beheerder}, ChainKind: new(registry.Functioneel)}
	structural := &registry.CollaborationFilter{Profiles: []registry.Profile{registry.Structureel}}
	const day = "2025-06-01"
	met := map[string]int{}
	for _, c := range data.Collaborations {
		if c.Holds(day) && structural.Meets(c) {
			met[c.PartnerKey]++
		}
	}
	for i, p := range data.Partners {
		if partners == 25 {
			return partners, edges, i
		}
		if p.Exists(day) && twin.meetsFacts(p, filter, day) && met[p.Key] > 0 {
			partners, edges = partners+1, edges+met[p.Key]
		}
	}
	return partners, edges, len(data.Partners)
}

func TestGenerateRepeatsBlocks(t *testing.T) {
	smallPartners, smallEdges, smallRows := firstPage(Generate(1_000, 10))
	largePartners, largeEdges, largeRows := firstPage(Generate(20_000, 10))
	if smallPartners != 25 || smallEdges == 0 || smallPartners != largePartners || smallEdges != largeEdges || smallRows != largeRows {
		t.Errorf("the first page of a small register: %d partners with %d edges among %d; of a large one: %d with %d among %d",
			smallPartners, smallEdges, smallRows, largePartners, largeEdges, largeRows)
	}
}

func TestGenerateKeepsTheRules(t *testing.T) {
	for _, each := range []int{1, 10, 60} {
		data := Generate(300, each)
		ids, periods := map[string]bool{}, map[registry.Pair][]registry.Period{}
		partners := map[string]registry.Partner{}
		for _, p := range data.Partners {
			partners[p.Key] = p
		}
		for _, c := range data.Collaborations {
			for _, other := range periods[c.Pair()] {
				if other.Overlaps(c.Period) {
					t.Fatalf("%d each: %s overlaps another of its pair", each, edgeName(c))
				}
			}
			if p := partners[c.PartnerKey]; p.Until != nil && (c.Until == nil || *c.Until > *p.Until) || c.Until != nil && *c.Until <= c.Since {
				t.Fatalf("%d each: %s is outside its partner's period, or inverted", each, edgeName(c))
			}
			if _, _, err := registry.ParseID("id", c.ID()); err != nil {
				t.Fatal(err)
			}
			ids[c.UUID], periods[c.Pair()] = true, append(periods[c.Pair()], c.Period)
		}
		for _, a := range data.Adoptions {
			ids[a.UUID] = true
		}
		if len(ids) != len(data.Collaborations)+len(data.Adoptions) {
			t.Errorf("%d each: %d ids for %d collaborations and %d adoptions", each, len(ids), len(data.Collaborations), len(data.Adoptions))
		}
	}
}

func TestFill(t *testing.T) {
	store := &memory{}
	Fill(t, store, Generate(110, 3))
	wants(t, "State", get(t, store, readState), registry.State{Revision: 1, Partners: 110, Collaborations: 330})
}

func TestCounting(t *testing.T) {
	counter := Counting(&memory{})
	get(t, counter, readState)
	get(t, counter, readState)
	get(t, counter, readChains(nil))
	wants(t, "calls", counter.Calls(), map[string]int{"State": 2, "Chains": 1})
	counter.Reset()
	wants(t, "after a reset", counter.Calls(), nil)
}
