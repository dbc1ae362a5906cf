package registry

import "context"

// Gaps are what a region misses at a day.
type Gaps struct {
	RegionCode string
	// Certainty narrows the collaborations and adoptions that are looked at; nil is all.
	Certainty []Certainty
	AsOf      Date
}

// Gaps checks of whose gaps is asked. BAD_USER_INPUT; NOT_FOUND when the region is not in the register.
func (r *Registry) Gaps(ctx context.Context, regionCode string, certainty []Certainty, asOf Date) (Gaps, error) {
	gaps := Gaps{RegionCode: regionCode, Certainty: certainty, AsOf: asOf}
	if err := CheckKey("regionCode", KindRegion, regionCode); err != nil {
		return gaps, err
	}
	if err := checkList("certainty", certainty); err != nil {
		return gaps, err
	}
	return gaps, r.store.View(ctx, func(ctx context.Context, reader Reader) error {
		return findRegions(ctx, reader, "regionCode", []string{regionCode})
	})
}

// WithoutCollaborationQuery is of the partners that work in the region without a collaboration with it, in order of name. BAD_USER_INPUT.
func (g Gaps) WithoutCollaborationQuery(filter *PartnerFilter, args PageArgs) (PartnerQuery, error) {
	return g.lacking(filter, args, PartnerFilter{WorksIn: []string{g.RegionCode}})
}

// AreaUnknownQuery is of the partners of which it is not known where they work, without a collaboration with the region, in order of
// name. BAD_USER_INPUT.
func (g Gaps) AreaUnknownQuery(filter *PartnerFilter, args PageArgs) (PartnerQuery, error) {
	return g.lacking(filter, args, PartnerFilter{AreaUnknown: new(true)})
}

// NotAdoptedQuery is of the partners that the region shares with others and that no region adopted, in order of name. BAD_USER_INPUT.
func (g Gaps) NotAdoptedQuery(args PageArgs) (PartnerQuery, error) {
	return CounterpartQueryOf(Counterparts{RegionCode: g.RegionCode, Certainty: g.Certainty}, SharedNotAdopted, args, g.AsOf)
}

// lacking narrows a filter to partners of an area with which the region does not collaborate.
func (g Gaps) lacking(filter *PartnerFilter, args PageArgs, area PartnerFilter) (query PartnerQuery, err error) {
	within := area
	if filter != nil {
		for _, set := range []struct {
			field string
			given bool
		}{
			{"filter.worksIn", filter.WorksIn != nil}, {"filter.areaUnknown", filter.AreaUnknown != nil}, {"filter.noCollaboration", filter.NoCollaboration != nil},
		} {
			if set.given {
				return query, Invalid(ReasonContradiction, set.field, "the list says that itself")
			}
		}
		within = *filter
		within.WorksIn, within.AreaUnknown = area.WorksIn, area.AreaUnknown
	}
	within.NoCollaboration = &CollaborationFilter{Regions: []string{g.RegionCode}, Certainty: g.Certainty}
	return PartnerQueryOf(&within, nil, args, g.AsOf)
}
