package sqlite

import (
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"maps"
	"regexp"
	"strings"
)

//go:embed sql
var files embed.FS

// library holds the statements of sql/*.sql, and the fragments that complete them, by name.
type library map[string]string

const nameMark = "-- name: "

// readLibrary parses the statements once, when the store opens.
func readLibrary() (library, error) {
	paths, err := fs.Glob(files, "sql/*.sql")
	if err != nil {
		return nil, fmt.Errorf("list the statements: %w", err)
	}
	all := library{}
	for _, path := range paths {
		text, err := files.ReadFile(path)
		if err != nil {
			return nil, fmt.Errorf("read the statements: %w", err)
		}
		if err := all.add(string(text)); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
	}
	if err := all.check(names()); err != nil {
		return nil, err
	}
	if err := all.repeatEdges(); err != nil {
		return nil, err
	}
	all.repeatOrders()
	all.repeatForOne()
	return all, nil
}

// check refuses a library that lacks one of the names.
func (l library) check(names []string) error {
	for _, name := range names {
		if l[name] == "" {
			return fmt.Errorf("no statement is named %s", name)
		}
	}
	return nil
}

// text returns the statement or fragment of a name; for a name that nothing has, a text that SQLite refuses.
func (l library) text(name string) string {
	if text, ok := l[name]; ok {
		return text
	}
	return "no statement is named " + name
}

// add takes one file: each statement runs from its name to the next, without comments.
func (l library) add(file string) error {
	var name string
	for line := range strings.Lines(file) {
		if marked, ok := strings.CutPrefix(line, nameMark); ok {
			name = strings.TrimSpace(marked)
			if _, twice := l[name]; twice {
				return fmt.Errorf("two statements are named %s", name)
			}
			l[name] = ""
			continue
		}
		if line = strings.TrimSpace(line); line == "" || strings.HasPrefix(line, "--") {
			continue
		}
		if name == "" {
			return fmt.Errorf("%q comes before the first name", line)
		}
		l[name] += line + "\n"
	}
	return nil
}

// edgePrefix begins the names of the fragments of a CollaborationFilter. One statement can hold three of them, so each
// of the other two has parameters of its own: that of an edge that there is not, and that of the edge a facet counts.
const (
	edgePrefix   = "Edge"
	absentPrefix = "Absent"
	facetPrefix  = "Counted"
)

func parameterPrefix(prefix string) string { return strings.ToLower(prefix) }

func (l library) repeatEdges() error {
	for name, text := range maps.Clone(l) {
		field, ok := strings.CutPrefix(name, edgePrefix)
		if !ok {
			continue
		}
		if l[absentPrefix+field] != "" || l[facetPrefix+field] != "" {
			return fmt.Errorf("%s%s or %s%s has the name of a statement", absentPrefix, field, facetPrefix, field)
		}
		l[absentPrefix+field] = strings.ReplaceAll(text, ":edge", ":absent")
		l[facetPrefix+field] = strings.NewReplacer(":edge", ":counted", "c.", "f.").Replace(text)
	}
	return nil
}

// repeatOrders returns the fragments of the order of agreements by title another time for each other order.
func (l library) repeatOrders() {
	for name, text := range maps.Clone(l) {
		things, ok := strings.CutSuffix(name, "Title")
		if !ok {
			continue
		}
		for order, column := range map[string]string{
			"Since": "since_order", "Until": "until_order", "SignedUp": "signed_up", "SignedDown": "signed_down", "Version": "version",
		} {
			l[things+order] = strings.ReplaceAll(text, "sort_title", column)
		}
	}
}

// onePrefix begins the name of a fragment of a list for when the list has one value, which spares the list.
const onePrefix = "One"

// repeatForOne returns each fragment that asks for any of a list another for one value. A + before the column keeps the
// planner from an index that suits one value and not several, so it falls away.
func (l library) repeatForOne() {
	anyOf := regexp.MustCompile(`\+?([\w.)]+) IN \(SELECT value FROM json_each\((:\w+)\)\)`)
	for name, text := range maps.Clone(l) {
		if anyOf.MatchString(text) {
			l[onePrefix+name] = anyOf.ReplaceAllString(text, "$1 = $2")
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
	q.text.WriteString(q.library.text(name))
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
