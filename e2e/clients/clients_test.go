// Package clients asks the whole server by real GraphQL clients, which run in Node.
package clients

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"ketenkaart/e2e/world"
)

const example = "../../examples/frontend"

// node returns the Node that KETENKAART_NODE names; false when there is none, which CI does not accept.
func node(t *testing.T) (string, bool) {
	t.Helper()
	if path := os.Getenv("KETENKAART_NODE"); path != "" {
		return path, true
	}
	if os.Getenv("CI") == "true" {
		t.Fatal("KETENKAART_NODE is not set, and CI tests with real clients")
	}
	fmt.Fprintf(os.Stderr, "\n### NOT TESTED: %s needs Node; scripts/with-clients finds it and sets KETENKAART_NODE ###\n\n", t.Name())
	return "", false
}

// run returns what a program prints that is run in a folder, and fails when it does.
func run(t *testing.T, folder, node, program string, arguments ...string) string {
	t.Helper()
	command := exec.CommandContext(t.Context(), node, append([]string{program}, arguments...)...)
	command.Dir = folder
	var complaints strings.Builder
	command.Stderr = &complaints
	printed, err := command.Output()
	if err != nil {
		t.Fatalf("%s %v: %v\n%s%s", program, arguments, err, printed, complaints.String())
	}
	return string(printed)
}

// build returns an empty folder of that name, which git ignores.
func build(t *testing.T, folder string) string {
	t.Helper()
	if err := os.RemoveAll(folder); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(folder, 0o750); err != nil {
		t.Fatal(err)
	}
	return folder
}

// keepSchema writes the schema as the server hands it out.
func keepSchema(t *testing.T, server world.Server, path string) {
	t.Helper()
	response, err := http.Get(strings.TrimSuffix(server.URL, "/graphql") + "/schema.graphqls")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestCaches: Apollo, urql and Relay have in their caches what the server answered to the questions of the README, of
// which one is of a partner at two dates; and relay-compiler takes the contract, with a fragment that is read again.
func TestCaches(t *testing.T) {
	node, there := node(t)
	if !there {
		return
	}
	server := world.Embedded(t)
	build(t, "build/relay")
	keepSchema(t, server, "build/schema.graphql")
	run(t, ".", node, "node_modules/relay-compiler/cli.js")
	if refetch := read(t, "build/relay/PartnerPageRefetchQuery.graphql.js"); !strings.Contains(refetch, "node(id: $id)") {
		t.Errorf("relay-compiler made of @refetchable\n%s", refetch)
	}
	questions := len(regexp.MustCompile("(?m)^```graphql\n\\{").FindAllString(read(t, "../../README.md"), -1))
	want := fmt.Sprintf("apollo: %d questions\nurql: %d questions\nrelay: [null,\"2019-03-06\",\"Fryslân\",\"Partner:kustwacht-nederland\"]\n", questions, questions)
	if diff := cmp.Diff(want, run(t, ".", node, "caches.js", server.URL, "../../README.md")); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// TestAudits holds the server to the specification GraphQL over HTTP, by all audits of graphql-http.
func TestAudits(t *testing.T) {
	node, there := node(t)
	if !there {
		return
	}
	if diff := cmp.Diff("61 of 61\n", run(t, ".", node, "audit.js", world.Embedded(t).URL)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// TestExample compiles the example for frontend teams, with types made of the contract, and runs it.
func TestExample(t *testing.T) {
	node, there := node(t)
	if !there {
		return
	}
	build(t, filepath.Join(example, "src/contract"))
	build(t, filepath.Join(example, "build"))
	run(t, example, node, "node_modules/@graphql-codegen/cli/cjs/bin.js", "--config", "codegen.ts")
	run(t, example, node, "node_modules/typescript/bin/tsc")
	want := strings.TrimPrefix(`
a page, and one more: [10,20,20,true]
Kustwacht at 2019-03-05: {"id":"Partner:kustwacht-nederland@2019-03-05","region":null}
Kustwacht at 2019-03-06: {"id":"Partner:kustwacht-nederland@2019-03-06","region":"Fryslân"}
Kustwacht at today: {"id":"Partner:kustwacht-nederland","region":"Fryslân"}
Kustwacht at 2019-03-05: {"id":"Partner:kustwacht-nederland@2019-03-05","region":null}
a link to a date: {"id":"Partner:kustwacht-nederland@2019-03-06","name":"Kustwacht Nederland","adoptedSince":"2019-03-06"}
buttons that are grey: [["adoptPartner","In die periode is er al een. Beëindig eerst de andere, of kies een periode die er niet mee samenvalt."]]
a profile that does not suit: [["BAD_USER_INPUT","PROFILE_NOT_SUITABLE","profile"]]
told of the collaboration: true
ended in an old version: [["CONFLICT","VERSION_MISMATCH"]]
ended: true
`, "\n")
	if diff := cmp.Diff(want, run(t, example, node, "build/main.js", world.Embedded(t).URL)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

var declared = regexp.MustCompile(`(?m)^(?:declare (?:var|class|function) |interface |type )(\w+)`)

// TestNamesOfTheBrowser: no type of the contract hides one of the browser's, but Node, which Relay asks for.
func TestNamesOfTheBrowser(t *testing.T) {
	if _, there := node(t); !there {
		return
	}
	var browser []string
	for _, match := range declared.FindAllStringSubmatch(read(t, filepath.Join(example, "node_modules/typescript/lib/lib.dom.d.ts")), -1) {
		browser = append(browser, match[1])
	}
	schema := gqlparser.MustLoadSchema(&ast.Source{Input: read(t, "../../schema.graphqls")})
	for name, of := range schema.Types {
		if !of.BuiltIn && of.Kind != ast.Scalar && name != "Node" && slices.Contains(browser, name) {
			t.Errorf("%s is a type of the browser", name)
		}
	}
	if len(browser) < 1000 {
		t.Errorf("only %d types of the browser are known", len(browser))
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestPagesAreKept: the cache of the example puts together the pages of every list of the contract that has any.
func TestPagesAreKept(t *testing.T) {
	policies := read(t, filepath.Join(example, "src/cache.ts"))
	for _, of := range gqlparser.MustLoadSchema(&ast.Source{Input: read(t, "../../schema.graphqls")}).Types {
		for _, field := range of.Fields {
			kept := regexp.MustCompile(`(?m)^ +` + of.Name + `: \{.*\b` + field.Name + `: pages\b`)
			if of.Kind == ast.Object && strings.HasSuffix(field.Type.Name(), "Connection") && !kept.MatchString(policies) {
				t.Errorf("src/cache.ts of the example says nothing of %s.%s", of.Name, field.Name)
			}
		}
	}
}
