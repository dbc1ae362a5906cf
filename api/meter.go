package api

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
)

// extent is how much a selection asks for.
type extent struct{ cost, depth int }

// meter measures an operation as it will be executed: what is skipped is left out, and what is merged counts once.
type meter struct {
	op     *graphql.OperationContext
	prices *prices
	// selected is how many fields were looked at, repeated how many of those that stand in the document are of one that stands there too.
	selected, repeated int
}

// selection measures fields together; sized says of which of them a page has many, and how many. It stops when the
// document selects more than is allowed.
func (m *meter) selection(set ast.SelectionSet, sized map[string]int) (total extent) {
	for _, field := range m.collect(set) {
		if m.selected > maxSelected {
			break
		}
		m.selected++
		found := m.field(field, sized)
		total.cost = plus(total.cost, found.cost)
		total.depth = max(total.depth, found.depth)
	}
	return total
}

// collected is a field as it will be executed: once, with all that is asked below it.
type collected struct {
	*ast.Field
	below ast.SelectionSet
}

// collect does what GraphQL does before it executes a selection, by name, where gqlgen compares each field with all others.
func (m *meter) collect(set ast.SelectionSet) (all []*collected) {
	byAlias := make(map[string][]*collected, len(set))
	spread := map[string]bool{}
	var gather func(set ast.SelectionSet)
	gather = func(set ast.SelectionSet) {
		for _, selection := range set {
			switch s := selection.(type) {
			case *ast.Field:
				if !m.included(s.Directives) {
					continue
				}
				same := slices.IndexFunc(byAlias[s.Alias], func(other *collected) bool { return isSame(s, other.Field) })
				if same >= 0 {
					m.repeated++
				} else {
					same = len(byAlias[s.Alias])
					one := &collected{Field: s}
					byAlias[s.Alias], all = append(byAlias[s.Alias], one), append(all, one)
				}
				one := byAlias[s.Alias][same]
				one.below = append(one.below, s.SelectionSet...)
			case *ast.InlineFragment:
				if m.included(s.Directives) {
					gather(s.SelectionSet)
				}
			case *ast.FragmentSpread:
				if !spread[s.Name] && m.included(s.Directives) {
					spread[s.Name] = true
					gather(s.Definition.SelectionSet)
				}
			}
		}
	}
	gather(set)
	return all
}

// included says whether what has the directives will be executed.
func (m *meter) included(directives ast.DirectiveList) bool {
	for _, directive := range directives {
		if directive.Name != "skip" && directive.Name != "include" {
			continue
		}
		if holds, _ := directive.ArgumentMap(m.op.Variables)["if"].(bool); holds == (directive.Name == "skip") {
			return false
		}
	}
	return true
}

// isSame says whether two fields of one name in the answer are one: of one type, or of a type and an interface of it.
func isSame(a, b *ast.Field) bool {
	of, other := a.ObjectDefinition, b.ObjectDefinition
	return a.Name == b.Name && (of == other || slices.Contains(of.Interfaces, other.Name) || slices.Contains(other.Interfaces, of.Name))
}

func (m *meter) field(field *collected, sized map[string]int) extent {
	price := m.prices.of(field.Field)
	size, inner := price.size(m.op.Variables, field.Field)
	if page, known := sized[field.Name]; known {
		size = page
	}
	below := m.selection(field.below, inner)
	if len(field.below) == 0 && field.Definition.Type.Elem != nil {
		below.cost = 1 // a list of plain values
	}
	if strings.HasPrefix(field.Name, "__") {
		below.depth = 0 // a rule of validation bounds how deep the schema is asked
	}
	return extent{cost: plus(price.weight, times(size, below.cost)), depth: below.depth + 1}
}

// number reads an argument that says how many: a number, or a list, of which the length is meant.
func number(argument *ast.Argument, variables map[string]any) (int, bool) {
	value, err := argument.Value.Value(variables)
	if err != nil || value == nil {
		return 0, false
	}
	if list, ok := value.([]any); ok {
		return len(list), true
	}
	number, err := strconv.Atoi(fmt.Sprint(value))
	return number, err == nil
}

// plus and times stop at the largest number, so that nothing can be asked that costs nothing again.
func plus(a, b int) int {
	if a > math.MaxInt-b {
		return math.MaxInt
	}
	return a + b
}

func times(a, b int) int {
	if b != 0 && a > math.MaxInt/b {
		return math.MaxInt
	}
	return a * b
}
