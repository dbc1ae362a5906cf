package neo4j

import (
	"context"

	"ketenkaart/registry"
)

// PutPartners implements registry.BatchWriter.
func (w *writer) PutPartners(ctx context.Context, partners []registry.Partner) error {
	rows := make([]map[string]any, 0, len(partners))
	for _, p := range partners {
		row, err := partnerRow(p)
		if err != nil {
			return err
		}
		rows = append(rows, map[string]any{
			"properties": row, "labels": coreTaskLabels(p.CoreTasks), "wholes": given(p.PartOfKey),
			"areas": areaRows(p.WorkingAreas), "connections": connectionRows(p.Connections),
		})
	}
	return w.putReferring(ctx, "PutPartners", w.library.Text("PutPartners"), rows, registry.RefersTo(partners))
}

func areaRows(areas []registry.WorkingArea) []map[string]any {
	rows := make([]map[string]any, 0, len(areas))
	for place, area := range areas {
		row := map[string]any{"region": area.RegionCode, "municipalities": area.Municipalities, "_place": place}
		setProvenance(row, area.Provenance)
		rows = append(rows, row)
	}
	return rows
}

func connectionRows(connections []registry.FacilityLink) []map[string]any {
	rows := make([]map[string]any, 0, len(connections))
	for place, connection := range connections {
		row := map[string]any{
			"facility": connection.Facility, "since": connection.Since, "until": connection.Until, "_place": place,
		}
		setProvenance(row, connection.Provenance)
		rows = append(rows, row)
	}
	return rows
}

func partnerRow(p registry.Partner) (map[string]any, error) {
	contacts, err := jsonTexts(p.ContactPoints)
	row := map[string]any{
		"key": p.Key, "name": p.Name, "shortName": p.ShortName, "caption": p.Caption(), "partOf": p.PartOfKey, "national": p.National,
		"website": p.Website, "since": optionalDate(p.Since), "until": optionalDate(p.Until), "endReason": p.EndReason,
		"_sortName": registry.SortName(p.Name), "_searchText": p.SearchText(),
		"_nameOrder": placeOf(registry.SortName(p.Name), p.Key),
	}
	setList(row, "aliases", p.Aliases)
	setList(row, "coreTasks", p.CoreTasks)
	setList(row, "capacities", p.Capacities)
	setList(row, "inCareOf", p.InCareOf)
	setList(row, "sectors", p.SectorCodes)
	setList(row, "chains", p.ChainCodes)
	setList(row, "contactPoints", contacts)
	setAmbition(row, p.Ambition)
	if from := p.Classification; from != nil {
		row["classificationSource"], row["classificationCertainty"], row["classificationNote"] = from.Source, from.Certainty, from.Note
	}
	setIdentifiers(row, p.Identifiers)
	setProvenance(row, p.Provenance)
	setStamp(row, p.Stamp)
	return row, err
}

func coreTaskLabels(tasks []registry.CoreTask) []string {
	labels := []string{}
	for _, task := range tasks {
		switch task {
		case registry.Hulpdienst:
			labels = append(labels, "Hulpdienst")
		case registry.Beheerder:
			labels = append(labels, "Beheerder")
		case registry.Dienstverlener:
			labels = append(labels, "Dienstverlener")
		}
	}
	return labels
}
