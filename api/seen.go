package api

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric/noop"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace"

	"ketenkaart/observe"
	"ketenkaart/registry"
)

// tracerName is the name of what makes spans.
const tracerName = "ketenkaart/api"

// Where an answer came from, in the metrics.
const (
	fromStore = "store"
	fromCache = "cache"
)

// routes are what requests are counted by, for paths are without end.
const (
	routeHealth  = "health"
	routeGraphQL = "graphql"
	routeExport  = "export"
	routeEvents  = "events"
	routeOther   = "other"
)

// operationBuckets are in seconds.
var operationBuckets = []float64{0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30}

// codesCounted are those of errors; what else there may be is counted as other.
var codesCounted = map[string]bool{
	string(registry.CodeBadInput): true, string(registry.CodeNotFound): true, string(registry.CodeConflict): true, string(registry.CodeForbidden): true, string(registry.CodeUnauthenticated): true,
	string(registry.CodeUnavailable): true, string(registry.CodeInternal): true, "GRAPHQL_PARSE_FAILED": true, "GRAPHQL_VALIDATION_FAILED": true, "PERSISTED_QUERY_NOT_FOUND": true,
}

// seen counts what the door does. No label has more values than a constant says, whatever clients send.
type seen struct {
	names      *observe.Names
	fields     *fieldUses
	operations *prometheus.CounterVec
	seconds    *prometheus.HistogramVec
	errors     *prometheus.CounterVec
	requests   *prometheus.CounterVec
	tracer     trace.Tracer

	waiting atomic.Pointer[queue]
	clients atomic.Pointer[clients]
	cache   atomic.Pointer[answerCache]
}

// newSeen registers the metrics of the door, when there is something that takes them.
func newSeen(config Config) (*seen, error) {
	s := &seen{
		names:      observe.NewNames(),
		operations: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "ketenkaart_operations_total", Help: "Operations that were answered, and events of subscriptions, by name and where the answer came from."}, []string{"operation", "kind", "from"}),
		seconds:    prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "ketenkaart_operation_seconds", Help: "How long queries and mutations took that were executed.", Buckets: operationBuckets}, []string{"operation", "kind"}),
		errors:     prometheus.NewCounterVec(prometheus.CounterOpts{Name: "ketenkaart_errors_total", Help: "Errors in answers of GraphQL, by code."}, []string{"code"}),
		requests:   prometheus.NewCounterVec(prometheus.CounterOpts{Name: "ketenkaart_http_requests_total", Help: "Requests by where they went and their status; streams when they ended."}, []string{"route", "status"}),
	}
	s.fields = newFieldUses()
	if config.Traces != nil {
		s.tracer = config.Traces.Tracer(tracerName)
	}
	if config.Metrics == nil {
		return s, nil
	}
	for _, each := range append(s.gauges(), s.operations, s.seconds, s.errors, s.requests, s.fields.uses, &register{revision: config.Revision}) {
		if err := config.Metrics.Register(each); err != nil {
			return nil, fmt.Errorf("register the metrics of the door: %w", err)
		}
	}
	return s, nil
}

// gauges read what the door's parts count themselves.
func (s *seen) gauges() []prometheus.Collector {
	all := []prometheus.Collector{
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "ketenkaart_subscriptions", Help: "Subscriptions that are open."}, func() float64 { return float64(s.clients.Load().subscribed()) }),
	}
	for i, size := range []string{"small", "medium", "large", "largest"} {
		all = append(all, prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "ketenkaart_queue_waiting", Help: "Operations that wait to run, by their size.", ConstLabels: prometheus.Labels{"size": size},
		}, func() float64 { return float64(len(s.waiting.Load().lanes[i].waiting)) }))
	}
	for result, count := range map[string]func(*answerCache) *atomic.Int64{
		"hit":  func(c *answerCache) *atomic.Int64 { return &c.hits },
		"miss": func(c *answerCache) *atomic.Int64 { return &c.misses },
	} {
		all = append(all, prometheus.NewCounterFunc(prometheus.CounterOpts{
			Name: "ketenkaart_answer_cache_total", Help: "Questions that the cache of answers was asked for.", ConstLabels: prometheus.Labels{"result": result},
		}, func() float64 {
			if cache := s.cache.Load(); cache != nil {
				return float64(count(cache).Load())
			}
			return 0
		}))
	}
	return all
}

