package observe

import (
	"context"
	"errors"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"

	"ketenkaart/registry"
	"ketenkaart/store/observed"
)

// storeBuckets are in seconds: from a read of SQLite to a transaction that is about to be given up.
var storeBuckets = []float64{0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5}

// calls measures what is asked of a store.
type calls struct {
	seconds *prometheus.HistogramVec
	errors  *prometheus.CounterVec
	running *prometheus.GaugeVec
	tracer  trace.Tracer
}

// StoreCalls measures the calls of a store: how long they take and whether they fail, by method; how many Views and Updates there
// are now, each of which takes a connection of a pool; and the tally of the operation. A nil tracer traces none.
func StoreCalls(to prometheus.Registerer, tracer trace.Tracer) (observed.Watch, error) {
	c := calls{
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "ketenkaart_store_call_seconds", Help: "How long calls of the store took.", Buckets: storeBuckets}, []string{"method"}),
		errors:  prometheus.NewCounterVec(prometheus.CounterOpts{Name: "ketenkaart_store_errors_total", Help: "Calls of the store that failed, by the code of the error."}, []string{"code"}),
		running: prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: "ketenkaart_store_sessions", Help: "Views and Updates that are going on, each with a connection."}, []string{"kind"}),
		tracer:  tracer,
	}
	return c.watch, register(to, c.seconds, c.errors, c.running)
}

// register adds collectors, none when there is nothing to add them to.
func register(to prometheus.Registerer, all ...prometheus.Collector) error {
	for _, each := range all {
		if err := to.Register(each); err != nil {
			return err
		}
	}
	return nil
}

func (c calls) watch(ctx context.Context, method string, _ ...string) (context.Context, func(error)) {
	whole := method == "View" || method == "Update"
	if whole {
		c.running.WithLabelValues(method).Inc()
	}
	var span trace.Span
	if c.tracer != nil && !whole {
		ctx, span = c.tracer.Start(ctx, "store "+method, trace.WithSpanKind(trace.SpanKindClient))
	}
	began := time.Now()
	return ctx, func(err error) {
		took := time.Since(began)
		c.seconds.WithLabelValues(method).Observe(took.Seconds())
		if whole {
			c.running.WithLabelValues(method).Dec()
		} else if tally := tallyFrom(ctx); tally != nil {
			tally.add(took)
		}
		if err != nil && !whole && !errors.Is(err, context.Canceled) {
			c.errors.WithLabelValues(codeOf(err)).Inc()
		}
		if span != nil {
			endSpan(span, err)
		}
	}
}

// endSpan says of an error no more than its code, for its words may hold what a client sent.
func endSpan(span trace.Span, err error) {
	if err != nil {
		span.SetStatus(codes.Error, codeOf(err))
	}
	span.End()
}

// codeOf is one of the registry's codes, of which there are few.
func codeOf(err error) string { return string(registry.CodeOf(err)) }
