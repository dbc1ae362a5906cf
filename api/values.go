package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"

	"ketenkaart/registry"
)

// exactValues refuses what GraphQL's rules of input coercion refuse, and its libraries let pass: an enum value in another
// case, a number as a string or beyond 32 bits, a null where none may be. Whatever passes is what its type says, so that no
// resolver has to ask again.
type exactValues struct{ schema *ast.Schema }

var _ graphql.OperationContextMutator = exactValues{}

func (exactValues) ExtensionName() string { return "ExactValues" }

func (exactValues) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationContext refuses the values that are not exact; BAD_USER_INPUT, INVALID with the field of each.
func (e exactValues) MutateOperationContext(_ context.Context, op *graphql.OperationContext) *gqlerror.Error {
	var shown *gqlerror.Error
	seen := map[string]bool{}
	for field, value := range inputs(op.Doc, op.Operation) {
		err := e.checkInput(field, value, op, seen)
		if err == nil {
			continue
		}
		if shown == nil {
			shown = refusal(registry.Problems(err)[0])
			shown.Locations, shown.Err = locations(value), nil
		}
		shown.Err = errors.Join(shown.Err, err)
	}
	return shown
}

// checkInput checks one value of a document; what a variable holds is checked where it is first used.
func (e exactValues) checkInput(field string, value *ast.Value, op *graphql.OperationContext, seen map[string]bool) error {
	switch {
	case value.ExpectedType == nil: // below a scalar of the schema, which takes no objects
		return nil
	case value.Kind == ast.Variable:
		given, present := op.Variables[value.Raw]
		if present && given == nil && value.ExpectedType.NonNull {
			return registry.Invalid(registry.ReasonInvalid, field, "cannot be null: leave the variable $%s out, or give it a value", value.Raw)
		}
		if !present || seen[value.Raw] {
			return nil
		}
		seen[value.Raw] = true
		return e.check(op.Operation.VariableDefinitions.ForName(value.Raw).Type, given, field)
	case value.Kind == ast.IntValue:
		return e.check(ast.NamedType(value.Definition.Name, nil), json.Number(value.Raw), field)
	case value.Kind == ast.StringValue || value.Kind == ast.BlockValue:
		return checkWhole(value.Raw, field)
	}
	return nil
}

// check holds what a variable holds against its type; that lists are lists and objects are objects is known by now.
func (e exactValues) check(kind *ast.Type, given any, field string) error {
	if given == nil {
		return nil
	}
	if kind.Elem != nil {
		return e.checkList(kind.Elem, given, field)
	}
	definition := e.schema.Types[kind.NamedType]
	switch definition.Kind {
	case ast.InputObject:
		return e.checkObject(definition, given, field)
	case ast.Enum:
		return checkEnum(definition, given, field)
	}
	return checkScalar(definition.Name, given, field)
}

// checkList checks the items; a single value that GraphQL made a list of has a slice of its own type.
func (e exactValues) checkList(item *ast.Type, given any, field string) error {
	var problems []error
	for _, each := range reflect.ValueOf(given).Seq2() {
		problems = append(problems, e.check(item, each.Interface(), field))
	}
	return errors.Join(problems...)
}

func (e exactValues) checkObject(definition *ast.Definition, given any, field string) error {
	object, _ := given.(map[string]any)
	if _, named := object["__typename"]; named {
		return registry.Invalid(registry.ReasonInvalid, fieldIn(field, "__typename"), "is no field of %s", definition.Name)
	}
	var problems []error
	for _, each := range definition.Fields {
		problems = append(problems, e.check(each.Type, object[each.Name], fieldIn(field, each.Name)))
	}
	return errors.Join(problems...)
}

func checkEnum(definition *ast.Definition, given any, field string) error {
	word, isText := given.(string)
	if isText && definition.EnumValues.ForName(word) != nil {
		return nil
	}
	names := make([]string, len(definition.EnumValues))
	for i, each := range definition.EnumValues {
		names[i] = each.Name
	}
	return registry.Invalid(registry.ReasonInvalid, field, "%v is none of %s", given, strings.Join(names, ", "))
}

// checkScalar checks GraphQL's own scalars; the others check themselves, save that text has to have come whole.
func checkScalar(name string, given any, field string) error {
	text, isText := given.(string)
	if isText && name != "Int" && name != "Float" && name != "Boolean" {
		return checkWhole(text, field)
	}
	exact := true
	switch name {
	case "Int":
		exact = !isText && isInt(fmt.Sprint(given), 32)
	case "ID":
		exact = isInt(fmt.Sprint(given), 64)
	case "Boolean":
		_, exact = given.(bool)
	case "String":
		exact = false
	}
	if !exact {
		return registry.Invalid(registry.ReasonInvalid, field, "%v is no %s", given, name)
	}
	return nil
}

