package e2e

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"ketenkaart/e2e/world"
	"ketenkaart/store/neo4j/neo4jtest"
)

// TestTheScriptMakesTheSameGraph: run statement by statement on an empty Neo4j, the script of a register leaves each node and each
// relationship, with its labels, type and properties, as the store itself had written them; its history too.
func TestTheScriptMakesTheSameGraph(t *testing.T) {
	config, there := neo4jtest.Config(t)
	if !there {
		return
	}
	server := world.Servers(t)[1]
	server.Ask(t, `mutation { startCollaboration(input: {regionCode: "VR08", partnerKey: "kustwacht-nederland", profile: KOPPEL, since: "2026-01-01", motivation: "een 'proef' \\ met \"tekens\"\nen regels; $rows", idempotencyKey: "script"}) { change { revision } } }`, nil)
	agreementToExport(t, server)
	driver, err := neo4j.NewDriverWithContext(config.URI, neo4j.BasicAuth(config.Username, config.Password, ""))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = driver.Close(t.Context()) }()
	want := graphOf(t, driver)
	script := server.Get(t, "/export/register.cypher")
	neo4jtest.Bare(t)
	statements := strings.Split(strings.TrimSuffix(script, ";\n"), ";\n")
	for _, statement := range statements {
		if _, err := neo4j.ExecuteQuery(t.Context(), driver, statement, nil, neo4j.EagerResultTransformer); err != nil {
			t.Fatalf("%v in %.500s", err, statement)
		}
	}
	if diff := cmp.Diff(want, graphOf(t, driver)); diff != "" || len(want) < 5000 {
		t.Errorf("of %d nodes and relationships (-written by the store +by the script)\n%.4000s", len(want), diff)
	}
}

// graphOf tells of each node and relationship on a line.
func graphOf(t *testing.T, driver neo4j.DriverWithContext) []string {
	t.Helper()
	var lines []string
	result, err := neo4j.ExecuteQuery(t.Context(), driver, `MATCH (n) RETURN labels(n) AS labels, properties(n) AS properties
UNION ALL MATCH (a)-[r]->(b) RETURN [type(r)] + labels(a) + [coalesce(a.id, a.key, a.code, a.revision, '')] + labels(b) + [coalesce(b.id, b.key, b.code, b.revision, '')] AS labels, properties(r) AS properties`,
		nil, neo4j.EagerResultTransformer)
	if err != nil {
		t.Fatal(err)
	}
	for _, record := range result.Records {
		properties, _ := record.Values[1].(map[string]any)
		names := []string{}
		for name := range properties {
			names = append(names, name)
		}
		slices.Sort(names)
		line := fmt.Sprint(record.Values[0])
		for _, name := range names {
			line += fmt.Sprintf(" %s=%v", name, properties[name])
		}
		lines = append(lines, line)
	}
	slices.Sort(lines)
	return lines
}
