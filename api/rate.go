package api

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
	"golang.org/x/time/rate"

	"ketenkaart/registry"
)

// knownClients bounds for how many clients it is remembered how much they asked; of those not heard of longest it is forgotten.
const knownClients = 10_000

// rates bound what a client asks in a minute: how many requests, and what they cost together. A client of this machine has
// no bound.
type rates struct {
	proxies        Proxies
	requests, cost int
	known          *lru.Cache[string, *clientRate]
}

// clientRate is what one client has left.
type clientRate struct{ requests, cost *rate.Limiter }

func newRates(config Config) *rates {
	known, err := lru.New[string, *clientRate](knownClients)
	if err != nil {
		panic(fmt.Errorf("remember clients: %w", err)) // the size is a constant
	}
	return &rates{proxies: config.Proxies, requests: config.Limits.RequestsPerMinute, cost: config.Limits.CostPerMinute, known: known}
}

// of returns what a client has left; nil when it has no bound.
func (l *rates) of(ctx context.Context, from sender) *clientRate {
	if l.requests == 0 && l.cost == 0 || from.local {
		return nil
	}
	client, fresh := from.client(ctx), &clientRate{perMinute(l.requests), perMinute(l.cost)}
	if before, known, _ := l.known.PeekOrAdd(client, fresh); known {
		l.known.Get(client) // heard of
		return before
	}
	return fresh
}

// perMinute lets all of a minute be used at once, and fills up evenly; 0 is without bound.
func perMinute(most int) *rate.Limiter {
	if most == 0 {
		return rate.NewLimiter(rate.Inf, 0)
	}
	return rate.NewLimiter(rate.Limit(float64(most)/time.Minute.Seconds()), most)
}

// admit refuses requests of a client that asked too often: 429, and when it may again.
func (l *rates) admit(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := l.of(r.Context(), l.proxies.senderOf(r)).ask(); err != nil {
			w.Header().Set("Retry-After", strconv.Itoa(retryAfter))
			writeError(w, http.StatusTooManyRequests, err)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// ask takes one request. UNAVAILABLE with TOO_OFTEN when none is left.
func (c *clientRate) ask() *registry.Error {
	if c == nil || c.requests.Allow() {
		return nil
	}
	return tooOften(c.requests.Burst(), "requests")
}

// spend takes what an operation costs. UNAVAILABLE with TOO_OFTEN when that is more than is left.
func (c *clientRate) spend(cost int) *registry.Error {
	if c == nil || c.cost.Limit() == rate.Inf || c.cost.AllowN(time.Now(), min(cost, c.cost.Burst())) {
		return nil
	}
	return tooOften(c.cost.Burst(), "fields of answers")
}

func tooOften(most int, what string) *registry.Error {
	return &registry.Error{
		Code: registry.CodeUnavailable, Reason: reasonTooOften, Facts: map[string]any{"limit": most},
		Message: fmt.Sprintf("a client has %d %s a minute: wait a while", most, what),
	}
}
