package sqlite

import (
	"context"
	"database/sql"
	"strings"

	"ketenkaart/registry"
)

// Search returns the ids of what all tokens find, in order of sort name, then id.
func (r *reader) Search(ctx context.Context, asked registry.SearchQuery) ([]string, error) {
	if len(asked.Tokens) == 0 {
		return nil, nil
	}
	words := sql.Named("words", strings.Join(prefixes(asked.Tokens), " "))
	q := r.library.query("Search", words, dateArg("asOf", asked.AsOf))
	if asked.Without != nil {
		addList(q, "SearchWithout", "without", asked.Without)
	}
	q.add("SearchOrder", sql.Named("limit", int64(asked.Limit)))
	return collect(ctx, r, q, func(row *row) string { return row.text(0) })
}

// prefixes asks FTS5 for words that begin with each of the tokens; they are quoted, so that none is an operator.
func prefixes(tokens []string) []string {
	words := make([]string, 0, len(tokens))
	for _, token := range tokens {
		words = append(words, `"`+strings.ReplaceAll(token, `"`, "")+`"*`)
	}
	return words
}

// findable is what search knows of a thing.
type findable struct {
	kind             registry.Kind
	key, name, words string
	since, until     *registry.Date
}

// putSearchable writes all at once, for the index of words is brought up to date once for each statement.
func (w *writer) putSearchable(ctx context.Context, all ...findable) error {
	rows := make([][]any, len(all))
	for i, found := range all {
		rows[i] = []any{found.kind, found.key, registry.SortName(found.name), found.words, found.since, found.until}
	}
	a := &arguments{}
	a.json("rows", rows)
	return w.put(ctx, "PutSearchable", a)
}
