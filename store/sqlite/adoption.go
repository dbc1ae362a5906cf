package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"slices"

	"ketenkaart/registry"
)

// Adoptions by id or of partners, in order of partner key, since.
func (r *reader) Adoptions(ctx context.Context, of registry.AdoptionSelect) ([]registry.Adoption, error) {
	q := r.library.query("Adoptions")
	if of.UUIDs != nil {
		addList(q, "AdoptionsByUUID", "uuids", of.UUIDs)
	} else {
		addList(q, "AdoptionsOfPartners", "partners", of.Partners)
	}
	if of.AsOf != nil {
		q.add("AdoptionCurrent", dateArg("asOf", *of.AsOf))
	}
	found, err := fetch(ctx, r, q, adoptionOf)
	slices.SortFunc(found, func(a, b registry.Adoption) int {
		return cmp.Or(cmp.Compare(a.PartnerKey, b.PartnerKey), cmp.Compare(a.Since, b.Since), cmp.Compare(a.UUID, b.UUID))
	})
	return found, err
}

func adoptionOf(r *row) registry.Adoption {
	return registry.Adoption{
		UUID: r.text(0), RegionCode: r.text(1), PartnerKey: r.text(2), RequestedOn: optional[registry.PartialDate](r, 3),
		Period: r.period(4), EndReason: optional[string](r, 6), Mandates: listOf(r, 7, mandate), Milestones: listOf(r, 8, milestone),
		ContactPoints: listOf(r, 9, contactPoint), Provenance: objectOf(r, 10, provenance), Stamp: r.stamp(11),
	}
}

// ListAdoptions returns one page for each query, in order of since, then UUID.
func (r *reader) ListAdoptions(ctx context.Context, queries []registry.AdoptionQuery) ([]registry.List[registry.Adoption], error) {
	lists := make([]registry.List[registry.Adoption], 0, len(queries))
	for _, asked := range queries {
		q := r.adoptions("Adoptions", asked)
		walk{things: "Adoptions", by: "Since"}.days(asked.Period, nil, nil, asked.AsOf).page(q, asked.Page)
		found, err := collect(ctx, r, q, adoptionOf)
		if err != nil {
			return nil, err
		}
		lists = append(lists, registry.Trim(found, asked.Page))
	}
	return lists, nil
}

// CountAdoptions counts the whole list of each query.
func (r *reader) CountAdoptions(ctx context.Context, queries []registry.AdoptionQuery) ([]int, error) {
	return counts(ctx, r, queries, func(asked registry.AdoptionQuery) *query { return r.adoptions("CountAdoptions", asked) })
}

// adoptions begins a statement about the adoptions that a query describes.
func (r *reader) adoptions(statement string, asked registry.AdoptionQuery) *query {
	q := r.library.query(statement)
	if asked.Region != "" {
		q.add("AdoptionsOfRegion", sql.Named("region", asked.Region))
	}
	q.addPeriod("Adoption", asked.Period, asked.AsOf)
	if asked.Certainty != nil {
		addList(q, "AdoptionCertainty", "adoptionCertainty", asked.Certainty)
	}
	return q
}

// PutAdoptions adds or replaces adoptions, with their mandates.
func (w *writer) PutAdoptions(ctx context.Context, adoptions []registry.Adoption) error {
	if err := w.lookUp(ctx, registry.RefersTo(adoptions)); err != nil {
		return err
	}
	for _, adoption := range adoptions {
		adoption.Mandates = slices.SortedStableFunc(slices.Values(adoption.Mandates), func(a, b registry.Mandate) int {
			return cmp.Or(cmp.Compare(a.RegionCode, b.RegionCode), cmp.Compare(a.Since, b.Since))
		})
		if err := w.put(ctx, "PutAdoption", adoptionArguments(adoption)); err != nil {
			return err
		}
		if err := w.putMandates(ctx, adoption); err != nil {
			return err
		}
	}
	return nil
}

func adoptionArguments(adoption registry.Adoption) *arguments {
	a := &arguments{}
	a.set("uuid", adoption.UUID)
	a.set("regionCode", adoption.RegionCode)
	a.set("partnerKey", adoption.PartnerKey)
	setOptional(a, "requestedOn", adoption.RequestedOn)
	a.period(adoption.Period)
	setOptional(a, "endReason", adoption.EndReason)
	setList(a, "mandates", adoption.Mandates)
	setList(a, "milestones", adoption.Milestones)
	setList(a, "contactPoints", adoption.ContactPoints)
	a.certainty(adoption.Provenance)
	a.provenance(adoption.Provenance)
	a.stamp(adoption.Stamp)
	return a
}

func (w *writer) putMandates(ctx context.Context, adoption registry.Adoption) error {
	a := &arguments{list: []any{sql.Named("uuid", adoption.UUID)}}
	if err := w.put(ctx, "ClearMandates", a); err != nil {
		return err
	}
	if len(adoption.Mandates) == 0 {
		return nil
	}
	a.json("mandates", adoption.Mandates)
	return w.put(ctx, "PutMandates", a)
}

// RemoveAdoptions takes adoptions out of all reads, with their mandates.
func (w *writer) RemoveAdoptions(ctx context.Context, uuids []string) error {
	for _, statement := range []string{"RemoveMandates", "RemoveAdoptions"} {
		if err := w.put(ctx, statement, &arguments{list: []any{jsonArg("uuids", uuids)}}); err != nil {
			return err
		}
	}
	return nil
}
