package main

import (
	"context"
	"sync"

	"github.com/99designs/gqlgen/graphql"

	"ketenkaart/api"
	"ketenkaart/graph"
	"ketenkaart/registry"
	"ketenkaart/resolvers"
)

// canned is a root of resolvers that answers from what the real ones answered once: what the generated code costs by itself. It has
// the fields that the compared questions ask for.
type canned struct {
	graph.ResolverRoot
	kept *keptFields
}

func newCanned(real graph.ResolverRoot) canned {
	return canned{real, &keptFields{values: map[keptField]any{}}}
}

// keptField is a field of a thing; a root field is of none, and told apart by its alias.
type keptField struct{ field, of string }

// keptFields are the values of fields.
type keptFields struct {
	mutex  sync.RWMutex
	values map[keptField]any
}

// remembered asks for the value of a field when it is not kept yet.
func remembered[T any](k *keptFields, field keptField, ask func() (T, error)) (T, error) {
	k.mutex.RLock()
	kept, there := k.values[field].(T)
	k.mutex.RUnlock()
	if there {
		return kept, nil
	}
	value, err := ask()
	if err == nil {
		k.mutex.Lock()
		defer k.mutex.Unlock()
		k.values[field] = value
	}
	return value, err
}

func rootField(ctx context.Context) keptField {
	return keptField{field: graphql.GetFieldContext(ctx).Field.Alias}
}

type (
	cannedQuery struct {
		graph.QueryResolver
		kept *keptFields
	}
	cannedPage struct {
		graph.PartnerConnectionResolver
	}
	cannedPartner struct {
		graph.PartnerResolver
		kept *keptFields
	}
	cannedEdge struct {
		graph.CollaborationResolver
		kept *keptFields
	}
	cannedAdoption struct {
		graph.AdoptionResolver
		kept *keptFields
	}
	cannedArea struct {
		graph.WorkingAreaResolver
		kept *keptFields
	}
	cannedRegion struct {
		graph.RegionResolver
		kept *keptFields
	}
	cannedCounterparts struct {
		graph.CounterpartsResolver
		kept *keptFields
	}
)

func (c canned) Query() graph.QueryResolver { return cannedQuery{c.ResolverRoot.Query(), c.kept} }
func (c canned) PartnerConnection() graph.PartnerConnectionResolver {
	return cannedPage{c.ResolverRoot.PartnerConnection()}
}
func (c canned) Partner() graph.PartnerResolver {
	return cannedPartner{c.ResolverRoot.Partner(), c.kept}
}
func (c canned) Collaboration() graph.CollaborationResolver {
	return cannedEdge{c.ResolverRoot.Collaboration(), c.kept}
}
func (c canned) Adoption() graph.AdoptionResolver {
	return cannedAdoption{c.ResolverRoot.Adoption(), c.kept}
}
func (c canned) WorkingArea() graph.WorkingAreaResolver {
	return cannedArea{c.ResolverRoot.WorkingArea(), c.kept}
}
func (c canned) Region() graph.RegionResolver { return cannedRegion{c.ResolverRoot.Region(), c.kept} }
func (c canned) Counterparts() graph.CounterpartsResolver {
	return cannedCounterparts{c.ResolverRoot.Counterparts(), c.kept}
}

func (c cannedQuery) Partners(ctx context.Context, filter *registry.PartnerFilter, orderBy *registry.PartnerOrder, asOf *registry.Date, first *int, after *string, last *int, before *string) (*registry.PartnerConnection, error) {
	return remembered(c.kept, rootField(ctx), func() (*registry.PartnerConnection, error) {
		return c.QueryResolver.Partners(ctx, filter, orderBy, asOf, first, after, last, before)
	})
}

func (c cannedQuery) Partner(ctx context.Context, key string, asOf *registry.Date) (*registry.Partner, error) {
	return remembered(c.kept, rootField(ctx), func() (*registry.Partner, error) { return c.QueryResolver.Partner(ctx, key, asOf) })
}

func (c cannedQuery) Region(ctx context.Context, code string, asOf *registry.Date) (*registry.Region, error) {
	return remembered(c.kept, rootField(ctx), func() (*registry.Region, error) { return c.QueryResolver.Region(ctx, code, asOf) })
}

func (c cannedQuery) Search(ctx context.Context, text string, first int, asOf *registry.Date) ([]registry.Named, error) {
	return remembered(c.kept, rootField(ctx), func() ([]registry.Named, error) { return c.QueryResolver.Search(ctx, text, first, asOf) })
}

