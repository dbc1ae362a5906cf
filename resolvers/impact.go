package resolvers

import (
	"context"

	"ketenkaart/graph"
	"ketenkaart/registry"
)

type (
	impactResolver       struct{}
	regionImpactResolver struct{}
	chainImpactResolver  struct{}
	substituteResolver   struct{}
)

// Impact resolves the fields of an impact.
func (r *Resolver) Impact() graph.ImpactResolver { return impactResolver{} }

// RegionImpact resolves the fields of what a region loses.
func (r *Resolver) RegionImpact() graph.RegionImpactResolver { return regionImpactResolver{} }

// ChainImpact resolves the fields of what a chain loses.
func (r *Resolver) ChainImpact() graph.ChainImpactResolver { return chainImpactResolver{} }

// Substitute resolves the fields of a substitute.
func (r *Resolver) Substitute() graph.SubstituteResolver { return substituteResolver{} }

func (r queryResolver) Impact(ctx context.Context, partnerKey string, certainty []registry.Certainty, _ *registry.Date) (*registry.Impact, error) {
	return orNull(r.registry.Impact(ctx, partnerKey, certainty, load(ctx).asOf))
}

func (impactResolver) Partner(ctx context.Context, impact *registry.Impact) (registry.Partner, error) {
	return load(ctx).partners.Load(ctx, impact.PartnerKey)
}

func (impactResolver) Agreements(ctx context.Context, impact *registry.Impact, filter *registry.AgreementFilter, first *int, after *string, last *int, before *string) (registry.AgreementConnection, error) {
	return agreementPage(ctx, registry.MakeID(registry.KindPartner, impact.PartnerKey), filter, nil, pageArgs(first, after, last, before))
}

func (impactResolver) Adoption(ctx context.Context, impact *registry.Impact) (*registry.Adoption, error) {
	return load(ctx).adoptions.Load(ctx, impact.PartnerKey)
}

func (impactResolver) CutOff(ctx context.Context, impact *registry.Impact) ([]registry.Partner, error) {
	return loadEach(ctx, load(ctx).partners, impact.CutOffKeys)
}

func (regionImpactResolver) Region(ctx context.Context, of *registry.RegionImpact) (registry.Region, error) {
	return load(ctx).regions.Load(ctx, of.RegionCode)
}

func (regionImpactResolver) Collaboration(ctx context.Context, of *registry.RegionImpact) (registry.Collaboration, error) {
	id := registry.MakeID(registry.KindCollaboration, of.CollaborationUUID)
	collaboration, err := loadNode[registry.Collaboration](ctx, id)
	switch {
	case err != nil:
		return registry.Collaboration{}, err
	case collaboration == nil: // it was voided since the network was read
		return registry.Collaboration{}, registry.NotFound(id)
	}
	return *collaboration, nil
}

func (regionImpactResolver) Remaining(ctx context.Context, of *registry.RegionImpact) ([]registry.Partner, error) {
	return loadEach(ctx, load(ctx).partners, of.RemainingKeys)
}

func (chainImpactResolver) Chain(ctx context.Context, of *registry.ChainImpact) (registry.Chain, error) {
	return load(ctx).chains.Load(ctx, of.ChainCode)
}

func (substituteResolver) Partner(ctx context.Context, of *registry.Substitute) (registry.Partner, error) {
	return load(ctx).partners.Load(ctx, of.PartnerKey)
}

func (substituteResolver) Regions(ctx context.Context, of *registry.Substitute) ([]registry.Region, error) {
	return loadEach(ctx, load(ctx).regions, of.RegionCodes)
}

func (substituteResolver) CollaboratesWith(ctx context.Context, of *registry.Substitute) ([]registry.Region, error) {
	return loadEach(ctx, load(ctx).regions, of.CollaboratesWithCodes)
}

func (substituteResolver) SharedChains(ctx context.Context, of *registry.Substitute) ([]registry.Chain, error) {
	return loadEach(ctx, load(ctx).chains, of.SharedChainCodes)
}
