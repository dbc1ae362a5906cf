package neo4j

import (
	"context"
	"encoding/json"
	"math"
	"slices"

	"ketenkaart/registry"
)

// ListChanges implements registry.Reader.
func (r *reader) ListChanges(ctx context.Context, queries []registry.ChangeQuery) ([]registry.List[registry.Change], error) {
	lists := make([]registry.List[registry.Change], 0, len(queries))
	for _, query := range queries {
		list, err := r.listChanges(ctx, query)
		if err != nil {
			return nil, err
		}
		lists = append(lists, list)
	}
	return lists, nil
}

func (r *reader) listChanges(ctx context.Context, query registry.ChangeQuery) (registry.List[registry.Change], error) {
	walk := walkOf(query.Page, registry.Ascending)
	params := map[string]any{"low": query.Lower(), "high": math.MaxInt64, "limit": walk.size + 1}
	if walk.high != nil {
		params["high"] = walk.high.Number
	}
	chosen := choices{}
	if query.Items {
		chosen["items"] = r.library.Text("ItemsOfChange")
	}
	records, err := r.rows(ctx, walk.direct(r.changeStatement(listsOfChanges(), query.Filter, chosen, params)), params)
	if err != nil {
		return registry.List[registry.Change]{}, err
	}
	changes := make([]registry.Change, 0, len(records))
	for _, record := range records {
		changes = append(changes, changeOf(record.Values))
	}
	return registry.Trim(changes, query.Page), nil
}

// CountChanges implements registry.Reader.
func (r *reader) CountChanges(ctx context.Context, queries []registry.ChangeQuery) ([]int, error) {
	counts := make([]int, 0, len(queries))
	for _, query := range queries {
		params := map[string]any{"low": query.After}
		count, err := r.count(ctx, r.changeStatement(countsOfChanges(), query.Filter, choices{}, params), params)
		if err != nil {
			return nil, err
		}
		counts = append(counts, count)
	}
	return counts, nil
}

// changeNames are the statements about all changes, about those of subjects, and about those of a Touch.
type changeNames struct{ all, ofSubjects, of string }

func listsOfChanges() changeNames {
	return changeNames{"ListChanges", "ListChangesOfSubjects", "ListChangesOf"}
}

func countsOfChanges() changeNames {
	return changeNames{"CountChanges", "CountChangesOfSubjects", "CountChangesOf"}
}

// changeStatement lists or counts along the field that is met by the fewest changes, and tests the other fields on one item.
func (r *reader) changeStatement(names changeNames, filter registry.ChangeFilter, chosen choices, params map[string]any) string {
	where := r.itemConditions(filter, params)
	switch {
	case filter.Subjects != nil:
		params["ids"] = distinct(filter.Subjects)
		chosen["filter"] = where.and()
		return r.library.get(names.ofSubjects, chosen)
	case filter.Partners != nil:
		params["ids"] = touches(registry.KindPartner, filter.Partners)
	case filter.Regions != nil:
		params["ids"] = touches(registry.KindRegion, filter.Regions)
	case filter.Kinds != nil:
		params["ids"] = touches(kindOfKinds, filter.Kinds)
	default:
		whole := r.library.conditions(params)
		addList(whole, "ChangesWithout", "without", filter.Without)
		chosen["filter"] = whole.and()
		return r.library.get(names.all, chosen)
	}
	if len(where.texts) > 1 {
		chosen["filter"] = "AND " + r.library.get("ChangeItemMeets", choices{"filter": where.and()})
	}
	return r.library.get(names.of, chosen)
}

// itemConditions are those on one item, save for its subject.
func (r *reader) itemConditions(filter registry.ChangeFilter, params map[string]any) *conditions {
	where := r.library.conditions(params)
	addList(where, "ChangeItemRegions", "regions", filter.Regions)
	addList(where, "ChangeItemPartners", "partners", filter.Partners)
	addList(where, "ChangeItemKinds", "kinds", filter.Kinds)
	addList(where, "ChangeItemWithout", "without", filter.Without)
	return where
}

// itemStatement returns a statement about the items of one change that the filter meets.
func (r *reader) itemStatement(name string, filter registry.ChangeFilter, params map[string]any) string {
	where := r.itemConditions(filter, params)
	addList(where, "ChangeItemSubjects", "subjects", filter.Subjects)
	return r.library.get(name, choices{"filter": where.and()})
}

// ListChangeItems implements registry.Reader.
func (r *reader) ListChangeItems(ctx context.Context, queries []registry.ChangeItemQuery) ([]registry.List[registry.ChangeItem], error) {
	lists := make([]registry.List[registry.ChangeItem], 0, len(queries))
	for _, query := range queries {
		walk := walkOf(query.Page, registry.Ascending)
		params := map[string]any{"revision": query.Revision, "low": -1, "high": math.MaxInt64, "limit": walk.size + 1}
		if walk.low != nil {
			params["low"] = walk.low.Number
		}
		if walk.high != nil {
			params["high"] = walk.high.Number
		}
		records, err := r.rows(ctx, walk.direct(r.itemStatement("ListChangeItems", query.Filter, params)), params)
		if err != nil {
			return nil, err
		}
		items := make([]registry.ChangeItem, 0, len(records))
		for _, record := range records {
			items = append(items, itemOf(record.Values[0]))
		}
		lists = append(lists, registry.Trim(items, query.Page))
	}
	return lists, nil
}

