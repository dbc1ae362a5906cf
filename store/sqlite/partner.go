package sqlite

import (
	"context"
	"database/sql"
	"strings"

	"ketenkaart/registry"
)

// Partners by key, or the parts of partners, ended ones included, in order of sort name, then key.
func (r *reader) Partners(ctx context.Context, of registry.PartnerSelect) ([]registry.Partner, error) {
	q := r.library.query("PartnerColumns").add("Partners")
	if of.Keys != nil {
		addList(q, "PartnersByKey", "keys", of.Keys)
		q.size = len(of.Keys)
	} else {
		addList(q, "PartnersOfWhole", "wholes", of.PartOf)
	}
	return fetch(ctx, r, q.add("PartnersUpByName", sql.Named("limit", int64(-1))), partnerOf)
}

func partnerOf(r *row) registry.Partner {
	partner := registry.Partner{
		Key: r.text(0), Name: r.text(1), ShortName: optional[string](r, 2), Aliases: listOf(r, 3, word[string]),
		CoreTasks: listOf(r, 4, word[registry.CoreTask]), Capacities: listOf(r, 5, word[string]), InCareOf: listOf(r, 6, word[string]),
		Ambition: objectOf(r, 7, ambition), SectorCodes: listOf(r, 8, word[string]), ChainCodes: listOf(r, 9, word[string]),
		Classification: objectOf(r, 10, provenance), PartOfKey: optional[string](r, 11),
		WorkingAreas: listOf(r, 12, workingArea), National: r.flag(13), Connections: listOf(r, 14, connection),
		Website: optional[registry.URL](r, 16), ContactPoints: listOf(r, 17, contactPoint),
		Since: optional[registry.Date](r, 18), Until: optional[registry.Date](r, 19), EndReason: optional[string](r, 20),
		Provenance: objectOf(r, 21, provenance), Stamp: r.stamp(22),
	}
	if r.columns() > 24 {
		partner.Counted = registry.CollaborationCount{InForce: r.number(24), LatestSince: registry.Date(r.text(25))}
	}
	if known := objectOf(r, 15, identifiers); known != nil {
		partner.Identifiers = *known
	}
	return partner
}

// ListPartners returns one page for each query.
func (r *reader) ListPartners(ctx context.Context, queries []registry.PartnerQuery) ([]registry.PartnerList, error) {
	lists := make([]registry.PartnerList, 0, len(queries))
	for _, asked := range queries {
		q := r.library.query("PartnerColumns").add(partnersIn(asked)).ofPartners(asked)
		partnerWalk(asked.Order).page(q, asked.Page)
		found, err := collect(ctx, r, q, partnerOf)
		if err != nil {
			return nil, err
		}
		list := registry.PartnerList{List: registry.Trim(found, asked.Page)}
		if list.Included, err = r.include(ctx, asked.With, asked.AsOf, list.Items); err != nil {
			return nil, err
		}
		lists = append(lists, list)
	}
	return lists, nil
}

// CountPartners counts the whole list of each query.
func (r *reader) CountPartners(ctx context.Context, queries []registry.PartnerQuery) ([]int, error) {
	return counts(ctx, r, queries, func(asked registry.PartnerQuery) *query { return r.library.query("CountPartners").ofPartners(asked) })
}

// counts returns the count of each query.
func counts[Q any](ctx context.Context, r *reader, queries []Q, statement func(Q) *query) ([]int, error) {
	all := make([]int, 0, len(queries))
	for _, asked := range queries {
		numbers, err := r.tally(ctx, statement(asked))
		if err != nil {
			return nil, err
		}
		all = append(all, numbers[""])
	}
	return all, nil
}

// PartnerFacet counts the partners of the query's whole list for each value of the facet.
func (r *reader) PartnerFacet(ctx context.Context, facet registry.Facet, asked registry.PartnerQuery) (map[string]int, error) {
	var q *query
	switch facet {
	case registry.FacetProfiles:
		q = r.library.query("FacetProfiles").ofPartners(asked).ofFacet(asked)
	case registry.FacetRegions:
		q = r.library.query("FacetRegions").ofPartners(asked).ofFacet(asked)
	case registry.FacetSectors:
		q = r.library.query("FacetSectors").ofPartners(asked)
	case registry.FacetChains:
		q = r.library.query("FacetChains").ofPartners(asked)
	default:
		q = r.library.query("FacetCoreTasks").ofPartners(asked)
	}
	return r.tally(ctx, q.add("FacetGroup"))
}

