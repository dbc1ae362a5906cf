package storetest

import (
	"cmp"
	"slices"

	"ketenkaart/registry"
)

func agreementUUID(a registry.Agreement) string           { return a.UUID }
func reviewUUID(r registry.PeerReview) string             { return r.UUID }
func evaluationUUID(e registry.InformalEvaluation) string { return e.UUID }

func (m *model) agree(agreed Agreed) {
	m.put(registry.Dataset{Agreements: agreed.Agreements})
	m.reviews = replaceAll(m.reviews, agreed.Reviews, reviewUUID)
	m.evaluations = replaceAll(m.evaluations, agreed.Evaluations, evaluationUUID)
}

// sortedCodes gives agreements with the lists that a store sorts in their order.
func sortedCodes(agreements []registry.Agreement) []registry.Agreement {
	agreements = slices.Clone(agreements)
	for i := range agreements {
		for _, list := range []*[]string{&agreements[i].RegionCodes, &agreements[i].PartnerKeys, &agreements[i].ChainCodes} {
			*list = slices.Sorted(slices.Values(*list))
		}
		agreements[i].Pairs = slices.SortedFunc(slices.Values(agreements[i].Pairs), byPlace(pairPlace))
	}
	return agreements
}

// agreements returns those that are wanted, in order of UUID.
func (m *model) agreements(wanted func(registry.Agreement) bool) []registry.Agreement {
	list := []registry.Agreement{}
	for _, a := range m.data.Agreements {
		if wanted(a) {
			list = append(list, a)
		}
	}
	slices.SortFunc(list, func(a, b registry.Agreement) int { return cmp.Compare(a.UUID, b.UUID) })
	return list
}

func (m *model) selectAgreements(of registry.AgreementSelect) []registry.Agreement {
	found := m.agreements(func(a registry.Agreement) bool {
		return slices.Contains(of.UUIDs, a.UUID) || slices.ContainsFunc(of.Pairs, a.Binds) ||
			a.Supersedes != nil && slices.Contains(of.Amending, *a.Supersedes) ||
			slices.ContainsFunc(a.Commitments, func(c registry.Commitment) bool { return slices.Contains(of.Commitments, c.UUID) })
	})
	if of.WithoutPairs {
		return withoutPairs(found)
	}
	if of.OnlyPairs != nil {
		return onlyPairs(found, of.OnlyPairs)
	}
	return found
}

func withoutPairs(agreements []registry.Agreement) []registry.Agreement {
	for i := range agreements {
		agreements[i].Pairs = nil
	}
	return agreements
}

func onlyPairs(agreements []registry.Agreement, only []registry.Pair) []registry.Agreement {
	asked := map[registry.Pair]bool{}
	for _, pair := range only {
		asked[pair] = true
	}
	for i, a := range agreements {
		agreements[i].Pairs = slices.DeleteFunc(slices.Clone(a.Pairs), func(p registry.AgreedPair) bool { return !asked[p.Pair()] })
	}
	return agreements
}

func (m *model) pairsOf(agreement string) []registry.AgreedPair {
	for _, a := range m.data.Agreements {
		if a.UUID == agreement {
			return a.Pairs
		}
	}
	return nil
}

func (m *model) listPairs(query registry.AgreedPairQuery) registry.List[registry.AgreedPair] {
	return modelPage(m.pairsOf(query.AgreementUUID), pairPlace, registry.Ascending, query.Page)
}

func (m *model) listAgreements(query registry.AgreementQuery) registry.List[registry.Agreement] {
	met := m.agreements(func(a registry.Agreement) bool {
		return (query.Party == "" || slices.Contains(a.Parties(), query.Party)) && m.meetsAgreement(a, query.Filter, query.AsOf)
	})
	return modelPage(withoutPairs(met), func(a registry.Agreement) registry.Key { return agreementPlace(query.Order, a) }, query.Order.Direction, query.Page)
}

func (m *model) selectReviews(of registry.PeerReviewSelect) []registry.PeerReview {
	list := []registry.PeerReview{}
	for _, r := range m.reviews {
		if slices.Contains(of.UUIDs, r.UUID) || slices.Contains(of.Agreements, r.AgreementUUID) {
			list = append(list, r)
		}
	}
	slices.SortFunc(list, func(a, b registry.PeerReview) int {
		return cmp.Or(cmp.Compare(a.On, b.On), cmp.Compare(a.UUID, b.UUID))
	})
	return list
}

func (m *model) selectEvaluations(of registry.EvaluationSelect) []registry.InformalEvaluation {
	list := []registry.InformalEvaluation{}
	for _, e := range m.evaluations {
		ofCollaboration := slices.ContainsFunc(e.CollaborationUUIDs, func(id string) bool { return slices.Contains(of.Collaborations, id) })
		if slices.Contains(of.UUIDs, e.UUID) || e.AgreementUUID != nil && slices.Contains(of.Agreements, *e.AgreementUUID) || ofCollaboration {
			list = append(list, e)
		}
	}
	slices.SortFunc(list, func(a, b registry.InformalEvaluation) int {
		return cmp.Or(cmp.Compare(a.On, b.On), cmp.Compare(a.UUID, b.UUID))
	})
	return list
}

// entries are those of everyone's agenda.
func (m *model) entries() []registry.AgendaEntry {
	var entries []registry.AgendaEntry
	for _, a := range m.data.Agreements {
		entries = append(entries, a.Agenda()...)
	}
	for _, e := range m.evaluations {
		entries = append(entries, e.Agenda()...)
	}
	return entries
}

func (m *model) agenda(query registry.AgendaQuery) registry.List[registry.AgendaEntry] {
	entries := slices.DeleteFunc(m.entries(), func(e registry.AgendaEntry) bool {
		return e.PartyID != query.Party || e.On > query.Until || slices.Contains(query.Without, e.AgreementUUID)
	})
	return modelPage(entries, agendaPlace, registry.Ascending, query.Page)
}

func (m *model) countAgenda(query registry.AgendaQuery) int {
	query.Page = registry.Page{Limit: len(m.entries())}
	return len(m.agenda(query).Items)
}

// coverage is in order of region, then UUID.
func (m *model) coverage(query registry.CoverageQuery) []registry.Covering {
	list := []registry.Covering{}
	asked := func(p registry.Partner) bool {
		return query.Sector != "" && slices.Contains(p.SectorCodes, query.Sector) || query.Chain != "" && slices.Contains(p.ChainCodes, query.Chain)
	}
	for _, a := range m.agreements(func(a registry.Agreement) bool { return slices.ContainsFunc(m.boundBy(a), asked) }) {
		covering := registry.Covering{AgreementUUID: a.UUID, InForce: a.InForce(query.AsOf)}
		switch {
		case covering.InForce:
			covering.Since = new(registry.PartialDate(*a.Since))
		case a.OnRecord(query.AsOf):
			covering.Since = a.SignedOn
		default:
			continue
		}
		for _, covering.RegionCode = range a.RegionCodes {
			list = append(list, covering)
		}
	}
	slices.SortStableFunc(list, func(a, b registry.Covering) int { return cmp.Compare(a.RegionCode, b.RegionCode) })
	return list
}
