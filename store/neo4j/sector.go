package neo4j

import (
	"context"

	"ketenkaart/registry"
)

// Sectors implements registry.Reader.
func (r *reader) Sectors(ctx context.Context, codes []string) ([]registry.Sector, error) {
	return listByCode(ctx, r, "Sectors", "SectorCodes", codes, func(values []any) (registry.Sector, error) {
		return sectorOf(propertiesOf(values[0])), nil
	})
}

func sectorOf(p properties) registry.Sector {
	return registry.Sector{Code: p.text("code"), Name: p.text("name"), Ambition: p.ambition(), Stamp: p.stamp()}
}

// PutSectors implements registry.BatchWriter.
func (w *writer) PutSectors(ctx context.Context, sectors []registry.Sector) error {
	rows := make([]map[string]any, 0, len(sectors))
	for _, s := range sectors {
		row := map[string]any{
			"code": s.Code, "name": s.Name, "_sortName": registry.SortName(s.Name), "_searchText": s.SearchText(),
		}
		setAmbition(row, s.Ambition)
		setStamp(row, s.Stamp)
		rows = append(rows, row)
	}
	return w.put(ctx, "PutSectors", rows)
}
