package sqlite

import (
	"context"
	"database/sql"
	"slices"

	"ketenkaart/registry"
)

// PutAgreements adds or replaces agreements; what they supersede comes last, since it may be of the same call.
func (w *writer) PutAgreements(ctx context.Context, agreements []registry.Agreement) error {
	if err := w.lookUp(ctx, registry.RefersTo(agreements)); err != nil {
		return err
	}
	for _, agreement := range agreements {
		if err := w.putAgreement(ctx, agreement); err != nil {
			return err
		}
	}
	for _, agreement := range agreements {
		if agreement.Supersedes == nil {
			continue
		}
		a := &arguments{list: []any{sql.Named("uuid", agreement.UUID), sql.Named("superseded", *agreement.Supersedes)}}
		if err := w.put(ctx, "SetSuperseded", a); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) putAgreement(ctx context.Context, agreement registry.Agreement) error {
	agreement.RegionCodes, agreement.PartnerKeys = slices.Sorted(slices.Values(agreement.RegionCodes)), slices.Sorted(slices.Values(agreement.PartnerKeys))
	agreement.ChainCodes = slices.Sorted(slices.Values(agreement.ChainCodes))
	if err := w.put(ctx, "PutAgreement", agreementArguments(agreement)); err != nil {
		return err
	}
	if err := w.put(ctx, "PutAgreementText", agreementText(agreement)); err != nil {
		return err
	}
	if err := w.putAgreementLists(ctx, agreement); err != nil {
		return err
	}
	if err := w.putPairs(ctx, agreement); err != nil {
		return err
	}
	found := findable{kind: registry.KindAgreement, key: agreement.UUID, name: agreement.Title, words: agreement.SearchText()}
	if err := w.putSearchable(ctx, found); err != nil {
		return err
	}
	if err := w.putCoverage(ctx, agreement); err != nil {
		return err
	}
	return w.putAgenda(ctx, agreement.UUID, agreement.Agenda())
}

func agreementArguments(agreement registry.Agreement) *arguments {
	a := &arguments{list: make([]any, 0, 16)}
	a.set("uuid", agreement.UUID)
	a.agreementOrders(agreement)
	a.set("version", int64(agreement.Version))
	a.set("stage", string(agreement.Stage))
	setOptional(a, "since", agreement.Since)
	setOptional(a, "until", agreement.Until)
	setOptional(a, "ledBy", agreement.LedBy)
	a.set("emptyBits", dimensionBits(agreement.EmptyDimensions()))
	a.set("profileBits", profileBits(agreement.Profiles()))
	setOptional(a, "reviewedOn", agreement.ReviewedOn)
	a.certainty(agreement.Provenance)
	a.flag("illustrated", illustrated(agreement.Provenance))
	return a
}

// agreementText returns what is only read.
func agreementText(agreement registry.Agreement) *arguments {
	a := &arguments{list: make([]any, 0, 24)}
	a.set("uuid", agreement.UUID)
	a.set("title", agreement.Title)
	setOptional(a, "summary", agreement.Summary)
	setList(a, "regionCodes", agreement.RegionCodes)
	setList(a, "partnerKeys", agreement.PartnerKeys)
	setList(a, "signatories", nonNil(agreement.Signatories, func(s *registry.Signatory) *[]string { return &s.SignsFor }))
	setList(a, "chainCodes", agreement.ChainCodes)
	setOptional(a, "signedOn", agreement.SignedOn)
	setOptional(a, "endReason", agreement.EndReason)
	setList(a, "talks", agreement.Talks)
	setList(a, "documents", agreement.Documents)
	setList(a, "commitments", nonNil(agreement.Commitments, func(c *registry.Commitment) *[]string { return &c.By }))
	setList(a, "notApplicable", agreement.NotApplicable)
	setList(a, "milestones", agreement.Milestones)
	setOptional(a, "proposedOn", agreement.ProposedOn)
	setList(a, "approvals", nonNil(agreement.Approvals, func(p *registry.Approval) *[]string { return &p.OnBehalfOf }))
	setObject(a, "refusal", agreement.Refusal)
	setObject(a, "provenance", agreement.Provenance)
	a.set("textVersion", int64(agreement.TextVersion))
	a.set("updatedAt", momentText(agreement.UpdatedAt))
	return a
}

// agreementOrders sets what lists are ordered by besides the version.
func (a *arguments) agreementOrders(agreement registry.Agreement) {
	places := agreement.Places()
	a.set("sortTitle", places.Title)
	a.set("sinceOrder", places.Since)
	a.set("untilOrder", places.Until)
	a.set("signedUp", places.SignedUp)
	a.set("signedDown", places.SignedDown)
}

// nonNil returns a copy in which no list inside is nil, for JSON tells null and an empty list apart.
func nonNil[T any](things []T, list func(*T) *[]string) []T {
	things = slices.Clone(things)
	for i := range things {
		if inside := list(&things[i]); *inside == nil {
			*inside = []string{}
		}
	}
	return things
}

// putAgreementLists keeps the tables that selects and filters ask by.
func (w *writer) putAgreementLists(ctx context.Context, agreement registry.Agreement) error {
	uuid := sql.Named("uuid", agreement.UUID)
	parties := &arguments{list: []any{uuid}}
	parties.json("parties", partiesOf(agreement))
	if err := w.replace(ctx, "ClearAgreementParties", "PutAgreementParties", parties); err != nil {
		return err
	}
	if err := w.put(ctx, "PutOrdersOfParties", parties); err != nil {
		return err
	}
	chains := &arguments{list: []any{uuid, jsonArg("chains", agreement.ChainCodes)}}
	if err := w.replace(ctx, "ClearAgreementChains", "PutAgreementChains", chains); err != nil {
		return err
	}
	var uuids []string
	for _, commitment := range agreement.Commitments {
		uuids = append(uuids, commitment.UUID)
	}
	return w.replace(ctx, "ClearCommitments", "PutCommitments", &arguments{list: []any{uuid, jsonArg("commitments", uuids)}})
}

// replace takes away the rows that a thing has no more, and adds those that are new.
func (w *writer) replace(ctx context.Context, clearing, putting string, a *arguments) error {
	if err := w.put(ctx, clearing, a); err != nil {
		return err
	}
	return w.put(ctx, putting, a)
}

// party is a row of agreement_party.
type party struct {
	Party   string `json:"party"`
	Region  string `json:"region,omitempty"`
	Partner string `json:"partner,omitempty"`
	Waiting int64  `json:"waiting"`
}

func partiesOf(agreement registry.Agreement) []party {
	waiting := agreement.WaitingFor()
	parties := make([]party, 0, len(agreement.RegionCodes)+len(agreement.PartnerKeys))
	for _, code := range agreement.RegionCodes {
		parties = append(parties, party{Party: registry.MakeID(registry.KindRegion, code), Region: code})
	}
	for _, key := range agreement.PartnerKeys {
		parties = append(parties, party{Party: registry.MakeID(registry.KindPartner, key), Partner: key})
	}
	for i := range parties {
		parties[i].Waiting = bit(slices.Contains(waiting, parties[i].Party))
	}
	return parties
}
