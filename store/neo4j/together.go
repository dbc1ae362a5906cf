package neo4j

import (
	"context"
	"fmt"
	"regexp"
	"strings"
)

// question is a statement that gives one record of these columns, with its parameters.
type question struct {
	text, columns string
	params        map[string]any
}

// answers returns the record of each question. Those that differ in values alone are asked together, by one statement, to which what differs
// comes as a row for each.
func (r *reader) answers(ctx context.Context, questions []question) ([][]any, error) {
	all := make([][]any, len(questions))
	for _, places := range sameStatements(questions) {
		asked := question{text: questions[places[0]].text, params: questions[places[0]].params}
		if len(places) > 1 {
			asked = r.library.together(questions, places)
		}
		records, err := r.rows(ctx, asked.text, asked.params)
		if err != nil {
			return nil, err
		}
		if len(records) != len(places) {
			return nil, fmt.Errorf("%d pages came as %d records", len(places), len(records))
		}
		for _, record := range records {
			place, values := int64(0), record.Values
			if len(places) > 1 {
				place, _ = values[0].(int64)
				values = values[1:]
			}
			all[places[place]] = values
		}
	}
	return all, nil
}

// sameStatements gives the places of the questions that are one statement. How much is taken Neo4j learns from a parameter alone, so that is
// one for all of them.
func sameStatements(questions []question) (groups [][]int) {
	group := map[string]int{}
	for place, asked := range questions {
		key := fmt.Sprint(asked.params["limit"], " ", asked.params["size"], " ", asked.params["agreements"], " ", asked.text)
		at, there := group[key]
		if !there {
			at = len(groups)
			group[key], groups = at, append(groups, nil)
		}
		groups[at] = append(groups[at], place)
	}
	return groups
}

var parameterOf = regexp.MustCompile(`\$\w+`)

// together makes one statement of those at the places.
func (l library) together(questions []question, places []int) question {
	first := questions[places[0]]
	params, differing := map[string]any{}, map[string]bool{}
	for name, value := range first.params {
		params[name] = value
		for _, place := range places[1:] {
			differing[name] = differing[name] || fmt.Sprintf("%#v", value) != fmt.Sprintf("%#v", questions[place].params[name])
		}
	}
	rows := make([]map[string]any, len(places))
	for i, place := range places {
		rows[i] = map[string]any{}
		for name, differs := range differing {
			if differs {
				rows[i][name] = questions[place].params[name]
				delete(params, name)
			}
		}
	}
	params["queries"] = rows
	text := parameterOf.ReplaceAllStringFunc(first.text, func(found string) string {
		if name := found[1:]; differing[name] {
			return "query." + name
		}
		return found
	})
	text = strings.ReplaceAll(text, "CALL () {", "CALL (query) {")
	return question{text: l.get("Together", choices{"statement": text, "columns": "RETURN place, " + first.columns}), params: params}
}
