package api

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/executor"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"ketenkaart/exchange"
	"ketenkaart/registry"
)

// Exports reads what is asked of exports: the arguments of the root field that each is of, as GraphQL reads those.
type Exports struct {
	list   []exchange.Export
	schema *ast.Schema
	fields *executor.Executor
	errors presenter
	dateOf func(root string, arguments map[string]any) (*registry.Date, error)
	today  func() registry.Date
}

// NewExports returns those of the config, which need its Schema, DateOf, Today and Log alone.
func NewExports(config Config) *Exports {
	e := &Exports{
		list: config.Exports, schema: config.Schema.Schema(), fields: executor.New(config.Schema),
		errors: presenter{log: config.Log}, dateOf: config.DateOf, today: config.Today,
	}
	e.fields.SetErrorPresenter(e.errors.present)
	e.fields.SetRecoverFunc(e.errors.recovered)
	e.fields.Use(exactValues{e.schema})
	e.fields.Use(argumentsAlone{})
	return e
}

// Find returns an export by its name, such as partners.csv; NOT_FOUND with UNKNOWN_EXPORT.
func (e *Exports) Find(name string) (exchange.Export, error) {
	i := slices.IndexFunc(e.list, func(each exchange.Export) bool { return each.Name() == name })
	if i >= 0 {
		return e.list[i], nil
	}
	names := e.Names()
	return exchange.Export{}, &registry.Error{
		Code: registry.CodeNotFound, Reason: reasonUnknownExport, Facts: map[string]any{"exports": names},
		Message: fmt.Sprintf("there is no export %q: the exports are %s", name, strings.Join(names, ", ")),
	}
}

// Names are those of all exports.
func (e *Exports) Names() []string {
	names := make([]string, len(e.list))
	for i, each := range e.list {
		names[i] = each.Name()
	}
	return names
}

// Read reads the parameters of an address: arguments of the export's field, of which objects, lists, numbers and truths
// are JSON, and what can be chosen of its form. BAD_USER_INPUT, as *registry.Error or as what GraphQL says.
func (e *Exports) Read(ctx context.Context, export exchange.Export, parameters url.Values) (exchange.Asked, error) {
	asked := exchange.Asked{AsOf: e.today()}
	if err := checkParameters(export, parameters); err != nil {
		return asked, err
	}
	var err error
	if asked.Form, err = exchange.ParseForm(parameters.Get); err != nil {
		return asked, err
	}
	variables, err := e.variables(export, parameters)
	if err != nil {
		return asked, err
	}
	if export.Field == "" {
		return asked, nil
	}
	if asked.Arguments, err = e.arguments(ctx, export, variables); err != nil {
		return asked, err
	}
	day, err := e.dateOf(export.Field, variables)
	if day != nil {
		asked.AsOf = *day
	}
	return asked, err
}

// checkParameters refuses what is no parameter of the export, or is there twice.
func checkParameters(export exchange.Export, parameters url.Values) error {
	names := slices.Concat(export.Arguments, export.Form)
	for name, given := range parameters {
		switch {
		case !slices.Contains(names, name):
			return registry.Invalid(registry.ReasonInvalid, name, "is no parameter of %s, which has %s", export.Name(), cmp.Or(strings.Join(names, ", "), "none"))
		case len(given) > 1:
			return registry.Invalid(registry.ReasonInvalid, name, "is there twice")
		case !utf8.ValidString(given[0]):
			return registry.Invalid(registry.ReasonInvalid, name, "is not UTF-8")
		}
	}
	return nil
}

// variables are the arguments that are given, as a client of GraphQL would send them.
func (e *Exports) variables(export exchange.Export, parameters url.Values) (map[string]any, error) {
	variables := map[string]any{}
	for _, name := range export.Arguments {
		given := parameters.Get(name)
		if given == "" {
			continue
		}
		variables[name] = given
		if kind := e.argument(export, name).Type; kind.Elem == nil && e.isText(kind.NamedType) {
			continue
		}
		if err := checkJSON([]byte(given)); err != nil {
			return nil, registry.Invalid(registry.ReasonInvalid, name, "cannot be read as JSON: %s", err.Message)
		}
		numbers := json.NewDecoder(strings.NewReader(given))
		numbers.UseNumber()
		var read any
		if err := numbers.Decode(&read); err != nil {
			return nil, registry.Invalid(registry.ReasonInvalid, name, "cannot be read as JSON: %v", err)
		}
		variables[name] = read
	}
	return variables, nil
}

// argument is the definition of an argument of the field. An export that names one that is not there is a mistake in the
// program, which any test of that export meets.
func (e *Exports) argument(export exchange.Export, name string) *ast.ArgumentDefinition {
	return e.schema.Query.Fields.ForName(export.Field).Arguments.ForName(name)
}

// isText says whether values of a type stand in an address as they are.
func (e *Exports) isText(kind string) bool {
	definition := e.schema.Types[kind]
	return definition.Kind == ast.Enum || definition.Kind == ast.Scalar && kind != "Int" && kind != "Float" && kind != "Boolean"
}

// arguments has GraphQL read the arguments of the field, and go no further.
func (e *Exports) arguments(ctx context.Context, export exchange.Export, variables map[string]any) (map[string]any, error) {
	var arguments map[string]any
	ctx = context.WithValue(graphql.StartOperationTrace(ctx), argumentsKey{}, &arguments)
	op, refused := e.fields.CreateOperationContext(ctx, &graphql.RawParams{Query: e.document(export, variables), Variables: variables})
	if len(refused) > 0 {
		return nil, e.fields.DispatchError(graphql.WithOperationContext(ctx, op), refused).Errors
	}
	answer, ctx := e.fields.DispatchOperation(ctx, op)
	if response := answer(ctx); response != nil && len(response.Errors) > 0 {
		return nil, response.Errors
	}
	return arguments, context.Cause(ctx)
}

// document asks for the field with the arguments that are given.
func (e *Exports) document(export exchange.Export, variables map[string]any) string {
	var declared, used []string
	for _, name := range export.Arguments {
		if _, given := variables[name]; given {
			declared = append(declared, "$"+name+": "+e.argument(export, name).Type.String())
			used = append(used, name+": $"+name)
		}
	}
	if len(used) == 0 {
		return "{ " + export.Field + " { __typename } }"
	}
	return fmt.Sprintf("query (%s) { %s(%s) { __typename } }", strings.Join(declared, ", "), export.Field, strings.Join(used, ", "))
}

// argumentsAlone keeps the arguments of a root field, and has nothing resolved.
type argumentsAlone struct{}

type argumentsKey struct{}

var _ graphql.FieldInterceptor = argumentsAlone{}

func (argumentsAlone) ExtensionName() string { return "ArgumentsAlone" }

func (argumentsAlone) Validate(graphql.ExecutableSchema) error { return nil }

func (argumentsAlone) InterceptField(ctx context.Context, _ graphql.Resolver) (any, error) {
	*ctx.Value(argumentsKey{}).(*map[string]any) = graphql.GetFieldContext(ctx).Args
	return nil, nil
}

// presented gives an error of an export as GraphQL's clients see it.
func (e *Exports) presented(ctx context.Context, err error) gqlerror.List {
	if list, ok := err.(gqlerror.List); ok {
		return list
	}
	if _, known := errors.AsType[*registry.Error](err); !known && ctx.Err() == nil {
		err = internal(err) // there is no document that it could be about
	}
	return gqlerror.List{e.errors.present(ctx, err)}
}
