package registry

import (
	"cmp"
	"context"
	"fmt"
	"slices"
)

// Partner is a crisispartner: an organisation with responsibilities, capacities and expertise of its own that matter
// for public order and safety.
type Partner struct {
	Key         string     `json:"key"`
	Name        string     `json:"name"`
	ShortName   *string    `json:"shortName,omitempty"`
	Aliases     []string   `json:"aliases"`
	CoreTasks   []CoreTask `json:"coreTasks"`
	Capacities  []string   `json:"capacities"`
	InCareOf    []string   `json:"inCareOf"`
	Ambition    *Ambition  `json:"ambition,omitempty"`
	SectorCodes []string   `json:"sectorCodes"`
	ChainCodes  []string   `json:"chainCodes"`
	// Classification is where its kerntaken, sectors and chains come from (R17).
	Classification *Provenance `json:"classification,omitempty"`
	PartOfKey      *string     `json:"partOfKey,omitempty"`
	// WorkingAreas is empty when not known, and when National.
	WorkingAreas  []WorkingArea  `json:"workingAreas"`
	National      bool           `json:"national"`
	Connections   []FacilityLink `json:"connections"`
	Identifiers   Identifiers    `json:"identifiers"`
	Website       *URL           `json:"website,omitempty"`
	ContactPoints []ContactPoint `json:"contactPoints"`
	// Since and Until bound the partner's own existence; nil is not known, or open.
	Since      *Date       `json:"since,omitempty"`
	Until      *Date       `json:"until,omitempty"`
	EndReason  *string     `json:"endReason,omitempty"`
	Provenance *Provenance `json:"provenance,omitempty"`
	Stamp
	// OpenCollaborations and LatestSince are kept by the store for the orders COLLABORATIONS and LATEST_COLLABORATION:
	// how many collaborations have no end, and when the latest began ("" when there is none). A Put ignores them.
	OpenCollaborations int  `json:"-"`
	LatestSince        Date `json:"-"`
}

// WorkingArea is a werkgebied: a region in which the partner works, which is not collaboration.
type WorkingArea struct {
	RegionCode string `json:"regionCode"`
	// Municipalities is how many municipalities of the region it touches; nil is not known.
	Municipalities *int        `json:"municipalities,omitempty"`
	Provenance     *Provenance `json:"provenance,omitempty"`
}

// FacilityLink is an aansluiting: connected to a shared facility such as LCMS.
type FacilityLink struct {
	Facility   string       `json:"facility"`
	Since      *PartialDate `json:"since,omitempty"`
	Until      *PartialDate `json:"until,omitempty"`
	Provenance *Provenance  `json:"provenance,omitempty"`
}

// ID gives Partner:vitens.
func (p Partner) ID() string { return MakeID(KindPartner, p.Key) }

// Brief gives what a list by name shows of a partner at least.
func (p Partner) Brief() Partner {
	return Partner{Key: p.Key, Name: p.Name, ShortName: p.ShortName}
}

// IsNode marks a Node.
func (Partner) IsNode() {}

// IsOrganisation marks an Organisation.
func (Partner) IsOrganisation() {}

// IsSearchResult marks what a search can find.
func (Partner) IsSearchResult() {}

// SearchText is what the partner can be found by.
func (p Partner) SearchText() string {
	return searchText(append([]string{p.Name, text(p.ShortName), p.Key}, p.Aliases...)...)
}

// Exists says whether the partner exists on the day.
func (p Partner) Exists(day Date) bool {
	return (p.Since == nil || *p.Since <= day) && (p.Until == nil || day < *p.Until)
}

// worksIn says whether the region is in its working area.
func (p Partner) worksIn(region string) bool {
	if p.National {
		return true
	}
	for _, area := range p.WorkingAreas {
		if area.RegionCode == region {
			return true
		}
	}
	return false
}

// PartnerConnection is a page of partners, with the query that gave it.
type PartnerConnection struct {
	Paged[Partner]
	Query PartnerQuery
	Along Along
}

// PartnerEdge is one item of the page.
type PartnerEdge = Edge[Partner]

