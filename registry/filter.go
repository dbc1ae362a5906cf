package registry

import "slices"

// PartnerFilter describes partners: all given fields hold together, a list is any-of.
type PartnerFilter struct {
	Search      *string
	Keys        []string
	Identifiers []string
	CoreTasks   []CoreTask
	Sectors     []string
	// Chains and ChainKind speak of the same chain.
	Chains    []string
	ChainKind *ChainKind
	WorksIn   []string
	// National says whether it works in all regions.
	National *bool
	// AreaUnknown says whether it is not national and no working area of it is known.
	AreaUnknown *bool
	Ambitions   []Profile
	// Connected says whether it is connected to a facility at the date.
	Connected *bool
	Adopted   *bool
	AdoptedBy []string
	// AdoptionCertainty has Adopted and AdoptedBy look at adoptions of these certainties only.
	AdoptionCertainty []Certainty
	Certainty         []Certainty
	// Collaboration describes one edge that there is, NoCollaboration one that there is not.
	Collaboration   *CollaborationFilter
	NoCollaboration *CollaborationFilter
	IncludeEnded    bool

	// Tokens are those of Search, set by the registry: prefixes that all have to be met.
	Tokens []string
	// Counterpart narrows the list to one of a region's three; set by the registry.
	Counterpart *CounterpartFilter
	// Shared narrows the list to partners of several regions; set by the registry.
	Shared *SharedFilter
}

// CollaborationFilter describes collaborations: all given fields hold together, a list is any-of.
type CollaborationFilter struct {
	Regions    []string
	Partners   []string
	Profiles   []Profile
	Incidental *bool
	// SinceFrom and SinceBefore bound the day on which it began: from ≤ since < before.
	SinceFrom   *Date
	SinceBefore *Date
	Certainty   []Certainty
	// Period is relative to the date that is asked for.
	Period PeriodFilter
}

// PeriodOf returns the periods that a filter means; a nil filter means those that hold.
func (f *CollaborationFilter) PeriodOf() PeriodFilter {
	if f == nil {
		return PeriodOf(nil)
	}
	return PeriodOf(&f.Period)
}

// CounterpartList names the three lists of a region's counterparts.
type CounterpartList int

// The lists of a region's counterparts.
const (
	// OurAdoptionRegions: partners that another region adopted and that work in the region, collaborate with it, or for
	// which it gave its mandate.
	OurAdoptionRegions CounterpartList = iota + 1
	// PartnersWeAdopted: partners that the region adopted.
	PartnersWeAdopted
	// SharedNotAdopted: partners that the region and another one collaborate with, and that nobody adopted.
	SharedNotAdopted
)

// CounterpartFilter narrows partners to one of the lists of a region.
type CounterpartFilter struct {
	Region string
	List   CounterpartList
	// Certainty has the list look at adoptions and collaborations of these certainties only; nil looks at all.
	Certainty []Certainty
}

// filterTokens are those of a filter's search; nil searches for nothing.
func filterTokens(field string, search *string) ([]string, error) {
	if search == nil {
		return nil, nil
	}
	return SearchTokens(field, *search)
}

// check refuses what a filter, in a field of the input, cannot mean, and sets Tokens.
func (f *PartnerFilter) check(field string) (err error) {
	if f == nil {
		return nil
	}
	if f.Tokens, err = filterTokens(field+".search", f.Search); err != nil {
		return err
	}
	if err := f.checkLists(field); err != nil {
		return err
	}
	if f.Adopted != nil && !*f.Adopted && f.AdoptedBy != nil {
		return Invalid(ReasonContradiction, field+".adoptedBy", "nobody adopted what is not adopted")
	}
	if f.AreaUnknown != nil && *f.AreaUnknown && (f.WorksIn != nil || f.National != nil && *f.National) {
		return Invalid(ReasonContradiction, field+".areaUnknown", "what works in a region or in all has a known area")
	}
	if err := f.Collaboration.Check(field + ".collaboration"); err != nil {
		return err
	}
	return f.NoCollaboration.Check(field + ".noCollaboration")
}

func (f *PartnerFilter) checkLists(field string) error {
	for _, list := range []struct {
		name string
		kind Kind
		keys []string
	}{
		{field + ".keys", KindPartner, f.Keys}, {field + ".sectors", KindSector, f.Sectors}, {field + ".chains", KindChain, f.Chains},
		{field + ".worksIn", KindRegion, f.WorksIn}, {field + ".adoptedBy", KindRegion, f.AdoptedBy},
	} {
		if err := CheckKeys(list.name, list.kind, list.keys); err != nil {
			return err
		}
	}
	if err := checkList(field+".identifiers", f.Identifiers); err != nil {
		return err
	}
	for _, identifier := range f.Identifiers {
		if err := checkText(field+".identifiers", identifier, maxName); err != nil {
			return err
		}
	}
	if err := checkList(field+".coreTasks", f.CoreTasks); err != nil {
		return err
	}
	if err := checkList(field+".ambitions", f.Ambitions); err != nil {
		return err
	}
	if err := checkList(field+".adoptionCertainty", f.AdoptionCertainty); err != nil {
		return err
	}
	return checkList(field+".certainty", f.Certainty)
}

