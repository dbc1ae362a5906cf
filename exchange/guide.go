package exchange

import (
	"io/fs"

	"ketenkaart/registry"
)

const (
	subjectFile      = "subjects.csv"
	subjectColumns   = "code,name,dimension,source,certainty,note"
	trackFile        = "track.csv"
	trackColumns     = "code,name,dimension,question,source,certainty,note"
	frameworkFile    = "frameworks.csv"
	frameworkColumns = "code,title,edition,source,certainty,note"
	criterionFile    = "criteria.csv"
	criterionColumns = "framework,code,dimension,text"
	outcomeFile      = "outcomes.csv"
	outcomeColumns   = "framework,outcome"
)

// guideForm lists the files of a guide.
func guideForm() form {
	return form{name: "guide", layouts: []layout{
		{file: subjectFile, columns: subjectColumns},
		{file: trackFile, columns: trackColumns},
		{file: frameworkFile, columns: frameworkColumns},
		{file: criterionFile, columns: criterionColumns},
		{file: outcomeFile, columns: outcomeColumns},
	}}
}

// ReadGuide reads a guide from a folder of CSV files. Each has to be there, for a guide takes the place of the whole of
// another. The error is a *RowErrors with everything that is wrong, unless a file could not be read at all;
// TOO_LONG when a list holds too many.
func ReadGuide(folder fs.FS) (registry.Guide, error) {
	r, err := open(folder, guideForm())
	if err != nil {
		return registry.Guide{}, err
	}
	r.needAll()
	guide := registry.Guide{Subjects: r.subjects(), Track: r.track(), Frameworks: r.frameworks()}
	if err := r.faults.orNil(); err != nil {
		return registry.Guide{}, err
	}
	if err := guide.Check(); err != nil {
		return registry.Guide{}, err
	}
	return guide, nil
}

func (r *reader) subjects() []registry.Subject {
	before := seen{}
	return each(r, subjectFile, func(row row) registry.Subject {
		before.once(row, "code")
		return registry.Subject{
			Code:       row.required("code"),
			Name:       row.required("name"),
			Dimension:  optionalOneOf(row, "dimension", registry.AllDimensions()),
			Provenance: row.provenance(""),
		}
	})
}

// track reads the steps and questions, in the order of the file.
func (r *reader) track() []registry.TrackStep {
	before, asked := seen{}, seen{}
	return each(r, trackFile, func(row row) registry.TrackStep {
		before.once(row, "code")
		asked.once(row, "dimension")
		return registry.TrackStep{
			Code:       row.required("code"),
			Name:       row.required("name"),
			Dimension:  optionalOneOf(row, "dimension", registry.AllDimensions()),
			Question:   row.question(),
			Provenance: row.provenance(""),
		}
	})
}

// question reads what to ask, which a dimension has to have and a step of the way may lack.
func (r row) question() string {
	if r.text("dimension") != "" {
		return r.required("question")
	}
	return r.text("question")
}

func (r *reader) frameworks() []registry.Framework {
	before, criteria, outcomes := seen{}, r.criteria(), r.outcomes()
	return each(r, frameworkFile, func(row row) registry.Framework {
		before.once(row, "code")
		code := row.required("code")
		return registry.Framework{
			Code:       code,
			Title:      row.required("title"),
			Edition:    row.required("edition"),
			Criteria:   append([]registry.Criterion{}, criteria[code]...),
			Outcomes:   append([]string{}, outcomes[code]...),
			Provenance: row.provenance(""),
		}
	})
}

// criteria returns the criteria of each framework, in the order of the file.
func (r *reader) criteria() map[string][]registry.Criterion {
	before, owners, found := seen{}, r.keysOf(frameworkFile, "code"), map[string][]registry.Criterion{}
	r.visit(criterionFile, func(row row) {
		before.once(row, "code", "framework")
		name := row.framework(owners)
		found[name] = append(found[name], registry.Criterion{
			Code:      row.required("code"),
			Dimension: optionalOneOf(row, "dimension", registry.AllDimensions()),
			Text:      row.required("text"),
		})
	})
	return found
}

// outcomes returns the words in which a review by each framework can end, in the order of the file.
func (r *reader) outcomes() map[string][]string {
	before, owners, found := seen{}, r.keysOf(frameworkFile, "code"), map[string][]string{}
	r.visit(outcomeFile, func(row row) {
		before.once(row, "outcome", "framework")
		name := row.framework(owners)
		found[name] = append(found[name], row.required("outcome"))
	})
	return found
}

// framework reads which framework the row is a part of.
func (r row) framework(owners *keys) string {
	key := r.required("framework")
	r.belongs("framework", key, owners, frameworkFile)
	return key
}