func isInt(text string, bits int) bool {
	_, err := strconv.ParseInt(text, 10, bits)
	return err == nil
}

// checkWhole refuses text that lost characters on its way: half of a pair of surrogates is read as U+FFFD.
func checkWhole(text, field string) error {
	if strings.ContainsRune(text, '\uFFFD') {
		return registry.Invalid(registry.ReasonInvalid, field, "holds U+FFFD, which stands for a character that was lost on the way")
	}
	return nil
}

// inputs goes through all values in an operation and in the fragments of its document, each with the field that it is for.
func inputs(document *ast.QueryDocument, operation *ast.OperationDefinition) iter.Seq2[string, *ast.Value] {
	return func(yield func(string, *ast.Value) bool) {
		if !inputsOf(operation.SelectionSet, yield) || !inputsOfDirectives(operation.Directives, yield) {
			return
		}
		for _, fragment := range document.Fragments {
			if !inputsOf(fragment.SelectionSet, yield) || !inputsOfDirectives(fragment.Directives, yield) {
				return
			}
		}
	}
}

func inputsOf(selections ast.SelectionSet, yield func(string, *ast.Value) bool) bool {
	for _, selection := range selections {
		var arguments ast.ArgumentList
		var directives ast.DirectiveList
		var below ast.SelectionSet
		switch s := selection.(type) {
		case *ast.Field:
			arguments, directives, below = s.Arguments, s.Directives, s.SelectionSet
		case *ast.InlineFragment:
			directives, below = s.Directives, s.SelectionSet
		case *ast.FragmentSpread:
			directives = s.Directives
		}
		if !inputsOfArguments(arguments, yield) || !inputsOfDirectives(directives, yield) || !inputsOf(below, yield) {
			return false
		}
	}
	return true
}

func inputsOfDirectives(directives ast.DirectiveList, yield func(string, *ast.Value) bool) bool {
	for _, directive := range directives {
		if !inputsOfArguments(directive.Arguments, yield) {
			return false
		}
	}
	return true
}

func inputsOfArguments(arguments ast.ArgumentList, yield func(string, *ast.Value) bool) bool {
	for _, argument := range arguments {
		if !inputsBelow(fieldIn("", argument.Name), argument.Value, yield) {
			return false
		}
	}
	return true
}

func inputsBelow(field string, value *ast.Value, yield func(string, *ast.Value) bool) bool {
	if !yield(field, value) {
		return false
	}
	for _, child := range value.Children {
		if !inputsBelow(fieldIn(field, child.Name), child.Value, yield) {
			return false
		}
	}
	return true
}

// fieldIn names a field of an object as the registry names what it refuses: without input and places in lists.
func fieldIn(object, field string) string {
	switch {
	case field == "":
		return object
	case object == "" || object == "input":
		return field
	}
	return object + "." + field
}

// variableError recognises what GraphQL says of a variable that does not fit its type, and names the field that it is for.
func variableError(op *graphql.OperationContext, given *gqlerror.Error) *registry.Error {
	if op.Operation == nil || len(given.Path) < 2 || given.Path[0] != ast.PathName("variable") {
		return nil
	}
	name, field := fmt.Sprint(given.Path[1]), ""
	for used, value := range inputs(op.Doc, op.Operation) {
		if value.Kind == ast.Variable && value.Raw == name {
			field = used
			break
		}
	}
	for _, element := range given.Path[2:] {
		if below, ok := element.(ast.PathName); ok {
			field = fieldIn(field, string(below))
		}
	}
	return registry.Invalid(registry.ReasonInvalid, field, "%s", given.Message)
}

// literalField names the field of a value in a document that does not fit the schema; "" when it is not about a value.
func literalField(op *graphql.OperationContext, given *gqlerror.Error) string {
	document, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: op.RawQuery}, maxTokens)
	if err != nil {
		return ""
	}
	for _, operation := range document.Operations {
		for field, value := range inputs(document, operation) {
			if slices.Equal(locations(value), given.Locations) {
				return field
			}
		}
	}
	return ""
}

func locations(value *ast.Value) []gqlerror.Location {
	return []gqlerror.Location{{Line: value.Position.Line, Column: value.Position.Column}}
}
