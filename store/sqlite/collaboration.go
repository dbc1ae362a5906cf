package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"maps"
	"slices"

	"ketenkaart/registry"
	"ketenkaart/store/named"
)

// Collaborations by id, of pairs or of partners, in order of partner key, region code, since.
func (r *reader) Collaborations(ctx context.Context, of registry.CollaborationSelect) ([]registry.Collaboration, error) {
	q := r.library.query("CollaborationColumns").add("Collaborations")
	switch {
	case of.UUIDs != nil:
		addList(q, "CollaborationsByUUID", "uuids", of.UUIDs)
	case of.Pairs != nil:
		q.add("CollaborationsOfPairs", pairsArg(of.Pairs))
	default:
		addList(q, "CollaborationsOfPartners", "partners", of.Partners)
	}
	if of.AsOf != nil {
		q.addPeriod(edgePrefix, of.Filter.PeriodOf(), *of.AsOf)
	}
	q.size = len(of.UUIDs) + len(of.Pairs) + 2*len(of.Partners)
	found, err := fetch(ctx, r, q.addEdge(edgePrefix, of.Filter), collaborationOf)
	slices.SortFunc(found, byPartnerRegionSince)
	return found, err
}

// byPartnerRegionSince orders here, not in SQL, so that the planner is free to take the index that suits the filter.
func byPartnerRegionSince(a, b registry.Collaboration) int {
	return cmp.Or(cmp.Compare(a.PartnerKey, b.PartnerKey), cmp.Compare(a.RegionCode, b.RegionCode), cmp.Compare(a.Since, b.Since), cmp.Compare(a.UUID, b.UUID))
}

func pairsArg(pairs []registry.Pair) any {
	text := []byte{'['}
	for i, pair := range pairs {
		if i > 0 {
			text = append(text, ',')
		}
		text = appendQuoted(append(text, '['), pair.Region)
		text = append(appendQuoted(append(text, ','), pair.Partner), ']')
	}
	return sql.Named("pairs", string(append(text, ']')))
}

func collaborationOf(r *row) registry.Collaboration {
	return registry.Collaboration{
		UUID: r.text(0), RegionCode: r.text(1), PartnerKey: r.text(2), Profile: registry.Profile(r.text(3)), Incidental: r.flag(4),
		Period: r.period(5), ContactPoints: listOf(r, 7, contactPoint), Provenance: objectOf(r, 8, provenance), Stamp: r.stamp(9),
		EndReason: optional[string](r, 11), Motivation: optional[string](r, 12),
	}
}

// addPeriod adds which periods are meant, of what the prefix names.
func (q *query) addPeriod(prefix string, period registry.PeriodFilter, asOf registry.Date) *query {
	if name := named.OfPeriods(prefix, period); name != "" {
		q.add(name, dateArg("asOf", asOf))
	}
	return q
}

// addEdge adds the fields of a CollaborationFilter, each under the prefix: nil asks nothing.
func (q *query) addEdge(prefix string, f *registry.CollaborationFilter) *query {
	if f == nil {
		return q
	}
	parameter := parameterPrefix(prefix)
	if f.Regions != nil {
		addList(q, prefix+"Regions", parameter+"Regions", f.Regions)
	}
	if f.Partners != nil {
		addList(q, prefix+"Partners", parameter+"Partners", f.Partners)
	}
	if f.Profiles != nil {
		addList(q, prefix+"Profiles", parameter+"Profiles", f.Profiles)
	}
	if f.Incidental != nil {
		q.add(prefix+"Incidental", sql.Named(parameter+"Incidental", bit(*f.Incidental)))
	}
	if f.SinceFrom != nil {
		q.add(prefix+"SinceFrom", dateArg(parameter+"SinceFrom", *f.SinceFrom))
	}
	if f.SinceBefore != nil {
		q.add(prefix+"SinceBefore", dateArg(parameter+"SinceBefore", *f.SinceBefore))
	}
	if f.Certainty != nil {
		addList(q, prefix+"Certainty", parameter+"Certainty", f.Certainty)
	}
	return q
}

// ListCollaborations returns one page for each query.
func (r *reader) ListCollaborations(ctx context.Context, queries []registry.CollaborationQuery) ([]registry.CollaborationList, error) {
	lists := make([]registry.CollaborationList, 0, len(queries))
	for _, asked := range queries {
		found, err := collect(ctx, r, r.collaborationPage(asked), collaborationOf)
		if err != nil {
			return nil, err
		}
		list := registry.CollaborationList{List: registry.Trim(found, asked.Page)}
		if err := r.includePartners(ctx, asked, &list); err != nil {
			return nil, err
		}
		lists = append(lists, list)
	}
	return lists, nil
}

// includePartners reads the partners of a page, when the hint asks for them, and what it asks of those.
func (r *reader) includePartners(ctx context.Context, asked registry.CollaborationQuery, list *registry.CollaborationList) error {
	if asked.With.Partner == nil {
		return nil
	}
	keys := make([]string, 0, len(list.Items))
	for i := range list.Items {
		keys = append(keys, list.Items[i].PartnerKey)
	}
	partners, err := r.Partners(ctx, registry.PartnerSelect{Keys: slices.Compact(slices.Sorted(slices.Values(keys)))})
	if err != nil {
		return err
	}
	list.Partners = make(map[string]registry.Partner, len(partners))
	for _, partner := range partners {
		list.Partners[partner.Key] = partner
	}
	list.Included, err = r.include(ctx, *asked.With.Partner, asked.AsOf, partners)
	return err
}

