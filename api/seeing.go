package api

import (
	"context"
	"log/slog"
	"strings"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"

	"ketenkaart/observe"
)

// operationName is what an operation is called by its client.
type operationName struct {
	kind ast.Operation
	name string
}

func nameOfOperation(op *graphql.OperationContext) operationName {
	return operationName{op.Operation.Operation, op.Operation.Name}
}

// String is for the log, and no longer than a line has room for.
func (o operationName) String() string {
	return strings.TrimSpace(string(o.kind) + " " + o.name[:min(len(o.name), maxRequestID)])
}

// seeing tells the access log what was asked and how it ended, measures it, and traces it. It never looks at variables.
type seeing struct {
	seen *seen
	log  *slog.Logger
	// slow is from how long on an operation has a line of its own; 0 is never.
	slow time.Duration
}

var _ graphql.ResponseInterceptor = seeing{}

func (seeing) ExtensionName() string { return "Seeing" }

func (seeing) Validate(graphql.ExecutableSchema) error { return nil }

// InterceptResponse sees each answer. An event of a subscription has no time of its own, for it waits for the register to change.
func (s seeing) InterceptResponse(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	op, isOne := operationOf(ctx)
	if !isOne || isSubscription(ctx) {
		response := next(ctx)
		if isOne && response != nil {
			s.seen.operation(nameOfOperation(op), fromStore)
		}
		s.note(ctx, op, response)
		return response
	}
	name := nameOfOperation(op)
	ctx, tally := observe.WithTally(ctx)
	ctx, span := s.seen.begin(ctx, name)
	began := time.Now()
	response := next(ctx)
	took := time.Since(began)
	s.note(ctx, op, response)
	endOperation(span, op, response)
	if response != nil {
		s.seen.answered(name, took)
	}
	if s.slow > 0 && took >= s.slow {
		s.log.WarnContext(ctx, "slow operation", "id", requestFrom(ctx).id, "operation", name.String(), tookFor(took), "cost", costOf(op),
			"store_calls", tally.Calls(), "store_ms", tally.Took().Milliseconds())
	}
	return response
}

// operationOf returns the operation of a context; false when what was sent did not come to be one.
func operationOf(ctx context.Context) (*graphql.OperationContext, bool) {
	if !graphql.HasOperationContext(ctx) {
		return nil, false
	}
	op := graphql.GetOperationContext(ctx)
	return op, op.Operation != nil
}

// note tells the log line of the request. A WebSocket carries several operations at once.
func (s seeing) note(ctx context.Context, op *graphql.OperationContext, response *graphql.Response) {
	noted := requestFrom(ctx)
	noted.mutex.Lock()
	defer noted.mutex.Unlock()
	if op != nil && op.Operation != nil {
		noted.operation = nameOfOperation(op).String()
	}
	if response == nil || len(response.Errors) == 0 {
		return
	}
	noted.errors = len(response.Errors)
	for i, each := range response.Errors {
		code, _ := each.Extensions["code"].(string)
		if i == 0 {
			noted.code = code
		}
		s.seen.failed(code)
	}
}

// endOperation says of an error no more than its code, for its words may hold what a client sent.
func endOperation(span trace.Span, op *graphql.OperationContext, response *graphql.Response) {
	if span == nil {
		return
	}
	span.SetAttributes(attribute.Int("ketenkaart.cost", costOf(op)))
	if response != nil && len(response.Errors) > 0 {
		code, _ := response.Errors[0].Extensions["code"].(string)
		span.SetStatus(codes.Error, code)
	}
	span.End()
}
