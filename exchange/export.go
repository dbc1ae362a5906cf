package exchange

import (
	"context"
	"io"
	"slices"

	"ketenkaart/registry"
)

// Export is something of the register in a format of other programs. Its name is its What and its Format: partners.csv.
type Export struct {
	What, Format string
	// MediaType says what it is over HTTP.
	MediaType string
	// Field is the root field of the API whose Arguments say what is meant; "" when it is always the whole register.
	Field     string
	Arguments []string
	// Form names the parameters by which its form is chosen.
	Form []string
	// Rows is what people call the things that Written counts; "" is rows.
	Rows string
	// Count is how many rows there will be; nil when that is not known beforehand.
	Count func(ctx context.Context, asked Asked) (int, error)
	// Write writes it, a page of the register at a time. BAD_USER_INPUT for arguments that cannot be meant.
	Write func(ctx context.Context, to io.Writer, asked Asked) error
}

// Name is what it is asked for by.
func (e Export) Name() string { return e.What + "." + e.Format }

// Asked is what is asked of an export.
type Asked struct {
	// Arguments are those of the root field, as resolvers get them; one that was not given is nil there, or missing.
	Arguments map[string]any
	// AsOf is the day that is asked for.
	AsOf registry.Date
	Form Form
	// Written hears of each page how many rows it has; nil hears nothing.
	Written func(rows int)
}

// argument is one of a type; its zero value when it was not given.
func argument[T any](asked Asked, name string) T {
	given, _ := asked.Arguments[name].(T)
	return given
}

// Exports lists all exports of a registry, by name.
func Exports(reg *registry.Registry) []Export {
	return slices.Concat(tables{reg}.exports(), networks{reg}.exports(), []Export{registerZip{reg}.export()})
}
