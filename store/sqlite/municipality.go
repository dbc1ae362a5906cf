package sqlite

import (
	"context"
	"database/sql"

	"ketenkaart/registry"
)

// Municipalities by Codes or Regions, in order of sort name, then code.
func (r *reader) Municipalities(ctx context.Context, of registry.MunicipalitySelect) ([]registry.Municipality, error) {
	q := r.library.query("Municipalities")
	if of.Codes != nil {
		q.add("MunicipalitiesByCode", jsonArg("codes", of.Codes))
	} else {
		q.add("MunicipalitiesOfRegions", jsonArg("codes", of.Regions))
	}
	if of.AsOf != nil {
		q.add("MunicipalityExists", dateArg("asOf", *of.AsOf))
	}
	return fetch(ctx, r, q.add("MunicipalityOrder"), municipalityOf)
}

func municipalityOf(r *row) registry.Municipality {
	return registry.Municipality{
		Code: r.text(0), Name: r.text(1), RegionCode: r.text(2), Inhabitants: r.optionalNumber(3), AreaKm2: r.optionalFloat(4),
		TOOI: optional[registry.URL](r, 5), Aliases: listOf(r, 6, word[string]), Since: optional[registry.Date](r, 7),
		Until: optional[registry.Date](r, 8), SuccessorCode: optional[string](r, 9), Provenance: objectOf(r, 10, provenance), Stamp: r.stamp(11),
	}
}

// PutMunicipalities adds or replaces municipalities.
func (w *writer) PutMunicipalities(ctx context.Context, municipalities []registry.Municipality) error {
	if err := w.lookUp(ctx, registry.RefersTo(municipalities)); err != nil {
		return err
	}
	for _, municipality := range municipalities {
		if err := w.put(ctx, "PutMunicipality", municipalityArguments(municipality)); err != nil {
			return err
		}
		found := findable{
			kind: registry.KindMunicipality, key: municipality.Code, name: municipality.Name, words: municipality.SearchText(),
			since: municipality.Since, until: municipality.Until,
		}
		if err := w.putSearchable(ctx, found); err != nil {
			return err
		}
	}
	for _, municipality := range municipalities {
		if municipality.SuccessorCode == nil {
			continue
		}
		a := &arguments{list: []any{sql.Named("code", municipality.Code), sql.Named("successor", *municipality.SuccessorCode)}}
		if err := w.put(ctx, "SetSuccessor", a); err != nil {
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
	setList(a, "aliases", municipality.Aliases)
	setOptional(a, "since", municipality.Since)
	setOptional(a, "until", municipality.Until)
	a.provenance(municipality.Provenance)
	a.stamp(municipality.Stamp)
	return a
}
