package exchange

import (
	"context"
	"slices"

	"ketenkaart/registry"
)

// adoptions are those of a period and certainty, in order of the day on which they began.
func (t tables) adoptions(ctx context.Context, out rowWriter, asked Asked) error {
	period := registry.PeriodOf(argument[*registry.PeriodFilter](asked, "period"))
	query, err := registry.AdoptionQueryOf("", argument[[]registry.Certainty](asked, "certainty"), period, registry.PageArgs{}, asked.AsOf)
	if err != nil {
		return err
	}
	rows := withNames(ctx, t.registry, t.registry.AdoptionPages(ctx, query), func(a registry.Adoption) string { return a.PartnerKey })
	return write(out, asked, adoptionTable(asked.AsOf), rows)
}

func adoptionTable(asOf registry.Date) []column[named[registry.Adoption]] {
	type row = named[registry.Adoption]
	return slices.Concat(
		[]column[row]{
			{"id", func(r row) any { return r.thing.ID() }},
			{"region_name", func(r row) any { return r.regions[r.thing.RegionCode] }},
			{"partner_name", func(r row) any { return r.partners[r.thing.PartnerKey] }},
		},
		of(thingOf[registry.Adoption], adoptionFields()),
		[]column[row]{{"mandates", func(r row) any { return mandated(r.thing, asOf) }}},
		of(func(r row) registry.Stamp { return r.thing.Stamp }, stampColumns()),
	)
}

// mandated are the regions whose mandate holds on the day.
func mandated(adoption registry.Adoption, day registry.Date) []string {
	regions := []string{}
	for _, mandate := range adoption.Mandates {
		if mandate.Holds(day) {
			regions = append(regions, mandate.RegionCode)
		}
	}
	return regions
}

// adoptionFields are the columns of adoptions.csv.
func adoptionFields() []column[registry.Adoption] {
	type a = registry.Adoption
	return slices.Concat([]column[a]{
		{"partner", func(a a) any { return a.PartnerKey }},
		{"region", func(a a) any { return a.RegionCode }},
		{"requested_on", func(a a) any { return known(a.RequestedOn) }},
		{"since", func(a a) any { return string(a.Since) }},
		{"until", func(a a) any { return known(a.Until) }},
		{"end_reason", func(a a) any { return known(a.EndReason) }},
	},
		of(func(a a) *registry.Provenance { return a.Provenance }, provenanceColumns("")),
	)
}
