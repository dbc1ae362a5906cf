package sqlite

import (
	"context"

	"ketenkaart/registry"
)

// Municipalities by code, or of regions, in order of sort name, then code.
func (r *reader) Municipalities(ctx context.Context, of registry.MunicipalitySelect) ([]registry.Municipality, error) {
	q := r.library.query("MunicipalitiesByCode", jsonArg("codes", of.Codes))
	if of.Codes == nil {
		q = r.library.query("MunicipalitiesOfRegions", jsonArg("codes", of.Regions))
	}
	return fetch(ctx, r, q, municipalityOf)
}

func municipalityOf(r *row) registry.Municipality {
	return registry.Municipality{
		Code: r.text(0), Name: r.text(1), RegionCode: r.text(2), Inhabitants: r.optionalNumber(3), AreaKm2: r.optionalFloat(4),
		TOOI: optional[registry.URL](r, 5), Stamp: r.stamp(6),
	}
}

// PutMunicipalities adds or replaces municipalities.
func (w *writer) PutMunicipalities(ctx context.Context, municipalities []registry.Municipality) error {
	for _, municipality := range municipalities {
		a := municipalityArguments(municipality)
		if err := w.put(ctx, "PutMunicipality", a, reference{"MissingRegions", []string{municipality.RegionCode}}); err != nil {
			return err
		}
		found := findable{kind: registry.KindMunicipality, key: municipality.Code, name: municipality.Name, words: municipality.SearchText()}
		if err := w.putSearchable(ctx, found); err != nil {
			return err
		}
	}
	return nil
}

func municipalityArguments(municipality registry.Municipality) *arguments {
	a := &arguments{}
	a.set("code", municipality.Code)
	a.set("sortName", registry.SortName(municipality.Name))
	a.set("name", municipality.Name)
	a.set("regionCode", municipality.RegionCode)
	setNumber(a, "inhabitants", municipality.Inhabitants)
	setFloat(a, "areaKm2", municipality.AreaKm2)
	setOptional(a, "tooi", municipality.TOOI)
	a.stamp(municipality.Stamp)
	return a
}
