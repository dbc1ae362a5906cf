package exchange

import "ketenkaart/registry"

const (
	sectorFile    = "sectors.csv"
	sectorColumns = "code,name"
)

// sectors returns those of the file, with their ambitions.
func (r *reader) sectors(ambitions map[string]*registry.Ambition) []registry.Sector {
	before := seen{}
	return each(r, sectorFile, func(row row) registry.Sector {
		before.once(row, "code")
		code := row.key("code", registry.KindSector)
		return registry.Sector{Code: code, Name: row.required("name"), Ambition: ambitions[code]}
	})
}
