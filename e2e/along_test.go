package e2e

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ketenkaart/e2e/world"
)

// along writes random questions about partners, twice the same: in the one the store may bring along what is asked of each partner, in
// the other it is asked twice, of which nothing comes along.
type along struct{ random *rand.Rand }

// again is what the second of two fields is called.
const again = "again_"

// field writes a field with its selection, and when it is asked twice another beside it.
func (a along) field(twice bool, alias, field, arguments, selection string) string {
	text := field + arguments + " " + selection
	if twice {
		text += " " + again + field + ": " + text
	}
	return alias + text
}

func (a along) one(of ...string) string { return of[a.random.IntN(len(of))] }

// document returns the same question in both ways.
func (a along) document() (hinted, plain string) {
	filter := a.one("", `(filter: {profiles: [STRUCTUREEL, KERN]})`, `(filter: {period: ALL, certainty: [VERIFIED]})`, `(filter: {regions: ["VR08", "VR09"]})`)
	edge := a.one(`{ since region { name } }`, `{ since suits partner { name } provenance { source } }`, `{ id profile previous { since } }`)
	names := a.one("name", "id name coreTasks", "key sectors { name } chains { name }", "name partOf { name } parts { name } workingAreas { region { name } }")
	first := a.one("", "(first: 1)", "(last: 1)", `(first: 2, filter: {inForce: true})`)
	alias := a.one("", "those:", "collaborations:")
	wrap := a.one("%s", "... on Partner { %s }", "... @include(if: true) { %s }", "...F")
	root := a.one(
		`partners(first: 7, filter: {coreTasks: [BEHEERDER]}) { totalCount nodes { %s } }`,
		`partners(first: 5, orderBy: {field: COLLABORATIONS, direction: DESC}, asOf: "2022-01-01") { edges { cursor node { %s } } }`,
		`partner(key: "kustwacht-nederland") { %s }`,
		`partner(key: "kustwacht-nederland", asOf: "1901-01-01") { %s }`,
		`node(id: "Partner:kustwacht-nederland@2021-07-15") { id ... on Partner { %s } }`,
		`nodes(ids: ["Partner:kustwacht-nederland@2021-07-15", "Region:VR08", "Partner:vitens", "Partner:geen-partner", "Partner:kustwacht-nederland"]) { id ... on Partner { %s } }`,
		`search(text: "waterschap", first: 4) { __typename name ... on Partner { %s } }`,
		`regions(codes: ["VR08", "VR09", "VR10"]) { code collaborations(first: 4) { nodes { profile partner { %s } } pageInfo { hasNextPage } } }`,
		`collaborations(last: 6, asOf: "2021-07-15", orderBy: {field: PARTNER, direction: ASC}) { edges { node { since partner { %s } } } }`,
		`region(code: "VR08") { counterparts { ourAdoptionRegions(first: 3) { nodes { basis partner { %s } } } sharedNotAdopted(first: 3) { nodes { name } } } }`,
	)
	write := func(twice bool) string {
		asked := names + " " + a.field(twice, alias, "collaborations", filter, edge) + " " + a.field(twice, "", "adoption", "", "{ since region { name } mandates { region { code } } }") + " " +
			a.field(twice, "", "parts", "", "{ name }") + " " + a.field(twice, "", "partOf", "", "{ name shortName }") + " " + a.field(twice, "", "agreements", first, "{ totalCount nodes { title status } pageInfo { hasNextPage } }")
		fragment := ""
		if wrap == "...F" {
			fragment = " fragment F on Partner { " + asked + " }"
			asked = ""
		}
		if strings.Contains(wrap, "%s") {
			asked = fmt.Sprintf(wrap, asked)
		} else {
			asked = wrap
		}
		return "{ " + fmt.Sprintf(root, asked) + " }" + fragment
	}
	return write(false), write(true)
}

// without takes the fields that were asked again out of an answer.
func without(value any) any {
	switch value := value.(type) {
	case map[string]any:
		for name := range value {
			if strings.HasPrefix(name, again) {
				delete(value, name)
			} else {
				value[name] = without(value[name])
			}
		}
	case []any:
		for i := range value {
			value[i] = without(value[i])
		}
	}
	return value
}

// TestWhatComesAlongIsWhatIsAsked: an answer is the same whether a store brings along what is asked below a page or not.
func TestWhatComesAlongIsWhatIsAsked(t *testing.T) {
	for _, s := range world.Servers(t) {
		random := along{rand.New(rand.NewPCG(38, 41))}
		for range 25 {
			hinted, plain := random.document()
			var answers [2]any
			for i, document := range []string{hinted, plain} {
				answer := s.Ask(t, document, nil)
				if err := json.Unmarshal([]byte(answer), &answers[i]); err != nil || strings.Contains(answer, `"errors"`) {
					t.Fatalf("%s: %s\n%s", s.Name, document, answer)
				}
			}
			if diff := cmp.Diff(without(answers[1]), answers[0]); diff != "" {
				t.Errorf("%s: %s\n(-without +along)\n%s", s.Name, hinted, diff)
			}
		}
	}
}
