package resolvers

import (
	"context"

	"ketenkaart/graph"
	"ketenkaart/registry"
)

type (
	agendaItemResolver       struct{}
	agendaConnectionResolver struct{}
)

// AgendaConnection resolves what is counted only when asked.
func (r *Resolver) AgendaConnection() graph.AgendaConnectionResolver {
	return agendaConnectionResolver{}
}

// AgendaItem resolves the fields of an item of an agenda.
func (r *Resolver) AgendaItem() graph.AgendaItemResolver { return agendaItemResolver{} }

func (r queryResolver) Agenda(ctx context.Context, organisation string, until registry.Date, first *int, after *string, last *int, before *string) (*registry.AgendaConnection, error) {
	return nullable(r.registry.Agenda(ctx, organisation, until, pageArgs(first, after, last, before)))
}

func (agendaConnectionResolver) TotalCount(ctx context.Context, page *registry.AgendaConnection) (*int, error) {
	return nullable(load(ctx).agendaCounts.Load(ctx, &page.Query))
}

func (agendaItemResolver) Agreement(ctx context.Context, item *registry.AgendaEntry) (*registry.Agreement, error) {
	if item.AgreementUUID == "" {
		return nil, nil
	}
	return maybeAgreement(ctx, &item.AgreementUUID)
}

func (agendaItemResolver) Evaluation(ctx context.Context, item *registry.AgendaEntry) (*registry.InformalEvaluation, error) {
	if item.EvaluationUUID == "" {
		return nil, nil
	}
	return loadNode[registry.InformalEvaluation](ctx, registry.MakeID(registry.KindEvaluation, item.EvaluationUUID))
}

func (r agendaItemResolver) Commitment(ctx context.Context, item *registry.AgendaEntry) (*registry.Commitment, error) {
	agreement, err := r.Agreement(ctx, item)
	if agreement == nil || err != nil {
		return nil, err
	}
	for _, commitment := range agreement.Commitments {
		if commitment.UUID == item.CommitmentUUID {
			return &commitment, nil
		}
	}
	return nil, nil
}
