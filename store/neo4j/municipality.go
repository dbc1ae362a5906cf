package neo4j

import (
	"context"

	"ketenkaart/registry"
)

// Municipalities implements registry.Reader.
func (r *reader) Municipalities(ctx context.Context, of registry.MunicipalitySelect) ([]registry.Municipality, error) {
	name, params := "MunicipalitiesByCode", map[string]any{"codes": of.Codes}
	if of.Regions != nil {
		name, params = "MunicipalitiesByRegion", map[string]any{"regions": of.Regions}
	}
	where := r.library.conditions(params)
	if of.AsOf != nil {
		where.add("MunicipalityExists", map[string]any{"asOf": date(*of.AsOf)})
	}
	records, err := r.rows(ctx, r.library.get(name, choices{"filter": where.and()}), params)
	if err != nil {
		return nil, err
	}
	found := make([]registry.Municipality, 0, len(records))
	for _, record := range records {
		found = append(found, municipalityOf(propertiesOf(record.Values[0])))
	}
	return found, nil
}

func municipalityOf(p properties) registry.Municipality {
	return registry.Municipality{
		Code: p.text("code"), Name: p.text("name"), Aliases: texts[string](p, "aliases"), RegionCode: p.text("region"),
		Inhabitants: p.optionalNumber("inhabitants"), AreaKm2: p.optionalDecimal("areaKm2"),
		TOOI: optional[registry.URL](p, "tooi"), Since: p.optionalDate("since"), Until: p.optionalDate("until"),
		SuccessorCode: optional[string](p, "successor"), Provenance: p.ownProvenance(), Stamp: p.stamp(),
	}
}

// PutMunicipalities implements registry.BatchWriter.
func (w *writer) PutMunicipalities(ctx context.Context, municipalities []registry.Municipality) error {
	rows := make([]map[string]any, 0, len(municipalities))
	for _, m := range municipalities {
		row := map[string]any{
			"code": m.Code, "name": m.Name, "region": m.RegionCode, "inhabitants": m.Inhabitants, "areaKm2": m.AreaKm2,
			"tooi": m.TOOI, "since": optionalDate(m.Since), "until": optionalDate(m.Until), "successor": m.SuccessorCode,
			"_sortName": registry.SortName(m.Name), "_searchText": m.SearchText(),
		}
		setList(row, "aliases", m.Aliases)
		setProvenance(row, m.Provenance)
		setStamp(row, m.Stamp)
		rows = append(rows, map[string]any{"properties": row, "successors": given(m.SuccessorCode)})
	}
	return w.putReferring(ctx, "PutMunicipalities", w.library.Text("PutMunicipalities"), rows, registry.RefersTo(municipalities))
}
