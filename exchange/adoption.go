package exchange

import "ketenkaart/registry"

const (
	adoptionFile     = "adoptions.csv"
	adoptionColumns  = "partner,region,requested_on,since,until,end_reason,source,certainty,note"
	mandateFile      = "mandates.csv"
	mandateColumns   = "partner,adopted_since,region,since,until"
	milestoneFile    = "milestones.csv"
	milestoneColumns = "partner,adopted_since,step,on,note"
)

// adopted names an adoption in the files that say more of it.
type adopted struct {
	partner string
	since   registry.Date
}

func (r *reader) adoptions() []registry.Adoption {
	before, mandates, milestones := seen{}, r.mandates(), r.milestones()
	return each(r, adoptionFile, func(row row) registry.Adoption {
		before.once(row, "partner", "since")
		found := adoption(row)
		name := adopted{found.PartnerKey, found.Since}
		found.Mandates = parts(r, mandateFile, mandates[name])
		found.Milestones = parts(r, milestoneFile, milestones[name])
		return found
	})
}

// adoption reads the row alone, without its mandates and milestones.
func adoption(row row) registry.Adoption {
	return registry.Adoption{
		RegionCode:  row.reference("region", registry.KindRegion),
		PartnerKey:  row.reference("partner", registry.KindPartner),
		RequestedOn: row.partialDate("requested_on"),
		Period:      row.period(),
		EndReason:   row.optional("end_reason"),
		Provenance:  row.provenance(""),
	}
}

// mandates returns the mandates of each adoption.
func (r *reader) mandates() map[adopted][]registry.Mandate {
	before, owners, found := seen{}, r.keysOf(adoptionFile, "partner", "since"), map[adopted][]registry.Mandate{}
	r.visit(mandateFile, func(row row) {
		before.once(row, "region", "partner", "adopted_since", "since")
		name := row.adoption(owners)
		found[name] = append(found[name], registry.Mandate{
			RegionCode: row.reference("region", registry.KindRegion),
			Period:     row.period(),
		})
	})
	return found
}

// milestones returns the milestones of each adoption, in the order of the file.
func (r *reader) milestones() map[adopted][]registry.Milestone {
	before, owners, found := seen{}, r.keysOf(adoptionFile, "partner", "since"), map[adopted][]registry.Milestone{}
	r.visit(milestoneFile, func(row row) {
		before.once(row, "step", "partner", "adopted_since", "on")
		name := row.adoption(owners)
		found[name] = append(found[name], row.milestone())
	})
	return found
}

// milestone reads a step of history.
func (r row) milestone() registry.Milestone {
	return registry.Milestone{Step: r.required("step"), On: r.partialDate("on"), Note: r.optional("note")}
}

// adoption reads which adoption the row is a part of.
func (r row) adoption(owners *keys) adopted {
	name := adopted{r.key("partner", registry.KindPartner), r.date("adopted_since")}
	if name.partner != "" && name.since != "" && !owners.holds(r.joined("partner", "adopted_since")) {
		r.fault("partner", "%s has no adoption since %s in %s", name.partner, name.since, adoptionFile)
	}
	return name
}
