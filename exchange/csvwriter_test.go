package exchange

import (
	"encoding/csv"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"
)

// TestListsAreReadBack: whatever the items of a list hold, they come back as they were, and no more of them.
func TestListsAreReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		item := rapid.Custom(func(t *rapid.T) string {
			return "x" + rapid.StringOf(rapid.RuneFrom([]rune(`a;\ '=",é`))).Draw(t, "item") + "x"
		})
		items := rapid.SliceOfNDistinct(item, 1, 4, rapid.ID).Draw(t, "items")
		separator := rapid.SampledFrom([]byte{',', ';', '\t'}).Draw(t, "separator")
		var written strings.Builder
		out := newCSVWriter(&written, Form{Separator: separator})
		columns := []string{"key", "name", "short_name", "aliases", "core_tasks", "sectors", "chains", "part_of", "national", "capacities", "in_care_of",
			"tooi", "kvk", "oin", "website", "since", "until", "source", "certainty", "note", "classification_source", "classification_certainty", "classification_note"}
		values := make([]any, len(columns))
		values[0], values[1], values[3], values[8], values[10] = "aa", "Aa", items, false, items
		if err := errors.Join(out.header(columns), out.row(columns, values)); err != nil {
			t.Fatal(err)
		}
		read, err := ReadUpdate(fstest.MapFS{"partners.csv": {Data: []byte(written.String())}})
		if err != nil {
			t.Fatalf("%q: %v", written.String(), err)
		}
		if got := read.Partners[0]; !slices.Equal(got.Aliases, items) || !slices.Equal(got.InCareOf, items) {
			t.Fatalf("%q is read back as %q and %q, of %q", items, got.Aliases, got.InCareOf, written.String())
		}
	})
}

// TestABackslashOfAnotherProgramStays, for only a semicolon and a backslash have one before them.
func TestABackslashOfAnotherProgramStays(t *testing.T) {
	if got := splitList(`C:\data; a\\;b`); !slices.Equal(got, []string{`C:\data`, ` a\`, "b"}) {
		t.Errorf("got %q", got)
	}
}

// TestCellsAreHarmlessAndReadBack: whatever text a cell holds, no spreadsheet takes it for a formula, and a reader of CSV
// that takes the apostrophe off gets the text.
func TestCellsAreHarmlessAndReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.RuneFrom([]rune("ab'=+-@\t\r\n\";, é"))).Draw(t, "text")
		separator := rapid.SampledFrom([]byte{',', ';', '\t'}).Draw(t, "separator")
		var written strings.Builder
		if err := newCSVWriter(&written, Form{Separator: separator}).row(nil, []any{text, "end"}); err != nil {
			t.Fatal(err)
		}
		reader := csv.NewReader(strings.NewReader(written.String()))
		reader.Comma = rune(separator)
		cells, err := reader.Read()
		if err != nil || len(cells) != 2 {
			t.Fatalf("%q is read as %q: %v", written.String(), cells, err)
		}
		if cells[0] != "" && strings.ContainsAny(cells[0][:1], "=+-@\t\r\n") {
			t.Fatalf("the cell %q is a formula", cells[0])
		}
		// A reader of CSV reads the end of a line of Windows as one of Unix.
		if got, want := harmful(cells[0]), strings.ReplaceAll(text, "\r\n", "\n"); got != want {
			t.Fatalf("%q is read back as %q", text, got)
		}
	})
}
