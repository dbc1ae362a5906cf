package api

import (
	"cmp"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/99designs/gqlgen/graphql/handler/transport"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"ketenkaart/registry"
)

const (
	eventStreamType = "text/event-stream"
	// keepAlive is how often an idle stream is heard of, so that nothing between takes it for dead.
	keepAlive = 15 * time.Second
	// writeTime is how long a client of a stream may leave what is written to it. It is less than drainTime.
	writeTime = 8 * time.Second
)

// errStopping is the cause of the end of a request or a stream when the server stops.
var errStopping = errors.New("the server stops")

// isStream recognises a request whose answer has no end of its own: a WebSocket or an event stream.
func isStream(r *http.Request) bool { return isSocket(r) || isEventStream(r) || isEvents(r) }

// isSocket asks for more than the header Upgrade, for some clients send it with every request to offer HTTP/2.
func isSocket(r *http.Request) bool {
	return r.URL.Path == Path && r.Method == http.MethodGet && hasToken(r.Header, "Connection", "upgrade") && hasToken(r.Header, "Upgrade", "websocket")
}

// isEventStream wants an event stream to be what the client likes best, for many clients send with every request all
// that they can read.
func isEventStream(r *http.Request) bool {
	return transport.SSE{}.Supports(r) && prefers(r.Header.Values("Accept"), eventStreamType)
}

// eventStreams is the transport of server-sent events.
type eventStreams struct{ transport.SSE }

// Supports leaves to the other transports what would rather have one answer.
func (eventStreams) Supports(r *http.Request) bool { return isEventStream(r) }

// hasToken looks for a word in a header that is a list.
func hasToken(header http.Header, name, token string) bool {
	for _, value := range header.Values(name) {
		if slices.ContainsFunc(strings.Split(value, ","), func(word string) bool { return strings.EqualFold(strings.TrimSpace(word), token) }) {
			return true
		}
	}
	return false
}

// checkHandshake refuses what cannot become a WebSocket of the one protocol that is spoken on it.
func checkHandshake(r *http.Request) *registry.Error {
	key, err := base64.StdEncoding.DecodeString(r.Header.Get("Sec-WebSocket-Key"))
	switch {
	case err != nil || len(key) != 16 || r.Header.Get("Sec-WebSocket-Version") != "13" || !r.ProtoAtLeast(1, 1):
		return badRequest(reasonMalformed, "this is no handshake of a WebSocket, version 13")
	case !hasToken(r.Header, "Sec-WebSocket-Protocol", subprotocol):
		return badRequest(reasonSubprotocol, "a WebSocket speaks "+subprotocol+" here: ask for it as the subprotocol")
	}
	return nil
}

// unlessStream leaves streams alone.
func unlessStream(wrap middleware) middleware {
	return func(next http.Handler) http.Handler {
		wrapped := wrap(next)
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if isStream(r) {
				next.ServeHTTP(w, r)
				return
			}
			wrapped.ServeHTTP(w, r)
		})
	}
}

// keepStreams lets a stream last until its client leaves, is not signed in any more, or until the server stops.
func keepStreams(config Config) middleware {
	patience, looks := cmp.Or(config.WriteTime, writeTime), cmp.Or(config.KeepAlive, keepAlive)
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if !isStream(r) {
				next.ServeHTTP(w, r)
				return
			}
			ctx, cancel := context.WithCancelCause(r.Context())
			defer cancel(nil)
			defer streamsFrom(ctx).begin(cancel)()
			ctx = context.WithValue(ctx, cancelKey{}, cancel)
			if found, ok := ctx.Value(identityKey{}).(identified); ok {
				endAt(ctx, found.Until)
				endWhen(ctx, found.Ended, looks)
			}
			if isEventStream(r) {
				events := newEventStream(ctx, w, patience)
				defer events.end()
				w = events
			}
			next.ServeHTTP(w, r.WithContext(ctx))
		})
	}
}

// streams are those that are open on a server.
type streams struct {
	stopping context.Context
	open     sync.WaitGroup
}

type streamsKey struct{}

// streamsFrom returns those of the server that a request came to; nil when it is not one of Serve.
func streamsFrom(ctx context.Context) *streams {
	found, _ := ctx.Value(streamsKey{}).(*streams)
	return found
}

// begin counts a stream, and cancels it when the server stops; what it gives has to be called when the stream has ended.
func (s *streams) begin(cancel context.CancelCauseFunc) (end func()) {
	if s == nil {
		return func() {}
	}
	s.open.Add(1)
	stop := context.AfterFunc(s.stopping, func() { cancel(errStopping) })
	return func() { stop(); s.open.Done() }
}