// CountChangeItems implements registry.Reader.
func (r *reader) CountChangeItems(ctx context.Context, queries []registry.ChangeItemQuery) ([]int, error) {
	counts := make([]int, 0, len(queries))
	for _, query := range queries {
		params := map[string]any{"revision": query.Revision}
		count, err := r.count(ctx, r.itemStatement("CountChangeItems", query.Filter, params), params)
		if err != nil {
			return nil, err
		}
		counts = append(counts, count)
	}
	return counts, nil
}

// kindOfKinds is what the id of a Touch begins with when it says that a change touched things of a kind.
const kindOfKinds registry.Kind = "Kind"

func touches[T ~string](kind registry.Kind, keys []T) []string {
	ids := make([]string, 0, len(keys))
	for _, key := range distinct(keys) {
		ids = append(ids, registry.MakeID(kind, string(key)))
	}
	return ids
}

// changeOf reads the properties of a change and the list of those of its items.
func changeOf(values []any) registry.Change {
	p := propertiesOf(values[0])
	change := registry.Change{
		Revision: p.number("revision"), At: p.moment("at"), ActorID: p.text("actor"),
		Action: registry.Action(p.text("action")), Reason: optional[string](p, "reason"), SubjectID: p.text("subject"),
		IdempotencyKey: optional[string](p, "idempotencyKey"), InputHash: p.text("inputHash"),
	}
	items, _ := values[1].([]any)
	for _, item := range items {
		change.Items = append(change.Items, itemOf(item))
	}
	return change
}

// itemOf reads the properties of an item, with its states where they were read.
func itemOf(value any) registry.ChangeItem {
	p := propertiesOf(value)
	return registry.ChangeItem{
		Place: p.number("place"), SubjectID: p.text("subject"), Kind: registry.Kind(p.text("kind")),
		Regions: texts[string](p, "regions"), Partners: texts[string](p, "partners"),
		Before: rawOf(p, "before"), After: rawOf(p, "after"),
	}
}

func rawOf(p properties, name string) json.RawMessage {
	if text := p.text(name); text != "" {
		return json.RawMessage(text)
	}
	return nil
}

// Revision is that of the transaction; it came with the lock.
func (w *writer) Revision(context.Context) (int, error) {
	err := w.lock()
	return w.revision, err
}

// AppendChange implements registry.Writer: it waits for what goes along with it.
func (w *writer) AppendChange(ctx context.Context, change registry.Change) error {
	if err := w.lock(); err != nil {
		return err
	}
	if key := change.IdempotencyKey; key != nil {
		earlier, err := w.Expect(ctx, []registry.Expected{{ActorID: change.ActorID, Key: *key}})
		if err != nil {
			return err
		}
		if before := earlier[0]; before != nil {
			return registry.Conflict(registry.ReasonKeyReused, "the idempotencyKey was used for revision %d", before.Revision)
		}
		delete(w.expected.changes, usedKey{change.ActorID, *key})
	}
	items, touched := itemRows(change), touchRows(change)
	parts := len(items) + len(touched)
	if w.held.changes != nil && w.held.parts+parts > w.most {
		if err := w.release(ctx); err != nil {
			return err
		}
	}
	row := map[string]any{
		"revision": change.Revision, "at": moment(change.At), "actor": change.ActorID, "action": change.Action,
		"reason": change.Reason, "subject": change.SubjectID, "idempotencyKey": change.IdempotencyKey, "inputHash": change.InputHash,
	}
	w.held.changes = append(w.held.changes, map[string]any{
		"properties": row, "items": items[:min(len(items), w.most)], "touches": touched[:min(len(touched), w.most)],
	})
	w.held.parts += parts
	w.revision = change.Revision
	if len(items) <= w.most && len(touched) <= w.most {
		return nil
	}
	if err := w.put(ctx, "AppendChangeItems", items[min(len(items), w.most):]); err != nil {
		return err
	}
	return w.put(ctx, "AppendTouches", touched[min(len(touched), w.most):])
}

func itemRows(change registry.Change) []map[string]any {
	rows := make([]map[string]any, 0, len(change.Items))
	for place, item := range change.Items {
		row := map[string]any{
			"subject": item.SubjectID, "kind": item.Kind, "revision": change.Revision, "place": place,
			"before": string(item.Before), "after": string(item.After),
		}
		setList(row, "regions", item.Regions)
		setList(row, "partners", item.Partners)
		rows = append(rows, map[string]any{"revision": change.Revision, "properties": row})
	}
	return rows
}

// touchRows has one for each region, partner and kind that any item touched.
func touchRows(change registry.Change) []map[string]any {
	touched := change.Touched()
	ids := slices.Concat(touches(kindOfKinds, touched.Kinds), touches(registry.KindRegion, touched.Regions), touches(registry.KindPartner, touched.Partners))
	rows := []map[string]any{}
	for _, id := range ids {
		rows = append(rows, map[string]any{"id": id, "revision": change.Revision})
	}
	return rows
}
