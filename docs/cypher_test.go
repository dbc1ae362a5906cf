package docs_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"ketenkaart/e2e/world"
	"ketenkaart/store/neo4j/neo4jtest"
)

// askCypher puts each Cypher question of a page to Neo4j, and compares its rows with those of the GraphQL document that
// follows it.
func askCypher(t *testing.T, server world.Server, all []block) {
	t.Helper()
	for i, b := range all {
		if b.language != "cypher" {
			continue
		}
		document := following(all, i, "graphql")
		if document == nil {
			t.Errorf("%s: no GraphQL document follows", b)
			continue
		}
		want, got := graphqlRows(t, server, document.text, nil), cypherRows(t, b.text, nil)
		if len(want) == 0 {
			t.Errorf("%s: the answer has no rows", document)
		}
		if diff := gocmp.Diff(want, got); diff != "" {
			t.Errorf("%s gives other rows than %s (-GraphQL +Cypher):\n%s", b, document, diff)
		}
	}
}

// graphqlRows returns the rows of a document's answer, sorted.
func graphqlRows(t *testing.T, server world.Server, document string, variables map[string]any) []string {
	t.Helper()
	answer, _ := parse(t, server.Ask(t, document, variables)).(object)
	if answer.get("errors") != nil {
		t.Fatalf("%s: %v", document, answer.get("errors"))
	}
	all := []string{}
	data, _ := answer.get("data").(object)
	for _, root := range data {
		all = append(all, lines(rows(root.Value))...)
	}
	slices.Sort(all)
	return all
}

// checkStyles looks whether the style sheet knows every label and type that the graph has.
func checkStyles(t *testing.T) {
	t.Helper()
	sheet := read(t, "docs/browser/ketenkaart.grass")
	for _, question := range []string{
		"MATCH (n) UNWIND labels(n) AS label RETURN DISTINCT 'node.' + label",
		"MATCH ()-[r]->() RETURN DISTINCT 'relationship.' + type(r)",
	} {
		for _, name := range cypherRows(t, question, nil) {
			if !strings.Contains(sheet, "\n"+name+" {") {
				t.Errorf("docs/browser/ketenkaart.grass does not know %s", name)
			}
		}
	}
}

// rows makes a table of an answer: a list has a row for each of its items, and the fields of an object stand beside
// each other, in the order in which they were asked.
func rows(value any) [][]string {
	switch value := value.(type) {
	case []any:
		var all [][]string
		for _, item := range value {
			all = append(all, rows(item)...)
		}
		return all
	case object:
		all := [][]string{nil}
		for _, f := range value {
			all = product(all, rows(f.Value))
		}
		return all
	}
	return [][]string{{fmt.Sprint(value)}}
}

func product(left, right [][]string) [][]string {
	var all [][]string
	for _, l := range left {
		for _, r := range right {
			all = append(all, slices.Concat(l, r))
		}
	}
	return all
}

func lines(rows [][]string) []string {
	joined := make([]string, len(rows))
	for i, row := range rows {
		joined[i] = strings.Join(row, " | ")
	}
	return joined
}

// cypherRows returns the rows of a question, sorted; a list has a row for each of its items.
func cypherRows(t *testing.T, question string, params map[string]any) []string {
	t.Helper()
	all := []string{}
	for _, record := range cypher(t, question, params).Records {
		table := [][]string{nil}
		for _, value := range record.Values {
			table = product(table, cells(value))
		}
		all = append(all, lines(table)...)
	}
	slices.Sort(all)
	return all
}

// cypher has a statement done, which may only read.
func cypher(t *testing.T, statement string, params map[string]any) *neo4j.EagerResult {
	t.Helper()
	config, there := neo4jtest.Config(t)
	if !there {
		t.Fatal("there is no Neo4j to ask")
	}
	driver, err := neo4j.NewDriverWithContext(config.URI, neo4j.BasicAuth(config.Username, config.Password, ""))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = driver.Close(t.Context()) }()
	result, err := neo4j.ExecuteQuery(t.Context(), driver, statement, params, neo4j.EagerResultTransformer, neo4j.ExecuteQueryWithReadersRouting())
	if err != nil {
		t.Fatalf("%v in %s", err, statement)
	}
	return result
}

// profiles are the types of relationships that GraphQL shows as a profile.
var profiles = map[string]string{
	"KERNSAMENWERKING": "KERN", "STRUCTURELE_SAMENWERKING": "STRUCTUREEL", "KOPPELSAMENWERKING": "KOPPEL",
	"ADHOC_SAMENWERKING": "ADHOC", "STANDBY_SAMENWERKING": "STANDBY",
}

// cells returns what GraphQL would say: a node is its name, its title or its day, a collaboration its profile, another
// relationship is nothing, a way its nodes.
func cells(value any) [][]string {
	switch value := value.(type) {
	case []any:
		var all [][]string
		for _, item := range value {
			all = append(all, cells(item)...)
		}
		return all
	case neo4j.Path:
		row := []string{}
		for _, node := range value.Nodes {
			row = append(row, nameOf(node))
		}
		return [][]string{row}
	case neo4j.Node:
		return [][]string{{nameOf(value)}}
	case neo4j.Relationship:
		if profile := profiles[value.Type]; profile != "" {
			return [][]string{{profile}}
		}
		return [][]string{nil}
	}
	return [][]string{{cell(value)}}
}

func nameOf(node neo4j.Node) string {
	if title, ok := node.Props["title"]; ok {
		return cell(title)
	}
	return cell(node.Props["name"])
}

func cell(value any) string {
	switch value := value.(type) {
	case neo4j.Date:
		return value.Time().Format(time.DateOnly)
	case string:
		return cmp.Or(profiles[value], value)
	}
	return fmt.Sprint(value)
}
