package neo4j

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"ketenkaart/registry"
)

// allTypes is how the Cypher files name the relationships of all profiles.
const allTypes = "KERNSAMENWERKING|STRUCTURELE_SAMENWERKING|KOPPELSAMENWERKING|ADHOC_SAMENWERKING|STANDBY_SAMENWERKING"

// typeOf is the type of the relationship that a profile is.
func typeOf(profile registry.Profile) string {
	switch profile {
	case registry.Standby:
		return "STANDBY_SAMENWERKING"
	case registry.Adhoc:
		return "ADHOC_SAMENWERKING"
	case registry.Koppel:
		return "KOPPELSAMENWERKING"
	case registry.Structureel:
		return "STRUCTURELE_SAMENWERKING"
	default:
		return "KERNSAMENWERKING"
	}
}

func profileOf(name string) registry.Profile {
	for _, profile := range registry.AllProfiles() {
		if typeOf(profile) == name {
			return profile
		}
	}
	return ""
}

// typesOf are the types that a filter leaves.
func typesOf(filter *registry.CollaborationFilter) []string {
	if filter == nil || filter.Profiles == nil {
		return strings.Split(allTypes, "|")
	}
	types := []string{}
	for _, profile := range distinct(filter.Profiles) {
		types = append(types, typeOf(profile))
	}
	return types
}

// ofProfiles lets the statement read the relationships of the filter's profiles alone.
func ofProfiles(statement string, filter *registry.CollaborationFilter) string {
	return strings.ReplaceAll(statement, allTypes, strings.Join(typesOf(filter), "|"))
}

// collaborationConditions are what s meets by a filter, whose values are fields of one parameter of the name.
func (r *reader) collaborationConditions(param string, filter *registry.CollaborationFilter, params map[string]any) *conditions {
	where := r.library.conditions(params)
	addPeriod(where, "Collaboration", filter.PeriodOf())
	r.addEdgeFilter(where, param, filter)
	return where
}

// addEdgeFilter adds what the filter says but for the period.
func (r *reader) addEdgeFilter(where *conditions, param string, filter *registry.CollaborationFilter) {
	if filter == nil {
		return
	}
	values := map[string]any{}
	add := func(fragment, field string, value any) {
		where.text(strings.ReplaceAll(r.library.Text(fragment), "$filter", "$"+param), nil)
		values[field] = value
	}
	if filter.Regions != nil {
		add("CollaborationRegions", "regions", filter.Regions)
	}
	if filter.Partners != nil {
		add("CollaborationPartners", "partners", filter.Partners)
	}
	if filter.Incidental != nil {
		add("CollaborationIncidental", "incidental", *filter.Incidental)
	}
	if filter.SinceFrom != nil {
		add("CollaborationSinceFrom", "sinceFrom", date(*filter.SinceFrom))
	}
	if filter.SinceBefore != nil {
		add("CollaborationSinceBefore", "sinceBefore", date(*filter.SinceBefore))
	}
	if filter.Certainty != nil {
		add("CollaborationCertainty", "certainty", filter.Certainty)
	}
	where.params[param] = values
}

// Collaborations implements registry.Reader.
func (r *reader) Collaborations(ctx context.Context, of registry.CollaborationSelect) ([]registry.Collaboration, error) {
	params := map[string]any{}
	where := r.library.conditions(params)
	if of.AsOf != nil {
		params["asOf"] = date(*of.AsOf)
		addPeriod(where, "Collaboration", of.Filter.PeriodOf())
	}
	r.addEdgeFilter(where, "filter", of.Filter)
	var statement string
	chosen := choices{"filter": where.and()}
	switch {
	case of.UUIDs != nil:
		params["ids"] = distinct(of.UUIDs)
		statement = eachProfile(r.library.get("CollaborationsByID", chosen), of.Filter)
	case of.Pairs != nil:
		params["pairs"] = pairRows(of.Pairs)
		statement = ofProfiles(r.library.get("CollaborationsOfPairs", chosen), of.Filter)
	default:
		params["partners"] = distinct(of.Partners)
		statement = ofProfiles(r.library.get("CollaborationsOfPartners", chosen), of.Filter)
	}
	records, err := r.rows(ctx, statement, params)
	if err != nil {
		return nil, err
	}
	collaborations, err := collaborationsOf(records)
	sortCollaborations(collaborations)
	return collaborations, err
}

