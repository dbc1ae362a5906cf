package neo4j

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"ketenkaart/registry"
)

// Partners implements registry.Reader.
func (r *reader) Partners(ctx context.Context, of registry.PartnerSelect) ([]registry.Partner, error) {
	name, keys := "Partners", of.Keys
	if of.PartOf != nil {
		name, keys = "PartsOfPartners", of.PartOf
	}
	records, err := r.rows(ctx, r.library.Text(name), map[string]any{"keys": keys})
	if err != nil {
		return nil, err
	}
	partners := make([]registry.Partner, 0, len(records))
	for _, record := range records {
		partner, err := partnerOf(record.Values)
		if err != nil {
			return nil, err
		}
		partners = append(partners, partner)
	}
	return partners, nil
}

// partnerOf reads the properties of a partner and the list of those of its working areas and connections.
func partnerOf(values []any) (registry.Partner, error) {
	p := propertiesOf(values[0])
	contacts, err := things[registry.ContactPoint](p, "contactPoints")
	partner := registry.Partner{
		Key: p.text("key"), Name: p.text("name"), ShortName: optional[string](p, "shortName"),
		Aliases: texts[string](p, "aliases"), CoreTasks: texts[registry.CoreTask](p, "coreTasks"),
		Capacities: texts[string](p, "capacities"), InCareOf: texts[string](p, "inCareOf"),
		Ambition: p.ambition(), SectorCodes: texts[string](p, "sectors"), ChainCodes: texts[string](p, "chains"),
		Classification: p.provenance("classificationSource", "classificationCertainty", "classificationNote"),
		PartOfKey:      optional[string](p, "partOf"), National: p.flag("national"),
		Identifiers: p.identifiers(), Website: optional[registry.URL](p, "website"), ContactPoints: contacts,
		Since: p.optionalDate("since"), Until: p.optionalDate("until"), EndReason: optional[string](p, "endReason"),
		Provenance: p.ownProvenance(), Stamp: p.stamp(),
		Counted: countOf(p),
	}
	edges, _ := values[1].([]any)
	partner.WorkingAreas, partner.Connections = edgesOf(edges)
	return partner, err
}

// edgesOf tells working areas from connections by their properties, and puts each in the order given.
func edgesOf(edges []any) ([]registry.WorkingArea, []registry.FacilityLink) {
	areas, connections := []registry.WorkingArea{}, []registry.FacilityLink{}
	slices.SortFunc(edges, func(a, b any) int {
		return cmp.Compare(propertiesOf(a).number("_place"), propertiesOf(b).number("_place"))
	})
	for _, edge := range edges {
		p := propertiesOf(edge)
		if region, ok := p["region"].(string); ok {
			areas = append(areas, registry.WorkingArea{
				RegionCode: region, Municipalities: p.optionalNumber("municipalities"), Provenance: p.ownProvenance(),
			})
			continue
		}
		connections = append(connections, registry.FacilityLink{
			Facility: p.text("facility"), Since: optional[registry.PartialDate](p, "since"),
			Until: optional[registry.PartialDate](p, "until"), Provenance: p.ownProvenance(),
		})
	}
	return areas, connections
}

// ListPartners implements registry.Reader.
func (r *reader) ListPartners(ctx context.Context, queries []registry.PartnerQuery) ([]registry.PartnerList, error) {
	questions := make([]question, len(queries))
	for i, query := range queries {
		questions[i] = r.partnerPage(query)
	}
	pages, err := r.answers(ctx, questions)
	if err != nil {
		return nil, err
	}
	lists := make([]registry.PartnerList, len(queries))
	for i, values := range pages {
		if partners, ok := values[2].(int64); ok && r.partners != nil {
			r.partners.Store(partners)
		}
		if lists[i], err = partnerList(queries[i], values); err != nil {
			return nil, err
		}
	}
	return lists, nil
}

func (r *reader) partnerPage(query registry.PartnerQuery) question {
	property, place := partnerOrder(query.Order.Field)
	walk := walkOf(query.Page, query.Order.Direction)
	where := r.partnerConditions(query)
	walk.setEnds(where.params, place, "", last)
	statement := strings.ReplaceAll(walk.direct(r.partnerWalk(query, where)), "_nameOrder", property)
	return question{text: statement, columns: "page, total, partners", params: where.params}
}

// partnerWalk chooses the statement of a list by its order, and by where few partners are found.
func (r *reader) partnerWalk(query registry.PartnerQuery, where *conditions) string {
	chosen := r.from(query.Filter, where)
	name, partner := "ListPartners", ""
	switch {
	case query.Order.Field != registry.ByName:
		name, partner = "ListCountedByDay", "PageCountedPartner"
		if chosen["source"] != "" {
			name = "ListFewCountedByDay"
		}
	case r.countsAlong(query.With):
		return r.countedPartners(query, where, chosen["source"])
	case chosen["source"] == r.library.Text("PartnersByAdoption"):
		chosen["source"], chosen["order"] = r.library.Text("WalkAdoptedPartners"), r.library.Text("OrderAdoptedPartners")
	}
	chosen["page"] = r.library.get("PageOfPartners", choices{"around": r.around(query.With, partner, where.params)})
	return r.library.get(name, chosen)
}

