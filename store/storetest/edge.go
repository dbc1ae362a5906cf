package storetest

import (
	"context"
	"fmt"
	"testing"

	"ketenkaart/registry"
)

func testEdges(t *testing.T, store registry.Store) {
	OfEverything().Put(t, store)
	for kind, want := range wholeEdges() {
		for _, limit := range []int{1, 2, 3, 100} {
			wants(t, fmt.Sprintf("%s by %d", kind, limit), throughEdges(t, store, registry.EdgeQuery{Kind: kind, Limit: limit}), want)
		}
	}
	for day, kinds := range edgesOnDays() {
		for kind, ids := range kinds {
			for _, limit := range []int{1, 100} {
				edges := throughEdges(t, store, registry.EdgeQuery{Kind: kind, At: &day, Limit: limit})
				wants(t, fmt.Sprintf("%s at %s", kind, day), names(edges, func(e registry.LightEdge) string { return e.ID }), ids)
			}
		}
	}
	err := store.View(t.Context(), func(ctx context.Context, r registry.Reader) error {
		_, err := r.Edges(ctx, registry.EdgeQuery{Kind: "IETS", Limit: 1})
		return err
	})
	wantsError(t, "no kind", err, registry.CodeBadInput, registry.ReasonInvalid)
}

// throughEdges reads pages until there are no more.
func throughEdges(t tester, store registry.Store, query registry.EdgeQuery) []registry.LightEdge {
	t.Helper()
	var all []registry.LightEdge
	for {
		page := get(t, store, func(ctx context.Context, r registry.Reader) ([]registry.LightEdge, error) { return r.Edges(ctx, query) })
		if len(page) == 0 {
			return all
		}
		if len(page) > query.Limit {
			t.Fatalf("%s: %d edges by %d", query.Kind, len(page), query.Limit)
		}
		all = append(all, page...)
		query.After = page[len(page)-1].ID
	}
}

func light(kind registry.NetworkEdgeKind, id, source, target string, days ...registry.Date) registry.LightEdge {
	e := registry.LightEdge{Kind: kind, ID: id, Source: source, Target: target}
	if len(days) > 0 {
		e.Since = &days[0]
	}
	if len(days) > 1 {
		e.Until = &days[1]
	}
	return e
}

func sure(e registry.LightEdge, certainty registry.Certainty) registry.LightEdge {
	e.Certainty = certainty
	return e
}

// wholeEdges are those of OfEverything, of all periods.
func wholeEdges() map[registry.NetworkEdgeKind][]registry.LightEdge {
	first, second := uuid(31), uuid(32)
	between := func(kind registry.NetworkEdgeKind, from registry.Kind, a string, to registry.Kind, b string) registry.LightEdge {
		return light(kind, a+"."+b, registry.MakeID(from, a), registry.MakeID(to, b))
	}
	sectorOf := func(p, s string) registry.LightEdge {
		return between(registry.EdgeInSector, registry.KindPartner, p, registry.KindSector, s)
	}
	chainOf := func(p, c string) registry.LightEdge {
		return between(registry.EdgeInChain, registry.KindPartner, p, registry.KindChain, c)
	}
	area := func(p, r string) registry.LightEdge {
		return between(registry.EdgeWorkingArea, registry.KindPartner, p, registry.KindRegion, r)
	}
	beside := func(a, b string) registry.LightEdge {
		return between(registry.EdgeNeighbour, registry.KindRegion, a, registry.KindRegion, b)
	}
	return map[registry.NetworkEdgeKind][]registry.LightEdge{
		registry.EdgeCollaboration: wholeCollaborationEdges(),
		registry.EdgeAgreement:     wholeAgreementEdges(),
		registry.EdgeAdoption: {
			light(registry.EdgeAdoption, first, "Region:VR02", "Partner:b", "2018-01-01", "2020-01-01"),
			sure(light(registry.EdgeAdoption, second, "Region:VR10", "Partner:a", "2019-03-06"), registry.Derived),
		},
		registry.EdgeMandate: {
			light(registry.EdgeMandate, first+".VR10.2018-01-01", "Region:VR10", "Partner:b", "2018-01-01", "2019-01-01"),
			sure(light(registry.EdgeMandate, second+".VR01.2019-03-06", "Region:VR01", "Partner:a", "2019-03-06", "2020-01-01"), registry.Derived),
			sure(light(registry.EdgeMandate, second+".VR01.2020-03-06", "Region:VR01", "Partner:a", "2020-03-06"), registry.Derived),
			sure(light(registry.EdgeMandate, second+".VR03.2018-03-06", "Region:VR03", "Partner:a", "2018-03-06"), registry.Derived),
		},
		registry.EdgeWorkingArea: {area("vitens", "VR01"), sure(area("vitens", "VR03"), registry.Derived)},
		registry.EdgeNeighbour:   {beside("VR01", "VR02"), sure(beside("VR01", "VR10"), registry.Verified), beside("VR02", "VR03")},
		registry.EdgePartOf: {
			sure(light(registry.EdgePartOf, "vitens", "Partner:vitens", "Partner:vewin"), registry.CommonKnowledge),
			sure(light(registry.EdgePartOf, "vitens-water", "Partner:vitens-water", "Partner:vitens"), registry.Illustration),
		},
		registry.EdgeInSector: {
			sectorOf("a", "s1"), sectorOf("a", "s2"), sectorOf("b", "s2"),
			sure(sectorOf("vitens", "drinkwater"), registry.Interpretation), sure(sectorOf("vitens", "energie"), registry.Interpretation),
			sectorOf("vitens-water", "energie"),
		},
		registry.EdgeInChain: {
			chainOf("a", "F1"), chainOf("b", "A1"), chainOf("b", "F1"),
			sure(chainOf("vitens", "ALGEMEEN"), registry.Interpretation), sure(chainOf("vitens", "BNK12"), registry.Interpretation),
		},
		registry.EdgeResponsible: {
			light(registry.EdgeResponsible, "BNK12.mnre1034.1", "Ministry:mnre1034", "Chain:BNK12", "2017-10-26"),
			sure(light(registry.EdgeResponsible, "BNK12.mnre1130.0", "Ministry:mnre1130", "Chain:BNK12", "2010-10-14", "2017-10-26"), registry.Derived),
			light(registry.EdgeResponsible, "BNK12.mnre1130.2", "Ministry:mnre1130", "Chain:BNK12", "2031-01-01"),
		},
	}
}

