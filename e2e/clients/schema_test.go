package clients

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ketenkaart/e2e/world"
)

// TestTheContractIsLinted holds the schema to the rules of @graphql-eslint; eslint.config.js says which not, and why.
func TestTheContractIsLinted(t *testing.T) {
	node, there := node(t)
	if !there {
		return
	}
	keepSchema(t, world.Embedded(t), build(t, "build/lint")+"/schema.graphql")
	if said := run(t, ".", node, "node_modules/eslint/bin/eslint.js", "--max-warnings", "0", "build/lint/schema.graphql"); said != "" {
		t.Error(said)
	}
}

// TestAGatewayExtendsWhatIsHere: a gateway of Apollo Federation composes the register with another subgraph, and answers of both.
func TestAGatewayExtendsWhatIsHere(t *testing.T) {
	node, there := node(t)
	if !there {
		return
	}
	want := `{"plans":[{"title":"Hoogwater","regions":[{"code":"VR08","name":"Gelderland-Zuid"},{"code":"VR09","name":"Utrecht"}],"partner":{"name":"Vitens N.V.","plan":"plan van vitens"}}],` +
		`"partner":{"plan":"plan van vitens","sectors":[{"code":"drinkwater"}]}}` + "\n"
	got := run(t, ".", node, "gateway.js", world.Embedded(t).URL, `{ plans { title regions { code name } partner { name plan } } partner(key: "vitens") { plan sectors { code } } }`)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestTheContractBreaksNoClients compares the schema with that of the last version that was tagged; there is nothing to compare
// before the first.
func TestTheContractBreaksNoClients(t *testing.T) {
	node, there := node(t)
	if !there {
		return
	}
	tag, err := exec.CommandContext(t.Context(), "git", "describe", "--tags", "--abbrev=0", "--match", "v*").Output()
	if err != nil {
		t.Log("no version was tagged yet")
		return
	}
	released, err := exec.CommandContext(t.Context(), "git", "show", strings.TrimSpace(string(tag))+":schema.graphqls").Output()
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	keep(t, folder+"/released.graphql", string(released))
	keepSchema(t, world.Embedded(t), folder+"/now.graphql")
	if broken := run(t, ".", node, "compatible.js", folder+"/released.graphql", folder+"/now.graphql"); broken != "" {
		t.Errorf("since %s, without a deprecation before:\n%s", tag, broken)
	}
}

// TestWhatBreaksClientsIsTold: what goes without a deprecation, and what asks for more than before.
func TestWhatBreaksClientsIsTold(t *testing.T) {
	node, there := node(t)
	if !there {
		return
	}
	folder := t.TempDir()
	keep(t, folder+"/older.graphql", `type Query {
  gone(of: Int): Int
  going: Int @deprecated(reason: "ask other")
  other(old: Int @deprecated(reason: "not used"), new: Int): Colour
}
enum Colour { RED GREEN BLUE @deprecated(reason: "none") }`)
	keep(t, folder+"/newer.graphql", `type Query { other(new: Int, must: Int!): Colour more: Int } enum Colour { RED }`)
	want := `FIELD_REMOVED: Query.gone was removed.
REQUIRED_ARG_ADDED: A required arg must on Query.other was added.
VALUE_REMOVED_FROM_ENUM: GREEN was removed from enum type Colour.
`
	if diff := cmp.Diff(want, run(t, ".", node, "compatible.js", folder+"/older.graphql", folder+"/newer.graphql")); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func keep(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
