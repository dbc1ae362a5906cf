package registry

import (
	"context"
	"slices"
)

// guard hands out readers that mask what the viewer may not see, so that everything that is read shows the same (R18, R21). Rules, the
// feed, networks that are kept, copies and imports read the store itself.
type guard struct {
	store  Store
	closed Closed
	closings
	lists *keptLists
}

func newGuard(store Store, lists *keptLists) *guard {
	return &guard{store: store, closings: newClosings(), lists: lists}
}

// view is the store's, by a reader for whoever the context is of.
func (g *guard) view(ctx context.Context, read func(context.Context, Reader) error) error {
	return g.store.View(ctx, func(ctx context.Context, reader Reader) error { return read(ctx, g.over(ctx, overLists(ctx, reader))) })
}

// over returns the reader with what the viewer may see of it.
func (g *guard) over(ctx context.Context, reader Reader) guarded {
	actor, _ := ActorFrom(ctx)
	return guarded{reader: reader, guard: g, contacts: MaySeeContacts(ctx), rights: actor.Rights, limited: g.closed.Agreements && !actor.Rights.seesAll()}
}

// guarded reads what one viewer may see. It embeds no Reader, so that a new method has to say what it masks.
type guarded struct {
	reader Reader
	// contacts says whether contact points and actors are shown.
	contacts bool
	guard    *guard
	rights   Rights
	// limited says that what is closed may be closed to the viewer.
	limited bool
}

// without reads leaving out what is hidden from the viewer, and again when the register changed meanwhile: on not every store the
// reads of a View are of one revision.
func (g guarded) without(ctx context.Context, read func(hidden) error) error {
	if !g.limited {
		return read(hidden{})
	}
	revision, err := g.reader.Revision(ctx)
	for err == nil {
		var closed *closedThings
		if closed, err = g.guard.at(ctx, g.reader, revision); err != nil {
			break
		}
		if err = read(closed.from(g.rights)); err != nil {
			break
		}
		if revision, err = g.reader.Revision(ctx); err == nil && revision <= closed.revision {
			return nil
		}
	}
	return err
}

// withoutAt calls use with what is hidden, when the store has the revision.
func (g guarded) withoutAt(ctx context.Context, revision int, use func(hidden)) error {
	now, err := g.reader.Revision(ctx)
	if err != nil || now < revision {
		return err
	}
	closed, err := g.guard.at(ctx, g.reader, now)
	if err == nil {
		use(closed.from(g.rights))
	}
	return err
}

// withoutIn reads a list for each query, each narrowed to what is not hidden.
func withoutIn[Q, A any](ctx context.Context, g guarded, queries []Q, narrow func(*Q, hidden), read func(context.Context, []Q) ([]A, error)) (answers []A, err error) {
	err = g.without(ctx, func(h hidden) error {
		narrowed := slices.Clone(queries)
		for i := range narrowed {
			narrow(&narrowed[i], h)
		}
		answers, err = read(ctx, narrowed)
		return err
	})
	return answers, err
}

func (g guarded) State(ctx context.Context) (state State, err error) {
	err = g.without(ctx, func(h hidden) error {
		state, err = g.reader.State(ctx)
		state.Agreements -= h.there
		if err != nil || !state.IllustratedByAgreements || h.there == 0 {
			return err
		}
		state.Illustrations, err = g.illustratedWithout(ctx, h)
		state.IllustratedByAgreements = state.Illustrations
		return err
	})
	return state, err
}

// illustratedWithout says whether an agreement is an illustration that is not hidden.
func (g guarded) illustratedWithout(ctx context.Context, h hidden) (bool, error) {
	query := AgreementQuery{Filter: AgreementFilter{Certainty: []Certainty{Illustration}, Without: h.agreements}, Order: AgreementOrder{Field: ByTitle, Direction: Ascending}, AsOf: earliestDay, Page: Page{Limit: 1}}
	list, err := only(g.reader.ListAgreements(ctx, []AgreementQuery{query}))
	return len(list.Items) > 0, err
}

func (g guarded) Revision(ctx context.Context) (int, error) { return g.reader.Revision(ctx) }

func (g guarded) Regions(ctx context.Context, codes []string) ([]Region, error) {
	regions, err := g.reader.Regions(ctx, codes)
	return shown(regions, g.region), err
}

func (g guarded) Neighbours(ctx context.Context, codes []string) (map[string][]Neighbour, error) {
	return g.reader.Neighbours(ctx, codes)
}

