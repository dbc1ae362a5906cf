package resolvers

import (
	"context"
	"sync"

	"ketenkaart/execution"
	"ketenkaart/registry"
)

// loaders read the network at one date, one store read for each level of a query, whatever its breadth.
type loaders struct {
	asOf, today registry.Date
	filters     filters

	regions           listed[registry.Region]
	neighbours        *loader[string, []registry.Neighbour]
	municipalities    *loader[string, []registry.Municipality]
	sectors           listed[registry.Sector]
	chains            listed[registry.Chain]
	ministries        listed[registry.Ministry]
	partners          *loader[string, registry.Partner]
	parts             *loader[string, []registry.Partner]
	collaborations    *loader[collaborationsOf, []registry.Collaboration]
	histories         *loader[registry.Pair, []registry.Collaboration]
	counted           *loader[string, registry.CollaborationCount]
	adoptions         *loader[string, *registry.Adoption]
	adoptionHistories *loader[string, []registry.Adoption]
	nodes             *loader[string, registry.Node]
	actions           *loader[registry.ActionsQuery, []registry.Permission]
	agreements        *loader[string, registry.Agreement]
	amendments        *loader[string, []registry.Agreement]
	reviews           *loader[string, []registry.PeerReview]
	evaluations       *loader[string, []registry.InformalEvaluation]
	evaluationsOf     *loader[string, []registry.InformalEvaluation]

	partnerPages       *loader[*registry.PartnerQuery, registry.PartnerConnection]
	collaborationPages *loader[*registry.CollaborationQuery, registry.CollaborationConnection]
	adoptionPages      *loader[*registry.AdoptionQuery, registry.AdoptionConnection]
	ourAdoptionRegions *loader[*registry.PartnerQuery, registry.CounterpartConnection]
	partnersWeAdopted  *loader[*registry.PartnerQuery, registry.AdoptedPartnerConnection]

	agreementsOf   *loader[firstAgreements, registry.AgreementConnection]
	agreementPages *loader[*registry.AgreementQuery, registry.AgreementConnection]
	pairPages      *loader[*registry.AgreedPairQuery, registry.AgreedPairConnection]
	changePages    *loader[*registry.ChangeQuery, registry.ChangeConnection]
	changeItems    *loader[*registry.ChangeItemQuery, registry.ChangeItemConnection]

	changeItemCounts *loader[*registry.ChangeItemQuery, int]

	partnerCounts       *loader[*registry.PartnerQuery, int]
	collaborationCounts *loader[*registry.CollaborationQuery, int]
	adoptionCounts      *loader[*registry.AdoptionQuery, int]
	agreementCounts     *loader[*registry.AgreementQuery, int]
	agendaCounts        *loader[*registry.AgendaQuery, int]
	changeCounts        *loader[*registry.ChangeQuery, int]
	pairCounts          *loader[*registry.AgreedPairQuery, int]
}

func newLoaders(from source, asOf, today registry.Date) *loaders {
	return &loaders{
		asOf:                asOf,
		today:               today,
		regions:             listing(from, registry.KindRegion, from.registry.RegionAtHand, registry.Reader.Regions),
		sectors:             listing(from, registry.KindSector, from.registry.SectorAtHand, registry.Reader.Sectors),
		chains:              listing(from, registry.KindChain, from.registry.ChainAtHand, registry.Reader.Chains),
		ministries:          listing(from, registry.KindMinistry, from.registry.MinistryAtHand, registry.Reader.Ministries),
		partners:            byKey(from, registry.KindPartner, partnersByKey),
		neighbours:          grouped(from, neighboursOf),
		municipalities:      grouped(from, municipalitiesAt(asOf)),
		parts:               grouped(from, partsOf),
		histories:           grouped(from, historiesOf),
		collaborations:      grouped(from, collaborationsAt(asOf)),
		counted:             grouped(from, countedAt(asOf)),
		adoptions:           grouped(from, adoptionsAt(asOf)),
		adoptionHistories:   grouped(from, adoptionsOf),
		nodes:               grouped(from, registry.Nodes),
		actions:             mapped(from.level, from.registry.Actions),
		agreements:          byKey(from, registry.KindAgreement, agreementsByUUID),
		amendments:          grouped(from, amendmentsOf),
		reviews:             grouped(from, reviewsOf),
		evaluations:         grouped(from, evaluationsOfAgreements),
		evaluationsOf:       grouped(from, evaluationsOfCollaborations),
		agreementsOf:        firstAgreementsAt(from, asOf),
		agreementPages:      paged(from.level, from.registry.ListAgreements),
		changePages:         paged(from.level, from.registry.ListChanges),
		changeItems:         paged(from.level, from.registry.ListChangeItems),
		changeItemCounts:    paged(from.level, from.registry.CountChangeItems),
		agreementCounts:     paged(from.level, from.registry.CountAgreements),
		pairPages:           paged(from.level, from.registry.ListAgreedPairs),
		agendaCounts:        paged(from.level, from.registry.CountAgenda),
		changeCounts:        paged(from.level, from.registry.CountChanges),
		pairCounts:          paged(from.level, from.registry.CountAgreedPairs),
		partnerPages:        paged(from.level, from.registry.ListPartners),
		collaborationPages:  paged(from.level, from.registry.ListCollaborations),
		adoptionPages:       paged(from.level, from.registry.ListAdoptions),
		ourAdoptionRegions:  paged(from.level, from.registry.OurAdoptionRegions),
		partnersWeAdopted:   paged(from.level, from.registry.PartnersWeAdopted),
		partnerCounts:       paged(from.level, from.registry.CountPartners),
		collaborationCounts: paged(from.level, from.registry.CountCollaborations),
		adoptionCounts:      paged(from.level, from.registry.CountAdoptions),
	}
}

