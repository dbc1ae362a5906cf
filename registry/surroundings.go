package registry

import (
	"context"
	"fmt"
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
	// openParts and bound are the parts and agreements of partners that end with an import, as far as they hold beyond that, by id.
	openParts, bound map[string][]string
	// predecessors are the municipalities that an import leaves as they are, by the code of the one that succeeds them.
	predecessors map[string][]Municipality
	// numbers is how many the lists hold to which a new thing is added.
	numbers map[list]int
}

// list is of all things of a kind, or of those that belong to one thing.
type list struct {
	kind Kind
	of   string
}

// isNew says whether a thing has never been written.
func (s Stamp) isNew() bool { return s.Version == 0 }

// references returns what the things of a dataset refer to, and the keys that the new ones take. What an old one refers to
// for ever is there.
func (d Dataset) references() References {
	r := References{}
	addKeys(r, d.Ministries, Ministry.isNew)
	addKeys(r, d.Sectors, Sector.isNew)
	addKeys(r, d.Chains, Chain.isNew)
	addKeys(r, d.Regions, Region.isNew)
	addKeys(r, d.Municipalities, Municipality.isNew)
	addKeys(r, d.Partners, Partner.isNew)
	for _, chain := range d.Chains {
		chain.refer(r)
	}
	for _, pair := range d.Neighbours {
		pair.refer(r)
	}
	for _, municipality := range d.Municipalities {
		municipality.refer(r)
	}
	for _, partner := range d.Partners {
		partner.refer(r)
	}
	for _, collaboration := range d.Collaborations {
		r.add(KindPartner, collaboration.PartnerKey)
		if collaboration.isNew() {
			collaboration.refer(r)
		}
	}
	for _, adoption := range d.Adoptions {
		for _, mandate := range adoption.Mandates {
			r.add(KindRegion, mandate.RegionCode)
		}
		if adoption.isNew() {
			adoption.refer(r)
		}
	}
	for _, agreement := range d.Agreements {
		agreement.refer(r)
	}
	return r
}

// addKeys adds the keys of things that are taken.
func addKeys[T Node](r References, things []T, takes func(T) bool) {
	for _, thing := range things {
		if takes(thing) {
			kind, key := splitID(thing.ID())
			r.add(kind, key)
		}
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
		keys := refs.formed(kind)
		if len(keys) == 0 {
			continue
		}
		found := map[string]Node{}
		if err := kinds[kind].read(ctx, w, keys, found); err != nil {
			return met, fmt.Errorf("read what is referred to: %w", err)
		}
		for id, thing := range found {
			met.there[id], met.taken[id] = true, true
			if municipality, ok := thing.(Municipality); ok {
				met.municipalities[municipality.Code] = municipality
			}
		}
	}
	if err := w.readPartnersAround(ctx, refs.formed(KindPartner), met); err != nil {
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
	regions, wholes, own := References{}, References{}, map[string]bool{}
	for _, municipality := range data.Municipalities {
		own[municipality.ID()] = true
		regions.add(KindRegion, municipality.RegionCode)
	}
	for _, partner := range data.Partners {
		own[partner.ID()] = true
		if partner.PartOfKey != nil {
			wholes.add(KindPartner, *partner.PartOfKey)
		}
	}
	if len(regions) > 0 {
		municipalities, err := w.Municipalities(ctx, MunicipalitySelect{Regions: regions.formed(KindRegion)})
		if err != nil {
			return fmt.Errorf("count the municipalities: %w", err)
		}
		for _, municipality := range municipalities {
			if !own[municipality.ID()] {
				met.numbers[list{kind: KindMunicipality, of: municipality.RegionCode}]++
			}
		}
	}
	if len(wholes) == 0 {
		return nil
	}
	parts, err := w.Partners(ctx, PartnerSelect{PartOf: wholes.formed(KindPartner)})
	if err != nil {
		return fmt.Errorf("count the parts: %w", err)
	}
	for _, part := range parts {
		if !own[part.ID()] {
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
	pairs, partners := []Pair{}, References{}
	for _, collaboration := range data.Collaborations {
		pairs = append(pairs, collaboration.Pair())
	}
	for _, adoption := range data.Adoptions {
		if adoption.isNew() {
			partners.add(KindPartner, adoption.PartnerKey)
		}
	}
	for _, partner := range data.Partners {
		if !partner.isNew() && (partner.Since != nil || partner.Until != nil) {
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
	collaborations, err := w.Collaborations(ctx, CollaborationSelect{Partners: partners.formed(KindPartner)})
	if err != nil {
		return fmt.Errorf("read the collaborations of the partners: %w", err)
	}
	for _, collaboration := range collaborations {
		met.ofPartner[collaboration.PartnerKey] = append(met.ofPartner[collaboration.PartnerKey], collaboration)
	}
	adoptions, err := w.Adoptions(ctx, AdoptionSelect{Partners: partners.formed(KindPartner)})
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
