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
	Regions   []RegionCount
	Adopted   []AdoptedCount
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

// RegionCount is the number of partners with a collaboration with a region.
type RegionCount struct {
	Region Region
	Count  int
}

// AdoptedCount is the number of partners that a region adopted, or that none did.
type AdoptedCount struct {
	Adopted bool
	Count   int
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
	for _, facet := range []Facet{FacetCoreTasks, FacetProfiles, FacetSectors, FacetChains, FacetRegions} {
		if counts[facet], err = reader.PartnerFacet(ctx, facet, query.without(facet)); err != nil {
			return facets, fmt.Errorf("count a facet: %w", err)
		}
	}
	facets = PartnerFacets{CoreTasks: []CoreTaskCount{}, Profiles: []ProfileCount{}, Sectors: []SectorCount{}, Chains: []ChainCount{}, Regions: []RegionCount{}}
	for _, task := range AllCoreTasks() {
		facets.CoreTasks = append(facets.CoreTasks, CoreTaskCount{CoreTask: task, Count: counts[FacetCoreTasks][string(task)]})
	}
	for _, profile := range AllProfiles() {
		facets.Profiles = append(facets.Profiles, ProfileCount{Profile: profile, Count: counts[FacetProfiles][string(profile)]})
	}
	if err := facets.addThings(ctx, reader, counts); err != nil {
		return facets, err
	}
	facets.Adopted, err = countAdopted(ctx, reader, query)
	return facets, err
}

// addThings adds the facets whose values are things of the register, with those that no partner has.
func (f *PartnerFacets) addThings(ctx context.Context, reader Reader, counts map[Facet]map[string]int) error {
	sectors, err := reader.Sectors(ctx, nil)
	if err != nil {
		return fmt.Errorf("read the sectors: %w", err)
	}
	for _, sector := range sectors {
		f.Sectors = append(f.Sectors, SectorCount{Sector: sector, Count: counts[FacetSectors][sector.Code]})
	}
	chains, err := reader.Chains(ctx, nil)
	if err != nil {
		return fmt.Errorf("read the chains: %w", err)
	}
	for _, chain := range chains {
		f.Chains = append(f.Chains, ChainCount{Chain: chain, Count: counts[FacetChains][chain.Code]})
	}
	regions, err := reader.Regions(ctx, nil)
	if err != nil {
		return fmt.Errorf("read the regions: %w", err)
	}
	for _, region := range regions {
		f.Regions = append(f.Regions, RegionCount{Region: region, Count: counts[FacetRegions][region.Code]})
	}
	return nil
}

// countAdopted counts those that a region adopted and those that none did, without the filters of that.
func countAdopted(ctx context.Context, reader Reader, query PartnerQuery) ([]AdoptedCount, error) {
	query.Filter.AdoptedBy = nil
	adopted, not := query, query
	adopted.Filter.Adopted, not.Filter.Adopted = new(true), new(false)
	counts, err := reader.Count(ctx, CountsOf(adopted, not))
	if err != nil {
		return nil, fmt.Errorf("count who is adopted: %w", err)
	}
	return []AdoptedCount{{Adopted: true, Count: counts[0]}, {Adopted: false, Count: counts[1]}}, nil
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
	}
	if q.Filter.Collaboration == nil {
		return q
	}
	collaboration := *q.Filter.Collaboration
	switch facet {
	case FacetProfiles:
		collaboration.Profiles = nil
	case FacetRegions:
		collaboration.Regions = nil
	}
	q.Filter.Collaboration = &collaboration
	return q
}
