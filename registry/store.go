package registry

import "context"

// Store keeps the register. It maps, filters, orders and commits; rules, ids, clocks and changes are above it, once.
// Every error is an *Error when the store can tell what it is: UNAVAILABLE with STORE_AWAY when the engine cannot be
// reached, with OUTCOME_UNKNOWN when the connection was lost during a commit.
type Store interface {
	// View runs reads of committed data, at or after the caller's own last write. The Reader is for one goroutine. The context
	// of a callback is the one that its reads and writes take, so that the store's own deadline reaches each statement.
	View(ctx context.Context, read func(context.Context, Reader) error) error
	// Update runs one transaction under the revision lock: it commits when write returns nil, else nothing happens.
	// It may run write more than once, so write has no side effects.
	Update(ctx context.Context, write func(context.Context, Writer) error) error
	// Close gives back what the store holds.
	Close(ctx context.Context) error
}

// Reader reads by batch. Lists come in the order that each method names; what is asked for twice comes once, and what
// is not there is left out.
type Reader interface {
	// State tells of the register as a whole.
	State(ctx context.Context) (State, error)
	// Revision gives that of the last change, 0 when there is none: cheaper than State, since every mutation and every
	// subscription asks it.
	Revision(ctx context.Context) (int, error)

	// Regions in order of code; nil codes are all.
	Regions(ctx context.Context, codes []string) ([]Region, error)
	// Neighbours of each region, in order of the neighbour's code.
	Neighbours(ctx context.Context, codes []string) (map[string][]Neighbour, error)
	// Municipalities by Codes or Regions, in order of sort name, then code.
	Municipalities(ctx context.Context, of MunicipalitySelect) ([]Municipality, error)
	// Sectors in order of sort name, then code; nil codes are all.
	Sectors(ctx context.Context, codes []string) ([]Sector, error)
	// Chains in order of code; nil codes are all.
	Chains(ctx context.Context, codes []string) ([]Chain, error)
	// Ministries in order of code; nil codes are all.
	Ministries(ctx context.Context, codes []string) ([]Ministry, error)

	// Partners by key, or the parts of partners, ended ones included, in order of sort name, then key.
	Partners(ctx context.Context, of PartnerSelect) ([]Partner, error)
	// ListPartners returns one page for each query. What a With hint asks for may come along.
	ListPartners(ctx context.Context, queries []PartnerQuery) ([]PartnerList, error)
	// PartnerFacet counts the partners of the query's whole list for each value of the facet that any of them has.
	// For FacetProfiles and FacetRegions: those with a collaboration of that profile, or with that region, at AsOf that is as
	// Filter.Collaboration describes.
	PartnerFacet(ctx context.Context, facet Facet, query PartnerQuery) (map[string]int, error)

	// CollaborationCounts tells of each of the partners that is there how many of its collaborations are in force on the day,
	// and when the latest of those began: what is kept for each period, and not counted anew.
	CollaborationCounts(ctx context.Context, partners []string, asOf Date) (map[string]CollaborationCount, error)

	// Collaborations by id, of pairs or of partners, in order of partner key, region code, since.
	Collaborations(ctx context.Context, of CollaborationSelect) ([]Collaboration, error)
	// ListCollaborations returns one page for each query. What a With hint asks for may come along.
	ListCollaborations(ctx context.Context, queries []CollaborationQuery) ([]CollaborationList, error)

	// Adoptions by id or of partners, in order of partner key, since.
	Adoptions(ctx context.Context, of AdoptionSelect) ([]Adoption, error)
	// ListAdoptions returns one page for each query, in order of since, then UUID.
	ListAdoptions(ctx context.Context, queries []AdoptionQuery) ([]List[Adoption], error)

	// Agreements by one field of the select, in order of UUID.
	Agreements(ctx context.Context, of AgreementSelect) ([]Agreement, error)
	// ListAgreements returns one page for each query, of agreements without their pairs.
	ListAgreements(ctx context.Context, queries []AgreementQuery) ([]List[Agreement], error)
	// ListAgreedPairs returns one page for each query, in order of region, then partner.
	ListAgreedPairs(ctx context.Context, queries []AgreedPairQuery) ([]List[AgreedPair], error)
	// PeerReviews by id or of agreements, in order of day, then UUID.
	PeerReviews(ctx context.Context, of PeerReviewSelect) ([]PeerReview, error)
	// Evaluations by one field of the select, in order of day, then UUID.
	Evaluations(ctx context.Context, of EvaluationSelect) ([]InformalEvaluation, error)
	// ListAgenda returns one page for each query of what Agenda of agreements and evaluations says, in order of day, then
	// Tie.
	ListAgenda(ctx context.Context, queries []AgendaQuery) ([]List[AgendaEntry], error)
	// Coverage gives, for each query, what binds a region to a partner of the sector or the chain and was in force or on
	// record at AsOf: once for each region and agreement, in order of region, then UUID.
	Coverage(ctx context.Context, queries []CoverageQuery) ([][]Covering, error)

	// Search returns the ids of regions, municipalities, partners, sectors, chains and agreements whose search text has, for
	// each token, a word that begins with it; in order of sort name, then id; partners and municipalities only if they exist
	// at AsOf. What the With hint asks for may come along.
	Search(ctx context.Context, query SearchQuery) (SearchList, error)
	// ListChanges returns one page of the feed for each query, in order of revision; with items only when the query says so.
	ListChanges(ctx context.Context, queries []ChangeQuery) ([]List[Change], error)
	// ListChangeItems returns one page for each query of what a change touched, in order of place.
	ListChangeItems(ctx context.Context, queries []ChangeItemQuery) ([]List[ChangeItem], error)

	// Count counts the whole list of each query, whatever its page.
	Count(ctx context.Context, queries []CountQuery) ([]int, error)

	// Scan returns the next things of a kind, whole: agreements with all of their pairs, changes with their items and those
	// with their states. They come in order of key, changes in order of revision. A page of changes has as many items as its
	// limit at most, or is one change. No thing behind After is the end; fewer than the limit are not. BAD_USER_INPUT for a kind whose
	// things are parts of others.
	Scan(ctx context.Context, query ScanQuery) ([]Node, error)
	// Edges returns the next collaborations as edges of the network, in order of UUID. None is the end; fewer than the limit
	// are not.
	Edges(ctx context.Context, query EdgeQuery) ([]LightEdge, error)
}

