package api

import (
	"strconv"

	"github.com/vektah/gqlparser/v2/ast"
)

// maxPage is the longest page that the registry gives; it refuses a longer one with a better word than the limits have.
const maxPage = 100

// prices are what the fields of a schema cost, as its directives @cost and @listSize say: those of the GraphQL cost
// specification. GraphQL's own questions about the schema carry none: their lists are as long as the schema makes them.
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
}

func newPrices(schema *ast.Schema) *prices {
	all := &prices{fields: map[*ast.FieldDefinition]price{}}
	lengths := introspectionLengths(schema)
	for _, object := range schema.Types {
		for _, field := range object.Fields {
			found := priceOf(field)
			if length, known := lengths[object.Name+"."+field.Name]; known {
				found.assumed = length
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

// of gives the price of a field; that of __typename, which no type declares, is 1.
func (p *prices) of(field *ast.Field) price {
	if found, known := p.fields[field.Definition]; known {
		return found
	}
	return price{weight: 1, assumed: 1}
}

// size says how many items a field gives, and for the fields below it that have them, how many those give.
func (p price) size(variables map[string]any, field *ast.Field) (own int, below map[string]int) {
	own = p.assumed
	for _, name := range p.slicing {
		argument := field.Arguments.ForName(name)
		if argument == nil {
			continue
		}
		if given, ok := number(argument, variables); ok {
			own = min(max(given, 1), maxPage)
			break
		}
	}
	if p.sized == nil {
		return own, nil
	}
	below = map[string]int{}
	for _, name := range p.sized {
		below[name] = own
	}
	return 1, below
}

// introspectionLengths says how long the lists are that tell of a schema, on average over what has them.
func introspectionLengths(schema *ast.Schema) map[string]int {
	types, fields, inputs, values, interfaces, possible, arguments := len(schema.Types), 0, 0, 0, 0, 0, 0
	for _, object := range schema.Types {
		if object.Kind == ast.InputObject {
			inputs += len(object.Fields)
		} else {
			fields += len(object.Fields)
		}
		values += len(object.EnumValues)
		interfaces += len(object.Interfaces)
		if object.IsAbstractType() {
			possible += len(schema.GetPossibleTypes(object))
		}
		for _, field := range object.Fields {
			arguments += len(field.Arguments)
		}
	}
	locations, parameters := 0, 0
	for _, directive := range schema.Directives {
		locations += len(directive.Locations)
		parameters += len(directive.Arguments)
	}
	return map[string]int{
		"__Schema.types":        types,
		"__Schema.directives":   len(schema.Directives),
		"__Type.fields":         average(fields, types),
		"__Type.inputFields":    average(inputs, types),
		"__Type.enumValues":     average(values, types),
		"__Type.interfaces":     average(interfaces, types),
		"__Type.possibleTypes":  average(possible, types),
		"__Field.args":          average(arguments, fields),
		"__Directive.args":      average(parameters, len(schema.Directives)),
		"__Directive.locations": average(locations, len(schema.Directives)),
	}
}

// average rounds up.
func average(total, of int) int { return (total + of - 1) / max(of, 1) }
