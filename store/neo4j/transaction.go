package neo4j

import (
	"cmp"
	"context"
	"errors"
	"sync/atomic"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"ketenkaart/registry"
)

// run is how a reader has a statement done, within a time at the server.
type run func(ctx context.Context, limit time.Duration, cypher string, params map[string]any) ([]*neo4j.Record, error)

// reader reads by whatever run it was given: in a transaction or in one for each query.
type reader struct {
	library library
	run     run
	// partners is how many the register had when a page last told; nil in an Update.
	partners *atomic.Int64
}

// writer is a reader in a transaction that may write, and that takes the lock of the revision before all else.
type writer struct {
	reader
	// waiting is the context in which the lock is waited for.
	waiting  context.Context
	locked   bool
	revision int
	// filling is whether the register is marked as incomplete: who fills it says which partners are to be counted.
	filling bool
	// most is how many things one statement writes.
	most int
	// held is what waits to be written until something else is asked.
	held held
	// failed is the error of what was held; nothing is committed after it.
	failed error
	// unlocked is why the lock was not taken.
	unlocked error
	expected expected
}

// rows has a statement done within the time of a read. What takes longer is a fault of the server at that time, for
// no such statement costs much.
func (r *reader) rows(ctx context.Context, cypher string, params map[string]any) ([]*neo4j.Record, error) {
	records, err := r.run(ctx, readTime, cypher, params)
	if registry.ReasonOf(err) == registry.ReasonTooCostly {
		return nil, registry.Unavailable(registry.ReasonStoreAway, err)
	}
	return records, err
}

// counts has a statement done that counts, within the time of a count.
func (r *reader) counts(ctx context.Context, cypher string, params map[string]any) ([]*neo4j.Record, error) {
	return r.run(ctx, countTime, cypher, params)
}

// count has a statement done that gives one number.
func (r *reader) count(ctx context.Context, cypher string, params map[string]any) (int, error) {
	records, err := r.counts(ctx, cypher, params)
	if err != nil || len(records) == 0 {
		return 0, err
	}
	count, _ := records[0].Values[0].(int64)
	return int(count), nil
}

// retrying runs each statement as a transaction of its own, again while the driver says that this may help.
func retrying(session neo4j.SessionWithContext) run {
	return func(ctx context.Context, limit time.Duration, cypher string, params map[string]any) ([]*neo4j.Record, error) {
		began := time.Now()
		for wait := 10 * time.Millisecond; ; wait *= 2 {
			records, err := collect(ctx, session, limit, cypher, params)
			if err == nil {
				return records, nil
			}
			if !neo4j.IsRetryable(err) || time.Since(began)+wait > retryTime {
				return nil, translateFor(ctx, err)
			}
			if pause(ctx, wait) != nil {
				return nil, translateFor(ctx, err)
			}
		}
	}
}

func collect(ctx context.Context, session neo4j.SessionWithContext, limit time.Duration, cypher string, params map[string]any) ([]*neo4j.Record, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, limit+graceTime)
	defer cancel()
	result, err := session.Run(ctx, cypher, params, neo4j.WithTxTimeout(limit))
	if err != nil {
		return nil, err
	}
	return result.Collect(ctx)
}

func pause(ctx context.Context, wait time.Duration) error {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// update is one Update, over all attempts at it.
type update struct {
	library library
	write   func(context.Context, registry.Writer) error
	// refused is the callback's error; broken is the driver's, in the same attempt.
	refused, broken error
	// committing says that the last attempt came as far as its commit.
	committing bool
}

// attempt runs the callback in a transaction; the lock is waited for within a context of its own. When a query failed, the
// driver gets its own error back, for it alone knows whether another attempt may help.
func (u *update) attempt(ctx, waiting context.Context, tx neo4j.ManagedTransaction) error {
	u.refused, u.broken, u.committing = nil, nil, false
	w := &writer{waiting: waiting, most: batchSize, expected: newExpected()}
	w.reader = reader{library: u.library, run: w.inOrder(u.inside(tx))}
	if u.refused = u.write(ctx, w); u.refused == nil {
		u.refused = w.release(ctx)
	}
	if w.unlocked != nil {
		u.refused = nil
		return cmp.Or(u.broken, w.unlocked)
	}
	if u.refused == nil {
		u.committing = true
		return nil
	}
	if u.broken != nil && neo4j.IsRetryable(u.broken) {
		return u.broken
	}
	return u.refused
}

// lock waits for its turn to write, and learns the revision, unless it has.
func (w *writer) lock() error {
	if w.locked {
		return w.unlocked
	}
	_, err := w.lockBy(w.waiting, w.library.Text("Lock"), nil)
	return err
}

// lockAnd has a statement done that takes the lock and reads; what is waited for the lock is not what reading takes.
func (w *writer) lockAnd(ctx context.Context, statement string, params map[string]any) (values []any, err error) {
	if !w.locked {
		ctx = w.waiting
	}
	return w.lockBy(ctx, statement, params)
}

// lockBy has a statement done that takes the lock, and gives the revision first, then whether the register is being filled; what comes
// behind those is returned.
func (w *writer) lockBy(ctx context.Context, statement string, params map[string]any) (values []any, err error) {
	w.locked = true
	records, err := w.rows(ctx, statement, params)
	if err == nil && len(records) == 0 {
		err = errors.New("the Registry node is not in the database: open the store anew")
	}
	if err != nil {
		w.unlocked = err
		return nil, err
	}
	values = records[0].Values
	revision, _ := values[0].(int64)
	w.revision = int(revision)
	w.filling, _ = values[1].(bool)
	return values[2:], nil
}

// inOrder lets a statement see what was put before it, and go behind the lock.
func (w *writer) inOrder(do run) run {
	return func(ctx context.Context, limit time.Duration, cypher string, params map[string]any) ([]*neo4j.Record, error) {
		if err := w.lock(); err != nil {
			return nil, err
		}
		if err := w.release(ctx); err != nil {
			return nil, err
		}
		return do(ctx, limit, cypher, params)
	}
}

// keepPlan goes before the statements of an Update: they seek by key, however large the register is, and their plans take
// Neo4j up to half a second, which it would spend again whenever the register has grown.
const keepPlan = "CYPHER replan=skip\n"

// inside runs statements in the transaction; the time is the transaction's.
func (u *update) inside(tx neo4j.ManagedTransaction) run {
	return func(ctx context.Context, _ time.Duration, cypher string, params map[string]any) ([]*neo4j.Record, error) {
		result, err := tx.Run(ctx, keepPlan+cypher, params)
		var records []*neo4j.Record
		if err == nil {
			records, err = result.Collect(ctx)
		}
		if err != nil {
			u.broken = err
			return nil, translateFor(ctx, err)
		}
		return records, nil
	}
}

// outcome tells how the Update ended.
func (u *update) outcome(ctx context.Context, err error) error {
	switch {
	case err == nil:
		return nil
	case u.refused != nil:
		return u.refused
	case u.committing && !answered(err):
		return registry.Unavailable(registry.ReasonOutcomeUnknown, err)
	}
	return translateFor(ctx, err)
}
