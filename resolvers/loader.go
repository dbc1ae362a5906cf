package resolvers

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync"

	"ketenkaart/execution"
)

// loader reads values by key, each once, and those that are asked for at one level of an operation together.
type loader[K comparable, V any] struct {
	level *execution.Level
	// read returns the values in the order of the keys, and their errors, or one error for all.
	read  func(context.Context, []K) ([]V, []error)
	mutex sync.Mutex
	known map[K]func() (V, error)
	next  *keyBatch[K, V]
}

// keyBatch is what is read together, by the context of who asked first.
type keyBatch[K comparable, V any] struct {
	*execution.Batch
	ctx    context.Context
	keys   []K
	values []V
	errs   []error
}

func newLoader[K comparable, V any](level *execution.Level, read func(context.Context, []K) ([]V, []error)) *loader[K, V] {
	return &loader[K, V]{level: level, read: read, known: map[K]func() (V, error){}}
}

// Load returns the value of a key.
func (l *loader[K, V]) Load(ctx context.Context, key K) (V, error) { return l.ask(ctx, key)() }

// LoadAll returns the values of several keys in their order, with the errors of all.
func (l *loader[K, V]) LoadAll(ctx context.Context, keys []K) ([]V, error) {
	asked := make([]func() (V, error), len(keys))
	for i, key := range keys {
		asked[i] = l.ask(ctx, key)
	}
	values, errs := make([]V, len(keys)), make([]error, len(keys))
	for i, wait := range asked {
		values[i], errs[i] = wait()
	}
	return values, errors.Join(errs...)
}

// Prime gives a value that came along, unless the key was asked for already.
func (l *loader[K, V]) Prime(key K, value V) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if l.known[key] == nil {
		l.known[key] = func() (V, error) { return value, nil }
	}
}

// ask puts a key among those that are read next, and returns what waits for its value.
func (l *loader[K, V]) ask(ctx context.Context, key K) func() (V, error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if known := l.known[key]; known != nil {
		return known
	}
	if l.next == nil {
		batch := &keyBatch[K, V]{ctx: ctx}
		batch.Batch = l.level.Plan(func() { l.readBatch(batch) })
		l.next = batch
	}
	batch, place := l.next, len(l.next.keys)
	batch.keys = append(batch.keys, key)
	l.known[key] = func() (V, error) {
		l.level.Wait(batch.Batch)
		return batch.at(place)
	}
	return l.known[key]
}

// readBatch reads what was asked for by now. A panic is the error of all who wait, for nobody else would catch it here.
func (l *loader[K, V]) readBatch(batch *keyBatch[K, V]) {
	l.mutex.Lock()
	l.next = nil
	l.mutex.Unlock()
	defer func() {
		if panicked := recover(); panicked != nil {
			batch.errs = []error{fmt.Errorf("read for several: panic: %v\n\n%s", panicked, debug.Stack())}
		}
	}()
	batch.values, batch.errs = l.read(batch.ctx, batch.keys)
}

func (b *keyBatch[K, V]) at(place int) (value V, err error) {
	switch {
	case len(b.errs) == 1 && b.errs[0] != nil:
		return value, b.errs[0]
	case len(b.errs) > place:
		err = b.errs[place]
	}
	return b.values[place], err
}
