package exchange

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"ketenkaart/registry"
)

// RowError is one thing that is wrong in a file. Line and Column count from 1; Column counts bytes.
type RowError struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
	Reason string `json:"reason"`
}

// Error gives place and reason on one line, as compilers do.
func (e RowError) Error() string {
	return fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Column, e.Reason)
}

// RowErrors is everything that is wrong with a register or a guide, in order of file, line and column.
type RowErrors struct {
	Rows []RowError
	// More is how many there are beyond those.
	More int
	form form
}

// maxFaults is how many errors are told, since a file that is of another kind has one in each row.
const maxFaults = 1000

// Len is how many errors there are.
func (e *RowErrors) Len() int { return len(e.Rows) + e.More }

// Error returns one line for each error.
func (e *RowErrors) Error() string {
	lines := []string{e.summary()}
	for _, row := range e.Rows {
		lines = append(lines, row.Error())
	}
	if e.More > 0 {
		lines = append(lines, fmt.Sprintf("and %d more", e.More))
	}
	return strings.Join(lines, "\n")
}

func (e *RowErrors) summary() string {
	return fmt.Sprintf("the %s has %d errors", e.form.name, e.Len())
}

// Unwrap returns the registry's error for a refused dataset, so that code and reason are found in the usual way.
func (e *RowErrors) Unwrap() error {
	return &registry.Error{
		Code: registry.CodeBadInput, Reason: registry.ReasonDatasetRejected,
		Message: e.summary(),
		Facts:   map[string]any{"rows": e.Rows},
	}
}

func (e *RowErrors) add(file string, at place, reason string) {
	if len(e.Rows) == maxFaults {
		e.More++
		return
	}
	e.Rows = append(e.Rows, RowError{File: file, Line: at.line, Column: at.column, Reason: reason})
}

// orNil returns the errors in order, or nil when there are none.
func (e *RowErrors) orNil() error {
	if e.Len() == 0 {
		return nil
	}
	order := map[string]int{}
	for i, l := range e.form.layouts {
		order[l.file] = i
	}
	slices.SortStableFunc(e.Rows, func(a, b RowError) int {
		return cmp.Or(order[a.File]-order[b.File], a.Line-b.Line, a.Column-b.Column)
	})
	return e
}
