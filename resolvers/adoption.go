package resolvers

import (
	"context"

	"ketenkaart/graph"
	"ketenkaart/registry"
)

type (
	adoptionResolver           struct{ *Resolver }
	adoptionConnectionResolver struct{ *Resolver }
	mandateResolver            struct{}
)

// Adoption resolves the fields of an adoption.
func (r *Resolver) Adoption() graph.AdoptionResolver { return adoptionResolver{r} }

// AdoptionConnection resolves what is counted only when asked.
func (r *Resolver) AdoptionConnection() graph.AdoptionConnectionResolver {
	return adoptionConnectionResolver{r}
}

// Mandate resolves the fields of a mandate.
func (r *Resolver) Mandate() graph.MandateResolver { return mandateResolver{} }

func (r queryResolver) Adoptions(ctx context.Context, certainty []registry.Certainty, period *registry.PeriodFilter, _ *registry.Date, first *int, after *string, last *int, before *string) (*registry.AdoptionConnection, error) {
	return nullable(adoptionPage(ctx, "", certainty, period, pageArgs(first, after, last, before)))
}

// adoptionPage loads a page of those of a region, or with "" of all.
func adoptionPage(ctx context.Context, region string, certainty []registry.Certainty, period *registry.PeriodFilter, args registry.PageArgs) (registry.AdoptionConnection, error) {
	query, err := registry.AdoptionQueryOf(region, certainty, registry.PeriodOf(period), args, load(ctx).asOf)
	if err != nil {
		return registry.AdoptionConnection{}, err
	}
	return load(ctx).adoptionPages.Load(ctx, &query)
}

func (r mutationResolver) AdoptPartner(ctx context.Context, input registry.AdoptPartnerInput) (*registry.AdoptionPayload, error) {
	return nullable(r.registry.AdoptPartner(ctx, input))
}

func (r mutationResolver) SetMandates(ctx context.Context, input registry.SetMandatesInput) (*registry.AdoptionPayload, error) {
	return nullable(r.registry.SetMandates(ctx, input))
}

func (r mutationResolver) TransferAdoption(ctx context.Context, input registry.TransferAdoptionInput) (*registry.AdoptionPayload, error) {
	return nullable(r.registry.TransferAdoption(ctx, input))
}

func (r mutationResolver) EndAdoption(ctx context.Context, input registry.EndAdoptionInput) (*registry.AdoptionPayload, error) {
	return nullable(r.registry.EndAdoption(ctx, input))
}

func (r mutationResolver) VoidAdoption(ctx context.Context, input registry.VoidAdoptionInput) (*registry.VoidPayload, error) {
	return nullable(r.registry.VoidAdoption(ctx, input))
}

func (adoptionResolver) Region(ctx context.Context, adoption *registry.Adoption) (registry.Region, error) {
	return load(ctx).regions.Load(ctx, adoption.RegionCode)
}

func (adoptionResolver) Partner(ctx context.Context, adoption *registry.Adoption) (registry.Partner, error) {
	return load(ctx).partners.Load(ctx, adoption.PartnerKey)
}

func (adoptionConnectionResolver) TotalCount(ctx context.Context, page *registry.AdoptionConnection) (*int, error) {
	return nullable(load(ctx).adoptionCounts.Load(ctx, &page.Query))
}

func (mandateResolver) Region(ctx context.Context, mandate *registry.Mandate) (registry.Region, error) {
	return load(ctx).regions.Load(ctx, mandate.RegionCode)
}

type adoptionPayloadResolver struct{}

// AdoptionPayload resolves what a mutation of an adoption gives.
func (r *Resolver) AdoptionPayload() graph.AdoptionPayloadResolver { return adoptionPayloadResolver{} }

// Adoption is null when the mutation was sent again after a void.
func (adoptionPayloadResolver) Adoption(_ context.Context, payload *registry.AdoptionPayload) (*registry.Adoption, error) {
	if payload.Adoption.UUID == "" {
		return nil, nil
	}
	return &payload.Adoption, nil
}
