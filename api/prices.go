package api

import (
	"strconv"

	"github.com/vektah/gqlparser/v2/ast"
)

// maxPage is the longest page of a connection; the registry refuses a longer one with a better word than the limits have. What
// is no connection is as long as it is assumed to be at most, if that is more.
const maxPage = 100

// prices are what the fields of a schema cost, as its directives @cost and @listSize say: those of the GraphQL cost
// specification. GraphQL's own questions about the schema carry none: their lists are as long as the schema makes them. A gateway's
// question after entities, which gqlgen adds, carries none either: it gives as many as it names.
type prices struct {
	fields map[*ast.FieldDefinition]price
}

// price is what one field costs.
type price struct {
	// weight is that of the field itself.
	weight int
	// assumed is how many items it gives when no slicing argument says so; 1 when it is no list.
	assumed int
	slicing []string
	// sized are the fields below it that have the items; it has them itself when there are none.
	sized []string
	// below says how many items the fields below give when they are asked of all items together.
	below map[string]int
}

func newPrices(schema *ast.Schema) *prices {
	all := &prices{fields: map[*ast.FieldDefinition]price{}}
	own := introspectionPrices(schema)
	own["Query._entities"] = price{weight: 1, assumed: maxPage, slicing: []string{"representations"}}
	own["Query._service"] = price{weight: 1000, assumed: 1}
	for _, object := range schema.Types {
		for _, field := range object.Fields {
			found, known := own[object.Name+"."+field.Name]
			if !known {
				found = priceOf(field)
			}
			all.fields[field] = found
		}
	}
	return all
}

func priceOf(field *ast.FieldDefinition) price {
	found := price{weight: 1, assumed: 1}
	if cost := field.Directives.ForName("cost"); cost != nil {
		found.weight = integer(cost.Arguments.ForName("weight"), found.weight)
	}
	if size := field.Directives.ForName("listSize"); size != nil {
		found.assumed = integer(size.Arguments.ForName("assumedSize"), found.assumed)
		found.slicing = words(size.Arguments.ForName("slicingArguments"))
		found.sized = words(size.Arguments.ForName("sizedFields"))
	}
	return found
}

func integer(argument *ast.Argument, otherwise int) int {
	if argument == nil {
		return otherwise
	}
	number, err := strconv.Atoi(argument.Value.Raw)
	if err != nil {
		return otherwise
	}
	return number
}

func words(argument *ast.Argument) (found []string) {
	if argument == nil {
		return nil
	}
	for _, child := range argument.Value.Children {
		found = append(found, child.Value.Raw)
	}
	return found
}

// of returns the price of a field; that of __typename, which no type declares, is 1.
func (p *prices) of(field *ast.Field) price {
	if found, known := p.fields[field.Definition]; known {
		return found
	}
	return price{weight: 1, assumed: 1}
}

// size says how many items a field gives, and for the fields below it that have them, how many those give.
func (p price) size(variables map[string]any, field *ast.Field) (own int, below map[string]int) {
	own = p.longest(variables, field)
	if p.sized == nil {
		return own, p.below
	}
	below = map[string]int{}
	for _, name := range p.sized {
		below[name] = own
	}
	return 1, below
}

// longest is the largest of the slicing arguments, given or by default; without any, what is assumed.
func (p price) longest(variables map[string]any, field *ast.Field) (most int) {
	for _, name := range p.slicing {
		argument := argumentOf(field, name)
		if argument == nil {
			continue
		}
		if given, ok := number(argument, variables); ok {
			most = max(most, min(max(given, 1), max(maxPage, p.assumed)))
		}
	}
	if most == 0 {
		return p.assumed
	}
	return most
}

// argumentOf is an argument as given, or with its default; nil when it has neither.
func argumentOf(field *ast.Field, name string) *ast.Argument {
	if given := field.Arguments.ForName(name); given != nil {
		return given
	}
	defined := field.Definition.Arguments.ForName(name)
	if defined == nil || defined.DefaultValue == nil {
		return nil
	}
	return &ast.Argument{Name: name, Value: defined.DefaultValue}
}

// introspectionPrices says how long the lists are that tell of a schema: of one thing as long as the longest, and of all
// types together as long as they are on average.
func introspectionPrices(schema *ast.Schema) map[string]price {
	types, directives := len(schema.Types), len(schema.Directives)
	var fields, inputs, values, interfaces, possible, arguments, locations, parameters tally
	for _, object := range schema.Types {
		if object.Kind == ast.InputObject {
			inputs.add(len(object.Fields))
		} else {
			fields.add(len(object.Fields))
		}
		values.add(len(object.EnumValues))
		interfaces.add(len(object.Interfaces))
		if object.IsAbstractType() {
			possible.add(len(schema.GetPossibleTypes(object)))
		}
		for _, field := range object.Fields {
			arguments.add(len(field.Arguments))
		}
	}
	for _, directive := range schema.Directives {
		locations.add(len(directive.Locations))
		parameters.add(len(directive.Arguments))
	}
	list := func(length int) price { return price{weight: 1, assumed: length} }
	return map[string]price{
		"__Schema.types": {weight: 1, assumed: types, below: map[string]int{
			"fields": fields.average(types), "inputFields": inputs.average(types), "enumValues": values.average(types),
			"interfaces": interfaces.average(types), "possibleTypes": possible.average(types),
		}},
		"__Schema.directives":   list(directives),
		"__Type.fields":         list(fields.most),
		"__Type.inputFields":    list(inputs.most),
		"__Type.enumValues":     list(values.most),
		"__Type.interfaces":     list(interfaces.most),
		"__Type.possibleTypes":  list(possible.most),
		"__Field.args":          list(arguments.most),
		"__Directive.args":      list(parameters.most),
		"__Directive.locations": list(locations.most),
	}
}

// tally is how many there are in all, and the most in one list.
type tally struct{ total, most int }

func (t *tally) add(length int) {
	t.total += length
	t.most = max(t.most, length)
}

// average is of a number of lists, rounded up.
func (t *tally) average(lists int) int { return (t.total + lists - 1) / max(lists, 1) }
