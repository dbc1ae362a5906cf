package api

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"ketenkaart/registry"
)

const (
	// revisionHeader says of which revision of the register an answer is.
	revisionHeader = "X-Ketenkaart-Revision"
	// leastHeader and leastExtension ask for an answer of at least a revision. The header leaves a question what it is, so that its
	// answer is kept; the extension is for what comes over a WebSocket.
	leastHeader    = "X-Ketenkaart-At-Least-Revision"
	leastExtension = "atLeastRevision"
	// revisionExtension asks an answer for a revision that has all that it shows, under the same name in its extensions.
	revisionExtension = "revision"
)

// revised reads at least of which revision an answer is to be, and tells a revision that has all that the answer shows.
type revised struct {
	now func(context.Context) (int, error)
}

var (
	_ graphql.OperationContextMutator = revised{}
	_ graphql.ResponseInterceptor     = revised{}
)

func (revised) ExtensionName() string { return "Revised" }

func (revised) Validate(graphql.ExecutableSchema) error { return nil }

func (revised) MutateOperationContext(_ context.Context, op *graphql.OperationContext) *gqlerror.Error {
	least, err := leastOf(op.Headers, op.Extensions)
	if err != nil {
		return refusal(err)
	}
	op.Stats.SetExtension(leastHeader, least)
	return nil
}

// InterceptResponse looks after the answer was made: whoever asks for at least that revision sees all that this answer shows. An event of
// a subscription has its own revision.
func (v revised) InterceptResponse(ctx context.Context, next graphql.ResponseHandler) *graphql.Response {
	response := next(ctx)
	op, isOne := operationOf(ctx)
	if !isOne || response == nil || op.Extensions[revisionExtension] != true || isSubscription(ctx) {
		return response
	}
	revision, err := v.now(ctx)
	if err != nil {
		return response // a mutation has happened all the same
	}
	if response.Extensions == nil {
		response.Extensions = map[string]any{}
	}
	response.Extensions[revisionExtension] = revision
	return response
}

// isOfLeast says whether a revision is as late as the header of a request asks. What the extension asked, holds for the answer that is kept to it.
func isOfLeast(r *http.Request, revision int) bool {
	least, err := leastOf(r.Header, nil)
	return err == nil && least <= revision
}

// leastAsked is the revision of which the answer to an operation is to be at least; 0 when any will do.
func leastAsked(op *graphql.OperationContext) int {
	least, _ := op.Stats.GetExtension(leastHeader).(int)
	return least
}

// leastOf reads the same from what carries an operation, the larger of the two. BAD_USER_INPUT when it is no revision.
func leastOf(header http.Header, extensions map[string]any) (least int, err *registry.Error) {
	for name, given := range map[string]any{leastHeader: header.Get(leastHeader), leastExtension: extensions[leastExtension]} {
		var text string
		switch given := given.(type) {
		case nil:
		case json.Number:
			text = given.String()
		case string:
			text = given
		default:
			text = "-"
		}
		if text == "" {
			continue
		}
		revision, wrong := strconv.Atoi(text)
		if wrong != nil || revision < 0 {
			return 0, badRequest(reasonMalformed, name+" is a revision: a whole number, 0 or more")
		}
		least = max(least, revision)
	}
	return least, nil
}
