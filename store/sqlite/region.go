package sqlite

import (
	"context"
	"database/sql"

	"ketenkaart/registry"
)

// Regions in order of code; nil codes are all.
func (r *reader) Regions(ctx context.Context, codes []string) ([]registry.Region, error) {
	return fetch(ctx, r, r.byCode("Regions", "RegionsByCode", "RegionOrder", codes), regionOf)
}

// byCode asks for all of a kind, or for those with the codes.
func (r *reader) byCode(all, some, order string, codes []string) *query {
	q := r.library.query(all)
	if codes != nil {
		addList(q, some, "codes", codes)
	}
	return q.add(order)
}

func regionOf(r *row) registry.Region {
	region := registry.Region{
		Code: r.text(0), Name: r.text(1), OfficialName: r.text(2), ShortName: optional[string](r, 3), Aliases: listOf(r, 4, word[string]),
		Province: r.text(5), VisitingAddress: optional[string](r, 6),
		Location:    registry.GeoPoint{Latitude: r.float(7), Longitude: r.float(8)},
		Inhabitants: r.optionalNumber(9), AreaKm2: r.optionalFloat(10),
		Website: optional[registry.URL](r, 12), ContactPoints: listOf(r, 13, contactPoint), Provenance: objectOf(r, 14, provenance),
		Stamp: r.stamp(15),
	}
	if known := objectOf(r, 11, identifiers); known != nil {
		region.Identifiers = *known
	}
	return region
}

// PutRegions adds or replaces regions.
func (w *writer) PutRegions(ctx context.Context, regions []registry.Region) error {
	for _, region := range regions {
		if err := w.put(ctx, "PutRegion", regionArguments(region)); err != nil {
			return err
		}
		if err := w.putSearchable(ctx, findable{kind: registry.KindRegion, key: region.Code, name: region.Name, words: region.SearchText()}); err != nil {
			return err
		}
	}
	return nil
}

func regionArguments(region registry.Region) *arguments {
	a := &arguments{}
	a.set("code", region.Code)
	a.set("name", region.Name)
	a.set("officialName", region.OfficialName)
	setOptional(a, "shortName", region.ShortName)
	setList(a, "aliases", region.Aliases)
	a.set("province", region.Province)
	setOptional(a, "visitingAddress", region.VisitingAddress)
	a.set("latitude", region.Location.Latitude)
	a.set("longitude", region.Location.Longitude)
	setNumber(a, "inhabitants", region.Inhabitants)
	setFloat(a, "areaKm2", region.AreaKm2)
	a.identifiers(region.Identifiers)
	setOptional(a, "website", region.Website)
	setList(a, "contactPoints", region.ContactPoints)
	a.provenance(region.Provenance)
	a.stamp(region.Stamp)
	return a
}

func (a *arguments) identifiers(known registry.Identifiers) {
	if known == (registry.Identifiers{}) {
		a.set("identifiers", nil)
		return
	}
	a.json("identifiers", known)
}

// Neighbours of each region, in order of the neighbour's code.
func (r *reader) Neighbours(ctx context.Context, codes []string) (map[string][]registry.Neighbour, error) {
	beside := map[string][]registry.Neighbour{}
	q := r.library.query("Neighbours", jsonArg("codes", codes))
	err := r.session.rows(ctx, q.text.String(), q.args, func(row *row) error {
		region := row.text(0)
		beside[region] = append(beside[region], registry.Neighbour{
			RegionCode: row.text(1), Kind: registry.NeighbourKind(row.text(2)), Provenance: objectOf(row, 3, provenance),
		})
		return nil
	})
	return beside, translated(err)
}

// PutNeighbours adds or replaces pairs of neighbours.
func (w *writer) PutNeighbours(ctx context.Context, pairs []registry.Neighbours) error {
	if err := w.lookUp(ctx, registry.RefersTo(pairs)); err != nil {
		return err
	}
	for _, pair := range pairs {
		a := &arguments{list: []any{sql.Named("a", pair.A), sql.Named("b", pair.B), sql.Named("kind", string(pair.Kind))}}
		a.provenance(pair.Provenance)
		if err := w.put(ctx, "PutNeighbours", a); err != nil {
			return err
		}
	}
	return nil
}
