package execution

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
)

// Fields says something of a field of a type.
type Fields func(object, field string) bool

const atHandKey = "ketenkaart.atHand"

// AtHand says which fields have a resolver that waits for no other: what it gives is there, or asked for once.
func AtHand(op *graphql.OperationContext, fields Fields) {
	op.Stats.SetExtension(atHandKey, fields)
}

// MarshalList makes the elements of a list. They are made at once where a resolver below them may wait for the others, so that all
// ask the store together, and one after another where none does.
func MarshalList(ctx context.Context, op *graphql.OperationContext, resolved Fields, length int, element func(context.Context, int) graphql.Marshaler) graphql.Array {
	atHand, _ := op.Stats.GetExtension(atHandKey).(Fields)
	waits := func(object, field string) bool {
		return resolved(object, field) && (atHand == nil || !atHand(object, field))
	}
	if list := graphql.GetFieldContext(ctx); list != nil && !isAnywhere(list.Field.Selections, waits) {
		return inOrder(ctx, length, element)
	}
	made := make(graphql.Array, length)
	AtOnce(ctx, op, length, func(ctx context.Context, i int) { made[i] = elementOf(ctx, i, element) })
	return made
}

// isAnywhere looks for such a field in all that is asked; the bounds of a document bound the walk.
func isAnywhere(selections ast.SelectionSet, such Fields) bool {
	for _, selection := range selections {
		var inner ast.SelectionSet
		switch selection := selection.(type) {
		case *ast.Field:
			if such(selection.ObjectDefinition.Name, selection.Name) {
				return true
			}
			inner = selection.SelectionSet
		case *ast.InlineFragment:
			inner = selection.SelectionSet
		case *ast.FragmentSpread:
			inner = selection.Definition.SelectionSet
		}
		if isAnywhere(inner, such) {
			return true
		}
	}
	return false
}

func inOrder(ctx context.Context, length int, element func(context.Context, int) graphql.Marshaler) graphql.Array {
	made := make(graphql.Array, length)
	for i := range made {
		made[i] = elementOf(ctx, i, element)
	}
	return made
}

// elementOf makes an element; one that panics is null with an error of its own.
func elementOf(ctx context.Context, i int, element func(context.Context, int) graphql.Marshaler) graphql.Marshaler {
	ctx = graphql.WithFieldContext(ctx, &graphql.FieldContext{Index: &i})
	return orNull(ctx, func(ctx context.Context) graphql.Marshaler { return element(ctx, i) })
}

// orNull gives null with an error in the place of a panic.
func orNull(ctx context.Context, resolve func(context.Context) graphql.Marshaler) (value graphql.Marshaler) {
	defer func() {
		if panicked := recover(); panicked != nil {
			graphql.AddError(ctx, graphql.Recover(ctx, panicked))
			value = graphql.Null
		}
	}()
	return resolve(ctx)
}
