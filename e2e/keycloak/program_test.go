package keycloak

import (
	"bufio"
	"bytes"
	"encoding/json"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// program is a running one that people sign in to.
type program struct{ url string }

// start builds the program and runs it with the bundled example, for as long as the test takes.
func start(t *testing.T, realm Realm) program {
	t.Helper()
	folder := t.TempDir()
	built, key := filepath.Join(folder, "ketenkaart"), filepath.Join(folder, "session.key")
	if said, err := exec.Command("go", "build", "-o", built, "../..").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, said)
	}
	if err := os.WriteFile(key, bytes.Repeat([]byte("k"), 32), 0o600); err != nil {
		t.Fatal(err)
	}
	// Browsers are sent back to an address that has to be known before it listens.
	address := free(t)
	command := exec.CommandContext(t.Context(), built, "--listen", address, "--store", "sqlite:"+filepath.Join(folder, "kaart.db"), "--example",
		"--oidc-issuer", realm.URL, "--oidc-client", "ketenkaart", "--session-key", key, "--public-url", "http://"+address)
	var complaints bytes.Buffer
	command.Stderr = &complaints
	printed, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = command.Process.Kill(); _ = command.Wait() })
	for lines := bufio.NewScanner(printed); lines.Scan(); {
		if strings.Contains(lines.Text(), "Sign-in:") {
			return program{"http://" + address}
		}
	}
	t.Fatalf("it did not start: %s", complaints.String())
	return program{}
}

func free(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	return listener.Addr().String()
}

// answer is what came of a question.
type answer struct {
	status int
	Data   json.RawMessage
	Errors []struct {
		Extensions struct{ Code, Reason string }
	}
}

// reason is that of the first error; "" when there is none.
func (a answer) reason() string {
	if len(a.Errors) == 0 {
		return ""
	}
	return a.Errors[0].Extensions.Reason
}

// ask sends a document with a bearer token, if any, by a client that may have the cookie of a session.
func (p program) ask(t *testing.T, client *http.Client, token, document string) (got answer) {
	t.Helper()
	response, text := p.send(t, client, http.MethodPost, "/graphql", token, document)
	got.status = response.StatusCode
	if err := json.Unmarshal([]byte(text), &got); err != nil {
		t.Fatalf("%s: %s %s", document, response.Status, text)
	}
	return got
}

// send sends a document, or nothing, to a path.
func (p program) send(t *testing.T, client *http.Client, method, path, token, document string) (*http.Response, string) {
	t.Helper()
	var body []byte
	if document != "" {
		var err error
		if body, err = json.Marshal(map[string]string{"query": document}); err != nil {
			t.Fatal(err)
		}
	}
	request, err := http.NewRequestWithContext(t.Context(), method, p.url+path, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept", "application/json")
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	response, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	return response, read(t, response)
}

// stream follows a subscription by server-sent events to its end.
func (p program) stream(t *testing.T, token, document string) string {
	t.Helper()
	body, err := json.Marshal(map[string]string{"query": document})
	if err != nil {
		t.Error(err)
		return ""
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, p.url+"/graphql", bytes.NewReader(body))
	if err != nil {
		t.Error(err)
		return ""
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Accept", "text/event-stream")
	request.Header.Set("Authorization", "Bearer "+token)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Error(err)
		return ""
	}
	defer func() { _ = response.Body.Close() }()
	var all bytes.Buffer
	if _, err := all.ReadFrom(response.Body); err != nil {
		t.Error(err)
	}
	return all.String()
}
