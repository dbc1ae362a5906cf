package api

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"ketenkaart/execution"
)

const (
	// maxFields and maxBytes bound what an answer really holds, however generous its cost was.
	maxFields = 500_000
	maxBytes  = 16 << 20
	// costHeader asks what a document costs, as Hot Chocolate and its tools do: GraphQL-Cost: report.
	costHeader = "GraphQL-Cost"
	costReport = "report"
)

// counting counts an answer while it is made. It stops at the limits, at the end of its time, and when its client has
// left: also where nothing is read, as in the schema.
type counting struct {
	// most is what an operation may cost.
	most   int
	errors presenter
	// limit is the time of an event of a subscription, whose context has none.
	limit time.Duration
}

var (
	_ graphql.OperationInterceptor = counting{}
	_ graphql.ResponseInterceptor  = counting{}
	_ graphql.RootFieldInterceptor = counting{}
	_ graphql.FieldInterceptor     = counting{}
)

func (counting) ExtensionName() string { return "Counting" }

func (counting) Validate(graphql.ExecutableSchema) error { return nil }

// answer is what has been made of one answer.
type answer struct {
	fields, bytes atomic.Int64
	// running is the operation that it answers; an event of a subscription is admitted with its first field.
	running  *running
	admitted sync.Once
	limit    time.Duration
	timer    *time.Timer
	// stopped is why no more is made.
	stopped atomic.Pointer[error]
}

type answerKey struct{}

// InterceptOperation says why there is no answer at all when the time was over before one began; GraphQL would say null.
func (c counting) InterceptOperation(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
	answers, began := next(ctx), false
	return func(ctx context.Context) *graphql.Response {
		response := answers(ctx)
		if response == nil && !began && !isSubscription(ctx) {
			response = &graphql.Response{Errors: gqlerror.List{c.errors.present(ctx, context.Cause(ctx))}}
		}
		began = true
		return response
	}
}

// InterceptResponse begins an answer, each event of a subscription another, and tells what it cost when that was asked.
func (c counting) InterceptResponse(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	of, _ := ctx.Value(runningKey{}).(*running)
	made := &answer{running: of, limit: c.limit}
	if graphql.HasOperationContext(ctx) {
		execution.CountBy(graphql.GetOperationContext(ctx), made)
	}
	response := next(context.WithValue(ctx, answerKey{}, made))
	if made.timer != nil {
		made.timer.Stop()
	}
	if response == nil {
		return nil
	}
	if reason := made.stopped.Load(); reason != nil && isSubscription(ctx) {
		response = &graphql.Response{Data: json.RawMessage("null")}
		graphql.AddError(ctx, *reason)
		response.Errors = graphql.GetErrors(ctx)
	}
	if graphql.HasOperationContext(ctx) && graphql.GetOperationContext(ctx).Headers.Get(costHeader) == costReport {
		if response.Extensions == nil {
			response.Extensions = map[string]any{}
		}
		response.Extensions["cost"] = made.report(graphql.GetOperationContext(ctx), c.most)
	}
	return response
}

func isSubscription(ctx context.Context) bool {
	operation := graphql.GetOperationContext(ctx).Operation
	return operation != nil && operation.Operation == ast.Subscription
}

func (a *answer) report(op *graphql.OperationContext, most int) map[string]any {
	return map[string]any{"estimate": costOf(op), "limit": most, "fields": a.fields.Load(), "bytes": a.bytes.Load()}
}

// InterceptRootField leaves out a root field that was not finished, and says why: those before it stand.
func (counting) InterceptRootField(ctx context.Context, next graphql.RootResolver) graphql.Marshaler {
	made := next(ctx)
	answer, ok := ctx.Value(answerKey{}).(*answer)
	if !ok {
		return made
	}
	reason := answer.stopped.Load()
	if reason == nil {
		return made
	}
	name := ast.PathName(graphql.GetRootFieldContext(ctx).Field.Alias)
	graphql.AddError(ctx, &gqlerror.Error{Err: *reason, Message: (*reason).Error(), Path: ast.Path{name}})
	return graphql.Null
}

// InterceptField counts a field. When no more is made it is null without an error of its own: that of its root field
// stands for them all, which may be very many.
func (counting) InterceptField(ctx context.Context, next graphql.Resolver) (any, error) {
	answer, ok := ctx.Value(answerKey{}).(*answer)
	if !ok {
		return next(ctx) // the field of a subscription, from which answers come
	}
	if !answer.goesOn(ctx) {
		return graphql.Null, nil
	}
	value, err := next(ctx)
	answer.bytes.Add(int64(len(graphql.GetFieldContext(ctx).Field.Alias) + len(`"":,`) + size(value)))
	return value, err
}

// begin waits until an event of a subscription is admitted, and bounds its time from then on.
func (a *answer) begin(ctx context.Context) {
	if !isSubscription(ctx) {
		return
	}
	a.running.enter(ctx)
	a.timer = time.AfterFunc(a.limit, func() {
		reason := errTimedOut
		a.stopped.CompareAndSwap(nil, &reason)
	})
}

// goesOn counts a field, and says whether it may be made.
func (a *answer) goesOn(ctx context.Context) bool {
	a.admitted.Do(func() { a.begin(ctx) })
	if ctx.Err() != nil {
		reason := context.Cause(ctx)
		a.stopped.CompareAndSwap(nil, &reason)
	}
	return a.hasRoom()
}

// Leaf counts a value that its object holds.
func (a *answer) Leaf(bytes int) bool {
	if !a.hasRoom() {
		return false
	}
	a.bytes.Add(int64(bytes))
	return true
}

func (a *answer) hasRoom() bool {
	fields := a.fields.Add(1)
	if a.stopped.Load() != nil {
		return false
	}
	var reason error
	switch {
	case fields > maxFields:
		reason = tooLarge("fields", maxFields)
	case a.bytes.Load() > maxBytes:
		reason = tooLarge("bytes", maxBytes)
	default:
		return true
	}
	a.stopped.CompareAndSwap(nil, &reason)
	return false
}

func tooLarge(unit string, limit int) error {
	known := badRequest(reasonAnswerTooLarge, fmt.Sprintf("the answer holds more than %d %s: ask for smaller pages, or in several queries; what a mutation did stands", limit, unit))
	known.Facts = map[string]any{"unit": unit, "limit": limit}
	return known
}

// size is about how many bytes a value takes in the answer; what has fields of its own takes none.
func size(value any) int {
	switch value := value.(type) {
	case string:
		return execution.TextBytes(value)
	case *string:
		return execution.OptionalBytes(value)
	case []string:
		return execution.ListBytes(value)
	case json.RawMessage:
		return len(value)
	}
	return execution.OtherBytes
}

// costOf returns what the operation was held to cost before it was executed.
func costOf(op *graphql.OperationContext) int {
	cost, _ := op.Stats.GetExtension(costHeader).(int)
	return cost
}
