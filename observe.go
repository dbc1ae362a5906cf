package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"

	"ketenkaart/observe"
	"ketenkaart/store/observed"
)

// metricsTime bounds one reading of the metrics.
const metricsTime = 10 * time.Second

// observeFlags say what the server shows to those who run it.
type observeFlags struct {
	MetricsListen  string        `name:"metrics-listen" env:"KETENKAART_METRICS_LISTEN" placeholder:"HOST:PORT" help:"Where Prometheus reads /metrics, such as 127.0.0.1:9090: a listener of its own, for nobody signs in to it. Without it, there is none."`
	SlowOperations time.Duration `name:"slow-operations" default:"1s" env:"KETENKAART_SLOW_OPERATIONS" placeholder:"TIME" help:"From how long on an operation has a line in the log, with its cost and its calls of the store; 0 for never (${default})."`
}

func (f observeFlags) check() error {
	if f.SlowOperations < 0 {
		return fmt.Errorf("--slow-operations=%s: give a time such as 500ms, or 0", f.SlowOperations)
	}
	if f.MetricsListen == "" {
		return nil
	}
	if _, port, err := net.SplitHostPort(f.MetricsListen); err != nil || !isPort(port, 0) {
		return fmt.Errorf("--metrics-listen=%s: write it as HOST:PORT, with a port from 0 to 65535", f.MetricsListen)
	}
	return nil
}

// watching is what takes the numbers and the spans of a server.
type watching struct {
	metrics  *prometheus.Registry
	listener net.Listener
	// traces is nil when the environment names nobody who takes them.
	traces trace.TracerProvider
	calls  observed.Watch
	end    func()
}

// begin takes up what the flags, and the environment's OTEL_* variables, ask for.
func (f observeFlags) begin(ctx context.Context) (*watching, error) {
	w := &watching{metrics: prometheus.NewRegistry(), end: func() {}}
	built := prometheus.NewGauge(prometheus.GaugeOpts{Name: "ketenkaart_build_info", Help: "Which version this is.", ConstLabels: prometheus.Labels{"version": version()}})
	built.Set(1)
	w.metrics.MustRegister(built, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	var tracer trace.Tracer
	if tracesWanted() {
		provider, err := newTraces(ctx)
		if err != nil {
			return nil, err
		}
		w.traces, tracer = provider, provider.Tracer("ketenkaart/store")
		w.end = func() {
			ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), closeTime)
			defer cancel()
			_ = provider.Shutdown(ctx) // the last spans are lost when nobody takes them
		}
	}
	var err error
	if w.calls, err = observe.StoreCalls(w.metrics, tracer); err != nil {
		return nil, fmt.Errorf("measure the store: %w", err)
	}
	if f.MetricsListen == "" {
		return w, nil
	}
	if w.listener, err = (&net.ListenConfig{}).Listen(ctx, "tcp", f.MetricsListen); err != nil {
		return nil, fmt.Errorf("listen for those who read the metrics: %w", err)
	}
	return w, nil
}

// tracesWanted says whether OpenTelemetry's own variables name where spans go. Without, none are made.
func tracesWanted() bool {
	named := os.Getenv("OTEL_EXPORTER_OTLP_ENDPOINT") != "" || os.Getenv("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT") != ""
	return named && !strings.EqualFold(os.Getenv("OTEL_SDK_DISABLED"), "true") && os.Getenv("OTEL_TRACES_EXPORTER") != "none"
}

// newTraces sends spans by OTLP over HTTP; the address, headers, sampler and name of the service are those of the OTEL_* variables.
func newTraces(ctx context.Context) (*sdktrace.TracerProvider, error) {
	exporter, err := otlptracehttp.New(ctx)
	if err != nil {
		return nil, fmt.Errorf("send traces: %w", err)
	}
	options := []sdktrace.TracerProviderOption{sdktrace.WithBatcher(exporter)}
	if os.Getenv("OTEL_SERVICE_NAME") == "" {
		named, err := resource.Merge(resource.Default(), resource.NewSchemaless(attribute.String("service.name", "ketenkaart")))
		if err != nil {
			return nil, fmt.Errorf("name the service in traces: %w", err)
		}
		options = append(options, sdktrace.WithResource(named))
	}
	return sdktrace.NewTracerProvider(options...), nil
}

// address is where the metrics are read; "" when they are not.
func (w *watching) address() string {
	if w.listener == nil {
		return ""
	}
	return "http://" + w.listener.Addr().String() + "/metrics"
}

// whileServing answers those who read the metrics for as long as the server serves.
func (w *watching) whileServing(ctx context.Context, log *slog.Logger, serve func(context.Context) error) error {
	if w.listener == nil {
		return serve(ctx)
	}
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(w.metrics, promhttp.HandlerOpts{MaxRequestsInFlight: 4, Timeout: metricsTime}))
	server := &http.Server{Handler: mux, ReadTimeout: metricsTime, WriteTimeout: 2 * metricsTime, IdleTimeout: time.Minute, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelWarn)}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(w.listener) }()
	err := serve(ctx)
	closed := server.Close()
	if stopped := <-failed; !errors.Is(stopped, http.ErrServerClosed) {
		closed = errors.Join(closed, stopped)
	}
	return errors.Join(err, closed)
}
