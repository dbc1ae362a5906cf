package api

import (
	"fmt"
	"sync"

	"ketenkaart/registry"
)

const (
	// connectionOperations bounds what runs and waits at once over one WebSocket, subscriptions among them.
	connectionOperations = 100
	// clientOperations and clientSubscriptions bound what runs and waits at once for one client. They leave room for a
	// server that stands between, which is one client for all of its own.
	clientOperations    = 256
	clientSubscriptions = 500
)

// clients knows how much each client has running.
type clients struct {
	// subscriptions is how many of them one may have.
	subscriptions int
	mutex         sync.Mutex
	running       map[runner]int
}

// runner is a client, for its subscriptions or for all else.
type runner struct {
	client       string
	subscription bool
}

func newClients(subscriptions int) *clients {
	return &clients{subscriptions: subscriptions, running: map[runner]int{}}
}

// begin counts an operation. UNAVAILABLE with TOO_MANY_OPERATIONS, or with TOO_MANY_SUBSCRIBERS, when the client has as
// many as it may.
func (c *clients) begin(of runner) error {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	switch running := c.running[of]; {
	case of.subscription && running >= c.subscriptions:
		return tooMany(registry.ReasonSubscribers, "this client", c.subscriptions, "subscriptions")
	case !of.subscription && running >= clientOperations:
		return tooMany(reasonTooManyOperations, "this client", clientOperations, "operations")
	}
	c.running[of]++
	return nil
}

func (c *clients) end(of runner) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if c.running[of]--; c.running[of] == 0 {
		delete(c.running, of)
	}
}

// subscribed is how many subscriptions there are.
func (c *clients) subscribed() (all int) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	for of, running := range c.running {
		if of.subscription {
			all += running
		}
	}
	return all
}

func tooMany(reason registry.Reason, who string, limit int, what string) *registry.Error {
	return &registry.Error{
		Code: registry.CodeUnavailable, Reason: reason, Facts: map[string]any{"limit": limit},
		Message: fmt.Sprintf("%s has %d %s running, as many as one may: wait until some have ended", who, limit, what),
	}
}
