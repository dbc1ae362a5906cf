package events

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/cenkalti/backoff/v5"
	"github.com/google/uuid"
	"github.com/prometheus/client_golang/prometheus"

	"ketenkaart/registry"
)

// Pace is how fast things go.
type Pace struct {
	// Renew is how often the server that sends to a webhook says that it is there, and Lapse after how long without that another takes
	// over. No clocks are compared: whoever waits counts by its own.
	Renew, Lapse time.Duration
	// Answer is how long a receiver may take, less than Lapse, and than what a server has to stop.
	Answer time.Duration
	// First is the wait after a failure, and Longest what it grows to.
	First, Longest time.Duration
}

// UsualPace is that of a server.
func UsualPace() Pace {
	return Pace{Renew: 5 * time.Second, Lapse: 30 * time.Second, Answer: 8 * time.Second, First: time.Second, Longest: 15 * time.Minute}
}

// Sender sends the changes of the register to webhooks, each in order of revision and at least once.
type Sender struct {
	maker   Maker
	store   registry.DeliveryStore
	hooks   []Webhook
	log     *slog.Logger
	pace    Pace
	metrics *metrics
	// holder names this server among those on the same store.
	holder string
}

// NewSender returns a sender; metrics takes its numbers, nil takes none.
func NewSender(maker Maker, store registry.DeliveryStore, hooks []Webhook, pace Pace, log *slog.Logger, to prometheus.Registerer) (*Sender, error) {
	counts, err := newMetrics(to)
	return &Sender{maker: maker, store: store, hooks: hooks, log: log, pace: pace, metrics: counts, holder: uuid.NewString()}, err
}

// Run sends until the context ends, and gives back then what it holds, so that another server can go on at once.
func (s *Sender) Run(ctx context.Context) {
	var group sync.WaitGroup
	for _, hook := range s.hooks {
		group.Go(func() {
			line := &line{Sender: s, hook: hook, poster: newPoster(hook, s.pace.Answer)}
			line.run(ctx)
		})
	}
	group.Wait()
}

// errLost ends the sending by a server whose place another took.
var errLost = errors.New("another server sends to this webhook now")

// line is what goes to one webhook.
type line struct {
	*Sender
	hook   Webhook
	poster poster
	// kept is the delivery as it was last kept or read.
	kept registry.Delivery
}

// run waits for its turn, and sends, again and again.
func (l *line) run(ctx context.Context) {
	defer l.release(ctx)
	for ctx.Err() == nil {
		err := l.takeOver(ctx)
		if err == nil {
			err = l.send(ctx)
			l.metrics.forget(l.hook.Name) // from now on another may tell
		}
		if ctx.Err() == nil {
			l.log.Warn("webhook", "name", l.hook.Name, "error", err)
			l.pause(ctx, l.pace.Renew)
		}
	}
}

// pause waits, or until the end.
func (l *line) pause(ctx context.Context, wait time.Duration) {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}

// takeOver waits until nobody else sends: one that does changes the delivery all the time. A webhook that is new begins now.
func (l *line) takeOver(ctx context.Context) error {
	seen, since := -1, time.Now()
	for ctx.Err() == nil {
		found, err := registry.DeliveryOf(ctx, l.store, l.hook.Name)
		if err != nil {
			return err
		}
		if found.Version != seen {
			seen, since = found.Version, time.Now()
		}
		if found.Holder == "" || found.Holder == l.holder || time.Since(since) > l.pace.Lapse {
			return l.take(ctx, seen)
		}
		l.pause(ctx, l.pace.Renew)
	}
	return ctx.Err()
}

// take makes this server the one that sends, when nobody was faster.
func (l *line) take(ctx context.Context, seen int) error {
	revision, err := l.maker.Registry.Revision(ctx)
	if err != nil {
		return err
	}
	l.kept, err = registry.ChangeDelivery(ctx, l.store, l.hook.Name, func(d *registry.Delivery) error {
		if d.Version != seen {
			return errLost
		}
		d.Holder = l.holder
		if d.Version == 0 || d.Revision > revision { // new, or of a register that a backup took the place of
			d.Revision = revision
		}
		return nil
	})
	return err
}

