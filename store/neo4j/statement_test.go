package neo4j

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"ketenkaart/registry"
)

// TestStatementsUsed: each statement is named in the code, and each name in the code is a statement.
func TestStatementsUsed(t *testing.T) {
	all, schema, err := loadStatements()
	if err != nil {
		t.Fatal(err)
	}
	code := productionCode(t)
	for name, text := range all {
		if !slices.Contains(schema, name) && !strings.Contains(code, `"`+name+`"`) {
			t.Errorf("no code names the statement %s", name)
		}
		if text == "" {
			t.Errorf("the statement %s is empty", name)
		}
	}
	for _, part := range strings.Split(code, `statements["`)[1:] {
		name, _, _ := strings.Cut(part, `"`)
		if all[name] == "" {
			t.Errorf("the code names the statement %s, which is not there", name)
		}
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
