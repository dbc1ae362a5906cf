package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"slices"
	"strconv"

	"ketenkaart/registry"
)

// ListChanges returns one page of the feed for each query, in order of revision.
func (r *reader) ListChanges(ctx context.Context, queries []registry.ChangeQuery) ([]registry.List[registry.Change], error) {
	lists := make([]registry.List[registry.Change], 0, len(queries))
	for _, asked := range queries {
		list, err := r.listChanges(ctx, asked)
		if err != nil {
			return nil, err
		}
		lists = append(lists, list)
	}
	return lists, nil
}

func (r *reader) listChanges(ctx context.Context, asked registry.ChangeQuery) (registry.List[registry.Change], error) {
	q := r.library.query("Changes")
	if touches := touchesOf(asked.Filter); touches != nil {
		revisions, err := r.touched(ctx, touches, asked)
		if err != nil || len(revisions) == 0 {
			return registry.List[registry.Change]{}, err
		}
		q.add("ChangesByRevision", revisionsArg(revisions))
	} else {
		q.addWithout(asked.Filter)
	}
	addRevisions(q, "Changes", asked)
	found, err := collect(ctx, r, q, changeOf)
	if err != nil {
		return registry.List[registry.Change]{}, err
	}
	page := registry.Trim(found, asked.Page)
	if !asked.Items {
		return page, nil
	}
	return page, r.addItems(ctx, page.Items)
}

func changeOf(r *row) registry.Change {
	return registry.Change{
		Revision: r.number(0), At: r.moment(1), ActorID: r.text(2), Action: registry.Action(r.text(3)), Reason: optional[string](r, 4),
		SubjectID: r.text(5), IdempotencyKey: optional[string](r, 6), InputHash: r.text(7),
	}
}

// addRevisions adds the bounds of a page of the feed, its order and its limit.
func addRevisions(q *query, things string, asked registry.ChangeQuery) {
	page := asked.Page
	q.add(things+"FromRevision", sql.Named("lower", int64(asked.Lower())))
	if page.Before != nil {
		q.add(things+"ToRevision", sql.Named("upper", int64(page.Before.Number)))
	}
	limit := sql.Named("limit", int64(page.Limit)+1)
	if page.Backward {
		q.add(things+"Down", limit)
	} else {
		q.add(things+"Up", limit)
	}
}

// CountChanges counts the whole list of each query.
func (r *reader) CountChanges(ctx context.Context, queries []registry.ChangeQuery) ([]int, error) {
	return counts(ctx, r, queries, func(asked registry.ChangeQuery) *query {
		q := r.library.query("CountChanges", sql.Named("lower", int64(asked.After)))
		if touches := touchesOf(asked.Filter); touches != nil {
			addList(q, "ChangesTouched", "touches", touches)
			q.add("ChangesWithItem").addItem(asked.Filter)
			q.add("End")
			return q
		}
		return q.addWithout(asked.Filter)
	})
}

func revisionsArg(revisions []int) any {
	text := []byte{'['}
	for i, revision := range revisions {
		if i > 0 {
			text = append(text, ',')
		}
		text = strconv.AppendInt(text, int64(revision), 10)
	}
	return sql.Named("revisions", string(append(text, ']')))
}

// addItems reads the items of a page of changes at once, without their states.
func (r *reader) addItems(ctx context.Context, changes []registry.Change) error {
	if len(changes) == 0 {
		return nil
	}
	places := map[int]int{}
	var revisions []int
	for i, change := range changes {
		places[change.Revision] = i
		revisions = append(revisions, change.Revision)
	}
	q := r.library.query("ItemsOfChanges", revisionsArg(revisions))
	return translated(r.session.rows(ctx, q.text.String(), q.args, func(row *row) error {
		change := &changes[places[row.number(0)]]
		change.Items = append(change.Items, itemOf(row))
		return nil
	}))
}

