package e2e

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ketenkaart/api"
	"ketenkaart/auth/authtest"
	"ketenkaart/e2e/world"
	"ketenkaart/registry"
)

// cloudEvent is what a receiver reads of an event.
type cloudEvent struct {
	SpecVersion, ID, Source, Type, Subject, Time, Sequence, SequenceType, DataContentType string
	Data                                                                                  struct {
		Revision                         int
		Things, Kinds, Regions, Partners []string
		More                             bool
	}
}

// eventSource reads server-sent events as the standard says, and knows no more than that.
type eventSource struct {
	lines    *bufio.Scanner
	response *http.Response
}

// follows asks for the events, and gives them when they are answered.
func follows(t *testing.T, s world.Server, query string, header http.Header) *eventSource {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.TrimSuffix(s.URL, api.Path)+"/events"+query, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header = header
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = response.Body.Close() })
	if response.StatusCode != http.StatusOK || response.Header.Get("Content-Type") != "text/event-stream" {
		t.Fatalf("%s: %d %s", query, response.StatusCode, response.Header)
	}
	return &eventSource{lines: bufio.NewScanner(response.Body), response: response}
}

// next waits for an event, and gives its id and its data.
func (e *eventSource) next(t *testing.T) (id string, event cloudEvent) {
	t.Helper()
	data := ""
	for e.lines.Scan() {
		name, value, _ := strings.Cut(e.lines.Text(), ": ")
		switch {
		case name == "id":
			id = value
		case name == "data":
			data += value
		case e.lines.Text() == "" && data != "":
			if err := json.Unmarshal([]byte(data), &event); err != nil {
				t.Fatalf("%s is no event: %v", data, err)
			}
			return id, event
		}
	}
	t.Fatal("the stream ended")
	return "", event
}

// sectors makes changes by another process on the same store.
func sectors(t *testing.T, s world.Server) func(code string) int {
	ctx, another := registry.WithActor(t.Context(), registry.LocalActor()), s.Another(t)
	return func(code string) int {
		t.Helper()
		payload, err := another.CreateSector(ctx, registry.CreateSectorInput{Code: code, Name: "Sector"})
		if err != nil {
			t.Fatal(err)
		}
		return payload.Change.Revision
	}
}

// TestEventsGoOn reads the past and what comes, is cut off, and goes on behind the last event.
func TestEventsGoOn(t *testing.T) {
	for _, s := range world.Servers(t) {
		create := sectors(t, s)
		first := create("eerste")
		filter := url.QueryEscape(`{"kinds": ["Sector"]}`)
		stream := follows(t, s, fmt.Sprintf("?afterRevision=%d&filter=%s", first-1, filter), nil)
		id, got := stream.next(t)
		want := cloudEvent{
			SpecVersion: "1.0", ID: fmt.Sprintf("Change:%d", first), Source: "urn:nld:ketenkaart", Type: "nl.ketenkaart.create-sector", Subject: "Sector:eerste",
			Time: "2026-11-23T11:00:00Z", Sequence: fmt.Sprint(first), SequenceType: "Integer", DataContentType: "application/json",
		}
		want.Data.Revision, want.Data.Things, want.Data.Kinds, want.Data.Regions, want.Data.Partners = first, []string{"Sector:eerste"}, []string{"Sector"}, []string{}, []string{}
		if diff := cmp.Diff(want, got); diff != "" || id != fmt.Sprint(first) {
			t.Errorf("%s, id %s: (-want +got)\n%s", s.Name, id, diff)
		}
		second := create("tweede")
		if id, got = stream.next(t); id != fmt.Sprint(second) || got.Subject != "Sector:tweede" {
			t.Errorf("%s: got %s %v", s.Name, id, got)
		}
		_ = stream.response.Body.Close() // as a client that loses its connection
		third := create("derde")
		again := follows(t, s, "?afterRevision=0&filter="+filter, http.Header{"Last-Event-Id": {id}})
		if id, got = again.next(t); id != fmt.Sprint(third) || got.Subject != "Sector:derde" {
			t.Errorf("%s: got %s %v", s.Name, id, got)
		}
	}
}

