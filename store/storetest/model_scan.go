package storetest

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

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

// lightEdges returns all of a kind, in their order.
func (m *model) lightEdges(kind registry.NetworkEdgeKind) []registry.LightEdge {
	var edges []registry.LightEdge
	maker := registry.NewEdgeMaker(kind)
	add := func(p registry.EdgeParts) { edges = append(edges, maker.Make(p)) }
	switch kind {
	case registry.EdgeNeighbour:
		for _, n := range m.data.Neighbours {
			add(registry.EdgeParts{Holder: n.A, Part: n.B, Source: n.A, Target: n.B, Certainty: certaintyOf(n.Provenance)})
		}
	case registry.EdgeResponsible:
		for _, c := range m.data.Chains {
			for place, r := range c.Ministries {
				add(registry.EdgeParts{
					Holder: c.Code, Part: r.MinistryCode + "." + strconv.Itoa(place), Source: r.MinistryCode, Target: c.Code,
					Since: partial(r.Since), Until: partial(r.Until), Certainty: certaintyOf(r.Provenance),
				})
			}
		}
	case registry.EdgeCollaboration:
		for _, c := range m.data.Collaborations {
			add(registry.EdgeParts{
				Holder: c.UUID, Source: c.RegionCode, Target: c.PartnerKey, Profile: c.Profile, Incidental: c.Incidental,
				Since: partial(&c.Since), Until: partial(c.Until), Certainty: certaintyOf(c.Provenance),
			})
		}
	case registry.EdgeAdoption, registry.EdgeMandate:
		m.addAdoptionEdges(kind, add)
	case registry.EdgeAgreement:
		m.addAgreementEdges(add)
	default:
		m.addPartnerEdges(kind, add)
	}
	slices.SortFunc(edges, func(a, b registry.LightEdge) int { return compareEdges(a.ID, b.ID) })
	return edges
}

// compareEdges orders by what holds an edge first, for that may be the beginning of what holds another.
func compareEdges(a, b string) int {
	holderA, partA, _ := strings.Cut(a, ".")
	holderB, partB, _ := strings.Cut(b, ".")
	return cmp.Or(cmp.Compare(holderA, holderB), cmp.Compare(partA, partB))
}

func (m *model) addAdoptionEdges(kind registry.NetworkEdgeKind, add func(registry.EdgeParts)) {
	for _, a := range m.data.Adoptions {
		if kind == registry.EdgeAdoption {
			add(registry.EdgeParts{
				Holder: a.UUID, Source: a.RegionCode, Target: a.PartnerKey, Since: partial(&a.Since), Until: partial(a.Until), Certainty: certaintyOf(a.Provenance),
			})
			continue
		}
		for _, given := range a.Mandates {
			add(registry.EdgeParts{
				Holder: a.UUID, Part: given.RegionCode + "." + string(given.Since), Source: given.RegionCode, Target: a.PartnerKey,
				Since: partial(&given.Since), Until: partial(given.Until), Certainty: certaintyOf(a.Provenance),
			})
		}
	}
}

func (m *model) addAgreementEdges(add func(registry.EdgeParts)) {
	for _, a := range m.data.Agreements {
		cover := a.Cover()
		if cover == nil {
			continue
		}
		for _, region := range a.RegionCodes {
			for _, partner := range a.PartnerKeys {
				add(registry.EdgeParts{
					Holder: a.UUID, Part: region + "." + partner, Source: region, Target: partner,
					Since: cover.Since, Until: partial(a.Until), Certainty: certaintyOf(a.Provenance),
				})
			}
		}
	}
}

func (m *model) addPartnerEdges(kind registry.NetworkEdgeKind, add func(registry.EdgeParts)) {
	for _, p := range m.data.Partners {
		to := func(key string, from *registry.Provenance) {
			add(registry.EdgeParts{Holder: p.Key, Part: key, Source: p.Key, Target: key, Certainty: certaintyOf(from)})
		}
		switch {
		case kind == registry.EdgePartOf && p.PartOfKey != nil:
			add(registry.EdgeParts{Holder: p.Key, Source: p.Key, Target: *p.PartOfKey, Certainty: certaintyOf(p.Provenance)})
		case kind == registry.EdgeInSector:
			for _, code := range p.SectorCodes {
				to(code, p.Classification)
			}
		case kind == registry.EdgeInChain:
			for _, code := range p.ChainCodes {
				to(code, p.Classification)
			}
		case kind == registry.EdgeWorkingArea:
			for _, area := range p.WorkingAreas {
				to(area.RegionCode, area.Provenance)
			}
		}
	}
}

// edgesBehind returns the page of a query.
func (m *model) edgesBehind(query registry.EdgeQuery) []registry.LightEdge {
	edges := slices.DeleteFunc(m.lightEdges(query.Kind), func(e registry.LightEdge) bool {
		return compareEdges(e.ID, query.After) <= 0 || query.At != nil && !m.holds(e, *query.At)
	})
	return edges[:min(len(edges), query.Limit)]
}

// holds says whether the edge is there on a day; that of an agreement may have begun on a day that is not known.
func (m *model) holds(e registry.LightEdge, day registry.Date) bool {
	for _, a := range m.data.Agreements {
		if e.Kind == registry.EdgeAgreement && e.ID[:len(a.UUID)] == a.UUID {
			return a.InForce(day) || a.OnRecord(day)
		}
	}
	return (e.Since == nil || *e.Since <= day) && (e.Until == nil || day < *e.Until)
}

func partial(day *registry.Date) registry.PartialDate {
	if day == nil {
		return ""
	}
	return registry.PartialDate(*day)
}

func certaintyOf(from *registry.Provenance) registry.Certainty {
	if from == nil {
		return ""
	}
	return from.Certainty
}
