package neo4j

import (
	"cmp"
	"context"
	"slices"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"ketenkaart/registry"
)

// Adoptions implements registry.Reader.
func (r *reader) Adoptions(ctx context.Context, of registry.AdoptionSelect) ([]registry.Adoption, error) {
	name, params := "AdoptionsOfPartners", map[string]any{"partners": distinct(of.Partners)}
	if of.UUIDs != nil {
		name, params = "AdoptionsByID", map[string]any{"ids": of.UUIDs}
	}
	where := r.library.conditions(params)
	if of.AsOf != nil {
		where.add("AdoptionCurrent", map[string]any{"asOf": date(*of.AsOf)})
	}
	records, err := r.rows(ctx, r.library.get(name, choices{"filter": where.and()}), params)
	if err != nil {
		return nil, err
	}
	adoptions, err := adoptionsOf(records)
	slices.SortFunc(adoptions, func(a, b registry.Adoption) int {
		return cmp.Or(cmp.Compare(a.PartnerKey, b.PartnerKey), cmp.Compare(a.Since, b.Since))
	})
	return adoptions, err
}

func adoptionsOf(records []*neo4j.Record) ([]registry.Adoption, error) {
	adoptions := make([]registry.Adoption, 0, len(records))
	for _, record := range records {
		adoption, err := adoptionOf(record.Values)
		if err != nil {
			return nil, err
		}
		adoptions = append(adoptions, adoption)
	}
	return adoptions, nil
}

// adoptionOf reads the properties of an adoption and the list of those of its mandates.
func adoptionOf(values []any) (registry.Adoption, error) {
	p := propertiesOf(values[0])
	mandates, _ := values[1].([]any)
	adoption := registry.Adoption{
		UUID: p.text("id"), RegionCode: p.text("region"), PartnerKey: p.text("partner"),
		RequestedOn: optional[registry.PartialDate](p, "requestedOn"), Period: p.period(),
		EndReason: optional[string](p, "endReason"), Mandates: mandatesOf(mandates),
		Provenance: p.ownProvenance(), Stamp: p.stamp(),
	}
	var err error
	if adoption.Milestones, err = things[registry.Milestone](p, "milestones"); err != nil {
		return adoption, err
	}
	adoption.ContactPoints, err = things[registry.ContactPoint](p, "contactPoints")
	return adoption, err
}

func mandatesOf(values []any) []registry.Mandate {
	mandates := make([]registry.Mandate, 0, len(values))
	for _, value := range values {
		p := propertiesOf(value)
		mandates = append(mandates, registry.Mandate{RegionCode: p.text("region"), Period: p.period()})
	}
	slices.SortFunc(mandates, func(a, b registry.Mandate) int {
		return cmp.Or(cmp.Compare(a.RegionCode, b.RegionCode), cmp.Compare(a.Since, b.Since))
	})
	return mandates
}

// ListAdoptions implements registry.Reader.
func (r *reader) ListAdoptions(ctx context.Context, queries []registry.AdoptionQuery) ([]registry.List[registry.Adoption], error) {
	lists := make([]registry.List[registry.Adoption], 0, len(queries))
	for _, query := range queries {
		walk := walkOf(query.Page, registry.Ascending)
		where := r.listedAdoptions(query)
		least, most := sinceBounds(query.Period, query.AsOf, nil, nil)
		walk.setEnds(where.params, textPlace, least, most)
		chosen := choices{"filter": where.and()}
		if query.Region != "" {
			chosen["walk"], chosen["order"] = r.library.Text("WalkRegionAdoptions"), r.library.Text("OrderRegionAdoptions")
		}
		statement := walk.direct(r.library.get("ListAdoptions", chosen))
		records, err := r.rows(ctx, statement, where.params)
		if err != nil {
			return nil, err
		}
		adoptions, err := adoptionsOf(records)
		if err != nil {
			return nil, err
		}
		lists = append(lists, registry.Trim(adoptions, query.Page))
	}
	return lists, nil
}

func (r *reader) listedAdoptions(query registry.AdoptionQuery) *conditions {
	where := r.library.conditions(map[string]any{"asOf": date(query.AsOf)})
	addPeriod(where, "Adoption", query.Period)
	if query.Region != "" {
		where.add("AdoptionRegion", map[string]any{"region": query.Region})
	}
	addList(where, "AdoptionCertainty", "certainty", query.Certainty)
	return where
}

// CountAdoptions implements registry.Reader.
func (r *reader) CountAdoptions(ctx context.Context, queries []registry.AdoptionQuery) ([]int, error) {
	counts := make([]int, 0, len(queries))
	for _, query := range queries {
		where := r.listedAdoptions(query)
		count, err := r.count(ctx, r.library.get("CountAdoptions", choices{"filter": where.and()}), where.params)
		if err != nil {
			return nil, err
		}
		counts = append(counts, count)
	}
	return counts, nil
}

// PutAdoptions implements registry.BatchWriter. A Put makes the relationships anew, for those of an adoption have no other
// identity than its own.
func (w *writer) PutAdoptions(ctx context.Context, adoptions []registry.Adoption) error {
	rows := make([]map[string]any, 0, len(adoptions))
	for _, a := range adoptions {
		row, err := adoptionRow(a)
		if err != nil {
			return err
		}
		mandates := []map[string]any{}
		for _, mandate := range a.Mandates {
			row := map[string]any{"adoption": a.UUID, "region": mandate.RegionCode, "partner": a.PartnerKey}
			setPeriod(row, mandate.Period)
			mandates = append(mandates, row)
		}
		rows = append(rows, map[string]any{"properties": row, "mandates": mandates})
	}
	return w.putReferring(ctx, "PutAdoptions", w.library.Text("PutAdoptions"), rows, registry.RefersTo(adoptions))
}

func adoptionRow(a registry.Adoption) (map[string]any, error) {
	row := map[string]any{
		"id": a.UUID, "region": a.RegionCode, "partner": a.PartnerKey, "requestedOn": a.RequestedOn, "endReason": a.EndReason,
		"_sinceOrder": placeOf(string(a.Since), a.UUID),
	}
	milestones, err := jsonTexts(a.Milestones)
	if err != nil {
		return nil, err
	}
	contacts, err := jsonTexts(a.ContactPoints)
	setPeriod(row, a.Period)
	setList(row, "milestones", milestones)
	setList(row, "contactPoints", contacts)
	setProvenance(row, a.Provenance)
	setStamp(row, a.Stamp)
	return row, err
}

// RemoveAdoptions implements registry.Remover.
func (w *writer) RemoveAdoptions(ctx context.Context, uuids []string) error {
	for batch := range slices.Chunk(distinct(uuids), batchSize) {
		if _, err := w.rows(ctx, w.library.Text("RemoveAdoptions"), map[string]any{"ids": batch}); err != nil {
			return err
		}
	}
	return nil
}
