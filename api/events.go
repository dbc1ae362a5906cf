package api

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"ketenkaart/exchange"
	"ketenkaart/registry"
)

// EventsPath is where the changes are, as server-sent events that any EventSource reads.
const EventsPath = "/events"

// lastHeader says which event a client had last, when it comes back.
const lastHeader = "Last-Event-ID"

// comesBack is after how long a client comes back by itself whose stream has ended, in milliseconds.
const comesBack = 5_000

// isEvents recognises a request for the events.
func isEvents(r *http.Request) bool { return r.URL.Path == EventsPath }

// eventsHandler answers at EventsPath, to as many of one client as there may be subscriptions.
func eventsHandler(config Config, clients *clients, rates *rates) http.Handler {
	patience := cmp.Or(config.WriteTime, writeTime)
	feed := eventsFeed{config, NewExports(config), clients, patience, cmp.Or(config.KeepAlive, keepAlive)}
	return chain(feed, act(config.SignIn), rates.admit, keepStreams(config), only(http.MethodGet))
}

// eventsFeed answers with events.
type eventsFeed struct {
	config    Config
	arguments *Exports
	clients   *clients
	patience  time.Duration
	keepAlive time.Duration
}

// ServeHTTP sends the events until the client leaves, is not signed in any more, or does not take them in time.
func (f eventsFeed) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	of := runner{f.config.Proxies.senderOf(r).client(r.Context()), subscriptions}
	if err := f.clients.begin(of); err != nil {
		f.arguments.refuse(w, r, err)
		return
	}
	defer f.clients.end(of)
	filter, after, err := f.asked(r)
	if err != nil {
		f.arguments.refuse(w, r, err)
		return
	}
	subscription, err := f.config.Subscribe(r.Context(), filter, after)
	if err != nil {
		f.arguments.refuse(w, r, err)
		return
	}
	defer subscription.Close()
	w.Header().Set("Content-Type", eventStreamType)
	w.Header().Set("Cache-Control", "no-store")
	stream := newEventStream(r.Context(), w, f.patience)
	err = f.send(r.Context(), stream, subscription)
	stream.endWith(f.lastWord(r.Context(), err))
}

// asked reads the address as GraphQL reads the arguments of changes, and after which event a client goes on.
func (f eventsFeed) asked(r *http.Request) (*registry.ChangeFilter, *int, error) {
	asked, err := f.arguments.read(r, exchange.Export{What: "events", Format: "sse", Field: "changes", Arguments: []string{"filter", "afterRevision"}})
	if err != nil {
		return nil, nil, err
	}
	filter, _ := asked.Arguments["filter"].(*registry.ChangeFilter)
	after, _ := asked.Arguments["afterRevision"].(*int)
	if last := r.Header.Get(lastHeader); last != "" {
		revision, err := strconv.ParseInt(last, 10, 32)
		if err != nil {
			return nil, nil, registry.Invalid(registry.ReasonInvalid, lastHeader, "is the id of no event: those are revisions")
		}
		after = new(int(revision))
	}
	return filter, after, nil
}

// send writes each change as an event. At the beginning, and when there was none for a while, it writes an id alone: that is no
// event, but whoever loses the line then goes on from there.
func (f eventsFeed) send(ctx context.Context, stream *eventStream, subscription *registry.Subscription) error {
	fmt.Fprintf(stream, "retry: %d\nid: %d\n\n", comesBack, subscription.Revision())
	for {
		stream.Flush()
		change, idle, err := subscription.NextWithin(ctx, f.keepAlive)
		switch {
		case err != nil:
			return err
		case idle:
			fmt.Fprintf(stream, "id: %d\n\n", subscription.Revision())
			continue
		}
		event, err := f.config.Event(ctx, change)
		if err != nil {
			return err
		}
		fmt.Fprintf(stream, "id: %d\ndata: %s\n\n", change.Revision, event)
	}
}

// lastWord says why a stream ends. A client that may come back does so by itself.
func (f eventsFeed) lastWord(ctx context.Context, err error) string {
	if errors.Is(context.Cause(ctx), errSignedOut) {
		err = signedOut(nil)
	}
	body, _ := json.Marshal(refusalBody{Errors: f.arguments.presented(ctx, err)}) // of texts alone
	return fmt.Sprintf("event: end\ndata: %s\n\n", body)
}
