package registry

import (
	"context"
	"errors"
	"sync"
	"time"
)

// errLineTooLong is why an Update was not begun.
var errLineTooLong = errors.New("other changes took all the time that there was to wait")

// Line is where the Updates of one process wait for their store, one behind another. All that they wait, for one another
// and for the store, is within one patience; and when the first finds the store away, those behind it do not try again.
type Line struct {
	patience time.Duration
	front    chan struct{}
	mutex    sync.Mutex
	away     chan struct{}
}

// NewLine makes an empty one.
func NewLine(patience time.Duration) *Line {
	return &Line{patience: patience, front: make(chan struct{}, 1), away: make(chan struct{})}
}

// Enter waits to be the first. The context that it gives ends with the patience: it is for what is still to be waited
// for, the lock of the store. Leave gets the error of the Update. UNAVAILABLE with STORE_AWAY.
func (l *Line) Enter(ctx context.Context) (waiting context.Context, leave func(error), err error) {
	l.mutex.Lock()
	away := l.away
	l.mutex.Unlock()
	waiting, cancel := context.WithTimeout(ctx, l.patience)
	select {
	case l.front <- struct{}{}:
		return waiting, func(err error) { cancel(); l.leave(err) }, nil
	case <-away:
		err = Unavailable(ReasonStoreAway, errLineTooLong)
	case <-waiting.Done():
		if err = ctx.Err(); err == nil {
			err = Unavailable(ReasonStoreAway, errLineTooLong)
		}
	}
	cancel()
	return nil, nil, err
}

func (l *Line) leave(err error) {
	if ReasonOf(err) == ReasonStoreAway {
		l.mutex.Lock()
		close(l.away)
		l.away = make(chan struct{})
		l.mutex.Unlock()
	}
	<-l.front
}
