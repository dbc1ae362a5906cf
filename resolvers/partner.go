package resolvers

import (
	"cmp"
	"context"
	"slices"

	"ketenkaart/graph"
	"ketenkaart/registry"
)

type (
	partnerResolver           struct{ *Resolver }
	partnerConnectionResolver struct{ *Resolver }
	workingAreaResolver       struct{}
)

// Partner resolves the fields of a partner.
func (r *Resolver) Partner() graph.PartnerResolver { return partnerResolver{r} }

// PartnerConnection resolves what is counted only when asked.
func (r *Resolver) PartnerConnection() graph.PartnerConnectionResolver {
	return partnerConnectionResolver{r}
}

// WorkingArea resolves the fields of a working area.
func (r *Resolver) WorkingArea() graph.WorkingAreaResolver { return workingAreaResolver{} }

func (r queryResolver) Partner(ctx context.Context, key string, _ *registry.Date) (*registry.Partner, error) {
	if err := registry.CheckKey("key", registry.KindPartner, key); err != nil {
		return nil, err
	}
	return orNull(partnerByKey(ctx, key))
}

func (queryResolver) Partners(ctx context.Context, filter *registry.PartnerFilter, orderBy *registry.PartnerOrder, _ *registry.Date, first *int, after *string, last *int, before *string) (*registry.PartnerConnection, error) {
	return nullable(partnersOf(ctx, filter, orderBy, pageArgs(first, after, last, before)))
}

// partnersOf loads a page of the partners that meet a filter.
func partnersOf(ctx context.Context, filter *registry.PartnerFilter, orderBy *registry.PartnerOrder, args registry.PageArgs) (registry.PartnerConnection, error) {
	query, err := registry.PartnerQueryOf(filter, orderBy, args, load(ctx).asOf)
	if err != nil {
		return registry.PartnerConnection{}, err
	}
	return partnerPage(ctx, query)
}

// orAll returns a copy of the filter; that of none takes all.
func orAll(filter *registry.PartnerFilter) registry.PartnerFilter {
	if filter == nil {
		return registry.PartnerFilter{}
	}
	return *filter
}

// partnerPage loads a page with what the operation will ask of each partner, and keeps that for the fields below.
func partnerPage(ctx context.Context, query registry.PartnerQuery) (registry.PartnerConnection, error) {
	query.With = withOf(ctx)
	query.With.Brief = query.With.Brief && query.Order.Field == registry.ByName
	page, err := load(ctx).partnerPages.Load(ctx, &query)
	if err != nil {
		return page, err
	}
	load(ctx).keep(page.Query.With, page.Included)
	return page, nil
}

// partnerByKey loads a partner with what the operation will ask of it; NOT_FOUND.
func partnerByKey(ctx context.Context, key string) (registry.Partner, error) {
	with := withOfPartner(ctx)
	if with.IsNone() {
		return load(ctx).partners.Load(ctx, key)
	}
	found, err := load(ctx).askPartners(ctx, with, []string{key})()
	if err != nil {
		return registry.Partner{}, err
	}
	if len(found) == 0 {
		return registry.Partner{}, registry.NotFound(registry.MakeID(registry.KindPartner, key))
	}
	return found[0], nil
}

// askPartners asks for partners with what the operation will ask of them, which it keeps for the fields below, and returns what waits for
// those that are there.
func (l *loaders) askPartners(ctx context.Context, with registry.With, keys []string) func() ([]registry.Partner, error) {
	query := registry.PartnerQueryOfKeys(keys, l.asOf)
	query.With = with
	page := l.partnerPages.ask(ctx, &query)
	return func() ([]registry.Partner, error) {
		page, err := page()
		if err != nil {
			return nil, err
		}
		l.keep(with, page.Included)
		for _, partner := range page.Items {
			l.partners.Prime(partner.Key, partner)
		}
		return page.Items, nil
	}
}

func (r mutationResolver) RegisterPartner(ctx context.Context, input registry.RegisterPartnerInput) (*registry.PartnerPayload, error) {
	return nullable(r.registry.RegisterPartner(ctx, input))
}

func (r mutationResolver) UpdatePartner(ctx context.Context, input graph.UpdatePartnerInput) (*registry.PartnerPayload, error) {
	return nullable(r.registry.UpdatePartner(ctx, registry.PartnerPatch{
		PartnerID: input.PartnerID, Version: input.Version, Name: optional(input.Name), ShortName: optional(input.ShortName),
		Aliases: optionalList(input.Aliases), CoreTasks: optionalList(input.CoreTasks),
		Capacities: optionalList(input.Capacities), InCareOf: optionalList(input.InCareOf), Ambition: optional(input.Ambition),
		SectorCodes: optionalList(input.SectorCodes), ChainCodes: optionalList(input.ChainCodes),
		Classification: optional(input.Classification), PartOfKey: optional(input.PartOfKey), National: optional(input.National),
		WorkingAreas: optionalList(input.WorkingAreas), Connections: optionalList(input.Connections),
		Identifiers: optional(input.Identifiers), Website: optional(input.Website), Since: optional(input.Since),
		Provenance: optional(input.Provenance), IdempotencyKey: input.IdempotencyKey.Value(),
	}))
}

func (r mutationResolver) EndPartner(ctx context.Context, input registry.EndPartnerInput) (*registry.PartnerPayload, error) {
	return nullable(r.registry.EndPartner(ctx, input))
}

func (r mutationResolver) ReopenPartner(ctx context.Context, input registry.ReopenPartnerInput) (*registry.PartnerPayload, error) {
	return nullable(r.registry.ReopenPartner(ctx, input))
}

