package registry

import (
	"context"
	"fmt"
	"slices"
)

// SharedFilter narrows partners to those with AtLeast collaborations as described: by R3 one for each region.
type SharedFilter struct {
	AtLeast       int
	Collaboration CollaborationFilter
}

// SharedPartners asks which partners several regions have in common.
type SharedPartners struct {
	Regions []string
	// AtLeast is how many of the regions; nil is all of them.
	AtLeast *int
	// Profiles and Certainty narrow the collaborations that are looked at; nil looks at all.
	Profiles  []Profile
	Certainty []Certainty
}

// SharedPartner is a partner that several regions collaborate with.
type SharedPartner struct {
	Partner Partner
	// With describes the collaborations by which they do.
	With CollaborationFilter
}

// SharedPartnerConnection is a page of shared partners, with the query of them.
type SharedPartnerConnection struct {
	Paged[SharedPartner]
	Query PartnerQuery
}

// SharedPartnerEdge is one item of the page.
type SharedPartnerEdge = Edge[SharedPartner]

// SharedPartners returns the page of partners with which the regions collaborate, in order of name. BAD_USER_INPUT; NOT_FOUND
// for a region.
func (r *Registry) SharedPartners(ctx context.Context, of SharedPartners, filter *PartnerFilter, args PageArgs, asOf Date) (page SharedPartnerConnection, err error) {
	query, err := of.query(filter, args, asOf)
	if err != nil {
		return page, err
	}
	err = r.guard.view(ctx, func(ctx context.Context, reader Reader) error {
		if err := findRegions(ctx, reader, "regions", of.Regions); err != nil {
			return err
		}
		lists, err := reader.ListPartners(ctx, []PartnerQuery{query})
		if err != nil {
			return fmt.Errorf("read the shared partners: %w", err)
		}
		partners := connect(lists[0].List, query.Page, query.Order.key)
		page.Query = query
		page.Paged = convert(partners, func(p Partner) (SharedPartner, bool) {
			return SharedPartner{Partner: p, With: query.Filter.Shared.Collaboration}, true
		}, func(s SharedPartner) Partner { return s.Partner })
		return nil
	})
	return page, err
}

// query checks what is asked and makes a query of it.
func (of SharedPartners) query(filter *PartnerFilter, args PageArgs, asOf Date) (query PartnerQuery, err error) {
	shared := SharedFilter{AtLeast: len(of.Regions), Collaboration: CollaborationFilter{Regions: of.Regions, Profiles: of.Profiles, Certainty: of.Certainty}}
	for _, err := range []error{CheckKeys("regions", KindRegion, of.Regions), checkList("profiles", of.Profiles), checkList("certainty", of.Certainty)} {
		if err != nil {
			return query, err
		}
	}
	if of.AtLeast != nil {
		if err := CheckCount("atLeast", *of.AtLeast, len(of.Regions)); err != nil {
			return query, err
		}
		shared.AtLeast = *of.AtLeast
	}
	query, err = PartnerQueryOf(filter, nil, args, asOf)
	query.Filter.Shared = &shared
	return query, err
}

// findRegions refuses codes of regions that are not in the register; NOT_FOUND.
func findRegions(ctx context.Context, reader Reader, field string, codes []string) error {
	regions, err := reader.Regions(ctx, codes)
	if err != nil {
		return fmt.Errorf("read the regions: %w", err)
	}
	for _, code := range codes {
		if !slices.ContainsFunc(regions, func(r Region) bool { return r.Code == code }) {
			return NotFound(MakeID(KindRegion, code)).At(field)
		}
	}
	return nil
}
