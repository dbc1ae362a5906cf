package registry

import (
	"cmp"
	"context"
	"slices"
)

const (
	// maxRemaining bounds the partners that are named for a region; maxCutOff those that are cut off.
	maxRemaining = 25
	maxCutOff    = 100
	// maxSubstitutes bounds how many are given.
	maxSubstitutes = MaxPageSize
)

// Impact is what is touched when a partner drops out on a day.
type Impact struct {
	PartnerKey string
	AsOf       Date
	// Regions are in order of code.
	Regions []RegionImpact
	// Chains are those with the fewest others left first.
	Chains []ChainImpact
	// CutOffKeys are the first maxCutOff in order of key.
	CutOffKeys []string

	substitutes []Substitute
}

// RegionImpact is what one region loses.
type RegionImpact struct {
	RegionCode        string
	CollaborationUUID string
	// RemainingKeys are the first maxRemaining in order of key; RemainingCount is how many there are.
	RemainingKeys  []string
	RemainingCount int
}

// ChainImpact is what one chain loses of a kerntaak.
type ChainImpact struct {
	ChainCode string
	CoreTask  CoreTask
	// Remaining is how many other partners have the kerntaak in the chain.
	Remaining int
}

// Substitute is a partner that could take the place of another.
type Substitute struct {
	PartnerKey string
	// RegionCodes are the regions touched in which it works or with which it collaborates; CollaboratesWithCodes those with which
	// it collaborates.
	RegionCodes, CollaboratesWithCodes []string
	AreaUnknown                        bool
	SharedCoreTasks                    []CoreTask
	SharedChainCodes                   []string
	// Score is the share of the regions touched that RegionCodes has.
	Score float64
}

// Substitutes returns the first so many; BAD_USER_INPUT.
func (i Impact) Substitutes(first int) ([]Substitute, error) {
	if err := CheckCount("first", first, maxSubstitutes); err != nil {
		return nil, err
	}
	return i.substitutes[:min(first, len(i.substitutes))], nil
}

// Impact tells what is touched when the partner drops out on the day, as far as edges are of these certainties; nil is all. BAD_USER_INPUT; NOT_FOUND when it does not exist on it.
func (r *Registry) Impact(ctx context.Context, partnerKey string, certainty []Certainty, asOf Date) (impact Impact, err error) {
	if err := CheckKey("partnerKey", KindPartner, partnerKey); err != nil {
		return impact, err
	}
	if err := checkList("certainty", certainty); err != nil {
		return impact, err
	}
	view, err := r.networkAt(ctx, NetworkFilter{EdgeKinds: []NetworkEdgeKind{EdgeCollaboration, EdgeAdoption, EdgePartOf}, Certainty: certainty}, asOf)
	if err != nil {
		return impact, err
	}
	lost, there := view.placeOf(MakeID(KindPartner, partnerKey))
	if !there {
		return impact, NotFound(MakeID(KindPartner, partnerKey))
	}
	impact = Impact{PartnerKey: partnerKey, AsOf: asOf, Regions: view.regionsLosing(lost), Chains: view.chainImpacts(lost), CutOffKeys: view.cutOff(lost)}
	kin := view.kinOf(lost)
	view.meetRegions(kin, impact.Regions)
	impact.substitutes = view.substitutes(lost, kin, impact.Regions)
	return impact, nil
}

// partnerAt is what is kept of the partner at a place; nil for what is none.
func (v *networkView) partnerAt(place int32) *keptPartner {
	return v.kept.nodes[v.nodes[place]].partner
}

func (v *networkView) keyAt(place int32) string { return v.kept.nodes[v.nodes[place]].key() }

// kinship is what a partner has in common with another.
type kinship struct {
	number int32
	// shared is how many chains and kerntaken both have.
	shared int
	// collaborates and works are the regions touched with which it collaborates, and those in which it is known to work too.
	collaborates, works regionSet
}

