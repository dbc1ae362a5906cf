package registry

import (
	"cmp"
	"context"
	"slices"
)

// AgreementStatus is where an agreement is in its life (R7).
type AgreementStatus string

// The steps of the life.
const (
	Exploring AgreementStatus = "EXPLORING"
	Draft     AgreementStatus = "DRAFT"
	Proposed  AgreementStatus = "PROPOSED"
	Recorded  AgreementStatus = "RECORDED"
	Active    AgreementStatus = "ACTIVE"
	// Expired is ACTIVE past its end: derived, never stored.
	Expired   AgreementStatus = "EXPIRED"
	Ended     AgreementStatus = "ENDED"
	Abandoned AgreementStatus = "ABANDONED"
)

// Agreement is an afspraak or convenant: what regions and partners agreed along the four dimensions (R6 to R11).
type Agreement struct {
	// UUID is a UUIDv7, the key in its id.
	UUID    string  `json:"-"`
	Title   string  `json:"title"`
	Summary *string `json:"summary,omitempty"`
	// Stage is the stored status: EXPIRED is none, for that depends on the day.
	Stage AgreementStatus `json:"status"`
	// RegionCodes and PartnerKeys are the parties, each list sorted.
	RegionCodes []string `json:"regionCodes"`
	PartnerKeys []string `json:"partnerKeys"`
	// LedBy is the code of one of the regions; nil is not known, of a recorded agreement only.
	LedBy       *string     `json:"ledBy,omitempty"`
	Signatories []Signatory `json:"signatories"`
	// Pairs are in order of region, then partner; what is read for clients has none, since they read them by the page.
	Pairs      []AgreedPair `json:"pairs"`
	ChainCodes []string     `json:"chainCodes"`
	SignedOn   *PartialDate `json:"signedOn,omitempty"`
	// Since is nil until it is active, unless a later day was agreed; Until is the first day on which it no longer holds.
	Since         *Date               `json:"since,omitempty"`
	Until         *Date               `json:"until,omitempty"`
	EndReason     *string             `json:"endReason,omitempty"`
	Talks         []Talk              `json:"talks"`
	Documents     []AgreementDocument `json:"documents"`
	Commitments   []Commitment        `json:"commitments"`
	NotApplicable []NotApplicable     `json:"notApplicable"`
	Milestones    []Milestone         `json:"milestones"`
	// ProposedOn is the day of the proposal that is open or was accepted.
	ProposedOn *Date      `json:"proposedOn,omitempty"`
	Approvals  []Approval `json:"approvals"`
	// Refusal is that of the last proposal, until there is another.
	Refusal *Refusal `json:"refusal,omitempty"`
	// Supersedes is the UUID of the agreement that it amends.
	Supersedes *string `json:"supersedes,omitempty"`
	// ReviewedOn is the day of its last peer review.
	ReviewedOn *Date       `json:"reviewedOn,omitempty"`
	Provenance *Provenance `json:"provenance,omitempty"`
	// TextVersion is the revision of the last change of the text (R9).
	TextVersion int `json:"textVersion"`
	Stamp
}

// Signatory is a partner that signs for named partners, such as a branch organisation for its members (R6).
type Signatory struct {
	PartnerKey string   `json:"partnerKey"`
	SignsFor   []string `json:"signsFor"`
}

// Talk is what the parties said to each other: what they can mean for each other, want to reach, and how.
type Talk struct {
	On           PartialDate `json:"on"`
	ForEachOther *string     `json:"forEachOther,omitempty"`
	Goal         *string     `json:"goal,omitempty"`
	How          *string     `json:"how,omitempty"`
}

// AgreementDocument is a reference to a text that is kept elsewhere.
type AgreementDocument struct {
	Title string `json:"title"`
	URL   URL    `json:"url"`
	// SHA256 is the checksum of the text that was meant: 64 hexadecimal digits.
	SHA256 *string `json:"sha256,omitempty"`
}

