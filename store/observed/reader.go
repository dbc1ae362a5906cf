package observed

import (
	"context"
	"slices"

	"ketenkaart/registry"
)

// reader embeds no Reader, so that a new method does not compile until it is watched.
type reader struct {
	of    registry.Reader
	watch Watch
}

// Reader has the calls of a Reader be watched.
func Reader(of registry.Reader, watch Watch) registry.Reader { return reader{of, watch} }

// watched has one call be watched.
func watched[T any](ctx context.Context, watch Watch, method string, call func(context.Context) (T, error), kinds ...string) (T, error) {
	ctx, end := watch(ctx, method, kinds...)
	found, err := call(ctx)
	end(err)
	return found, err
}

// counted names each kind of list that is counted, once.
func counted(queries []registry.CountQuery) (kinds []string) {
	for _, query := range queries {
		if kind := query.Counted(); !slices.Contains(kinds, kind) {
			kinds = append(kinds, kind)
		}
	}
	return kinds
}

func (r reader) State(ctx context.Context) (registry.State, error) {
	return watched(ctx, r.watch, "State", func(ctx context.Context) (registry.State, error) { return r.of.State(ctx) })
}

func (r reader) Revision(ctx context.Context) (int, error) {
	return watched(ctx, r.watch, "Revision", func(ctx context.Context) (int, error) { return r.of.Revision(ctx) })
}

func (r reader) Regions(ctx context.Context, codes []string) ([]registry.Region, error) {
	return watched(ctx, r.watch, "Regions", func(ctx context.Context) ([]registry.Region, error) { return r.of.Regions(ctx, codes) })
}

func (r reader) Neighbours(ctx context.Context, codes []string) (map[string][]registry.Neighbour, error) {
	return watched(ctx, r.watch, "Neighbours", func(ctx context.Context) (map[string][]registry.Neighbour, error) { return r.of.Neighbours(ctx, codes) })
}

func (r reader) Municipalities(ctx context.Context, of registry.MunicipalitySelect) ([]registry.Municipality, error) {
	return watched(ctx, r.watch, "Municipalities", func(ctx context.Context) ([]registry.Municipality, error) { return r.of.Municipalities(ctx, of) })
}

func (r reader) Sectors(ctx context.Context, codes []string) ([]registry.Sector, error) {
	return watched(ctx, r.watch, "Sectors", func(ctx context.Context) ([]registry.Sector, error) { return r.of.Sectors(ctx, codes) })
}

func (r reader) Chains(ctx context.Context, codes []string) ([]registry.Chain, error) {
	return watched(ctx, r.watch, "Chains", func(ctx context.Context) ([]registry.Chain, error) { return r.of.Chains(ctx, codes) })
}

func (r reader) Ministries(ctx context.Context, codes []string) ([]registry.Ministry, error) {
	return watched(ctx, r.watch, "Ministries", func(ctx context.Context) ([]registry.Ministry, error) { return r.of.Ministries(ctx, codes) })
}

func (r reader) Partners(ctx context.Context, of registry.PartnerSelect) ([]registry.Partner, error) {
	return watched(ctx, r.watch, "Partners", func(ctx context.Context) ([]registry.Partner, error) { return r.of.Partners(ctx, of) })
}

func (r reader) ListPartners(ctx context.Context, queries []registry.PartnerQuery) ([]registry.PartnerList, error) {
	return watched(ctx, r.watch, "ListPartners", func(ctx context.Context) ([]registry.PartnerList, error) { return r.of.ListPartners(ctx, queries) })
}

func (r reader) PartnerFacet(ctx context.Context, facet registry.Facet, query registry.PartnerQuery) (map[string]int, error) {
	return watched(ctx, r.watch, "PartnerFacet", func(ctx context.Context) (map[string]int, error) { return r.of.PartnerFacet(ctx, facet, query) })
}

func (r reader) CollaborationCounts(ctx context.Context, partners []string, asOf registry.Date) (map[string]registry.CollaborationCount, error) {
	return watched(ctx, r.watch, "CollaborationCounts", func(ctx context.Context) (map[string]registry.CollaborationCount, error) {
		return r.of.CollaborationCounts(ctx, partners, asOf)
	})
}

func (r reader) Collaborations(ctx context.Context, of registry.CollaborationSelect) ([]registry.Collaboration, error) {
	return watched(ctx, r.watch, "Collaborations", func(ctx context.Context) ([]registry.Collaboration, error) { return r.of.Collaborations(ctx, of) })
}

func (r reader) ListCollaborations(ctx context.Context, queries []registry.CollaborationQuery) ([]registry.CollaborationList, error) {
	return watched(ctx, r.watch, "ListCollaborations", func(ctx context.Context) ([]registry.CollaborationList, error) {
		return r.of.ListCollaborations(ctx, queries)
	})
}

