package resolvers

import (
	"context"
	"sync"
	"sync/atomic"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"ketenkaart/execution"
	"ketenkaart/registry"
)

// Extension gives each operation its date, read once, and its loaders: those of one date are shared by its root fields.
type Extension struct{ registry *registry.Registry }

// NewExtension returns the extension that the resolvers need on the handler.
func NewExtension(reg *registry.Registry) Extension { return Extension{reg} }

var (
	_ graphql.HandlerExtension     = Extension{}
	_ graphql.OperationInterceptor = Extension{}
	_ graphql.RootFieldInterceptor = Extension{}
	_ graphql.FieldInterceptor     = Extension{}
)

// ExtensionName names the extension.
func (Extension) ExtensionName() string { return "Loaders" }

// Validate has nothing to refuse.
func (Extension) Validate(graphql.ExecutableSchema) error { return nil }

type (
	operationKey struct{}
	loadersKey   struct{}
	// idsKey leads to the ids of nodes as they were sent, with their dates.
	idsKey struct{}
)

// source is what loaders read, and the level of an operation that they wait for.
type source struct {
	registry *registry.Registry
	level    *execution.Level
}

// operation has the loaders of one operation, by date.
type operation struct {
	source
	today  registry.Date
	brief  bool
	mutex  sync.Mutex
	byDate map[registry.Date]*loaders
	// failure is why a subscription ended.
	failure atomic.Pointer[error]
}

// InterceptOperation begins an operation.
func (e Extension) InterceptOperation(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
	if graphql.GetOperationContext(ctx).Operation.Operation == ast.Query {
		ctx = e.registry.WithLists(ctx)
		execution.AtHand(graphql.GetOperationContext(ctx), atHand)
	}
	brief := isBrief(graphql.GetOperationContext(ctx).Operation.SelectionSet)
	op := &operation{source: source{e.registry, execution.Levels(graphql.GetOperationContext(ctx))}, today: e.registry.Today(), brief: brief, byDate: map[registry.Date]*loaders{}}
	return next(context.WithValue(ctx, operationKey{}, op))
}

// InterceptRootField returns a root field the loaders of its date. A mutation gets new ones, for it changes what they read.
func (e Extension) InterceptRootField(ctx context.Context, next graphql.RootResolver) graphql.Marshaler {
	op := ctx.Value(operationKey{}).(*operation)
	var of *loaders
	if request := graphql.GetOperationContext(ctx); request.Operation.Operation == ast.Mutation {
		of = newLoaders(op.source, op.today, op.today)
	} else {
		given := arguments(ctx)
		of = op.at(op.dateOf(graphql.GetRootFieldContext(ctx).Field.Name, given))
		ctx = context.WithValue(ctx, idsKey{}, graphql.CoerceList(given["ids"]))
	}
	return next(withLoaders(ctx, of))
}

func (op *operation) at(asOf registry.Date) *loaders {
	op.mutex.Lock()
	defer op.mutex.Unlock()
	if op.byDate[asOf] == nil {
		op.byDate[asOf] = newLoaders(op.source, asOf, op.today)
	}
	return op.byDate[asOf]
}

func withLoaders(ctx context.Context, of *loaders) context.Context {
	return context.WithValue(ctx, loadersKey{}, func() *loaders { return of })
}

// load returns the loaders of the root field, or of the event, that the context is in.
func load(ctx context.Context) *loaders { return ctx.Value(loadersKey{}).(func() *loaders)() }
