package api

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// How long requests that are being answered get to end once the server was told to stop: after finishTime what is left is
// stopped where it is, and at drainTime the server ends whatever is left. It is less than what a container is given.
const (
	finishTime = 4 * time.Second
	drainTime  = 9 * time.Second
)

// Serve answers on the listener until the context ends, and then lets what is being answered end, stops what takes too long,
// and takes leave of streams.
//
// A certificate has it speak TLS; nil has it speak HTTP/1.1, and HTTP/2 to those who know that it does (h2c).
func Serve(ctx context.Context, listener net.Listener, certificate *Certificate, handler http.Handler, log *slog.Logger) error {
	streams := &streams{stopping: ctx}
	requests, stop := context.WithCancelCause(context.WithoutCancel(ctx))
	defer stop(errStopping)
	server := &http.Server{
		BaseContext: func(net.Listener) context.Context {
			return context.WithValue(requests, streamsKey{}, streams)
		},
		Handler:           handler,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       requestTime,
		// Longer than the request, so that one that took too long still hears so.
		WriteTimeout:   requestTime + 10*time.Second,
		IdleTimeout:    2 * time.Minute,
		MaxHeaderBytes: 64 << 10,
		ErrorLog:       slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
	server.Protocols = new(http.Protocols)
	server.Protocols.SetHTTP1(true)
	server.Protocols.SetHTTP2(certificate != nil)
	server.Protocols.SetUnencryptedHTTP2(certificate == nil)
	failed := make(chan error, 1)
	if certificate != nil {
		server.TLSConfig = certificate.Config()
		go func() { failed <- server.ServeTLS(listener, "", "") }()
	} else {
		go func() { failed <- server.Serve(listener) }()
	}
	select {
	case err := <-failed:
		return fmt.Errorf("serve: %w", err)
	case <-ctx.Done():
	}
	log.Info("draining", "limit_s", drainTime.Seconds())
	deadline, cancel := context.WithTimeout(context.WithoutCancel(ctx), drainTime)
	defer cancel()
	defer time.AfterFunc(finishTime, func() { stop(errStopping) }).Stop()
	if err := errors.Join(server.Shutdown(deadline), streams.wait(deadline)); err != nil {
		return errors.Join(fmt.Errorf("drain: %w", err), server.Close())
	}
	return nil
}