// releaseTime bounds how long the end of a server waits for its place to be given back; what is not is taken when it lapses.
const releaseTime = 5 * time.Second

// release gives its place back, also when all else ends.
func (l *line) release(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), releaseTime)
	defer cancel()
	err := l.keep(ctx, func(d *registry.Delivery) { d.Holder = "" })
	if err != nil && !errors.Is(err, errLost) {
		l.log.Warn("webhook", "name", l.hook.Name, "error", err)
	}
}

// keep changes how far the webhook is, and thereby says that this server is there; errLost when another took its place.
func (l *line) keep(ctx context.Context, change func(*registry.Delivery)) (err error) {
	l.kept, err = registry.ChangeDelivery(ctx, l.store, l.hook.Name, func(d *registry.Delivery) error {
		if d.Holder != l.holder {
			return errLost
		}
		change(d)
		return nil
	})
	return err
}

// sees is the context of whoever the webhook sees the register as.
func (l *line) sees(ctx context.Context) context.Context {
	if l.hook.Actor == nil {
		return ctx
	}
	return registry.WithActor(ctx, *l.hook.Actor)
}

// send sends what comes, and what is to be sent again when nothing does, until something fails that is not the receiver's.
func (l *line) send(ctx context.Context) error {
	ctx = l.sees(ctx)
	after := l.kept.Revision
	subscription, err := l.maker.Registry.Subscribe(ctx, l.hook.Filter, &after)
	if err != nil {
		return err
	}
	defer subscription.Close()
	for {
		patience := l.pace.Renew
		if len(l.kept.Again) > 0 {
			patience = 0
		}
		change, idle, err := subscription.NextWithin(ctx, patience)
		switch {
		case err != nil:
			return err
		case idle:
			err = l.rest(ctx, subscription.Revision())
		default:
			err = l.deliver(ctx, change)
		}
		if err != nil {
			return err
		}
	}
}

// rest keeps up to where all was seen when nothing new is there, and sends one change again that an operator wants to be.
func (l *line) rest(ctx context.Context, seen int) error {
	if err := l.keep(ctx, func(d *registry.Delivery) { d.Revision = max(d.Revision, seen) }); err != nil {
		return err
	}
	l.measure(ctx)
	if len(l.kept.Again) == 0 {
		return nil
	}
	return l.sendAgain(ctx, l.kept.Again[0])
}

// sendAgain sends a change once.
func (l *line) sendAgain(ctx context.Context, revision int) error {
	change, err := l.changeAt(ctx, revision)
	if err != nil {
		return err
	}
	whyNot := ""
	if change != nil { // which the webhook may see still
		event, err := l.maker.Event(ctx, *change)
		if err != nil {
			return err
		}
		err = l.post(ctx, *change, event)
		failed, isRefused := errors.AsType[*refused](err)
		if err != nil && !isRefused {
			return err
		}
		if isRefused {
			whyNot = failed.why
			l.metrics.failed(l.hook.Name, true)
		}
	}
	return l.keepBeyond(ctx, func(d *registry.Delivery) { d.Resent(revision, time.Now().UTC(), whyNot) })
}

// post sends an event, and counts it when it is taken. What was begun goes on when the server stops, or the receiver would have it and
// nobody would know.
func (l *line) post(ctx context.Context, change registry.Change, event []byte) error {
	err := l.poster.post(context.WithoutCancel(ctx), change.ID(), event, time.Now())
	if err == nil {
		l.metrics.delivered(l.hook.Name)
	}
	return err
}

// measure tells how far behind the webhook is, and how much was given up.
func (l *line) measure(ctx context.Context) {
	if latest, err := l.maker.Registry.Revision(ctx); err == nil {
		l.metrics.behind(l.hook.Name, latest-l.kept.Revision)
	}
	l.metrics.dead(l.hook.Name, len(l.kept.Dead))
}

