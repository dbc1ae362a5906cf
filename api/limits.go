package api

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

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

// Limits are what a request may be, as flags of a program say it. A field that is 0 is as limitTable has it, but for those a minute, which are
// none then.
type Limits struct {
	Body              int `name:"max-body" default:"${max_body}" env:"KETENKAART_MAX_BODY" placeholder:"BYTES" help:"How large a request may be (${default})."`
	Tokens            int `name:"max-tokens" default:"${max_tokens}" env:"KETENKAART_MAX_TOKENS" placeholder:"N" help:"How many words and signs a document may have (${default})."`
	Depth             int `name:"max-depth" default:"${max_depth}" env:"KETENKAART_MAX_DEPTH" placeholder:"N" help:"How deep fields may lie in each other (${default})."`
	Aliases           int `name:"max-aliases" default:"${max_aliases}" env:"KETENKAART_MAX_ALIASES" placeholder:"N" help:"How many aliases a document may have (${default})."`
	Directives        int `name:"max-directives" default:"${max_directives}" env:"KETENKAART_MAX_DIRECTIVES" placeholder:"N" help:"How many directives a document may have (${default})."`
	RootFields        int `name:"max-root-fields" default:"${max_root_fields}" env:"KETENKAART_MAX_ROOT_FIELDS" placeholder:"N" help:"How many questions an operation may ask (${default})."`
	Repeated          int `name:"max-repeated" default:"${max_repeated}" env:"KETENKAART_MAX_REPEATED" placeholder:"N" help:"How often a document may ask for a field that it asks for already (${default})."`
	Mistakes          int `name:"max-mistakes" default:"${max_mistakes}" env:"KETENKAART_MAX_MISTAKES" placeholder:"N" help:"How many mistakes of a document are told (${default})."`
	Cost              int `name:"max-cost" default:"${max_cost}" env:"KETENKAART_MAX_COST" placeholder:"N" help:"How many fields an answer may hold, by the prices in the schema (${default})."`
	Subscriptions     int `name:"max-subscriptions" default:"${max_subscriptions}" env:"KETENKAART_MAX_SUBSCRIPTIONS" placeholder:"N" help:"How many subscriptions one client may have (${default})."`
	RequestsPerMinute int `name:"requests-per-minute" default:"1200" env:"KETENKAART_REQUESTS_PER_MINUTE" placeholder:"N" help:"How many requests one client may send in a minute, 0 for any number (${default}). A client of this machine has no bound."`
	CostPerMinute     int `name:"cost-per-minute" default:"20000000" env:"KETENKAART_COST_PER_MINUTE" placeholder:"N" help:"How many fields the answers to one client may hold in a minute, 0 for any number (${default})."`
}

// limitTable has what each limit is unless it is said otherwise, far above what pages of a frontend ask.
func limitTable() []limitRow {
	return []limitRow{
		{"max-body", maxBody, func(l *Limits) *int { return &l.Body }},
		{"max-tokens", 2000, func(l *Limits) *int { return &l.Tokens }},
		{"max-depth", 15, func(l *Limits) *int { return &l.Depth }},
		{"max-aliases", 100, func(l *Limits) *int { return &l.Aliases }},
		{"max-directives", 50, func(l *Limits) *int { return &l.Directives }},
		{"max-root-fields", 50, func(l *Limits) *int { return &l.RootFields }},
		{"max-repeated", 400, func(l *Limits) *int { return &l.Repeated }},
		{"max-mistakes", 5, func(l *Limits) *int { return &l.Mistakes }},
		{"max-cost", maxCost, func(l *Limits) *int { return &l.Cost }},
		{"max-subscriptions", clientSubscriptions, func(l *Limits) *int { return &l.Subscriptions }},
	}
}

type limitRow struct {
	// flag is its name for who runs the program.
	flag  string
	usual int
	of    func(*Limits) *int
}

// UsualLimits are the defaults of the flags, by the names by which their tags call them.
func UsualLimits() map[string]string {
	usual := map[string]string{}
	for _, row := range limitTable() {
		usual[strings.ReplaceAll(row.flag, "-", "_")] = strconv.Itoa(row.usual)
	}
	return usual
}

// largestLimit bounds what can be said, so that sums of limits are numbers.
const largestLimit = 1 << 30

// Check refuses limits under which nothing could be asked.
func (l Limits) Check() error {
	for _, row := range limitTable() {
		if most := *row.of(&l); most < 1 || most > largestLimit {
			return fmt.Errorf("--%s=%d: give 1 or more", row.flag, most)
		}
	}
	if l.RequestsPerMinute < 0 || l.CostPerMinute < 0 {
		return errors.New("--requests-per-minute and --cost-per-minute are 0 or more")
	}
	return nil
}

// filled has the usual ones where nothing is said.
func (l Limits) filled() Limits {
	for _, row := range limitTable() {
		of := row.of(&l)
		*of = cmp.Or(*of, row.usual)
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
