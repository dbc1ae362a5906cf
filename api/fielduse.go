package api

import (
	"context"
	"net/http"
	"strings"
	"sync"

	"github.com/99designs/gqlgen/graphql"
	"github.com/99designs/gqlgen/graphql/handler/transport"
	"github.com/hashicorp/golang-lru/v2/simplelru"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/vektah/gqlparser/v2/ast"

	"ketenkaart/observe"
)

const (
	// clientHeader is by which Apollo's clients say their name, on a WebSocket in what they begin with.
	clientHeader = "apollographql-client-name"
	// mostUses bounds how many fields, each with an operation and a client, are told apart; those that come later are counted of
	// other operations and clients.
	mostUses = 5_000
	// keptDocuments is of how many documents the fields are kept at hand.
	keptDocuments = 1_000
)

// fieldUses count how often operations ask for each field of the schema, so that one knows what can go, and who has to know.
type fieldUses struct {
	names, clients *observe.Names
	uses           *prometheus.CounterVec

	mutex    sync.Mutex
	counters map[fieldUse]prometheus.Counter
	fields   *simplelru.LRU[*ast.OperationDefinition, []string]
}

type fieldUse struct{ field, operation, client string }

func newFieldUses() *fieldUses {
	u := &fieldUses{
		names: observe.NewNames(), clients: observe.NewNames(), counters: map[fieldUse]prometheus.Counter{},
		uses: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "ketenkaart_field_uses_total", Help: "Operations that asked for a field, by their name and that of their client."}, []string{"field", "operation", "client"}),
	}
	u.fields, _ = simplelru.NewLRU[*ast.OperationDefinition, []string](keptDocuments, nil) // the size is a constant
	return u
}

// clientOf returns the name by which a client called itself; "" is none.
func clientOf(ctx context.Context, headers http.Header) string {
	if name := headers.Get(clientHeader); name != "" {
		return name
	}
	return transport.GetInitPayload(ctx).GetString(clientHeader)
}

// of returns the fields that an operation asks for, each once.
func (u *fieldUses) of(operation *ast.OperationDefinition) []string {
	u.mutex.Lock()
	defer u.mutex.Unlock()
	if kept, there := u.fields.Get(operation); there {
		return kept
	}
	found := fieldsAsked{seen: map[string]bool{}, fragments: map[*ast.FragmentDefinition]bool{}}
	found.add(operation.SelectionSet)
	u.fields.Add(operation, found.fields)
	return found.fields
}

// count counts the fields that an operation of a client asks for.
func (u *fieldUses) count(fields []string, of operationName, client string) {
	operation, client := u.names.Of(of.name), u.clients.Of(client)
	u.mutex.Lock()
	defer u.mutex.Unlock()
	for _, field := range fields {
		u.counter(fieldUse{field, operation, client}).Inc()
	}
}

// counter gives that of a use; of one that comes after the most that are told apart, that of other operations and clients.
func (u *fieldUses) counter(use fieldUse) prometheus.Counter {
	if kept, there := u.counters[use]; there {
		return kept
	}
	if len(u.counters) >= mostUses {
		return u.uses.WithLabelValues(use.field, observe.Other, observe.Other)
	}
	made := u.uses.WithLabelValues(use.field, use.operation, use.client)
	u.counters[use] = made
	return made
}

// fieldsAsked gathers the fields of a document, with each fragment once.
type fieldsAsked struct {
	fields    []string
	seen      map[string]bool
	fragments map[*ast.FragmentDefinition]bool
}

func (a *fieldsAsked) add(selections ast.SelectionSet) {
	for _, selection := range selections {
		switch selection := selection.(type) {
		case *ast.Field:
			a.addField(selection)
		case *ast.InlineFragment:
			a.add(selection.SelectionSet)
		case *ast.FragmentSpread:
			if !a.fragments[selection.Definition] {
				a.fragments[selection.Definition] = true
				a.add(selection.Definition.SelectionSet)
			}
		}
	}
}

func (a *fieldsAsked) addField(field *ast.Field) {
	if strings.HasPrefix(field.Name, "__") {
		return // GraphQL's own, of which none can go
	}
	name := field.ObjectDefinition.Name + "." + field.Name
	if !a.seen[name] {
		a.seen[name] = true
		a.fields = append(a.fields, name)
	}
	a.add(field.SelectionSet)
}

var _ graphql.OperationInterceptor = seeing{}

// InterceptOperation counts the fields that are asked for, of a subscription once.
func (s seeing) InterceptOperation(ctx context.Context, next graphql.OperationHandler) graphql.ResponseHandler {
	op := graphql.GetOperationContext(ctx)
	s.seen.fields.count(s.seen.fields.of(op.Operation), nameOfOperation(op), clientOf(ctx, op.Headers))
	return next(ctx)
}
