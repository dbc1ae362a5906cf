package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"ketenkaart/exchange"
	"ketenkaart/registry"
)

// manyWriters is how many write at once.
const manyWriters = 16

// edges starts one collaboration after another, each of another pair than the ones before it, as long ago as there is room.
type edges struct {
	registry *registry.Registry
	partners []string
	made     atomic.Int64
}

func edgesOf(reg *registry.Registry) (*edges, error) {
	all, err := exchange.BundledExample()
	e := &edges{registry: reg}
	for _, partner := range all.Partners {
		if slices.Contains(partner.CoreTasks, registry.Beheerder) && partner.Since == nil && partner.Until == nil {
			e.partners = append(e.partners, partner.Key)
		}
	}
	if err == nil && len(e.partners) == 0 {
		err = errors.New("the bundled register has no beheerders")
	}
	return e, err
}

// next gives the pair and the period of the next.
func (e *edges) next() (pair registry.Pair, since, until registry.Date) {
	n := int(e.made.Add(1))
	pairs := 25 * len(e.partners)
	day := func(days int) registry.Date {
		return registry.Date(time.Date(1900, time.January, 1+days, 0, 0, 0, 0, time.UTC).Format(time.DateOnly))
	}
	return registry.Pair{Region: fmt.Sprintf("VR%02d", n%25+1), Partner: e.partners[n/25%len(e.partners)]}, day(2 * (n / pairs)), day(2*(n/pairs) + 1)
}

func (e *edges) start(ctx context.Context) error {
	pair, since, until := e.next()
	_, err := e.registry.StartCollaboration(registry.WithActor(ctx, registry.LocalActor()), registry.StartCollaborationInput{
		RegionCode: pair.Region, PartnerKey: pair.Partner, Profile: registry.Koppel, Since: since, Until: &until,
	})
	return err
}

// writers are as many, who do the same.
func writers(many int, ask asker) []asker { return slices.Repeat([]asker{ask}, many) }

// checkedEdge is the least that starts a collaboration by one statement: the lock, the check of the pair's other periods, the edge, and a change
// with its item.
const checkedEdge = `MATCH (g:Registry {id: 'registry'}) SET g._locked = true REMOVE g._locked
WITH g
MATCH (r:Region {code: $region}), (p:Partner {key: $partner})
WHERE NOT EXISTS { (r)-[s]->(p) WHERE s.since < date($until) AND coalesce(s.until > date($since), true) }
CREATE (r)-[:BARE {id: $id, since: date($since), until: date($until)}]->(p), (c:BareChange {n: $n})-[:HAS]->(:BareItem {n: $n, subject: $id})
SET g.bare = $n`

// bareEdge is the least that makes an edge, with no lock, check or change.
const bareEdge = `MATCH (r:Region {code: $region}), (p:Partner {key: $partner})
CREATE (r)-[:BARE {id: $id, since: date($since), until: date($until)}]->(p)`

// edgesOnNeo4j compares collaborations that are started with what the driver does by one statement.
func edgesOnNeo4j(ctx context.Context, r rounds, reg *registry.Registry, driver neo4j.DriverWithContext) error {
	ours, err := edgesOf(reg)
	if err != nil {
		return err
	}
	bare := &edges{partners: ours.partners}
	by := func(cypher string) asker {
		return func(ctx context.Context) error {
			pair, since, until := bare.next()
			n := bare.made.Load()
			return writeBy(ctx, driver, cypher, map[string]any{
				"region": pair.Region, "partner": pair.Partner, "since": string(since), "until": string(until), "id": fmt.Sprint(n), "n": n,
			})
		}
	}
	for _, c := range []struct {
		many         int
		name, cypher string
	}{
		{1, "the same lock, check, edge and change, by the driver", checkedEdge},
		{manyWriters, "an edge alone, without a lock, by the driver", bareEdge},
	} {
		started := side{fmt.Sprintf("collaborations started by %d", c.many), writers(c.many, ours.start)}
		if err := compare(ctx, r, started, side{c.name, writers(c.many, by(c.cypher))}, 1); err != nil {
			return err
		}
	}
	return nil
}

// edgesOnSQLite compares the same with rows of one table, of which each is committed by itself.
func edgesOnSQLite(ctx context.Context, r rounds, reg *registry.Registry, bare *sql.DB) error {
	ours, err := edgesOf(reg)
	if err != nil {
		return err
	}
	return compare(ctx, r, side{fmt.Sprintf("collaborations started by %d", manyWriters), writers(manyWriters, ours.start)},
		side{fmt.Sprintf("rows, committed by database/sql for %d", manyWriters), writers(manyWriters, func(ctx context.Context) error {
			_, err := bare.ExecContext(ctx, "INSERT INTO bare DEFAULT VALUES")
			return err
		})}, 0)
}
