package registry

import (
	"context"
	"fmt"
	"maps"
	"slices"
)

// surroundings are what things are held against: what they refer to and what stands beside them, in the register and, of
// an import, in the same dataset. A mutation's dataset is the one thing that it changes.
type surroundings struct {
	guide Guide
	// there has the ids of what may be referred to, taken those that a new thing may not have.
	there, taken   map[string]bool
	municipalities map[string]Municipality
	partners       map[string]Partner
	// ofPair and ofPartner are at any date.
	ofPair    map[Pair][]Collaboration
	ofPartner map[string][]Collaboration
	adoptions map[string][]Adoption
	// set is what agreements set for the pairs of the collaborations.
	set map[Pair][]profileSet
	// numbers is how many the lists hold to which a new thing is added.
	numbers map[list]int
}

// list is of all things of a kind, or of those that belong to one thing.
type list struct {
	kind Kind
	of   string
}

// references are the keys that things name, of each kind.
type references map[Kind]map[string]bool

func (r references) add(kind Kind, keys ...string) {
	if r[kind] == nil {
		r[kind] = map[string]bool{}
	}
	for _, key := range keys {
		if CheckKey("", kind, key) == nil {
			r[kind][key] = true
		}
	}
}

func (r references) keys(kind Kind) []string { return slices.Sorted(maps.Keys(r[kind])) }

// isNew says whether a thing has never been written.
func (s Stamp) isNew() bool { return s.Version == 0 }

// references returns what the things of a dataset refer to, and the keys that the new ones take.
func (d Dataset) references() references {
	r := references{}
	for _, ministry := range d.Ministries {
		r.add(KindMinistry, ministry.Code)
	}
	for _, sector := range d.Sectors {
		if sector.isNew() {
			r.add(KindSector, sector.Code)
		}
	}
	for _, chain := range d.Chains {
		if chain.isNew() {
			r.add(KindChain, chain.Code)
		}
		for _, responsibility := range chain.Ministries {
			r.add(KindMinistry, responsibility.MinistryCode)
		}
	}
	for _, region := range d.Regions {
		if region.isNew() {
			r.add(KindRegion, region.Code)
		}
	}
	for _, pair := range d.Neighbours {
		r.add(KindRegion, pair.A, pair.B)
	}
	for _, municipality := range d.Municipalities {
		r.add(KindMunicipality, municipality.Code)
		r.add(KindRegion, municipality.RegionCode)
		if municipality.SuccessorCode != nil {
			r.add(KindMunicipality, *municipality.SuccessorCode)
		}
	}
	for _, partner := range d.Partners {
		partner.addReferences(r)
	}
	for _, collaboration := range d.Collaborations {
		if collaboration.isNew() {
			r.add(KindRegion, collaboration.RegionCode)
		}
		r.add(KindPartner, collaboration.PartnerKey)
	}
	for _, adoption := range d.Adoptions {
		if adoption.isNew() {
			r.add(KindRegion, adoption.RegionCode)
			r.add(KindPartner, adoption.PartnerKey)
		}
		for _, mandate := range adoption.Mandates {
			r.add(KindRegion, mandate.RegionCode)
		}
	}
	for _, agreement := range d.Agreements {
		r.add(KindRegion, agreement.RegionCodes...)
		r.add(KindPartner, agreement.PartnerKeys...)
		r.add(KindChain, agreement.ChainCodes...)
		for _, signatory := range agreement.Signatories {
			r.add(KindPartner, signatory.PartnerKey)
		}
	}
	return r
}

func (p Partner) addReferences(r references) {
	if p.isNew() {
		r.add(KindPartner, p.Key)
	}
	r.add(KindSector, p.SectorCodes...)
	r.add(KindChain, p.ChainCodes...)
	if p.PartOfKey != nil {
		r.add(KindPartner, *p.PartOfKey)
	}
	for _, area := range p.WorkingAreas {
		r.add(KindRegion, area.RegionCode)
	}
}

