package registry

import (
	"context"
	"fmt"
	"maps"
	"slices"
)

// CounterpartBasis is why an adopted partner concerns a region.
type CounterpartBasis string

// The bases.
const (
	BasisMandate       CounterpartBasis = "MANDATE"
	BasisWorkingArea   CounterpartBasis = "WORKING_AREA"
	BasisCollaboration CounterpartBasis = "COLLABORATION"
)

// Counterparts are who a region turns to for the partners that it shares with others.
type Counterparts struct {
	RegionCode string
	// Certainty narrows the adoptions and collaborations that are looked at; nil is all.
	Certainty []Certainty
}

// Counterpart is a partner that another region adopted and that concerns the region.
type Counterpart struct {
	Partner       Partner
	Adoption      Adoption
	Basis         []CounterpartBasis
	Collaboration *Collaboration
}

// AdoptedPartner is a partner that the region adopted.
type AdoptedPartner struct {
	Partner      Partner
	Adoption     Adoption
	Counterparts []AdoptionParticipant
}

// AdoptionParticipant is a region that takes part in the adoption by another.
type AdoptionParticipant struct {
	RegionCode    string
	Mandated      bool
	Collaboration *Collaboration
}

// CounterpartConnection is a page of counterparts, with the query of their partners.
type CounterpartConnection struct {
	Paged[Counterpart]
	Query PartnerQuery
}

// CounterpartEdge is one item of the page.
type CounterpartEdge = Edge[Counterpart]

// AdoptedPartnerConnection is a page of adopted partners, with the query of them.
type AdoptedPartnerConnection struct {
	Paged[AdoptedPartner]
	Query PartnerQuery
}

// AdoptedPartnerEdge is one item of the page.
type AdoptedPartnerEdge = Edge[AdoptedPartner]

// partnersAround is a page of partners with their adoption and collaborations.
type partnersAround struct {
	page           PartnerConnection
	certainty      []Certainty
	adoptions      map[string]Adoption
	collaborations map[string][]Collaboration
}

// OurAdoptionRegions gives, for each query, the partners adopted by another region that concern the region.
func (r *Registry) OurAdoptionRegions(ctx context.Context, queries []PartnerQuery) ([]CounterpartConnection, error) {
	around, err := r.around(ctx, queries)
	connections := make([]CounterpartConnection, len(around))
	for i, a := range around {
		region, day := queries[i].Filter.Counterpart.Region, queries[i].AsOf
		connections[i].Query = queries[i]
		connections[i].Paged = convert(a.page.Paged, func(p Partner) (Counterpart, bool) { return a.counterpart(p, region, day) }, func(c Counterpart) Partner { return c.Partner })
	}
	return connections, err
}

// PartnersWeAdopted gives, for each query, the partners that the region adopted.
func (r *Registry) PartnersWeAdopted(ctx context.Context, queries []PartnerQuery) ([]AdoptedPartnerConnection, error) {
	around, err := r.around(ctx, queries)
	connections := make([]AdoptedPartnerConnection, len(around))
	for i, a := range around {
		region, day := queries[i].Filter.Counterpart.Region, queries[i].AsOf
		connections[i].Query = queries[i]
		connections[i].Paged = convert(a.page.Paged, func(p Partner) (AdoptedPartner, bool) { return a.adopted(p, region, day) }, func(p AdoptedPartner) Partner { return p.Partner })
	}
	return connections, err
}

// CounterpartQueryOf makes the query of the partners of one of a region's lists, in order of name. BAD_USER_INPUT.
func CounterpartQueryOf(of Counterparts, list CounterpartList, args PageArgs, asOf Date) (PartnerQuery, error) {
	if err := checkList("certainty", of.Certainty); err != nil {
		return PartnerQuery{}, err
	}
	query, err := PartnerQueryOf(nil, nil, args, asOf)
	query.Filter.Counterpart = &CounterpartFilter{Region: of.RegionCode, List: list, Certainty: of.Certainty}
	return query, err
}

// around reads the partners of each query, with their adoptions and collaborations; what of those did not come along is read at once
// for all, for each date.
func (r *Registry) around(ctx context.Context, queries []PartnerQuery) ([]partnersAround, error) {
	hinted := slices.Clone(queries)
	for i := range hinted {
		hinted[i].With = With{Adoption: true, Collaborations: &WithCollaborations{}}
	}
	pages, err := r.ListPartners(ctx, hinted)
	if err != nil {
		return nil, fmt.Errorf("read the partners of the counterparts: %w", err)
	}
	around, keys := make([]partnersAround, len(pages)), map[Date][]string{}
	for i, page := range pages {
		around[i] = partnersAround{page: page, certainty: queries[i].Filter.Counterpart.Certainty}
		if !around[i].came() {
			for _, partner := range page.Items {
				keys[queries[i].AsOf] = append(keys[queries[i].AsOf], partner.Key)
			}
		}
	}
	read := map[Date]partnersAround{}
	for day, keysOfDay := range keys {
		if read[day], err = r.readAround(ctx, keysOfDay, day); err != nil {
			return nil, err
		}
	}
	for i := range around {
		if around[i].adoptions == nil {
			of := read[queries[i].AsOf]
			around[i].adoptions, around[i].collaborations = of.adoptions, of.collaborations
		}
	}
	return around, nil
}

