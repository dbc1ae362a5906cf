package api_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"ketenkaart/api"
	"ketenkaart/api/streamtest"
	"ketenkaart/registry"
)

const ticks = "subscription { ticks }"

// answering gives subscriptions the events of a source, and answers the rest; it tells when a subscription has ended.
func answering(events func(ctx context.Context) graphql.ResponseHandler, resolve answers) func(context.Context) graphql.ResponseHandler {
	return func(ctx context.Context) graphql.ResponseHandler {
		if graphql.GetOperationContext(ctx).Operation.Operation == ast.Subscription {
			return events(ctx)
		}
		return once(resolve)
	}
}

// ticking is a subscription that gives what is sent to it, and tells when it has ended.
type ticking struct {
	events chan string
	began  chan struct{}
	ended  chan struct{}
}

func newTicking() *ticking {
	return &ticking{events: make(chan string), began: make(chan struct{}, 10), ended: make(chan struct{}, 10)}
}

func (k *ticking) subscribe(ctx context.Context) graphql.ResponseHandler {
	k.began <- struct{}{}
	context.AfterFunc(ctx, func() { k.ended <- struct{}{} })
	return func(ctx context.Context) *graphql.Response {
		select {
		case event, more := <-k.events:
			if !more {
				return nil
			}
			return &graphql.Response{Data: json.RawMessage(event)}
		case <-ctx.Done():
			return nil
		}
	}
}

// openTicking starts a door with it.
func openTicking(t *testing.T, k *ticking, resolve answers, change func(*api.Config)) *door {
	t.Helper()
	return open(t, resolve, func(config *api.Config) {
		config.Schema.(*graphql.ExecutableSchemaMock).ExecFunc = answering(k.subscribe, resolve)
		if change != nil {
			change(config)
		}
	})
}

// each runs a test over WebSocket and over SSE.
func each(t *testing.T, test func(t *testing.T, subscribe func(testing.TB, string, string, map[string]any) streamtest.Stream)) {
	t.Helper()
	for name, subscribe := range streamtest.Kinds() {
		t.Run(name, func(t *testing.T) { test(t, subscribe) })
	}
}

func wantEvent(t *testing.T, s streamtest.Stream, kind, payload string) {
	t.Helper()
	if got := s.Next(t); got.Type != kind || got.Payload != payload {
		t.Errorf("got %v, want %s %s", got, kind, payload)
	}
}

func TestSubscriptionsComeAsTheyHappen(t *testing.T) {
	each(t, func(t *testing.T, subscribe func(testing.TB, string, string, map[string]any) streamtest.Stream) {
		k := newTicking()
		// The time of a request is over long before the stream is.
		door := openTicking(t, k, fine, func(config *api.Config) {
			config.Timeout, config.KeepAlive = time.Millisecond, time.Second
		})
		s := subscribe(t, door.URL+api.Path, ticks, nil)
		for n := range 3 {
			event := fmt.Sprintf(`{"data":{"ticks":%d}}`, n)
			k.events <- fmt.Sprintf(`{"ticks":%d}`, n)
			wantEvent(t, s, "next", event)
		}
		s.Ping(t)
		close(k.events)
		wantEvent(t, s, "complete", "")
	})
}

func TestAnEventComesWhateverItsSize(t *testing.T) {
	each(t, func(t *testing.T, subscribe func(testing.TB, string, string, map[string]any) streamtest.Stream) {
		k := newTicking()
		door := openTicking(t, k, fine, nil)
		s := subscribe(t, door.URL+api.Path, ticks, nil)
		for _, size := range []int{1, 1023, 1024, 100_000, 3} {
			event := `{"ticks":"` + strings.Repeat("x", size) + `"}`
			k.events <- event
			wantEvent(t, s, "next", `{"data":`+event+`}`)
		}
	})
}

func TestASubscriptionEndsWhenItsClientLeaves(t *testing.T) {
	each(t, func(t *testing.T, subscribe func(testing.TB, string, string, map[string]any) streamtest.Stream) {
		k := newTicking()
		door := openTicking(t, k, fine, nil)
		s := subscribe(t, door.URL+api.Path, ticks, nil)
		<-k.began
		s.Close()
		<-k.ended
	})
}

func TestSubscriptionsAreRefusedAsOtherOperations(t *testing.T) {
	each(t, func(t *testing.T, subscribe func(testing.TB, string, string, map[string]any) streamtest.Stream) {
		door := openTicking(t, newTicking(), fine, nil)
		for document, reason := range map[string]string{
			"subscription {":                      "INVALID_DOCUMENT",
			"subscription { nothing }":            "INVALID_DOCUMENT",
			"subscription { ticks again: ticks }": "INVALID_DOCUMENT",
			"subscription { thing { more(first: 100) { nodes { parts { parts { parts { name } } } } } } }": "TOO_COMPLEX",
			"subscription { ticks } #" + strings.Repeat("x", 40<<10):                                       "REQUEST_TOO_LARGE",
		} {
			s := subscribe(t, door.URL+api.Path, document, nil)
			if got := s.Next(t); got.Type == "complete" || !strings.Contains(got.Payload, `"reason":"`+reason+`"`) {
				t.Errorf("%.60s: got %v", document, got)
			}
		}
	})
}

