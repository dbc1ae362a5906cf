package api_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
)

func TestCostOfAnOperation(t *testing.T) {
	const three = "things(first: 100) { nodes { more(%s: 100) { nodes { more(first: 10) { nodes { name } } } } } }"
	const threeCost = 1 + 1 + 100*(1+1+100*(1+1+10))
	tests := []struct {
		name, query string
		variables   map[string]any
		// refused is the cost for which it is refused; 0 when it is not.
		refused int
	}{
		{name: "small", query: "{ ok }"},
		{name: "two full pages in each other", query: "{ things(first: 100) { nodes { more(first: 100) { nodes { name part { name } } } } } }"},
		{name: "three pages in each other", query: "{ " + fmt.Sprintf(three, "first") + " }", refused: threeCost},
		{name: "by last", query: "{ " + strings.ReplaceAll(fmt.Sprintf(three, "first"), "things(first", "things(last") + " }", refused: threeCost},
		{name: "by edges", query: "{ " + strings.ReplaceAll(fmt.Sprintf(three, "first"), "nodes { name }", "edges { node { name } }") + " }", refused: 1 + 1 + 100*(1+1+100*(1+1+10*2))},
		{name: "by variable", query: "query($n: Int) { " + strings.ReplaceAll(fmt.Sprintf(three, "first"), "first: 100", "first: $n") + " }", variables: map[string]any{"n": 100}, refused: threeCost},
		{name: "a page is 25 when no size is given", query: "{ things { nodes { more { nodes { more { nodes { more { nodes { name } } } } } } } } }", refused: 1 + 1 + 25*(1+1+25*(1+1+25*(1+1+25)))},
		{name: "lists of lists of lists", query: "{ all { parts { parts { name } } } }"},
		{name: "lists of lists of lists of lists", query: "{ all { parts { parts { parts { name } } } } }", refused: 1 + 25*(1+25*(1+25*(1+25)))},
		{name: "by fragment", query: "{ all { ...a } } fragment a on Thing { parts { ...b } } fragment b on Thing { parts { parts { name } } }", refused: 1 + 25*(1+25*(1+25*(1+25)))},
		{name: "100 counts", query: "{ " + aliased(99, "things(first: 1) { totalCount }") + " }"},
		{name: "101 counts", query: "{ " + aliased(101, "things(first: 1) { totalCount }") + " }", refused: 101 * 1001},
		{name: "facets", query: "{ " + aliased(25, "things(first: 1) { facets { names { name } } }") + " }", refused: 25 * (1 + 4000 + 1 + 25)},
		{name: "many ids", query: "query($ids: [ID!]!) { " + aliased(100, "nodes(ids: $ids) { name }") + " }", variables: map[string]any{"ids": slices.Repeat([]string{"a"}, 50)}},
		{name: "a page size out of bounds is for the registry to refuse", query: "{ things(first: 1000000) { nodes { name } } }"},
		{name: "schema", query: "{ " + aliased(60, "__schema { types { name } }") + " }", refused: 60 * 2000},
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
			if got.status != http.StatusUnprocessableEntity || got.code() != "BAD_USER_INPUT" || got.reason() != "TOO_COMPLEX" {
				t.Fatalf("got %d %.300s", got.status, got.body)
			}
			if cost := got.Errors[0].Extensions["cost"]; cost != float64(test.refused) {
				t.Errorf("the cost is %v, want %d", cost, test.refused)
			}
		})
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

// A fragment that uses the next one twice doubles what is asked with every line.
func TestFragmentsThatDouble(t *testing.T) {
	door := open(t, fine, nil)
	for reason, body := range map[string]string{
		"TOO_DEEP":    "a: part { ...f%[1]d } b: part { ...f%[1]d }",
		"TOO_COMPLEX": "...f%[1]d ...f%[1]d",
	} {
		query := "{ all { ...f0 } }"
		for i := range 30 {
			query += fmt.Sprintf(" fragment f%d on Thing { %s }", i, fmt.Sprintf(body, i+1))
		}
		query += " fragment f30 on Thing { name }"
		if got := door.ask(t, query, nil); got.reason() != reason {
			t.Errorf("want %s, got %d %.300s", reason, got.status, got.body)
		}
	}
}
