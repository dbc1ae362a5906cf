package registry

import (
	"context"
	"time"
)

// countTimeout bounds what is costly by nature.
const countTimeout = 5 * time.Second

// CountPartners counts the whole list of each query. UNAVAILABLE with TOO_COSTLY when that takes too long.
func (r *Registry) CountPartners(ctx context.Context, queries []PartnerQuery) ([]int, error) {
	return counted(ctx, r, queries, Reader.CountPartners)
}

// CountCollaborations counts the whole list of each query. UNAVAILABLE with TOO_COSTLY when that takes too long.
func (r *Registry) CountCollaborations(ctx context.Context, queries []CollaborationQuery) ([]int, error) {
	return counted(ctx, r, queries, Reader.CountCollaborations)
}

// CountAdoptions counts the whole list of each query. UNAVAILABLE with TOO_COSTLY when that takes too long.
func (r *Registry) CountAdoptions(ctx context.Context, queries []AdoptionQuery) ([]int, error) {
	return counted(ctx, r, queries, Reader.CountAdoptions)
}

// CountAgreements counts the whole list of each query. UNAVAILABLE with TOO_COSTLY when that takes too long.
func (r *Registry) CountAgreements(ctx context.Context, queries []AgreementQuery) ([]int, error) {
	return counted(ctx, r, queries, Reader.CountAgreements)
}

// CountAgreedPairs counts the whole list of each query. UNAVAILABLE with TOO_COSTLY when that takes too long.
func (r *Registry) CountAgreedPairs(ctx context.Context, queries []AgreedPairQuery) ([]int, error) {
	return counted(ctx, r, queries, Reader.CountAgreedPairs)
}

// CountAgenda counts the whole list of each query. UNAVAILABLE with TOO_COSTLY when that takes too long.
func (r *Registry) CountAgenda(ctx context.Context, queries []AgendaQuery) ([]int, error) {
	return counted(ctx, r, queries, Reader.CountAgenda)
}

// CountChanges counts the whole list of each query. UNAVAILABLE with TOO_COSTLY when that takes too long.
func (r *Registry) CountChanges(ctx context.Context, queries []ChangeQuery) ([]int, error) {
	return counted(ctx, r, queries, Reader.CountChanges)
}

// CountChangeItems counts the whole list of each query. UNAVAILABLE with TOO_COSTLY when that takes too long.
func (r *Registry) CountChangeItems(ctx context.Context, queries []ChangeItemQuery) ([]int, error) {
	return counted(ctx, r, queries, Reader.CountChangeItems)
}

// counted counts in bounded time what the store has for each query.
func counted[Q any](ctx context.Context, r *Registry, queries []Q, count func(Reader, context.Context, []Q) ([]int, error)) (counts []int, err error) {
	err = r.bounded(ctx, func(ctx context.Context, reader Reader) error {
		counts, err = count(reader, ctx, queries)
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
