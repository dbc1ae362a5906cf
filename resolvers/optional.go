package resolvers

import (
	"github.com/99designs/gqlgen/graphql"

	"ketenkaart/registry"
)

// optional keeps absent and null apart on the way from an update's input to a patch of the registry.
func optional[T any](field graphql.Omittable[*T]) registry.Optional[T] {
	return registry.Optional[T]{Set: field.IsSet(), Value: field.Value()}
}

// optionalList does the same for a list, of which null is the nil slice.
func optionalList[T any](field graphql.Omittable[[]T]) registry.Optional[[]T] {
	list := field.Value()
	if list == nil {
		return registry.Optional[[]T]{Set: field.IsSet()}
	}
	return registry.Optional[[]T]{Set: true, Value: &list}
}