// PartnerQueryOf checks what a client asks and makes a query of it. BAD_USER_INPUT when it cannot be meant, and with
// ORDER_NOT_POSSIBLE when an order by collaborations is asked at another date than today.
func PartnerQueryOf(filter *PartnerFilter, order *PartnerOrder, args PageArgs, asOf, today Date) (query PartnerQuery, err error) {
	query = PartnerQuery{Order: PartnerOrder{Field: ByName, Direction: Ascending}, AsOf: asOf}
	if filter != nil {
		query.Filter = *filter
	}
	if err := query.Filter.check(); err != nil {
		return query, err
	}
	if order != nil {
		query.Order = *order
	}
	if query.Order.Field != ByName && asOf != today {
		return query, Invalid(ReasonOrder, "orderBy", "%s is kept for today only: leave asOf out, or order by NAME", query.Order.Field)
	}
	query.Page, err = args.page(query.Order.name())
	return query, err
}

// ListPartners gives a page for each query.
func (r *Registry) ListPartners(ctx context.Context, queries []PartnerQuery) ([]PartnerConnection, error) {
	return listed(ctx, r, queries, Reader.ListPartners, func(list PartnerList, query PartnerQuery) PartnerConnection {
		return PartnerConnection{Paged: connect(list.List, query.Page, query.Order.key), Query: query, Along: list.Along}
	})
}

// The actions on partners.
const (
	actionRegisterPartner Action = "registerPartner"
	actionUpdatePartner   Action = "updatePartner"
	actionEndPartner      Action = "endPartner"
	actionReopenPartner   Action = "reopenPartner"
)

// RegisterPartnerInput is a partner to register.
type RegisterPartnerInput struct {
	Key            *string
	Name           string
	ShortName      *string
	Aliases        []string
	CoreTasks      []CoreTask
	Capacities     []string
	InCareOf       []string
	Ambition       *Ambition
	SectorCodes    []string
	ChainCodes     []string
	Classification *Provenance
	PartOfKey      *string
	National       bool
	WorkingAreas   []WorkingArea
	Connections    []FacilityLink
	Identifiers    *Identifiers
	Website        *URL
	Since          *Date
	Provenance     *Provenance
	IdempotencyKey *string
}

// PartnerPatch is new facts about a partner.
type PartnerPatch struct {
	PartnerID      string
	Version        int
	Name           Optional[string]
	ShortName      Optional[string]
	Aliases        Optional[[]string]
	CoreTasks      Optional[[]CoreTask]
	Capacities     Optional[[]string]
	InCareOf       Optional[[]string]
	Ambition       Optional[Ambition]
	SectorCodes    Optional[[]string]
	ChainCodes     Optional[[]string]
	Classification Optional[Provenance]
	PartOfKey      Optional[string]
	National       Optional[bool]
	WorkingAreas   Optional[[]WorkingArea]
	Connections    Optional[[]FacilityLink]
	Identifiers    Optional[Identifiers]
	Website        Optional[URL]
	Since          Optional[Date]
	Provenance     Optional[Provenance]
	IdempotencyKey *string
}

// EndPartnerInput is the end of a partner.
type EndPartnerInput struct {
	PartnerID      string
	Version        int
	On             Date
	Reason         string
	EndEdges       bool
	IdempotencyKey *string
}

// ReopenPartnerInput takes back the end of a partner.
type ReopenPartnerInput struct {
	PartnerID      string
	Version        int
	Reason         string
	IdempotencyKey *string
}

// PartnerPayload is the partner as it is now, and what the mutation did.
type PartnerPayload struct {
	Partner Partner
	Change  Change
}

// RegisterPartner adds a partner (R1). BAD_USER_INPUT; NOT_FOUND for a sector, chain, region or partner that it refers
// to; CONFLICT with KEY_TAKEN.
func (r *Registry) RegisterPartner(ctx context.Context, in RegisterPartnerInput) (PartnerPayload, error) {
	cmd := command{action: actionRegisterPartner, input: in, key: in.IdempotencyKey}
	partner, change, err := mutate(ctx, r, cmd, func(ctx context.Context, w *work) (Partner, error) {
		partner := in.partner()
		if _, err := cleanName("name", in.Name); err != nil {
			return partner, err
		}
		if err := CheckKey("key", KindPartner, partner.Key); err != nil {
			return partner, err
		}
		taken, err := w.Partners(ctx, PartnerSelect{Keys: []string{partner.Key}})
		if err != nil {
			return partner, fmt.Errorf("look up the key: %w", err)
		}
		if len(taken) > 0 {
			return partner, keyTaken(partner.ID())
		}
		return w.putPartner(ctx, nil, partner)
	})
	return PartnerPayload{Partner: partner, Change: change}, err
}