// Writer reads what the transaction wrote so far, and writes. A Put replaces the thing whole, or adds it; it writes
// Version and UpdatedAt as they are given. What a thing refers to has to be there: NOT_FOUND otherwise, when the Update
// ends at the latest.
type Writer interface {
	Reader

	// Put adds or replaces all of the batch; its things may refer to one another. It also keeps what partners are ordered by,
	// for each period in which that stays the same (in a register that was marked Incomplete before, at the latest for the batch's Counted), and
	// what Agenda and Cover say. The collaborations that an evaluation is of need not be there: one may be voided later.
	Put(ctx context.Context, batch Batch) error
	// Remove takes things out of all reads, by their ids, with what belongs to them alone; the feed keeps what they were. Nothing
	// else refers to them: who removes has looked. Of two neighbours the id is as Neighbours:VR01-VR02. Regions, peer reviews
	// and evaluations are never removed.
	Remove(ctx context.Context, ids []string) error

	// AppendChange adds to the feed; its Revision becomes the register's. CONFLICT with IDEMPOTENCY_KEY_REUSED when the
	// actor used the key before.
	AppendChange(ctx context.Context, change Change) error
	// Expect gives, for each of the mutations, the change that its actor made with its key before, without items; nil when it has no
	// key, or there is none. It says what they are going to read, so that a store for which each read is one more answer to wait for may
	// read that along; what they read is the same either way.
	Expect(ctx context.Context, mutations []Expected) ([]*Change, error)
}

// State is the register as a whole.
type State struct {
	// Revision is that of the last change; 0 when the store is empty.
	Revision int
	// Illustrations says whether anything is marked ILLUSTRATION.
	Illustrations bool
	// IllustratedByAgreements says that agreements are, and nothing else is: some of them may be hidden from a viewer.
	IllustratedByAgreements bool
	// Partners, Collaborations and Agreements are how many there are, ended ones included.
	Partners, Collaborations, Agreements int
	// Incomplete says that the register is not whole; nil when it is.
	Incomplete *Incomplete
}

