package resolvers

import (
	"context"

	"ketenkaart/registry"
)

func (r queryResolver) Matrix(ctx context.Context, rows, columns registry.MatrixAxis, filter *registry.CountFilter, _ *registry.Date) (*registry.Matrix, error) {
	return nullable(r.registry.Matrix(ctx, registry.MatrixQuery{Rows: rows, Columns: columns, Filter: orEverything(filter), AsOf: load(ctx).asOf}))
}

// orEverything returns the filter; that of none counts all.
func orEverything(filter *registry.CountFilter) registry.CountFilter {
	if filter == nil {
		return registry.CountFilter{}
	}
	return *filter
}
