package neo4j

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ketenkaart/registry"
)

// TestStatementsUsed: each statement is named in the code, and each name in the code is a statement.
func TestStatementsUsed(t *testing.T) {
	all, schema, err := readLibrary()
	if err != nil {
		t.Fatal(err)
	}
	code := productionCode(t)
	for _, period := range []string{"Current", "Past", "Planned"} {
		code += `"Collaboration` + period + `" "Adoption` + period + `"`
	}
	for name, text := range all.Statements {
		if !slices.Contains(schema, name) && !strings.Contains(code, `"`+name+`"`) {
			t.Errorf("no code names the statement %s", name)
		}
		if text == "" {
			t.Errorf("the statement %s is empty", name)
		}
	}
	for _, asked := range regexp.MustCompile(`(?:Text|get|where\.add|put|addList|addFlag)\((?:where, |ctx, )?"(\w+)"`).FindAllStringSubmatch(code, -1) {
		if name := asked[1]; all.Statements[name] == "" && strings.ToUpper(name[:1]) == name[:1] {
			t.Errorf("the code names the statement %s, which is not there", name)
		}
	}
	for _, name := range schema {
		delete(all.Statements, name)
	}
	if diff := cmp.Diff(slices.Sorted(maps.Keys(all.Statements)), names()); diff != "" {
		t.Errorf("names() is not what the files have: (-files +names)\n%s", diff)
	}
}

// TestAPlaceIsMissed when the store opens, each for itself; a choice that has none makes no text that Neo4j would take.
func TestAPlaceIsMissed(t *testing.T) {
	all, _, err := readLibrary()
	if err != nil {
		t.Fatal(err)
	}
	for name, told := range places() {
		for _, place := range strings.Fields(told) {
			less := library{maps.Clone(all.Statements)}
			less.Statements[name] = strings.Replace(all.Statements[name], "// "+place, "", 1)
			if err := less.check(places()); err == nil || !strings.Contains(err.Error(), name) {
				t.Errorf("%s without its place for %s: %v", name, place, err)
			}
		}
	}
	all.Statements["ListAgreements"] = strings.ReplaceAll(all.Statements["ListAgreements"], "// filter", "// fliter")
	lost := all.get("ListAgreements", choices{"filter": "AND a.ledBy IN $ledBy"})
	if !strings.Contains(lost, "ListAgreements has no place for filter") || strings.Contains(lost, "RETURN") {
		t.Errorf("a lost filter reads %q", lost)
	}
}

// TestTypes: the Cypher files name all profiles in one way, which the code looks for.
func TestTypes(t *testing.T) {
	all, _, err := readLibrary()
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range all.Statements {
		if strings.Contains(strings.ReplaceAll(text, allTypes, ""), "KERNSAMENWERKING|") {
			t.Errorf("%s names the profiles otherwise than %s", name, allTypes)
		}
	}
	for _, profile := range registry.AllProfiles() {
		if name := typeOf(profile); profileOf(name) != profile || !slices.Contains(typesOf(nil), name) {
			t.Errorf("the profile %s has the type %s, which is not one of %s", profile, name, allTypes)
		}
	}
}

func productionCode(t *testing.T) string {
	t.Helper()
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var code strings.Builder
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		code.Write(text)
	}
	return code.String()
}
