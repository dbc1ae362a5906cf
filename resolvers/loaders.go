package resolvers

import (
	"context"
	"sync"
	"time"

	"github.com/vikstrous/dataloadgen"

	"ketenkaart/registry"
)

// loaders read the network at one date, one store read for each level of a query, whatever its breadth.
type loaders struct {
	asOf, today registry.Date
	filters     filters

	regions           listed[registry.Region]
	neighbours        *dataloadgen.Loader[string, []registry.Neighbour]
	municipalities    *dataloadgen.Loader[string, []registry.Municipality]
	sectors           listed[registry.Sector]
	chains            listed[registry.Chain]
	ministries        listed[registry.Ministry]
	partners          *dataloadgen.Loader[string, registry.Partner]
	parts             *dataloadgen.Loader[string, []registry.Partner]
	collaborations    *dataloadgen.Loader[collaborationsOf, []registry.Collaboration]
	histories         *dataloadgen.Loader[registry.Pair, []registry.Collaboration]
	counted           *dataloadgen.Loader[string, registry.CollaborationCount]
	adoptions         *dataloadgen.Loader[string, *registry.Adoption]
	adoptionHistories *dataloadgen.Loader[string, []registry.Adoption]
	nodes             *dataloadgen.Loader[string, registry.Node]
	actions           *dataloadgen.Loader[registry.ActionsQuery, []registry.Permission]
	agreements        *dataloadgen.Loader[string, registry.Agreement]
	amendments        *dataloadgen.Loader[string, []registry.Agreement]
	reviews           *dataloadgen.Loader[string, []registry.PeerReview]
	evaluations       *dataloadgen.Loader[string, []registry.InformalEvaluation]
	evaluationsOf     *dataloadgen.Loader[string, []registry.InformalEvaluation]

	partnerPages       *dataloadgen.Loader[*registry.PartnerQuery, registry.PartnerConnection]
	collaborationPages *dataloadgen.Loader[*registry.CollaborationQuery, registry.CollaborationConnection]
	adoptionPages      *dataloadgen.Loader[*registry.AdoptionQuery, registry.AdoptionConnection]
	ourAdoptionRegions *dataloadgen.Loader[*registry.PartnerQuery, registry.CounterpartConnection]
	partnersWeAdopted  *dataloadgen.Loader[*registry.PartnerQuery, registry.AdoptedPartnerConnection]

	agreementPages *dataloadgen.Loader[*registry.AgreementQuery, registry.AgreementConnection]
	pairPages      *dataloadgen.Loader[*registry.AgreedPairQuery, registry.AgreedPairConnection]
	changePages    *dataloadgen.Loader[*registry.ChangeQuery, registry.ChangeConnection]
	changeItems    *dataloadgen.Loader[*registry.ChangeItemQuery, registry.ChangeItemConnection]

	changeItemCounts *dataloadgen.Loader[*registry.ChangeItemQuery, int]

	partnerCounts       *dataloadgen.Loader[*registry.PartnerQuery, int]
	collaborationCounts *dataloadgen.Loader[*registry.CollaborationQuery, int]
	adoptionCounts      *dataloadgen.Loader[*registry.AdoptionQuery, int]
	agreementCounts     *dataloadgen.Loader[*registry.AgreementQuery, int]
	agendaCounts        *dataloadgen.Loader[*registry.AgendaQuery, int]
	changeCounts        *dataloadgen.Loader[*registry.ChangeQuery, int]
	pairCounts          *dataloadgen.Loader[*registry.AgreedPairQuery, int]
}

