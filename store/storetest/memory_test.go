package storetest

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"sync"

	"ketenkaart/registry"
)

// memory is a store that keeps the model of its last Update that succeeded.
type memory struct {
	writing, reading sync.Mutex
	committed        memoryState
}

type memoryState struct {
	model
	changes    []registry.Change
	incomplete *registry.Incomplete
}

func (s *memory) snapshot() memoryState {
	s.reading.Lock()
	defer s.reading.Unlock()
	return s.committed
}

func (s *memory) View(ctx context.Context, read func(context.Context, registry.Reader) error) error {
	if err := ctx.Err(); err != nil {
		return registry.Unavailable(registry.ReasonStoreAway, err)
	}
	return read(ctx, &memoryTx{s.snapshot()})
}

func (s *memory) Update(ctx context.Context, write func(context.Context, registry.Writer) error) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	tx := &memoryTx{s.snapshot()}
	if err := write(ctx, tx); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return registry.Unavailable(registry.ReasonStoreAway, err)
	}
	s.reading.Lock()
	defer s.reading.Unlock()
	s.committed = tx.memoryState
	return nil
}

func (s *memory) Close(context.Context) error { return nil }

type memoryTx struct{ memoryState }

func (tx *memoryTx) State(ctx context.Context) (registry.State, error) {
	state := registry.State{
		Partners: len(tx.data.Partners), Collaborations: len(tx.data.Collaborations), Agreements: len(tx.data.Agreements),
		Illustrations: illustrated(tx.data), Incomplete: tx.incomplete,
	}
	others := tx.data
	others.Agreements = nil
	state.IllustratedByAgreements = state.Illustrations && !illustrated(others)
	if len(tx.changes) > 0 {
		state.Revision = tx.changes[len(tx.changes)-1].Revision
	}
	return state, ctx.Err()
}

func illustrated(d registry.Dataset) bool {
	var marks []*registry.Provenance
	ambition := func(a *registry.Ambition) {
		if a != nil {
			marks = append(marks, a.Provenance)
		}
	}
	for _, m := range d.Ministries {
		marks = append(marks, m.Provenance)
	}
	for _, c := range d.Chains {
		marks = append(marks, c.Provenance)
		for _, m := range c.Ministries {
			marks = append(marks, m.Provenance)
		}
	}
	for _, s := range d.Sectors {
		ambition(s.Ambition)
	}
	for _, r := range d.Regions {
		marks = append(marks, r.Provenance)
	}
	for _, g := range d.Municipalities {
		marks = append(marks, g.Provenance)
	}
	for _, n := range d.Neighbours {
		marks = append(marks, n.Provenance)
	}
	for _, p := range d.Partners {
		marks = append(marks, p.Provenance, p.Classification)
		ambition(p.Ambition)
		for _, a := range p.WorkingAreas {
			marks = append(marks, a.Provenance)
		}
		for _, c := range p.Connections {
			marks = append(marks, c.Provenance)
		}
	}
	for _, c := range d.Collaborations {
		marks = append(marks, c.Provenance)
	}
	for _, a := range d.Adoptions {
		marks = append(marks, a.Provenance)
	}
	for _, a := range d.Agreements {
		marks = append(marks, a.Provenance)
	}
	return slices.ContainsFunc(marks, func(p *registry.Provenance) bool { return p != nil && p.Certainty == registry.Illustration })
}

func clean(list []registry.Mandate) []registry.Mandate {
	list = slices.Clone(list)
	slices.SortFunc(list, func(a, b registry.Mandate) int {
		return cmp.Or(cmp.Compare(a.RegionCode, b.RegionCode), cmp.Compare(a.Since, b.Since))
	})
	return list
}

func (tx *memoryTx) Regions(ctx context.Context, codes []string) ([]registry.Region, error) {
	return pick(tx.data.Regions, codes, regionCode, regionCode), ctx.Err()
}

func (tx *memoryTx) Neighbours(ctx context.Context, codes []string) (map[string][]registry.Neighbour, error) {
	beside := map[string][]registry.Neighbour{}
	for _, n := range tx.data.Neighbours {
		for _, ends := range [][2]string{{n.A, n.B}, {n.B, n.A}} {
			if slices.Contains(codes, ends[0]) {
				beside[ends[0]] = append(beside[ends[0]], registry.Neighbour{RegionCode: ends[1], Kind: n.Kind, Provenance: n.Provenance})
			}
		}
	}
	for _, list := range beside {
		slices.SortFunc(list, func(a, b registry.Neighbour) int { return cmp.Compare(a.RegionCode, b.RegionCode) })
	}
	return beside, ctx.Err()
}

