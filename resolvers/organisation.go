package resolvers

import (
	"context"

	"ketenkaart/registry"
)

// organisation loads a region or a partner by its id.
func organisation(ctx context.Context, id string) (registry.Organisation, error) {
	found, err := organisations(ctx, []string{id})
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return found[0], nil
}

// organisations loads regions and partners by their ids, in the same order; one that is not in the register is left out.
func organisations(ctx context.Context, ids []string) ([]registry.Organisation, error) {
	nodes, err := load(ctx).nodes.LoadAll(ctx, ids)
	found := []registry.Organisation{}
	for _, node := range nodes {
		if thing, ok := node.(registry.Organisation); ok {
			found = append(found, thing)
		}
	}
	return found, err
}
