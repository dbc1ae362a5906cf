package main

import (
	"bufio"
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	_ "modernc.org/sqlite" // a test makes a store newer than this program
)

// patience bounds every wait; a test that comes to it fails.
const patience = 2 * time.Minute

// build makes the program once for all tests.
var build = sync.OnceValues(func() (string, error) {
	folder, err := os.MkdirTemp("", "ketenkaart-")
	if err != nil {
		return "", err
	}
	path := filepath.Join(folder, "ketenkaart")
	said, err := exec.Command("go", "build", "-o", path, ".").CombinedOutput()
	if err != nil {
		return "", errors.Join(err, errors.New(string(said)))
	}
	return path, nil
})

func TestMain(m *testing.M) {
	code := m.Run()
	if path, err := build(); err == nil {
		_ = os.RemoveAll(filepath.Dir(path)) // a temporary folder left behind harms nobody
	}
	os.Exit(code)
}

// command prepares a call of the program in a folder, with no configuration of the machine's own.
func command(t *testing.T, folder string, arguments ...string) *exec.Cmd {
	t.Helper()
	path, err := build()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	t.Cleanup(cancel)
	command := exec.CommandContext(ctx, path, arguments...)
	command.Dir = folder
	for _, each := range os.Environ() {
		if !strings.HasPrefix(each, "KETENKAART_") && !strings.HasPrefix(each, "NEO4J_") {
			command.Env = append(command.Env, each)
		}
	}
	return command
}

// call runs the program to its end.
func call(t *testing.T, folder string, environment []string, arguments ...string) (code int, stdout, stderr string) {
	t.Helper()
	program := command(t, folder, arguments...)
	program.Env = append(program.Env, environment...)
	var out, errs bytes.Buffer
	program.Stdout, program.Stderr = &out, &errs
	err := program.Run()
	if _, exited := errors.AsType[*exec.ExitError](err); err != nil && !exited {
		t.Fatal(err)
	}
	return program.ProcessState.ExitCode(), out.String(), errs.String()
}

// running is a server that was started.
type running struct {
	*exec.Cmd
	endpoint string
	// announced is what it said before it served.
	announced string
	errors    *bytes.Buffer
}

// start starts a server on a free port, and waits until it says where it is.
func start(t *testing.T, folder string, arguments ...string) *running {
	t.Helper()
	server := announce(t, folder, arguments...)
	server.ask(t, "{ registry { revision } }", nil)
	return server
}

// announce starts the program, and waits until it says where it serves.
func announce(t *testing.T, folder string, arguments ...string) *running {
	t.Helper()
	program := command(t, folder, append([]string{"--listen", "127.0.0.1:0"}, arguments...)...)
	server := &running{Cmd: program, errors: &bytes.Buffer{}}
	program.Stderr = server.errors
	stdout, err := program.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := program.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = program.Process.Kill() }) // it has ended already when all is well
	lines := bufio.NewScanner(stdout)
	for server.endpoint == "" || !strings.Contains(server.announced, "Store:") {
		if !lines.Scan() {
			t.Fatalf("it ended before it served: %v: %s", program.Wait(), server.errors)
		}
		server.announced += lines.Text() + "\n"
		if _, address, found := strings.Cut(lines.Text(), "GraphQL:"); found {
			server.endpoint = strings.TrimSpace(address)
		}
	}
	return server
}

// stop tells it to stop, and gives its exit code.
func (s *running) stop(t *testing.T, signal os.Signal) int {
	t.Helper()
	if err := s.Process.Signal(signal); err != nil {
		t.Fatal(err)
	}
	if _, exited := errors.AsType[*exec.ExitError](s.Wait()); exited {
		t.Logf("it said: %s", s.errors)
	}
	return s.ProcessState.ExitCode()
}

