package named

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"ketenkaart/registry"
)

func read(texts map[string]string) (Statements, map[string][]string, error) {
	files := fstest.MapFS{}
	for name, text := range texts {
		files["sql/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	return Read(files, "sql", "--")
}

func TestRead(t *testing.T) {
	all, names, err := read(map[string]string{
		"a.sql":           "-- What is here.\n\n-- name: B\nSELECT 1 -- one\n  -- kept\n\nFROM b\n-- Of A.\n-- name: A\nSELECT 2\n",
		"migrations/1.up": "CREATE TABLE b",
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(Statements{"A": "SELECT 2\n", "B": "SELECT 1 -- one\n  -- kept\nFROM b\n"}, all); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(map[string][]string{"a.sql": {"B", "A"}}, names); diff != "" {
		t.Error(diff)
	}
}

func TestReadRefuses(t *testing.T) {
	for what, texts := range map[string]map[string]string{
		"a name twice":               {"a.sql": "-- name: A\nSELECT 1\n-- name: A\nSELECT 2\n"},
		"a name in two files":        {"a.sql": "-- name: A\nSELECT 1\n", "b.sql": "-- name: A\nSELECT 2\n"},
		"a statement without a name": {"a.sql": "SELECT 1\n"},
	} {
		if _, _, err := read(texts); err == nil || !strings.Contains(err.Error(), ".sql: ") {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func TestANameIsMissed(t *testing.T) {
	all := Statements{"A": "SELECT 1\n", "B": ""}
	if err := all.Check([]string{"A"}); err != nil {
		t.Error(err)
	}
	for _, name := range []string{"B", "C"} {
		if err := all.Check([]string{"A", name}); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("without %s: %v", name, err)
		}
	}
	if text := all.Text("C"); text != "no statement is named C" {
		t.Errorf("a name that nothing has reads %q", text)
	}
}

func TestOfPeriods(t *testing.T) {
	for period, want := range map[registry.PeriodFilter]string{"": "EdgeCurrent", "CURRENT": "EdgeCurrent", "PAST": "EdgePast", "PLANNED": "EdgePlanned", "ALL": ""} {
		if got := OfPeriods("Edge", period); got != want {
			t.Errorf("%q: got %q, want %q", period, got, want)
		}
	}
}