// itemOf reads an item; its states come after all else, where they were read.
func itemOf(r *row) registry.ChangeItem {
	item := registry.ChangeItem{
		Place: r.number(1), SubjectID: r.text(2), Kind: registry.Kind(r.text(3)), Regions: listOf(r, 4, word[string]), Partners: listOf(r, 5, word[string]),
	}
	if r.columns() > 6 {
		item.Before, item.After = rawJSON(r, 6), rawJSON(r, 7)
	}
	return item
}

// ListChangeItems returns one page for each query of what a change touched, in order of place.
func (r *reader) ListChangeItems(ctx context.Context, queries []registry.ChangeItemQuery) ([]registry.List[registry.ChangeItem], error) {
	lists := make([]registry.List[registry.ChangeItem], 0, len(queries))
	for _, asked := range queries {
		q := r.library.query("ChangeItems", sql.Named("revision", int64(asked.Revision)))
		q.addItem(asked.Filter)
		addPlaces(q, asked.Page)
		found, err := collect(ctx, r, q, itemOf)
		if err != nil {
			return nil, err
		}
		lists = append(lists, registry.Trim(found, asked.Page))
	}
	return lists, nil
}

// addPlaces adds the bounds of a page of items, its order and its limit.
func addPlaces(q *query, page registry.Page) {
	if page.After != nil {
		q.add("ItemsFromPlace", sql.Named("lower", int64(page.After.Number)))
	}
	if page.Before != nil {
		q.add("ItemsToPlace", sql.Named("upper", int64(page.Before.Number)))
	}
	limit := sql.Named("limit", int64(page.Limit)+1)
	if page.Backward {
		q.add("ItemsDown", limit)
	} else {
		q.add("ItemsUp", limit)
	}
}

// CountChangeItems counts the whole list of each query.
func (r *reader) CountChangeItems(ctx context.Context, queries []registry.ChangeItemQuery) ([]int, error) {
	counts := make([]int, 0, len(queries))
	for _, asked := range queries {
		q := r.library.query("CountChangeItems", sql.Named("revision", int64(asked.Revision)))
		q.addItem(asked.Filter)
		count, err := first(ctx, r, q)
		if err != nil {
			return nil, err
		}
		counts = append(counts, count)
	}
	return counts, nil
}

func rawJSON(r *row, i int) json.RawMessage {
	if text, ok := r.known(i); ok {
		return json.RawMessage(text)
	}
	return nil
}

// The ways to write what a change touched.
func touchOfSubject(id string) string    { return id }
func touchOfRegion(code string) string   { return "region " + code }
func touchOfPartner(key string) string   { return "partner " + key }
func touchOfKind(k registry.Kind) string { return "kind " + string(k) }

// touchesOf returns the touches of the narrowest field of the filter; nil when it asks nothing.
func touchesOf(f registry.ChangeFilter) []string {
	switch {
	case f.Subjects != nil:
		return touches(f.Subjects, touchOfSubject)
	case f.Partners != nil:
		return touches(f.Partners, touchOfPartner)
	case f.Regions != nil:
		return touches(f.Regions, touchOfRegion)
	case f.Kinds != nil:
		return touches(f.Kinds, touchOfKind)
	}
	return nil
}

