package neo4j

import (
	"context"

	"ketenkaart/registry"
)

// Regions implements registry.Reader.
func (r *reader) Regions(ctx context.Context, codes []string) ([]registry.Region, error) {
	return listByCode(ctx, r, "Regions", "RegionCodes", codes, func(values []any) (registry.Region, error) {
		return regionOf(propertiesOf(values[0]))
	})
}

// listByCode reads all things, or those whose code is named; an empty list names none.
func listByCode[T any](ctx context.Context, r *reader, name, filter string, codes []string, read func([]any) (T, error)) ([]T, error) {
	where := r.library.conditions(map[string]any{})
	if codes != nil {
		where.add(filter, map[string]any{"codes": codes})
	}
	records, err := r.rows(ctx, r.library.get(name, choices{"filter": where.and()}), where.params)
	if err != nil {
		return nil, err
	}
	things := make([]T, 0, len(records))
	for _, record := range records {
		thing, err := read(record.Values)
		if err != nil {
			return nil, err
		}
		things = append(things, thing)
	}
	return things, nil
}

func regionOf(p properties) (registry.Region, error) {
	contacts, err := things[registry.ContactPoint](p, "contactPoints")
	return registry.Region{
		Code: p.text("code"), Name: p.text("name"), OfficialName: p.text("officialName"),
		ShortName: optional[string](p, "shortName"), Aliases: texts[string](p, "aliases"), Province: p.text("province"),
		VisitingAddress: optional[string](p, "visitingAddress"),
		Location:        p.location("location"),
		Inhabitants:     p.optionalNumber("inhabitants"), AreaKm2: p.optionalDecimal("areaKm2"),
		Identifiers: p.identifiers(), Website: optional[registry.URL](p, "website"), ContactPoints: contacts,
		Provenance: p.ownProvenance(), Stamp: p.stamp(),
	}, err
}

// PutRegions implements registry.BatchWriter.
func (w *writer) PutRegions(ctx context.Context, regions []registry.Region) error {
	rows := make([]map[string]any, 0, len(regions))
	for _, region := range regions {
		row, err := regionRow(region)
		if err != nil {
			return err
		}
		rows = append(rows, row)
	}
	return w.put(ctx, "PutRegions", rows)
}

func regionRow(region registry.Region) (map[string]any, error) {
	contacts, err := jsonTexts(region.ContactPoints)
	row := map[string]any{
		"code": region.Code, "name": region.Name, "officialName": region.OfficialName, "shortName": region.ShortName, "caption": region.Caption(),
		"province": region.Province, "visitingAddress": region.VisitingAddress,
		"location":    point(region.Location),
		"inhabitants": region.Inhabitants, "areaKm2": region.AreaKm2, "website": region.Website,
		"_sortName": registry.SortName(region.Name), "_searchText": region.SearchText(),
	}
	setList(row, "aliases", region.Aliases)
	setList(row, "contactPoints", contacts)
	setIdentifiers(row, region.Identifiers)
	setProvenance(row, region.Provenance)
	setStamp(row, region.Stamp)
	return row, err
}

// Neighbours implements registry.Reader.
func (r *reader) Neighbours(ctx context.Context, codes []string) (map[string][]registry.Neighbour, error) {
	records, err := r.rows(ctx, r.library.Text("Neighbours"), map[string]any{"codes": codes})
	if err != nil {
		return nil, err
	}
	neighbours := map[string][]registry.Neighbour{}
	for _, record := range records {
		region, _ := record.Values[0].(string)
		other, _ := record.Values[1].(string)
		p := propertiesOf(record.Values[2])
		neighbours[region] = append(neighbours[region], registry.Neighbour{
			RegionCode: other, Kind: registry.NeighbourKind(p.text("kind")), Provenance: p.ownProvenance(),
		})
	}
	return neighbours, nil
}

// PutNeighbours implements registry.BatchWriter.
func (w *writer) PutNeighbours(ctx context.Context, pairs []registry.Neighbours) error {
	rows := make([]map[string]any, 0, len(pairs))
	for _, pair := range pairs {
		row := map[string]any{"kind": pair.Kind}
		setProvenance(row, pair.Provenance)
		rows = append(rows, map[string]any{"a": pair.A, "b": pair.B, "properties": row})
	}
	return w.putReferring(ctx, "PutNeighbours", w.library.Text("PutNeighbours"), rows, registry.RefersTo(pairs))
}
