package registry

import (
	"context"
	"fmt"
)

// Named is what a search can find: a Region, Municipality, Partner, Sector, Chain or Agreement.
type Named interface {
	Node
	IsNamed()
}

// Search returns the first things that every word of the text finds, in order of name. BAD_USER_INPUT.
func (r *Registry) Search(ctx context.Context, text string, first int, asOf Date) (found []Named, err error) {
	tokens, err := SearchTokens("text", text)
	if err != nil {
		return nil, err
	}
	page, err := PageArgs{First: &first}.page("")
	if err != nil {
		return nil, err
	}
	err = r.guard.view(ctx, func(ctx context.Context, reader Reader) error {
		ids, err := reader.Search(ctx, SearchQuery{Tokens: tokens, Limit: page.Limit, AsOf: asOf})
		if err != nil {
			return fmt.Errorf("search: %w", err)
		}
		nodes, err := Nodes(ctx, reader, ids)
		found = make([]Named, 0, len(ids))
		for _, id := range ids {
			if thing, ok := nodes[id].(Named); ok {
				found = append(found, thing)
			}
		}
		return err
	})
	return found, err
}
