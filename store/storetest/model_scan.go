package storetest

import (
	"cmp"
	"slices"
	"strconv"

	"ketenkaart/registry"
)

// scan returns what is behind a key of all things of a kind.
func (e Everything) scan(query registry.ScanQuery) []registry.Node {
	after, _ := strconv.Atoi(query.After)
	behind := slices.DeleteFunc(e.nodes(query.Kind), func(node registry.Node) bool {
		if change, ok := node.(registry.Change); ok {
			return change.Revision <= after
		}
		return keyOf(node) <= query.After
	})
	items := 0
	for i, node := range behind {
		if change, ok := node.(registry.Change); ok {
			items += len(change.Items)
		}
		if i == query.Limit || i > 0 && items > query.Limit {
			return behind[:i]
		}
	}
	return behind
}

// edgesBehind returns the page of a query.
func (m *model) edgesBehind(query registry.EdgeQuery) []registry.LightEdge {
	var edges []registry.LightEdge
	for _, c := range m.data.Collaborations {
		if c.UUID > query.After {
			edges = append(edges, registry.LightEdge{
				UUID: c.UUID, RegionCode: c.RegionCode, PartnerKey: c.PartnerKey, Profile: c.Profile, Incidental: c.Incidental, Period: c.Period,
				Certainty: certaintyOf(c.Provenance),
			})
		}
	}
	slices.SortFunc(edges, func(a, b registry.LightEdge) int { return cmp.Compare(a.UUID, b.UUID) })
	return edges[:min(len(edges), query.Limit)]
}

func certaintyOf(from *registry.Provenance) registry.Certainty {
	if from == nil {
		return ""
	}
	return from.Certainty
}
