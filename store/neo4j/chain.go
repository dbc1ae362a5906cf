package neo4j

import (
	"context"

	"ketenkaart/registry"
)

// Chains implements registry.Reader.
func (r *reader) Chains(ctx context.Context, codes []string) ([]registry.Chain, error) {
	return listByCode(ctx, r, "Chains", "ChainCodes", codes, func(values []any) (registry.Chain, error) {
		return chainOf(values), nil
	})
}

// chainOf reads the properties of a chain and the list of those of its ministries.
func chainOf(values []any) registry.Chain {
	p := propertiesOf(values[0])
	chain := registry.Chain{
		Code: p.text("code"), Name: p.text("name"), Kind: registry.ChainKind(p.text("kind")),
		Ministries: []registry.ChainMinistry{}, Provenance: p.ownProvenance(), Stamp: p.stamp(),
	}
	under, _ := values[1].([]any)
	for _, value := range under {
		p := propertiesOf(value)
		chain.Ministries = append(chain.Ministries, registry.ChainMinistry{
			MinistryCode: p.text("ministry"), Since: p.optionalDate("since"), Until: p.optionalDate("until"),
			Provenance: p.ownProvenance(),
		})
	}
	return chain
}

// Ministries implements registry.Reader.
func (r *reader) Ministries(ctx context.Context, codes []string) ([]registry.Ministry, error) {
	return listByCode(ctx, r, "Ministries", "MinistryCodes", codes, func(values []any) (registry.Ministry, error) {
		return ministryOf(propertiesOf(values[0])), nil
	})
}

func ministryOf(p properties) registry.Ministry {
	return registry.Ministry{
		Code: p.text("code"), Abbreviation: p.text("abbreviation"), Name: p.text("name"),
		TOOI: optional[registry.URL](p, "tooi"), Until: p.optionalDate("until"),
		Provenance: p.ownProvenance(), Stamp: p.stamp(),
	}
}

// PutMinistries implements registry.BatchWriter.
func (w *writer) PutMinistries(ctx context.Context, ministries []registry.Ministry) error {
	rows := make([]map[string]any, 0, len(ministries))
	for _, m := range ministries {
		row := map[string]any{
			"code": m.Code, "abbreviation": m.Abbreviation, "name": m.Name, "tooi": m.TOOI, "until": optionalDate(m.Until),
		}
		setProvenance(row, m.Provenance)
		setStamp(row, m.Stamp)
		rows = append(rows, row)
	}
	return w.put(ctx, "PutMinistries", rows)
}

// PutChains implements registry.BatchWriter.
func (w *writer) PutChains(ctx context.Context, chains []registry.Chain) error {
	rows := make([]map[string]any, 0, len(chains))
	for _, c := range chains {
		row := map[string]any{
			"code": c.Code, "name": c.Name, "kind": c.Kind,
			"_sortName": registry.SortName(c.Name), "_searchText": c.SearchText(),
		}
		setProvenance(row, c.Provenance)
		setStamp(row, c.Stamp)
		under := []map[string]any{}
		for place, m := range c.Ministries {
			row := map[string]any{
				"ministry": m.MinistryCode, "since": optionalDate(m.Since), "until": optionalDate(m.Until), "_place": place,
			}
			setProvenance(row, m.Provenance)
			under = append(under, row)
		}
		rows = append(rows, map[string]any{"properties": row, "labels": chainLabels(c.Kind), "ministries": under})
	}
	return w.putReferring(ctx, "PutChains", w.library.Text("PutChains"), rows, registry.RefersTo(chains))
}

func chainLabels(kind registry.ChainKind) []string {
	switch kind {
	case registry.Algemeen:
		return []string{"Algemeen"}
	case registry.Functioneel:
		return []string{"Functioneel"}
	}
	return []string{}
}
