package exchange

import (
	"context"
	"encoding/json"
	"iter"

	"ketenkaart/registry"
)

// touched is a thing that a change touched, with the change.
type touched struct {
	change registry.Change
	registry.ChangeItem
	actor         *string
	before, after json.RawMessage
}

// changes are those that meet a filter, in order of revision, with a row for each thing that they touched and that meets it.
func (t tables) changes(ctx context.Context, out rowWriter, asked Asked) error {
	query, err := registry.ChangeQueryOf(argument[*registry.ChangeFilter](asked, "filter"), argument[*int](asked, "afterRevision"), registry.PageArgs{})
	if err != nil {
		return err
	}
	return write(out, asked, changeTable(), t.items(ctx, query))
}

// items gives what each change touched.
func (t tables) items(ctx context.Context, query registry.ChangeQuery) iter.Seq2[[]touched, error] {
	return func(yield func([]touched, error) bool) {
		for changes, err := range t.registry.ChangePages(ctx, query) {
			if err != nil {
				yield(nil, err)
				return
			}
			for _, change := range changes {
				items := registry.ChangeItemQuery{Revision: change.Revision, Filter: query.Filter}
				for rows, err := range mapped(t.registry.ChangeItemPages(ctx, items), func(page []registry.ChangeItem) ([]touched, error) { return touchedBy(change, page) }) {
					if !yield(rows, err) || err != nil {
						return
					}
				}
			}
		}
	}
}

// touchedBy leaves out of the states what the reader may not see.
func touchedBy(change registry.Change, items []registry.ChangeItem) ([]touched, error) {
	rows := make([]touched, len(items))
	for i, item := range items {
		fields, err := item.Fields()
		if err != nil {
			return nil, err
		}
		before, after := map[string]any{}, map[string]any{}
		for _, field := range fields {
			before[field.Field], after[field.Field] = field.Before, field.After
		}
		rows[i] = touched{change: change, ChangeItem: item, actor: change.Actor()}
		if rows[i].before, err = state(item.Before, before); err != nil {
			return nil, err
		}
		if rows[i].after, err = state(item.After, after); err != nil {
			return nil, err
		}
	}
	return rows, nil
}

// state is that of a thing as JSON; nil when the thing was not there.
func state(kept json.RawMessage, shown map[string]any) (json.RawMessage, error) {
	if len(kept) == 0 {
		return nil, nil
	}
	return json.Marshal(shown)
}

func changeTable() []column[touched] {
	return []column[touched]{
		{"revision", func(t touched) any { return t.change.Revision }},
		{"at", func(t touched) any { return moment(t.change.At) }},
		{"actor", func(t touched) any { return known(t.actor) }},
		{"action", func(t touched) any { return string(t.change.Action) }},
		{"reason", func(t touched) any { return known(t.change.Reason) }},
		{"subject", func(t touched) any { return text(t.change.SubjectID) }},
		{"item", func(t touched) any { return t.SubjectID }},
		{"kind", func(t touched) any { return string(t.Kind) }},
		{"regions", func(t touched) any { return texts(t.Regions) }},
		{"partners", func(t touched) any { return texts(t.Partners) }},
		{"before", func(t touched) any { return orNil(t.before) }},
		{"after", func(t touched) any { return orNil(t.after) }},
	}
}

func orNil(state json.RawMessage) any {
	if state == nil {
		return nil
	}
	return state
}
