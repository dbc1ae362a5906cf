package api

import (
	"context"
	"fmt"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"

	"ketenkaart/registry"
)

// The cost of an operation is the number of fields that its answer may hold. A page counts as many items as it asks for,
// a list without pages as many as it is bound to, and lists inside lists multiply. What a store has to count or
// collect over the whole register weighs more than a field.
//
// The mission's question costs about 5,000, the counterparts of all regions in pages of 100 about 150,000. What an answer
// really holds is counted while it is made, so that the limit before can be generous.
const (
	maxCost  = 500_000
	maxDepth = 15
	// maxSelected bounds how many fields a document selects when its fragments are spread out, and so the time that it
	// takes to say what it costs. A page of a frontend selects a few hundred.
	maxSelected = 2_500
	// maxQuery bounds what the cache of documents holds.
	maxQuery = 32 << 10
)

// limits refuses an operation that would cost too much, before it is executed.
type limits struct{ prices *prices }

var (
	_ graphql.OperationParameterMutator = limits{}
	_ graphql.OperationContextMutator   = limits{}
)

func newLimits(schema *ast.Schema) limits { return limits{prices: newPrices(schema)} }

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
	measure := meter{op: op, prices: l.prices}
	found := measure.selection(op.Operation.SelectionSet, nil)
	op.Stats.SetExtension(costHeader, found.cost)
	switch {
	case measure.selected > maxSelected:
		return refuseExtent(reasonTooComplex, "fields", measure.selected, maxSelected, "with its fragments spread out the document selects %d fields or more, and the limit is %d: ask in several queries")
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
