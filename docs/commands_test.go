package docs_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"ketenkaart/api/streamtest"
	"ketenkaart/e2e/world"
	"ketenkaart/store/neo4j/neo4jtest"
)

// command is a line of a page, and the program built, which stands for what it calls `go run .`.
type command struct{ line, program string }

// checks say how each kind of command of the pages is known to work; a command of no kind fails the test.
var checks = []struct {
	like  *regexp.Regexp
	check func(t *testing.T, c command)
}{
	// TestServeTheExampleStopAndServeAgain of the program does this one in full.
	{regexp.MustCompile(`^go run \. --example$`), isTested("server_test.go", "TestServeTheExampleStopAndServeAgain", `"--example"`)},
	{regexp.MustCompile(`^go run \./bench `), isMeasured},
	{regexp.MustCompile(`go run \. export `), exports},
	{regexp.MustCompile(`^go run \. (.* )?(import|revert) `), isTested("docs/import_test.go", "TestImportPage")},
	{regexp.MustCompile(`go run \. .*load$`), loads},
	{regexp.MustCompile(`go run \. copy `), copies},
	{regexp.MustCompile(`^go run \. doctor$`), isTested("doctor_test.go", "TestDoctorSaysAndEnds", `"doctor"`)},
	{regexp.MustCompile(`^go run \. sign-out `), isTested("signout_test.go", "TestSignOutOfSomebody", `"sign-out"`)},
	{regexp.MustCompile(`^go run \. webhooks$`), isTested("notify_test.go", "TestTheProgramSendsToWebhooks", `"webhooks"`)},
	{regexp.MustCompile(`go run \. .*(backup|restore) [\w.-]+$`), backsUp},
	{regexp.MustCompile(`go run \. `), isUnderstood},
	{regexp.MustCompile(`^curl -N '[^']*/events`), isFollowed},
	{regexp.MustCompile(`^curl -N `), isStreamed},
	{regexp.MustCompile(`^curl .*/export/`), isExported},
	{regexp.MustCompile(`^curl `), isAnswered},
	{regexp.MustCompile(`^make [a-z0-9-]+$`), isTarget},
	{regexp.MustCompile(`docker compose up$`), isComposed},
}

// quoted is the address of a command, behind that of the server.
var quoted = regexp.MustCompile(`'http://127\.0\.0\.1:8080([^']*)'`)

// TestCommands checks every line of the sh blocks of the pages.
func TestCommands(t *testing.T) {
	path := build(t)
	for _, b := range blocksOf(t, "sh") {
		for line := range strings.Lines(strings.ReplaceAll(b.text, "\\\n", "")) {
			line, _, _ := strings.Cut(line, " # ")
			if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
				t.Run(b.String(), func(t *testing.T) { checkCommand(t, b, command{line, path}) })
			}
		}
	}
}

// build makes the program.
func build(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "ketenkaart")
	build := exec.Command("go", "build", "-o", path, ".")
	build.Dir = root
	if said, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	return path
}

func checkCommand(t *testing.T, b block, c command) {
	t.Helper()
	for _, kind := range checks {
		if kind.like.MatchString(c.line) {
			kind.check(t, c)
			return
		}
	}
	t.Errorf("%s: no test knows the command %q", b, c.line)
}

// isTested looks whether the test that does the command is still there.
func isTested(file string, parts ...string) func(*testing.T, command) {
	return func(t *testing.T, c command) {
		t.Helper()
		text := read(t, file)
		for _, part := range parts {
			if !strings.Contains(text, part) {
				t.Errorf("%s does not test %q any more: it has no %s", file, c.line, part)
			}
		}
	}
}

// run does a command in a folder of its own, and gives what it said.
func run(t *testing.T, environment []string, name string, arguments ...string) string {
	t.Helper()
	call := exec.Command(name, arguments...)
	call.Dir = t.TempDir()
	call.Env = append(os.Environ(), environment...)
	said, err := call.CombinedOutput()
	if err != nil {
		t.Errorf("%s %s: %v\n%s", name, strings.Join(arguments, " "), err, said)
	}
	return string(said)
}

