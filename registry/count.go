package registry

import (
	"context"
	"time"
)

// countTimeout bounds what is costly by nature.
const countTimeout = 2 * time.Second

// CountPartners counts the whole list of a query. UNAVAILABLE with TOO_COSTLY when that takes too long.
func (r *Registry) CountPartners(ctx context.Context, query PartnerQuery) (int, error) {
	return count(ctx, r, func(ctx context.Context, reader Reader) ([]int, error) {
		return reader.CountPartners(ctx, []PartnerQuery{query})
	})
}

// CountCollaborations counts the whole list of a query. UNAVAILABLE with TOO_COSTLY when that takes too long.
func (r *Registry) CountCollaborations(ctx context.Context, query CollaborationQuery) (int, error) {
	return count(ctx, r, func(ctx context.Context, reader Reader) ([]int, error) {
		return reader.CountCollaborations(ctx, []CollaborationQuery{query})
	})
}

// CountAdoptions counts the whole list of a query. UNAVAILABLE with TOO_COSTLY when that takes too long.
func (r *Registry) CountAdoptions(ctx context.Context, query AdoptionQuery) (int, error) {
	return count(ctx, r, func(ctx context.Context, reader Reader) ([]int, error) {
		return reader.CountAdoptions(ctx, []AdoptionQuery{query})
	})
}

func count(ctx context.Context, r *Registry, read func(context.Context, Reader) ([]int, error)) (total int, err error) {
	err = r.bounded(ctx, func(ctx context.Context, reader Reader) error {
		counts, err := read(ctx, reader)
		if err == nil {
			total = counts[0]
		}
		return err
	})
	return total, err
}

// bounded reads in bounded time; only when the bound was met, and not the client gone, is it TOO_COSTLY.
func (r *Registry) bounded(ctx context.Context, read func(context.Context, Reader) error) error {
	bounded, cancel := context.WithTimeout(ctx, countTimeout)
	defer cancel()
	err := r.store.View(bounded, func(reader Reader) error { return read(bounded, reader) })
	if err != nil && bounded.Err() != nil && ctx.Err() == nil {
		return Unavailable(ReasonTooCostly, err)
	}
	return err
}
