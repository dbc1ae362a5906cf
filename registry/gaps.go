package registry

import (
	"context"
	"fmt"
	"slices"
)

// Gaps are what a region misses at a day.
type Gaps struct {
	RegionCode string
	// Certainty narrows the collaborations and adoptions that are looked at; nil is all.
	Certainty []Certainty
	AsOf      Date
}

// Gaps checks of whose gaps is asked. BAD_USER_INPUT; NOT_FOUND when the region is not in the register.
func (r *Registry) Gaps(ctx context.Context, regionCode string, certainty []Certainty, asOf Date) (Gaps, error) {
	gaps := Gaps{RegionCode: regionCode, Certainty: certainty, AsOf: asOf}
	if err := CheckKey("regionCode", KindRegion, regionCode); err != nil {
		return gaps, err
	}
	if err := checkList("certainty", certainty); err != nil {
		return gaps, err
	}
	return gaps, r.guard.view(ctx, func(ctx context.Context, reader Reader) error {
		return findRegions(ctx, reader, "regionCode", []string{regionCode})
	})
}

// WithoutCollaborationQuery is of the partners that work in the region without a collaboration with it, in order of name. BAD_USER_INPUT.
func (g Gaps) WithoutCollaborationQuery(filter *PartnerFilter, args PageArgs) (PartnerQuery, error) {
	return g.lacking(filter, args, PartnerFilter{WorksIn: []string{g.RegionCode}})
}

// AreaUnknownQuery is of the partners of which it is not known where they work, without a collaboration with the region, in order of
// name. BAD_USER_INPUT.
func (g Gaps) AreaUnknownQuery(filter *PartnerFilter, args PageArgs) (PartnerQuery, error) {
	return g.lacking(filter, args, PartnerFilter{AreaUnknown: new(true)})
}

// NotAdoptedQuery is of the partners that the region shares with others and that no region adopted, in order of name. BAD_USER_INPUT.
func (g Gaps) NotAdoptedQuery(args PageArgs) (PartnerQuery, error) {
	return CounterpartQueryOf(Counterparts{RegionCode: g.RegionCode, Certainty: g.Certainty}, SharedNotAdopted, args, g.AsOf)
}

// lacking narrows a filter to partners of an area with which the region does not collaborate.
func (g Gaps) lacking(filter *PartnerFilter, args PageArgs, area PartnerFilter) (query PartnerQuery, err error) {
	within := area
	if filter != nil {
		for _, set := range []struct {
			field string
			given bool
		}{
			{"filter.worksIn", filter.WorksIn != nil}, {"filter.areaUnknown", filter.AreaUnknown != nil}, {"filter.noCollaboration", filter.NoCollaboration != nil},
		} {
			if set.given {
				return query, Invalid(ReasonContradiction, set.field, "the list says that itself")
			}
		}
		within = *filter
		within.WorksIn, within.AreaUnknown = area.WorksIn, area.AreaUnknown
	}
	within.NoCollaboration = &CollaborationFilter{Regions: []string{g.RegionCode}, Certainty: g.Certainty}
	return PartnerQueryOf(&within, nil, args, g.AsOf)
}

// fewLacking is how many partners of a list of gaps are named to the store: it then looks at these, and not at all until a page is full.
const fewLacking = 500

// Narrowed names the partners of WithoutCollaborationQuery or AreaUnknownQuery, when they are few.
func (r *Registry) Narrowed(ctx context.Context, g Gaps, query PartnerQuery) (PartnerQuery, error) {
	if query.Filter.Keys != nil || query.Filter.IncludeEnded {
		return query, nil
	}
	kept, err := r.keptAt(ctx)
	if err != nil {
		return query, err
	}
	if keys := kept.lacking(g, query.Filter.AreaUnknown != nil); len(keys) <= fewLacking {
		query.Filter.Keys = keys
	}
	return query, nil
}

// lacking returns the keys of the partners with which the region does not collaborate and that work there, or of which it is not
// known where they work; no more than show that they are not few.
func (k *keptNetwork) lacking(g Gaps, areaUnknown bool) []string {
	keys, collaborates, day := []string{}, k.collaboratingWith(g), dayNumberOf(&g.AsOf, noSince)
	works := regionSetOf(g.RegionCode)
	for number := range k.nodes {
		node := &k.nodes[number]
		if node.partner == nil || collaborates[number] || !node.exists(day) {
			continue
		}
		if areaUnknown && node.partner.areaUnknown() || !areaUnknown && node.partner.worksAt&works != 0 {
			if keys = append(keys, node.key()); len(keys) > fewLacking {
				break
			}
		}
	}
	return keys
}

// ChainGap is a chain in which a region collaborates with nobody.
type ChainGap struct {
	ChainCode string
	// Candidates are the partners in the chain that work in the region; AreaUnknown those of which that is not known.
	Candidates, AreaUnknown int
}

