package registry

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
)

// Adoption is of the adoptieregio: the region that steps forward to develop the collaboration with a partner of
// several regions, with their mandates (kustwacht.nl, R5).
type Adoption struct {
	// UUID is a UUIDv7, the key in its id.
	UUID        string       `json:"-"`
	RegionCode  string       `json:"regionCode"`
	PartnerKey  string       `json:"partnerKey"`
	RequestedOn *PartialDate `json:"requestedOn,omitempty"`
	Period
	EndReason *string `json:"endReason,omitempty"`
	// Mandates are in order of region, then since.
	Mandates      []Mandate      `json:"mandates"`
	Milestones    []Milestone    `json:"milestones"`
	ContactPoints []ContactPoint `json:"contactPoints"`
	Provenance    *Provenance    `json:"provenance,omitempty"`
	Stamp
}

// Mandate is what another region gave to the adoptieregio, for a period.
type Mandate struct {
	RegionCode string `json:"regionCode"`
	Period
}

// ID gives Adoption:0190….
func (a Adoption) ID() string { return MakeID(KindAdoption, a.UUID) }

// IsNode marks a Node.
func (Adoption) IsNode() {}

// IsActionable marks an Actionable.
func (Adoption) IsActionable() {}

// over gives the adoption as a dataset tells of it, with what it does not tell as it was.
func (a Adoption) over(before Adoption) Adoption {
	a.UUID, a.Stamp, a.ContactPoints = before.UUID, before.Stamp, kept(a.ContactPoints, before.ContactPoints)
	a.Mandates, a.Milestones = kept(a.Mandates, before.Mandates), kept(a.Milestones, before.Milestones)
	a.EndReason = keptReason(a.EndReason, a.Until, before.EndReason, before.Until)
	return a
}

// touches returns the regions and the partner that it concerns: those that gave mandates too.
func (a Adoption) touches() (regions, partners []string) {
	regions = []string{a.RegionCode}
	for _, mandate := range a.Mandates {
		regions = append(regions, mandate.RegionCode)
	}
	return regions, []string{a.PartnerKey}
}

// mandated says whether the region's mandate holds on the day.
func (a Adoption) mandated(region string, day Date) bool {
	for _, mandate := range a.Mandates {
		if mandate.RegionCode == region && mandate.Holds(day) {
			return true
		}
	}
	return false
}

// AdoptionConnection is a page of adoptions, with the query that gave it.
type AdoptionConnection struct {
	Paged[Adoption]
	Query AdoptionQuery
}

// AdoptionEdge is one item of the page.
type AdoptionEdge = Edge[Adoption]

const adoptionOrder = "ADOPTION_SINCE.ASC"

func adoptionKey(a Adoption) Key {
	return Key{Order: adoptionOrder, Text: string(a.Since), Tie: a.UUID}
}

// AdoptionQueryOf checks what a client asks and makes a query of it; region "" is all regions.
func AdoptionQueryOf(region string, certainty []Certainty, period PeriodFilter, args PageArgs, asOf Date) (AdoptionQuery, error) {
	if err := checkList("certainty", certainty); err != nil {
		return AdoptionQuery{}, err
	}
	page, err := args.page(adoptionOrder)
	return AdoptionQuery{Region: region, Certainty: certainty, Period: period, Page: page, AsOf: asOf}, err
}

// ListAdoptions returns a page for each query.
func (r *Registry) ListAdoptions(ctx context.Context, queries []AdoptionQuery) ([]AdoptionConnection, error) {
	return listed(ctx, r, queries, Reader.ListAdoptions, func(list List[Adoption], query AdoptionQuery) AdoptionConnection {
		return AdoptionConnection{Paged: connect(list, query.Page, adoptionKey), Query: query}
	})
}

// The actions on adoptions.
const (
	actionAdoptPartner     Action = "adoptPartner"
	actionSetMandates      Action = "setMandates"
	actionTransferAdoption Action = "transferAdoption"
	actionEndAdoption      Action = "endAdoption"
	actionVoidAdoption     Action = "voidAdoption"
)

// AdoptPartnerInput is a partner to adopt.
type AdoptPartnerInput struct {
	RegionCode, PartnerKey string
	RequestedOn            *PartialDate
	Since                  Date
	Until                  *Date
	Mandates               []Mandate
	// National fills Mandates with all other regions, from Since on.
	National       bool
	Milestones     []Milestone
	Provenance     *Provenance
	IdempotencyKey *string
}

// SetMandatesInput replaces the mandates of an adoption.
type SetMandatesInput struct {
	AdoptionID     string
	Version        int
	Mandates       []Mandate
	IdempotencyKey *string
}

