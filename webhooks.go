package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"ketenkaart/registry"
)

// mostShown bounds the dead letters that are listed of a webhook, the latest last.
const mostShown = 10

// webhooksCommand shows how far webhooks are, and does for one what an operator wants. A server that runs notices within seconds.
type webhooksCommand struct {
	Name   string `arg:"" optional:"" placeholder:"NAME" help:"The webhook; all are shown without it."`
	Resend bool   `help:"Have all that was given up be sent again."`
	Skip   bool   `help:"Give up the change that fails now, and go on with the next."`
}

// Validate refuses what is for one webhook when none is named; kong calls it.
func (c webhooksCommand) Validate() error {
	if c.Name == "" && (c.Resend || c.Skip) {
		return errors.New("--resend and --skip are for one webhook: name it")
	}
	return nil
}

// Run changes what is asked, and shows how far the webhooks are then.
func (c webhooksCommand) Run(ctx context.Context, p *program) error {
	return p.withRegister(ctx, func(store store, reg *registry.Registry) error {
		if err := c.change(ctx, store); err != nil {
			return err
		}
		revision, err := reg.Revision(ctx)
		if err != nil {
			return err
		}
		all, err := store.Deliveries(ctx)
		for _, each := range all {
			if c.Name == "" || each.Name == c.Name {
				showDelivery(os.Stdout, each, revision)
			}
		}
		if len(all) == 0 && err == nil {
			fmt.Println("Nothing was sent to any webhook yet.")
		}
		return err
	})
}

// change does what is asked of one webhook.
func (c webhooksCommand) change(ctx context.Context, store store) error {
	if !c.Skip && !c.Resend {
		return nil
	}
	_, err := registry.ChangeDelivery(ctx, store, c.Name, func(d *registry.Delivery) error {
		if d.Version == 0 {
			return errors.New("no server has sent to a webhook of that name")
		}
		if c.Skip && !d.Skip(time.Now().UTC()) {
			return errors.New("no change fails now")
		}
		if c.Resend {
			d.Resend()
		}
		return nil
	})
	return err
}

func showDelivery(to io.Writer, d registry.Delivery, revision int) {
	fmt.Fprintf(to, "%s: sent up to revision %d of %d", d.Name, d.Revision, revision)
	if len(d.Again) > 0 {
		fmt.Fprintf(to, ", %d to be sent again", len(d.Again))
	}
	fmt.Fprintln(to)
	if f := d.Failure; f != nil {
		fmt.Fprintf(to, "  revision %d fails since %s, %d times, last at %s: %s\n", f.Revision, f.Since.Format(time.RFC3339), f.Attempts, f.At.Format(time.RFC3339), f.Why)
	}
	if len(d.Dead) == 0 {
		return
	}
	fmt.Fprintf(to, "  %d given up:\n", len(d.Dead)+d.Lost)
	for _, letter := range d.Dead[max(0, len(d.Dead)-mostShown):] {
		fmt.Fprintf(to, "    revision %d at %s: %s\n", letter.Revision, letter.At.Format(time.RFC3339), letter.Why)
	}
}
