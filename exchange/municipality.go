package exchange

import "ketenkaart/registry"

const (
	municipalityFile    = "municipalities.csv"
	municipalityColumns = "code,name,aliases,region,inhabitants,area_km2,tooi,since,until,successor,source,certainty,note"
)

func (r *reader) municipalities() []registry.Municipality {
	before := seen{}
	return each(r, municipalityFile, func(row row) registry.Municipality {
		before.once(row, "code")
		found := registry.Municipality{
			Code:          row.key("code", registry.KindMunicipality),
			Name:          row.required("name"),
			Aliases:       row.list("aliases"),
			RegionCode:    row.reference("region", registry.KindRegion),
			Inhabitants:   row.count("inhabitants"),
			AreaKm2:       row.area(),
			TOOI:          row.tooi(),
			Since:         row.optionalDate("since"),
			Until:         row.optionalDate("until"),
			SuccessorCode: row.optionalReference("successor", registry.KindMunicipality),
			Provenance:    row.provenance(""),
		}
		row.periodInOrder(found.Since, found.Until)
		return found
	})
}
