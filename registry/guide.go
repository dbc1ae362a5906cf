package registry

import (
	"cmp"
	"slices"
)

// Guide is what helps to make agreements and to look at them: data that an organisation may replace.
type Guide struct {
	Subjects   []Subject
	Track      []TrackStep
	Frameworks []Framework
}

// Subject is what a commitment can be about.
type Subject struct {
	Code, Name string
	// Dimension is where it usually belongs; a commitment may say otherwise.
	Dimension  *Dimension
	Provenance *Provenance
}

// TrackStep is a step of the track (stappenplan) by which an agreement is made, or the question of a dimension.
type TrackStep struct {
	Code, Name string
	// Dimension is the one whose question it is; nil for a step of the way.
	Dimension  *Dimension
	Question   string
	Provenance *Provenance
}

// Framework is what a peer review goes by, in one edition.
type Framework struct {
	Code, Title, Edition string
	Criteria             []Criterion
	// Outcomes are the words in which a review can end.
	Outcomes   []string
	Provenance *Provenance
}

// Criterion is one point of a framework.
type Criterion struct {
	Code string
	// Dimension is the one that it is about; nil is all.
	Dimension *Dimension
	Text      string
}

// Check refuses a guide whose lists hold more than the schema says. BAD_USER_INPUT, TOO_LONG.
func (g Guide) Check() error {
	if err := cmp.Or(checkLength("subjects", g.Subjects, maxSubjects), checkLength("track", g.Track, maxTrack), checkLength("frameworks", g.Frameworks, maxFrameworks)); err != nil {
		return err
	}
	for _, framework := range g.Frameworks {
		if err := cmp.Or(checkLength("criteria", framework.Criteria, maxCriteria), checkLength("outcomes", framework.Outcomes, maxOutcomes)); err != nil {
			return err
		}
	}
	return nil
}

// Guide returns the guide of the registry.
func (r *Registry) Guide() Guide { return r.guide }

// question gives that of a dimension; "" when the guide has none.
func (g Guide) question(dimension Dimension) string {
	for _, step := range g.Track {
		if step.Dimension != nil && *step.Dimension == dimension {
			return step.Question
		}
	}
	return ""
}

// subjectCodes returns the codes of the subjects.
func (g Guide) subjectCodes() []string {
	codes := []string{}
	for _, subject := range g.Subjects {
		codes = append(codes, subject.Code)
	}
	return codes
}

// frameworkCodes returns the codes of the frameworks.
func (g Guide) frameworkCodes() []string {
	codes := []string{}
	for _, framework := range g.Frameworks {
		codes = append(codes, framework.Code)
	}
	return codes
}

// Framework returns one by its code; false when there is none.
func (g Guide) Framework(code string) (Framework, bool) {
	i := slices.IndexFunc(g.Frameworks, func(f Framework) bool { return f.Code == code })
	if i < 0 {
		return Framework{}, false
	}
	return g.Frameworks[i], true
}

// Criterion returns one by its code; false when there is none.
func (f Framework) Criterion(code string) (Criterion, bool) {
	i := slices.IndexFunc(f.Criteria, func(c Criterion) bool { return c.Code == code })
	if i < 0 {
		return Criterion{}, false
	}
	return f.Criteria[i], true
}
