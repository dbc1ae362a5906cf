package main

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"time"

	"ketenkaart/registry"
)

// doctorCommand holds the whole stored register against the rules.
type doctorCommand struct{}

// Run tells of each violation in a line of its own; it fails when there is any.
func (doctorCommand) Run(ctx context.Context, p *program) error {
	guide, err := p.guide()
	if err != nil {
		return err
	}
	return withOpen(ctx, openSource, p.Store, p.Credentials, func(store store) error {
		reg, err := registry.New(store, time.Now, guide)
		if err != nil {
			return err
		}
		state, err := reg.State(ctx)
		if err != nil {
			return err
		}
		bar, violations := newProgress(os.Stderr, "doctor", state.Partners+state.Collaborations+state.Agreements+state.Revision), 0
		err = reg.Examine(registry.WithActor(ctx, registry.LocalActor()), func(v registry.Violation) {
			violations++
			bar.end()
			fmt.Printf("%-4s %s: %s\n", v.Rule, cmp.Or(v.ID, "the register"), v.Message)
		}, bar.add)
		bar.end()
		if err != nil {
			return err
		}
		fmt.Printf("Read %d things of %s: %d are not as the rules say.\n", bar.done, redacted(p.Store), violations)
		if violations > 0 {
			return errRefused
		}
		return nil
	})
}