// ask asks a question, and reads the data of the answer.
func (s *running) ask(t *testing.T, query string, into any) {
	t.Helper()
	body, err := json.Marshal(map[string]string{"query": query})
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.Post(s.endpoint, "application/json", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	answer := struct{ Data, Errors any }{Data: into}
	if err := json.Unmarshal(text, &answer); err != nil || answer.Errors != nil {
		t.Fatalf("%s: %v %s", query, err, text)
	}
}

func TestServeTheExampleStopAndServeAgain(t *testing.T) {
	folder := t.TempDir()
	first := start(t, folder, "--example")
	if !strings.Contains(first.announced, "164 partners") || !strings.Contains(first.announced, "sqlite:ketenkaart.db") {
		t.Errorf("it announced %s", first.announced)
	}
	var answer struct {
		Partners struct {
			TotalCount int
			Nodes      []struct {
				Name           string
				Collaborations []struct {
					Since      string
					Provenance struct{ Certainty string }
					Region     struct{ Code, Name string }
				}
			}
		}
		Registry struct{ Illustrations bool }
	}
	first.ask(t, `{
		partners(filter: {coreTasks: [BEHEERDER], chainKind: FUNCTIONEEL, collaboration: {profiles: [STRUCTUREEL]}}, first: 25) {
			totalCount nodes { id name collaborations(filter: {profiles: [STRUCTUREEL]}) { since provenance { certainty } region { code name } } }
		}
		registry { illustrations }
	}`, &answer)
	if answer.Partners.TotalCount == 0 || len(answer.Partners.Nodes) != min(25, answer.Partners.TotalCount) || !answer.Registry.Illustrations {
		t.Errorf("got %+v", answer)
	}
	for _, partner := range answer.Partners.Nodes {
		if len(partner.Collaborations) == 0 || partner.Collaborations[0].Provenance.Certainty != "ILLUSTRATION" {
			t.Errorf("got %+v", partner)
		}
	}
	if code := first.stop(t, syscall.SIGTERM); code != 0 {
		t.Errorf("after SIGTERM it ended with %d", code)
	}

	second := start(t, folder)
	var state struct{ Registry struct{ Revision int } }
	second.ask(t, "{ registry { revision } }", &state)
	if state.Registry.Revision != 1 {
		t.Errorf("a filled store was filled again: revision %d", state.Registry.Revision)
	}
	if code := second.stop(t, os.Interrupt); code != 0 {
		t.Errorf("after an interrupt it ended with %d", code)
	}
}

func TestWhatAnEmptyStoreGets(t *testing.T) {
	for name, test := range map[string]struct {
		flag   string
		said   string
		unsaid string
	}{
		"the register": {"--log=text", "with 164 partners and 2 collaborations", "illustraties"},
		"the example":  {"--example", "dit register bevat illustraties", "and 2 collaborations"},
		"nothing":      {"--empty", "with 0 partners and 0 collaborations", "illustraties"},
	} {
		code, stdout, stderr := call(t, t.TempDir(), nil, test.flag, "load")
		if code != 0 || !strings.Contains(stdout, test.said) || strings.Contains(stdout, test.unsaid) || stderr != "" {
			t.Errorf("%s: ended with %d: %s%s", name, code, stdout, stderr)
		}
	}
}

func TestTheExampleGoesOnlyIntoAnEmptyStore(t *testing.T) {
	folder := t.TempDir()
	call(t, folder, nil, "load")
	code, stdout, stderr := call(t, folder, nil, "load", "--example")
	if code != 0 || !strings.Contains(stderr, "are for an empty store") || !strings.Contains(stdout, "and 2 collaborations") {
		t.Errorf("ended with %d: %s%s", code, stdout, stderr)
	}
}

func TestConfigurationByEnvironment(t *testing.T) {
	folder := t.TempDir()
	code, stdout, stderr := call(t, folder, []string{"KETENKAART_STORE=sqlite:elders.db", "KETENKAART_EXAMPLE=true"}, "load")
	if code != 0 || !strings.Contains(stdout, "sqlite:elders.db") || !strings.Contains(stdout, "illustraties") {
		t.Errorf("ended with %d: %s%s", code, stdout, stderr)
	}
}

func TestHelpNamesEveryFlagAndItsVariable(t *testing.T) {
	code, stdout, _ := call(t, t.TempDir(), nil, "--help")
	flat := strings.Join(strings.Fields(stdout), " ")
	for _, word := range []string{
		"--store", "$KETENKAART_STORE", "--credentials", "$KETENKAART_CREDENTIALS", "--example", "$KETENKAART_EXAMPLE",
		"--empty", "$KETENKAART_EMPTY", "--guide", "$KETENKAART_GUIDE", "--listen", "$KETENKAART_LISTEN", "--cors-origin", "$KETENKAART_CORS_ORIGIN",
		"--log", "$KETENKAART_LOG", "NEO4J_USERNAME", "NEO4J_PASSWORD", "serve", "load", "health", "version", "Examples:",
		"sqlite:ketenkaart.db", "127.0.0.1:8080",
	} {
		if !strings.Contains(flat, word) {
			t.Errorf("help says nothing of %s", word)
		}
	}
	if code != 0 {
		t.Errorf("help ended with %d", code)
	}
}

func TestCallsThatAreWrong(t *testing.T) {
	folder := t.TempDir()
	damaged := filepath.Join(folder, "damaged.db")
	if err := os.WriteFile(damaged, bytes.Repeat([]byte("geen register "), 1000), 0o600); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		arguments []string
		code      int
		said      string
	}{
		{[]string{"--onbekend"}, 2, "unknown flag"},
		{[]string{"onbekend"}, 2, "unexpected argument"},
		{[]string{"--example", "--empty"}, 2, "contradict"},
		{[]string{"--log", "xml"}, 2, "--log"},
		{[]string{"--store", "postgres://localhost/x"}, 2, "begins with sqlite:"},
		{[]string{"--store", "sqlite:weg/kaart.db", "load"}, 1, "is not there"},
		{[]string{"--store", "sqlite:damaged.db", "load"}, 1, "no register"},
		{[]string{"--store", "bolt://127.0.0.1:1", "load"}, 1, "cannot be reached"},
		{[]string{"--credentials", "weg", "--store", "bolt://127.0.0.1:1", "load"}, 2, "--credentials"},
		{[]string{"--credentials", "damaged.db"}, 2, "--credentials are for Neo4j"},
		{[]string{"--store", ""}, 2, "--store"},
		{[]string{"--store", "sqlite:"}, 2, "names no file"},
		{[]string{"--store", "bolt://", "load"}, 2, "bolt://HOST:PORT"},
		{[]string{"--store", "bolt://:7687", "load"}, 2, "bolt://HOST:PORT"},
		{[]string{"--store", "neo4j://127.0.0.1:70000", "load"}, 2, "bolt://HOST:PORT"},
		{[]string{"--store", "bolt://kaart:geheim@ho st:1", "load"}, 2, "--store=bolt:…"},
		{[]string{"--listen", "127.0.0.1:65536"}, 2, "--listen=127.0.0.1:65536"},
		{[]string{"--listen", "127.0.0.1:-1"}, 2, "--listen"},
		{[]string{"--listen", "127.0.0.1:http"}, 2, "--listen"},
		{[]string{"--host", "https://kaart.example.nl"}, 2, "--host"},
		{[]string{"--host", "kaart.example.nl:443"}, 2, "--host"},
		{[]string{"--host", "Kaart.example.nl"}, 2, "--host"},
		{[]string{"--cors-origin", "https://kaart.example.nl/pad"}, 2, "cors-origin"},
		{[]string{"--guide", "nergens"}, 2, "--guide"},
		{[]string{"--listen", "nergens"}, 2, "--listen=nergens"},
		{[]string{"--cors-origin", "*", "--listen", "127.0.0.1:0"}, 2, "cors-origin"},
		{[]string{"--listen", "127.0.0.1:1", "health"}, 1, "ready"},
	}
	code, _, stderr := call(t, folder, []string{"KETENKAART_LISTEN=nergens", "KETENKAART_EXAMPLE=misschien"})
	if code != 2 || !strings.Contains(stderr, "KETENKAART_EXAMPLE") {
		t.Errorf("by environment: ended with %d: %s", code, stderr)
	}
	for _, test := range tests {
		code, _, stderr := call(t, folder, nil, test.arguments...)
		if code != test.code || !strings.Contains(stderr, test.said) {
			t.Errorf("%v: ended with %d: %s", test.arguments, code, stderr)
		}
		if code == 1 && strings.Count(strings.TrimSpace(stderr), "\n") > 0 {
			t.Errorf("%v: more than one line: %s", test.arguments, stderr)
		}
	}
}