func (g guarded) Municipalities(ctx context.Context, of MunicipalitySelect) ([]Municipality, error) {
	return g.reader.Municipalities(ctx, of)
}

func (g guarded) Sectors(ctx context.Context, codes []string) ([]Sector, error) {
	return g.reader.Sectors(ctx, codes)
}

func (g guarded) Chains(ctx context.Context, codes []string) ([]Chain, error) {
	return g.reader.Chains(ctx, codes)
}

func (g guarded) Ministries(ctx context.Context, codes []string) ([]Ministry, error) {
	return g.reader.Ministries(ctx, codes)
}

func (g guarded) Partners(ctx context.Context, of PartnerSelect) ([]Partner, error) {
	partners, err := g.reader.Partners(ctx, of)
	return shown(partners, g.partner), err
}

func (g guarded) ListPartners(ctx context.Context, queries []PartnerQuery) ([]PartnerList, error) {
	hinted := slices.Clone(queries)
	for i := range hinted {
		hinted[i].With = g.hint(hinted[i].With)
	}
	lists, err := g.reader.ListPartners(ctx, hinted)
	for i := range lists {
		shown(lists[i].Items, g.partner)
		g.included(lists[i].Included)
	}
	return lists, err
}

// hint leaves out of what comes along what may be hidden from the viewer.
func (g guarded) hint(with With) With {
	if g.limited {
		with.Agreements = 0
	}
	return with
}

func (g guarded) included(with Included) {
	for _, adoption := range with.Adoptions {
		if adoption != nil {
			g.adoption(adoption)
		}
	}
	for _, collaborations := range with.Collaborations {
		shown(collaborations, g.collaboration)
	}
	for _, parts := range with.Parts {
		shown(parts, g.partner)
	}
	g.partners(with.Wholes)
}

// partnersAlong masks partners that came along, by key, and what came along with them.
func (g guarded) partnersAlong(partners map[string]Partner, with Included) {
	g.partners(partners)
	g.included(with)
}

func (g guarded) partners(byKey map[string]Partner) {
	for key, partner := range byKey {
		g.partner(&partner)
		byKey[key] = partner
	}
}

func (g guarded) PartnerFacet(ctx context.Context, facet Facet, query PartnerQuery) (map[string]int, error) {
	return g.reader.PartnerFacet(ctx, facet, query)
}

func (g guarded) CollaborationCounts(ctx context.Context, partners []string, asOf Date) (map[string]CollaborationCount, error) {
	return g.reader.CollaborationCounts(ctx, partners, asOf)
}

func (g guarded) Collaborations(ctx context.Context, of CollaborationSelect) ([]Collaboration, error) {
	collaborations, err := g.reader.Collaborations(ctx, of)
	return shown(collaborations, g.collaboration), err
}

func (g guarded) ListCollaborations(ctx context.Context, queries []CollaborationQuery) ([]CollaborationList, error) {
	hinted := slices.Clone(queries)
	for i, query := range queries {
		if query.With.Partner != nil {
			hinted[i].With.Partner = new(g.hint(*query.With.Partner))
		}
	}
	lists, err := g.reader.ListCollaborations(ctx, hinted)
	for i := range lists {
		shown(lists[i].Items, g.collaboration)
		g.partnersAlong(lists[i].Partners, lists[i].Included)
	}
	return lists, err
}

func (g guarded) Adoptions(ctx context.Context, of AdoptionSelect) ([]Adoption, error) {
	adoptions, err := g.reader.Adoptions(ctx, of)
	return shown(adoptions, g.adoption), err
}

func (g guarded) ListAdoptions(ctx context.Context, queries []AdoptionQuery) ([]List[Adoption], error) {
	lists, err := g.reader.ListAdoptions(ctx, queries)
	return shownLists(lists, g.adoption), err
}

func (g guarded) Agreements(ctx context.Context, of AgreementSelect) ([]Agreement, error) {
	agreements, err := g.reader.Agreements(ctx, of)
	return slices.DeleteFunc(agreements, g.hides), err
}

func (g guarded) ListAgreements(ctx context.Context, queries []AgreementQuery) ([]List[Agreement], error) {
	return withoutIn(ctx, g, queries, func(q *AgreementQuery, h hidden) { q.Filter.Without = h.agreements }, g.reader.ListAgreements)
}

