package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"strings"

	"ketenkaart/registry"
)

// walkedFurther is how many times as many things a walk by name looks at as it needs to when they are spread evenly.
const walkedFurther = 2

// Search implements registry.Reader. Partners do not come along: here a read of them costs little more.
func (r *reader) Search(ctx context.Context, asked registry.SearchQuery) (registry.SearchList, error) {
	ids, err := r.found(ctx, asked)
	return registry.SearchList{IDs: ids}, err
}

// found returns the ids of what all tokens find, in order of sort name, then id. Of words that find many things it walks by name
// until it has enough; where those are so far on that it found fewer, and for all other words, it puts what they find in order.
func (r *reader) found(ctx context.Context, asked registry.SearchQuery) ([]string, error) {
	if len(asked.Tokens) == 0 {
		return nil, nil
	}
	words := strings.Join(prefixes(asked.Tokens), " ")
	found, most, err := r.frequency(ctx, words, asked.Limit)
	if err != nil {
		return nil, err
	}
	if found >= most {
		ids, err := r.searched(ctx, r.searchWalk(asked, walkedFurther*most), asked)
		if err != nil || len(ids) == asked.Limit {
			return ids, err
		}
	}
	return r.searched(ctx, r.library.query("Search", sql.Named("words", words)), asked)
}

// frequency counts what words find, up to as many as make a walk by name look at fewer things: the walk looks at limit times all
// things for each of those that are found.
func (r *reader) frequency(ctx context.Context, words string, limit int) (found, most int, err error) {
	all, err := first(ctx, r, r.library.query("SearchSize"))
	if err != nil {
		return 0, 0, err
	}
	most = 1 + int(math.Sqrt(float64(limit*all)))
	found, err = first(ctx, r, r.library.query("SearchFrequency", sql.Named("words", words), sql.Named("most", int64(most))))
	return found, most, err
}

// searchWalk looks at the first so many things by name.
func (r *reader) searchWalk(asked registry.SearchQuery, walked int) *query {
	q := r.library.query("SearchWalk", sql.Named("walked", int64(walked)))
	for i, token := range asked.Tokens {
		name := fmt.Sprint("token", i)
		q.text.WriteString(strings.ReplaceAll(r.library.Text("SearchToken"), ":token", ":"+name))
		q.args = append(q.args, sql.Named(name, " "+token))
	}
	return q
}

func (r *reader) searched(ctx context.Context, q *query, asked registry.SearchQuery) ([]string, error) {
	q.add("SearchAsOf", dateArg("asOf", asked.AsOf))
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
