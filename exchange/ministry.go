package exchange

import "ketenkaart/registry"

const (
	ministryFile    = "ministries.csv"
	ministryColumns = "code,abbreviation,name,tooi,until,source,certainty,note"
)

func (r *reader) ministries() []registry.Ministry {
	before := seen{}
	return each(r, ministryFile, func(row row) registry.Ministry {
		before.once(row, "code")
		return registry.Ministry{
			Code:         row.key("code", registry.KindMinistry),
			Abbreviation: row.required("abbreviation"),
			Name:         row.required("name"),
			TOOI:         row.tooi(),
			Until:        row.optionalDate("until"),
			Provenance:   row.provenance(""),
		}
	})
}
