// Package observe is what the server shows of itself to those who run it: numbers, traces, and names that stay few.
package observe

import (
	"context"
	"sync/atomic"
	"time"
)

// Tally counts what an operation asks of the store. Several loaders may do so at once.
type Tally struct{ calls, took atomic.Int64 }

// Calls is how many calls of the store's methods there were.
func (t *Tally) Calls() int64 { return t.calls.Load() }

// Took is how long they took together, those at once too.
func (t *Tally) Took() time.Duration { return time.Duration(t.took.Load()) }

func (t *Tally) add(took time.Duration) {
	t.calls.Add(1)
	t.took.Add(int64(took))
}

type tallyKey struct{}

// WithTally begins a tally of what is asked of the store under the context.
func WithTally(ctx context.Context) (context.Context, *Tally) {
	tally := &Tally{}
	return context.WithValue(ctx, tallyKey{}, tally), tally
}

func tallyFrom(ctx context.Context) *Tally {
	tally, _ := ctx.Value(tallyKey{}).(*Tally)
	return tally
}
