package docs_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"ketenkaart/store/neo4j/neo4jtest"
)

// admins are the calls of neo4j-admin that docs/operations.md has.
var admins = regexp.MustCompile(`(?m)^    neo4j-admin (.*/var/backups/neo4j.*)$`)

// TestNeo4jDump follows the steps of the page: what one Neo4j dumped, another loads, and the register in it is as the rules say.
func TestNeo4jDump(t *testing.T) {
	if _, there := neo4jtest.Config(t); !there {
		return
	}
	program, folder, backups := build(t), t.TempDir(), t.TempDir()
	calls := admins.FindAllStringSubmatch(read(t, "docs/operations.md"), -1)
	if len(calls) != 2 {
		t.Fatalf("the page has %d calls of neo4j-admin, not a dump and a load", len(calls))
	}
	admin := func(home, call string) {
		t.Helper()
		neo4jScript(t, append([]string{"admin", home}, strings.Fields(strings.ReplaceAll(call, "/var/backups/neo4j", backups))...)...)
	}
	one, other := filepath.Join(folder, "one"), filepath.Join(folder, "other")
	if said := run(t, nil, program, "--store", started(t, one), "load"); !strings.Contains(said, "164 partners") {
		t.Errorf("the first holds %s", said)
	}
	neo4jScript(t, "stop", one)
	admin(one, calls[0][1])
	admin(other, calls[1][1])
	address := started(t, other)
	if said := run(t, nil, program, "--store", address, "load"); !strings.Contains(said, "164 partners") {
		t.Errorf("the other holds %s", said)
	}
	if said := run(t, nil, program, "--store", address, "doctor"); !strings.Contains(said, ": 0 are not as the rules say.") {
		t.Errorf("of the other doctor says %s", said)
	}
}

// started starts a Neo4j in a folder, until the test ends, and gives its address.
func started(t *testing.T, home string) string {
	t.Helper()
	t.Cleanup(func() { neo4jScript(t, "stop", home) })
	address := regexp.MustCompile(`NEO4J_URI=(\S+)`).FindStringSubmatch(neo4jScript(t, "start", home))
	if address == nil {
		t.Fatal("Neo4j says no address")
	}
	return address[1]
}

// neo4jScript calls scripts/neo4j, with little memory and ports of its own.
func neo4jScript(t *testing.T, arguments ...string) string {
	t.Helper()
	call := exec.Command(filepath.Join(root, "scripts/neo4j"), arguments...)
	call.Env = append(os.Environ(), "NEO4J_HEAP=300m", "NEO4J_PAGECACHE=64m", "NEO4J_BOLT_PORT=0", "NEO4J_HTTP_PORT=0", "NEO4J_PASSWORD=")
	said, err := call.Output()
	if err != nil {
		t.Fatalf("scripts/neo4j %s: %v\n%s", strings.Join(arguments, " "), err, said)
	}
	return string(said)
}
