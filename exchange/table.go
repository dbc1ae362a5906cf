package exchange

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"unicode/utf8"
)

// table is one file, cut into cells.
type table struct {
	file string
	// at returns the index of a column by its name.
	at   map[string]int
	rows []record
	// separator stands between cells.
	separator rune
	// unsure says that some rows could not be cut into cells: what they would have held is not known.
	unsure bool
	// absent says that there is no such file.
	absent bool
}

// record is one row with the place of each cell in the file.
type record struct {
	table  *table
	cells  []string
	places []place
	// ragged says that the row has not as many cells as the header.
	ragged bool
}

// place is where something stands in a file; line and column (in bytes) count from 1.
type place struct{ line, column int }

// readTable cuts a file into cells; one that is absent has no name and no rows.
func readTable(folder fs.FS, name string, l layout, faults *RowErrors) (*table, error) {
	if name == "" {
		return &table{file: l.file, absent: true}, nil
	}
	t := &table{file: name, at: map[string]int{}}
	file, err := folder.Open(name)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", name, err)
	}
	defer func() { _ = file.Close() }()
	limited := &io.LimitedReader{R: file, N: maxFile + 1}
	text := withoutMark(limited)
	if isUTF16(text) {
		t.refuse(faults, place{1, 1}, "is not UTF-8 but UTF-16: save the file as CSV in UTF-8")
		return t, nil
	}
	reader := csv.NewReader(text)
	reader.FieldsPerRecord = -1
	reader.Comma = separatorOf(text)
	t.separator = reader.Comma
	if err := t.read(reader, l, faults); err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	if limited.N == 0 {
		t.refuse(faults, place{1, 1}, fmt.Sprintf("is larger than %d MB", maxFile>>20))
	}
	return t, nil
}

// The bounds of a file, far above what a register holds, so that what is no register fills no memory.
const (
	maxFile = 64 << 20
	maxRows = 250_000
)

// refuse reports what is wrong with the file as a whole: what its rows are is not known.
func (t *table) refuse(faults *RowErrors, at place, reason string) {
	t.unsure = true
	faults.add(t.file, at, reason)
}

// isUTF16 tells by its mark the encoding that spreadsheets call Unicode text.
func isUTF16(text *bufio.Reader) bool {
	first, err := text.Peek(2)
	return err == nil && (bytes.Equal(first, []byte{0xFF, 0xFE}) || bytes.Equal(first, []byte{0xFE, 0xFF}))
}

// separatorOf finds in the header what parts its cells, since no name of a column has any of these: a comma when none does.
func separatorOf(text *bufio.Reader) rune {
	header, _ := text.Peek(text.Size()) // what there is of it
	header, _, _ = bytes.Cut(header, []byte("\n"))
	for _, separator := range ";\t" {
		if bytes.ContainsRune(header, separator) && !bytes.ContainsRune(header, ',') {
			return separator
		}
	}
	return ','
}

// withoutMark skips the byte order mark that spreadsheets write before the first header.
func withoutMark(file io.Reader) *bufio.Reader {
	buffered := bufio.NewReader(file)
	mark := []byte("\ufeff")
	if first, err := buffered.Peek(len(mark)); err == nil && bytes.Equal(first, mark) {
		_, _ = buffered.Discard(len(mark))
	}
	return buffered
}

// read takes the header and, when that is right, all rows.
func (t *table) read(reader *csv.Reader, l layout, faults *RowErrors) error {
	header, err := t.next(reader, faults)
	if errors.Is(err, io.EOF) {
		t.refuse(faults, place{1, 1}, "the file has no header row")
		return nil
	}
	if err != nil {
		return err
	}
	if !t.setHeader(header, l, faults) {
		t.unsure = true
		return nil
	}
	for {
		found, err := t.next(reader, faults)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if len(t.rows) == maxRows {
			t.refuse(faults, found.places[0], fmt.Sprintf("has more than %d rows", maxRows))
			return nil
		}
		t.add(found, len(header.cells), faults)
	}
}

// next returns the next record that can be cut into cells, and reports those before it that cannot.
func (t *table) next(reader *csv.Reader, faults *RowErrors) (record, error) {
	for {
		cells, err := reader.Read()
		malformed, ok := errors.AsType[*csv.ParseError](err)
		switch {
		case ok:
			t.unsure = true
			faults.add(t.file, place{malformed.Line, malformed.Column}, malformed.Err.Error())
		case err != nil:
			return record{}, err
		default:
			found := record{table: t, cells: cells, places: placesOf(reader, len(cells))}
			found.checkCells(faults)
			return found, nil
		}
	}
}

// checkCells reports cells in another encoding, which spreadsheets write unless they are told otherwise, and what they make of
// cells in place of what was meant.
func (r record) checkCells(faults *RowErrors) {
	for i, cell := range r.cells {
		switch {
		case !utf8.ValidString(cell):
			faults.add(r.table.file, r.places[i], "is not UTF-8: save the file as CSV in UTF-8")
		case strings.HasPrefix(cell, "=") || strings.HasPrefix(cell, "#") && slices.Contains(spoiled(), cell):
			faults.add(r.table.file, r.places[i], fmt.Sprintf("%.20q is a formula or its failure: write what is meant; a text that begins so has an apostrophe before it", cell))
		}
	}
}

// spoiled are what spreadsheets write for a formula that they could not work out, in English and in Dutch.
func spoiled() []string {
	return []string{"#NAME?", "#NAAM?", "#REF!", "#VERW!", "#VALUE!", "#WAARDE!", "#DIV/0!", "#DEEL/0!", "#N/A", "#N/B", "#NUM!", "#GETAL!", "#NULL!", "#LEEG!"}
}

func placesOf(reader *csv.Reader, cells int) []place {
	places := make([]place, cells)
	for i := range places {
		places[i].line, places[i].column = reader.FieldPos(i)
	}
	return places
}

// setHeader learns where each column is, and says whether the header is as the layout wants it, in any order.
func (t *table) setHeader(header record, l layout, faults *RowErrors) bool {
	before := faults.Len()
	wanted := strings.Split(l.columns, ",")
	for _, name := range wanted {
		t.at[name] = -1
	}
	for _, name := range l.optional {
		t.at[name] = -1
	}
	for i, cell := range header.cells {
		name := strings.TrimSpace(cell)
		index, known := t.at[name]
		switch {
		case !known:
			faults.add(t.file, header.places[i], fmt.Sprintf("there is no column %q; the columns are %s", name, l.columns))
		case index >= 0:
			faults.add(t.file, header.places[i], fmt.Sprintf("the column %s is here twice", name))
		default:
			t.at[name] = i
		}
	}
	for _, name := range wanted {
		if t.at[name] < 0 {
			faults.add(t.file, header.places[0], fmt.Sprintf("the column %s is missing", name))
		}
	}
	return faults.Len() == before
}

func (t *table) add(found record, width int, faults *RowErrors) {
	if len(found.cells) != width {
		found.ragged = true
		faults.add(t.file, found.places[0], fmt.Sprintf("the row has %d cells, and the header %d", len(found.cells), width))
	}
	t.rows = append(t.rows, found)
}

// text returns a cell, trimmed and as it was before an export made it harmless; a ragged row may lack it, and so may a header that need not have it.
func (r record) text(column string) string {
	if i := r.table.at[column]; i >= 0 && i < len(r.cells) {
		return harmful(strings.TrimSpace(r.cells[i]))
	}
	return ""
}

// has says whether the header has a column that it may lack.
func (r record) has(column string) bool { return r.table.at[column] >= 0 }

// line is where the row begins.
func (r record) line() int { return r.places[0].line }
