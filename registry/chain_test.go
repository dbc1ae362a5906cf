package registry_test

import (
	"strings"
	"testing"

	"ketenkaart/registry"
)

func TestCreateChain(t *testing.T) {
	w := newWorld(t)
	payload := does(w, w.CreateChain, registry.CreateChainInput{Code: "BNK04", Name: " Elektriciteit ", Kind: "FUNCTIONEEL", Ministries: []string{"mnre1045"}, Provenance: &registry.Provenance{Source: "netwerkkaarten", Certainty: "VERIFIED"}})
	w.stored(payload.Chain)
	w.wrote(payload.Change, change{revision: 2, action: "createChain", subject: "Chain:BNK04", items: []item{{subject: "Chain:BNK04", fields: []string{
		`code: null → "BNK04"`, `kind: null → "FUNCTIONEEL"`, `ministries: null → [{"ministryCode":"mnre1045"}]`, `name: null → "Elektriciteit"`, `provenance: null → {"certainty":"VERIFIED","source":"netwerkkaarten"}`,
	}}}})
}

func TestUpdateChain(t *testing.T) {
	w := newWorld(t)
	payload := does(w, w.UpdateChain, registry.ChainPatch{ChainID: "Chain:ALG", Version: 1, Name: set("Algemeen"), Kind: set(registry.Functioneel), Provenance: set(registry.Provenance{Source: "s", Certainty: "DERIVED"})})
	w.stored(payload.Chain)
	w.wrote(payload.Change, change{revision: 2, action: "updateChain", subject: "Chain:ALG", items: []item{{subject: "Chain:ALG", fields: []string{
		`kind: "ALGEMEEN" → "FUNCTIONEEL"`, `name: "Algemene keten" → "Algemeen"`, `provenance: null → {"certainty":"DERIVED","source":"s"}`,
	}}}})
	cleared := does(w, w.UpdateChain, registry.ChainPatch{ChainID: "Chain:ALG", Version: 2, Provenance: null[registry.Provenance]()})
	if cleared.Chain.Provenance != nil || len(cleared.Chain.Ministries) != 1 {
		t.Errorf("it became %+v", cleared.Chain)
	}
}

func TestChainIsHandedOverFromTodayOn(t *testing.T) {
	w := newWorld(t)
	day, later := today, registry.Date("2027-02-01")
	hand := func(version int, want []registry.ChainMinistry, codes ...string) {
		t.Helper()
		chain := does(w, w.UpdateChain, registry.ChainPatch{ChainID: "Chain:BNK12", Version: version, Ministries: set(codes)}).Chain
		wants(t, "the ministries", chain.Ministries, want)
		w.stored(chain)
	}
	// IenW stays, EZ joins
	hand(1, []registry.ChainMinistry{{MinistryCode: "mnre1130"}, {MinistryCode: "mnre1045", Since: &day}}, "mnre1045", "mnre1130")
	// EZ leaves on the day on which it joined: it never was
	hand(2, []registry.ChainMinistry{{MinistryCode: "mnre1130"}}, "mnre1130")
	// JenV takes over
	hand(3, []registry.ChainMinistry{{MinistryCode: "mnre1130", Until: &day}, {MinistryCode: "mnre1058", Since: &day}}, "mnre1058")
	// and hands back later
	w.clock.set(t, "2027-02-01T12:00:00Z")
	hand(4, []registry.ChainMinistry{{MinistryCode: "mnre1130", Until: &day}, {MinistryCode: "mnre1058", Since: &day, Until: &later}, {MinistryCode: "mnre1130", Since: &later}}, "mnre1130")
	// what ended stays as it ended
	w.clock.set(t, "2028-03-01T12:00:00Z")
	latest := registry.Date("2028-03-01")
	hand(5, []registry.ChainMinistry{{MinistryCode: "mnre1130", Until: &day}, {MinistryCode: "mnre1058", Since: &day, Until: &later}, {MinistryCode: "mnre1130", Since: &later, Until: &latest}, {MinistryCode: "mnre1045", Since: &latest}}, "mnre1045")

	w.clock.set(t, "2027-02-01T12:00:00Z")
	payload := does(w, w.UpdateChain, registry.ChainPatch{ChainID: "Chain:BNK03", Version: 1, Ministries: null[[]string]()})
	wants(t, "after null", payload.Chain.Ministries, []registry.ChainMinistry{{MinistryCode: "mnre1130", Until: &later}})
	for when, holds := range map[registry.Date]bool{"1990-01-01": true, "2027-01-31": true, "2027-02-01": false} {
		if payload.Chain.Ministries[0].Holds(when) != holds {
			t.Errorf("the ministry holds on %s: %t", when, !holds)
		}
	}
	bare := does(w, w.CreateChain, registry.CreateChainInput{Code: "BNK99", Name: "Kaal", Kind: "FUNCTIONEEL"}).Chain
	refuses(w, w.UpdateChain, registry.ChainPatch{ChainID: bare.ID(), Version: bare.Version, Ministries: set([]string{})}, nothingToChange())
}

