package execution

import (
	"context"
	"io"
	"sync/atomic"

	"github.com/99designs/gqlgen/graphql"
)

// FieldSet is an object of the answer, in the place of gqlgen's: without what only @defer needs, and without a map to write it.
type FieldSet struct {
	Values []graphql.Marshaler
	// Invalids is how many values that may not be null are.
	Invalids uint32
	op       *graphql.OperationContext
	fields   []graphql.CollectedField
	delayed  []func(context.Context)
}

// NewFieldSet returns an object with room for the values of its fields.
func NewFieldSet(op *graphql.OperationContext, fields []graphql.CollectedField) *FieldSet {
	return &FieldSet{Values: make([]graphql.Marshaler, len(fields)), op: op, fields: fields}
}

// ResolveConcurrently has a field be resolved by Dispatch.
func (s *FieldSet) ResolveConcurrently(i int, nonNull bool, resolve func(context.Context) graphql.Marshaler) {
	s.delayed = append(s.delayed, func(ctx context.Context) { s.set(i, nonNull, orNull(ctx, resolve)) })
}

// ResolveRootConcurrently has a root field be resolved by Dispatch, in its own context.
func (s *FieldSet) ResolveRootConcurrently(ctx context.Context, i int, nonNull bool, resolve func(context.Context) graphql.Marshaler) {
	s.delayed = append(s.delayed, func(context.Context) {
		s.set(i, nonNull, s.op.RootResolverMiddleware(ctx, func(ctx context.Context) graphql.Marshaler { return orNull(ctx, resolve) }))
	})
}

func (s *FieldSet) set(i int, nonNull bool, value graphql.Marshaler) {
	s.Values[i] = value
	invalid := graphql.RequiredNull
	if nonNull {
		invalid = graphql.Null
	}
	if value == invalid {
		atomic.AddUint32(&s.Invalids, 1)
	}
}

// Dispatch resolves the fields that were left to it, at once.
func (s *FieldSet) Dispatch(ctx context.Context) {
	AtOnce(ctx, s.op, len(s.delayed), func(ctx context.Context, i int) { s.delayed[i](ctx) })
}

// MarshalGQL writes the object.
func (s *FieldSet) MarshalGQL(w io.Writer) {
	_, _ = io.WriteString(w, "{")
	separator := `"`
	seen := seenNames{fields: s.fields}
	for i := range s.fields {
		if seen.before(i) {
			continue
		}
		_, _ = io.WriteString(w, separator)
		_, _ = io.WriteString(w, s.fields[i].Alias)
		_, _ = io.WriteString(w, `":`)
		s.Values[i].MarshalGQL(w)
		separator = `,"`
	}
	_, _ = io.WriteString(w, "}")
}

// fewFields is up to how many fields are looked through for each.
const fewFields = 16

// seenNames tells a field that two interfaces ask by the same name, which is written once.
type seenNames struct {
	fields []graphql.CollectedField
	names  map[string]bool
}

func (s *seenNames) before(i int) bool {
	name := s.fields[i].Alias
	if len(s.fields) <= fewFields {
		for j := range i {
			if s.fields[j].Alias == name {
				return true
			}
		}
		return false
	}
	if s.names == nil {
		s.names = make(map[string]bool, len(s.fields))
	}
	there := s.names[name]
	s.names[name] = true
	return there
}
