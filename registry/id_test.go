package registry_test

import (
	"context"
	"strings"
	"testing"

	"ketenkaart/registry"
)

func TestParseID(t *testing.T) {
	longest := strings.Repeat("a", 80)
	for id, want := range map[string][2]string{
		"Region:VR01": {"Region", "VR01"}, "Region:VR25": {"Region", "VR25"}, "Municipality:GM0014": {"Municipality", "GM0014"},
		"Partner:vitens": {"Partner", "vitens"}, "Partner:waterschap-aa-en-maas": {"Partner", "waterschap-aa-en-maas"}, "Partner:112": {"Partner", "112"},
		"Partner:" + longest: {"Partner", longest}, "Sector:drinkwater": {"Sector", "drinkwater"}, "Chain:BNK12": {"Chain", "BNK12"}, "Chain:ALG": {"Chain", "ALG"},
		"Ministry:mnre1130": {"Ministry", "mnre1130"}, "Change:1": {"Change", "1"}, "Change:9999999999": {"Change", "9999999999"},
		"Collaboration:019a0000-0000-7000-8000-000000000001": {"Collaboration", "019a0000-0000-7000-8000-000000000001"},
		"Adoption:019a0000-0000-7000-8000-000000000001":      {"Adoption", "019a0000-0000-7000-8000-000000000001"},
	} {
		kind, key, err := registry.ParseID("id", id)
		if err != nil || string(kind) != want[0] || key != want[1] || registry.MakeID(kind, key) != id {
			t.Errorf("%s gives %s, %s, %v", id, kind, key, err)
		}
	}
	for _, bad := range []string{
		"", ":", "Region", "Region:", ":VR01", "region:VR01", "Region:VR00", "Region:VR26", "Region:VR1", "Region:vr01", "Region:VR01 ", " Region:VR01",
		"Region:VR01\n", "Region:VR01:VR01", "Municipality:GM14", "Municipality:GM00140", "Partner:Vitens", "Partner:-vitens", "Partner:vitens-", "Partner:vi--tens",
		"Partner:vi tens", "Partner:viténs", "Partner:" + longest + "a", "Sector:", "Chain:alg", "Chain:A", "Chain:ABCDEFGHIJKLM", "Ministry:MNRE1130", "Ministry:m",
		"Collaboration:1", "Collaboration:019A0000-0000-7000-8000-000000000001", "Collaboration:{019a0000-0000-7000-8000-000000000001}", "Adoption:019a0000",
		"Change:0", "Change:-1", "Change:01", "Change:1.0", "Change:99999999999", "Agreement:1", "Node:1", "UmVnaW9uOlZSMDE=", "Partner:vitens\x00",
	} {
		_, _, err := registry.ParseID("id", bad)
		invalid("MALFORMED_ID", facts{"field": "id", "id": clipped(bad)}).is(t, err)
	}
}

func TestDatesInIDs(t *testing.T) {
	for id, want := range map[string]struct {
		thing string
		on    registry.Date
	}{
		"Partner:vitens@2019-03-05": {"Partner:vitens", "2019-03-05"}, "Region:VR08@9998-12-31": {"Region:VR08", "9998-12-31"},
	} {
		thing, on := registry.CutDate(id)
		if thing != want.thing || on == nil || *on != want.on || registry.DatedID(thing, *on) != id {
			t.Errorf("%s gives %s, %v", id, thing, on)
		}
	}
	for _, id := range []string{"", "@", "Partner:vitens", "Partner:vitens@", "Partner:vitens@2019", "Partner:vitens@2019-02-30", "Partner:vitens@2019-03-05@2019-03-05", "Change:1@2019-03-05"} {
		if thing, on := registry.CutDate(id); thing != id || on != nil {
			t.Errorf("%s gives %s, %v", id, thing, on)
		}
	}
}

// clipped is how an error repeats a client's own text: 40 characters of it.
func clipped(text string) string {
	if runes := []rune(text); len(runes) > 40 {
		return string(runes[:40]) + "…"
	}
	return text
}

