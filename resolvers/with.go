package resolvers

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"ketenkaart/registry"
)

// asked reads what an operation asks below a field. What comes along is exactly what one field asks, whatever its alias: of a field that
// is selected twice nothing comes along.
type asked struct {
	request *graphql.OperationContext
	brief   bool
}

func askedBy(ctx context.Context) asked {
	return asked{graphql.GetOperationContext(ctx), ctx.Value(operationKey{}).(*operation).brief}
}

// withOf returns what is asked of each partner of the connection that the context resolves.
func withOf(ctx context.Context) registry.With {
	a := askedBy(ctx)
	connection := a.fields(graphql.GetFieldContext(ctx).Field.Selections, "PartnerConnection")
	with := a.ofPartner(a.items(connection, "PartnerEdge", "Partner"))
	with.Total = asks(connection, "totalCount")
	return with
}

// withOfPartner returns what is asked of each partner among the things that the context resolves.
func withOfPartner(ctx context.Context) registry.With {
	a := askedBy(ctx)
	return a.ofPartner(a.fields(graphql.GetFieldContext(ctx).Field.Selections, "Partner"))
}

// withOfCollaborations returns what is asked of each collaboration of the connection that the context resolves.
func withOfCollaborations(ctx context.Context) registry.CollaborationWith {
	a := askedBy(ctx)
	connection := a.fields(graphql.GetFieldContext(ctx).Field.Selections, "CollaborationConnection")
	var with registry.CollaborationWith
	if partner := only(a.items(connection, "CollaborationEdge", "Collaboration"), "partner"); partner != nil {
		of := a.ofPartner(a.fields(partner.Selections, "Partner"))
		with.Partner = &of
	}
	return with
}

func (a asked) fields(selections ast.SelectionSet, of string) []graphql.CollectedField {
	return graphql.CollectFields(a.request, selections, []string{of})
}

// items returns the fields asked of each item of a connection: those of nodes, or of edges' node, but not of both.
func (a asked) items(connection []graphql.CollectedField, edge, item string) []graphql.CollectedField {
	nodes, edges := only(connection, "nodes"), only(connection, "edges")
	switch {
	case nodes != nil && edges == nil && !asks(connection, "edges"):
		return a.fields(nodes.Selections, item)
	case edges != nil && !asks(connection, "nodes"):
		if node := only(a.fields(edges.Selections, edge), "node"); node != nil {
			return a.fields(node.Selections, item)
		}
	}
	return nil
}

// ofPartner returns what the fields of a partner ask.
func (a asked) ofPartner(fields []graphql.CollectedField) registry.With {
	with := registry.With{
		Brief: a.brief, Adoption: only(fields, "adoption") != nil, Parts: only(fields, "parts") != nil, PartOf: only(fields, "partOf") != nil,
	}
	if agreements := only(fields, "agreements"); agreements != nil {
		with.Agreements = a.firstOf(*agreements)
	}
	if collaborations := only(fields, "collaborations"); collaborations != nil {
		with.Collaborations = a.withCollaborations(*collaborations)
	}
	return with
}

// withCollaborations reads the field's filter; one that cannot be meant is refused by the field itself, later.
func (a asked) withCollaborations(field graphql.CollectedField) *registry.WithCollaborations {
	filter, ok := filterArgument(field.ArgumentMap(a.request.Variables)["filter"])
	if !ok || filter.Check("filter") != nil {
		return nil
	}
	return &registry.WithCollaborations{Filter: filter}
}

// firstOf returns how many things a field asks for when it asks for the first of all of them; 0 when it asks for others.
func (a asked) firstOf(field graphql.CollectedField) int {
	given := field.ArgumentMap(a.request.Variables)
	first := registry.DefaultPageSize
	for name, value := range given {
		if name != "first" && value != nil {
			return 0
		}
	}
	if given["first"] != nil {
		var err error
		if first, err = graphql.UnmarshalInt(given["first"]); err != nil || first < 1 || first > registry.MaxPageSize {
			return 0
		}
	}
	return first
}

// only returns the one field of the name that is selected, whatever its alias; nil when there is none or more than one.
func only(fields []graphql.CollectedField, name string) (one *graphql.CollectedField) {
	for i := range fields {
		if fields[i].Name != name {
			continue
		}
		if one != nil {
			return nil
		}
		one = &fields[i]
	}
	return one
}

func asks(fields []graphql.CollectedField, name string) bool {
	return slices.ContainsFunc(fields, func(field graphql.CollectedField) bool { return field.Name == name })
}

// isBrief says whether an operation asks nowhere more of partners and collaborations than their Brief has.
func isBrief(selections ast.SelectionSet) bool {
	return allBrief(selections, map[*ast.FragmentDefinition]bool{})
}

// allBrief looks into each fragment once, for one that uses another twice doubles what there is to see.
func allBrief(selections ast.SelectionSet, seen map[*ast.FragmentDefinition]bool) bool {
	for _, selection := range selections {
		var inner ast.SelectionSet
		switch selection := selection.(type) {
		case *ast.Field:
			if !isBriefField(selection.ObjectDefinition.Name, selection.Name) {
				return false
			}
			inner = selection.SelectionSet
		case *ast.InlineFragment:
			inner = selection.SelectionSet
		case *ast.FragmentSpread:
			if seen[selection.Definition] {
				continue
			}
			seen[selection.Definition] = true
			inner = selection.Definition.SelectionSet
		}
		if !allBrief(inner, seen) {
			return false
		}
	}
	return true
}

// isBriefField names what Brief answers, and what is found by its keys.
func isBriefField(of, field string) bool {
	var enough []string
	switch of {
	case "Partner":
		enough = []string{"id", "key", "name", "shortName", "collaborations", "collaborationCount", "collaboration", "adoption", "parts"}
	case "Collaboration":
		enough = []string{"id", "region", "partner", "profile", "since", "until", "provenance", "previous", "next"}
	case "Provenance":
		enough = []string{"certainty"}
	case "Organisation":
		enough = []string{"id", "name", "shortName"}
	default:
		return true
	}
	return field == "__typename" || slices.Contains(enough, field)
}

func filterArgument(given any) (*registry.CollaborationFilter, bool) {
	encoded, err := json.Marshal(given)
	if err != nil {
		return nil, false
	}
	var filter *registry.CollaborationFilter
	if err := json.Unmarshal(encoded, &filter); err != nil {
		return nil, false
	}
	return filter, true
}

// keep gives the loaders what came along with partners of whom this was asked.
func (l *loaders) keep(with registry.With, came registry.Included) {
	for key, adoption := range came.Adoptions {
		l.adoptions.Prime(key, adoption)
	}
	for key, parts := range came.Parts {
		l.parts.Prime(key, parts)
	}
	for key, whole := range came.Wholes {
		l.partners.Prime(key, whole)
	}
	for key, agreements := range came.Agreements {
		first := firstAgreements{registry.MakeID(registry.KindPartner, key), with.Agreements}
		l.agreementsOf.Prime(first, first.query(l.asOf).Connection(agreements))
	}
	if came.Collaborations == nil {
		return
	}
	filter := l.filters.one(with.Collaborations.Filter)
	for partner, collaborations := range came.Collaborations {
		l.collaborations.Prime(collaborationsOf{partner, filter}, collaborations)
	}
}

// keepPartners gives them the partners that came along with collaborations, and what came along with those.
func (l *loaders) keepPartners(page registry.CollaborationConnection) {
	if page.Partners == nil {
		return
	}
	for key, partner := range page.Partners {
		l.partners.Prime(key, partner)
	}
	l.keep(*page.Query.With.Partner, page.Included)
}
