package main

import (
	"context"
	"fmt"
	"time"

	"ketenkaart/auth"
	"ketenkaart/registry"
)

// signOutCommand ends the sessions of browsers of somebody, such as of who lost a laptop. A server that runs notices within seconds.
type signOutCommand struct {
	Actor string `arg:"" placeholder:"ACTOR" help:"Who, by the name that changes have of who made them."`
}

// Run ends all that began before now.
func (c signOutCommand) Run(ctx context.Context, p *program) error {
	return p.withRegister(ctx, func(store store, _ *registry.Registry) error {
		now := time.Now()
		ended := registry.EndedSession{Name: registry.ActorSessions(c.Actor), At: now, Until: now.Add(auth.SessionTime)}
		if err := store.EndSession(ctx, ended, now); err != nil {
			return fmt.Errorf("end the sessions of %s: %w", c.Actor, err)
		}
		fmt.Printf("Sessions of %s that began before %s are over.\n", c.Actor, now.Format(time.RFC3339))
		return nil
	})
}
