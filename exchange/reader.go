package exchange

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

// form is what a folder has to look like.
type form struct {
	// name says what the folder holds.
	name string
	// layouts are its files; errors are reported in this order.
	layouts []layout
}

// layout is what a file has to look like.
type layout struct {
	file string
	// columns are the names of the header row, separated by commas.
	columns string
	// optional are columns that the header may lack.
	optional []string
}

// reader is a folder of CSV files while it is read.
type reader struct {
	form   form
	tables map[string]*table
	known  references
	faults *RowErrors
}

// open cuts the files of a folder into cells. A name may be in capitals. It refuses whatever else the folder holds, hidden
// files apart, since a misspelled name would silently leave its facts out.
func open(folder fs.FS, f form) (*reader, error) {
	r := &reader{form: f, tables: map[string]*table{}, faults: &RowErrors{form: f}}
	entries, err := fs.ReadDir(folder, ".")
	if err != nil {
		return nil, fmt.Errorf("list the files of the %s: %w", f.name, err)
	}
	named := map[string]string{}
	for _, entry := range entries {
		name := entry.Name()
		i := slices.IndexFunc(f.layouts, func(l layout) bool { return strings.EqualFold(l.file, name) })
		switch {
		case strings.HasPrefix(name, "."):
		case i < 0 || entry.IsDir():
			r.faults.add(name, place{line: 1, column: 1}, "is no file of a "+f.name)
		case named[f.layouts[i].file] != "":
			r.faults.add(name, place{line: 1, column: 1}, "is there beside "+named[f.layouts[i].file])
		default:
			named[f.layouts[i].file] = name
		}
	}
	for _, l := range f.layouts {
		t, err := readTable(folder, named[l.file], l, r.faults)
		if err != nil {
			return nil, err
		}
		r.tables[l.file] = t
	}
	return r, nil
}

// needAny refuses a folder that holds nothing, not even a misspelled file, and names one that was to be expected.
func (r *reader) needAny(expected string) {
	there := slices.ContainsFunc(r.form.layouts, func(l layout) bool { return !r.tables[l.file].absent })
	if !there && r.faults.Len() == 0 {
		r.faults.add(expected, place{line: 1, column: 1}, "is not there, nor is any other file of a "+r.form.name)
	}
}

// needAll refuses a folder that lacks a file.
func (r *reader) needAll() {
	for _, l := range r.form.layouts {
		if r.tables[l.file].absent {
			r.faults.add(l.file, place{line: 1, column: 1}, "is not there; the header row alone says that there is nothing to tell")
		}
	}
}

// each makes one thing of each whole row of a file.
func each[T any](r *reader, file string, parse func(row) T) []T {
	var things []T
	r.visit(file, func(row row) { things = append(things, parse(row)) })
	return things
}

// parts returns the parts of a thing: none when the file tells of none, and nil, which is not told, when there is no such file.
func parts[T any](r *reader, file string, found []T) []T {
	if r.tables[file].absent {
		return nil
	}
	return append([]T{}, found...)
}

// visit goes by the whole rows of a file.
func (r *reader) visit(file string, see func(row)) {
	for _, found := range r.tables[file].rows {
		if !found.ragged {
			see(row{record: found, reader: r})
		}
	}
}
