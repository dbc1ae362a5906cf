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
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- api.Serve(ctx, listener, slow, slog.New(slog.DiscardHandler)) }()
	answered := make(chan answer, 1)
	go func() { answered <- send(t, "GET", "http://"+listener.Addr().String(), "") }()
	<-asked
	stop()
	for {
		connection, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", listener.Addr().String())
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
	listener, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	served := make(chan error, 1)
	go func() { served <- api.Serve(ctx, listener, door.Config.Handler, slog.New(slog.DiscardHandler)) }()
	answered := make(chan answer, 1)
	go func() {
		answered <- send(t, "POST", "http://"+listener.Addr().String()+api.Path, `{"query":"{ ok }"}`, "Content-Type", "application/json")
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
