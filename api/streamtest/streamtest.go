// Package streamtest has the two kinds of clients that follow a subscription, for tests.
package streamtest

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
	"github.com/coder/websocket/wsjson"
)

// patience bounds every wait; a test that comes to it fails.
const patience = time.Minute

// Event is what came: next, error or complete with its payload; ping; or closed with how.
type Event struct{ Type, Payload string }

// Stream is a subscription as its client sees it.
type Stream interface {
	// Next waits for the next event; pings are left out.
	Next(t testing.TB) Event
	// Ping waits for a ping, whatever comes before.
	Ping(t testing.TB)
	// Close leaves.
	Close()
}

// Kinds are the ways to subscribe, by name; url is that of the endpoint.
func Kinds() map[string]func(t testing.TB, url, document string, variables map[string]any) Stream {
	return map[string]func(testing.TB, string, string, map[string]any) Stream{"WebSocket": OverWebSocket, "SSE": OverSSE}
}

func request(document string, variables map[string]any) map[string]any {
	return map[string]any{"query": document, "variables": variables}
}

// next leaves out pings.
func next(t testing.TB, read func(context.Context) Event) Event {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	for {
		if event := read(ctx); event.Type != "ping" {
			if ctx.Err() != nil {
				t.Fatal("nothing came")
			}
			return event
		}
	}
}

func ping(t testing.TB, read func(context.Context) Event) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	for {
		switch event := read(ctx); event.Type {
		case "ping":
			return
		case "closed":
			t.Fatalf("no ping came before %v", event)
		}
	}
}

// Socket is a connection by graphql-transport-ws.
type Socket struct {
	connection *websocket.Conn
	// Mute leaves pings without an answer.
	Mute bool
}

var _ Stream = (*Socket)(nil)

type message struct {
	ID      string          `json:"id,omitempty"`
	Type    string          `json:"type"`
	Payload json.RawMessage `json:"payload,omitempty"`
}

// Dial opens a connection, and waits for its acknowledgement.
func Dial(t testing.TB, url string) *Socket {
	t.Helper()
	s := Greet(t, url, nil)
	if event := s.Next(t); event.Type != "connection_ack" {
		t.Fatalf("got %v", event)
	}
	return s
}

// Greet opens a connection with a first message that says this, and waits for no answer.
func Greet(t testing.TB, url string, payload map[string]any) *Socket {
	t.Helper()
	connection, _, err := websocket.Dial(t.Context(), url, &websocket.DialOptions{Subprotocols: []string{"graphql-transport-ws"}})
	if err != nil {
		t.Fatal(err)
	}
	connection.SetReadLimit(-1)
	s := &Socket{connection: connection}
	t.Cleanup(s.Close)
	s.Send(t, map[string]any{"type": "connection_init", "payload": payload})
	return s
}

// OverWebSocket subscribes on a connection of its own.
func OverWebSocket(t testing.TB, url, document string, variables map[string]any) Stream {
	t.Helper()
	s := Dial(t, url)
	s.Subscribe(t, "1", document, variables)
	return s
}

// Subscribe sends an operation of any kind.
func (s *Socket) Subscribe(t testing.TB, id, document string, variables map[string]any) {
	t.Helper()
	s.Send(t, map[string]any{"id": id, "type": "subscribe", "payload": request(document, variables)})
}

// Send sends a message.
func (s *Socket) Send(t testing.TB, message any) {
	t.Helper()
	if err := wsjson.Write(t.Context(), s.connection, message); err != nil {
		t.Fatal(err)
	}
}

// Next waits for the next event.
func (s *Socket) Next(t testing.TB) Event { t.Helper(); return next(t, s.read) }

// Ping waits for a ping.
func (s *Socket) Ping(t testing.TB) { t.Helper(); ping(t, s.read) }

func (s *Socket) read(ctx context.Context) Event {
	var got message
	if err := wsjson.Read(ctx, s.connection, &got); err != nil {
		return Event{"closed", fmt.Sprint(int(websocket.CloseStatus(err)))}
	}
	if got.Type == "ping" && !s.Mute {
		_ = wsjson.Write(ctx, s.connection, message{Type: "pong"}) // the next read tells
	}
	return Event{got.Type, string(got.Payload)}
}

// Close says goodbye.
func (s *Socket) Close() { _ = s.connection.Close(websocket.StatusNormalClosure, "") } // it may be closed already

// events is a stream of server-sent events.
type events struct {
	answer *http.Response
	lines  *bufio.Reader
	cancel context.CancelFunc
}

// OverSSE subscribes by a POST.
func OverSSE(t testing.TB, url, document string, variables map[string]any) Stream {
	t.Helper()
	body, err := json.Marshal(request(document, variables))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	question, err := http.NewRequestWithContext(ctx, http.MethodPost, url, strings.NewReader(string(body)))
	if err != nil {
		t.Fatal(err)
	}
	question.Header.Set("Content-Type", "application/json")
	question.Header.Set("Accept", "text/event-stream")
	// As a browser does, which gets what it can unpack.
	question.Header.Set("Accept-Encoding", "gzip")
	answer, err := http.DefaultClient.Do(question)
	if err != nil {
		t.Fatal(err)
	}
	if answer.StatusCode != http.StatusOK || answer.Header.Get("Content-Type") != "text/event-stream" || answer.Header.Get("Content-Encoding") != "" {
		t.Fatalf("got %s %v", answer.Status, answer.Header)
	}
	e := &events{answer: answer, lines: bufio.NewReader(answer.Body), cancel: cancel}
	t.Cleanup(e.Close)
	return e
}

// Next waits for the next event.
func (e *events) Next(t testing.TB) Event { t.Helper(); return next(t, e.read) }

// Ping waits for a ping.
func (e *events) Ping(t testing.TB) { t.Helper(); ping(t, e.read) }

func (e *events) read(ctx context.Context) (event Event) {
	defer context.AfterFunc(ctx, e.cancel)()
	for {
		line, err := e.lines.ReadString('\n')
		if err != nil {
			return Event{"closed", how(err)}
		}
		name, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), ":")
		switch {
		case line == "\n" && event.Type != "":
			return event
		case name == "" && strings.TrimSpace(value) == "ping":
			event.Type = "ping"
		case name == "event":
			event.Type = strings.TrimSpace(value)
		case name == "data":
			event.Payload = strings.TrimSpace(value)
		}
	}
}

func how(err error) string {
	if err == io.EOF {
		return "whole"
	}
	return err.Error()
}

// Close leaves.
func (e *events) Close() {
	e.cancel()
	_ = e.answer.Body.Close() // it may be closed already
}
