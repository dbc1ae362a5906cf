package sqlite

import (
	"context"
	"database/sql"

	"ketenkaart/registry"
)

// Chains in order of code; nil codes are all.
func (r *reader) Chains(ctx context.Context, codes []string) ([]registry.Chain, error) {
	return fetch(ctx, r, r.byCode("Chains", "ChainsByCode", "ChainOrder", codes), chainOf)
}

func chainOf(r *row) registry.Chain {
	return registry.Chain{
		Code: r.text(0), Name: r.text(1), Kind: registry.ChainKind(r.text(2)), Ministries: listOf(r, 3, chainMinistry),
		Provenance: objectOf(r, 4, provenance), Stamp: r.stamp(5),
	}
}

// PutChains adds or replaces chains, with their ministries.
func (w *writer) PutChains(ctx context.Context, chains []registry.Chain) error {
	if err := w.lookUp(ctx, registry.RefersTo(chains)); err != nil {
		return err
	}
	for _, chain := range chains {
		if err := w.put(ctx, "PutChain", chainArguments(chain)); err != nil {
			return err
		}
		if err := w.put(ctx, "SetKindOfChain", &arguments{list: []any{sql.Named("code", chain.Code)}}); err != nil {
			return err
		}
		if err := w.putChainMinistries(ctx, chain); err != nil {
			return err
		}
		if err := w.putSearchable(ctx, findable{kind: registry.KindChain, key: chain.Code, name: chain.Name, words: chain.SearchText()}); err != nil {
			return err
		}
	}
	return nil
}

func chainArguments(chain registry.Chain) *arguments {
	a := &arguments{}
	a.set("code", chain.Code)
	a.set("name", chain.Name)
	a.set("kind", string(chain.Kind))
	setList(a, "ministries", chain.Ministries)
	var nested []*registry.Provenance
	for _, ministry := range chain.Ministries {
		nested = append(nested, ministry.Provenance)
	}
	a.provenance(chain.Provenance, nested...)
	a.stamp(chain.Stamp)
	return a
}

func (w *writer) putChainMinistries(ctx context.Context, chain registry.Chain) error {
	a := &arguments{list: []any{sql.Named("code", chain.Code)}}
	if err := w.put(ctx, "ClearChainMinistries", a); err != nil {
		return err
	}
	if len(chain.Ministries) == 0 {
		return nil
	}
	a.json("ministries", chain.Ministries)
	return w.put(ctx, "PutChainMinistries", a)
}

// Ministries in order of code; nil codes are all.
func (r *reader) Ministries(ctx context.Context, codes []string) ([]registry.Ministry, error) {
	return fetch(ctx, r, r.byCode("Ministries", "MinistriesByCode", "MinistryOrder", codes), ministryOf)
}

func ministryOf(r *row) registry.Ministry {
	return registry.Ministry{
		Code: r.text(0), Abbreviation: r.text(1), Name: r.text(2), TOOI: optional[registry.URL](r, 3), Until: optional[registry.Date](r, 4),
		Provenance: objectOf(r, 5, provenance), Stamp: r.stamp(6),
	}
}

// PutMinistries adds or replaces ministries.
func (w *writer) PutMinistries(ctx context.Context, ministries []registry.Ministry) error {
	for _, ministry := range ministries {
		a := &arguments{}
		a.set("code", ministry.Code)
		a.set("abbreviation", ministry.Abbreviation)
		a.set("name", ministry.Name)
		setOptional(a, "tooi", ministry.TOOI)
		setOptional(a, "until", ministry.Until)
		a.provenance(ministry.Provenance)
		a.stamp(ministry.Stamp)
		if err := w.put(ctx, "PutMinistry", a); err != nil {
			return err
		}
	}
	return nil
}
