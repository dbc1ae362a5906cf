package neo4j

import (
	"context"
	"errors"

	"ketenkaart/registry"
)

// PutAgreements implements registry.BatchWriter.
func (w *writer) PutAgreements(ctx context.Context, agreements []registry.Agreement) error {
	rows := make([]map[string]any, 0, len(agreements))
	for _, a := range agreements {
		row, err := agreementRow(a)
		if err != nil {
			return err
		}
		rows = append(rows, row)
	}
	return w.putReferring(ctx, "PutAgreements", w.library.Text("PutAgreements"), rows, registry.RefersTo(agreements))
}

// agreementRow returns the properties of the node, and what is a node or a relationship of its own.
func agreementRow(a registry.Agreement) (map[string]any, error) {
	row := map[string]any{
		"id": a.UUID, "title": a.Title, "summary": a.Summary, "status": a.Stage, "ledBy": a.LedBy, "signedOn": a.SignedOn,
		"since": optionalDate(a.Since), "until": optionalDate(a.Until), "endReason": a.EndReason,
		"proposedOn": optionalDate(a.ProposedOn), "supersedes": a.Supersedes, "reviewedOn": optionalDate(a.ReviewedOn),
		"textVersion": a.TextVersion,
	}
	if refusal := a.Refusal; refusal != nil {
		row["refusedBy"], row["refusedOn"], row["refusalReason"] = refusal.PartyID, date(refusal.On), refusal.Reason
		row["refusalEvidence"] = refusal.Evidence
	}
	setList(row, "regions", distinct(a.RegionCodes))
	setList(row, "partners", distinct(a.PartnerKeys))
	setList(row, "chains", distinct(a.ChainCodes))
	setDerived(row, a)
	setProvenance(row, a.Provenance)
	setStamp(row, a.Stamp)
	hash, errPairs := hashOf(a.Pairs)
	row["_pairsHash"] = hash
	return map[string]any{
		"properties": row, "signatories": signatoryRows(a.Signatories), "commitments": commitmentRows(a.Commitments),
		"pairs": agreedPairRows(a.UUID, a.Pairs), "supersedes": given(a.Supersedes), "agenda": agendaRows(a.Agenda()),
	}, errors.Join(errPairs, setAgreementLists(row, a))
}

// setDerived keeps what lists are filtered and ordered by.
func setDerived(row map[string]any, a registry.Agreement) {
	setList(row, "profiles", a.Profiles())
	setList(row, "emptyDimensions", a.EmptyDimensions())
	setList(row, "waitingFor", a.WaitingFor())
	row["_searchText"] = a.SearchText()
	if cover := a.Cover(); cover != nil {
		row["_coversInForce"], row["_coversSince"] = cover.InForce, cover.Since
	}
	places := a.Places()
	for order, place := range map[string]string{
		"_titleOrder": places.Title, "_sinceOrder": places.Since, "_untilOrder": places.Until,
		"_signedUpOrder": places.SignedUp, "_signedDownOrder": places.SignedDown,
	} {
		row[order] = placeOf(place, a.UUID)
	}
	row["_updatedOrder"] = numberPlace(registry.Key{Number: a.Version, Tie: a.UUID})
}

// setAgreementLists writes the lists of small objects.
func setAgreementLists(row map[string]any, a registry.Agreement) error {
	return errors.Join(
		setThings(row, "signatories", a.Signatories), setThings(row, "talks", a.Talks),
		setThings(row, "documents", a.Documents), setThings(row, "notApplicable", a.NotApplicable),
		setThings(row, "milestones", a.Milestones), setThings(row, "approvals", a.Approvals),
	)
}

func signatoryRows(signatories []registry.Signatory) []map[string]any {
	rows := make([]map[string]any, 0, len(signatories))
	for _, signatory := range signatories {
		rows = append(rows, map[string]any{"partner": signatory.PartnerKey, "signsFor": signatory.SignsFor})
	}
	return rows
}

func commitmentRows(commitments []registry.Commitment) []map[string]any {
	rows := make([]map[string]any, 0, len(commitments))
	for place, c := range commitments {
		row := map[string]any{
			"id": c.UUID, "dimension": c.Dimension, "subject": c.Subject, "text": c.Text, "due": optionalDate(c.Due),
			"doneOn": optionalDate(c.DoneOn), "finding": c.FindingKey, "_place": place,
		}
		setList(row, "by", c.By)
		rows = append(rows, row)
	}
	return rows
}
