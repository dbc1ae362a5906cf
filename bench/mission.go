package main

import (
	"context"
	"fmt"
	"net/http"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"ketenkaart/api"
	"ketenkaart/registry"
)

// The targets of the mission's question, as parts of the limit measured in the same run.
const (
	sqliteTarget = 0.5
	neo4jTarget  = 0.4
)

// site is a handler that answers on a port, with clients that ask it the mission's question.
type site struct {
	side
	address string
	answer  []byte
	close   func()
}

func newSite(ctx context.Context, name string, h http.Handler) (*site, error) {
	address, stop, err := serve(ctx, h)
	if err != nil {
		return nil, err
	}
	body, err := requestBody(mission)
	if err != nil {
		return nil, err
	}
	request := post(address, api.Path, body)
	answer, err := askOnce(ctx, address, request)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	askers, hangUp, err := clients(ctx, address, request, answer)
	if err != nil {
		return nil, err
	}
	return &site{side: side{name, askers}, address: address, answer: answer, close: func() { hangUp(); stop() }}, nil
}

// onSQLite compares the server on SQLite with the generated code on canned data.
func onSQLite(ctx context.Context, r rounds) error {
	_, reg, done, err := openBundled(ctx)
	if err != nil {
		return err
	}
	defer done()
	ours, answer, err := ourSite(ctx, "server on SQLite", reg)
	if err != nil {
		return err
	}
	defer ours.close()
	fmt.Printf("  %d of %d partners, %d collaborations, %d bytes of JSON, %d connections\n",
		len(answer.Data.Partners.Nodes), answer.Data.Partners.TotalCount, answer.edges(), len(ours.answer), connections)
	body, err := requestBody(mission)
	if err != nil {
		return err
	}
	schema, _, err := cannedSchema(ctx, reg, body)
	if err != nil {
		return err
	}
	sameDoor, err := door(schema)
	if err != nil {
		return err
	}
	for _, limit := range []struct {
		name   string
		h      http.Handler
		target float64
	}{
		{"canned data, in the same server", sameDoor, sqliteTarget},
		{"canned data, in gqlgen's handler alone", bare(schema), 0},
	} {
		if err := against(ctx, r, ours, limit.name, limit.h, limit.target); err != nil {
			return err
		}
	}
	return nil
}

func against(ctx context.Context, r rounds, ours *site, name string, h http.Handler, target float64) error {
	limit, err := newSite(ctx, name, h)
	if err != nil {
		return err
	}
	defer limit.close()
	if string(limit.answer) != string(ours.answer) {
		return fmt.Errorf("%s answers other JSON: %.300s", name, limit.answer)
	}
	return compare(ctx, r, ours.side, limit.side, target)
}

func ourSite(ctx context.Context, name string, reg *registry.Registry) (*site, missionAnswer, error) {
	h, err := real(reg)
	if err != nil {
		return nil, missionAnswer{}, err
	}
	ours, err := newSite(ctx, name, h)
	if err != nil {
		return nil, missionAnswer{}, err
	}
	answer, err := readMission(ours.answer)
	return ours, answer, err
}

// onNeo4j compares the server on Neo4j with the bare driver.
func onNeo4j(ctx context.Context, r rounds, given database) (err error) {
	store, done, err := openNeo4j(ctx, given)
	if err != nil {
		return err
	}
	defer ending(done, &err)
	reg, err := importBundled(ctx, store)
	if err != nil {
		return err
	}
	ours, answer, err := ourSite(ctx, "server on Neo4j", reg)
	if err != nil {
		return err
	}
	defer ours.close()
	driver, err := connect(given)
	if err != nil {
		return err
	}
	defer func() { _ = driver.Close(ctx) }()
	limit := driverSide{driver, missionCypher, map[string]any{"today": neo4j.DateOf(reg.Today().Time())}}
	facts, err := limit.missionFacts(ctx)
	if err != nil {
		return err
	}
	if err := sameFacts(answer.facts(), facts); err != nil {
		return err
	}
	askers := limit.askers()
	// The Java of the server compiles what is used often, for longer than one round warms it up.
	if _, err := load(ctx, askers, 3*r.long); err != nil {
		return err
	}
	if _, err := load(ctx, ours.askers, 3*r.long); err != nil {
		return err
	}
	return compare(ctx, r, ours.side, side{"bare driver, one query, no HTTP, no GraphQL", askers}, neo4jTarget)
}
