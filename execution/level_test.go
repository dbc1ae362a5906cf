package execution_test

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/99designs/gqlgen/graphql"

	"ketenkaart/execution"
)

// asking collects who asks at one level, as loaders do.
type asking struct {
	level *execution.Level
	mutex sync.Mutex
	next  *execution.Batch
	asked int
	// sizes are how many asked in each batch.
	sizes []int
}

func (a *asking) ask() {
	a.mutex.Lock()
	if a.next == nil {
		a.next = a.level.Plan(func() {
			a.mutex.Lock()
			defer a.mutex.Unlock()
			a.sizes, a.asked, a.next = append(a.sizes, a.asked), 0, nil
		})
	}
	a.asked++
	batch := a.next
	a.mutex.Unlock()
	a.level.Wait(batch)
}

// TestALevelIsReadOnce: however late a goroutine comes to run, and whether it asks or not, all that is asked at a level is read together.
func TestALevelIsReadOnce(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	for range 20 {
		op := &graphql.OperationContext{}
		first, second := &asking{level: execution.Levels(op)}, &asking{}
		second.level = first.level
		var silent atomic.Int64
		execution.AtOnce(t.Context(), op, 10, func(ctx context.Context, i int) {
			for range i {
				runtime.Gosched()
			}
			execution.AtOnce(ctx, op, 10, func(_ context.Context, j int) {
				if j == 3 {
					silent.Add(1)
					return
				}
				first.ask()
				second.ask()
			})
		})
		if len(first.sizes) != 1 || first.sizes[0] != 90 || len(second.sizes) != 1 || second.sizes[0] != 90 || silent.Load() != 10 {
			t.Fatalf("read %v and then %v", first.sizes, second.sizes)
		}
	}
}

// TestOneThatAsksAlone is answered, as in a list in order, where nobody else is under way.
func TestOneThatAsksAlone(t *testing.T) {
	one := &asking{level: execution.Levels(&graphql.OperationContext{})}
	for range 3 {
		one.ask()
	}
	if len(one.sizes) != 3 {
		t.Errorf("read %v", one.sizes)
	}
}

// TestWhatIsBeingReadBelongsToTheLevel: who was answered by one batch asks together with who waits for a later one.
func TestWhatIsBeingReadBelongsToTheLevel(t *testing.T) {
	op := &graphql.OperationContext{}
	level := execution.Levels(op)
	below := &asking{level: level}
	slow, quick := make(chan struct{}), make(chan struct{})
	batches := []*execution.Batch{level.Plan(func() { close(quick) }), level.Plan(func() { <-quick; <-slow })}
	execution.AtOnce(t.Context(), op, 3, func(_ context.Context, i int) {
		if i < 2 {
			level.Wait(batches[i])
			if i == 0 {
				close(slow)
			}
			below.ask()
		}
	})
	if len(below.sizes) != 1 || below.sizes[0] != 2 {
		t.Errorf("read %v", below.sizes)
	}
}