// TotalCount counts what came along, which is all that the mission's question needs of it.
func (c cannedPage) TotalCount(ctx context.Context, page *registry.PartnerConnection) (*int, error) {
	if page.Included.Total == nil {
		total, err := c.PartnerConnectionResolver.TotalCount(ctx, page)
		page.Included.Total = total
		return total, err
	}
	return page.Included.Total, nil
}

func (c cannedPartner) Sectors(ctx context.Context, partner *registry.Partner) ([]registry.Sector, error) {
	return remembered(c.kept, keptField{"sectors", partner.Key}, func() ([]registry.Sector, error) { return c.PartnerResolver.Sectors(ctx, partner) })
}

func (c cannedPartner) Chains(ctx context.Context, partner *registry.Partner, kind *registry.ChainKind) ([]registry.Chain, error) {
	return remembered(c.kept, keptField{"chains", partner.Key}, func() ([]registry.Chain, error) { return c.PartnerResolver.Chains(ctx, partner, kind) })
}

func (c cannedPartner) Collaborations(ctx context.Context, partner *registry.Partner, filter *registry.CollaborationFilter) ([]registry.Collaboration, error) {
	return remembered(c.kept, keptField{"collaborations", partner.Key}, func() ([]registry.Collaboration, error) {
		return c.PartnerResolver.Collaborations(ctx, partner, filter)
	})
}

func (c cannedPartner) Adoption(ctx context.Context, partner *registry.Partner) (*registry.Adoption, error) {
	return remembered(c.kept, keptField{"adoption", partner.Key}, func() (*registry.Adoption, error) { return c.PartnerResolver.Adoption(ctx, partner) })
}

func (c cannedEdge) Region(ctx context.Context, edge *registry.Collaboration) (registry.Region, error) {
	return remembered(c.kept, keptField{"region", edge.RegionCode}, func() (registry.Region, error) { return c.CollaborationResolver.Region(ctx, edge) })
}

func (c cannedEdge) Partner(ctx context.Context, edge *registry.Collaboration) (registry.Partner, error) {
	return remembered(c.kept, keptField{"partner", edge.PartnerKey}, func() (registry.Partner, error) { return c.CollaborationResolver.Partner(ctx, edge) })
}

func (c cannedAdoption) Region(ctx context.Context, adoption *registry.Adoption) (registry.Region, error) {
	return remembered(c.kept, keptField{"region", adoption.RegionCode}, func() (registry.Region, error) { return c.AdoptionResolver.Region(ctx, adoption) })
}

func (c cannedArea) Region(ctx context.Context, area *registry.WorkingArea) (registry.Region, error) {
	return remembered(c.kept, keptField{"region", area.RegionCode}, func() (registry.Region, error) { return c.WorkingAreaResolver.Region(ctx, area) })
}

func (c cannedRegion) Collaborations(ctx context.Context, region *registry.Region, filter *registry.CollaborationFilter, orderBy *registry.CollaborationOrder, first *int, after *string, last *int, before *string) (registry.CollaborationConnection, error) {
	return remembered(c.kept, keptField{"collaborations", region.Code}, func() (registry.CollaborationConnection, error) {
		return c.RegionResolver.Collaborations(ctx, region, filter, orderBy, first, after, last, before)
	})
}

func (c cannedCounterparts) OurAdoptionRegions(ctx context.Context, of *registry.Counterparts, first *int, after *string, last *int, before *string) (registry.CounterpartConnection, error) {
	return remembered(c.kept, keptField{"ourAdoptionRegions", of.RegionCode}, func() (registry.CounterpartConnection, error) {
		return c.CounterpartsResolver.OurAdoptionRegions(ctx, of, first, after, last, before)
	})
}

// cannedSchema answers a request by the generated code alone, with the values that the real resolvers gave once; answer is what that is.
func cannedSchema(ctx context.Context, reg *registry.Registry, request []byte) (schema graphql.ExecutableSchema, answer []byte, err error) {
	schema = graph.NewExecutableSchema(graph.Config{Resolvers: newCanned(resolvers.New(reg, "bench")), Directives: resolvers.Directives()})
	once := bare(schema)
	once.Use(resolvers.NewExtension(reg))
	address, stop, err := serve(ctx, once)
	if err != nil {
		return nil, nil, err
	}
	defer stop()
	answer, err = askOnce(ctx, address, post(address, api.Path, request))
	return schema, answer, err
}