// wait waits until all have ended. http.Server does not know of WebSockets any more.
func (s *streams) wait(ctx context.Context) error {
	ended := make(chan struct{})
	go func() { s.open.Wait(); close(ended) }()
	select {
	case <-ended:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// eventStream bounds each write of server-sent events. A write that takes too long breaks the connection, which ends
// the context of the request. After its end it writes nothing, though a keep-alive may come late.
type eventStream struct {
	http.ResponseWriter
	ctx      context.Context
	control  *http.ResponseController
	patience time.Duration
	mutex    sync.Mutex
	ended    bool
}

func newEventStream(ctx context.Context, w http.ResponseWriter, patience time.Duration) *eventStream {
	// Or nginx would keep the events until it has many.
	w.Header().Set("X-Accel-Buffering", "no")
	s := &eventStream{ResponseWriter: w, ctx: ctx, control: http.NewResponseController(w), patience: patience}
	// The time in which the request had to be read is not one in which its answer has to end.
	_ = s.control.SetReadDeadline(time.Time{}) // a writer without deadlines needs none taken off
	return s
}

// Write writes, unless the stream is over.
func (s *eventStream) Write(data []byte) (n int, err error) {
	s.within(func() { n, err = s.ResponseWriter.Write(data) })
	return n, err
}

// Flush sends what was written.
func (s *eventStream) Flush() {
	s.within(func() { _ = s.control.Flush() }) // a failure ends the context
}

// Unwrap lets http.ResponseController find what is below.
func (s *eventStream) Unwrap() http.ResponseWriter { return s.ResponseWriter }

func (s *eventStream) within(do func()) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.ended || s.ctx.Err() != nil {
		return
	}
	_ = s.control.SetWriteDeadline(time.Now().Add(s.patience)) // as above
	do()
}

// end leaves the server time to say that the answer is whole, and tells a client that is not signed in any more that it is not:
// it would come back otherwise.
func (s *eventStream) end() {
	if !errors.Is(context.Cause(s.ctx), errSignedOut) {
		s.endWith("")
		return
	}
	body, _ := json.Marshal(refusalBody{Errors: refusals(signedOut(nil))}) // of texts alone
	s.endWith(fmt.Sprintf("event: next\ndata: %s\n\nevent: complete\ndata: \n\n", body))
}

// endWith ends the stream with a last word, though its context may have ended before.
func (s *eventStream) endWith(word string) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.ended = true
	_ = s.control.SetWriteDeadline(time.Now().Add(s.patience)) // as above
	if word != "" {
		_, _ = io.WriteString(s.ResponseWriter, word) // a client that left needs none
	}
}

// streamed is what holds for an operation because of the request that carries it: a subscription needs a stream, and a
// query or a mutation in a stream has the time that it would have by itself.
type streamed struct{ limit time.Duration }

var (
	_ graphql.OperationContextMutator = streamed{}
	_ graphql.OperationInterceptor    = streamed{}
)

func (streamed) ExtensionName() string { return "Streamed" }

func (streamed) Validate(graphql.ExecutableSchema) error { return nil }

func (streamed) MutateOperationContext(ctx context.Context, op *graphql.OperationContext) *gqlerror.Error {
	switch {
	case op.Operation.Operation != ast.Subscription:
		return nil
	case !requestFrom(ctx).stream:
		return refusal(badRequest(reasonNoStream, "a subscription needs a stream: a WebSocket, or a POST with Accept: text/event-stream"))
	case len(graphql.CollectFields(op, op.Operation.SelectionSet, []string{"Subscription"})) != 1:
		// Validation takes two aliases of one field for one field.
		return refusal(&registry.Error{Code: errcode.ValidationFailed, Reason: reasonDocument, Message: "a subscription has exactly one root field"})
	}
	return nil
}

// InterceptOperation bounds the time, and holds back an event that was cut short because the stream is over: whoever
// goes on after the last one that came would never see it whole.
func (s streamed) InterceptOperation(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
	if !requestFrom(ctx).stream {
		return next(ctx)
	}
	if graphql.GetOperationContext(ctx).Operation.Operation == ast.Subscription {
		events := next(ctx)
		return func(ctx context.Context) *graphql.Response {
			event := events(ctx)
			if ctx.Err() != nil {
				return nil
			}
			return event
		}
	}
	ctx, stop := within(ctx, s.limit)
	answers := next(ctx)
	return func(ctx context.Context) *graphql.Response {
		answer := answers(ctx)
		if answer == nil {
			stop()
		}
		return answer
	}
}
