package api

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"ketenkaart/registry"
)

// The cost of an operation is the number of fields that its answer may hold. A page counts as many items as it asks for,
// a list without pages as many as there are regions, and lists inside lists multiply. What a store has to count or
// collect over the whole register weighs more than a field. GraphiQL's own questions about the schema are left out.
//
// The mission's question costs about 5,000, a page of 100 partners with all around them about 40,000: the limit leaves
// room for every question that a page of a screen asks, and keeps an answer to some megabytes.
const (
	maxCost  = 100_000
	maxDepth = 15
	// maxQuery bounds what the cache of documents holds.
	maxQuery = 32 << 10

	// unpagedSize is what a list without pages has at most, by the schema's first rule: one item for each region.
	unpagedSize = 25
	// dimensions is how many an agreement has, always.
	dimensions  = 4
	defaultPage = 25
	maxPage     = 100
	countCost   = 1_000
	facetsCost  = 4_000
	schemaCost  = 2_000
)

// limits refuses an operation that would cost too much, before it is executed.
type limits struct{ schema *ast.Schema }

var (
	_ graphql.OperationParameterMutator = limits{}
	_ graphql.OperationContextMutator   = limits{}
)

func newLimits(schema *ast.Schema) limits { return limits{schema: schema} }

func (limits) ExtensionName() string { return "Limits" }

func (limits) Validate(graphql.ExecutableSchema) error { return nil }

// MutateOperationParameters refuses a document that is too long to parse.
func (limits) MutateOperationParameters(_ context.Context, request *graphql.RawParams) *gqlerror.Error {
	if len(request.Query) <= maxQuery {
		return nil
	}
	return refusal(badRequest(reasonTooLarge, fmt.Sprintf("a query has at most %d bytes: put long values in variables", maxQuery)))
}

// MutateOperationContext refuses an operation that is too deep or too costly.
func (l limits) MutateOperationContext(_ context.Context, op *graphql.OperationContext) *gqlerror.Error {
	found := (&meter{variables: op.Variables, fragments: map[fragmentUse]extent{}}).selection(op.Operation.SelectionSet, 1)
	switch {
	case found.depth > maxDepth:
		return refuseExtent(reasonTooDeep, "depth", found.depth, maxDepth, "the fields lie %d deep, and the limit is %d: ask in several queries")
	case found.cost > maxCost:
		return refuseExtent(reasonTooComplex, "cost", found.cost, maxCost, "the answer could hold %d fields, and the limit is %d: ask for smaller pages, or in several queries")
	}
	return nil
}

func refuseExtent(reason registry.Reason, name string, found, limit int, format string) *gqlerror.Error {
	known := badRequest(reason, fmt.Sprintf(format, found, limit))
	known.Facts = map[string]any{name: found, "limit": limit}
	return refusal(known)
}

// extent is how much a selection asks for.
type extent struct{ cost, depth int }

// fragmentUse is a fragment in a page of a size.
type fragmentUse struct {
	name string
	page int
}

// meter measures an operation. Each fragment is measured once, however often and deep it is used.
type meter struct {
	variables map[string]any
	fragments map[fragmentUse]extent
}

// selection measures fields together; page is the size of the page when they are fields of a connection.
func (m *meter) selection(set ast.SelectionSet, page int) (total extent) {
	for _, each := range set {
		var found extent
		switch each := each.(type) {
		case *ast.Field:
			found = m.field(each, page)
		case *ast.InlineFragment:
			found = m.selection(each.SelectionSet, page)
		case *ast.FragmentSpread:
			found = m.fragment(each, page)
		}
		total.cost = plus(total.cost, found.cost)
		total.depth = max(total.depth, found.depth)
	}
	return total
}

func (m *meter) fragment(spread *ast.FragmentSpread, page int) extent {
	use := fragmentUse{name: spread.Name, page: page}
	found, known := m.fragments[use]
	if !known {
		found = m.selection(spread.Definition.SelectionSet, page)
		m.fragments[use] = found
	}
	return found
}

func (m *meter) field(field *ast.Field, page int) extent {
	if strings.HasPrefix(field.Name, "__") {
		return introspectionExtent(field)
	}
	size, inner := m.size(field, page)
	below := m.selection(field.SelectionSet, inner)
	return extent{cost: plus(ownCost(field), times(size, below.cost)), depth: below.depth + 1}
}

// size says how many items a field gives, and the size of the page that its own fields are of.
func (m *meter) size(field *ast.Field, page int) (size, inner int) {
	switch {
	case field.Definition.Arguments.ForName("first") != nil && field.Definition.Type.Elem == nil:
		return 1, m.pageSize(field)
	case field.Definition.Arguments.ForName("first") != nil:
		return m.pageSize(field), 1
	case field.Definition.Type.Elem == nil:
		return 1, 1
	case isConnection(field.ObjectDefinition):
		return page, 1
	}
	if ids := field.Arguments.ForName("ids"); ids != nil {
		return m.length(ids), 1
	}
	if field.Name == "dimensions" {
		return dimensions, 1
	}
	return unpagedSize, 1
}

// isConnection goes by the name that relay prescribes.
func isConnection(object *ast.Definition) bool {
	return object != nil && strings.HasSuffix(object.Name, "Connection")
}

// pageSize is what the page asks for. One out of bounds is clamped: the registry refuses it with a better word.
func (m *meter) pageSize(field *ast.Field) int {
	for _, name := range []string{"first", "last"} {
		if argument := field.Arguments.ForName(name); argument != nil {
			if size, ok := m.number(argument); ok {
				return min(max(size, 1), maxPage)
			}
		}
	}
	return defaultPage
}

func (m *meter) number(argument *ast.Argument) (int, bool) {
	value, err := argument.Value.Value(m.variables)
	if err != nil || value == nil {
		return 0, false
	}
	number, err := strconv.Atoi(fmt.Sprint(value))
	return number, err == nil
}

func (m *meter) length(argument *ast.Argument) int {
	value, err := argument.Value.Value(m.variables)
	if list, ok := value.([]any); ok && err == nil {
		return min(max(len(list), 1), maxPage)
	}
	return 1
}

// introspectionExtent is flat: how deep it may go is limited by a rule of validation.
func introspectionExtent(field *ast.Field) extent {
	if field.Name == "__typename" {
		return extent{cost: 1, depth: 1}
	}
	return extent{cost: schemaCost, depth: 1}
}

func ownCost(field *ast.Field) int {
	switch field.Name {
	case "totalCount":
		return countCost
	case "facets":
		return facetsCost
	}
	return 1
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
