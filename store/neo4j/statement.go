package neo4j

import (
	"embed"
	"fmt"
	"path"
	"slices"
	"strings"
)

//go:embed cypher/*.cypher
var files embed.FS

// statements are the texts of the Cypher files by their name.
type statements map[string]string

// choices are the fragments that take the place of the lines that end in a comment of their name.
type choices map[string]string

// loadStatements reads the Cypher files, and gives the names of those of schema.cypher in their order.
func loadStatements() (all statements, schema []string, err error) {
	all = statements{}
	entries, err := files.ReadDir("cypher")
	if err != nil {
		return nil, nil, fmt.Errorf("read the Cypher files: %w", err)
	}
	for _, entry := range entries {
		text, err := files.ReadFile(path.Join("cypher", entry.Name()))
		if err != nil {
			return nil, nil, fmt.Errorf("read the Cypher files: %w", err)
		}
		names, err := all.add(string(text))
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", entry.Name(), err)
		}
		if entry.Name() == "schema.cypher" {
			schema = names
		}
	}
	return all, schema, all.check(names(), places())
}

// add takes the statements of one file, each under its name, and gives the names in their order.
func (s statements) add(text string) ([]string, error) {
	var names []string
	for _, part := range strings.Split(text, "// name: ")[1:] {
		name, body, _ := strings.Cut(part, "\n")
		if _, twice := s[name]; twice {
			return nil, fmt.Errorf("two statements are named %s", name)
		}
		s[name] = strings.TrimSpace(withoutRemarks(body))
		names = append(names, name)
	}
	return names, nil
}

// withoutRemarks drops the lines that begin with a comment, which belong to the statement below them.
func withoutRemarks(body string) string {
	lines := slices.DeleteFunc(strings.Split(body, "\n"), func(line string) bool { return strings.HasPrefix(line, "//") })
	return strings.Join(lines, "\n")
}

// check refuses statements that lack one of the names, or have other places for choices than are told of.
func (s statements) check(names []string, places map[string]string) error {
	for _, name := range names {
		if s[name] == "" {
			return fmt.Errorf("no statement is named %s", name)
		}
		if found := strings.Join(placesOf(s[name]), " "); found != places[name] {
			return fmt.Errorf("the statement %s has places for %q, and not for %q", name, found, places[name])
		}
	}
	return nil
}

// placeIn returns the comment in which a line ends, which names the choice that takes its place; "" is none.
func placeIn(line string) string {
	_, place, _ := strings.Cut(line, "// ")
	return place
}

// placesOf returns the places of a text, in their order.
func placesOf(text string) []string {
	var places []string
	for line := range strings.Lines(text) {
		if place := strings.TrimSpace(placeIn(line)); place != "" {
			places = append(places, place)
		}
	}
	return places
}

// text returns the statement, or the fragment, of a name; for a name that nothing has, a text that Neo4j refuses.
func (s statements) text(name string) string {
	if text, ok := s[name]; ok {
		return text
	}
	return "no statement is named " + name
}

// get returns the statement, or the fragment, of a name with the choices in their places; for a choice that has none, a
// text that Neo4j refuses, since a lost filter would return more.
func (s statements) get(name string, chosen choices) string {
	text := s.text(name)
	there := placesOf(text)
	for place := range chosen {
		if !slices.Contains(there, place) {
			return "the statement " + name + " has no place for " + place
		}
	}
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if choice, ok := chosen[placeIn(line)]; ok {
			lines[i] = choice
		}
	}
	return strings.Join(lines, "\n")
}

// conditions are what a filter adds to a WHERE, and the parameters of its values. Those that follow relationships cost
// the most, so a statement may put them after the others.
type conditions struct {
	statements    statements
	texts, costly []string
	params        map[string]any
}

func (s statements) conditions(params map[string]any) *conditions {
	return &conditions{statements: s, params: params}
}

// add takes the fragment of the name, with its values.
func (c *conditions) add(name string, params map[string]any) {
	c.text(c.statements.text(name), params)
}

func (c *conditions) text(text string, params map[string]any) {
	if strings.Contains(text, "EXISTS {") {
		c.costly = append(c.costly, text)
	} else {
		c.texts = append(c.texts, text)
	}
	for key, value := range params {
		c.params[key] = value
	}
}

// and returns all of them as what follows a first condition.
func (c *conditions) and() string { return joined(append(slices.Clone(c.texts), c.costly...)) }

// apart returns the cheap ones as what follows a first condition, and the costly ones in a fragment of their own.
func (c *conditions) apart(fragment string) choices {
	chosen := choices{"filter": joined(c.texts)}
	if len(c.costly) > 0 {
		chosen["costly"] = c.statements.get(fragment, choices{"filter": joined(c.costly)})
	}
	return chosen
}

func joined(texts []string) string {
	if len(texts) == 0 {
		return ""
	}
	return "AND " + strings.Join(texts, "\nAND ")
}