// collaborationPage walks along the index of the order. By since, each profile of the filter has a walk of its own, for
// on one day very many of another may have begun; the walks are merged.
func (r *reader) collaborationPage(asked registry.CollaborationQuery) *query {
	w := walk{things: "Collaborations", by: "Partner", down: asked.Order.Direction == registry.Descending}
	var others []registry.Profile
	if asked.Order.Field != registry.ByPartner {
		w.by = "Since"
		w = w.days(asked.Filter.Period, asked.Filter.SinceFrom, asked.Filter.SinceBefore, asked.AsOf)
		if profiles := distinct(asked.Filter.Profiles); len(profiles) > 1 && asked.Filter.Partners == nil {
			asked.Filter.Profiles, others = profiles[:1], profiles[1:]
		}
	}
	q := r.library.query("CollaborationColumns")
	if others != nil {
		q.add("CollaborationOrders")
	}
	q.add("Collaborations").ofCollaborations(asked)
	w.bounds(q, asked.Page)
	also(q, "CollaborationsAlso", parameterPrefix(edgePrefix)+"Profiles", others)
	w.order(q, asked.Page)
	return q
}

func distinct(profiles []registry.Profile) []registry.Profile {
	return slices.Compact(slices.Sorted(slices.Values(profiles)))
}

// CountCollaborations counts the whole list of each query.
func (r *reader) CountCollaborations(ctx context.Context, queries []registry.CollaborationQuery) ([]int, error) {
	return counts(ctx, r, queries, func(asked registry.CollaborationQuery) *query {
		return r.library.query("CountCollaborations").ofCollaborations(asked)
	})
}

// ofCollaborations has a statement look at the collaborations that a query describes.
func (q *query) ofCollaborations(asked registry.CollaborationQuery) *query {
	if asked.Region != "" {
		q.add("CollaborationsOfRegion", sql.Named("region", asked.Region))
	}
	return q.addPeriod(edgePrefix, asked.Filter.Period, asked.AsOf).addEdge(edgePrefix, &asked.Filter)
}

// PutCollaborations adds or replaces collaborations, and counts again for the partners that they are and were of.
func (w *writer) PutCollaborations(ctx context.Context, collaborations []registry.Collaboration) error {
	if err := w.lookUp(ctx, registry.RefersTo(collaborations)); err != nil {
		return err
	}
	uuids := make([]string, 0, len(collaborations))
	for _, collaboration := range collaborations {
		uuids = append(uuids, collaboration.UUID)
	}
	partnerOf, err := w.partnersOfEdges(ctx, uuids)
	if err != nil {
		return err
	}
	partners := map[string]bool{}
	var added []*arguments
	for _, collaboration := range collaborations {
		before, there := partnerOf[collaboration.UUID]
		partnerOf[collaboration.UUID], partners[collaboration.PartnerKey] = collaboration.PartnerKey, true
		a := &arguments{list: make([]any, 0, 16), placed: !there}
		a.collaboration(collaboration)
		if !there {
			added = append(added, a)
			continue
		}
		partners[before] = true
		// One that comes twice may be among those that are still to be added.
		if err := w.add(ctx, "AddCollaborations", "NewCollaboration", added); err != nil {
			return err
		}
		added = nil
		if err := w.put(ctx, "ReplaceCollaboration", a); err != nil {
			return err
		}
	}
	if err := w.add(ctx, "AddCollaborations", "NewCollaboration", added); err != nil {
		return err
	}
	return w.countEdges(ctx, slices.Sorted(maps.Keys(partners)))
}

// collaboration sets the parameters in the order of NewCollaboration.
func (a *arguments) collaboration(collaboration registry.Collaboration) {
	a.set("uuid", collaboration.UUID)
	a.set("regionCode", collaboration.RegionCode)
	a.set("partnerKey", collaboration.PartnerKey)
	a.set("profile", string(collaboration.Profile))
	a.flag("incidental", collaboration.Incidental)
	a.period(collaboration.Period)
	setOptional(a, "endReason", collaboration.EndReason)
	setOptional(a, "motivation", collaboration.Motivation)
	setList(a, "contactPoints", collaboration.ContactPoints)
	a.certainty(collaboration.Provenance)
	a.provenance(collaboration.Provenance)
	a.stamp(collaboration.Stamp)
}

// RemoveCollaborations takes collaborations out of all reads.
func (w *writer) RemoveCollaborations(ctx context.Context, uuids []string) error {
	partnerOf, err := w.partnersOfEdges(ctx, uuids)
	if err != nil {
		return err
	}
	if err := w.put(ctx, "RemoveCollaborations", &arguments{list: []any{jsonArg("uuids", uuids)}}); err != nil {
		return err
	}
	return w.countEdges(ctx, slices.Compact(slices.Sorted(maps.Values(partnerOf))))
}

// partnersOfEdges gives the partner of each of the collaborations that are there.
func (w *writer) partnersOfEdges(ctx context.Context, uuids []string) (map[string]string, error) {
	partnerOf := map[string]string{}
	q := w.library.query("PartnersOfEdges", jsonArg("uuids", uuids))
	err := w.session.rows(ctx, q.text.String(), q.args, func(r *row) error {
		partnerOf[r.text(0)] = r.text(1)
		return nil
	})
	return partnerOf, translated(err)
}
