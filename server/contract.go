package server

import (
	"maps"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"ketenkaart/graph"
)

// contractFile is where the contract is; what gqlgen adds for gateways is in other sources.
const contractFile = "schema.graphqls"

// contract returns the schema without @defer, which the parser adds: no transport sends an answer in parts, so that what is
// deferred would be null.
func contract() *ast.Schema {
	schema := *graph.NewExecutableSchema(graph.Config{}).Schema()
	schema.Directives = maps.Clone(schema.Directives)
	delete(schema.Directives, "defer")
	return &schema
}

// published returns the contract as clients want it: without what is for gateways of Apollo Federation alone, on which tools such as
// relay-compiler stumble.
func published(whole *ast.Schema) *ast.Schema {
	shown := *whole
	shown.Types, shown.Directives = map[string]*ast.Definition{}, map[string]*ast.DirectiveDefinition{}
	for name, definition := range whole.Types {
		if definition.BuiltIn || isContract(definition.Position) {
			shown.Types[name] = clean(definition)
		}
	}
	for name, directive := range whole.Directives {
		if isContract(directive.Position) {
			shown.Directives[name] = directive
		}
	}
	shown.Query, shown.SchemaDirectives = shown.Types[whole.Query.Name], nil
	return &shown
}

func clean(definition *ast.Definition) *ast.Definition {
	shown := *definition
	shown.Fields = slices.DeleteFunc(slices.Clone(definition.Fields), func(field *ast.FieldDefinition) bool {
		return strings.HasPrefix(field.Name, "_")
	})
	shown.Directives = slices.DeleteFunc(slices.Clone(definition.Directives), func(directive *ast.Directive) bool {
		return !isContract(directive.Position)
	})
	return &shown
}

// isContract says whether something stands in the contract, or is GraphQL's own.
func isContract(at *ast.Position) bool {
	return at == nil || at.Src == nil || at.Src.BuiltIn || strings.HasSuffix(at.Src.Name, contractFile)
}
