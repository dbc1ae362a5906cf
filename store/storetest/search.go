package storetest

import (
	"context"
	"fmt"
	"testing"

	"ketenkaart/registry"
)

func testSearch(t *testing.T, store registry.Store) {
	put(t, store, searchable())
	t.Run("what is found", func(t *testing.T) { testFound(t, store) })
	t.Run("what exists on the day", func(t *testing.T) { testFoundAtDate(t, store) })
	t.Run("what very many have", func(t *testing.T) { testFoundAmongMany(t, store) })
	t.Run("after a rename", func(t *testing.T) { testRenamed(t, store) })
}

func search(asOf registry.Date, limit int, tokens ...string) func(context.Context, registry.Reader) ([]string, error) {
	return func(ctx context.Context, r registry.Reader) ([]string, error) {
		list, err := r.Search(ctx, registry.SearchQuery{Tokens: tokens, Limit: limit, AsOf: asOf})
		return list.IDs, err
	}
}

// searchable has things of all six kinds that share words.
func searchable() registry.Dataset {
	vrg := region("VR08")
	vrg.Name, vrg.OfficialName, vrg.ShortName, vrg.Aliases = "Gelderland-Zuid", "Veiligheidsregio Gelderland-Zuid", new("VRGZ"), []string{"Rijk van Nijmegen"}
	vitens, water, ended := partner("vitens", "Vitens"), partner("ws-rivierenland", "Waterschap Rivierenland"), partner("pwn", "Waterleidingbedrijf")
	vitens.Aliases, vitens.ShortName = []string{"Wäter Gelderland", "Hydron"}, new("NV")
	ended.Until = new(registry.Date("2020-01-01"))
	coming := partner("nieuw", "Waterbedrijf")
	coming.Since = new(registry.Date("2030-01-01"))
	ggd, voda := partner("ggd", "G.G.D. Zuid"), partner("voda", "Вода 水道")
	nijmegen, merged := municipality("GM0268", "Nijmegen", "VR08"), municipality("GM0247", "Millingen", "VR08")
	nijmegen.Aliases = []string{"Nimwegen", "Noviomagus (stad)"}
	merged.Since, merged.Until, merged.SuccessorCode = new(registry.Date("1818-01-01")), new(registry.Date("2015-01-01")), new("GM0268")
	water2 := chain("BNK12", registry.Functioneel)
	water2.Name = "Water"
	agreed, past := agreement(31, "Wáterafspraak", registry.Draft, []string{"VR08"}, []string{"vitens"}), agreement(32, "Afspraak over riolen", registry.Ended, []string{"VR09"}, []string{"voda"})
	past.Since, past.Until = new(registry.Date("2010-01-01")), new(registry.Date("2011-01-01"))
	return registry.Dataset{
		Agreements: []registry.Agreement{agreed, past},
		Regions:    []registry.Region{vrg, region("VR09")}, Sectors: []registry.Sector{sector("water", "Water"), sector("zorg", "Gezondheid")},
		Chains: []registry.Chain{water2}, Partners: []registry.Partner{vitens, water, ended, coming, ggd, voda},
		Municipalities: []registry.Municipality{nijmegen, merged, municipality("GM0274", "Waterland", "VR08"), municipality("GM0518", "'s-Gravenhage", "VR08")},
	}
}

func testFound(t *testing.T, store registry.Store) {
	for _, c := range []struct {
		what   string
		tokens []string
		want   []string
	}{
		{"by a prefix, in order of sort name, then id", []string{"water"}, []string{
			"Partner:vitens", "Chain:BNK12", "Sector:water", "Agreement:" + uuid(31), "Municipality:GM0274", "Partner:ws-rivierenland",
		}},
		{"by a whole word", []string{"nijmegen"}, []string{"Region:VR08", "Municipality:GM0268"}},
		{"by two words in any order", []string{"gelder", "water"}, []string{"Partner:vitens"}},
		{"by two prefixes of one word", []string{"wat", "waters"}, []string{"Partner:ws-rivierenland"}},
		{"by words of two names", []string{"hyd", "vit", "nv"}, []string{"Partner:vitens"}},
		{"by the key", []string{"ws"}, []string{"Partner:ws-rivierenland"}},
		{"by the code of a region", []string{"vr08"}, []string{"Region:VR08"}},
		{"by the alias of a municipality", []string{"novio"}, []string{"Municipality:GM0268"}},
		{"by the code of a municipality", []string{"gm02"}, []string{"Municipality:GM0268", "Municipality:GM0274"}},
		{"by the code of a chain", []string{"bnk12"}, []string{"Chain:BNK12"}},
		{"by the code of a sector", []string{"zorg"}, []string{"Sector:zorg"}},
		{"by the short name", []string{"vrgz"}, []string{"Region:VR08"}},
		{"by an abbreviation with points", registry.Tokens("g.g.d."), []string{"Partner:ggd"}},
		{"by the abbreviation without", registry.Tokens("GGD"), []string{"Partner:ggd"}},
		{"by a word of another script", registry.Tokens("Вод"), []string{"Partner:voda"}},
		{"by the one sign of a word", registry.Tokens("水"), []string{"Partner:voda"}},
		{"by a word of one letter and another", registry.Tokens("'s-Gravenhage"), []string{"Municipality:GM0518"}},
		{"by the title of an agreement, whatever its period", []string{"rio"}, []string{"Agreement:" + uuid(32)}},
		{"not by another letter", registry.Tokens("t Gravenhage"), nil},
		{"not by a letter that begins nothing", registry.Tokens("zuid q"), nil},
		{"not by the middle of a word", []string{"schap"}, nil},
		{"not by one of two", []string{"water", "nergens"}, nil},
		{"words that mean something to an engine", []string{"or", "and", "not", "near"}, nil},
	} {
		wants(t, c.what, get(t, store, search("2025-01-01", 10, c.tokens...)), c.want)
	}
	wants(t, "the first two", get(t, store, search("2025-01-01", 2, "water")), []string{"Partner:vitens", "Chain:BNK12"})
	wants(t, "the first seven of six", len(get(t, store, search("2025-01-01", 7, "water"))), 6)
}

