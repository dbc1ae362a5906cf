package docs_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
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
		answer, ok := parse(t, server.Ask(t, document.text, nil)).(object)
		if !ok {
			t.Errorf("%s: the answer is no object", document)
			continue
		}
		want, got := []string{}, cypherRows(t, b.text)
		data, _ := answer.get("data").(object)
		for _, root := range data {
			want = append(want, lines(rows(root.Value))...)
		}
		slices.Sort(want)
		if len(want) == 0 {
			t.Errorf("%s: the answer has no rows", document)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s gives other rows than %s (-GraphQL +Cypher):\n%s", b, document, diff)
		}
	}
}

// checkStyles looks whether the style sheet knows every label and type that the graph has.
func checkStyles(t *testing.T) {
	t.Helper()
	sheet := read(t, "docs/browser/ketenkaart.grass")
	for kind, question := range map[string]string{
		"node":         "MATCH (n) UNWIND labels(n) AS label RETURN DISTINCT label",
		"relationship": "MATCH ()-[r]->() RETURN DISTINCT type(r)",
	} {
		for _, name := range cypherRows(t, question) {
			if !strings.Contains(sheet, "\n"+kind+"."+name+" {") {
				t.Errorf("docs/browser/ketenkaart.grass does not know the %s %s", kind, name)
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

// cypherRows returns the rows of a question, sorted.
func cypherRows(t *testing.T, question string) []string {
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
	result, err := neo4j.ExecuteQuery(t.Context(), driver, question, nil, neo4j.EagerResultTransformer)
	if err != nil {
		t.Fatalf("%v in %s", err, question)
	}
	all := []string{}
	for _, record := range result.Records {
		var row []string
		for _, value := range record.Values {
			row = append(row, cell(value)...)
		}
		all = append(all, strings.Join(row, " | "))
	}
	slices.Sort(all)
	return all
}

// profiles are the types of relationships that GraphQL shows as a profile.
var profiles = map[string]string{
	"KERNSAMENWERKING": "KERN", "STRUCTURELE_SAMENWERKING": "STRUCTUREEL", "KOPPELSAMENWERKING": "KOPPEL",
	"ADHOC_SAMENWERKING": "ADHOC", "STANDBY_SAMENWERKING": "STANDBY",
}

// cell returns what GraphQL would say: a node is its name or title, a collaboration its profile, another relationship is nothing.
func cell(value any) []string {
	switch value := value.(type) {
	case neo4j.Node:
		if title, ok := value.Props["title"]; ok {
			return []string{fmt.Sprint(title)}
		}
		return []string{fmt.Sprint(value.Props["name"])}
	case neo4j.Relationship:
		if profile := profiles[value.Type]; profile != "" {
			return []string{profile}
		}
		return nil
	case neo4j.Date:
		return []string{value.Time().Format(time.DateOnly)}
	}
	return []string{fmt.Sprint(value)}
}
