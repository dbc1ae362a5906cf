package api

import (
	"context"
	"fmt"
	"time"

	"golang.org/x/sync/semaphore"

	"ketenkaart/registry"
)

const (
	// queueTime is how long an operation waits before it hears that the server has too much to do.
	queueTime = 10 * time.Second
	// queueLength is how many operations of one size may wait at once.
	queueLength = 128
	// leastCost counts for what every operation takes, however little it asks.
	leastCost = 500
)

// queue bounds what runs at once by what it costs, apart for operations of four sizes: a small one waits for small ones
// alone.
type queue struct {
	lanes    []lane
	patience time.Duration
}

// lane is for the operations of one size: up to a cost, with room for so much at once.
type lane struct {
	upTo    int
	room    *semaphore.Weighted
	waiting chan struct{}
}

func newQueue(patience time.Duration, largest int) *queue {
	laneOf := func(upTo int, room int64) lane {
		return lane{upTo: upTo, room: semaphore.NewWeighted(room), waiting: make(chan struct{}, queueLength)}
	}
	return &queue{patience: patience, lanes: []lane{
		laneOf(1_000, 200_000), laneOf(10_000, 60_000), laneOf(100_000, 200_000), laneOf(largest, int64(max(largest, 100_000))),
	}}
}

// admission is leave to run; it has to be given back.
type admission struct {
	room *semaphore.Weighted
	cost int64
}

func (a admission) end() { a.room.Release(a.cost) }

// enter waits for leave to run an operation of a cost, no longer than the queue's patience. UNAVAILABLE with OVERLOADED
// when too many wait already, or when it waited too long.
func (q *queue) enter(ctx context.Context, cost int) (admission, error) {
	lane, a := q.admissionOf(cost)
	if lane.room.TryAcquire(a.cost) {
		return a, nil
	}
	select {
	case lane.waiting <- struct{}{}:
		defer func() { <-lane.waiting }()
	default:
		return admission{}, overloaded()
	}
	patient, cancel := context.WithTimeout(ctx, q.patience)
	defer cancel()
	if err := lane.room.Acquire(patient, a.cost); err != nil {
		if ctx.Err() != nil {
			return admission{}, context.Cause(ctx)
		}
		return admission{}, overloaded()
	}
	return a, nil
}

// enterWhenever is enter for an event of a subscription, which waits as long as there is somebody to hear of it.
func (q *queue) enterWhenever(ctx context.Context, cost int) (admission, error) {
	lane, a := q.admissionOf(cost)
	return a, lane.room.Acquire(ctx, a.cost)
}

func (q *queue) admissionOf(cost int) (lane, admission) {
	for _, lane := range q.lanes {
		if cost <= lane.upTo {
			return lane, admission{lane.room, int64(max(cost, leastCost))}
		}
	}
	largest := q.lanes[len(q.lanes)-1]
	return largest, admission{largest.room, int64(largest.upTo)}
}

func overloaded() *registry.Error {
	return &registry.Error{
		Code: registry.CodeUnavailable, Reason: reasonOverloaded,
		Message: fmt.Sprintf("the server has more to do than it can: try again after %d seconds, or ask for less", retryAfter),
	}
}