func newLoaders(e Extension, asOf, today registry.Date) *loaders {
	return &loaders{
		asOf:                asOf,
		today:               today,
		regions:             listing(e, registry.KindRegion, e.registry.RegionAtHand, registry.Reader.Regions),
		sectors:             listing(e, registry.KindSector, e.registry.SectorAtHand, registry.Reader.Sectors),
		chains:              listing(e, registry.KindChain, e.registry.ChainAtHand, registry.Reader.Chains),
		ministries:          listing(e, registry.KindMinistry, e.registry.MinistryAtHand, registry.Reader.Ministries),
		partners:            byKey(e, registry.KindPartner, partnersByKey),
		neighbours:          grouped(e, neighboursOf),
		municipalities:      grouped(e, municipalitiesAt(asOf)),
		parts:               grouped(e, partsOf),
		histories:           grouped(e, historiesOf),
		collaborations:      grouped(e, collaborationsAt(asOf)),
		counted:             grouped(e, countedAt(asOf)),
		adoptions:           grouped(e, adoptionsAt(asOf)),
		adoptionHistories:   grouped(e, adoptionsOf),
		nodes:               grouped(e, registry.Nodes),
		actions:             dataloadgen.NewMappedLoader(e.registry.Actions, dataloadgen.WithWait(e.wait)),
		agreements:          byKey(e, registry.KindAgreement, agreementsByUUID),
		amendments:          grouped(e, amendmentsOf),
		reviews:             grouped(e, reviewsOf),
		evaluations:         grouped(e, evaluationsOfAgreements),
		evaluationsOf:       grouped(e, evaluationsOfCollaborations),
		agreementPages:      paged(e.wait, e.registry.ListAgreements),
		changePages:         paged(e.wait, e.registry.ListChanges),
		changeItems:         paged(e.wait, e.registry.ListChangeItems),
		changeItemCounts:    paged(e.wait, e.registry.CountChangeItems),
		agreementCounts:     paged(e.wait, e.registry.CountAgreements),
		pairPages:           paged(e.wait, e.registry.ListAgreedPairs),
		agendaCounts:        paged(e.wait, e.registry.CountAgenda),
		changeCounts:        paged(e.wait, e.registry.CountChanges),
		pairCounts:          paged(e.wait, e.registry.CountAgreedPairs),
		partnerPages:        paged(e.wait, e.registry.ListPartners),
		collaborationPages:  paged(e.wait, e.registry.ListCollaborations),
		adoptionPages:       paged(e.wait, e.registry.ListAdoptions),
		ourAdoptionRegions:  paged(e.wait, e.registry.OurAdoptionRegions),
		partnersWeAdopted:   paged(e.wait, e.registry.PartnersWeAdopted),
		partnerCounts:       paged(e.wait, e.registry.CountPartners),
		collaborationCounts: paged(e.wait, e.registry.CountCollaborations),
		adoptionCounts:      paged(e.wait, e.registry.CountAdoptions),
	}
}

// grouped loads what a read gives by key; a key without an entry gives the zero value, an empty list.
func grouped[K comparable, V any](e Extension, read func(context.Context, registry.Reader, []K) (map[K]V, error)) *dataloadgen.Loader[K, V] {
	return dataloadgen.NewLoader(func(ctx context.Context, keys []K) ([]V, []error) {
		var found map[K]V
		err := e.registry.View(ctx, func(ctx context.Context, reader registry.Reader) (err error) {
			found, err = read(ctx, reader, keys)
			return err
		})
		if err != nil {
			return nil, []error{err}
		}
		values := make([]V, len(keys))
		for i, key := range keys {
			values[i] = found[key]
		}
		return values, nil
	}, dataloadgen.WithWait(e.wait))
}

// byKey loads things one for each key; a key without a thing is NOT_FOUND.
func byKey[T registry.Node](e Extension, kind registry.Kind, read func(registry.Reader, context.Context, []string) ([]T, error)) *dataloadgen.Loader[string, T] {
	return dataloadgen.NewLoader(func(ctx context.Context, keys []string) ([]T, []error) {
		things := make(map[string]T, len(keys))
		err := e.registry.View(ctx, func(ctx context.Context, reader registry.Reader) error {
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
	}, dataloadgen.WithWait(e.wait))
}

// listed gives what is in a list that is kept, and loads the rest.
type listed[T any] struct {
	atHand func(context.Context, string) (T, bool)
	// look has the operation look at the list, when it may.
	look func(context.Context) error
	*dataloadgen.Loader[string, T]
}

func listing[T registry.Node](e Extension, kind registry.Kind, atHand func(context.Context, string) (T, bool), read func(registry.Reader, context.Context, []string) ([]T, error)) listed[T] {
	look := func(ctx context.Context) error {
		if !registry.HasLists(ctx) {
			return nil
		}
		return e.registry.View(ctx, func(ctx context.Context, reader registry.Reader) error {
			_, err := read(reader, ctx, []string{})
			return err
		})
	}
	return listed[T]{atHand, look, byKey(e, kind, read)}
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
	return l.Loader.Load(ctx, code)
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
			return l.Loader.LoadAll(ctx, codes)
		}
		things[i] = thing
	}
	return things, nil
}

// paged loads a page for each query; queries are told apart by their address.
func paged[Q, P any](wait time.Duration, list func(context.Context, []Q) ([]P, error)) *dataloadgen.Loader[*Q, P] {
	return dataloadgen.NewLoader(func(ctx context.Context, keys []*Q) ([]P, []error) {
		queries := make([]Q, len(keys))
		for i, key := range keys {
			queries[i] = *key
		}
		pages, err := list(ctx, queries)
		if err != nil {
			return nil, []error{err}
		}
		return pages, nil
	}, dataloadgen.WithWait(wait))
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
