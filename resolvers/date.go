package resolvers

import (
	"cmp"
	"context"

	"github.com/99designs/gqlgen/graphql"

	"ketenkaart/registry"
)

// arguments returns those of the root field as they were sent.
func arguments(ctx context.Context) map[string]any {
	return graphql.GetRootFieldContext(ctx).Field.ArgumentMap(graphql.GetOperationContext(ctx).Variables)
}

// dateOf returns the date of a root field: its asOf, else that in the id by which it names a thing, else today. What is none was
// refused before any field was reached.
func (op *operation) dateOf(arguments map[string]any) registry.Date {
	var asOf registry.Date
	if given := arguments["asOf"]; given != nil && asOf.UnmarshalGQL(given) == nil {
		return asOf
	}
	return op.dateIn(cmp.Or(arguments["id"], arguments["code"], arguments["key"], arguments["partnerKey"], arguments["regionCode"]))
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
