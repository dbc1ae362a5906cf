package api

import (
	"cmp"
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
	// maxSelected bounds how many fields a document selects when its fragments are spread out, and so the time that it
	// takes to say what it costs. A page of a frontend selects a few hundred.
	maxSelected = 2_500
	// maxQuery bounds what the cache of documents holds.
	maxQuery = 32 << 10
)

// Limits are what a request may be. A field that is 0 is as DefaultLimits has it, but for those a minute, which are none.
type Limits struct {
	// Body is how many bytes a request has.
	Body int64
	// Tokens, Depth, Aliases, Directives and RootFields are of a document; Repeated is how often it asks for a field that it asks for
	// already, Mistakes how many of its mistakes are told.
	Tokens, Depth, Aliases, Directives, RootFields, Repeated, Mistakes int
	// Cost is how many fields the answer may hold.
	Cost int
	// RequestsPerMinute and CostPerMinute are of one client together.
	RequestsPerMinute, CostPerMinute int
	// Subscriptions are of one client at once.
	Subscriptions int
}

// DefaultLimits are far above what pages of a frontend ask.
func DefaultLimits() Limits {
	return Limits{
		Body: maxBody, Tokens: 2000, Depth: 15, Aliases: 100, Directives: 50, RootFields: 50, Repeated: 400, Mistakes: 5,
		Cost: maxCost, Subscriptions: clientSubscriptions,
	}
}

// filled has the defaults where nothing is said.
func (l Limits) filled() Limits {
	usual := DefaultLimits()
	l.Body = cmp.Or(l.Body, usual.Body)
	for _, each := range []struct {
		of    *int
		usual int
	}{
		{&l.Tokens, usual.Tokens}, {&l.Depth, usual.Depth}, {&l.Aliases, usual.Aliases}, {&l.Directives, usual.Directives},
		{&l.RootFields, usual.RootFields}, {&l.Repeated, usual.Repeated}, {&l.Mistakes, usual.Mistakes}, {&l.Cost, usual.Cost},
		{&l.Subscriptions, usual.Subscriptions},
	} {
		*each.of = cmp.Or(*each.of, each.usual)
	}
	return l
}

// maxCost is that of the largest operation, unless a flag says otherwise.
const maxCost = 500_000

// limits refuses an operation that would cost too much, before it is executed.
type limits struct {
	Limits
	prices *prices
}

var (
	_ graphql.OperationParameterMutator = limits{}
	_ graphql.OperationContextMutator   = limits{}
)

func newLimits(schema *ast.Schema, most Limits) limits {
	return limits{Limits: most, prices: newPrices(schema)}
}

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
	words := wordingOf(op.Doc)
	measure := meter{op: op, prices: l.prices}
	found := measure.selection(op.Operation.SelectionSet, nil)
	op.Stats.SetExtension(costHeader, found.cost)
	switch {
	case words.aliases > l.Aliases:
		return refuseExtent(reasonTooComplex, "aliases", words.aliases, l.Aliases, "the document has %d aliases, and the limit is %d: ask in several queries")
	case words.directives > l.Directives:
		return refuseExtent(reasonTooComplex, "directives", words.directives, l.Directives, "the document has %d directives, and the limit is %d: ask in several queries")
	case len(op.Operation.SelectionSet) > l.RootFields:
		return refuseExtent(reasonTooComplex, "rootFields", len(op.Operation.SelectionSet), l.RootFields, "the operation asks %d questions, and the limit is %d: ask in several queries")
	case measure.repeated > l.Repeated:
		return refuseExtent(reasonTooComplex, "repeated", measure.repeated, l.Repeated, "the document asks %d times for a field that it asks for already, and the limit is %d")
	case measure.selected > maxSelected:
		return refuseExtent(reasonTooComplex, "fields", measure.selected, maxSelected, "with its fragments spread out the document selects %d fields or more, and the limit is %d: ask in several queries")
	case found.depth > l.Depth:
		return refuseExtent(reasonTooDeep, "depth", found.depth, l.Depth, "the fields lie %d deep, and the limit is %d: ask in several queries")
	case found.cost > l.Cost:
		return refuseExtent(reasonTooComplex, "cost", found.cost, l.Cost, "the answer could hold %d fields, and the limit is %d: ask for smaller pages, or in several queries")
	}
	return nil
}

// wording is what stands in a document, whatever comes of it.
type wording struct{ aliases, directives int }

func wordingOf(document *ast.QueryDocument) (found wording) {
	for _, operation := range document.Operations {
		found.directives += len(operation.Directives)
		found.add(operation.SelectionSet)
	}
	for _, fragment := range document.Fragments {
		found.directives += len(fragment.Directives)
		found.add(fragment.SelectionSet)
	}
	return found
}

func (w *wording) add(set ast.SelectionSet) {
	for _, selection := range set {
		switch each := selection.(type) {
		case *ast.Field:
			if each.Alias != each.Name {
				w.aliases++
			}
			w.directives += len(each.Directives)
			w.add(each.SelectionSet)
		case *ast.InlineFragment:
			w.directives += len(each.Directives)
			w.add(each.SelectionSet)
		case *ast.FragmentSpread:
			w.directives += len(each.Directives)
		}
	}
}

func refuseExtent(reason registry.Reason, name string, found, limit int, format string) *gqlerror.Error {
	known := badRequest(reason, fmt.Sprintf(format, found, limit))
	known.Facts = map[string]any{name: found, "limit": limit}
	return refusal(known)
}
