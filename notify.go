package main

import (
	"fmt"
	"net/url"
)

// notifyFlags say how other systems hear of what changes.
type notifyFlags struct {
	EventSource string `name:"event-source" env:"KETENKAART_EVENT_SOURCE" placeholder:"URN" help:"What events say that they come from, such as urn:nld:oin:00000001823288444000:systeem:ketenkaart with the OIN of your organisation."`
}

// check refuses what cannot work.
func (f notifyFlags) check() error {
	source, err := url.Parse(f.EventSource)
	if f.EventSource != "" && (err != nil || !source.IsAbs()) {
		return fmt.Errorf("--event-source=%s: write a URN such as urn:nld:oin:00000001823288444000:systeem:ketenkaart", f.EventSource)
	}
	return nil
}