// operation counts an answer.
func (s *seen) operation(of operationName, from string) string {
	name := s.names.Of(of.name)
	s.operations.WithLabelValues(name, string(of.kind), from).Inc()
	return name
}

// answered counts the answer to a query or mutation that was executed.
func (s *seen) answered(of operationName, took time.Duration) {
	s.seconds.WithLabelValues(s.operation(of, fromStore), string(of.kind)).Observe(took.Seconds())
}

// failed counts an error of an answer.
func (s *seen) failed(code string) {
	if !codesCounted[code] {
		code = observe.Other
	}
	s.errors.WithLabelValues(code).Inc()
}

func (s *seen) request(r *http.Request, status int) {
	s.requests.WithLabelValues(route(r), strconv.Itoa(status)).Inc()
}

func route(r *http.Request) string {
	switch {
	case r.URL.Path == Path:
		return routeGraphQL
	case r.URL.Path == "/livez", r.URL.Path == "/readyz", strings.HasPrefix(r.URL.Path, "/health/"):
		return routeHealth
	case isExport(r):
		return routeExport
	case isEvents(r):
		return routeEvents
	}
	return routeOther
}

// begin begins the span of an operation; nil when nothing takes it.
func (s *seen) begin(ctx context.Context, of operationName) (context.Context, trace.Span) {
	if s.tracer == nil {
		return ctx, nil
	}
	return s.tracer.Start(ctx, of.String(), trace.WithAttributes(
		attribute.String("graphql.operation.type", string(of.kind)), attribute.String("ketenkaart.request.id", requestFrom(ctx).id)))
}

// traceRequests begins a span for each request, below that of the client when it names one by W3C Trace Context. Streams have
// spans of their operations only, for they last; health checks none.
func traceRequests(traces trace.TracerProvider) middleware {
	return func(next http.Handler) http.Handler {
		if traces == nil {
			return next
		}
		return otelhttp.NewHandler(next, "request", otelhttp.WithTracerProvider(traces), otelhttp.WithPropagators(propagation.TraceContext{}), otelhttp.WithMeterProvider(noop.NewMeterProvider()),
			otelhttp.WithFilter(func(r *http.Request) bool { return !isStream(r) && route(r) != routeHealth }),
			otelhttp.WithSpanNameFormatter(func(_ string, r *http.Request) string { return r.Method + " " + route(r) }))
	}
}

// register tells of the register when it is asked: its revision, and whether the store gives one.
type register struct {
	revision func(context.Context) (int, error)
}

var (
	revisionMetric = prometheus.NewDesc("ketenkaart_revision", "The revision of the register.", nil, nil)
	storeUpMetric  = prometheus.NewDesc("ketenkaart_store_up", "Whether the store answers.", nil, nil)
)

func (*register) Describe(to chan<- *prometheus.Desc) { to <- revisionMetric; to <- storeUpMetric }

func (m *register) Collect(to chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), pingTime)
	defer cancel()
	up := 0.0
	if revision, err := m.revision(ctx); err == nil {
		up = 1
		to <- prometheus.MustNewConstMetric(revisionMetric, prometheus.GaugeValue, float64(revision))
	}
	to <- prometheus.MustNewConstMetric(storeUpMetric, prometheus.GaugeValue, up)
}

// CountConnections counts the connections of a listener that are open.
func CountConnections(listener net.Listener, to prometheus.Registerer) (net.Listener, error) {
	open := prometheus.NewGauge(prometheus.GaugeOpts{Name: "ketenkaart_connections", Help: "Connections that are open."})
	return counted{listener, open}, to.Register(open)
}

type counted struct {
	net.Listener
	open prometheus.Gauge
}

// Accept counts a connection until it is closed.
func (l counted) Accept() (net.Conn, error) {
	accepted, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	l.open.Inc()
	return countedConnection{accepted, sync.OnceFunc(l.open.Dec)}, nil
}

type countedConnection struct {
	net.Conn
	end func()
}

// Close counts once, however often it is called.
func (c countedConnection) Close() error {
	c.end()
	return c.Conn.Close()
}
