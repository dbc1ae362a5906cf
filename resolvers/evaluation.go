package resolvers

import (
	"context"

	"ketenkaart/graph"
	"ketenkaart/registry"
)

type (
	evaluationResolver  struct{}
	participantResolver struct{}
)

// InformalEvaluation resolves the fields of an evaluation.
func (r *Resolver) InformalEvaluation() graph.InformalEvaluationResolver { return evaluationResolver{} }

// Participant resolves the fields of a participant.
func (r *Resolver) Participant() graph.ParticipantResolver { return participantResolver{} }

func (r mutationResolver) RecordEvaluation(ctx context.Context, input registry.RecordEvaluationInput) (*registry.EvaluationPayload, error) {
	return nullable(r.registry.RecordEvaluation(ctx, input))
}

func (evaluationResolver) Collaborations(ctx context.Context, e *registry.InformalEvaluation) ([]registry.Collaboration, error) {
	ids := make([]string, len(e.CollaborationUUIDs))
	for i, uuid := range e.CollaborationUUIDs {
		ids[i] = registry.MakeID(registry.KindCollaboration, uuid)
	}
	nodes, err := load(ctx).nodes.LoadAll(ctx, ids)
	found := []registry.Collaboration{}
	for _, node := range nodes {
		if collaboration, ok := node.(registry.Collaboration); ok {
			found = append(found, collaboration)
		}
	}
	return found, err
}

func (evaluationResolver) Agreement(ctx context.Context, e *registry.InformalEvaluation) (*registry.Agreement, error) {
	return maybeAgreement(ctx, e.AgreementUUID)
}

func (participantResolver) Organisation(ctx context.Context, participant *registry.Participant) (registry.Organisation, error) {
	return organisation(ctx, participant.OrganisationID)
}
