package neo4j

import (
	"context"

	"ketenkaart/registry"
)

// partnerRows are the rows of the statements that put partners and the relationships that are a partner's own.
type partnerRows struct {
	partners, sectors, chains, wholes, areas, connections []map[string]any
	sectorCodes, chainCodes, wholeKeys, regionCodes       []string
}

// PutPartners implements registry.Writer. All nodes come before any relationship, for a partner may be part of one of
// the same call.
func (w *writer) PutPartners(ctx context.Context, partners []registry.Partner) error {
	rows := &partnerRows{}
	for _, partner := range partners {
		if err := rows.add(partner); err != nil {
			return err
		}
	}
	if err := w.put(ctx, "PutPartners", rows.partners); err != nil {
		return err
	}
	if err := w.needAll(ctx, rows); err != nil {
		return err
	}
	for _, step := range []struct {
		name string
		rows []map[string]any
	}{
		{"PutPartnerSectors", rows.sectors}, {"PutPartnerChains", rows.chains}, {"PutPartnerWholes", rows.wholes},
		{"PutWorkingAreas", rows.areas}, {"PutConnections", rows.connections},
	} {
		if err := w.put(ctx, step.name, step.rows); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) needAll(ctx context.Context, rows *partnerRows) error {
	for _, step := range []struct {
		name string
		kind registry.Kind
		keys []string
	}{
		{"MissingSector", registry.KindSector, rows.sectorCodes}, {"MissingChain", registry.KindChain, rows.chainCodes},
		{"MissingPartner", registry.KindPartner, rows.wholeKeys}, {"MissingRegion", registry.KindRegion, rows.regionCodes},
	} {
		if err := w.needs(ctx, step.name, step.kind, step.keys); err != nil {
			return err
		}
	}
	return nil
}

func (rows *partnerRows) add(p registry.Partner) error {
	row, err := partnerRow(p)
	if err != nil {
		return err
	}
	rows.partners = append(rows.partners, map[string]any{"properties": row, "labels": coreTaskLabels(p.CoreTasks)})
	for _, code := range p.SectorCodes {
		rows.sectorCodes = append(rows.sectorCodes, code)
		rows.sectors = append(rows.sectors, map[string]any{"partner": p.Key, "sector": code})
	}
	for _, code := range p.ChainCodes {
		rows.chainCodes = append(rows.chainCodes, code)
		rows.chains = append(rows.chains, map[string]any{"partner": p.Key, "chain": code})
	}
	if p.PartOfKey != nil {
		rows.wholeKeys = append(rows.wholeKeys, *p.PartOfKey)
		rows.wholes = append(rows.wholes, map[string]any{"partner": p.Key, "whole": *p.PartOfKey})
	}
	rows.addEdges(p)
	return nil
}

func (rows *partnerRows) addEdges(p registry.Partner) {
	for place, area := range p.WorkingAreas {
		row := map[string]any{"region": area.RegionCode, "municipalities": area.Municipalities, "place": place}
		setProvenance(row, area.Provenance)
		rows.regionCodes = append(rows.regionCodes, area.RegionCode)
		rows.areas = append(rows.areas, map[string]any{"partner": p.Key, "properties": row})
	}
	for place, connection := range p.Connections {
		row := map[string]any{
			"facility": connection.Facility, "since": connection.Since, "until": connection.Until, "place": place,
		}
		setProvenance(row, connection.Provenance)
		rows.connections = append(rows.connections, map[string]any{"partner": p.Key, "properties": row})
	}
}

func partnerRow(p registry.Partner) (map[string]any, error) {
	contacts, err := jsonTexts(p.ContactPoints)
	row := map[string]any{
		"key": p.Key, "name": p.Name, "shortName": p.ShortName, "partOf": p.PartOfKey, "national": p.National,
		"website": p.Website, "since": optionalDate(p.Since), "until": optionalDate(p.Until), "endReason": p.EndReason,
		"sortName": registry.SortName(p.Name), "searchText": p.SearchText(),
		"nameOrder": placeOf(registry.SortName(p.Name), p.Key),
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
