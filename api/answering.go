package api

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"ketenkaart/registry"
)

// The types of an answer. Under the first, its status says whether the request was one; under the older second it is 200
// whenever GraphQL answers, for clients take any other for an answer of something in between.
const (
	responseType = "application/graphql-response+json"
	jsonType     = "application/json"
)

// answering is the transport of what is asked and answered once, by the specification GraphQL over HTTP. gqlgen's own have
// 422 for a request that GraphQL refuses, data in its answer, and no ear for q-values.
type answering struct {
	// cache keeps answers; nil keeps none.
	cache *answerCache
	seen  *seen
}

var _ graphql.Transport = answering{}

// Supports leaves streams to their own transports.
func (answering) Supports(r *http.Request) bool {
	return !isStream(r) && (r.Method == http.MethodPost || r.Method == http.MethodGet || r.Method == http.MethodHead)
}

// Do answers one request.
func (a answering) Do(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor) {
	mediaType := negotiate(r.Header.Values("Accept"))
	if mediaType == "" {
		writeError(w, http.StatusNotAcceptable, badRequest(reasonAccept, "an answer is "+responseType+" or "+jsonType))
		return
	}
	w.Header().Set("Content-Type", mediaType+"; charset=utf-8")
	raw, err := readRaw(r)
	if err != nil {
		w.Header().Set("Content-Type", jsonType)
		writeError(w, http.StatusBadRequest, err)
		return
	}
	if a.cache == nil || r.Header.Get(costHeader) == costReport {
		a.execute(w, r, exec, mediaType, raw)
		return
	}
	a.fromCache(w, r, exec, mediaType, raw)
}

// fromCache gives the answer that is kept, or works it out and keeps it. What cannot be known of the register's revision, the
// operation itself will meet.
func (a answering) fromCache(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor, mediaType string, raw []byte) {
	key := a.cache.key(r.Context(), raw)
	found, revision, keep, err := a.cache.find(r.Context(), key)
	if found != nil && isOfLeast(r, revision) {
		requestFrom(r.Context()).answered(found.operation.String())
		a.seen.operation(found.operation, fromCache)
		a.seen.fields.count(found.fields, found.operation, clientOf(r.Context(), r.Header))
		found.serve(w, r, key, mediaType)
		return
	}
	if err != nil || keep == nil { // or the answer that is kept is of an earlier revision than was asked for
		a.execute(w, r, exec, mediaType, raw)
		return
	}
	var made *keptAnswer
	// Whoever waits is not held up by how slowly this client reads, nor by a panic.
	defer func() {
		if keep != nil {
			keep(nil)
		}
	}()
	given := a.answer(r, exec, mediaType, raw)
	if given.response != nil && keepable(given.op, given.response) {
		if after, err := a.cache.revision(r.Context()); err == nil && after == revision {
			made = &keptAnswer{revision: revision, operation: nameOfOperation(given.op), fields: a.seen.fields.of(given.op.Operation), body: given.body}
			w.Header().Set(revisionHeader, strconv.Itoa(revision))
		}
	}
	keep(made)
	keep = nil
	given.write(w)
}

// execute has GraphQL answer, and writes that.
func (a answering) execute(w http.ResponseWriter, r *http.Request, exec graphql.GraphExecutor, mediaType string, raw []byte) {
	a.answer(r, exec, mediaType, raw).write(w)
}

// answered is an answer that is to be written; response and op are nil when nothing was executed, and status 0 leaves it what it is.
type answered struct {
	op          *graphql.OperationContext
	response    *graphql.Response
	status      int
	contentType string
	body        []byte
}

