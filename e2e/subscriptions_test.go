package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ketenkaart/api/streamtest"
	"ketenkaart/e2e/world"
	"ketenkaart/registry"
)

// everything asks all of a change, and of its subjects as they are at the event.
const everything = `subscription ($filter: ChangeFilter, $after: Int) { changes(filter: $filter, afterRevision: $after) {
  id revision at action actor reason
  items { totalCount nodes { subjectId kind fields { field before after }
    subject { id ... on Partner { version until contactPoints { email } collaborations { profile region { name } } } ... on Collaboration { version profile suits partner { name } } ... on Adoption { version region { code } mandates { region { code } } } ... on Region { version inhabitants } ... on Sector { version } ... on Chain { version ministries { abbreviation } } }
  } } } }`

// TestSubscriptionTellsTheStory follows the story of all mutations over WebSocket and SSE on both stores: each tells the
// same, as it is at the time.
func TestSubscriptionTellsTheStory(t *testing.T) {
	told := map[string]string{}
	for _, s := range world.Servers(t) {
		for kind, lines := range follow(t, s) {
			told[s.Name+" by "+kind] = world.Anonymous(lines)
		}
	}
	want := told["sqlite by SSE"]
	if strings.Contains(want, `"errors"`) || strings.Count(want, `"actor":"local"`) < 20 {
		t.Errorf("SQLite tells %s", want)
	}
	for name, lines := range told {
		if diff := cmp.Diff(want, lines); diff != "" {
			t.Errorf("SQLite by SSE and %s differ:\n%s", name, diff)
		}
	}
}

// follow does the story, and gives the events by the kind of subscription.
func follow(t *testing.T, s world.Server) map[string]string {
	t.Helper()
	streams, told, kept := map[string]streamtest.Stream{}, map[string]string{}, map[string]string{}
	for kind, subscribe := range streamtest.Kinds() {
		streams[kind] = subscribe(t, s.URL, everything, map[string]any{"after": revision(t, s)})
	}
	for _, st := range story() {
		before := revision(t, s)
		st.remember(t, s.Ask(t, fill(st.document, kept), nil), kept)
		if revision(t, s) == before {
			continue
		}
		for kind, stream := range streams {
			event := stream.Next(t)
			if event.Type != "next" {
				t.Fatalf("%s by %s, after revision %d: %v", s.Name, kind, before, event)
			}
			told[kind] += event.Payload + "\n"
		}
	}
	return told
}

// revision asks that of the last change.
func revision(t *testing.T, s world.Server) int {
	t.Helper()
	var answer struct {
		Data struct{ Registry struct{ Revision int } }
	}
	if err := json.Unmarshal([]byte(s.Ask(t, "{ registry { revision } }", nil)), &answer); err != nil {
		t.Fatal(err)
	}
	return answer.Data.Registry.Revision
}

// TestSubscriptionGoesOn breaks a subscription off, and goes on after the last revision that came: the past first, and
// then what another process on the same store does.
func TestSubscriptionGoesOn(t *testing.T) {
	const document = `subscription ($after: Int) { changes(afterRevision: $after, filter: {kinds: [Sector]}) { revision items { nodes { subject { ... on Sector { code } } } } } }`
	event := func(revision int, code string) string {
		return fmt.Sprintf(`{"data":{"changes":{"revision":%d,"items":{"nodes":[{"subject":{"code":"%s"}}]}}}}`, revision, code)
	}
	for _, s := range world.Servers(t) {
		for kind, subscribe := range streamtest.Kinds() {
			t.Run(s.Name+" by "+kind, func(t *testing.T) {
				ctx, another := registry.WithActor(t.Context(), registry.LocalActor()), s.Another(t)
				create := func(code string) int {
					payload, err := another.CreateSector(ctx, registry.CreateSectorInput{Code: code, Name: "Sector"})
					if err != nil {
						t.Fatal(err)
					}
					return payload.Change.Revision
				}
				code := strings.ToLower(kind)
				first := create(code + "-1")
				stream := subscribe(t, s.URL, document, map[string]any{"after": first - 1})
				next(t, stream, event(first, code+"-1"))
				stream.Close()
				second, third := create(code+"-2"), create(code+"-3")
				stream = subscribe(t, s.URL, document, map[string]any{"after": first})
				next(t, stream, event(second, code+"-2"))
				next(t, stream, event(third, code+"-3"))
				fourth := create(code + "-4")
				next(t, stream, event(fourth, code+"-4"))
			})
		}
	}
}

func next(t *testing.T, stream streamtest.Stream, want string) {
	t.Helper()
	if got := stream.Next(t); got.Type != "next" || got.Payload != want {
		t.Fatalf("got %v, want %s", got, want)
	}
}

// TestSubscriptionBeginsNow has changes come until the first event does: it is of none that was there before.
func TestSubscriptionBeginsNow(t *testing.T) {
	s := world.Embedded(t)
	before := revision(t, s)
	for kind, subscribe := range streamtest.Kinds() {
		stream := subscribe(t, s.URL, `subscription { changes { revision } }`, nil)
		events := make(chan streamtest.Event, 1)
		go func() { events <- stream.Next(t) }()
		for n := 0; len(events) == 0; n++ {
			s.Ask(t, fmt.Sprintf(`mutation { createSector(input: {code: "%s-%d", name: "Sector"}) { change { revision } } }`, strings.ToLower(kind), n), nil)
		}
		var payload struct {
			Data struct{ Changes struct{ Revision int } }
		}
		event := <-events
		if err := json.Unmarshal([]byte(event.Payload), &payload); err != nil || payload.Data.Changes.Revision <= before {
			t.Errorf("%s, after revision %d: %v", kind, before, event)
		}
	}
}

