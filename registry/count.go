package registry

import (
	"context"
	"time"
)

// countTimeout bounds what is costly by nature.
const countTimeout = 5 * time.Second

// CountQuery is a query whose whole list can be counted, whatever its page.
type CountQuery interface {
	// Counted names the list that it is of.
	Counted() string
}

// Counted is Partners.
func (PartnerQuery) Counted() string { return "Partners" }

// Counted is Collaborations.
func (CollaborationQuery) Counted() string { return "Collaborations" }

// Counted is Adoptions.
func (AdoptionQuery) Counted() string { return "Adoptions" }

// Counted is Agreements.
func (AgreementQuery) Counted() string { return "Agreements" }

// Counted is AgreedPairs.
func (AgreedPairQuery) Counted() string { return "AgreedPairs" }

// Counted is Agenda.
func (AgendaQuery) Counted() string { return "Agenda" }

// Counted is Changes.
func (ChangeQuery) Counted() string { return "Changes" }

// Counted is ChangeItems.
func (ChangeItemQuery) Counted() string { return "ChangeItems" }

// ListCounter is how a store counts the lists of each kind.
type ListCounter interface {
	CountPartners(ctx context.Context, queries []PartnerQuery) ([]int, error)
	CountCollaborations(ctx context.Context, queries []CollaborationQuery) ([]int, error)
	CountAdoptions(ctx context.Context, queries []AdoptionQuery) ([]int, error)
	CountAgreements(ctx context.Context, queries []AgreementQuery) ([]int, error)
	CountAgreedPairs(ctx context.Context, queries []AgreedPairQuery) ([]int, error)
	CountAgenda(ctx context.Context, queries []AgendaQuery) ([]int, error)
	CountChanges(ctx context.Context, queries []ChangeQuery) ([]int, error)
	CountChangeItems(ctx context.Context, queries []ChangeItemQuery) ([]int, error)
}

// CountLists has the lists of each kind counted together.
func CountLists(ctx context.Context, counter ListCounter, queries []CountQuery) ([]int, error) {
	counts := make([]int, len(queries))
	return counts, firstOf(
		countingLists(ctx, queries, counts, counter.CountPartners), countingLists(ctx, queries, counts, counter.CountCollaborations),
		countingLists(ctx, queries, counts, counter.CountAdoptions), countingLists(ctx, queries, counts, counter.CountAgreements),
		countingLists(ctx, queries, counts, counter.CountAgreedPairs), countingLists(ctx, queries, counts, counter.CountAgenda),
		countingLists(ctx, queries, counts, counter.CountChanges), countingLists(ctx, queries, counts, counter.CountChangeItems),
	)
}

// countingLists counts the queries of one type, and puts each count in the place of its query.
func countingLists[Q CountQuery](ctx context.Context, queries []CountQuery, counts []int, count func(context.Context, []Q) ([]int, error)) func() error {
	var alike []Q
	var places []int
	for place, query := range queries {
		if of, ok := query.(Q); ok {
			alike, places = append(alike, of), append(places, place)
		}
	}
	return func() error {
		if len(alike) == 0 {
			return nil
		}
		found, err := count(ctx, alike)
		for i, number := range found {
			counts[places[i]] = number
		}
		return err
	}
}

// CountPartners counts the whole list of each query. UNAVAILABLE with TOO_COSTLY when that takes too long.
func (r *Registry) CountPartners(ctx context.Context, queries []PartnerQuery) ([]int, error) {
	return counted(ctx, r, queries)
}

// CountCollaborations counts the whole list of each query. UNAVAILABLE with TOO_COSTLY when that takes too long.
func (r *Registry) CountCollaborations(ctx context.Context, queries []CollaborationQuery) ([]int, error) {
	return counted(ctx, r, queries)
}

// CountAdoptions counts the whole list of each query. UNAVAILABLE with TOO_COSTLY when that takes too long.
func (r *Registry) CountAdoptions(ctx context.Context, queries []AdoptionQuery) ([]int, error) {
	return counted(ctx, r, queries)
}

// CountAgreements counts the whole list of each query. UNAVAILABLE with TOO_COSTLY when that takes too long.
func (r *Registry) CountAgreements(ctx context.Context, queries []AgreementQuery) ([]int, error) {
	return counted(ctx, r, queries)
}

// CountAgreedPairs counts the whole list of each query. UNAVAILABLE with TOO_COSTLY when that takes too long.
func (r *Registry) CountAgreedPairs(ctx context.Context, queries []AgreedPairQuery) ([]int, error) {
	return counted(ctx, r, queries)
}

// CountAgenda counts the whole list of each query. UNAVAILABLE with TOO_COSTLY when that takes too long.
func (r *Registry) CountAgenda(ctx context.Context, queries []AgendaQuery) ([]int, error) {
	return counted(ctx, r, queries)
}

// CountChanges counts the whole list of each query. UNAVAILABLE with TOO_COSTLY when that takes too long.
func (r *Registry) CountChanges(ctx context.Context, queries []ChangeQuery) ([]int, error) {
	return counted(ctx, r, queries)
}

// CountChangeItems counts the whole list of each query. UNAVAILABLE with TOO_COSTLY when that takes too long.
func (r *Registry) CountChangeItems(ctx context.Context, queries []ChangeItemQuery) ([]int, error) {
	return counted(ctx, r, queries)
}

// counted counts in bounded time what the store has for each query.
func counted[Q CountQuery](ctx context.Context, r *Registry, queries []Q) (counts []int, err error) {
	err = r.bounded(ctx, func(ctx context.Context, reader Reader) error {
		counts, err = reader.Count(ctx, CountsOf(queries...))
		return err
	})
	return counts, err
}

// CountsOf returns queries of one type as those of any.
func CountsOf[Q CountQuery](queries ...Q) []CountQuery {
	all := make([]CountQuery, len(queries))
	for i, query := range queries {
		all[i] = query
	}
	return all
}

// bounded reads in bounded time; only when the bound was met, and not the client gone, is it TOO_COSTLY.
func (r *Registry) bounded(ctx context.Context, read func(context.Context, Reader) error) error {
	bounded, cancel := context.WithTimeout(ctx, countTimeout)
	defer cancel()
	err := r.guard.view(bounded, func(ctx context.Context, reader Reader) error { return read(bounded, reader) })
	if err != nil && bounded.Err() != nil && ctx.Err() == nil {
		return Unavailable(ReasonTooCostly, err)
	}
	return err
}