// grouped loads what a read gives by key; a key without an entry gives the zero value, an empty list.
func grouped[K comparable, V any](from source, read func(context.Context, registry.Reader, []K) (map[K]V, error)) *loader[K, V] {
	return mapped(from.level, func(ctx context.Context, keys []K) (found map[K]V, err error) {
		err = from.registry.View(ctx, func(ctx context.Context, reader registry.Reader) error {
			found, err = read(ctx, reader, keys)
			return err
		})
		return found, err
	})
}

func mapped[K comparable, V any](level *execution.Level, read func(context.Context, []K) (map[K]V, error)) *loader[K, V] {
	return newLoader(level, func(ctx context.Context, keys []K) ([]V, []error) {
		found, err := read(ctx, keys)
		if err != nil {
			return nil, []error{err}
		}
		values := make([]V, len(keys))
		for i, key := range keys {
			values[i] = found[key]
		}
		return values, nil
	})
}

// byKey loads things one for each key; a key without a thing is NOT_FOUND.
func byKey[T registry.Node](from source, kind registry.Kind, read func(registry.Reader, context.Context, []string) ([]T, error)) *loader[string, T] {
	return newLoader(from.level, func(ctx context.Context, keys []string) ([]T, []error) {
		things := make(map[string]T, len(keys))
		err := from.registry.View(ctx, func(ctx context.Context, reader registry.Reader) error {
			found, err := read(reader, ctx, keys)
			for _, thing := range found {
				things[thing.ID()] = thing
			}
			return err
		})
		if err != nil {
			return nil, []error{err}
		}
		values, errs := make([]T, len(keys)), make([]error, len(keys))
		for i, key := range keys {
			id := registry.MakeID(kind, key)
			thing, there := things[id]
			if !there {
				errs[i] = registry.NotFound(id)
			}
			values[i] = thing
		}
		return values, errs
	})
}

// listed gives what is in a list that is kept, and loads the rest.
type listed[T any] struct {
	atHand func(context.Context, string) (T, bool)
	// look has the operation look at the list, when it may.
	look func(context.Context) error
	*loader[string, T]
}

func listing[T registry.Node](from source, kind registry.Kind, atHand func(context.Context, string) (T, bool), read func(registry.Reader, context.Context, []string) ([]T, error)) listed[T] {
	look := func(ctx context.Context) error {
		if !registry.HasLists(ctx) {
			return nil
		}
		return from.registry.View(ctx, func(ctx context.Context, reader registry.Reader) error {
			_, err := read(reader, ctx, []string{})
			return err
		})
	}
	return listed[T]{atHand, look, byKey(from, kind, read)}
}

// find returns a thing of the list; false when it is not in there. The first of an operation looks for all, without waiting for others
// as a loader would.
func (l listed[T]) find(ctx context.Context, code string) (T, bool, error) {
	thing, there := l.atHand(ctx, code)
	if there {
		return thing, true, nil
	}
	if err := l.look(ctx); err != nil {
		return thing, false, err
	}
	thing, there = l.atHand(ctx, code)
	return thing, there, nil
}

