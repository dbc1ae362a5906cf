package api_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"ketenkaart/api"
	"ketenkaart/api/streamtest"
	"ketenkaart/auth/authtest"
	"ketenkaart/registry"
)

// signing opens a door for those with a token, and gives what signs one with a role.
func signing(t *testing.T, k *ticking, resolve answers, change func(*api.Config)) (*door, func(role string, lasts time.Duration) string) {
	t.Helper()
	signIn, sign := authtest.Issuer(t)
	door := openTicking(t, k, resolve, func(config *api.Config) {
		config.SignIn = signIn
		if change != nil {
			change(config)
		}
	})
	return door, sign
}

func TestWhoIsNotKnownIsAskedToSignIn(t *testing.T) {
	door, sign := signing(t, newTicking(), func(ctx context.Context) (string, error) {
		actor, _ := registry.ActorFrom(ctx)
		return fmt.Sprintf(`{"ok":%q}`, actor.ID), nil
	}, nil)
	for name, c := range map[string]struct{ header, challenge, reason string }{
		"nobody":       {"", "Bearer", "SIGN_IN_REQUIRED"},
		"another way":  {"Basic YTpi", "Bearer", "SIGN_IN_REQUIRED"},
		"a made-up":    {"Bearer abc", `Bearer error="invalid_token"`, "TOKEN_REFUSED"},
		"one expired":  {sign("reader", -time.Hour), `Bearer error="invalid_token"`, "TOKEN_REFUSED"},
		"an empty one": {"Bearer ", `Bearer error="invalid_token"`, "TOKEN_REFUSED"},
	} {
		t.Run(name, func(t *testing.T) {
			for path, got := range map[string]answer{
				"POST":   door.ask(t, "{ ok }", nil, "Authorization", c.header),
				"GET":    send(t, "GET", door.URL+api.Path+"?query=%7Bok%7D", "", "Authorization", c.header),
				"export": send(t, "GET", door.URL+"/export/partners.csv", "", "Authorization", c.header),
			} {
				if got.status != http.StatusUnauthorized || got.header.Get("WWW-Authenticate") != c.challenge || got.code() != "UNAUTHENTICATED" || got.reason() != c.reason {
					t.Errorf("%s: got %d %q %s", path, got.status, got.header.Get("WWW-Authenticate"), got.body)
				}
			}
		})
	}
	if got := door.ask(t, "{ ok }", nil, "Authorization", sign("reader", time.Hour)); got.status != http.StatusOK || string(got.Data) != `{"ok":"u-reader"}` {
		t.Errorf("with a token: %d %s", got.status, got.body)
	}
	if got := send(t, "GET", door.URL+"/export/partners.csv", "", "Authorization", sign("reader", time.Hour)); got.status != http.StatusForbidden || got.reason() != "NOT_ALLOWED" {
		t.Errorf("an export by a reader: %d %s", got.status, got.body)
	}
	door.Close()
	for _, line := range door.log.lines(t, "request") {
		if text := fmt.Sprint(line); strings.Contains(text, "eyJ") {
			t.Errorf("the log has a token: %s", text)
		}
	}
}

func TestAWebSocketSaysWhoItIsInItsFirstMessage(t *testing.T) {
	door, sign := signing(t, newTicking(), func(ctx context.Context) (string, error) {
		actor, _ := registry.ActorFrom(ctx)
		return fmt.Sprintf(`{"ok":%q}`, actor.ID), nil
	}, nil)
	s := streamtest.Greet(t, door.URL+api.Path, map[string]any{"Authorization": sign("reader", time.Hour)})
	wantEvent(t, s, "connection_ack", "")
	s.Subscribe(t, "1", "{ ok }", nil)
	wantEvent(t, s, "next", `{"data":{"ok":"u-reader"}}`)
	for name, c := range map[string]struct {
		payload map[string]any
		closed  string
	}{
		"nobody":      {nil, "4401"},
		"a made-up":   {map[string]any{"Authorization": "Bearer abc"}, "4403"},
		"another way": {map[string]any{"Authorization": "Basic YTpi"}, "4403"},
		"a number":    {map[string]any{"Authorization": 3}, "4401"},
	} {
		t.Run(name, func(t *testing.T) {
			s := streamtest.Greet(t, door.URL+api.Path, c.payload)
			event := s.Next(t)
			for event.Type != "closed" && event.Type != "connection_ack" {
				event = s.Next(t)
			}
			if event.Type != "closed" || event.Payload != c.closed {
				t.Errorf("got %v, want to be closed with %s", event, c.closed)
			}
		})
	}
}

func TestR21ATokenThatExpiresEndsItsSubscription(t *testing.T) {
	k := newTicking()
	// The token has expired by less than clocks may differ.
	door, sign := signing(t, k, fine, nil)
	s := streamtest.Greet(t, door.URL+api.Path, map[string]any{"Authorization": sign("reader", -28*time.Second)})
	wantEvent(t, s, "connection_ack", "")
	s.Subscribe(t, "1", ticks, nil)
	<-k.began
	event := s.Next(t)
	for event.Type != "closed" {
		event = s.Next(t)
	}
	if event.Payload != "4401" {
		t.Errorf("it is closed with %s", event.Payload)
	}
	<-k.ended
}

func TestR21EventsEndByAWordWhenTheirTokenExpires(t *testing.T) {
	door, sign := signing(t, newTicking(), fine, nil)
	got := send(t, http.MethodPost, door.URL+api.Path, `{"query": "subscription { ticks }"}`,
		"Content-Type", "application/json", "Accept", "text/event-stream", "Authorization", sign("reader", -28*time.Second))
	_, last, _ := strings.Cut(got.body, "event: next\ndata: ")
	if !strings.Contains(last, `"reason":"SIGN_IN_REQUIRED"`) || !strings.HasSuffix(last, "\n\nevent: complete\ndata: \n\n") {
		t.Errorf("got %d %q", got.status, got.body)
	}
}

func TestAServerThatOnlyReadsChangesNothing(t *testing.T) {
	door := open(t, fine, func(config *api.Config) { config.ReadOnly = true })
	if got := door.ask(t, "mutation { change }", nil); got.code() != "FORBIDDEN" || got.reason() != "READ_ONLY" {
		t.Errorf("got %d %s", got.status, got.body)
	}
	if got := door.ask(t, "{ ok }", nil); got.status != http.StatusOK {
		t.Errorf("got %d %s", got.status, got.body)
	}
}
