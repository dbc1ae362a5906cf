// Package observed has the calls of a store be watched, whichever store it is: to measure, trace and count them.
package observed

import (
	"context"

	"ketenkaart/registry"
)

// Watch is told of a call before it begins, by the name of the method; of a Count also what kinds of lists it counts. It gives the
// context of the call, and what is told how that ended.
type Watch func(ctx context.Context, method string, kinds ...string) (context.Context, func(error))

// store embeds no Store, so that a new method does not compile until it is watched.
type store struct {
	of    registry.Store
	watch Watch
}

// Store has the calls of a store's Readers and Writers be watched, and its Views and Updates as a whole.
func Store(of registry.Store, watch Watch) registry.Store { return store{of, watch} }

func (s store) View(ctx context.Context, read func(context.Context, registry.Reader) error) error {
	ctx, end := s.watch(ctx, "View")
	err := s.of.View(ctx, func(ctx context.Context, r registry.Reader) error { return read(ctx, reader{r, s.watch}) })
	end(err)
	return err
}

func (s store) Update(ctx context.Context, write func(context.Context, registry.Writer) error) error {
	ctx, end := s.watch(ctx, "Update")
	err := s.of.Update(ctx, func(ctx context.Context, w registry.Writer) error {
		return write(ctx, writer{reader{w, s.watch}, w})
	})
	end(err)
	return err
}

func (s store) Close(ctx context.Context) error { return s.of.Close(ctx) }

// writer is a reader that writes.
type writer struct {
	reader
	of registry.Writer
}

func (w writer) Put(ctx context.Context, batch registry.Batch) error {
	return told(ctx, w.watch, "Put", func(ctx context.Context) error { return w.of.Put(ctx, batch) })
}

func (w writer) Remove(ctx context.Context, ids []string) error {
	return told(ctx, w.watch, "Remove", func(ctx context.Context) error { return w.of.Remove(ctx, ids) })
}

func (w writer) AppendChange(ctx context.Context, change registry.Change) error {
	return told(ctx, w.watch, "AppendChange", func(ctx context.Context) error { return w.of.AppendChange(ctx, change) })
}

func (w writer) Expect(ctx context.Context, mutations []registry.Expected) ([]*registry.Change, error) {
	return watched(ctx, w.watch, "Expect", func(ctx context.Context) ([]*registry.Change, error) { return w.of.Expect(ctx, mutations) })
}

// told is watched for a call that gives nothing but an error.
func told(ctx context.Context, watch Watch, method string, call func(context.Context) error) error {
	ctx, end := watch(ctx, method)
	err := call(ctx)
	end(err)
	return err
}
