// Package exchange moves the register, and the guide that goes with it, between this program and others.
//
// Either as CSV is a folder of files, one for each kind of fact; data/README.md describes them. Cells are trimmed,
// a list inside a cell is separated by semicolons, and an empty cell means "not known".
package exchange

import (
	"io/fs"

	"ketenkaart/registry"
)

// registerForm lists the files of a register.
func registerForm() form {
	return form{name: "register", layouts: []layout{
		{file: ministryFile, columns: ministryColumns},
		{file: chainFile, columns: chainColumns},
		{file: chainMinistryFile, columns: chainMinistryColumns},
		{file: sectorFile, columns: sectorColumns},
		{file: regionFile, columns: regionColumns},
		{file: municipalityFile, columns: municipalityColumns},
		{file: neighbourFile, columns: neighbourColumns},
		{file: partnerFile, columns: partnerColumns, optional: []string{"end_reason"}},
		{file: workingAreaFile, columns: workingAreaColumns},
		{file: connectionFile, columns: connectionColumns},
		{file: ambitionFile, columns: ambitionHeader},
		{file: collaborationFile, columns: collaborationColumns},
		{file: adoptionFile, columns: adoptionColumns},
		{file: mandateFile, columns: mandateColumns},
		{file: milestoneFile, columns: milestoneColumns},
		{file: agreementFile, columns: agreementColumns, optional: []string{"chains", "until", "end_reason"}},
		{file: agreementPartyFile, columns: agreementPartyColumns},
		{file: agreementSignatoryFile, columns: agreementSignatoryColumns},
		{file: agreementDocumentFile, columns: agreementDocumentColumns},
		{file: agreementMilestoneFile, columns: agreementMilestoneColumns},
		{file: agreementPairFile, columns: agreementPairColumns},
		{file: agreementCommitmentFile, columns: agreementCommitmentColumns},
		{file: agreementNotApplicableFile, columns: agreementNotApplicableColumns},
	}}
}

// ReadRegister reads a register from a folder of CSV files. Each file may be absent. What
// a row refers to has to be in these files or in a known dataset; a part (a working area, a connection, an ambition,
// a chain's ministry, a mandate, a milestone, a party, a signatory, a document, a pair, a commitment) has to belong to a thing of these files. The error is a *RowErrors with
// everything that is wrong, unless a file could not be read at all. Rules of the registry that look beyond a row are
// left to it; it tells by the dataset's origins where what it refuses stands.
func ReadRegister(folder fs.FS, known ...registry.Dataset) (registry.Dataset, error) {
	return readRegister(folder, func(r *reader) references { return r.collectReferences(known) })
}

// ReadUpdate reads what a register in use is told, as ReadRegister does; but what a row refers to may be in that register, which
// looks whether it is. Of a file that is absent, nothing is told: the parts that a thing has there stay.
func ReadUpdate(folder fs.FS) (registry.Dataset, error) {
	return readRegister(folder, (*reader).anyReferences)
}

func readRegister(folder fs.FS, known func(*reader) references) (registry.Dataset, error) {
	r, err := open(folder, registerForm())
	if err != nil {
		return registry.Dataset{}, err
	}
	r.needAny(partnerFile)
	r.known = known(r)
	ambitions := r.ambitions()
	dataset := registry.Dataset{
		Ministries:     r.ministries(),
		Sectors:        r.sectors(ambitions.sectors),
		Chains:         r.chains(),
		Regions:        r.regions(),
		Neighbours:     r.neighbours(),
		Municipalities: r.municipalities(),
		Partners:       r.partners(ambitions.partners),
		Collaborations: r.collaborations(),
		Adoptions:      r.adoptions(),
		Agreements:     r.agreements(),
		Origins:        r.origins(),
	}
	if err := r.faults.orNil(); err != nil {
		return registry.Dataset{}, err
	}
	return dataset, nil
}
