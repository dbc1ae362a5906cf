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
	all, schema, err := loadStatements()
	if err != nil {
		t.Fatal(err)
	}
	code := productionCode(t)
	for _, period := range []string{"Current", "Past", "Planned"} {
		code += `"Collaboration` + period + `" "Adoption` + period + `"`
	}
	for name, text := range all {
		if !slices.Contains(schema, name) && !strings.Contains(code, `"`+name+`"`) {
			t.Errorf("no code names the statement %s", name)
		}
		if text == "" {
			t.Errorf("the statement %s is empty", name)
		}
	}
	for _, asked := range regexp.MustCompile(`(?:text|get|where\.add|put|addList|addFlag)\((?:where, |ctx, )?"(\w+)"`).FindAllStringSubmatch(code, -1) {
		if name := asked[1]; all[name] == "" && strings.ToUpper(name[:1]) == name[:1] {
			t.Errorf("the code names the statement %s, which is not there", name)
		}
	}
	for _, name := range schema {
		delete(all, name)
	}
	if diff := cmp.Diff(slices.Sorted(maps.Keys(all)), names()); diff != "" {
		t.Errorf("names() is not what the files have: (-files +names)\n%s", diff)
	}
}

// TestAStatementIsMissed when the store opens; what nothing names is no text that Neo4j would take.
func TestAStatementIsMissed(t *testing.T) {
	all, _, err := loadStatements()
	if err != nil {
		t.Fatal(err)
	}
	delete(all, "PartnerNational")
	if err := all.check(names(), places()); err == nil || !strings.Contains(err.Error(), "PartnerNational") {
		t.Errorf("without PartnerNational: %v", err)
	}
	if text := all.text("PartnerNational"); !strings.Contains(text, "no statement is named PartnerNational") {
		t.Errorf("a lost filter reads %q", text)
	}
}

// TestAPlaceIsMissed when the store opens, each for itself; a choice that has none makes no text that Neo4j would take.
func TestAPlaceIsMissed(t *testing.T) {
	all, _, err := loadStatements()
	if err != nil {
		t.Fatal(err)
	}
	for name, told := range places() {
		for _, place := range strings.Fields(told) {
			less := maps.Clone(all)
			less[name] = strings.Replace(all[name], "// "+place, "", 1)
			if err := less.check(names(), places()); err == nil || !strings.Contains(err.Error(), name) {
				t.Errorf("%s without its place for %s: %v", name, place, err)
			}
		}
	}
	all["ListAgreements"] = strings.ReplaceAll(all["ListAgreements"], "// filter", "// fliter")
	lost := all.get("ListAgreements", choices{"filter": "AND a.ledBy IN $ledBy"})
	if !strings.Contains(lost, "ListAgreements has no place for filter") || strings.Contains(lost, "RETURN") {
		t.Errorf("a lost filter reads %q", lost)
	}
}

// TestTypes: the Cypher files name all profiles in one way, which the code looks for.
func TestTypes(t *testing.T) {
	all, _, err := loadStatements()
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range all {
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
