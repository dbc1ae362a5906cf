package registry

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// How mutations share transactions, unless a test sets it otherwise.
const (
	// groupMost is how many share one.
	groupMost = 32
	// groupTime is how long one may have been under way for another mutation to begin in it; the rest come in the next.
	groupTime = 250 * time.Millisecond
	// groupWaiting is how many wait at most, and groupPatience how long.
	groupWaiting  = 1_000
	groupPatience = 5 * time.Second
)

// group has mutations that wait at the same time carried out in one transaction, in order of arrival, as databases do when they
// commit a group: whoever finds none under way leads, and takes along those who wait behind it.
type group struct {
	update         func(context.Context, func(context.Context, Writer) error) error
	most, longest  int
	time, patience time.Duration

	mutex   sync.Mutex
	waiting []*member
	// led says that somebody leads, or was told to.
	led bool
}

func newGroup(update func(context.Context, func(context.Context, Writer) error) error) *group {
	return &group{update: update, most: groupMost, longest: groupWaiting, time: groupTime, patience: groupPatience}
}

// member is a mutation that waits for its turn.
type member struct {
	ctx      context.Context
	expected Expected
	write    func(context.Context, Writer) error
	// leads tells it to lead, done that it has its outcome.
	leads, done chan struct{}
	// leading and alone are the group's: that it was told to lead, and that it shares with nobody, for it failed or may have.
	leading, alone bool
	// over is why it need not wait any more, when that came about while it was being carried out.
	over error
	// taken says that whoever leads has it.
	taken bool
	err   error
	// panicked is the text of a panic, which is for its own goroutine.
	panicked string
}

// do carries out the write in an Update, which it may share, and gives its own outcome. UNAVAILABLE with STORE_AWAY when others take all
// the time that there is to wait, or too many wait already.
func (g *group) do(ctx context.Context, expected Expected, write func(context.Context, Writer) error) error {
	m := &member{ctx: ctx, expected: expected, write: write, leads: make(chan struct{}, 1), done: make(chan struct{})}
	if !g.enter(m) {
		return Unavailable(ReasonStoreAway, errLineTooLong)
	}
	patience := time.NewTimer(g.patience)
	defer patience.Stop()
	left := ctx.Done()
	for {
		select {
		case <-m.leads:
			g.lead()
		case <-m.done:
			return m.outcome()
		case <-left:
			if g.leave(m, ctx.Err()) {
				return ctx.Err()
			}
			left = nil
		case <-patience.C:
			if tooLong := Unavailable(ReasonStoreAway, errLineTooLong); g.leave(m, tooLong) {
				return tooLong
			}
		}
	}
}

func (m *member) outcome() error {
	if m.panicked != "" {
		panic(m.panicked)
	}
	return m.err
}

// enter has the member wait; the first leads. False when too many do.
func (g *group) enter(m *member) bool {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	if len(g.waiting) >= g.longest {
		return false
	}
	g.waiting = append(g.waiting, m)
	if !g.led {
		g.pass()
	}
	return true
}

// pass tells the first who waits to lead, when there is one; under the mutex.
func (g *group) pass() {
	g.led = len(g.waiting) > 0
	if g.led {
		g.waiting[0].leading = true
		g.waiting[0].leads <- struct{}{}
	}
}

// leave takes out one that waits. False when it is being carried out, or about to: it then does not wait again.
func (g *group) leave(m *member, why error) bool {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	place := slices.Index(g.waiting, m)
	if place < 0 || m.leading {
		m.over = why
		return false
	}
	g.waiting = slices.Delete(g.waiting, place, place+1)
	return true
}

// lead carries out the next that wait, and passes the lead on.
func (g *group) lead() {
	members := g.take()
	defer g.handOver(members)
	if len(members) == 1 {
		g.carryOutAlone(members[0])
		return
	}
	g.carryOut(members)
}

// handOver passes the lead on. Members that have no outcome by then, for the store panicked, get the panic as theirs.
func (g *group) handOver(members []*member) {
	value := recover()
	for _, m := range members {
		if m.taken {
			m.panicked = fmt.Sprintf("the transaction broke off: %v\n\n%s", value, debug.Stack())
			finish([]*member{m})
		}
	}
	g.mutex.Lock()
	defer g.mutex.Unlock()
	g.pass()
}

// take gives those who share the next transaction; one that is to be alone is.
func (g *group) take() []*member {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	last := 1
	for !g.waiting[0].alone && last < min(len(g.waiting), g.most) && !g.waiting[last].alone {
		last++
	}
	members := slices.Clone(g.waiting[:last])
	g.waiting = slices.Delete(g.waiting, 0, last)
	for _, m := range members {
		m.taken = true
	}
	return members
}

// putBack has members wait again, before all others and in their order, but for those whose time was over meanwhile.
func (g *group) putBack(members []*member) {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	var again []*member
	for _, m := range members {
		if m.over != nil {
			m.err = m.over
			finish([]*member{m})
			continue
		}
		m.leading, m.taken = false, false
		again = append(again, m)
	}
	g.waiting = slices.Insert(g.waiting, 0, again...)
}