func pairRows(pairs []registry.Pair) []map[string]any {
	seen := map[registry.Pair]bool{}
	rows := make([]map[string]any, 0, len(pairs))
	for _, pair := range pairs {
		if !seen[pair] {
			seen[pair] = true
			rows = append(rows, map[string]any{"region": pair.Region, "partner": pair.Partner})
		}
	}
	return rows
}

func sortCollaborations(collaborations []registry.Collaboration) {
	slices.SortFunc(collaborations, func(a, b registry.Collaboration) int {
		return cmp.Or(cmp.Compare(a.PartnerKey, b.PartnerKey), cmp.Compare(a.RegionCode, b.RegionCode), cmp.Compare(a.Since, b.Since))
	})
}

// collaborationsIn reads collaborations that came as a list.
func collaborationsIn(items []any) ([]registry.Collaboration, error) {
	collaborations := make([]registry.Collaboration, 0, len(items))
	for _, item := range items {
		pair, _ := item.([]any)
		collaboration, err := collaborationOf(pair)
		if err != nil {
			return nil, err
		}
		collaborations = append(collaborations, collaboration)
	}
	return collaborations, nil
}

func collaborationsOf(records []*neo4j.Record) ([]registry.Collaboration, error) {
	collaborations := make([]registry.Collaboration, 0, len(records))
	for _, record := range records {
		collaboration, err := collaborationOf(record.Values)
		if err != nil {
			return nil, err
		}
		collaborations = append(collaborations, collaboration)
	}
	return collaborations, nil
}

// collaborationOf reads the type of a relationship and its properties.
func collaborationOf(values []any) (registry.Collaboration, error) {
	name, _ := values[0].(string)
	p := propertiesOf(values[1])
	contacts, err := things[registry.ContactPoint](p, "contactPoints")
	return registry.Collaboration{
		UUID: p.text("id"), RegionCode: p.text("region"), PartnerKey: p.text("partner"), Profile: profileOf(name),
		Incidental: p.flag("incidental"), Period: p.period(), EndReason: optional[string](p, "endReason"),
		Motivation: optional[string](p, "motivation"), ContactPoints: contacts,
		Provenance: p.ownProvenance(), Stamp: p.stamp(),
	}, err
}

// ListCollaborations implements registry.Reader.
func (r *reader) ListCollaborations(ctx context.Context, queries []registry.CollaborationQuery) ([]registry.CollaborationList, error) {
	questions := make([]question, len(queries))
	for i, query := range queries {
		questions[i] = r.collaborationPage(query)
	}
	pages, err := r.answers(ctx, questions)
	if err != nil {
		return nil, err
	}
	lists := make([]registry.CollaborationList, len(queries))
	for i, values := range pages {
		if lists[i], err = collaborationList(queries[i], values); err != nil {
			return nil, err
		}
	}
	return lists, nil
}

func (r *reader) collaborationPage(query registry.CollaborationQuery) question {
	walk := walkOf(query.Page, query.Order.Direction)
	where := r.listedCollaborations(query)
	least, most := "", last
	if query.Order.Field != registry.ByPartner {
		least, most = sinceBounds(query.Filter.Period, query.AsOf, query.Filter.SinceFrom, query.Filter.SinceBefore)
	}
	walk.setEnds(where.params, textPlace, least, most)
	// The page comes last, since a profile of the filter says nothing of what comes along.
	page := r.library.Text("PageOfCollaborations")
	if query.With.Partner != nil {
		page = r.library.get("PageOfCollaborationsWithPartners", choices{"around": r.around(*query.With.Partner, "", where.params)})
	}
	statement := walk.direct(r.collaborationWalk(query, choices{"filter": where.and()}))
	return question{text: placed("a page of collaborations", statement, choices{"page": page}), columns: "page, partners", params: where.params}
}

// collaborationList reads the one record of a page: its collaborations, and their partners when those came along.
func collaborationList(query registry.CollaborationQuery, values []any) (list registry.CollaborationList, err error) {
	items, _ := values[0].([]any)
	page := registry.Trim(items, query.Page)
	if list.Items, err = collaborationsIn(page.Items); err != nil || query.With.Partner == nil {
		list.More = page.More
		return list, err
	}
	list.More = page.More
	along, _ := values[1].([]any)
	list.Partners, list.Included, err = partnersAlong(*query.With.Partner, along)
	return list, err
}

