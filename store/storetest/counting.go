package storetest

import (
	"context"
	"maps"
	"sync"

	"ketenkaart/registry"
	"ketenkaart/store/observed"
)

// Counter is a store that counts the calls of its Readers, by the name of the method.
type Counter struct {
	registry.Store
	mutex sync.Mutex
	calls map[string]int
}

// Counting makes a Counter of a store.
func Counting(store registry.Store) *Counter { return &Counter{Store: store, calls: map[string]int{}} }

// Calls returns the counts since the last Reset.
func (c *Counter) Calls() map[string]int {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return maps.Clone(c.calls)
}

// Reset begins to count anew.
func (c *Counter) Reset() {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.calls = map[string]int{}
}

// count counts a Count once for each kind of list.
func (c *Counter) count(ctx context.Context, method string, kinds ...string) (context.Context, func(error)) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	for _, kind := range kinds {
		c.calls[method+kind]++
	}
	if kinds == nil {
		c.calls[method]++
	}
	return ctx, func(error) {}
}

// View hands the callback a Reader that counts; what an Update reads is not counted.
func (c *Counter) View(ctx context.Context, read func(context.Context, registry.Reader) error) error {
	return c.Store.View(ctx, func(ctx context.Context, r registry.Reader) error { return read(ctx, observed.Reader(r, c.count)) })
}