// Check refuses what a filter cannot mean; BAD_USER_INPUT.
func (f *CollaborationFilter) Check(field string) error {
	if f == nil {
		return nil
	}
	if err := CheckKeys(field+".regions", KindRegion, f.Regions); err != nil {
		return err
	}
	if err := CheckKeys(field+".partners", KindPartner, f.Partners); err != nil {
		return err
	}
	if err := checkList(field+".profiles", f.Profiles); err != nil {
		return err
	}
	if err := checkList(field+".certainty", f.Certainty); err != nil {
		return err
	}
	if f.SinceFrom != nil && f.SinceBefore != nil && *f.SinceFrom >= *f.SinceBefore {
		return Invalid(ReasonContradiction, field+".sinceBefore", "%s is not after sinceFrom (%s)", *f.SinceBefore, *f.SinceFrom)
	}
	return nil
}

// Meets says whether the collaboration is as described, but for its period; a nil filter describes all.
func (f *CollaborationFilter) Meets(c Collaboration) bool {
	if f == nil {
		return true
	}
	return anyOf(f.Regions, c.RegionCode) && anyOf(f.Partners, c.PartnerKey) && anyOf(f.Profiles, c.Profile) &&
		(f.Incidental == nil || *f.Incidental == c.Incidental) &&
		(f.SinceFrom == nil || *f.SinceFrom <= c.Since) && (f.SinceBefore == nil || c.Since < *f.SinceBefore) &&
		c.Provenance.isOf(f.Certainty)
}

// Equal says whether the other filter asks the same, in the same words.
func (f CollaborationFilter) Equal(other CollaborationFilter) bool {
	return slices.Equal(f.Regions, other.Regions) && slices.Equal(f.Partners, other.Partners) &&
		slices.Equal(f.Profiles, other.Profiles) && slices.Equal(f.Certainty, other.Certainty) &&
		same(f.Incidental, other.Incidental) && same(f.SinceFrom, other.SinceFrom) && same(f.SinceBefore, other.SinceBefore) &&
		f.Period.OrCurrent() == other.Period.OrCurrent()
}

func same[T comparable](a, b *T) bool {
	return a == b || a != nil && b != nil && *a == *b
}

func anyOf[T comparable](wanted []T, value T) bool {
	return wanted == nil || slices.Contains(wanted, value)
}

// OrderDirection is ascending or descending.
type OrderDirection string

// The directions of an order.
const (
	Ascending  OrderDirection = "ASC"
	Descending OrderDirection = "DESC"
)

// PartnerOrderField is what partners are ordered by.
type PartnerOrderField string

// The orders of partners.
const (
	// ByName orders by the sort name, then the key.
	ByName PartnerOrderField = "NAME"
	// ByCollaborations orders by the number of collaborations in force, then the key.
	ByCollaborations PartnerOrderField = "COLLABORATIONS"
	// ByLatestCollaboration orders by the day on which the latest collaboration in force began, then the key.
	ByLatestCollaboration PartnerOrderField = "LATEST_COLLABORATION"
)

// PartnerOrder is an order of partners; the tie breaker follows its direction.
type PartnerOrder struct {
	Field     PartnerOrderField
	Direction OrderDirection
}

func (o PartnerOrder) name() string { return string(o.Field) + "." + string(o.Direction) }

// key returns the place of a partner in the order.
func (o PartnerOrder) key(p Partner) Key {
	key := Key{Order: o.name(), Tie: p.Key}
	switch o.Field {
	case ByCollaborations:
		key.Number = p.Counted.InForce
	case ByLatestCollaboration:
		key.Text = string(p.Counted.LatestSince)
	default:
		key.Text = SortName(p.Name)
	}
	return key
}

// CollaborationOrderField is what collaborations are ordered by.
type CollaborationOrderField string

// The orders of collaborations.
const (
	// BySince orders by the day on which it began, then the UUID.
	BySince CollaborationOrderField = "SINCE"
	// ByPartner orders by the partner's key, then the UUID.
	ByPartner CollaborationOrderField = "PARTNER"
)

// CollaborationOrder is an order of collaborations; the tie breaker follows its direction.
type CollaborationOrder struct {
	Field     CollaborationOrderField
	Direction OrderDirection
}

func (o CollaborationOrder) name() string { return string(o.Field) + "." + string(o.Direction) }

func (o CollaborationOrder) key(c Collaboration) Key {
	if o.Field == ByPartner {
		return Key{Order: o.name(), Text: c.PartnerKey, Tie: c.UUID}
	}
	return Key{Order: o.name(), Text: string(c.Since), Tie: c.UUID}
}
