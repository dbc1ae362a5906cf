package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"github.com/pressly/goose/v3"

	"ketenkaart/registry"
)

// listContactPoints is the migration to a schema in which the kinds of contact points are a closed list.
func (l library) listContactPoints() *goose.Migration {
	return goose.NewGoMigration(8, &goose.GoFunc{RunTx: func(ctx context.Context, tx *sql.Tx) error {
		for _, of := range [][2]string{
			{"ContactPointsOfRegions", "SetContactPointsOfRegion"}, {"ContactPointsOfPartners", "SetContactPointsOfPartner"},
			{"ContactPointsOfCollaborations", "SetContactPointsOfCollaboration"}, {"ContactPointsOfAdoptions", "SetContactPointsOfAdoption"},
		} {
			if err := rewriteContactPoints(ctx, tx, l.Text(of[0]), l.Text(of[1])); err != nil {
				return fmt.Errorf("list the kinds of contact points: %w", err)
			}
		}
		return nil
	}}, nil)
}

// rewriteContactPoints writes what it read when all is read, for the transaction has one connection.
func rewriteContactPoints(ctx context.Context, tx *sql.Tx, read, write string) error {
	kept, err := contactPointsByRow(ctx, tx, read)
	if err != nil {
		return err
	}
	for row, text := range kept {
		var points []registry.ContactPoint
		if err := json.Unmarshal([]byte(text), &points); err != nil {
			return err
		}
		var values arguments
		values.json("points", registry.ListedContactPoints(points))
		values.set("row", row)
		if values.err != nil {
			return values.err
		}
		if _, err := tx.ExecContext(ctx, write, values.list...); err != nil {
			return err
		}
	}
	return nil
}

func contactPointsByRow(ctx context.Context, tx *sql.Tx, read string) (map[int64]string, error) {
	rows, err := tx.QueryContext(ctx, read)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	kept := map[int64]string{}
	for rows.Next() {
		var row int64
		var text string
		if err := rows.Scan(&row, &text); err != nil {
			return nil, err
		}
		kept[row] = text
	}
	return kept, rows.Err()
}
