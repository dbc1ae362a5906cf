package main

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"ketenkaart/registry"
)

// A collaboration of one day, in the words of each. The peer makes the bare edge; the driver does under the lock what the program
// does too: it looks whether there is one already, and writes the edge with its change.
const (
	ourStart = `mutation($input: StartCollaborationInput!) { startCollaboration(input: $input) { collaboration { since } } }`
	peerEdge = `mutation($key: String!, $region: String!, $id: String!, $since: Date!, $until: Date!) {
		updatePartners(where: {key: {eq: $key}}, update: {standby: [{connect: [{
			where: {node: {code: {eq: $region}}}, edge: {id: $id, region: $region, partner: $key, since: $since, until: $until}
		}]}]}) { info { relationshipsCreated } }
	}`
	driverEdge = `
		MATCH (g:Registry {id: 'registry'}) SET g.locked = true REMOVE g.locked
		WITH g
		MATCH (p:Partner {key: $key})
		MATCH (r:Region {code: $region})
		WHERE NOT EXISTS { MATCH (p)<-[s:` + allProfiles + `]-() WHERE s.region = $region AND s.since < date($until) AND coalesce(s.until > date($since), true) }
		SET g.revision = g.revision + 1
		CREATE (r)-[:STANDBY_SAMENWERKING {id: $id, region: $region, partner: $key, since: date($since), until: date($until)}]->(p)
		CREATE (:_Change {revision: g.revision, actor: 'bench', action: 'startCollaboration', subject: $id})`
)

// edges gives one collaboration after another that nobody has yet: of a hundred partners with each region, on days long ago.
type edges struct {
	partners []string
	made     atomic.Int64
}

func (e *edges) next() map[string]any {
	n := int(e.made.Add(1) - 1)
	day := time.Date(1950, time.January, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n/(25*len(e.partners)))
	return map[string]any{
		"key": e.partners[n%len(e.partners)], "region": fmt.Sprintf("VR%02d", n/len(e.partners)%25+1), "id": fmt.Sprintf("bench-%d", n),
		"since": day.Format(time.DateOnly), "until": day.AddDate(0, 0, 1).Format(time.DateOnly),
	}
}

// mutation has so many writers make edges, in turns.
func (t serversInTurns) mutation(ctx context.Context, writers int) error {
	partners, err := t.oldPartners(ctx)
	if err != nil {
		return err
	}
	fmt.Printf("  a collaboration, by %d at once\n", writers)
	all := &edges{partners: partners}
	all.made.Store(int64(writers) << 20) // others than those of the writers before
	contenders := []contender{}
	for _, server := range t.servers {
		askers, hangUp, err := server.writers(ctx, writers, all)
		if err != nil {
			return err
		}
		defer hangUp()
		contenders = append(contenders, contender{side{server.name, askers}, server.processorTime})
	}
	var askers []asker
	for range writers {
		askers = append(askers, func(ctx context.Context) error { return writeEdge(ctx, t.driver, all.next()) })
	}
	contenders = append(contenders, contender{side{driverName, askers}, nil})
	return race(ctx, t.rounds, databaseTime{t.driver}, contenders, heldMutations(writers))
}

// oldPartners are a hundred that were always there.
func (t serversInTurns) oldPartners(ctx context.Context) (keys []string, err error) {
	records, err := driverSide{driver: t.driver, cypher: `MATCH (p:Partner) WHERE p.since IS NULL AND p.until IS NULL RETURN p.key ORDER BY p.key LIMIT 100`}.read(ctx)
	for _, record := range records {
		keys = append(keys, text(record.Values[0]))
	}
	return keys, err
}

func (s graphServer) writers(ctx context.Context, number int, all *edges) (askers []asker, hangUp func(), err error) {
	var opened []*client
	hangUp = func() {
		for _, c := range opened {
			_ = c.connection.Close() // nothing is under way on it
		}
	}
	for range number {
		c, err := dial(ctx, s.address, nil, nil)
		if err != nil {
			hangUp()
			return nil, nil, err
		}
		opened = append(opened, c)
		askers = append(askers, func(context.Context) error { return s.write(c, all.next()) })
	}
	return askers, hangUp, nil
}

// write makes an edge, and refuses an answer that has none.
func (s graphServer) write(c *client, edge map[string]any) error {
	document, variables := peerEdge, edge
	if s.name != peerName {
		document, variables = ourStart, map[string]any{"input": map[string]any{
			"partnerKey": edge["key"], "regionCode": edge["region"], "profile": registry.Standby, "since": edge["since"], "until": edge["until"],
			"motivation": "Voor een dag",
		}}
	}
	body, err := graphQL(document, variables)
	if err != nil {
		return err
	}
	c.request = post(s.address, s.path, body)
	if err := c.exchange(); err != nil {
		return err
	}
	_, err = leavesOf(c.body)
	return err
}

func writeEdge(ctx context.Context, driver neo4j.DriverWithContext, edge map[string]any) error {
	session := driver.NewSession(ctx, neo4j.SessionConfig{})
	defer func() { _ = session.Close(ctx) }()
	made, err := session.ExecuteWrite(ctx, func(tx neo4j.ManagedTransaction) (any, error) {
		result, err := tx.Run(ctx, driverEdge, edge)
		if err != nil {
			return 0, err
		}
		summary, err := result.Consume(ctx)
		if err != nil {
			return 0, err
		}
		return summary.Counters().RelationshipsCreated(), nil
	})
	if err == nil && made != 1 {
		return fmt.Errorf("%v edges were made", made)
	}
	return err
}