func (tx *memoryTx) Municipalities(ctx context.Context, of registry.MunicipalitySelect) ([]registry.Municipality, error) {
	codes := []string{}
	for _, m := range tx.data.Municipalities {
		named := slices.Contains(of.Codes, m.Code) || slices.Contains(of.Regions, m.RegionCode)
		if named && (of.AsOf == nil || m.Exists(*of.AsOf)) {
			codes = append(codes, m.Code)
		}
	}
	return pick(tx.data.Municipalities, codes, municipalityCode, municipalitySort), ctx.Err()
}

func (tx *memoryTx) Sectors(ctx context.Context, codes []string) ([]registry.Sector, error) {
	return pick(tx.data.Sectors, codes, sectorCode, sectorSort), ctx.Err()
}

func (tx *memoryTx) Chains(ctx context.Context, codes []string) ([]registry.Chain, error) {
	return pick(tx.data.Chains, codes, chainCode, chainCode), ctx.Err()
}

func (tx *memoryTx) Ministries(ctx context.Context, codes []string) ([]registry.Ministry, error) {
	return pick(tx.data.Ministries, codes, ministryCode, ministryCode), ctx.Err()
}

func (tx *memoryTx) Partners(ctx context.Context, of registry.PartnerSelect) ([]registry.Partner, error) {
	return tx.selectPartners(of), ctx.Err()
}

func (tx *memoryTx) ListPartners(ctx context.Context, queries []registry.PartnerQuery) ([]registry.PartnerList, error) {
	return each(ctx, queries, func(query registry.PartnerQuery) registry.PartnerList {
		return registry.PartnerList{List: tx.listPartners(query)}
	})
}

func (tx *memoryTx) CountPartners(ctx context.Context, queries []registry.PartnerQuery) ([]int, error) {
	return each(ctx, queries, func(query registry.PartnerQuery) int {
		query.Page = registry.Page{Limit: len(tx.data.Partners)}
		return len(tx.listPartners(query).Items)
	})
}

func (tx *memoryTx) PartnerFacet(ctx context.Context, facet registry.Facet, query registry.PartnerQuery) (map[string]int, error) {
	return tx.facet(facet, query), ctx.Err()
}

func (tx *memoryTx) CollaborationCounts(ctx context.Context, partners []string, asOf registry.Date) (map[string]registry.CollaborationCount, error) {
	return tx.countsOf(partners, asOf), ctx.Err()
}

func (tx *memoryTx) Collaborations(ctx context.Context, of registry.CollaborationSelect) ([]registry.Collaboration, error) {
	return tx.selectEdges(of), ctx.Err()
}

func (tx *memoryTx) ListCollaborations(ctx context.Context, queries []registry.CollaborationQuery) ([]registry.CollaborationList, error) {
	return each(ctx, queries, func(query registry.CollaborationQuery) registry.CollaborationList {
		return registry.CollaborationList{List: tx.listEdges(query)}
	})
}

func (tx *memoryTx) CountCollaborations(ctx context.Context, queries []registry.CollaborationQuery) ([]int, error) {
	return each(ctx, queries, func(query registry.CollaborationQuery) int {
		query.Page = registry.Page{Limit: len(tx.data.Collaborations)}
		return len(tx.listEdges(query).Items)
	})
}

func (tx *memoryTx) Adoptions(ctx context.Context, of registry.AdoptionSelect) ([]registry.Adoption, error) {
	return tx.selectAdoptions(of), ctx.Err()
}

func (tx *memoryTx) ListAdoptions(ctx context.Context, queries []registry.AdoptionQuery) ([]registry.List[registry.Adoption], error) {
	return each(ctx, queries, tx.listAdoptions)
}

func (tx *memoryTx) CountAdoptions(ctx context.Context, queries []registry.AdoptionQuery) ([]int, error) {
	return each(ctx, queries, func(query registry.AdoptionQuery) int {
		query.Page = registry.Page{Limit: len(tx.data.Adoptions)}
		return len(tx.listAdoptions(query).Items)
	})
}

