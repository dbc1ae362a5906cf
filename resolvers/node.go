package resolvers

import (
	"context"

	"ketenkaart/registry"
)

func (r queryResolver) Node(ctx context.Context, id string) (registry.Node, error) {
	// Checked before it is loaded, so that one that is no id does not fail its siblings.
	if _, _, err := registry.ParseID("id", id); err != nil {
		return nil, err
	}
	return load(ctx).nodes.Load(ctx, id)
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
	return load(ctx).nodes.LoadAll(ctx, ids)
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
