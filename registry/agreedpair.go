package registry

import (
	"cmp"
	"context"
	"slices"
)

// AgreedPair is a collaboration that the agreement sets when it becomes active (R6, R10).
type AgreedPair struct {
	RegionCode string  `json:"regionCode"`
	PartnerKey string  `json:"partnerKey"`
	Profile    Profile `json:"profile"`
	Motivation *string `json:"motivation,omitempty"`
}

// Pair returns the two ends.
func (p AgreedPair) Pair() Pair { return Pair{Region: p.RegionCode, Partner: p.PartnerKey} }

// sortedPairs returns pairs in the order in which they are kept, whatever that of the input: of region, then partner.
func sortedPairs(pairs []AgreedPair) []AgreedPair {
	sorted := slices.Clone(orNone(pairs))
	slices.SortFunc(sorted, func(a, b AgreedPair) int {
		return cmp.Or(cmp.Compare(a.RegionCode, b.RegionCode), cmp.Compare(a.PartnerKey, b.PartnerKey))
	})
	return sorted
}

// AgreedPairConnection is a page of the pairs of an agreement, with the query that gave it.
type AgreedPairConnection struct {
	Paged[AgreedPair]
	Query AgreedPairQuery
}

// AgreedPairEdge is one item of the page.
type AgreedPairEdge = Edge[AgreedPair]

const pairOrder = "PAIR"

func pairKey(p AgreedPair) Key { return Key{Order: pairOrder, Text: p.RegionCode, Tie: p.PartnerKey} }

// PairQuery asks for a page of the agreement's pairs, in order of region, then partner. BAD_USER_INPUT.
func (a Agreement) PairQuery(args PageArgs) (AgreedPairQuery, error) {
	page, err := args.page(pairOrder)
	return AgreedPairQuery{AgreementUUID: a.UUID, Page: page}, err
}

// ListAgreedPairs returns a page for each query.
func (r *Registry) ListAgreedPairs(ctx context.Context, queries []AgreedPairQuery) ([]AgreedPairConnection, error) {
	return listed(ctx, r, queries, Reader.ListAgreedPairs, func(list List[AgreedPair], query AgreedPairQuery) AgreedPairConnection {
		return AgreedPairConnection{Paged: connect(list, query.Page, pairKey), Query: query}
	})
}

// pairless reads agreements without their pairs.
type pairless struct{ Reader }

func (r pairless) Agreements(ctx context.Context, of AgreementSelect) ([]Agreement, error) {
	of.WithoutPairs = true
	return r.Reader.Agreements(ctx, of)
}