// Load returns one thing by its code; NOT_FOUND.
func (l listed[T]) Load(ctx context.Context, code string) (T, error) {
	thing, there, err := l.find(ctx, code)
	if there || err != nil {
		return thing, err
	}
	return l.loader.Load(ctx, code)
}

// LoadAll returns the things of several codes in their order; NOT_FOUND.
func (l listed[T]) LoadAll(ctx context.Context, codes []string) ([]T, error) {
	things := make([]T, len(codes))
	for i, code := range codes {
		thing, there, err := l.find(ctx, code)
		if err != nil {
			return nil, err
		}
		if !there {
			return l.loader.LoadAll(ctx, codes)
		}
		things[i] = thing
	}
	return things, nil
}

// paged loads a page for each query; queries are told apart by their address.
func paged[Q, P any](level *execution.Level, list func(context.Context, []Q) ([]P, error)) *loader[*Q, P] {
	return pagedBy(level, func(query *Q) Q { return *query }, list)
}

// pagedBy loads a page for each key, which stands for a query.
func pagedBy[K comparable, Q, P any](level *execution.Level, query func(K) Q, list func(context.Context, []Q) ([]P, error)) *loader[K, P] {
	return newLoader(level, func(ctx context.Context, keys []K) ([]P, []error) {
		queries := make([]Q, len(keys))
		for i, key := range keys {
			queries[i] = query(key)
		}
		pages, err := list(ctx, queries)
		if err != nil {
			return nil, []error{err}
		}
		return pages, nil
	})
}

// loadEach returns the values of several keys that are one thing each, in the order of the keys.
func loadEach[T any](ctx context.Context, from interface {
	LoadAll(context.Context, []string) ([]T, error)
}, keys []string) ([]T, error) {
	values, err := from.LoadAll(ctx, keys)
	if values == nil {
		values = []T{}
	}
	return values, err
}

func partnersByKey(reader registry.Reader, ctx context.Context, keys []string) ([]registry.Partner, error) {
	return reader.Partners(ctx, registry.PartnerSelect{Keys: keys})
}

func neighboursOf(ctx context.Context, reader registry.Reader, codes []string) (map[string][]registry.Neighbour, error) {
	return reader.Neighbours(ctx, codes)
}

func municipalitiesAt(asOf registry.Date) func(context.Context, registry.Reader, []string) (map[string][]registry.Municipality, error) {
	return func(ctx context.Context, reader registry.Reader, regions []string) (map[string][]registry.Municipality, error) {
		municipalities, err := reader.Municipalities(ctx, registry.MunicipalitySelect{Regions: regions, AsOf: &asOf})
		return groupBy(municipalities, func(m registry.Municipality) string { return m.RegionCode }), err
	}
}

func partsOf(ctx context.Context, reader registry.Reader, keys []string) (map[string][]registry.Partner, error) {
	parts, err := reader.Partners(ctx, registry.PartnerSelect{PartOf: keys})
	return groupBy(parts, func(p registry.Partner) string { return *p.PartOfKey }), err
}

func historiesOf(ctx context.Context, reader registry.Reader, pairs []registry.Pair) (map[registry.Pair][]registry.Collaboration, error) {
	collaborations, err := reader.Collaborations(ctx, registry.CollaborationSelect{Pairs: pairs})
	return groupBy(collaborations, registry.Collaboration.Pair), err
}

func agreementsByUUID(reader registry.Reader, ctx context.Context, uuids []string) ([]registry.Agreement, error) {
	return reader.Agreements(ctx, registry.AgreementSelect{UUIDs: uuids})
}

// firstAgreements are so many of those that bind a party, the last changed first.
type firstAgreements struct {
	party string
	first int
}

func (f firstAgreements) query(asOf registry.Date) registry.AgreementQuery {
	return registry.AgreementQueryOfParty(f.party, f.first, asOf)
}

func firstAgreementsAt(from source, asOf registry.Date) *loader[firstAgreements, registry.AgreementConnection] {
	query := func(key firstAgreements) registry.AgreementQuery { return key.query(asOf) }
	return pagedBy(from.level, query, from.registry.ListAgreements)
}

func amendmentsOf(ctx context.Context, reader registry.Reader, uuids []string) (map[string][]registry.Agreement, error) {
	amendments, err := reader.Agreements(ctx, registry.AgreementSelect{Amending: uuids})
	return groupBy(amendments, func(a registry.Agreement) string { return *a.Supersedes }), err
}