func (partnerResolver) Sectors(ctx context.Context, partner *registry.Partner) ([]registry.Sector, error) {
	sectors, err := loadEach(ctx, load(ctx).sectors, partner.SectorCodes)
	slices.SortFunc(sectors, func(a, b registry.Sector) int {
		return cmp.Compare(registry.SortName(a.Name), registry.SortName(b.Name))
	})
	return sectors, err
}

func (partnerResolver) Chains(ctx context.Context, partner *registry.Partner, kind *registry.ChainKind) ([]registry.Chain, error) {
	chains, err := loadEach(ctx, load(ctx).chains, partner.ChainCodes)
	return ofKind(chains, kind), err
}

func (partnerResolver) PartOf(ctx context.Context, partner *registry.Partner) (*registry.Partner, error) {
	if partner.PartOfKey == nil {
		return nil, nil
	}
	return orNull(load(ctx).partners.Load(ctx, *partner.PartOfKey))
}

func (partnerResolver) Parts(ctx context.Context, partner *registry.Partner) ([]registry.Partner, error) {
	return orEmpty(load(ctx).parts.Load(ctx, partner.Key))
}

func (partnerResolver) WorkingAreas(_ context.Context, partner *registry.Partner) ([]registry.WorkingArea, error) {
	if len(partner.WorkingAreas) == 0 {
		return nil, nil
	}
	return partner.WorkingAreas, nil
}

func (partnerResolver) Collaborations(ctx context.Context, partner *registry.Partner, filter *registry.CollaborationFilter) ([]registry.Collaboration, error) {
	if err := filter.Check("filter"); err != nil {
		return nil, err
	}
	loaders := load(ctx)
	collaborations, err := orEmpty(loaders.collaborations.Load(ctx, collaborationsOf{partner.Key, loaders.filters.one(filter)}))
	if err != nil {
		return nil, err
	}
	return collaborations, registry.CheckHistory(collaborations)
}

func (partnerResolver) CollaborationCount(ctx context.Context, partner *registry.Partner) (int, error) {
	counted, err := load(ctx).counted.Load(ctx, partner.Key)
	return counted.InForce, err
}

// Collaboration picks from all of the partner's, at most one for each region, so that several such fields read once.
func (r partnerResolver) Collaboration(ctx context.Context, partner *registry.Partner, regionCode string) (*registry.Collaboration, error) {
	if err := registry.CheckKey("regionCode", registry.KindRegion, regionCode); err != nil {
		return nil, err
	}
	collaborations, err := r.Collaborations(ctx, partner, nil)
	i := slices.IndexFunc(collaborations, func(c registry.Collaboration) bool { return c.RegionCode == regionCode })
	if err != nil || i < 0 {
		return nil, err
	}
	return &collaborations[i], nil
}

func (partnerResolver) Adoption(ctx context.Context, partner *registry.Partner) (*registry.Adoption, error) {
	return load(ctx).adoptions.Load(ctx, partner.Key)
}

func (partnerResolver) Adoptions(ctx context.Context, partner *registry.Partner, period *registry.PeriodFilter) ([]registry.Adoption, error) {
	all, err := load(ctx).adoptionHistories.Load(ctx, partner.Key)
	meant := []registry.Adoption{}
	for _, adoption := range all {
		if registry.PeriodOf(period).Meets(adoption.Period, load(ctx).asOf) {
			meant = append(meant, adoption)
		}
	}
	if err != nil {
		return nil, err
	}
	return meant, registry.CheckHistory(meant)
}

func (partnerResolver) Advice(_ context.Context, partner *registry.Partner) ([]registry.ProfileAdvice, error) {
	var ambition *registry.Profile
	if partner.Ambition != nil {
		ambition = partner.Ambition.Profile
	}
	return registry.Advise(partner.CoreTasks, false, ambition), nil
}

func (partnerResolver) Agreements(ctx context.Context, partner *registry.Partner, filter *registry.AgreementFilter, first *int, after *string, last *int, before *string) (registry.AgreementConnection, error) {
	return agreementPage(ctx, partner.ID(), filter, nil, pageArgs(first, after, last, before))
}

// Timeline is of what happened to the partner and to its edges and agreements.
func (partnerResolver) Timeline(ctx context.Context, partner *registry.Partner, first *int, after *string, last *int, before *string) (registry.ChangeConnection, error) {
	return changePage(ctx, &registry.ChangeFilter{Partners: []string{partner.Key}}, nil, pageArgs(first, after, last, before))
}

func (r queryResolver) ProfileAdvice(_ context.Context, coreTasks []registry.CoreTask, incidental bool, ambition *registry.Profile) ([]registry.ProfileAdvice, error) {
	return registry.Advise(coreTasks, incidental, ambition), nil
}

func (partnerConnectionResolver) TotalCount(ctx context.Context, page *registry.PartnerConnection) (*int, error) {
	if page.Included.Total != nil {
		return page.Included.Total, nil
	}
	return nullable(load(ctx).partnerCounts.Load(ctx, &page.Query))
}

func (r partnerConnectionResolver) Facets(ctx context.Context, page *registry.PartnerConnection) (*registry.PartnerFacets, error) {
	return nullable(r.registry.PartnerFacets(ctx, page.Query))
}

func (workingAreaResolver) Region(ctx context.Context, area *registry.WorkingArea) (registry.Region, error) {
	return load(ctx).regions.Load(ctx, area.RegionCode)
}