func (tx *memoryTx) Agreements(ctx context.Context, of registry.AgreementSelect) ([]registry.Agreement, error) {
	return tx.selectAgreements(of), ctx.Err()
}

func (tx *memoryTx) ListAgreements(ctx context.Context, queries []registry.AgreementQuery) ([]registry.List[registry.Agreement], error) {
	return each(ctx, queries, tx.listAgreements)
}

func (tx *memoryTx) CountAgreements(ctx context.Context, queries []registry.AgreementQuery) ([]int, error) {
	return each(ctx, queries, func(query registry.AgreementQuery) int {
		query.Page = registry.Page{Limit: len(tx.data.Agreements)}
		return len(tx.listAgreements(query).Items)
	})
}

func (tx *memoryTx) ListAgreedPairs(ctx context.Context, queries []registry.AgreedPairQuery) ([]registry.List[registry.AgreedPair], error) {
	return each(ctx, queries, tx.listPairs)
}

func (tx *memoryTx) CountAgreedPairs(ctx context.Context, queries []registry.AgreedPairQuery) ([]int, error) {
	return each(ctx, queries, func(query registry.AgreedPairQuery) int { return len(tx.pairsOf(query.AgreementUUID)) })
}

func (tx *memoryTx) PeerReviews(ctx context.Context, of registry.PeerReviewSelect) ([]registry.PeerReview, error) {
	return tx.selectReviews(of), ctx.Err()
}

func (tx *memoryTx) Evaluations(ctx context.Context, of registry.EvaluationSelect) ([]registry.InformalEvaluation, error) {
	return tx.selectEvaluations(of), ctx.Err()
}

func (tx *memoryTx) ListAgenda(ctx context.Context, queries []registry.AgendaQuery) ([]registry.List[registry.AgendaEntry], error) {
	return each(ctx, queries, tx.agenda)
}

func (tx *memoryTx) CountAgenda(ctx context.Context, queries []registry.AgendaQuery) ([]int, error) {
	return each(ctx, queries, tx.countAgenda)
}

func (tx *memoryTx) Coverage(ctx context.Context, queries []registry.CoverageQuery) ([][]registry.Covering, error) {
	return each(ctx, queries, tx.coverage)
}

func each[Q, A any](ctx context.Context, queries []Q, answer func(Q) A) ([]A, error) {
	var answers []A
	for _, query := range queries {
		answers = append(answers, answer(query))
	}
	return answers, ctx.Err()
}

func (tx *memoryTx) Search(ctx context.Context, query registry.SearchQuery) (registry.SearchList, error) {
	return registry.SearchList{IDs: tx.search(query)}, ctx.Err()
}

func (tx *memoryTx) ListChanges(ctx context.Context, queries []registry.ChangeQuery) ([]registry.List[registry.Change], error) {
	return each(ctx, queries, tx.listChanges)
}

func (tx *memoryTx) CountChanges(ctx context.Context, queries []registry.ChangeQuery) ([]int, error) {
	return each(ctx, queries, func(query registry.ChangeQuery) int {
		query.Page = registry.Page{Limit: len(tx.changes)}
		return len(tx.listChanges(query).Items)
	})
}

func (tx *memoryTx) ListChangeItems(ctx context.Context, queries []registry.ChangeItemQuery) ([]registry.List[registry.ChangeItem], error) {
	return each(ctx, queries, func(query registry.ChangeItemQuery) registry.List[registry.ChangeItem] {
		place := func(i registry.ChangeItem) registry.Key { return registry.Key{Number: i.Place} }
		return modelPage(tx.changeItems(query), place, registry.Ascending, numbersAlone(query.Page))
	})
}

func (tx *memoryTx) CountChangeItems(ctx context.Context, queries []registry.ChangeItemQuery) ([]int, error) {
	return each(ctx, queries, func(query registry.ChangeItemQuery) int { return len(tx.changeItems(query)) })
}

func (tx *memoryTx) changeItems(query registry.ChangeItemQuery) (items []registry.ChangeItem) {
	for _, c := range tx.changes {
		if c.Revision == query.Revision {
			items = slices.DeleteFunc(slices.Clone(c.Items), func(item registry.ChangeItem) bool { return !itemMeets(query.Filter, item) })
		}
	}
	return items
}