// Incomplete marks a register that is filled by more than one Update, until the last: it is not to be served. It is
// written by a Put, with what that adds.
type Incomplete struct {
	// By is what fills it, FilledByCopy or FilledByImport; "" in a Put is the end, from which on the register is whole.
	By string
	// Of tells what it is filled from, so that nothing else is put beside that.
	Of string
	// Next is from where it goes on when it was cut off.
	Next string
}

// What fills a register by more than one Update.
const (
	FilledByCopy   = "copy"
	FilledByImport = "import"
)

// MunicipalitySelect names municipalities by one of Codes and Regions.
type MunicipalitySelect struct {
	Codes, Regions []string
	// AsOf takes those that exist on the day; nil takes ended and coming ones too.
	AsOf *Date
}

// PartnerSelect names partners by one of its fields.
type PartnerSelect struct{ Keys, PartOf []string }

// CollaborationSelect names collaborations by one of UUIDs, Pairs and Partners.
type CollaborationSelect struct {
	UUIDs    []string
	Pairs    []Pair
	Partners []string
	// AsOf takes those whose period holds on the day, or is as the filter says; nil takes all periods.
	AsOf *Date
	// Filter narrows them; nil takes all.
	Filter *CollaborationFilter
}

// AdoptionSelect names adoptions by one of UUIDs and Partners; AsOf as in CollaborationSelect.
type AdoptionSelect struct {
	UUIDs, Partners []string
	AsOf            *Date
}

// AgreementSelect names agreements by one of its fields.
type AgreementSelect struct {
	UUIDs []string
	// Commitments are the UUIDs of commitments that they hold.
	Commitments []string
	// Pairs are pairs of which they bind both ends.
	Pairs []Pair
	// Amending are the UUIDs of agreements that they supersede.
	Amending []string
	// WithoutPairs leaves out their Pairs, which can be thousands.
	WithoutPairs bool
	// OnlyPairs leaves out their Pairs but for those of these ends; nil is all of them.
	OnlyPairs []Pair
}

// AgreementQuery asks for a page of agreements.
type AgreementQuery struct {
	// Party narrows the list to those that bind a region or partner, by id; "" is all.
	Party  string
	Filter AgreementFilter
	Order  AgreementOrder
	Page   Page
	// AsOf is the day of Status and InForce.
	AsOf Date
}

// AgreedPairQuery asks for a page of the pairs of an agreement; its keys hold the region as Text, the partner as Tie.
type AgreedPairQuery struct {
	AgreementUUID string
	Page          Page
}

// PeerReviewSelect names peer reviews by one of its fields.
type PeerReviewSelect struct{ UUIDs, Agreements []string }

// EvaluationSelect names evaluations by one of its fields; Collaborations are the UUIDs of those that they are of.
type EvaluationSelect struct{ UUIDs, Agreements, Collaborations []string }

// AgendaQuery asks for a page of what is due or waiting for a region or partner, by id, up to and with a day.
type AgendaQuery struct {
	Party string
	Until Date
	Page  Page
	// Without are UUIDs of agreements whose entries, and those of whose evaluations, are left out; nil leaves out none.
	Without []string
}

// CoverageQuery asks by which agreements regions are bound to the partners of a sector or a chain; one of the two is "".
type CoverageQuery struct {
	Sector, Chain string
	AsOf          Date
}

// Covering is an agreement that binds a region to a partner that was asked for.
type Covering struct {
	RegionCode    string
	AgreementUUID string
	// InForce is whether it was in force at the day; otherwise it was on record.
	InForce bool
	// Since is its first day, or when it was signed as precisely as known; nil is not known.
	Since *PartialDate
}

// PartnerQuery asks for a page of partners at a date.
type PartnerQuery struct {
	Filter PartnerFilter
	Order  PartnerOrder
	Page   Page
	AsOf   Date
	// AnyDay takes those too that are not there at AsOf.
	AnyDay bool
	With   With
}

