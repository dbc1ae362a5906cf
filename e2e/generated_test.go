package e2e

import (
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/vektah/gqlparser/v2/ast"

	"ketenkaart/e2e/world"
)

var (
	generated     = flag.Int("generated", 400, "how many requests are generated")
	generatedSeed = flag.Uint64("generated-seed", 0, "the seed of the requests that are generated; 0 is by the clock")
)

// TestGeneratedRequests: whatever is asked by the schema, sensible or not, is answered or refused, and never fails inside.
func TestGeneratedRequests(t *testing.T) {
	seed := *generatedSeed
	if seed == 0 {
		seed = uint64(time.Now().UnixNano())
	}
	t.Logf("-generated-seed %d", seed)
	for _, s := range world.Servers(t) {
		g := &generator{Rand: rand.New(rand.NewPCG(seed, 1)), schema: schema()}
		count := *generated
		if s.Name == "neo4j" {
			count /= 10 // each is of a shape of its own, for which Neo4j makes plans
		}
		for range count {
			document := g.operation()
			told := s.Ask(t, document, nil)
			var answer struct {
				Errors []struct{ Extensions struct{ Code string } }
			}
			if err := json.Unmarshal([]byte(told), &answer); err != nil {
				t.Fatalf("%s: %s: %v", s.Name, document, err)
			}
			for _, refused := range answer.Errors {
				if code := refused.Extensions.Code; code == "" || code == "INTERNAL_SERVER_ERROR" || code == "UNAVAILABLE" {
					t.Errorf("%s: %s\n%s", s.Name, document, told)
				}
			}
		}
	}
}

// generator writes documents by a schema.
type generator struct {
	*rand.Rand
	schema *ast.Schema
}

// operation is a query of one or two root fields, or a mutation.
func (g *generator) operation() string {
	if g.IntN(4) == 0 {
		return "mutation { " + g.field(g.one(g.schema.Mutation.Fields), 3) + " }"
	}
	fields := g.field(g.one(g.schema.Query.Fields), 3)
	if g.IntN(3) == 0 {
		fields += " b: " + g.field(g.one(g.schema.Query.Fields), 2)
	}
	return "{ " + fields + " }"
}

func (g *generator) one(fields ast.FieldList) *ast.FieldDefinition {
	for {
		if field := fields[g.IntN(len(fields))]; !strings.HasPrefix(field.Name, "__") {
			return field
		}
	}
}

func (g *generator) field(field *ast.FieldDefinition, depth int) string {
	text, arguments := field.Name, []string{}
	for _, argument := range field.Arguments {
		if argument.Type.NonNull && argument.DefaultValue == nil || g.IntN(3) == 0 {
			arguments = append(arguments, argument.Name+": "+g.value(argument.Type, argument.Name, 3))
		}
	}
	if len(arguments) > 0 {
		text += "(" + strings.Join(arguments, ", ") + ")"
	}
	return text + g.selection(field.Type.Name(), depth)
}

func (g *generator) selection(of string, depth int) string {
	definition := g.schema.Types[of]
	if definition.IsLeafType() {
		return ""
	}
	parts := []string{"__typename"}
	if definition.IsAbstractType() {
		possible := g.schema.GetPossibleTypes(definition)
		definition = possible[g.IntN(len(possible))]
		return " { __typename ... on " + definition.Name + g.selection(definition.Name, depth) + " }"
	}
	for n := range 1 + g.IntN(4) {
		field := g.one(definition.Fields)
		if depth > 1 || g.schema.Types[field.Type.Name()].IsLeafType() {
			parts = append(parts, fmt.Sprintf("f%d: %s", n, g.field(field, depth-1)))
		}
	}
	return " { " + strings.Join(parts, " ") + " }"
}

// value is one of a type: sensible, at its bounds, or none.
func (g *generator) value(of *ast.Type, name string, depth int) string {
	if !of.NonNull && g.IntN(10) == 0 {
		return "null"
	}
	if of.Elem != nil {
		items := make([]string, g.IntN(3))
		for i := range items {
			items[i] = g.value(of.Elem, name, depth)
		}
		return "[" + strings.Join(items, ", ") + "]"
	}
	definition := g.schema.Types[of.NamedType]
	switch definition.Kind {
	case ast.Enum:
		return definition.EnumValues[g.IntN(len(definition.EnumValues))].Name
	case ast.InputObject:
		return g.object(definition, depth)
	}
	return g.pick(scalarsOf(of.NamedType))
}

func (g *generator) object(definition *ast.Definition, depth int) string {
	fields := []string{}
	for _, field := range definition.Fields {
		if field.Type.NonNull && field.DefaultValue == nil || depth > 0 && g.IntN(4) == 0 {
			fields = append(fields, field.Name+": "+g.value(field.Type, field.Name, depth-1))
		}
	}
	return "{" + strings.Join(fields, ", ") + "}"
}

func (g *generator) pick(of []string) string { return of[g.IntN(len(of))] }

// scalarsOf are values of a scalar as they are written in a document.
func scalarsOf(name string) []string {
	return map[string][]string{
		"Int":         {"0", "1", "-1", "25", "100", "101", "2147483647", "-2147483648"},
		"Float":       {"0", "0.5", "-1.5", "1e308", "52.1"},
		"Boolean":     {"true", "false"},
		"Date":        {`"2026-11-23"`, `"2019-03-06"`, `"2024-02-29"`, `"2023-02-29"`, `"0000-01-01"`, `"9999-12-31"`, `"gisteren"`},
		"PartialDate": {`"2014"`, `"2014-09"`, `"2014-09-14"`, `"2014-13"`, `""`},
		"DateTime":    {`"2026-01-01T12:00:00Z"`, `"2026-01-01"`, `"x"`},
		"URL":         {`"https://example.nl/x"`, `"javascript:x"`, `"http://"`},
		"JSON":        {`{a: 1}`, `"x"`, `1`},
		"_Any":        {`{__typename: "Region", code: "VR08"}`, `{__typename: "Partner", key: "x"}`, `{}`, `{__typename: "Change"}`},
		"ID": {
			`"Region:VR08"`, `"Partner:vitens"`, `"Partner:vitens@2019-03-05"`, `"Sector:water"`, `"Chain:BNK12"`, `"Change:1"`, `"VR08"`, `"vitens"`, `"Agreement:019a0000-0000-7000-8000-000000000999"`,
			`"Region:VR99"`, `"x"`, `""`, `7`, `"Partner:vitens@x"`, `"Region:VR08\u0000"`,
		},
		"String": {
			`"VR08"`, `"VR01"`, `"vitens"`, `"kustwacht-nederland"`, `"water"`, `"BNK12"`, `"mnre1130"`, `"GM0268"`, `"a"`, `"water bedrijf"`, `""`, `"ĳ ß \u00e9 \u200b"`, `"\u0007"`,
			`"=1+1"`, `"'; drop table partner; --"`, `"` + strings.Repeat("a", 5000) + `"`,
		},
	}[name]
}
