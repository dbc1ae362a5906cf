package exchange

import (
	"slices"
	"strconv"
	"strings"

	"ketenkaart/registry"
)

// agreementFiles are of the agreements that were made elsewhere: those that came about here are more than these files can tell.
func (z registerZip) agreementFiles() []registerFile {
	type party = [2]string
	keys := agreementKeys{}
	return []registerFile{
		partsFile(z, agreementFile, registry.KindAgreement, keys.give, slices.Concat(keyOf[registry.Agreement]("key", keys), of(partOf[registry.Agreement, registry.Agreement], agreementFields()))),
		partsFile(z, agreementPartyFile, registry.KindAgreement, told(keys, partiesOf), slices.Concat(keyOf[party]("agreement", keys), []column[owned[registry.Agreement, party]]{
			{"region", func(p owned[registry.Agreement, party]) any { return text(p.part[0]) }},
			{"partner", func(p owned[registry.Agreement, party]) any { return text(p.part[1]) }},
		})),
		agreementPartFile(z, agreementSignatoryFile, keys, func(a registry.Agreement) []registry.Signatory { return a.Signatories }, signatoryFields()),
		agreementPartFile(z, agreementDocumentFile, keys, func(a registry.Agreement) []registry.AgreementDocument { return a.Documents }, documentFields()),
		agreementPartFile(z, agreementMilestoneFile, keys, func(a registry.Agreement) []registry.Milestone { return a.Milestones }, milestoneFields()),
		agreementPartFile(z, agreementPairFile, keys, func(a registry.Agreement) []registry.AgreedPair { return a.Pairs }, pairFields()),
		agreementPartFile(z, agreementCommitmentFile, keys, func(a registry.Agreement) []registry.Commitment { return a.Commitments }, commitmentFields()),
		agreementPartFile(z, agreementNotApplicableFile, keys, func(a registry.Agreement) []registry.NotApplicable { return a.NotApplicable }, notApplicableFields()),
	}
}

// agreementPartFile has a row for each part of the agreements that have keys.
func agreementPartFile[P any](z registerZip, name string, keys agreementKeys, parts func(registry.Agreement) []P, columns []column[P]) registerFile {
	return partsFile(z, name, registry.KindAgreement, told(keys, parts), slices.Concat(keyOf[P]("agreement", keys), of(partOf[registry.Agreement, P], columns)))
}

// agreementKeys name the agreements of one export, in their order: ids are others in each register that reads it.
type agreementKeys map[string]string

// give gives a key to the agreement when the files tell of it, and the agreement itself.
func (k agreementKeys) give(a registry.Agreement) []registry.Agreement {
	if !a.MadeElsewhere() {
		return nil
	}
	k[a.UUID] = "A" + strconv.Itoa(len(k)+1)
	return []registry.Agreement{a}
}

// told has the parts of an agreement that has a key, whatever became of it since.
func told[P any](keys agreementKeys, parts func(registry.Agreement) []P) func(registry.Agreement) []P {
	return func(a registry.Agreement) []P {
		if keys[a.UUID] == "" {
			return nil
		}
		return parts(a)
	}
}

func keyOf[P any](name string, keys agreementKeys) []column[owned[registry.Agreement, P]] {
	return []column[owned[registry.Agreement, P]]{{name, func(row owned[registry.Agreement, P]) any { return keys[row.owner.UUID] }}}
}

// partiesOf are the regions and partners that an agreement binds, each with one of the two.
func partiesOf(a registry.Agreement) (parties [][2]string) {
	for _, code := range a.RegionCodes {
		parties = append(parties, [2]string{code, ""})
	}
	for _, key := range a.PartnerKeys {
		parties = append(parties, [2]string{"", key})
	}
	return parties
}

func agreementFields() []column[registry.Agreement] {
	type a = registry.Agreement
	return slices.Concat([]column[a]{
		{"title", func(a a) any { return a.Title }},
		{"summary", func(a a) any { return known(a.Summary) }},
		{"led_by", func(a a) any { return known(a.LedBy) }},
		{"chains", func(a a) any { return texts(a.ChainCodes) }},
		{"signed_on", func(a a) any { return known(a.SignedOn) }},
		{"until", func(a a) any { return known(a.Until) }},
		{"end_reason", func(a a) any { return known(a.EndReason) }},
	}, provenanceOf(func(a a) *registry.Provenance { return a.Provenance }))
}

func signatoryFields() []column[registry.Signatory] {
	return []column[registry.Signatory]{
		{"partner", func(s registry.Signatory) any { return s.PartnerKey }},
		{"signs_for", func(s registry.Signatory) any { return texts(s.SignsFor) }},
	}
}

func documentFields() []column[registry.AgreementDocument] {
	type d = registry.AgreementDocument
	return []column[d]{
		{"title", func(d d) any { return d.Title }},
		{"url", func(d d) any { return string(d.URL) }},
		{"sha256", func(d d) any { return known(d.SHA256) }},
	}
}

func pairFields() []column[registry.AgreedPair] {
	type p = registry.AgreedPair
	return []column[p]{
		{"region", func(p p) any { return p.RegionCode }},
		{"partner", func(p p) any { return p.PartnerKey }},
		{"profile", func(p p) any { return string(p.Profile) }},
		{"motivation", func(p p) any { return known(p.Motivation) }},
	}
}

// commitmentFields have no day on which it was done, for that is told of active agreements alone.
func commitmentFields() []column[registry.Commitment] {
	type c = registry.Commitment
	return []column[c]{
		{"dimension", func(c c) any { return string(c.Dimension) }},
		{"subject", func(c c) any { return c.Subject }},
		{"text", func(c c) any { return c.Text }},
		{"by", func(c c) any { return texts(partyKeys(c.By)) }},
		{"due", func(c c) any { return known(c.Due) }},
	}
}

// partyKeys are the codes of regions and the keys of partners, of their ids.
func partyKeys(ids []string) []string {
	keys := make([]string, len(ids))
	for i, id := range ids {
		_, keys[i], _ = strings.Cut(id, ":")
	}
	return keys
}

func notApplicableFields() []column[registry.NotApplicable] {
	return []column[registry.NotApplicable]{
		{"dimension", func(n registry.NotApplicable) any { return string(n.Dimension) }},
		{"reason", func(n registry.NotApplicable) any { return n.Reason }},
	}
}
