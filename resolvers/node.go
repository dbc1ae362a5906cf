package resolvers

import (
	"context"

	"ketenkaart/registry"
)

func (r queryResolver) Node(ctx context.Context, id string) (registry.Node, error) {
	// Checked before it is loaded, so that one that is no id does not fail its siblings.
	kind, key, err := registry.ParseID("id", id)
	if err != nil {
		return nil, err
	}
	if kind != registry.KindPartner {
		return load(ctx).nodes.Load(ctx, id)
	}
	partner, err := orNull(partnerByKey(ctx, key))
	if partner == nil {
		return nil, err
	}
	return *partner, nil
}

func (r queryResolver) Nodes(ctx context.Context, ids []string) ([]registry.Node, error) {
	if err := registry.CheckCount("ids", len(ids), registry.MaxPageSize); err != nil {
		return nil, err
	}
	for _, id := range ids {
		if _, _, err := registry.ParseID("ids", id); err != nil {
			return nil, err
		}
	}
	if err := partnersAmong(ctx, ids); err != nil {
		return nil, err
	}
	return load(ctx).nodes.LoadAll(ctx, ids)
}

// partnersAmong loads the partners among nodes with what the operation will ask of them, each at the date in its id.
func partnersAmong(ctx context.Context, ids []string) error {
	with := withOfPartner(ctx)
	if with.IsNone() {
		return nil
	}
	op := ctx.Value(operationKey{}).(*operation)
	sent, _ := ctx.Value(idsKey{}).([]any)
	keys := map[registry.Date][]string{}
	for i, id := range ids {
		if kind, key, _ := registry.ParseID("ids", id); kind == registry.KindPartner && i < len(sent) {
			on := op.dateIn(sent[i])
			keys[on] = append(keys[on], key)
		}
	}
	var asked []func() ([]registry.Partner, error)
	for on, ofDate := range keys {
		asked = append(asked, op.at(on).askPartners(ctx, with, ofDate))
	}
	for _, wait := range asked {
		partners, err := wait()
		if err != nil {
			return err
		}
		for _, partner := range partners {
			load(ctx).nodes.Prime(partner.ID(), partner)
		}
	}
	return nil
}

// loadNode returns a thing of one kind by its id; nil when there is none.
func loadNode[T registry.Node](ctx context.Context, id string) (*T, error) {
	node, err := load(ctx).nodes.Load(ctx, id)
	if thing, there := node.(T); there {
		return &thing, err
	}
	return nil, err
}

func (r mutationResolver) SetContactPoints(ctx context.Context, input registry.SetContactPointsInput) (*registry.ContactPointsPayload, error) {
	return nullable(r.registry.SetContactPoints(ctx, input))
}
