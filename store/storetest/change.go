package storetest

import (
	"context"
	"encoding/json"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"ketenkaart/registry"
)

func testChanges(t *testing.T, store registry.Store) {
	t.Run("read what was appended", func(t *testing.T) { testChangeFields(t, store) })
	t.Run("a key is used once", func(t *testing.T) { testChangeKey(t, store) })
	t.Run("filters", func(t *testing.T) { testChangeFilter(t, store) })
	t.Run("pages", func(t *testing.T) { testChangePages(t, store) })
	t.Run("after a revision", func(t *testing.T) { testChangesAfter(t, store) })
	t.Run("items", func(t *testing.T) { testChangeItems(t, store) })
	t.Run("without some", func(t *testing.T) { testChangesWithout(t, store) })
	t.Run("a change of many items", func(t *testing.T) { testChangeOfMany(t, store) })
}

// testChangeOfMany: of a change that touched thousands of things, as an import does, a page reads what is asked.
func testChangeOfMany(t *testing.T, store registry.Store) {
	const many, each, allowed = 1000, 10_000, 400_000
	state := json.RawMessage(`{"text":"` + strings.Repeat("t", each) + `"}`)
	change := registry.Change{Revision: 20, At: moment(9), ActorID: "alice", Action: "importRegister", InputHash: "-"}
	for place := range many {
		key := fmt.Sprintf("partner-%d", place)
		change.Items = append(change.Items, registry.ChangeItem{Place: place, SubjectID: "Partner:" + key, Kind: registry.KindPartner, Partners: []string{key}, After: state})
	}
	write(t, store, func(ctx context.Context, w registry.Writer) error { return w.AppendChange(ctx, change) })
	latest, one := registry.Page{Limit: 1, Backward: true}, registry.Page{Limit: 1}
	for what, read := range map[string]func() int{
		"the feed": func() int { return len(listChanges(t, store, registry.ChangeFilter{}, latest).Items) },
		"of a kind": func() int {
			return len(listChanges(t, store, registry.ChangeFilter{Kinds: []registry.Kind{registry.KindPartner}}, latest).Items)
		},
		"of a subject": func() int {
			return len(listChanges(t, store, registry.ChangeFilter{Subjects: []string{"Partner:partner-7"}}, latest).Items)
		},
		"one of many":   func() int { return len(listItems(t, store, change.Revision, registry.ChangeFilter{}, one).Items) },
		"the last item": func() int { return len(listItems(t, store, change.Revision, registry.ChangeFilter{}, latest).Items) },
	} {
		read() // what is kept for the next time is no part of it
		if bytes := allocated(func() { wants(t, what, read(), 1) }); bytes > allowed {
			t.Errorf("%s: took %d bytes of a change of %d", what, bytes, many*each)
		}
	}
}

