package resolvers

import (
	"context"

	"ketenkaart/graph"
	"ketenkaart/registry"
)

type (
	counterpartsResolver        struct{ *Resolver }
	adoptionParticipantResolver struct{}

	counterpartConnectionResolver    struct{ *Resolver }
	adoptedPartnerConnectionResolver struct{ *Resolver }
)

// Counterparts resolves the lists of a region's counterparts.
func (r *Resolver) Counterparts() graph.CounterpartsResolver { return counterpartsResolver{r} }

// CounterpartConnection resolves what is counted only when asked.
func (r *Resolver) CounterpartConnection() graph.CounterpartConnectionResolver {
	return counterpartConnectionResolver{r}
}

// AdoptedPartnerConnection resolves what is counted only when asked.
func (r *Resolver) AdoptedPartnerConnection() graph.AdoptedPartnerConnectionResolver {
	return adoptedPartnerConnectionResolver{r}
}

// AdoptionParticipant resolves the fields of a region that takes part in an adoption.
func (r *Resolver) AdoptionParticipant() graph.AdoptionParticipantResolver {
	return adoptionParticipantResolver{}
}

func (counterpartsResolver) OurAdoptionRegions(ctx context.Context, of *registry.Counterparts, first *int, after *string, last *int, before *string) (page registry.CounterpartConnection, err error) {
	query, err := registry.CounterpartQueryOf(*of, registry.OurAdoptionRegions, pageArgs(first, after, last, before), load(ctx).asOf)
	if err != nil {
		return page, err
	}
	return load(ctx).ourAdoptionRegions.Load(ctx, &query)
}

func (counterpartsResolver) PartnersWeAdopted(ctx context.Context, of *registry.Counterparts, first *int, after *string, last *int, before *string) (page registry.AdoptedPartnerConnection, err error) {
	query, err := registry.CounterpartQueryOf(*of, registry.PartnersWeAdopted, pageArgs(first, after, last, before), load(ctx).asOf)
	if err != nil {
		return page, err
	}
	return load(ctx).partnersWeAdopted.Load(ctx, &query)
}

func (counterpartsResolver) SharedNotAdopted(ctx context.Context, of *registry.Counterparts, first *int, after *string, last *int, before *string) (page registry.PartnerConnection, err error) {
	query, err := registry.CounterpartQueryOf(*of, registry.SharedNotAdopted, pageArgs(first, after, last, before), load(ctx).asOf)
	if err != nil {
		return page, err
	}
	return partnerPage(ctx, query)
}

func (counterpartConnectionResolver) TotalCount(ctx context.Context, page *registry.CounterpartConnection) (*int, error) {
	return nullable(load(ctx).partnerCounts.Load(ctx, &page.Query))
}

func (r counterpartConnectionResolver) Facets(ctx context.Context, page *registry.CounterpartConnection) (*registry.PartnerFacets, error) {
	return nullable(r.registry.PartnerFacets(ctx, page.Query))
}

func (adoptedPartnerConnectionResolver) TotalCount(ctx context.Context, page *registry.AdoptedPartnerConnection) (*int, error) {
	return nullable(load(ctx).partnerCounts.Load(ctx, &page.Query))
}

func (r adoptedPartnerConnectionResolver) Facets(ctx context.Context, page *registry.AdoptedPartnerConnection) (*registry.PartnerFacets, error) {
	return nullable(r.registry.PartnerFacets(ctx, page.Query))
}

func (adoptionParticipantResolver) Region(ctx context.Context, participant *registry.AdoptionParticipant) (registry.Region, error) {
	return load(ctx).regions.Load(ctx, participant.RegionCode)
}
