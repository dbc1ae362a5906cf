package exchange

import (
	"context"
	"slices"

	"ketenkaart/registry"
)

// collaborations are those that meet a filter, in order of partner.
func (t tables) collaborations(ctx context.Context, out rowWriter, asked Asked) error {
	query, err := collaborationQuery(asked)
	if err != nil {
		return err
	}
	rows := withNames(ctx, t.registry, t.registry.CollaborationPages(ctx, query), func(c registry.Collaboration) string { return c.PartnerKey })
	return write(out, asked, collaborationTable(), rows)
}

func collaborationQuery(asked Asked) (registry.CollaborationQuery, error) {
	order := registry.CollaborationOrder{Field: registry.ByPartner, Direction: registry.Ascending}
	return registry.CollaborationQueryOf("", argument[*registry.CollaborationFilter](asked, "filter"), &order, registry.PageArgs{}, asked.AsOf)
}

func (t tables) countCollaborations(ctx context.Context, asked Asked) (int, error) {
	query, err := collaborationQuery(asked)
	if err != nil {
		return 0, err
	}
	return counting(ctx, t, query)
}

func collaborationTable() []column[named[registry.Collaboration]] {
	type row = named[registry.Collaboration]
	return slices.Concat(
		[]column[row]{
			{"id", func(r row) any { return r.thing.ID() }},
			{"region_name", func(r row) any { return r.regions[r.thing.RegionCode] }},
			{"partner_name", func(r row) any { return r.partners[r.thing.PartnerKey] }},
		},
		of(thingOf[registry.Collaboration], collaborationFields()),
		of(func(r row) registry.Stamp { return r.thing.Stamp }, stampColumns()),
	)
}

// collaborationFields are the columns of collaborations.csv.
func collaborationFields() []column[registry.Collaboration] {
	type c = registry.Collaboration
	return slices.Concat([]column[c]{
		{"region", func(c c) any { return c.RegionCode }},
		{"partner", func(c c) any { return c.PartnerKey }},
		{"profile", func(c c) any { return string(c.Profile) }},
		{"incidental", func(c c) any { return c.Incidental }},
		{"since", func(c c) any { return string(c.Since) }},
		{"until", func(c c) any { return known(c.Until) }},
		{"end_reason", func(c c) any { return known(c.EndReason) }},
		{"motivation", func(c c) any { return known(c.Motivation) }},
	},
		of(func(c c) *registry.Provenance { return c.Provenance }, provenanceColumns("")),
	)
}