func testFoundAtDate(t *testing.T, store registry.Store) {
	for _, c := range []struct {
		day  registry.Date
		want []string
	}{
		{"2019-12-31", []string{"Partner:pwn"}},
		{"2020-01-01", nil},
		{"2029-12-31", nil},
		{"2030-01-01", []string{"Partner:nieuw"}},
	} {
		got := append(get(t, store, search(c.day, 10, "waterl", "waterleiding")), get(t, store, search(c.day, 10, "waterbedrijf"))...)
		wants(t, string(c.day), got, c.want)
	}
	for day, want := range map[registry.Date][]string{"1817-12-31": nil, "1818-01-01": {"Municipality:GM0247"}, "2014-12-31": {"Municipality:GM0247"}, "2015-01-01": nil} {
		wants(t, "a municipality on "+string(day), get(t, store, search(day, 10, "millingen")), want)
	}
}

// testFoundAmongMany asks for the first few of many partners and agreements, which lie before all else by name, or behind it.
func testFoundAmongMany(t *testing.T, store registry.Store) {
	var data registry.Dataset
	want := map[string][]string{}
	for i := range 20 {
		for _, word := range []string{"aaneen", "zuiver"} {
			name, key := fmt.Sprintf("%s %02d", word, i), fmt.Sprintf("%s-%02d", word, i)
			id, number := uuid(700+i), 700+i
			if word == "zuiver" {
				id, number = uuid(800+i), 800+i
			}
			data.Partners = append(data.Partners, partner(key, name))
			data.Agreements = append(data.Agreements, agreement(number, name+" samen", registry.Draft, []string{"VR08"}, []string{key}))
			want[word] = append(want[word], "Partner:"+key, "Agreement:"+id)
		}
	}
	put(t, store, data)
	for word, ids := range want {
		for _, limit := range []int{1, 2, 3, 4, 50} {
			wants(t, fmt.Sprintf("the first %d of %s", limit, word), get(t, store, search("2025-01-01", limit, word)), ids[:min(limit, len(ids))])
		}
	}
}

// testRenamed puts each kind of thing under another name: found by the new one, not by the old.
func testRenamed(t *testing.T, store registry.Store) {
	renamed := region("VR08")
	renamed.Name, renamed.OfficialName = "Hernoemd", "Hernoemd"
	renamedChain := chain("BNK12", registry.Functioneel)
	renamedChain.Name = "Hernoemd"
	put(t, store, registry.Dataset{
		Regions: []registry.Region{renamed}, Sectors: []registry.Sector{sector("water", "Hernoemd")}, Chains: []registry.Chain{renamedChain},
		Partners:       []registry.Partner{partner("vitens", "Hernoemd"), partner("ws-rivierenland", "Hernoemd")},
		Municipalities: []registry.Municipality{municipality("GM0268", "Hernoemd", "VR08")},
		Agreements:     []registry.Agreement{agreement(31, "Hernoemd", registry.Draft, []string{"VR08"}, []string{"vitens"})},
	})
	wants(t, "by the new name", get(t, store, search("2025-01-01", 10, "hernoemd")), []string{
		"Agreement:" + uuid(31), "Chain:BNK12", "Municipality:GM0268", "Partner:vitens", "Partner:ws-rivierenland", "Region:VR08", "Sector:water",
	})
	wants(t, "by the old name, or a key that stayed", get(t, store, search("2025-01-01", 10, "water")), []string{"Sector:water", "Municipality:GM0274"})
	wants(t, "by an old alias", get(t, store, search("2025-01-01", 10, "hydron")), nil)
	wants(t, "by the old name of a region", get(t, store, search("2025-01-01", 10, "gelderland")), nil)
}
