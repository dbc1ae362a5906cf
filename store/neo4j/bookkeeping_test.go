package neo4j

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ketenkaart/registry"
	"ketenkaart/store/storetest"
)

// TestOpenWithUnhiddenBookkeeping opens a store of the ninth schema, whose bookkeeping had names like those of the domain: all
// is as if this program had written it.
func TestOpenWithUnhiddenBookkeeping(t *testing.T) {
	if server(t) == nil {
		return
	}
	store := empty(t)
	defer closes(t, store)
	storetest.Fill(t, store, storetest.Generate(20, 3))
	storetest.FillAgreed(t, store, storetest.GenerateAgreements(20, 3, 20))
	defer erase(t, store)
	change(t, store)
	graph, indexes := whole(t, store), indexed(t, store)
	unhide(t, store)
	for _, name := range slices.Concat(unhidden(), []string{"latitude: ", " HAS ", "nameOrder: "}) {
		if !strings.Contains(strings.Join(whole(t, store), "\n"), name) {
			t.Fatalf("the store of the ninth schema has no %s", name)
		}
	}
	again, err := Open(t.Context(), *server(t))
	if err != nil {
		t.Fatal(err)
	}
	defer closes(t, again)
	if diff := cmp.Diff(graph, whole(t, store)); diff != "" {
		t.Errorf("the graph is another (-written +opened):\n%s", diff)
	}
	if diff := cmp.Diff(indexes, indexed(t, store)); diff != "" {
		t.Errorf("the indexes are others (-made +opened):\n%s", diff)
	}
}

// change evaluates a collaboration, which the feed tells.
func change(t *testing.T, store *Store) {
	t.Helper()
	id, _ := raw(t, store, "MATCH ()-[s:KERNSAMENWERKING]->() RETURN s.id AS id LIMIT 1", nil)[0]["id"].(string)
	evaluation := registry.InformalEvaluation{UUID: "019a0000-0000-7000-8000-000000000002", On: "2025-01-01", CollaborationUUIDs: []string{id}}
	err := store.Update(t.Context(), func(ctx context.Context, w registry.Writer) error {
		if err := w.Put(ctx, registry.Batch{Evaluations: []registry.InformalEvaluation{evaluation}}); err != nil {
			return err
		}
		revision, err := w.Revision(ctx)
		if err != nil {
			return err
		}
		item := registry.ChangeItem{SubjectID: evaluation.ID(), Kind: registry.KindEvaluation, Regions: []string{"VR01"}}
		return w.AppendChange(ctx, registry.Change{Revision: revision + 1, ActorID: "local", Action: "RECORD_EVALUATION", SubjectID: evaluation.ID(), Items: []registry.ChangeItem{item}})
	})
	if err != nil {
		t.Fatal(err)
	}
}

// unhide makes of the store one of the ninth schema.
func unhide(t *testing.T, store *Store) {
	t.Helper()
	for _, row := range raw(t, store, "SHOW INDEXES YIELD name, labelsOrTypes, properties, owningConstraint WHERE any(word IN labelsOrTypes + properties WHERE word STARTS WITH '_') RETURN name, owningConstraint", nil) {
		kind := "INDEX"
		if row["owningConstraint"] != nil {
			kind = "CONSTRAINT"
		}
		raw(t, store, fmt.Sprintf("DROP %s %s", kind, row["name"]), nil)
	}
	for _, cypher := range []string{
		"MATCH (a)-[e:_HAS|_TOUCHES|_COUNTED|_EVALUATES]->(b) CREATE (a)-[old:$(substring(type(e), 1))]->(b) DELETE e",
		"MATCH (n) UNWIND [label IN labels(n) WHERE label STARTS WITH '_'] AS label SET n:$(substring(label, 1)) REMOVE n:$(label)",
		"MATCH (n) UNWIND [key IN keys(n) WHERE key STARTS WITH '_'] AS key SET n[substring(key, 1)] = n[key] REMOVE n[key]",
		"MATCH ()-[e]->() UNWIND [key IN keys(e) WHERE key STARTS WITH '_'] AS key SET e[substring(key, 1)] = e[key] REMOVE e[key]",
		"MATCH (r:Region) SET r.latitude = r.location.latitude, r.longitude = r.location.longitude REMOVE r.location",
		"MATCH (n:Region|Partner) REMOVE n.caption",
		"CREATE CONSTRAINT change_revision FOR (n:Change) REQUIRE n.revision IS UNIQUE",
		"CREATE INDEX partner_nameorder FOR (n:Partner) ON (n.nameOrder)",
		"CREATE INDEX adopts_region_sinceorder FOR ()-[s:ADOPTS]-() ON (s.region, s.sinceOrder)",
		"CREATE FULLTEXT INDEX names FOR (n:Region|Municipality|Partner|Sector|Chain|Agreement) ON EACH [n.searchText]",
		"MATCH (g:Registry) SET g.schema = 9",
	} {
		raw(t, store, cypher, nil)
	}
}

// whole gives all nodes and relationships as text, sorted.
func whole(t *testing.T, store *Store) []string {
	t.Helper()
	all := []string{}
	for _, row := range raw(t, store, "MATCH (n) RETURN labels(n) AS labels, properties(n) AS properties", nil) {
		all = append(all, fmt.Sprint(row["labels"], " ", propertyText(row["properties"])))
	}
	question := "MATCH (a)-[e]->(b) RETURN type(e) AS type, properties(e) AS properties, properties(a) AS from, properties(b) AS to"
	for _, row := range raw(t, store, question, nil) {
		all = append(all, fmt.Sprint(" ", row["type"], " ", propertyText(row["properties"]), propertyText(row["from"]), propertyText(row["to"])))
	}
	slices.Sort(all)
	return all
}

// named writes properties in order of their names.
func propertyText(value any) string {
	var all []string
	for key, value := range propertiesOf(value) {
		all = append(all, fmt.Sprintf("%s: %v", key, value))
	}
	slices.Sort(all)
	return "{" + strings.Join(all, ", ") + "}"
}

// indexed tells which indexes there are.
func indexed(t *testing.T, store *Store) []string {
	t.Helper()
	all := []string{}
	for _, row := range raw(t, store, "SHOW INDEXES YIELD name, type, state, labelsOrTypes, properties, owningConstraint RETURN *", nil) {
		all = append(all, propertyText(row))
	}
	slices.Sort(all)
	return all
}
