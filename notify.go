package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"

	"ketenkaart/api"
	"ketenkaart/events"
	"ketenkaart/registry"
	"ketenkaart/server"
)

// notifyFlags say how other systems hear of what changes.
type notifyFlags struct {
	EventSource string `name:"event-source" env:"KETENKAART_EVENT_SOURCE" placeholder:"URN" help:"What events say that they come from, such as urn:nld:oin:00000001823288444000:systeem:ketenkaart with the OIN of your organisation."`
	Webhooks    string `name:"webhooks" env:"KETENKAART_WEBHOOKS" placeholder:"FILE" type:"existingfile" help:"The receivers to which each change is sent, as JSON. Needs --event-source."`
}

// check refuses what cannot work.
func (f notifyFlags) check() error {
	source, err := url.Parse(f.EventSource)
	switch {
	case f.EventSource != "" && (err != nil || !source.IsAbs()):
		return fmt.Errorf("--event-source=%s: write a URN such as urn:nld:oin:00000001823288444000:systeem:ketenkaart", f.EventSource)
	case f.Webhooks != "" && f.EventSource == "":
		return errors.New("--webhooks needs --event-source, by which receivers know whose register it is")
	}
	return nil
}

// sender sends to the webhooks that the flags name; nil when they name none.
func (p *program) sender(store store, reg *registry.Registry, log *slog.Logger, watching *watching) (*events.Sender, error) {
	if p.Notify.Webhooks == "" {
		return nil, nil
	}
	hooks, err := events.ReadWebhooks(p.Notify.Webhooks)
	if err != nil {
		return nil, err
	}
	maker := server.Events(reg, api.Config{EventSource: p.Notify.EventSource, PublicURL: p.SignIn.PublicURL.text})
	return events.NewSender(maker, store, hooks, events.UsualPace(), log, watching.metrics)
}

// whileSending serves, and sends to webhooks meanwhile; it ends when both have.
func whileSending(ctx context.Context, sender *events.Sender, serve func(context.Context) error) error {
	if sender == nil {
		return serve(ctx)
	}
	sending, stop := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() { defer close(ended); sender.Run(sending) }()
	err := serve(ctx)
	stop()
	<-ended
	return err
}
