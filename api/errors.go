package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"runtime/debug"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/errcode"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"ketenkaart/registry"
)

// The reasons that the door itself has to refuse or to fail.
const (
	// BAD_USER_INPUT
	reasonTooComplex     registry.Reason = "TOO_COMPLEX"
	reasonAnswerTooLarge registry.Reason = "ANSWER_TOO_LARGE"
	reasonTooDeep        registry.Reason = "TOO_DEEP"
	reasonTooLarge       registry.Reason = "REQUEST_TOO_LARGE"
	reasonMalformed      registry.Reason = "MALFORMED_REQUEST"
	reasonContentType    registry.Reason = "CONTENT_TYPE"
	reasonMethod         registry.Reason = "METHOD"
	reasonMutationGet    registry.Reason = "MUTATION_BY_GET"
	reasonNoStream       registry.Reason = "STREAM_REQUIRED"
	reasonSubprotocol    registry.Reason = "SUBPROTOCOL"
	reasonAccept         registry.Reason = "ACCEPT"
	// NOT_FOUND
	reasonUnknownExport registry.Reason = "UNKNOWN_EXPORT"
	// FORBIDDEN
	reasonOrigin registry.Reason = "ORIGIN"
	reasonHost   registry.Reason = "HOST"

	reasonReadOnly  registry.Reason = "READ_ONLY"
	reasonUntrusted registry.Reason = "DOCUMENT_NOT_TRUSTED"

	reasonIntrospection registry.Reason = "INTROSPECTION_OFF"
	// PERSISTED_QUERY_NOT_FOUND
	reasonUnknownDocument registry.Reason = "UNKNOWN_DOCUMENT"
	// UNAVAILABLE
	reasonTimedOut          registry.Reason = "TIMED_OUT"
	reasonCancelled         registry.Reason = "CANCELLED"
	reasonStopping          registry.Reason = "STOPPING"
	reasonOverloaded        registry.Reason = "OVERLOADED"
	reasonTooManyOperations registry.Reason = "TOO_MANY_OPERATIONS"
	reasonTooOften          registry.Reason = "TOO_OFTEN"
	// GRAPHQL_PARSE_FAILED, GRAPHQL_VALIDATION_FAILED
	reasonDocument registry.Reason = "INVALID_DOCUMENT"
	// INTERNAL_SERVER_ERROR
	reasonInternal registry.Reason = "INTERNAL"
)

// errTimedOut is the cause of the end of a request that took too long.
var errTimedOut = errors.New("the request took too long")

// presenter decides what a client sees of an error, and logs what it does not.
type presenter struct{ log *slog.Logger }

// panicked is a panic in a resolver, with where it happened.
type panicked struct {
	value any
	stack []byte
}

func (p *panicked) Error() string { return fmt.Sprintf("panic: %v", p.value) }

// recovered makes an error of a panic; it is logged when it is presented.
func (presenter) recovered(_ context.Context, value any) error {
	return &panicked{value: value, stack: debug.Stack()}
}

// present returns the error that a client sees. GraphQL's own errors keep their code; an Error of the registry gives its
// code, reason and facts; everything else is internal, and says only which request to look for in the log.
func (p presenter) present(ctx context.Context, err error) *gqlerror.Error {
	known := p.classify(ctx, err)
	given, fromGraphQL := errors.AsType[*gqlerror.Error](err)
	if fromGraphQL && coercionFailed(ctx) && known.Field() == "" {
		known = known.At(argument(graphql.GetPath(ctx), given.Path))
		err = known
	}
	shown := &gqlerror.Error{Message: known.Message, Extensions: extensions(known)}
	if fromGraphQL {
		shown.Path, shown.Locations = given.Path, given.Locations
	}
	if problems := problemsOf(known, err); len(problems) > 0 {
		shown.Extensions["problems"] = problems
	}
	p.report(ctx, known, err)
	if known.Code == registry.CodeInternal {
		shown.Extensions["requestId"] = requestFrom(ctx).id
	}
	return shown
}