// Refusal is a party's no to a proposal, with its reason (R7).
type Refusal struct {
	PartyID string `json:"party"`
	On      Date   `json:"on"`
	Reason  string `json:"reason"`
	// Evidence is by what the leading region knows it, when that recorded it.
	Evidence *string `json:"evidence,omitempty"`
}

// ID gives Agreement:0190….
func (a Agreement) ID() string { return MakeID(KindAgreement, a.UUID) }

// IsNode marks a Node.
func (Agreement) IsNode() {}

// IsActionable marks an Actionable.
func (Agreement) IsActionable() {}

// IsNamed marks a Named.
func (Agreement) IsNamed() {}

// Name gives the title.
func (a Agreement) Name() string { return a.Title }

// SearchText is what the agreement itself can be found by; lists of agreements look at the names of its parties as well.
func (a Agreement) SearchText() string { return searchText(a.Title) }

// Parties returns the ids of the regions and partners that it binds, regions first.
func (a Agreement) Parties() []string { return partyIDs(a.RegionCodes, a.PartnerKeys) }

func partyIDs(regions, partners []string) []string {
	ids := make([]string, 0, len(regions)+len(partners))
	for _, code := range regions {
		ids = append(ids, MakeID(KindRegion, code))
	}
	for _, key := range partners {
		ids = append(ids, MakeID(KindPartner, key))
	}
	return ids
}

// Binds says whether both ends of the pair are parties.
func (a Agreement) Binds(pair Pair) bool {
	return slices.Contains(a.RegionCodes, pair.Region) && slices.Contains(a.PartnerKeys, pair.Partner)
}

// Status is that on a day: an active agreement past its end has expired (R7).
func (a Agreement) Status(day Date) AgreementStatus {
	if a.Stage == Active && a.Until != nil && *a.Until <= day {
		return Expired
	}
	return a.Stage
}

// InForce says whether it held on a day (R7); one that has ended since held within its period.
func (a Agreement) InForce(day Date) bool {
	return (a.Stage == Active || a.Stage == Ended) && a.Since != nil && *a.Since <= day && (a.Until == nil || day < *a.Until)
}

// MadeElsewhere says whether it was recorded, and never confirmed to be in force; it may have ended since.
func (a Agreement) MadeElsewhere() bool {
	return a.Stage == Recorded || a.Stage == Ended && a.Since == nil
}

// OnRecord says whether on a day it was known to have been signed elsewhere, and not confirmed: from the first day that
// its date of signing can mean, or at any date when that is not known.
func (a Agreement) OnRecord(day Date) bool {
	return a.MadeElsewhere() && (a.SignedOn == nil || string(*a.SignedOn) <= string(day)) && (a.Until == nil || day < *a.Until)
}

// over gives the agreement as a dataset tells of it, with what it does not tell as it was: where it is in its life most of all, unless a
// recorded one is told to have ended.
func (a Agreement) over(before Agreement) Agreement {
	next := before
	next.Title, next.Summary, next.LedBy, next.SignedOn, next.Provenance = a.Title, a.Summary, a.LedBy, a.SignedOn, a.Provenance
	next.RegionCodes, next.PartnerKeys, next.ChainCodes = kept(a.RegionCodes, next.RegionCodes), kept(a.PartnerKeys, next.PartnerKeys), kept(a.ChainCodes, next.ChainCodes)
	next.Signatories, next.Pairs, next.Documents = kept(a.Signatories, next.Signatories), kept(a.Pairs, next.Pairs), kept(a.Documents, next.Documents)
	next.Milestones, next.NotApplicable = kept(a.Milestones, next.Milestones), kept(a.NotApplicable, next.NotApplicable)
	next.Commitments = keptCommitments(a.Commitments, next.Commitments)
	if a.Until != nil {
		next.Until = a.Until
	}
	if a.Stage == Ended && before.MadeElsewhere() {
		next.Stage, next.EndReason = Ended, a.EndReason
	}
	return next
}

// open says whether it can still become active.
func (a Agreement) open() bool {
	return a.Stage == Exploring || a.Stage == Draft || a.Stage == Proposed
}

