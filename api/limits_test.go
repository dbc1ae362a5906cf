package api_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
)

func TestCostOfAnOperation(t *testing.T) {
	const four = "things(first: 100) { nodes { more(%s: 100) { nodes { more(first: 100) { nodes { name } } } } } }"
	const fourCost = 1 + 100*(1+100*(1+100))
	const two = "fragment two on ThingConnection { a: totalCount b: totalCount }"
	tests := []struct {
		name, query string
		variables   map[string]any
		// refused is the cost for which it is refused; 0 when it is not.
		refused int
	}{
		{name: "small", query: "{ ok }"},
		{name: "two full pages in each other", query: "{ things(first: 100) { nodes { more(first: 100) { nodes { name part { name } } } } } }"},
		{name: "three pages in each other", query: "{ " + fmt.Sprintf(four, "first") + " }", refused: fourCost + 1 + 100*(1+100)},
		{name: "by last", query: "{ " + strings.ReplaceAll(fmt.Sprintf(four, "first"), "things(first", "things(last") + " }", refused: fourCost + 1 + 100*(1+100)},
		{name: "by edges", query: "{ " + strings.ReplaceAll(fmt.Sprintf(four, "first"), "nodes { name }", "edges { node { name } }") + " }", refused: fourCost + 1 + 100*(1+100*(1+100))},
		{name: "by variable", query: "query($n: Int) { " + strings.ReplaceAll(fmt.Sprintf(four, "first"), "first: 100", "first: $n") + " }", variables: map[string]any{"n": 100}, refused: fourCost + 1 + 100*(1+100)},
		{name: "a page is 25 when no size is given", query: "{ things { nodes { more { nodes { more { nodes { more { nodes { name part { name } } } } } } } } } }", refused: 2 + 25*(2+25*(2+25*(2+25*3)))},
		{name: "lists of lists of lists", query: "{ all { parts { parts { name } } } }"},
		{name: "lists of lists of lists of lists", query: "{ all { parts { parts { parts { name part { name } } } } } }", refused: 1 + 25*(1+25*(1+25*(1+25*3)))},
		{name: "by fragment", query: "{ all { ...a } } fragment a on Thing { parts { ...b } } fragment b on Thing { parts { parts { name part { name } } } }", refused: 1 + 25*(1+25*(1+25*(1+25*3)))},
		{name: "lists of words", query: "{ things(first: 100) { nodes { more(first: 100) { nodes { words } } } } }", refused: 2 + 100*(2+100*51)},
		{name: "498 counts", query: "{ " + aliased(249, "things { ...two }") + " } " + two},
		{name: "500 counts", query: "{ " + aliased(250, "things { ...two }") + " } " + two, refused: 250 * 2001},
		{name: "facets", query: "{ " + aliased(125, "things { facets { names { name } } }") + " }", refused: 125 * (1 + 4000 + 1 + 25)},
		{name: "many ids", query: "query($ids: [ID!]!) { " + aliased(100, "nodes(ids: $ids) { name }") + " }", variables: map[string]any{"ids": slices.Repeat([]string{"a"}, 50)}},
		{name: "a page size out of bounds is for the registry to refuse", query: "{ things(first: 1000000) { nodes { name } } }"},
	}
	door := open(t, fine, nil)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := door.ask(t, test.query, test.variables)
			if test.refused == 0 {
				if got.status != http.StatusOK || len(got.Errors) > 0 {
					t.Errorf("got %d %.300s", got.status, got.body)
				}
				return
			}
			if got.status != http.StatusOK || got.code() != "BAD_USER_INPUT" || got.reason() != "TOO_COMPLEX" {
				t.Fatalf("got %d %.300s", got.status, got.body)
			}
			if cost := got.Errors[0].Extensions["cost"]; cost != float64(test.refused) {
				t.Errorf("the cost is %v, want %d", cost, test.refused)
			}
		})
	}
}

