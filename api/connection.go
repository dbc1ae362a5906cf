package api

import (
	"context"
	"net/http"
	"strconv"
	"sync/atomic"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"ketenkaart/registry"
)

// retryAfter is after how many seconds a client that was refused may try again.
const retryAfter = 5

// admitting is a transport whose operations run when the queue admits them, and only so many for each client.
type admitting struct {
	graphql.Transport
	queue   *queue
	clients *clients
	rates   *rates
	proxies Proxies
	// await waits for a revision of the register.
	await func(context.Context, int) error
}

// Do serves one request, or one stream for as long as it lasts.
func (a admitting) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	c := &connection{GraphExecutor: exec, await: a.await, queue: a.queue, clients: a.clients, rates: a.rates, from: a.proxies.senderOf(r), socket: isSocket(r)}
	if !isStream(r) {
		c.answer = w
		defer func() { c.only.end() }()
	}
	a.Transport.Do(w, r, c)
}

// connection executes what comes over one connection.
type connection struct {
	graphql.GraphExecutor
	await   func(context.Context, int) error
	queue   *queue
	clients *clients
	rates   *rates
	from    sender
	// socket says that each operation counts for a request, since there is one request for them all.
	socket bool
	// answer takes the status of a refusal, and only is the one operation, when this is no stream.
	answer http.ResponseWriter
	only   *running
	open   atomic.Int64
}

// DispatchOperation executes an operation when it is admitted. What it takes is given back when its answer was written,
// for until then that is held in memory.
func (c *connection) DispatchOperation(ctx context.Context, op *graphql.OperationContext) (graphql.ResponseHandler, context.Context) {
	r, err := c.admit(ctx, op)
	if err != nil {
		return c.refuse(graphql.WithOperationContext(ctx, op), err), ctx
	}
	if c.answer != nil {
		c.only = r
	}
	responses, ctx := c.GraphExecutor.DispatchOperation(context.WithValue(ctx, runningKey{}, r), op)
	return func(ctx context.Context) (response *graphql.Response) {
		defer func() {
			if response == nil {
				r.end()
			}
		}()
		if r.of.what == subscriptions {
			r.leave()
		}
		return responses(ctx)
	}, ctx
}

// admit counts the operation, and waits for the revision that it asks for, and until it may run. A subscription waits with each event.
func (c *connection) admit(ctx context.Context, op *graphql.OperationContext) (*running, error) {
	r := &running{connection: c, of: runner{c.from.client(ctx), runsOf(op)}, cost: costOf(op)}
	if c.open.Add(1) > connectionOperations {
		c.open.Add(-1)
		return nil, tooMany(reasonTooManyOperations, "this connection", connectionOperations, operations)
	}
	if err := c.clients.begin(r.of); err != nil {
		c.open.Add(-1)
		return nil, err
	}
	if err := c.take(ctx, r.cost); err != nil {
		r.end()
		return nil, err
	}
	if least := leastAsked(op); least > 0 {
		if err := c.await(ctx, least); err != nil {
			r.end()
			return nil, err
		}
	}
	if r.of.what == subscriptions {
		return r, nil
	}
	admitted, err := c.queue.enter(ctx, r.cost)
	if err != nil {
		r.end()
		return nil, err
	}
	r.admitted = &admitted
	return r, nil
}

func runsOf(op *graphql.OperationContext) runs {
	if op.Operation.Operation == ast.Subscription {
		return subscriptions
	}
	return operations
}

// take takes of what the client may ask in a minute. UNAVAILABLE with TOO_OFTEN when that is more than is left.
func (c *connection) take(ctx context.Context, cost int) *registry.Error {
	left := c.rates.of(ctx, c.from)
	if c.socket {
		if err := left.ask(); err != nil {
			return err
		}
	}
	return left.spend(cost)
}

// refuse answers that an operation was not admitted, with a status when there is one to give.
func (c *connection) refuse(ctx context.Context, err error) graphql.ResponseHandler {
	response := c.DispatchError(ctx, gqlerror.List{{Err: err, Message: err.Error()}})
	if reason := registry.ReasonOf(err); c.answer != nil && reason != "" {
		c.answer.Header().Set("Retry-After", strconv.Itoa(retryAfter))
		c.answer.WriteHeader(statusOfUnavailable(reason))
	}
	return graphql.OneShot(response)
}

// running is an operation that was admitted, or a subscription, of which each event is.
type running struct {
	connection *connection
	of         runner
	cost       int
	admitted   *admission
	ended      bool
}

type runningKey struct{}

// enter waits until an event of a subscription is admitted.
func (r *running) enter(ctx context.Context) {
	if admitted, err := r.connection.queue.enterWhenever(ctx, r.cost); err == nil {
		r.admitted = &admitted
	}
}

// leave gives back what the queue gave.
func (r *running) leave() {
	if r.admitted != nil {
		r.admitted.end()
		r.admitted = nil
	}
}

// end says that no more comes of it.
func (r *running) end() {
	if r == nil || r.ended {
		return
	}
	r.ended = true
	r.leave()
	r.connection.clients.end(r.of)
	r.connection.open.Add(-1)
}
