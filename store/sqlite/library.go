package sqlite

import (
	"database/sql"
	"embed"
	"fmt"
	"maps"
	"regexp"
	"strings"

	"ketenkaart/store/named"
)

//go:embed sql
var files embed.FS

// library holds the statements of sql/*.sql, and the fragments that complete them, by name.
type library struct{ named.Statements }

// readLibrary parses the statements once, when the store opens.
func readLibrary() (library, error) {
	all, _, err := named.Read(files, "sql", "--")
	if err != nil {
		return library{}, err
	}
	if err := all.Check(names()); err != nil {
		return library{}, err
	}
	l := library{all}
	if err := l.repeatEdges(); err != nil {
		return library{}, err
	}
	l.repeatOrders()
	l.repeatForOne()
	return l, nil
}

// edgePrefix begins the names of the fragments of a CollaborationFilter. One statement can hold four of them, so each of the
// others has parameters of its own: that of an edge that there is not, that of the edge a facet counts, and that of edges of
// which there are several.
const (
	edgePrefix   = "Edge"
	absentPrefix = "Absent"
	facetPrefix  = "Counted"
	sharedPrefix = "Shared"
)

func parameterPrefix(prefix string) string { return strings.ToLower(prefix) }

func (l library) repeatEdges() error {
	for name, text := range maps.Clone(l.Statements) {
		field, ok := strings.CutPrefix(name, edgePrefix)
		if !ok {
			continue
		}
		for prefix, column := range map[string]string{absentPrefix: "c.", facetPrefix: "f.", sharedPrefix: "c."} {
			if l.Statements[prefix+field] != "" {
				return fmt.Errorf("%s%s has the name of a statement", prefix, field)
			}
			l.Statements[prefix+field] = strings.NewReplacer(":edge", ":"+parameterPrefix(prefix), "c.", column).Replace(text)
		}
	}
	return nil
}

// repeatOrders adds the fragments of the order of agreements by title another time for each other order of them.
func (l library) repeatOrders() {
	for name, text := range maps.Clone(l.Statements) {
		things, ok := strings.CutSuffix(name, "Title")
		if !ok {
			continue
		}
		for order, column := range map[string]string{
			"Since": "since_order", "Until": "until_order", "SignedUp": "signed_up", "SignedDown": "signed_down", "Version": "version",
		} {
			l.Statements[things+order] = strings.ReplaceAll(text, "sort_title", column)
		}
	}
}

// onePrefix begins the name of a fragment of a list for when the list has one value, which spares the list.
const onePrefix = "One"

// repeatForOne adds, to each fragment that asks for any of a list, another for one value. A + before the column keeps the
// planner from an index that suits one value and not several, so it falls away.
func (l library) repeatForOne() {
	anyOf := regexp.MustCompile(`\+?([\w.)]+) IN \(SELECT value FROM json_each\((:\w+)\)\)`)
	for name, text := range maps.Clone(l.Statements) {
		if anyOf.MatchString(text) {
			l.Statements[onePrefix+name] = anyOf.ReplaceAllString(text, "$1 = $2")
		}
	}
}

// query is a statement in the making, with its parameters.
type query struct {
	library library
	text    strings.Builder
	args    []any
	// size is how many rows are expected, so that a list need not grow.
	size int
}

// query begins with the named statement.
func (l library) query(name string, args ...any) *query {
	q := &query{library: l, args: make([]any, 0, 8)}
	q.text.Grow(1024)
	return q.add(name, args...)
}

// add appends the named fragment; its parameters may be those of an earlier one.
func (q *query) add(name string, args ...any) *query {
	q.text.WriteString(q.library.Text(name))
	q.args = append(q.args, args...)
	return q
}

// addList appends the named fragment, which asks for any of the values.
func addList[T ~string](q *query, name, parameter string, values []T) {
	if len(values) == 1 {
		q.add(onePrefix+name, sql.Named(parameter, string(values[0])))
		return
	}
	q.add(name, jsonArg(parameter, values))
}

// also repeats what there is for other values of a parameter, after the named word that joins the two.
func also[T ~string](q *query, name, parameter string, others []T) {
	text := q.text.String()
	for i, value := range others {
		another := fmt.Sprint(parameter, i)
		q.add(name, sql.Named(another, string(value)))
		q.text.WriteString(strings.ReplaceAll(text, ":"+parameter, ":"+another))
	}
}
