package registry_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sync/errgroup"

	"ketenkaart/network"
	"ketenkaart/registry"
)

// drawn tells of a network what a picture of it would show: labels of nodes, and edges with their ends.
func (w *world) drawn(filter registry.NetworkFilter, asOf registry.Date) (nodes, edges []string) {
	w.t.Helper()
	n, err := w.Network(w.ctx, registry.NetworkQuery{Filter: filter, AsOf: asOf, MaxNodes: 100, MaxEdges: 100})
	if err != nil {
		w.t.Fatal(err)
	}
	for _, node := range n.Nodes {
		nodes = append(nodes, node.ThingID)
	}
	for _, edge := range n.Edges {
		text := fmt.Sprintf("%s %s-%s", edge.Kind, edge.SourceID, edge.TargetID)
		if edge.Profile != nil {
			text += " " + string(*edge.Profile)
		}
		edges = append(edges, text)
	}
	if n.NodeCount != len(nodes) || n.EdgeCount != len(edges) || n.Truncated {
		w.t.Errorf("%d nodes and %d edges are shown of %d and %d", len(nodes), len(edges), n.NodeCount, n.EdgeCount)
	}
	return nodes, edges
}

func (w *world) draws(name string, filter registry.NetworkFilter, asOf registry.Date, wantNodes, wantEdges string) {
	w.t.Helper()
	nodes, edges := w.drawn(filter, asOf)
	if diff := cmp.Diff(lines(wantNodes), nodes); diff != "" {
		w.t.Errorf("%s: nodes (-want +got):\n%s", name, diff)
	}
	if diff := cmp.Diff(lines(wantEdges), edges); diff != "" {
		w.t.Errorf("%s: edges (-want +got):\n%s", name, diff)
	}
}

// lines are those of a text, without what indents them.
func lines(text string) (all []string) {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			all = append(all, line)
		}
	}
	return all
}

// networked is a small network: vitens with two regions, one of them its adoptieregio with a mandate of the other.
func networked(t *testing.T) *world {
	w := newWorld(t)
	w.start("VR02", "vitens", "KOPPEL", since("2020-01-01"))
	w.start("VR04", "vitens", "KERN", since("2026-01-01"))
	w.start("VR01", "enexis", "KOPPEL", span("2020-01-01", "2026-11-23"))
	w.start("VR01", "waterbedrijf-groningen", "STRUCTUREEL", since("2026-11-24"))
	w.adopt("VR04", "vitens", "2026-02-01", mandate("VR02", since("2026-03-01")))
	return w
}

func TestNetworkOfADay(t *testing.T) {
	w := networked(t)
	joined := registry.NetworkFilter{MinDegree: new(1)}
	w.draws("what ended today and what begins tomorrow are left out", joined, today, `
		Region:VR02
		Region:VR04
		Partner:vitens`, `
		COLLABORATION Region:VR02-Partner:vitens KOPPEL
		COLLABORATION Region:VR04-Partner:vitens KERN
		ADOPTION Region:VR04-Partner:vitens`)
	w.draws("the day before", joined, "2026-11-22", `
		Region:VR01
		Region:VR02
		Region:VR04
		Partner:enexis
		Partner:vitens`, `
		COLLABORATION Region:VR01-Partner:enexis KOPPEL
		COLLABORATION Region:VR02-Partner:vitens KOPPEL
		COLLABORATION Region:VR04-Partner:vitens KERN
		ADOPTION Region:VR04-Partner:vitens`)
	w.draws("before all", joined, "2019-01-01", ``, ``)
}