func TestNodesAreFoundByID(t *testing.T) {
	w := newWorld(t)
	edge := w.start("VR02", "vitens", registry.Structureel, since("2024-01-01"))
	adoption := w.adopt("VR02", "vitens", "2024-01-01")
	ids := []string{"Region:VR02", "Municipality:GM0014", "Partner:opgeheven", "Sector:drinkwater", "Chain:ALG", "Ministry:mnre1058", edge.ID(), adoption.ID(), "Change:1", "Change:3"}
	found := w.nodes(append(ids, "Region:VR25", "Partner:niemand", "Change:4", "Collaboration:019a0000-0000-7000-8000-000000000001", "Region:VR02")...)
	if len(found) != len(ids) {
		t.Errorf("%d things are found, want %d", len(found), len(ids))
	}
	for _, id := range ids {
		if found[id] == nil || found[id].ID() != id {
			t.Errorf("%s gives %v", id, found[id])
		}
	}
	err := w.View(w.ctx, func(ctx context.Context, reader registry.Reader) error {
		_, err := registry.Nodes(w.ctx, reader, []string{"Region:VR02", "Region:VR99"})
		return err
	})
	invalid("MALFORMED_ID", facts{"field": "ids", "id": "Region:VR99"}).is(t, err)
}

func TestCheckKey(t *testing.T) {
	for _, test := range []struct {
		kind registry.Kind
		key  string
	}{
		{"Region", "VR00"}, {"Region", ""}, {"Partner", "Vitens"}, {"Partner", strings.Repeat("a", 81)}, {"Sector", "drink water"}, {"Chain", "bnk12"},
		{"Ministry", "x"}, {"Municipality", "0014"},
	} {
		invalid("MALFORMED_CODE", facts{"field": "code"}).is(t, registry.CheckKey("code", test.kind, test.key))
	}
	if err := registry.CheckKey("code", "Region", "VR08"); err != nil {
		t.Error(err)
	}
}

func TestAThingIsNamedByKeyOrID(t *testing.T) {
	for name, want := range map[string][2]string{
		"VR08": {"VR08", "Region:VR08"}, "Region:VR08": {"VR08", "Region:VR08"}, "Region:VR08@2019-03-05": {"VR08", "Region:VR08"},
		"vitens": {"vitens", "Partner:vitens"}, "Partner:vitens": {"Partner:vitens", "Partner:vitens"},
		"Partner:vitens@2019-03-05": {"Partner:vitens@2019-03-05", "Partner:vitens"},
		"VR99":                      {"VR99", "VR99"}, "Region:VR99": {"Region:VR99", "Region:VR99"}, "Region:VR08@2019": {"Region:VR08@2019", "Region:VR08@2019"},
		"Sector:drinkwater": {"Sector:drinkwater", "Sector:drinkwater"}, "": {"", ""}, "Region:": {"Region:", "Region:"}, "geen naam": {"geen naam", "geen naam"},
	} {
		if key := registry.KeyNamed(name, registry.KindRegion); key != want[0] {
			t.Errorf("the region %q is %q, want %q", name, key, want[0])
		}
		if id := registry.IDNamed(name, []registry.Kind{registry.KindRegion, registry.KindPartner}); id != want[1] {
			t.Errorf("the organisation %q is %q, want %q", name, id, want[1])
		}
	}
}

func FuzzParseID(f *testing.F) {
	for _, seed := range []string{"Region:VR01", "Partner:aa-en-maas", "Change:12", "Chain:BNK12", "Adoption:019a0000-0000-7000-8000-000000000001", "::", ""} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, id string) {
		kind, key, err := registry.ParseID("id", id)
		if err != nil {
			invalid("MALFORMED_ID", facts{"field": "id", "id": clipped(id)}).is(t, err)
			return
		}
		if registry.MakeID(kind, key) != id || len(key) == 0 || len(key) > 80 || strings.ToValidUTF8(id, "") != id {
			t.Errorf("%q gives %q, %q", id, kind, key)
		}
		if err := registry.CheckKey("key", kind, key); err != nil {
			t.Errorf("%q is an id but %v", id, err)
		}
	})
}
