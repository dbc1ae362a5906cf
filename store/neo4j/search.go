package neo4j

import (
	"context"
	"math"
	"strings"

	"ketenkaart/registry"
)

const (
	// walkedFurther is how many times as many things a walk by name looks at as it needs to when they are spread evenly.
	walkedFurther = 2
	// fewPages is of how many pages what words find costs less to put in order than another statement.
	fewPages = 10
)

// Search implements registry.Reader. Words that find few things are asked of the index. Of those that find many, it walks by name until
// it has enough; where those are so far on that it found fewer, it puts all that they find in order.
func (r *reader) Search(ctx context.Context, query registry.SearchQuery) (registry.SearchList, error) {
	few := map[string]any{}
	most := r.mostMet(query.Limit)
	if most > 0 {
		few["limit"] = most
	}
	list, enough, err := r.searched(ctx, query, "Search", map[string]any{"options": few})
	if err != nil || enough {
		return list, err
	}
	list, enough, err = r.searched(ctx, query, "SearchWalk", map[string]any{"walked": walkedFurther * most})
	if err != nil || enough {
		return list, err
	}
	list, _, err = r.searched(ctx, query, "Search", map[string]any{"options": map[string]any{}})
	return list, err
}

// mostMet is how many things words find that make a walk by name look at fewer: the walk looks at limit times all things for each of
// those that are found. It is 0 until a page told how many there are.
func (r *reader) mostMet(limit int) int {
	if r.partners == nil || r.partners.Load() == 0 {
		return 0
	}
	return max(fewPages*limit, 1+int(math.Sqrt(float64(limit)*float64(r.partners.Load()))))
}

// searched has one of the ways of searching done, and says whether it found all that is wanted.
func (r *reader) searched(ctx context.Context, query registry.SearchQuery, way string, params map[string]any) (list registry.SearchList, enough bool, err error) {
	params["search"], params["limit"], params["asOf"] = searchFor(query.Tokens), query.Limit, date(query.AsOf)
	where := r.library.conditions(params)
	where.add("SearchExists", nil)
	addList(where, "SearchWithout", "without", query.Without)
	if way == "SearchWalk" {
		where.add("SearchMeets", map[string]any{"tokens": beginnings(query.Tokens)})
	}
	chosen := choices{"filter": where.and(), "first": r.library.Text("SearchFirst"), "around": r.around(query.With, "", params)}
	records, err := r.rows(ctx, r.library.get(way, chosen), params)
	if err != nil || len(records) == 0 {
		return list, true, err
	}
	values := records[0].Values
	enough, _ = values[0].(bool)
	ids, _ := values[1].([]any)
	list.IDs = textsOf(ids)
	along, _ := values[2].([]any)
	list.Partners, list.Included, err = partnersAlong(query.With, along)
	if size, ok := values[3].(int64); ok && r.partners != nil {
		r.partners.Store(size)
	}
	return list, enough, err
}

// beginnings writes each token as a text has it in which a word begins with it.
func beginnings(tokens []string) []string {
	words := make([]string, 0, len(tokens))
	for _, token := range distinct(tokens) {
		words = append(words, " "+token)
	}
	return words
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