// allocated says how many bytes were allocated meanwhile, whether or not they are still in use.
func allocated(do func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	do()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// fewChanges have revisions with gaps, as a store filled by a copy may have.
func fewChanges() []registry.Change {
	full := registry.Change{
		Revision: 1, At: moment(1), ActorID: "alice", Action: "endCollaboration", Reason: new("op verzoek"), SubjectID: "Collaboration:" + uuid(1),
		Items: []registry.ChangeItem{
			{SubjectID: "Partner:vitens", Kind: registry.KindPartner, Partners: []string{"vitens"}, After: json.RawMessage(`{"name": "Vitens", "list": [1, 2.5, {"x": null}]}`)},
			{SubjectID: "Collaboration:" + uuid(1), Kind: registry.KindCollaboration, Regions: []string{"VR01", "VR02"}, Partners: []string{"anwb", "vitens"},
				Before: json.RawMessage(`{"until": null, "note": "é \"x\" \n"}`), After: json.RawMessage(`{"until":"2020-01-01"}`)},
			{SubjectID: "Collaboration:" + uuid(2), Kind: registry.KindCollaboration, Before: json.RawMessage(`{}`)},
		},
		IdempotencyKey: new("key-1"), InputHash: "sha256:0001",
	}
	bare := registry.Change{Revision: 2, At: moment(2), ActorID: "alice", Action: "import", InputHash: "-"}
	third := registry.Change{
		Revision: 5, At: moment(3), ActorID: "bob", Action: "setMandates", SubjectID: "Adoption:" + uuid(3), InputHash: "sha256:0003",
		Items: []registry.ChangeItem{
			{SubjectID: "Adoption:" + uuid(3), Kind: registry.KindAdoption, Regions: []string{"VR01"}, Partners: []string{"vitens"}, Before: json.RawMessage(`{}`), After: json.RawMessage(`{"a":1}`)},
			{SubjectID: "Region:VR02", Kind: registry.KindRegion, Regions: []string{"VR02"}, Before: json.RawMessage(`{}`), After: json.RawMessage(`{"a":1}`)},
		},
		IdempotencyKey: new("key-1"),
	}
	last := registry.Change{
		Revision: 11, At: moment(4), ActorID: "bob", Action: "voidCollaboration", SubjectID: "Collaboration:" + uuid(2), InputHash: "sha256:0004",
		Items: []registry.ChangeItem{{SubjectID: "Collaboration:" + uuid(2), Kind: registry.KindCollaboration, Regions: []string{"VR03"}, Partners: []string{"knmi", "vitens"}, Before: json.RawMessage(`{"a":1}`)}},
	}
	few := []registry.Change{full, bare, third, last}
	for _, change := range few {
		for place := range change.Items {
			change.Items[place].Place = place
		}
	}
	return few
}

// bareOf is a change as it is read when nobody asked for its items.
func bareOf(change registry.Change) registry.Change {
	change.Items = nil
	return change
}

// listItems reads a page of what a change touched.
func listItems(t tester, store registry.Store, revision int, filter registry.ChangeFilter, page registry.Page) registry.List[registry.ChangeItem] {
	t.Helper()
	return get(t, store, func(ctx context.Context, r registry.Reader) ([]registry.List[registry.ChangeItem], error) {
		return r.ListChangeItems(ctx, []registry.ChangeItemQuery{{Revision: revision, Filter: filter, Page: page}})
	})[0]
}

// testChangesWithout: what a viewer may not see is left out of lists and counts, with the changes that touched nothing else.
func testChangesWithout(t *testing.T, store registry.Store) {
	last, first := "Collaboration:"+uuid(2), "Partner:vitens"
	for _, c := range []struct {
		filter registry.ChangeFilter
		want   []int
	}{
		{registry.ChangeFilter{Without: []string{last}}, []int{1, 2, 5}},
		{registry.ChangeFilter{Without: []string{"Collaboration:" + uuid(1), last, first}}, []int{2, 5}},
		{registry.ChangeFilter{Without: []string{last}, Kinds: []registry.Kind{registry.KindCollaboration}}, []int{1}},
		{registry.ChangeFilter{Without: []string{last}, Regions: []string{"VR03"}}, nil},
		{registry.ChangeFilter{Without: []string{first}, Subjects: []string{first}}, nil},
		{registry.ChangeFilter{Without: []string{first}, Partners: []string{"vitens"}}, []int{1, 5, 11}},
	} {
		wants(t, "the feed without some", revisions(listChanges(t, store, c.filter, whole()).Items), c.want)
		counts := get(t, store, func(ctx context.Context, r registry.Reader) ([]int, error) {
			return r.Count(ctx, registry.CountsOf(registry.ChangeQuery{Filter: c.filter}))
		})
		wants(t, "its count", counts, []int{len(c.want)})
	}
	without := registry.ChangeFilter{Without: []string{last}}
	wants(t, "the items without some", listItems(t, store, 1, without, whole()).Items, fewChanges()[0].Items[:2])
	counts := get(t, store, func(ctx context.Context, r registry.Reader) ([]int, error) {
		return r.Count(ctx, registry.CountsOf(registry.ChangeItemQuery{Revision: 1, Filter: without}))
	})
	wants(t, "their count", counts, []int{2})
}

// testChangeItems: a feed is read without what its changes touched, which is read by the page.
func testChangeItems(t *testing.T, store registry.Store) {
	few := fewChanges()
	for _, change := range few {
		wants(t, "the items", listItems(t, store, change.Revision, registry.ChangeFilter{}, whole()).Items, change.Items)
	}
	full := few[0]
	along := askChanges(t, store, registry.ChangeQuery{Page: whole(), Items: true})[0].Items[0].Items
	for place, item := range full.Items {
		item.Before, item.After = nil, nil
		wants(t, "an item that came along", along[place], item)
	}
	for _, c := range []struct {
		what   string
		filter registry.ChangeFilter
		places []int
	}{
		{"a subject", registry.ChangeFilter{Subjects: []string{"Partner:vitens"}}, []int{0}},
		{"a kind", registry.ChangeFilter{Kinds: []registry.Kind{registry.KindCollaboration}}, []int{1, 2}},
		{"a region", registry.ChangeFilter{Regions: []string{"VR02", "VR03"}}, []int{1}},
		{"a partner", registry.ChangeFilter{Partners: []string{"vitens"}}, []int{0, 1}},
		{"a kind and a partner", registry.ChangeFilter{Kinds: []registry.Kind{registry.KindCollaboration}, Partners: []string{"vitens"}}, []int{1}},
		{"nothing", registry.ChangeFilter{Subjects: []string{"Partner:anwb"}}, nil},
	} {
		var want []registry.ChangeItem
		for _, place := range c.places {
			want = append(want, full.Items[place])
		}
		wants(t, c.what, listItems(t, store, 1, c.filter, whole()).Items, want)
		counts := get(t, store, func(ctx context.Context, r registry.Reader) ([]int, error) {
			return r.Count(ctx, registry.CountsOf([]registry.ChangeItemQuery{{Revision: 1, Filter: c.filter, Page: whole()}, {Revision: 2, Page: whole()}}...))
		})
		wants(t, c.what+", counted", counts, []int{len(c.places), 0})
	}
	place := func(i registry.ChangeItem) registry.Key {
		return registry.Key{Order: "ITEM", Number: i.Place, Tie: i.SubjectID}
	}
	name := func(i registry.ChangeItem) string { return i.SubjectID }
	walks(t, "the items", full.Items, place, name, func(pages []registry.Page) ([]registry.List[registry.ChangeItem], error) {
		var lists []registry.List[registry.ChangeItem]
		for _, page := range pages {
			lists = append(lists, listItems(t, store, 1, registry.ChangeFilter{}, page))
		}
		return lists, nil
	})
}

func listChanges(t tester, store registry.Store, filter registry.ChangeFilter, page registry.Page) registry.List[registry.Change] {
	t.Helper()
	return askChanges(t, store, registry.ChangeQuery{Filter: filter, Page: page})[0]
}

func askChanges(t tester, store registry.Store, queries ...registry.ChangeQuery) []registry.List[registry.Change] {
	t.Helper()
	lists := get(t, store, func(ctx context.Context, r registry.Reader) ([]registry.List[registry.Change], error) {
		return r.ListChanges(ctx, queries)
	})
	if len(lists) != len(queries) {
		t.Fatalf("ListChanges: %d lists for %d queries", len(lists), len(queries))
	}
	return lists
}

func revisions(changes []registry.Change) []int {
	list := []int{}
	for _, c := range changes {
		list = append(list, c.Revision)
	}
	return list
}

// testChangeFields leaves the changes that the other tests read.
func testChangeFields(t *testing.T, store registry.Store) {
	for _, change := range fewChanges() {
		write(t, store, func(ctx context.Context, w registry.Writer) error { return w.AppendChange(ctx, change) })
		wants(t, "the register's revision", get(t, store, readState).Revision, change.Revision)
		wants(t, "the revision alone", get(t, store, readRevision), change.Revision)
	}
	list := listChanges(t, store, registry.ChangeFilter{}, whole())
	for i, change := range fewChanges() {
		wants(t, "as appended", list.Items[i], bareOf(change))
	}
	if len(list.Items) == 4 {
		wants(t, "the moment, in UTC", list.Items[0].At.String(), moment(1).String())
	}
}

func changeByKey(ctx context.Context, w registry.Writer, actor, key string) (*registry.Change, error) {
	earlier, err := w.Expect(ctx, []registry.Expected{{ActorID: actor, Key: key}})
	if err != nil {
		return nil, err
	}
	return earlier[0], nil
}

func changeOfKey(t *testing.T, store registry.Store, actor, key string) *registry.Change {
	t.Helper()
	var change *registry.Change
	write(t, store, func(ctx context.Context, w registry.Writer) (err error) {
		change, err = changeByKey(ctx, w, actor, key)
		return err
	})
	return change
}

func testChangeKey(t *testing.T, store registry.Store) {
	few := fewChanges()
	wants(t, "of alice", changeOfKey(t, store, "alice", "key-1"), new(bareOf(few[0])))
	wants(t, "of bob, the same key", changeOfKey(t, store, "bob", "key-1"), new(bareOf(few[2])))
	wants(t, "of another actor", changeOfKey(t, store, "carol", "key-1"), nil)
	wants(t, "another key", changeOfKey(t, store, "alice", "key-2"), nil)
	wants(t, "no key", changeOfKey(t, store, "alice", ""), nil)

	again := registry.Change{Revision: 12, At: moment(5), ActorID: "alice", Action: "endCollaboration", IdempotencyKey: new("key-1"), InputHash: "sha256:0005"}
	var refused error
	err := store.Update(t.Context(), func(ctx context.Context, w registry.Writer) error {
		refused = w.AppendChange(t.Context(), again)
		return refused
	})
	wantsError(t, "used again (AppendChange)", refused, registry.CodeConflict, registry.ReasonKeyReused)
	wantsError(t, "used again (Update)", err, registry.CodeConflict, registry.ReasonKeyReused)
	wants(t, "the feed", revisions(listChanges(t, store, registry.ChangeFilter{}, whole()).Items), []int{1, 2, 5, 11})
	wants(t, "the revision", get(t, store, readState).Revision, 11)
}

// testChangeFilter asks each alone, and then all in one call.
func testChangeFilter(t *testing.T, store registry.Store) {
	type filter = registry.ChangeFilter
	cases := []struct {
		what   string
		filter filter
		want   []int
	}{
		{"nothing said", filter{}, []int{1, 2, 5, 11}},
		{"subject", filter{Subjects: []string{"Collaboration:" + uuid(2)}}, []int{1, 11}},
		{"any of subjects", filter{Subjects: []string{"Partner:vitens", "Region:VR02", "Region:VR25"}}, []int{1, 5}},
		{"region", filter{Regions: []string{"VR02"}}, []int{1, 5}},
		{"any of regions", filter{Regions: []string{"VR03", "VR02"}}, []int{1, 5, 11}},
		{"partner", filter{Partners: []string{"anwb"}}, []int{1}},
		{"any of partners", filter{Partners: []string{"vitens", "knmi", "vitens"}}, []int{1, 5, 11}},
		{"kind", filter{Kinds: []registry.Kind{registry.KindRegion}}, []int{5}},
		{"any of kinds", filter{Kinds: []registry.Kind{registry.KindPartner, registry.KindAdoption}}, []int{1, 5}},
		{"region and partner of one item", filter{Regions: []string{"VR02"}, Partners: []string{"vitens"}}, []int{1}},
		{"kind and partner of one item", filter{Kinds: []registry.Kind{registry.KindCollaboration}, Partners: []string{"vitens", "knmi"}}, []int{1, 11}},
		{"kind and region of one item", filter{Kinds: []registry.Kind{registry.KindAdoption}, Regions: []string{"VR02"}}, nil},
		{"subject and partner of one item", filter{Subjects: []string{"Collaboration:" + uuid(2)}, Partners: []string{"vitens", "knmi"}}, []int{11}},
		{"subject and region of one item", filter{Subjects: []string{"Collaboration:" + uuid(1), "Adoption:" + uuid(3)}, Regions: []string{"VR02"}}, []int{1}},
		{"subject and kind of one item", filter{Subjects: []string{"Partner:vitens"}, Kinds: []registry.Kind{registry.KindCollaboration}}, nil},
		{"all four of one item", filter{
			Subjects: []string{"Collaboration:" + uuid(1), "Partner:vitens"}, Regions: []string{"VR01"}, Partners: []string{"anwb"}, Kinds: []registry.Kind{registry.KindCollaboration},
		}, []int{1}},
		{"what is nowhere", filter{Partners: []string{"geen"}}, nil},
	}
	var queries []registry.ChangeQuery
	for _, c := range cases {
		query := registry.ChangeQuery{Filter: c.filter, Page: whole()}
		queries = append(queries, query)
		wants(t, c.what, revisions(askChanges(t, store, query)[0].Items), c.want)
	}
	wants(t, "no count", len(get(t, store, countChanges())), 0)
	for i, count := range get(t, store, countChanges(queries...)) {
		wants(t, cases[i].what+", counted", count, len(cases[i].want))
	}
	for i, list := range askChanges(t, store, queries...) {
		wants(t, cases[i].what+", among others", revisions(list.Items), cases[i].want)
	}
	wants(t, "no query", len(askChanges(t, store)), 0)
	got := askChanges(t, store, registry.ChangeQuery{Filter: filter{Kinds: []registry.Kind{registry.KindPartner}}, Page: whole(), Items: true})[0].Items
	wants(t, "all items of a change that one item meets", len(got[0].Items), 3)
}

func countChanges(queries ...registry.ChangeQuery) func(context.Context, registry.Reader) ([]int, error) {
	return func(ctx context.Context, r registry.Reader) ([]int, error) {
		return r.Count(ctx, registry.CountsOf(queries...))
	}
}

// testChangesAfter asks for what lies behind a revision, with and without a page's own beginning.
func testChangesAfter(t *testing.T, store registry.Store) {
	key := func(revision int) *registry.Key { return &registry.Key{Order: "REVISION", Number: revision, Tie: "x"} }
	many := registry.ChangeFilter{Partners: []string{"vitens", "anwb"}}
	one := registry.ChangeFilter{Subjects: []string{"Collaboration:" + uuid(2)}}
	for _, c := range []struct {
		what  string
		query registry.ChangeQuery
		want  []int
		count int
	}{
		{"all", registry.ChangeQuery{After: 1, Page: whole()}, []int{2, 5, 11}, 3},
		{"behind the last", registry.ChangeQuery{After: 11, Page: whole()}, nil, 0},
		{"a later page", registry.ChangeQuery{After: 1, Page: registry.Page{Limit: 1, After: key(2)}}, []int{5}, 3},
		{"a page from before", registry.ChangeQuery{After: 2, Page: registry.Page{Limit: 100, After: key(1)}}, []int{5, 11}, 2},
		{"backward", registry.ChangeQuery{After: 2, Page: registry.Page{Limit: 100, Backward: true, Before: key(11)}}, []int{5}, 2},
		{"of partners", registry.ChangeQuery{After: 1, Filter: many, Page: whole()}, []int{5, 11}, 2},
		{"of a subject", registry.ChangeQuery{After: 1, Filter: one, Page: whole()}, []int{11}, 1},
	} {
		wants(t, c.what, revisions(askChanges(t, store, c.query)[0].Items), c.want)
		wants(t, c.what+", counted", get(t, store, countChanges(c.query)), []int{c.count})
	}
}

func testChangePages(t *testing.T, store registry.Store) {
	type filter = registry.ChangeFilter
	for _, c := range []struct {
		what   string
		filter filter
	}{
		{"nothing said", filter{}},
		{"kinds", filter{Kinds: []registry.Kind{registry.KindCollaboration, registry.KindRegion}}},
		{"subjects", filter{Subjects: []string{"Collaboration:" + uuid(2), "Region:VR02"}}},
		{"a partner", filter{Partners: []string{"vitens"}}},
		{"a region", filter{Regions: []string{"VR02"}}},
		{"regions", filter{Regions: []string{"VR03", "VR01"}}},
		{"partners of a kind", filter{Partners: []string{"knmi", "vitens"}, Kinds: []registry.Kind{registry.KindCollaboration, registry.KindAdoption}}},
	} {
		list := listChanges(t, store, c.filter, whole())
		walks(t, c.what, list.Items, changePlace, registry.Change.ID, func(pages []registry.Page) ([]registry.List[registry.Change], error) {
			var queries []registry.ChangeQuery
			for _, page := range pages {
				queries = append(queries, registry.ChangeQuery{Filter: c.filter, Page: page})
			}
			return askChanges(t, store, queries...), nil
		})
	}
	after := listChanges(t, store, registry.ChangeFilter{}, registry.Page{Limit: 1, After: &registry.Key{Order: "REVISION.ASC", Number: 3, Tie: "3"}})
	wants(t, "after a revision that is not there", revisions(after.Items), []int{5})
}
