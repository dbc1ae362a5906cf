package resolvers

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2/ast"

	"ketenkaart/registry"
)

// withOf reads from the operation what it will ask of each partner of the page: only fields that are selected once and
// without an alias, so that what comes along is what one field asks.
func withOf(ctx context.Context) registry.With {
	request := graphql.GetOperationContext(ctx)
	connection := graphql.CollectFieldsCtx(ctx, nil)
	items := partnerSelections(request, connection)
	with := registry.With{Brief: ctx.Value(operationKey{}).(*operation).brief, Total: asks(connection, "totalCount")}
	for _, field := range items {
		if !onlyOne(items, field) {
			continue
		}
		switch field.Name {
		case "adoption":
			with.Adoption = true
		case "collaborations":
			with.Collaborations = withCollaborations(request, field)
		}
	}
	return with
}

// partnerSelections returns the fields asked of each partner: those of nodes, or of edges' node, but not of both.
func partnerSelections(request *graphql.OperationContext, connection []graphql.CollectedField) []graphql.CollectedField {
	var found [][]graphql.CollectedField
	for _, field := range connection {
		switch field.Name {
		case "nodes":
			found = append(found, graphql.CollectFields(request, field.Selections, nil))
		case "edges":
			for _, inner := range graphql.CollectFields(request, field.Selections, nil) {
				if inner.Name == "node" {
					found = append(found, graphql.CollectFields(request, inner.Selections, nil))
				}
			}
		}
	}
	if len(found) != 1 {
		return nil
	}
	return found[0]
}

func onlyOne(fields []graphql.CollectedField, field graphql.CollectedField) bool {
	same := 0
	for _, other := range fields {
		if other.Name == field.Name {
			same++
		}
	}
	return same == 1 && field.Alias == field.Name
}

// withCollaborations reads the field's filter; one that cannot be meant is refused by the field itself, later.
func withCollaborations(request *graphql.OperationContext, field graphql.CollectedField) *registry.WithCollaborations {
	filter, ok := filterArgument(field.ArgumentMap(request.Variables)["filter"])
	if !ok || filter.Check("filter") != nil {
		return nil
	}
	return &registry.WithCollaborations{Filter: filter}
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

// keep gives the loaders what came along with a page.
func (l *loaders) keep(page registry.PartnerConnection) {
	for key, adoption := range page.Included.Adoptions {
		l.adoptions.Prime(key, adoption)
	}
	if page.Included.Collaborations == nil {
		return
	}
	filter := l.filters.one(page.Query.With.Collaborations.Filter)
	for partner, collaborations := range page.Included.Collaborations {
		l.collaborations.Prime(collaborationsOf{partner, filter}, collaborations)
	}
}