// around reads what the things of a dataset are held against, each kind at once, and lets them refer to one another.
func (w *work) around(ctx context.Context, data Dataset) (surroundings, error) {
	met := surroundings{
		guide: w.guide, there: map[string]bool{}, taken: map[string]bool{}, municipalities: map[string]Municipality{}, partners: map[string]Partner{},
		ofPair: map[Pair][]Collaboration{}, ofPartner: map[string][]Collaboration{}, adoptions: map[string][]Adoption{},
		numbers: map[list]int{},
	}
	refs := data.references()
	for _, kind := range []Kind{KindMinistry, KindSector, KindChain, KindRegion, KindMunicipality} {
		if len(refs[kind]) == 0 {
			continue
		}
		found := map[string]Node{}
		if err := kinds[kind].read(ctx, w, refs.keys(kind), found); err != nil {
			return met, fmt.Errorf("read what is referred to: %w", err)
		}
		for id, thing := range found {
			met.there[id], met.taken[id] = true, true
			if municipality, ok := thing.(Municipality); ok {
				met.municipalities[municipality.Code] = municipality
			}
		}
	}
	if err := w.readPartnersAround(ctx, refs.keys(KindPartner), met); err != nil {
		return met, err
	}
	if err := w.readEdgesAround(ctx, data, &met); err != nil {
		return met, err
	}
	if err := w.readNumbers(ctx, data, met); err != nil {
		return met, err
	}
	met.addAll(data)
	return met, nil
}

// readNumbers counts the lists that a dataset adds to, without what it has itself.
func (w *work) readNumbers(ctx context.Context, data Dataset, met surroundings) error {
	if err := countNew(ctx, data.Sectors, Sector.isNew, w.Sectors, met.numbers, list{kind: KindSector}); err != nil {
		return err
	}
	if err := countNew(ctx, data.Chains, Chain.isNew, w.Chains, met.numbers, list{kind: KindChain}); err != nil {
		return err
	}
	if err := countNew(ctx, data.Ministries, Ministry.isNew, w.Ministries, met.numbers, list{kind: KindMinistry}); err != nil {
		return err
	}
	regions, wholes, own := references{}, references{}, map[string]bool{}
	for _, municipality := range data.Municipalities {
		regions.add(KindRegion, municipality.RegionCode)
	}
	for _, partner := range data.Partners {
		own[partner.Key] = true
		if partner.PartOfKey != nil {
			wholes.add(KindPartner, *partner.PartOfKey)
		}
	}
	if len(regions) > 0 {
		municipalities, err := w.Municipalities(ctx, MunicipalitySelect{Regions: regions.keys(KindRegion)})
		if err != nil {
			return fmt.Errorf("count the municipalities: %w", err)
		}
		for _, municipality := range municipalities {
			met.numbers[list{kind: KindMunicipality, of: municipality.RegionCode}]++
		}
	}
	if len(wholes) == 0 {
		return nil
	}
	parts, err := w.Partners(ctx, PartnerSelect{PartOf: wholes.keys(KindPartner)})
	if err != nil {
		return fmt.Errorf("count the parts: %w", err)
	}
	for _, part := range parts {
		if !own[part.Key] {
			met.numbers[list{kind: KindPartner, of: *part.PartOfKey}]++
		}
	}
	return nil
}

// countNew counts all things of a kind, when there are new ones.
func countNew[T any](ctx context.Context, things []T, isNew func(T) bool, read func(context.Context, []string) ([]T, error), numbers map[list]int, of list) error {
	if !slices.ContainsFunc(things, isNew) {
		return nil
	}
	known, err := read(ctx, nil)
	if err != nil {
		return fmt.Errorf("count what is there: %w", err)
	}
	numbers[of] = len(known)
	return nil
}

// oneMore adds a thing to a list, and refuses it when that holds as many as it may.
func (s surroundings) oneMore(field string, to list, most int) error {
	s.numbers[to]++
	return checkNumber(field, s.numbers[to], most)
}