func wholeCollaborationEdges() []registry.LightEdge {
	edge := func(n int, region, partner string, profile registry.Profile, days ...registry.Date) registry.LightEdge {
		e := light(registry.EdgeCollaboration, uuid(n), "Region:"+region, "Partner:"+partner, days...)
		e.Profile = profile
		return e
	}
	incidental := edge(1, "VR10", "a", registry.Structureel, "2019-03-06", "2019-03-07")
	incidental.Incidental = true
	return []registry.LightEdge{
		sure(incidental, registry.Verified),
		edge(21, "VR01", "a", registry.Kern, "2018-01-01", "2020-01-01"), edge(22, "VR02", "a", registry.Kern, "2019-01-01", "2031-01-01"),
		edge(23, "VR03", "a", registry.Kern, "2020-01-01"), sure(edge(24, "VR01", "b", registry.Standby, "2018-01-01"), registry.Illustration),
		edge(25, "VR02", "b", registry.Adhoc, "2018-01-01"), edge(26, "VR03", "b", registry.Structureel, "2018-01-01"),
		edge(27, "VR10", "b", registry.Koppel, "2020-01-01", "2020-01-02"), edge(28, "VR02", "a", registry.Kern, "2031-01-01"),
	}
}

// wholeAgreementEdges: the one in force binds each of its regions to each of its partners, the one on record was signed in
// a year.
func wholeAgreementEdges() []registry.LightEdge {
	var edges []registry.LightEdge
	for _, region := range []string{"VR01", "VR10"} {
		for _, partner := range []string{"a", "b", "c"} {
			edge := light(registry.EdgeAgreement, uuid(1)+"."+region+"."+partner, "Region:"+region, "Partner:"+partner, "2019-03-06", "2031-03-07")
			edges = append(edges, sure(edge, registry.Derived))
		}
	}
	onRecord := light(registry.EdgeAgreement, uuid(3)+".VR03.c", "Region:VR03", "Partner:c")
	onRecord.Until = new(registry.Date("2030-01-01"))
	return append(edges, onRecord)
}

// edgesOnDays are the ids of those of each kind that has periods; of a kind without them all are there on any day.
func edgesOnDays() map[registry.Date]map[registry.NetworkEdgeKind][]string {
	agreed := names(wholeAgreementEdges(), func(e registry.LightEdge) string { return e.ID })
	first, second := uuid(31), uuid(32)
	return map[registry.Date]map[registry.NetworkEdgeKind][]string{
		"2013-12-31": {registry.EdgeCollaboration: nil, registry.EdgeAdoption: nil, registry.EdgeMandate: nil, registry.EdgeAgreement: nil, registry.EdgeResponsible: {"BNK12.mnre1130.0"}, registry.EdgePartOf: {"vitens", "vitens-water"}},
		"2019-12-31": {
			registry.EdgeCollaboration: {uuid(21), uuid(22), uuid(24), uuid(25), uuid(26)}, registry.EdgeAdoption: {first, second},
			registry.EdgeMandate: {second + ".VR01.2019-03-06", second + ".VR03.2018-03-06"}, registry.EdgeAgreement: agreed, registry.EdgeResponsible: {"BNK12.mnre1034.1"},
		},
		"2020-01-01": {
			registry.EdgeCollaboration: {uuid(22), uuid(23), uuid(24), uuid(25), uuid(26), uuid(27)}, registry.EdgeAdoption: {second},
			registry.EdgeMandate: {second + ".VR03.2018-03-06"}, registry.EdgeAgreement: agreed,
		},
		"2019-03-05": {registry.EdgeAgreement: agreed[6:]},
		"2031-03-07": {
			registry.EdgeCollaboration: {uuid(23), uuid(24), uuid(25), uuid(26), uuid(28)}, registry.EdgeAgreement: nil,
			registry.EdgeResponsible: {"BNK12.mnre1034.1", "BNK12.mnre1130.2"},
		},
	}
}