// ofFacet has a facet look at the collaborations that a query describes.
func (q *query) ofFacet(asked registry.PartnerQuery) *query {
	described := asked.Filter.Collaboration
	return q.addPeriod(facetPrefix, described.PeriodOf(), asked.AsOf).addEdge(facetPrefix, described)
}

// CollaborationCounts reads the period of each partner that the day lies in.
func (r *reader) CollaborationCounts(ctx context.Context, partners []string, asOf registry.Date) (map[string]registry.CollaborationCount, error) {
	counts := make(map[string]registry.CollaborationCount, len(partners))
	q := r.library.query("CollaborationCounts", jsonArg("partners", partners), dateArg("asOf", asOf))
	err := r.session.rows(ctx, q.text.String(), q.args, func(row *row) error {
		counts[row.text(0)] = registry.CollaborationCount{InForce: row.number(1), LatestSince: registry.Date(row.text(2))}
		return nil
	})
	return counts, translated(err)
}

// partnerWalk names the fragments of an order.
func partnerWalk(order registry.PartnerOrder) walk {
	w := walk{things: "Partners", by: "Name", down: order.Direction == registry.Descending}
	switch order.Field {
	case registry.ByCollaborations:
		w.by, w.numeric = "Collaborations", true
	case registry.ByLatestCollaboration:
		w.by = "Latest"
	}
	return w
}

// partnersIn names the statement of a list in the query's order.
func partnersIn(asked registry.PartnerQuery) string {
	f := &asked.Filter
	switch {
	case asked.Order.Field == registry.ByName:
		return "Partners"
	case f.Keys != nil || f.Identifiers != nil || len(f.Tokens) > 0:
		return "FewPartnersByCount"
	default:
		return "PartnersByCount"
	}
}

// ofPartners has a statement look at the partners that a query describes.
func (q *query) ofPartners(asked registry.PartnerQuery) *query {
	f := &asked.Filter
	q.args = append(q.args, dateArg("asOf", asked.AsOf))
	if !asked.AnyDay {
		q.add("PartnerBegan")
		if !f.IncludeEnded {
			q.add("PartnerNotEnded")
		}
	}
	q.addPartnerKeys(f)
	q.addPartnerFacts(f)
	q.addChains(f)
	q.addAdoption(f)
	if f.Collaboration != nil {
		q.add("PartnerHasEdge").addPeriod(edgePrefix, f.Collaboration.Period, asked.AsOf).addEdge(edgePrefix, f.Collaboration).add("End")
	}
	if f.NoCollaboration != nil {
		q.add("PartnerHasNoEdge").addPeriod(absentPrefix, f.NoCollaboration.Period, asked.AsOf).addEdge(absentPrefix, f.NoCollaboration).add("End")
	}
	q.addCounterpart(f.Counterpart)
	if f.Shared != nil {
		q.add("PartnerHasEdges", sql.Named("sharedLeast", int64(f.Shared.AtLeast)))
		q.addPeriod(sharedPrefix, f.Shared.Collaboration.Period, asked.AsOf).addEdge(sharedPrefix, &f.Shared.Collaboration).add("End")
	}
	return q
}

// addPartnerKeys adds the filters that name few partners, and so are where a statement begins.
func (q *query) addPartnerKeys(f *registry.PartnerFilter) {
	if f.Keys != nil {
		addList(q, "PartnersByKey", "keys", f.Keys)
	}
	if f.Identifiers != nil {
		addList(q, "PartnersByIdentifier", "identifiers", f.Identifiers)
	}
	if len(f.Tokens) > 0 {
		q.add("PartnersByWords", sql.Named("words", strings.Join(prefixes(f.Tokens), " ")))
	}
}

