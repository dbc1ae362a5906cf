package exchange

import "ketenkaart/registry"

const (
	municipalityFile    = "municipalities.csv"
	municipalityColumns = "code,name,region,inhabitants,area_km2,tooi"
)

func (r *reader) municipalities() []registry.Municipality {
	before := seen{}
	return each(r, municipalityFile, func(row row) registry.Municipality {
		before.once(row, "code")
		return registry.Municipality{
			Code:        row.key("code", registry.KindMunicipality),
			Name:        row.required("name"),
			RegionCode:  row.reference("region", registry.KindRegion),
			Inhabitants: row.count("inhabitants"),
			AreaKm2:     row.area(),
			TOOI:        row.tooi(),
		}
	})
}
