package e2e

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"ketenkaart/e2e/world"
	"ketenkaart/events"
	"ketenkaart/registry"
)

// signedBy is the secret of all webhooks here, and its key.
const (
	signedBy    = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
	signedByKey = "0123456789abcdef0123456789abcdef"
)

// brisk has a test wait for no more than it has to.
var brisk = events.Pace{Renew: 10 * time.Millisecond, Lapse: 300 * time.Millisecond, Answer: 20 * time.Second, First: time.Millisecond, Longest: 5 * time.Millisecond}

// posted is what a receiver got.
type posted struct {
	event  cloudEvent
	header http.Header
}

// receiver takes events, and answers each as it is told.
type receiver struct {
	*httptest.Server
	got chan posted
}

// receives starts one; answer gets the number of the request, from 1.
func receives(t *testing.T, answer func(w http.ResponseWriter, r *http.Request, number int)) *receiver {
	t.Helper()
	return receivesBy(t, httptest.NewServer, answer)
}

// receivesBy starts one that speaks TLS, or does not.
func receivesBy(t *testing.T, begin func(http.Handler) *httptest.Server, answer func(w http.ResponseWriter, r *http.Request, number int)) *receiver {
	t.Helper()
	to, number := &receiver{got: make(chan posted, 100)}, 0
	to.Server = begin(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		var event cloudEvent
		if err := json.Unmarshal(body, &event); err != nil {
			t.Errorf("%s is no event: %v", body, err)
		}
		mac := hmac.New(sha256.New, []byte(signedByKey))
		fmt.Fprintf(mac, "%s.%s.%s", r.Header.Get("webhook-id"), r.Header.Get("webhook-timestamp"), body)
		if want := "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil)); err != nil || r.Header.Get("webhook-signature") != want || r.Header.Get("webhook-id") != event.ID {
			t.Errorf("signed %q, want %q: %v", r.Header.Get("webhook-signature"), want, err)
		}
		select {
		case to.got <- posted{event, r.Header}:
		default: // as much as no test waits for
		}
		number++
		answer(w, r, number)
	}))
	t.Cleanup(to.Close)
	return to
}

func takes(w http.ResponseWriter, _ *http.Request, _ int) { w.WriteHeader(http.StatusNoContent) }

// wants waits for the events of these revisions, in this order.
func (r *receiver) wants(t *testing.T, revisions ...int) {
	t.Helper()
	for _, revision := range revisions {
		select {
		case got := <-r.got:
			if got.event.Data.Revision != revision {
				t.Fatalf("got revision %d, want %d", got.event.Data.Revision, revision)
			}
		case <-time.After(time.Minute):
			t.Fatalf("revision %d did not come", revision)
		}
	}
}

// hooked is a webhook on a store.
type hooked struct {
	name  string
	store registry.DeliveryStore
	reg   *registry.Registry
	hooks []events.Webhook
	// metrics takes the numbers of the sender; nil takes none.
	metrics prometheus.Registerer
}