// What is skipped is not answered, and what is merged is answered once, so that it costs nothing and once.
func TestSkippedAndMergedFields(t *testing.T) {
	door := open(t, fine, nil)
	const dear = "things(first: 100) { nodes { more(first: 100) { nodes { words } } } }"
	const half = "things(first: 50) { nodes { more(first: 100) { nodes { words } } } }"
	for name, test := range map[string]struct {
		query string
		off   bool
		fine  bool
	}{
		"dear":                      {query: "{ " + dear + " }"},
		"skipped":                   {query: "{ ok " + dear[:len("things(first: 100) ")] + "@skip(if: true) " + dear[len("things(first: 100) "):] + " }", fine: true},
		"not included, by variable": {query: "query($on: Boolean!) { ok ... @include(if: $on) { " + dear + " } }", fine: true},
		"included, by variable":     {query: "query($on: Boolean!) { ok ... @skip(if: $on) { " + dear + " } }"},
		"half":                      {query: "{ " + half + " }", fine: true},
		"merged":                    {query: "{ " + half + " " + half + " ...f } fragment f on Query { " + half + " }", fine: true},
		"under another name":        {query: "{ " + half + " b: " + half + " }"},
	} {
		variables := map[string]any{}
		if strings.Contains(test.query, "$on") {
			variables["on"] = false
		}
		if got := door.ask(t, test.query, variables); test.fine != (got.reason() == "") {
			t.Errorf("%s: got %d %.300s", name, got.status, got.body)
		}
	}
}

// The questions about the schema are priced by how much of it there is, like everything else.
func TestCostOfIntrospection(t *testing.T) {
	door := open(t, fine, nil)
	graphiql := `query { __schema { queryType { name } mutationType { name } types { ...t } directives { name description locations args { ...i } } } }
		fragment t on __Type { kind name description fields(includeDeprecated: true) { name description args { ...i } type { ...r } isDeprecated deprecationReason }
			inputFields { ...i } interfaces { ...r } enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason } possibleTypes { ...r } }
		fragment i on __InputValue { name description type { ...r } defaultValue }
		fragment r on __Type { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } } }`
	if got := door.ask(t, graphiql, nil); got.status != http.StatusOK {
		t.Errorf("the question of GraphiQL: got %d %.300s", got.status, got.body)
	}
	if got := door.ask(t, strings.Replace(graphiql, "name description type", aliased(30, "description")+" type", 1), nil); got.status != http.StatusOK {
		t.Errorf("with 30 aliases: got %d %.300s", got.status, got.body)
	}
	deep := "{ __schema { " + aliased(40, "types { ...a }") + " } } fragment a on __Type { " + aliased(30, "fields { ...b }") + " } fragment b on __Field { " + aliased(20, "name") + " }"
	if got := door.ask(t, deep, nil); got.reason() != "TOO_COMPLEX" {
		t.Errorf("40 times 30 times 20 aliases: got %d %.300s", got.status, got.body)
	}
}

func aliased(times int, field string) string {
	var all []string
	for i := range times {
		all = append(all, fmt.Sprintf("a%d: %s", i, field))
	}
	return strings.Join(all, " ")
}

func TestDepthOfAnOperation(t *testing.T) {
	door := open(t, fine, nil)
	nested := func(depth int) string {
		return "{ things { nodes { " + strings.Repeat("part { ", depth-3) + "name" + strings.Repeat(" }", depth-3) + " } } }"
	}
	if got := door.ask(t, nested(15), nil); len(got.Errors) > 0 {
		t.Errorf("15 deep: %s", got.body)
	}
	if got := door.ask(t, nested(16), nil); got.reason() != "TOO_DEEP" || got.Errors[0].Extensions["depth"] != 16.0 {
		t.Errorf("16 deep: %s", got.body)
	}
}

func TestLengthOfADocument(t *testing.T) {
	door := open(t, fine, nil)
	got := door.ask(t, "{ ok } #"+strings.Repeat("x", 40<<10), nil)
	if got.code() != "BAD_USER_INPUT" || got.reason() != "REQUEST_TOO_LARGE" {
		t.Errorf("got %d %s", got.status, got.body)
	}
}

// A fragment that uses the next one twice doubles what is asked with every line: merged, it is asked once; under two
// names, there is too much to look at.
func TestFragmentsThatDouble(t *testing.T) {
	door := open(t, fine, nil)
	for body, reason := range map[string]string{
		"...f%[1]d ...f%[1]d":                             "",
		"... { ...f%[1]d } ... on Thing { ...f%[1]d }":    "",
		"part { ...f%[1]d } part { ...f%[1]d }":           "TOO_DEEP",
		"a: part { ...f%[1]d } b: part { ...f%[1]d }":     "TOO_COMPLEX",
		"a: parts { ...f%[1]d } parts { ...f%[1]d } name": "TOO_COMPLEX",
	} {
		query := "{ all { ...f0 } }"
		for i := range 40 {
			query += fmt.Sprintf(" fragment f%d on Thing { %s }", i, fmt.Sprintf(body, i+1))
		}
		query += " fragment f40 on Thing { name }"
		if got := door.ask(t, query, nil); got.reason() != reason {
			t.Errorf("%s: want %q, got %d %.300s", body, reason, got.status, got.body)
		}
	}
}
