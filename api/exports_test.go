package api_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"ketenkaart/api"
	"ketenkaart/exchange"
	"ketenkaart/registry"
)

// exportOf opens a door with one export, things.csv, that writes whatever a test wants.
func exportOf(t *testing.T, write func(context.Context, io.Writer) error, change func(*api.Config)) *door {
	t.Helper()
	return open(t, fine, func(config *api.Config) {
		config.Today = func() registry.Date { return "2026-11-23" }
		config.Exports = []exchange.Export{{
			What: "things", Format: "csv", MediaType: "text/csv; charset=utf-8", Form: []string{"separator", "bom", "layout", "width"},
			Write: func(ctx context.Context, to io.Writer, _ exchange.Asked) error { return write(ctx, to) },
		}}
		if change != nil {
			change(config)
		}
	})
}

func line(_ context.Context, to io.Writer) error {
	_, err := io.WriteString(to, "a,b\n")
	return err
}

func TestAnExportIsAFileOfItsDay(t *testing.T) {
	door := exportOf(t, line, nil)
	for method, body := range map[string]string{"GET": "a,b\n", "HEAD": ""} {
		got := send(t, method, door.URL+"/export/things.csv", "")
		if got.status != 200 || got.body != body || got.header.Get("Content-Type") != "text/csv; charset=utf-8" ||
			got.header.Get("Content-Disposition") != `attachment; filename="ketenkaart-things-2026-11-23.csv"` || got.header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: got %d %q %v", method, got.status, got.body, got.header)
		}
	}
}

func TestExportsThatAreRefused(t *testing.T) {
	door := exportOf(t, line, nil)
	for path, test := range map[string]struct {
		method         string
		status         int
		reason, saying string
	}{
		"things.xlsx":                          {"GET", 404, "UNKNOWN_EXPORT", "the exports are things.csv"},
		"others.csv":                           {"GET", 404, "UNKNOWN_EXPORT", "the exports are things.csv"},
		"":                                     {"GET", 404, "UNKNOWN_EXPORT", "the exports are things.csv"},
		"things.csv?":                          {"POST", 405, "METHOD", "by GET"},
		"things.csv?colour=red":                {"GET", 400, "INVALID", "colour: is no parameter of things.csv, which has separator, bom, layout, width"},
		"things.csv?separator=pipe":            {"GET", 400, "INVALID", "separator"},
		"things.csv?separator=;&separator=tab": {"GET", 400, "INVALID", "twice"},
		"things.csv?bom=yes":                   {"GET", 400, "INVALID", "bom"},
		"things.csv?layout=RING":               {"GET", 400, "INVALID", "layout: \"RING\" is none of [GEOGRAPHIC STRESS BIPARTITE CIRCLE]"},
		"things.csv?width=399":                 {"GET", 400, "INVALID", "width: \"399\" is not a number of pixels from 400 to 3200"},
		"things.csv?width=3201":                {"GET", 400, "INVALID", "width"},
		"things.csv?width=wide":                {"GET", 400, "INVALID", "width"},
		"things.csv?bom=%zz":                   {"GET", 400, "MALFORMED_REQUEST", "cannot be read"},
	} {
		got := send(t, test.method, door.URL+"/export/"+path, "")
		if got.status != test.status || got.reason() != test.reason || len(got.Errors) == 0 || !strings.Contains(got.Errors[0].Message, test.saying) || got.header.Get("Content-Disposition") != "" {
			t.Errorf("%s %s: got %d %s", test.method, path, got.status, got.body)
		}
	}
}

