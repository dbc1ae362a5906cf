package api

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"
)

// pingTime is how long the store may take to show that it is there.
const pingTime = 3 * time.Second

// live says that the process serves, whatever its store does: who restarts it need not when the store is away.
func live(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, http.StatusOK, map[string]any{"status": "live"})
}

// ready says whether requests can be answered now: 503 while the store is away.
func ready(ping func(context.Context) error, log *slog.Logger) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), pingTime)
		defer cancel()
		if err := ping(ctx); err != nil {
			log.WarnContext(ctx, "the store does not answer", "id", requestFrom(ctx).id, "error", err)
			writeJSON(w, http.StatusServiceUnavailable, map[string]any{"status": "unavailable"})
			return
		}
		writeJSON(w, http.StatusOK, map[string]any{"status": "ready"})
	}
}

// CheckReady asks the server that listens on the address, on this machine, whether it is ready; scheme is http or https, and
// basePath that of the server.
func CheckReady(ctx context.Context, scheme, address, basePath string) error {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return fmt.Errorf("read the address to check: %w", err)
	}
	if ip := net.ParseIP(host); host == "" || (ip != nil && ip.IsUnspecified()) {
		host = "127.0.0.1"
	}
	ctx, cancel := context.WithTimeout(ctx, pingTime+time.Second)
	defer cancel()
	question, err := http.NewRequestWithContext(ctx, http.MethodGet, scheme+"://"+net.JoinHostPort(host, port)+basePath+"/readyz", nil)
	if err != nil {
		return fmt.Errorf("ask whether the server is ready: %w", err)
	}
	// A proxy of the environment has no say in what goes on inside this machine, and a certificate is of the name that others use.
	client := &http.Client{Transport: &http.Transport{Proxy: nil, DisableKeepAlives: true, TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}
	answer, err := client.Do(question)
	if err != nil {
		return fmt.Errorf("ask whether the server is ready: %w", err)
	}
	said, readErr := io.ReadAll(io.LimitReader(answer.Body, 1024))
	if err := errors.Join(readErr, answer.Body.Close()); err != nil {
		return fmt.Errorf("read whether the server is ready: %w", err)
	}
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("the server is not ready: %s %s", answer.Status, strings.TrimSpace(string(said)))
	}
	return nil
}
