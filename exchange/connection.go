package exchange

import "ketenkaart/registry"

const (
	connectionFile    = "connections.csv"
	connectionColumns = "partner,facility,since,until,source,certainty,note"
)

// connections returns the connections of each partner, in the order of the file.
func (r *reader) connections() map[string][]registry.FacilityLink {
	before, owners, found := seen{}, r.keysOf(partnerFile, "key"), map[string][]registry.FacilityLink{}
	r.visit(connectionFile, func(row row) {
		before.once(row, "partner", "facility", "since")
		partner := row.owner("partner", registry.KindPartner, owners, partnerFile)
		found[partner] = append(found[partner], registry.FacilityLink{
			Facility:   row.required("facility"),
			Since:      row.partialDate("since"),
			Until:      row.partialDate("until"),
			Provenance: row.provenance(""),
		})
	})
	return found
}
