package api

import (
	"context"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"ketenkaart/registry"
)

// limitTime ends the context of a request, or of an export, that takes too long. It sets no deadline, for a deadline costs the Neo4j
// driver a goroutine and a timer for every read, and the stores bound their reads themselves.
func limitTime(request, export time.Duration) middleware {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			limit := request
			if isExport(r) {
				limit = export
			}
			ctx, stop := within(r.Context(), limit)
			defer stop()
			next.ServeHTTP(w, r.WithContext(ctx))
		})
	}
}

// within returns a context that ends when it took too long, or when it is stopped.
func within(ctx context.Context, limit time.Duration) (_ context.Context, stop func()) {
	ctx, cancel := context.WithCancelCause(ctx)
	timer := time.AfterFunc(limit, func() { cancel(errTimedOut) })
	return ctx, func() { timer.Stop(); cancel(nil) }
}

// checkRequest refuses what is no GraphQL over HTTP, before any of it is read. A POST has to be application/json, which
// a page of another site cannot send without asking (CORS).
func checkRequest(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if answeredByHTTP(w, r) {
			return
		}
		if !isSocket(r) {
			r.Header.Del("Upgrade") // an offer that is not taken up; GraphQL would not answer
		}
		w.Header().Set("Cache-Control", "no-store")
		next.ServeHTTP(w, r)
	})
}

// answeredByHTTP answers what need not come to GraphQL, and says whether it did.
func answeredByHTTP(w http.ResponseWriter, r *http.Request) bool {
	switch r.Method {
	case http.MethodGet, http.MethodHead:
		if isBrowsing(r) {
			http.Redirect(w, r, "./", http.StatusSeeOther)
			return true
		}
		err := checkAddress(r.URL.RawQuery)
		if isSocket(r) {
			err = checkHandshake(r)
		}
		if err != nil {
			writeError(w, http.StatusBadRequest, err)
		}
		return err != nil
	case http.MethodPost:
		if isJSON(r) {
			return false
		}
		writeError(w, http.StatusUnsupportedMediaType, badRequest(reasonContentType, "the Content-Type has to be application/json, in UTF-8"))
		return true
	case http.MethodOptions:
		w.Header().Set("Allow", "OPTIONS, GET, HEAD, POST")
		w.WriteHeader(http.StatusNoContent)
		return true
	}
	w.Header().Set("Allow", "OPTIONS, GET, HEAD, POST")
	writeError(w, http.StatusMethodNotAllowed, badRequest(reasonMethod, "send a POST, or a GET with a query"))
	return true
}

// isBrowsing recognises a person who opens the address of the endpoint in a browser.
func isBrowsing(r *http.Request) bool {
	return r.URL.RawQuery == "" && strings.Contains(r.Header.Get("Accept"), "text/html")
}

func isJSON(r *http.Request) bool {
	mediaType, parameters, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	charset := parameters["charset"]
	return err == nil && mediaType == jsonType && (charset == "" || strings.EqualFold(charset, "utf-8"))
}

func badRequest(reason registry.Reason, message string) *registry.Error {
	return &registry.Error{Code: registry.CodeBadInput, Reason: reason, Message: message}
}

// readOnlyGet refuses a mutation by GET, which any page could have a browser send.
type readOnlyGet struct{}

var _ graphql.OperationContextMutator = readOnlyGet{}

func (readOnlyGet) ExtensionName() string { return "ReadOnlyGet" }

func (readOnlyGet) Validate(graphql.ExecutableSchema) error { return nil }

func (readOnlyGet) MutateOperationContext(ctx context.Context, op *graphql.OperationContext) *gqlerror.Error {
	request := requestFrom(ctx)
	if request.method == http.MethodPost || request.stream || op.Operation.Operation != ast.Mutation {
		return nil
	}
	return refusal(badRequest(reasonMutationGet, "a GET only reads: send a mutation by POST"))
}

// CheckOrigins refuses what is no origin; BAD_USER_INPUT. It takes no "*": while there is no sign-in, that would let every website
// change the register.
func CheckOrigins(origins []string) error {
	for _, origin := range origins {
		if err := http.NewCrossOriginProtection().AddTrustedOrigin(origin); err != nil {
			return registry.Invalid(registry.ReasonInvalid, "cors-origin", "%q is no web origin such as https://kaart.example.nl", origin)
		}
	}
	return nil
}

// refuseForeign refuses what a browser sends on behalf of a page of another site, unless it is a trusted one: also a GET
// that carries an operation or asks for an export or the events, for the address of a picture on any page sends one.
func refuseForeign(origins []string) middleware {
	return func(next http.Handler) http.Handler {
		protection := http.NewCrossOriginProtection()
		for _, origin := range origins {
			_ = protection.AddTrustedOrigin(origin) // checked by CheckOrigins
		}
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			as := r
			if (r.Method == http.MethodGet || r.Method == http.MethodHead) && r.URL.Path == Path && !isBrowsing(r) || isExport(r) || isEvents(r) {
				as = asPost(r)
			}
			if protection.Check(as) != nil {
				writeError(w, http.StatusForbidden, &registry.Error{Code: registry.CodeForbidden, Reason: reasonOrigin, Message: "pages of this origin may not use the API: see --cors-origin"})
				return
			}
			next.ServeHTTP(w, r)
		})
	}
}

// asPost returns a GET as a POST of the same page. An old browser says of a GET no more than the Referer, and any browser
// of a picture.
func asPost(r *http.Request) *http.Request {
	as := r.Clone(r.Context())
	as.Method = http.MethodPost
	if referer, err := url.Parse(r.Referer()); err == nil && referer.Host != "" && r.Header.Get("Origin") == "" {
		as.Header.Set("Origin", referer.Scheme+"://"+referer.Host)
	}
	return as
}

// onlyAs has a server answer only to its own names, or another site could reach it under that site's name, resolved to
// this machine (DNS rebinding).
func onlyAs(config Config) middleware {
	return func(next http.Handler) http.Handler {
		if !config.Local && len(config.Hosts) == 0 {
			return next
		}
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			trusted := slices.ContainsFunc(config.Origins, func(origin string) bool { return strings.HasSuffix(origin, "://"+r.Host) })
			if !trusted && !isLoopbackHost(r.Host) && !slices.Contains(config.Hosts, hostName(r.Host)) {
				writeError(w, http.StatusMisdirectedRequest, &registry.Error{Code: registry.CodeForbidden, Reason: reasonHost, Message: "this server does not answer to that name: see --listen, --host and --cors-origin"})
				return
			}
			next.ServeHTTP(w, r)
		})
	}
}
