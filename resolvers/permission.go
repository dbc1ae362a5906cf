package resolvers

import (
	"context"

	"ketenkaart/registry"
)

func (r queryResolver) Can(ctx context.Context, action registry.Action, subject, party *string) (*registry.Permission, error) {
	return nullable(r.registry.Can(ctx, action, subject, party))
}

// actionsOf loads what may be done to a thing; the party is checked before, so that one that is none does not fail others.
func actionsOf(ctx context.Context, thing registry.Node, party *string) ([]registry.Permission, error) {
	query := registry.ActionsQuery{Subject: thing.ID()}
	if party != nil {
		if err := registry.CheckParty(*party); err != nil {
			return nil, err
		}
		query.Party = *party
	}
	return load(ctx).actions.Load(ctx, query)
}

func (regionResolver) Actions(ctx context.Context, thing *registry.Region, party *string) ([]registry.Permission, error) {
	return actionsOf(ctx, thing, party)
}

func (partnerResolver) Actions(ctx context.Context, thing *registry.Partner, party *string) ([]registry.Permission, error) {
	return actionsOf(ctx, thing, party)
}

func (sectorResolver) Actions(ctx context.Context, thing *registry.Sector, party *string) ([]registry.Permission, error) {
	return actionsOf(ctx, thing, party)
}

func (chainResolver) Actions(ctx context.Context, thing *registry.Chain, party *string) ([]registry.Permission, error) {
	return actionsOf(ctx, thing, party)
}

func (collaborationResolver) Actions(ctx context.Context, thing *registry.Collaboration, party *string) ([]registry.Permission, error) {
	return actionsOf(ctx, thing, party)
}

func (adoptionResolver) Actions(ctx context.Context, thing *registry.Adoption, party *string) ([]registry.Permission, error) {
	return actionsOf(ctx, thing, party)
}

func (agreementResolver) Actions(ctx context.Context, thing *registry.Agreement, party *string) ([]registry.Permission, error) {
	return actionsOf(ctx, thing, party)
}

func (commitmentResolver) Actions(ctx context.Context, thing *registry.Commitment, party *string) ([]registry.Permission, error) {
	return actionsOf(ctx, thing, party)
}
