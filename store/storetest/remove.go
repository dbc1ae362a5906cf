package storetest

import (
	"context"
	"testing"

	"ketenkaart/registry"
)

// testRemove takes away things of all kinds at once, and looks for what is left of them in every read that could still see it.
func testRemove(t *testing.T, store registry.Store) {
	put(t, store, registry.Dataset{
		Regions: regions("VR01", "VR02", "VR03"), Neighbours: []registry.Neighbours{{A: "VR01", B: "VR02", Kind: registry.SharedBoundary}},
		Partners: []registry.Partner{partner("a", "Blijft")},
	})
	before := everythingThere(t, store)
	ids := putRemovable(t, store)
	wants(t, "found before", get(t, store, search("2026-01-01", 10, "verdwijnt")), []string{"Agreement:" + uuid(3), "Chain:ZZ9", "Municipality:GM0998", "Partner:weg", "Sector:weg"})

	write(t, store, func(ctx context.Context, w registry.Writer) error { return w.Remove(ctx, ids) })
	wants(t, "what is there", everythingThere(t, store), before)
	wants(t, "found", get(t, store, search("2026-01-01", 10, "verdwijnt")), nil)
	wants(t, "by identifier", listPartners(t, store, registry.PartnerQuery{
		Filter: registry.PartnerFilter{Identifiers: []string{"12345678"}}, Order: byName(registry.Ascending), Page: whole(), AsOf: "2026-01-01",
	})[0].Items, nil)
	byCount := registry.PartnerQuery{Order: registry.PartnerOrder{Field: registry.ByCollaborations, Direction: registry.Descending}, Page: whole(), AsOf: "2026-01-01"}
	wants(t, "by number of collaborations", names(listPartners(t, store, byCount)[0].Items, partnerKey), []string{"a"})
	wants(t, "agenda", get(t, store, func(ctx context.Context, r registry.Reader) ([]registry.List[registry.AgendaEntry], error) {
		return r.ListAgenda(ctx, []registry.AgendaQuery{{Party: "Region:VR01", Until: "2030-01-01", Page: whole()}})
	})[0].Items, nil)

	putRemovable(t, store) // nothing of them stands in the way
	wants(t, "found again", len(get(t, store, search("2026-01-01", 10, "verdwijnt"))), 5)
}

// putRemovable writes a thing of each kind that can be removed, and returns their ids, those that others refer to first.
func putRemovable(t *testing.T, store registry.Store) []string {
	t.Helper()
	named := partner("weg", "Verdwijnt")
	named.SectorCodes, named.ChainCodes, named.PartOfKey = []string{"weg"}, []string{"ZZ9"}, new("geheel")
	named.WorkingAreas, named.Identifiers = []registry.WorkingArea{{RegionCode: "VR01"}}, registry.Identifiers{KVK: new("12345678")}
	chained := chain("ZZ9", registry.Functioneel)
	chained.Name, chained.Ministries = "Verdwijnt", []registry.ChainMinistry{{MinistryCode: "mnre9"}}
	old := municipality("GM0998", "Verdwijnt", "VR01")
	old.Until, old.SuccessorCode = new(registry.Date("2027-01-01")), new("GM0999")
	put(t, store, registry.Dataset{
		Ministries: []registry.Ministry{{Code: "mnre9", Name: "Ministerie", Stamp: stamp(2)}}, Chains: []registry.Chain{chained},
		Sectors:        []registry.Sector{{Code: "weg", Name: "Verdwijnt", Stamp: stamp(2)}},
		Neighbours:     []registry.Neighbours{{A: "VR01", B: "VR03", Kind: registry.OpenWater}},
		Municipalities: []registry.Municipality{old, municipality("GM0999", "Samen", "VR01")},
		Partners:       []registry.Partner{named, partner("geheel", "Geheel")},
		Collaborations: []registry.Collaboration{edge(1, "VR01", "weg", registry.Kern, period("2020-01-01"))},
		Adoptions:      []registry.Adoption{adoption(2, "VR01", "weg", period("2020-01-01"), registry.Mandate{RegionCode: "VR02", Period: period("2020-01-01")})},
	})
	agreed := agreement(3, "Verdwijnt", registry.Active, []string{"VR01"}, []string{"weg"})
	agreed.ChainCodes, agreed.Since = []string{"ZZ9"}, new(registry.Date("2020-01-01"))
	agreed.Pairs = []registry.AgreedPair{{RegionCode: "VR01", PartnerKey: "weg", Profile: registry.Kern}}
	agreed.Commitments = []registry.Commitment{{UUID: uuid(4), Dimension: registry.Mens, Subject: "oefenen", Text: "Oefenen", By: []string{"Region:VR01"}, Due: new(registry.Date("2026-06-01"))}}
	write(t, store, func(ctx context.Context, w registry.Writer) error {
		return w.Put(ctx, registry.Batch{Agreements: []registry.Agreement{agreed}})
	})
	return []string{
		"Ministry:mnre9", "Sector:weg", "Chain:ZZ9", "Municipality:GM0999", "Municipality:GM0998", "Neighbours:VR01-VR03", "Partner:geheel", "Partner:weg",
		"Collaboration:" + uuid(1), "Adoption:" + uuid(2), "Agreement:" + uuid(3),
	}
}

// everythingThere is all that a store holds, by kind, with the neighbours of three regions.
func everythingThere(t *testing.T, store registry.Store) map[string]any {
	t.Helper()
	all := map[string]any{}
	for _, kind := range scanKinds() {
		all[string(kind)] = get(t, store, func(ctx context.Context, r registry.Reader) ([]registry.Node, error) {
			return r.Scan(ctx, registry.ScanQuery{Kind: kind, Limit: 100})
		})
	}
	all["neighbours"] = get(t, store, func(ctx context.Context, r registry.Reader) (map[string][]registry.Neighbour, error) {
		return r.Neighbours(ctx, []string{"VR01", "VR02", "VR03"})
	})
	return all
}
