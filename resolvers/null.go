package resolvers

import (
	"ketenkaart/registry"
)

// orNull turns NOT_FOUND into null, for a field that asks whether there is such a thing.
func orNull[T any](thing T, err error) (*T, error) {
	if registry.CodeOf(err) == registry.CodeNotFound && err != nil {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &thing, nil
}

// nullable returns a value, or null with its error, so that one field that fails leaves the others.
func nullable[T any](value T, err error) (*T, error) {
	if err != nil {
		return nil, err
	}
	return &value, nil
}

// orEmpty returns the empty list for none, since a list of the schema is not null.
func orEmpty[T any](things []T, err error) ([]T, error) {
	if things == nil {
		things = []T{}
	}
	return things, err
}