// TransferAdoptionInput moves an adoption to another region from a day on.
type TransferAdoptionInput struct {
	AdoptionID   string
	Version      int
	ToRegionCode string
	On           Date
	Mandates     []Mandate
	// National fills Mandates with all other regions, from On on.
	National       bool
	Provenance     *Provenance
	Reason         string
	IdempotencyKey *string
}

// EndAdoptionInput is the end of an adoption.
type EndAdoptionInput struct {
	AdoptionID     string
	Version        int
	On             Date
	Reason         string
	IdempotencyKey *string
}

// VoidAdoptionInput takes back an adoption that never was.
type VoidAdoptionInput struct {
	AdoptionID     string
	Version        int
	Reason         string
	IdempotencyKey *string
}

// AdoptionPayload is the adoption as it is now, with no UUID when it was voided since, and what the mutation did.
type AdoptionPayload struct {
	Adoption Adoption
	Change   Change
}

// AdoptPartner adopts a partner (R5). BAD_USER_INPUT with PARTNER_NOT_SHARED, MANDATE_OF_ADOPTING_REGION,
// PERIOD_INVERTED or OUTSIDE_PERIOD; NOT_FOUND; CONFLICT with PERIOD_OVERLAPS.
func (r *Registry) AdoptPartner(ctx context.Context, in AdoptPartnerInput) (AdoptionPayload, error) {
	cmd := command{action: actionAdoptPartner, input: in, key: in.IdempotencyKey}
	adoption, change, err := mutate(ctx, r, cmd, func(ctx context.Context, w *work) (Adoption, error) {
		mandates, err := w.mandatesTo(ctx, in.RegionCode, in.Mandates, in.National, in.Since)
		if err != nil {
			return Adoption{}, err
		}
		return w.startAdoption(ctx, Adoption{
			RegionCode: in.RegionCode, PartnerKey: in.PartnerKey, RequestedOn: in.RequestedOn, Period: Period{Since: in.Since, Until: in.Until},
			Mandates: mandates, Milestones: in.Milestones, Provenance: in.Provenance, ContactPoints: []ContactPoint{},
		})
	})
	return AdoptionPayload{Adoption: adoption, Change: change}, err
}

// mandatesTo returns the mandates as given, or those of all other regions.
func (w *work) mandatesTo(ctx context.Context, code string, given []Mandate, national bool, since Date) ([]Mandate, error) {
	if !national {
		return given, nil
	}
	if len(given) > 0 {
		return nil, Invalid(ReasonContradiction, "mandates", "national is the mandate of all other regions: leave mandates empty")
	}
	regions, err := w.Regions(ctx, nil)
	if err != nil {
		return nil, fmt.Errorf("read the regions: %w", err)
	}
	var mandates []Mandate
	for _, region := range regions {
		if region.Code != code {
			mandates = append(mandates, Mandate{RegionCode: region.Code, Period: Period{Since: since}})
		}
	}
	return mandates, nil
}

// SetMandates replaces the mandates (R5). Its codes are those of AdoptPartner, and VERSION_MISMATCH.
func (r *Registry) SetMandates(ctx context.Context, in SetMandatesInput) (AdoptionPayload, error) {
	cmd := command{action: actionSetMandates, input: in, key: in.IdempotencyKey}
	return r.changeAdoption(ctx, cmd, in.AdoptionID, in.Version, func(ctx context.Context, w *work, old Adoption) (Adoption, error) {
		adoption := old
		adoption.Mandates = in.Mandates
		met, err := w.around(ctx, Dataset{Adoptions: []Adoption{adoption}})
		if err != nil {
			return old, err
		}
		if err := adoption.check(&old, met); err != nil {
			return old, err
		}
		return w.putAdoption(ctx, &old, adoption)
	})
}

// TransferAdoption closes the adoption and opens that of the other region on one day (R5). It gives the new one. Its
// codes are those of AdoptPartner, and REASON_REQUIRED, VERSION_MISMATCH.
func (r *Registry) TransferAdoption(ctx context.Context, in TransferAdoptionInput) (AdoptionPayload, error) {
	cmd := command{action: actionTransferAdoption, input: in, key: in.IdempotencyKey}
	return r.changeAdoption(ctx, cmd, in.AdoptionID, in.Version, func(ctx context.Context, w *work, old Adoption) (Adoption, error) {
		reason, err := w.because(in.Reason)
		if err != nil {
			return old, err
		}
		if in.ToRegionCode == old.RegionCode {
			return old, Invalid(ReasonContradiction, "toRegionCode", "%s is the adoptieregio already", old.RegionCode).rule("R5")
		}
		if err := CheckKey("toRegionCode", KindRegion, in.ToRegionCode); err != nil {
			return old, err
		}
		if _, err := find[Region](ctx, w, "toRegionCode", MakeID(KindRegion, in.ToRegionCode)); err != nil {
			return old, err
		}
		if _, err := w.endAdoption(ctx, old, in.On, reason); err != nil {
			return old, err
		}
		mandates, err := w.mandatesTo(ctx, in.ToRegionCode, in.Mandates, in.National, in.On)
		if err != nil {
			return old, err
		}
		return w.startAdoption(ctx, Adoption{
			RegionCode: in.ToRegionCode, PartnerKey: old.PartnerKey, Period: Period{Since: in.On, Until: old.Until},
			EndReason: old.EndReason, Mandates: mandates, Provenance: in.Provenance, ContactPoints: []ContactPoint{},
		})
	})
}

