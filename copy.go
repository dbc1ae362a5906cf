package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"ketenkaart/registry"
)

// copyCommand moves a register from one store to another.
type copyCommand struct {
	From            string `required:"" placeholder:"ADDRESS" help:"The store with the register, as in --store. It is only read, and has to be of this version."`
	To              string `required:"" placeholder:"ADDRESS" help:"The store that gets the copy: an empty one, or one in which the same copy was cut off."`
	FromCredentials string `placeholder:"FILE" type:"existingfile" help:"As --credentials, for the one store alone."`
	ToCredentials   string `placeholder:"FILE" type:"existingfile" help:"As --credentials, for the other store alone."`
}

// Validate refuses a copy of a store to itself; kong calls it.
func (c copyCommand) Validate() error {
	if c.From == c.To {
		return errors.New("--from and --to are the same store")
	}
	return nil
}

// Run copies, and says what the copy holds.
func (c copyCommand) Run(ctx context.Context, p *program) error {
	return withOpen(ctx, openSource, c.From, cmp.Or(c.FromCredentials, p.Credentials), func(from store) error {
		return withOpen(ctx, openAt, c.To, cmp.Or(c.ToCredentials, p.Credentials), func(to store) error {
			return c.copy(ctx, from, to)
		})
	})
}

func (c copyCommand) copy(ctx context.Context, from, to store) error {
	state, err := copied(ctx, "copy", from, to)
	if err != nil {
		return fmt.Errorf("copy %s to %s: %w", redacted(c.From), redacted(c.To), err)
	}
	fmt.Printf("Copied %s to %s: %s.\n", redacted(c.From), redacted(c.To), holding(state))
	return nil
}

// copied copies a register into an empty store, with a bar of that name where somebody sees it, and gives what the copy holds.
func copied(ctx context.Context, name string, from, to store) (registry.State, error) {
	source, err := stateOf(ctx, from)
	if err != nil {
		return source, fmt.Errorf("look what there is to copy: %w", err)
	}
	bar := newProgress(os.Stderr, name, source.Partners+source.Collaborations+source.Agreements+source.Revision)
	defer bar.end()
	state, err := registry.Copy(ctx, from, to, func(_ registry.Kind, more int) { bar.add(more) })
	if err != nil {
		return state, err
	}
	if err := registry.CopyDeliveries(ctx, from, to); err != nil {
		return state, err
	}
	if err := registry.CopyEndedSessions(ctx, from, to, time.Now()); err != nil {
		return state, err
	}
	if store, ok := to.(interface{ Checkpoint(context.Context) error }); ok {
		err = store.Checkpoint(ctx)
	}
	return state, err
}

func stateOf(ctx context.Context, of store) (state registry.State, err error) {
	err = of.View(ctx, func(ctx context.Context, reader registry.Reader) error {
		state, err = reader.State(ctx)
		return err
	})
	return state, err
}