// kinOf returns the partners that share a kerntaak and a chain with one.
func (v *networkView) kinOf(lost int32) (kin []kinship) {
	of, day := v.partnerAt(lost), dayNumberOf(&v.asOf, noSince)
	seen := make([]bool, len(v.kept.nodes))
	seen[v.nodes[lost]] = true
	for _, chain := range of.chains {
		for _, number := range v.kept.inChain[chain] {
			node := &v.kept.nodes[number]
			if seen[number] || node.partner.tasks&of.tasks == 0 || !node.exists(day) {
				continue
			}
			seen[number] = true
			kin = append(kin, kinship{number: number, shared: countCommon(of.chains, node.partner.chains) + (of.tasks & node.partner.tasks).len()})
		}
	}
	return kin
}

// meetRegions tells of each region touched which of the kin it still has, and of these with which regions they are.
func (v *networkView) meetRegions(kin []kinship, touched []RegionImpact) {
	// placeInKin has, by number of the node, the place in kin, counted from 1.
	placeInKin := make([]int32, len(v.kept.nodes))
	for place, other := range kin {
		placeInKin[other.number] = int32(place + 1)
	}
	all, day := regionSet(0), dayNumberOf(&v.asOf, noSince)
	for i := range touched {
		region := regionSetOf(touched[i].RegionCode)
		all |= region
		edges := v.kept.edgesFrom(EdgeCollaboration, v.kept.numbers[MakeID(KindRegion, touched[i].RegionCode)])
		for at := range edges {
			edge := &edges[at]
			if place := placeInKin[edge.target]; place > 0 && edge.holds(day) && v.meant.has(edge) {
				kin[place-1].collaborates |= region
				touched[i].remains(v.kept.nodes[edge.target].key())
			}
		}
	}
	for i := range kin {
		kin[i].works = kin[i].collaborates | v.kept.nodes[kin[i].number].partner.worksAt&all
	}
}

// countCommon is how many values two lists have in common.
func countCommon[T comparable](a, b []T) (number int) {
	for _, value := range a {
		if slices.Contains(b, value) {
			number++
		}
	}
	return number
}

// common returns the values of the first list that the second has too.
func common[T comparable](a, b []T) []T {
	return slices.DeleteFunc(slices.Clone(orNone(a)), func(value T) bool { return !slices.Contains(b, value) })
}

// regionsLosing returns the regions that collaborate with a partner, in order of code.
func (v *networkView) regionsLosing(lost int32) []RegionImpact {
	impacts := []RegionImpact{}
	kind := ordinal(AllNetworkEdgeKinds(), EdgeCollaboration)
	for _, neighbour := range v.graph.Neighbours(lost) {
		for _, place := range v.joining(kind, v.nodes[neighbour], v.nodes[lost]) {
			edge := v.kept.edges[v.edges[place]]
			impacts = append(impacts, RegionImpact{RegionCode: v.kept.nodes[edge.source].key(), CollaborationUUID: edge.uuid(), RemainingKeys: []string{}})
		}
	}
	return impacts
}

// remains counts a partner that the region still has, and names the first.
func (i *RegionImpact) remains(key string) {
	i.RemainingCount++
	if len(i.RemainingKeys) < maxRemaining {
		i.RemainingKeys = append(i.RemainingKeys, key)
	}
}

func (v *networkView) chainImpacts(lost int32) []ChainImpact {
	of, day := v.partnerAt(lost), dayNumberOf(&v.asOf, noSince)
	impacts := []ChainImpact{}
	for _, chain := range of.chains {
		for _, task := range of.coreTasks {
			impact, wanted := ChainImpact{ChainCode: chain, CoreTask: task}, taskSetOf([]CoreTask{task})
			for _, number := range v.kept.inChain[chain] {
				node := &v.kept.nodes[number]
				if number != v.nodes[lost] && node.partner.tasks&wanted != 0 && node.exists(day) {
					impact.Remaining++
				}
			}
			impacts = append(impacts, impact)
		}
	}
	slices.SortStableFunc(impacts, func(a, b ChainImpact) int { return cmp.Compare(a.Remaining, b.Remaining) })
	return impacts
}

