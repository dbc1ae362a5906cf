package exchange

import "ketenkaart/registry"

const (
	ambitionFile   = "ambitions.csv"
	ambitionHeader = "partner,sector,profile,text,stated_on,source,certainty,note"
)

// ambitions are what partners and sectors want to reach, by key and code.
type ambitions struct{ partners, sectors map[string]*registry.Ambition }

// ambitions returns what the file tells; of a thing without a row it tells nothing.
func (r *reader) ambitions() ambitions {
	before := seen{}
	partners, sectors := r.keysOf(partnerFile, "key"), r.keysOf(sectorFile, "code")
	found := ambitions{map[string]*registry.Ambition{}, map[string]*registry.Ambition{}}
	r.visit(ambitionFile, func(row row) {
		before.onceKey(row, "partner", row.joined("partner", "sector"))
		stated := row.ambition()
		switch partner, sector := row.text("partner"), row.text("sector"); {
		case (partner == "") == (sector == ""):
			row.fault("partner", "give a partner or a sector, one in a row")
		case partner != "":
			row.belongs("partner", partner, partners, partnerFile)
			found.partners[partner] = &stated
		default:
			row.belongs("sector", sector, sectors, sectorFile)
			found.sectors[sector] = &stated
		}
	})
	return found
}

// ambition reads the ambition alone, without whose it is.
func (r row) ambition() registry.Ambition {
	return registry.Ambition{
		Profile:    optionalOneOf(r, "profile", registry.AllProfiles()),
		Text:       r.required("text"),
		StatedOn:   r.partialDate("stated_on"),
		Provenance: r.provenance(""),
	}
}
