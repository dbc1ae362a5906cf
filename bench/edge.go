package main

import (
	"context"
	"database/sql"
	"fmt"
	"slices"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"ketenkaart/exchange"
	"ketenkaart/registry"
)

// edgesOfBundled are of the partners of the bundled register that were always there.
func edgesOfBundled() (*edges, error) {
	all, err := exchange.BundledExample()
	e := &edges{}
	for _, partner := range all.Partners {
		if partner.Since == nil && partner.Until == nil {
			e.partners = append(e.partners, partner.Key)
		}
	}
	return e, err
}

// start starts the next by the registry.
func (e *edges) start(reg *registry.Registry) asker {
	return func(ctx context.Context) error {
		edge := e.next()
		until := registry.Date(edge["until"].(string))
		_, err := reg.StartCollaboration(registry.WithActor(ctx, registry.LocalActor()), registry.StartCollaborationInput{
			RegionCode: edge["region"].(string), PartnerKey: edge["key"].(string), Profile: registry.Standby,
			Since: registry.Date(edge["since"].(string)), Until: &until, Motivation: new("Voor een dag"),
		})
		return err
	}
}

// compareEdges has one start collaborations, and then many at once, in turns with a limit. A target of 0 is none.
func compareEdges(ctx context.Context, r rounds, reg *registry.Registry, name string, target float64, limit func(*edges) asker) error {
	all, err := edgesOfBundled()
	if err != nil {
		return err
	}
	for _, writers := range []int{1, connections} {
		ours := side{fmt.Sprintf("collaborations, started by %d at once", writers), slices.Repeat([]asker{all.start(reg)}, writers)}
		if err := compare(ctx, r, ours, side{name, slices.Repeat([]asker{limit(all)}, writers)}, target); err != nil {
			return err
		}
	}
	return nil
}

func edgesOnNeo4j(ctx context.Context, r rounds, reg *registry.Registry, driver neo4j.DriverWithContext) error {
	return compareEdges(ctx, r, reg, "lock, check, edge and change, by the driver", 1, func(all *edges) asker {
		return func(ctx context.Context) error { return writeEdge(ctx, driver, all.next()) }
	})
}

func edgesOnSQLite(ctx context.Context, r rounds, reg *registry.Registry, bare *sql.DB) error {
	return compareEdges(ctx, r, reg, "rows, committed by database/sql", 0, func(*edges) asker {
		return func(ctx context.Context) error {
			_, err := bare.ExecContext(ctx, "INSERT INTO bare DEFAULT VALUES")
			return err
		}
	})
}
