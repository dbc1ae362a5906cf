package e2e

import (
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"ketenkaart/e2e/world"
)

// response is an answer with its errors, where they are of interest.
type response struct {
	Data   map[string]json.RawMessage
	Errors []struct {
		Message    string
		Path       []any
		Extensions struct{ Code, Reason string }
	}
}

func respond(t *testing.T, s world.Server, document string) (answer response) {
	t.Helper()
	if err := json.Unmarshal([]byte(s.Ask(t, document, nil)), &answer); err != nil {
		t.Fatal(err)
	}
	return answer
}

// TestOneFailureLeavesTheRest: what was done or found stands beside what was refused, which is null with an error.
func TestOneFailureLeavesTheRest(t *testing.T) {
	for _, s := range world.Servers(t) {
		for name, document := range map[string]string{
			"mutations":   `mutation { good: createSector(input: {code: "a-b", name: "A"}) { sector { code } } bad: createSector(input: {code: "a-b", name: "A"}) { sector { code } } }`,
			"lists":       `{ good: partners(first: 1) { nodes { key } } bad: partners(first: 1, filter: {sectors: []}) { nodes { key } } }`,
			"things":      `{ good: nodes(ids: ["Partner:vitens"]) { id } bad: nodes(ids: ["vitens"]) { id } }`,
			"coverage":    `{ good: coverage(sectorCode: "drinkwater") { inForce } bad: coverage { inForce } }`,
			"permissions": `{ good: can(action: createSector) { allowed } bad: can(action: importRegister) { allowed } }`,
		} {
			answer := respond(t, s, document)
			if len(answer.Errors) != 1 || len(answer.Errors[0].Path) == 0 || answer.Errors[0].Path[0] != "bad" ||
				len(answer.Data["good"]) < len("null ") || string(answer.Data["bad"]) != "null" {
				t.Errorf("%s, %s: %s %v", s.Name, name, answer.Data, answer.Errors)
			}
		}
	}
}

// TestEveryRootFieldMayFail: all fields of Query and Mutation are nullable, but registry, which is there or nothing is.
func TestEveryRootFieldMayFail(t *testing.T) {
	var answer struct {
		Data map[string]struct {
			Fields []struct {
				Name string
				Type struct{ Kind string }
			}
		}
	}
	asked := world.Embedded(t).Ask(t, `{ query: __type(name: "Query") { fields { name type { kind } } } mutation: __type(name: "Mutation") { fields { name type { kind } } } }`, nil)
	if err := json.Unmarshal([]byte(asked), &answer); err != nil {
		t.Fatal(err)
	}
	for root, of := range answer.Data {
		for _, field := range of.Fields {
			// What a gateway asks is as the specification of Federation has it.
			if (field.Type.Kind == "NON_NULL") != (field.Name == "registry" || strings.HasPrefix(field.Name, "_")) {
				t.Errorf("%s.%s is %s", root, field.Name, field.Type.Kind)
			}
		}
	}
}

// TestTheContractHoldsWhatWorks: what is offered as text and by introspection is what clients can use, under names that
// hide none of the browser's own types.
func TestTheContractHoldsWhatWorks(t *testing.T) {
	s := world.Embedded(t)
	page, err := http.Get(strings.Replace(s.URL, "/graphql", "/schema.graphqls", 1))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = page.Body.Close() }()
	read, err := io.ReadAll(page.Body)
	if err != nil {
		t.Fatal(err)
	}
	text := string(read)
	introspected := s.Ask(t, `{ __schema { directives { name } types { name fields { name } } } }`, nil)
	for _, absent := range []string{"defer", "goField", "goModel", "goTag", "goEnum"} {
		if strings.Contains(text, "@"+absent) || strings.Contains(introspected, `"`+absent+`"`) {
			t.Errorf("@%s shows", absent)
		}
	}
	refused := respond(t, s, `{ region(code: "VR08") { name ... @defer { neighbours { kind } } } }`)
	if refused.Data != nil || len(refused.Errors) != 1 || refused.Errors[0].Message != `Unknown directive "@defer".` {
		t.Errorf("@defer gives %s %v", refused.Data, refused.Errors)
	}
	var answer struct {
		Data struct {
			Schema struct {
				Types []struct {
					Name   string
					Fields []struct{ Name string }
				}
			} `json:"__schema"`
		}
	}
	if err := json.Unmarshal([]byte(introspected), &answer); err != nil {
		t.Fatal(err)
	}
	for _, of := range answer.Data.Schema.Types {
		isPage := slices.ContainsFunc(of.Fields, func(f struct{ Name string }) bool { return f.Name == "pageInfo" })
		if isPage != strings.HasSuffix(of.Name, "Connection") {
			t.Errorf("%s: is a page %v", of.Name, isPage)
		}
		if isPage && !slices.ContainsFunc(of.Fields, func(f struct{ Name string }) bool { return f.Name == "totalCount" }) {
			t.Errorf("%s does not tell how many there are", of.Name)
		}
		if slices.Contains([]string{"Document", "Location", "Event", "Element", "Text", "Range", "Comment", "File", "Response", "Request"}, of.Name) {
			t.Errorf("%s is a type of the browser", of.Name)
		}
	}
}
