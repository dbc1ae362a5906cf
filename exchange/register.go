// Package exchange moves the register between this program and others.
//
// A register as CSV is a folder of files, one for each kind of fact; data/README.md describes them. Cells are trimmed,
// a list inside a cell is separated by semicolons, and an empty cell means "not known".
package exchange

import (
	"fmt"
	"io/fs"

	"ketenkaart/registry"
)

// layout is what a file has to look like.
type layout struct {
	file string
	// columns are the names of the header row, separated by commas.
	columns string
}

// layouts lists the files of a register; errors are reported in this order.
func layouts() []layout {
	return []layout{
		{ministryFile, ministryColumns},
		{chainFile, chainColumns},
		{chainMinistryFile, chainMinistryColumns},
		{sectorFile, sectorColumns},
		{regionFile, regionColumns},
		{municipalityFile, municipalityColumns},
		{neighbourFile, neighbourColumns},
		{partnerFile, partnerColumns},
		{workingAreaFile, workingAreaColumns},
		{connectionFile, connectionColumns},
		{collaborationFile, collaborationColumns},
		{adoptionFile, adoptionColumns},
		{mandateFile, mandateColumns},
		{milestoneFile, milestoneColumns},
	}
}

// register is the folder while it is read.
type register struct {
	tables map[string]*table
	known  references
	faults *RowErrors
}

// ReadRegister reads a register from a folder of CSV files. Each file may be absent. What
// a row refers to has to be in these files or in a known dataset; a part (a working area, a connection, a chain's
// ministry, a mandate, a milestone) has to belong to a thing of these files. The error is a *RowErrors with everything
// that is wrong, unless a file could not be read at all. Rules of the registry that look beyond a row are left to it.
func ReadRegister(folder fs.FS, known ...registry.Dataset) (registry.Dataset, error) {
	r := &register{tables: map[string]*table{}, faults: &RowErrors{}}
	for _, l := range layouts() {
		t, err := readTable(folder, l, r.faults)
		if err != nil {
			return registry.Dataset{}, err
		}
		r.tables[l.file] = t
	}
	if err := r.checkFiles(folder); err != nil {
		return registry.Dataset{}, err
	}
	r.known = r.collectReferences(known)
	dataset := registry.Dataset{
		Ministries:     r.ministries(),
		Sectors:        r.sectors(),
		Chains:         r.chains(),
		Regions:        r.regions(),
		Neighbours:     r.neighbours(),
		Municipalities: r.municipalities(),
		Partners:       r.partners(),
		Collaborations: r.collaborations(),
		Adoptions:      r.adoptions(),
	}
	if err := r.faults.orNil(); err != nil {
		return registry.Dataset{}, err
	}
	return dataset, nil
}

// checkFiles refuses a CSV file that is none of a register's, since a misspelled name would silently leave its facts
// out, and a folder that has none of them.
func (r *register) checkFiles(folder fs.FS) error {
	files, err := fs.Glob(folder, "*.csv")
	if err != nil {
		return fmt.Errorf("list the files of the register: %w", err)
	}
	for _, file := range files {
		if _, known := r.tables[file]; !known {
			r.faults.add(file, place{line: 1, column: 1}, "is no file of a register")
		}
	}
	if len(files) == 0 {
		r.faults.add("partners.csv", place{line: 1, column: 1}, "is not there, nor is any other file of a register")
	}
	return nil
}

// each makes one thing of each whole row of a file.
func each[T any](r *register, file string, parse func(row) T) []T {
	var things []T
	r.visit(file, func(row row) { things = append(things, parse(row)) })
	return things
}

// visit goes by the whole rows of a file.
func (r *register) visit(file string, see func(row)) {
	for _, found := range r.tables[file].rows {
		if !found.ragged {
			see(row{record: found, register: r})
		}
	}
}
