package exchange

import (
	"context"
	"iter"
	"slices"

	"ketenkaart/registry"
)

// stated is an ambition with the key of the partner or the code of the sector that states it.
type stated struct {
	partner, sector string
	ambition        registry.Ambition
}

// ambitionFile is of partners, and then of sectors.
func (z registerZip) ambitionFile() registerFile {
	return registerFile{ambitionFile, func(ctx context.Context, out rowWriter, asked Asked) error {
		ofPartners := mapped(registry.ScanPages[registry.Partner](ctx, z.registry, registry.KindPartner), partnerAmbitions)
		ofSectors := mapped(registry.ScanPages[registry.Sector](ctx, z.registry, registry.KindSector), sectorAmbitions)
		return write(out, asked, ambitionFields(), oneAfterAnother(ofPartners, ofSectors))
	}}
}

func partnerAmbitions(partners []registry.Partner) (rows []stated, _ error) {
	for _, partner := range partners {
		if partner.Ambition != nil {
			rows = append(rows, stated{partner: partner.Key, ambition: *partner.Ambition})
		}
	}
	return rows, nil
}

func sectorAmbitions(sectors []registry.Sector) (rows []stated, _ error) {
	for _, sector := range sectors {
		if sector.Ambition != nil {
			rows = append(rows, stated{sector: sector.Code, ambition: *sector.Ambition})
		}
	}
	return rows, nil
}

// oneAfterAnother gives the pages of several.
func oneAfterAnother[T any](several ...iter.Seq2[[]T, error]) iter.Seq2[[]T, error] {
	return func(yield func([]T, error) bool) {
		for _, pages := range several {
			for page, err := range pages {
				if !yield(page, err) {
					return
				}
			}
		}
	}
}

func ambitionFields() []column[stated] {
	return slices.Concat([]column[stated]{
		{"partner", func(s stated) any { return text(s.partner) }},
		{"sector", func(s stated) any { return text(s.sector) }},
		{"profile", func(s stated) any { return known(s.ambition.Profile) }},
		{"text", func(s stated) any { return s.ambition.Text }},
		{"stated_on", func(s stated) any { return known(s.ambition.StatedOn) }},
	}, provenanceOf(func(s stated) *registry.Provenance { return s.ambition.Provenance }))
}
