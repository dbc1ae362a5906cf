package resolvers

import (
	"context"
	"slices"

	"ketenkaart/graph"
	"ketenkaart/registry"
)

type (
	agreedPairResolver           struct{}
	agreedPairConnectionResolver struct{}
)

// AgreedPair resolves the fields of a pair.
func (r *Resolver) AgreedPair() graph.AgreedPairResolver { return agreedPairResolver{} }

// AgreedPairConnection resolves what is counted only when asked.
func (r *Resolver) AgreedPairConnection() graph.AgreedPairConnectionResolver {
	return agreedPairConnectionResolver{}
}

func (agreedPairResolver) Region(ctx context.Context, pair *registry.AgreedPair) (registry.Region, error) {
	return load(ctx).regions.Load(ctx, pair.RegionCode)
}

func (agreedPairResolver) Partner(ctx context.Context, pair *registry.AgreedPair) (registry.Partner, error) {
	return load(ctx).partners.Load(ctx, pair.PartnerKey)
}

// Collaboration picks from the history of the pair, so that many pairs read once.
func (agreedPairResolver) Collaboration(ctx context.Context, pair *registry.AgreedPair) (*registry.Collaboration, error) {
	history, err := load(ctx).histories.Load(ctx, pair.Pair())
	i := slices.IndexFunc(history, func(c registry.Collaboration) bool { return c.Holds(load(ctx).asOf) })
	if err != nil || i < 0 {
		return nil, err
	}
	return &history[i], nil
}

func (agreedPairConnectionResolver) TotalCount(ctx context.Context, page *registry.AgreedPairConnection) (*int, error) {
	return nullable(load(ctx).pairCounts.Load(ctx, &page.Query))
}