func itemMeets(f registry.ChangeFilter, item registry.ChangeItem) bool {
	return someOf(f.Subjects, item.SubjectID) && someOf(f.Regions, item.Regions...) && someOf(f.Partners, item.Partners...) && someOf(f.Kinds, item.Kind) && !slices.Contains(f.Without, item.SubjectID)
}

// numbersAlone is the page with keys that have a number and no more.
func numbersAlone(page registry.Page) registry.Page {
	for _, key := range []**registry.Key{&page.After, &page.Before} {
		if *key != nil {
			*key = &registry.Key{Number: (*key).Number}
		}
	}
	return page
}

func (tx *memoryTx) listChanges(query registry.ChangeQuery) registry.List[registry.Change] {
	f := query.Filter
	met := slices.DeleteFunc(slices.Clone(tx.changes), func(c registry.Change) bool {
		nothingSaid := f.Subjects == nil && f.Regions == nil && f.Partners == nil && f.Kinds == nil
		nothingSaid = nothingSaid && (f.Without == nil || len(c.Items) == 0)
		return c.Revision <= query.After || !nothingSaid && !slices.ContainsFunc(c.Items, func(item registry.ChangeItem) bool { return itemMeets(f, item) })
	})
	place := func(c registry.Change) registry.Key { return registry.Key{Number: c.Revision} }
	list := modelPage(met, place, registry.Ascending, numbersAlone(query.Page))
	for i := range list.Items {
		list.Items[i].Items = withoutStates(list.Items[i].Items, query.Items)
	}
	return list
}

func (tx *memoryTx) PutRegions(ctx context.Context, regions []registry.Region) error {
	tx.put(registry.Dataset{Regions: regions})
	return ctx.Err()
}

// there gives NOT_FOUND for the first of the keys that no thing has.
func there[T any](kind registry.Kind, list []T, key func(T) string, keys ...string) error {
	for _, wanted := range keys {
		if !slices.ContainsFunc(list, func(thing T) bool { return key(thing) == wanted }) {
			return registry.NotFound(registry.MakeID(kind, wanted))
		}
	}
	return nil
}

func (tx *memoryTx) regionsThere(codes ...string) error {
	return there(registry.KindRegion, tx.data.Regions, regionCode, codes...)
}

func (tx *memoryTx) PutNeighbours(ctx context.Context, pairs []registry.Neighbours) error {
	for _, pair := range pairs {
		if err := tx.regionsThere(pair.A, pair.B); err != nil {
			return err
		}
	}
	tx.put(registry.Dataset{Neighbours: pairs})
	return ctx.Err()
}

func (tx *memoryTx) PutMunicipalities(ctx context.Context, municipalities []registry.Municipality) error {
	tx.put(registry.Dataset{Municipalities: municipalities})
	for _, m := range municipalities {
		if err := tx.regionsThere(m.RegionCode); err != nil {
			return err
		}
		if m.SuccessorCode == nil {
			continue
		}
		if err := there(registry.KindMunicipality, tx.data.Municipalities, municipalityCode, *m.SuccessorCode); err != nil {
			return err
		}
	}
	return ctx.Err()
}

func (tx *memoryTx) PutSectors(ctx context.Context, sectors []registry.Sector) error {
	tx.put(registry.Dataset{Sectors: sectors})
	return ctx.Err()
}

func (tx *memoryTx) PutMinistries(ctx context.Context, ministries []registry.Ministry) error {
	tx.put(registry.Dataset{Ministries: ministries})
	return ctx.Err()
}

func (tx *memoryTx) PutChains(ctx context.Context, chains []registry.Chain) error {
	for _, c := range chains {
		for _, m := range c.Ministries {
			if err := there(registry.KindMinistry, tx.data.Ministries, ministryCode, m.MinistryCode); err != nil {
				return err
			}
		}
	}
	tx.put(registry.Dataset{Chains: chains})
	return ctx.Err()
}

func (tx *memoryTx) PutPartners(ctx context.Context, partners []registry.Partner) error {
	tx.put(registry.Dataset{Partners: partners})
	for _, p := range partners {
		var wholes []string
		if p.PartOfKey != nil {
			wholes = append(wholes, *p.PartOfKey)
		}
		err := cmp.Or(
			there(registry.KindSector, tx.data.Sectors, sectorCode, p.SectorCodes...),
			there(registry.KindChain, tx.data.Chains, chainCode, p.ChainCodes...),
			tx.partnersThere(wholes...),
			tx.regionsThere(names(p.WorkingAreas, func(a registry.WorkingArea) string { return a.RegionCode })...),
		)
		if err != nil {
			return err
		}
	}
	return ctx.Err()
}