// ChainGaps returns the chains in which the region collaborates with nobody, in order of code.
func (r *Registry) ChainGaps(ctx context.Context, g Gaps) ([]ChainGap, error) {
	kept, err := r.keptAt(ctx)
	if err != nil {
		return nil, err
	}
	return kept.chainGaps(g), nil
}

func (k *keptNetwork) chainGaps(g Gaps) []ChainGap {
	collaborates := k.collaboratingWith(g)
	gaps, day := []ChainGap{}, dayNumberOf(&g.AsOf, noSince)
	for _, chain := range k.nodes {
		if chain.kind != ChainNode {
			continue
		}
		gap := ChainGap{ChainCode: chain.key()}
		partners := k.inChain[gap.ChainCode]
		if slices.ContainsFunc(partners, func(number int32) bool { return collaborates[number] }) {
			continue
		}
		for _, number := range partners {
			if node := &k.nodes[number]; node.exists(day) {
				gap.count(node.partner, g.RegionCode)
			}
		}
		gaps = append(gaps, gap)
	}
	return gaps
}

// collaboratingWith marks the partners with which the region collaborates, by their numbers.
func (k *keptNetwork) collaboratingWith(g Gaps) []bool {
	marked := make([]bool, len(k.nodes))
	for _, edge := range k.ofRegion(EdgeCollaboration, g) {
		marked[edge.target] = true
	}
	return marked
}

// count counts a partner of the chain, if it could be asked.
func (gap *ChainGap) count(partner *keptPartner, region string) {
	switch {
	case partner.worksIn(region):
		gap.Candidates++
	case partner.areaUnknown():
		gap.AreaUnknown++
	}
}

// ofRegion returns the edges of a kind from the region that hold on the day and are of the certainties, in order of partner.
func (k *keptNetwork) ofRegion(kind NetworkEdgeKind, g Gaps) (found []keptEdge) {
	region, there := k.numbers[MakeID(KindRegion, g.RegionCode)]
	if !there {
		return nil
	}
	certainties, day := places(AllCertainties(), g.Certainty), dayNumberOf(&g.AsOf, noSince)
	for _, edge := range k.edgesFrom(kind, region) {
		if edge.holds(day) && certainties[edge.certainty] {
			found = append(found, edge)
		}
	}
	return found
}

// GapList names the lists of a region's collaborations that are gaps.
type GapList int

// The lists.
const (
	// BelowAmbition: by a lesser profile than the partner wants to reach.
	BelowAmbition GapList = iota + 1
	// NotSuitable: by a profile that does not suit the partner's kerntaken (R2).
	NotSuitable
	// WithoutAgreement: bound by no agreement in force.
	WithoutAgreement
)

const gapOrder = "GAP.ASC"

func gapKey(partner string) Key { return Key{Order: gapOrder, Tie: partner} }

// GapCollaborations returns a page of the collaborations of the region that are on a list, in order of the partner's key. BAD_USER_INPUT.
func (r *Registry) GapCollaborations(ctx context.Context, g Gaps, list GapList, args PageArgs) (found CollaborationConnection, err error) {
	page, err := args.page(gapOrder)
	if err != nil {
		return found, err
	}
	kept, err := r.keptAt(ctx)
	if err != nil {
		return found, err
	}
	gaps := kept.gaps(g, list)
	edges := pageOf(gaps, page, func(edge keptEdge) Key { return gapKey(kept.nodes[edge.target].key()) })
	uuids := make([]string, len(edges.Items))
	for i, edge := range edges.Items {
		uuids[i] = edge.uuid()
	}
	read := List[Collaboration]{More: edges.More}
	err = r.guard.view(ctx, func(ctx context.Context, reader Reader) error {
		read.Items, err = reader.Collaborations(ctx, CollaborationSelect{UUIDs: uuids})
		return err
	})
	if err != nil {
		return found, fmt.Errorf("read the collaborations of %s: %w", g.RegionCode, err)
	}
	paged := connect(read, page, func(c Collaboration) Key { return gapKey(c.PartnerKey) })
	return CollaborationConnection{Paged: paged, Total: new(len(gaps))}, nil
}

// gaps returns the collaborations of the region that are on a list, in order of the partner's key.
func (k *keptNetwork) gaps(g Gaps, list GapList) []keptEdge {
	agreed, suits := map[int32]bool{}, newSuitability()
	if list == WithoutAgreement {
		for _, edge := range k.ofRegion(EdgeAgreement, g) {
			agreed[edge.target] = agreed[edge.target] || !edge.onRecord
		}
	}
	return slices.DeleteFunc(k.ofRegion(EdgeCollaboration, g), func(edge keptEdge) bool {
		switch list {
		case BelowAmbition:
			return !k.belowAmbition(edge)
		case NotSuitable:
			return suits.of(k, edge)
		default:
			return agreed[edge.target]
		}
	})
}
