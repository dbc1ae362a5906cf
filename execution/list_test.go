package execution_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"ketenkaart/execution"
)

func field(object, name string, below ...ast.Selection) *ast.Field {
	return &ast.Field{Name: name, Alias: name, ObjectDefinition: &ast.Definition{Name: object}, SelectionSet: below}
}

// of is what the field partners asks of each partner.
func of(ctx context.Context, below ...ast.Selection) context.Context {
	return graphql.WithFieldContext(ctx, &graphql.FieldContext{Field: graphql.CollectedField{Field: field("Query", "partners"), Selections: below}})
}

func resolved(object, field string) bool { return object+"."+field == "Partner.region" }

// TestElementsWithAResolverBelowAreMadeAtOnce: each waits for all others, which a list in order never would end.
func TestElementsWithAResolverBelowAreMadeAtOnce(t *testing.T) {
	region := field("Partner", "region")
	for name, below := range map[string][]ast.Selection{
		"a field":           {field("Partner", "name"), region},
		"below a field":     {field("Partner", "wholes", region)},
		"in a fragment":     {&ast.FragmentSpread{Definition: &ast.FragmentDefinition{SelectionSet: ast.SelectionSet{region}}}},
		"of a kind of node": {&ast.InlineFragment{SelectionSet: ast.SelectionSet{region}}},
	} {
		t.Run(name, func(t *testing.T) {
			var all sync.WaitGroup
			all.Add(3)
			execution.MarshalList(of(t.Context(), below...), &graphql.OperationContext{}, resolved, 3, func(context.Context, int) graphql.Marshaler {
				all.Done()
				all.Wait()
				return graphql.Null
			})
		})
	}
}

// TestElementsWithoutAResolverBelowAreMadeInOrder: nothing of theirs waits.
func TestElementsWithoutAResolverBelowAreMadeInOrder(t *testing.T) {
	var made, places []int
	ctx := of(t.Context(), field("Partner", "name"), field("Region", "region"))
	execution.MarshalList(ctx, &graphql.OperationContext{}, resolved, 100, func(ctx context.Context, i int) graphql.Marshaler {
		made, places = append(made, i), append(places, *graphql.GetFieldContext(ctx).Index)
		return graphql.Null
	})
	if len(made) != 100 || !slices.IsSorted(made) || !slices.Equal(made, places) {
		t.Errorf("made %v at %v", made, places)
	}
}

// TestElementsWithFieldsAtHandAreMadeInOrder: their resolvers wait for nobody.
func TestElementsWithFieldsAtHandAreMadeInOrder(t *testing.T) {
	op := &graphql.OperationContext{}
	execution.AtHand(op, resolved)
	var made []int
	execution.MarshalList(of(t.Context(), field("Partner", "region")), op, resolved, 100, func(_ context.Context, i int) graphql.Marshaler {
		made = append(made, i)
		return graphql.Null
	})
	if len(made) != 100 || !slices.IsSorted(made) {
		t.Errorf("made %v", made)
	}
}

// TestAnElementThatPanicsIsNull, and the others are what they are.
func TestAnElementThatPanicsIsNull(t *testing.T) {
	ctx := graphql.WithResponseContext(of(t.Context(), field("Partner", "name")), func(_ context.Context, err error) *gqlerror.Error {
		return &gqlerror.Error{Err: err, Message: err.Error()}
	}, func(context.Context, any) error { return errors.New("panicked") })
	made := execution.MarshalList(ctx, &graphql.OperationContext{}, resolved, 3, func(_ context.Context, i int) graphql.Marshaler {
		if i == 1 {
			panic("no")
		}
		return graphql.MarshalInt(i)
	})
	if made[0] == graphql.Null || made[1] != graphql.Null || made[2] == graphql.Null || len(graphql.GetErrors(ctx)) != 1 {
		t.Errorf("made %v, errors %v", made, graphql.GetErrors(ctx))
	}
}
