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
// case, a number as a string or beyond 32 bits, a null where none may be, a date that is none. Whatever passes is what its
// type says, so that no resolver has to ask again.
type exactValues struct{ schema *ast.Schema }

// place is where a client gives a value: the field, and which item of the outermost list it is in, nil when it is in none.
type place struct {
	field string
	item  *int
}

func (p place) in(field string) place { return place{fieldIn(p.field, field), p.item} }

func (p place) at(item int) place {
	if p.item == nil {
		p.item = &item
	}
	return p
}

// invalid is BAD_USER_INPUT, INVALID about the place.
func (p place) invalid(format string, args ...any) *registry.Error {
	refused := registry.Invalid(registry.ReasonInvalid, p.field, format, args...)
	refused.Item = p.item
	return refused
}

// placed tells of what a scalar refused where it is.
func (p place) placed(err error) error {
	var problems []error
	for _, problem := range registry.Problems(err) {
		told := problem.At(p.field)
		if problem.Field() == "" {
			told.Message = p.field + ": " + problem.Message
		}
		told.Item = p.item
		problems = append(problems, told)
	}
	return errors.Join(problems...)
}

var _ graphql.OperationContextMutator = exactValues{}

func (exactValues) ExtensionName() string { return "ExactValues" }

func (exactValues) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationContext refuses the values that are not exact; BAD_USER_INPUT with the field of each, and its item.
func (e exactValues) MutateOperationContext(_ context.Context, op *graphql.OperationContext) *gqlerror.Error {
	var shown *gqlerror.Error
	seen := map[string]bool{}
	for where, value := range inputs(op.Doc, op.Operation) {
		err := e.checkInput(where, value, op, seen)
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
func (e exactValues) checkInput(where place, value *ast.Value, op *graphql.OperationContext, seen map[string]bool) error {
	switch {
	case value.ExpectedType == nil: // below a scalar of the schema, which takes no objects
		return nil
	case value.Kind == ast.Variable:
		given, present := op.Variables[value.Raw]
		if present && given == nil && value.ExpectedType.NonNull {
			return where.invalid("cannot be null: leave the variable $%s out, or give it a value", value.Raw)
		}
		if !present || seen[value.Raw] {
			return nil
		}
		seen[value.Raw] = true
		return e.check(op.Operation.VariableDefinitions.ForName(value.Raw).Type, given, where)
	case value.Definition.Kind == ast.Scalar && !value.Definition.BuiltIn && (value.Kind != ast.ListValue || value.ExpectedType.Elem == nil):
		given, err := value.Value(op.Variables)
		if err != nil {
			return where.invalid("%v", err)
		}
		return e.check(ast.NamedType(value.Definition.Name, nil), given, where)
	case value.Kind == ast.IntValue:
		return e.check(ast.NamedType(value.Definition.Name, nil), json.Number(value.Raw), where)
	case value.Kind == ast.StringValue || value.Kind == ast.BlockValue:
		return checkWhole(value.Raw, where)
	}
	return nil
}

// check holds what a variable holds against its type; that lists are lists and objects are objects is known by now.
func (e exactValues) check(kind *ast.Type, given any, where place) error {
	if given == nil {
		return nil
	}
	if kind.Elem != nil {
		return e.checkList(kind.Elem, given, where)
	}
	definition := e.schema.Types[kind.NamedType]
	switch definition.Kind {
	case ast.InputObject:
		return e.checkObject(definition, given, where)
	case ast.Enum:
		return checkEnum(definition, given, where)
	}
	return checkScalar(definition.Name, given, where)
}

// checkList checks the items; a single value that GraphQL made a list of has a slice of its own type.
func (e exactValues) checkList(item *ast.Type, given any, where place) error {
	var problems []error
	for i, each := range reflect.ValueOf(given).Seq2() {
		problems = append(problems, e.check(item, each.Interface(), where.at(int(i.Int()))))
	}
	return errors.Join(problems...)
}

func (e exactValues) checkObject(definition *ast.Definition, given any, where place) error {
	object, _ := given.(map[string]any)
	if _, named := object["__typename"]; named {
		return where.in("__typename").invalid("is no field of %s", definition.Name)
	}
	var problems []error
	for _, each := range definition.Fields {
		problems = append(problems, e.check(each.Type, object[each.Name], where.in(each.Name)))
	}
	return errors.Join(problems...)
}

func checkEnum(definition *ast.Definition, given any, where place) error {
	word, isText := given.(string)
	if isText && definition.EnumValues.ForName(word) != nil {
		return nil
	}
	names := make([]string, len(definition.EnumValues))
	for i, each := range definition.EnumValues {
		names[i] = each.Name
	}
	return where.invalid("%v is none of %s", given, strings.Join(names, ", "))
}

// checkScalar checks GraphQL's own scalars, and has those of the schema read; text has to have come whole.
func checkScalar(name string, given any, where place) error {
	text, isText := given.(string)
	if isText && name != "Int" && name != "Float" && name != "Boolean" {
		return errors.Join(checkWhole(text, where), where.placed(readScalar(name, given)))
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
	if err := where.placed(readScalar(name, given)); err != nil {
		return err
	}
	if !exact {
		return where.invalid("%v is no %s", given, name)
	}
	return nil
}

// readScalar reads a scalar of the schema, if it is one.
func readScalar(name string, given any) error {
	switch name {
	case "Date":
		return new(registry.Date).UnmarshalGQL(given)
	case "PartialDate":
		return new(registry.PartialDate).UnmarshalGQL(given)
	case "URL":
		return new(registry.URL).UnmarshalGQL(given)
	}
	return nil
}

func isInt(text string, bits int) bool {
	_, err := strconv.ParseInt(text, 10, bits)
	return err == nil
}

// checkWhole refuses text that lost characters on its way: half of a pair of surrogates is read as U+FFFD.
func checkWhole(text string, where place) error {
	if strings.ContainsRune(text, '\uFFFD') {
		return where.invalid("holds U+FFFD, which stands for a character that was lost on the way")
	}
	return nil
}

// inputs goes through all values in an operation and in the fragments of its document, each with its place.
func inputs(document *ast.QueryDocument, operation *ast.OperationDefinition) iter.Seq2[place, *ast.Value] {
	return func(yield func(place, *ast.Value) bool) {
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

func inputsOf(selections ast.SelectionSet, yield func(place, *ast.Value) bool) bool {
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

func inputsOfDirectives(directives ast.DirectiveList, yield func(place, *ast.Value) bool) bool {
	for _, directive := range directives {
		if !inputsOfArguments(directive.Arguments, yield) {
			return false
		}
	}
	return true
}

func inputsOfArguments(arguments ast.ArgumentList, yield func(place, *ast.Value) bool) bool {
	for _, argument := range arguments {
		if !inputsBelow(place{}.in(argument.Name), argument.Value, yield) {
			return false
		}
	}
	return true
}

func inputsBelow(where place, value *ast.Value, yield func(place, *ast.Value) bool) bool {
	if !yield(where, value) {
		return false
	}
	for i, child := range value.Children {
		below := where.in(child.Name)
		if value.Kind == ast.ListValue {
			below = where.at(i)
		}
		if !inputsBelow(below, child.Value, yield) {
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
	name, where := fmt.Sprint(given.Path[1]), place{}
	for used, value := range inputs(op.Doc, op.Operation) {
		if value.Kind == ast.Variable && value.Raw == name {
			where = used
			break
		}
	}
	for _, element := range given.Path[2:] {
		switch below := element.(type) {
		case ast.PathName:
			where = where.in(string(below))
		case ast.PathIndex:
			where = where.at(int(below))
		}
	}
	// It would tell of the type in Go, which is that of text for a number.
	if kind := strings.LastIndex(given.Message, " as "); kind >= 0 && strings.HasPrefix(given.Message, "cannot use ") {
		return where.invalid("is no %s", given.Message[kind+len(" as "):])
	}
	return where.invalid("%s", given.Message)
}

// literalPlace tells where a value in a document is that does not fit the schema; no field when it is not about a value.
func literalPlace(op *graphql.OperationContext, given *gqlerror.Error) place {
	document, err := parser.ParseQuery(&ast.Source{Input: op.RawQuery}) // it was read before, within its limit
	if err != nil {
		return place{}
	}
	for _, operation := range document.Operations {
		for where, value := range inputs(document, operation) {
			if slices.Equal(locations(value), given.Locations) {
				return where
			}
		}
	}
	return place{}
}

func locations(value *ast.Value) []gqlerror.Location {
	return []gqlerror.Location{{Line: value.Position.Line, Column: value.Position.Column}}
}
