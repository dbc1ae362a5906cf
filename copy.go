package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"

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
	source, err := stateOf(ctx, from)
	if err != nil {
		return fmt.Errorf("look what %s holds: %w", redacted(c.From), err)
	}
	bar := newProgress(os.Stderr, "copy", source.Partners+source.Collaborations+source.Agreements+source.Revision)
	state, err := registry.Copy(ctx, from, to, func(_ registry.Kind, more int) { bar.add(more) })
	bar.end()
	if err != nil {
		return fmt.Errorf("copy %s to %s: %w", redacted(c.From), redacted(c.To), err)
	}
	if store, ok := to.(interface{ Checkpoint(context.Context) error }); ok {
		if err := store.Checkpoint(ctx); err != nil {
			return err
		}
	}
	fmt.Printf("Copied %s to %s: %d partners, %d collaborations, %d agreements, and the history up to revision %d.\n",
		redacted(c.From), redacted(c.To), state.Partners, state.Collaborations, state.Agreements, state.Revision)
	return nil
}

func stateOf(ctx context.Context, of store) (state registry.State, err error) {
	err = of.View(ctx, func(ctx context.Context, reader registry.Reader) error {
		state, err = reader.State(ctx)
		return err
	})
	return state, err
}
