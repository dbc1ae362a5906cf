package execution_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"ketenkaart/execution"
)

// objectOf has so many fields, the last of which has the name of the first, as two interfaces may ask it.
func objectOf(op *graphql.OperationContext, fields int) *execution.FieldSet {
	var collected []graphql.CollectedField
	for i := range fields {
		collected = append(collected, graphql.CollectedField{Field: field("Partner", fmt.Sprintf("f%d", i%(fields-1)))})
	}
	return execution.NewFieldSet(op, collected)
}

// TestAnObjectIsWritten: each name once, in order.
func TestAnObjectIsWritten(t *testing.T) {
	for _, fields := range []int{2, 16, 17, 40} {
		set, want := objectOf(&graphql.OperationContext{}, fields), "{"
		for i := range fields {
			set.ResolveConcurrently(i, true, func(context.Context) graphql.Marshaler { return graphql.MarshalInt(i) })
			if i > 0 && i < fields-1 {
				want += ","
			}
			if i < fields-1 {
				want += fmt.Sprintf(`"f%d":%d`, i, i)
			}
		}
		set.Dispatch(t.Context())
		var written bytes.Buffer
		set.MarshalGQL(&written)
		if written.String() != want+"}" || set.Invalids != 0 {
			t.Errorf("%d fields: %s, %d invalid", fields, written.String(), set.Invalids)
		}
	}
}

// TestAFieldThatPanicsIsNull, with an error, and makes its object invalid when it may not be.
func TestAFieldThatPanicsIsNull(t *testing.T) {
	recovers := func(context.Context, any) error { return errors.New("panicked") }
	ctx := graphql.WithResponseContext(graphql.WithFieldContext(t.Context(), &graphql.FieldContext{}), func(_ context.Context, err error) *gqlerror.Error {
		return &gqlerror.Error{Err: err, Message: err.Error()}
	}, recovers)
	set := objectOf(&graphql.OperationContext{RecoverFunc: recovers}, 3)
	for i, nonNull := range []bool{true, false, true} {
		set.ResolveConcurrently(i, nonNull, func(context.Context) graphql.Marshaler {
			if i < 2 {
				panic("no")
			}
			return graphql.MarshalInt(i)
		})
	}
	set.Dispatch(ctx)
	if set.Values[0] != graphql.Null || set.Values[1] != graphql.Null || set.Values[2] == graphql.Null || set.Invalids != 1 || len(graphql.GetErrors(ctx)) != 2 {
		t.Errorf("%v, %d invalid, errors %v", set.Values, set.Invalids, graphql.GetErrors(ctx))
	}
}
