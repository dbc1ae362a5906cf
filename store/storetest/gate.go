package storetest

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"

	"ketenkaart/registry"
)

// Gate is a store in front of which mutations wait when a test says so.
type Gate struct {
	registry.Store
	// Updates is how many there were.
	Updates atomic.Int64
	// Ends does an Update, the first of which is 1, and says how it ended; nil lets the store say.
	Ends func(update int64, do func() error) error

	mutex sync.Mutex
	shut  *shut
}

// shut is a gate that is: begun is closed when an Update stands before it, open when it may go on.
type shut struct{ begun, open chan struct{} }

// Update is the store's, behind the gate.
func (g *Gate) Update(ctx context.Context, write func(context.Context, registry.Writer) error) error {
	update := g.Updates.Add(1)
	g.mutex.Lock()
	before := g.shut
	g.shut = nil
	g.mutex.Unlock()
	if before != nil {
		close(before.begun)
		<-before.open
	}
	do := func() error { return g.Store.Update(ctx, write) }
	if g.Ends == nil {
		return do()
	}
	return g.Ends(update, do)
}

// Attempt is a mutation, with the context of who makes it.
type Attempt struct {
	Ctx context.Context
	Do  func(context.Context) error
}

// AtOnce has attempts wait, in their order, behind the first of them; then lets that go, and gives how each ended: a panic as an error.
func (g *Gate) AtOnce(attempts ...Attempt) []error {
	before := &shut{make(chan struct{}), make(chan struct{})}
	g.mutex.Lock()
	g.shut = before
	g.mutex.Unlock()
	ends := make([]error, len(attempts))
	var running sync.WaitGroup
	for i, a := range attempts {
		ctx, ended := arriving{a.Ctx, &sync.Once{}, make(chan struct{})}, make(chan struct{})
		running.Go(func() { defer close(ended); ends[i] = a.end(ctx) })
		there := ctx.there
		if i == 0 {
			there = before.begun
		}
		select {
		case <-there:
		case <-ended:
		}
	}
	close(before.open)
	running.Wait()
	return ends
}

// end makes the attempt, and gives how it ended.
func (a Attempt) end(ctx context.Context) (err error) {
	defer func() {
		if value := recover(); value != nil {
			err = fmt.Errorf("panic: %v", value)
		}
	}()
	return a.Do(ctx)
}

// arriving is a context that tells when it is first asked for its end, which a mutation does as soon as it waits.
type arriving struct {
	context.Context
	once  *sync.Once
	there chan struct{}
}

func (a arriving) Done() <-chan struct{} {
	a.once.Do(func() { close(a.there) })
	return a.Context.Done()
}
