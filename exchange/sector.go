package exchange

import "ketenkaart/registry"

const (
	sectorFile    = "sectors.csv"
	sectorColumns = "code,name"
)

func (r *reader) sectors() []registry.Sector {
	before := seen{}
	return each(r, sectorFile, func(row row) registry.Sector {
		before.once(row, "code")
		return registry.Sector{Code: row.key("code", registry.KindSector), Name: row.required("name")}
	})
}
