package e2e

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"ketenkaart/e2e/world"
)

// aliased repeats a field under so many names.
func aliased(number int, field string) string {
	var text strings.Builder
	for i := range number {
		fmt.Fprintf(&text, " a%d: %s", i, field)
	}
	return text.String()
}

// dated repeats a field for so many years.
func dated(number, first int, field string) string {
	var text strings.Builder
	for i := range number {
		fmt.Fprintf(&text, " a%d: %s", i, fmt.Sprintf(field, first+i))
	}
	return "{" + text.String() + " }"
}

// TestWorstDocumentsAreBounded: each is answered within the limits of an answer, or refused with a word that says which it
// would pass.
func TestWorstDocumentsAreBounded(t *testing.T) {
	deep := func(open, close string, value any) json.RawMessage {
		text, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		return json.RawMessage(strings.Repeat(open, 9000) + string(text) + strings.Repeat(close, 9000))
	}
	wide := func(pages int) string {
		return "{" + aliased(pages, "partners(first: 100) { nodes { ...all } }") + " } fragment all on Partner {"
	}
	for _, server := range world.Servers(t) {
		for name, test := range map[string]struct {
			query     string
			variables any
			// reason is that of the refusal; "" when it is answered.
			reason string
		}{
			"parts of the whole of parts":      {`{ partner(key: "vitens") { parts { partOf { parts { partOf { parts { name } } } } } } }`, nil, "TOO_COMPLEX"},
			"256 times the capacities of one":  {`{ partner(key: "vitens") {` + aliased(256, "capacities") + ` } }`, nil, ""},
			"640 names of all of a page":       {`{ partners(first: 100) { nodes {` + aliased(640, "name") + ` } } }`, nil, ""},
			"240 keys of four pages":           {wide(4) + aliased(240, "key") + " }", nil, ""},
			"objects of four pages":            {wide(4) + aliased(120, "provenance { certainty }") + " }", nil, ""},
			"300 keys of ten pages":            {wide(10) + aliased(300, "key") + " }", nil, "TOO_COMPLEX"},
			"long names on eight pages":        {wide(8) + strings.ReplaceAll(aliased(100, "key"), " a", " "+strings.Repeat("a", 250)) + " }", nil, "ANSWER_TOO_LARGE"},
			"one field 900 times":              {"{ partners(first: 100) { nodes {" + strings.Repeat(" key", 900) + " } } }", nil, ""},
			"two fields of one name":           {"{ partners(first: 100) { nodes {" + strings.Repeat(" a: key a: name", 240) + " } } }", nil, "INVALID_DOCUMENT"},
			"fields that are not there":        {"{ partners(first: 100) { nodes {" + aliased(600, "weg") + " } } }", nil, "INVALID_DOCUMENT"},
			"directives that are not there":    {"{ partners(first: 100) { nodes {" + strings.Repeat(" key @weg", 450) + " } } }", nil, "INVALID_DOCUMENT"},
			"lists in lists in a variable":     {"query($f: PartnerFilter) { partners(filter: $f) { totalCount } }", map[string]any{"f": map[string]any{"sectors": deep("[", "]", "x")}}, "INVALID"},
			"objects in objects in a variable": {"query($f: PartnerFilter) { partners(filter: $f) { totalCount } }", map[string]any{"f": deep(`{"collaboration":`, "}", nil)}, "INVALID"},
			"a long list in a variable":        {"query($f: PartnerFilter) { partners(filter: $f) { totalCount } }", map[string]any{"f": map[string]any{"sectors": strings.Fields(strings.Repeat("energie ", 10_000))}}, "TOO_LONG"},
			"variables that nobody asked for":  {"{ registry { revision } }", map[string]any{"f": deep(`{"x":`, "}", nil)}, ""},
			"the feed, field by field":         {"{ changes(first: 20) { nodes { items(first: 100) { nodes { fields { field before after } } } } } }", nil, ""},
			"60 counts and facets":             {"{" + aliased(60, `partners(first: 1, filter: {search: "wa"}) { totalCount facets { sectors { count } chains { count } } }`) + " }", nil, ""},
			"the network of 20 dates":          {dated(20, 2004, "network(asOf: \"%d-01-01\", maxNodes: 300, maxEdges: 300) { figures { diameter } nodes { position { x y } ring: position(layout: CIRCLE) { x y } metrics { betweenness } } edges { source target } }"), nil, ""},
			"ways of 40 dates":                 {dated(40, 2000, `paths(asOf: "%d-01-01", from: "VR01", to: "VR25", via: [WORKING_AREA, COLLABORATION], first: 25) { nodes { key } edges { key } }`), nil, ""},
			"what falls away, on 45 dates":     {dated(45, 2000, `impact(asOf: "%d-01-01", partnerKey: "vitens") { substitutes { score } regions { remainingCount } }`), nil, ""},
			"40 times 400 days":                {dated(40, 2000, `trend(from: "%[1]d-01-01", until: "%[1]d-12-31", step: DAY) { collaborations }`), nil, ""},
			"the network 60 times":             {dated(60, 2000, `network(asOf: "%d-01-01") { nodeCount }`), nil, "TOO_COMPLEX"},
		} {
			t.Run(server.Name+"/"+name, func(t *testing.T) {
				checkBounded(t, server.URL, test.query, test.variables, test.reason)
			})
		}
	}
}

func checkBounded(t *testing.T, url, query string, variables any, reason string) {
	t.Helper()
	body, err := json.Marshal(map[string]any{"query": query, "variables": variables})
	if err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequest(http.MethodPost, url, strings.NewReader(string(body)))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("GraphQL-Cost", "report")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	said, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	var answer struct {
		Errors []struct {
			Extensions struct{ Code, Reason string }
		}
		Extensions struct{ Cost struct{ Fields, Bytes int } }
	}
	if err := json.Unmarshal(said, &answer); err != nil {
		t.Fatal(err)
	}
	got := ""
	if len(answer.Errors) > 0 {
		got = answer.Errors[0].Extensions.Reason
	}
	cost := answer.Extensions.Cost
	if got != reason || len(answer.Errors) > 21 || cost.Fields > 500_000 || cost.Bytes > 17<<20 {
		t.Errorf("got %q, %d errors, %d fields, %d bytes counted and %d sent: %.300s", got, len(answer.Errors), cost.Fields, cost.Bytes, len(said), said)
	}
	if reason != "" && reason != "ANSWER_TOO_LARGE" && len(said) > 50_000 {
		t.Errorf("the refusal has %d bytes: %.300s", len(said), said)
	}
}
