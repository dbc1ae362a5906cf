package api_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"ketenkaart/api"
	"ketenkaart/registry"
)

// remembering is a door that keeps answers, of a register whose revision a test sets; made counts those that were worked out.
type remembering struct {
	*door
	revision, made atomic.Int64
	broken         atomic.Bool
	// hold is waited for by whoever works an answer out, when it is there.
	hold chan struct{}
}

func openRemembering(t *testing.T, size int) *remembering {
	t.Helper()
	k := &remembering{}
	k.revision.Store(1)
	k.door = open(t, func(context.Context) (string, error) {
		if k.hold != nil {
			<-k.hold
		}
		return fmt.Sprintf(`{"ok":"%d %s"}`, k.made.Add(1), strings.Repeat("a", 2000)), nil
	}, func(config *api.Config) {
		config.AnswerCache, config.Today = size, func() registry.Date { return "2026-11-23" }
		config.Revision = func(context.Context) (int, error) {
			if k.broken.Load() {
				return 0, errors.New("the store is away")
			}
			return int(k.revision.Load()), nil
		}
	})
	return k
}

// answer is which of the answers that were worked out came.
func (k *remembering) answer(t *testing.T, query string, headers ...string) string {
	t.Helper()
	got := k.ask(t, query, nil, headers...)
	if got.status != http.StatusOK || len(got.Errors) > 0 {
		t.Fatalf("%s: %d %s", query, got.status, got.body)
	}
	number, _, _ := strings.Cut(strings.TrimPrefix(string(got.Data), `{"ok":"`), " ")
	return number
}

func TestAnswersAreKeptForTheirRevision(t *testing.T) {
	k := openRemembering(t, 1<<20)
	for i, want := range []string{"1", "2", "2", "2"} {
		if got := k.answer(t, "{ ok }"); got != want {
			t.Errorf("time %d: answer %s, want %s", i+1, got, want)
		}
	}
	k.revision.Add(1)
	for i, want := range []string{"3", "3"} {
		if got := k.answer(t, "{ ok }"); got != want {
			t.Errorf("after a change, time %d: answer %s, want %s", i+1, got, want)
		}
	}
	if got := k.answer(t, "{ ok } "); got != "4" {
		t.Errorf("of another text: %s", got)
	}
	k.broken.Store(true)
	if got := k.answer(t, "{ ok }"); got != "5" {
		t.Errorf("while nobody knows the revision: %s", got)
	}
}

func TestAnAnswerWhileTheRegisterChangesIsNotKept(t *testing.T) {
	k := openRemembering(t, 1<<20)
	k.answer(t, "{ ok }")
	k.hold = make(chan struct{})
	came := make(chan string)
	go func() { came <- k.answer(t, "{ ok }") }()
	k.hold <- struct{}{} // it works the answer out: not before its first look at the revision
	k.revision.Add(1)
	if got := <-came; got != "2" {
		t.Errorf("got %s", got)
	}
	close(k.hold)
	if first, next := k.answer(t, "{ ok }"), k.answer(t, "{ ok }"); next != first || first == "2" {
		t.Errorf("then %s and %s", first, next)
	}
}

func TestWhoAsksTheSameAtOnceSharesOneAnswer(t *testing.T) {
	k := openRemembering(t, 1<<20)
	k.answer(t, "{ ok }")
	k.hold = make(chan struct{})
	var all sync.WaitGroup
	for range 30 {
		all.Go(func() { k.answer(t, "{ ok }") })
	}
	k.hold <- struct{}{}
	all.Wait()
	if made := k.made.Load(); made != 2 {
		t.Errorf("%d answers were worked out", made)
	}
}

func TestAnswersThatAreKeptAreBounded(t *testing.T) {
	k := openRemembering(t, 20_000) // four answers, and what is packed of them
	for range 2 {
		for n := range 10 {
			k.answer(t, fmt.Sprintf("{ ok } # %d", n))
		}
	}
	made := k.made.Load()
	k.answer(t, "{ ok } # 9")
	if k.made.Load() != made {
		t.Error("the last one is not kept")
	}
	k.answer(t, "{ ok } # 0")
	if k.made.Load() == made {
		t.Error("the first one is kept beyond the bound")
	}
}

func TestKeptAnswersArePacked(t *testing.T) {
	k := openRemembering(t, 1<<20)
	for range 2 {
		k.answer(t, "{ ok }")
	}
	for accept, packed := range map[string]bool{"gzip": true, "br, gzip;q=0.5": true, "gzip;q=0": false, "identity": false, "GZIP": true} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, k.URL+api.Path, strings.NewReader(`{"query":"{ ok }","variables":null}`))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Content-Type", "application/json")
		request.Header.Set("Accept-Encoding", accept)
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		_ = response.Body.Close()
		if is := response.Header.Get("Content-Encoding") == "gzip"; is != packed {
			t.Errorf("%s: Content-Encoding is %q", accept, response.Header.Get("Content-Encoding"))
		}
	}
}

func TestEveryRightHasAnswersOfItsOwn(t *testing.T) {
	made := atomic.Int64{}
	door, sign := signing(t, newTicking(), func(context.Context) (string, error) {
		return fmt.Sprintf(`{"ok":"%d"}`, made.Add(1)), nil
	}, func(config *api.Config) {
		config.AnswerCache, config.Today = 1<<20, func() registry.Date { return "2026-11-23" }
		config.Revision = func(context.Context) (int, error) { return 1, nil }
	})
	kept := map[string]string{}
	for range 3 {
		for _, role := range []string{"reader", "analyst", "registrar"} {
			kept[role] = string(door.ask(t, "{ ok }", nil, "Authorization", sign(role, time.Hour)).Data)
		}
	}
	if kept["reader"] == kept["analyst"] || kept["analyst"] == kept["registrar"] || made.Load() != 6 {
		t.Errorf("%v, %d worked out", kept, made.Load())
	}
	if got := door.ask(t, "{ ok }", nil); got.status != http.StatusUnauthorized {
		t.Errorf("nobody got %d %s", got.status, got.body)
	}
}