func (g *group) carryOutAlone(m *member) {
	m.err = g.update(m.ctx, func(ctx context.Context, writer Writer) error { return m.carryOut(ctx, writer) })
	finish([]*member{m})
}

// carryOut carries out the members in one transaction. What one does that is refused before it wrote anything touches no other. After
// any other failure all is taken back: that one is carried out alone, between those before it and those behind it.
func (g *group) carryOut(members []*member) {
	ctx, stop := together(members)
	defer stop()
	next, failed := 0, -1
	err := g.update(ctx, func(ctx context.Context, writer Writer) error {
		next, failed = 0, -1
		if _, err := writer.Expect(ctx, expectedOf(members)); err != nil {
			return err
		}
		for began := time.Now(); next < len(members) && (next == 0 || time.Since(began) < g.time); next++ {
			if m := members[next]; !m.carryOutWith(ctx, writer) {
				failed = next
				return m.err
			}
		}
		return nil
	})
	switch {
	case err == nil:
		finish(members[:next])
		g.putBack(members[next:])
	case failed >= 0 && members[failed].panicked != "":
		finish(members[failed : failed+1])
		g.putBack(slices.Concat(members[:failed], members[failed+1:]))
	case mayRepeat(ctx, err):
		for place, m := range members {
			m.alone = failed < 0 || place == failed
		}
		g.putBack(members)
	default:
		for _, m := range members {
			m.err = err
		}
		finish(members)
	}
}

func expectedOf(members []*member) []Expected {
	expected := make([]Expected, len(members))
	for i, m := range members {
		expected[i] = m.expected
	}
	return expected
}

// mayRepeat says whether another transaction may do what one failed to: not when nobody waits for it, and not while the store is away
// or may have done it all the same.
func mayRepeat(ctx context.Context, err error) bool {
	reason := ReasonOf(err)
	return ctx.Err() == nil && reason != ReasonStoreAway && reason != ReasonOutcomeUnknown
}

func finish(members []*member) {
	for _, m := range members {
		m.taken = false
		close(m.done)
	}
}

// carryOutWith carries out one that shares the transaction; false when the transaction is no more good for the others. One whose client left
// does nothing.
func (m *member) carryOutWith(ctx context.Context, writer Writer) (good bool) {
	if m.err = m.ctx.Err(); m.err != nil {
		return true
	}
	traced := &tracedWriter{Writer: writer}
	if m.err = m.carryOut(memberContext{ctx, m.ctx}, traced); m.err == nil {
		m.err = m.ctx.Err() // its time ended meanwhile, and it is not to be done behind its back
	}
	return m.err == nil || !traced.wrote && m.panicked == "" && isRefusal(m.err)
}

// carryOut keeps a panic for the goroutine of the member, and the others from it.
func (m *member) carryOut(ctx context.Context, writer Writer) (err error) {
	defer func() {
		if value := recover(); value != nil {
			m.panicked = fmt.Sprintf("%v\n\n%s", value, debug.Stack())
			err = errPanicked
		}
	}()
	return m.write(ctx, writer)
}

var errPanicked = errors.New("a mutation panicked")

// isRefusal says whether an error comes from a rule, and leaves a transaction as it was.
func isRefusal(err error) bool {
	code := CodeOf(err)
	return code == CodeBadInput || code == CodeNotFound || code == CodeConflict || code == CodeForbidden || code == CodeUnauthenticated
}

// tracedWriter knows whether anything was written.
type tracedWriter struct {
	Writer
	wrote bool
}

func (w *tracedWriter) Put(ctx context.Context, batch Batch) error {
	w.wrote = true
	return w.Writer.Put(ctx, batch)
}

func (w *tracedWriter) Remove(ctx context.Context, ids []string) error {
	w.wrote = true
	return w.Writer.Remove(ctx, ids)
}

func (w *tracedWriter) AppendChange(ctx context.Context, change Change) error {
	w.wrote = true
	return w.Writer.AppendChange(ctx, change)
}

// memberContext ends with the transaction, and has the values of the member: who acts, what is noted of the request, and the cause of
// its own end.
type memberContext struct {
	context.Context
	of context.Context
}

func (c memberContext) Value(key any) any { return c.of.Value(key) }

// together returns the context of a transaction that members share: it ends when all of theirs have.
func together(members []*member) (ctx context.Context, stop func()) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(members[0].ctx))
	var left atomic.Int64
	stops := make([]func() bool, len(members))
	for i, m := range members {
		stops[i] = context.AfterFunc(m.ctx, func() {
			if left.Add(1) == int64(len(members)) {
				cancel()
			}
		})
	}
	return ctx, func() {
		for _, stop := range stops {
			stop()
		}
		cancel()
	}
}