// collaborationWalk chooses the statement of a list by its order, and by where few collaborations are found.
func (r *reader) collaborationWalk(query registry.CollaborationQuery, chosen choices) string {
	byPartner := query.Order.Field == registry.ByPartner
	if query.Filter.Partners != nil {
		statement := ofProfiles(r.library.get("CollaborationsAmong", chosen), &query.Filter)
		if byPartner {
			statement = strings.ReplaceAll(statement, "_sinceOrder", "_partnerOrder")
		}
		return statement
	}
	name, along, in := "CollaborationsBySince", "WalkRegionBySince", "OrderRegionBySince"
	if byPartner {
		name, along, in = "CollaborationsByPartner", "WalkRegionByPartner", "OrderRegionByPartner"
	}
	if query.Region != "" {
		chosen["walk"], chosen["order"] = r.library.Text(along), r.library.Text(in)
	}
	return eachProfile(r.library.get(name, chosen), &query.Filter)
}

func (r *reader) listedCollaborations(query registry.CollaborationQuery) *conditions {
	where := r.collaborationConditions("filter", &query.Filter, map[string]any{"asOf": date(query.AsOf)})
	if query.Region != "" {
		where.add("CollaborationRegion", map[string]any{"region": query.Region})
	}
	return where
}

// eachProfile writes the inside of the statement's CALL out for each profile that the filter leaves.
func eachProfile(statement string, filter *registry.CollaborationFilter) string {
	start := strings.Index(statement, "{\n") + len("{\n")
	end := strings.Index(statement, "\n}")
	var branches []string
	for _, name := range typesOf(filter) {
		branches = append(branches, strings.ReplaceAll(statement[start:end], "KERNSAMENWERKING", name))
	}
	return statement[:start] + strings.Join(branches, "\nUNION ALL\n") + statement[end:]
}

// CountCollaborations implements registry.Reader.
func (r *reader) CountCollaborations(ctx context.Context, queries []registry.CollaborationQuery) ([]int, error) {
	counts := make([]int, 0, len(queries))
	for _, query := range queries {
		where := r.listedCollaborations(query)
		statement := ofProfiles(r.library.get("CountCollaborations", choices{"filter": where.and()}), &query.Filter)
		count, err := r.count(ctx, statement, where.params)
		if err != nil {
			return nil, err
		}
		counts = append(counts, count)
	}
	return counts, nil
}

// PutCollaborations implements registry.BatchWriter.
func (w *writer) PutCollaborations(ctx context.Context, collaborations []registry.Collaboration) error {
	text, err := w.counting("PutCollaborations", "CountPut")
	if err != nil {
		return err
	}
	rows := make([]map[string]any, 0, len(collaborations))
	for _, c := range collaborations {
		row, err := collaborationRow(c)
		if err != nil {
			return err
		}
		rows = append(rows, map[string]any{"profile": typeOf(c.Profile), "properties": row})
	}
	return w.putReferring(ctx, "PutCollaborations", text, rows, registry.RefersTo(collaborations))
}

func collaborationRow(c registry.Collaboration) (map[string]any, error) {
	contacts, err := jsonTexts(c.ContactPoints)
	row := map[string]any{
		"id": c.UUID, "region": c.RegionCode, "partner": c.PartnerKey, "incidental": c.Incidental,
		"endReason": c.EndReason, "motivation": c.Motivation,
		"_sinceOrder": placeOf(string(c.Since), c.UUID), "_partnerOrder": placeOf(c.PartnerKey, c.UUID),
	}
	setPeriod(row, c.Period)
	setList(row, "contactPoints", contacts)
	setProvenance(row, c.Provenance)
	setStamp(row, c.Stamp)
	return row, err
}

// RemoveCollaborations implements registry.Remover.
func (w *writer) RemoveCollaborations(ctx context.Context, uuids []string) error {
	statement, err := w.counting("RemoveCollaborations", "CountRemoved")
	if err != nil {
		return err
	}
	for batch := range slices.Chunk(distinct(uuids), batchSize) {
		if _, err := w.rows(ctx, statement, map[string]any{"ids": batch}); err != nil {
			return err
		}
	}
	return nil
}

// counting lets the statement look among all profiles, and end by counting anew what partners are ordered by, unless the register is
// being filled.
func (w *writer) counting(name, end string) (string, error) {
	err := w.lock()
	counts := ""
	if !w.filling {
		counts = w.library.get(end, choices{"orders": w.library.Text("KeepCounts")})
	}
	return eachProfile(w.library.get(name, choices{"counts": counts}), nil), err
}