func TestASubscriptionNeedsAStream(t *testing.T) {
	door := openTicking(t, newTicking(), fine, nil)
	if got := door.ask(t, ticks, nil); got.status != http.StatusOK || got.reason() != "STREAM_REQUIRED" {
		t.Errorf("by POST: got %d %s", got.status, got.body)
	}
	if got := send(t, "GET", door.URL+api.Path+"?query=subscription%7Bticks%7D", ""); got.status != http.StatusOK || got.code() != "BAD_USER_INPUT" {
		t.Errorf("by GET: got %d %s", got.status, got.body)
	}
}

func TestQueriesAndMutationsInAStreamHaveTheirTime(t *testing.T) {
	each(t, func(t *testing.T, subscribe func(testing.TB, string, string, map[string]any) streamtest.Stream) {
		stuck := func(ctx context.Context) (string, error) {
			<-ctx.Done()
			return "", ctx.Err()
		}
		door := openTicking(t, newTicking(), stuck, func(config *api.Config) { config.Timeout = 10 * time.Millisecond })
		for _, document := range []string{"{ ok }", "mutation { change }"} {
			s := subscribe(t, door.URL+api.Path, document, nil)
			if got := s.Next(t); got.Type != "next" || !strings.Contains(got.Payload, `"reason":"TIMED_OUT"`) {
				t.Errorf("%s: got %v", document, got)
			}
			wantEvent(t, s, "complete", "")
		}
	})
}

func TestAStreamActsAsTheLocalUser(t *testing.T) {
	each(t, func(t *testing.T, subscribe func(testing.TB, string, string, map[string]any) streamtest.Stream) {
		door := openTicking(t, newTicking(), func(ctx context.Context) (string, error) {
			if actor, ok := registry.ActorFrom(ctx); !ok || actor.ID != registry.LocalActor().ID {
				t.Errorf("acts as %v, %v", actor, ok)
			}
			return fine(ctx)
		}, nil)
		wantEvent(t, subscribe(t, door.URL+api.Path, "{ ok }", nil), "next", `{"data":{"ok":"yes"}}`)
	})
}

func TestAWebSocketCarriesSeveralOperations(t *testing.T) {
	k := newTicking()
	door := openTicking(t, k, fine, nil)
	s := streamtest.Dial(t, door.URL+api.Path)
	for n := range 5 {
		s.Subscribe(t, fmt.Sprint(n), ticks, nil)
		<-k.began
	}
	for range 20 {
		k.events <- `{"ticks":1}`
		wantEvent(t, s, "next", `{"data":{"ticks":1}}`)
	}
	s.Send(t, map[string]any{"type": "complete", "id": "0"})
	<-k.ended
}

func TestWebSocketsThatAreNone(t *testing.T) {
	trusted := "https://kaart.example.nl"
	handshake := map[string]string{
		"Connection": "keep-alive, Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
		"Sec-WebSocket-Key": "MDEyMzQ1Njc4OWFiY2RlZg==", "Sec-WebSocket-Protocol": "graphql-ws, graphql-transport-ws",
	}
	for name, test := range map[string]struct {
		header, value string
		status        int
		reason        string
	}{
		"a foreign page":             {"Origin", "https://elsewhere.example", 403, "ORIGIN"},
		"a page with a foreign site": {"Sec-Fetch-Site", "cross-site", 403, "ORIGIN"},
		"another name":               {"Host", "elsewhere.example", 421, "HOST"},
		"a trusted page":             {"Origin", trusted, 101, ""},
		"no page":                    {"Accept", "*/*", 101, ""},
		"an older protocol":          {"Sec-WebSocket-Protocol", "graphql-ws", 400, "SUBPROTOCOL"},
		"no protocol":                {"Sec-WebSocket-Protocol", "", 400, "SUBPROTOCOL"},
		"another version":            {"Sec-WebSocket-Version", "8", 400, "MALFORMED_REQUEST"},
		"no key":                     {"Sec-WebSocket-Key", "x", 400, "MALFORMED_REQUEST"},
	} {
		t.Run(name, func(t *testing.T) {
			door := open(t, fine, func(config *api.Config) { config.Local, config.Origins = true, []string{trusted} })
			given := []string{}
			for header, value := range handshake {
				if header != test.header {
					given = append(given, header, value)
				}
			}
			got := handshakeWith(t, door, append(given, test.header, test.value))
			if got.status != test.status || got.reason() != test.reason {
				t.Errorf("got %d %s", got.status, got.body)
			}
		})
	}
}

