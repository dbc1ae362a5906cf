package registry

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"
)

// Change is what one mutation did (R16).
type Change struct {
	// Revision only grows; commit order is revision order.
	Revision int
	// At is the moment of the mutation, UTC.
	At time.Time
	// ActorID is who did it; "" for whoever may not see (R18).
	ActorID string
	Action  Action
	Reason  *string
	// SubjectID is the thing that the mutation was about; "" for an import.
	SubjectID string
	// Items are what it touched: of a change that was read only when that was asked, and then without their states.
	Items []ChangeItem
	// Asked is the filter of the feed that the change was read with; it narrows what ItemQuery asks for.
	Asked ChangeFilter
	// IdempotencyKey and InputHash let the same mutation be sent twice (R15).
	IdempotencyKey *string
	InputHash      string
}

// ID gives Change:12.
func (c Change) ID() string { return MakeID(KindChange, strconv.Itoa(c.Revision)) }

// IsNode marks a Node.
func (Change) IsNode() {}

// Actor is who did it; nil for whoever may not see (R18).
func (c Change) Actor() *string {
	if c.ActorID == "" {
		return nil
	}
	return &c.ActorID
}

// ChangeItem is one thing that a Change touched, and what differs of it.
type ChangeItem struct {
	// Place is that in the order of the change, from 0.
	Place     int
	SubjectID string
	Kind      Kind
	// Regions and Partners are the codes and keys that the item concerns, each list sorted.
	Regions, Partners []string
	// Before and After are JSON objects of the fields that differ, whole when the thing was not there after or before; then
	// the other is empty.
	Before, After json.RawMessage
}

// meets says whether the item is as the filter describes.
func (i ChangeItem) meets(f ChangeFilter) bool {
	return anyOf(f.Subjects, i.SubjectID) && anyOf(f.Kinds, i.Kind) && anyIn(f.Regions, i.Regions) && anyIn(f.Partners, i.Partners) && !slices.Contains(f.Without, i.SubjectID)
}

func anyIn(wanted, values []string) bool {
	return wanted == nil || slices.ContainsFunc(values, func(value string) bool { return slices.Contains(wanted, value) })
}

// Touched is what a change is about, each once and sorted: in the feeds of these it is found.
type Touched struct {
	// Subjects are ids, Regions codes and Partners keys.
	Subjects, Regions, Partners []string
	Kinds                       []Kind
}

// Touched gathers what the items of the change are about.
func (c Change) Touched() (t Touched) {
	for _, item := range c.Items {
		t.Subjects, t.Kinds = append(t.Subjects, item.SubjectID), append(t.Kinds, item.Kind)
		t.Regions, t.Partners = append(t.Regions, item.Regions...), append(t.Partners, item.Partners...)
	}
	return Touched{Subjects: sortedOnce(t.Subjects), Regions: sortedOnce(t.Regions), Partners: sortedOnce(t.Partners), Kinds: sortedOnce(t.Kinds)}
}

func sortedOnce[T ~string](values []T) []T {
	slices.Sort(values)
	return slices.Compact(values)
}

// ChangeItemConnection is a page of what a change touched, with the query that gave it.
type ChangeItemConnection struct {
	Paged[ChangeItem]
	Query ChangeItemQuery
}

// ChangeItemEdge is one item of the page.
type ChangeItemEdge = Edge[ChangeItem]

const itemOrder = "ITEM"

func itemKey(i ChangeItem) Key { return Key{Order: itemOrder, Number: i.Place, Tie: i.SubjectID} }

// ItemQuery asks for a page of what the change touched, in the order in which it did. BAD_USER_INPUT.
func (c Change) ItemQuery(args PageArgs) (ChangeItemQuery, error) {
	page, err := args.page(itemOrder)
	return ChangeItemQuery{Revision: c.Revision, Filter: c.Asked, Page: page}, err
}

// ListChangeItems returns a page for each query.
func (r *Registry) ListChangeItems(ctx context.Context, queries []ChangeItemQuery) ([]ChangeItemConnection, error) {
	return listed(ctx, r, queries, Reader.ListChangeItems, func(list List[ChangeItem], query ChangeItemQuery) ChangeItemConnection {
		return ChangeItemConnection{Paged: connect(list, query.Page, itemKey), Query: query}
	})
}

// FieldChange is one field of a thing, before and after; absent is null.
type FieldChange struct {
	Field         string
	Before, After any
}

// Fields tells field by field what differs, in order of name.
func (i ChangeItem) Fields() ([]FieldChange, error) {
	before, err := fieldsOf(i.Before)
	if err != nil {
		return nil, fmt.Errorf("read the state before of %s: %w", i.SubjectID, err)
	}
	after, err := fieldsOf(i.After)
	if err != nil {
		return nil, fmt.Errorf("read the state after of %s: %w", i.SubjectID, err)
	}
	changes := []FieldChange{}
	for _, name := range unionOfKeys(before, after) {
		if !bytes.Equal(before[name], after[name]) {
			changes = append(changes, FieldChange{Field: name, Before: jsonValue(before[name]), After: jsonValue(after[name])})
		}
	}
	return changes, nil
}

func fieldsOf(object json.RawMessage) (map[string]json.RawMessage, error) {
	if len(object) == 0 {
		return nil, nil
	}
	var fields map[string]json.RawMessage
	err := json.Unmarshal(object, &fields)
	return fields, err
}

