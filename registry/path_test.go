package registry_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ketenkaart/registry"
)

func TestPathsFromOneToAnother(t *testing.T) {
	w := networked(t)
	w.start("VR04", "waterbedrijf-groningen", "KOPPEL", since("2026-05-01"))
	w.start("VR02", "politie", "KERN", since("2026-05-01"))
	w.start("VR04", "politie", "STRUCTUREEL", since("2026-05-01"))
	ask := func(query registry.PathQuery) (ways []string, err error) {
		query.AsOf = today
		paths, err := w.Paths(w.ctx, query)
		for _, path := range paths {
			var way []string
			for i, node := range path.Nodes {
				way = append(way, node.ThingID)
				if i < path.Length() {
					way = append(way, string(*path.Edges[i].Profile))
				}
			}
			ways = append(ways, strings.Join(way, " "))
		}
		return ways, err
	}
	collaborations := []registry.NetworkEdgeKind{"COLLABORATION"}
	ways, err := ask(registry.PathQuery{From: "Partner:waterbedrijf-groningen", To: "Region:VR02", Via: collaborations, MaxLength: 6, First: 5})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{
		"Partner:waterbedrijf-groningen KOPPEL Region:VR04 STRUCTUREEL Partner:politie KERN Region:VR02",
		"Partner:waterbedrijf-groningen KOPPEL Region:VR04 KERN Partner:vitens KOPPEL Region:VR02",
	}, ways); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if ways, err := ask(registry.PathQuery{From: "Partner:waterbedrijf-groningen", To: "Region:VR05", Via: collaborations, MaxLength: 6, First: 5}); err != nil || len(ways) > 0 {
		t.Errorf("where there is no way: %v, %v", ways, err)
	}
	for field, query := range map[string]registry.PathQuery{
		"to":        {From: "Partner:vitens", To: "Partner:vitens", MaxLength: 6, First: 5},
		"from":      {From: "Collaboration:0190f5fe-7c00-7a00-8000-000000000000", To: "Partner:vitens", MaxLength: 6, First: 5},
		"maxLength": {From: "Region:VR02", To: "Partner:vitens", MaxLength: 7, First: 5},
		"first":     {From: "Region:VR02", To: "Partner:vitens", MaxLength: 6, First: 26},
		"via":       {From: "Region:VR02", To: "Partner:vitens", MaxLength: 6, First: 5, Via: []registry.NetworkEdgeKind{}},
	} {
		_, err := ask(query)
		if problems := registry.Problems(err); len(problems) != 1 || problems[0].Code != registry.CodeBadInput || problems[0].Field() != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	if _, err := ask(registry.PathQuery{From: "Region:VR02", To: "Partner:niemand", Via: collaborations, MaxLength: 6, First: 5}); registry.CodeOf(err) != registry.CodeNotFound {
		t.Errorf("to nobody: %v", err)
	}
}