// TestNoPageOfAnotherSiteGetsAnExport: by the same gate as an operation; pictures on pages of a trusted origin are shown.
func TestNoPageOfAnotherSiteGetsAnExport(t *testing.T) {
	const trusted = "https://kaart.example.nl"
	door := exportOf(t, line, func(config *api.Config) { config.Origins = []string{trusted} })
	for name, test := range map[string]struct {
		headers []string
		status  int
	}{
		"a picture on another site":     {[]string{"Sec-Fetch-Site", "cross-site", "Referer", "https://elsewhere.example/", "Accept", "image/*"}, 403},
		"a picture that hides its page": {[]string{"Sec-Fetch-Site", "cross-site", "Accept", "image/*"}, 403},
		"a link on another site":        {[]string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Accept", "text/html"}, 403},
		"a picture on a trusted site":   {[]string{"Sec-Fetch-Site", "cross-site", "Referer", trusted + "/page", "Accept", "image/*"}, 200},
		"a script of a trusted origin":  {[]string{"Origin", trusted, "Sec-Fetch-Site", "cross-site"}, 200},
		"an own page":                   {[]string{"Sec-Fetch-Site", "same-origin", "Referer", door.URL + "/"}, 200},
		"an address typed by a person":  {[]string{"Sec-Fetch-Site", "none", "Accept", "text/html"}, 200},
		"a program":                     {nil, 200},
	} {
		got := send(t, "GET", door.URL+"/export/things.csv", "", test.headers...)
		if got.status != test.status || test.status == 403 && got.reason() != "ORIGIN" {
			t.Errorf("%s: got %d %s", name, got.status, got.body)
		}
	}
}

func TestWhatGoesWrongBeforeAnythingWasSentHasAStatus(t *testing.T) {
	for status, failure := range map[int]error{
		400: registry.Invalid(registry.ReasonInvalid, "filter", "cannot be meant"),
		503: registry.Unavailable(registry.ReasonStoreAway, errors.New("lost")),
		500: errors.New("a secret of the inside"),
	} {
		door := exportOf(t, func(ctx context.Context, to io.Writer) error { return errors.Join(line(ctx, to), failure) }, nil)
		got := send(t, "GET", door.URL+"/export/things.csv", "")
		if got.status != status || strings.Contains(got.body, "secret") || strings.Contains(got.body, "a,b") || got.header.Get("Content-Type") != "application/json" {
			t.Errorf("%v: got %d %s", failure, got.status, got.body)
		}
		if away := got.header.Get("Retry-After") != ""; away != (status == 503) {
			t.Errorf("%v: Retry-After is %q", failure, got.header.Get("Retry-After"))
		}
	}
}

// TestAnExportThatFailsInTheMiddleIsCutOff: its client must not take a part for the whole, packed or not.
func TestAnExportThatFailsInTheMiddleIsCutOff(t *testing.T) {
	door := exportOf(t, func(_ context.Context, to io.Writer) error {
		if _, err := io.WriteString(to, strings.Repeat("a,b\n", 100_000)); err != nil {
			return err
		}
		return errors.New("a secret of the inside")
	}, nil)
	for _, encoding := range []string{"identity", "gzip"} {
		request, err := http.NewRequestWithContext(t.Context(), "GET", door.URL+"/export/things.csv", nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Accept-Encoding", encoding)
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			continue // cut off before its first byte left
		}
		body, err := io.ReadAll(response.Body)
		_ = response.Body.Close()
		if err == nil {
			t.Errorf("%s: a client believes that %d bytes are all", encoding, len(body))
		}
	}
	door.Close()
	if logged := door.log.lines(t, "internal error"); len(logged) != 2 || logged[0]["error"] != "internal error: a secret of the inside" {
		t.Errorf("logged %v", logged)
	}
	if requests := door.log.lines(t, "request"); len(requests) != 2 {
		t.Errorf("logged the requests %v", requests)
	}
}

func TestAnExportEndsWhenItsTimeIsOver(t *testing.T) {
	door := exportOf(t, func(ctx context.Context, _ io.Writer) error { <-ctx.Done(); return context.Cause(ctx) },
		func(config *api.Config) { config.ExportTime = time.Millisecond })
	got := send(t, "GET", door.URL+"/export/things.csv", "")
	if got.status != 503 || got.reason() != "TIMED_OUT" {
		t.Errorf("got %d %s", got.status, got.body)
	}
}

func TestAnExportHasMoreTimeThanAQuestion(t *testing.T) {
	began, leave, got := make(chan struct{}), make(chan struct{}), make(chan answer)
	door := exportOf(t, func(ctx context.Context, to io.Writer) error {
		close(began)
		<-leave
		return errors.Join(ctx.Err(), line(ctx, to))
	},
		func(config *api.Config) {
			config.Timeout = time.Millisecond
			config.Schema.(*graphql.ExecutableSchemaMock).ExecFunc = func(context.Context) graphql.ResponseHandler {
				return once(func(ctx context.Context) (string, error) { <-ctx.Done(); return "", ctx.Err() })
			}
		})
	go func() { got <- send(t, "GET", door.URL+"/export/things.csv", "") }()
	<-began
	if question := door.ask(t, "{ ok }", nil); question.reason() != "TIMED_OUT" {
		t.Errorf("a question that began later: got %d %s", question.status, question.body)
	}
	close(leave)
	if export := <-got; export.status != 200 {
		t.Errorf("got %d %s", export.status, export.body)
	}
}

func TestAnExportEndsWhenItsClientLeaves(t *testing.T) {
	began, ended := make(chan struct{}), make(chan error, 1)
	door := exportOf(t, func(ctx context.Context, to io.Writer) (err error) {
		close(began)
		for err == nil {
			_, err = io.WriteString(to, strings.Repeat("a,b\n", 10_000))
		}
		ended <- err
		return err
	}, nil)
	ctx, leave := context.WithCancel(t.Context())
	request, err := http.NewRequestWithContext(ctx, "GET", door.URL+"/export/things.csv", nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	<-began
	leave()
	_ = response.Body.Close()
	if err := <-ended; err == nil {
		t.Error("it goes on")
	}
}

// playing has exports of a door behind a proxy play on a stage, for clients of that many addresses.
func playing(t *testing.T, s *stage, change func(*api.Config)) (get func(address int) answer) {
	t.Helper()
	door := exportOf(t, func(ctx context.Context, to io.Writer) error { s.play(); return line(ctx, to) }, func(config *api.Config) {
		config.Proxies = api.Proxies{loopback(t)}
		change(config)
	})
	return func(address int) answer {
		return send(t, "GET", door.URL+"/export/things.csv", "", "X-Forwarded-For", fmt.Sprintf("203.0.113.%d", address))
	}
}

// TestFewExportsRunAtOnce: three, and those of others wait.
func TestFewExportsRunAtOnce(t *testing.T) {
	s, got := newStage(), make(chan answer, 5)
	get := playing(t, s, patient)
	for n := range 5 {
		go func() { got <- get(n) }()
	}
	for range 3 {
		<-s.began
	}
	close(s.leave)
	for range 5 {
		if each := <-got; each.status != 200 {
			t.Errorf("an export: got %d %s", each.status, each.body)
		}
	}
	if most := s.most.Load(); most != 3 {
		t.Errorf("%d ran at once", most)
	}
}

func TestAnExportThatWaitsTooLongIsRefused(t *testing.T) {
	s, got := newStage(), make(chan answer, 3)
	get := playing(t, s, func(config *api.Config) { config.QueueTime = time.Millisecond })
	for n := range 3 {
		go func() { got <- get(n) }()
		<-s.began
	}
	fourth := get(3)
	if fourth.status != 503 || fourth.reason() != "OVERLOADED" || fourth.header.Get("Retry-After") == "" {
		t.Errorf("got %d %s", fourth.status, fourth.body)
	}
	close(s.leave)
	for range 3 {
		<-got
	}
}

// TestOneClientLeavesAnExportToOthers: it has two at once, and another client finds room besides.
func TestOneClientLeavesAnExportToOthers(t *testing.T) {
	s, got := newStage(), make(chan answer, 3)
	get := playing(t, s, patient)
	for range 2 {
		go func() { got <- get(1) }()
		<-s.began
	}
	if third := get(1); third.status != 429 || third.reason() != "TOO_MANY_OPERATIONS" || third.header.Get("Retry-After") == "" {
		t.Errorf("the third got %d %s", third.status, third.body)
	}
	go func() { got <- get(2) }()
	<-s.began
	close(s.leave)
	for range 3 {
		if each := <-got; each.status != 200 {
			t.Errorf("got %d %s", each.status, each.body)
		}
	}
	if again := get(1); again.status != 200 {
		t.Errorf("when they had ended: got %d %s", again.status, again.body)
	}
}

// TestAClientHasOneShareOfAMinuteForAllDoors: who used it up by one of them has none left for the others.
func TestAClientHasOneShareOfAMinuteForAllDoors(t *testing.T) {
	door := exportOf(t, line, func(config *api.Config) {
		config.Limits.RequestsPerMinute, config.Proxies = 3, api.Proxies{loopback(t)}
		config.Subscribe = func(context.Context, *registry.ChangeFilter, *int) (*registry.Subscription, error) {
			return nil, registry.Invalid(registry.ReasonInvalid, "filter", "is none, so that the stream ends")
		}
	})
	doors := []string{"/export/things.csv", "/events", api.Path + "?query=%7Bok%7D"}
	for n := range 2 {
		for i, path := range doors {
			got := send(t, "GET", door.URL+path, "", "X-Forwarded-For", "203.0.113.7")
			if refused := got.reason() == "TOO_OFTEN"; refused != (n == 1) || refused != (got.status == http.StatusTooManyRequests) {
				t.Errorf("request %d, to %s: got %d %s", n*len(doors)+i, path, got.status, got.body)
			}
		}
	}
}
