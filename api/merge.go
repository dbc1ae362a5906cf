package api

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/validator/core"
)

// merging is the rule of GraphQL that fields of one name in an answer are one field (OverlappingFieldsCanBeMerged). The
// rule's own words compare each two fields, and what lies below each two; this one compares each with the first of its
// name, merges what lies below all of them, and looks once at what was merged before.
type merging struct {
	schema   *ast.Schema
	walked   *walked
	addError core.AddErrFunc
	// numbers tell selections apart, and done are those that were merged.
	numbers map[*ast.Selection]int
	done    map[string]bool
}

func (w *walked) mergingRule(observers *core.Events, addError core.AddErrFunc) {
	observers.OnOperation(func(walker *core.Walker, operation *ast.OperationDefinition) {
		m := &merging{schema: walker.Schema, walked: w, addError: addError, numbers: map[*ast.Selection]int{}, done: map[string]bool{}}
		all := []ast.SelectionSet{operation.SelectionSet}
		m.merge("shape", all, m.checkShapes)
		m.merge("field", all, m.checkFields)
	})
}

// merge checks selections that come together in the answer, unless they did before.
func (m *merging) merge(check string, sets []ast.SelectionSet, each func(name string, fields []*ast.Field)) {
	key := m.key(check, sets)
	if key == "" || m.done[key] {
		return
	}
	m.done[key] = true
	names, byName := m.collect(sets)
	for _, name := range names {
		each(name, byName[name])
	}
}

// key names a set of selections, in any order; "" when nothing is selected.
func (m *merging) key(check string, sets []ast.SelectionSet) string {
	var numbers []int
	for _, set := range sets {
		if len(set) == 0 {
			continue
		}
		first := &set[0]
		if m.numbers[first] == 0 {
			m.numbers[first] = len(m.numbers) + 1
		}
		numbers = append(numbers, m.numbers[first])
	}
	if len(numbers) == 0 {
		return ""
	}
	slices.Sort(numbers)
	key := check
	for _, number := range slices.Compact(numbers) {
		key += " " + strconv.Itoa(number)
	}
	return key
}

// collect returns the fields by their name in the answer, and the names in order. It stops when the document is too much.
func (m *merging) collect(sets []ast.SelectionSet) (names []string, byName map[string][]*ast.Field) {
	byName = map[string][]*ast.Field{}
	spread := map[string]bool{}
	var gather func(set ast.SelectionSet)
	gather = func(set ast.SelectionSet) {
		for _, selection := range set {
			if m.walked.tooMuch() {
				return
			}
			switch s := selection.(type) {
			case *ast.Field:
				m.walked.fields++
				if s.ObjectDefinition == nil || s.Definition == nil {
					continue // another rule says so
				}
				if byName[s.Alias] == nil {
					names = append(names, s.Alias)
				}
				byName[s.Alias] = append(byName[s.Alias], s)
			case *ast.InlineFragment:
				gather(s.SelectionSet)
			case *ast.FragmentSpread:
				if s.Definition != nil && !spread[s.Name] {
					spread[s.Name] = true
					gather(s.Definition.SelectionSet)
				}
			}
		}
	}
	for _, set := range sets {
		gather(set)
	}
	return names, byName
}

// checkShapes compares types, which have to be alike also where only one of the fields can be in the answer.
func (m *merging) checkShapes(name string, fields []*ast.Field) {
	for _, field := range fields[1:] {
		first, other := fields[0].Definition.Type, field.Definition.Type
		if m.differ(first, other) {
			m.conflict(name, field, fmt.Sprintf("they return conflicting types %q and %q", first, other))
			return
		}
	}
	m.merge("shape", below(fields), m.checkShapes)
}

// differ says whether two types cannot stand in one place of an answer.
func (m *merging) differ(a, b *ast.Type) bool {
	if a.NonNull != b.NonNull || (a.Elem == nil) != (b.Elem == nil) {
		return true
	}
	if a.Elem != nil {
		return m.differ(a.Elem, b.Elem)
	}
	leaf := m.schema.Types[a.NamedType].IsLeafType() || m.schema.Types[b.NamedType].IsLeafType()
	return leaf && a.NamedType != b.NamedType
}

// checkFields compares the fields and arguments of those that can be in the answer together: of one type of object, or of
// an interface or union, of which it may be.
func (m *merging) checkFields(name string, fields []*ast.Field) {
	for _, together := range byObject(fields) {
		if m.checkTogether(name, together) {
			m.merge("field", below(together), m.checkFields)
		}
	}
}

func (m *merging) checkTogether(name string, fields []*ast.Field) bool {
	if len(fields) == 1 {
		return true
	}
	first := written(fields[0])
	for _, field := range fields[1:] {
		switch {
		case field.Name != fields[0].Name:
			m.conflict(name, field, fmt.Sprintf("%q and %q are different fields", fields[0].Name, field.Name))
			return false
		case written(field) != first:
			m.conflict(name, field, "they have differing arguments")
			return false
		}
	}
	return true
}

// byObject returns, for each type of object, the fields that it may have in the answer; all of them when none is of an object.
func byObject(fields []*ast.Field) (all [][]*ast.Field) {
	var objects []*ast.Definition
	for _, field := range fields {
		if of := field.ObjectDefinition; of.Kind == ast.Object && !slices.Contains(objects, of) {
			objects = append(objects, of)
		}
	}
	if len(objects) == 0 {
		return [][]*ast.Field{fields}
	}
	for _, object := range objects {
		var together []*ast.Field
		for _, field := range fields {
			if of := field.ObjectDefinition; of == object || of.Kind != ast.Object {
				together = append(together, field)
			}
		}
		all = append(all, together)
	}
	return all
}

func below(fields []*ast.Field) (sets []ast.SelectionSet) {
	for _, field := range fields {
		sets = append(sets, field.SelectionSet)
	}
	return sets
}

// written returns the arguments of a field, alike for those that mean the same.
func written(field *ast.Field) string {
	texts := make([]string, len(field.Arguments))
	for i, argument := range field.Arguments {
		texts[i] = argument.Name + ":" + meant(argument.Value)
	}
	slices.Sort(texts)
	return strings.Join(texts, " ")
}

// meant returns a value as text, with the fields of an object in one order.
func meant(value *ast.Value) string {
	if value.Kind != ast.ObjectValue && value.Kind != ast.ListValue {
		return value.String()
	}
	texts := make([]string, len(value.Children))
	for i, child := range value.Children {
		texts[i] = child.Name + ":" + meant(child.Value)
	}
	if value.Kind == ast.ListValue {
		return "[" + strings.Join(texts, " ") + "]"
	}
	slices.Sort(texts)
	return "{" + strings.Join(texts, " ") + "}"
}

func (m *merging) conflict(name string, field *ast.Field, why string) {
	m.addError(func(err *gqlerror.Error) {
		err.Message = fmt.Sprintf("Fields %q conflict because %s. Use different aliases on the fields to fetch both if this was intentional.", name, why)
	}, core.At(field.Position))
}
