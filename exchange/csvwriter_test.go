package exchange

import (
	"encoding/csv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

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
