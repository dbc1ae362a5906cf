// Package server puts the server's parts together, in one way for the program, its tests and its benchmarks.
package server

import (
	"cmp"
	"log/slog"
	"net/http"
	"strings"

	"github.com/99designs/gqlgen/graphql"

	"ketenkaart/api"
	"ketenkaart/events"
	"ketenkaart/exchange"
	"ketenkaart/graph"
	"ketenkaart/registry"
	"ketenkaart/resolvers"
)

// New returns the handler of the whole server on a registry. The config is the door's, without the schema and its
// extensions; version is that of the software. BAD_USER_INPUT as api.New.
func New(reg *registry.Registry, version string, config api.Config) (http.Handler, error) {
	return api.New(withSchema(reg, version, config))
}

// Exports returns the exports of a registry, for a program that is no server; version and log are as for New.
func Exports(reg *registry.Registry, version string, log *slog.Logger) *api.Exports {
	return api.NewExports(withSchema(reg, version, api.Config{Log: log}))
}

// Events makes the events of a registry, as the config says where they come from.
func Events(reg *registry.Registry, config api.Config) events.Maker {
	address := ""
	if config.PublicURL != "" {
		address = strings.TrimSuffix(config.PublicURL, "/") + api.Path
	}
	return events.Maker{Registry: reg, Source: cmp.Or(config.EventSource, events.DefaultSource), Address: address}
}

// withSchema adds to the config what depends on the schema and the registry.
func withSchema(reg *registry.Registry, version string, config api.Config) api.Config {
	config.Schema = graph.NewExecutableSchema(graph.Config{Schema: contract(), Resolvers: resolvers.New(reg, version), Directives: resolvers.Directives()})
	config.Published = published(config.Schema.Schema())
	config.Extensions = []graphql.HandlerExtension{resolvers.NewExtension(reg)}
	config.Revision, config.AwaitRevision = reg.Revision, reg.AwaitRevision
	config.Subscribe, config.Event = reg.Subscribe, Events(reg, config).Event
	config.Exports, config.DateOf, config.Today = append(exchange.Exports(reg), cypher(reg)), resolvers.DateOf, reg.Today
	return config
}
