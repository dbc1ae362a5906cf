package events

import (
	"fmt"

	"github.com/prometheus/client_golang/prometheus"
)

// metrics counts by the names of webhooks, which are as many as the file has.
type metrics struct {
	attempts   *prometheus.CounterVec
	lag, given *prometheus.GaugeVec
}

// newMetrics registers them, when there is something that takes them.
func newMetrics(to prometheus.Registerer) (*metrics, error) {
	m := &metrics{
		attempts: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "ketenkaart_webhook_attempts_total", Help: "Events that were sent to webhooks, by how that ended: delivered, failed, or given up."}, []string{"webhook", "result"}),
		lag:      prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: "ketenkaart_webhook_lag_revisions", Help: "How many revisions a webhook is behind the register, at the server that sends to it."}, []string{"webhook"}),
		given:    prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: "ketenkaart_webhook_dead_letters", Help: "Changes that were given up and not sent again, of the latest thousand, at the server that sends to the webhook."}, []string{"webhook"}),
	}
	if to == nil {
		return m, nil
	}
	for _, each := range []prometheus.Collector{m.attempts, m.lag, m.given} {
		if err := to.Register(each); err != nil {
			return nil, fmt.Errorf("register the metrics of webhooks: %w", err)
		}
	}
	return m, nil
}

func (m *metrics) delivered(name string) { m.attempts.WithLabelValues(name, "delivered").Inc() }

func (m *metrics) failed(name string, givenUp bool) {
	result := "failed"
	if givenUp {
		result = "given up"
	}
	m.attempts.WithLabelValues(name, result).Inc()
}

func (m *metrics) behind(name string, revisions int) {
	m.lag.WithLabelValues(name).Set(float64(max(0, revisions)))
}

// forget tells nothing any more of a webhook to which another server may send.
func (m *metrics) forget(name string) {
	m.lag.DeleteLabelValues(name)
	m.given.DeleteLabelValues(name)
}

func (m *metrics) dead(name string, letters int) { m.given.WithLabelValues(name).Set(float64(letters)) }
