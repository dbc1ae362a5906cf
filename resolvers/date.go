package resolvers

import (
	"context"
	"strings"

	"github.com/99designs/gqlgen/graphql"

	"ketenkaart/registry"
)

// arguments returns those of the root field as they were sent.
func arguments(ctx context.Context) map[string]any {
	return graphql.GetRootFieldContext(ctx).Field.ArgumentMap(graphql.GetOperationContext(ctx).Variables)
}

// dateOf returns the date of a root field: its asOf, else that in an id by which it names a thing, else today.
func (op *operation) dateOf(root string, arguments map[string]any) registry.Date {
	if dates := datesIn(root, arguments); len(dates) > 0 {
		return dates[0].on
	}
	return op.today
}

// DateOf returns the date that the arguments of a root field name, as they were sent; nil is none. BAD_USER_INPUT when they name
// several.
func DateOf(root string, arguments map[string]any) (*registry.Date, error) {
	if err := checkDates(root, arguments); err != nil {
		return nil, err
	}
	if dates := datesIn(root, arguments); len(dates) > 0 {
		return &dates[0].on, nil
	}
	return nil, nil
}

// namedDate is a date that an argument of a root field names.
type namedDate struct {
	field string
	on    registry.Date
}

// datesIn returns asOf, and the dates in the ids of the things that a root field is about. What is no date was refused before any
// field was reached.
func datesIn(root string, arguments map[string]any) (dates []namedDate) {
	var asOf registry.Date
	if given := arguments["asOf"]; given != nil && asOf.UnmarshalGQL(given) == nil {
		dates = append(dates, namedDate{"asOf", asOf})
	}
	fields := severalThings(root)
	if fields == nil {
		fields = []string{"id", "code", "key", "partnerKey", "regionCode"}
	}
	for _, field := range fields {
		for _, id := range textsAt(arguments, strings.Split(field, ".")) {
			if _, on := registry.CutDate(id); on != nil {
				dates = append(dates, namedDate{field, *on})
			}
		}
	}
	return dates
}

// severalThings says where a root field names the things that it is about, when that can be several; nil when it is one.
func severalThings(root string) []string {
	switch root {
	case "network":
		return []string{"filter.around.id", "filter.regions"}
	case "paths":
		return []string{"from", "to"}
	case "sharedPartners":
		return []string{"regions"}
	case "matrix":
		return []string{"filter.regions", "filter.partners", "filter.sectors", "filter.chains"}
	}
	return nil
}

// textsAt returns the texts at a path in what was sent.
func textsAt(value any, path []string) (texts []string) {
	if len(path) > 0 {
		object, _ := value.(map[string]any)
		return textsAt(object[path[0]], path[1:])
	}
	for _, each := range graphql.CoerceList(value) {
		if text, ok := each.(string); ok {
			texts = append(texts, text)
		}
	}
	return texts
}

// checkDates refuses several things that were read at different dates when no asOf says which is meant.
func checkDates(root string, arguments map[string]any) error {
	if severalThings(root) == nil || arguments["asOf"] != nil {
		return nil
	}
	dates := datesIn(root, arguments)
	for _, date := range dates {
		if first := dates[0]; date.on != first.on {
			return registry.Invalid(registry.ReasonContradiction, date.field, "names %s, and %s %s: all is read at one date", date.on, first.field, first.on)
		}
	}
	return nil
}

// firstProblem refuses what the arguments of a root field say together.
func firstProblem(root string, arguments map[string]any) error {
	if entities, given := arguments["representations"].([]any); given {
		return checkEntities(entities)
	}
	return checkDates(root, arguments)
}

// dateIn returns the date that an id names, else today.
func (op *operation) dateIn(id any) registry.Date {
	if text, ok := id.(string); ok {
		if _, on := registry.CutDate(text); on != nil {
			return *on
		}
	}
	return op.today
}

// InterceptField reads each of nodes at the date in its id, and what is below a change as it is now, for the feed has no
// date. An id names the date at which its thing was read, unless that is today.
func (Extension) InterceptField(ctx context.Context, next graphql.Resolver) (any, error) {
	field := graphql.GetFieldContext(ctx)
	if field.Object == "Query" {
		if err := firstProblem(field.Field.Name, arguments(ctx)); err != nil {
			return nil, err
		}
	}
	switch {
	case field.Object == string(registry.KindChange):
		ctx = readNow(ctx)
	case isNode(field.Parent):
		ctx = readAtID(ctx, *field.Parent.Index)
	case field.Object == "Comparison", field.Object == "ProfileChange":
		ctx = readCompared(ctx, field.Field.Name)
	}
	value, err := next(ctx)
	if id, ok := value.(string); ok && field.Field.Name == "id" {
		return atDate(ctx, id), err
	}
	return value, err
}

// atDate returns an id as it names what is read at the date of the root field: without it when that is today.
func atDate(ctx context.Context, id string) string {
	if of := load(ctx); of.asOf != of.today {
		return registry.DatedID(id, of.asOf)
	}
	return id
}

// isNode tells whether a field's parent is one of the things of the root field nodes.
func isNode(parent *graphql.FieldContext) bool {
	return parent != nil && parent.Index != nil && parent.Parent.Object == "Query" && parent.Parent.Field.Name == "nodes"
}

func readNow(ctx context.Context) context.Context {
	of := load(ctx)
	if of.asOf == of.today {
		return ctx
	}
	return withLoaders(ctx, ctx.Value(operationKey{}).(*operation).at(of.today))
}

func readAtID(ctx context.Context, index int) context.Context {
	op := ctx.Value(operationKey{}).(*operation)
	ids, _ := ctx.Value(idsKey{}).([]any)
	if index >= len(ids) {
		return ctx
	}
	return withLoaders(ctx, op.at(op.dateIn(ids[index])))
}
