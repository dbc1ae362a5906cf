package storetest

import (
	"context"
	"fmt"
	"testing"

	"ketenkaart/registry"
)

func testEdges(t *testing.T, store registry.Store) {
	wants(t, "of an empty register", throughEdges(t, store, 2), nil)
	OfEverything().Put(t, store)
	for _, limit := range []int{1, 2, 3, 100} {
		wants(t, fmt.Sprintf("by %d", limit), throughEdges(t, store, limit), wholeEdges())
	}
}

// throughEdges reads pages until there are no more.
func throughEdges(t tester, store registry.Store, limit int) []registry.LightEdge {
	t.Helper()
	var all []registry.LightEdge
	query := registry.EdgeQuery{Limit: limit}
	for {
		page := get(t, store, func(ctx context.Context, r registry.Reader) ([]registry.LightEdge, error) { return r.Edges(ctx, query) })
		if len(page) == 0 {
			return all
		}
		if len(page) > limit {
			t.Fatalf("%d edges by %d", len(page), limit)
		}
		all = append(all, page...)
		query.After = page[len(page)-1].UUID
	}
}

// wholeEdges are those of OfEverything, of all periods.
func wholeEdges() []registry.LightEdge {
	of := func(n int, region, partner string, profile registry.Profile, days ...registry.Date) registry.LightEdge {
		return registry.LightEdge{UUID: uuid(n), RegionCode: region, PartnerKey: partner, Profile: profile, Period: period(days[0], days[1:]...)}
	}
	edges := []registry.LightEdge{
		of(1, "VR10", "a", registry.Structureel, "2019-03-06", "2019-03-07"),
		of(21, "VR01", "a", registry.Kern, "2018-01-01", "2020-01-01"), of(22, "VR02", "a", registry.Kern, "2019-01-01", "2031-01-01"),
		of(23, "VR03", "a", registry.Kern, "2020-01-01"), of(24, "VR01", "b", registry.Standby, "2018-01-01"),
		of(25, "VR02", "b", registry.Adhoc, "2018-01-01"), of(26, "VR03", "b", registry.Structureel, "2018-01-01"),
		of(27, "VR10", "b", registry.Koppel, "2020-01-01", "2020-01-02"), of(28, "VR02", "a", registry.Kern, "2031-01-01"),
	}
	edges[0].Incidental, edges[0].Certainty = true, registry.Verified
	edges[4].Certainty = registry.Illustration
	return edges
}
