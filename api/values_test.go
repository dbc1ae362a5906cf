package api_test

import (
	"net/http"
	"testing"
)

// Each kind of value is refused in each place where a client can write it, and the field is named.
func TestValuesThatAreNotExact(t *testing.T) {
	const input, operation = "query($i: Look) { look(input: $i) }", "GRAPHQL_VALIDATION_FAILED"
	type variables = map[string]any
	look := func(name string, value any) variables { return variables{"i": variables{name: value}} }
	tests := []struct {
		name, query string
		variables   variables
		code, field string
	}{
		{"an enum value in another case", input, look("colour", "red"), "BAD_USER_INPUT", "colour"},
		{"as a literal", "{ look(input: {colour: red}) }", nil, operation, "colour"},
		{"in a list", input, look("colours", []any{"RED", "Green"}), "BAD_USER_INPUT", "colours"},
		{"instead of a list", input, look("colours", "Green"), "BAD_USER_INPUT", "colours"},
		{"an enum value that is none", input, look("colour", "BLUE"), "BAD_USER_INPUT", "colour"},
		{"a number for an enum", input, look("colour", 1), "BAD_USER_INPUT", "colour"},
		{"a string for an enum, as a literal", `{ look(input: {colour: "RED"}) }`, nil, operation, "colour"},
		{"in a variable of its own", "query($c: Colour!) { look(input: {deep: {colour: $c}}) }", variables{"c": "rEd"}, "BAD_USER_INPUT", "deep.colour"},
		{"in a list of a variable of its own", "query($c: [Colour!]) { look(input: {deep: {colours: $c}}) }", variables{"c": []any{"red"}}, "BAD_USER_INPUT", "deep.colours"},
		{"null for a default", "query($c: Colour = GREEN) { look(colour: $c) }", variables{"c": nil}, "BAD_USER_INPUT", "colour"},
		{"null for a default, deep", "query($c: Colour = GREEN) { look(input: {deep: {colour: $c}}) }", variables{"c": nil}, "BAD_USER_INPUT", "deep.colour"},
		{"null for a default, in a list", "query($c: Colour = GREEN) { look(input: {colours: [$c]}) }", variables{"c": nil}, "BAD_USER_INPUT", "colours"},
		{"null for a default, in a fragment", "query($c: Colour = GREEN) { ...f } fragment f on Query { look(colour: $c) }", variables{"c": nil}, "BAD_USER_INPUT", "colour"},
		{"null for the default of a field", input, look("colour", nil), "BAD_USER_INPUT", "colour"},
		{"null for the default of a directive", "query($b: Boolean = false) { ok @skip(if: $b) }", variables{"b": nil}, "BAD_USER_INPUT", "if"},
		{"null in a list", input, look("colours", []any{nil}), "BAD_USER_INPUT", "colours"},
		{"a number beyond 32 bits", input, look("count", 1<<31), "BAD_USER_INPUT", "count"},
		{"as a literal", "{ look(input: {count: 2147483648}) }", nil, "BAD_USER_INPUT", "count"},
		{"as a default", "query($n: Int = -2147483649) { look(input: {count: $n}) }", nil, "BAD_USER_INPUT", "count"},
		{"in a list", input, look("counts", []any{1, 1 << 31}), "BAD_USER_INPUT", "counts"},
		{"beyond 64 bits, as a literal", "{ look(input: {count: 9223372036854775808}) }", nil, operation, "count"},
		{"beyond 64 bits", "query($n: Int) { look(input: {count: $n}) }", variables{"n": 1e30}, "BAD_USER_INPUT", "count"},
		{"a string for a number", input, look("count", "7"), "BAD_USER_INPUT", "count"},
		{"in a variable of its own", "query($n: Int) { look(input: {count: $n}) }", variables{"n": "7"}, "BAD_USER_INPUT", "count"},
		{"a fraction for a number", input, look("count", 7.5), "BAD_USER_INPUT", "count"},
		{"a number for a string", input, look("name", 7), "BAD_USER_INPUT", "name"},
		{"in a variable of its own", "query($s: String) { look(input: {name: $s}) }", variables{"s": 7}, "BAD_USER_INPUT", "name"},
		{"a fraction for an id", input, look("id", 7.5), "BAD_USER_INPUT", "id"},
		{"a string for a Boolean", input, look("bare", "true"), "BAD_USER_INPUT", "bare"},
		{"half a pair of surrogates, as a literal", `{ look(input: {name: "\ud83d"}) }`, nil, "BAD_USER_INPUT", "name"},
		{"text that was damaged", input, look("name", "Frysl\uFFFDn"), "BAD_USER_INPUT", "name"},
		{"a field that is none", input, look("names", 7), "BAD_USER_INPUT", "names"},
		{"the name of a type", input, look("deep", variables{"__typename": "Look"}), "BAD_USER_INPUT", "deep.__typename"},
		{"a date that is none", input, look("on", "2026-02-30"), "BAD_USER_INPUT", "on"},
		{"as a literal", `{ look(input: {deep: {on: "x"}}) }`, nil, "BAD_USER_INPUT", "deep.on"},
		{"an object for a date, as a literal", `{ look(on: {not: [1]}) }`, nil, "BAD_USER_INPUT", "on"},
		{"nothing, where a value has to be", "query($n: Colour!) { look(colour: $n) }", nil, "BAD_USER_INPUT", "colour"},
	}
	door := open(t, fine, nil)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := door.ask(t, test.query, test.variables)
			if got.status != http.StatusOK || got.code() != test.code || got.extension("field") != test.field {
				t.Errorf("got %d %s", got.status, got.body)
			}
		})
	}
}

func TestValuesThatAreExact(t *testing.T) {
	type variables = map[string]any
	door := open(t, fine, nil)
	for query, given := range map[string]variables{
		"query($i: Look) { look(input: $i) }":                                                {"i": variables{"colour": "RED", "colours": "GREEN", "count": -1 << 31, "counts": 7, "name": "😀", "id": 7, "bare": true, "deep": nil}},
		"query($c: Colour = GREEN) { look(colour: $c) }":                                     nil,
		"query($n: Int = 2147483647) { look(input: {count: $n}) }":                           {"n": nil},
		"query($n: [Int!]) { look(input: {counts: $n}) }":                                    {"n": []any{1, 2}},
		`{ look(input: {name: "\ud83d\ude00"}, on: "2026-01-01", any: {not: [1, "seen"]}) }`: nil,
		"query($a: Int) { look(input: {count: $a}) } ":                                       {"a": 1, "unknown": "is of no concern"},
	} {
		if got := door.ask(t, query, given); got.status != http.StatusOK || got.code() != "" {
			t.Errorf("%s: got %d %s", query, got.status, got.body)
		}
	}
}
