package api_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"ketenkaart/api"
	"ketenkaart/api/streamtest"
)

// Of the largest documents, of 459,000 fields or so, one runs at a time.
const (
	largest      = `query Large { things(first: 90) { nodes { more(first: 100) { nodes { words } } } } }`
	largestEvent = `subscription { thing { more(first: 90) { nodes { more(first: 100) { nodes { words } } } } } }`
)

// stage has the operations that are called Large wait, and counts how many do so at once.
type stage struct {
	began, leave chan struct{}
	inside, most atomic.Int64
}

func newStage() *stage { return &stage{began: make(chan struct{}, 1000), leave: make(chan struct{})} }

func (s *stage) resolve(ctx context.Context) (string, error) {
	if graphql.GetOperationContext(ctx).Operation.Name == "Large" {
		s.play()
	}
	return fine(ctx)
}

func (s *stage) play() {
	inside := s.inside.Add(1)
	for most := s.most.Load(); inside > most && !s.most.CompareAndSwap(most, inside); most = s.most.Load() {
	}
	s.began <- struct{}{}
	<-s.leave
	s.inside.Add(-1)
}

// patient lets nothing end because the machine has other work.
func patient(config *api.Config) { config.QueueTime, config.Timeout = time.Minute, 2*time.Minute }

func TestASmallQuestionIsAnsweredWhileManyLargeOnesWait(t *testing.T) {
	for name, test := range map[string]struct {
		document string
		running  int
	}{
		"the largest":   {largest, 1},
		"9,182 of cost": {`query Large { things(first: 90) { nodes { more(first: 100) { nodes { name } } } } }`, 6},
	} {
		t.Run(name, func(t *testing.T) { smallAmong(t, test.document, test.running) })
	}
}

// smallAmong asks a small question while so many of a document run, and as many wait as may.
func smallAmong(t *testing.T, document string, running int) {
	const asked, waiting = 200, 128
	s := newStage()
	door := open(t, s.resolve, patient)
	got := make(chan answer, asked)
	for range asked {
		go func() { got <- door.ask(t, document, nil) }()
	}
	for range running {
		<-s.began
	}
	for range asked - waiting - running {
		refused := <-got
		if refused.status != http.StatusServiceUnavailable || refused.code() != "UNAVAILABLE" || refused.reason() != "OVERLOADED" || refused.header.Get("Retry-After") != "5" {
			t.Fatalf("got %d %v %s", refused.status, refused.header, refused.body)
		}
	}
	if small := door.ask(t, "{ ok }", nil); small.status != http.StatusOK || string(small.Data) != `{"ok":"yes"}` {
		t.Errorf("a small question got %d %s", small.status, small.body)
	}
	close(s.leave)
	for range waiting + running {
		if answered := <-got; answered.status != http.StatusOK {
			t.Errorf("one that waited got %d %s", answered.status, answered.body)
		}
	}
	if most := s.most.Load(); most != int64(running) {
		t.Errorf("%d ran at once", most)
	}
}

// TestLargeRequestsWaitForOneAnother: of the largest four are held at once, and small ones pass them by.
func TestLargeRequestsWaitForOneAnother(t *testing.T) {
	const most = 1<<20 - 100
	s := newStage()
	door := open(t, s.resolve, func(config *api.Config) { config.QueueTime = time.Millisecond })
	words := map[string]any{"words": strings.Repeat("w", most)}
	got := make(chan answer, 4)
	for range 4 {
		go func() { got <- door.ask(t, "query Large { ok }", words) }()
		<-s.began
	}
	if refused := door.ask(t, "query Large { ok }", words); refused.status != http.StatusServiceUnavailable || refused.reason() != "OVERLOADED" || refused.header.Get("Retry-After") != "5" {
		t.Errorf("the fifth got %d %.300s", refused.status, refused.body)
	}
	if small := door.ask(t, "{ ok }", map[string]any{"words": strings.Repeat("w", 60<<10)}); small.status != http.StatusOK {
		t.Errorf("a small one got %d %.300s", small.status, small.body)
	}
	close(s.leave)
	for range 4 {
		if answered := <-got; answered.status != http.StatusOK {
			t.Errorf("got %d %.300s", answered.status, answered.body)
		}
	}
	if again := door.ask(t, "{ ok }", words); again.status != http.StatusOK {
		t.Errorf("when there was room again: got %d %.300s", again.status, again.body)
	}
}

func TestWhoWaitsTooLongIsSentAway(t *testing.T) {
	s := newStage()
	door := open(t, s.resolve, func(config *api.Config) { config.QueueTime = time.Millisecond })
	first := make(chan answer)
	go func() { first <- door.ask(t, largest, nil) }()
	<-s.began
	for name, got := range map[string]answer{
		"POST": door.ask(t, largest, nil),
		"GET":  send(t, "GET", door.URL+api.Path+"?query="+strings.ReplaceAll(largest, " ", "%20"), ""),
	} {
		if got.status != http.StatusServiceUnavailable || got.reason() != "OVERLOADED" {
			t.Errorf("%s: got %d %s", name, got.status, got.body)
		}
	}
	event := streamtest.OverSSE(t, door.URL+api.Path, largest, nil)
	if got := event.Next(t); got.Type != "next" || !strings.Contains(got.Payload, `"reason":"OVERLOADED"`) {
		t.Errorf("in a stream: got %v", got)
	}
	close(s.leave)
	if got := <-first; got.status != http.StatusOK {
		t.Errorf("the first got %d %s", got.status, got.body)
	}
	if again := door.ask(t, largest, nil); again.status != http.StatusOK {
		t.Errorf("when there was room again: got %d %s", again.status, again.body)
	}
}

