package neo4j

import (
	"context"
	"strings"

	"ketenkaart/registry"
)

// Search implements registry.Reader.
func (r *reader) Search(ctx context.Context, query registry.SearchQuery) ([]string, error) {
	where := r.library.conditions(map[string]any{"search": searchFor(query.Tokens), "limit": query.Limit, "asOf": date(query.AsOf)})
	addList(where, "SearchWithout", "without", query.Without)
	records, err := r.rows(ctx, r.library.get("Search", choices{"filter": where.and()}), where.params)
	if err != nil {
		return nil, err
	}
	ids := make([]string, 0, len(records))
	for _, record := range records {
		id, _ := record.Values[0].(string)
		ids = append(ids, id)
	}
	return ids, nil
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