func (g guarded) ListAgreedPairs(ctx context.Context, queries []AgreedPairQuery) (lists []List[AgreedPair], err error) {
	err = g.without(ctx, func(h hidden) error {
		lists, err = g.reader.ListAgreedPairs(ctx, queries)
		for i := range lists {
			if among(h.agreements, queries[i].AgreementUUID) {
				lists[i] = List[AgreedPair]{}
			}
		}
		return err
	})
	return lists, err
}

func (g guarded) PeerReviews(ctx context.Context, of PeerReviewSelect) (reviews []PeerReview, err error) {
	err = g.without(ctx, func(h hidden) error {
		reviews, err = g.reader.PeerReviews(ctx, of)
		reviews = slices.DeleteFunc(reviews, func(r PeerReview) bool { return among(h.agreements, r.AgreementUUID) })
		return err
	})
	return reviews, err
}

func (g guarded) Evaluations(ctx context.Context, of EvaluationSelect) (evaluations []InformalEvaluation, err error) {
	err = g.without(ctx, func(h hidden) error {
		evaluations, err = g.reader.Evaluations(ctx, of)
		evaluations = slices.DeleteFunc(evaluations, func(e InformalEvaluation) bool {
			return e.AgreementUUID != nil && among(h.agreements, *e.AgreementUUID)
		})
		return err
	})
	return evaluations, err
}

func (g guarded) ListAgenda(ctx context.Context, queries []AgendaQuery) ([]List[AgendaEntry], error) {
	return withoutIn(ctx, g, queries, func(q *AgendaQuery, h hidden) { q.Without = h.agreements }, g.reader.ListAgenda)
}

func (g guarded) Coverage(ctx context.Context, queries []CoverageQuery) ([][]Covering, error) {
	return g.reader.Coverage(ctx, queries)
}

func (g guarded) Search(ctx context.Context, query SearchQuery) (list SearchList, err error) {
	err = g.without(ctx, func(h hidden) error {
		query.Without, query.With = h.agreements, g.hint(query.With)
		list, err = g.reader.Search(ctx, query)
		return err
	})
	g.partnersAlong(list.Partners, list.Included)
	return list, err
}

func (g guarded) ListChanges(ctx context.Context, queries []ChangeQuery) ([]List[Change], error) {
	return withoutIn(ctx, g, queries, func(q *ChangeQuery, h hidden) { q.Filter.Without = h.ids }, func(ctx context.Context, queries []ChangeQuery) ([]List[Change], error) {
		lists, err := g.reader.ListChanges(ctx, queries)
		for i, list := range lists {
			shown(list.Items, func(c *Change) { g.change(c, queries[i].Filter.Without) })
		}
		return lists, err
	})
}

func (g guarded) ListChangeItems(ctx context.Context, queries []ChangeItemQuery) ([]List[ChangeItem], error) {
	lists, err := withoutIn(ctx, g, queries, func(q *ChangeItemQuery, h hidden) { q.Filter.Without = h.ids }, g.reader.ListChangeItems)
	return shownLists(lists, g.changeItem), err
}

func (g guarded) Count(ctx context.Context, queries []CountQuery) (counts []int, err error) {
	err = g.without(ctx, func(h hidden) error {
		narrowed := make([]CountQuery, len(queries))
		for i, query := range queries {
			narrowed[i] = h.narrowCount(query)
		}
		counts, err = g.reader.Count(ctx, narrowed)
		for i := range counts {
			if pairs, ok := queries[i].(AgreedPairQuery); ok && among(h.agreements, pairs.AgreementUUID) {
				counts[i] = 0
			}
		}
		return err
	})
	return counts, err
}

// Scan reads on when all of a page is hidden, for no thing is the end.
func (g guarded) Scan(ctx context.Context, query ScanQuery) (things []Node, err error) {
	for {
		behind := ""
		err := g.without(ctx, func(h hidden) error {
			page, err := g.reader.Scan(ctx, query)
			things = things[:0]
			for _, thing := range page {
				_, behind = splitID(thing.ID())
				if thing = g.thing(thing, h); thing != nil {
					things = append(things, thing)
				}
			}
			return err
		})
		if err != nil || len(things) > 0 || behind == "" {
			return things, err
		}
		query.After = behind
	}
}

func (g guarded) Edges(ctx context.Context, query EdgeQuery) ([]LightEdge, error) {
	return g.reader.Edges(ctx, query)
}
