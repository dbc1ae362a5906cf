package resolvers

import (
	"context"

	"ketenkaart/graph"
	"ketenkaart/registry"
)

type (
	counterpartsResolver        struct{ *Resolver }
	adoptionParticipantResolver struct{}
)

// Counterparts resolves the lists of a region's counterparts.
func (r *Resolver) Counterparts() graph.CounterpartsResolver { return counterpartsResolver{r} }

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

func (adoptionParticipantResolver) Region(ctx context.Context, participant *registry.AdoptionParticipant) (registry.Region, error) {
	return load(ctx).regions.Load(ctx, participant.RegionCode)
}
