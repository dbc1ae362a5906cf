package exchange

import (
	"context"
	"iter"
	"slices"

	"ketenkaart/registry"
)

// regions are those of the codes, or all, in order of code.
func (t tables) regions(ctx context.Context, out rowWriter, asked Asked) error {
	codes := argument[[]string](asked, "codes")
	if err := registry.CheckKeys("codes", registry.KindRegion, codes); err != nil {
		return err
	}
	return write(out, asked, regionTable(), t.onePage(ctx, func(ctx context.Context, reader registry.Reader) ([]registry.Region, error) {
		return reader.Regions(ctx, codes)
	}))
}

func regionTable() []column[registry.Region] {
	return slices.Concat(
		[]column[registry.Region]{{"id", func(r registry.Region) any { return r.ID() }}},
		regionFields(),
		of(func(r registry.Region) registry.Stamp { return r.Stamp }, stampColumns()),
	)
}

// regionFields are the columns of regions.csv.
func regionFields() []column[registry.Region] {
	type r = registry.Region
	return slices.Concat([]column[r]{
		{"code", func(r r) any { return r.Code }},
		{"name", func(r r) any { return r.Name }},
		{"official_name", func(r r) any { return r.OfficialName }},
		{"short_name", func(r r) any { return known(r.ShortName) }},
		{"aliases", func(r r) any { return texts(r.Aliases) }},
		{"province", func(r r) any { return r.Province }},
		{"visiting_address", func(r r) any { return known(r.VisitingAddress) }},
		{"latitude", func(r r) any { return r.Location.Latitude }},
		{"longitude", func(r r) any { return r.Location.Longitude }},
		{"inhabitants", func(r r) any { return knownNumber(r.Inhabitants) }},
		{"area_km2", func(r r) any { return knownNumber(r.AreaKm2) }},
	},
		of(func(r r) registry.Identifiers { return r.Identifiers }, identifierColumns()),
		[]column[r]{{"website", func(r r) any { return known(r.Website) }}},
		of(func(r r) *registry.Provenance { return r.Provenance }, provenanceColumns("")),
	)
}

// onePage gives what the world bounds, so that it is read at once.
func (t tables) onePage(ctx context.Context, read func(context.Context, registry.Reader) ([]registry.Region, error)) iter.Seq2[[]registry.Region, error] {
	return func(yield func([]registry.Region, error) bool) {
		var found []registry.Region
		err := t.registry.View(ctx, func(ctx context.Context, reader registry.Reader) (err error) {
			found, err = read(ctx, reader)
			return err
		})
		yield(found, err)
	}
}
