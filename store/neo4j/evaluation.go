package neo4j

import (
	"cmp"
	"context"
	"slices"

	"ketenkaart/registry"
)

// Evaluations implements registry.Reader.
func (r *reader) Evaluations(ctx context.Context, of registry.EvaluationSelect) ([]registry.InformalEvaluation, error) {
	name, ids := "EvaluationsByID", of.UUIDs
	switch {
	case of.Agreements != nil:
		name, ids = "EvaluationsOfAgreements", of.Agreements
	case of.Collaborations != nil:
		name, ids = "EvaluationsOfCollaborations", of.Collaborations
	}
	records, err := r.rows(ctx, r.library.Text(name), map[string]any{"ids": ids})
	if err != nil {
		return nil, err
	}
	evaluations := make([]registry.InformalEvaluation, 0, len(records))
	for _, record := range records {
		evaluation, err := evaluationOf(propertiesOf(record.Values[0]))
		if err != nil {
			return nil, err
		}
		evaluations = append(evaluations, evaluation)
	}
	slices.SortFunc(evaluations, func(a, b registry.InformalEvaluation) int {
		return cmp.Or(cmp.Compare(a.On, b.On), cmp.Compare(a.UUID, b.UUID))
	})
	return evaluations, nil
}

func evaluationOf(p properties) (registry.InformalEvaluation, error) {
	participants, err := things[registry.Participant](p, "participants")
	return registry.InformalEvaluation{
		UUID: p.text("id"), CollaborationUUIDs: texts[string](p, "collaborations"),
		AgreementUUID: optional[string](p, "agreement"),
		RegionCodes:   texts[string](p, "regions"), PartnerKeys: texts[string](p, "partners"),
		On: p.date("on"), Participants: participants, Good: optional[string](p, "good"), Better: optional[string](p, "better"),
		NextOn: p.optionalDate("nextOn"), FollowedOn: p.optionalDate("followedOn"), Stamp: p.stamp(),
	}, err
}

// PutEvaluations implements registry.BatchWriter.
func (w *writer) PutEvaluations(ctx context.Context, evaluations []registry.InformalEvaluation) error {
	rows := make([]map[string]any, 0, len(evaluations))
	for _, e := range evaluations {
		row, err := evaluationRow(e)
		if err != nil {
			return err
		}
		rows = append(rows, row)
	}
	return w.putReferring(ctx, "PutEvaluations", w.library.Text("PutEvaluations"), rows, registry.RefersTo(evaluations))
}

// evaluationRow returns the properties of the node, and what it evaluates and says for the agenda.
func evaluationRow(e registry.InformalEvaluation) (map[string]any, error) {
	row := map[string]any{
		"id": e.UUID, "agreement": e.AgreementUUID, "on": date(e.On), "good": e.Good, "better": e.Better,
		"nextOn": optionalDate(e.NextOn), "followedOn": optionalDate(e.FollowedOn),
	}
	setList(row, "collaborations", e.CollaborationUUIDs)
	setList(row, "regions", distinct(e.RegionCodes))
	setList(row, "partners", distinct(e.PartnerKeys))
	setStamp(row, e.Stamp)
	err := setThings(row, "participants", e.Participants)
	return map[string]any{
		"properties": row, "collaborations": distinct(e.CollaborationUUIDs), "agenda": agendaRows(e.Agenda()),
	}, err
}