func (q *query) addPartnerFacts(f *registry.PartnerFilter) {
	if f.CoreTasks != nil {
		q.add("PartnerCoreTasks", sql.Named("coreTasks", coreTaskBits(f.CoreTasks)))
	}
	if f.Sectors != nil {
		addList(q, "PartnerSectors", "sectors", f.Sectors)
	}
	if f.WorksIn != nil {
		addList(q, "PartnerWorksIn", "worksIn", f.WorksIn)
	}
	if f.National != nil {
		q.add("PartnerNational", sql.Named("national", bit(*f.National)))
	}
	if f.AreaUnknown != nil {
		q.add("PartnerAreaUnknown", sql.Named("areaUnknown", bit(*f.AreaUnknown)))
	}
	if f.Ambitions != nil {
		addList(q, "PartnerAmbitions", "ambitions", f.Ambitions)
	}
	if f.Connected != nil {
		q.add("PartnerConnected", sql.Named("connected", bit(*f.Connected)))
	}
	if f.Certainty != nil {
		addList(q, "PartnerCertainty", "certainty", f.Certainty)
	}
}

// coreTaskBits returns the set of kerntaken, as the indexes that give the orders hold it.
func coreTaskBits(tasks []registry.CoreTask) int64 {
	var bits int64
	for _, task := range tasks {
		switch task {
		case registry.Hulpdienst:
			bits |= 1
		case registry.Beheerder:
			bits |= 2
		case registry.Dienstverlener:
			bits |= 4
		}
	}
	return bits
}

func chainKindBit(kind registry.ChainKind) int64 {
	if kind == registry.Algemeen {
		return 1
	}
	return 2
}

func (q *query) addChains(f *registry.PartnerFilter) {
	switch {
	case f.Chains != nil && f.ChainKind != nil:
		q.add("PartnerChainsOfKind", jsonArg("chains", f.Chains), sql.Named("chainKind", string(*f.ChainKind)))
	case f.Chains != nil:
		addList(q, "PartnerChains", "chains", f.Chains)
	case f.ChainKind != nil:
		q.add("PartnerChainKind", sql.Named("chainKind", chainKindBit(*f.ChainKind)))
	}
}

func (q *query) addAdoption(f *registry.PartnerFilter) {
	if f.AdoptedBy != nil {
		q.add("PartnerHasAdoption")
		addList(q, "AdoptedBy", "adoptedBy", f.AdoptedBy)
		q.endAdoption(f)
	}
	if f.Adopted != nil && *f.Adopted {
		q.add("PartnerHasAdoption").endAdoption(f)
	}
	if f.Adopted != nil && !*f.Adopted {
		q.add("PartnerHasNoAdoption").endAdoption(f)
	}
}

func (q *query) endAdoption(f *registry.PartnerFilter) {
	if f.AdoptionCertainty != nil {
		addList(q, "AdoptionCertainty", "adoptionCertainty", f.AdoptionCertainty)
	}
	q.add("End")
}

func (q *query) addCounterpart(f *registry.CounterpartFilter) {
	if f == nil {
		return
	}
	q.args = append(q.args, sql.Named("counterpart", f.Region))
	switch f.List {
	case registry.OurAdoptionRegions:
		q.add("PartnerHasAdoption").add("AdoptedElsewhere").ofCertainty("Adoption", f)
		q.add("PartnerConcerns").ofCertainty("Collaboration", f).add("End").add("End").add("End")
	case registry.PartnersWeAdopted:
		q.add("PartnerHasAdoption").add("AdoptedHere").ofCertainty("Adoption", f).add("End")
	case registry.SharedNotAdopted:
		q.add("PartnerHasEdge").add("EdgeCurrent").add("CollaborationHere").ofCertainty("Collaboration", f).add("End")
		q.add("PartnerHasEdge").add("EdgeCurrent").add("CollaborationElsewhere").ofCertainty("Collaboration", f).add("End")
		q.add("PartnerHasNoAdoption").ofCertainty("Adoption", f).add("End")
	}
}

func (q *query) ofCertainty(thing string, f *registry.CounterpartFilter) *query {
	if f.Certainty != nil {
		addList(q, thing+"OfCertainty", "counterpartCertainty", f.Certainty)
	}
	return q
}

