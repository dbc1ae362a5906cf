package api_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"ketenkaart/api"
)

// postChunked posts a request that does not say its length, and returns the answer as it begins.
func (d *door) postChunked(t *testing.T, document, accept string) *http.Response {
	t.Helper()
	body := struct{ io.Reader }{strings.NewReader(fmt.Sprintf(`{"query":%q}`, document))}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, d.URL+api.Path, body)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept", accept)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Error(err)
		return &http.Response{}
	}
	t.Cleanup(func() { response.Body.Close() })
	return response
}

// impatient sends away at once whoever finds no room.
func impatient(config *api.Config) { config.QueueTime = time.Millisecond }

func TestStreamsKeepNoRoomOfLargeRequests(t *testing.T) {
	k := newTicking()
	k.began, k.ended = make(chan struct{}, 100), make(chan struct{}, 100)
	door := openTicking(t, k, fine, impatient)
	for n := range 65 {
		if got := door.postChunked(t, ticks, "text/event-stream"); got.StatusCode != http.StatusOK {
			t.Fatalf("stream %d got %s", n, got.Status)
		}
		<-k.began
	}
	if got := door.postChunked(t, "{ ok }", "application/json"); got.StatusCode != http.StatusOK {
		t.Errorf("a question that does not say its length got %s", got.Status)
	}
	if got := door.ask(t, "{ ok }", map[string]any{"words": strings.Repeat("w", 1<<20-100)}); got.status != http.StatusOK {
		t.Errorf("a large question got %d %.300s", got.status, got.body)
	}
}

func TestASmallRequestThatDoesNotSayItsLengthKeepsNoRoom(t *testing.T) {
	s := newStage()
	door := open(t, s.resolve, impatient)
	got := make(chan int, 5)
	for range 5 {
		go func() { got <- door.postChunked(t, "query Large { ok }", "application/json").StatusCode }()
		select {
		case <-s.began:
		case status := <-got:
			t.Errorf("got %d", status)
			got <- status
		}
	}
	close(s.leave)
	for range 5 {
		<-got
	}
}

// TestARequestThatDoesNotComeLosesItsRoom: four fill the room, of which three send one byte. The other, which was read, has
// its time.
func TestARequestThatDoesNotComeLosesItsRoom(t *testing.T) {
	t.Parallel()
	began, leave := make(chan struct{}), make(chan struct{})
	end := sync.OnceFunc(func() { close(leave) })
	defer end() // also when the test fails before it gets there, so that the server can stop
	door := open(t, func(ctx context.Context) (string, error) {
		if graphql.GetOperationContext(ctx).Operation.Name == "Large" {
			close(began)
			<-leave
		}
		return `{"ok":"yes"}`, context.Cause(ctx)
	}, func(config *api.Config) { config.QueueTime = 20 * time.Second })
	words := map[string]any{"words": strings.Repeat("w", 1<<20-100)}
	read := make(chan answer)
	go func() { read <- door.ask(t, "query Large { ok }", words) }()
	<-began
	var slow []*bufio.Reader
	for range 3 {
		slow = append(slow, begin(t, door.Listener.Addr().String()))
	}
	if got := door.ask(t, "{ ok }", words); got.status != http.StatusOK {
		t.Errorf("the fifth got %d %.300s", got.status, got.body)
	}
	for _, answers := range slow {
		wantStatus(t, answers, http.StatusBadRequest)
	}
	end()
	if got := <-read; got.status != http.StatusOK || len(got.Errors) > 0 {
		t.Errorf("the one that was read got %d %.300s", got.status, got.body)
	}
}

// begin sends the first byte of a large request once the server reads it.
func begin(t *testing.T, address string) *bufio.Reader {
	t.Helper()
	connection, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { connection.Close() })
	_ = connection.SetReadDeadline(time.Now().Add(time.Minute)) // a test that comes to it fails
	_, err = io.WriteString(connection, "POST "+api.Path+" HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"+
		"Content-Length: 1048576\r\nExpect: 100-continue\r\n\r\n")
	if err != nil {
		t.Fatal(err)
	}
	answers := bufio.NewReader(connection)
	wantStatus(t, answers, http.StatusContinue)
	if _, err := io.WriteString(connection, "{"); err != nil {
		t.Fatal(err)
	}
	return answers
}

func wantStatus(t *testing.T, answers *bufio.Reader, status int) {
	t.Helper()
	response, err := http.ReadResponse(answers, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != status {
		t.Errorf("got %s, want %d", response.Status, status)
	}
}

// TestWhoIsNotKnownIsNotRead: whoever may not ask takes no room of large requests, and hears so before a body is sent.
func TestWhoIsNotKnownIsNotRead(t *testing.T) {
	door, _ := signing(t, newTicking(), fine, nil)
	for range 5 {
		connection, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", door.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { connection.Close() })
		_ = connection.SetReadDeadline(time.Now().Add(time.Minute)) // a test that comes to it fails
		_, err = io.WriteString(connection, "POST "+api.Path+" HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1048576\r\nExpect: 100-continue\r\n\r\n")
		if err != nil {
			t.Fatal(err)
		}
		wantStatus(t, bufio.NewReader(connection), http.StatusUnauthorized)
	}
}
