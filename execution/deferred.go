package execution

import (
	"context"

	"github.com/99designs/gqlgen/graphql"
)

// Deferred is the group of the fields of an object that come later; without such a field it is empty, and costs nothing.
func Deferred(ctx context.Context, fields []graphql.CollectedField) graphql.DeferredGroup {
	for _, field := range fields {
		if field.IsDeferred() {
			return graphql.NewDeferredGroup(ctx)
		}
	}
	return graphql.DeferredGroup{}
}