// arguments returns what stands after `go run .`, without the variables before it.
func (c command) arguments() []string {
	_, after, _ := strings.Cut(c.line, "go run . ")
	return strings.Fields(after)
}

// isUnderstood lets the program read the flags, and say its version instead of serving.
func isUnderstood(t *testing.T, c command) {
	t.Helper()
	if said := run(t, nil, c.program, append(c.arguments(), "version")...); !strings.HasPrefix(said, "ketenkaart ") {
		t.Errorf("%q says %s", c.line, said)
	}
}

// loads loads into the Neo4j of the tests, in place of the one that the page names.
func loads(t *testing.T, c command) {
	t.Helper()
	isUnderstood(t, command{strings.TrimSuffix(c.line, " load"), c.program})
	config, there := neo4jtest.Config(t)
	if !there {
		return
	}
	// Opening it this way makes it empty.
	neo4jtest.Open(t)
	given := c.arguments()
	for i := range given {
		if i > 0 && given[i-1] == "--store" {
			given[i] = config.URI
		}
	}
	said := run(t, []string{"NEO4J_USERNAME=" + config.Username, "NEO4J_PASSWORD=" + config.Password}, c.program, given...)
	if !strings.Contains(said, "164 partners") {
		t.Errorf("%q says %s", c.line, said)
	}
}

// copies fills the store that is copied with the example, and copies it; the Neo4j of the tests stands for that of the page.
func copies(t *testing.T, c command) {
	t.Helper()
	given, folder, onNeo4j := c.arguments(), t.TempDir(), false
	for i, argument := range given {
		if file, found := strings.CutPrefix(argument, "sqlite:"); found {
			given[i] = "sqlite:" + filepath.Join(folder, filepath.Base(file))
		}
		onNeo4j = onNeo4j || strings.Contains(argument, "://")
	}
	environment := []string{}
	if onNeo4j {
		config, there := neo4jtest.Config(t)
		if !there {
			return
		}
		neo4jtest.Open(t) // which makes it empty
		for i, argument := range given {
			if strings.Contains(argument, "://") {
				given[i] = config.URI
			}
		}
		environment = []string{"NEO4J_USERNAME=" + config.Username, "NEO4J_PASSWORD=" + config.Password}
	}
	run(t, environment, c.program, "--store", given[slices.Index(given, "--from")+1], "--example", "load")
	if said := run(t, environment, c.program, given...); !strings.Contains(said, ": 164 partners, ") {
		t.Errorf("%q says %s", c.line, said)
	}
}

// backsUp fills the store with the example and backs it up; a restore is into one that is empty, of a backup of the example.
func backsUp(t *testing.T, c command) {
	t.Helper()
	folder, environment := t.TempDir(), os.Environ()
	given := c.arguments()
	file, restores := given[len(given)-1], given[len(given)-2] == "restore"
	if place := slices.IndexFunc(given, func(argument string) bool { return strings.Contains(argument, "://") }); place >= 0 {
		config, there := neo4jtest.Config(t)
		if !there {
			return
		}
		neo4jtest.Open(t) // which makes it empty
		given[place] = config.URI
		environment = append(environment, "NEO4J_USERNAME="+config.Username, "NEO4J_PASSWORD="+config.Password)
	}
	before := [][]string{append(slices.Clone(given[:len(given)-2]), "--example", "load")}
	if restores {
		before = [][]string{{"--example", "load"}, {"backup", file}}
	}
	for _, arguments := range append(before, given) {
		call := exec.Command(c.program, arguments...)
		call.Dir, call.Env = folder, environment
		if said, err := call.CombinedOutput(); err != nil || !strings.Contains(string(said), "164 partners") {
			t.Errorf("%q: %v\n%s", arguments, err, said)
		}
	}
}

var measured = regexp.MustCompile(`-part (\w+) -store (\w+)`)

// isMeasured looks whether the benchmark has the part on the store; measuring it here would take minutes.
func isMeasured(t *testing.T, c command) {
	t.Helper()
	asked := measured.FindStringSubmatch(c.line)
	if asked == nil || !strings.Contains(read(t, "bench/main.go"), `{"`+asked[1]+`", "`+asked[2]+`", `) {
		t.Errorf("%q: the benchmark has no such part on that store", c.line)
	}
}

