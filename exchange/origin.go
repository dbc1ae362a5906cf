package exchange

import (
	"slices"
	"strings"
	"unicode"

	"ketenkaart/registry"
)

// source says where the things of one list of a dataset are read: a row each, and a row for each of their parts.
type source struct {
	list, file string
	// key are the columns by which parts name the row.
	key   []string
	parts []part
}

// part is a field of a thing that other files hold, a row for each item.
type part struct {
	field, file string
	// owner are the columns that name the thing, in order of its key.
	owner []string
	// sorted are the columns by which the items are ordered; none when they stand as in the file.
	sorted []string
	// alone says that there is one at most, and no list of items.
	alone bool
}

func sources() []source {
	adopted := []string{"partner", "adopted_since"}
	return []source{
		{list: "ministries", file: ministryFile},
		{list: "sectors", file: sectorFile, key: []string{"code"}, parts: []part{{field: "ambition", file: ambitionFile, owner: []string{"sector"}, alone: true}}},
		{list: "chains", file: chainFile, key: []string{"code"}, parts: []part{{field: "ministries", file: chainMinistryFile, owner: []string{"chain"}}}},
		{list: "regions", file: regionFile},
		{list: "neighbours", file: neighbourFile},
		{list: "municipalities", file: municipalityFile},
		{list: "partners", file: partnerFile, key: []string{"key"}, parts: []part{
			{field: "ambition", file: ambitionFile, owner: []string{"partner"}, alone: true},
			{field: "workingAreas", file: workingAreaFile, owner: []string{"partner"}}, {field: "connections", file: connectionFile, owner: []string{"partner"}},
		}},
		{list: "collaborations", file: collaborationFile},
		{list: "adoptions", file: adoptionFile, key: []string{"partner", "since"}, parts: []part{
			{field: "mandates", file: mandateFile, owner: adopted}, {field: "milestones", file: milestoneFile, owner: adopted},
		}},
		{list: "agreements", file: agreementFile, key: []string{"key"}, parts: []part{
			{field: "regionCodes", file: agreementPartyFile, owner: []string{"agreement"}, sorted: []string{"region"}},
			{field: "partnerKeys", file: agreementPartyFile, owner: []string{"agreement"}, sorted: []string{"partner"}},
			{field: "signatories", file: agreementSignatoryFile, owner: []string{"agreement"}},
			{field: "documents", file: agreementDocumentFile, owner: []string{"agreement"}},
			{field: "milestones", file: agreementMilestoneFile, owner: []string{"agreement"}},
			{field: "pairs", file: agreementPairFile, owner: []string{"agreement"}, sorted: []string{"region", "partner"}},
			{field: "commitments", file: agreementCommitmentFile, owner: []string{"agreement"}},
			{field: "notApplicable", file: agreementNotApplicableFile, owner: []string{"agreement"}},
		}},
	}
}

// origins tells where each thing of the dataset stands in the files.
func (r *reader) origins() map[string][]registry.Origin {
	origins := map[string][]registry.Origin{}
	for _, s := range sources() {
		parts := make([]map[string][]record, len(s.parts))
		for i, p := range s.parts {
			parts[i] = r.rowsOf(p)
		}
		for _, found := range r.tables[s.file].rows {
			origins[s.list] = append(origins[s.list], func(field string, item *int) registry.Place {
				for i, p := range s.parts {
					rows := parts[i][found.joined(s.key...)]
					number := value(item)
					if rest, of := strings.CutPrefix(field, p.field); of && (item != nil || p.alone) && number < len(rows) {
						return rows[number].place(strings.TrimPrefix(rest, "."), p.field)
					}
				}
				return found.place(field)
			})
		}
	}
	return origins
}

// rowsOf returns the rows of a part by what they are a part of, in the order in which the dataset has them.
func (r *reader) rowsOf(p part) map[string][]record {
	rows := map[string][]record{}
	for _, found := range r.tables[p.file].rows {
		if len(p.sorted) == 0 || found.text(p.sorted[0]) != "" {
			rows[found.joined(p.owner...)] = append(rows[found.joined(p.owner...)], found)
		}
	}
	if len(p.sorted) > 0 {
		for _, ofOne := range rows {
			slices.SortStableFunc(ofOne, func(a, b record) int { return strings.Compare(a.joined(p.sorted...), b.joined(p.sorted...)) })
		}
	}
	return rows
}

// place is that of the first of the fields that has a column, else of the row.
func (r record) place(fields ...string) registry.Place {
	at := r.places[0]
	for _, field := range fields {
		if i, known := r.table.at[columnOf(field)]; known && i >= 0 {
			at = r.places[i]
			break
		}
	}
	return registry.Place{File: r.table.file, Line: at.line, Column: at.column}
}

// columnOf is the name that the files have for a field of the registry.
func columnOf(field string) string {
	switch field {
	case "sectorCodes":
		return "sectors"
	case "chainCodes":
		return "chains"
	case "partOfKey":
		return "part_of"
	case "regionCode", "regionCodes", "mandates":
		return "region"
	case "partnerKey", "partnerKeys":
		return "partner"
	case "ministries":
		return "ministry"
	case "successorCode":
		return "successor"
	}
	field = strings.TrimPrefix(strings.TrimPrefix(field, "identifiers."), "provenance.")
	var name strings.Builder
	for _, letter := range strings.ReplaceAll(field, ".", "_") {
		if unicode.IsUpper(letter) {
			name.WriteByte('_')
		}
		name.WriteRune(unicode.ToLower(letter))
	}
	return name.String()
}
