// Package api is the HTTP door of Ketenkaart: GraphQL over HTTP with its limits, the errors that a client sees, health,
// logging, and the life of the server. It knows GraphQL and HTTP, and nothing of what the schema means.
package api

import (
	"cmp"
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/vektah/gqlparser/v2/ast"
	"go.opentelemetry.io/otel/trace"

	"ketenkaart/auth"
	"ketenkaart/exchange"
	"ketenkaart/registry"
)

// Path is where the GraphQL endpoint answers.
const Path = "/graphql"

const (
	// requestTime bounds a whole request; a store bounds its own reads more tightly.
	requestTime = 30 * time.Second
	// maxBody is far above what a person or a program writes as one operation with its variables.
	maxBody = 1 << 20
)

// Config is what the door needs to know.
type Config struct {
	// Schema answers the operations.
	Schema graphql.ExecutableSchema
	// Published is the schema that is handed out as text; the whole Schema when it is nil.
	Published *ast.Schema
	// Extensions are those that the resolvers need.
	Extensions []graphql.HandlerExtension
	// Exports are what is answered below ExportPath; DateOf gives the day that the arguments of a root field name, as they were
	// sent, nil for none, and Today is the day then.
	Exports []exchange.Export
	DateOf  func(root string, arguments map[string]any) (*registry.Date, error)
	Today   func() registry.Date
	// Subscribe follows the changes that EventsPath gives, and Event writes one as an event; there are none when it is nil.
	Subscribe func(context.Context, *registry.ChangeFilter, *int) (*registry.Subscription, error)
	Event     func(context.Context, registry.Change) ([]byte, error)
	// EventSource is what events say that they come from, and PublicURL how others reach the server; "" when that is not known.
	EventSource, PublicURL string
	// Limits are what a request may be.
	Limits Limits
	// Production leaves out introspection, and suggestions in what is told of mistakes.
	Production bool
	// Documents are those that are trusted; OnlyTrusted answers no others.
	Documents   Documents
	OnlyTrusted bool
	// BasePath is below what path the server is reached, such as /kaart; "" is the whole host.
	BasePath string
	// Proxies stand before the server.
	Proxies Proxies
	// SignIn says who sends a request; the zero value has everybody be the local user.
	SignIn auth.SignIn
	// AnswerCache is how many bytes of answers are kept for the revision that they are of, which Revision tells; 0 keeps none.
	AnswerCache int
	Revision    func(context.Context) (int, error)
	// AwaitRevision waits until the register has a revision that a request asks for at least.
	AwaitRevision func(context.Context, int) error
	// ReadOnly refuses mutations.
	ReadOnly bool
	// Ping says whether the store answers.
	Ping func(context.Context) error
	// Pages answers whatever is not the API's: the GraphiQL page and its parts.
	Pages http.Handler
	// Log gets a line for each request, and what clients may not see of errors.
	Log *slog.Logger
	// Metrics takes the numbers of the door; nil takes none.
	Metrics prometheus.Registerer
	// Traces takes a span of each request and each operation; nil takes none.
	Traces trace.TracerProvider
	// SlowOperations is from how long on an operation has a line in the log; 0 is never.
	SlowOperations time.Duration
	// Origins are the web origins, besides its own, whose pages may use the API: scheme://host or scheme://host:port.
	Origins []string
	// Timeout ends a request, and a query or mutation in a stream; 30 seconds when it is 0.
	Timeout time.Duration
	// ExportTime ends an export; 10 minutes when it is 0.
	ExportTime time.Duration
	// QueueTime is how long an operation waits while there is too much to do; 10 seconds when it is 0.
	QueueTime time.Duration
	// WriteTime is how long a client of a stream may leave what is written to it; 8 seconds when it is 0.
	WriteTime time.Duration
	// KeepAlive is how often an idle stream is heard of; 15 seconds when it is 0.
	KeepAlive time.Duration
	// Local says that only this machine can reach the server, so that it answers to no other machine's name.
	Local bool
	// Hosts are the names, besides this machine's own and those of Origins, to which a server answers; any when it has
	// none and is not Local.
	Hosts []string
}

// New returns the handler of the whole server. BAD_USER_INPUT when an origin is none.
func New(config Config) (http.Handler, error) {
	if err := CheckOrigins(config.Origins); err != nil {
		return nil, err
	}
	config.Limits = config.Limits.filled()
	sdl, err := schemaHandler(cmp.Or(config.Published, config.Schema.Schema()))
	if err != nil {
		return nil, err
	}
	seen, err := newSeen(config)
	if err != nil {
		return nil, err
	}
	mux, rates := http.NewServeMux(), newRates(config) // what a client may in a minute is one for all that it asks
	mux.Handle(Path, graphqlHandler(config, seen, rates))
	mux.Handle(ExportPath, exportHandler(config, seen.clients.Load(), rates))
	if config.Subscribe != nil {
		mux.Handle(EventsPath, eventsHandler(config, seen.clients.Load(), rates))
	}
	if !config.Production {
		mux.Handle("GET /schema.graphqls", sdl)
	}
	if config.SignIn.Sessions != nil {
		mux.Handle("/auth/", config.SignIn.Sessions.Handler())
	}
	for _, path := range []string{"/livez", "/health/live"} {
		mux.HandleFunc("GET "+path, live)
	}
	for _, path := range []string{"/readyz", "/health/ready"} {
		mux.HandleFunc("GET "+path, ready(config.Ping, config.Log))
	}
	if config.Pages != nil && !config.Production {
		mux.Handle("/", config.Pages)
	}
	return chain(mux,
		belowPath(config.BasePath),
		traceRequests(config.Traces),
		identify,
		logRequests(config.Log, config.Proxies, seen),
		recoverPanics(config.Log),
		secureHeaders,
		onlyAs(config),
		shareWith(config.Origins),
		refuseForeign(config.Origins),
		unlessStream(limitTime(cmp.Or(config.Timeout, requestTime), cmp.Or(config.ExportTime, exportTime))),
	), nil
}

// belowPath takes the path off under which a proxy reaches the server.
func belowPath(path string) middleware {
	return func(next http.Handler) http.Handler {
		if path == "" {
			return next
		}
		stripped := http.StripPrefix(path, next)
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == path {
				http.Redirect(w, r, path+"/", http.StatusPermanentRedirect) // or the addresses in the page would be of what is beside it
				return
			}
			stripped.ServeHTTP(w, r)
		})
	}
}

// middleware wraps a handler.
type middleware func(http.Handler) http.Handler

// chain puts the first middleware outermost.
func chain(handler http.Handler, outermostFirst ...middleware) http.Handler {
	for i := len(outermostFirst) - 1; i >= 0; i-- {
		handler = outermostFirst[i](handler)
	}
	return handler
}
