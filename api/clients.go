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
	// clientExports leaves one of exportsAtOnce to others.
	clientExports = exportsAtOnce - 1
)

// runs is what of a client is counted by itself.
type runs string

const (
	operations    runs = "operations"
	subscriptions runs = "subscriptions"
	exports       runs = "exports"
)

// clients knows how much each client has running.
type clients struct {
	// most is how many one may have.
	most    map[runs]int
	mutex   sync.Mutex
	running map[runner]int
}

// runner is a client, for one of what it runs.
type runner struct {
	client string
	what   runs
}

func newClients(most int) *clients {
	return &clients{most: map[runs]int{operations: clientOperations, subscriptions: most, exports: clientExports}, running: map[runner]int{}}
}

// begin counts what a client begins. UNAVAILABLE with TOO_MANY_OPERATIONS, for subscriptions with TOO_MANY_SUBSCRIBERS, when it
// has as many as it may.
func (c *clients) begin(of runner) error {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if most := c.most[of.what]; c.running[of] >= most {
		reason := reasonTooManyOperations
		if of.what == subscriptions {
			reason = registry.ReasonSubscribers
		}
		return tooMany(reason, "this client", most, of.what)
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
		if of.what == subscriptions {
			all += running
		}
	}
	return all
}

func tooMany(reason registry.Reason, who string, limit int, what runs) *registry.Error {
	return &registry.Error{
		Code: registry.CodeUnavailable, Reason: reason, Facts: map[string]any{"limit": limit},
		Message: fmt.Sprintf("%s has %d %s running, as many as one may: wait until some have ended", who, limit, what),
	}
}
