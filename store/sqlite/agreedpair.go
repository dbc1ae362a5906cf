package sqlite

import (
	"context"
	"database/sql"

	"ketenkaart/registry"
)

// ListAgreedPairs returns one page for each query, in order of region, then partner.
func (r *reader) ListAgreedPairs(ctx context.Context, queries []registry.AgreedPairQuery) ([]registry.List[registry.AgreedPair], error) {
	lists := make([]registry.List[registry.AgreedPair], 0, len(queries))
	for _, asked := range queries {
		q := r.library.query("AgreedPairs", sql.Named("agreement", asked.AgreementUUID))
		walk{things: "AgreedPairs", by: "Region"}.page(q, asked.Page)
		found, err := collect(ctx, r, q, agreedPairOf)
		if err != nil {
			return nil, err
		}
		lists = append(lists, registry.Trim(found, asked.Page))
	}
	return lists, nil
}

func agreedPairOf(r *row) registry.AgreedPair {
	return registry.AgreedPair{
		RegionCode: r.text(0), PartnerKey: r.text(1), Profile: registry.Profile(r.text(2)), Motivation: optional[string](r, 3),
	}
}

// CountAgreedPairs counts the whole list of each query.
func (r *reader) CountAgreedPairs(ctx context.Context, queries []registry.AgreedPairQuery) ([]int, error) {
	return counts(ctx, r, queries, func(asked registry.AgreedPairQuery) *query {
		return r.library.query("CountAgreedPairs", sql.Named("agreement", asked.AgreementUUID))
	})
}

// addPairs reads the pairs of the agreements, all or only those of some ends; one without any has an empty list, as every
// list that was read.
func (r *reader) addPairs(ctx context.Context, agreements []registry.Agreement, only []registry.Pair) error {
	if len(agreements) == 0 {
		return nil
	}
	places := make(map[string]int, len(agreements))
	uuids := make([]string, len(agreements))
	for i, agreement := range agreements {
		places[agreement.UUID], uuids[i] = i, agreement.UUID
		agreements[i].Pairs = []registry.AgreedPair{}
	}
	q := r.library.query("AgreedPairsOfAgreements", jsonArg("uuids", uuids))
	if only != nil {
		q = r.library.query("AgreedPairsOfEnds", jsonArg("uuids", uuids), pairsArg(only))
	}
	return translated(r.session.rows(ctx, q.text.String(), q.args, func(row *row) error {
		agreement := &agreements[places[row.text(4)]]
		agreement.Pairs = append(agreement.Pairs, agreedPairOf(row))
		return nil
	}))
}

// putPairs keeps the pairs of an agreement.
func (w *writer) putPairs(ctx context.Context, agreement registry.Agreement) error {
	pairs := &arguments{list: []any{sql.Named("uuid", agreement.UUID)}}
	setList(pairs, "pairs", agreement.Pairs)
	return w.replace(ctx, "ClearAgreedPairs", "PutAgreedPairs", pairs)
}
