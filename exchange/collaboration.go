package exchange

import "ketenkaart/registry"

const (
	collaborationFile    = "collaborations.csv"
	collaborationColumns = "region,partner,profile,incidental,since,until,end_reason,motivation,source,certainty,note"
)

func (r *reader) collaborations() []registry.Collaboration {
	before := seen{}
	return each(r, collaborationFile, func(row row) registry.Collaboration {
		before.once(row, "region", "partner", "since")
		return registry.Collaboration{
			RegionCode: row.reference("region", registry.KindRegion),
			PartnerKey: row.reference("partner", registry.KindPartner),
			Profile:    oneOf(row, "profile", registry.AllProfiles()),
			Incidental: row.boolean("incidental"),
			Period:     row.period(),
			EndReason:  row.optional("end_reason"),
			Motivation: row.optional("motivation"),
			Provenance: row.provenance(""),
		}
	})
}
