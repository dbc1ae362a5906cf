// Package resolvers turns the schema's fields into calls of the registry: arguments in, call, result out.
package resolvers

import (
	"ketenkaart/graph"
	"ketenkaart/registry"
)

// Resolver is the root of the resolvers; each noun has a file of its own.
type Resolver struct {
	registry *registry.Registry
	version  string
}

// New returns the resolvers of a registry; version is that of the software.
func New(reg *registry.Registry, version string) *Resolver {
	return &Resolver{registry: reg, version: version}
}

var _ graph.ResolverRoot = (*Resolver)(nil)

type (
	queryResolver    struct{ *Resolver }
	mutationResolver struct{ *Resolver }
)

// Query answers the questions.
func (r *Resolver) Query() graph.QueryResolver { return queryResolver{r} }

// Entity finds what a gateway asks for.
func (r *Resolver) Entity() graph.EntityResolver { return entityResolver{} }

// Mutation makes the changes.
func (r *Resolver) Mutation() graph.MutationResolver { return mutationResolver{r} }

func pageArgs(first *int, after *string, last *int, before *string) registry.PageArgs {
	return registry.PageArgs{First: first, After: after, Last: last, Before: before}
}