func TestNetworkLeavesWhatTheFilterMeans(t *testing.T) {
	w := networked(t)
	w.draws("of one region, with partners that exist", registry.NetworkFilter{Regions: []string{"VR02"}}, today, `
		Region:VR02
		Partner:enexis
		Partner:politie
		Partner:raadsel
		Partner:rode-kruis
		Partner:vitens
		Partner:waterbedrijf-groningen`, `
		COLLABORATION Region:VR02-Partner:vitens KOPPEL`)
	w.draws("around a partner by one profile", registry.NetworkFilter{
		Profiles: []registry.Profile{registry.Kern}, EdgeKinds: []registry.NetworkEdgeKind{"COLLABORATION"},
		Around: &registry.AroundInput{ID: "Partner:vitens", Steps: 2},
	}, today, `
		Region:VR04
		Partner:vitens`, `
		COLLABORATION Region:VR04-Partner:vitens KERN`)
	w.draws("around a region, of partners alone", registry.NetworkFilter{
		NodeKinds: []registry.NetworkNodeKind{"PARTNER"}, Around: &registry.AroundInput{ID: "Region:VR04", Steps: 1},
	}, today, `
		Region:VR04
		Partner:vitens`, `
		COLLABORATION Region:VR04-Partner:vitens KERN
		ADOPTION Region:VR04-Partner:vitens`)
	w.draws("around a partner that is none of those meant", registry.NetworkFilter{
		Partners: &registry.PartnerFilter{Sectors: []string{"energie"}}, Regions: []string{"VR02"}, Around: &registry.AroundInput{ID: "Partner:vitens", Steps: 2},
	}, today, `
		Region:VR02
		Partner:vitens`, `
		COLLABORATION Region:VR02-Partner:vitens KOPPEL`)
	w.draws("around one that nothing is joined to", registry.NetworkFilter{
		Profiles: []registry.Profile{registry.Standby}, EdgeKinds: []registry.NetworkEdgeKind{"COLLABORATION"}, MinDegree: new(1),
		Around: &registry.AroundInput{ID: "Partner:vitens", Steps: 2},
	}, today, `Partner:vitens`, ``)
	w.draws("mandates and neighbours", registry.NetworkFilter{EdgeKinds: []registry.NetworkEdgeKind{"MANDATE", "NEIGHBOUR"}, NodeKinds: []registry.NetworkNodeKind{"REGION"}, MinDegree: new(1)}, today, `
		Region:VR01
		Region:VR02
		Region:VR04`, `
		MANDATE Region:VR02-Region:VR04
		NEIGHBOUR Region:VR01-Region:VR02`)
	w.draws("who works where, in which sector", registry.NetworkFilter{
		NodeKinds: registry.AllNetworkNodeKinds(), EdgeKinds: []registry.NetworkEdgeKind{"WORKING_AREA", "IN_SECTOR", "IN_CHAIN", "RESPONSIBLE"},
		Partners: &registry.PartnerFilter{Sectors: []string{"drinkwater"}}, MinDegree: new(1),
	}, today, `
		Region:VR01
		Region:VR02
		Region:VR04
		Region:VR05
		Partner:vitens
		Partner:waterbedrijf-groningen
		Sector:drinkwater
		Chain:ALG
		Chain:BNK03
		Chain:BNK12
		Ministry:mnre1058
		Ministry:mnre1130`, `
		WORKING_AREA Partner:vitens-Region:VR02
		WORKING_AREA Partner:vitens-Region:VR04
		WORKING_AREA Partner:vitens-Region:VR05
		WORKING_AREA Partner:waterbedrijf-groningen-Region:VR01
		IN_SECTOR Partner:vitens-Sector:drinkwater
		IN_SECTOR Partner:waterbedrijf-groningen-Sector:drinkwater
		IN_CHAIN Partner:vitens-Chain:BNK12
		IN_CHAIN Partner:waterbedrijf-groningen-Chain:BNK12
		RESPONSIBLE Ministry:mnre1058-Chain:ALG
		RESPONSIBLE Ministry:mnre1130-Chain:BNK03
		RESPONSIBLE Ministry:mnre1130-Chain:BNK12`)
	w.draws("of a certainty that nothing has", registry.NetworkFilter{Certainty: []registry.Certainty{"VERIFIED"}, MinDegree: new(1)}, today, ``, ``)
}

