package exchange

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"unicode"

	"ketenkaart/registry"
)

// Report is what is told of a change of many things, or of one that would be made.
type Report struct {
	New       int `json:"new"`
	Changed   int `json:"changed"`
	Ended     int `json:"ended"`
	Removed   int `json:"removed"`
	Unchanged int `json:"unchanged"`
	Refused   int `json:"refused"`
	// FirstRevision and Revision are those of the first and the last change that was written, most often one; nil when nothing was.
	FirstRevision *int        `json:"firstRevision,omitempty"`
	Revision      *int        `json:"revision,omitempty"`
	Rows          []ReportRow `json:"rows"`
}

// ReportRow is what is told of one thing. Line and Column count from 1, and are absent when it was not read from a file.
type ReportRow struct {
	Outcome  registry.Outcome `json:"outcome"`
	Name     string           `json:"name,omitempty"`
	File     string           `json:"file,omitempty"`
	Line     int              `json:"line,omitempty"`
	Column   int              `json:"column,omitempty"`
	Fields   []ReportField    `json:"fields,omitempty"`
	Problems []ReportProblem  `json:"problems,omitempty"`
}

// ReportField is a field before and after.
type ReportField struct {
	Field  string `json:"field"`
	Before any    `json:"before"`
	After  any    `json:"after"`
}

// ReportProblem is why a thing is refused, and where that was read.
type ReportProblem struct {
	File    string          `json:"file,omitempty"`
	Line    int             `json:"line,omitempty"`
	Column  int             `json:"column,omitempty"`
	Code    registry.Code   `json:"code"`
	Reason  registry.Reason `json:"reason"`
	Field   string          `json:"field,omitempty"`
	Message string          `json:"message"`
}

// ReportOf tells of files that cannot be read as a register.
func ReportOf(faults *RowErrors) Report {
	report := Report{Refused: faults.Len(), Rows: []ReportRow{}}
	for _, fault := range faults.Rows {
		report.Rows = append(report.Rows, ReportRow{
			Outcome: registry.OutcomeRefused, File: fault.File, Line: fault.Line, Column: fault.Column,
			Problems: []ReportProblem{{
				File: fault.File, Line: fault.Line, Column: fault.Column,
				Code: registry.CodeBadInput, Reason: registry.ReasonDatasetRejected, Message: fault.Reason,
			}},
		})
	}
	return report
}

// ReportOfPlan tells of an import or a revert, with what differs of each thing.
func ReportOfPlan(plan registry.Plan) (Report, error) {
	report := Report{
		New: plan.Counts[registry.OutcomeNew], Changed: plan.Counts[registry.OutcomeChanged], Ended: plan.Counts[registry.OutcomeEnded],
		Removed: plan.Counts[registry.OutcomeRemoved], Unchanged: plan.Counts[registry.OutcomeUnchanged], Refused: plan.Counts[registry.OutcomeRefused], Rows: []ReportRow{},
	}
	if plan.Change != nil {
		report.FirstRevision, report.Revision = &plan.FirstRevision, &plan.Change.Revision
	}
	for _, row := range plan.Rows {
		told, err := reportRow(row)
		if err != nil {
			return report, err
		}
		report.Rows = append(report.Rows, told)
	}
	return report, nil
}

func reportRow(row registry.PlanRow) (ReportRow, error) {
	told := ReportRow{Outcome: row.Outcome, Name: row.Name}
	if row.Place != nil {
		told.File, told.Line, told.Column = row.Place.File, row.Place.Line, row.Place.Column
	}
	fields, err := row.Item.Fields()
	if err != nil {
		return told, err
	}
	for _, field := range fields {
		told.Fields = append(told.Fields, ReportField(field))
	}
	for _, problem := range row.Problems {
		each := ReportProblem{Code: problem.Code, Reason: problem.Reason, Field: problem.Field(), Message: problem.Message}
		if problem.Place != nil {
			each.File, each.Line, each.Column = problem.Place.File, problem.Place.Line, problem.Place.Column
		}
		told.Problems = append(told.Problems, each)
	}
	return told, nil
}

// WriteJSON writes the report for programs.
func (r Report) WriteJSON(to io.Writer) error {
	encoder := json.NewEncoder(to)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(r)
}

// WriteTable writes the report for people: a line for each thing, with its first change or problem and the others below it, and
// the numbers of all.
func (r Report) WriteTable(to io.Writer) error {
	table := tabwriter.NewWriter(to, 0, 0, 2, ' ', 0)
	for _, row := range r.Rows {
		for i, line := range row.lines() {
			outcome, name := strings.ToLower(string(row.Outcome)), row.Name
			if i > 0 {
				outcome, name = "", ""
			}
			fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", outcome, printable(name), line.place, printable(line.text))
		}
	}
	if err := table.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(to, "%d new, %d changed, %d ended, %d removed, %d unchanged, %d refused\n", r.New, r.Changed, r.Ended, r.Removed, r.Unchanged, r.Refused)
	return err
}

// reportLine is one change or problem of a thing.
type reportLine struct{ place, text string }

func (r ReportRow) lines() []reportLine {
	lines := []reportLine{}
	for _, problem := range r.Problems {
		lines = append(lines, reportLine{placed(problem.File, problem.Line, problem.Column), problem.Message})
	}
	if r.Outcome != registry.OutcomeRefused {
		for _, field := range r.Fields {
			lines = append(lines, reportLine{text: fmt.Sprintf("%s: %s → %s", field.Field, shown(field.Before), shown(field.After))})
		}
	}
	if len(lines) == 0 {
		lines = append(lines, reportLine{})
	}
	if lines[0].place == "" {
		lines[0].place = placed(r.File, r.Line, r.Column)
	}
	return lines
}

func placed(file string, line, column int) string {
	if file == "" {
		return ""
	}
	return registry.Place{File: file, Line: line, Column: column}.String()
}

// maxShown is how many characters of a value a table shows; JSON has all.
const maxShown = 80

func shown(value any) string {
	if value == nil {
		return "–"
	}
	encoded, err := json.Marshal(value)
	if err != nil {
		return "?"
	}
	text := []rune(string(encoded))
	if len(text) > maxShown {
		return string(text[:maxShown]) + "…"
	}
	return string(text)
}

// printable keeps what a file holds from steering the terminal.
func printable(text string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return '·'
		}
		return r
	}, text)
}
