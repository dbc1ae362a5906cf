package storetest

import (
	"slices"
	"strings"

	"ketenkaart/registry"
)

// described says whether a partner is as described on the day, be it there or not.
func (m *model) described(p registry.Partner, f registry.PartnerFilter, day registry.Date) bool {
	return m.meetsFacts(p, f, day) && m.meetsAdoption(p, f, day) &&
		(f.Collaboration == nil || len(m.edgesOf(p, day, f.Collaboration)) > 0) &&
		(f.NoCollaboration == nil || len(m.edgesOf(p, day, f.NoCollaboration)) == 0) &&
		(f.Counterpart == nil || m.meetsCounterpart(p, *f.Counterpart, day)) &&
		(f.Shared == nil || len(m.edgesOf(p, day, &f.Shared.Collaboration)) >= f.Shared.AtLeast)
}

// existed lets an end pass when ended partners are included; a partner that is yet to begin has not ended.
func existed(p registry.Partner, includeEnded bool, day registry.Date) bool {
	if includeEnded {
		p.Until = nil
	}
	return p.Exists(day)
}

func (m *model) meetsFacts(p registry.Partner, f registry.PartnerFilter, day registry.Date) bool {
	var certainty []registry.Certainty
	if p.Provenance != nil {
		certainty = append(certainty, p.Provenance.Certainty)
	}
	var ambition []registry.Profile
	if p.Ambition != nil && p.Ambition.Profile != nil {
		ambition = append(ambition, *p.Ambition.Profile)
	}
	return someOf(f.Keys, p.Key) && someOf(f.Identifiers, p.Identifiers.List()...) && someOf(f.CoreTasks, p.CoreTasks...) &&
		someOf(f.Sectors, p.SectorCodes...) && someOf(f.Ambitions, ambition...) && someOf(f.Certainty, certainty...) &&
		m.meetsChain(p, f) && (f.WorksIn == nil || worksIn(p, f.WorksIn)) &&
		(f.National == nil || *f.National == p.National) && (f.AreaUnknown == nil || *f.AreaUnknown == (!p.National && len(p.WorkingAreas) == 0)) && (f.Connected == nil || *f.Connected == connected(p, day)) && finds(p.SearchText(), f.Tokens)
}

// meetsChain looks for one chain that is both of the codes and of the kind.
func (m *model) meetsChain(p registry.Partner, f registry.PartnerFilter) bool {
	if f.Chains == nil && f.ChainKind == nil {
		return true
	}
	return slices.ContainsFunc(m.data.Chains, func(c registry.Chain) bool {
		return slices.Contains(p.ChainCodes, c.Code) && someOf(f.Chains, c.Code) && (f.ChainKind == nil || *f.ChainKind == c.Kind)
	})
}

func worksIn(p registry.Partner, regions []string) bool {
	return p.National || slices.ContainsFunc(p.WorkingAreas, func(a registry.WorkingArea) bool { return slices.Contains(regions, a.RegionCode) })
}

// connected takes a year or a month for its first day.
func connected(p registry.Partner, day registry.Date) bool {
	first := func(known *registry.PartialDate, unknown registry.Date) registry.Date {
		if known == nil {
			return unknown
		}
		return registry.Date(string(*known) + "-01-01"[len(*known)-len("2014"):])
	}
	return slices.ContainsFunc(p.Connections, func(c registry.FacilityLink) bool {
		return first(c.Since, "") <= day && day < first(c.Until, "9999-12-31")
	})
}

func (m *model) edgesOf(p registry.Partner, day registry.Date, f *registry.CollaborationFilter) []registry.Collaboration {
	return m.selectEdges(registry.CollaborationSelect{Partners: []string{p.Key}, AsOf: &day, Filter: f})
}

// adopters are the adoptions of the partner on the day: one at most, where the rules are kept.
func (m *model) adopters(p registry.Partner, day registry.Date, certainty []registry.Certainty) []registry.Adoption {
	all := m.selectAdoptions(registry.AdoptionSelect{Partners: []string{p.Key}, AsOf: &day})
	return slices.DeleteFunc(all, func(a registry.Adoption) bool { return !certain(a.Provenance, certainty) })
}

func certain(p *registry.Provenance, certainty []registry.Certainty) bool {
	return certainty == nil || p != nil && slices.Contains(certainty, p.Certainty)
}

func (m *model) meetsAdoption(p registry.Partner, f registry.PartnerFilter, day registry.Date) bool {
	adopters := m.adopters(p, day, f.AdoptionCertainty)
	return (f.Adopted == nil || *f.Adopted == (len(adopters) > 0)) &&
		someOf(f.AdoptedBy, names(adopters, func(a registry.Adoption) string { return a.RegionCode })...)
}

