package exchange

import (
	"strings"

	"ketenkaart/registry"
)

// references are the keys of the things that a row may refer to.
type references map[registry.Kind]*keys

// keys are those of one kind, or of one file.
type keys struct {
	has map[string]bool
	// unsure says that there may be more, so that a missing key is no error.
	unsure bool
}

func (k *keys) holds(key string) bool { return k.unsure || k.has[key] }

// collectReferences gathers the keys of the files, also of rows that have errors, and those of the known datasets.
func (r *reader) collectReferences(known []registry.Dataset) references {
	found := references{
		registry.KindMinistry:     r.keysOf(ministryFile, "code"),
		registry.KindChain:        r.keysOf(chainFile, "code"),
		registry.KindSector:       r.keysOf(sectorFile, "code"),
		registry.KindRegion:       r.keysOf(regionFile, "code"),
		registry.KindPartner:      r.keysOf(partnerFile, "key"),
		registry.KindMunicipality: r.keysOf(municipalityFile, "code"),
	}
	for _, dataset := range known {
		found.addDataset(dataset)
	}
	return found
}

// anyReferences leaves it to the register whether it has what a row refers to.
func (r *reader) anyReferences() references {
	found := r.collectReferences(nil)
	for _, keys := range found {
		keys.unsure = true
	}
	return found
}

// keysOf gathers the keys of a file; a key of several columns is joined.
func (r *reader) keysOf(file string, columns ...string) *keys {
	t := r.tables[file]
	gathered := &keys{has: map[string]bool{}, unsure: t.unsure}
	for _, cells := range t.rows {
		gathered.has[cells.joined(columns...)] = true
	}
	return gathered
}

// joined makes one key of several cells.
func (r record) joined(columns ...string) string {
	parts := make([]string, len(columns))
	for i, column := range columns {
		parts[i] = r.text(column)
	}
	return strings.Join(parts, "\x00")
}

func (f references) addDataset(dataset registry.Dataset) {
	for _, ministry := range dataset.Ministries {
		f[registry.KindMinistry].has[ministry.Code] = true
	}
	for _, chain := range dataset.Chains {
		f[registry.KindChain].has[chain.Code] = true
	}
	for _, sector := range dataset.Sectors {
		f[registry.KindSector].has[sector.Code] = true
	}
	for _, region := range dataset.Regions {
		f[registry.KindRegion].has[region.Code] = true
	}
	for _, municipality := range dataset.Municipalities {
		f[registry.KindMunicipality].has[municipality.Code] = true
	}
	for _, partner := range dataset.Partners {
		f[registry.KindPartner].has[partner.Key] = true
	}
}

// key reads the code or key of a thing itself.
func (r row) key(column string, kind registry.Kind) string {
	return r.checkedKey(column, kind, r.required(column))
}

// checkedKey returns the key, or nothing when it has not the shape of its kind.
func (r row) checkedKey(column string, kind registry.Kind, key string) string {
	if key == "" {
		return ""
	}
	if err := registry.CheckKey(column, kind, key); err != nil {
		r.refuse(column, err)
		return ""
	}
	return key
}

// refuse reports an error that names the column itself.
func (r row) refuse(column string, err error) {
	r.reader.faults.add(r.table.file, r.places[r.table.at[column]], err.Error())
}

// reference reads the key of another thing, which has to be known.
func (r row) reference(column string, kind registry.Kind) string {
	return r.known(column, kind, r.required(column))
}

// optionalReference reads the key of another thing, nil when the cell is empty.
func (r row) optionalReference(column string, kind registry.Kind) *string {
	key := r.text(column)
	if key == "" {
		return nil
	}
	return new(r.known(column, kind, key))
}

// references reads a list of keys of other things.
func (r row) references(column string, kind registry.Kind) []string {
	found := []string{}
	for _, key := range r.list(column) {
		if key = r.known(column, kind, key); key != "" {
			found = append(found, key)
		}
	}
	return found
}

func (r row) known(column string, kind registry.Kind, key string) string {
	key = r.checkedKey(column, kind, key)
	if key != "" && !r.reader.known[kind].holds(key) {
		r.fault(column, "there is no %s %s", strings.ToLower(string(kind)), key)
	}
	return key
}

// owner reads the key of the thing that the row is a part of, which has to be in the owners' file.
func (r row) owner(column string, kind registry.Kind, owners *keys, file string) string {
	key := r.key(column, kind)
	r.belongs(column, key, owners, file)
	return key
}

// belongs reports a row whose owner is not in the owners' file.
func (r row) belongs(column, key string, owners *keys, file string) {
	if key != "" && !owners.holds(key) {
		r.fault(column, "%s is not in %s", key, file)
	}
}

// seen remembers on which line of a file a key stood first.
type seen map[string]int

// once reports a row whose key stood in the file before. The error points at the first of the columns.
func (s seen) once(r row, columns ...string) {
	if r.text(columns[0]) != "" {
		s.onceKey(r, columns[0], r.joined(columns...))
	}
}

func (s seen) onceKey(r row, column, key string) {
	if line, before := s[key]; before {
		r.fault(column, "the same as on line %d", line)
		return
	}
	s[key] = r.line()
}
