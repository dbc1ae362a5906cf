package neo4j

import (
	"cmp"
	"context"
	"slices"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"ketenkaart/registry"
)

// Coverage implements registry.Reader.
func (r *reader) Coverage(ctx context.Context, queries []registry.CoverageQuery) ([][]registry.Covering, error) {
	all := make([][]registry.Covering, 0, len(queries))
	for _, query := range queries {
		name, code := "CoverageOfSector", query.Sector
		if query.Chain != "" {
			name, code = "CoverageOfChain", query.Chain
		}
		records, err := r.rows(ctx, r.library.Text(name), map[string]any{
			"code": code, "asOf": date(query.AsOf), "day": query.AsOf,
		})
		if err != nil {
			return nil, err
		}
		all = append(all, coveringsOf(records))
	}
	return all, nil
}

// coveringsOf makes one of each region of each agreement, which came as one record to save the wire.
func coveringsOf(records []*neo4j.Record) []registry.Covering {
	coverings := []registry.Covering{}
	for _, record := range records {
		p := properties(record.AsMap())
		for _, code := range texts[string](p, "regions") {
			coverings = append(coverings, registry.Covering{
				RegionCode: code, AgreementUUID: p.text("agreement"), InForce: p.flag("inForce"),
				Since: optional[registry.PartialDate](p, "since"),
			})
		}
	}
	slices.SortFunc(coverings, func(a, b registry.Covering) int {
		return cmp.Or(cmp.Compare(a.RegionCode, b.RegionCode), cmp.Compare(a.AgreementUUID, b.AgreementUUID))
	})
	return coverings
}
