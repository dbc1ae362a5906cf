package api

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2/gqlerror"

	"ketenkaart/exchange"
	"ketenkaart/registry"
)

// only refuses all methods but those.
func only(methods ...string) middleware {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if !slices.Contains(methods, r.Method) {
				w.Header().Set("Allow", strings.Join(methods, ", "))
				writeError(w, http.StatusMethodNotAllowed, badRequest(reasonMethod, "what is here is got by GET"))
				return
			}
			next.ServeHTTP(w, r)
		})
	}
}

// read reads the address of a request. A semicolon separates no parameters, so that one need not be escaped.
func (e *Exports) read(r *http.Request, export exchange.Export) (exchange.Asked, error) {
	parameters, err := url.ParseQuery(strings.ReplaceAll(r.URL.RawQuery, ";", "%3B"))
	if err != nil {
		return exchange.Asked{}, badRequest(reasonMalformed, "the parameters of the address cannot be read")
	}
	return e.Read(r.Context(), export, parameters)
}

// refuse answers that there is nothing to get, in the shape of a GraphQL response.
func (e *Exports) refuse(w http.ResponseWriter, r *http.Request, err error) {
	shown := e.presented(r.Context(), err)
	for _, name := range []string{"Content-Disposition", "Content-Type"} {
		w.Header().Del(name)
	}
	status := statusOf(shown)
	if status == http.StatusServiceUnavailable || status == http.StatusTooManyRequests {
		w.Header().Set("Retry-After", strconv.Itoa(retryAfter))
	}
	writeJSON(w, status, refusalBody{Errors: shown})
}

// statusOf is that of the first error.
func statusOf(shown gqlerror.List) int {
	code, _ := shown[0].Extensions["code"].(string)
	reason, _ := shown[0].Extensions["reason"].(string)
	switch registry.Code(code) {
	case registry.CodeNotFound:
		return http.StatusNotFound
	case registry.CodeUnauthenticated:
		return http.StatusUnauthorized
	case registry.CodeForbidden:
		return http.StatusForbidden
	case registry.CodeConflict:
		return http.StatusConflict
	case registry.CodeUnavailable:
		return statusOfUnavailable(registry.Reason(reason))
	case registry.CodeInternal:
		return http.StatusInternalServerError
	}
	return http.StatusBadRequest
}

// statusOfUnavailable tells what is too much of one client from what is too much for the server.
func statusOfUnavailable(reason registry.Reason) int {
	switch reason {
	case reasonTooOften, reasonTooManyOperations, registry.ReasonSubscribers:
		return http.StatusTooManyRequests
	}
	return http.StatusServiceUnavailable
}