// handshakeWith sends a handshake, and reads the answer when it is a refusal.
func handshakeWith(t *testing.T, d *door, headers []string) answer {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, d.URL+api.Path, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
		if headers[i] == "Host" {
			request.Host = headers[i+1]
		}
	}
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	got := answer{status: response.StatusCode, header: response.Header}
	if got.status != http.StatusSwitchingProtocols {
		if err := json.NewDecoder(response.Body).Decode(&got); err != nil {
			t.Fatal(err)
		}
	}
	return got
}

func TestAnOfferOfHTTP2IsNoWebSocket(t *testing.T) {
	door := open(t, fine, nil)
	if got := door.ask(t, "{ ok }", nil, "Connection", "Upgrade, HTTP2-Settings", "Upgrade", "h2c", "HTTP2-Settings", "AAMAAABkAAQCAAAAAAIAAAAA"); got.status != http.StatusOK {
		t.Errorf("got %d %s", got.status, got.body)
	}
}

func TestAMessageOfAWebSocketIsBounded(t *testing.T) {
	large := streamtest.Dial(t, open(t, fine, nil).URL+api.Path)
	// Barely too large, so that all of it is read before the goodbye: with quotes and a new line.
	large.Send(t, strings.Repeat("x", 64<<10-1))
	wantEvent(t, large, "closed", "1009")
}

func TestAWebSocketThatAnswersNoPingIsClosed(t *testing.T) {
	door := open(t, fine, func(config *api.Config) { config.KeepAlive = 500 * time.Millisecond })
	mute := streamtest.Dial(t, door.URL+api.Path)
	mute.Mute = true
	mute.Ping(t)
	wantEvent(t, mute, "closed", "-1")
}

// TestAStuckClientIsCutOff has clients that subscribe and read no more, until no buffer between takes anything.
func TestAStuckClientIsCutOff(t *testing.T) {
	for name, subscribe := range map[string]func(*testing.T, net.Conn){"WebSocket": stuckSocket, "SSE": stuckEvents} {
		t.Run(name, func(t *testing.T) {
			k := newTicking()
			door := openTicking(t, k, fine, func(config *api.Config) { config.WriteTime = 50 * time.Millisecond })
			connection, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", door.Listener.Addr().String())
			if err != nil {
				t.Fatal(err)
			}
			defer connection.Close()
			subscribe(t, connection)
			<-k.began
			event := `{"ticks":"` + strings.Repeat("x", 1<<20) + `"}`
			sent := 0
			for ended := false; !ended; {
				select {
				case k.events <- event:
					sent++
				case <-k.ended:
					ended = true
				}
			}
			if sent > 100 {
				t.Errorf("it took %d MB", sent)
			}
		})
	}
}

func stuckSocket(t *testing.T, connection net.Conn) {
	t.Helper()
	frames := ""
	for _, message := range []string{`{"type":"connection_init"}`, `{"type":"subscribe","id":"1","payload":{"query":"` + ticks + `"}}`} {
		// A final frame of text with a mask of zeroes.
		frames += string([]byte{0x81, 0x80 | byte(len(message)), 0, 0, 0, 0}) + message
	}
	write(t, connection, "GET "+api.Path+" HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"+
		"Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n\r\n")
	if status, err := bufio.NewReader(connection).ReadString('\n'); err != nil || !strings.Contains(status, "101") {
		t.Fatalf("got %q, %v", status, err)
	}
	write(t, connection, frames)
}

func stuckEvents(t *testing.T, connection net.Conn) {
	t.Helper()
	body := `{"query":"` + ticks + `"}`
	write(t, connection, fmt.Sprintf("POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAccept: text/event-stream\r\nContent-Length: %d\r\n\r\n%s", api.Path, len(body), body))
}

func write(t *testing.T, connection net.Conn, text string) {
	t.Helper()
	if _, err := io.WriteString(connection, text); err != nil {
		t.Fatal(err)
	}
}

// TestStreamsEndWhenTheServerStops looks at the goodbye that a client can tell from an end of the subscription.
func TestStreamsEndWhenTheServerStops(t *testing.T) {
	each(t, func(t *testing.T, subscribe func(testing.TB, string, string, map[string]any) streamtest.Stream) {
		k := newTicking()
		door := openTicking(t, k, fine, nil)
		address, stop, served := serve(t, door.Config.Handler)
		s := subscribe(t, "http://"+address+api.Path, ticks, nil)
		k.events <- `{"ticks":1}`
		wantEvent(t, s, "next", `{"data":{"ticks":1}}`)
		stop()
		if got := s.Next(t); got.Type != "closed" || got.Payload != "1001" && got.Payload != "whole" {
			t.Errorf("got %v", got)
		}
		if err := <-served; err != nil {
			t.Errorf("serve: %v", err)
		}
	})
}
