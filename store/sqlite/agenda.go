package sqlite

import (
	"context"
	"database/sql"
	"strings"

	"ketenkaart/registry"
)

// ListAgenda returns one page for each query, in order of day, then Tie.
func (r *reader) ListAgenda(ctx context.Context, queries []registry.AgendaQuery) ([]registry.List[registry.AgendaEntry], error) {
	lists := make([]registry.List[registry.AgendaEntry], 0, len(queries))
	for _, asked := range queries {
		q := r.library.query("Agenda", sql.Named("party", asked.Party)).addAgenda(asked)
		walk{things: "Agenda", by: "Day"}.days(registry.CurrentPeriods, nil, nil, asked.Until).page(q, asked.Page)
		found, err := collect(ctx, r, q, agendaEntryOf)
		if err != nil {
			return nil, err
		}
		lists = append(lists, registry.Trim(found, asked.Page))
	}
	return lists, nil
}

// CountAgenda counts the whole list of each query.
func (r *reader) CountAgenda(ctx context.Context, queries []registry.AgendaQuery) ([]int, error) {
	return counts(ctx, r, queries, func(asked registry.AgendaQuery) *query {
		return r.library.query("CountAgenda", sql.Named("party", asked.Party), dateArg("until", asked.Until)).addAgenda(asked)
	})
}

func (q *query) addAgenda(asked registry.AgendaQuery) *query {
	if asked.Without != nil {
		addList(q, "AgendaWithout", "without", asked.Without)
	}
	return q
}

// agendaEntryOf reads the kind and the UUIDs out of the tie, which holds them all: to keep them twice would double the table.
func agendaEntryOf(r *row) registry.AgendaEntry {
	kind, uuids, _ := strings.Cut(r.text(2), " ")
	agreement, uuids, _ := strings.Cut(uuids, " ")
	evaluation, commitment, _ := strings.Cut(uuids, " ")
	return registry.AgendaEntry{
		PartyID: r.text(0), On: registry.Date(r.text(1)), Kind: registry.AgendaKind(kind),
		AgreementUUID: agreement, EvaluationUUID: evaluation, CommitmentUUID: commitment,
	}
}

// putAgenda replaces the entries of an agreement or an evaluation.
func (w *writer) putAgenda(ctx context.Context, uuid string, entries []registry.AgendaEntry) error {
	return w.replace(ctx, "ClearAgenda", "PutAgenda", &arguments{list: []any{sql.Named("uuid", uuid), entriesArg(entries)}})
}

func entriesArg(entries []registry.AgendaEntry) any {
	text := []byte{'['}
	for i, entry := range entries {
		if i > 0 {
			text = append(text, ',')
		}
		text = appendQuoted(append(text, '['), entry.PartyID)
		text = appendQuoted(append(text, ','), string(entry.On))
		text = append(appendQuoted(append(text, ','), entry.Tie()), ']')
	}
	return sql.Named("entries", string(append(text, ']')))
}
