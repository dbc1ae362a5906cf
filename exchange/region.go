package exchange

import "ketenkaart/registry"

const (
	regionFile    = "regions.csv"
	regionColumns = "code,name,official_name,short_name,aliases,province,visiting_address,latitude,longitude," +
		"inhabitants,area_km2,tooi,kvk,oin,website,source,certainty,note"
)

func (r *reader) regions() []registry.Region {
	before := seen{}
	return each(r, regionFile, func(row row) registry.Region {
		before.once(row, "code")
		return registry.Region{
			Code:            row.key("code", registry.KindRegion),
			Name:            row.required("name"),
			OfficialName:    row.required("official_name"),
			ShortName:       row.optional("short_name"),
			Aliases:         row.list("aliases"),
			Province:        row.required("province"),
			VisitingAddress: row.optional("visiting_address"),
			Location:        registry.GeoPoint{Latitude: row.degrees("latitude", 90), Longitude: row.degrees("longitude", 180)},
			Inhabitants:     row.count("inhabitants"),
			AreaKm2:         row.area(),
			Identifiers:     row.identifiers(),
			Website:         row.url("website"),
			Provenance:      row.provenance(""),
		}
	})
}

// area reads a surface in square kilometres.
func (r row) area() *float64 { return r.decimal("area_km2", 0, 1_000_000) }