func unionOfKeys(a, b map[string]json.RawMessage) []string {
	var names []string
	for name := range a {
		names = append(names, name)
	}
	for name := range b {
		if _, both := a[name]; !both {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// jsonValue keeps absent apart from JSON: a nil RawMessage would be written as nothing at all.
func jsonValue(raw json.RawMessage) any {
	if raw == nil {
		return nil
	}
	return raw
}

// ChangeFilter describes changes: all given fields hold together for one item of the change.
type ChangeFilter struct {
	Subjects []string
	Regions  []string
	Partners []string
	Kinds    []Kind

	// Without are ids of things whose items are left out, with the changes that touched nothing else; set by the registry.
	Without []string
}

// Check refuses a filter that nothing could meet, or that is too long: BAD_USER_INPUT; nil is no filter.
func (f *ChangeFilter) Check() error {
	if f == nil {
		return nil
	}
	if err := checkList("filter.subjects", f.Subjects); err != nil {
		return err
	}
	for _, id := range f.Subjects {
		if _, _, err := ParseID("filter.subjects", id); err != nil {
			return err
		}
	}
	if err := CheckKeys("filter.regions", KindRegion, f.Regions); err != nil {
		return err
	}
	if err := CheckKeys("filter.partners", KindPartner, f.Partners); err != nil {
		return err
	}
	if err := checkList("filter.kinds", f.Kinds); err != nil {
		return err
	}
	for _, kind := range f.Kinds {
		if kinds[kind].shape == nil {
			return Invalid(ReasonInvalid, "filter.kinds", "%q is not a kind of thing", clip(string(kind))).as(detailNotListed)
		}
	}
	return nil
}

func checkAfter(revision *int) error {
	if revision != nil && *revision < 0 {
		return Invalid(ReasonInvalid, "afterRevision", "a revision is not negative").as(detailNegative)
	}
	return nil
}

func changeKey(c Change) Key {
	return Key{Order: "REVISION", Number: c.Revision, Tie: c.ID()}
}

// ChangeConnection is a page of the feed, with the query that gave it.
type ChangeConnection struct {
	Paged[Change]
	Query ChangeQuery
}

// ChangeEdge is one item of the page.
type ChangeEdge = Edge[Change]

// ChangeQueryOf checks what a client asks and makes a query of it: of the changes after a revision. BAD_USER_INPUT.
func ChangeQueryOf(filter *ChangeFilter, after *int, args PageArgs) (query ChangeQuery, err error) {
	if err := filter.Check(); err != nil {
		return query, err
	}
	if query.Page, err = args.page("REVISION"); err != nil {
		return query, err
	}
	if err := checkAfter(after); err != nil {
		return query, err
	}
	if after != nil {
		query.After = *after
	}
	if filter != nil {
		query.Filter = *filter
	}
	return query, nil
}

// ListChanges returns a page of the feed for each query, in order of revision.
func (r *Registry) ListChanges(ctx context.Context, queries []ChangeQuery) ([]ChangeConnection, error) {
	return listed(ctx, r, queries, Reader.ListChanges, func(list List[Change], query ChangeQuery) ChangeConnection {
		for place := range list.Items {
			list.Items[place].Asked = query.Filter
		}
		return ChangeConnection{Paged: connect(list, query.Page, changeKey), Query: query}
	})
}

// differences returns the fields of two states that are not alike, so that a small edit does not store a long text again.
// What was not there is nil, and the other state whole.
func differences(before, after Node) (was, is json.RawMessage, err error) {
	if was, err = encode(before); err != nil {
		return nil, nil, err
	}
	if is, err = encode(after); err != nil || was == nil || is == nil {
		return was, is, err
	}
	old, err := fieldsOf(was)
	if err != nil {
		return nil, nil, err
	}
	now, err := fieldsOf(is)
	if err != nil {
		return nil, nil, err
	}
	for _, name := range unionOfKeys(old, now) {
		switch {
		case bytes.Equal(old[name], now[name]):
			delete(old, name)
			delete(now, name)
		case old[name] != nil && now[name] != nil:
			if old[name], now[name], err = differingItems(old[name], now[name]); err != nil {
				return nil, nil, err
			}
		}
	}
	if was, err = json.Marshal(old); err != nil {
		return nil, nil, err
	}
	is, err = json.Marshal(now)
	return was, is, err
}

// differingItems leaves out of two lists of objects what both have, so that one of many commitments that is done does not
// store all others twice. Lists that differ in the order of what both have stay whole, and so does all that is no such list.
func differingItems(before, after json.RawMessage) (was, is json.RawMessage, err error) {
	old, now := objectsOf(before), objectsOf(after)
	oldRest, oldShared := apart(old, now)
	nowRest, nowShared := apart(now, old)
	inOrder := slices.EqualFunc(oldShared, nowShared, func(a, b json.RawMessage) bool { return bytes.Equal(a, b) })
	if len(oldShared) == 0 || !inOrder {
		return before, after, nil
	}
	if was, err = json.Marshal(oldRest); err != nil {
		return nil, nil, err
	}
	is, err = json.Marshal(nowRest)
	return was, is, err
}

// objectsOf returns the items of a list of objects; nil when it is something else.
func objectsOf(list json.RawMessage) []json.RawMessage {
	var items []json.RawMessage
	if json.Unmarshal(list, &items) != nil {
		return nil
	}
	if slices.ContainsFunc(items, func(item json.RawMessage) bool { return item[0] != '{' }) {
		return nil
	}
	return items
}

// apart tells the items that another list does not have from those that it has, each as often.
func apart(items, others []json.RawMessage) (rest, shared []json.RawMessage) {
	number := map[string]int{}
	for _, other := range others {
		number[string(other)]++
	}
	rest = []json.RawMessage{}
	for _, item := range items {
		if number[string(item)]--; number[string(item)] >= 0 {
			shared = append(shared, item)
		} else {
			rest = append(rest, item)
		}
	}
	return rest, shared
}