// Profiles returns those that its pairs set, each once.
func (a Agreement) Profiles() []Profile {
	return slices.DeleteFunc(AllProfiles(), func(profile Profile) bool {
		return !slices.ContainsFunc(a.Pairs, func(pair AgreedPair) bool { return pair.Profile == profile })
	})
}

// EmptyDimensions returns those without a commitment that are not declared not applicable either (R8).
func (a Agreement) EmptyDimensions() []Dimension {
	empty := []Dimension{}
	for _, dimension := range AllDimensions() {
		if !a.covers(dimension) {
			empty = append(empty, dimension)
		}
	}
	return empty
}

func (a Agreement) covers(dimension Dimension) bool {
	return slices.ContainsFunc(a.Commitments, func(c Commitment) bool { return c.Dimension == dimension }) ||
		slices.ContainsFunc(a.NotApplicable, func(n NotApplicable) bool { return n.Dimension == dimension })
}

// AgreementConnection is a page of agreements, with the query that gave it.
type AgreementConnection struct {
	Paged[Agreement]
	Query AgreementQuery
}

// AgreementEdge is one item of the page.
type AgreementEdge = Edge[Agreement]

// AgreementQueryOf checks what a client asks and makes a query of it; party "" is all. BAD_USER_INPUT.
func AgreementQueryOf(party string, filter *AgreementFilter, order *AgreementOrder, args PageArgs, asOf Date) (query AgreementQuery, err error) {
	query = AgreementQuery{Party: party, Order: AgreementOrder{Field: ByUpdated, Direction: Descending}, AsOf: asOf}
	if err := filter.check(); err != nil {
		return query, err
	}
	if filter != nil {
		query.Filter = *filter
	}
	if order != nil {
		query.Order = *order
	}
	query.Page, err = args.page(query.Order.name())
	return query, err
}

// AgreementQueryOfParty asks for so many of those that bind a party, the last changed first.
func AgreementQueryOfParty(party string, first int, asOf Date) AgreementQuery {
	return AgreementQuery{Party: party, Order: AgreementOrder{Field: ByUpdated, Direction: Descending}, Page: Page{Limit: first}, AsOf: asOf}
}

// ListAgreements returns a page for each query.
func (r *Registry) ListAgreements(ctx context.Context, queries []AgreementQuery) ([]AgreementConnection, error) {
	return listed(ctx, r, queries, Reader.ListAgreements, func(list List[Agreement], query AgreementQuery) AgreementConnection {
		return query.Connection(list)
	})
}

// Connection makes what a client gets of the list that the store has for the query.
func (q AgreementQuery) Connection(list List[Agreement]) AgreementConnection {
	return AgreementConnection{Paged: connect(list, q.Page, q.Order.key), Query: q}
}

// AgreementFilter describes agreements: all given fields hold together, a list is any-of.
type AgreementFilter struct {
	// Search is for words of its title and of the names of its parties, each of which has to be met by one of them.
	Search   *string
	Regions  []string
	Partners []string
	LedBy    []string
	// Status is that at the date, EXPIRED among them.
	Status  []AgreementStatus
	InForce *bool
	// Sectors and Chains are of any of its partners; Chains are also its own.
	Sectors, Chains []string
	// Profiles are of its pairs.
	Profiles []Profile
	// EmptyDimensions takes those in which any of these is empty (R8).
	EmptyDimensions []Dimension
	// EndsBefore takes those with an end before the day.
	EndsBefore *Date
	// WaitingFor takes proposals that wait for the approval of any of these parties, by id.
	WaitingFor []string
	// EvaluationDueBefore takes those whose next evaluation is due before the day.
	EvaluationDueBefore *Date
	Reviewed            *bool
	Certainty           []Certainty

	// Tokens are those of Search, set by the registry.
	Tokens []string
	// Without are UUIDs of agreements that are left out, set by the registry.
	Without []string
}

