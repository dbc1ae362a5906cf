package storetest

import (
	"cmp"
	"slices"
	"strings"

	"ketenkaart/registry"
)

// model is a store as plainly as it can be told: lists, and loops over them. It does not check references.
type model struct {
	data registry.Dataset
	// reviews and evaluations are no part of a Dataset.
	reviews     []registry.PeerReview
	evaluations []registry.InformalEvaluation
}

// replace puts a thing in the place of the one that it replaces, or at the end.
func replace[T any](list []T, thing T, key func(T) string) []T {
	list = slices.Clone(list)
	for i := range list {
		if key(list[i]) == key(thing) {
			list[i] = thing
			return list
		}
	}
	return append(list, thing)
}

func replaceAll[T any](list, things []T, key func(T) string) []T {
	for _, thing := range things {
		list = replace(list, thing, key)
	}
	return list
}

func edgeID(c registry.Collaboration) string      { return c.UUID }
func adoptionID(a registry.Adoption) string       { return a.UUID }
func neighboursPair(n registry.Neighbours) string { return n.A + " " + n.B }

func (m *model) put(data registry.Dataset) {
	m.data.Ministries = replaceAll(m.data.Ministries, data.Ministries, ministryCode)
	m.data.Sectors = replaceAll(m.data.Sectors, data.Sectors, sectorCode)
	m.data.Chains = replaceAll(m.data.Chains, data.Chains, chainCode)
	m.data.Regions = replaceAll(m.data.Regions, data.Regions, regionCode)
	m.data.Neighbours = replaceAll(m.data.Neighbours, data.Neighbours, neighboursPair)
	m.data.Municipalities = replaceAll(m.data.Municipalities, data.Municipalities, municipalityCode)
	m.data.Partners = replaceAll(m.data.Partners, data.Partners, partnerKey)
	m.data.Collaborations = replaceAll(m.data.Collaborations, data.Collaborations, edgeID)
	m.data.Adoptions = replaceAll(m.data.Adoptions, data.Adoptions, adoptionID)
	m.data.Agreements = replaceAll(m.data.Agreements, sortedCodes(data.Agreements), agreementUUID)
}

// pick takes the things of some codes, or all, in an order.
func pick[T any](list []T, codes []string, code, place func(T) string) []T {
	list = slices.DeleteFunc(slices.Clone(list), func(thing T) bool { return codes != nil && !slices.Contains(codes, code(thing)) })
	slices.SortFunc(list, func(a, b T) int { return cmp.Or(cmp.Compare(place(a), place(b)), cmp.Compare(code(a), code(b))) })
	return list
}

func sectorSort(s registry.Sector) string             { return registry.SortName(s.Name) }
func municipalitySort(m registry.Municipality) string { return registry.SortName(m.Name) }

func (m *model) removeEdges(uuids []string) {
	m.data.Collaborations = slices.DeleteFunc(slices.Clone(m.data.Collaborations), func(c registry.Collaboration) bool {
		return slices.Contains(uuids, c.UUID)
	})
}

func (m *model) removeAdoptions(uuids []string) {
	m.data.Adoptions = slices.DeleteFunc(slices.Clone(m.data.Adoptions), func(a registry.Adoption) bool {
		return slices.Contains(uuids, a.UUID)
	})
}

// someOf says whether one of what there is, is wanted; nil wants all.
func someOf[T comparable](wanted []T, there ...T) bool {
	return wanted == nil || slices.ContainsFunc(there, func(value T) bool { return slices.Contains(wanted, value) })
}

// counted returns a partner with what an order goes by on the day, which lists by name leave out.
func (m *model) counted(p registry.Partner, order registry.PartnerOrder, day registry.Date) registry.Partner {
	p.Counted = registry.CollaborationCount{}
	if order.Field != registry.ByName {
		p.Counted = m.countOf(p.Key, day)
	}
	return p
}

func (m *model) countOf(key string, day registry.Date) (count registry.CollaborationCount) {
	for _, c := range m.data.Collaborations {
		if c.PartnerKey == key && c.Holds(day) {
			count.InForce++
			count.LatestSince = max(count.LatestSince, c.Since)
		}
	}
	return count
}

func (m *model) countsOf(keys []string, day registry.Date) map[string]registry.CollaborationCount {
	counts := map[string]registry.CollaborationCount{}
	for _, p := range m.data.Partners {
		if slices.Contains(keys, p.Key) {
			counts[p.Key] = m.countOf(p.Key, day)
		}
	}
	return counts
}

// partners returns those that are wanted, in order of sort name, then key.
func (m *model) partners(wanted func(registry.Partner) bool) []registry.Partner {
	list := []registry.Partner{}
	for _, p := range m.data.Partners {
		if wanted(p) {
			list = append(list, p)
		}
	}
	slices.SortFunc(list, byPlace(func(p registry.Partner) registry.Key { return partnerPlace(byName(registry.Ascending), p) }))
	return list
}

func (m *model) selectPartners(of registry.PartnerSelect) []registry.Partner {
	return m.partners(func(p registry.Partner) bool {
		return slices.Contains(of.Keys, p.Key) || p.PartOfKey != nil && slices.Contains(of.PartOf, *p.PartOfKey)
	})
}

// edges returns those that are wanted, in order of partner, region, since.
func (m *model) edges(wanted func(registry.Collaboration) bool) []registry.Collaboration {
	list := []registry.Collaboration{}
	for _, c := range m.data.Collaborations {
		if wanted(c) {
			list = append(list, c)
		}
	}
	slices.SortFunc(list, func(a, b registry.Collaboration) int {
		return cmp.Or(cmp.Compare(a.PartnerKey, b.PartnerKey), cmp.Compare(a.RegionCode, b.RegionCode), cmp.Compare(a.Since, b.Since))
	})
	return list
}