// PutPartners adds or replaces partners; wholes come last, since a part may come before its whole.
func (w *writer) PutPartners(ctx context.Context, partners []registry.Partner) error {
	if err := w.lookUp(ctx, registry.RefersTo(partners)); err != nil {
		return err
	}
	found := make([]findable, len(partners))
	for i, partner := range partners {
		if err := w.put(ctx, "PutPartner", partnerArguments(partner)); err != nil {
			return err
		}
		found[i] = findable{
			kind: registry.KindPartner, key: partner.Key, name: partner.Name, words: partner.SearchText(),
			since: partner.Since, until: partner.Until,
		}
	}
	if err := w.putPartnerLists(ctx, partners); err != nil {
		return err
	}
	if err := w.putSearchable(ctx, found...); err != nil {
		return err
	}
	for _, partner := range partners {
		if partner.PartOfKey == nil {
			continue
		}
		a := &arguments{list: []any{sql.Named("key", partner.Key), sql.Named("whole", *partner.PartOfKey)}}
		if err := w.put(ctx, "SetWhole", a); err != nil {
			return err
		}
	}
	return nil
}

func partnerArguments(partner registry.Partner) *arguments {
	a := &arguments{list: make([]any, 0, 32)}
	a.set("key", partner.Key)
	a.set("sortName", registry.SortName(partner.Name))
	setOptional(a, "since", partner.Since)
	setOptional(a, "until", partner.Until)
	a.flag("national", partner.National)
	a.set("coreTaskBits", coreTaskBits(partner.CoreTasks))
	a.set("name", partner.Name)
	setOptional(a, "shortName", partner.ShortName)
	setList(a, "aliases", partner.Aliases)
	setList(a, "coreTasks", partner.CoreTasks)
	setList(a, "capacities", partner.Capacities)
	setList(a, "inCareOf", partner.InCareOf)
	setObject(a, "ambition", partner.Ambition)
	setOptional(a, "ambitionProfile", profileOf(partner.Ambition))
	setList(a, "sectors", partner.SectorCodes)
	setList(a, "chains", partner.ChainCodes)
	setObject(a, "classification", partner.Classification)
	setList(a, "workingAreas", partner.WorkingAreas)
	setList(a, "connections", partner.Connections)
	a.identifiers(partner.Identifiers)
	setOptional(a, "website", partner.Website)
	setList(a, "contactPoints", partner.ContactPoints)
	setOptional(a, "endReason", partner.EndReason)
	a.certainty(partner.Provenance)
	a.provenance(partner.Provenance, nestedProvenance(partner)...)
	a.stamp(partner.Stamp)
	return a
}

func profileOf(ambition *registry.Ambition) *registry.Profile {
	if ambition == nil {
		return nil
	}
	return ambition.Profile
}

func nestedProvenance(partner registry.Partner) []*registry.Provenance {
	nested := []*registry.Provenance{partner.Classification, provenanceOf(partner.Ambition)}
	for _, area := range partner.WorkingAreas {
		nested = append(nested, area.Provenance)
	}
	for _, connection := range partner.Connections {
		nested = append(nested, connection.Provenance)
	}
	return nested
}

// putPartnerLists keeps the tables that filters ask by, each at once for all of the partners.
func (w *writer) putPartnerLists(ctx context.Context, partners []registry.Partner) error {
	keys := make([]string, len(partners))
	lists := map[string][][2]string{}
	for i, partner := range partners {
		keys[i] = partner.Key
		add := func(statement, value string) {
			lists[statement] = append(lists[statement], [2]string{partner.Key, value})
		}
		for _, identifier := range partner.Identifiers.List() {
			add("PutPartnerIdentifiers", identifier)
		}
		for _, sector := range partner.SectorCodes {
			add("PutPartnerSectors", sector)
		}
		for _, chain := range partner.ChainCodes {
			add("PutPartnerChains", chain)
		}
		for _, area := range partner.WorkingAreas {
			add("PutPartnerRegions", area.RegionCode)
		}
	}
	of := &arguments{list: []any{jsonArg("keys", keys)}}
	if err := w.putEach(ctx, of, "ClearPartnerIdentifiers", "ClearPartnerSectors", "ClearPartnerChains", "ClearPartnerRegions", "PutFirstCounts"); err != nil {
		return err
	}
	for statement, rows := range lists {
		a := &arguments{}
		a.json("rows", rows)
		if err := w.put(ctx, statement, a); err != nil {
			return err
		}
	}
	return nil
}