// check refuses what a filter cannot mean, and sets Tokens.
func (f *AgreementFilter) check() (err error) {
	if f == nil {
		return nil
	}
	if f.Tokens, err = filterTokens("filter.search", f.Search); err != nil {
		return err
	}
	for _, list := range []struct {
		field string
		kind  Kind
		keys  []string
	}{
		{"filter.regions", KindRegion, f.Regions}, {"filter.partners", KindPartner, f.Partners}, {"filter.ledBy", KindRegion, f.LedBy},
		{"filter.sectors", KindSector, f.Sectors}, {"filter.chains", KindChain, f.Chains},
	} {
		if err := CheckKeys(list.field, list.kind, list.keys); err != nil {
			return err
		}
	}
	if err := checkParties("filter.waitingFor", f.WaitingFor); err != nil {
		return err
	}
	return cmp.Or(
		checkList("filter.waitingFor", f.WaitingFor), checkList("filter.status", f.Status), checkList("filter.profiles", f.Profiles),
		checkList("filter.emptyDimensions", f.EmptyDimensions), checkList("filter.certainty", f.Certainty),
	)
}

// checkParties refuses ids that are neither a region's nor a partner's.
func checkParties(field string, ids []string) error {
	if err := checkLength(field, ids, maxList); err != nil {
		return err
	}
	for _, id := range ids {
		kind, _, err := ParseID(field, id)
		if err != nil {
			return err
		}
		if kind != KindRegion && kind != KindPartner {
			return Invalid(ReasonMalformedID, field, "%s is neither a region nor a partner", id).with("id", id)
		}
	}
	return nil
}

// AgreementOrderField is what agreements are ordered by.
type AgreementOrderField string

// The orders of agreements.
const (
	// ByTitle orders by the sort name of the title, then the UUID.
	ByTitle AgreementOrderField = "TITLE"
	// ByBeginning orders by since, then the UUID; those without come first.
	ByBeginning AgreementOrderField = "SINCE"
	// ByEnd orders by until, then the UUID; those without come last.
	ByEnd AgreementOrderField = "UNTIL"
	// BySigning orders by the day of signing, as precisely as it is known, then the UUID; those without come last either way.
	BySigning AgreementOrderField = "SIGNED"
	// ByUpdated orders by version, which tells of each change, then the UUID.
	ByUpdated AgreementOrderField = "UPDATED"
)

// AgreementOrder is an order of agreements; the tie breaker follows its direction.
type AgreementOrder struct {
	Field     AgreementOrderField
	Direction OrderDirection
}

func (o AgreementOrder) name() string {
	return "AGREEMENT_" + string(o.Field) + "." + string(o.Direction)
}

// NoEnd stands for an end that there is not, after all that there are: a value that orders is never null.
const NoEnd Date = "9999-12-31"

// AgreementPlaces are the values that order agreements, by the texts that they are compared by.
type AgreementPlaces struct {
	Title, Since, Until string
	// SignedUp and SignedDown are of the two directions: what is not signed comes last in each.
	SignedUp, SignedDown string
}

// Places gives the values that order the agreement.
func (a Agreement) Places() AgreementPlaces {
	return AgreementPlaces{
		Title: SortName(a.Title), Since: placeOf(a.Since, ""), Until: placeOf(a.Until, string(NoEnd)),
		SignedUp: placeOf(a.SignedOn, string(NoEnd)), SignedDown: placeOf(a.SignedOn, ""),
	}
}

func placeOf[T ~string](day *T, none string) string {
	if day == nil {
		return none
	}
	return string(*day)
}

func (o AgreementOrder) key(a Agreement) Key {
	key, places := Key{Order: o.name(), Tie: a.UUID}, a.Places()
	switch {
	case o.Field == ByTitle:
		key.Text = places.Title
	case o.Field == ByBeginning:
		key.Text = places.Since
	case o.Field == ByEnd:
		key.Text = places.Until
	case o.Field == BySigning && o.Direction == Descending:
		key.Text = places.SignedDown
	case o.Field == BySigning:
		key.Text = places.SignedUp
	default:
		key.Number = a.Version
	}
	return key
}