func (tx *memoryTx) PutCollaborations(ctx context.Context, collaborations []registry.Collaboration) error {
	for _, c := range collaborations {
		if err := cmp.Or(tx.regionsThere(c.RegionCode), tx.partnersThere(c.PartnerKey)); err != nil {
			return err
		}
	}
	tx.put(registry.Dataset{Collaborations: collaborations})
	return ctx.Err()
}

func (tx *memoryTx) RemoveCollaborations(ctx context.Context, uuids []string) error {
	tx.removeEdges(uuids)
	return ctx.Err()
}

func (tx *memoryTx) PutAdoptions(ctx context.Context, adoptions []registry.Adoption) error {
	for _, a := range adoptions {
		codes := append(names(a.Mandates, func(m registry.Mandate) string { return m.RegionCode }), a.RegionCode)
		if err := cmp.Or(tx.regionsThere(codes...), tx.partnersThere(a.PartnerKey)); err != nil {
			return err
		}
		a.Mandates = clean(a.Mandates)
		tx.put(registry.Dataset{Adoptions: []registry.Adoption{a}})
	}
	return ctx.Err()
}

func (tx *memoryTx) RemoveAgreements(ctx context.Context, uuids []string) error {
	return removed(ctx, &tx.data.Agreements, uuids, agreementUUID)
}

func (tx *memoryTx) RemovePartners(ctx context.Context, keys []string) error {
	return removed(ctx, &tx.data.Partners, keys, partnerKey)
}

func (tx *memoryTx) RemoveMunicipalities(ctx context.Context, codes []string) error {
	return removed(ctx, &tx.data.Municipalities, codes, municipalityCode)
}

func (tx *memoryTx) RemoveNeighbours(ctx context.Context, pairs []registry.Neighbours) error {
	ends := func(n registry.Neighbours) string { return min(n.A, n.B) + max(n.A, n.B) }
	return removed(ctx, &tx.data.Neighbours, names(pairs, ends), ends)
}

func (tx *memoryTx) RemoveChains(ctx context.Context, codes []string) error {
	return removed(ctx, &tx.data.Chains, codes, chainCode)
}

func (tx *memoryTx) RemoveSectors(ctx context.Context, codes []string) error {
	return removed(ctx, &tx.data.Sectors, codes, sectorCode)
}

func (tx *memoryTx) RemoveMinistries(ctx context.Context, codes []string) error {
	return removed(ctx, &tx.data.Ministries, codes, ministryCode)
}

func removed[T any](ctx context.Context, things *[]T, keys []string, key func(T) string) error {
	*things = slices.DeleteFunc(slices.Clone(*things), func(thing T) bool { return slices.Contains(keys, key(thing)) })
	return ctx.Err()
}

func (tx *memoryTx) RemoveAdoptions(ctx context.Context, uuids []string) error {
	tx.removeAdoptions(uuids)
	return ctx.Err()
}

func (tx *memoryTx) partnersThere(keys ...string) error {
	return there(registry.KindPartner, tx.data.Partners, partnerKey, keys...)
}

func (tx *memoryTx) agreementsThere(uuids ...string) error {
	return there(registry.KindAgreement, tx.data.Agreements, agreementUUID, uuids...)
}

func (tx *memoryTx) PutAgreements(ctx context.Context, agreements []registry.Agreement) error {
	tx.put(registry.Dataset{Agreements: agreements})
	for _, a := range agreements {
		regions, partners := append(listed(a.LedBy), a.RegionCodes...), a.PartnerKeys
		for _, pair := range a.Pairs {
			regions, partners = slices.Concat(regions, []string{pair.RegionCode}), slices.Concat(partners, []string{pair.PartnerKey})
		}
		for _, s := range a.Signatories {
			partners = slices.Concat(partners, []string{s.PartnerKey}, s.SignsFor)
		}
		err := cmp.Or(
			tx.regionsThere(regions...), tx.partnersThere(partners...), tx.agreementsThere(listed(a.Supersedes)...),
			there(registry.KindChain, tx.data.Chains, chainCode, a.ChainCodes...),
		)
		if err != nil {
			return err
		}
	}
	return ctx.Err()
}

