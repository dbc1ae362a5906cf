package neo4j

import (
	"embed"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"ketenkaart/store/named"
)

//go:embed cypher/*.cypher
var files embed.FS

// library holds the texts of the Cypher files by their name.
type library struct{ named.Statements }

// choices are the fragments that take the place of the lines that end in a comment of their name.
type choices map[string]string

// readLibrary reads the Cypher files, and gives the names of those of schema.cypher in their order.
func readLibrary() (l library, schema []string, err error) {
	all, byFile, err := named.Read(files, "cypher", "//")
	if err != nil {
		return l, nil, err
	}
	for name, text := range all {
		all[name] = strings.TrimSpace(text)
	}
	l = library{all}
	return l, byFile["schema.cypher"], errors.Join(l.Check(names()), l.check(places()))
}

// check refuses statements that have other places for choices than are told of.
func (l library) check(places map[string]string) error {
	for name, text := range l.Statements {
		if found := strings.Join(placesOf(text), " "); found != places[name] {
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

// get returns the statement, or the fragment, of a name with the choices in their places; for a choice that has none, a
// text that Neo4j refuses, since a lost filter would return more.
func (l library) get(name string, chosen choices) string { return placed(name, l.Text(name), chosen) }

// placed returns the text of the statement of a name with the choices in their places.
func placed(name, text string, chosen choices) string {
	lines, unplaced := strings.Split(text, "\n"), maps.Clone(chosen)
	for i, line := range lines {
		place := placeIn(line)
		if choice, ok := chosen[place]; ok {
			lines[i] = choice
			delete(unplaced, place)
		}
	}
	for place := range unplaced {
		return "the statement " + name + " has no place for " + place
	}
	return strings.Join(lines, "\n")
}

// conditions are what a filter adds to a WHERE, and the parameters of its values. Those that follow relationships cost
// the most, so a statement may put them after the others.
type conditions struct {
	library       library
	texts, costly []string
	params        map[string]any
}

func (l library) conditions(params map[string]any) *conditions {
	return &conditions{library: l, params: params}
}

// add takes the fragment of the name, with its values.
func (c *conditions) add(name string, params map[string]any) {
	c.text(c.library.Text(name), params)
}

func (c *conditions) text(text string, params map[string]any) {
	if strings.Contains(text, "EXISTS {") || strings.Contains(text, "COUNT {") {
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
		chosen["costly"] = c.library.get(fragment, choices{"filter": joined(c.costly)})
	}
	return chosen
}

func joined(texts []string) string {
	if len(texts) == 0 {
		return ""
	}
	return "AND " + strings.Join(texts, "\nAND ")
}