func reviewsOf(ctx context.Context, reader registry.Reader, uuids []string) (map[string][]registry.PeerReview, error) {
	reviews, err := reader.PeerReviews(ctx, registry.PeerReviewSelect{Agreements: uuids})
	return groupBy(reviews, func(r registry.PeerReview) string { return r.AgreementUUID }), err
}

func evaluationsOfAgreements(ctx context.Context, reader registry.Reader, uuids []string) (map[string][]registry.InformalEvaluation, error) {
	evaluations, err := reader.Evaluations(ctx, registry.EvaluationSelect{Agreements: uuids})
	return groupBy(evaluations, func(e registry.InformalEvaluation) string { return *e.AgreementUUID }), err
}

func evaluationsOfCollaborations(ctx context.Context, reader registry.Reader, uuids []string) (map[string][]registry.InformalEvaluation, error) {
	evaluations, err := reader.Evaluations(ctx, registry.EvaluationSelect{Collaborations: uuids})
	found := make(map[string][]registry.InformalEvaluation, len(uuids))
	for _, evaluation := range evaluations {
		for _, uuid := range evaluation.CollaborationUUIDs {
			found[uuid] = append(found[uuid], evaluation)
		}
	}
	return found, err
}

func countedAt(asOf registry.Date) func(context.Context, registry.Reader, []string) (map[string]registry.CollaborationCount, error) {
	return func(ctx context.Context, reader registry.Reader, keys []string) (map[string]registry.CollaborationCount, error) {
		return reader.CollaborationCounts(ctx, keys, asOf)
	}
}

func adoptionsAt(asOf registry.Date) func(context.Context, registry.Reader, []string) (map[string]*registry.Adoption, error) {
	return func(ctx context.Context, reader registry.Reader, keys []string) (map[string]*registry.Adoption, error) {
		adoptions, err := reader.Adoptions(ctx, registry.AdoptionSelect{Partners: keys, AsOf: &asOf})
		byPartner := make(map[string]*registry.Adoption, len(adoptions))
		for i := range adoptions {
			byPartner[adoptions[i].PartnerKey] = &adoptions[i]
		}
		return byPartner, err
	}
}

func adoptionsOf(ctx context.Context, reader registry.Reader, keys []string) (map[string][]registry.Adoption, error) {
	adoptions, err := reader.Adoptions(ctx, registry.AdoptionSelect{Partners: keys})
	return groupBy(adoptions, func(a registry.Adoption) string { return a.PartnerKey }), err
}

// collaborationsOf is a partner and a filter, one that stands for all that are equal to it.
type collaborationsOf struct {
	partner string
	filter  *registry.CollaborationFilter
}

// filters keep one of each filter that an operation asks with, since each field that asks has a copy of its own.
type filters struct {
	mutex sync.Mutex
	known []*registry.CollaborationFilter
}

func (f *filters) one(filter *registry.CollaborationFilter) *registry.CollaborationFilter {
	if filter == nil {
		return nil
	}
	f.mutex.Lock()
	defer f.mutex.Unlock()
	for _, known := range f.known {
		if known.Equal(*filter) {
			return known
		}
	}
	f.known = append(f.known, filter)
	return filter
}

// collaborationsAt reads once for each filter: fields without an alias have one between them.
func collaborationsAt(asOf registry.Date) func(context.Context, registry.Reader, []collaborationsOf) (map[collaborationsOf][]registry.Collaboration, error) {
	return func(ctx context.Context, reader registry.Reader, keys []collaborationsOf) (map[collaborationsOf][]registry.Collaboration, error) {
		found := make(map[collaborationsOf][]registry.Collaboration, len(keys))
		for filter, ofFilter := range groupBy(keys, func(key collaborationsOf) *registry.CollaborationFilter { return key.filter }) {
			partners := make([]string, len(ofFilter))
			for i, key := range ofFilter {
				partners[i] = key.partner
			}
			collaborations, err := reader.Collaborations(ctx, registry.CollaborationSelect{Partners: partners, AsOf: &asOf, Filter: filter})
			if err != nil {
				return nil, err
			}
			for _, c := range collaborations {
				key := collaborationsOf{partner: c.PartnerKey, filter: filter}
				found[key] = append(found[key], c)
			}
		}
		return found, nil
	}
}

func groupBy[K comparable, V any](values []V, key func(V) K) map[K][]V {
	groups := map[K][]V{}
	for _, value := range values {
		groups[key(value)] = append(groups[key(value)], value)
	}
	return groups
}
