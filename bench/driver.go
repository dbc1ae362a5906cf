package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/config"
)

// missionCypher gets the facts of the mission's answer by one query.
const missionCypher = `
MATCH (p:Beheerder)
WHERE coalesce(p.since <= $today, true) AND coalesce(p.until > $today, true)
  AND EXISTS { (p)-[:IN_CHAIN]->(:Functioneel) }
  AND EXISTS { MATCH (p)<-[s:STRUCTURELE_SAMENWERKING]-() WHERE s.since <= $today AND coalesce(s.until > $today, true) }
WITH p ORDER BY p._sortName, p.key
WITH collect(p) AS found
RETURN size(found) AS total, [p IN found[0..25] | [p.key, p.name, COLLECT {
  MATCH (p)<-[s:STRUCTURELE_SAMENWERKING]-(r) WHERE s.since <= $today AND coalesce(s.until > $today, true)
  RETURN [s.since, s.certainty, r.code, r.name] ORDER BY r.code
}]] AS page`

// driverSide asks by the driver alone: no HTTP, no GraphQL, and nothing of what it reads is turned into anything.
type driverSide struct {
	driver    neo4j.DriverWithContext
	cypher    string
	variables map[string]any
}

func connect(given database) (neo4j.DriverWithContext, error) {
	auth := neo4j.NoAuth()
	if given.Username != "" {
		auth = neo4j.BasicAuth(given.Username, given.Password, "")
	}
	return neo4j.NewDriverWithContext(given.URI, auth, func(c *config.Config) {
		c.TelemetryDisabled = true
		c.FetchSize = neo4j.FetchAll
	})
}

// ask reads all records in a transaction of their own, the driver's quickest way.
func (d driverSide) ask(ctx context.Context) error {
	_, err := d.read(ctx)
	return err
}

func (d driverSide) read(ctx context.Context) (records []*neo4j.Record, err error) {
	session := d.driver.NewSession(ctx, neo4j.SessionConfig{AccessMode: neo4j.AccessModeRead})
	defer func() { _ = session.Close(ctx) }()
	result, err := session.Run(ctx, d.cypher, d.variables)
	if err != nil {
		return nil, err
	}
	return result.Collect(ctx)
}

// leaves returns the values that the query reads, sorted.
func (d driverSide) leaves(ctx context.Context) ([]string, error) {
	records, err := d.read(ctx)
	if err != nil {
		return nil, err
	}
	var values []any
	for _, record := range records {
		values = append(values, record.Values)
	}
	return sortedLeaves(values)
}

// askers ask by so many connections.
func (d driverSide) askers() []asker {
	askers := make([]asker, connections)
	for i := range askers {
		askers[i] = d.ask
	}
	return askers
}

// missionFacts returns what missionCypher reads in the form of missionAnswer.facts.
func (d driverSide) missionFacts(ctx context.Context) ([]string, error) {
	records, err := d.read(ctx)
	if err != nil {
		return nil, err
	}
	facts := []string{fmt.Sprint("total ", records[0].Values[0])}
	for _, item := range list(records[0].Values[1]) {
		partner := list(item)
		for _, item := range list(partner[2]) {
			edge := list(item)
			since, _ := edge[0].(neo4j.Date)
			facts = append(facts, factOf("Partner:"+text(partner[0]), text(partner[1]), since.Time().Format(time.DateOnly), text(edge[1]), text(edge[2]), text(edge[3])))
		}
	}
	return facts, nil
}

func list(value any) []any { found, _ := value.([]any); return found }

func text(value any) string { found, _ := value.(string); return found }

// sameFacts compares two answers.
func sameFacts(one, other []string) error {
	if slices.Equal(one, other) {
		return nil
	}
	return fmt.Errorf("the answers differ:\n%s\n---\n%s", strings.Join(one, "\n"), strings.Join(other, "\n"))
}