// TestEventsAreSmall: the bundled register came by one change, of thousands of things; an event of it names some. The past and
// what comes are told alike.
func TestEventsAreSmall(t *testing.T) {
	s := world.Embedded(t)
	_, event := follows(t, s, "?afterRevision=0", nil).next(t)
	if len(event.Data.Things) != 100 || !event.Data.More || event.Subject != "" || event.Type != "nl.ketenkaart.import-register" {
		t.Errorf("got %+v", event)
	}
	filter := "?filter=" + url.QueryEscape(`{"regions": ["VR01"]}`)
	live := follows(t, s, filter, nil)
	if said := s.Ask(t, `mutation { startCollaborations(input: {collaborations: [{regionCode: "VR01", partnerKey: "waterschap-limburg", profile: KERN, since: "2030-01-01", motivation: "proef"}, {regionCode: "VR02", partnerKey: "waterschap-limburg", profile: KERN, since: "2030-01-01", motivation: "proef"}]}) { change { revision } } }`, nil); strings.Contains(said, "errors") {
		t.Fatal(said)
	}
	id, came := live.next(t)
	_, past := follows(t, s, filter+"&afterRevision=1", nil).next(t)
	if diff := cmp.Diff(came, past); diff != "" || id != "2" || len(came.Data.Things) != 1 || came.Data.More || !cmp.Equal(came.Data.Regions, []string{"VR01"}) {
		t.Errorf("id %s, %+v (-live +past)\n%s", id, came, diff)
	}
}

