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
	records, err := r.rows(ctx, r.statements.text(name), params)
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
		Code: p.text("code"), Name: p.text("name"), RegionCode: p.text("region"),
		Inhabitants: p.optionalNumber("inhabitants"), AreaKm2: p.optionalDecimal("areaKm2"),
		TOOI: optional[registry.URL](p, "tooi"), Stamp: p.stamp(),
	}
}

// PutMunicipalities implements registry.Writer.
func (w *writer) PutMunicipalities(ctx context.Context, municipalities []registry.Municipality) error {
	var regions []string
	rows := make([]map[string]any, 0, len(municipalities))
	for _, m := range municipalities {
		regions = append(regions, m.RegionCode)
		row := map[string]any{
			"code": m.Code, "name": m.Name, "region": m.RegionCode, "inhabitants": m.Inhabitants, "areaKm2": m.AreaKm2,
			"tooi": m.TOOI, "sortName": registry.SortName(m.Name), "searchText": m.SearchText(),
		}
		setStamp(row, m.Stamp)
		rows = append(rows, row)
	}
	return w.putReferring(ctx, "PutMunicipalities", w.statements.text("PutMunicipalities"), rows, references{regions: regions})
}
