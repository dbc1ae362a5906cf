package exchange

import (
	"context"
	"slices"

	"ketenkaart/registry"
)

// counted is a partner with how many of its collaborations are in force.
type counted struct {
	registry.Partner
	collaborations int
}

// partners are those that meet a filter, in order of name.
func (t tables) partners(ctx context.Context, out rowWriter, asked Asked) error {
	query, err := partnerQuery(asked)
	if err != nil {
		return err
	}
	rows := mapped(t.registry.PartnerPages(ctx, query), func(page []registry.Partner) ([]counted, error) { return t.counted(ctx, page, asked.AsOf) })
	return write(out, asked, partnerTable(), rows)
}

func partnerQuery(asked Asked) (registry.PartnerQuery, error) {
	return registry.PartnerQueryOf(argument[*registry.PartnerFilter](asked, "filter"), nil, registry.PageArgs{}, asked.AsOf)
}

func (t tables) countPartners(ctx context.Context, asked Asked) (int, error) {
	query, err := partnerQuery(asked)
	if err != nil {
		return 0, err
	}
	return counting(ctx, t, query)
}

// counted adds the number of collaborations to the partners of a page.
func (t tables) counted(ctx context.Context, page []registry.Partner, asOf registry.Date) (rows []counted, err error) {
	keys := make([]string, len(page))
	for i, partner := range page {
		keys[i] = partner.Key
	}
	err = t.registry.View(ctx, func(ctx context.Context, reader registry.Reader) error {
		counts, err := reader.CollaborationCounts(ctx, keys, asOf)
		for _, partner := range page {
			rows = append(rows, counted{partner, counts[partner.Key].InForce})
		}
		return err
	})
	return rows, err
}

func partnerTable() []column[counted] {
	partner := func(c counted) registry.Partner { return c.Partner }
	return slices.Concat(
		[]column[counted]{{"id", func(c counted) any { return c.ID() }}},
		of(partner, partnerFields()),
		of(func(c counted) *registry.Ambition { return c.Ambition }, ambitionColumns()),
		[]column[counted]{
			{"working_areas", func(c counted) any { return workingRegions(c.WorkingAreas) }},
			{"collaborations", func(c counted) any { return c.collaborations }},
		},
		of(func(c counted) registry.Stamp { return c.Stamp }, stampColumns()),
	)
}

func workingRegions(areas []registry.WorkingArea) []string {
	regions := make([]string, len(areas))
	for i, area := range areas {
		regions[i] = area.RegionCode
	}
	return regions
}

// partnerFields are the columns of partners.csv.
func partnerFields() []column[registry.Partner] {
	type p = registry.Partner
	return slices.Concat([]column[p]{
		{"key", func(p p) any { return p.Key }},
		{"name", func(p p) any { return p.Name }},
		{"short_name", func(p p) any { return known(p.ShortName) }},
		{"aliases", func(p p) any { return texts(p.Aliases) }},
		{"core_tasks", func(p p) any { return texts(p.CoreTasks) }},
		{"sectors", func(p p) any { return texts(p.SectorCodes) }},
		{"chains", func(p p) any { return texts(p.ChainCodes) }},
		{"part_of", func(p p) any { return known(p.PartOfKey) }},
		{"national", func(p p) any { return p.National }},
		{"capacities", func(p p) any { return texts(p.Capacities) }},
		{"in_care_of", func(p p) any { return texts(p.InCareOf) }},
	},
		of(func(p p) registry.Identifiers { return p.Identifiers }, identifierColumns()),
		[]column[p]{
			{"website", func(p p) any { return known(p.Website) }},
			{"since", func(p p) any { return known(p.Since) }},
			{"until", func(p p) any { return known(p.Until) }},
			{"end_reason", func(p p) any { return known(p.EndReason) }},
		},
		of(func(p p) *registry.Provenance { return p.Provenance }, provenanceColumns("")),
		of(func(p p) *registry.Provenance { return p.Classification }, provenanceColumns("classification_")),
	)
}

// ambitionColumns are of what a partner or a sector wants to reach.
func ambitionColumns() []column[*registry.Ambition] {
	orNone := func(ambition *registry.Ambition) registry.Ambition { return value(ambition) }
	return slices.Concat(
		of(orNone, []column[registry.Ambition]{
			{"ambition", func(a registry.Ambition) any { return known(a.Profile) }},
			{"ambition_text", func(a registry.Ambition) any { return text(a.Text) }},
			{"ambition_stated_on", func(a registry.Ambition) any { return known(a.StatedOn) }},
		}),
		of(func(a *registry.Ambition) *registry.Provenance { return orNone(a).Provenance }, provenanceColumns("ambition_")),
	)
}

// text is one that may be empty, which is not known then.
func text(value string) any {
	if value == "" {
		return nil
	}
	return value
}
