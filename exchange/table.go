package exchange

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"unicode/utf8"
)

// table is one file, cut into cells.
type table struct {
	file string
	// at returns the index of a column by its name.
	at   map[string]int
	rows []record
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
	reader := csv.NewReader(withoutMark(file))
	reader.FieldsPerRecord = -1
	if err := t.read(reader, l, faults); err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	return t, nil
}

// withoutMark skips the byte order mark that spreadsheets write before the first header.
func withoutMark(file io.Reader) io.Reader {
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
		t.unsure = true
		faults.add(t.file, place{1, 1}, "the file has no header row")
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
			found.checkUTF8(faults)
			return found, nil
		}
	}
}

// checkUTF8 reports cells in another encoding, which spreadsheets write unless they are told otherwise.
func (r record) checkUTF8(faults *RowErrors) {
	for i, cell := range r.cells {
		if !utf8.ValidString(cell) {
			faults.add(r.table.file, r.places[i], "is not UTF-8: save the file as CSV in UTF-8")
		}
	}
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
	if l.optional != "" {
		t.at[l.optional] = -1
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

// text returns a cell, trimmed; a ragged row may lack it, and so may a header that need not have it.
func (r record) text(column string) string {
	if i := r.table.at[column]; i >= 0 && i < len(r.cells) {
		return strings.TrimSpace(r.cells[i])
	}
	return ""
}

// line is where the row begins.
func (r record) line() int { return r.places[0].line }
