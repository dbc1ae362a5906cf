package main

import (
	"context"
	"errors"
	"os"

	"ketenkaart/registry"
)

// revertCommand takes a change back.
type revertCommand struct {
	Revision int    `arg:"" placeholder:"REVISION" help:"The change to take back, by its revision."`
	Apply    bool   `help:"Do it. Without this it is a dry run, which says what would be done."`
	Reason   string `placeholder:"TEXT" help:"Why, for whoever reads the change later; needed with --apply."`
	JSON     bool   `name:"json" help:"Say it as JSON."`
}

// Validate refuses a call that can do nothing; kong calls it.
func (c revertCommand) Validate() error {
	if c.Revision < 1 {
		return errors.New("REVISION: a change has a number of 1 or more")
	}
	if c.Apply && c.Reason == "" {
		return errors.New("--apply: say with --reason why the change is taken back")
	}
	return nil
}

// Run says what the revert does, and does it when that is asked and nothing is refused.
func (c revertCommand) Run(ctx context.Context, p *program) error {
	return p.withRegister(ctx, func(_ store, reg *registry.Registry) error {
		if _, err := p.wholeState(ctx, reg); err != nil {
			return err
		}
		ctx := registry.WithActor(ctx, registry.LocalActor())
		plan, err := reg.PlanRevert(ctx, c.Revision)
		if err != nil {
			return err
		}
		if c.Apply && plan.Counts[registry.OutcomeRefused] == 0 {
			if plan, err = reg.Revert(ctx, registry.RevertInput{Revision: c.Revision, Reason: c.Reason}); err != nil {
				return err
			}
		}
		return tellPlan(os.Stdout, plan, c.JSON)
	})
}