// TestNetworkFollowsTheRegister: what is kept is caught up with whatever a mutation does.
func TestNetworkFollowsTheRegister(t *testing.T) {
	w := networked(t)
	joined := registry.NetworkFilter{MinDegree: new(1)}
	nodes, _ := w.drawn(joined, today)
	if len(nodes) != 3 {
		t.Fatalf("it begins with %v", nodes)
	}
	started := w.start("VR05", "vitens", "KOPPEL", since("2026-05-01"))
	does(w, w.RegisterPartner, registry.RegisterPartnerInput{Key: new("nieuw"), Name: "Nieuw", CoreTasks: []registry.CoreTask{registry.Beheerder}})
	w.start("VR05", "nieuw", "STRUCTUREEL", since("2026-05-01"))
	w.draws("after what was started", joined, today, `
		Region:VR02
		Region:VR04
		Region:VR05
		Partner:nieuw
		Partner:vitens`, `
		COLLABORATION Region:VR02-Partner:vitens KOPPEL
		COLLABORATION Region:VR04-Partner:vitens KERN
		COLLABORATION Region:VR05-Partner:nieuw STRUCTUREEL
		COLLABORATION Region:VR05-Partner:vitens KOPPEL
		ADOPTION Region:VR04-Partner:vitens`)
	does(w, w.VoidCollaboration, registry.VoidCollaborationInput{CollaborationID: started.ID(), Version: started.Version, Reason: "vergissing"})
	does(w, w.UpdatePartner, registry.PartnerPatch{PartnerID: "Partner:vitens", Version: 1, ShortName: set("VTS"), SectorCodes: set([]string{"energie"})})
	w.draws("after what was voided", registry.NetworkFilter{
		NodeKinds: []registry.NetworkNodeKind{"PARTNER", "REGION", "SECTOR"}, Around: &registry.AroundInput{ID: "Partner:vitens", Steps: 1},
		EdgeKinds: []registry.NetworkEdgeKind{"COLLABORATION", "IN_SECTOR"},
	}, today, `
		Region:VR02
		Region:VR04
		Partner:vitens
		Sector:energie`, `
		COLLABORATION Region:VR02-Partner:vitens KOPPEL
		COLLABORATION Region:VR04-Partner:vitens KERN
		IN_SECTOR Partner:vitens-Sector:energie`)
}

func TestNetworkShowsNoMoreThanIsAsked(t *testing.T) {
	w := networked(t)
	n, err := w.Network(w.ctx, registry.NetworkQuery{AsOf: today, MaxNodes: 3, MaxEdges: 2})
	if err != nil {
		t.Fatal(err)
	}
	if !n.Truncated || n.NodeCount != 11 || n.EdgeCount != 3 {
		t.Errorf("%d nodes and %d edges in all, truncated %v", n.NodeCount, n.EdgeCount, n.Truncated)
	}
	if shown := []string{n.Nodes[0].ThingID, n.Nodes[1].ThingID, n.Nodes[2].ThingID}; !slices.Equal(shown, []string{"Region:VR02", "Region:VR04", "Partner:vitens"}) {
		t.Errorf("those with the most neighbours are %v", shown)
	}
	if len(n.Edges) != 2 || *n.Edges[1].Profile != "KERN" || *n.Edges[0].Profile != "KOPPEL" {
		t.Errorf("the heaviest are %+v", n.Edges)
	}
}

