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

func (counterpartsResolver) OurAdoptionRegions(ctx context.Context, of *registry.Counterparts, first *int, after *string, last *int, before *string) (registry.CounterpartConnection, error) {
	query := registry.CounterpartQuery{Region: of.RegionCode, List: registry.OurAdoptionRegions, Args: pageArgs(first, after, last, before), AsOf: load(ctx).asOf}
	return load(ctx).ourAdoptionRegions.Load(ctx, &query)
}

func (counterpartsResolver) PartnersWeAdopted(ctx context.Context, of *registry.Counterparts, first *int, after *string, last *int, before *string) (registry.AdoptedPartnerConnection, error) {
	query := registry.CounterpartQuery{Region: of.RegionCode, List: registry.PartnersWeAdopted, Args: pageArgs(first, after, last, before), AsOf: load(ctx).asOf}
	return load(ctx).partnersWeAdopted.Load(ctx, &query)
}

func (r counterpartsResolver) SharedNotAdopted(ctx context.Context, of *registry.Counterparts, first *int, after *string, last *int, before *string) (registry.PartnerConnection, error) {
	query, err := r.registry.CounterpartPartners(registry.CounterpartQuery{Region: of.RegionCode, List: registry.SharedNotAdopted, Args: pageArgs(first, after, last, before), AsOf: load(ctx).asOf})
	if err != nil {
		return registry.PartnerConnection{}, err
	}
	return partnerPage(ctx, query)
}

func (adoptionParticipantResolver) Region(ctx context.Context, participant *registry.AdoptionParticipant) (registry.Region, error) {
	return load(ctx).regions.Load(ctx, participant.RegionCode)
}
