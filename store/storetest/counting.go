package storetest

import (
	"context"
	"maps"
	"sync"

	"ketenkaart/registry"
)

// Counter is a store that counts the calls of its Readers, by the name of the method.
type Counter struct {
	registry.Store
	mutex sync.Mutex
	calls map[string]int
}

// Counting makes a Counter of a store.
func Counting(store registry.Store) *Counter { return &Counter{Store: store, calls: map[string]int{}} }

// Calls returns the counts since the last Reset.
func (c *Counter) Calls() map[string]int {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return maps.Clone(c.calls)
}

// Reset begins to count anew.
func (c *Counter) Reset() {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.calls = map[string]int{}
}

func (c *Counter) count(method string) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.calls[method]++
}

// View hands the callback a Reader that counts; what an Update reads is not counted.
func (c *Counter) View(ctx context.Context, read func(context.Context, registry.Reader) error) error {
	return c.Store.View(ctx, func(ctx context.Context, r registry.Reader) error { return read(ctx, countingReader{r, c}) })
}

// countingReader embeds no Reader, so that a new method does not compile until it is counted.
type countingReader struct {
	reader  registry.Reader
	counter *Counter
}

func (r countingReader) State(ctx context.Context) (registry.State, error) {
	r.counter.count("State")
	return r.reader.State(ctx)
}

func (r countingReader) Revision(ctx context.Context) (int, error) {
	r.counter.count("Revision")
	return r.reader.Revision(ctx)
}

func (r countingReader) Regions(ctx context.Context, codes []string) ([]registry.Region, error) {
	r.counter.count("Regions")
	return r.reader.Regions(ctx, codes)
}

func (r countingReader) Neighbours(ctx context.Context, codes []string) (map[string][]registry.Neighbour, error) {
	r.counter.count("Neighbours")
	return r.reader.Neighbours(ctx, codes)
}

func (r countingReader) Municipalities(ctx context.Context, of registry.MunicipalitySelect) ([]registry.Municipality, error) {
	r.counter.count("Municipalities")
	return r.reader.Municipalities(ctx, of)
}

func (r countingReader) Sectors(ctx context.Context, codes []string) ([]registry.Sector, error) {
	r.counter.count("Sectors")
	return r.reader.Sectors(ctx, codes)
}

func (r countingReader) Chains(ctx context.Context, codes []string) ([]registry.Chain, error) {
	r.counter.count("Chains")
	return r.reader.Chains(ctx, codes)
}

func (r countingReader) Ministries(ctx context.Context, codes []string) ([]registry.Ministry, error) {
	r.counter.count("Ministries")
	return r.reader.Ministries(ctx, codes)
}

func (r countingReader) Partners(ctx context.Context, of registry.PartnerSelect) ([]registry.Partner, error) {
	r.counter.count("Partners")
	return r.reader.Partners(ctx, of)
}

func (r countingReader) ListPartners(ctx context.Context, queries []registry.PartnerQuery) ([]registry.PartnerList, error) {
	r.counter.count("ListPartners")
	return r.reader.ListPartners(ctx, queries)
}

func (r countingReader) PartnerFacet(ctx context.Context, facet registry.Facet, query registry.PartnerQuery) (map[string]int, error) {
	r.counter.count("PartnerFacet")
	return r.reader.PartnerFacet(ctx, facet, query)
}

func (r countingReader) CollaborationCounts(ctx context.Context, partners []string, asOf registry.Date) (map[string]registry.CollaborationCount, error) {
	r.counter.count("CollaborationCounts")
	return r.reader.CollaborationCounts(ctx, partners, asOf)
}

func (r countingReader) Collaborations(ctx context.Context, of registry.CollaborationSelect) ([]registry.Collaboration, error) {
	r.counter.count("Collaborations")
	return r.reader.Collaborations(ctx, of)
}

func (r countingReader) ListCollaborations(ctx context.Context, queries []registry.CollaborationQuery) ([]registry.List[registry.Collaboration], error) {
	r.counter.count("ListCollaborations")
	return r.reader.ListCollaborations(ctx, queries)
}

func (r countingReader) Adoptions(ctx context.Context, of registry.AdoptionSelect) ([]registry.Adoption, error) {
	r.counter.count("Adoptions")
	return r.reader.Adoptions(ctx, of)
}

func (r countingReader) ListAdoptions(ctx context.Context, queries []registry.AdoptionQuery) ([]registry.List[registry.Adoption], error) {
	r.counter.count("ListAdoptions")
	return r.reader.ListAdoptions(ctx, queries)
}

func (r countingReader) Agreements(ctx context.Context, of registry.AgreementSelect) ([]registry.Agreement, error) {
	r.counter.count("Agreements")
	return r.reader.Agreements(ctx, of)
}

func (r countingReader) ListAgreements(ctx context.Context, queries []registry.AgreementQuery) ([]registry.List[registry.Agreement], error) {
	r.counter.count("ListAgreements")
	return r.reader.ListAgreements(ctx, queries)
}

func (r countingReader) ListAgreedPairs(ctx context.Context, queries []registry.AgreedPairQuery) ([]registry.List[registry.AgreedPair], error) {
	r.counter.count("ListAgreedPairs")
	return r.reader.ListAgreedPairs(ctx, queries)
}

func (r countingReader) PeerReviews(ctx context.Context, of registry.PeerReviewSelect) ([]registry.PeerReview, error) {
	r.counter.count("PeerReviews")
	return r.reader.PeerReviews(ctx, of)
}

func (r countingReader) Evaluations(ctx context.Context, of registry.EvaluationSelect) ([]registry.InformalEvaluation, error) {
	r.counter.count("Evaluations")
	return r.reader.Evaluations(ctx, of)
}

func (r countingReader) ListAgenda(ctx context.Context, queries []registry.AgendaQuery) ([]registry.List[registry.AgendaEntry], error) {
	r.counter.count("ListAgenda")
	return r.reader.ListAgenda(ctx, queries)
}

func (r countingReader) Coverage(ctx context.Context, queries []registry.CoverageQuery) ([][]registry.Covering, error) {
	r.counter.count("Coverage")
	return r.reader.Coverage(ctx, queries)
}

func (r countingReader) Search(ctx context.Context, query registry.SearchQuery) ([]string, error) {
	r.counter.count("Search")
	return r.reader.Search(ctx, query)
}

func (r countingReader) ListChangeItems(ctx context.Context, queries []registry.ChangeItemQuery) ([]registry.List[registry.ChangeItem], error) {
	r.counter.count("ListChangeItems")
	return r.reader.ListChangeItems(ctx, queries)
}

func (r countingReader) ListChanges(ctx context.Context, queries []registry.ChangeQuery) ([]registry.List[registry.Change], error) {
	r.counter.count("ListChanges")
	return r.reader.ListChanges(ctx, queries)
}

func (r countingReader) Scan(ctx context.Context, query registry.ScanQuery) ([]registry.Node, error) {
	r.counter.count("Scan")
	return r.reader.Scan(ctx, query)
}

func (r countingReader) Edges(ctx context.Context, query registry.EdgeQuery) ([]registry.LightEdge, error) {
	r.counter.count("Edges")
	return r.reader.Edges(ctx, query)
}

// Count is counted once for each kind of list.
func (r countingReader) Count(ctx context.Context, queries []registry.CountQuery) ([]int, error) {
	kinds := map[string]bool{}
	for _, query := range queries {
		kinds[query.Counted()] = true
	}
	for kind := range kinds {
		r.counter.count("Count" + kind)
	}
	return r.reader.Count(ctx, queries)
}
