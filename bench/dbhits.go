package main

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"sync"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"ketenkaart/registry"
	neo4jstore "ketenkaart/store/neo4j"
)

// dbHits keeps the statements that a store runs, and profiles each again.
type dbHits struct {
	driver neo4j.DriverWithContext
	mu     sync.Mutex
	told   []told
}

type told struct {
	cypher string
	params map[string]any
}

func (h *dbHits) tell(cypher string, params map[string]any) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.told = append(h.told, told{cypher, params})
}

func (h *dbHits) reset() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.told = nil
}

func (h *dbHits) measured(ctx context.Context) (hits int, plans string, err error) {
	h.mu.Lock()
	statements := h.told
	h.mu.Unlock()
	session := h.driver.NewSession(ctx, neo4j.SessionConfig{AccessMode: neo4j.AccessModeRead})
	defer func() { _ = session.Close(ctx) }()
	texts := make([]string, len(statements))
	for i, statement := range statements {
		result, err := session.Run(ctx, "PROFILE "+statement.cypher, statement.params)
		if err != nil {
			return 0, "", err
		}
		summary, err := result.Consume(ctx)
		if err != nil {
			return 0, "", err
		}
		if summary.Profile() == nil {
			return 0, "", errors.New("the Neo4j gives no profile")
		}
		var text strings.Builder
		hits += hitsOf(summary.Profile(), &text)
		texts[i] = text.String()
	}
	return hits, inOrder(texts), nil
}

// madeUp are the names of variables that Neo4j makes up, otherwise in every plan.
var madeUp = regexp.MustCompile(`anon_\d+`)

// hitsOf adds up a plan, and writes what it does down.
func hitsOf(plan neo4j.ProfiledPlan, text *strings.Builder) int {
	hits := int(plan.DbHits())
	fmt.Fprintln(text, plan.Operator(), madeUp.ReplaceAllString(fmt.Sprint(plan.Arguments()["Details"]), "anon"))
	for _, child := range plan.Children() {
		hits += hitsOf(child, text)
	}
	return hits
}

// costOnNeo4j compares a small and a large register, one after the other in the same database.
func costOnNeo4j(ctx context.Context, of sizes, given database) error {
	return compareCost(ctx, of, "db hits", func(ctx context.Context) (registry.Store, meter, func() error, error) {
		store, done, err := openNeo4j(ctx, given)
		if err != nil {
			return nil, nil, nil, err
		}
		driver, err := connect(given)
		if err != nil {
			return nil, nil, nil, errors.Join(err, done())
		}
		hits := &dbHits{driver: driver}
		return &neo4jstore.Watched{Store: store, Tell: hits.tell}, hits, func() error { return errors.Join(driver.Close(ctx), done()) }, nil
	})
}
