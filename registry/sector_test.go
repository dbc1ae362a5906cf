package registry_test

import (
	"strings"
	"testing"

	"ketenkaart/registry"
)

func TestCreateSector(t *testing.T) {
	w := newWorld(t)
	payload := does(w, w.CreateSector, registry.CreateSectorInput{Code: "zorg", Name: " Zorg ", Ambition: &registry.Ambition{
		Profile: new(registry.Profile("STRUCTUREEL")), Text: " Samen\noefenen ", StatedOn: new(registry.PartialDate("2021-06")), Provenance: &registry.Provenance{Source: "plan", Certainty: "VERIFIED"},
	}})
	w.stored(payload.Sector)
	w.wrote(payload.Change, change{revision: 2, action: "createSector", subject: "Sector:zorg", items: []item{{subject: "Sector:zorg", fields: []string{
		`ambition: null → {"profile":"STRUCTUREEL","provenance":{"certainty":"VERIFIED","source":"plan"},"statedOn":"2021-06","text":"Samen\noefenen"}`, `code: null → "zorg"`, `name: null → "Zorg"`,
	}}}})
}

func TestUpdateSectorStatesASharedAmbition(t *testing.T) {
	w := newWorld(t)
	payload := does(w, w.UpdateSector, registry.SectorPatch{SectorID: "Sector:drinkwater", Version: 1, Ambition: set(registry.Ambition{Text: "Allemaal op het LCMS"})})
	w.stored(payload.Sector)
	w.wrote(payload.Change, change{revision: 2, action: "updateSector", subject: "Sector:drinkwater", items: []item{{subject: "Sector:drinkwater", fields: []string{
		`ambition: null → {"text":"Allemaal op het LCMS"}`,
	}}}})
	same := does(w, w.UpdateSector, registry.SectorPatch{SectorID: "Sector:drinkwater", Version: 2, Name: set("Water")}).Sector
	if same.Ambition == nil || same.Name != "Water" {
		t.Errorf("it became %+v", same)
	}
	cleared := does(w, w.UpdateSector, registry.SectorPatch{SectorID: "Sector:drinkwater", Version: 3, Ambition: null[registry.Ambition]()}).Sector
	if cleared.Ambition != nil || cleared.Name != "Water" {
		t.Errorf("it became %+v", cleared)
	}
	w.stored(cleared)
}

func TestSectorIsRefused(t *testing.T) {
	w := newWorld(t)
	for _, code := range []string{"", "Zorg", "acute zorg", "zorg-", strings.Repeat("z", 81)} {
		refuses(w, w.CreateSector, registry.CreateSectorInput{Code: code, Name: "Zorg"}, invalid("MALFORMED_CODE", facts{"field": "code"}))
	}
	refuses(w, w.CreateSector, registry.CreateSectorInput{Code: "zorg", Name: "Zorg", Ambition: &registry.Ambition{}}, invalid("INVALID", facts{"field": "ambition.text"}))
	refuses(w, w.UpdateSector, registry.SectorPatch{SectorID: "Sector:drinkwater", Version: 1, Name: null[string]()}, invalid("INVALID", facts{"field": "name"}))
	refuses(w, w.UpdateSector, registry.SectorPatch{SectorID: "Sector:drinkwater", Version: 1, Ambition: set(registry.Ambition{Text: "t", Provenance: &registry.Provenance{}})},
		invalid("INVALID", facts{"field": "ambition.provenance.source", "rule": "R17"}))
}