func TestChainIsRefused(t *testing.T) {
	w := newWorld(t)
	for _, code := range []string{"", "A", "bnk04", "BNK 04", strings.Repeat("A", 13)} {
		refuses(w, w.CreateChain, registry.CreateChainInput{Code: code, Name: "Keten", Kind: "FUNCTIONEEL"}, invalid("MALFORMED_CODE", facts{"field": "code"}))
	}
	for _, test := range []struct {
		ministries []string
		want       refusal
	}{
		{[]string{"mnre9999"}, notFoundIn("ministries", "Ministry:mnre9999")}, {[]string{"IenW"}, invalid("MALFORMED_CODE", facts{"field": "ministries"})},
		{[]string{"mnre1045", "mnre1045"}, invalid("DUPLICATE", facts{"field": "ministries"})},
	} {
		refuses(w, w.CreateChain, registry.CreateChainInput{Code: "BNK04", Name: "Keten", Kind: "FUNCTIONEEL", Ministries: test.ministries}, test.want)
		refuses(w, w.UpdateChain, registry.ChainPatch{ChainID: "Chain:ALG", Version: 1, Ministries: set(test.ministries)}, test.want)
	}
	refuses(w, w.UpdateChain, registry.ChainPatch{ChainID: "Chain:ALG", Version: 1, Name: null[string]()}, invalid("INVALID", facts{"field": "name"}))
	refuses(w, w.UpdateChain, registry.ChainPatch{ChainID: "Chain:ALG", Version: 1, Kind: null[registry.ChainKind]()}, invalid("INVALID", facts{"field": "kind"}))
	refuses(w, w.CreateChain, registry.CreateChainInput{Code: "BNK04", Name: "Keten", Kind: "FUNCTIONEEL", Provenance: &registry.Provenance{}}, invalid("INVALID", facts{"field": "provenance.source", "rule": "R17"}))
}

func TestPlannedHandOverIsOvertaken(t *testing.T) {
	w := newWorld(t)
	day, planned := today, registry.Date("2027-01-01")
	if _, err := w.Import(w.ctx, registry.Dataset{Chains: []registry.Chain{{Code: "BNK04", Name: "Zorg", Kind: "FUNCTIONEEL", Ministries: []registry.ChainMinistry{
		{MinistryCode: "mnre1058", Until: &planned}, {MinistryCode: "mnre1130", Since: &planned},
	}}}}); err != nil {
		t.Fatal(err)
	}
	chain := does(w, w.UpdateChain, registry.ChainPatch{ChainID: "Chain:BNK04", Version: 2, Ministries: set([]string{"mnre1130"})}).Chain
	wants(t, "the ministries", chain.Ministries, []registry.ChainMinistry{{MinistryCode: "mnre1058", Until: &day}, {MinistryCode: "mnre1130", Since: &day}})
	w.stored(chain)
}