func TestSubscriptionsThatAreRefused(t *testing.T) {
	for _, s := range world.Servers(t) {
		for kind, subscribe := range streamtest.Kinds() {
			for arguments, want := range map[string][2]string{
				`afterRevision: -1`:               {`"code":"BAD_USER_INPUT","field":"afterRevision",`, `,"reason":"INVALID"`},
				`filter: {regions: []}`:           {`"code":"BAD_USER_INPUT","field":"filter.regions",`, `,"reason":"EMPTY_LIST"`},
				`filter: {kinds: []}`:             {`"code":"BAD_USER_INPUT","field":"filter.kinds",`, `,"reason":"EMPTY_LIST"`},
				`filter: {subjects: ["vitens"]}`:  {`"code":"BAD_USER_INPUT","field":"filter.subjects","id":"vitens",`, `,"reason":"MALFORMED_ID"`},
				`filter: {partners: ["Vitens "]}`: {`"code":"BAD_USER_INPUT","field":"filter.partners",`, `,"reason":"MALFORMED_CODE"`},
			} {
				stream := subscribe(t, s.URL, `subscription { changes(`+arguments+`) { revision } }`, nil)
				if event := stream.Next(t); event.Type != "next" || !strings.Contains(event.Payload, want[0]) || !strings.Contains(event.Payload, want[1]) || strings.Contains(event.Payload, `"data":{`) {
					t.Errorf("%s by %s, %s: %v", s.Name, kind, arguments, event)
				}
				if event := stream.Next(t); event.Type != "complete" {
					t.Errorf("%s by %s, %s: then %v", s.Name, kind, arguments, event)
				}
			}
		}
	}
}

// TestProcessesThatFollowMissNothing has two processes write while others follow, each of which stops its reader after
// a few changes and begins again, so that it reads pages of a store that is being written.
func TestProcessesThatFollowMissNothing(t *testing.T) {
	for _, s := range world.Servers(t) {
		t.Run(s.Name, func(t *testing.T) {
			filters := []*registry.ChangeFilter{nil, {Kinds: []registry.Kind{registry.KindSector, registry.KindRegion}}, {Regions: []string{"VR01", "VR02", lastRegion}}}
			begin := revision(t, s)
			got := make([]string, len(filters))
			var following, writing sync.WaitGroup
			for i, filter := range filters {
				reg := s.Another(t)
				following.Go(func() { got[i] = followBriefly(t, reg, filter, begin) })
			}
			for _, name := range []string{"een", "twee"} {
				reg := s.Another(t)
				writing.Go(func() { scribble(t, reg, name) })
			}
			writing.Wait()
			reg := s.Another(t)
			setInhabitants(t, reg, lastRegion, 1)
			following.Wait()
			for i, filter := range filters {
				if want := revisions(t, reg, filter, begin); got[i] != want {
					t.Errorf("%+v:\ngot  %s\nwant %s", filter, got[i], want)
				}
			}
		})
	}
}

// lastRegion is touched by the last change of all, and by no other.
const lastRegion = "VR25"

// followBriefly takes three changes of a subscription, and then goes on by another one.
func followBriefly(t *testing.T, reg *registry.Registry, filter *registry.ChangeFilter, after int) (got string) {
	for {
		subscription, err := reg.Subscribe(t.Context(), filter, &after)
		if err != nil {
			t.Error(err)
			return got
		}
		for range 3 {
			change, err := subscription.Next(t.Context())
			if err != nil {
				t.Error(err)
			}
			got, after = got+fmt.Sprint(change.Revision, " "), change.Revision
			if err != nil || change.SubjectID == "Region:"+lastRegion {
				subscription.Close()
				return got
			}
		}
		subscription.Close()
	}
}

func scribble(t *testing.T, reg *registry.Registry, name string) {
	ctx := registry.WithActor(t.Context(), registry.LocalActor())
	for n := range 25 {
		if _, err := reg.CreateSector(ctx, registry.CreateSectorInput{Code: fmt.Sprint(name, "-", n), Name: "Sector"}); err != nil {
			t.Error(err)
		}
		setInhabitants(t, reg, []string{"VR01", "VR02"}[n%2], n)
	}
}

// setInhabitants leaves the region as it is when another process changed it meanwhile, to this number too.
func setInhabitants(t *testing.T, reg *registry.Registry, code string, number int) {
	ctx := registry.WithActor(t.Context(), registry.LocalActor())
	var version int
	err := reg.View(ctx, func(ctx context.Context, reader registry.Reader) error {
		regions, err := reader.Regions(ctx, []string{code})
		if err == nil {
			version = regions[0].Version
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
	_, err = reg.UpdateRegion(ctx, registry.RegionPatch{RegionID: "Region:" + code, Version: version, Inhabitants: registry.Optional[int]{Set: true, Value: &number}})
	if err != nil && registry.ReasonOf(err) != registry.ReasonVersion && registry.ReasonOf(err) != registry.ReasonNothingToChange {
		t.Error(err)
	}
}

// revisions returns those that meet the filter, as the query tells.
func revisions(t *testing.T, reg *registry.Registry, filter *registry.ChangeFilter, after int) (all string) {
	for more := true; more; {
		query, err := registry.ChangeQueryOf(filter, &after, registry.PageArgs{})
		if err != nil {
			t.Fatal(err)
		}
		pages, err := reg.ListChanges(t.Context(), []registry.ChangeQuery{query})
		if err != nil {
			t.Fatal(err)
		}
		page := pages[0]
		for _, change := range page.Nodes() {
			all, after = all+fmt.Sprint(change.Revision, " "), change.Revision
		}
		more = page.PageInfo().HasNextPage
	}
	return all
}