func (in RegisterPartnerInput) partner() Partner {
	partner := Partner{
		Key: slug(in.Name), Name: in.Name, ShortName: in.ShortName, Aliases: in.Aliases, CoreTasks: in.CoreTasks,
		Capacities: in.Capacities, InCareOf: in.InCareOf, Ambition: in.Ambition, SectorCodes: in.SectorCodes,
		ChainCodes: in.ChainCodes, Classification: in.Classification, PartOfKey: in.PartOfKey, National: in.National,
		WorkingAreas: in.WorkingAreas, Connections: in.Connections, Website: in.Website, Since: in.Since,
		Provenance: in.Provenance, ContactPoints: []ContactPoint{},
	}
	if in.Key != nil {
		partner.Key = *in.Key
	}
	if in.Identifiers != nil {
		partner.Identifiers = *in.Identifiers
	}
	return partner
}

// UpdatePartner changes facts about a partner. BAD_USER_INPUT with PART_OF_CIRCLE and others; NOT_FOUND; CONFLICT with
// VERSION_MISMATCH.
func (r *Registry) UpdatePartner(ctx context.Context, patch PartnerPatch) (PartnerPayload, error) {
	cmd := command{action: actionUpdatePartner, input: patch, key: patch.IdempotencyKey}
	partner, change, err := mutate(ctx, r, cmd, func(ctx context.Context, w *work) (Partner, error) {
		old, err := findVersion[Partner](ctx, w, patch.PartnerID, patch.Version)
		if err != nil {
			return old, err
		}
		partner, err := patch.apply(old)
		if err != nil {
			return old, err
		}
		if err := w.checkEdgesWithin(ctx, partner); err != nil {
			return old, err
		}
		return w.putPartner(ctx, &old, partner)
	})
	return PartnerPayload{Partner: partner, Change: change}, err
}

func (patch PartnerPatch) apply(partner Partner) (Partner, error) {
	if err := patch.Name.over("name", &partner.Name); err != nil {
		return partner, err
	}
	if err := patch.National.over("national", &partner.National); err != nil {
		return partner, err
	}
	patch.ShortName.onto(&partner.ShortName)
	patch.Ambition.onto(&partner.Ambition)
	patch.Classification.onto(&partner.Classification)
	patch.PartOfKey.onto(&partner.PartOfKey)
	patch.Website.onto(&partner.Website)
	patch.Since.onto(&partner.Since)
	patch.Provenance.onto(&partner.Provenance)
	listOver(patch.Aliases, &partner.Aliases)
	listOver(patch.CoreTasks, &partner.CoreTasks)
	listOver(patch.Capacities, &partner.Capacities)
	listOver(patch.InCareOf, &partner.InCareOf)
	listOver(patch.SectorCodes, &partner.SectorCodes)
	listOver(patch.ChainCodes, &partner.ChainCodes)
	listOver(patch.WorkingAreas, &partner.WorkingAreas)
	listOver(patch.Connections, &partner.Connections)
	partner.Identifiers = patch.Identifiers.orEmpty(partner.Identifiers)
	return partner, nil
}

// EndPartner ends a partner, with its open edges when asked to (R14). BAD_USER_INPUT with OUTSIDE_PERIOD or
// REASON_REQUIRED; NOT_FOUND; CONFLICT with VERSION_MISMATCH, HAS_OPEN_EDGES, HAS_PARTS or ALREADY_ENDED.
func (r *Registry) EndPartner(ctx context.Context, in EndPartnerInput) (PartnerPayload, error) {
	cmd := command{action: actionEndPartner, input: in, key: in.IdempotencyKey}
	partner, change, err := mutate(ctx, r, cmd, func(ctx context.Context, w *work) (Partner, error) {
		old, err := findVersion[Partner](ctx, w, in.PartnerID, in.Version)
		if err != nil {
			return old, err
		}
		reason, err := w.because(in.Reason)
		if err != nil {
			return old, err
		}
		if err := w.checkEndable(ctx, old, in.On); err != nil {
			return old, err
		}
		if err := w.endEdges(ctx, old, in, reason); err != nil {
			return old, err
		}
		ended := old
		ended.Until, ended.EndReason = &in.On, &reason
		return w.putPartner(ctx, &old, ended)
	})
	return PartnerPayload{Partner: partner, Change: change}, err
}

