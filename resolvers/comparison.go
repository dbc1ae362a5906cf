package resolvers

import (
	"context"
	"slices"

	"ketenkaart/graph"
	"ketenkaart/registry"
)

type (
	collaborationsComparedResolver struct{}
	adoptionsComparedResolver      struct{}
	partnersComparedResolver       struct{}
	profileChangeResolver          struct{}
)

// CollaborationsCompared resolves the collaborations of one of two dates.
func (r *Resolver) CollaborationsCompared() graph.CollaborationsComparedResolver {
	return collaborationsComparedResolver{}
}

// AdoptionsCompared resolves the adoptions of one of two dates.
func (r *Resolver) AdoptionsCompared() graph.AdoptionsComparedResolver {
	return adoptionsComparedResolver{}
}

// PartnersCompared resolves the partners of one of two dates.
func (r *Resolver) PartnersCompared() graph.PartnersComparedResolver {
	return partnersComparedResolver{}
}

// ProfileChange resolves the collaborations of two dates.
func (r *Resolver) ProfileChange() graph.ProfileChangeResolver { return profileChangeResolver{} }

func (r queryResolver) Comparison(ctx context.Context, before, after registry.Date, filter *registry.CountFilter) (*registry.Comparison, error) {
	return nullable(r.registry.Comparison(ctx, before, after, orEverything(filter)))
}

func (collaborationsComparedResolver) Nodes(ctx context.Context, of *registry.Compared) ([]registry.Collaboration, error) {
	return things[registry.Collaboration](ctx, of.IDs)
}

func (adoptionsComparedResolver) Nodes(ctx context.Context, of *registry.Compared) ([]registry.Adoption, error) {
	return things[registry.Adoption](ctx, of.IDs)
}

func (partnersComparedResolver) Nodes(ctx context.Context, of *registry.Compared) ([]registry.Partner, error) {
	return things[registry.Partner](ctx, of.IDs)
}

func (profileChangeResolver) Before(ctx context.Context, change *registry.ProfileChange) (registry.Collaboration, error) {
	return thing[registry.Collaboration](ctx, change.BeforeID)
}

func (profileChangeResolver) After(ctx context.Context, change *registry.ProfileChange) (registry.Collaboration, error) {
	return thing[registry.Collaboration](ctx, change.AfterID)
}

// things loads those of one kind by id, in the order of the ids; what was taken back since the ids were read is left out.
func things[T registry.Node](ctx context.Context, ids []string) ([]T, error) {
	nodes, err := load(ctx).nodes.LoadAll(ctx, ids)
	found := []T{}
	for _, node := range nodes {
		if thing, ok := node.(T); ok {
			found = append(found, thing)
		}
	}
	return found, err
}

// thing loads one by id; NOT_FOUND when it was taken back since the id was read.
func thing[T registry.Node](ctx context.Context, id string) (thing T, err error) {
	node, err := load(ctx).nodes.Load(ctx, id)
	if err != nil {
		return thing, err
	}
	thing, ok := node.(T)
	if !ok {
		return thing, registry.NotFound(id)
	}
	return thing, nil
}

// readCompared reads what is below a field of a comparison at the date that it is of.
func readCompared(ctx context.Context, field string) context.Context {
	side := "after"
	if slices.Contains([]string{"before", "ended", "adoptionsEnded", "partnersWent"}, field) {
		side = "before"
	}
	var day registry.Date
	if day.UnmarshalGQL(arguments(ctx)[side]) != nil {
		return ctx
	}
	return withLoaders(ctx, ctx.Value(operationKey{}).(*operation).at(day))
}