// EndAdoption ends one on a day inside its period (R14). BAD_USER_INPUT with OUTSIDE_PERIOD or REASON_REQUIRED;
// NOT_FOUND; VERSION_MISMATCH.
func (r *Registry) EndAdoption(ctx context.Context, in EndAdoptionInput) (AdoptionPayload, error) {
	cmd := command{action: actionEndAdoption, input: in, key: in.IdempotencyKey}
	return r.changeAdoption(ctx, cmd, in.AdoptionID, in.Version, func(ctx context.Context, w *work, old Adoption) (Adoption, error) {
		reason, err := w.because(in.Reason)
		if err != nil {
			return old, err
		}
		return w.endAdoption(ctx, old, in.On, reason)
	})
}

// VoidAdoption takes back one that never was: gone from all reads at any date, kept in the feed. REASON_REQUIRED,
// NOT_FOUND, VERSION_MISMATCH.
func (r *Registry) VoidAdoption(ctx context.Context, in VoidAdoptionInput) (VoidPayload, error) {
	cmd := command{action: actionVoidAdoption, input: in, key: in.IdempotencyKey}
	payload, err := r.changeAdoption(ctx, cmd, in.AdoptionID, in.Version, func(ctx context.Context, w *work, old Adoption) (Adoption, error) {
		if _, err := w.because(in.Reason); err != nil {
			return old, err
		}
		return old, w.voidAdoption(ctx, old)
	})
	return VoidPayload{Change: payload.Change}, err
}

// changeAdoption is the frame of the mutations of one adoption.
func (r *Registry) changeAdoption(ctx context.Context, cmd command, id string, version int, do func(context.Context, *work, Adoption) (Adoption, error)) (AdoptionPayload, error) {
	adoption, change, err := mutate(ctx, r, cmd, func(ctx context.Context, w *work) (Adoption, error) {
		old, err := findVersion[Adoption](ctx, w, "adoptionId", id, version)
		if err != nil {
			return old, err
		}
		return do(ctx, w, old)
	})
	return AdoptionPayload{Adoption: adoption, Change: change}, err
}

// endAdoption ends the adoption; its mandates stay as they were given, and mean nothing beyond its end.
func (w *work) endAdoption(ctx context.Context, old Adoption, on Date, reason string) (Adoption, error) {
	period, err := old.endOn("on", on)
	if err != nil {
		return old, err
	}
	ended := old
	ended.Period, ended.EndReason = period, &reason
	return w.putAdoption(ctx, &old, ended)
}

func (w *work) voidAdoption(ctx context.Context, old Adoption) error {
	if err := w.writer.Remove(ctx, []string{old.ID()}); err != nil {
		return fmt.Errorf("void %s: %w", old.ID(), err)
	}
	return w.record(old, nil)
}

func (w *work) startAdoption(ctx context.Context, a Adoption) (Adoption, error) {
	met, err := w.around(ctx, Dataset{Adoptions: []Adoption{a}})
	if err != nil {
		return a, err
	}
	if err := a.check(nil, met); err != nil {
		return a, err
	}
	a.UUID = newUUID()
	return w.putAdoption(ctx, nil, a)
}

func (w *work) putAdoption(ctx context.Context, before *Adoption, a Adoption) (Adoption, error) {
	a.Stamp = w.stamp
	if err := w.writer.Put(ctx, BatchOf(a)); err != nil {
		return a, fmt.Errorf("write %s: %w", a.ID(), err)
	}
	return a, recordOf(w, before, a)
}

// check cleans the adoption and gives all that is wrong with it (R5); before is nil when it is new, and of one that is there
// only what changed is held against the partner.
func (a *Adoption) check(before *Adoption, met surroundings) error {
	problems := []error{
		a.Period.check(""), cleanMilestones(&a.Milestones), cleanProvenance("provenance", &a.Provenance), cleanOptionalText("endReason", &a.EndReason),
		checkEndReason(a.EndReason, a.Until), cleanContactPoints(&a.ContactPoints),
	}
	switch {
	case before == nil:
		problems = append(problems, a.checkPartner(met))
	case before.Until != nil && a.openAt(*before.Until):
		problems = append(problems, met.partners[a.PartnerKey].contains(a.Period), a.checkOnly(met.adoptions[a.PartnerKey]))
	default:
		problems = append(problems, checkEnding(before.Until, a.Until, a.EndReason))
	}
	return errors.Join(append(problems, a.checkMandates(met))...)
}

