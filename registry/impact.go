package registry

import (
	"cmp"
	"context"
	"iter"
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
	kin := view.kinOf(lost, impact.Regions)
	for _, other := range kin {
		for _, i := range other.collaborates {
			impact.Regions[i].remains(view.keyAt(other.place))
		}
	}
	impact.substitutes = view.substitutes(kin, impact.Regions)
	return impact, nil
}

// partnerAt is what is kept of the partner at a place; nil for what is none.
func (v *networkView) partnerAt(place int32) *keptPartner {
	return v.kept.nodes[v.nodes[place]].partner
}

func (v *networkView) keyAt(place int32) string { return v.kept.nodes[v.nodes[place]].key() }

// kinship is what a partner has in common with another.
type kinship struct {
	place     int32
	coreTasks []CoreTask
	chains    []string
	// collaborates are the places of the regions touched with which it collaborates.
	collaborates []int
}

// kinOf returns the partners that share a kerntaak and a chain with one, in order of key.
func (v *networkView) kinOf(lost int32, touched []RegionImpact) []kinship {
	of := v.partnerAt(lost)
	var kin []kinship
	// placeInKin has, by number of the node, the place in kin, counted from 1.
	placeInKin := make([]int32, len(v.kept.nodes))
	for place, number := range v.nodes {
		other := v.partnerAt(int32(place))
		if other == nil || int32(place) == lost || !meet(of.chains, other.chains) || !meet(of.coreTasks, other.coreTasks) {
			continue
		}
		kin = append(kin, kinship{place: int32(place), coreTasks: common(of.coreTasks, other.coreTasks), chains: common(of.chains, other.chains)})
		placeInKin[number] = int32(len(kin))
	}
	for i, region := range touched {
		for edge := range v.collaborationsOf(v.kept.numbers[MakeID(KindRegion, region.RegionCode)]) {
			if place := placeInKin[edge.target]; place > 0 {
				kin[place-1].collaborates = append(kin[place-1].collaborates, i)
			}
		}
	}
	return kin
}

// collaborationsOf goes over those of a region, by its number, in order of the partner's key.
func (v *networkView) collaborationsOf(region int32) iter.Seq[keptEdge] {
	return func(yield func(keptEdge) bool) {
		kind := ordinal(AllNetworkEdgeKinds(), EdgeCollaboration)
		for _, i := range v.edges[v.first(keptEdge{kind: kind, source: region}):] {
			edge := v.kept.edges[i]
			if edge.kind != kind || edge.source != region || !yield(edge) {
				return
			}
		}
	}
}

// meet says whether two lists have a value in common.
func meet[T comparable](a, b []T) bool {
	return slices.ContainsFunc(a, func(value T) bool { return slices.Contains(b, value) })
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
	of := v.partnerAt(lost)
	impacts := []ChainImpact{}
	for _, chain := range of.chains {
		for _, task := range of.coreTasks {
			impact := ChainImpact{ChainCode: chain, CoreTask: task}
			for place := range v.nodes {
				other := v.partnerAt(int32(place))
				if other != nil && int32(place) != lost && slices.Contains(other.chains, chain) && slices.Contains(other.coreTasks, task) {
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
	keys := []string{}
	joined := v.joinedWithout(lost)
	for place := range v.nodes {
		other := v.partnerAt(int32(place))
		if other == nil || int32(place) == lost {
			continue
		}
		if joined[place] || other.partOf != nil && *other.partOf == v.keyAt(lost) {
			keys = append(keys, v.keyAt(int32(place)))
		}
	}
	return keys[:min(len(keys), maxCutOff)]
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

// substitutes ranks the kin of a partner that drops out.
func (v *networkView) substitutes(kin []kinship, touched []RegionImpact) []Substitute {
	ranked := make([]Substitute, len(kin))
	for i, other := range kin {
		ranked[i] = v.substitute(other, touched)
	}
	slices.SortFunc(ranked, compareSubstitutes)
	return ranked[:min(len(ranked), maxSubstitutes)]
}

func (v *networkView) substitute(other kinship, touched []RegionImpact) Substitute {
	partner := v.partnerAt(other.place)
	candidate := Substitute{
		PartnerKey: v.keyAt(other.place), RegionCodes: []string{}, CollaboratesWithCodes: []string{}, AreaUnknown: partner.areaUnknown(),
		SharedCoreTasks: other.coreTasks, SharedChainCodes: other.chains,
	}
	for i, region := range touched {
		already := slices.Contains(other.collaborates, i)
		if already {
			candidate.CollaboratesWithCodes = append(candidate.CollaboratesWithCodes, region.RegionCode)
		}
		if already || partner.worksIn(region.RegionCode) {
			candidate.RegionCodes = append(candidate.RegionCodes, region.RegionCode)
		}
	}
	if len(touched) > 0 {
		candidate.Score = float64(len(candidate.RegionCodes)) / float64(len(touched))
	}
	return candidate
}

func compareSubstitutes(a, b Substitute) int {
	return cmp.Or(
		cmp.Compare(len(b.RegionCodes), len(a.RegionCodes)), cmp.Compare(len(b.CollaboratesWithCodes), len(a.CollaboratesWithCodes)),
		cmp.Compare(len(b.SharedChainCodes)+len(b.SharedCoreTasks), len(a.SharedChainCodes)+len(a.SharedCoreTasks)), cmp.Compare(a.PartnerKey, b.PartnerKey),
	)
}
