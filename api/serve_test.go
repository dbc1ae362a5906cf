package api_test

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"testing"

	"ketenkaart/api"
)

func TestServeLetsEndWhatItIsAnswering(t *testing.T) {
	asked, release := make(chan struct{}), make(chan struct{})
	slow := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		close(asked)
		<-release
		_, _ = io.WriteString(w, "whole")
	})
	address, stop, served := serve(t, slow)
	answered := make(chan answer, 1)
	go func() { answered <- send(t, "GET", "http://"+address, "") }()
	<-asked
	stop()
	for {
		connection, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", address)
		if err != nil {
			break // it takes no new connections: it is draining
		}
		connection.Close()
	}
	close(release)
	if got := <-answered; got.body != "whole" {
		t.Errorf("the request that was being answered got %q", got.body)
	}
	if err := <-served; err != nil {
		t.Errorf("serve: %v", err)
	}
}

// What has no end of its own is stopped, so that the server ends in time and all is well.
func TestServeStopsWhatTakesTooLong(t *testing.T) {
	t.Parallel()
	asked := make(chan struct{})
	door := open(t, func(ctx context.Context) (string, error) {
		close(asked)
		<-ctx.Done()
		return "", ctx.Err()
	}, nil)
	address, stop, served := serve(t, door.Config.Handler)
	answered := make(chan answer, 1)
	go func() {
		answered <- send(t, "POST", "http://"+address+api.Path, `{"query":"{ ok }"}`, "Content-Type", "application/json")
	}()
	<-asked
	stop()
	if got := <-answered; got.code() != "UNAVAILABLE" || got.reason() != "STOPPING" {
		t.Errorf("the request that took too long got %d %s", got.status, got.body)
	}
	if err := <-served; err != nil {
		t.Errorf("serve: %v", err)
	}
}

// serve answers until it is stopped, and tells then how that went.
func serve(t *testing.T, handler http.Handler) (address string, stop func(), served <-chan error) {
	t.Helper()
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- api.Serve(ctx, listener, nil, handler, slog.New(slog.DiscardHandler)) }()
	return listener.Addr().String(), stop, ended
}