func TestAGuideOfOnesOwn(t *testing.T) {
	folder := t.TempDir()
	if err := os.CopyFS(filepath.Join(folder, "eigen"), os.DirFS("data/guide")); err != nil {
		t.Fatal(err)
	}
	if code, stdout, stderr := call(t, folder, []string{"KETENKAART_GUIDE=eigen"}, "load"); code != 0 || !strings.Contains(stdout, "164 partners") || stderr != "" {
		t.Errorf("ended with %d: %s%s", code, stdout, stderr)
	}
}

// Everything that is wrong is told at once, and no store is made.
func TestAGuideThatIsWrong(t *testing.T) {
	folder := t.TempDir()
	guide := filepath.Join(folder, "eigen")
	if err := os.CopyFS(guide, os.DirFS("data/guide")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(guide, "outcomes.csv"), []byte("framework,outcome\nweg,goed\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(guide, "subjects.csv")); err != nil {
		t.Fatal(err)
	}
	code, _, stderr := call(t, folder, nil, "--guide", "eigen", "load")
	for _, said := range []string{"read the guide in", "has 2 errors", "subjects.csv:1:1: is not there", "outcomes.csv:2:1: framework: weg"} {
		if code != 1 || !strings.Contains(stderr, said) {
			t.Errorf("ended with %d, and does not say %q: %s", code, said, stderr)
		}
	}
	if _, err := os.Stat(filepath.Join(folder, "ketenkaart.db")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a store was made: %v", err)
	}
}

func TestAStoreOfALaterVersionIsLeftAlone(t *testing.T) {
	folder := t.TempDir()
	if code, _, stderr := call(t, folder, nil, "load"); code != 0 {
		t.Fatal(stderr)
	}
	raiseSchema(t, filepath.Join(folder, "ketenkaart.db"))
	code, _, stderr := call(t, folder, nil, "load")
	if code != 1 || !strings.Contains(stderr, "later version") || strings.Count(stderr, "\n") != 1 {
		t.Errorf("ended with %d: %s", code, stderr)
	}
}

func TestHealthOfARunningServer(t *testing.T) {
	server := start(t, t.TempDir(), "--empty")
	address := regexp.MustCompile(`127\.0\.0\.1:\d+`).FindString(server.endpoint)
	if code, _, stderr := call(t, t.TempDir(), nil, "health", "--listen", address); code != 0 {
		t.Errorf("ended with %d: %s", code, stderr)
	}
	if code := server.stop(t, syscall.SIGTERM); code != 0 {
		t.Errorf("it ended with %d", code)
	}
}

// ready asks whether it is.
func (s *running) ready(t *testing.T) int {
	t.Helper()
	response, err := http.Get(strings.Replace(s.endpoint, "/graphql", "/readyz", 1))
	if err != nil {
		t.Fatal(err)
	}
	if err := response.Body.Close(); err != nil {
		t.Fatal(err)
	}
	return response.StatusCode
}

// TestStoppedUnderLoad: what runs and what waits when the server is told to stop is answered, also when it would take
// long, and the server ends well in the time that a container has.
func TestStoppedUnderLoad(t *testing.T) {
	const askers, grace = 6, 10 * time.Second
	server := start(t, t.TempDir(), "--example", "--answer-cache", "0", "--max-aliases", "1000")
	pages, keys := "", ""
	for n := range 10 {
		pages += fmt.Sprintf(" p%d: partners(first: 100) { nodes { ...keys } }", n)
	}
	for n := range 240 {
		keys += fmt.Sprintf(" k%d: key", n)
	}
	heavy := fmt.Sprintf(`{"query":"{ %s } fragment keys on Partner { %s }"}`, pages, keys)
	answers, answered := make(chan string, askers), make(chan struct{})
	var first sync.Once
	for range askers {
		go func() {
			for {
				answer, err := post(server.endpoint, heavy)
				if err != nil {
					answers <- err.Error()
					return
				}
				first.Do(func() { close(answered) })
				if !strings.HasPrefix(answer, `{"data":{"p0":{"nodes":[{"k0":"`) {
					answers <- answer
					return
				}
			}
		}()
	}
	<-answered // and so the next one runs
	began := time.Now()
	if code := server.stop(t, syscall.SIGTERM); code != 0 || time.Since(began) > grace {
		t.Errorf("it ended with %d after %s", code, time.Since(began))
	}
	// Who asks anew just then is told, or finds the connection closed; nobody gets half an answer.
	ends := []string{"STOPPING", "OVERLOADED", "connection refused", "connection reset", `/graphql": EOF`}
	for range askers {
		answer := <-answers
		if !slices.ContainsFunc(ends, func(end string) bool { return strings.Contains(answer, end) }) {
			t.Errorf("got %.300s", answer)
		}
	}
}

func post(endpoint, body string) (string, error) {
	response, err := http.Post(endpoint, "application/json", strings.NewReader(body))
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	return string(answer), err
}

func TestAPortThatIsTaken(t *testing.T) {
	taken, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	code, stdout, stderr := call(t, t.TempDir(), nil, "--listen", taken.Addr().String())
	if code != 1 || !strings.Contains(stderr, "address already in use") || stdout != "" {
		t.Errorf("ended with %d: %s%s", code, stdout, stderr)
	}
}

func TestCredentials(t *testing.T) {
	t.Setenv("NEO4J_USERNAME", "uit-omgeving")
	t.Setenv("NEO4J_PASSWORD", "omgeving")
	file := filepath.Join(t.TempDir(), "credentials")
	tests := []struct{ name, text, username, password, wrong string }{
		{name: "both", text: "# van de beheerder\nNEO4J_USERNAME=kaart\n\nNEO4J_PASSWORD=a=b c\n", username: "kaart", password: "a=b c"},
		{name: "one", text: "NEO4J_PASSWORD=ander", username: "uit-omgeving", password: "ander"},
		{name: "another name", text: "NEO4J_USERNAME=x\nPASSWORD=geheim", wrong: "line 2"},
		{name: "no name", text: "geheim", wrong: "line 1"},
	}
	for _, test := range tests {
		if err := os.WriteFile(file, []byte(test.text), 0o600); err != nil {
			t.Fatal(err)
		}
		username, password, err := signIn(file)
		if test.wrong != "" {
			if err == nil || !strings.Contains(err.Error(), test.wrong) || strings.Contains(err.Error(), "geheim") {
				t.Errorf("%s: got %v", test.name, err)
			}
		} else if err != nil || username != test.username || password != test.password {
			t.Errorf("%s: got %q %q %v", test.name, username, password, err)
		}
	}
	if username, password, err := signIn(""); username != "uit-omgeving" || password != "omgeving" || err != nil {
		t.Errorf("without a file: got %q %q %v", username, password, err)
	}
}

func TestNoPasswordIsPrinted(t *testing.T) {
	for address, shown := range map[string]string{
		"bolt://neo4j:geheim@host:7687": "bolt://neo4j:xxxxx@host:7687",
		"sqlite:ketenkaart.db":          "sqlite:ketenkaart.db",
		"bolt://neo4j:geheim@ho st":     "bolt:…",
	} {
		if got := redacted(address); got != shown {
			t.Errorf("%s is shown as %s", address, got)
		}
	}
}

// raiseSchema makes the store one of a version that is still to come.
func raiseSchema(t *testing.T, path string) {
	t.Helper()
	execAt(t, path, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1)")
}

// lowerSchema makes the store one of an earlier version.
func lowerSchema(t *testing.T, path string) {
	t.Helper()
	execAt(t, path, "DELETE FROM goose_db_version WHERE version_id = (SELECT max(version_id) FROM goose_db_version)")
}

func execAt(t *testing.T, path, statement string) {
	t.Helper()
	database, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer database.Close()
	if _, err := database.ExecContext(t.Context(), statement); err != nil {
		t.Fatal(err)
	}
}
