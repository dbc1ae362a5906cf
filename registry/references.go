package registry

import (
	"maps"
	"slices"
)

// References are the keys of what things refer to, of each kind.
type References map[Kind]map[string]bool

func (r References) add(kind Kind, keys ...string) {
	if r[kind] == nil {
		r[kind] = map[string]bool{}
	}
	for _, key := range keys {
		r[kind][key] = true
	}
}

// addOptional adds a key that may not be given.
func (r References) addOptional(kind Kind, key *string) {
	if key != nil {
		r.add(kind, *key)
	}
}

// Join adds what others refer to.
func (r References) Join(more References) {
	for kind, keys := range more {
		r.add(kind, slices.Collect(maps.Keys(keys))...)
	}
}

// Keys gives those of a kind, sorted.
func (r References) Keys(kind Kind) []string { return slices.Sorted(maps.Keys(r[kind])) }

// Kinds gives those that are referred to, sorted.
func (r References) Kinds() []Kind { return slices.Sorted(maps.Keys(r)) }

// formed gives the keys of a kind that have its shape: no other is in the register.
func (r References) formed(kind Kind) []string {
	return slices.DeleteFunc(r.Keys(kind), func(key string) bool { return CheckKey("", kind, key) != nil })
}

// referring is what refers to other things.
type referring interface{ refer(to References) }

// RefersTo returns what things refer to that is not among them.
func RefersTo[T referring](things []T) References {
	r := References{}
	for _, thing := range things {
		thing.refer(r)
	}
	for _, thing := range things {
		if node, ok := any(thing).(Node); ok {
			kind, key := splitID(node.ID())
			delete(r[kind], key)
		}
	}
	return r
}

func (n Neighbours) refer(to References) { to.add(KindRegion, n.A, n.B) }

func (m Municipality) refer(to References) {
	to.add(KindRegion, m.RegionCode)
	to.addOptional(KindMunicipality, m.SuccessorCode)
}

func (c Chain) refer(to References) {
	for _, responsibility := range c.Ministries {
		to.add(KindMinistry, responsibility.MinistryCode)
	}
}

func (p Partner) refer(to References) {
	to.add(KindSector, p.SectorCodes...)
	to.add(KindChain, p.ChainCodes...)
	to.addOptional(KindPartner, p.PartOfKey)
	for _, area := range p.WorkingAreas {
		to.add(KindRegion, area.RegionCode)
	}
}

func (c Collaboration) refer(to References) {
	to.add(KindRegion, c.RegionCode)
	to.add(KindPartner, c.PartnerKey)
}

func (a Adoption) refer(to References) {
	to.add(KindRegion, a.RegionCode)
	to.add(KindPartner, a.PartnerKey)
	for _, mandate := range a.Mandates {
		to.add(KindRegion, mandate.RegionCode)
	}
}

func (a Agreement) refer(to References) {
	to.add(KindRegion, a.RegionCodes...)
	to.add(KindPartner, a.PartnerKeys...)
	to.add(KindChain, a.ChainCodes...)
	to.addOptional(KindRegion, a.LedBy)
	to.addOptional(KindAgreement, a.Supersedes)
	for _, signatory := range a.Signatories {
		to.add(KindPartner, signatory.PartnerKey)
		to.add(KindPartner, signatory.SignsFor...)
	}
	for _, pair := range a.Pairs {
		to.add(KindRegion, pair.RegionCode)
		to.add(KindPartner, pair.PartnerKey)
	}
}

func (r PeerReview) refer(to References) {
	to.add(KindAgreement, r.AgreementUUID)
	to.add(KindRegion, r.RegionCodes...)
	to.add(KindPartner, r.PartnerKeys...)
}

func (e InformalEvaluation) refer(to References) {
	to.addOptional(KindAgreement, e.AgreementUUID)
	to.add(KindRegion, e.RegionCodes...)
	to.add(KindPartner, e.PartnerKeys...)
}
