package neo4j

import (
	"context"
	"strings"

	"ketenkaart/registry"
)

// Search implements registry.Reader.
func (r *reader) Search(ctx context.Context, query registry.SearchQuery) (list registry.SearchList, err error) {
	where := r.library.conditions(map[string]any{"search": searchFor(query.Tokens), "limit": query.Limit, "asOf": date(query.AsOf)})
	addList(where, "SearchWithout", "without", query.Without)
	chosen := choices{"filter": where.and(), "around": r.around(query.With, "", where.params)}
	records, err := r.rows(ctx, r.library.get("Search", chosen), where.params)
	if err != nil || len(records) == 0 {
		return list, err
	}
	ids, _ := records[0].Values[0].([]any)
	for _, value := range ids {
		id, _ := value.(string)
		list.IDs = append(list.IDs, id)
	}
	along, _ := records[0].Values[1].([]any)
	list.Partners, list.Included, err = partnersAlong(query.With, along)
	return list, err
}

// searchFor writes the full-text query in which each token is a prefix and all have to be met.
func searchFor(tokens []string) string { return strings.Join(prefixes(tokens), " AND ") }

// prefixes writes a full-text query for each token, once. Tokens hold letters and digits alone, none of which means
// anything else to the index.
func prefixes(tokens []string) []string {
	words := make([]string, 0, len(tokens))
	for _, token := range distinct(tokens) {
		words = append(words, token+"*")
	}
	return words
}