func (tx *memoryTx) PutPeerReviews(ctx context.Context, reviews []registry.PeerReview) error {
	for _, r := range reviews {
		if err := cmp.Or(tx.agreementsThere(r.AgreementUUID), tx.regionsThere(r.RegionCodes...), tx.partnersThere(r.PartnerKeys...)); err != nil {
			return err
		}
	}
	tx.agree(Agreed{Reviews: reviews})
	return ctx.Err()
}

func (tx *memoryTx) PutEvaluations(ctx context.Context, evaluations []registry.InformalEvaluation) error {
	for _, e := range evaluations {
		err := cmp.Or(tx.agreementsThere(listed(e.AgreementUUID)...), tx.regionsThere(e.RegionCodes...), tx.partnersThere(e.PartnerKeys...))
		if err != nil {
			return err
		}
	}
	tx.agree(Agreed{Evaluations: evaluations})
	return ctx.Err()
}

// withoutStates returns the items as they come along with a change, or none.
func withoutStates(items []registry.ChangeItem, asked bool) []registry.ChangeItem {
	if !asked {
		return nil
	}
	items = slices.Clone(items)
	for i := range items {
		items[i].Before, items[i].After = nil, nil
	}
	return items
}

func (tx *memoryTx) Revision(ctx context.Context) (int, error) {
	state, err := tx.State(ctx)
	return state.Revision, err
}

func (tx *memoryTx) AppendChange(ctx context.Context, change registry.Change) error {
	if change.IdempotencyKey != nil {
		if same := tx.changeByKey(change.ActorID, *change.IdempotencyKey); same != nil {
			return registry.Conflict(registry.ReasonKeyReused, "used in revision %d", same.Revision)
		}
	}
	tx.changes = append(slices.Clone(tx.changes), change)
	return ctx.Err()
}

func (tx *memoryTx) Expect(ctx context.Context, mutations []registry.Expected) ([]*registry.Change, error) {
	earlier := make([]*registry.Change, len(mutations))
	for i, mutation := range mutations {
		earlier[i] = tx.changeByKey(mutation.ActorID, mutation.Key)
	}
	return earlier, ctx.Err()
}

func (tx *memoryTx) changeByKey(actorID, key string) *registry.Change {
	for _, c := range tx.changes {
		if c.ActorID == actorID && c.IdempotencyKey != nil && *c.IdempotencyKey == key {
			c.Items = nil
			return &c
		}
	}
	return nil
}

func (tx *memoryTx) Scan(ctx context.Context, query registry.ScanQuery) ([]registry.Node, error) {
	if !slices.Contains(scanKinds(), query.Kind) {
		return nil, registry.NoScan(query.Kind)
	}
	if _, err := strconv.Atoi(query.After); query.Kind == registry.KindChange && query.After != "" && err != nil {
		return nil, registry.Invalid(registry.ReasonMalformedID, "after", "no revision")
	}
	agreed := Agreed{Agreements: tx.agreements(func(registry.Agreement) bool { return true }), Reviews: tx.reviews, Evaluations: tx.evaluations}
	return Everything{Data: tx.data, Agreed: agreed, Changes: tx.changes}.scan(query), ctx.Err()
}

func (tx *memoryTx) Edges(ctx context.Context, query registry.EdgeQuery) ([]registry.LightEdge, error) {
	return tx.edgesBehind(query), ctx.Err()
}

func (tx *memoryTx) Put(ctx context.Context, batch registry.Batch) error {
	return batch.WriteTo(ctx, tx)
}

func (tx *memoryTx) Remove(ctx context.Context, ids []string) error {
	return registry.Remove(ctx, tx, ids)
}

// PutCounts has nothing to keep: what partners are ordered by is counted when it is asked.
func (tx *memoryTx) PutCounts(ctx context.Context, _ []string) error { return ctx.Err() }

func (tx *memoryTx) PutMarks(ctx context.Context, marks []registry.Incomplete) error {
	tx.incomplete = &marks[0]
	if marks[0].By == "" {
		tx.incomplete = nil
	}
	return ctx.Err()
}

func (tx *memoryTx) Count(ctx context.Context, queries []registry.CountQuery) ([]int, error) {
	return registry.CountLists(ctx, tx, queries)
}
