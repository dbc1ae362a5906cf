package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"ketenkaart/e2e/world"
)

// python returns the Python that KETENKAART_PYTHON names; false when there is none, which CI does not accept.
func python(t *testing.T) (string, bool) {
	t.Helper()
	if path := os.Getenv("KETENKAART_PYTHON"); path != "" {
		return path, true
	}
	if os.Getenv("CI") == "true" {
		t.Fatal("KETENKAART_PYTHON is not set, and CI reads exports back by other programs")
	}
	fmt.Fprintf(os.Stderr, "\n### NOT TESTED: %s needs Python; scripts/with-python finds it and sets KETENKAART_PYTHON ###\n\n", t.Name())
	return "", false
}

// toRead is an export for a program of others to read, and where what it found goes.
type toRead struct {
	reader, export string
	arguments      []string
	found          any
}

// readBack has the programs of others read exports, all by one process, for that takes long to start.
func readBack(t *testing.T, python string, exports ...toRead) {
	t.Helper()
	folder, arguments := t.TempDir(), []string{"python/read.py"}
	for i, each := range exports {
		path := filepath.Join(folder, fmt.Sprint(i)+"."+each.reader)
		if err := os.WriteFile(path, []byte(each.export), 0o600); err != nil {
			t.Fatal(err)
		}
		arguments = append(arguments, strings.Join(append([]string{each.reader, path}, each.arguments...), ","))
	}
	command := exec.CommandContext(t.Context(), python, arguments...)
	var complaints strings.Builder
	command.Stderr = &complaints
	printed, err := command.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, complaints.String())
	}
	var found []json.RawMessage
	if err := json.Unmarshal(printed, &found); err != nil || len(found) != len(exports) {
		t.Fatalf("%v in %s", err, printed)
	}
	for i, each := range exports {
		if err := json.Unmarshal(found[i], each.found); err != nil {
			t.Fatalf("%v in %s", err, found[i])
		}
	}
}

// readTable is what pandas finds in a table.
type readTable struct {
	Columns []string
	Rows    []map[string]any
}

// cells are the rows as CSV has them.
func (r readTable) cells(t *testing.T) []map[string]string {
	t.Helper()
	rows := []map[string]string{}
	for _, each := range r.Rows {
		row := map[string]string{}
		for name, value := range each {
			row[name] = cellOf(t, value)
		}
		rows = append(rows, row)
	}
	return rows
}

// TestPandasReadsTables: every column of every row as the data has it, whatever the separator and the mark.
func TestPandasReadsTables(t *testing.T) {
	python, there := python(t)
	if !there {
		return
	}
	server := world.Embedded(t)
	want := expectation{"collaborations", nil, "collaborations", []string{"region", "partner", "since"}, on("2026-11-23")}
	var comma, semicolon, tab, lines readTable
	address := "/export/collaborations."
	readBack(t, python,
		toRead{"table", server.Get(t, address+"csv"), []string{"comma"}, &comma},
		toRead{"table", server.Get(t, address+"csv?bom=true&separator=%3B"), []string{"semicolon"}, &semicolon},
		toRead{"table", server.Get(t, address+"csv?separator=tab"), []string{"tab"}, &tab},
		toRead{"lines", server.Get(t, address+"jsonl"), nil, &lines},
	)
	for _, read := range []readTable{comma, semicolon, tab, lines} {
		want.check(t, server, read.cells(t))
	}
}

// TestPandasReadsEveryTable: all can be read, also those that are empty, with the same columns in both formats.
func TestPandasReadsEveryTable(t *testing.T) {
	python, there := python(t)
	if !there {
		return
	}
	server := world.Embedded(t)
	names := []string{"partners", "regions", "adoptions", "agreements", "commitments", "changes"}
	found, reads := make([]readTable, 2*len(names)), []toRead{}
	for i, name := range names {
		reads = append(reads, toRead{"table", server.Get(t, "/export/"+name+".csv"), []string{"comma"}, &found[2*i]},
			toRead{"lines", server.Get(t, "/export/"+name+".jsonl"), nil, &found[2*i+1]})
	}
	readBack(t, python, reads...)
	for i, name := range names {
		table, lines := found[2*i], found[2*i+1]
		if len(table.Columns) == 0 || len(table.Rows) != len(lines.Rows) || len(lines.Rows) > 0 && !slices.Equal(table.Columns, lines.Columns) {
			t.Errorf("%s: %d rows of %v as CSV, and %d of %v as JSON lines", name, len(table.Rows), table.Columns, len(lines.Rows), lines.Columns)
		}
	}
}
