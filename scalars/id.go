// Package scalars reads and writes those scalars of the schema that are more than their type in Go.
package scalars

import (
	"github.com/99designs/gqlgen/graphql"

	"ketenkaart/registry"
)

// MarshalID writes an id as it is.
func MarshalID(id string) graphql.Marshaler { return graphql.MarshalString(id) }

// UnmarshalID reads an id as that of the thing, whatever the date at which the client read it: every argument and every
// field of an input takes either form.
func UnmarshalID(given any) (string, error) {
	id, err := graphql.UnmarshalString(given)
	thing, _ := registry.CutDate(id)
	return thing, err
}
