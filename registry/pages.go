package registry

import (
	"context"
	"iter"
	"sync"
)

// pageOfAll is how many things one read of a whole list takes: enough to be fast, and few enough to hold.
const pageOfAll = 1000

// pages gives a whole list, a page at a time, so that what is held stays small and no read of the store lasts. Next asks for
// the page behind what it is given. What is written meanwhile may be in it or not.
func pages[T any](ctx context.Context, r *Registry, next func(context.Context, Reader, Page) (List[T], error), key func(T) Key) iter.Seq2[[]T, error] {
	return func(yield func([]T, error) bool) {
		page := Page{Limit: pageOfAll}
		for {
			var list List[T]
			err := r.guard.view(ctx, func(ctx context.Context, reader Reader) (err error) {
				list, err = next(ctx, reader, page)
				return err
			})
			if err != nil {
				yield(nil, err)
				return
			}
			if len(list.Items) > 0 && !yield(list.Items, nil) || !list.More {
				return
			}
			behind := key(list.Items[len(list.Items)-1])
			page.After = &behind
		}
	}
}

// Ahead has the next page read while the one before is used.
func Ahead[T any](pages iter.Seq2[[]T, error]) iter.Seq2[[]T, error] {
	type read struct {
		page []T
		err  error
	}
	return func(yield func([]T, error) bool) {
		next, left := make(chan read), make(chan struct{})
		var reading sync.WaitGroup
		defer reading.Wait()
		defer close(left)
		reading.Go(func() {
			defer close(next)
			for page, err := range pages {
				select {
				case next <- read{page, err}:
				case <-left:
					return
				}
			}
		})
		for each := range next {
			if !yield(each.page, each.err) {
				return
			}
		}
	}
}

// only takes the one list of a read for one query.
func only[L any](lists []L, err error) (list L, _ error) {
	if err != nil || len(lists) == 0 {
		return list, err
	}
	return lists[0], nil
}

// viewing reads in a View.
type viewing func(ctx context.Context, read func(context.Context, Reader) error) error

// ScanPages gives everything of a kind, of all periods, in order of id, a page at a time.
func ScanPages[T Node](ctx context.Context, r *Registry, kind Kind) iter.Seq2[[]T, error] {
	return scanPages[T](ctx, r.guard.view, ScanQuery{Kind: kind, Limit: pageOfAll})
}

func scanPages[T Node](ctx context.Context, view viewing, query ScanQuery) iter.Seq2[[]T, error] {
	return func(yield func([]T, error) bool) {
		for {
			var found []Node
			err := view(ctx, func(ctx context.Context, reader Reader) (err error) {
				found, err = reader.Scan(ctx, query)
				return err
			})
			if err != nil {
				yield(nil, err)
				return
			}
			if len(found) == 0 {
				return
			}
			page := make([]T, len(found))
			for i, node := range found {
				page[i] = node.(T)
			}
			if !yield(page, nil) {
				return
			}
			_, query.After = splitID(found[len(found)-1].ID())
		}
	}
}

// PartnerPages gives all that a query lists, whatever its page.
func (r *Registry) PartnerPages(ctx context.Context, query PartnerQuery) iter.Seq2[[]Partner, error] {
	return pages(ctx, r, func(ctx context.Context, reader Reader, page Page) (List[Partner], error) {
		query.Page = page
		list, err := only(reader.ListPartners(ctx, []PartnerQuery{query}))
		return list.List, err
	}, query.Order.key)
}

// CollaborationPages gives all that a query lists, whatever its page.
func (r *Registry) CollaborationPages(ctx context.Context, query CollaborationQuery) iter.Seq2[[]Collaboration, error] {
	return pages(ctx, r, func(ctx context.Context, reader Reader, page Page) (List[Collaboration], error) {
		query.Page = page
		list, err := only(reader.ListCollaborations(ctx, []CollaborationQuery{query}))
		return list.List, err
	}, query.Order.key)
}

// AdoptionPages gives all that a query lists, whatever its page.
func (r *Registry) AdoptionPages(ctx context.Context, query AdoptionQuery) iter.Seq2[[]Adoption, error] {
	return pages(ctx, r, func(ctx context.Context, reader Reader, page Page) (List[Adoption], error) {
		query.Page = page
		return only(reader.ListAdoptions(ctx, []AdoptionQuery{query}))
	}, adoptionKey)
}

// AgreementPages gives all that a query lists, whatever its page, without their pairs.
func (r *Registry) AgreementPages(ctx context.Context, query AgreementQuery) iter.Seq2[[]Agreement, error] {
	return pages(ctx, r, func(ctx context.Context, reader Reader, page Page) (List[Agreement], error) {
		query.Page = page
		return only(reader.ListAgreements(ctx, []AgreementQuery{query}))
	}, query.Order.key)
}

// ChangePages gives all that a query lists, whatever its page.
func (r *Registry) ChangePages(ctx context.Context, query ChangeQuery) iter.Seq2[[]Change, error] {
	return pages(ctx, r, func(ctx context.Context, reader Reader, page Page) (List[Change], error) {
		query.Page = page
		return only(reader.ListChanges(ctx, []ChangeQuery{query}))
	}, changeKey)
}

// ChangeItemPages gives all that a query lists, whatever its page.
func (r *Registry) ChangeItemPages(ctx context.Context, query ChangeItemQuery) iter.Seq2[[]ChangeItem, error] {
	return pages(ctx, r, func(ctx context.Context, reader Reader, page Page) (List[ChangeItem], error) {
		query.Page = page
		return only(reader.ListChangeItems(ctx, []ChangeItemQuery{query}))
	}, itemKey)
}
