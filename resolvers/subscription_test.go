package resolvers_test

import (
	"context"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql/handler"
	"github.com/99designs/gqlgen/graphql/handler/transport"

	"ketenkaart/api/streamtest"
	"ketenkaart/graph"
	"ketenkaart/registry"
	"ketenkaart/resolvers"
	"ketenkaart/store/sqlite"
)

// world is a registry with its resolvers, whose readers are not signed in.
type world struct {
	*registry.Registry
	ctx   context.Context
	url   string
	now   atomic.Pointer[time.Time]
	store *failing
}

// failing is a store that fails to read when it is told to.
type failing struct {
	registry.Store
	fails atomic.Bool
}

func (f *failing) View(ctx context.Context, read func(context.Context, registry.Reader) error) error {
	if f.fails.Load() {
		return registry.Conflict(registry.ReasonSchemaNewer, "the store is newer")
	}
	return f.Store.View(ctx, read)
}

func newWorld(t *testing.T) *world {
	t.Helper()
	store, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "x.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := store.Close(context.WithoutCancel(t.Context())); err != nil {
			t.Error(err)
		}
	})
	w := &world{ctx: registry.WithActor(t.Context(), registry.LocalActor()), store: &failing{Store: store}}
	w.day(t, "2026-11-23")
	if w.Registry, err = registry.New(w.store, func() time.Time { return *w.now.Load() }, registry.Guide{}); err != nil {
		t.Fatal(err)
	}
	server := handler.New(graph.NewExecutableSchema(graph.Config{Resolvers: resolvers.New(w.Registry, "test")}))
	server.AddTransport(transport.Websocket{})
	server.AddTransport(transport.SSE{})
	server.Use(resolvers.NewExtension(w.Registry))
	listener := httptest.NewServer(server)
	t.Cleanup(listener.Close)
	w.url = listener.URL
	w.fill(t)
	return w
}

func (w *world) day(t *testing.T, day string) {
	t.Helper()
	noon, err := time.Parse(time.DateTime, day+" 12:00:00")
	if err != nil {
		t.Fatal(err)
	}
	w.now.Store(&noon)
}

// fill registers a region and a partner.
func (w *world) fill(t *testing.T) {
	t.Helper()
	_, err := w.Fill(w.ctx, registry.Dataset{
		Regions:  []registry.Region{{Code: "VR01", Name: "Groningen", OfficialName: "Veiligheidsregio Groningen", Province: "Groningen", Location: registry.GeoPoint{Latitude: 53, Longitude: 6}}},
		Partners: []registry.Partner{{Key: "vitens", Name: "Vitens", CoreTasks: []registry.CoreTask{registry.Beheerder}, National: true}},
	})
	if err != nil {
		t.Fatal(err)
	}
}

// each runs a test over WebSocket and over SSE.
func each(t *testing.T, test func(t *testing.T, w *world, subscribe func(document string) streamtest.Stream)) {
	t.Helper()
	for name, subscribe := range streamtest.Kinds() {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			test(t, w, func(document string) streamtest.Stream { return subscribe(t, w.url, document, nil) })
		})
	}
}

func TestAnEventIsReadAtItsDay(t *testing.T) {
	each(t, func(t *testing.T, w *world, subscribe func(string) streamtest.Stream) {
		stream := subscribe(`subscription { changes(afterRevision: 1) { revision items { nodes { subject { ... on Collaboration { partner { name collaborations { profile } } } ... on Partner { name collaborations { profile } } } } } } }`)
		started, err := w.StartCollaboration(w.ctx, registry.StartCollaborationInput{RegionCode: "VR01", PartnerKey: "vitens", Profile: registry.Kern, Since: "2026-11-24"})
		if err != nil {
			t.Fatal(err)
		}
		event := stream.Next(t)
		if !strings.Contains(event.Payload, `{"name":"Vitens","collaborations":[]}`) {
			t.Errorf("the day before it begins: %v", event)
		}
		w.day(t, "2026-11-24")
		if _, err := w.UpdatePartner(w.ctx, registry.PartnerPatch{PartnerID: "Partner:vitens", Version: 1, Name: registry.Optional[string]{Set: true, Value: new("Vitens NV")}}); err != nil {
			t.Fatal(err)
		}
		event = stream.Next(t)
		if !strings.Contains(event.Payload, `{"name":"Vitens NV","collaborations":[{"profile":"KERN"}]}`) {
			t.Errorf("revision %d, and the day on which it begins: %v", started.Change.Revision+1, event)
		}
	})
}

func TestR18EventsHideActorsAndContactPoints(t *testing.T) {
	each(t, func(t *testing.T, w *world, subscribe func(string) streamtest.Stream) {
		stream := subscribe(`subscription { changes(afterRevision: 1) { actor items { nodes { fields { field } subject { ... on Partner { contactPoints { email } } } } } } }`)
		_, err := w.SetContactPoints(w.ctx, registry.SetContactPointsInput{SubjectID: "Partner:vitens", Version: 1, ContactPoints: []registry.ContactPoint{{Kind: "PIKET", Function: "Informatiemanager"}}})
		if err != nil {
			t.Fatal(err)
		}
		if event := stream.Next(t); event.Payload != `{"data":{"changes":{"actor":null,"items":{"nodes":[{"fields":[],"subject":{"contactPoints":null}}]}}}}` {
			t.Errorf("got %v", event)
		}
	})
}

func TestASubscriptionSaysWhyItEnds(t *testing.T) {
	each(t, func(t *testing.T, w *world, subscribe func(string) streamtest.Stream) {
		stream := subscribe(`subscription { changes(afterRevision: 0) { revision } }`)
		if event := stream.Next(t); event.Payload != `{"data":{"changes":{"revision":1}}}` {
			t.Fatalf("got %v", event)
		}
		w.store.fails.Store(true)
		if event := stream.Next(t); event.Type != "next" || !strings.Contains(event.Payload, "the store is newer") || !strings.Contains(event.Payload, `"data":null`) {
			t.Errorf("got %v", event)
		}
		if event := stream.Next(t); event.Type != "complete" {
			t.Errorf("then %v", event)
		}
	})
}
