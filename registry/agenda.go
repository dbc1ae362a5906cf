package registry

import (
	"context"
	"strings"
)

// AgendaKind is why something stands on an agenda.
type AgendaKind string

// The kinds.
const (
	CommitmentDue   AgendaKind = "COMMITMENT_DUE"
	AgreementEnds   AgendaKind = "AGREEMENT_ENDS"
	ApprovalWaiting AgendaKind = "APPROVAL_WAITING"
	EvaluationDue   AgendaKind = "EVALUATION_DUE"
	ReviewMissing   AgendaKind = "REVIEW_MISSING"
)

// AgendaDay is what the day of an entry is.
type AgendaDay string

// The days.
const (
	DayBeginning AgendaDay = "BEGINNING"
	DayEnd       AgendaDay = "END"
)

// AgendaEntry is something that is due or waiting for one party. It is kept by the store with the agreement or the
// evaluation that says it; a UUID that does not apply is "".
type AgendaEntry struct {
	// PartyID is that of a region or a partner.
	PartyID        string
	On             Date
	Kind           AgendaKind
	AgreementUUID  string
	EvaluationUUID string
	CommitmentUUID string
}

// Tie tells entries of one party and day apart.
func (e AgendaEntry) Tie() string {
	return strings.Join([]string{string(e.Kind), e.AgreementUUID, e.EvaluationUUID, e.CommitmentUUID}, " ")
}

// Day tells whether it has been waiting since its day, or is due by it.
func (e AgendaEntry) Day() AgendaDay {
	if e.Kind == ApprovalWaiting || e.Kind == ReviewMissing {
		return DayBeginning
	}
	return DayEnd
}

// Agenda returns what is due or waiting by the agreement: the open commitments and the end of an active one, the approvals
// of a proposal, and the peer review of either, once for each party that it concerns.
func (a Agreement) Agenda() []AgendaEntry {
	entries := []AgendaEntry{}
	add := func(parties []string, on *Date, kind AgendaKind, commitment string) {
		for _, party := range parties {
			if on != nil {
				entries = append(entries, AgendaEntry{PartyID: party, On: *on, Kind: kind, AgreementUUID: a.UUID, CommitmentUUID: commitment})
			}
		}
	}
	switch a.Stage {
	case Proposed:
		add(a.asked(), a.ProposedOn, ApprovalWaiting, "")
		if a.ReviewedOn == nil {
			add(a.Parties(), a.ProposedOn, ReviewMissing, "")
		}
	case Active:
		for _, commitment := range a.Commitments {
			if commitment.DoneOn == nil {
				add(commitment.By, commitment.Due, CommitmentDue, commitment.UUID)
			}
		}
		add(a.Parties(), a.Until, AgreementEnds, "")
		if a.ReviewedOn == nil {
			add(a.Parties(), a.Since, ReviewMissing, "")
		}
	}
	return entries
}

// Agenda gives when the next evaluation is due, once for each party, until it has followed.
func (e InformalEvaluation) Agenda() []AgendaEntry {
	entries := []AgendaEntry{}
	if e.NextOn == nil || e.FollowedOn != nil {
		return entries
	}
	agreement := ""
	if e.AgreementUUID != nil {
		agreement = *e.AgreementUUID
	}
	for _, party := range partyIDs(e.RegionCodes, e.PartnerKeys) {
		entries = append(entries, AgendaEntry{PartyID: party, On: *e.NextOn, Kind: EvaluationDue, AgreementUUID: agreement, EvaluationUUID: e.UUID})
	}
	return entries
}

const agendaOrder = "AGENDA.ASC"

func agendaKey(e AgendaEntry) Key { return Key{Order: agendaOrder, Text: string(e.On), Tie: e.Tie()} }

// AgendaConnection is a page of an agenda, with the query that gave it.
type AgendaConnection struct {
	Paged[AgendaEntry]
	Query AgendaQuery
}

// AgendaEdge is one item of the page.
type AgendaEdge = Edge[AgendaEntry]

// Agenda returns a page of what is due or waiting for a region or a partner, up to and with a day, the longest due first.
// BAD_USER_INPUT, NOT_FOUND.
func (r *Registry) Agenda(ctx context.Context, organisation string, until Date, args PageArgs) (connection AgendaConnection, err error) {
	page, err := args.page(agendaOrder)
	if err != nil {
		return connection, err
	}
	err = r.guard.view(ctx, func(ctx context.Context, reader Reader) error {
		if _, err := find[Organisation](ctx, reader, "organisation", organisation); err != nil {
			return err
		}
		query := AgendaQuery{Party: organisation, Until: until, Page: page}
		lists, err := reader.ListAgenda(ctx, []AgendaQuery{query})
		if err != nil {
			return err
		}
		connection = AgendaConnection{Paged: connect(lists[0], page, agendaKey), Query: query}
		return nil
	})
	return connection, err
}
