package resolvers

import (
	"context"
	"sync"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"ketenkaart/graph"
	"ketenkaart/registry"
)

type subscriptionResolver struct{ *Resolver }

// Subscription tells what happens.
func (r *Resolver) Subscription() graph.SubscriptionResolver { return subscriptionResolver{r} }

func (r subscriptionResolver) Changes(ctx context.Context, filter *registry.ChangeFilter, afterRevision *int) (<-chan registry.Change, error) {
	subscription, err := r.registry.Subscribe(ctx, filter, afterRevision)
	if err != nil {
		return nil, err
	}
	changes := make(chan registry.Change)
	go func() {
		defer subscription.Close()
		defer close(changes)
		err := pass(ctx, subscription.Next, changes)
		if ctx.Err() == nil {
			ctx.Value(operationKey{}).(*operation).failure.Store(&err)
		}
	}()
	return changes, nil
}

// pass hands over one event after another, the next only when the one before was taken, until there is an error.
func pass[T any](ctx context.Context, next func(context.Context) (T, error), to chan<- T) error {
	for {
		event, err := next(ctx)
		if err != nil {
			return err
		}
		select {
		case to <- event:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

var _ graphql.ResponseInterceptor = Extension{}

// InterceptResponse returns each event of a subscription loaders of its own, and the date of the moment at which it asks
// for them, for it may have been waited for past midnight. A subscription that failed ends with a response that says so.
func (e Extension) InterceptResponse(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	op, ok := ctx.Value(operationKey{}).(*operation)
	if !ok || graphql.GetOperationContext(ctx).Operation.Operation != ast.Subscription {
		return next(ctx)
	}
	response := next(context.WithValue(e.registry.WithLists(ctx), loadersKey{}, sync.OnceValue(func() *loaders {
		today := e.registry.Today()
		return newLoaders(op.source, today, today)
	})))
	if response != nil {
		return response
	}
	failure := op.failure.Swap(nil)
	if failure == nil {
		return nil
	}
	graphql.AddError(ctx, *failure)
	return &graphql.Response{Errors: graphql.GetErrors(ctx)}
}
