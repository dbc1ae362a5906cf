package main

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/lru"
	"github.com/99designs/gqlgen/graphql/handler/transport"
	"github.com/vektah/gqlparser/v2/ast"

	"ketenkaart/api"
	"ketenkaart/registry"
	"ketenkaart/server"
)

// What server.go sets for the whole program.
const gcPercent = 250

// real returns the handler of the server, which writes its log to nowhere.
func real(reg *registry.Registry) (http.Handler, error) {
	return server.New(reg, "bench", quiet())
}

// door returns the server's door on another schema.
func door(schema graphql.ExecutableSchema) (http.Handler, error) {
	config := quiet()
	config.Schema = schema
	return api.New(config)
}

func quiet() api.Config {
	return api.Config{
		Ping: func(context.Context) error { return nil },
		// Wide, so that the worst documents reach what is bounded behind them.
		Limits: api.Limits{Aliases: 1000, RootFields: 100, Repeated: 1000},
		Log:    slog.New(slog.NewJSONHandler(io.Discard, nil)), Local: true,
	}
}

// bare gives gqlgen's own handler, with nothing of the server around it.
func bare(schema graphql.ExecutableSchema) *handler.Server {
	server := handler.New(schema)
	server.AddTransport(transport.POST{})
	server.SetQueryCache(lru.New[*ast.QueryDocument](16))
	return server
}

// serveStore answers from a store that is filled, on a port of the loopback address until done is called.
func serveStore(ctx context.Context, store registry.Store) (address string, done func(), err error) {
	reg, err := registryOn(store)
	if err != nil {
		return "", nil, err
	}
	h, err := real(reg)
	if err != nil {
		return "", nil, err
	}
	return serve(ctx, h)
}

// serve answers on a port of the loopback address until done is called.
func serve(ctx context.Context, h http.Handler) (address string, done func(), err error) {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, err
	}
	ctx, stop := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = api.Serve(ctx, listener, nil, h, slog.New(slog.DiscardHandler)) // the load fails when the server does
	}()
	return listener.Addr().String(), func() { stop(); <-ended }, nil
}

// post writes a POST of the body as it goes over the wire.
func post(address, path string, body []byte) []byte {
	var text strings.Builder
	request, err := http.NewRequest(http.MethodPost, "http://"+address+path, strings.NewReader(string(body)))
	if err != nil {
		return nil
	}
	request.Header.Set("Content-Type", "application/json")
	if err := request.Write(&text); err != nil {
		return nil
	}
	return []byte(text.String())
}
