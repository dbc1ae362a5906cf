package e2e

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/vektah/gqlparser/v2/ast"

	"ketenkaart/e2e/world"
	"ketenkaart/graph"
)

// schema is the contract that the server serves.
func schema() *ast.Schema { return graph.NewExecutableSchema(graph.Config{}).Schema() }

// valuesOf gives the values of an enum, sorted.
func valuesOf(t *testing.T, enum string) []string {
	t.Helper()
	definition := schema().Types[enum]
	if definition == nil || definition.Kind != ast.Enum {
		t.Fatalf("%s is no enum of the schema", enum)
	}
	values := []string{}
	for _, value := range definition.EnumValues {
		values = append(values, value.Name)
	}
	slices.Sort(values)
	return values
}

func TestEveryMutationIsAnActionThatCanKnows(t *testing.T) {
	mutations := []string{}
	for _, field := range schema().Mutation.Fields {
		mutations = append(mutations, field.Name)
	}
	want := append(slices.Clone(mutations), "importRegister")
	slices.Sort(want)
	if diff := cmp.Diff(want, valuesOf(t, "Action")); diff != "" {
		t.Errorf("actions (-mutations and importRegister +enum):\n%s", diff)
	}
	s := world.Embedded(t)
	for _, action := range mutations {
		if answer := s.Ask(t, `{ can(action: `+action+`, subject: "Municipality:GM0268") { allowed } }`, nil); strings.Contains(answer, "UNKNOWN_ACTION") {
			t.Errorf("can does not know %s: %s", action, answer)
		}
	}
}

func TestEveryKindOfNodeHasAName(t *testing.T) {
	types := []string{}
	for _, each := range schema().GetPossibleTypes(schema().Types["Node"]) {
		types = append(types, each.Name)
	}
	slices.Sort(types)
	if diff := cmp.Diff(types, valuesOf(t, "NodeKind")); diff != "" {
		t.Errorf("kinds of nodes (-types +enum):\n%s", diff)
	}
}
