package registry

import (
	"cmp"
	"context"
	"errors"
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
	// Counted is set in lists in order of COLLABORATIONS or LATEST_COLLABORATION alone.
	Counted CollaborationCount `json:"-"`
}

// CollaborationCount is what the orders COLLABORATIONS and LATEST_COLLABORATION go by, at the date of the list: how many
// collaborations are in force, and when the latest of those began, "" when there is none.
type CollaborationCount struct {
	InForce     int
	LatestSince Date
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

// Brief returns what a list by name shows of a partner at least.
func (p Partner) Brief() Partner {
	return Partner{Key: p.Key, Name: p.Name, ShortName: p.ShortName}
}

// IsNode marks a Node.
func (Partner) IsNode() {}

// IsEntity marks what other subgraphs of a federation may extend.
func (Partner) IsEntity() {}

// IsActionable marks an Actionable.
func (Partner) IsActionable() {}

// IsOrganisation marks an Organisation.
func (Partner) IsOrganisation() {}

// IsNamed marks a Named.
func (Partner) IsNamed() {}

// SearchText is what the partner can be found by.
func (p Partner) SearchText() string {
	return searchText(append([]string{p.Name, text(p.ShortName), p.Key}, p.Aliases...)...)
}

// Exists says whether the partner exists on the day.
func (p Partner) Exists(day Date) bool {
	return holds(p.Since, p.Until, day)
}

// over gives the partner as a dataset tells of it, with what it does not tell as it was.
func (p Partner) over(before Partner) Partner {
	p.Stamp, p.ContactPoints = before.Stamp, kept(p.ContactPoints, before.ContactPoints)
	p.Aliases, p.CoreTasks, p.Capacities = kept(p.Aliases, before.Aliases), kept(p.CoreTasks, before.CoreTasks), kept(p.Capacities, before.Capacities)
	p.InCareOf, p.SectorCodes, p.ChainCodes = kept(p.InCareOf, before.InCareOf), kept(p.SectorCodes, before.SectorCodes), kept(p.ChainCodes, before.ChainCodes)
	p.Connections, p.EndReason = kept(p.Connections, before.Connections), keptReason(p.EndReason, p.Until, before.EndReason, before.Until)
	if p.Ambition == nil {
		p.Ambition = before.Ambition
	}
	if !p.National {
		p.WorkingAreas = kept(p.WorkingAreas, before.WorkingAreas)
	}
	return p
}

// endsBefore says whether it ends earlier than it did.
func (p Partner) endsBefore(before Partner) bool {
	return p.Until != nil && (before.Until == nil || *p.Until < *before.Until)
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
	Query    PartnerQuery
	Included Included
}

// PartnerEdge is one item of the page.
type PartnerEdge = Edge[Partner]

// PartnerQueryOf checks what a client asks and makes a query of it; BAD_USER_INPUT when it cannot be meant.
func PartnerQueryOf(filter *PartnerFilter, order *PartnerOrder, args PageArgs, asOf Date) (query PartnerQuery, err error) {
	query = PartnerQuery{Order: PartnerOrder{Field: ByName, Direction: Ascending}, AsOf: asOf}
	if filter != nil {
		query.Filter = *filter
	}
	if err := query.Filter.check("filter"); err != nil {
		return query, err
	}
	if order != nil {
		query.Order = *order
	}
	query.Page, err = args.page(query.Order.name())
	return query, err
}

// PartnerQueryOfKeys asks for partners by their keys, whether they are there at the date or not.
func PartnerQueryOfKeys(keys []string, asOf Date) PartnerQuery {
	return PartnerQuery{
		Filter: PartnerFilter{Keys: keys}, Order: PartnerOrder{Field: ByName, Direction: Ascending}, Page: Page{Limit: len(keys)}, AsOf: asOf, AnyDay: true,
	}
}

// ListPartners returns a page for each query.
func (r *Registry) ListPartners(ctx context.Context, queries []PartnerQuery) ([]PartnerConnection, error) {
	return listed(ctx, r, queries, Reader.ListPartners, func(list PartnerList, query PartnerQuery) PartnerConnection {
		return PartnerConnection{Paged: connect(list.List, query.Page, query.Order.key), Query: query, Included: list.Included}
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
		return w.putPartner(ctx, nil, in.partner())
	})
	return PartnerPayload{Partner: partner, Change: change}, err
}

func (in RegisterPartnerInput) partner() Partner {
	partner := Partner{
		Key: slug(plain(in.Name)), Name: in.Name, ShortName: in.ShortName, Aliases: in.Aliases, CoreTasks: in.CoreTasks,
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
	cmd := command{action: actionUpdatePartner, input: patch, key: patch.IdempotencyKey, reads: []string{patch.PartnerID}}
	partner, change, err := mutate(ctx, r, cmd, func(ctx context.Context, w *work) (Partner, error) {
		old, err := findVersion[Partner](ctx, w, "partnerId", patch.PartnerID, patch.Version)
		if err != nil {
			return old, err
		}
		partner, err := patch.apply(old)
		if err != nil {
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
		old, err := findVersion[Partner](ctx, w, "partnerId", in.PartnerID, in.Version)
		if err != nil {
			return old, err
		}
		reason, err := w.because(in.Reason)
		if err != nil {
			return old, err
		}
		if err := alone(w.checkEnds(ctx, []Partner{old}, in.On)); err != nil {
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
		old, err := findVersion[Partner](ctx, w, "partnerId", in.PartnerID, in.Version)
		if err != nil {
			return old, err
		}
		if _, err := w.because(in.Reason); err != nil {
			return old, err
		}
		if err := old.checkHasEnd(w.today); err != nil {
			return old, err
		}
		open := old
		open.Until, open.EndReason = nil, nil
		return w.putPartner(ctx, &old, open)
	})
	return PartnerPayload{Partner: partner, Change: change}, err
}

// checkHasEnd refuses to take back an end that there is not.
func (p Partner) checkHasEnd(Date) error {
	if p.Until == nil {
		return Invalid(ReasonNothingToChange, "partnerId", "%s has no end", p.ID()).rule("R14")
	}
	return nil
}

// checkNotEnded refuses the end of what ended already (R14).
func (p Partner) checkNotEnded(on Date) error {
	if p.Until != nil && *p.Until <= on {
		return Conflict(ReasonEnded, "%s ended on %s", p.ID(), *p.Until).with("until", *p.Until).rule("R14")
	}
	return nil
}

// checkNotOver refuses what would begin from a day on, when the partner ended by then (R3).
func (p Partner) checkNotOver(on Date) error {
	if p.Until != nil && *p.Until <= on {
		return p.contains(Period{Since: on})
	}
	return nil
}

// checkStarts refuses what would begin today with a partner that begins later, if it can begin at all (R3).
func (w *work) checkStarts(_ context.Context, partners []Partner) ([]error, error) {
	return refusalsOf(partners, func(p Partner) error { return p.contains(Period{Since: w.today, Until: p.Until}) }), nil
}

// checkReopenings refuses the end of none, and of a part whose whole ended (R14).
func (w *work) checkReopenings(ctx context.Context, partners []Partner) ([]error, error) {
	refs, wholes := References{}, map[string]Partner{}
	for _, partner := range partners {
		if partner.PartOfKey != nil {
			refs.add(KindPartner, *partner.PartOfKey)
		}
	}
	found, err := w.Partners(ctx, PartnerSelect{Keys: refs.formed(KindPartner)})
	if err != nil {
		return nil, fmt.Errorf("read the wholes: %w", err)
	}
	for _, whole := range found {
		wholes[whole.Key] = whole
	}
	return refusalsOf(partners, func(p Partner) error {
		if p.PartOfKey == nil {
			return p.checkHasEnd(w.today)
		}
		reopened := p
		reopened.Until = nil
		return cmp.Or(p.checkHasEnd(w.today), reopened.checkWithin(wholes[*p.PartOfKey]))
	}), nil
}

// checkEnds refuses the end of what ended already, of what begins later, and of what has parts or agreements that hold
// beyond the day (R14).
func (w *work) checkEnds(ctx context.Context, partners []Partner, on Date) ([]error, error) {
	open, err := w.partsBeyond(ctx, partners, on, nil)
	if err != nil {
		return nil, err
	}
	bound, err := w.boundBeyond(ctx, partners, on)
	if err != nil {
		return nil, err
	}
	return refusalsOf(partners, func(p Partner) error {
		return cmp.Or(p.checkNotEnded(on), p.checkBegun(on), p.checkFree(open[p.Key], bound[p.Key], on))
	}), nil
}

// partsBeyond returns the ids of the parts of partners that reach beyond the day, by partner; told has those that become otherwise
// than they are.
func (w *work) partsBeyond(ctx context.Context, partners []Partner, on Date, told map[string]Partner) (map[string][]string, error) {
	keys := make([]string, len(partners))
	for i, partner := range partners {
		keys[i] = partner.Key
	}
	parts, err := w.Partners(ctx, PartnerSelect{PartOf: keys})
	if err != nil {
		return nil, fmt.Errorf("read the parts: %w", err)
	}
	open := map[string][]string{}
	for _, part := range parts {
		if next, otherwise := told[part.Key]; otherwise {
			part = next
		}
		if part.PartOfKey != nil && (part.Until == nil || *part.Until > on) {
			open[*part.PartOfKey] = append(open[*part.PartOfKey], part.ID())
		}
	}
	return open, nil
}

// checkEndsNow is checkEnds of today.
func (w *work) checkEndsNow(ctx context.Context, partners []Partner) ([]error, error) {
	return w.checkEnds(ctx, partners, w.today)
}

func (p Partner) checkBegun(on Date) error {
	if p.Since != nil && on <= *p.Since {
		return Invalid(ReasonOutside, "on", "%s is not after since (%s)", on, *p.Since).rule("R14")
	}
	return nil
}

// checkFree refuses the end of a partner with open parts, or with agreements that bind it beyond the day, by their ids.
func (p Partner) checkFree(parts, agreements []string, on Date) error {
	if len(parts) > 0 {
		return Conflict(ReasonParts, "%s has parts: end them, or make them parts of another, first", p.ID()).with("parts", parts).rule("R14")
	}
	if len(agreements) > 0 {
		return Conflict(ReasonAgreements, "%s is bound by agreements that hold beyond %s: end or amend them first", p.ID(), on).
			with("agreements", agreements).rule("R14")
	}
	return nil
}

// boundBeyond returns the ids of active agreements that bind partners beyond the day, by partner: as many as make a page
// for all partners together, and one at least.
func (w *work) boundBeyond(ctx context.Context, partners []Partner, on Date) (map[string][]string, error) {
	queries := make([]AgreementQuery, 0, 2*len(partners))
	for _, partner := range partners {
		query := AgreementQuery{
			Party: partner.ID(), AsOf: on, Order: AgreementOrder{Field: ByUpdated, Direction: Descending}, Page: Page{Limit: max(1, MaxPageSize/len(partners))},
		}
		// Those that begin later, and those that hold that day though they have an end to come.
		begun, holding := query, query
		begun.Filter.Status, holding.Filter.InForce = []AgreementStatus{Active}, new(true)
		queries = append(queries, begun, holding)
	}
	lists, err := w.ListAgreements(ctx, queries)
	if err != nil {
		return nil, fmt.Errorf("read the agreements of partners: %w", err)
	}
	bound := map[string][]string{}
	for i, partner := range partners {
		ids := append(idsOf(lists[2*i].Items), idsOf(lists[2*i+1].Items)...)
		slices.Sort(ids)
		bound[partner.Key] = slices.Compact(ids)
	}
	return bound, nil
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

// edgesBeyond returns the partner's edges that reach beyond the day.
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
	met, err := w.around(ctx, Dataset{Partners: []Partner{partner}})
	if err != nil {
		return partner, err
	}
	if err := partner.check(before, met); err != nil {
		return partner, err
	}
	partner.Stamp = w.stamp
	if err := w.writer.Put(ctx, BatchOf(partner)); err != nil {
		return partner, fmt.Errorf("write %s: %w", partner.ID(), err)
	}
	return partner, recordOf(w, before, partner)
}

// check cleans the partner and gives all that is wrong with it: its own facts (R1), what it refers to, a circle of parts, a
// whole that ends before it (R14) and edges that began before it (R3); before is nil when it is new.
func (p *Partner) check(before *Partner, met surroundings) error {
	problems := []error{cleanName("name", &p.Name)}
	if p.Key != "" || p.Name != "" {
		problems = append(problems, CheckKey("key", KindPartner, p.Key))
	}
	if before == nil {
		problems = append(problems, met.take(p.ID()))
	}
	problems = append(problems, p.cleanCoreTasks(),
		p.checkPeriod(), cleanOptional("shortName", &p.ShortName), cleanNames("aliases", &p.Aliases, maxAliases),
		cleanNames("capacities", &p.Capacities, maxCapacities), cleanNames("inCareOf", &p.InCareOf, maxInCareOf), cleanAmbition(&p.Ambition), cleanProvenance("provenance", &p.Provenance),
		cleanProvenance("classification", &p.Classification), met.cleanKeys("sectorCodes", KindSector, &p.SectorCodes, maxSectorsOf),
		met.cleanKeys("chainCodes", KindChain, &p.ChainCodes, maxChainsOf), p.cleanConnections(), p.cleanWorkingAreas(met), checkURL("website", p.Website),
		CheckIdentifiers(p.Identifiers), cleanContactPoints(&p.ContactPoints), p.checkWhole(met),
	)
	if before != nil {
		problems = append(problems, p.checkEdgesWithin(met))
		if p.endsBefore(*before) {
			problems = append(problems, p.checkFree(met.openParts[p.Key], met.bound[p.Key], *p.Until))
		}
	}
	return errors.Join(problems...)
}

// checkWhole refuses a circle of parts, and a whole that ends before its part (R14).
func (p *Partner) checkWhole(met surroundings) error {
	if p.PartOfKey == nil {
		return nil
	}
	if err := met.refers("partOfKey", KindPartner, *p.PartOfKey); err != nil {
		return err
	}
	seen := map[string]bool{}
	for above := p.PartOfKey; above != nil && !seen[*above]; above = met.partners[*above].PartOfKey {
		if *above == p.Key {
			return Invalid(ReasonPartOf, "partOfKey", "%s would be a part of itself", p.Key)
		}
		seen[*above] = true
	}
	if err := p.checkWithin(met.partners[*p.PartOfKey]); err != nil {
		return err
	}
	return met.oneMore("partOfKey", list{kind: KindPartner, of: *p.PartOfKey}, maxParts)
}

// checkWithin refuses a whole that ends before its part (R14).
func (p *Partner) checkWithin(whole Partner) error {
	if whole.Until != nil && (p.Until == nil || *p.Until > *whole.Until) {
		return Conflict(ReasonEnded, "%s ends on %s, before its part", whole.ID(), *whole.Until).with("field", "partOfKey").with("until", *whole.Until).rule("R14")
	}
	return nil
}

// checkEdgesWithin refuses a period of a partner in which one of its edges does not lie (R3).
func (p *Partner) checkEdgesWithin(met surroundings) error {
	for _, collaboration := range met.ofPartner[p.Key] {
		if err := p.containsEdge(collaboration.ID(), collaboration.Period); err != nil {
			return err
		}
	}
	for _, adoption := range met.adoptions[p.Key] {
		if err := p.containsEdge(adoption.ID(), adoption.Period); err != nil {
			return err
		}
	}
	return nil
}

// containsEdge is contains for an edge that is there, which the refusal names.
func (p *Partner) containsEdge(id string, period Period) error {
	if p.contains(period) == nil {
		return nil
	}
	return Invalid(ReasonOutside, "since", "%s lies outside the period of %s", id, p.ID()).
		with("since", p.Since).with("until", p.Until).rule("R3")
}

// checkPeriod refuses a partner that ends before it begins, and an end without the reason for it (R14).
func (p *Partner) checkPeriod() error {
	problems := []error{cleanOptionalText("endReason", &p.EndReason)}
	if p.Since != nil && p.Until != nil && *p.Until <= *p.Since {
		problems = append(problems, Invalid(ReasonInverted, "since", "%s is not before until (%s)", *p.Since, *p.Until))
	}
	if p.Until != nil && p.EndReason == nil {
		problems = append(problems, Invalid(ReasonReasonRequired, "endReason", "say why it ended").rule("R14"))
	}
	return errors.Join(append(problems, checkEndReason(p.EndReason, p.Until))...)
}

// cleanCoreTasks returns the kerntaken in the factsheet's order.
func (p *Partner) cleanCoreTasks() error {
	all := AllCoreTasks()
	err := cleanItems("coreTasks", &p.CoreTasks, len(all), func(task *CoreTask) error { return oneOf("coreTasks", *task, all) }, itself)
	p.CoreTasks = inOrder(all, p.CoreTasks)
	return err
}

func (p *Partner) cleanWorkingAreas(met surroundings) error {
	err := cleanItems("workingAreas", &p.WorkingAreas, maxRegions, func(area *WorkingArea) error {
		problems := []error{met.refers("workingAreas.regionCode", KindRegion, area.RegionCode), cleanProvenance("workingAreas.provenance", &area.Provenance)}
		if area.Municipalities != nil && (*area.Municipalities < 1 || *area.Municipalities > 400) {
			problems = append(problems, Invalid(ReasonInvalid, "workingAreas.municipalities", "%d is not a number of municipalities", *area.Municipalities).as(detailMunicipalities))
		}
		return errors.Join(problems...)
	}, func(area WorkingArea) string { return area.RegionCode })
	if p.National && len(p.WorkingAreas) > 0 {
		err = errors.Join(Invalid(ReasonContradiction, "workingAreas", "a national partner works in all regions: leave workingAreas empty").as(detailNational), err)
	}
	slices.SortFunc(p.WorkingAreas, func(a, b WorkingArea) int { return cmp.Compare(a.RegionCode, b.RegionCode) })
	return err
}

func (p *Partner) cleanConnections() error {
	return cleanItems("connections", &p.Connections, maxConnections, cleanConnection, func(c FacilityLink) [2]string { return [2]string{c.Facility, text(c.Since)} })
}

// cleanConnection refuses one that surely ends before it begins, as precisely as both are known (R19).
func cleanConnection(c *FacilityLink) error {
	problems := []error{cleanName("connections.facility", &c.Facility), cleanProvenance("connections.provenance", &c.Provenance)}
	if c.Since != nil && c.Until != nil && c.Until.lastDay() <= c.Since.firstDay() {
		problems = append(problems, Invalid(ReasonInverted, "connections.until", "%s is not after since (%s)", *c.Until, *c.Since).rule("R19"))
	}
	return errors.Join(problems...)
}

func idsOf[T Node](things []T) []string {
	ids := make([]string, len(things))
	for i, thing := range things {
		ids[i] = thing.ID()
	}
	return ids
}

// inOrder returns each wanted value once, in the order of all.
func inOrder[T comparable](all, wanted []T) []T {
	ordered := []T{}
	for _, value := range all {
		if slices.Contains(wanted, value) {
			ordered = append(ordered, value)
		}
	}
	return ordered
}

func keyTaken(id string) *Error {
	return Conflict(ReasonKeyTaken, "%s is in the register already, and keys stay taken when what has them ended", id).with("id", id).rule("R1")
}