// hook reads a webhook of a name that no test has, to a URL, with more of it as it stands in the file.
func hook(t *testing.T, s world.Server, url, more string) hooked {
	t.Helper()
	folder := t.TempDir()
	name := strings.ToLower(fmt.Sprintf("%.20s-%d", strings.ReplaceAll(strings.NewReplacer("/", "", "Webhooks", "").Replace(t.Name()), "_", ""), time.Now().UnixNano()%1e9))
	file := fmt.Sprintf(`{"webhooks": [{"name": %q, "url": %q, "secretFile": "secret"%s}]}`, name, url, more)
	for path, text := range map[string]string{"secret": signedBy, "webhooks.json": file} {
		if err := os.WriteFile(filepath.Join(folder, path), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	hooks, err := events.ReadWebhooks(filepath.Join(folder, "webhooks.json"))
	if err != nil {
		t.Fatal(err)
	}
	return hooked{name, s.Opened(t).(registry.DeliveryStore), s.Another(t), hooks, nil}
}

// private is what every receiver of a test needs.
const private = `, "allowPrivate": true`

// send sends until it is stopped, by a server that has begun, or waits for its turn.
func (h hooked) send(t *testing.T, pace events.Pace) (stop func()) {
	t.Helper()
	sender, err := events.NewSender(events.Maker{Registry: h.reg, Source: "urn:nld:oin:00000001823288444000:systeem:proef"}, h.store, h.hooks, pace, slog.New(slog.DiscardHandler), h.metrics)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { defer close(ended); sender.Run(ctx) }()
	stop = func() { cancel(); <-ended }
	t.Cleanup(stop)
	h.until(t, func(d registry.Delivery) bool { return d.Holder != "" })
	return stop
}

// until waits until the delivery is as it should be.
func (h hooked) until(t *testing.T, is func(registry.Delivery) bool) (d registry.Delivery) {
	t.Helper()
	looks := time.NewTicker(5 * time.Millisecond)
	defer looks.Stop()
	for began := time.Now(); time.Since(began) < time.Minute; <-looks.C {
		var err error
		if d, err = registry.DeliveryOf(t.Context(), h.store, h.name); err != nil {
			t.Fatal(err)
		}
		if is(d) {
			return d
		}
	}
	t.Fatalf("it stays %+v", d)
	return d
}

// TestWebhooksComeInOrder: each change of a filter comes once and signed, a receiver that fails gets it again before the next, and a
// server that is started again goes on behind the last.
func TestWebhooksComeInOrder(t *testing.T) {
	for _, s := range world.Servers(t) {
		t.Run(s.Name, func(t *testing.T) {
			create := sectors(t, s)
			to := receives(t, func(w http.ResponseWriter, _ *http.Request, number int) {
				if number == 2 || number == 3 {
					w.Header().Set("Retry-After", "0")
					w.WriteHeader([]int{http.StatusInternalServerError, http.StatusTooManyRequests}[number-2])
				}
			})
			h := hook(t, s, to.URL, private+`, "filter": {"kinds": ["Sector"]}`)
			stop := h.send(t, brisk)
			first, second := create("hook-1"), create("hook-2")
			if _, err := h.reg.RegisterPartner(registry.WithActor(t.Context(), registry.LocalActor()), registry.RegisterPartnerInput{Key: new("hook-" + s.Name), Name: "Niet van een sector"}); err != nil {
				t.Fatal(err)
			}
			third := create("hook-3")
			to.wants(t, first, second, second, second, third)
			h.until(t, func(d registry.Delivery) bool { return d.Revision == third && d.Failure == nil })
			stop()
			if d := h.until(t, func(registry.Delivery) bool { return true }); d.Holder != "" {
				t.Errorf("a server that stopped keeps %+v", d)
			}
			missed := []int{create("hook-4"), create("hook-5")}
			h.send(t, brisk)
			to.wants(t, missed...)
			if len(to.got) > 0 {
				t.Errorf("%+v came too", <-to.got)
			}
		})
	}
}

// TestWebhooksAreSentByOneServer: of two servers on one store one sends; the other takes over from one that is gone without a word.
func TestWebhooksAreSentByOneServer(t *testing.T) {
	for _, s := range world.Servers(t) {
		t.Run(s.Name, func(t *testing.T) {
			create, to := sectors(t, s), receives(t, takes)
			one := hook(t, s, to.URL, private)
			another := one
			another.store, another.reg = s.Opened(t).(registry.DeliveryStore), s.Another(t)
			// A server that held it, and does not come back.
			if err := one.store.PutDelivery(t.Context(), registry.Delivery{Name: one.name, Revision: revision(t, s), Holder: "gone"}); err != nil {
				t.Fatal(err)
			}
			one.send(t, brisk)
			another.send(t, brisk)
			one.until(t, func(d registry.Delivery) bool { return d.Holder != "gone" })
			var made []int
			for n := range 5 {
				made = append(made, create(fmt.Sprint("een-", n)))
			}
			to.wants(t, made...)
			one.until(t, func(d registry.Delivery) bool { return d.Revision == made[4] })
			if len(to.got) > 0 {
				t.Errorf("%+v came twice", <-to.got)
			}
		})
	}
}

// numbers are what Prometheus reads of a webhook that took two events.
const numbers = `# HELP ketenkaart_webhook_attempts_total Events that were sent to webhooks, by how that ended: delivered, failed, or given up.
# TYPE ketenkaart_webhook_attempts_total counter
ketenkaart_webhook_attempts_total{result="delivered",webhook="%[1]s"} 2
`

// TestWebhooksGiveUp: what a receiver wants no more of, or fails at for too long, is given up, and the next comes; an operator has it sent again.
func TestWebhooksGiveUp(t *testing.T) {
	for _, s := range world.Servers(t) {
		for name, c := range map[string]struct {
			status, times int
			more, counted string
		}{
			"gone":     {http.StatusGone, 1, "", numbers + `ketenkaart_webhook_attempts_total{result="given up",webhook="%[1]s"} 1` + "\n"},
			"too long": {http.StatusServiceUnavailable, 3, `, "giveUpAfter": "1ns"`, numbers + `ketenkaart_webhook_attempts_total{result="failed",webhook="%[1]s"} 2` + "\n" + `ketenkaart_webhook_attempts_total{result="given up",webhook="%[1]s"} 1` + "\n"},
		} {
			t.Run(s.Name+" "+name, func(t *testing.T) {
				create := sectors(t, s)
				to := receives(t, func(w http.ResponseWriter, _ *http.Request, number int) {
					if number <= c.times {
						w.WriteHeader(c.status)
					}
				})
				h, metrics := hook(t, s, to.URL, private+c.more), prometheus.NewRegistry()
				h.metrics = metrics
				h.send(t, brisk)
				first, second := create("op-1-"+name[:3]), create("op-2-"+name[:3])
				to.wants(t, slices.Repeat([]int{first}, c.times)...)
				to.wants(t, second)
				d := h.until(t, func(d registry.Delivery) bool { return d.Revision == second })
				if len(d.Dead) != 1 || d.Dead[0].Revision != first || !strings.Contains(d.Dead[0].Why, fmt.Sprint(c.status)) || d.Failure != nil {
					t.Errorf("got %+v", d)
				}
				if _, err := registry.ChangeDelivery(t.Context(), h.store, h.name, func(d *registry.Delivery) error { d.Resend(); return nil }); err != nil {
					t.Fatal(err)
				}
				to.wants(t, first)
				h.until(t, func(d registry.Delivery) bool { return len(d.Dead)+len(d.Again) == 0 && d.Revision == second })
				if err := testutil.GatherAndCompare(metrics, strings.NewReader(fmt.Sprintf(c.counted, h.name)), "ketenkaart_webhook_attempts_total"); err != nil {
					t.Error(err)
				}
			})
		}
	}
}

// TestWebhooksAreTriedWhileServersRun: a change that failed days ago, since when no server ran, is not given up by the next failure.
func TestWebhooksAreTriedWhileServersRun(t *testing.T) {
	s := world.Embedded(t)
	to := receives(t, func(w http.ResponseWriter, _ *http.Request, number int) {
		if number == 1 {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	})
	h := hook(t, s, to.URL, private)
	before := revision(t, s)
	made, long := sectors(t, s)("lang"), time.Now().Add(-100*time.Hour)
	failed := registry.DeliveryFailure{Revision: made, Attempts: 9, Since: long, At: long.Add(time.Hour), Tried: time.Hour}
	if err := h.store.PutDelivery(t.Context(), registry.Delivery{Name: h.name, Revision: before, Failure: &failed}); err != nil {
		t.Fatal(err)
	}
	h.send(t, brisk)
	to.wants(t, made, made)
	if d := h.until(t, func(d registry.Delivery) bool { return d.Revision == made }); len(d.Dead) > 0 {
		t.Errorf("it was given up: %+v", d)
	}
}

// TestWebhooksAreSentAgainOnce: what an operator has sent again goes behind what is new, each once, and is given up anew by a receiver
// that does not take it.
func TestWebhooksAreSentAgainOnce(t *testing.T) {
	for _, s := range world.Servers(t) {
		t.Run(s.Name, func(t *testing.T) {
			create, to := sectors(t, s), receives(t, func(w http.ResponseWriter, _ *http.Request, number int) {
				if number == 2 {
					w.WriteHeader(http.StatusServiceUnavailable)
				}
			})
			h := hook(t, s, to.URL, private)
			first, second, third := create("weer-1"), create("weer-2"), create("weer-3")
			given := registry.Delivery{Name: h.name, Revision: second, Again: []int{first, second}}
			if err := h.store.PutDelivery(t.Context(), given); err != nil {
				t.Fatal(err)
			}
			h.send(t, brisk)
			to.wants(t, third, first, second)
			d := h.until(t, func(d registry.Delivery) bool { return len(d.Again) == 0 })
			if len(d.Dead) != 1 || d.Dead[0].Revision != first || !strings.Contains(d.Dead[0].Why, "503") || d.Revision != third || d.Failure != nil {
				t.Errorf("got %+v", d)
			}
			if len(to.got) > 0 {
				t.Errorf("%+v came too", <-to.got)
			}
		})
	}
}

// TestWebhooksFail: each way to fail is told, tried again, and skipped by an operator.
func TestWebhooksFail(t *testing.T) {
	s := world.Embedded(t)
	elsewhere := receives(t, takes)
	hanging := brisk
	hanging.Answer = 10 * time.Millisecond
	for name, c := range map[string]struct {
		answer func(w http.ResponseWriter, r *http.Request, number int)
		more   string
		pace   events.Pace
		why    string
	}{
		"redirect": {func(w http.ResponseWriter, r *http.Request, _ int) {
			http.Redirect(w, r, elsewhere.URL, http.StatusTemporaryRedirect)
		}, private, brisk, "redirects are not followed"},
		"silence":    {func(_ http.ResponseWriter, r *http.Request, _ int) { <-r.Context().Done() }, private, hanging, "in time"},
		"broken off": {func(http.ResponseWriter, *http.Request, int) { panic(http.ErrAbortHandler) }, private, brisk, "cannot be reached"},
	} {
		t.Run(name, func(t *testing.T) {
			create, to := sectors(t, s), receives(t, c.answer)
			h := hook(t, s, to.URL, c.more)
			h.send(t, c.pace)
			made := create("fout-" + name[:3])
			to.wants(t, made, made)
			d := h.until(t, func(d registry.Delivery) bool { return d.Failure != nil && d.Failure.Attempts > 1 })
			if d.Failure.Revision != made || !strings.Contains(d.Failure.Why, c.why) || strings.Contains(d.Failure.Why, to.URL) {
				t.Errorf("got %+v", d.Failure)
			}
			if _, err := registry.ChangeDelivery(t.Context(), h.store, h.name, func(d *registry.Delivery) error { d.Skip(time.Now()); return nil }); err != nil {
				t.Fatal(err)
			}
			next := create("fout-2-" + name[:3])
			h.until(t, func(d registry.Delivery) bool { return d.Failure != nil && d.Failure.Revision == next })
		})
	}
	if len(elsewhere.got) > 0 {
		t.Error("a redirect was followed")
	}
}

// TestWebhooksSpeakTLS: a receiver is believed whose certificate is of the file, and no other; a token goes along.
func TestWebhooksSpeakTLS(t *testing.T) {
	s, to := world.Embedded(t), receivesBy(t, httptest.NewTLSServer, takes)
	folder := t.TempDir()
	for name, text := range map[string][]byte{
		"ca.pem": pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: to.Certificate().Raw}), "token": []byte("een-token\n"),
	} {
		if err := os.WriteFile(filepath.Join(folder, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	stranger := hook(t, s, to.URL, private)
	known := hook(t, s, to.URL, fmt.Sprintf(private+`, "caFile": %q, "tokenFile": %q`, filepath.Join(folder, "ca.pem"), filepath.Join(folder, "token")))
	stranger.send(t, brisk)
	known.send(t, brisk)
	made := sectors(t, s)("tls")
	if d := stranger.until(t, func(d registry.Delivery) bool { return d.Failure != nil }); !strings.Contains(d.Failure.Why, "certificate") {
		t.Errorf("got %+v", d.Failure)
	}
	if got := <-to.got; got.event.Data.Revision != made || got.header.Get("Authorization") != "Bearer een-token" || got.header.Get("Content-Type") != "application/cloudevents+json; charset=utf-8" {
		t.Errorf("got %+v", got)
	}
}

// TestWebhooksReachNothingWithin: a receiver on this machine or a network of our own is not spoken to, unless the file allows it.
func TestWebhooksReachNothingWithin(t *testing.T) {
	s, to := world.Embedded(t), receives(t, takes)
	_, port, _ := strings.Cut(strings.TrimPrefix(to.URL, "http://"), ":")
	for n, host := range []string{"127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "0.0.0.0", "[::1]"} {
		h := hook(t, s, "https://"+host+":"+port, "")
		stop := h.send(t, brisk)
		made := sectors(t, s)(fmt.Sprint("binnen-", n))
		d := h.until(t, func(d registry.Delivery) bool { return d.Failure != nil })
		if d.Failure.Revision != made || !strings.Contains(d.Failure.Why, "allowPrivate") {
			t.Errorf("%s: got %+v", host, d.Failure)
		}
		stop()
	}
	if len(to.got) > 0 {
		t.Error("it was reached")
	}
}

// TestR21WebhooksShowWhatTheFeedShows: of an agreement that is closed a webhook hears that has the rights of a party.
func TestR21WebhooksShowWhatTheFeedShows(t *testing.T) {
	for _, s := range world.Servers(t) {
		t.Run(s.Name, func(t *testing.T) {
			party, other := receives(t, takes), receives(t, takes)
			of := hook(t, s, party.URL, private+`, "roles": ["REGION_EDITOR"], "regions": ["VR08"]`)
			not := hook(t, s, other.URL, private+`, "roles": ["REGION_EDITOR"], "regions": ["VR01"]`)
			for _, h := range []hooked{of, not} {
				h.reg.SetClosed(registry.Closed{Agreements: true})
				h.send(t, brisk)
			}
			made, err := s.Another(t).ExploreAgreement(registry.WithActor(t.Context(), registry.LocalActor()), registry.ExploreAgreementInput{Title: "Gesloten", RegionCodes: []string{"VR08"}, LedBy: "VR08", PartnerKeys: []string{"vitens"}})
			if err != nil {
				t.Fatal(err)
			}
			open := sectors(t, s)("geheim")
			party.wants(t, made.Change.Revision, open)
			other.wants(t, open)
		})
	}
}
