package registry

import (
	"context"
	"time"
)

// countTimeout bounds what is costly by nature.
const countTimeout = 5 * time.Second

// CountPartners counts the whole list of each query. UNAVAILABLE with TOO_COSTLY when that takes too long.
func (r *Registry) CountPartners(ctx context.Context, queries []PartnerQuery) (counts []int, err error) {
	err = r.bounded(ctx, func(ctx context.Context, reader Reader) error {
		counts, err = reader.CountPartners(ctx, queries)
		return err
	})
	return counts, err
}

// CountCollaborations counts the whole list of each query. UNAVAILABLE with TOO_COSTLY when that takes too long.
func (r *Registry) CountCollaborations(ctx context.Context, queries []CollaborationQuery) (counts []int, err error) {
	err = r.bounded(ctx, func(ctx context.Context, reader Reader) error {
		counts, err = reader.CountCollaborations(ctx, queries)
		return err
	})
	return counts, err
}

// CountAdoptions counts the whole list of each query. UNAVAILABLE with TOO_COSTLY when that takes too long.
func (r *Registry) CountAdoptions(ctx context.Context, queries []AdoptionQuery) (counts []int, err error) {
	err = r.bounded(ctx, func(ctx context.Context, reader Reader) error {
		counts, err = reader.CountAdoptions(ctx, queries)
		return err
	})
	return counts, err
}

// CountAgreements counts the whole list of each query. UNAVAILABLE with TOO_COSTLY when that takes too long.
func (r *Registry) CountAgreements(ctx context.Context, queries []AgreementQuery) (counts []int, err error) {
	err = r.bounded(ctx, func(ctx context.Context, reader Reader) error {
		counts, err = reader.CountAgreements(ctx, queries)
		return err
	})
	return counts, err
}

// CountAgreedPairs counts the whole list of each query. UNAVAILABLE with TOO_COSTLY when that takes too long.
func (r *Registry) CountAgreedPairs(ctx context.Context, queries []AgreedPairQuery) (counts []int, err error) {
	err = r.bounded(ctx, func(ctx context.Context, reader Reader) error {
		counts, err = reader.CountAgreedPairs(ctx, queries)
		return err
	})
	return counts, err
}

// CountAgenda counts the whole list of each query. UNAVAILABLE with TOO_COSTLY when that takes too long.
func (r *Registry) CountAgenda(ctx context.Context, queries []AgendaQuery) (counts []int, err error) {
	err = r.bounded(ctx, func(ctx context.Context, reader Reader) error {
		counts, err = reader.CountAgenda(ctx, queries)
		return err
	})
	return counts, err
}

// CountChanges counts the whole list of each query. UNAVAILABLE with TOO_COSTLY when that takes too long.
func (r *Registry) CountChanges(ctx context.Context, queries []ChangeQuery) (counts []int, err error) {
	err = r.bounded(ctx, func(ctx context.Context, reader Reader) error {
		counts, err = reader.CountChanges(ctx, queries)
		return err
	})
	return counts, err
}

// CountChangeItems counts the whole list of each query. UNAVAILABLE with TOO_COSTLY when that takes too long.
func (r *Registry) CountChangeItems(ctx context.Context, queries []ChangeItemQuery) (counts []int, err error) {
	err = r.bounded(ctx, func(ctx context.Context, reader Reader) error {
		counts, err = reader.CountChangeItems(ctx, queries)
		return err
	})
	return counts, err
}

// bounded reads in bounded time; only when the bound was met, and not the client gone, is it TOO_COSTLY.
func (r *Registry) bounded(ctx context.Context, read func(context.Context, Reader) error) error {
	bounded, cancel := context.WithTimeout(ctx, countTimeout)
	defer cancel()
	err := r.store.View(bounded, func(ctx context.Context, reader Reader) error { return read(bounded, reader) })
	if err != nil && bounded.Err() != nil && ctx.Err() == nil {
		return Unavailable(ReasonTooCostly, err)
	}
	return err
}