// classify says which Error of the registry an error is; the cases go from what is surest.
func (p presenter) classify(ctx context.Context, err error) *registry.Error {
	known, isKnown := errors.AsType[*registry.Error](err)
	panicked, isPanic := errors.AsType[*panicked](err)
	asked := graphql.HasOperationContext(ctx)
	switch {
	case isPanic:
		return internal(panicked)
	case isKnown && known.Code == registry.CodeInternal:
		return internal(err)
	case isKnown && (known.Code != registry.CodeUnavailable || known.Reason == registry.ReasonOutcomeUnknown):
		return known
	case errors.Is(context.Cause(ctx), errTimedOut), errors.Is(err, errTimedOut):
		return timedOut(err)
	case errors.Is(context.Cause(ctx), errSignedOut):
		return signedOut(err)
	case errors.Is(context.Cause(ctx), errStopping):
		return &registry.Error{Code: registry.CodeUnavailable, Reason: reasonStopping, Message: "the server stops: try again", Cause: err}
	case isKnown:
		return known
	case errors.Is(err, context.DeadlineExceeded):
		return timedOut(err)
	case errors.Is(err, context.Canceled):
		return &registry.Error{Code: registry.CodeUnavailable, Reason: reasonCancelled, Message: "the request was cancelled", Cause: err}
	}
	if known := documentError(ctx, err); known != nil {
		return known
	}
	switch {
	case !asked:
		// GraphQL reads the parameters before there is an operation; its message would repeat the whole body.
		return &registry.Error{Code: registry.CodeBadInput, Reason: reasonMalformed, Message: "the request is no GraphQL request: it should be a JSON object with query and, if any, variables and operationName"}
	case coercionFailed(ctx):
		return &registry.Error{Code: registry.CodeBadInput, Reason: registry.ReasonInvalid, Message: coercionMessage(err)}
	}
	return internal(err)
}

func timedOut(cause error) *registry.Error {
	return &registry.Error{Code: registry.CodeUnavailable, Reason: reasonTimedOut, Message: "this took too long: ask for less, or try again later", Cause: cause}
}

func internal(cause error) *registry.Error {
	return &registry.Error{Code: registry.CodeInternal, Reason: reasonInternal, Message: "internal error", Cause: cause}
}

// documentError recognises what GraphQL says of a document that it cannot parse, or that does not fit the schema, and of
// variables that do not fit the document.
func documentError(ctx context.Context, err error) *registry.Error {
	given, ok := errors.AsType[*gqlerror.Error](err)
	if !ok {
		return nil
	}
	code, _ := given.Extensions["code"].(string)
	if code != errcode.ParseFailed && code != errcode.ValidationFailed {
		return nil
	}
	op := graphql.GetOperationContext(ctx)
	if known := variableError(op, given); known != nil {
		return known
	}
	known := &registry.Error{Code: registry.Code(code), Reason: reasonDocument, Message: given.Message}
	if where := literalPlace(op, given); where.field != "" {
		known.Facts, known.Item = map[string]any{"field": where.field}, where.item
	}
	return known
}

// coercionFailed says whether the field could not read its own arguments: then it has none yet, and should.
func coercionFailed(ctx context.Context) bool {
	field := graphql.GetFieldContext(ctx)
	return field != nil && field.Args == nil && field.Field.Field != nil && field.Field.Definition != nil && len(field.Field.Definition.Arguments) > 0
}

// argument names what could not be read, as the registry names a field that it refuses: without input and places in lists.
func argument(field, path ast.Path) string {
	var names []string
	for _, element := range path[min(len(field), len(path)):] {
		if name, ok := element.(ast.PathName); ok && name != "input" {
			names = append(names, string(name))
		}
	}
	return strings.Join(names, ".")
}

func coercionMessage(err error) string {
	if given, ok := errors.AsType[*gqlerror.Error](err); ok {
		return given.Path.String() + ": " + given.Message
	}
	return err.Error()
}

// extensions gives code, reason, facts and the explanation of a refusal, as the client sees them.
func extensions(known *registry.Error) map[string]any {
	shown := maps.Clone(known.Facts)
	if shown == nil {
		shown = map[string]any{}
	}
	if why, remedy := known.Explanation(); why != "" {
		shown["why"], shown["remedy"] = why, remedy
	}
	shown["code"] = string(known.Code)
	shown["reason"] = string(known.Reason)
	return shown
}

