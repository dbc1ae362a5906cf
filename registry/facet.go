package registry

import (
	"context"
	"fmt"
)

// PartnerFacets are how many partners of the whole list have each value, each facet counted without its own filter.
type PartnerFacets struct {
	CoreTasks []CoreTaskCount
	Profiles  []ProfileCount
	Sectors   []SectorCount
	Chains    []ChainCount
}

// CoreTaskCount is the number of partners with a kerntaak.
type CoreTaskCount struct {
	CoreTask CoreTask
	Count    int
}

// ProfileCount is the number of partners with a collaboration of a profile.
type ProfileCount struct {
	Profile Profile
	Count   int
}

// SectorCount is the number of partners in a sector.
type SectorCount struct {
	Sector Sector
	Count  int
}

// ChainCount is the number of partners in a chain.
type ChainCount struct {
	Chain Chain
	Count int
}

// PartnerFacets counts the facets of a query's whole list. UNAVAILABLE with TOO_COSTLY when that takes too long.
func (r *Registry) PartnerFacets(ctx context.Context, query PartnerQuery) (facets PartnerFacets, err error) {
	err = r.bounded(ctx, func(ctx context.Context, reader Reader) error {
		facets, err = countFacets(ctx, reader, query)
		return err
	})
	return facets, err
}

func countFacets(ctx context.Context, reader Reader, query PartnerQuery) (facets PartnerFacets, err error) {
	counts := map[Facet]map[string]int{}
	for _, facet := range []Facet{FacetCoreTasks, FacetProfiles, FacetSectors, FacetChains} {
		if counts[facet], err = reader.PartnerFacet(ctx, facet, query.without(facet)); err != nil {
			return facets, fmt.Errorf("count a facet: %w", err)
		}
	}
	facets = PartnerFacets{CoreTasks: []CoreTaskCount{}, Profiles: []ProfileCount{}, Sectors: []SectorCount{}, Chains: []ChainCount{}}
	for _, task := range AllCoreTasks() {
		facets.CoreTasks = append(facets.CoreTasks, CoreTaskCount{CoreTask: task, Count: counts[FacetCoreTasks][string(task)]})
	}
	for _, profile := range AllProfiles() {
		facets.Profiles = append(facets.Profiles, ProfileCount{Profile: profile, Count: counts[FacetProfiles][string(profile)]})
	}
	sectors, err := reader.Sectors(ctx, nil)
	if err != nil {
		return facets, fmt.Errorf("read the sectors: %w", err)
	}
	for _, sector := range sectors {
		facets.Sectors = append(facets.Sectors, SectorCount{Sector: sector, Count: counts[FacetSectors][sector.Code]})
	}
	chains, err := reader.Chains(ctx, nil)
	if err != nil {
		return facets, fmt.Errorf("read the chains: %w", err)
	}
	for _, chain := range chains {
		facets.Chains = append(facets.Chains, ChainCount{Chain: chain, Count: counts[FacetChains][chain.Code]})
	}
	return facets, nil
}

// without takes the facet's own filter out of the query.
func (q PartnerQuery) without(facet Facet) PartnerQuery {
	switch facet {
	case FacetCoreTasks:
		q.Filter.CoreTasks = nil
	case FacetSectors:
		q.Filter.Sectors = nil
	case FacetChains:
		q.Filter.Chains = nil
	case FacetProfiles:
		if q.Filter.Collaboration != nil {
			collaboration := *q.Filter.Collaboration
			collaboration.Profiles = nil
			q.Filter.Collaboration = &collaboration
		}
	}
	return q
}
