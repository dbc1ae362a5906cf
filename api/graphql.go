package api

import (
	"bytes"
	"cmp"
	"fmt"
	"net/http"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/extension"
	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/99designs/gqlgen/graphql/handler/transport"
	"github.com/klauspost/compress/gzhttp"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"
)

const (
	// queryCache is how many parsed documents are kept: clients send few different ones, with variables.
	queryCache = 256
	// gzipFrom is the size from which packing a response is worth its time.
	gzipFrom = 1024
	// gzipLevel is the fastest: JSON that repeats its keys packs well at any level.
	gzipLevel = 1
)

// graphqlHandler answers at Path: what HTTP forbids is refused first, the rest goes to GraphQL on behalf of the actor.
func graphqlHandler(config Config, seen *seen, rates *rates) http.Handler {
	bodies := newBodies(cmp.Or(config.QueueTime, queueTime), int64(config.Limits.Body))
	return chain(graphqlServer(config, seen, rates),
		unlessStream(compress()),
		checkRequest,
		act(config.SignIn),
		rates.admit,
		bodies.admit, // who is not known, or asks too often, takes no room of others
		bodies.read,
		keepStreams(config),
	)
}

// graphqlServer puts together the transports and the limits. SSE comes before POST, and WebSockets before GET, which
// would take their requests.
func graphqlServer(config Config, seen *seen, rates *rates) *handler.Server {
	server := handler.New(config.Schema)
	ping := cmp.Or(config.KeepAlive, keepAlive)
	queue, clients := newQueue(cmp.Or(config.QueueTime, queueTime), config.Limits.Cost), newClients(config.Limits.Subscriptions)
	for _, each := range []graphql.Transport{
		newSockets(cmp.Or(config.WriteTime, writeTime), ping, config.SignIn), eventStreams{transport.SSE{KeepAlivePingInterval: ping}},
		answering{cacheOf(config, seen), seen},
	} {
		server.AddTransport(admitting{each, queue, clients, rates, config.Proxies, config.AwaitRevision})
	}
	seen.waiting.Store(queue)
	seen.clients.Store(clients)
	server.SetParserTokenLimit(config.Limits.Tokens)
	server.SetValidationRulesFn(validationRules(config))
	server.SetQueryCache(lru.New[*ast.QueryDocument](queryCache))
	errors := presenter{log: config.Log}
	server.SetErrorPresenter(errors.present)
	server.SetRecoverFunc(errors.recovered)
	server.SetDisableSuggestion(config.Production)
	if config.Production {
		server.Use(secretive{})
	} else {
		server.Use(extension.Introspection{})
	}
	server.Use(newLimits(config.Schema.Schema(), config.Limits))
	server.Use(newDocuments(config.Documents, config.OnlyTrusted))
	server.Use(revised{config.Revision})
	server.Use(exactValues{config.Schema.Schema()})
	server.Use(readOnlyGet{})
	if config.ReadOnly {
		server.Use(readOnly{})
	}
	server.Use(streamed{limit: cmp.Or(config.Timeout, requestTime)})
	server.Use(seeing{seen: seen, log: config.Log, slow: config.SlowOperations})
	server.Use(counting{most: config.Limits.Cost, errors: errors, limit: cmp.Or(config.Timeout, requestTime)})
	for _, each := range config.Extensions {
		server.Use(each)
	}
	return server
}

// cacheOf is the cache of answers that the config asks for; nil for none.
func cacheOf(config Config, seen *seen) *answerCache {
	if config.AnswerCache == 0 {
		return nil
	}
	cache := newAnswerCache(config.Revision, config.Today, config.AnswerCache)
	seen.cache.Store(cache)
	return cache
}

func compress() middleware {
	wrap, err := gzhttp.NewWrapper(gzhttp.MinSize(gzipFrom), gzhttp.CompressionLevel(gzipLevel), gzhttp.EnableZstd(true),
		gzhttp.ExceptContentTypes([]string{eventStreamType}))
	if err != nil {
		// The options are constants, so this is a mistake in the line above.
		panic(fmt.Errorf("set up compression: %w", err))
	}
	return func(next http.Handler) http.Handler { return wrap(next) }
}

// schemaHandler returns the schema as text, for people and for generators of client code.
func schemaHandler(schema *ast.Schema) (http.Handler, error) {
	var text bytes.Buffer
	formatter.NewFormatter(&text).FormatSchema(schema)
	if text.Len() == 0 {
		return nil, fmt.Errorf("write the schema as text: it is empty")
	}
	return compress()(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		_, _ = w.Write(text.Bytes()) // a client that left needs no answer
	})), nil
}