// checkAmong checks one of several adoptions, and has a new one stand beside the later ones when it is right.
func (a *Adoption) checkAmong(before *Adoption, met surroundings) error {
	err := a.check(before, met)
	if err == nil && before == nil {
		met.adoptions[a.PartnerKey] = append(met.adoptions[a.PartnerKey], *a)
	}
	return err
}

// checkPartner holds the region and the period against the partner and its other adoptions.
func (a *Adoption) checkPartner(met surroundings) error {
	err := met.refers("partnerKey", KindPartner, a.PartnerKey)
	if err == nil {
		partner := met.partners[a.PartnerKey]
		err = errors.Join(partner.contains(a.Period), checkShared(partner, met.ofPartner[partner.Key], a.Since), a.checkOnly(met.adoptions[partner.Key]))
	}
	return errors.Join(met.refers("regionCode", KindRegion, a.RegionCode), err)
}

// checkAdoptions refuses the adoption of partners from today on by any region (R3, R5).
func (w *work) checkAdoptions(ctx context.Context, partners []Partner) ([]error, error) {
	planned := make([]Adoption, len(partners))
	for i, partner := range partners {
		planned[i] = Adoption{PartnerKey: partner.Key, Period: Period{Since: w.today, Until: partner.Until}}
	}
	met, err := w.around(ctx, Dataset{Adoptions: planned})
	if err != nil {
		return nil, err
	}
	return refusalsOf(planned, func(a Adoption) error {
		partner := met.partners[a.PartnerKey]
		return cmp.Or(partner.contains(a.Period), checkShared(partner, met.ofPartner[partner.Key], w.today), a.checkOnly(met.adoptions[partner.Key]))
	}), nil
}

// checkShared refuses the adoption of a partner that neither works in nor collaborates with a second region (R5).
func checkShared(partner Partner, collaborations []Collaboration, day Date) error {
	if partner.National {
		return nil
	}
	regions := map[string]bool{}
	for _, area := range partner.WorkingAreas {
		regions[area.RegionCode] = true
	}
	for _, collaboration := range collaborations {
		if collaboration.Holds(day) {
			regions[collaboration.RegionCode] = true
		}
	}
	if len(regions) < 2 {
		return Invalid(ReasonNotShared, "partnerKey", "%s works in or collaborates with %d region on %s, and an adoption needs more than one", partner.Key, len(regions), day).rule("R5")
	}
	return nil
}

// checkOnly refuses a second adoptieregio at any date (R5).
func (a *Adoption) checkOnly(others []Adoption) error {
	for _, other := range others {
		if other.UUID != a.UUID && other.Overlaps(a.Period) {
			return Conflict(ReasonOverlap, "%s is adopted by %s in that period already: %s", a.PartnerKey, other.RegionCode, other.ID()).
				with("id", other.ID()).with("regionCode", other.RegionCode).with("since", other.Since).with("until", other.Until).rule("R5")
		}
	}
	return nil
}

// checkMandates refuses mandates of the adopting region itself, of what is no region, and that overlap (R5).
func (a *Adoption) checkMandates(met surroundings) error {
	err := cleanItems("mandates", &a.Mandates, maxMandates, func(mandate *Mandate) error {
		if mandate.RegionCode == a.RegionCode {
			return Invalid(ReasonOwnMandate, "mandates", "%s is the adoptieregio: mandates come from other regions", a.RegionCode).rule("R5")
		}
		return errors.Join(mandate.Period.check(""), met.refers("mandates.regionCode", KindRegion, mandate.RegionCode))
	}, func(mandate Mandate) [2]string { return [2]string{mandate.RegionCode, string(mandate.Since)} })
	if err != nil {
		return err
	}
	slices.SortFunc(a.Mandates, func(x, y Mandate) int {
		return cmp.Or(cmp.Compare(x.RegionCode, y.RegionCode), cmp.Compare(x.Since, y.Since))
	})
	for i, mandate := range a.Mandates {
		if i > 0 && a.Mandates[i-1].RegionCode == mandate.RegionCode && a.Mandates[i-1].Overlaps(mandate.Period) {
			return Invalid(ReasonContradiction, "mandates", "two mandates of %s overlap", mandate.RegionCode).rule("R5")
		}
	}
	return nil
}
