package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"
	"pgregory.net/rapid"

	"ketenkaart/api"
)

func parsed(t testing.TB, document string) *ast.QueryDocument {
	t.Helper()
	found, err := parser.ParseQuery(&ast.Source{Input: document})
	if err != nil {
		t.Fatalf("%v: %s", err, document)
	}
	return found
}

func repeated(number int, format string) string {
	var text strings.Builder
	for i := range number {
		if strings.Contains(format, "%") {
			fmt.Fprintf(&text, format, i)
		} else {
			text.WriteString(format)
		}
		text.WriteString(" ")
	}
	return text.String()
}

// chained is a chain of fragments, of which the last holds most.
func chained(number int) string {
	text := "{ all { ...f0 } }"
	for i := range number {
		text += fmt.Sprintf(" fragment f%d on Thing { ...f%d }", i, i+1)
	}
	return text + fmt.Sprintf(" fragment f%d on Thing { %s }", number, repeated(number, "n%d: name"))
}

func doubled(depth int) string {
	if depth == 0 {
		return "name"
	}
	return "part { " + doubled(depth-1) + " } part { " + doubled(depth-1) + " }"
}

// TestValidationIsLinear: a document of twice the size is looked at twice as long, or refused before that costs much.
func TestValidationIsLinear(t *testing.T) {
	schema := gqlparser.MustLoadSchema(&ast.Source{Input: schemaText})
	for name, document := range map[string]func(size int) string{
		"one field":          func(n int) string { return "{ all { " + repeated(n, "name") + " } }" },
		"one alias":          func(n int) string { return "{ all { " + repeated(n, "a: name") + " } }" },
		"one object":         func(n int) string { return "{ all { " + repeated(n, "part { name }") + " } }" },
		"objects in objects": func(n int) string { return "{ all { " + repeated(n, "part { part { part { name } } }") + " } }" },
		"what conflicts":     func(n int) string { return "{ all { " + repeated(n, "a: name a: words") + " } }" },
		"one fragment":       func(n int) string { return "{ all { " + repeated(n, "...f") + " } } fragment f on Thing { name }" },
		"fragments": func(n int) string {
			return "{ all { " + repeated(n, "...f%d") + " } } " + repeated(n, "fragment f%d on Thing { part { name } }")
		},
	} {
		errors, small := api.Validate(schema, parsed(t, document(100)))
		_, large := api.Validate(schema, parsed(t, document(200)))
		if large > 2*small+10 || small > 2000 {
			t.Errorf("%s: looks at %d fields, and at %d of a document of twice the size", name, small, large)
		}
		if conflicts := name == "what conflicts"; conflicts != (len(errors) > 0) {
			t.Errorf("%s: %v", name, errors)
		}
	}
}

// TestValidationIsBounded: what GraphQL's own rules look at again and again is refused.
func TestValidationIsBounded(t *testing.T) {
	door := open(t, fine, nil)
	if got := door.ask(t, "{ all { "+doubled(7)+" } }", nil); got.status != http.StatusOK {
		t.Errorf("doubled: got %d %.300s", got.status, got.body)
	}
	if got := door.ask(t, chained(50), nil); got.status != http.StatusOK {
		t.Errorf("a short chain: got %d %.300s", got.status, got.body)
	}
	got := door.ask(t, chained(170), nil)
	if got.status != http.StatusOK || got.code() != "BAD_USER_INPUT" || got.reason() != "TOO_COMPLEX" || len(got.Errors) != 1 {
		t.Errorf("a long chain: got %d %.300s", got.status, got.body)
	}
}

// TestManyMistakes: as many are told as help, and no more is made of the others.
func TestManyMistakes(t *testing.T) {
	door := open(t, fine, nil)
	for name, document := range map[string]string{
		"fields":                 "{ all { " + repeated(900, "x%d") + " } }",
		"arguments":              "{ all { " + repeated(240, "n%d: name(x: 1)") + " } }",
		"arguments of one field": "{ ok(" + repeated(600, "x%d: 1") + ") }",
		"directives":             "{ all { " + repeated(450, "name @x%d") + " } }",
		"fragments":              "{ all { " + repeated(900, "...x%d") + " } }",
		"variables":              "query(" + repeated(480, "$v%d: Int") + ") { ok }",
		"variables unknown":      "{ " + repeated(150, "n%d: things(first: $v%[1]d) { totalCount }") + " }",
		"conflicts":              "{ all { " + repeated(240, "n%d: name n%[1]d: words") + " } }",
		"values":                 "{ " + repeated(150, `n%d: things(first: "x") { totalCount }`) + " }",
	} {
		got := door.ask(t, document, nil)
		if len(got.Errors) != 6 || got.status != http.StatusOK || len(got.body) > 12_000 {
			t.Errorf("%s: got %d with %d errors in %d bytes: %.200s", name, got.status, len(got.Errors), len(got.body), got.body)
			continue
		}
		if last := got.Errors[5]; last.Message != "The document has more than 5 mistakes; the rest is not told." || last.Extensions["code"] != "GRAPHQL_VALIDATION_FAILED" {
			t.Errorf("%s: at last got %v", name, last)
		}
	}
}