// changeAt reads one change; nil when it is not for this webhook.
func (l *line) changeAt(ctx context.Context, revision int) (*registry.Change, error) {
	before := revision - 1
	query, err := registry.ChangeQueryOf(l.hook.Filter, &before, registry.PageArgs{First: new(1)})
	if err != nil {
		return nil, err
	}
	pages, err := l.maker.Registry.ListChanges(ctx, []registry.ChangeQuery{query})
	if err != nil || len(pages[0].Items) == 0 || pages[0].Items[0].Revision != revision {
		return nil, err
	}
	return &pages[0].Items[0], nil
}

// deliver sends a change until it is taken or given up, by this server or by an operator.
func (l *line) deliver(ctx context.Context, change registry.Change) error {
	event, err := l.maker.Event(ctx, change)
	if err != nil {
		return err
	}
	l.measure(ctx)
	tried := time.Now()
	waits := &backoff.ExponentialBackOff{InitialInterval: l.pace.First, RandomizationFactor: backoff.DefaultRandomizationFactor, Multiplier: 2, MaxInterval: l.pace.Longest}
	for {
		err := l.post(ctx, change, event)
		if err == nil {
			return l.keepBeyond(ctx, func(d *registry.Delivery) { d.Passed(change.Revision) })
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		failed, isRefused := errors.AsType[*refused](err)
		if !isRefused {
			return err
		}
		done, err := l.failed(ctx, change, failed, time.Since(tried))
		if done || err != nil {
			return err
		}
		tried = time.Now()
		if over, err := l.wait(ctx, change, max(waits.NextBackOff(), failed.after)); over || err != nil {
			return err
		}
	}
}

// keepBeyond is keep for what became of a change that was sent, also when the server stops at that moment, or it would come again.
func (l *line) keepBeyond(ctx context.Context, change func(*registry.Delivery)) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), l.pace.Answer)
	defer cancel()
	return l.keep(ctx, change)
}

// failed keeps that the receiver did not take a change, which this server tried for some time since it began or failed before, and
// says whether it is given up.
func (l *line) failed(ctx context.Context, change registry.Change, why *refused, tried time.Duration) (done bool, err error) {
	err = l.keep(ctx, func(d *registry.Delivery) {
		now := time.Now().UTC()
		if done = !d.Awaits(change.Revision); done {
			return
		}
		if d.Failure == nil || d.Failure.Revision != change.Revision {
			d.Failure = &registry.DeliveryFailure{Revision: change.Revision, Since: now}
		}
		f := d.Failure
		f.Attempts, f.At, f.Tried, f.Why = f.Attempts+1, now, f.Tried+tried, why.why
		if done = why.gone || f.Attempts >= leastAttempts && f.Tried >= l.hook.GiveUpAfter; done {
			d.Skip(now)
		}
	})
	l.metrics.failed(l.hook.Name, done)
	l.metrics.dead(l.hook.Name, len(l.kept.Dead))
	if done {
		l.log.Error("webhook gave a change up", "name", l.hook.Name, "revision", change.Revision, "why", why.why)
	}
	return done, err
}

// wait waits until the next attempt, is heard of meanwhile, and says whether an operator skipped the change.
func (l *line) wait(ctx context.Context, change registry.Change, wait time.Duration) (skipped bool, err error) {
	until := time.Now().Add(wait)
	for {
		if !l.kept.Awaits(change.Revision) {
			return true, nil
		}
		left := time.Until(until)
		if left <= 0 {
			return false, nil
		}
		l.pause(ctx, min(left, l.pace.Renew))
		if err := l.keep(ctx, func(*registry.Delivery) {}); err != nil {
			return false, fmt.Errorf("wait for the next attempt: %w", err)
		}
		l.measure(ctx)
	}
}