// cutOff returns the keys of the parts of a partner, and of the partners that fall apart from the rest without it.
func (v *networkView) cutOff(lost int32) []string {
	keys, whole := []string{}, v.keyAt(lost)
	joined := v.joinedWithout(lost)
	for place := range v.nodes {
		other := v.partnerAt(int32(place))
		if other == nil || int32(place) == lost {
			continue
		}
		if joined[place] || other.partOf != nil && *other.partOf == whole {
			keys = append(keys, v.keyAt(int32(place)))
		}
		if len(keys) == maxCutOff {
			break
		}
	}
	return keys
}

// joinedWithout marks the nodes that only a node joins to the largest part of what is around it.
func (v *networkView) joinedWithout(lost int32) []bool {
	cut, seen := make([]bool, len(v.nodes)), make([]bool, len(v.nodes))
	seen[lost] = true
	around := v.graph.Neighbours(lost)
	var parts [][]int32
	largest := 0
	for _, neighbour := range around {
		if seen[neighbour] {
			continue
		}
		hangsTogether := func() bool {
			return len(parts) == 0 && !slices.ContainsFunc(around, func(node int32) bool { return !seen[node] })
		}
		part := v.reach(neighbour, seen, hangsTogether)
		if hangsTogether() {
			return cut
		}
		parts = append(parts, part)
		if len(part) > len(parts[largest]) {
			largest = len(parts) - 1
		}
	}
	for i, part := range parts {
		for _, place := range part {
			cut[place] = i != largest
		}
	}
	return cut
}

// reach returns what can be reached from a node, and marks it as seen: all of it, or less when that is enough.
func (v *networkView) reach(from int32, seen []bool, enough func() bool) []int32 {
	seen[from] = true
	reached := []int32{from}
	for i := 0; i < len(reached) && !enough(); i++ {
		for _, neighbour := range v.graph.Neighbours(reached[i]) {
			if !seen[neighbour] {
				seen[neighbour] = true
				reached = append(reached, neighbour)
			}
		}
	}
	return reached
}

// substitutes ranks the kin of a partner that drops out, and tells of the first.
func (v *networkView) substitutes(lost int32, kin []kinship, touched []RegionImpact) []Substitute {
	first := make([]kinship, 0, maxSubstitutes+1)
	for _, other := range kin {
		if len(first) == maxSubstitutes && compareKin(other, first[maxSubstitutes-1]) > 0 {
			continue
		}
		place, _ := slices.BinarySearchFunc(first, other, compareKin)
		first = slices.Insert(first, place, other)
		first = first[:min(len(first), maxSubstitutes)]
	}
	substitutes := make([]Substitute, len(first))
	for i, other := range first {
		substitutes[i] = v.substitute(v.partnerAt(lost), other, touched)
	}
	return substitutes
}

func (v *networkView) substitute(of *keptPartner, other kinship, touched []RegionImpact) Substitute {
	node := v.kept.nodes[other.number]
	substitute := Substitute{
		PartnerKey: node.key(), RegionCodes: []string{}, CollaboratesWithCodes: []string{}, AreaUnknown: node.partner.areaUnknown(),
		SharedCoreTasks: common(of.coreTasks, node.partner.coreTasks), SharedChainCodes: common(of.chains, node.partner.chains),
	}
	for _, region := range touched {
		if other.collaborates&regionSetOf(region.RegionCode) != 0 {
			substitute.CollaboratesWithCodes = append(substitute.CollaboratesWithCodes, region.RegionCode)
		}
		if other.works&regionSetOf(region.RegionCode) != 0 {
			substitute.RegionCodes = append(substitute.RegionCodes, region.RegionCode)
		}
	}
	if len(touched) > 0 {
		substitute.Score = float64(len(substitute.RegionCodes)) / float64(len(touched))
	}
	return substitute
}

// compareKin puts first who works in the most of the regions touched, then who collaborates with the most, then who has the most in
// common.
func compareKin(a, b kinship) int {
	return cmp.Or(cmp.Compare(b.works.len(), a.works.len()), cmp.Compare(b.collaborates.len(), a.collaborates.len()),
		cmp.Compare(b.shared, a.shared), cmp.Compare(a.number, b.number))
}
