package exchange

import (
	"cmp"
	"slices"

	"ketenkaart/registry"
)

const (
	agreementPairFile             = "agreement_pairs.csv"
	agreementPairColumns          = "agreement,region,partner,profile,motivation"
	agreementCommitmentFile       = "agreement_commitments.csv"
	agreementCommitmentColumns    = "agreement,dimension,subject,text,by,due"
	agreementNotApplicableFile    = "agreement_not_applicable.csv"
	agreementNotApplicableColumns = "agreement,dimension,reason"
)

// agreementPairs returns the pairs of each agreement, in the order in which the registry keeps them.
func (r *reader) agreementPairs() map[string][]registry.AgreedPair {
	before, owners, found := seen{}, r.keysOf(agreementFile, "key"), map[string][]registry.AgreedPair{}
	r.visit(agreementPairFile, func(row row) {
		before.once(row, "region", "partner", "agreement")
		name := row.agreement(owners)
		found[name] = append(found[name], registry.AgreedPair{
			RegionCode: row.reference("region", registry.KindRegion),
			PartnerKey: row.reference("partner", registry.KindPartner),
			Profile:    oneOf(row, "profile", registry.AllProfiles()),
			Motivation: row.optional("motivation"),
		})
	})
	for _, pairs := range found {
		slices.SortStableFunc(pairs, func(a, b registry.AgreedPair) int {
			return cmp.Or(cmp.Compare(a.RegionCode, b.RegionCode), cmp.Compare(a.PartnerKey, b.PartnerKey))
		})
	}
	return found
}

// agreementCommitments returns the commitments of each agreement, in the order of the file.
func (r *reader) agreementCommitments() map[string][]registry.Commitment {
	owners, found := r.keysOf(agreementFile, "key"), map[string][]registry.Commitment{}
	r.visit(agreementCommitmentFile, func(row row) {
		name := row.agreement(owners)
		found[name] = append(found[name], registry.Commitment{
			Dimension: oneOf(row, "dimension", registry.AllDimensions()),
			Subject:   row.required("subject"),
			Text:      row.required("text"),
			By:        row.partyIDs("by"),
			Due:       row.optionalDate("due"),
		})
	})
	return found
}

// partyIDs reads a list of codes of regions and keys of partners, which differ in form.
func (r row) partyIDs(column string) (ids []string) {
	r.required(column)
	for _, key := range r.list(column) {
		kind := registry.KindPartner
		if registry.CheckKey(column, registry.KindRegion, key) == nil {
			kind = registry.KindRegion
		}
		if key = r.known(column, kind, key); key != "" {
			ids = append(ids, registry.MakeID(kind, key))
		}
	}
	return ids
}

// agreementNotApplicable returns in which dimensions nothing need be agreed, of each agreement.
func (r *reader) agreementNotApplicable() map[string][]registry.NotApplicable {
	before, owners, found := seen{}, r.keysOf(agreementFile, "key"), map[string][]registry.NotApplicable{}
	r.visit(agreementNotApplicableFile, func(row row) {
		before.once(row, "dimension", "agreement")
		name := row.agreement(owners)
		found[name] = append(found[name], registry.NotApplicable{
			Dimension: oneOf(row, "dimension", registry.AllDimensions()), Reason: row.required("reason"),
		})
	})
	return found
}