var body = regexp.MustCompile(`-d '(.*)'$`)

// isAnswered sends what curl would.
func isAnswered(t *testing.T, c command) {
	t.Helper()
	given := body.FindStringSubmatch(c.line)
	if given == nil || !strings.Contains(c.line, "http://127.0.0.1:8080/graphql") {
		t.Fatalf("%q sends no JSON to the usual address", c.line)
	}
	if answer := world.Embedded(t).Post(t, []byte(given[1])); strings.Contains(answer, `"errors"`) || !strings.Contains(answer, `"data"`) {
		t.Errorf("%q is answered by %s", c.line, answer)
	}
}

var exportAddress = regexp.MustCompile(`'http://127\.0\.0\.1:8080(/export/[^']+)'`)

// isExported asks for what curl would.
func isExported(t *testing.T, c command) {
	t.Helper()
	given := exportAddress.FindStringSubmatch(c.line)
	if given == nil {
		t.Fatalf("%q asks for no export at the usual address", c.line)
	}
	if export := world.Embedded(t).Get(t, given[1]); export == "" {
		t.Errorf("%q gives nothing", c.line)
	}
}

// exports writes an export of the example in a folder of its own.
func exports(t *testing.T, c command) {
	t.Helper()
	folder := t.TempDir()
	for _, line := range []string{"--example load", strings.Join(c.arguments(), " ")} {
		call := exec.Command("sh", "-c", c.program+" "+line)
		call.Dir = folder
		if said, err := call.CombinedOutput(); err != nil {
			t.Errorf("%q: %v\n%s", line, err, said)
		}
	}
	if written, err := os.ReadDir(folder); err != nil || len(written) < 2 {
		t.Errorf("%q leaves no file: %v", c.line, err)
	}
}

// isStreamed sends what curl would, and waits for the first event.
func isStreamed(t *testing.T, c command) {
	t.Helper()
	given := body.FindStringSubmatch(c.line)
	if given == nil || !strings.Contains(c.line, "http://127.0.0.1:8080/graphql") || !strings.Contains(c.line, "-H 'Accept: text/event-stream'") {
		t.Fatalf("%q asks for no stream at the usual address", c.line)
	}
	var asked struct{ Query string }
	if err := json.Unmarshal([]byte(given[1]), &asked); err != nil {
		t.Fatalf("%q: %v", c.line, err)
	}
	event := streamtest.OverSSE(t, world.Embedded(t).URL, asked.Query, nil).Next(t)
	if event.Type != "next" || strings.Contains(event.Payload, `"errors"`) {
		t.Errorf("%q is answered by %v", c.line, event)
	}
}

// isFollowed reads the first event.
func isFollowed(t *testing.T, c command) {
	t.Helper()
	response, err := http.Get(strings.TrimSuffix(world.Embedded(t).URL, "/graphql") + quoted.FindStringSubmatch(c.line)[1])
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	lines := bufio.NewScanner(response.Body)
	for lines.Scan() && !strings.HasPrefix(lines.Text(), "data: ") {
	}
	if !strings.Contains(lines.Text(), `"type":"nl.ketenkaart.`) {
		t.Errorf("%q is answered by %d %s", c.line, response.StatusCode, lines.Text())
	}
}

// isTarget looks whether make knows what to do; doing it here would run these tests inside themselves.
func isTarget(t *testing.T, c command) {
	t.Helper()
	dry := exec.Command("make", "-n", strings.TrimPrefix(c.line, "make "))
	dry.Dir = root
	if said, err := dry.CombinedOutput(); err != nil || len(bytes.TrimSpace(said)) == 0 {
		t.Errorf("%q: %v\n%s", c.line, err, said)
	}
}

// isComposed looks whether the file for Docker knows the variables that the command sets.
func isComposed(t *testing.T, c command) {
	t.Helper()
	text := read(t, "docker-compose.yml")
	for _, word := range strings.Fields(c.line) {
		if name, _, set := strings.Cut(word, "="); set && !strings.Contains(text, "${"+name) {
			t.Errorf("docker-compose.yml does not use %s", name)
		}
	}
}