// ReopenPartner takes back an end that was a mistake. BAD_USER_INPUT with NOTHING_TO_CHANGE or REASON_REQUIRED;
// NOT_FOUND; CONFLICT with VERSION_MISMATCH, and with ALREADY_ENDED when the whole that it is a part of ended.
func (r *Registry) ReopenPartner(ctx context.Context, in ReopenPartnerInput) (PartnerPayload, error) {
	cmd := command{action: actionReopenPartner, input: in, key: in.IdempotencyKey}
	partner, change, err := mutate(ctx, r, cmd, func(ctx context.Context, w *work) (Partner, error) {
		old, err := findVersion[Partner](ctx, w, in.PartnerID, in.Version)
		if err != nil {
			return old, err
		}
		if _, err := w.because(in.Reason); err != nil {
			return old, err
		}
		if err := checkReopenable(old); err != nil {
			return old, err
		}
		open := old
		open.Until, open.EndReason = nil, nil
		return w.putPartner(ctx, &old, open)
	})
	return PartnerPayload{Partner: partner, Change: change}, err
}

// checkReopenable refuses to take back an end that there is not.
func checkReopenable(partner Partner) error {
	if partner.Until == nil {
		return Invalid(ReasonNothingToChange, "partnerId", "%s has no end", partner.ID()).rule("R14")
	}
	return nil
}

// checkEndable refuses the end of what ended already, of what begins later, and of what has parts or agreements that
// hold beyond the day (R14).
func (w *work) checkEndable(ctx context.Context, partner Partner, on Date) error {
	if partner.Until != nil && *partner.Until <= on {
		return Conflict(ReasonEnded, "%s ended on %s", partner.ID(), *partner.Until).with("until", *partner.Until).rule("R14")
	}
	if partner.Since != nil && on <= *partner.Since {
		return Invalid(ReasonOutside, "on", "%s is not after since (%s)", on, *partner.Since).rule("R14")
	}
	parts, err := w.Partners(ctx, PartnerSelect{PartOf: []string{partner.Key}})
	if err != nil {
		return fmt.Errorf("read the parts: %w", err)
	}
	open := []string{}
	for _, part := range parts {
		if part.Until == nil || *part.Until > on {
			open = append(open, part.ID())
		}
	}
	if len(open) > 0 {
		return Conflict(ReasonParts, "%s has parts: end them, or make them parts of another, first", partner.ID()).with("parts", open).rule("R14")
	}
	return w.checkUnbound(ctx, partner, on)
}

// checkUnbound refuses the end of a partner that an active agreement binds beyond the day (R14).
func (w *work) checkUnbound(ctx context.Context, partner Partner, on Date) error {
	query := AgreementQuery{
		Party: partner.ID(), AsOf: on, Order: AgreementOrder{Field: ByUpdated, Direction: Descending}, Page: Page{Limit: MaxPageSize},
	}
	// Those that begin later, and those that hold that day though they have an end to come.
	begun, holding := query, query
	begun.Filter.Status, holding.Filter.InForce = []AgreementStatus{Active}, new(true)
	lists, err := w.ListAgreements(ctx, []AgreementQuery{begun, holding})
	if err != nil {
		return fmt.Errorf("read the agreements of %s: %w", partner.ID(), err)
	}
	ids := slices.Sorted(slices.Values(append(idsOf(lists[0].Items), idsOf(lists[1].Items)...)))
	if len(ids) > 0 {
		return Conflict(ReasonAgreements, "%s is bound by agreements that hold beyond %s: end or amend them first", partner.ID(), on).
			with("agreements", slices.Compact(ids)).rule("R14")
	}
	return nil
}