// problem is one thing that is wrong with an input, as the client sees it. Why and Remedy are for people, in Dutch.
type problem struct {
	// Field is that of the input, "" when the problem is with the whole; Item is which one of a list, counted from 0.
	Field   string          `json:"field"`
	Item    *int            `json:"item,omitempty"`
	Reason  registry.Reason `json:"reason"`
	Message string          `json:"message"`
	Why     string          `json:"why"`
	Remedy  string          `json:"remedy"`
}

// problemsOf returns all that an input is refused for; none when it is refused for something else than what it says.
func problemsOf(known *registry.Error, err error) []problem {
	all := registry.Problems(err)
	if len(all) < 2 && known.Field() == "" {
		return nil
	}
	if len(all) == 0 || known.Code == registry.CodeInternal {
		all = []*registry.Error{known}
	}
	problems := make([]problem, len(all))
	for i, each := range all {
		why, remedy := each.Explanation()
		problems[i] = problem{Field: each.Field(), Item: each.Item, Reason: each.Reason, Message: each.Message, Why: why, Remedy: remedy}
	}
	return problems
}

// report logs what the client does not see: all of an internal error, and why a store is away.
func (p presenter) report(ctx context.Context, known *registry.Error, err error) {
	if given, ok := err.(*gqlerror.Error); ok && given.Err != nil {
		err = given.Err // GraphQL's wrapping only adds the path, which has an attribute of its own
	}
	attributes := []any{"id", requestFrom(ctx).id, "reason", string(known.Reason), "error", err}
	if graphql.HasOperationContext(ctx) {
		attributes = append(attributes, "path", graphql.GetPath(ctx).String())
	}
	if panicked, ok := errors.AsType[*panicked](err); ok {
		attributes = append(attributes, "stack", string(panicked.stack))
	}
	switch {
	case known.Code == registry.CodeInternal:
		p.log.ErrorContext(ctx, "internal error", attributes...)
	case known.Reason == reasonCancelled:
		p.log.DebugContext(ctx, "cancelled", attributes...)
	case known.Code == registry.CodeUnavailable:
		p.log.WarnContext(ctx, "unavailable", attributes...)
	}
}

// refusal is an error from before execution. The presenter replaces the code that it carries by the Error's own.
func refusal(known *registry.Error) *gqlerror.Error {
	return &gqlerror.Error{Err: known, Message: known.Message, Extensions: map[string]any{"code": errcode.ValidationFailed}}
}

// writeError answers in the shape of a GraphQL response to a request that never came to GraphQL.
func writeError(w http.ResponseWriter, status int, known *registry.Error) {
	writeJSON(w, status, refusalBody{Errors: refusals(known)})
}

// refusals are an error as the client sees it, in place of an answer.
func refusals(known *registry.Error) gqlerror.List {
	return gqlerror.List{{Message: known.Message, Extensions: extensions(known)}}
}

func signedOut(cause error) *registry.Error {
	return &registry.Error{Code: registry.CodeUnauthenticated, Reason: registry.ReasonSignIn, Message: errSignedOut.Error(), Cause: cause}
}

func writeJSON(w http.ResponseWriter, status int, value any) {
	body, err := json.Marshal(value)
	if err != nil {
		http.Error(w, "internal error", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(append(body, '\n')) // a client that left needs no answer
}

// recoverPanics answers to a panic outside of GraphQL, and logs it.
func recoverPanics(log *slog.Logger) middleware {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			defer func() {
				value := recover()
				if value == nil {
					return
				}
				if value == http.ErrAbortHandler {
					panic(value) // the server's own way to cut a connection
				}
				id := requestFrom(r.Context()).id
				log.ErrorContext(r.Context(), "panic", "id", id, "error", value, "stack", string(debug.Stack()))
				known := internal(nil)
				known.Facts = map[string]any{"requestId": id}
				writeError(w, http.StatusInternalServerError, known)
			}()
			next.ServeHTTP(w, r)
		})
	}
}
