package exchange

import (
	"slices"

	"ketenkaart/registry"
)

const (
	agreementFile             = "agreements.csv"
	agreementColumns          = "key,title,summary,led_by,signed_on,source,certainty,note"
	agreementPartyFile        = "agreement_parties.csv"
	agreementPartyColumns     = "agreement,region,partner"
	agreementMilestoneFile    = "agreement_milestones.csv"
	agreementMilestoneColumns = "agreement,step,on,note"
)

// agreements returns the agreements that were made elsewhere. Their keys name them in these files only.
func (r *reader) agreements() []registry.Agreement {
	before, ofAgreement, milestones := seen{}, r.agreementParties(), r.agreementMilestones()
	signatories, documents := r.agreementSignatories(), r.agreementDocuments()
	pairs, commitments, notApplicable := r.agreementPairs(), r.agreementCommitments(), r.agreementNotApplicable()
	return each(r, agreementFile, func(row row) registry.Agreement {
		before.once(row, "key")
		key, found := row.required("key"), agreement(row)
		found.RegionCodes = parts(r, agreementPartyFile, ofAgreement[key].regions)
		found.PartnerKeys = parts(r, agreementPartyFile, ofAgreement[key].partners)
		found.Signatories = parts(r, agreementSignatoryFile, signatories[key])
		found.Documents = parts(r, agreementDocumentFile, documents[key])
		found.Milestones = parts(r, agreementMilestoneFile, milestones[key])
		found.Pairs = parts(r, agreementPairFile, pairs[key])
		found.Commitments = parts(r, agreementCommitmentFile, commitments[key])
		found.NotApplicable = parts(r, agreementNotApplicableFile, notApplicable[key])
		slices.Sort(found.RegionCodes)
		slices.Sort(found.PartnerKeys)
		return found
	})
}

// agreement reads the row alone, without its parts. What was made elsewhere says where it is known from.
func agreement(row row) registry.Agreement {
	found := registry.Agreement{
		Title:      row.required("title"),
		Summary:    row.optional("summary"),
		Stage:      registry.Recorded,
		LedBy:      row.optionalReference("led_by", registry.KindRegion),
		SignedOn:   row.partialDate("signed_on"),
		Until:      row.optionalDate("until"),
		EndReason:  row.optional("end_reason"),
		Provenance: row.requiredProvenance(""),
	}
	if row.has("chains") {
		found.ChainCodes = row.references("chains", registry.KindChain)
	}
	if found.EndReason != nil && row.text("until") == "" {
		row.fault("end_reason", "says why it ended, and no until says when")
	}
	return found
}

// parties are the parties of an agreement.
type parties struct{ regions, partners []string }

// agreementParties returns the parties of each agreement.
func (r *reader) agreementParties() map[string]parties {
	before, owners, found := seen{}, r.keysOf(agreementFile, "key"), map[string]parties{}
	r.visit(agreementPartyFile, func(row row) {
		before.once(row, "agreement", "region", "partner")
		name := row.agreement(owners)
		found[name] = row.addParty(found[name])
	})
	return found
}

// addParty reads a region or a partner.
func (r row) addParty(known parties) parties {
	region, partner := r.text("region") != "", r.text("partner") != ""
	switch {
	case region == partner:
		r.fault("region", "give a region or a partner, one in a row")
	case region:
		known.regions = append(known.regions, r.reference("region", registry.KindRegion))
	case partner:
		known.partners = append(known.partners, r.reference("partner", registry.KindPartner))
	}
	return known
}

// agreementMilestones returns the milestones of each agreement, in the order of the file.
func (r *reader) agreementMilestones() map[string][]registry.Milestone {
	before, owners, found := seen{}, r.keysOf(agreementFile, "key"), map[string][]registry.Milestone{}
	r.visit(agreementMilestoneFile, func(row row) {
		before.once(row, "step", "agreement", "on")
		name := row.agreement(owners)
		found[name] = append(found[name], row.milestone())
	})
	return found
}

// agreement reads which agreement the row is a part of.
func (r row) agreement(owners *keys) string {
	key := r.required("agreement")
	r.belongs("agreement", key, owners, agreementFile)
	return key
}