// With says what the operation will ask of each partner, so that a store may bring it along. The answer to a client is the
// same either way.
type With struct {
	Adoption bool
	// Collaborations are those at AsOf that the filter meets.
	Collaborations *WithCollaborations
	// Parts and PartOf are what is part of it and what it is part of, by themselves.
	Parts, PartOf bool
	// Agreements is how many of those that bind it, the last changed first, without their pairs.
	Agreements int
	// Total is how many the whole list has, whatever its page.
	Total bool
	// Brief says that nothing in the operation asks more of partners and collaborations than their Brief has, so that a store may leave
	// out the rest. It goes with lists by name, for other orders are of what Brief leaves out.
	Brief bool
}

// IsNone says whether nothing is asked of a partner that is not its own.
func (w With) IsNone() bool { return w == With{Brief: w.Brief} }

// WithCollaborations says which collaborations come along.
type WithCollaborations struct{ Filter *CollaborationFilter }

// PartnerList is a page of partners with what came along; a nil map did not come.
type PartnerList struct {
	List[Partner]
	Included Included
}

// Included holds things by the key of their partner; a nil map did not come.
type Included struct {
	// Adoptions and Collaborations have an entry for each partner of the page; that of a partner not adopted is nil.
	Adoptions      map[string]*Adoption
	Collaborations map[string][]Collaboration
	// Parts and Agreements have an entry for each partner of the page; Wholes, by their own keys, are what they are part of.
	Parts      map[string][]Partner
	Wholes     map[string]Partner
	Agreements map[string]List[Agreement]
	// Total is nil when the store would have to count for long.
	Total *int
}

// CollaborationWith says what the operation will ask of each collaboration of a page.
type CollaborationWith struct {
	// Partner is what it will ask of its partner; nil is nothing.
	Partner *With
}

// CollaborationList is a page of collaborations with their partners, by key, and what came along with those; a nil map did not come.
type CollaborationList struct {
	List[Collaboration]
	Partners map[string]Partner
	Included Included
}

// Facet is a field of partners whose values are counted.
type Facet int

// The facets.
const (
	FacetCoreTasks Facet = iota + 1
	FacetProfiles
	FacetSectors
	FacetChains
	FacetRegions
)

// CollaborationQuery asks for a page of the collaborations whose period holds at AsOf, or is as the filter says.
type CollaborationQuery struct {
	// Region narrows the list to those of one region; "" is all.
	Region string
	Filter CollaborationFilter
	Order  CollaborationOrder
	Page   Page
	AsOf   Date
	With   CollaborationWith
}

// AdoptionQuery asks for a page of the adoptions whose period is as said at AsOf.
type AdoptionQuery struct {
	// Region narrows the list to those of one region; "" is all.
	Region string
	// Certainty narrows the list to these; nil is all.
	Certainty []Certainty
	Period    PeriodFilter
	Page      Page
	AsOf      Date
}

// SearchQuery asks for the first things that all tokens find.
type SearchQuery struct {
	Tokens []string
	Limit  int
	AsOf   Date
	// Without are UUIDs of agreements that are left out; nil leaves out none.
	Without []string
	// With is what the operation will ask of each partner that is found.
	With With
}

// SearchList is what a search finds, by id, with the partners among it, by key, and what came along with those; a nil map did not come.
type SearchList struct {
	IDs      []string
	Partners map[string]Partner
	Included Included
}

// ChangeQuery asks for a page of the feed; its keys hold the revision as Number.
type ChangeQuery struct {
	Filter ChangeFilter
	// After is the revision behind which the list begins; 0 is the whole feed.
	After int
	Page  Page
	// Items has them come along, without Before and After: all that a filter asks of them.
	Items bool
}

// Lower is the revision behind which the page of the query begins.
func (q ChangeQuery) Lower() int {
	if q.Page.After == nil {
		return q.After
	}
	return max(q.After, q.Page.After.Number)
}

// ChangeItemQuery asks for a page of the items of a change that a filter meets; its keys hold the place as Number.
type ChangeItemQuery struct {
	Revision int
	Filter   ChangeFilter
	Page     Page
}