func (r reader) Adoptions(ctx context.Context, of registry.AdoptionSelect) ([]registry.Adoption, error) {
	return watched(ctx, r.watch, "Adoptions", func(ctx context.Context) ([]registry.Adoption, error) { return r.of.Adoptions(ctx, of) })
}

func (r reader) ListAdoptions(ctx context.Context, queries []registry.AdoptionQuery) ([]registry.List[registry.Adoption], error) {
	return watched(ctx, r.watch, "ListAdoptions", func(ctx context.Context) ([]registry.List[registry.Adoption], error) {
		return r.of.ListAdoptions(ctx, queries)
	})
}

func (r reader) Agreements(ctx context.Context, of registry.AgreementSelect) ([]registry.Agreement, error) {
	return watched(ctx, r.watch, "Agreements", func(ctx context.Context) ([]registry.Agreement, error) { return r.of.Agreements(ctx, of) })
}

func (r reader) ListAgreements(ctx context.Context, queries []registry.AgreementQuery) ([]registry.List[registry.Agreement], error) {
	return watched(ctx, r.watch, "ListAgreements", func(ctx context.Context) ([]registry.List[registry.Agreement], error) {
		return r.of.ListAgreements(ctx, queries)
	})
}

func (r reader) ListAgreedPairs(ctx context.Context, queries []registry.AgreedPairQuery) ([]registry.List[registry.AgreedPair], error) {
	return watched(ctx, r.watch, "ListAgreedPairs", func(ctx context.Context) ([]registry.List[registry.AgreedPair], error) {
		return r.of.ListAgreedPairs(ctx, queries)
	})
}

func (r reader) PeerReviews(ctx context.Context, of registry.PeerReviewSelect) ([]registry.PeerReview, error) {
	return watched(ctx, r.watch, "PeerReviews", func(ctx context.Context) ([]registry.PeerReview, error) { return r.of.PeerReviews(ctx, of) })
}

func (r reader) Evaluations(ctx context.Context, of registry.EvaluationSelect) ([]registry.InformalEvaluation, error) {
	return watched(ctx, r.watch, "Evaluations", func(ctx context.Context) ([]registry.InformalEvaluation, error) { return r.of.Evaluations(ctx, of) })
}

func (r reader) ListAgenda(ctx context.Context, queries []registry.AgendaQuery) ([]registry.List[registry.AgendaEntry], error) {
	return watched(ctx, r.watch, "ListAgenda", func(ctx context.Context) ([]registry.List[registry.AgendaEntry], error) {
		return r.of.ListAgenda(ctx, queries)
	})
}

func (r reader) Coverage(ctx context.Context, queries []registry.CoverageQuery) ([][]registry.Covering, error) {
	return watched(ctx, r.watch, "Coverage", func(ctx context.Context) ([][]registry.Covering, error) { return r.of.Coverage(ctx, queries) })
}

func (r reader) Search(ctx context.Context, query registry.SearchQuery) (registry.SearchList, error) {
	return watched(ctx, r.watch, "Search", func(ctx context.Context) (registry.SearchList, error) { return r.of.Search(ctx, query) })
}

func (r reader) ListChangeItems(ctx context.Context, queries []registry.ChangeItemQuery) ([]registry.List[registry.ChangeItem], error) {
	return watched(ctx, r.watch, "ListChangeItems", func(ctx context.Context) ([]registry.List[registry.ChangeItem], error) {
		return r.of.ListChangeItems(ctx, queries)
	})
}

func (r reader) ListChanges(ctx context.Context, queries []registry.ChangeQuery) ([]registry.List[registry.Change], error) {
	return watched(ctx, r.watch, "ListChanges", func(ctx context.Context) ([]registry.List[registry.Change], error) {
		return r.of.ListChanges(ctx, queries)
	})
}

func (r reader) Scan(ctx context.Context, query registry.ScanQuery) ([]registry.Node, error) {
	return watched(ctx, r.watch, "Scan", func(ctx context.Context) ([]registry.Node, error) { return r.of.Scan(ctx, query) })
}

func (r reader) Edges(ctx context.Context, query registry.EdgeQuery) ([]registry.LightEdge, error) {
	return watched(ctx, r.watch, "Edges", func(ctx context.Context) ([]registry.LightEdge, error) { return r.of.Edges(ctx, query) })
}

func (r reader) Count(ctx context.Context, queries []registry.CountQuery) ([]int, error) {
	return watched(ctx, r.watch, "Count", func(ctx context.Context) ([]int, error) { return r.of.Count(ctx, queries) }, counted(queries)...)
}
