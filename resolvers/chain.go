package resolvers

import (
	"context"
	"slices"

	"ketenkaart/graph"
	"ketenkaart/registry"
)

type (
	chainResolver          struct{ *Resolver }
	responsibilityResolver struct{}
)

// Chain resolves the fields of a chain.
func (r *Resolver) Chain() graph.ChainResolver { return chainResolver{r} }

// Responsibility resolves the fields of a ministry's responsibility for a chain.
func (r *Resolver) Responsibility() graph.ResponsibilityResolver { return responsibilityResolver{} }

func (r queryResolver) Chain(ctx context.Context, code string, _ *registry.Date) (*registry.Chain, error) {
	if err := registry.CheckKey("code", registry.KindChain, code); err != nil {
		return nil, err
	}
	return orNull(load(ctx).chains.Load(ctx, code))
}

func (r queryResolver) Chains(ctx context.Context, kind *registry.ChainKind, _ *registry.Date) (chains []registry.Chain, err error) {
	err = r.registry.View(ctx, func(ctx context.Context, reader registry.Reader) error {
		chains, err = reader.Chains(ctx, nil)
		return err
	})
	return ofKind(chains, kind), err
}

func (r queryResolver) Ministries(ctx context.Context, _ *registry.Date) (ministries []registry.Ministry, err error) {
	err = r.registry.View(ctx, func(ctx context.Context, reader registry.Reader) error {
		ministries, err = orEmpty(reader.Ministries(ctx, nil))
		return err
	})
	return ministries, err
}

// ofKind returns the chains of a kind; nil is any.
func ofKind(chains []registry.Chain, kind *registry.ChainKind) []registry.Chain {
	chosen := []registry.Chain{}
	for _, chain := range chains {
		if kind == nil || chain.Kind == *kind {
			chosen = append(chosen, chain)
		}
	}
	return chosen
}

func (r mutationResolver) CreateChain(ctx context.Context, input registry.CreateChainInput) (*registry.ChainPayload, error) {
	return nullable(r.registry.CreateChain(ctx, input))
}

func (r mutationResolver) UpdateChain(ctx context.Context, input graph.UpdateChainInput) (*registry.ChainPayload, error) {
	return nullable(r.registry.UpdateChain(ctx, registry.ChainPatch{
		ChainID: input.ChainID, Version: input.Version, Name: optional(input.Name), Kind: optional(input.Kind),
		Ministries: optionalList(input.Ministries), Provenance: optional(input.Provenance),
		IdempotencyKey: input.IdempotencyKey.Value(),
	}))
}

func (chainResolver) Ministries(ctx context.Context, chain *registry.Chain) ([]registry.Ministry, error) {
	codes := []string{}
	for _, responsibility := range chain.Ministries {
		if responsibility.Holds(load(ctx).asOf) && !slices.Contains(codes, responsibility.MinistryCode) {
			codes = append(codes, responsibility.MinistryCode)
		}
	}
	return loadEach(ctx, load(ctx).ministries, codes)
}

func (r chainResolver) Partners(ctx context.Context, chain *registry.Chain, filter *registry.PartnerFilter, orderBy *registry.PartnerOrder, first *int, after *string, last *int, before *string) (registry.PartnerConnection, error) {
	within := orAll(filter)
	if within.Chains != nil {
		return registry.PartnerConnection{}, registry.Invalid(registry.ReasonContradiction, "filter.chains", "the list is of one chain already")
	}
	within.Chains = []string{chain.Code}
	return partnersOf(ctx, &within, orderBy, pageArgs(first, after, last, before))
}

func (responsibilityResolver) Ministry(ctx context.Context, responsibility *registry.ChainMinistry) (registry.Ministry, error) {
	return load(ctx).ministries.Load(ctx, responsibility.MinistryCode)
}
