package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"slices"

	"ketenkaart/registry"
)

// Evaluations by one field of the select, in order of day, then UUID.
func (r *reader) Evaluations(ctx context.Context, of registry.EvaluationSelect) ([]registry.InformalEvaluation, error) {
	q := r.library.query("Evaluations")
	switch {
	case of.UUIDs != nil:
		addList(q, "EvaluationsByUUID", "uuids", of.UUIDs)
	case of.Agreements != nil:
		addList(q, "EvaluationsOfAgreements", "agreements", of.Agreements)
	default:
		addList(q, "EvaluationsOfCollaborations", "collaborations", of.Collaborations)
	}
	found, err := fetch(ctx, r, q, evaluationOf)
	slices.SortFunc(found, func(a, b registry.InformalEvaluation) int {
		return cmp.Or(cmp.Compare(a.On, b.On), cmp.Compare(a.UUID, b.UUID))
	})
	return found, err
}

func evaluationOf(r *row) registry.InformalEvaluation {
	return registry.InformalEvaluation{
		UUID: r.text(0), CollaborationUUIDs: listOf(r, 1, word[string]), AgreementUUID: optional[string](r, 2),
		RegionCodes: listOf(r, 3, word[string]), PartnerKeys: listOf(r, 4, word[string]), On: registry.Date(r.text(5)),
		Participants: thingsOf[registry.Participant](r, 6), Good: optional[string](r, 7), Better: optional[string](r, 8),
		NextOn: optional[registry.Date](r, 9), FollowedOn: optional[registry.Date](r, 10), Stamp: r.stamp(11),
	}
}

// PutEvaluations adds or replaces evaluations.
func (w *writer) PutEvaluations(ctx context.Context, evaluations []registry.InformalEvaluation) error {
	if err := w.lookUp(ctx, registry.RefersTo(evaluations)); err != nil {
		return err
	}
	for _, evaluation := range evaluations {
		if err := w.putEvaluation(ctx, evaluation); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) putEvaluation(ctx context.Context, evaluation registry.InformalEvaluation) error {
	if err := w.put(ctx, "PutEvaluation", evaluationArguments(evaluation)); err != nil {
		return err
	}
	of := &arguments{list: []any{sql.Named("uuid", evaluation.UUID), jsonArg("collaborations", evaluation.CollaborationUUIDs)}}
	if err := w.replace(ctx, "ClearEvaluationCollaborations", "PutEvaluationCollaborations", of); err != nil {
		return err
	}
	return w.putAgenda(ctx, evaluation.UUID, evaluation.Agenda())
}

func evaluationArguments(evaluation registry.InformalEvaluation) *arguments {
	a := &arguments{}
	a.set("uuid", evaluation.UUID)
	setList(a, "collaborations", evaluation.CollaborationUUIDs)
	setOptional(a, "agreementUUID", evaluation.AgreementUUID)
	setList(a, "regionCodes", slices.Sorted(slices.Values(evaluation.RegionCodes)))
	setList(a, "partnerKeys", slices.Sorted(slices.Values(evaluation.PartnerKeys)))
	a.set("onDay", string(evaluation.On))
	setList(a, "participants", evaluation.Participants)
	setOptional(a, "good", evaluation.Good)
	setOptional(a, "better", evaluation.Better)
	setOptional(a, "nextOn", evaluation.NextOn)
	setOptional(a, "followedOn", evaluation.FollowedOn)
	a.stamp(evaluation.Stamp)
	return a
}