// answer has GraphQL answer.
func (answering) answer(r *http.Request, exec graphql.GraphExecutor, mediaType string, raw []byte) answered {
	params, err := readParams(r, raw)
	if err != nil {
		return encoded(answered{status: http.StatusBadRequest, contentType: jsonType}, refusalBody{Errors: refusals(err)})
	}
	op, refused := exec.CreateOperationContext(r.Context(), params)
	if refused != nil {
		answer := exec.DispatchError(graphql.WithOperationContext(r.Context(), op), refused)
		return encoded(answered{status: statusOfRefusal(mediaType, answer.Errors)}, refusalBody{answer.Errors, answer.Extensions})
	}
	responses, ctx := exec.DispatchOperation(r.Context(), op)
	response := responses(ctx)
	if response != nil && isData(response) {
		return answered{op: op, response: response, body: slices.Concat([]byte(`{"data":`), response.Data, []byte("}"))}
	}
	return encoded(answered{op: op, response: response}, response)
}

// isData says whether an answer is its data alone, which are JSON already, and need not be looked through to be written.
func isData(response *graphql.Response) bool {
	return len(response.Data) > 0 && len(response.Errors) == 0 && len(response.Extensions) == 0 && response.HasNext == nil && response.Label == "" && response.Path == nil
}

// encoded has the body of an answer.
func encoded(a answered, body any) answered {
	text, err := json.Marshal(body)
	if err != nil {
		return answered{status: http.StatusInternalServerError, body: []byte(`{"errors":[{"message":"internal error","extensions":{"code":"INTERNAL_SERVER_ERROR","reason":"INTERNAL"}}]}`)}
	}
	a.body = text
	return a
}

func (a answered) write(w http.ResponseWriter) {
	if a.contentType != "" {
		w.Header().Set("Content-Type", a.contentType)
	}
	if a.status != 0 {
		w.WriteHeader(a.status)
	}
	_, _ = w.Write(a.body) // a client that left needs no answer
}

// refusalBody is the answer to a request that was not executed: it has no data, not even null.
type refusalBody struct {
	Errors     gqlerror.List  `json:"errors"`
	Extensions map[string]any `json:"extensions,omitempty"`
}

// statusOfRefusal is that of a request that GraphQL refuses. A mutation by GET is refused by HTTP.
func statusOfRefusal(mediaType string, errors gqlerror.List) int {
	switch reason, _ := errors[0].Extensions["reason"].(string); {
	case reason == string(reasonMutationGet):
		return http.StatusMethodNotAllowed
	case mediaType == responseType:
		return http.StatusBadRequest
	default:
		return http.StatusOK
	}
}

// readRaw returns what was asked, as it was sent.
func readRaw(r *http.Request) ([]byte, *registry.Error) {
	if r.Method != http.MethodPost {
		return []byte("?" + r.URL.RawQuery), nil
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, badRequest(reasonMalformed, "the request broke off")
	}
	return body, nil
}

// readParams reads a request that was checked to be one.
func readParams(r *http.Request, raw []byte) (*graphql.RawParams, *registry.Error) {
	params := &graphql.RawParams{Headers: r.Header}
	params.ReadTime.Start = graphql.Now()
	if r.Method == http.MethodPost {
		if err := decodeNumbers(raw, params); err != nil {
			return nil, badRequest(reasonMalformed, "the request has query, operationName, variables and extensions, each of its type")
		}
	} else if err := readAddress(r.URL.Query(), params); err != nil {
		return nil, err
	}
	params.ReadTime.End = graphql.Now()
	if strings.TrimSpace(params.Query) == "" && params.Extensions["persistedQuery"] == nil {
		return nil, badRequest(reasonMalformed, "the request has no query")
	}
	return params, nil
}

func readAddress(given url.Values, params *graphql.RawParams) *registry.Error {
	params.Query, params.OperationName = given.Get("query"), given.Get("operationName")
	for name, into := range map[string]*map[string]any{"variables": &params.Variables, "extensions": &params.Extensions} {
		if text := given.Get(name); text != "" {
			if err := decodeNumbers([]byte(text), into); err != nil {
				return badRequest(reasonMalformed, name+" is no JSON object")
			}
		}
	}
	return nil
}

// decodeNumbers leaves numbers as they were written, for a scalar to judge.
func decodeNumbers(text []byte, into any) error {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	return decoder.Decode(into)
}