const pets = `
interface Pet { name: String owner: Owner }
type Dog implements Pet { name: String owner: Owner size: Int mates: [Dog!] best: Dog friend: Pet }
type Cat implements Pet { name: String owner: Owner size: String mates: [Cat] best: Cat friend: Pet }
type Owner { name: String pets(n: Int, of: Of): [Pet!] pet: Pet }
input Of { a: Int b: [Int] }
union Any = Dog | Cat | Owner
type Query { pet: Pet any: Any owner: Owner cat: Cat }`

// TestMergingIsGraphQLs: the rule finds a conflict where that of the library, which compares each two, does.
func TestMergingIsGraphQLs(t *testing.T) {
	schema := gqlparser.MustLoadSchema(&ast.Source{Input: pets})
	conflicts := 0
	rapid.Check(t, func(t *rapid.T) {
		text := "{ " + drawSelection(t, schema, schema.Query, 3, 0) + " }"
		for i := 1; i <= 3; i++ {
			on := rapid.SampledFrom([]string{"Pet", "Dog", "Cat", "Owner"}).Draw(t, "on")
			text += fmt.Sprintf(" fragment f%d on %s { %s }", i, on, drawSelection(t, schema, schema.Types[on], 2, i))
		}
		document, err := parser.ParseQuery(&ast.Source{Input: text})
		if err != nil {
			t.Fatal(err)
		}
		// What lies in a fragment that nothing spreads is another rule's mistake.
		want := validator.ValidateWithRules(schema, document, rules.NewRules(rules.OverlappingFieldsCanBeMergedRule, rules.NoUnusedFragmentsRule))
		got, _ := api.ValidateMerging(schema, document)
		unused := len(validator.ValidateWithRules(schema, document, rules.NewRules(rules.NoUnusedFragmentsRule)))
		if unused == 0 && (len(got) > 0) != (len(want) > 0) {
			t.Fatalf("%s\ngot  %v\nwant %v", text, got, want)
		}
		if len(got) > 0 {
			conflicts++
		}
	})
	t.Logf("%d conflicts", conflicts)
}

// drawSelection draws what is selected of a type: fields, under few names, and fragments with a higher number than its own.
func drawSelection(t *rapid.T, schema *ast.Schema, of *ast.Definition, deep, fragment int) string {
	var parts []string
	for range rapid.IntRange(1, 4).Draw(t, "parts") {
		switch kind := rapid.IntRange(0, 5).Draw(t, "kind"); {
		case kind == 0 && fragment < 3:
			parts = append(parts, fmt.Sprintf("...f%d", rapid.IntRange(fragment+1, 3).Draw(t, "spread")))
		case kind == 1 && deep > 0:
			on := rapid.SampledFrom([]string{"Pet", "Dog", "Cat", "Owner"}).Draw(t, "on")
			parts = append(parts, "... on "+on+" { "+drawSelection(t, schema, schema.Types[on], deep-1, fragment)+" }")
		default:
			parts = append(parts, drawField(t, schema, of, deep, fragment))
		}
	}
	return strings.Join(parts, " ")
}

func drawField(t *rapid.T, schema *ast.Schema, of *ast.Definition, deep, fragment int) string {
	alias := rapid.SampledFrom([]string{"", "", "a: ", "b: "}).Draw(t, "alias")
	var fields []*ast.FieldDefinition
	for _, field := range of.Fields {
		if !strings.HasPrefix(field.Name, "__") && (deep > 0 || schema.Types[field.Type.Name()].IsLeafType()) {
			fields = append(fields, field)
		}
	}
	if len(fields) == 0 {
		return alias + "__typename"
	}
	field := rapid.SampledFrom(fields).Draw(t, "field")
	text := alias + field.Name
	if len(field.Arguments) > 0 {
		text += rapid.SampledFrom([]string{"", "(n: 1)", "(n: 2)", "(n: 1, of: {a: 1, b: [1]})", "(of: {b: [1], a: 1}, n: 1)"}).Draw(t, "arguments")
	}
	if below := schema.Types[field.Type.Name()]; !below.IsLeafType() {
		text += " { " + drawSelection(t, schema, below, deep-1, fragment) + " }"
	}
	return text
}
