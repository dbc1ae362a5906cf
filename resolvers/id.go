package resolvers

import (
	"context"

	"github.com/99designs/gqlgen/graphql"

	"ketenkaart/graph"
	"ketenkaart/registry"
)

// Directives returns what the directives on arguments and fields of inputs do: whichever way a client names a thing there, the
// registry gets its code or key (@code), or its id (@id).
func Directives() graph.DirectiveRoot {
	return graph.DirectiveRoot{
		Code: func(ctx context.Context, _ any, next graphql.Resolver, of registry.Kind) (any, error) {
			return named(ctx, next, func(name string) string { return registry.KeyNamed(name, of) })
		},
		Id: func(ctx context.Context, _ any, next graphql.Resolver, of []registry.Kind) (any, error) {
			return named(ctx, next, func(name string) string { return registry.IDNamed(name, of) })
		},
	}
}

// named reads a value, and puts each name in it the one way.
func named(ctx context.Context, next graphql.Resolver, put func(string) string) (any, error) {
	value, err := next(ctx)
	switch given := value.(type) {
	case string:
		return put(given), err
	case *string:
		if given != nil {
			*given = put(*given)
		}
	case []string:
		for i := range given {
			given[i] = put(given[i])
		}
	}
	return value, err
}