// endEdges ends the partner's edges that reach beyond the day, and voids those planned from then on (R14).
func (w *work) endEdges(ctx context.Context, partner Partner, in EndPartnerInput, reason string) error {
	collaborations, adoptions, err := w.edgesBeyond(ctx, partner.Key, in.On)
	if err != nil {
		return err
	}
	if open := len(collaborations) + len(adoptions); open > 0 && !in.EndEdges {
		return Conflict(ReasonOpenEdges, "%s has %d collaborations and %d adoptions beyond %s: end them first, or set endEdges", partner.ID(), len(collaborations), len(adoptions), in.On).
			with("collaborations", idsOf(collaborations)).with("adoptions", idsOf(adoptions)).rule("R14")
	}
	for _, collaboration := range collaborations {
		if collaboration.Since >= in.On {
			err = w.voidCollaboration(ctx, collaboration)
		} else {
			_, err = w.endCollaboration(ctx, collaboration, in.On, reason)
		}
		if err != nil {
			return err
		}
	}
	for _, adoption := range adoptions {
		if adoption.Since >= in.On {
			err = w.voidAdoption(ctx, adoption)
		} else {
			_, err = w.endAdoption(ctx, adoption, in.On, reason)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// edgesBeyond gives the partner's edges that reach beyond the day.
func (w *work) edgesBeyond(ctx context.Context, key string, on Date) ([]Collaboration, []Adoption, error) {
	collaborations, err := w.Collaborations(ctx, CollaborationSelect{Partners: []string{key}})
	if err != nil {
		return nil, nil, fmt.Errorf("read the collaborations of %s: %w", key, err)
	}
	adoptions, err := w.Adoptions(ctx, AdoptionSelect{Partners: []string{key}})
	if err != nil {
		return nil, nil, fmt.Errorf("read the adoptions of %s: %w", key, err)
	}
	collaborations = slices.DeleteFunc(collaborations, func(c Collaboration) bool { return !c.openAt(on) })
	adoptions = slices.DeleteFunc(adoptions, func(a Adoption) bool { return !a.openAt(on) })
	return collaborations, adoptions, nil
}

// checkEdgesWithin refuses a new first day of a partner that is after the start of one of its edges (R3).
func (w *work) checkEdgesWithin(ctx context.Context, partner Partner) error {
	if partner.Since == nil {
		return nil
	}
	collaborations, adoptions, err := w.edgesBeyond(ctx, partner.Key, "")
	if err != nil {
		return err
	}
	for _, collaboration := range collaborations {
		if err := partner.contains(collaboration.Period); err != nil {
			return err
		}
	}
	for _, adoption := range adoptions {
		if err := partner.contains(adoption.Period); err != nil {
			return err
		}
	}
	return nil
}

// contains refuses a period outside the partner's own (R3).
func (p Partner) contains(period Period) error {
	early := p.Since != nil && period.Since < *p.Since
	late := p.Until != nil && (period.Until == nil || *period.Until > *p.Until)
	if !early && !late {
		return nil
	}
	return Invalid(ReasonOutside, "since", "the period is not within that of %s", p.ID()).
		with("since", p.Since).with("until", p.Until).rule("R3")
}

// putPartner checks and writes the partner and its item; before is nil when it is new.
func (w *work) putPartner(ctx context.Context, before *Partner, partner Partner) (Partner, error) {
	if err := partner.clean(); err != nil {
		return partner, err
	}
	if err := w.checkReferences(ctx, partner); err != nil {
		return partner, err
	}
	partner.Stamp = w.stamp
	if err := w.writer.PutPartners(ctx, []Partner{partner}); err != nil {
		return partner, fmt.Errorf("write %s: %w", partner.ID(), err)
	}
	return partner, recordOf(w, before, partner)
}

// checkReferences refuses what the partner refers to and is not in the register, and a circle of parts.
func (w *work) checkReferences(ctx context.Context, partner Partner) error {
	if err := w.checkSectors(ctx, "sectorCodes", partner.SectorCodes); err != nil {
		return err
	}
	if err := w.checkChains(ctx, "chainCodes", partner.ChainCodes); err != nil {
		return err
	}
	regions := make([]string, len(partner.WorkingAreas))
	for i, area := range partner.WorkingAreas {
		regions[i] = area.RegionCode
	}
	if err := w.checkRegions(ctx, "workingAreas.regionCode", regions); err != nil {
		return err
	}
	return w.checkWhole(ctx, partner)
}

// checkWhole refuses a circle of parts, and a whole that ends before its part (R14).
func (w *work) checkWhole(ctx context.Context, partner Partner) error {
	for part := partner; part.PartOfKey != nil; {
		if *part.PartOfKey == partner.Key {
			return Invalid(ReasonPartOf, "partOfKey", "%s would be a part of itself", partner.Key)
		}
		whole, err := w.partner(ctx, "partOfKey", *part.PartOfKey)
		if err != nil {
			return err
		}
		if part.Key == partner.Key && whole.Until != nil && (part.Until == nil || *part.Until > *whole.Until) {
			return Conflict(ReasonEnded, "%s ends on %s, before its part", whole.ID(), *whole.Until).with("field", "partOfKey").with("until", *whole.Until).rule("R14")
		}
		part = whole
	}
	return nil
}

// partner reads one by its key; NOT_FOUND, or MALFORMED_CODE.
func (w *work) partner(ctx context.Context, field, key string) (Partner, error) {
	if err := CheckKey(field, KindPartner, key); err != nil {
		return Partner{}, err
	}
	return find[Partner](ctx, w, MakeID(KindPartner, key))
}

// clean trims and bounds the partner's own facts (R1).
func (p *Partner) clean() (err error) {
	if p.Name, err = cleanName("name", p.Name); err != nil {
		return err
	}
	if p.Since != nil && p.Until != nil && *p.Until <= *p.Since {
		return Invalid(ReasonInverted, "since", "%s is not before until (%s)", *p.Since, *p.Until)
	}
	if p.ShortName, err = cleanOptional("shortName", p.ShortName); err != nil {
		return err
	}
	for _, list := range []struct {
		field string
		names *[]string
	}{{"aliases", &p.Aliases}, {"capacities", &p.Capacities}, {"inCareOf", &p.InCareOf}} {
		if *list.names, err = cleanNames(list.field, *list.names); err != nil {
			return err
		}
	}
	if p.Ambition, err = cleanAmbition(p.Ambition); err != nil {
		return err
	}
	if p.Provenance, err = cleanProvenance("provenance", p.Provenance); err != nil {
		return err
	}
	if p.Classification, err = cleanProvenance("classification", p.Classification); err != nil {
		return err
	}
	if p.EndReason, err = cleanOptionalText("endReason", p.EndReason); err != nil {
		return err
	}
	p.CoreTasks = inOrder(AllCoreTasks(), p.CoreTasks)
	p.SectorCodes = sortedCopy(p.SectorCodes)
	p.ChainCodes = sortedCopy(p.ChainCodes)
	if err := p.cleanConnections(); err != nil {
		return err
	}
	if err := p.cleanWorkingAreas(); err != nil {
		return err
	}
	return CheckIdentifiers(p.Identifiers)
}

func (p *Partner) cleanWorkingAreas() error {
	areas := make([]WorkingArea, 0, len(p.WorkingAreas))
	for _, area := range p.WorkingAreas {
		if area.Municipalities != nil && (*area.Municipalities < 1 || *area.Municipalities > 400) {
			return Invalid(ReasonInvalid, "workingAreas.municipalities", "%d is not a number of municipalities", *area.Municipalities)
		}
		var err error
		if area.Provenance, err = cleanProvenance("workingAreas.provenance", area.Provenance); err != nil {
			return err
		}
		areas = append(areas, area)
	}
	if p.National && len(areas) > 0 {
		return Invalid(ReasonContradiction, "workingAreas", "a national partner works in all regions: leave workingAreas empty")
	}
	slices.SortFunc(areas, func(a, b WorkingArea) int { return cmp.Compare(a.RegionCode, b.RegionCode) })
	p.WorkingAreas = areas
	return nil
}

func (p *Partner) cleanConnections() error {
	connections := make([]FacilityLink, 0, len(p.Connections))
	for _, connection := range p.Connections {
		var err error
		if connection.Facility, err = cleanName("connections.facility", connection.Facility); err != nil {
			return err
		}
		if connection.Provenance, err = cleanProvenance("connections.provenance", connection.Provenance); err != nil {
			return err
		}
		connections = append(connections, connection)
	}
	if len(connections) > maxList {
		return Invalid(ReasonTooLong, "connections", "at most %d, not %d", maxList, len(connections))
	}
	p.Connections = connections
	return nil
}

func idsOf[T Node](things []T) []string {
	ids := make([]string, len(things))
	for i, thing := range things {
		ids[i] = thing.ID()
	}
	return ids
}

// inOrder gives each wanted value once, in the order of all.
func inOrder[T comparable](all, wanted []T) []T {
	ordered := []T{}
	for _, value := range all {
		if slices.Contains(wanted, value) {
			ordered = append(ordered, value)
		}
	}
	return ordered
}

func sortedCopy(keys []string) []string {
	sorted := slices.Clone(keys)
	if sorted == nil {
		return []string{}
	}
	slices.Sort(sorted)
	return sorted
}

func keyTaken(id string) *Error {
	return Conflict(ReasonKeyTaken, "%s is in the register already, and keys are unique for ever", id).with("id", id).rule("R1")
}
