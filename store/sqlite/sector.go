package sqlite

import (
	"context"

	"ketenkaart/registry"
)

// Sectors in order of sort name, then code; nil codes are all.
func (r *reader) Sectors(ctx context.Context, codes []string) ([]registry.Sector, error) {
	return fetch(ctx, r, r.byCode("Sectors", "SectorsByCode", "SectorOrder", codes), sectorOf)
}

func sectorOf(r *row) registry.Sector {
	return registry.Sector{Code: r.text(0), Name: r.text(1), Ambition: objectOf(r, 2, ambition), Stamp: r.stamp(3)}
}

// PutSectors adds or replaces sectors.
func (w *writer) PutSectors(ctx context.Context, sectors []registry.Sector) error {
	for _, sector := range sectors {
		if err := w.put(ctx, "PutSector", sectorArguments(sector)); err != nil {
			return err
		}
		if err := w.putSearchable(ctx, findable{kind: registry.KindSector, key: sector.Code, name: sector.Name, words: sector.SearchText()}); err != nil {
			return err
		}
	}
	return nil
}

func sectorArguments(sector registry.Sector) *arguments {
	a := &arguments{}
	a.set("code", sector.Code)
	a.set("sortName", registry.SortName(sector.Name))
	a.set("name", sector.Name)
	setObject(a, "ambition", sector.Ambition)
	a.flag("illustrated", illustrated(provenanceOf(sector.Ambition)))
	a.stamp(sector.Stamp)
	return a
}

func provenanceOf(ambition *registry.Ambition) *registry.Provenance {
	if ambition == nil {
		return nil
	}
	return ambition.Provenance
}
