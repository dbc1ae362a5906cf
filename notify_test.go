package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestTheProgramSendsToWebhooks: it sends while it serves, says how far it is afterwards, and so do a copy and a backup.
func TestTheProgramSendsToWebhooks(t *testing.T) {
	folder, got := t.TempDir(), make(chan string, 10)
	receiver := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got <- r.Header.Get("webhook-id") }))
	defer receiver.Close()
	for name, text := range map[string]string{
		"secret":     "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
		"hooks.json": `{"webhooks": [{"name": "proef", "url": "` + receiver.URL + `", "secretFile": "secret", "allowPrivate": true}]}`,
		"wrong.json": `{"webhooks": [{"name": "proef", "url": "` + receiver.URL + `", "secretFile": "secret"}]}`,
	} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	const source = "--event-source=urn:nld:oin:00000001823288444000:systeem:proef"
	if code, _, said := call(t, folder, nil, "--webhooks=hooks.json"); code != exitUsage || !strings.Contains(said, "--event-source") {
		t.Errorf("without a source: %d %s", code, said)
	}
	if code, _, said := call(t, folder, nil, "--empty", "--listen=127.0.0.1:0", source, "--webhooks=wrong.json"); code != exitFailed || !strings.Contains(said, "wrong.json: webhooks[0].url") {
		t.Errorf("with a wrong file: %d %s", code, said)
	}
	server := start(t, folder, "--empty", source, "--webhooks=hooks.json")
	waitForWebhook(t, folder)
	server.ask(t, `mutation { createSector(input: {code: "proef", name: "Proef"}) { change { revision } } }`, &struct{}{})
	select {
	case id := <-got:
		if id != "Change:1" {
			t.Errorf("got %s", id)
		}
	case <-time.After(patience):
		t.Fatal("nothing came")
	}
	if code := server.stop(t, syscall.SIGTERM); code != 0 {
		t.Errorf("it ended with %d", code)
	}
	for _, arguments := range [][]string{{"copy", "--from=sqlite:ketenkaart.db", "--to=sqlite:copy.db"}, {"backup", "backup.db"}, {"--store=sqlite:restored.db", "restore", "backup.db"}} {
		if code, _, said := call(t, folder, nil, arguments...); code != 0 {
			t.Errorf("%s: %d %s", arguments, code, said)
		}
	}
	for _, store := range []string{"ketenkaart.db", "copy.db", "restored.db"} {
		if code, said, _ := call(t, folder, nil, "--store=sqlite:"+store, "webhooks"); code != 0 || said != "proef: sent up to revision 1 of 1\n" {
			t.Errorf("%s: %d %s", store, code, said)
		}
	}
	if code, _, said := call(t, folder, nil, "webhooks", "proef", "--skip"); code != exitFailed || !strings.Contains(said, "no change fails now") {
		t.Errorf("to skip nothing: %d %s", code, said)
	}
}

// TestEventsSayThatTheServerStops reads a stream to its end.
func TestEventsSayThatTheServerStops(t *testing.T) {
	server := start(t, t.TempDir(), "--empty")
	response, err := http.Get(strings.TrimSuffix(server.endpoint, "/graphql") + "/events")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if code := server.stop(t, syscall.SIGTERM); code != 0 {
		t.Errorf("it ended with %d", code)
	}
	said, err := io.ReadAll(response.Body)
	if err != nil || !strings.Contains(string(said), "event: end\ndata: ") || !strings.Contains(string(said), `"STOPPING"`) {
		t.Errorf("the stream ended with %q, %v", said, err)
	}
}

// waitForWebhook waits until the server has begun with the webhook, which gets what changes from then on.
func waitForWebhook(t *testing.T, folder string) {
	t.Helper()
	for began := time.Now(); time.Since(began) < patience; {
		if _, said, _ := call(t, folder, nil, "webhooks"); strings.Contains(said, "proef: sent up to revision 0 of 0") {
			return
		}
	}
	t.Fatal("the server does not begin with the webhook")
}
