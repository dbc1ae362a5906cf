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

// Found is what a search found, in order of name, with what came along with the partners among it.
type Found struct {
	Things   []Named
	With     With
	Included Included
}

// Search returns the first things that every word of the text finds; with is what will be asked of each partner. BAD_USER_INPUT.
func (r *Registry) Search(ctx context.Context, text string, first int, asOf Date, with With) (found Found, err error) {
	tokens, err := SearchTokens("text", text)
	if err != nil {
		return found, err
	}
	page, err := PageArgs{First: &first}.page("")
	if err != nil {
		return found, err
	}
	err = r.guard.view(ctx, func(ctx context.Context, reader Reader) error {
		list, err := reader.Search(ctx, SearchQuery{Tokens: tokens, Limit: page.Limit, AsOf: asOf, With: with})
		if err != nil {
			return fmt.Errorf("search: %w", err)
		}
		found = Found{With: with, Included: list.Included}
		found.Things, err = list.things(ctx, reader)
		return err
	})
	return found, err
}

// things returns what was found in its order, and reads what did not come along.
func (l SearchList) things(ctx context.Context, reader Reader) ([]Named, error) {
	var others []string
	for _, id := range l.IDs {
		if !l.came(id) {
			others = append(others, id)
		}
	}
	nodes, err := Nodes(ctx, reader, others)
	if err != nil {
		return nil, err
	}
	for _, partner := range l.Partners {
		nodes[partner.ID()] = partner
	}
	things := make([]Named, 0, len(l.IDs))
	for _, id := range l.IDs {
		if thing, ok := nodes[id].(Named); ok {
			things = append(things, thing)
		}
	}
	return things, nil
}

func (l SearchList) came(id string) bool {
	kind, key := splitID(id)
	_, there := l.Partners[key]
	return there && kind == KindPartner
}
