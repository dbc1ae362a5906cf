package main

import (
	"context"
	"fmt"
	"runtime/debug"
	"time"

	"ketenkaart/registry"
)

const (
	// The network is read within these, and then each question is answered within answerTarget.
	readTargetSQLite = 4 * time.Second
	readTargetNeo4j  = 15 * time.Second
)

// networkQuestions are those that go over the whole network; the n makes each one of its own, so that none is kept.
func networkQuestions() []screen {
	return []screen{
		{"ways between two partners", answerTarget, func(n int) string {
			return fmt.Sprintf(`{ paths(from: %q, to: %q, first: 5) { length nodes { key label } edges { source target profile } } }`, partnerKey(n), partnerKey(n+777))
		}},
		{"what falls away with a partner", answerTarget, func(n int) string {
			return fmt.Sprintf(`{ impact(partnerKey: %q) { regions { region { code } remainingCount } chains { remaining } substitutes { partner { key } score } } }`, partnerKey(n))
		}},
		{"the gaps of a region", answerTarget, func(n int) string {
			return fmt.Sprintf(`{ gaps(regionCode: "VR%02d") { withoutCollaboration(first: 25) { nodes { key } } areaUnknown(first: 25) { nodes { key } } chains { candidates areaUnknown } withoutAgreement(first: 25) { totalCount nodes { profile } } } }`, n%25+1)
		}},
		{"regions by sectors", answerTarget, func(n int) string {
			return fmt.Sprintf(`{ matrix(rows: REGION, columns: SECTOR, asOf: %q) { rows { key collaborations partners } columns { key collaborations partners } cells { row column collaborations partners } } }`, daysBefore(n))
		}},
		{"ten years, month by month", answerTarget, func(n int) string {
			return fmt.Sprintf(`{ trend(from: %q, until: %q) { on collaborations partners regions byProfile { profile count } byCoreTask { coreTask count } adoptions } }`, daysBefore(3_652+n), daysBefore(n))
		}},
	}
}

// daysBefore is a day so many before that of exports.
func daysBefore(n int) registry.Date {
	return registry.DateOf(exportDay.Time().AddDate(0, 0, -n), time.UTC)
}

// partnerKey is that of a generated partner; every fiftieth has ended, and those are none of these.
func partnerKey(n int) string { return fmt.Sprintf("p-%07d", 10*n) }

func questionsOnSQLite(ctx context.Context, partners int) error {
	store, _, done, err := openSQLite(ctx)
	if err != nil {
		return err
	}
	defer done()
	return askNetwork(ctx, store, partners, readTargetSQLite)
}

func questionsOnNeo4j(ctx context.Context, partners int, given database) (err error) {
	store, done, err := openNeo4j(ctx, given)
	if err != nil {
		return err
	}
	defer ending(done, &err)
	return askNetwork(ctx, store, partners, readTargetNeo4j)
}

func askNetwork(ctx context.Context, store registry.Store, partners int, readTarget time.Duration) error {
	if err := fill(ctx, store, partners); err != nil {
		return fmt.Errorf("fill: %w", err)
	}
	address, stop, err := serveStore(ctx, store)
	if err != nil {
		return err
	}
	defer stop()
	debug.FreeOSMemory()
	before := heldMemory()
	if err := timeReading(ctx, address, readTarget); err != nil {
		return fmt.Errorf("read the network: %w", err)
	}
	debug.FreeOSMemory()
	fmt.Printf("  kept in %.0f MB, for %d partners and %d collaborations\n", heldMemory()-before, partners, partners*each)
	for _, question := range networkQuestions() {
		if err := question.time(ctx, address); err != nil {
			return fmt.Errorf("%s: %w", question.name, err)
		}
	}
	fmt.Println()
	return nil
}

// timeReading asks the first question about the network, for which all of it is read.
func timeReading(ctx context.Context, address string, target time.Duration) error {
	c, err := dial(ctx, address, nil, nil)
	if err != nil {
		return err
	}
	took, err := c.timed(address, `{ network(maxNodes: 1, maxEdges: 1) { nodeCount edgeCount } }`)
	if err := errClosing(err, c.connection); err != nil {
		return err
	}
	fmt.Printf("  %-40s %v, target %v: %s\n", "reading the network", short(took), target, verdict(took <= target))
	return nil
}