// countedPartners is the statement of a list that is counted along with its page.
func (r *reader) countedPartners(query registry.PartnerQuery, where *conditions, source string) string {
	chosen := choices{"filter": where.and(), "around": r.around(query.With, "", where.params)}
	if source != "" {
		chosen["source"] = source
	} else if len(query.Filter.CoreTasks) == 1 {
		chosen["source"] = "MATCH (" + r.coreTask(query.Filter.CoreTasks[0]) + ")"
	}
	return r.library.get("ListCountedPartners", chosen)
}

// partnerOrder returns the property of an order, and how a place in it is written.
func partnerOrder(field registry.PartnerOrderField) (string, func(registry.Key) string) {
	switch field {
	case registry.ByCollaborations:
		return "_collaborationsOrder", numberPlace
	case registry.ByLatestCollaboration:
		return "_latestOrder", textPlace
	default:
		return "_nameOrder", textPlace
	}
}

// from chooses the conditions and, when the filter allows, the index that finds few partners as their source.
func (r *reader) from(filter registry.PartnerFilter, where *conditions) choices {
	source := ""
	switch {
	case filter.Tokens != nil:
		source = "PartnersBySearch"
		where.add("PartnerFound", map[string]any{"search": searchFor(filter.Tokens)})
	case filter.Keys != nil:
		source = "PartnersByKey"
	case filter.Counterpart != nil && filter.Counterpart.List == registry.PartnersWeAdopted:
		source, where.params["adopter"] = "PartnersByAdoption", filter.Counterpart.Region
	case len(filter.AdoptedBy) == 1:
		source, where.params["adopter"] = "PartnersByAdoption", filter.AdoptedBy[0]
	case filter.Identifiers != nil:
		source = "PartnersByIdentifier"
	}
	chosen := where.apart("PartnersCostly")
	if source != "" {
		chosen["source"] = r.library.Text(source)
	}
	return chosen
}

// CollaborationCounts implements registry.Reader.
func (r *reader) CollaborationCounts(ctx context.Context, partners []string, asOf registry.Date) (map[string]registry.CollaborationCount, error) {
	params := map[string]any{"keys": distinct(partners), "asOf": date(asOf)}
	records, err := r.rows(ctx, r.library.Text("CollaborationCounts"), params)
	if err != nil {
		return nil, err
	}
	counts := make(map[string]registry.CollaborationCount, len(records))
	for _, record := range records {
		key, _ := record.Values[0].(string)
		counts[key] = countOf(propertiesOf(record.Values[1]))
	}
	return counts, nil
}

// countOf reads what is kept of one period.
func countOf(p properties) registry.CollaborationCount {
	return registry.CollaborationCount{InForce: p.number("inForce"), LatestSince: p.date("latestSince")}
}

// CountPartners implements registry.Reader.
func (r *reader) CountPartners(ctx context.Context, queries []registry.PartnerQuery) ([]int, error) {
	counts := make([]int, 0, len(queries))
	for _, query := range queries {
		where := r.partnerConditions(query)
		count, err := r.count(ctx, r.library.get("CountPartners", r.from(query.Filter, where)), where.params)
		if err != nil {
			return nil, err
		}
		counts = append(counts, count)
	}
	return counts, nil
}

// PartnerFacet implements registry.Reader.
func (r *reader) PartnerFacet(ctx context.Context, facet registry.Facet, query registry.PartnerQuery) (map[string]int, error) {
	where := r.partnerConditions(query)
	statement := r.facetStatement(facet, query, r.from(query.Filter, where), where.params)
	records, err := r.counts(ctx, statement, where.params)
	if err != nil {
		return nil, err
	}
	counts := map[string]int{}
	for _, record := range records {
		value, _ := record.Values[0].(string)
		count, _ := record.Values[1].(int64)
		if facet == registry.FacetProfiles {
			value = string(profileOf(value))
		}
		counts[value] = int(count)
	}
	return counts, nil
}

func (r *reader) facetStatement(facet registry.Facet, query registry.PartnerQuery, chosen choices, params map[string]any) string {
	switch facet {
	case registry.FacetSectors:
		return r.library.get("FacetSectors", chosen)
	case registry.FacetChains:
		return r.library.get("FacetChains", chosen)
	case registry.FacetProfiles, registry.FacetRegions:
		name := map[registry.Facet]string{registry.FacetProfiles: "FacetProfiles", registry.FacetRegions: "FacetRegions"}[facet]
		chosen["collaboration"] = r.collaborationConditions("facet", query.Filter.Collaboration, params).and()
		return ofProfiles(r.library.get(name, chosen), query.Filter.Collaboration)
	default:
		return r.library.get("FacetCoreTasks", chosen)
	}
}