func TestNetworkRefusesWhatCannotBeMeant(t *testing.T) {
	w := newWorld(t)
	for field, query := range map[string]registry.NetworkQuery{
		"maxNodes":                {MaxNodes: 0, MaxEdges: 1},
		"maxEdges":                {MaxNodes: 1, MaxEdges: 20_001},
		"filter.regions":          {MaxNodes: 1, MaxEdges: 1, Filter: registry.NetworkFilter{Regions: []string{"VR99"}}},
		"filter.edgeKinds":        {MaxNodes: 1, MaxEdges: 1, Filter: registry.NetworkFilter{EdgeKinds: []registry.NetworkEdgeKind{}}},
		"filter.partners.sectors": {MaxNodes: 1, MaxEdges: 1, Filter: registry.NetworkFilter{Partners: &registry.PartnerFilter{Sectors: []string{}}}},
		"filter.around.steps":     {MaxNodes: 1, MaxEdges: 1, Filter: registry.NetworkFilter{Around: &registry.AroundInput{ID: "Partner:vitens", Steps: 7}}},
		"filter.around.id":        {MaxNodes: 1, MaxEdges: 1, Filter: registry.NetworkFilter{Around: &registry.AroundInput{ID: "Municipality:GM0014", Steps: 1}}},
		"filter.minDegree":        {MaxNodes: 1, MaxEdges: 1, Filter: registry.NetworkFilter{MinDegree: new(-1)}},
	} {
		query.AsOf = today
		_, err := w.Network(w.ctx, query)
		if problems := registry.Problems(err); len(problems) != 1 || problems[0].Code != registry.CodeBadInput || problems[0].Field() != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	_, err := w.Network(w.ctx, registry.NetworkQuery{AsOf: today, MaxNodes: 1, MaxEdges: 1, Filter: registry.NetworkFilter{Around: &registry.AroundInput{ID: "Partner:opgeheven", Steps: 1}}})
	if registry.CodeOf(err) != registry.CodeNotFound {
		t.Errorf("around what has ended: %v", err)
	}
}

func TestImpactOfAPartner(t *testing.T) {
	w := networked(t)
	w.start("VR04", "waterbedrijf-groningen", "KOPPEL", since("2026-05-01"))
	does(w, w.RegisterPartner, registry.RegisterPartnerInput{Key: new("deel"), Name: "Deel", PartOfKey: new("vitens")})
	impact, err := w.Impact(w.ctx, "vitens", nil, today)
	if err != nil {
		t.Fatal(err)
	}
	type lost struct {
		Region    string
		Remaining []string
	}
	var regions []lost
	for _, of := range impact.Regions {
		regions = append(regions, lost{of.RegionCode, of.RemainingKeys})
	}
	if diff := cmp.Diff([]lost{{"VR02", []string{}}, {"VR04", []string{"waterbedrijf-groningen"}}}, regions); diff != "" {
		t.Errorf("regions (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]registry.ChainImpact{{ChainCode: "BNK12", CoreTask: registry.Beheerder, Remaining: 1}}, impact.Chains); diff != "" {
		t.Errorf("chains (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"deel"}, impact.CutOffKeys); diff != "" {
		t.Errorf("cut off (-want +got):\n%s", diff)
	}
	substitutes, err := impact.Substitutes(10)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]registry.Substitute{{
		PartnerKey: "waterbedrijf-groningen", RegionCodes: []string{"VR04"}, CollaboratesWithCodes: []string{"VR04"},
		SharedCoreTasks: []registry.CoreTask{registry.Beheerder}, SharedChainCodes: []string{"BNK12"}, Score: 0.5,
	}}, substitutes); diff != "" {
		t.Errorf("substitutes (-want +got):\n%s", diff)
	}
	if _, err := w.Impact(w.ctx, "opgeheven", nil, today); registry.CodeOf(err) != registry.CodeNotFound {
		t.Errorf("what has ended: %v", err)
	}
	if facts, err := w.Impact(w.ctx, "vitens", []registry.Certainty{registry.Verified}, today); err != nil || len(facts.Regions) > 0 {
		t.Errorf("of what was verified: %+v, %v", facts.Regions, err)
	}
	if _, err := impact.Substitutes(101); registry.CodeOf(err) != registry.CodeBadInput {
		t.Errorf("101 substitutes: %v", err)
	}
}

// TestNodesKeepTheirPlacesWhenTheDateMoves compares a day on which all is to come with one on which some of it is there.
func TestNodesKeepTheirPlacesWhenTheDateMoves(t *testing.T) {
	w := networked(t)
	for _, layout := range registry.AllNetworkLayouts() {
		lies := func(day registry.Date) map[string]network.Point {
			n, err := w.Network(w.ctx, registry.NetworkQuery{AsOf: day, MaxNodes: 100, MaxEdges: 100})
			if err != nil {
				t.Fatal(err)
			}
			positions, err := n.Positions(w.ctx, layout)
			if err != nil {
				t.Fatal(err)
			}
			places := map[string]network.Point{}
			for i, node := range n.Nodes {
				places[node.ThingID] = positions[i]
			}
			return places
		}
		if diff := cmp.Diff(lies("2020-06-30"), lies(today)); diff != "" {
			t.Errorf("%s moves nodes with the date (-before +after):\n%s", layout, diff)
		}
	}
}

// TestNetworkIsAskedAtOnce: many ask for networks, measures and places while the register changes under them.
func TestNetworkIsAskedAtOnce(t *testing.T) {
	w := networked(t)
	asking, ctx := errgroup.WithContext(w.ctx)
	for range 4 {
		asking.Go(func() error {
			for _, day := range []registry.Date{today, "2026-11-22", "2026-02-15"} {
				n, err := w.Network(ctx, registry.NetworkQuery{AsOf: day, MaxNodes: 10, MaxEdges: 10})
				if err != nil {
					return err
				}
				if _, err := n.Figures(ctx); err != nil {
					return err
				}
				if _, err := n.Nodes[0].Position(ctx, registry.LayoutStress); err != nil {
					return err
				}
				if _, err := w.Impact(ctx, "vitens", nil, day); err != nil {
					return err
				}
			}
			return nil
		})
	}
	w.start("VR05", "vitens", "KOPPEL", since("2026-05-01"))
	w.start("VR03", "enexis", "KOPPEL", since("2026-05-01"))
	if err := asking.Wait(); err != nil {
		t.Fatal(err)
	}
	if _, edges := w.drawn(registry.NetworkFilter{EdgeKinds: []registry.NetworkEdgeKind{"COLLABORATION"}}, today); len(edges) != 4 {
		t.Errorf("afterwards it has %v", edges)
	}
}
