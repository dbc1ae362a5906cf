package exchange

import "ketenkaart/registry"

const (
	agreementSignatoryFile    = "agreement_signatories.csv"
	agreementSignatoryColumns = "agreement,partner,signs_for"
	agreementDocumentFile     = "agreement_documents.csv"
	agreementDocumentColumns  = "agreement,title,url,sha256"
)

// agreementSignatories returns who signs for partners of each agreement, in the order of the file.
func (r *reader) agreementSignatories() map[string][]registry.Signatory {
	before, owners, found := seen{}, r.keysOf(agreementFile, "key"), map[string][]registry.Signatory{}
	r.visit(agreementSignatoryFile, func(row row) {
		before.once(row, "partner", "agreement")
		name := row.agreement(owners)
		found[name] = append(found[name], registry.Signatory{
			PartnerKey: row.reference("partner", registry.KindPartner),
			SignsFor:   row.references("signs_for", registry.KindPartner),
		})
	})
	return found
}

// agreementDocuments returns where the texts of each agreement are kept, in the order of the file.
func (r *reader) agreementDocuments() map[string][]registry.AgreementDocument {
	owners, found := r.keysOf(agreementFile, "key"), map[string][]registry.AgreementDocument{}
	r.visit(agreementDocumentFile, func(row row) {
		name := row.agreement(owners)
		row.required("url")
		found[name] = append(found[name], registry.AgreementDocument{
			Title: row.required("title"), URL: value(row.url("url")), SHA256: row.optional("sha256"),
		})
	})
	return found
}
