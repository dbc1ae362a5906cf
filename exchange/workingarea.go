package exchange

import "ketenkaart/registry"

const (
	workingAreaFile    = "working_areas.csv"
	workingAreaColumns = "partner,region,municipalities,source,certainty,note"
)

// workingAreas returns the working areas of each partner, in the order of the file.
func (r *reader) workingAreas() map[string][]registry.WorkingArea {
	before, owners, found := seen{}, r.keysOf(partnerFile, "key"), map[string][]registry.WorkingArea{}
	r.visit(workingAreaFile, func(row row) {
		before.once(row, "partner", "region")
		partner := row.owner("partner", registry.KindPartner, owners, partnerFile)
		found[partner] = append(found[partner], registry.WorkingArea{
			RegionCode:     row.reference("region", registry.KindRegion),
			Municipalities: row.count("municipalities"),
			Provenance:     row.provenance(""),
		})
	})
	return found
}