func (m *model) meetsCounterpart(p registry.Partner, f registry.CounterpartFilter, day registry.Date) bool {
	adopters := m.adopters(p, day, f.Certainty)
	ours := m.edgesOf(p, day, &registry.CollaborationFilter{Regions: []string{f.Region}, Certainty: f.Certainty})
	all := m.edgesOf(p, day, &registry.CollaborationFilter{Certainty: f.Certainty})
	switch f.List {
	case registry.OurAdoptionRegions:
		return slices.ContainsFunc(adopters, func(a registry.Adoption) bool {
			mandated := slices.ContainsFunc(a.Mandates, func(given registry.Mandate) bool {
				return given.RegionCode == f.Region && given.Holds(day)
			})
			return a.RegionCode != f.Region && (mandated || worksIn(p, []string{f.Region}) || len(ours) > 0)
		})
	case registry.PartnersWeAdopted:
		return slices.ContainsFunc(adopters, func(a registry.Adoption) bool { return a.RegionCode == f.Region })
	default:
		return len(adopters) == 0 && len(ours) > 0 && len(all) > len(ours)
	}
}

// facet counts the partners of the whole list by each value that they have.
func (m *model) facet(facet registry.Facet, query registry.PartnerQuery) map[string]int {
	query.Page = registry.Page{Limit: len(m.data.Partners)}
	counts := map[string]int{}
	for _, p := range m.listPartners(query).Items {
		for _, value := range m.values(facet, p, query) {
			counts[value]++
		}
	}
	return counts
}

// values are those that a partner has for a facet, each once.
func (m *model) values(facet registry.Facet, p registry.Partner, query registry.PartnerQuery) []string {
	var values []string
	switch facet {
	case registry.FacetCoreTasks:
		values = names(p.CoreTasks, func(task registry.CoreTask) string { return string(task) })
	case registry.FacetProfiles:
		values = names(m.edgesOf(p, query.AsOf, query.Filter.Collaboration), func(c registry.Collaboration) string { return string(c.Profile) })
	case registry.FacetRegions:
		values = names(m.edgesOf(p, query.AsOf, query.Filter.Collaboration), func(c registry.Collaboration) string { return c.RegionCode })
	case registry.FacetSectors:
		values = p.SectorCodes
	case registry.FacetChains:
		values = p.ChainCodes
	}
	values = slices.Clone(values)
	slices.Sort(values)
	return slices.Compact(values)
}

func (m *model) meetsAgreement(a registry.Agreement, f registry.AgreementFilter, day registry.Date) bool {
	return m.findsAgreement(a, f.Tokens) && someOf(f.Regions, a.RegionCodes...) && someOf(f.Partners, a.PartnerKeys...) && someOf(f.LedBy, listed(a.LedBy)...) &&
		someOf(f.Status, a.Status(day)) && (f.InForce == nil || *f.InForce == a.InForce(day)) && m.meetsBound(a, f) &&
		someOf(f.Profiles, names(a.Pairs, func(p registry.AgreedPair) registry.Profile { return p.Profile })...) &&
		someOf(f.EmptyDimensions, a.EmptyDimensions()...) && someOf(f.WaitingFor, a.WaitingFor()...) &&
		(f.EndsBefore == nil || a.Until != nil && *a.Until < *f.EndsBefore) &&
		(f.EvaluationDueBefore == nil || m.evaluationDue(a, *f.EvaluationDueBefore)) &&
		(f.Reviewed == nil || *f.Reviewed == (a.ReviewedOn != nil)) && certain(a.Provenance, f.Certainty) && !slices.Contains(f.Without, a.UUID)
}

// findsAgreement says whether each token begins a word of the title, or of a name of some party.
func (m *model) findsAgreement(a registry.Agreement, tokens []string) bool {
	texts := []string{a.SearchText()}
	for _, p := range m.boundBy(a) {
		texts = append(texts, p.SearchText())
	}
	for _, r := range m.data.Regions {
		if slices.Contains(a.RegionCodes, r.Code) {
			texts = append(texts, r.SearchText())
		}
	}
	return finds(strings.Join(texts, " "), tokens)
}

// listed returns a value, if there is one, as a list.
func listed[T any](value *T) []T {
	if value == nil {
		return nil
	}
	return []T{*value}
}

// boundBy returns the partners of an agreement, as they are now.
func (m *model) boundBy(a registry.Agreement) []registry.Partner {
	return slices.DeleteFunc(slices.Clone(m.data.Partners), func(p registry.Partner) bool { return !slices.Contains(a.PartnerKeys, p.Key) })
}

// meetsBound looks at sectors and chains, of which a partner may have one and another partner the other.
func (m *model) meetsBound(a registry.Agreement, f registry.AgreementFilter) bool {
	if f.Sectors == nil && f.Chains == nil {
		return true
	}
	var sectors []string
	chains := a.ChainCodes
	for _, p := range m.boundBy(a) {
		sectors, chains = slices.Concat(sectors, p.SectorCodes), slices.Concat(chains, p.ChainCodes)
	}
	return someOf(f.Sectors, sectors...) && someOf(f.Chains, chains...)
}

func (m *model) evaluationDue(a registry.Agreement, before registry.Date) bool {
	return slices.ContainsFunc(m.evaluations, func(e registry.InformalEvaluation) bool {
		return e.AgreementUUID != nil && *e.AgreementUUID == a.UUID && e.NextOn != nil && *e.NextOn < before && e.FollowedOn == nil
	})
}