func TestOneConnectionTakesOnlySoMuch(t *testing.T) {
	k := newTicking()
	k.began, k.ended = make(chan struct{}, 1000), make(chan struct{}, 1000)
	door := openTicking(t, k, fine, nil)
	socket := streamtest.Dial(t, door.URL+api.Path)
	for n := range 100 {
		socket.Subscribe(t, fmt.Sprint(n), ticks, nil)
		<-k.began
	}
	for _, document := range []string{ticks, "{ ok }"} {
		socket.Subscribe(t, "more", document, nil)
		if got := socket.Next(t); got.Type != "next" || !strings.Contains(got.Payload, `"reason":"TOO_MANY_OPERATIONS"`) {
			t.Errorf("%s: got %v", document, got)
		}
		wantEvent(t, socket, "complete", "")
	}
	other := streamtest.OverWebSocket(t, door.URL+api.Path, "{ ok }", nil)
	wantEvent(t, other, "next", `{"data":{"ok":"yes"}}`)
	socket.Send(t, map[string]any{"type": "complete", "id": "7"})
	wantEvent(t, socket, "complete", "")
	socket.Subscribe(t, "7", "{ ok }", nil)
	wantEvent(t, socket, "next", `{"data":{"ok":"yes"}}`)
}

func TestOneClientTakesOnlySoManySubscriptions(t *testing.T) {
	k := newTicking()
	k.began, k.ended = make(chan struct{}, 1000), make(chan struct{}, 1000)
	door := openTicking(t, k, fine, nil)
	for range 5 {
		socket := streamtest.Dial(t, door.URL+api.Path)
		for n := range 100 {
			socket.Subscribe(t, fmt.Sprint(n), ticks, nil)
			<-k.began
		}
	}
	one := streamtest.OverSSE(t, door.URL+api.Path, ticks, nil)
	if got := one.Next(t); got.Type != "next" || !strings.Contains(got.Payload, `"reason":"TOO_MANY_SUBSCRIBERS"`) {
		t.Errorf("got %v", got)
	}
	if got := door.ask(t, "{ ok }", nil); got.status != http.StatusOK {
		t.Errorf("a question of that client got %d %s", got.status, got.body)
	}
}

func TestOneClientTakesOnlySoManyOperations(t *testing.T) {
	s := newStage()
	door := open(t, s.resolve, patient)
	from := func(address, query string) *httptest.ResponseRecorder {
		body, err := json.Marshal(map[string]any{"query": query})
		if err != nil {
			t.Fatal(err)
		}
		request := httptest.NewRequest(http.MethodPost, api.Path, strings.NewReader(string(body)))
		request.Header.Set("Content-Type", "application/json")
		request.RemoteAddr = address
		got := httptest.NewRecorder()
		door.Config.Handler.ServeHTTP(got, request)
		return got
	}
	var group sync.WaitGroup
	for n := range 256 {
		group.Go(func() { from(fmt.Sprintf("[2001:db8:1:2::%x]:4711", n), "query Large { ok }") })
		<-s.began
	}
	if got := from("[2001:db8:1:2:3::]:4711", "{ ok }"); got.Code != http.StatusTooManyRequests || !strings.Contains(got.Body.String(), "TOO_MANY_OPERATIONS") || got.Header().Get("Retry-After") != "5" {
		t.Errorf("of the same network: got %d %s", got.Code, got.Body)
	}
	if got := from("[2001:db8:1:3::]:4711", "{ ok }"); got.Code != http.StatusOK {
		t.Errorf("of another network: got %d %s", got.Code, got.Body)
	}
	close(s.leave)
	group.Wait()
	if got := from("[2001:db8:1:2:3::]:4711", "{ ok }"); got.Code != http.StatusOK {
		t.Errorf("when all had ended: got %d %s", got.Code, got.Body)
	}
}

// A change that all subscribers hear of has each of them ask for much at the same moment.
func TestEventsOfSubscriptionsWaitForOneAnother(t *testing.T) {
	const subscribers = 20
	s, events := newStage(), make(chan struct{})
	subscribe := func(context.Context) graphql.ResponseHandler {
		return func(ctx context.Context) *graphql.Response {
			select {
			case <-events:
			case <-ctx.Done():
				return nil
			}
			field := &graphql.FieldContext{Field: graphql.CollectedField{Field: &ast.Field{Alias: "name"}}}
			name, err := graphql.GetOperationContext(ctx).ResolverMiddleware(graphql.WithFieldContext(ctx, field), func(context.Context) (any, error) {
				s.play()
				return "told", nil
			})
			if err != nil {
				graphql.AddError(ctx, err)
			}
			return &graphql.Response{Data: json.RawMessage(fmt.Sprintf(`{"name":%q}`, name))}
		}
	}
	door := open(t, fine, func(config *api.Config) {
		config.Schema.(*graphql.ExecutableSchemaMock).ExecFunc = answering(subscribe, fine)
	})
	sockets := make([]*streamtest.Socket, subscribers)
	for i := range sockets {
		sockets[i] = streamtest.Dial(t, door.URL+api.Path)
		sockets[i].Subscribe(t, "1", largestEvent, nil)
	}
	for range subscribers {
		events <- struct{}{}
	}
	<-s.began
	if small := door.ask(t, "{ ok }", nil); small.status != http.StatusOK {
		t.Errorf("a small question got %d %s", small.status, small.body)
	}
	close(s.leave)
	for _, socket := range sockets {
		wantEvent(t, socket, "next", `{"data":{"name":"told"}}`)
	}
	if most := s.most.Load(); most != 1 {
		t.Errorf("%d of the largest events were made at once", most)
	}
}