func TestEventsAreRefused(t *testing.T) {
	s := world.Embedded(t).Changed(t, func(config *api.Config, _ *registry.Registry) { config.Limits.Subscriptions = 1 })
	for query, reason := range map[string]string{
		"?filter=" + url.QueryEscape(`{"kinds": ["Fiets"]}`):       `"INVALID"`,
		"?filter=" + url.QueryEscape(`{"regions": ["Groningen"]}`): `"MALFORMED_CODE"`,
		"?filter={":         `"INVALID"`,
		"?afterRevision=-1": `"INVALID"`,
		"?revision=1":       `"INVALID"`,
		"?afterRevision=%":  `"MALFORMED_REQUEST"`,
		"?afterRevision=99": `and the register is at revision 1: read it anew`,
	} {
		if status, body := s.Try(t, "/events"+query); status != http.StatusBadRequest || !strings.Contains(body, reason) {
			t.Errorf("%s: %d %s", query, status, body)
		}
	}
	for name, c := range map[string]struct {
		method string
		header http.Header
		status int
	}{
		"by POST":                {http.MethodPost, nil, http.StatusMethodNotAllowed},
		"after no event":         {http.MethodGet, http.Header{"Last-Event-Id": {"Change:1"}}, http.StatusBadRequest},
		"after one to come":      {http.MethodGet, http.Header{"Last-Event-Id": {"99"}}, http.StatusBadRequest},
		"of another site's page": {http.MethodGet, http.Header{"Sec-Fetch-Site": {"cross-site"}}, http.StatusForbidden},
	} {
		request, err := http.NewRequestWithContext(t.Context(), c.method, strings.TrimSuffix(s.URL, api.Path)+"/events", nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Header = c.header
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		if response.StatusCode != c.status {
			t.Errorf("%s: got %d, want %d", name, response.StatusCode, c.status)
		}
	}
	follows(t, s, "", nil)
	if status, body := s.Try(t, "/events"); status != http.StatusTooManyRequests || !strings.Contains(body, "TOO_MANY_SUBSCRIBERS") {
		t.Errorf("the second of a client that has one: %d %s", status, body)
	}
}

// TestEventsAreHeardOf: a stream without events says again and again up to where it has looked. The past comes though it takes longer to
// read than a stream may be silent.
func TestEventsAreHeardOf(t *testing.T) {
	s := world.Embedded(t).Changed(t, func(config *api.Config, _ *registry.Registry) { config.KeepAlive = time.Nanosecond })
	stream, said := follows(t, s, "", nil), 0
	for said < 3 && stream.lines.Scan() {
		if stream.lines.Text() == "id: 1" {
			said++
		}
	}
	if said < 3 {
		t.Errorf("it ended after it was heard of %d times", said)
	}
	if id, event := follows(t, s, "?afterRevision=0", nil).next(t); id != "1" || event.Data.Revision != 1 {
		t.Errorf("got %s %+v", id, event)
	}
}

// TestEventsGoOnBeforeTheFirst: who is cut off before any event came misses nothing, also not behind changes of another kind.
func TestEventsGoOnBeforeTheFirst(t *testing.T) {
	for _, server := range world.Servers(t) {
		s := server.Changed(t, func(config *api.Config, _ *registry.Registry) { config.KeepAlive = time.Millisecond })
		create := sectors(t, server)
		before := create("voor")
		stream := follows(t, s, "?filter="+url.QueryEscape(`{"kinds": ["Partner"]}`), nil)
		stream.saysAt(t, before)
		after := create("na")
		stream.saysAt(t, after)
		_ = stream.response.Body.Close() // as a client that loses its connection
		missed := create("gemist")
		if id, event := follows(t, s, "", http.Header{"Last-Event-Id": {fmt.Sprint(after)}}).next(t); id != fmt.Sprint(missed) || event.Subject != "Sector:gemist" {
			t.Errorf("%s: got %s %+v", s.Name, id, event)
		}
	}
}

// saysAt waits until a stream says by an id that it has looked up to a revision.
func (e *eventSource) saysAt(t *testing.T, revision int) {
	t.Helper()
	for e.lines.Scan() {
		if e.lines.Text() == fmt.Sprintf("id: %d", revision) {
			return
		}
	}
	t.Fatalf("the stream ended before revision %d", revision)
}

func TestR21EventsEndWithTheirToken(t *testing.T) {
	signIn, sign := authtest.Issuer(t)
	s := world.Embedded(t).Changed(t, func(config *api.Config, _ *registry.Registry) { config.SignIn = signIn })
	if status, body := s.Try(t, "/events"); status != http.StatusUnauthorized {
		t.Errorf("without a token: %d %s", status, body)
	}
	// The token has expired by less than clocks may differ.
	stream, last := follows(t, s, "", http.Header{"Authorization": {sign("reader", -28*time.Second)}}), ""
	for stream.lines.Scan() {
		last += stream.lines.Text() + "\n"
	}
	if _, end, ended := strings.Cut(last, "event: end\ndata: "); !ended || !strings.Contains(end, `"SIGN_IN_REQUIRED"`) {
		t.Errorf("it ended with %q", last)
	}
}

// TestR21EventsShowWhatTheFeedShows: of an agreement that is closed nothing is told to who is no party to it.
func TestR21EventsShowWhatTheFeedShows(t *testing.T) {
	signIn, sign := authtest.Issuer(t)
	for _, server := range world.Servers(t) {
		s := server.Changed(t, func(config *api.Config, reg *registry.Registry) {
			config.SignIn = signIn
			reg.SetClosed(registry.Closed{Agreements: true})
		})
		local := registry.WithActor(t.Context(), registry.LocalActor())
		before := revision(t, server)
		made, err := s.Another(t).ExploreAgreement(local, registry.ExploreAgreementInput{Title: "Gesloten", RegionCodes: []string{"VR08"}, LedBy: "VR08", PartnerKeys: []string{"vitens"}})
		if err != nil {
			t.Fatal(err)
		}
		created := sectors(t, server)("open")
		query := fmt.Sprintf("?afterRevision=%d", before)
		if id, event := follows(t, s, query, http.Header{"Authorization": {sign("analyst", time.Hour)}}).next(t); id != fmt.Sprint(made.Change.Revision) || event.Subject != made.Agreement.ID() {
			t.Errorf("%s: an analyst sees %s %+v", s.Name, id, event)
		}
		if id, event := follows(t, s, query, http.Header{"Authorization": {sign("reader", time.Hour)}}).next(t); id != fmt.Sprint(created) {
			t.Errorf("%s: a reader sees %s %+v", s.Name, id, event)
		}
	}
}
