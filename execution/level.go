package execution

import (
	"context"
	"sync"
	"sync/atomic"

	"github.com/99designs/gqlgen/graphql"
)

// Level counts what is under way in an operation, so that what its resolvers wait for is read when none of them can ask for more: when each
// that runs waits, and nothing is being read.
type Level struct {
	mutex sync.Mutex
	// running is how many goroutines of the operation do not wait, reading how many batches are being read.
	running, reading int
	planned          []*Batch
}

// Batch is read once, for all who wait for it.
type Batch struct {
	read func()
	done chan struct{}
	// waiting is how many goroutines wait; over says that nobody has to any more.
	waiting int
	over    bool
}

const levelKey = "ketenkaart.level"

// Levels begins to count in an operation, whose own goroutine is the first that runs.
func Levels(op *graphql.OperationContext) *Level {
	level := &Level{running: 1}
	op.Stats.SetExtension(levelKey, level)
	return level
}

// Plan returns a batch that is read when the level is complete. Until it is read it may grow; read does not panic.
func (l *Level) Plan(read func()) *Batch {
	batch := &Batch{read: read, done: make(chan struct{})}
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.planned = append(l.planned, batch)
	return batch
}

// Wait returns when the batch is read.
func (l *Level) Wait(batch *Batch) {
	l.mutex.Lock()
	if batch.over {
		l.mutex.Unlock()
		return
	}
	batch.waiting++
	l.running--
	l.readWhenComplete()
	l.mutex.Unlock()
	<-batch.done
}

// readWhenComplete is called under the mutex.
func (l *Level) readWhenComplete() {
	if l.running > 0 || l.reading > 0 {
		return
	}
	l.reading = len(l.planned)
	for _, batch := range l.planned {
		go l.read(batch)
	}
	l.planned = nil
}

func (l *Level) read(batch *Batch) {
	batch.read()
	l.mutex.Lock()
	defer l.mutex.Unlock()
	batch.over = true
	l.running += batch.waiting
	l.reading--
	close(batch.done)
	l.readWhenComplete()
}

// add counts goroutines that begin, or that end.
func (l *Level) add(goroutines int) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.running += goroutines
	l.readWhenComplete()
}

// AtOnce does what does not panic n times at once, the first in the goroutine of the caller, which goes on behind the last.
func AtOnce(ctx context.Context, op *graphql.OperationContext, n int, do func(context.Context, int)) {
	if n == 0 {
		return
	}
	if n == 1 {
		do(ctx, 0)
		return
	}
	level, counted := op.Stats.GetExtension(levelKey).(*Level)
	var left atomic.Int64
	left.Store(int64(n))
	end := func() {
		// The last one's place is that of the caller, who goes on.
		if left.Add(-1) > 0 && counted {
			level.add(-1)
		}
	}
	if counted {
		level.add(n - 1)
	}
	var others sync.WaitGroup
	for i := 1; i < n; i++ {
		others.Go(func() {
			do(ctx, i)
			end()
		})
	}
	do(ctx, 0)
	end()
	others.Wait()
}
