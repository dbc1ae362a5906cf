package neo4j

import (
	"context"
	"strings"

	"ketenkaart/registry"
)

// ListAgenda implements registry.Reader.
func (r *reader) ListAgenda(ctx context.Context, queries []registry.AgendaQuery) ([]registry.List[registry.AgendaEntry], error) {
	lists := make([]registry.List[registry.AgendaEntry], 0, len(queries))
	for _, query := range queries {
		walk, params := walkOf(query.Page, registry.Ascending), map[string]any{"party": query.Party}
		walk.setEnds(params, textPlace, "", placeOf(string(query.Until), last))
		records, err := r.rows(ctx, walk.direct(r.agenda("ListAgenda", query, params)), params)
		if err != nil {
			return nil, err
		}
		entries := make([]registry.AgendaEntry, 0, len(records))
		for _, record := range records {
			entries = append(entries, agendaEntryOf(propertiesOf(record.Values[0])))
		}
		lists = append(lists, registry.Trim(entries, query.Page))
	}
	return lists, nil
}

// CountAgenda implements registry.Reader.
func (r *reader) CountAgenda(ctx context.Context, queries []registry.AgendaQuery) ([]int, error) {
	counts := make([]int, 0, len(queries))
	for _, query := range queries {
		params := map[string]any{"party": query.Party, "high": placeOf(string(query.Until), last)}
		count, err := r.count(ctx, r.agenda("CountAgenda", query, params), params)
		if err != nil {
			return nil, err
		}
		counts = append(counts, count)
	}
	return counts, nil
}

// agenda is a statement about the entries of the query's whole list.
func (r *reader) agenda(name string, query registry.AgendaQuery, params map[string]any) string {
	where := r.library.conditions(params)
	addList(where, "AgendaWithout", "without", query.Without)
	return r.library.get(name, choices{"filter": where.and()})
}

func agendaEntryOf(p properties) registry.AgendaEntry {
	return registry.AgendaEntry{
		PartyID: p.text("_party"), On: p.date("on"), Kind: registry.AgendaKind(p.text("kind")),
		AgreementUUID: p.text("agreement"), EvaluationUUID: p.text("evaluation"), CommitmentUUID: p.text("commitment"),
	}
}

// agendaRows are the rows of the relationships that entries are, each with the key of the region or the partner.
func agendaRows(entries []registry.AgendaEntry) []map[string]any {
	rows := make([]map[string]any, 0, len(entries))
	for _, e := range entries {
		properties := map[string]any{
			"_party": e.PartyID, "on": date(e.On), "kind": e.Kind, "agreement": filled(e.AgreementUUID),
			"evaluation": filled(e.EvaluationUUID), "commitment": filled(e.CommitmentUUID),
			"_agendaOrder": placeOf(string(e.On), e.Tie()),
		}
		row := map[string]any{"properties": properties}
		switch kind, key, _ := strings.Cut(e.PartyID, ":"); registry.Kind(kind) {
		case registry.KindRegion:
			row["region"] = key
		case registry.KindPartner:
			row["partner"] = key
		}
		rows = append(rows, row)
	}
	return rows
}
