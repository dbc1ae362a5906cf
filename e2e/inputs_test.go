package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"ketenkaart/e2e/world"
)

// input is a place in the schema where a client gives a value: an argument, or a field of an input below one.
type input struct {
	// name is what a refusal calls it.
	name string
	kind *ast.Type
	// with puts a value there, in a document that is right for the rest.
	with func(value string) (operation, selection string)
}

// wrong is a value that is refused, as a literal or as the JSON of a variable.
type wrong struct {
	name, literal, variable string
	// right is what would fit, for the default of a variable.
	right string
}

// TestEveryInputIsRefusedWhatItsTypeIsNot walks the schema: whatever a client can give, in every place, is refused by code and
// field when it is not what its type says, by both stores, and nothing is written.
func TestEveryInputIsRefusedWhatItsTypeIsNot(t *testing.T) {
	schema := theSchema(t)
	places := append(inputsOf(schema, schema.Mutation, "mutation", "", ""), inputsOf(schema, schema.Query, "query", "", "")...)
	for _, name := range []string{"Partner", "Region", "Chain", "Sector", "Agreement"} {
		opening := `node(id: "` + name + `:vitens") { ... on ` + name + ` { `
		places = append(places, inputsOf(schema, schema.Types[name], "query", opening, " } }")...)
	}
	if len(places) < 400 {
		t.Fatalf("the schema has %d inputs, which is too few to be all", len(places))
	}
	for _, s := range world.Servers(t) {
		t.Run(s.Name, func(t *testing.T) {
			before := s.Ask(t, `{ registry { revision } }`, nil)
			for _, place := range places {
				for _, value := range wrongOf(schema, place) {
					place.refuses(t, s, value)
				}
			}
			if after := s.Ask(t, `{ registry { revision } }`, nil); after != before {
				t.Errorf("something was written: %s", after)
			}
		})
	}
}