// readPartnersAround reads partners, and the wholes that they are parts of.
func (w *work) readPartnersAround(ctx context.Context, keys []string, met surroundings) error {
	for len(keys) > 0 {
		found, err := w.Partners(ctx, PartnerSelect{Keys: keys})
		if err != nil {
			return fmt.Errorf("read the partners that are referred to: %w", err)
		}
		keys = nil
		for _, partner := range found {
			met.partners[partner.Key] = partner
			met.there[partner.ID()], met.taken[partner.ID()] = true, true
		}
		for _, partner := range found {
			if partner.PartOfKey != nil && !met.there[MakeID(KindPartner, *partner.PartOfKey)] {
				keys = append(keys, *partner.PartOfKey)
			}
		}
	}
	return nil
}

// readEdgesAround reads the collaborations, adoptions and agreements beside those of a dataset, and those of partners
// whose first day may have changed.
func (w *work) readEdgesAround(ctx context.Context, data Dataset, met *surroundings) error {
	pairs, partners := []Pair{}, references{}
	for _, collaboration := range data.Collaborations {
		pairs = append(pairs, collaboration.Pair())
	}
	for _, adoption := range data.Adoptions {
		if adoption.isNew() {
			partners.add(KindPartner, adoption.PartnerKey)
		}
	}
	for _, partner := range data.Partners {
		if !partner.isNew() && partner.Since != nil {
			partners.add(KindPartner, partner.Key)
		}
	}
	if len(pairs) > 0 {
		found, err := w.Collaborations(ctx, CollaborationSelect{Pairs: pairs})
		if err != nil {
			return fmt.Errorf("read the collaborations of the pairs: %w", err)
		}
		for _, collaboration := range found {
			met.ofPair[collaboration.Pair()] = append(met.ofPair[collaboration.Pair()], collaboration)
		}
		if met.set, err = w.profilesSet(ctx, pairs); err != nil {
			return err
		}
	}
	if len(partners) == 0 {
		return nil
	}
	collaborations, err := w.Collaborations(ctx, CollaborationSelect{Partners: partners.keys(KindPartner)})
	if err != nil {
		return fmt.Errorf("read the collaborations of the partners: %w", err)
	}
	for _, collaboration := range collaborations {
		met.ofPartner[collaboration.PartnerKey] = append(met.ofPartner[collaboration.PartnerKey], collaboration)
	}
	adoptions, err := w.Adoptions(ctx, AdoptionSelect{Partners: partners.keys(KindPartner)})
	if err != nil {
		return fmt.Errorf("read the adoptions of the partners: %w", err)
	}
	for _, adoption := range adoptions {
		met.adoptions[adoption.PartnerKey] = append(met.adoptions[adoption.PartnerKey], adoption)
	}
	return nil
}

// addAll lets the things of a dataset be referred to. Edges come beside one another when they have been checked.
func (s surroundings) addAll(data Dataset) {
	addThere(s, data.Ministries)
	addThere(s, data.Sectors)
	addThere(s, data.Chains)
	addThere(s, data.Regions)
	addThere(s, data.Municipalities)
	for _, municipality := range data.Municipalities {
		s.municipalities[municipality.Code] = municipality
	}
	addThere(s, data.Partners)
	for _, partner := range data.Partners {
		s.partners[partner.Key] = partner
	}
}

func addThere[T Node](s surroundings, things []T) {
	for _, thing := range things {
		s.there[thing.ID()] = true
	}
}

// take refuses an id that another thing has, or had earlier in the dataset (R1).
func (s surroundings) take(id string) error {
	if s.taken[id] {
		return keyTaken(id)
	}
	s.taken[id] = true
	return nil
}

// refers refuses a key that has not the shape of its kind, and with NOT_FOUND what is not there.
func (s surroundings) refers(field string, kind Kind, key string) error {
	if err := CheckKey(field, kind, key); err != nil {
		return err
	}
	if id := MakeID(kind, key); !s.there[id] {
		return NotFound(id).with("field", field)
	}
	return nil
}

// cleanKeys sorts the keys of other things, and refuses too many, doubles and what is not there.
func (s surroundings) cleanKeys(field string, kind Kind, keys *[]string, most int) error {
	err := cleanItems(field, keys, most, func(key *string) error { return s.refers(field, kind, *key) }, itself)
	slices.Sort(*keys)
	return err
}