// came takes the adoptions and collaborations that came along with the page; false when they did not.
func (a *partnersAround) came() bool {
	included := a.page.Included
	if included.Adoptions == nil || included.Collaborations == nil {
		return false
	}
	a.adoptions, a.collaborations = map[string]Adoption{}, included.Collaborations
	for key, adoption := range included.Adoptions {
		if adoption != nil {
			a.adoptions[key] = *adoption
		}
	}
	return true
}

// readAround reads the adoptions and collaborations of partners at a day.
func (r *Registry) readAround(ctx context.Context, keys []string, day Date) (around partnersAround, err error) {
	err = r.guard.view(ctx, func(ctx context.Context, reader Reader) error {
		around = partnersAround{adoptions: map[string]Adoption{}, collaborations: map[string][]Collaboration{}}
		adoptions, err := reader.Adoptions(ctx, AdoptionSelect{Partners: keys, AsOf: &day})
		if err != nil {
			return fmt.Errorf("read the adoptions of the counterparts: %w", err)
		}
		collaborations, err := reader.Collaborations(ctx, CollaborationSelect{Partners: keys, AsOf: &day})
		if err != nil {
			return fmt.Errorf("read the collaborations of the counterparts: %w", err)
		}
		for _, adoption := range adoptions {
			around.adoptions[adoption.PartnerKey] = adoption
		}
		for _, c := range collaborations {
			around.collaborations[c.PartnerKey] = append(around.collaborations[c.PartnerKey], c)
		}
		return nil
	})
	return around, err
}

// counterpart returns what the partner is to the region; false when its adoption ended or was taken over since the page
// was read, for reads are no snapshot.
func (a partnersAround) counterpart(partner Partner, region string, day Date) (Counterpart, bool) {
	adoption, adopted := a.adoptions[partner.Key]
	if !adopted || adoption.RegionCode == region || !adoption.Provenance.isOf(a.certainty) {
		return Counterpart{}, false
	}
	counterpart := Counterpart{Partner: partner, Adoption: adoption, Basis: []CounterpartBasis{}}
	if adoption.mandated(region, day) {
		counterpart.Basis = append(counterpart.Basis, BasisMandate)
	}
	if partner.worksIn(region) {
		counterpart.Basis = append(counterpart.Basis, BasisWorkingArea)
	}
	if i := slices.IndexFunc(a.collaborations[partner.Key], func(c Collaboration) bool {
		return c.RegionCode == region && c.Provenance.isOf(a.certainty)
	}); i >= 0 {
		counterpart.Collaboration = &a.collaborations[partner.Key][i]
		counterpart.Basis = append(counterpart.Basis, BasisCollaboration)
	}
	return counterpart, true
}

// adopted gives who takes part in the region's adoption of the partner; false as with counterpart.
func (a partnersAround) adopted(partner Partner, region string, day Date) (AdoptedPartner, bool) {
	adoption, there := a.adoptions[partner.Key]
	if !there || adoption.RegionCode != region || !adoption.Provenance.isOf(a.certainty) {
		return AdoptedPartner{}, false
	}
	participants := map[string]AdoptionParticipant{}
	for _, mandate := range adoption.Mandates {
		if mandate.Holds(day) {
			participants[mandate.RegionCode] = AdoptionParticipant{RegionCode: mandate.RegionCode, Mandated: true}
		}
	}
	for _, c := range a.collaborations[partner.Key] {
		if c.RegionCode != region && c.Provenance.isOf(a.certainty) {
			participant := participants[c.RegionCode]
			participant.RegionCode, participant.Collaboration = c.RegionCode, &c
			participants[c.RegionCode] = participant
		}
	}
	adopted := AdoptedPartner{Partner: partner, Adoption: adoption, Counterparts: []AdoptionParticipant{}}
	for _, code := range slices.Sorted(maps.Keys(participants)) {
		adopted.Counterparts = append(adopted.Counterparts, participants[code])
	}
	return adopted, true
}

// convert makes a page of what is made of each item, where anything is; a cursor stays that of the item.
func convert[From, To any](page Paged[From], to func(From) (To, bool), from func(To) From) Paged[To] {
	items := make([]To, 0, len(page.Items))
	for _, item := range page.Items {
		if made, ok := to(item); ok {
			items = append(items, made)
		}
	}
	return connect(List[To]{Items: items, More: page.More}, page.page, func(item To) Key { return page.key(from(item)) })
}