func touches[T any](values []T, touch func(T) string) []string {
	list := []string{}
	for _, value := range values {
		list = append(list, touch(value))
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// touched returns the revisions of a page: each touch has an index range of its own in the feed's order, so a page of
// each is read, and the page of all is among them.
func (r *reader) touched(ctx context.Context, touches []string, asked registry.ChangeQuery) ([]int, error) {
	var revisions []int
	for _, touch := range touches {
		q := r.library.query("Touches", sql.Named("touch", touch))
		q.addItem(asked.Filter)
		q.add("TouchesEnd")
		addRevisions(q, "Touches", asked)
		found, err := collect(ctx, r, q, func(row *row) int { return row.number(0) })
		if err != nil {
			return nil, err
		}
		revisions = append(revisions, found...)
	}
	slices.Sort(revisions)
	return slices.Compact(revisions), nil
}

// addWithout leaves changes out of the whole feed.
func (q *query) addWithout(f registry.ChangeFilter) *query {
	if f.Without != nil {
		addList(q, "ChangesWithout", "without", f.Without)
	}
	return q
}

func (q *query) addItem(f registry.ChangeFilter) {
	if f.Subjects != nil {
		addList(q, "ItemSubjects", "subjects", f.Subjects)
	}
	if f.Kinds != nil {
		addList(q, "ItemKinds", "kinds", f.Kinds)
	}
	if f.Regions != nil {
		addList(q, "ItemRegions", "regions", f.Regions)
	}
	if f.Partners != nil {
		addList(q, "ItemPartners", "partners", f.Partners)
	}
	if f.Without != nil {
		addList(q, "ItemsWithout", "without", f.Without)
	}
}

// Revision gives that of the last change, 0 when there is none.
func (r *reader) Revision(ctx context.Context) (int, error) {
	if r.cache != nil {
		return r.cache.revision(ctx)
	}
	return first(ctx, r, r.library.query("Revision"))
}

// AppendChange adds to the feed.
func (w *writer) AppendChange(ctx context.Context, change registry.Change) error {
	if change.IdempotencyKey != nil {
		used, err := w.changeByKey(ctx, change.ActorID, *change.IdempotencyKey)
		if err != nil {
			return err
		}
		if used != nil {
			return registry.Conflict(registry.ReasonKeyReused, "%s used this idempotencyKey in revision %d", change.ActorID, used.Revision)
		}
	}
	if err := w.put(ctx, "PutChange", changeArguments(change)); err != nil {
		return err
	}
	for place, item := range change.Items {
		if err := w.put(ctx, "PutChangeItem", itemArguments(change.Revision, place, item)); err != nil {
			return err
		}
	}
	touches := &arguments{list: []any{sql.Named("revision", int64(change.Revision)), jsonArg("touches", touchesOfChange(change))}}
	return w.put(ctx, "PutTouches", touches)
}

func changeArguments(change registry.Change) *arguments {
	a := &arguments{}
	a.set("revision", int64(change.Revision))
	a.set("at", momentText(change.At))
	a.set("actorID", change.ActorID)
	a.set("action", string(change.Action))
	setOptional(a, "reason", change.Reason)
	a.set("subjectID", change.SubjectID)
	setOptional(a, "idempotencyKey", change.IdempotencyKey)
	a.set("inputHash", change.InputHash)
	return a
}

func itemArguments(revision, place int, item registry.ChangeItem) *arguments {
	a := &arguments{}
	a.set("revision", int64(revision))
	a.set("place", int64(place))
	a.set("subjectID", item.SubjectID)
	a.set("kind", string(item.Kind))
	setList(a, "regions", item.Regions)
	setList(a, "partners", item.Partners)
	a.raw("before", item.Before)
	a.raw("after", item.After)
	return a
}

func (a *arguments) raw(name string, object json.RawMessage) {
	if len(object) == 0 {
		a.set(name, nil)
		return
	}
	a.set(name, string(object))
}

// touchesOfChange returns all of them.
func touchesOfChange(change registry.Change) []string {
	touched := change.Touched()
	return slices.Concat(
		touches(touched.Subjects, touchOfSubject), touches(touched.Kinds, touchOfKind),
		touches(touched.Regions, touchOfRegion), touches(touched.Partners, touchOfPartner),
	)
}

// Expect gives the changes that were made with the keys before; reads cost no waiting here.
func (w *writer) Expect(ctx context.Context, mutations []registry.Expected) ([]*registry.Change, error) {
	earlier := make([]*registry.Change, len(mutations))
	for i, mutation := range mutations {
		if mutation.Key == "" {
			continue
		}
		found, err := w.changeByKey(ctx, mutation.ActorID, mutation.Key)
		if err != nil {
			return nil, err
		}
		earlier[i] = found
	}
	return earlier, nil
}

func (w *writer) changeByKey(ctx context.Context, actorID, key string) (*registry.Change, error) {
	q := w.library.query("Changes").add("ChangeByKey", sql.Named("actorID", actorID), sql.Named("key", key))
	found, err := collect(ctx, &w.reader, q, changeOf)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return &found[0], nil
}
