package api

import (
	"fmt"
	"math"
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
	// selected is how many fields were looked at.
	selected int
}

// selection measures fields together; sized says of which of them a page has many, and how many. It stops when the
// document selects more than is allowed.
func (m *meter) selection(set ast.SelectionSet, sized map[string]int) (total extent) {
	for _, field := range graphql.CollectFields(m.op, set, nil) {
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

func (m *meter) field(field graphql.CollectedField, sized map[string]int) extent {
	price := m.prices.of(field.Field)
	size, inner := price.size(m.op.Variables, field.Field)
	if page, known := sized[field.Name]; known {
		size = page
	}
	below := m.selection(field.Selections, inner)
	if len(field.Selections) == 0 && field.Definition.Type.Elem != nil {
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