func theSchema(t *testing.T) *ast.Schema {
	t.Helper()
	text, err := os.ReadFile("../schema.graphqls")
	if err != nil {
		t.Fatal(err)
	}
	schema, err := gqlparser.LoadSchema(&ast.Source{Name: "schema.graphqls", Input: string(text)})
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// inputsOf returns the places below the fields of a type, which lies in a document between opening and closing.
func inputsOf(schema *ast.Schema, of *ast.Definition, operation, opening, closing string) (places []input) {
	for _, field := range of.Fields {
		if strings.HasPrefix(field.Name, "__") {
			continue
		}
		below := ""
		if schema.Types[field.Type.Name()].IsCompositeType() {
			below = " { __typename }"
		}
		for _, argument := range field.Arguments {
			place := input{name: fieldName("", argument.Name), kind: argument.Type, with: func(value string) (string, string) {
				return operation, opening + field.Name + "(" + others(schema, field.Arguments, argument.Name) + argument.Name + ": " + value + ")" + below + closing
			}}
			places = append(places, placesIn(schema, place, 0)...)
		}
	}
	return places
}

// placesIn returns a place and those inside the input that it takes, as deep as inputs are until they repeat.
func placesIn(schema *ast.Schema, place input, depth int) []input {
	places := []input{place}
	definition := schema.Types[place.kind.Name()]
	if definition.Kind != ast.InputObject || depth > 3 {
		return places
	}
	for _, field := range definition.Fields {
		inside := input{name: fieldName(place.name, field.Name), kind: field.Type, with: func(value string) (string, string) {
			object := "{" + rest(schema, definition.Fields, field.Name) + field.Name + ": " + value + "}"
			if place.kind.Elem != nil {
				object = "[" + object + "]"
			}
			return place.with(object)
		}}
		places = append(places, placesIn(schema, inside, depth+1)...)
	}
	return places
}

// fieldName is how refusals name a field: without input.
func fieldName(object, field string) string {
	return strings.TrimPrefix(strings.TrimPrefix(object+"."+field, "."), "input.")
}

// others returns what else a field needs.
func others(schema *ast.Schema, arguments ast.ArgumentDefinitionList, except string) (text string) {
	for _, each := range arguments {
		if each.Name != except && each.Type.NonNull && each.DefaultValue == nil {
			text += each.Name + ": " + right(schema, each.Type) + ", "
		}
	}
	return text
}

func rest(schema *ast.Schema, fields ast.FieldList, except string) (text string) {
	for _, each := range fields {
		if each.Name != except && each.Type.NonNull && each.DefaultValue == nil {
			text += each.Name + ": " + right(schema, each.Type) + ", "
		}
	}
	return text
}

// right is a value that fits a type; what it names is not in the register.
func right(schema *ast.Schema, kind *ast.Type) string {
	if kind.Elem != nil {
		return "[" + right(schema, kind.Elem) + "]"
	}
	switch definition := schema.Types[kind.Name()]; definition.Kind {
	case ast.Enum:
		return definition.EnumValues[0].Name
	case ast.InputObject:
		return "{" + rest(schema, definition.Fields, "") + "}"
	}
	return map[string]string{"Int": "1", "Boolean": "true", "String": `"x"`, "ID": `"Partner:niet-bekend"`, "Date": `"2026-01-01"`, "PartialDate": `"2026"`, "URL": `"https://example.org"`}[kind.Name()]
}

// wrongOf returns what is wrong for the kind of a place.
func wrongOf(schema *ast.Schema, place input) []wrong {
	values := []wrong{}
	switch definition := schema.Types[place.kind.Name()]; {
	case definition.Kind == ast.Enum:
		lower := strings.ToLower(definition.EnumValues[0].Name)
		values = append(values, wrong{name: "another case", literal: lower, variable: `"` + lower + `"`}, wrong{name: "a number", literal: "1", variable: "1"}, wrong{name: "no value of it", literal: "NIETS", variable: `"NIETS"`})
	case definition.Name == "Int":
		values = append(values, wrong{name: "a string", literal: `"7"`, variable: `"7"`}, wrong{name: "too large", literal: "2147483648", variable: "2147483648"}, wrong{name: "a fraction", literal: "1.5", variable: "1.5"})
	case definition.Name == "Boolean":
		values = append(values, wrong{name: "a string", literal: `"true"`, variable: `"true"`}, wrong{name: "a number", literal: "1", variable: "1"})
	case definition.Name == "String":
		values = append(values, wrong{name: "a number", literal: "7", variable: "7"}, wrong{name: "half a character", literal: `"\ud800"`, variable: `"x` + "\uFFFD" + `"`})
	case definition.Name == "ID":
		values = append(values, wrong{name: "a fraction", literal: "1.5", variable: "1.5"}, wrong{name: "half a character", literal: `"\ud800"`, variable: `"x` + "\uFFFD" + `"`})
	case definition.Kind == ast.InputObject:
		values = append(values, wrong{name: "a string", literal: `"x"`, variable: `"x"`})
	default: // a scalar of the schema; what an address holds is a rule
		values = append(values, wrong{name: "a number", literal: "7", variable: "7"})
		if definition.Name != "URL" {
			values = append(values, wrong{name: "none", literal: `"geen"`, variable: `"geen"`})
		}
	}
	if place.kind.Elem != nil && place.kind.Elem.NonNull {
		values = append(values, wrong{name: "null in the list", literal: "[null]", variable: "[null]"})
	}
	if place.kind.NonNull {
		values = append(values, wrong{name: "null", literal: "null", variable: "null", right: right(schema, place.kind)})
	}
	return values
}

// refuses tries the value as a literal, in a variable and, for null, in a variable with a default.
func (p input) refuses(t *testing.T, s world.Server, value wrong) {
	t.Helper()
	operation, selection := p.with(value.literal)
	p.refused(t, s, value.name+", as a literal", operation+" { "+selection+" }", "{}")
	operation, selection = p.with("$v")
	p.refused(t, s, value.name+", in a variable", operation+"($v: "+p.kind.String()+") { "+selection+" }", `{"v": `+value.variable+`}`)
	if value.name == "null" {
		optional := strings.TrimSuffix(p.kind.String(), "!")
		p.refused(t, s, "null, in a variable with a default", operation+"($v: "+optional+" = "+value.right+") { "+selection+" }", `{"v": null}`)
	}
}

func (p input) refused(t *testing.T, s world.Server, how, document, variables string) {
	t.Helper()
	query, err := json.Marshal(document)
	if err != nil {
		t.Fatal(err)
	}
	answer := s.Post(t, fmt.Appendf(nil, `{"query": %s, "variables": %s}`, query, variables))
	var response struct {
		Errors []struct{ Extensions struct{ Code, Field string } }
	}
	if err := json.Unmarshal([]byte(answer), &response); err != nil {
		t.Fatal(err)
	}
	for _, each := range response.Errors {
		got := each.Extensions
		if (got.Code == "BAD_USER_INPUT" || got.Code == "GRAPHQL_VALIDATION_FAILED") && got.Field == p.name {
			return
		}
	}
	t.Errorf("%s: %s: is not refused by its field: %.400s\n%.400s", p.name, how, document, answer)
}

// TestAFractionIsNoInt: what is wrong with a number in a variable is told without the type by which a program holds it.
func TestAFractionIsNoInt(t *testing.T) {
	s := world.Embedded(t)
	for document, variables := range map[string]map[string]any{
		`query($steps: Int!) { network(filter: {around: {id: "vitens", steps: $steps}}) { nodeCount } }`: {"steps": 1.5},
		`query($filter: NetworkFilter) { network(filter: $filter) { nodeCount } }`:                       {"filter": map[string]any{"around": map[string]any{"id": "vitens", "steps": 1.5}}},
	} {
		if answer := s.Ask(t, document, variables); !strings.Contains(answer, `"filter.around.steps: is no Int"`) {
			t.Errorf("%s gives %s", document, answer)
		}
	}
}