func (m *model) selectEdges(of registry.CollaborationSelect) []registry.Collaboration {
	return m.edges(func(c registry.Collaboration) bool {
		named := slices.Contains(of.UUIDs, c.UUID) || slices.Contains(of.Pairs, c.Pair()) || slices.Contains(of.Partners, c.PartnerKey)
		return named && (of.AsOf == nil || of.Filter.PeriodOf().Meets(c.Period, *of.AsOf)) && of.Filter.Meets(c)
	})
}

// adoptions returns those that are wanted, in order of partner, since.
func (m *model) adoptions(wanted func(registry.Adoption) bool) []registry.Adoption {
	list := []registry.Adoption{}
	for _, a := range m.data.Adoptions {
		if wanted(a) {
			list = append(list, a)
		}
	}
	slices.SortFunc(list, func(a, b registry.Adoption) int {
		return cmp.Or(cmp.Compare(a.PartnerKey, b.PartnerKey), cmp.Compare(a.Since, b.Since))
	})
	return list
}

func (m *model) selectAdoptions(of registry.AdoptionSelect) []registry.Adoption {
	return m.adoptions(func(a registry.Adoption) bool {
		named := slices.Contains(of.UUIDs, a.UUID) || slices.Contains(of.Partners, a.PartnerKey)
		return named && (of.AsOf == nil || a.Holds(*of.AsOf))
	})
}

// byPlace orders by the value that orders, then the tie breaker.
func byPlace[T any](place func(T) registry.Key) func(a, b T) int {
	return func(a, b T) int { return comparePlaces(place(a), place(b)) }
}

func comparePlaces(a, b registry.Key) int {
	return cmp.Or(cmp.Compare(a.Number, b.Number), cmp.Compare(a.Text, b.Text), cmp.Compare(a.Tie, b.Tie))
}

// modelPage orders a list and gives the page of it: what lies between the keys, from the end that the page asks for.
func modelPage[T any](list []T, place func(T) registry.Key, direction registry.OrderDirection, page registry.Page) registry.List[T] {
	sign := 1
	if direction == registry.Descending {
		sign = -1
	}
	list = slices.DeleteFunc(slices.Clone(list), func(item T) bool {
		return page.After != nil && sign*comparePlaces(place(item), *page.After) <= 0 ||
			page.Before != nil && sign*comparePlaces(place(item), *page.Before) >= 0
	})
	slices.SortFunc(list, func(a, b T) int { return sign * comparePlaces(place(a), place(b)) })
	more := len(list) > page.Limit
	if more && page.Backward {
		list = list[len(list)-page.Limit:]
	} else if more {
		list = list[:page.Limit]
	}
	return registry.List[T]{Items: list, More: more}
}

func (m *model) listPartners(query registry.PartnerQuery) registry.List[registry.Partner] {
	met := m.partners(func(p registry.Partner) bool {
		return (query.AnyDay || existed(p, query.Filter.IncludeEnded, query.AsOf)) && m.described(p, query.Filter, query.AsOf)
	})
	for i := range met {
		met[i] = m.counted(met[i], query.Order, query.AsOf)
	}
	return modelPage(met, func(p registry.Partner) registry.Key { return partnerPlace(query.Order, p) }, query.Order.Direction, query.Page)
}

func (m *model) listEdges(query registry.CollaborationQuery) registry.List[registry.Collaboration] {
	met := m.edges(func(c registry.Collaboration) bool {
		return (query.Region == "" || query.Region == c.RegionCode) && query.Filter.Period.Meets(c.Period, query.AsOf) && query.Filter.Meets(c)
	})
	return modelPage(met, func(c registry.Collaboration) registry.Key { return edgePlace(query.Order, c) }, query.Order.Direction, query.Page)
}

func (m *model) listAdoptions(query registry.AdoptionQuery) registry.List[registry.Adoption] {
	met := m.adoptions(func(a registry.Adoption) bool {
		return (query.Region == "" || query.Region == a.RegionCode) && query.Period.Meets(a.Period, query.AsOf) && certain(a.Provenance, query.Certainty)
	})
	return modelPage(met, adoptionPlace, registry.Ascending, query.Page)
}

// finds says whether each token is the beginning of a word of the text.
func finds(text string, tokens []string) bool {
	for _, token := range tokens {
		if !slices.ContainsFunc(strings.Fields(text), func(word string) bool { return strings.HasPrefix(word, token) }) {
			return false
		}
	}
	return true
}

func (m *model) search(query registry.SearchQuery) []string {
	type found struct{ name, id string }
	var all []found
	add := func(name, id, text string) {
		if finds(text, query.Tokens) {
			all = append(all, found{registry.SortName(name), id})
		}
	}
	for _, r := range m.data.Regions {
		add(r.Name, r.ID(), r.SearchText())
	}
	for _, g := range m.data.Municipalities {
		if g.Exists(query.AsOf) {
			add(g.Name, g.ID(), g.SearchText())
		}
	}
	for _, s := range m.data.Sectors {
		add(s.Name, s.ID(), s.SearchText())
	}
	for _, c := range m.data.Chains {
		add(c.Name, c.ID(), c.SearchText())
	}
	for _, p := range m.data.Partners {
		if p.Exists(query.AsOf) {
			add(p.Name, p.ID(), p.SearchText())
		}
	}
	for _, a := range m.data.Agreements {
		if !slices.Contains(query.Without, a.UUID) {
			add(a.Title, a.ID(), a.SearchText())
		}
	}
	slices.SortFunc(all, func(a, b found) int { return cmp.Or(cmp.Compare(a.name, b.name), cmp.Compare(a.id, b.id)) })
	return names(all[:min(len(all), query.Limit)], func(f found) string { return f.id })
}
